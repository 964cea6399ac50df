//! Every address of the site and what stands there.
//!
//! Addresses are made of the slugs of an entry and its sections, in each language. Two things at
//! one address are an error at both places; an old address never hides a page.

mod by_query;
mod old;

pub(crate) use by_query::ByQuery;
pub use old::Fate;
pub(crate) use old::OldQuery;

use super::lists::{ListPlan, MAX_CHOICES};
use super::names::slug_or_hash;
use super::security::SECURITY_PATH;
use super::site::{Entry, EntryIndex, LanguageIndex, Narrowed, Site, Tag, Target};
use crate::address::UrlPath;
use crate::diagnostic::{Diagnostic, Span};
use crate::entry::{Details, Facet};
use crate::picture::{Picture, SheetOf};
use crate::source::SitePath;
use crate::value::LanguageTag;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::sync::Arc;

/// How many addresses one sitemap holds at most (sitemaps.org protocol).
pub(crate) const SITEMAP_LEN: usize = 50_000;

/// Into how many parts a sitemap of so many pages is cut: none where one file holds all.
const fn sitemap_parts(pages: usize) -> usize {
    if pages > SITEMAP_LEN { pages.div_ceil(SITEMAP_LEN) } else { 0 }
}

/// An address below the root of a language: `/x/`, `/de/x/`.
pub(super) fn prefixed(languages: &[LanguageTag], language: LanguageIndex, rest: &str) -> UrlPath {
    let text = match language {
        0 => format!("/{rest}"),
        other => format!("/{}/{rest}", languages[other]),
    };
    UrlPath::new(&text).unwrap_or_else(|| UrlPath::new("/").expect("a constant address"))
}

/// Gives each entry its addresses: first to those that others lie in, from the top down, then to the rest.
pub(super) fn assign(entries: &mut [Entry], languages: &[LanguageTag]) {
    let mut parents: Vec<EntryIndex> = entries.iter().filter_map(|entry| entry.parent).collect();
    parents.sort_unstable();
    parents.dedup();
    parents.sort_by_cached_key(|&index| entries[index].id.matches('/').count() + usize::from(!entries[index].is_home()));
    for &index in &parents {
        let urls = urls_of(entries, index, languages);
        entries[index].urls = urls;
    }
    let all = (0..entries.len()).into_par_iter();
    let rest: Vec<Vec<UrlPath>> =
        all.map(|index| if entries[index].urls.is_empty() { urls_of(entries, index, languages) } else { Vec::new() }).collect();
    for (entry, urls) in entries.iter_mut().zip(rest).filter(|(entry, _)| entry.urls.is_empty()) {
        entry.urls = urls;
    }
}

fn urls_of(entries: &[Entry], index: EntryIndex, languages: &[LanguageTag]) -> Vec<UrlPath> {
    (0..languages.len()).map(|language| url_of(entries, &entries[index], language, languages)).collect()
}

fn url_of(entries: &[Entry], entry: &Entry, language: LanguageIndex, languages: &[LanguageTag]) -> UrlPath {
    if entry.is_home() {
        return prefixed(languages, language, "");
    }
    let base = entry.parent.and_then(|parent| entries[parent].urls.get(language)).cloned().unwrap_or_else(|| prefixed(languages, language, ""));
    let parent_id = entry.parent.map_or("", |parent| if entries[parent].is_home() { "" } else { &entries[parent].id });
    let below = entry.id.strip_prefix(parent_id).unwrap_or(&entry.id).trim_start_matches('/');
    let folders = below.rsplit_once('/').map_or("", |(folders, _)| folders);
    let mut text = base.as_str().to_owned();
    for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
        text.push_str(&slug_or_hash(folder));
        text.push('/');
    }
    let own = entry.versions[language].as_ref().and_then(|version| version.common.slug.as_ref());
    let shared = entry.first().common.slug.as_ref();
    let slug = own.or(shared).map_or(&*entry.first().name_slug, |slug| slug.value.as_str());
    text.push_str(slug);
    text.push('/');
    UrlPath::new(&text).unwrap_or(base)
}

