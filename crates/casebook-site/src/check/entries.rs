//! Files become entries: grouped by id, given a kind by their section, parsed, hidden or shown.

use super::cache::{Cache, ParseRequest};
use super::names::{CONTENT, FileName, HOME, entry_id, parent_id};
use super::parsed::{ParseInput, Parsed};
use super::site::Entry;
use super::Stage;
use crate::diagnostic::{Diagnostic, Span};
use crate::entry::{Details, Kind};
use crate::settings::Settings;
use crate::source::{SitePath, Source};
use crate::value::LanguageTag;
use jiff::{Timestamp, ToSpan};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The visible entries, the ids of the hidden ones, and what was found on the way.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub entries: Vec<Entry>,
    pub by_id: FxHashMap<Arc<str>, usize>,
    pub hidden: HashSet<Arc<str>>,
    pub next_change: Option<Timestamp>,
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

/// The files of one entry with their languages, in the order of the languages.
type Files<'a> = Vec<(usize, &'a SitePath)>;

pub(super) fn gather(view: View<'_>, cache: &Cache) -> Gathered {
    let mut gathered = Gathered::default();
    let languages: Vec<LanguageTag> = view.settings.language_tags().cloned().collect();
    let grouped = group(view.source, &languages, &mut gathered.diagnostics);
    let (sections, others): (Vec<_>, Vec<_>) = grouped.into_iter().partition(|(_, files)| files.iter().any(|(_, path)| FileName::of(path).stem == "_index"));
    let parse_all = |groups: Vec<(String, Files<'_>)>, kinds: &HashMap<String, Kind>| -> Vec<(String, Vec<Option<Arc<Parsed>>>)> {
        let parse_one = |(id, files): (String, Files<'_>)| {
            let default_kind = section_kind(&id, kinds);
            let versions = parse_versions(view.source, &languages, &files, default_kind, cache);
            (id, versions)
        };
        groups.into_par_iter().map(parse_one).collect()
    };
    let sections = parse_all(sections, &HashMap::new());
    let kinds: HashMap<String, Kind> = sections
        .iter()
        .filter_map(|(id, versions)| Some((id.clone(), versions.iter().flatten().next()?.common.children.unwrap_or(Kind::Page))))
        .collect();
    let section_ids: HashSet<String> = kinds.keys().cloned().collect();
    let mut all = parse_all(others, &kinds);
    all.extend(sections);
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    show(view, all, &section_ids, &mut gathered);
    link_parents(view.source, &mut gathered);
    gathered
}

/// Groups the Markdown files below `content/` by entry and language.
fn group<'a>(source: &'a Source, languages: &[LanguageTag], diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, Files<'a>)> {
    let mut files: Vec<(String, usize, &SitePath)> = Vec::new();
    for (path, _) in source.below(CONTENT).filter(|(path, _)| path.name().ends_with(".md")) {
        if source.text(path).is_none() {
            let unreadable = Diagnostic::error("file-text", "this file is not UTF-8 text, or it is too large").at(Span::start_of(path));
            diagnostics.push(unreadable.hint("save it as UTF-8; a text has 8 MB at most"));
        } else if let Some(language) = language_of(path, languages, diagnostics) {
            files.push((entry_id(path), language, path));
        }
    }
    // Paths are ordered and ids nearly so: a stable sort has little to do.
    files.sort();
    let mut grouped: Vec<(String, Files<'a>)> = Vec::with_capacity(files.len());
    for (id, language, path) in files {
        match grouped.last_mut().filter(|(last, _)| *last == id) {
            Some((_, files)) => match files.last().filter(|(known, _)| *known == language) {
                Some((_, other)) => {
                    let twice = Diagnostic::error("entry-twice", format!("this entry stands in {other}, too")).at(Span::start_of(path));
                    diagnostics.push(twice.hint("keep one of the two files"));
                }
                None => files.push((language, path)),
            },
            None => grouped.push((id, vec![(language, path)])),
        }
    }
    grouped
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
fn section_kind(id: &str, kinds: &HashMap<String, Kind>) -> Kind {
    let ancestors = std::iter::successors(parent_id(id), |id| parent_id(id));
    ancestors.filter_map(|id| kinds.get(id)).next().copied().unwrap_or(Kind::Page)
}

fn parse_versions(source: &Source, languages: &[LanguageTag], files: &[(usize, &SitePath)], default_kind: Kind, cache: &Cache) -> Vec<Option<Arc<Parsed>>> {
    let mut versions = vec![None; languages.len()];
    let first = files.first().map(|(_, path)| *path);
    for &(language, path) in files {
        let first = first.filter(|first| *first != path);
        let (Some(text), Some(file)) = (source.text(path), source.get(path)) else { continue };
        let first_text = first.and_then(|first| Some((first, source.text(first)?)));
        let input = ParseInput { path, text, language: &languages[language], default_kind, first: first_text };
        let first_hash = first.and_then(|first| source.get(first)).map(|file| file.hash);
        versions[language] = Some(cache.parsed(ParseRequest { input, own: file.hash, first: first_hash }));
    }
    versions
}

/// Keeps what the stage shows at this moment, and remembers what it hides.
fn show(view: View<'_>, all: Vec<(String, Vec<Option<Arc<Parsed>>>)>, section_ids: &HashSet<String>, gathered: &mut Gathered) {
    let zone = view.settings.zone();
    for (id, versions) in all {
        let Some(first) = versions.iter().flatten().next().cloned() else { continue };
        let id: Arc<str> = id.into();
        for version in versions.iter().flatten() {
            gathered.diagnostics.extend(version.findings.diagnostics.iter().cloned());
        }
        let common = &first.common;
        let from = common.publish_at.map(|moment| moment.instant(&zone));
        let until = common.expire_at.map(|moment| moment.instant(&zone));
        let end = talk_end(&first, &zone);
        let is_out = |now: Timestamp| common.draft || from.is_some_and(|at| now < at) || until.is_some_and(|at| now >= at);
        // What a draft says of its future changes nothing, nor does the end of a talk that nobody sees.
        let is_change = |at: Timestamp| {
            let just_before = at.checked_sub(1.nanosecond()).unwrap_or(at);
            is_out(just_before) != is_out(at) || (Some(at) == end && (view.stage == Stage::Draft || !is_out(at)))
        };
        let coming = [from, until, end].into_iter().flatten().filter(|&at| at > view.now && is_change(at)).min();
        gathered.next_change = [gathered.next_change, coming].into_iter().flatten().min();
        if is_out(view.now) {
            gathered.hidden.insert(Arc::clone(&id));
            if view.stage == Stage::Live {
                continue;
            }
        }
        let original = original_of(&versions, &first, view.settings, &mut gathered.diagnostics);
        let kind = first.details.as_ref().map_or(Kind::Page, Details::kind);
        let is_section = section_ids.contains(&*id);
        gathered.by_id.insert(Arc::clone(&id), gathered.entries.len());
        gathered.entries.push(Entry { id, parent: None, kind, is_section, versions, original, urls: Vec::new() });
    }
}

/// When a talk is over, so that it moves from the coming to the past ones.
fn talk_end(first: &Parsed, zone: &jiff::tz::TimeZone) -> Option<Timestamp> {
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
