//! The files that readers can load: those that a visible entry or the settings name, and no other.
//!
//! What is offered goes out as it is. A picture goes out as derivatives, a drawing (SVG) as it was
//! written anew; their originals are not published, because they may hold more than is seen.

use super::cache::Cache;
use super::names::CONTENT;
use super::site::Entry;
use crate::address::{FILES, UrlPath};
use crate::diagnostic::{Diagnostic, Span};
use crate::entry::{Details, Kind};
use crate::markdown::slugify;
use crate::picture::{Picture, Shown, Unread};
use crate::settings::Settings;
use crate::source::{File, Hash, SitePath, Source};
use crate::value::{FileRole, PictureRef};
use casebook_evidence::picture::Failure;
use casebook_evidence::svg::{Drawing, Refusal};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Hexadecimal digits of a hash in an address: 48 bits, against accidents and not against attackers: whoever can write
/// both files can write the page as well.
const HASH_DIGITS: usize = 12;

/// Counts up whenever drawings are written anew in another way.
const DRAWING_VERSION: u8 = 1;

/// How many mistakes of one drawing are told.
const MOST_REFUSALS: usize = 10;

/// The endings of what browsers or cameras call a picture, known or not.
const PICTURES: [&str; 10] = ["avif", "bmp", "gif", "heic", "jpeg", "jpg", "png", "tif", "tiff", "webp"];

/// What becomes of the files that are named. What is missing or may not be published stands
/// nowhere, and is reported where it is named.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// Those that go out as they are, with their addresses.
    pub offered: FxHashMap<SitePath, UrlPath>,
    /// Drawings, with their addresses; `None` for those that can't be published (reported).
    pub drawings: FxHashMap<SitePath, Option<(UrlPath, Arc<Drawing>)>>,
    /// Pictures.
    pub pictures: FxHashMap<SitePath, State>,
    /// Those that are read and that nobody can load.
    pub kept_back: FxHashSet<SitePath>,
}

/// What is known of a picture.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// It can be shown.
    Read(Picture),
    /// It can't.
    Failed(Failure),
    /// Nobody has read it yet.
    Unread(Hash),
}

impl Files {
    /// The picture at a path, if it can be shown.
    pub(crate) fn picture(&self, path: &SitePath) -> Option<&Picture> {
        match self.pictures.get(path)? {
            State::Read(picture) => Some(picture),
            State::Failed(_) | State::Unread(_) => None,
        }
    }

    /// The drawing at a path, if it can be shown.
    pub(crate) fn drawing(&self, path: &SitePath) -> Option<&(UrlPath, Arc<Drawing>)> {
        self.drawings.get(path)?.as_ref()
    }

    /// Whether it exists and may be named.
    pub(crate) fn knows(&self, path: &SitePath) -> bool {
        self.offered.contains_key(path) || self.drawings.contains_key(path) || self.pictures.contains_key(path) || self.kept_back.contains(path)
    }

    /// The pictures of which nothing is known, in order.
    pub(super) fn unread(&self) -> Vec<Unread> {
        let unread = self.pictures.iter().filter_map(|(path, state)| match state {
            State::Unread(hash) => Some(Unread { path: path.clone(), hash: *hash }),
            State::Read(_) | State::Failed(_) => None,
        });
        let mut unread: Vec<Unread> = unread.collect();
        unread.sort();
        unread
    }
}

/// For what a file is named, all places together.
#[derive(Default)]
struct Uses {
    is_offered: bool,
    shown: Vec<Shown>,
}

impl Uses {
    fn show(&mut self, shown: Shown) {
        if !self.shown.contains(&shown) {
            self.shown.push(shown);
        }
    }
}

/// Sorts what is named; what is wrong with drawings is told in their own text.
pub(super) fn published(source: &Source, entries: &[Entry], settings: &Settings, cache: &Cache) -> (Files, Vec<Diagnostic>) {
    let mut files = Files::default();
    let mut diagnostics = Vec::new();
    for (path, uses) in uses(entries, settings) {
        let Some(file) = source.get(path).filter(|_| is_publishable(path)) else { continue };
        if !uses.is_offered && uses.shown.is_empty() {
            files.kept_back.insert(path.clone());
            continue;
        }
        if path.extension() == "svg" {
            let drawing = draw(path, file, cache, &mut diagnostics);
            files.drawings.insert(path.clone(), drawing);
            continue;
        }
        if !uses.shown.is_empty() {
            files.pictures.insert(path.clone(), state_of(path, file, &uses.shown, cache));
        }
        if uses.is_offered
            && let Some(url) = address(path, file.hash)
        {
            files.offered.insert(path.clone(), url);
        }
    }
    (files, diagnostics)
}

