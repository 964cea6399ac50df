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
use crate::settings::Settings;
use crate::source::{File, Hash, SitePath, Source};
use crate::value::Findings;
use jiff::Timestamp;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

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
}

impl Withdrawal {
    /// Without the whole entry of which a part was taken out; `None` where there is no more to it.
    pub fn of_whole_entry(&self) -> Option<Self> {
        Some(Self { path: self.path.clone(), changes: self.whole.clone()?, whole: None })
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

/// Finds what is in `live` and was taken out since: it isn't in `draft`, or is a draft there. What is
/// `doubtful` may still be on the disk, where it can't be read.
pub fn withdrawn(live: &Source, draft: &Source, is_doubtful: impl Fn(&SitePath) -> bool, cache: &Cache) -> Withdrawn {
    // A folder without any content is one that is elsewhere for the moment: a disk that isn't there.
    if draft.below(CONTENT).next().is_none() {
        return Withdrawn::default();
    }
    let still_there: FxHashSet<Hash> = draft.iter().map(|(_, file)| file.hash).collect();
    let is_gone = |path: &SitePath, file: &File| draft.get(path).is_none() && !still_there.contains(&file.hash) && !is_doubtful(path);
    let settings = Settings::read(live, &mut Findings::default());
    let drafts: FxHashSet<_> = entries(draft, cache).into_iter().filter(|entry| entry.first().common.draft).map(|entry| entry.id).collect();
    let (mut texts, mut out) = (FxHashSet::default(), Vec::new());
    let mut staying = Vec::new();
    for entry in entries(live, cache) {
        let paths: Vec<&SitePath> = entry.versions.iter().flatten().map(|version| &version.path).collect();
        texts.extend(paths.iter().copied().cloned());
        let gone: Vec<&SitePath> = paths.iter().copied().filter(|path| live.get(path).is_some_and(|file| is_gone(path, file))).collect();
        let is_whole = drafts.contains(&entry.id) || gone.len() == paths.len();
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
    Withdrawn { out, needed: needed.into_iter().cloned().collect() }
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