fn entry_of(target: &Target) -> Option<EntryIndex> {
    match target {
        Target::Entry { entry, .. } | Target::Segment { entry, .. } => Some(*entry),
        _ => None,
    }
}

/// The file that something is or is made of.
const fn original(target: &Target) -> Option<&SitePath> {
    match target {
        Target::File(path) | Target::Drawing(path) => Some(path),
        Target::Derived(recipe) => Some(&recipe.path),
        _ => None,
    }
}

/// What readers don't see at this moment.
#[derive(Clone, Copy)]
pub(super) struct Unseen<'a> {
    /// Entries that are drafts, not yet published or expired.
    pub hidden: &'a FxHashSet<Arc<str>>,
    /// Whether the site's makers see something at an address.
    pub stands: &'a (dyn Fn(&UrlPath) -> bool + Sync),
}

/// The table of all addresses.
pub(super) struct Table<'a> {
    pub targets: BTreeMap<UrlPath, Target>,
    /// Old addresses that are told apart by their queries.
    pub old_queries: BTreeMap<UrlPath, ByQuery<OldQuery>>,
    pub diagnostics: Vec<Diagnostic>,
    site: &'a Site,
    unseen: Unseen<'a>,
}

impl<'a> Table<'a> {
    /// All addresses of a site whose entries, lists and tags are known.
    pub fn of(site: &'a Site, unseen: Unseen<'a>) -> Self {
        let mut table = Self { targets: BTreeMap::new(), old_queries: BTreeMap::new(), diagnostics: Vec::new(), site, unseen };
        table.add_entries();
        table.add_generated();
        table.add_files();
        table.add_old_addresses();
        table
    }

    fn add(&mut self, url: UrlPath, target: Target, span: Option<Span>) {
        let Some(other) = self.targets.get(&url) else {
            self.targets.insert(url, target);
            return;
        };
        // What Casebook makes by itself has no place; then the entry is shown that can give way to it.
        let (place, what) = match (span, self.place(other)) {
            (Some(span), _) => (Some(span), other),
            (None, Some(place)) => (Some(place), &target),
            (None, None) => (self.place(&target), other),
        };
        let message = match (self.choice(&target), self.choice(other)) {
            // Who reads this needs both names: neither stands at the place that is shown.
            (Some(_), Some(_)) => format!("{} and {} would have the same address, {url}", self.describe(other), self.describe(&target)),
            _ => format!("the address {url} belongs to {} already", self.describe(what)),
        };
        let taken = Diagnostic::error("address-taken", message);
        let taken = match (&target, other) {
            (Target::Entry { narrowed: Some(_), .. }, Target::Entry { narrowed: Some(_), .. }) => {
                let fields = self.choice(&target).map_or("the fields", |(facet, _)| field_of(facet));
                taken.hint(format!("addresses have only small letters, digits and hyphens; change one of the two names in {fields}"))
            }
            (Target::Tag { .. }, Target::Tag { .. }) => taken.hint("give one of the two tags another name"),
            (Target::Gone, Target::Gone) => taken.hint("name it once"),
            (Target::Gone, _) => taken.hint("take it out of `gone`, or take down what stands there"),
            (Target::Redirect(_), _) => taken.hint("take this old address out: the page that stands there would be hidden"),
            _ => taken.hint("give one of the two another `slug`"),
        };
        self.diagnostics.push(match place {
            Some(place) => taken.at(place),
            None => taken,
        });
    }

    /// Where something can be changed that stands at an address.
    fn place(&self, target: &Target) -> Option<Span> {
        let version = match target {
            Target::Entry { entry, language, .. } => self.site.entries[*entry].version(*language),
            Target::Tag { tag, .. } => self.site.entries[*self.site.tags[*tag].members.first()?].first(),
            _ => return None,
        };
        let slug = version.common.slug.as_ref().filter(|_| matches!(target, Target::Entry { .. })).map(|slug| slug.span.clone());
        Some(slug.unwrap_or_else(|| Span::start_of(&version.path)))
    }

