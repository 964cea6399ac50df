//! Files become entries: grouped by id, given a kind by their section, parsed, hidden or shown.

use super::Stage;
use super::cache::{Cache, Fresh, ParseRequest};
use super::names::{CONTENT, FileName, HOME, entry_id, parent_id};
use super::parsed::{ParseInput, Parsed};
use super::site::Entry;
use crate::diagnostic::{Diagnostic, Span};
use crate::entry::{Details, Kind};
use crate::settings::Settings;
use crate::source::{Hash, SitePath, Source};
use crate::value::{LanguageTag, PartialDate};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The visible entries, the ids of the hidden ones, and what was found on the way.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub entries: Vec<Entry>,
    pub by_id: FxHashMap<Arc<str>, usize>,
    pub hidden: FxHashSet<Arc<str>>,
    pub next_change: Option<Timestamp>,
    /// When entries that are hidden now will be published by the clock.
    pub coming: BTreeSet<Timestamp>,
    pub diagnostics: Vec<Diagnostic>,
}

/// For whom and when entries are gathered.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub source: &'a Source,
    pub settings: &'a Settings,
    pub stage: Stage,
    pub now: Timestamp,
}

/// A language file of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct LanguageFile<'a> {
    language: usize,
    path: &'a SitePath,
    text: &'a str,
    hash: Hash,
}

/// An entry's files, in the order of their languages.
struct Group<'a> {
    id: String,
    files: Vec<LanguageFile<'a>>,
}

/// An entry's files, parsed, by language.
struct ParsedGroup {
    id: String,
    versions: Vec<Option<Arc<Parsed>>>,
    fresh: Vec<Fresh>,
}

pub(super) fn gather(view: View<'_>, cache: &Cache) -> Gathered {
    gather_but(view, &FxHashSet::default(), cache)
}

/// The same, with these entries among those that readers don't see.
pub(super) fn gather_but(view: View<'_>, awaited: &FxHashSet<Arc<str>>, cache: &Cache) -> Gathered {
    let mut gathered = Gathered::default();
    let languages: Vec<LanguageTag> = view.settings.language_tags().cloned().collect();
    let groups = group(view.source, &languages, &mut gathered.diagnostics);
    let is_section = |group: &Group<'_>| group.files.iter().any(|file| FileName::of(file.path).stem == "_index");
    let (sections, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_section);
    let sections = parse_all(sections, &FxHashMap::default(), &languages, cache);
    let kind_of_children = |section: &ParsedGroup| section.versions.iter().flatten().next().and_then(|first| first.common.children);
    let kinds: FxHashMap<String, Kind> =
        sections.iter().map(|section| (section.id.clone(), kind_of_children(section).unwrap_or(Kind::Page))).collect();
    let mut all = parse_all(others, &kinds, &languages, cache);
    all.extend(sections);
    all.sort_by(|a, b| a.id.cmp(&b.id));
    cache.remember(all.iter_mut().flat_map(|group| std::mem::take(&mut group.fresh)).collect());
    show(view, all, &kinds, awaited, &mut gathered);
    link_parents(view.source, &mut gathered);
    gathered
}

/// Groups the Markdown files below `content/` by entry and language.
fn group<'a>(source: &'a Source, languages: &[LanguageTag], diagnostics: &mut Vec<Diagnostic>) -> Vec<Group<'a>> {
    let mut files: Vec<(String, LanguageFile<'a>)> = Vec::new();
    for (path, file) in source.below(CONTENT).filter(|(path, _)| path.name().ends_with(".md")) {
        let Some(text) = file.as_text() else {
            let unreadable = Diagnostic::error("file-text", "this file is not UTF-8 text, or it is too large").at(Span::start_of(path));
            diagnostics.push(unreadable.hint("save it as UTF-8; a text has 8 MB at most"));
            continue;
        };
        if let Some(language) = language_of(path, languages, diagnostics) {
            files.push((entry_id(path), LanguageFile { language, path, text, hash: file.hash }));
        }
    }
    // Paths are ordered and ids nearly so: a stable sort has little to do.
    files.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.language.cmp(&other.language)));
    let mut groups: Vec<Group<'a>> = Vec::with_capacity(files.len());
    for (id, file) in files {
        match groups.last_mut().filter(|group| group.id == id) {
            Some(group) => match group.files.iter().find(|known| known.language == file.language) {
                Some(other) => {
                    let twice = Diagnostic::error("entry-twice", format!("this entry stands in {}, too", other.path));
                    diagnostics.push(twice.at(Span::start_of(file.path)).hint("keep one of the two files"));
                }
                None => group.files.push(file),
            },
            None => groups.push(Group { id, files: vec![file] }),
        }
    }
    groups
}

