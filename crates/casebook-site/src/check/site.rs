//! The checked site: entries, addresses, lists and back-references, ready to be rendered.

use super::addresses::{ByQuery, OldQuery};
use super::files::Files;
use super::lists::ListPlan;
use super::names::HOME;
use super::parsed::Parsed;
use super::quotations::{Quotations, Quoted};
use super::texts::{KnownText, TextPart, Texts};
use crate::address::UrlPath;
use crate::entry::{Details, Kind};
use crate::picture::{Recipe, Unread};
use crate::settings::Settings;
use crate::source::{Hash, SitePath, Source};
use crate::theme::Theme;
use crate::value::{LanguageTag, PartialDate};
use casebook_evidence::evidence::Locator;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The place of an entry in the site; entries are ordered by their ids.
pub type EntryIndex = usize;
/// The place of a language in the settings; 0 is the default.
pub type LanguageIndex = usize;

/// From how many pages or messages on a document is long: each is made when somebody asks for it.
const LONG: usize = 200;

/// A checked site. What it lacks has been reported; what it has can be rendered.
#[derive(Debug)]
pub struct Site {
    pub(crate) source: Source,
    pub(crate) now: Timestamp,
    pub(crate) zone: TimeZone,
    pub(crate) settings: Settings,
    pub(crate) languages: Vec<LanguageTag>,
    pub(crate) theme: Arc<Theme>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) by_id: FxHashMap<Arc<str>, EntryIndex>,
    pub(crate) targets: BTreeMap<UrlPath, Target>,
    /// Old addresses that are told apart by their queries.
    pub(crate) old_queries: BTreeMap<UrlPath, ByQuery<OldQuery>>,
    /// The lists of pages, by page and language.
    pub(crate) lists: FxHashMap<EntryIndex, Vec<Arc<ListPlan>>>,
    /// The tags in their order, each with its entries, latest first.
    pub(crate) tags: Vec<Tag>,
    /// The files that readers can load.
    pub(crate) files: Files,
    /// The pictures of which nothing is known yet.
    pub(crate) unread: Vec<Unread>,
    /// Which entries name an entry, in their order.
    pub(crate) mentions: Vec<Vec<EntryIndex>>,
    /// The programme that an entry is a step of, and its place there, from 0.
    pub(crate) steps: FxHashMap<EntryIndex, (EntryIndex, usize)>,
    /// The persons by their names; of two with one name, neither.
    pub(crate) persons: FxHashMap<String, EntryIndex>,
    pub(crate) next_change: Option<Timestamp>,
    /// What documents say, of those that say something: each of their files that does.
    pub(crate) texts: Texts,
    /// The quotations that stand in their sources.
    pub(crate) quotations: Quotations,
    /// What every page of a language shows around its text, converted when the first page is rendered.
    pub(crate) frames: Vec<OnceLock<minijinja::Value>>,
}

/// One thing that the site tells of, in one or more languages.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The content path without ending.
    pub id: Arc<str>,
    /// The section or page that it belongs to; `None` for the home page alone.
    pub parent: Option<EntryIndex>,
    /// What it is.
    pub kind: Kind,
    /// Whether it is the text of a folder (`_index.md`).
    pub is_section: bool,
    /// The date that it is listed by.
    pub date: Option<PartialDate>,
    /// Its language files, by language.
    pub versions: Vec<Option<Arc<Parsed>>>,
    /// The language of the original.
    pub original: LanguageIndex,
    /// Its addresses, by language.
    pub urls: Vec<UrlPath>,
}

/// A tag and the entries that have it.
#[derive(Debug)]
pub(crate) struct Tag {
    /// As it was written first.
    pub name: String,
    /// What all that share its page have in common; tags are in its order.
    pub key: String,
    /// The entries, latest first.
    pub members: Vec<EntryIndex>,
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// An entry, or a page of its list (from 1), narrowed or not.
    Entry { entry: EntryIndex, language: LanguageIndex, narrowed: Option<Narrowed>, page: usize },
    /// The entries of a tag; `page` from 1.
    Tag { tag: usize, language: LanguageIndex, page: usize },
    /// A page or message of a document, by its place in one of its files that say something.
    Segment { entry: EntryIndex, language: LanguageIndex, part: usize, number: usize },
    /// All corrections.
    Corrections { language: LanguageIndex },
    /// What a reader can follow: all feeds.
    Feeds { language: LanguageIndex },
    /// What a reader sees who asked for an address that doesn't exist.
    NotFound { language: LanguageIndex },
    /// What a reader sees who asked for an address from which something was taken down.
    GonePage { language: LanguageIndex },
    /// What a reader sees whom the server can't give what stands at an address.
    ErrorPage { language: LanguageIndex },
    /// The Atom feed of the site, or of a section.
    Feed { language: LanguageIndex, section: Option<EntryIndex> },
    /// The calendar of all talks, or of one.
    Calendar { language: LanguageIndex, talk: Option<EntryIndex> },
    /// The sitemap: the whole, or its index and parts (from 1) where it is large.
    Sitemap { part: Option<usize> },
    /// `robots.txt`.
    Robots,
    /// `/.well-known/security.txt`.
    Security,
    /// A file of the theme.
    ThemeAsset(usize),
    /// A file of the source.
    File(SitePath),
    /// A drawing of the source, written anew.
    Drawing(SitePath),
    /// A picture that is made of one of the source.
    Derived(Recipe),
    /// An old address.
    Redirect(String),
    /// An address from which something was taken down on purpose.
    Gone,
}