    /// What a narrowed list is narrowed by.
    fn choice(&self, target: &Target) -> Option<(Facet, &'a str)> {
        let Target::Entry { entry, language, narrowed: Some(narrowed), .. } = target else { return None };
        let filter = self.site.plan(*entry, *language)?.filters.get(narrowed.filter)?;
        Some((filter.facet, &filter.choices.get(narrowed.choice)?.value))
    }

    fn describe(&self, target: &Target) -> String {
        if let Some((facet, value)) = self.choice(target) {
            return format!("the {} `{value}`", facet.word());
        }
        match target {
            Target::Entry { entry, language, .. } => self.site.entries[*entry].version(*language).path.to_string(),
            Target::Tag { tag, .. } => format!("the tag `{}`", self.site.tags[*tag].name),
            Target::Redirect(to) => format!("a redirect to {to}"),
            Target::Gone => "what was taken down".to_owned(),
            _ => "a page that Casebook makes".to_owned(),
        }
    }

    fn add_entries(&mut self) {
        let site = self.site;
        let entries = site.entries.iter().enumerate();
        // The bulk of the table in one go: building from sorted pairs is several times faster.
        let mut pairs: Vec<(UrlPath, Target)> = entries
            .flat_map(|(entry, value)| {
                let urls = value.urls.iter().enumerate();
                urls.map(move |(language, url)| (url.clone(), Target::Entry { entry, language, narrowed: None, page: 1 }))
            })
            .collect();
        pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut taken: Vec<_> = pairs.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (entry_of(&pair[0].1), pair[1].clone())).collect();
        // Two entries that meet in each language are said once.
        let mut seen = BTreeSet::new();
        taken.retain(|(other, (_, target))| seen.insert((*other, entry_of(target))));
        pairs.dedup_by(|(a, _), (b, _)| a == b);
        self.targets = pairs.into_iter().collect();
        for (_, (url, target)) in taken {
            let place = self.place(&target);
            self.add(url, target, place);
        }
        for entry in 0..site.entries.len() {
            for language in 0..site.languages.len() {
                self.add_list_pages(entry, language);
                self.add_segments(entry, language);
                if let Some(url) = site.talk_url(entry, language) {
                    self.add(url, Target::Calendar { language, talk: Some(entry) }, None);
                }
            }
        }
    }

    /// The pages or messages of a document.
    fn add_segments(&mut self, entry: EntryIndex, language: LanguageIndex) {
        for (part, known) in self.site.known_texts(entry) {
            for (number, segment) in known.document.segments.iter().enumerate() {
                if let Some(url) = self.site.segment_url(entry, language, part, segment.locator) {
                    self.add(url, Target::Segment { entry, language, part, number }, None);
                }
            }
        }
    }

    /// The second and later pages of a list, and its narrowed versions.
    fn add_list_pages(&mut self, entry: EntryIndex, language: LanguageIndex) {
        let Some(plan) = self.site.plan(entry, language) else { return };
        let base = &self.site.entries[entry].urls[language];
        for page in 2..=plan.pages(plan.members.len()) {
            self.add(self.site.page_url(base, language, page), Target::Entry { entry, language, narrowed: None, page }, None);
        }
        let too_long = plan.filters.iter().filter(|filter| filter.left_out > 0 && language == 0);
        self.diagnostics.extend(too_long.map(|filter| {
            let total = filter.choices.len() + filter.left_out;
            let message = format!("the filter `{}` has {total} choices; readers get {MAX_CHOICES} of them", filter.facet.word());
            let place = Span::start_of(&self.site.entries[entry].first().path);
            Diagnostic::warning("filter-long", message).at(place).hint("leave this filter out, or split the list by sections")
        }));
        for (filter, choice, count) in plan.choices() {
            let narrowed = Narrowed { filter, choice };
            let base = self.site.narrowed_url(entry, language, narrowed);
            for page in 1..=plan.pages(count) {
                let target = Target::Entry { entry, language, narrowed: Some(narrowed), page };
                self.add(self.site.page_url(&base, language, page), target, None);
            }
        }
        if let Some(feed) = self.site.feed_url(entry, language) {
            self.add(feed, Target::Feed { language, section: Some(entry) }, None);
        }
    }

    fn add_generated(&mut self) {
        let site = self.site;
        for language in 0..site.languages.len() {
            self.add(site.prefixed(language, "404.html"), Target::NotFound { language }, None);
            if !site.settings.gone.is_empty() {
                self.add(site.prefixed(language, "410.html"), Target::GonePage { language }, None);
            }
            self.add(site.prefixed(language, "500.html"), Target::ErrorPage { language }, None);
            self.add(site.prefixed(language, "feed.xml"), Target::Feed { language, section: None }, None);
            // Owners may write that page themselves.
            self.targets.entry(site.feeds_url(language)).or_insert(Target::Feeds { language });
            if site.has_talks() {
                self.add(site.calendar_url(language), Target::Calendar { language, talk: None }, None);
            }
            if site.has_corrections() {
                self.add(site.corrections_url(language), Target::Corrections { language }, None);
            }
            for (tag, value) in site.tags.iter().enumerate() {
                let base = site.tag_url(value, language);
                for page in 1..=ListPlan::pages_of(value.members.len(), ListPlan::PER_PAGE) {
                    self.add(site.page_url(&base, language, page), Target::Tag { tag, language, page }, None);
                }
            }
        }
        let root = |name: &str| UrlPath::new(name).expect("a constant address");
        self.add(root("/robots.txt"), Target::Robots, None);
        if site.settings.security.is_some() {
            self.add(root(SECURITY_PATH), Target::Security, None);
        }
        self.add(root("/sitemap.xml"), Target::Sitemap { part: None }, None);
        let pages = self.targets.values().filter(|target| target.indexable(&site.entries).is_some()).count();
        for part in 1..=sitemap_parts(pages) {
            self.add(root(&format!("/sitemap-{part}.xml")), Target::Sitemap { part: Some(part) }, None);
        }
        for (index, asset) in site.theme.assets().iter().enumerate() {
            self.add(asset.url.clone(), Target::ThemeAsset(index), None);
        }
    }

    fn add_files(&mut self) {
        let files = &self.site.files;
        let offered = files.offered.iter().map(|(path, url)| (url.clone(), Target::File(path.clone())));
        let drawings = files.drawings.iter().filter_map(|(path, drawn)| Some((drawn.as_ref()?.0.clone(), Target::Drawing(path.clone()))));
        let pictures = files.pictures.keys().filter_map(|path| files.picture(path)).flat_map(Picture::recipes);
        let known = (0..self.site.entries.len()).flat_map(|entry| self.site.known_texts(entry));
        let sheets = known.flat_map(|(_, known)| SheetOf::all(known)).flat_map(|sheet| sheet.recipes());
        let pictures = pictures.chain(sheets);
        for (url, target) in offered.chain(drawings).chain(pictures.map(|(url, recipe)| (url, Target::Derived(recipe)))) {
            match self.targets.entry(url) {
                btree_map::Entry::Vacant(slot) => drop(slot.insert(target)),
                // Two names of one content share an address; the first in order stands for both.
                btree_map::Entry::Occupied(mut slot) => {
                    if original(&target).zip(original(slot.get())).is_some_and(|(new, known)| new < known) {
                        slot.insert(target);
                    }
                }
            }
        }
    }
}

