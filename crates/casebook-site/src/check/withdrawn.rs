//! What was taken out of a snapshot since readers got it, and what comes in its place for them.
//!
//! Whoever takes a text down wants it gone now, whatever else is broken. What names a text that is
//! gone would be wrong without it, so something stands in its place that says only that there is
//! nothing to read. A text that was changed or moved is not taken down.

use super::Stage;
use super::cache::Cache;
use super::entries::{View, gather};
use super::files::named;
use super::names::CONTENT;
use super::site::Entry;
use super::withheld::{stand_in_of_home, without_text};
use crate::entry::Common;
use crate::settings::Settings;
use crate::source::{File, Hash, SitePath, Source};
use crate::value::{Findings, LanguageTag};
use jiff::Timestamp;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files, each with what comes in its place.
type Changes = BTreeMap<SitePath, Option<File>>;

/// One thing that was taken out: an entry, one of its languages, or a file beside the texts.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    /// Where it stood.
    pub path: SitePath,
    changes: Changes,
    /// The whole entry, where something needs the language that is gone.
    whole: Option<Changes>,
}

/// What was taken out.
#[derive(Clone, Debug, Default)]
pub struct Withdrawn {
    /// What can go.
    pub out: Vec<Withdrawal>,
    /// Files that a page shows or offers which nobody took down: it would be wrong without them.
    pub needed: Vec<SitePath>,
    /// What may still be on the disk, where it can't be read.
    pub doubtful: Vec<SitePath>,
}

impl Withdrawal {
    /// Without the whole entry of which a part was taken out; `None` where there is no more to it.
    pub fn of_whole_entry(&self) -> Option<Self> {
        Some(Self { path: self.path.clone(), changes: self.whole.clone()?, whole: None })
    }

    /// Whether a snapshot is already without it.
    pub fn is_done_in(&self, source: &Source) -> bool {
        self.changes.iter().all(|(path, stands_in)| source.get(path).map(|file| file.hash) == stands_in.as_ref().map(|file| file.hash))
    }
}

/// The snapshot without some of what was taken out.
pub fn without<'a>(live: &Source, withdrawals: impl IntoIterator<Item = &'a Withdrawal>) -> Source {
    let mut files: BTreeMap<SitePath, File> = live.iter().map(|(path, file)| (path.clone(), file.clone())).collect();
    for (path, stands_in) in withdrawals.into_iter().flat_map(|withdrawal| &withdrawal.changes) {
        match stands_in {
            Some(file) => drop(files.insert(path.clone(), file.clone())),
            None => drop(files.remove(path)),
        }
    }
    files.into_iter().collect()
}

/// Finds what is in `live` and was taken out since: it isn't in `draft`, or is a draft there, or over `now`. What is
/// `doubtful` may still be on the disk, where it can't be read. `None` where the draft has no content
/// at all: that is a folder which is elsewhere for the moment, on a disk that isn't there.
pub fn withdrawn(live: &Source, (draft, now): (&Source, Timestamp), is_doubtful: impl Fn(&SitePath) -> bool, cache: &Cache) -> Option<Withdrawn> {
    draft.below(CONTENT).next()?;
    let still_there: FxHashSet<Hash> = draft.iter().map(|(_, file)| file.hash).collect();
    let is_missing = |path: &SitePath, file: &File| draft.get(path).is_none() && !still_there.contains(&file.hash);
    let is_gone = |path: &SitePath, file: &File| is_missing(path, file) && !is_doubtful(path);
    let settings = Settings::read(live, &mut Findings::default());
    let versions = Versions::of(draft, now, cache);
    let (mut texts, mut out) = (FxHashSet::default(), Vec::new());
    let mut staying = Vec::new();
    for entry in entries(live, cache) {
        let (mut gone, mut stays) = (Vec::new(), false);
        for (language, version) in entry.versions.iter().enumerate() {
            let Some(version) = version else { continue };
            texts.insert(version.path.clone());
            let is_gone = live.get(&version.path).is_some_and(|file| is_gone(&version.path, file))
                && !versions.has(&entry, settings.language_tags().nth(language));
            if is_gone { gone.push(&version.path) } else { stays = true }
        }
        let is_whole = versions.is_draft(&entry) || !stays;
        // Nobody sees a draft that goes.
        let withdrawal = if entry.first().common.draft { None } else { of_entry(live, &settings, &entry, &gone, is_whole) };
        if !(is_whole && withdrawal.is_some()) {
            staying.push(entry);
        }
        out.extend(withdrawal);
    }
    let used = named(&staying, &settings);
    let files = live.below(CONTENT).filter(|(path, file)| !texts.contains(*path) && is_gone(path, file)).map(|(path, _)| path);
    let (needed, unneeded): (Vec<&SitePath>, Vec<&SitePath>) = files.partition(|path| used.contains(path));
    out.extend(unneeded.into_iter().map(|path| Withdrawal { path: path.clone(), changes: [(path.clone(), None)].into(), whole: None }));
    let doubtful = live.below(CONTENT).filter(|(path, file)| is_missing(path, file) && is_doubtful(path)).map(|(path, _)| path.clone());
    Some(Withdrawn { out, needed: needed.into_iter().cloned().collect(), doubtful: doubtful.collect() })
}