/// How many entries a core takes at a time: few, or the others wait for the one that took the last.
const AT_ONCE: usize = 16;

fn parse_all(groups: Vec<Group<'_>>, kinds: &FxHashMap<String, Kind>, languages: &[LanguageTag], cache: &Cache) -> Vec<ParsedGroup> {
    let memo = cache.memo();
    let parse_one = |Group { id, files }: Group<'_>| {
        let default_kind = section_kind(&id, kinds);
        let mut parsed = ParsedGroup { id, versions: vec![None; languages.len()], fresh: Vec::new() };
        for file in &files {
            let first = files.first().filter(|first| first.path != file.path);
            let input = ParseInput {
                path: file.path,
                text: file.text,
                language: &languages[file.language],
                default_kind,
                is_translated: files.len() > 1,
                first: first.map(|first| (first.path, first.text)),
            };
            let request = ParseRequest { input, own: file.hash, first: first.map(|first| first.hash) };
            parsed.versions[file.language] = Some(memo.parsed(request, &mut parsed.fresh));
        }
        parsed
    };
    groups.into_par_iter().with_max_len(AT_ONCE).map(parse_one).collect()
}

fn language_of(path: &SitePath, languages: &[LanguageTag], diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
    let Some(tag) = FileName::of(path).language else { return Some(0) };
    let found = languages.iter().position(|language| language.as_str() == tag);
    if found.is_none() {
        let unknown = Diagnostic::error("language-unknown", format!("the site has no language `{tag}`")).at(Span::start_of(path));
        let unknown = unknown.did_you_mean(tag, languages.iter().map(LanguageTag::as_str));
        diagnostics.push(unknown.hint(format!("add it to `languages` in site.toml, or take `.{tag}` out of the file's name")));
    }
    found
}

/// The kind that the nearest section above gives to its entries.
fn section_kind(id: &str, kinds: &FxHashMap<String, Kind>) -> Kind {
    let ancestors = std::iter::successors(parent_id(id), |id| parent_id(id));
    ancestors.filter_map(|id| kinds.get(id)).next().copied().unwrap_or(Kind::Page)
}

/// Keeps what the stage shows at this moment, and remembers what it hides.
fn show(view: View<'_>, all: Vec<ParsedGroup>, sections: &FxHashMap<String, Kind>, awaited: &FxHashSet<Arc<str>>, gathered: &mut Gathered) {
    let zone = view.settings.zone();
    let seen: Vec<Option<Seen>> = all.into_par_iter().map(|group| Seen::of(view, &zone, group, sections)).collect();
    for Seen { entry, is_out, comes, next_change, diagnostics } in seen.into_iter().flatten() {
        gathered.diagnostics.extend(diagnostics);
        gathered.next_change = [gathered.next_change, next_change].into_iter().flatten().min();
        gathered.coming.extend(comes);
        let is_out = is_out || awaited.contains(&entry.id);
        if is_out {
            gathered.hidden.insert(Arc::clone(&entry.id));
        }
        if !is_out || view.stage == Stage::Draft {
            gathered.by_id.insert(Arc::clone(&entry.id), gathered.entries.len());
            gathered.entries.push(entry);
        }
    }
}

/// An entry as the clock shows it.
struct Seen {
    entry: Entry,
    /// It is a draft, not yet published or expired.
    is_out: bool,
    /// When the clock will publish it.
    comes: Option<Timestamp>,
    /// When what readers see of it changes next.
    next_change: Option<Timestamp>,
    diagnostics: Vec<Diagnostic>,
}

impl Seen {
    fn of(view: View<'_>, zone: &TimeZone, group: ParsedGroup, sections: &FxHashMap<String, Kind>) -> Option<Self> {
        let ParsedGroup { id, versions, .. } = group;
        let first = versions.iter().flatten().next()?;
        let mut diagnostics: Vec<Diagnostic> = versions.iter().flatten().flat_map(|version| &version.findings.diagnostics).cloned().collect();
        let common = &first.common;
        let from = common.publish_at.map(|moment| moment.instant(zone));
        let until = common.expire_at.map(|moment| moment.instant(zone));
        if from.zip(until).is_some_and(|(from, until)| until <= from) {
            let never = Diagnostic::warning("never-public", "this entry expires before it is published, so nobody will ever see it");
            diagnostics.push(never.at(Span::new(&first.path, first.front_matter)).hint("let `expire_at` come after `publish_at`"));
        }
        let end = talk_end(first, zone);
        let is_out = |now: Timestamp| common.draft || from.is_some_and(|at| now < at) || until.is_some_and(|at| now >= at);
        // What a draft says of its future changes nothing, nor does the end of a talk that nobody sees.
        let is_change = |at: Timestamp| {
            let just_before = at.checked_sub(1.nanosecond()).unwrap_or(at);
            let is_told = match view.stage {
                // The page of a draft says when it appears and that it has expired.
                Stage::Draft => Some(at) == end || !common.draft,
                _ => Some(at) == end && !is_out(at),
            };
            is_out(just_before) != is_out(at) || is_told
        };
        let next_change = [from, until, end].into_iter().flatten().filter(|&at| at > view.now && is_change(at)).min();
        let is_over = common.draft || until.is_some_and(|at| view.now >= at);
        let comes = from.filter(|&at| !is_over && view.now < at);
        let is_out = if view.stage == Stage::Coming { is_over } else { is_out(view.now) };
        let is_shown = !is_out || view.stage == Stage::Draft;
        let original = if is_shown { original_of(&versions, first, view.settings, &mut diagnostics) } else { 0 };
        let (kind, date) = (first.details.as_ref().map_or(Kind::Page, Details::kind), date_of(first, zone));
        let is_section = sections.contains_key(&id);
        let entry = Entry { id: id.into(), parent: None, kind, is_section, date, versions, original, urls: Vec::new() };
        Some(Self { entry, is_out, comes, next_change, diagnostics })
    }
}

