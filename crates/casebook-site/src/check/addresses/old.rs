//! Old addresses and where they lead: the aliases of entries, the redirects of `site.toml`, and
//! what it says is gone.
//!
//! An old address never hides a page. It is answered with a slash at its end and without one, because
//! nobody remembers which of the two it was. One that leads to another old address leads to where that
//! one leads, so that readers are sent on once. An address with a query (`/?p=12`) hides nothing:
//! it is asked before the page that stands at its path.

use super::{Table, Target};
use crate::address::{UrlPath, query_pairs};
use crate::check::Site;
use crate::diagnostic::{Diagnostic, MAX_SUGGESTIONS, Span};
use crate::source::SitePath;
use crate::value::Url;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// An old address that is known by its query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OldQuery {
    /// The names and values that a request must have, in any order and among others: newsletters
    /// and search engines add their own.
    pairs: BTreeSet<(String, String)>,
    /// What becomes of the request.
    fate: Fate,
    /// Whether the path was written so, or with a slash at its end that isn't here, or the other way round.
    is_written: bool,
}

impl OldQuery {
    const fn leads_to(&self) -> Option<&String> {
        match &self.fate {
            Fate::LeadsTo(to) => Some(to),
            Fate::Gone => None,
        }
    }
}

/// What became of an old address that is known by its query.
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
    pairs: BTreeSet<(String, String)>,
}

impl Old {
    /// `None` for what no request for this site could name. Browsers keep what follows `#` to themselves.
    fn parse(text: &str) -> Option<Self> {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let pairs: BTreeSet<_> = query_pairs(query).collect();
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
}

/// An old address, where it leads as it was written, and where that was.
type Redirects<'a> = BTreeMap<Old, (&'a str, &'a Span)>;

/// What an old address leads to.
enum Next {
    /// Somewhere else, as it was written: perhaps another old address.
    On(String),
    /// The end of the way.
    Last(String),
}

/// Why a redirect has no destination.
enum Astray {
    Nowhere,
    Circle,
    /// Readers see nothing there, at this moment.
    Hidden,
}

impl<'a> Table<'a> {
    pub(super) fn add_old_addresses(&mut self) {
        self.add_aliases();
        let redirects = self.read_redirects();
        let mut nowhere_before = 0;
        for (old, &(to, span)) in &redirects {
            match self.destination(to, &redirects) {
                Ok(destination) => {
                    if self.is_hidden(&destination) {
                        self.diagnostics.push(hidden(to, span));
                    }
                    self.add_old(old.clone(), destination, span);
                }
                Err(Astray::Hidden) => self.diagnostics.push(hidden(to, span)),
                Err(Astray::Circle) => {
                    let circle = Diagnostic::error("redirect-circle", format!("the redirects from {to} lead round in a circle")).at(span.clone());
                    self.diagnostics.push(circle.hint("let one of them lead to a page"));
                }
                Err(Astray::Nowhere) => {
                    let nowhere = Diagnostic::error("redirect-nowhere", format!("nothing stands at {to}")).at(span.clone());
                    if to.starts_with("content/") {
                        let hint = "name a file as it lies in the folder, `content/documents/report/report.pdf`; only what a text names is published";
                        self.diagnostics.push(nowhere.hint(hint));
                        continue;
                    }
                    let is_compared = nowhere_before < MAX_SUGGESTIONS;
                    nowhere_before += 1;
                    let known = self.targets.keys().map(UrlPath::as_str).filter(|_| is_compared);
                    let nowhere = nowhere.did_you_mean(to, known);
                    self.diagnostics.push(nowhere.hint("write the address of a page of this site, or one that begins with https://"));
                }
            }
        }
        self.add_gone();
        self.answer_both_forms();
        for olds in self.old_queries.values_mut() {
            olds.sort_by_key(|old| Reverse(old.pairs.len()));
        }
    }

