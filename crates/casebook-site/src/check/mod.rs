//! Check: a snapshot becomes a site, and everything that is wrong with it is said at once.
//!
//! The result is a pair: a broken site still opens in draft. What is costly is memoised a file at
//! a time; what looks across entries is done anew, because it is cheap and never stale that way.

mod addresses;
mod cache;
mod entries;
mod exposed;
mod files;
mod lists;
mod marks;
mod names;
mod own_links;
mod parsed;
mod pictures;
mod placeholder;
mod quotations;
mod references;
mod security;
mod sheets;
mod site;
mod spelling;
mod texts;
mod tracks;
mod translations;
mod withdrawn;
mod withheld;

pub use addresses::Fate;
pub use cache::Cache;
pub(crate) use files::{name as file_name, shown_of};
pub use names::CONTENT;
pub use parsed::Parsed;
pub(crate) use parsed::forget_consequences;
pub use placeholder::PLACEHOLDER;
pub(crate) use placeholder::find as find_placeholders;
pub(crate) use quotations::{Form as ClaimForm, Quoted, Quoting, Said, placed};
pub use quotations::{Offer, Unquotable};
pub use site::{EntryIndex, LanguageIndex, Site};
pub(crate) use texts::KnownText;
pub use translations::refresh;
pub use withdrawn::{Withdrawal, Withdrawn, withdrawn, without};
pub use withheld::{Withheld, withheld};

pub(crate) use addresses::SITEMAP_LEN;
pub(crate) use lists::{ListPlan, medium_of};
pub(crate) use security::SECURITY_PATH;
pub(crate) use site::{Entry, Narrowed, Tag, Target};

use crate::address::UrlPath;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::entry::{Details, Kind};
use crate::evidence::UnreadText;
use crate::picture::{Informant, Unread};
use crate::settings::Settings;
use crate::source::Source;
use crate::value::Findings;
use entries::{Gathered, View, gather, gather_but};
use files::Files;
use jiff::Timestamp;
use quotations::{Makers, Quotations};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, OnceLock};
use texts::Texts;

/// For whom an edition is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// For its makers: drafts and what is not yet or no longer published are shown.
    Draft,
    /// For readers.
    Live,
    /// What readers see or will see, by the clock alone. Nobody is ever served it.
    Coming,
}

/// Checks a snapshot at a moment.
///
/// What has no errors for readers now has none later either, as long as nobody edits it: nobody may be
/// there when the clock brings something. So what is still to come is checked with the rest, and an
/// old address whose page is over leads nowhere and is no error.
pub fn check(source: &Source, stage: Stage, now: Timestamp, cache: &Cache) -> (Site, Diagnostics) {
    check_informed(source, (stage, now), cache, &())
}

/// Checks a snapshot with somebody who finds out what is not known of its pictures.
pub fn check_informed(source: &Source, (stage, now): (Stage, Timestamp), cache: &Cache, informant: &dyn Informant) -> (Site, Diagnostics) {
    let (site, mut diagnostics, coming) = look(source, (stage, now), cache, informant);
    if stage == Stage::Live && !coming.is_empty() {
        diagnostics.extend(errors_to_come(source, &coming, (now, &diagnostics), (cache, informant)));
    }
    (site, diagnostics)
}

/// What would be wrong by the clock alone. All that comes is looked at together; only where that is
/// wrong, each moment is looked at alone: two entries may want one address, one after the other.
fn errors_to_come(
    source: &Source,
    coming: &BTreeSet<Timestamp>,
    (now, known): (Timestamp, &Diagnostics),
    (cache, informant): (&Cache, &dyn Informant),
) -> Vec<Diagnostic> {
    // That the machine can't read something now says nothing of later.
    let is_of_content = |told: &&Diagnostic| told.severity == Severity::Error && told.code != "document-unread";
    let errors = |at: Timestamp, stage: Stage| -> Vec<Diagnostic> {
        let (_, diagnostics, _) = look(source, (stage, at), cache, &TextsAlone(informant));
        diagnostics.iter().filter(is_of_content).filter(|told| !known.iter().any(|one| one == *told)).cloned().collect()
    };
    if errors(now, Stage::Coming).is_empty() {
        return Vec::new();
    }
    coming.par_iter().flat_map_iter(|&at| errors(at, Stage::Live)).collect()
}