/// Which entries a snapshot has, in which languages.
struct Versions {
    all: FxHashSet<(Arc<str>, LanguageTag)>,
    /// Those that are drafts, or over.
    drafts: FxHashSet<Arc<str>>,
}

impl Versions {
    fn of(source: &Source, now: Timestamp, cache: &Cache) -> Self {
        let settings = Settings::read(source, &mut Findings::default());
        let entries = entries(source, cache);
        let zone = settings.zone();
        let is_over = |common: &Common| common.draft || common.expire_at.is_some_and(|moment| moment.instant(&zone) <= now);
        let drafts = entries.iter().filter(|entry| is_over(&entry.first().common)).map(|entry| Arc::clone(&entry.id)).collect();
        let languages_of = |entry: &Entry| {
            let there = settings.language_tags().zip(&entry.versions).filter(|(_, version)| version.is_some());
            there.map(|(language, _)| (Arc::clone(&entry.id), language.clone())).collect::<Vec<_>>()
        };
        Self { all: entries.iter().flat_map(languages_of).collect(), drafts }
    }

    fn is_draft(&self, entry: &Entry) -> bool {
        self.drafts.contains(&entry.id)
    }

    /// Whether the entry is there in a language, under whatever name.
    fn has(&self, entry: &Entry, language: Option<&LanguageTag>) -> bool {
        language.is_some_and(|language| self.all.contains(&(Arc::clone(&entry.id), language.clone())))
    }
}

fn entries(source: &Source, cache: &Cache) -> Vec<Entry> {
    let settings = Settings::read(source, &mut Findings::default());
    gather(View { source, settings: &settings, stage: Stage::Draft, now: Timestamp::UNIX_EPOCH }, cache).entries
}

/// `None` where nothing of it goes, or all that goes has gone before.
fn of_entry(live: &Source, settings: &Settings, entry: &Entry, gone: &[&SitePath], is_whole: bool) -> Option<Withdrawal> {
    if gone.is_empty() && !is_whole {
        return None;
    }
    let whole: Changes = match entry.is_home() {
        true => stand_in_of_home(entry, settings).into_iter().collect(),
        false => without_text(entry).into_iter().collect(),
    };
    let is_so_already = whole.iter().all(|(path, stands_in)| live.get(path).map(|file| file.hash) == stands_in.as_ref().map(|file| file.hash));
    if is_so_already {
        return None;
    }
    let path = gone.first().map_or_else(|| entry.first().path.clone(), |path| (*path).clone());
    Some(match is_whole {
        true => Withdrawal { path, changes: whole, whole: None },
        false => Withdrawal { path, changes: gone.iter().map(|path| ((*path).clone(), None)).collect(), whole: Some(whole) },
    })
}