/// One choice of one filter of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Narrowed {
    /// The place of the filter in the plan.
    pub filter: usize,
    /// The place of the choice in the filter.
    pub choice: usize,
}

impl Target {
    /// The entry that search engines should keep this page of: the first page, where it is translated.
    pub(crate) fn indexable<'a>(&self, entries: &'a [Entry]) -> Option<&'a Entry> {
        let Self::Entry { entry, language, narrowed: None, page: 1 } = self else { return None };
        let entry = &entries[*entry];
        let common = &entry.first().common;
        (entry.has(*language) && !common.noindex && !common.draft).then_some(entry)
    }
}

impl Entry {
    /// The file in a language, else the original's, else any: an entry has at least one.
    pub(crate) fn version(&self, language: LanguageIndex) -> &Parsed {
        let exact = self.versions[language].as_ref();
        let version = exact.or_else(|| self.versions[self.original].as_ref()).or_else(|| self.versions.iter().flatten().next());
        version.expect("an entry is made of at least one file")
    }

    /// The first file: the one that says what all languages share.
    pub(crate) fn first(&self) -> &Parsed {
        self.versions.iter().flatten().next().expect("an entry is made of at least one file")
    }

    /// Whether there is a file in this language.
    pub(crate) fn has(&self, language: LanguageIndex) -> bool {
        self.versions[language].is_some()
    }

    /// The details as the first file says them.
    pub(crate) fn details(&self) -> Option<&Details> {
        self.first().details.as_ref()
    }

    /// Whether it is the home page.
    pub(crate) fn is_home(&self) -> bool {
        &*self.id == HOME
    }
}

impl Site {
    /// Every address of the site, in order.
    pub fn urls(&self) -> impl Iterator<Item = &UrlPath> {
        self.targets.keys()
    }

    /// Whether something stands at an address.
    pub fn has(&self, url: &UrlPath) -> bool {
        self.targets.contains_key(url)
    }

    /// Whether what stands at an address is made each time somebody asks and never held: the pages of a long
    /// document, of which few are read. Its first page and those that the site quotes are made with the rest.
    pub fn is_made_on_demand(&self, url: &UrlPath) -> bool {
        let Some(Target::Segment { entry, part, number, .. }) = self.targets.get(url) else { return false };
        let is_long = self.known_text(*entry, *part).is_some_and(|known| known.document.segments.len() > LONG);
        is_long && *number > 0 && !self.quotations.is_quoted(*entry, *part, *number)
    }

    /// Whether this is only an old address: one that leads on, or from which something was taken down.
    pub fn is_old(&self, url: &UrlPath) -> bool {
        matches!(self.targets.get(url), Some(Target::Redirect(_) | Target::Gone))
    }

    /// When the site next changes by itself: an entry appears or expires, a talk is over.
    pub const fn next_change(&self) -> Option<Timestamp> {
        self.next_change
    }

    /// As of when it was checked.
    pub const fn made_at(&self) -> Timestamp {
        self.now
    }

    /// The files of a document that say something.
    pub(crate) fn parts(&self, entry: EntryIndex) -> &[TextPart] {
        self.texts.get(&entry).map(Vec::as_slice).unwrap_or_default()
    }

    /// What such a file says, if it has been read.
    pub(crate) fn known_text(&self, entry: EntryIndex, part: usize) -> Option<&KnownText> {
        self.parts(entry).get(part)?.known()
    }

    /// What all such files say that have been read, each with its place among them.
    pub(crate) fn known_texts(&self, entry: EntryIndex) -> impl Iterator<Item = (usize, &KnownText)> {
        self.parts(entry).iter().enumerate().filter_map(|(place, part)| Some((place, part.known()?)))
    }

    /// The address of a page or message of a document; none where what is named has none. Those of the first file stand
    /// right below the document, those of others below the name of their file.
    pub(crate) fn segment_url(&self, entry: EntryIndex, language: LanguageIndex, part: usize, locator: Locator) -> Option<UrlPath> {
        let last = match locator {
            Locator::Page(page) => format!("p/{page}/"),
            Locator::Message(message) => format!("m/{message}/"),
            Locator::Paragraph(_) | Locator::Time(_) => return None,
        };
        let below = match part {
            0 => last,
            _ => format!("{}/{last}", self.parts(entry).get(part)?.name),
        };
        Some(self.below(&self.entries[entry].urls[language], &below))
    }