/// Checks what a stage shows. Says, too, when entries are to come by the clock.
fn look(source: &Source, (stage, now): (Stage, Timestamp), cache: &Cache, informant: &dyn Informant) -> (Site, Diagnostics, BTreeSet<Timestamp>) {
    let mut findings = Findings::default();
    let settings = Settings::read(source, &mut findings);
    let languages: Vec<_> = settings.language_tags().cloned().collect();
    let view = View { source, settings: &settings, stage, now };
    let ((theme, theme_diagnostics), (gathered, texts)) = rayon::join(|| cache.theme(source), || gather_with_texts(view, informant, cache));
    let Gathered { mut entries, by_id, hidden, next_change, coming, diagnostics } = gathered;
    cache.forget_all_but(source);
    addresses::assign(&mut entries, &languages);
    let (files, drawing_diagnostics) = read_files(view, &entries, informant, cache);
    let unread = files.unread();
    let frames = languages.iter().map(|_| OnceLock::new()).collect();
    let mut site = Site {
        source: source.clone(),
        now,
        zone: settings.zone(),
        settings,
        languages,
        theme,
        entries,
        by_id,
        targets: BTreeMap::new(),
        old_queries: BTreeMap::new(),
        lists: FxHashMap::default(),
        tags: Vec::new(),
        files,
        unread,
        mentions: Vec::new(),
        steps: FxHashMap::default(),
        persons: FxHashMap::default(),
        texts,
        quotations: Quotations::default(),
        next_change,
        frames,
    };
    (site.lists, site.tags) = rayon::join(|| plan_lists(&site), || collect_tags(&site));
    site.steps = collect_steps(&site);
    site.persons = collect_persons(&site);
    let makers = LazyLock::new(|| (stage != Stage::Draft).then(|| look(source, (Stage::Draft, now), cache, &TextsAlone(informant)).0));
    let stands = |url: &UrlPath| makers.as_ref().is_some_and(|site| site.has(url));
    let unseen = addresses::Unseen { hidden: &hidden, stands: &stands };
    let (table, looked_up) = rayon::join(|| addresses::Table::of(&site, unseen), || references::look_up(&site, &hidden));
    let mut all: Diagnostics = diagnostics
        .into_iter()
        .chain(findings.diagnostics.iter().cloned())
        .chain(theme_diagnostics)
        .chain(drawing_diagnostics)
        .chain(table.diagnostics)
        .collect();
    (site.targets, site.old_queries) = (table.targets, table.old_queries);
    all.extend(own_links::check(&site, if hidden.is_empty() { Severity::Error } else { Severity::Warning }));
    all.extend(looked_up.diagnostics);
    all.extend(of_documents(&site));
    let makers_site = || makers.as_ref();
    let (quotations, misquoted) = quotations::check(&site, Makers { hidden: &hidden, site: &makers_site }, cache);
    site.quotations = quotations;
    all.extend(misquoted);
    site.mentions = looked_up.mentions;
    all.extend(spelling::check(source));
    all.extend(languages_without_words(&site));
    all.extend(references::check_settings(&site, &findings, &hidden));
    all.extend(translations::check_all(&site));
    all.extend(security::check(&site));
    if findings.diagnostics.iter().any(|found| found.code == "toml-syntax") {
        // Languages, menu and names may be other ones than were meant: what depends on them would only confuse.
        all = findings.diagnostics.into_iter().filter(|found| found.severity == Severity::Error).collect();
    }
    (site, all, coming)
}

/// The entries of a stage and what their documents say; for readers without what somebody is still reading.
fn gather_with_texts(view: View<'_>, informant: &dyn Informant, cache: &Cache) -> (Gathered, Texts) {
    let gathered = gather(view, cache);
    let texts = texts::read_all(view, &gathered.entries, informant, cache);
    if view.stage == Stage::Draft {
        cache.forget_texts_but(&texts::keys(&texts));
        return (gathered, texts);
    }
    let awaited = awaited(view, cache);
    if awaited.is_empty() {
        return (gathered, texts);
    }
    let gathered = gather_but(view, &awaited, cache);
    let texts = texts::of_all(view.source, &gathered.entries, cache);
    (gathered, texts)
}

/// The files that readers can load, with what is not known of them read now.
fn read_files(view: View<'_>, entries: &[Entry], informant: &dyn Informant, cache: &Cache) -> (Files, Vec<Diagnostic>) {
    let (files, diagnostics) = files::published(view.source, entries, view.settings, cache);
    let unread = files.unread();
    if unread.is_empty() {
        return (files, diagnostics);
    }
    informant.inform(&unread, cache);
    files::published(view.source, entries, view.settings, cache)
}