    /// Lets each old address be asked with a slash at its end and without one, unless something of its own
    /// stands there.
    fn answer_both_forms(&mut self) {
        let old = self.targets.iter().filter(|(_, target)| matches!(target, Target::Redirect(_) | Target::Gone));
        let both: Vec<(UrlPath, Target)> = old.filter_map(|(url, target)| Some((other_form(url)?, target.clone()))).collect();
        for (url, target) in both {
            self.targets.entry(url).or_insert(target);
        }
        let queries: Vec<_> = self.old_queries.iter().filter_map(|(url, olds)| Some((other_form(url)?, olds.clone()))).collect();
        for (url, olds) in queries {
            let here = self.old_queries.entry(url).or_default();
            let others = olds.into_iter().filter(|old| here.iter().all(|known| known.pairs != old.pairs)).collect::<Vec<_>>();
            here.extend(others.into_iter().map(|old| OldQuery { is_written: false, ..old }));
        }
    }

    /// What was taken down on purpose.
    fn add_gone(&mut self) {
        for gone in &self.site.settings.gone {
            let Some(Old { path, pairs }) = self.parse_old(&gone.value, &gone.span) else { continue };
            if pairs.is_empty() {
                self.add(path, Target::Gone, Some(gone.span.clone()));
            } else {
                self.add_old_query(path, OldQuery { pairs, fate: Fate::Gone, is_written: true }, &gone.span);
            }
        }
    }

    fn add_aliases(&mut self) {
        let site = self.site;
        for entry in &site.entries {
            for (language, version) in entry.versions.iter().enumerate() {
                let Some(version) = version else { continue };
                for alias in &version.common.aliases {
                    if let Some(old) = self.parse_old(&alias.value, &alias.span) {
                        self.add_old(old, entry.urls[language].href(), &alias.span);
                    }
                }
            }
        }
    }

    fn read_redirects(&mut self) -> Redirects<'a> {
        let site = self.site;
        let written = site.settings.redirects.iter();
        written.filter_map(|(from, to)| Some((self.parse_old(from, &to.span)?, (to.value.as_str(), &to.span)))).collect()
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

    /// Where a redirect leads in the end: a page of this site, a file of its content or an address elsewhere.
    fn destination(&self, to: &str, redirects: &Redirects<'_>) -> Result<String, Astray> {
        let mut to = to.to_owned();
        let mut passed = BTreeSet::new();
        loop {
            if Url::parse(&to).is_some() {
                return Ok(to);
            }
            if to.starts_with("content/") {
                return self.published_file(&to);
            }
            // What follows the path is the page's own: a part of it, or a query that it understands.
            let (path, rest) = to.split_at(to.find(['?', '#']).unwrap_or(to.len()));
            let url = UrlPath::new(path).ok_or(Astray::Nowhere)?;
            let is_known = self.targets.contains_key(&url);
            let in_other_form = || other_form(&url).filter(|_| !is_known).and_then(|other| self.next(other, rest, redirects));
            match self.next(url.clone(), rest, redirects).or_else(in_other_form) {
                Some(Next::Last(destination)) => return Ok(destination),
                Some(Next::On(next)) if passed.insert(to.clone()) => to = next,
                Some(Next::On(_)) => return Err(Astray::Circle),
                None if is_known => return Ok(url.href() + rest),
                None if (self.unseen.stands)(&url) => return Err(Astray::Hidden),
                None => return Err(Astray::Nowhere),
            }
        }
    }

    fn published_file(&self, path: &str) -> Result<String, Astray> {
        let path = SitePath::new(path).map_err(|_| Astray::Nowhere)?;
        // While some entries are hidden, one of them may be the one that names the file.
        let is_hidden = !self.unseen.hidden.is_empty() && self.site.source.get(&path).is_some();
        self.site.href_of_file(&path).ok_or(if is_hidden { Astray::Hidden } else { Astray::Nowhere })
    }