    /// The id of the quotation of a passage, on the pages that quote it.
    pub(crate) fn said_id(&self, document: EntryIndex, passage: &Quoted) -> String {
        format!("said-{}-{}", self.entries[document].id.replace('/', "--"), passage.id)
    }

    /// The pictures of which nothing is known yet, in order.
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// All pictures that pages need and that are made of others.
    pub fn recipes(&self) -> impl Iterator<Item = &Recipe> {
        self.targets.values().filter_map(|target| match target {
            Target::Derived(recipe) => Some(recipe),
            _ => None,
        })
    }

    /// Whether something is being read anew, or quotes what is, that readers have in another edition: they keep what they have.
    pub fn awaits_what_stands_in(&self, other: &Self) -> bool {
        super::texts::awaited(&self.entries, &self.texts).iter().any(|id| other.by_id.contains_key(id))
    }

    /// The keys of all texts of documents.
    pub fn text_keys(&self) -> impl Iterator<Item = Hash> {
        self.texts.values().flatten().map(|part| part.key)
    }

    /// What holds for the whole site.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The theme that it is shown in.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// The page for addresses that don't exist, in the language that the address begins with.
    pub fn not_found(&self, path: &str) -> UrlPath {
        self.prefixed(self.language_at(path), "404.html")
    }

    /// The page for addresses from which something was taken down, in the language that the address begins with.
    pub fn gone(&self, path: &str) -> UrlPath {
        self.prefixed(self.language_at(path), "410.html")
    }

    /// The page for addresses that can't be shown just now, in the language that the address begins with.
    pub fn error(&self, path: &str) -> UrlPath {
        self.prefixed(self.language_at(path), "500.html")
    }

    /// All pages for addresses that can't be shown.
    pub fn errors(&self) -> impl Iterator<Item = UrlPath> {
        (0..self.languages.len()).map(|language| self.prefixed(language, "500.html"))
    }

    /// The files of the entry whose page stands at an address: what is wrong in them is wrong with that page.
    pub fn files_of(&self, url: &UrlPath) -> Vec<&SitePath> {
        match self.targets.get(url) {
            Some(Target::Entry { entry, language, .. }) => {
                let entry = &self.entries[*entry];
                vec![&entry.first().path, &entry.version(*language).path]
            }
            _ => Vec::new(),
        }
    }

    /// The language of what stands at an address of this site; of any other, the default.
    pub fn language_of_address(&self, path: &str) -> &LanguageTag {
        &self.languages[self.language_at(path)]
    }

    fn language_at(&self, path: &str) -> LanguageIndex {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or("");
        self.languages.iter().skip(1).position(|tag| tag.as_str() == first).map_or(0, |index| index + 1)
    }

    /// The entry of an id.
    pub(crate) fn entry(&self, id: &str) -> Option<&Entry> {
        self.find(id).map(|index| &self.entries[index])
    }

    /// The place of the entry of an id.
    pub(crate) fn find(&self, id: &str) -> Option<EntryIndex> {
        self.by_id.get(id).copied()
    }

    /// An address below the root of a language.
    pub(crate) fn prefixed(&self, language: LanguageIndex, rest: &str) -> UrlPath {
        super::addresses::prefixed(&self.languages, language, rest)
    }

    /// The entries that the list of a page or a narrowed list shows.
    pub(crate) fn plan(&self, entry: EntryIndex, language: LanguageIndex) -> Option<&ListPlan> {
        self.lists.get(&entry).map(|plans| &*plans[language])
    }

    /// The ancestors of an entry, nearest first, home last.
    pub(crate) fn ancestors(&self, entry: EntryIndex) -> impl Iterator<Item = EntryIndex> {
        std::iter::successors(self.entries[entry].parent, |&parent| self.entries[parent].parent)
    }

    /// The entry that a content file belongs to, if it is visible.
    pub(crate) fn entry_of_file(&self, path: &SitePath) -> Option<EntryIndex> {
        let is_content = path.is_below(super::names::CONTENT) && path.name().ends_with(".md");
        is_content.then(|| self.find(&super::names::entry_id(path))).flatten()
    }

    /// Where a link to a file leads: to the file where it is offered, else to what is published of it.
    pub(crate) fn file_href(&self, path: &SitePath) -> Option<String> {
        let as_it_is = self.files.offered.get(path).or_else(|| self.files.drawing(path).map(|(url, _)| url));
        as_it_is.map(UrlPath::href).or_else(|| self.files.picture(path)?.largest())
    }
}
