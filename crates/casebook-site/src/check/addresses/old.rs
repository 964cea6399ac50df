//! Old addresses and where they lead: the aliases of entries, the redirects of `site.toml`, and
//! what it says is gone.
//!
//! An old address never hides a page. It is answered with a slash at its end and without one, because
//! nobody remembers which of the two it was. One that leads to another old address leads to where that
//! one leads, so that readers are sent on once. An address with a query (`/?p=12`) hides nothing:
//! it is asked before the page that stands at its path.

use super::by_query::{ByQuery, Pairs};
use super::{Table, Target};
use crate::address::{UrlPath, query_pairs};
use crate::check::Site;
use crate::diagnostic::{Diagnostic, MAX_SUGGESTIONS, Span};
use crate::source::SitePath;
use crate::value::Url;
use std::collections::{BTreeMap, BTreeSet, btree_map};

/// What becomes of a request for an old address that is known by its query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OldQuery {
    fate: Fate,
    /// Whether the path was written so, or with a slash at its end that isn't here, or the other way round.
    is_written: bool,
}

/// What became of an old address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It leads to another address.
    LeadsTo(String),
    /// What stood there was taken down on purpose.
    Gone,
}

/// An old address as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Old {
    path: UrlPath,
    /// Empty for most: then the path says all.
    pairs: Pairs,
}

impl Old {
    /// `None` for what no request for this site could name. Browsers keep what follows `#` to themselves.
    fn parse(text: &str) -> Option<Self> {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let pairs: Pairs = query_pairs(query).collect();
        let is_whole = !text.contains('#') && pairs.is_empty() != text.contains('?');
        is_whole.then(|| Some(Self { path: UrlPath::new(path)?, pairs })).flatten()
    }

    /// How somebody should write what they wrote otherwise: a whole address, or one without its first slash.
    fn meant(text: &str) -> Option<String> {
        let rest = match text.split_once("://") {
            Some((_, rest)) => &rest[rest.find('/').unwrap_or(rest.len())..],
            None => text,
        };
        let rest = rest.split('#').next()?.trim_end_matches('?');
        let meant = if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") };
        (meant != "/" && Self::parse(&meant).is_some()).then_some(meant)
    }

    /// The same with a slash at the end of its path or without. What has an ending was a file, and
    /// nobody asks for a file with a slash.
    fn other_form(&self) -> Option<Self> {
        if self.path.has_ending() {
            return None;
        }
        let path = match self.path.as_str().strip_suffix('/') {
            Some(without) => UrlPath::new(without),
            None => UrlPath::new(&format!("{}/", self.path)),
        };
        Some(Self { path: path?, pairs: self.pairs.clone() })
    }
}

/// An old address and what was said of it.
struct Rule<'a> {
    old: Old,
    said: Said<'a>,
    span: &'a Span,
}

/// What was said of an old address.
enum Said<'a> {
    /// It leads where that says: perhaps to another old address.
    LeadsTo(&'a str),
    /// It leads to the page that names it.
    LeadsToPage(String),
    Gone,
}

impl Said<'_> {
    /// The path that it leads to.
    fn path(&self) -> Option<UrlPath> {
        match self {
            Self::LeadsTo(to) => UrlPath::new(to.split(['?', '#']).next()?),
            Self::LeadsToPage(href) => UrlPath::from_request(href),
            Self::Gone => None,
        }
    }
}

/// Why a redirect has no destination.
enum Astray {
    Nowhere,
    Circle,
    /// What stood there was taken down.
    Gone,
    /// Readers see nothing there, at this moment.
    Hidden,
}

/// All rules, each found in both its forms.
struct Rules<'a> {
    written: Vec<Rule<'a>>,
    /// The other forms of the rules: the address, and which rule it is.
    others: Vec<(Old, usize)>,
    /// The rules without a query.
    plain: BTreeMap<UrlPath, usize>,
    queries: BTreeMap<UrlPath, ByQuery<usize>>,
}