    /// Where an old address leads, if there is one at this path with what follows it. A part of a page
    /// that was asked for is asked for further on, as browsers do (RFC 9110, 10.2.2).
    fn next(&self, path: UrlPath, rest: &str, redirects: &Redirects<'_>) -> Option<Next> {
        let (query, part) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
        let old = Old { path, pairs: query_pairs(query.trim_start_matches('?')).collect() };
        let with_part = |to: &str| if to.contains('#') { to.to_owned() } else { format!("{to}{part}") };
        if let Some((to, _)) = redirects.get(&old) {
            return Some(Next::On(with_part(to)));
        }
        let known = match self.targets.get(&old.path) {
            Some(Target::Redirect(to)) if query.is_empty() => Some(to),
            _ => self.old_queries.get(&old.path).and_then(|olds| olds.iter().find(|known| known.pairs == old.pairs)?.leads_to()),
        };
        known.map(|to| Next::Last(with_part(to)))
    }

    /// Whether an address is that of an entry that only its makers see.
    fn is_hidden(&self, destination: &str) -> bool {
        let path = &destination[..destination.find(['?', '#']).unwrap_or(destination.len())];
        let target = UrlPath::from_request(path).and_then(|url| self.targets.get(&url));
        target.and_then(super::entry_of).is_some_and(|entry| self.unseen.hidden.contains(&self.site.entries[entry].id))
    }

    fn add_old(&mut self, old: Old, to: String, span: &Span) {
        let Old { path, pairs } = old;
        if pairs.is_empty() {
            self.add(path, Target::Redirect(to), Some(span.clone()));
            return;
        }
        self.add_old_query(path, OldQuery { pairs, fate: Fate::LeadsTo(to), is_written: true }, span);
    }

    fn add_old_query(&mut self, path: UrlPath, old: OldQuery, span: &Span) {
        let olds = self.old_queries.entry(path).or_default();
        match olds.iter().find(|known| known.pairs == old.pairs) {
            Some(known) => {
                let (message, hint) = match &known.fate {
                    Fate::LeadsTo(to) => {
                        (format!("this old address leads to {to} already"), "an old address can lead to one place: take it out here or there")
                    }
                    Fate::Gone => ("this old address is among those that are gone already".to_owned(), "name it once"),
                };
                self.diagnostics.push(Diagnostic::error("address-taken", message).at(span.clone()).hint(hint));
            }
            None => olds.push(old),
        }
    }
}

/// The same with a slash at its end or without. What has an ending was a file, and nobody asks for a file with a slash.
fn other_form(url: &UrlPath) -> Option<UrlPath> {
    if url.has_ending() {
        return None;
    }
    match url.as_str().strip_suffix('/') {
        Some(without) => UrlPath::new(without),
        None => UrlPath::new(&format!("{url}/")),
    }
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

    /// What becomes of a request for an old address with a query. The old address that asks for most wins.
    pub fn fate_of_query(&self, path: &UrlPath, query: &str) -> Option<&Fate> {
        let olds = self.old_queries.get(path)?;
        let asked: BTreeSet<_> = query_pairs(query).collect();
        olds.iter().find(|old| old.pairs.is_subset(&asked)).map(|old| &old.fate)
    }

    /// The old addresses that only a server can answer, because they differ by their queries alone: the path,
    /// the names and values that a request must have, and what becomes of it. Of one path, the first that fits counts.
    pub fn old_queries(&self) -> impl Iterator<Item = (&UrlPath, impl Iterator<Item = (&str, &str)>, &Fate)> {
        let all = self.old_queries.iter().flat_map(|(path, olds)| olds.iter().map(move |old| (path, old)));
        all.map(|(path, old)| (path, old.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())), &old.fate))
    }

    /// How many of them were written.
    pub fn count_old_queries(&self) -> usize {
        self.old_queries.values().flatten().filter(|old| old.is_written).count()
    }
}