/// The date that an entry is listed by: its own, of a talk its day, of a book its year.
fn date_of(first: &Parsed, zone: &TimeZone) -> Option<PartialDate> {
    let derived = || match first.details.as_ref()? {
        Details::Talk(talk) => Some(PartialDate::day(talk.starts(zone).date())),
        Details::Book(book) => book.year.and_then(|year| format!("{year:04}").parse().ok()),
        _ => None,
    };
    first.common.date.or_else(derived)
}

/// When a talk is over, so that it moves from the coming to the past ones.
fn talk_end(first: &Parsed, zone: &TimeZone) -> Option<Timestamp> {
    match &first.details {
        Some(Details::Talk(talk)) => Some(talk.over(zone)),
        _ => None,
    }
}

fn original_of(versions: &[Option<Arc<Parsed>>], first: &Parsed, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) -> usize {
    let existing = versions.iter().position(Option::is_some).unwrap_or(0);
    let Some(original) = &first.common.original else { return existing };
    let index = settings.language_tags().position(|tag| *tag == original.value);
    match index.filter(|index| versions[*index].is_some()) {
        Some(index) => index,
        None => {
            let missing = Diagnostic::error("original-missing", format!("this entry has no file in its original language `{}`", original.value));
            diagnostics.push(missing.at(original.span.clone()).hint("add that file, or name the language of a file that exists"));
            existing
        }
    }
}

/// Finds the section of each entry; a folder without a text of its own is passed over, and said.
fn link_parents(source: &Source, gathered: &mut Gathered) {
    let is_hidden = gathered.hidden.contains(HOME);
    if is_hidden || (!gathered.by_id.contains_key(HOME) && !source.is_empty()) {
        let (message, hint) = match is_hidden {
            true => ("the home page is not live: a draft, not yet published, or expired", "take `draft`, `publish_at` and `expire_at` out of it"),
            false => ("the site has no home page", "write it into content/_index.md"),
        };
        let path = SitePath::new("content/_index.md").expect("a constant path");
        gathered.diagnostics.push(Diagnostic::error("home-missing", message).at(Span::start_of(&path)).hint(hint));
    } else if let Some(home) = gathered.by_id.get(HOME).map(|&home| gathered.entries[home].first())
        && home.common.expire_at.is_some()
    {
        let ending = Diagnostic::error("home-missing", "the home page expires, and the site would have none from then on");
        gathered.diagnostics.push(ending.at(Span::start_of(&home.path)).hint("take `expire_at` out of it"));
    }
    let mut missing_sections: BTreeMap<String, SitePath> = BTreeMap::new();
    for index in 0..gathered.entries.len() {
        let entry = &gathered.entries[index];
        let mut ancestors = std::iter::successors(parent_id(&entry.id), |id| parent_id(id));
        let nearest = parent_id(&entry.id);
        let parent = ancestors.find_map(|id| gathered.by_id.get(id).copied());
        if let Some(nearest) = nearest
            && nearest != HOME
            && !gathered.by_id.contains_key(nearest)
            && !gathered.hidden.contains(nearest)
        {
            missing_sections.entry(nearest.to_owned()).or_insert_with(|| entry.first().path.clone());
        }
        gathered.entries[index].parent = parent;
    }
    for (folder, path) in missing_sections {
        let missing = Diagnostic::warning("section-missing", format!("the folder content/{folder} has no page of its own")).at(Span::start_of(&path));
        gathered.diagnostics.push(missing.hint(format!("write content/{folder}/_index.md, so that readers who shorten an address find something")));
    }
}