impl<'a> Rules<'a> {
    fn of(written: Vec<Rule<'a>>) -> Self {
        let mut known: BTreeMap<&Old, usize> = BTreeMap::new();
        for (index, rule) in written.iter().enumerate() {
            known.entry(&rule.old).or_insert(index);
        }
        // What leads to its own other form is no rule for that one: something else stands there.
        let other = |rule: &Rule<'_>| rule.old.other_form().filter(|other| rule.said.path().is_none_or(|path| path != other.path));
        let others = written.iter().enumerate().filter_map(|(index, rule)| Some((other(rule)?, index)));
        let others: Vec<(Old, usize)> = others.filter(|(other, _)| !known.contains_key(other)).collect();
        let mut plain = BTreeMap::new();
        let mut queries: BTreeMap<UrlPath, BTreeMap<Pairs, usize>> = BTreeMap::new();
        for (old, index) in known.into_iter().chain(others.iter().map(|(other, index)| (other, *index))) {
            if old.pairs.is_empty() {
                plain.entry(old.path.clone()).or_insert(index);
            } else {
                queries.entry(old.path.clone()).or_default().entry(old.pairs.clone()).or_insert(index);
            }
        }
        let queries = queries.into_iter().map(|(path, rules)| (path, ByQuery::new(rules))).collect();
        Self { written, others, plain, queries }
    }

    /// The rule that is asked before what stands at a path.
    fn before(&self, path: &UrlPath, asked: &Pairs) -> Option<&Rule<'a>> {
        self.queries.get(path)?.find(asked).map(|&index| &self.written[index])
    }

    /// The rule that is asked where nothing stands.
    fn after(&self, path: &UrlPath) -> Option<&Rule<'a>> {
        self.plain.get(path).map(|&index| &self.written[index])
    }
}

impl<'a> Table<'a> {
    pub(super) fn add_old_addresses(&mut self) {
        let rules = Rules::of(self.read_rules());
        let mut nowhere_before = 0;
        let fates: Vec<Option<Fate>> = rules.written.iter().map(|rule| self.fate(rule, &rules, &mut nowhere_before)).collect();
        self.answer(rules, &fates);
    }