/// The files that are named, whether they exist or not.
pub(super) fn named<'a>(entries: &'a [Entry], settings: &'a Settings) -> FxHashSet<&'a SitePath> {
    let versions = entries.iter().flat_map(|entry| entry.versions.iter().flatten());
    let icon = settings.icon.as_ref().map(PictureRef::path);
    versions.flat_map(|version| &version.findings.files).map(|used| &used.file).chain(icon).collect()
}

/// The files that are named, each with its uses.
fn uses<'a>(entries: &'a [Entry], settings: &'a Settings) -> BTreeMap<&'a SitePath, Uses> {
    let mut all: BTreeMap<&SitePath, Uses> = BTreeMap::new();
    for entry in entries {
        for used in entry.versions.iter().flatten().flat_map(|version| &version.findings.files) {
            let uses = all.entry(&used.file).or_default();
            match used.role {
                FileRole::Offered if is_kept_back(entry, &used.file) => {}
                FileRole::Linked if PICTURES.contains(&used.file.extension().as_str()) => uses.show(Shown::Sheet),
                FileRole::Linked | FileRole::Offered | FileRole::Played | FileRole::Track | FileRole::Transcription => uses.is_offered = true,
                FileRole::Shown => uses.show(Shown::Wide),
                FileRole::Main => uses.show(shown_of(entry.kind)),
                FileRole::Cover => uses.show(Shown::Small),
                FileRole::Sheet => uses.show(Shown::Sheet),
            }
        }
    }
    if let Some(icon) = &settings.icon {
        all.entry(icon.path()).or_default().show(Shown::Small);
    }
    all
}

/// Whether a document shows what stands in a file of it and offers no copy.
fn is_kept_back(entry: &Entry, path: &SitePath) -> bool {
    let Some(Details::Document(document)) = entry.details() else { return false };
    document.files.iter().any(|file| file.file.path() == path && file.download == Some(false))
}

/// How the main picture of an entry is shown.
pub(crate) const fn shown_of(kind: Kind) -> Shown {
    match kind {
        Kind::Person | Kind::Book => Shown::Small,
        _ => Shown::Wide,
    }
}

/// Texts, and whatever lies outside of `content/`, are never published.
pub(super) fn is_publishable(path: &SitePath) -> bool {
    path.is_below(CONTENT) && path.extension() != "md"
}

fn state_of(path: &SitePath, file: &File, shown: &[Shown], cache: &Cache) -> State {
    match cache.fact(file.hash) {
        None => State::Unread(file.hash),
        Some(Err(failure)) => State::Failed(failure),
        Some(Ok(facts)) => {
            let widths = shown.iter().flat_map(|shown| shown.widths_of(facts.size)).collect();
            State::Read(Picture { path: path.clone(), hash: file.hash, facts, name: name(path), widths })
        }
    }
}

/// A drawing as it goes out; a drawing that can't is told in its own text.
fn draw(path: &SitePath, file: &File, cache: &Cache, diagnostics: &mut Vec<Diagnostic>) -> Option<(UrlPath, Arc<Drawing>)> {
    let Some(text) = file.as_text() else {
        let unreadable = Diagnostic::error("drawing-refused", "this drawing is not UTF-8 text, or it is too large").at(Span::start_of(path));
        diagnostics.push(unreadable.hint("export it as plain SVG; a drawing has 8 MB at most"));
        return None;
    };
    match &*cache.drawing(file.hash, text) {
        Ok(drawing) => {
            let key = Hash::of_parts([file.hash.as_bytes().as_slice(), &[DRAWING_VERSION]]);
            address(path, key).map(|url| (url, Arc::clone(drawing)))
        }
        Err(refusals) => {
            diagnostics.extend(refusals.iter().take(MOST_REFUSALS).map(|refusal| refused(path, refusal)));
            None
        }
    }
}

fn refused(path: &SitePath, refusal: &Refusal) -> Diagnostic {
    let at = Span::new(path, refusal.range.clone());
    Diagnostic::error("drawing-refused", refusal.what.to_string()).at(at).hint(refusal.what.advice())
}

/// The address of a file: it holds a hash, so that it can be kept for ever.
fn address(path: &SitePath, hash: Hash) -> Option<UrlPath> {
    let extension: String = path.extension().chars().filter(char::is_ascii_alphanumeric).collect();
    let dot = if extension.is_empty() { "" } else { "." };
    UrlPath::new(&format!("{FILES}{}/{}{dot}{extension}", hash.short(HASH_DIGITS), name(path)))
}

/// The name of a file as addresses write it.
pub(crate) fn name(path: &SitePath) -> String {
    let stem = path.name().rsplit_once('.').map_or(path.name(), |(stem, _)| stem);
    match slugify(stem, "") {
        name if name.is_empty() => "file".to_owned(),
        name => name,
    }
}