/// What is wrong with the files of documents.
fn of_documents(site: &Site) -> impl Iterator<Item = Diagnostic> {
    site.entries.iter().enumerate().flat_map(|(index, entry)| {
        let parts = site.parts(index);
        let exposed = exposed::check(entry, parts, &site.files);
        texts::check(entry, parts).into_iter().chain(exposed).chain(sheets::check(entry, parts))
    })
}

/// What readers don't see until somebody has read it, also where only makers see the document.
fn awaited(view: View<'_>, cache: &Cache) -> FxHashSet<Arc<str>> {
    if !cache.awaits() {
        return FxHashSet::default();
    }
    let entries = gather(View { stage: Stage::Draft, ..view }, cache).entries;
    texts::awaited(&entries, &texts::of_all(view.source, &entries, cache))
}

/// Has the documents read that only the site's makers see: quotations of them are compared all the same. Their pictures
/// are nobody's business yet.
struct TextsAlone<'a>(&'a dyn Informant);

impl Informant for TextsAlone<'_> {
    fn inform(&self, _unread: &[Unread], _cache: &Cache) {}

    fn read(&self, unread: &[UnreadText], source: &Source, cache: &Cache) {
        self.0.read(unread, source, cache);
    }
}

/// A language for which the theme has no words: its readers get the interface in English.
fn languages_without_words(site: &Site) -> impl Iterator<Item = Diagnostic> {
    site.settings.languages.iter().filter_map(|language| {
        let tag = language.value.as_str();
        let spoken = site.theme.strings(tag).tag();
        let is_spoken = tag == spoken || tag.split('-').next() == Some(spoken);
        let missing = || Diagnostic::warning("language-words", format!("the theme has no words in `{tag}`")).at(language.span.clone());
        (!is_spoken).then(|| missing().hint(format!("readers see the interface in English until theme/strings/{tag}.ftl says it in that language")))
    })
}

fn plan_lists(site: &Site) -> FxHashMap<EntryIndex, Vec<Arc<ListPlan>>> {
    let with_list = (0..site.entries.len()).filter(|&index| {
        let entry = &site.entries[index];
        entry.is_section || entry.first().common.list.is_some()
    });
    with_list
        .filter_map(|index| {
            let plans: Option<Vec<_>> = (0..site.languages.len()).map(|language| site.plan_of_page(index, language).map(Arc::new)).collect();
            Some((index, plans?))
        })
        .collect()
}

fn collect_tags(site: &Site) -> Vec<Tag> {
    // Names in the order in which they were first written.
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut names: Vec<(&str, Vec<EntryIndex>)> = Vec::new();
    for (index, entry) in site.entries.iter().enumerate() {
        for name in &entry.first().common.tags {
            let place = *places.entry(name).or_insert(names.len());
            if place == names.len() {
                names.push((name, Vec::new()));
            }
            names[place].1.push(index);
        }
    }
    // Tags that differ only in case or accents share a page.
    let mut by_key: BTreeMap<String, Tag> = BTreeMap::new();
    for (name, members) in names {
        let key = crate::language::sort_key(name);
        let tag = by_key.entry(key.clone()).or_insert_with(|| Tag { name: name.to_owned(), key, members: Vec::new() });
        tag.members.extend(members);
    }
    let mut tags: Vec<Tag> = by_key.into_values().collect();
    for tag in &mut tags {
        tag.members.sort_unstable();
        tag.members.dedup();
        tag.members.sort_by_key(|&index| std::cmp::Reverse(site.entries[index].date));
    }
    tags
}

fn collect_persons(site: &Site) -> FxHashMap<String, EntryIndex> {
    let mut persons: FxHashMap<String, Option<EntryIndex>> = FxHashMap::default();
    for (index, entry) in site.entries.iter().enumerate().filter(|(_, entry)| entry.kind == Kind::Person) {
        for version in entry.versions.iter().flatten() {
            let known = persons.entry(version.common.title.clone()).or_insert(Some(index));
            *known = known.filter(|known| *known == index);
        }
    }
    persons.into_iter().filter_map(|(name, index)| Some((name, index?))).collect()
}

fn collect_steps(site: &Site) -> FxHashMap<EntryIndex, (EntryIndex, usize)> {
    let mut steps = FxHashMap::default();
    for (index, entry) in site.entries.iter().enumerate() {
        let Some(Details::Programme(programme)) = entry.details() else { continue };
        for (place, step) in programme.steps.iter().filter_map(|step| site.find(step.id())).enumerate() {
            steps.entry(step).or_insert((index, place));
        }
    }
    steps
}