/// Where the names are written that a list is narrowed by.
const fn field_of(facet: Facet) -> &'static str {
    match facet {
        Facet::Profession => "`professions` of site.toml and in every `profession`",
        Facet::Period => "`periods` of site.toml and in every `period`",
        Facet::Tag => "every `tags`",
        Facet::Person => "`content/`: the names of the two persons' files",
        Facet::Language | Facet::Medium => "the fields that say the language or medium",
    }
}

impl Site {
    /// The address of a page of a list; the first is the list's own.
    pub(crate) fn page_url(&self, base: &UrlPath, language: LanguageIndex, page: usize) -> UrlPath {
        match page {
            1 => base.clone(),
            page => self.below(base, &format!("{}/{page}/", self.word(language, "address-page"))),
        }
    }

    /// The address of a list narrowed by one choice.
    pub(crate) fn narrowed_url(&self, entry: EntryIndex, language: LanguageIndex, narrowed: Narrowed) -> UrlPath {
        let base = &self.entries[entry].urls[language];
        let plan = self.plan(entry, language).and_then(|plan| plan.filters.get(narrowed.filter));
        let choice = plan.and_then(|filter| Some((filter, filter.choices.get(narrowed.choice)?)));
        match choice {
            Some((filter, choice)) => {
                let word = self.word(language, &format!("address-{}", filter.facet.word()));
                self.below(base, &format!("{word}/{}/", slug_or_hash(&choice.value)))
            }
            None => base.clone(),
        }
    }