    /// What was said of old addresses, in the order of aliases, redirects and what is gone.
    fn read_rules(&mut self) -> Vec<Rule<'a>> {
        let site = self.site;
        let mut rules = Vec::new();
        for entry in &site.entries {
            for (language, version) in entry.versions.iter().enumerate() {
                for alias in version.iter().flat_map(|version| &version.common.aliases) {
                    let said = Said::LeadsToPage(entry.urls[language].href());
                    rules.extend(self.parse_old(&alias.value, &alias.span).map(|old| Rule { old, said, span: &alias.span }));
                }
            }
        }
        for (from, to) in &site.settings.redirects {
            let said = Said::LeadsTo(to.value.as_str());
            rules.extend(self.parse_old(from, &to.span).map(|old| Rule { old, said, span: &to.span }));
        }
        for gone in &site.settings.gone {
            rules.extend(self.parse_old(&gone.value, &gone.span).map(|old| Rule { old, said: Said::Gone, span: &gone.span }));
        }
        rules
    }

    fn parse_old(&mut self, text: &str, span: &Span) -> Option<Old> {
        let old = Old::parse(text);
        match &old {
            None => {
                let wrong = no_address(text, span);
                self.diagnostics.push(match Old::meant(text) {
                    Some(meant) => wrong.hint(format!("write \"{meant}\"")),
                    None => wrong.hint("write it from the root, decoded and without `#`: \"/old/page/\" or \"/?p=12\""),
                });
            }
            Some(_) if text.contains('*') => {
                let literal = Diagnostic::warning("address-pattern", "a `*` means nothing here but itself").at(span.clone());
                self.diagnostics.push(literal.hint("name each old address on its own; the sitemap of the old site lists them"));
            }
            Some(_) => {}
        }
        old
    }

    /// What becomes of an old address; `None` for one that leads nowhere, which is told.
    fn fate(&mut self, rule: &Rule<'_>, rules: &Rules<'_>, nowhere_before: &mut usize) -> Option<Fate> {
        let to = match &rule.said {
            Said::LeadsTo(to) => *to,
            Said::LeadsToPage(href) => return Some(Fate::LeadsTo(href.clone())),
            Said::Gone => return Some(Fate::Gone),
        };
        let astray = match self.destination(to, rules) {
            Ok(destination) => {
                if self.is_hidden(&destination) {
                    self.diagnostics.push(hidden(to, rule.span));
                }
                return Some(Fate::LeadsTo(destination));
            }
            Err(astray) => astray,
        };
        let diagnostic = match astray {
            Astray::Hidden => hidden(to, rule.span),
            Astray::Circle => {
                let circle = Diagnostic::error("redirect-circle", format!("the redirects from {to} lead round in a circle"));
                circle.at(rule.span.clone()).hint("let one of them lead to a page")
            }
            Astray::Gone => {
                let gone = Diagnostic::error("redirect-nowhere", format!("what stood at {to} was taken down: `gone` says so"));
                gone.at(rule.span.clone()).hint("lead it elsewhere, or write this old address into `gone` as well")
            }
            Astray::Nowhere => {
                *nowhere_before += 1;
                self.nowhere(to, rule.span, *nowhere_before <= MAX_SUGGESTIONS)
            }
        };
        self.diagnostics.push(diagnostic);
        None
    }

    fn nowhere(&self, to: &str, span: &Span, is_compared: bool) -> Diagnostic {
        let nowhere = Diagnostic::error("redirect-nowhere", format!("nothing stands at {to}")).at(span.clone());
        if to.starts_with("content/") {
            return nowhere.hint("name a file as it lies in the folder, `content/documents/report/report.pdf`; only what a text names is published");
        }
        let file = format!("content/{}", to.trim_start_matches('/'));
        if SitePath::new(&file).is_ok_and(|path| self.site.source.get(&path).is_some()) {
            return nowhere.hint(format!("write \"{file}\": a file is named as it lies in the folder"));
        }
        let known = self.targets.keys().map(UrlPath::as_str).filter(|_| is_compared);
        nowhere.did_you_mean(to, known).hint("write the address of a page of this site, or one that begins with https://")
    }

    /// Where a redirect leads in the end: a page of this site, a file of its content or an address
    /// elsewhere. Each old address on the way is asked as a request for it would be.
    fn destination(&self, to: &str, rules: &Rules<'_>) -> Result<String, Astray> {
        let (mut to, mut part) = split_part(to);
        let mut passed = BTreeSet::new();
        loop {
            if Url::parse(to).is_some() {
                return Ok(format!("{to}{part}"));
            }
            if to.starts_with("content/") {
                return Ok(self.published_file(to)? + part);
            }
            let (path, query) = to.split_at(to.find('?').unwrap_or(to.len()));
            let url = UrlPath::new(path).ok_or(Astray::Nowhere)?;
            let asked: Pairs = query_pairs(query.trim_start_matches('?')).collect();
            let stands = self.targets.contains_key(&url);
            let rule = rules.before(&url, &asked).or_else(|| rules.after(&url).filter(|_| !stands));
            let Some(rule) = rule else {
                // The query is one that the page understands.
                let page = stands.then(|| format!("{}{query}{part}", url.href()));
                return page.ok_or_else(|| if (self.unseen.stands)(&url) { Astray::Hidden } else { Astray::Nowhere });
            };
            let next = match &rule.said {
                Said::LeadsTo(next) => split_part(next),
                Said::LeadsToPage(href) => return Ok(format!("{href}{part}")),
                Said::Gone => return Err(Astray::Gone),
            };
            if !passed.insert((url, asked)) {
                return Err(Astray::Circle);
            }
            // The part of a page that was asked for is asked for further on, as browsers do (RFC 9110, 10.2.2).
            (to, part) = (next.0, if next.1.is_empty() { part } else { next.1 });
        }
    }

    fn published_file(&self, path: &str) -> Result<String, Astray> {
        let path = SitePath::new(path).map_err(|_| Astray::Nowhere)?;
        // While some entries are hidden, one of them may be the one that names the file.
        let is_hidden = !self.unseen.hidden.is_empty() && self.site.source.get(&path).is_some();
        self.site.href_of_file(&path).ok_or(if is_hidden { Astray::Hidden } else { Astray::Nowhere })
    }

    /// Whether an address is that of an entry that only its makers see.
    fn is_hidden(&self, destination: &str) -> bool {
        let path = &destination[..destination.find(['?', '#']).unwrap_or(destination.len())];
        let target = UrlPath::from_request(path).and_then(|url| self.targets.get(&url));
        target.and_then(super::entry_of).is_some_and(|entry| self.unseen.hidden.contains(&self.site.entries[entry].id))
    }

    /// Lets all old addresses be answered, in the form in which each was written and in its other one.
    fn answer(&mut self, rules: Rules<'a>, fates: &[Option<Fate>]) {
        let mut queries: BTreeMap<UrlPath, BTreeMap<Pairs, OldQuery>> = BTreeMap::new();
        for (rule, fate) in rules.written.into_iter().zip(fates) {
            let Some(fate) = fate.clone() else { continue };
            let other = rule.old.other_form();
            let Rule { old: Old { path, pairs }, span, .. } = rule;
            if pairs.is_empty() {
                self.diagnostics.extend(other.and_then(|other| self.beside_a_page(&path, &other.path, &fate, span)));
                self.add(path, target_of(fate), Some(span.clone()));
                continue;
            }
            match queries.entry(path).or_default().entry(pairs) {
                btree_map::Entry::Occupied(known) => self.diagnostics.push(said_already(&known.get().fate, span)),
                btree_map::Entry::Vacant(free) => drop(free.insert(OldQuery { fate, is_written: true })),
            }
        }
        for (Old { path, pairs }, index) in rules.others {
            let Some(fate) = fates[index].clone() else { continue };
            if pairs.is_empty() {
                self.targets.entry(path).or_insert_with(|| target_of(fate));
            } else {
                queries.entry(path).or_default().entry(pairs).or_insert(OldQuery { fate, is_written: false });
            }
        }
        self.old_queries = queries.into_iter().map(|(path, rules)| (path, ByQuery::new(rules))).collect();
    }

    /// Who types the address of a page without its last slash wants the page.
    fn beside_a_page(&self, old: &UrlPath, page: &UrlPath, fate: &Fate, span: &Span) -> Option<Diagnostic> {
        let stands = self.targets.get(page).filter(|target| matches!(target, Target::Entry { .. } | Target::Tag { .. }) && page.is_page())?;
        if matches!(fate, Fate::LeadsTo(to) if UrlPath::from_request(to.split(['?', '#']).next()?).as_ref() == Some(page)) {
            return None;
        }
        let taken = format!("{old} is the address of {} without its last slash", self.describe(stands));
        Some(Diagnostic::error("address-taken", taken).at(span.clone()).hint("take this old address out: who types it wants that page"))
    }
}