    /// The address of a tag's page.
    pub(crate) fn tag_url(&self, tag: &Tag, language: LanguageIndex) -> UrlPath {
        self.prefixed(language, &format!("{}/{}/", self.word(language, "address-tags"), slug_or_hash(&tag.name)))
    }

    /// The address of the page of corrections.
    pub(crate) fn corrections_url(&self, language: LanguageIndex) -> UrlPath {
        self.prefixed(language, &format!("{}/", self.word(language, "address-corrections")))
    }

    /// The address of the page of all feeds.
    pub(crate) fn feeds_url(&self, language: LanguageIndex) -> UrlPath {
        self.prefixed(language, &format!("{}/", self.word(language, "address-feeds")))
    }

    /// The address of the feed of a section; `None` where it has none.
    pub(crate) fn feed_url(&self, section: EntryIndex, language: LanguageIndex) -> Option<UrlPath> {
        let is_section = self.plan(section, language).is_some() && !self.entries[section].is_home();
        is_section.then(|| self.below(&self.entries[section].urls[language], "feed.xml"))
    }

    /// The address of the calendar of all talks.
    pub(crate) fn calendar_url(&self, language: LanguageIndex) -> UrlPath {
        self.prefixed(language, "calendar.ics")
    }

    /// The address of the calendar of one talk; `None` for what is no talk.
    pub(crate) fn talk_url(&self, entry: EntryIndex, language: LanguageIndex) -> Option<UrlPath> {
        let entry = &self.entries[entry];
        let is_talk = matches!(entry.details(), Some(Details::Talk(_))) && !entry.is_home();
        is_talk.then(|| self.below(&entry.urls[language], "calendar.ics"))
    }

    /// Whether there is any talk.
    pub(crate) fn has_talks(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.details(), Some(Details::Talk(_))))
    }

    /// Whether anything was ever corrected.
    pub(crate) fn has_corrections(&self) -> bool {
        self.entries.iter().any(|entry| entry.versions.iter().flatten().any(|version| !version.common.corrections.is_empty()))
    }

    pub(crate) fn below(&self, base: &UrlPath, rest: &str) -> UrlPath {
        UrlPath::new(&format!("{base}{rest}")).unwrap_or_else(|| base.clone())
    }

    /// A word of an address; words are the theme's, so they are cleaned as any slug is.
    fn word(&self, language: LanguageIndex, id: &str) -> String {
        slug_or_hash(&self.theme.strings(self.languages[language].as_str()).text(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_is_cut_only_where_it_has_to_be() {
        for (pages, parts) in [(0, 0), (SITEMAP_LEN, 0), (SITEMAP_LEN + 1, 2), (2 * SITEMAP_LEN, 2), (2 * SITEMAP_LEN + 1, 3)] {
            assert_eq!(sitemap_parts(pages), parts, "{pages}");
        }
    }
}