fn target_of(fate: Fate) -> Target {
    match fate {
        Fate::LeadsTo(to) => Target::Redirect(to),
        Fate::Gone => Target::Gone,
    }
}

/// What stands before `#`, and the rest with it.
fn split_part(to: &str) -> (&str, &str) {
    to.split_at(to.find('#').unwrap_or(to.len()))
}

fn said_already(known: &Fate, span: &Span) -> Diagnostic {
    let (message, hint) = match known {
        Fate::LeadsTo(to) => (format!("this old address leads to {to} already"), "an old address can lead to one place: take it out here or there"),
        Fate::Gone => ("this old address is among those that are gone already".to_owned(), "name it once"),
    };
    Diagnostic::error("address-taken", message).at(span.clone()).hint(hint)
}

fn hidden(to: &str, span: &Span) -> Diagnostic {
    let hidden = Diagnostic::warning("redirect-hidden", format!("what stands at {to} is not live: a draft, not yet published, or expired"));
    hidden.at(span.clone()).hint("who comes by the old address finds nothing until it is live; lead it elsewhere if that will not be")
}

fn no_address(written: &str, span: &Span) -> Diagnostic {
    Diagnostic::error("address-form", format!("`{written}` is not an address of this site")).at(span.clone())
}

impl Site {
    /// The address of a file of the content that is published: as it is, as a drawing, or as the largest of its pictures.
    fn href_of_file(&self, path: &SitePath) -> Option<String> {
        let kept = self.files.offered.get(path).or_else(|| self.files.drawing(path).map(|(url, _)| url));
        kept.map(UrlPath::href).or_else(|| self.files.picture(path)?.largest())
    }

    /// What becomes of a request for an old address with a query.
    pub fn fate_of_query(&self, path: &UrlPath, query: &str) -> Option<&Fate> {
        let olds = self.old_queries.get(path)?;
        olds.find(&query_pairs(query).collect()).map(|old| &old.fate)
    }

    /// Whether any old address is known by its query.
    pub fn has_old_queries(&self) -> bool {
        !self.old_queries.is_empty()
    }

    /// The old addresses that only a server can answer, because they differ by their queries alone: the path,
    /// the names and values that a request must have, and what becomes of it. Of one path, the first that fits counts.
    pub fn old_queries(&self) -> impl Iterator<Item = (&UrlPath, impl Iterator<Item = (&str, &str)>, &Fate)> {
        let all = self.old_queries.iter().flat_map(|(path, olds)| olds.iter().map(move |(pairs, old)| (path, pairs, old)));
        all.map(|(path, pairs, old)| (path, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())), &old.fate))
    }

    /// How many of them were written.
    pub fn count_old_queries(&self) -> usize {
        self.old_queries.values().flat_map(ByQuery::iter).filter(|(_, old)| old.is_written).count()
    }
}
