//! What documents say: which files of each are read, and what is wrong with them.

use super::Stage;
use super::cache::Cache;
use super::entries::View;
use super::files::{is_publishable, name as file_name};
use super::quotations::sources;
use super::site::{Entry, EntryIndex};
use crate::diagnostic::Diagnostic;
use crate::entry::{Details, Kind as EntryKind, Part, Recording};
use crate::evidence::{Form, Need, Progress, UnreadText};
use crate::picture::Informant;
use crate::source::{Hash, SitePath, Source};
use casebook_evidence::document::{self, Document, Failure, Kind};
use casebook_evidence::reader::Limits;
use casebook_evidence::{pdf, transcript};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

/// A file of a document that says something.
#[derive(Clone, Debug)]
pub(crate) struct TextPart {
    /// Its place among the files of the document.
    pub file: usize,
    /// What addresses and quotations call it.
    pub name: String,
    /// The file that is read.
    pub path: SitePath,
    /// What tells its reading from others.
    pub key: Hash,
    /// What is known of it.
    pub text: Text,
}

/// What the documents of a site say, each in the order of its files.
pub(crate) type Texts = FxHashMap<EntryIndex, Vec<TextPart>>;

/// What is known of a text.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    /// It has been read.
    Known(KnownText),
    /// It can't be.
    Failed(Failure),
    /// Nobody has read it yet.
    Unread(UnreadText),
    /// Somebody is reading it.
    Awaited(UnreadText, Progress),
}

/// What a file says.
#[derive(Clone, Debug)]
pub(crate) struct KnownText {
    pub document: Arc<Document>,
    /// What was read, and how.
    pub key: Hash,
    /// The file.
    pub path: SitePath,
    /// Its content.
    pub hash: Hash,
    /// The pages that can't be drawn, and why.
    pub undrawn: BTreeMap<NonZeroU32, pdf::Failure>,
}

impl TextPart {
    /// What it says, if it has been read.
    pub(crate) const fn known(&self) -> Option<&KnownText> {
        match &self.text {
            Text::Known(known) => Some(known),
            Text::Failed(_) | Text::Unread(_) | Text::Awaited(..) => None,
        }
    }
}

/// What the documents say that say something, each in the order of its files.
pub(super) fn of_all(source: &Source, entries: &[Entry], cache: &Cache) -> Texts {
    let parts = |(index, entry): (EntryIndex, &Entry)| Some((index, of(source, entry, cache))).filter(|(_, parts)| !parts.is_empty());
    entries.iter().enumerate().filter_map(parts).collect()
}

/// The same, with what is not known yet read now or begun to be read, as whoever reads sees fit.
pub(super) fn read_all(view: View<'_>, entries: &[Entry], informant: &dyn Informant, cache: &Cache) -> Texts {
    let source = view.source;
    let texts = of_all(source, entries, cache);
    let mut unread = unread(&texts);
    if unread.is_empty() {
        return texts;
    }
    // Makers see a site with whatever is still missing.
    let is_at_once = |index: EntryIndex| {
        let cannot_wait = entries.iter().filter(|entry| entry.is_home() || entry.is_section);
        cannot_wait.flat_map(sources).any(|source| source.id() == &*entries[index].id)
    };
    for (_, file) in unread.iter_mut().filter(|(index, _)| view.stage != Stage::Draft && is_at_once(*index)) {
        file.need = Need::Now;
    }
    let mut files: Vec<UnreadText> = unread.into_iter().map(|(_, file)| file).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup();
    informant.read(&files, source, cache);
    of_all(source, entries, cache)
}

/// The documents that somebody is reading, and what quotes them: nobody has compared the words.
pub(super) fn awaited(entries: &[Entry], texts: &Texts) -> FxHashSet<Arc<str>> {
    let is_awaited = |parts: &[TextPart]| parts.iter().any(|part| matches!(part.text, Text::Awaited(..)));
    let mut awaited: FxHashSet<Arc<str>> =
        texts.iter().filter(|(_, parts)| is_awaited(parts)).map(|(index, _)| Arc::clone(&entries[*index].id)).collect();
    if !awaited.is_empty() {
        let quoting: Vec<Arc<str>> =
            entries.iter().filter(|entry| sources(entry).any(|source| awaited.contains(source.id()))).map(|entry| Arc::clone(&entry.id)).collect();
        awaited.extend(quoting);
    }
    awaited
}

/// What tells the readings of all these from others.
pub(super) fn keys(texts: &Texts) -> FxHashSet<Hash> {
    texts.values().flatten().map(|part| part.key).collect()
}

/// Those that nobody has read yet.
fn unread(texts: &Texts) -> Vec<(EntryIndex, UnreadText)> {
    let parts = texts.iter().flat_map(|(index, parts)| parts.iter().map(|part| (*index, part)));
    let unread = parts.filter_map(|(index, part)| match &part.text {
        Text::Unread(unread) | Text::Awaited(unread, _) => Some((index, unread.clone())),
        Text::Known(_) | Text::Failed(_) => None,
    });
    unread.collect()
}

fn of(source: &Source, entry: &Entry, cache: &Cache) -> Vec<TextPart> {
    let document = match entry.details() {
        Some(Details::Document(document)) => document,
        Some(Details::Recording(recording)) => return of_recording(source, recording, cache).into_iter().collect(),
        _ => return Vec::new(),
    };
    let part = |part: Part<'_>| {
        let hash = source.get(part.path)?.hash;
        let (key, text) = (part.form.key(hash), text_of(part.path, hash, part.form, cache));
        Some(TextPart { file: part.file, name: part.name, path: part.path.clone(), key, text })
    };
    // What may not be published is not read: its pages would show it.
    document.parts().into_iter().filter(|part| is_publishable(part.path)).filter_map(part).collect()
}

/// What is said in a recording. Its transcript is read here: it is text, and nothing of it is decoded.
fn of_recording(source: &Source, recording: &Recording, cache: &Cache) -> Option<TextPart> {
    let path = recording.transcript.as_ref()?.path();
    let (hash, written) = (source.get(path)?.hash, source.text(path)?);
    let kind = Kind::Transcript(transcript::Form::Vtt);
    let key = Form::Other(kind).key(hash);
    if cache.text(key).is_none() {
        cache.learn_text(key, document::read(kind, written.as_bytes(), &Limits::default()).map(Arc::new));
    }
    Some(TextPart { file: 0, name: file_name(path), path: path.clone(), key, text: text_of(path, hash, Form::Other(kind), cache) })
}

fn text_of(path: &SitePath, hash: Hash, form: Form, cache: &Cache) -> Text {
    let key = form.key(hash);
    match cache.text(key) {
        Some(Ok(document)) => {
            let undrawn = cache.undrawn(hash, document.contents.as_ref().map_or(0, |contents| contents.pages.len()));
            Text::Known(KnownText { document, key, path: path.clone(), hash, undrawn })
        }
        Some(Err(failure)) => Text::Failed(failure),
        None => {
            let unread = UnreadText { path: path.clone(), hash, form, need: Need::Later };
            cache.awaited(key).map_or_else(|| Text::Unread(unread.clone()), |progress| Text::Awaited(unread.clone(), progress))
        }
    }
}

/// What is wrong with the files of a document.
pub(super) fn check(entry: &Entry, parts: &[TextPart]) -> Vec<Diagnostic> {
    parts.iter().filter_map(|part| check_one(entry, part)).collect()
}

fn check_one(entry: &Entry, part: &TextPart) -> Option<Diagnostic> {
    let diagnostic = match &part.text {
        Text::Known(known) => undrawn(entry, part, known)?,
        // What is wrong with tracks is told of them.
        Text::Failed(Failure::Empty) if entry.kind == EntryKind::Recording => return None,
        Text::Failed(failure) => Diagnostic::error("document-unreadable", failure.to_string()).hint(failure.advice()),
        Text::Unread(_) => {
            let unread = Diagnostic::error("document-unread", "this document could not be read yet, and that is not its fault");
            unread.hint("the program that reads documents can't be started; see whether the system allows Casebook to start processes")
        }
        Text::Awaited(_, Progress { read, total }) => {
            let awaited = Diagnostic::warning("document-awaited", format!("this document is being read: {read} of {total} pages so far"));
            awaited.hint("it becomes public as soon as it has been read, and so does what quotes it; there is nothing to do")
        }
    };
    let named = entry.first().findings.files.iter().find(|used| used.file == part.path);
    Some(match named {
        Some(used) => diagnostic.at(used.span.clone()),
        None => diagnostic,
    })
}

/// How many pages are told by their numbers.
const MOST_TOLD: usize = 5;

/// Pages that can't be drawn and of which the entry names no picture.
fn undrawn(entry: &Entry, part: &TextPart, known: &KnownText) -> Option<Diagnostic> {
    let Some(Details::Document(document)) = entry.details() else { return None };
    let is_first = document.parts().first().is_some_and(|first| first.file == part.file);
    let is_named = |page: NonZeroU32| is_first && document.pages.iter().any(|named| named.page.value == page.get() && named.file.is_some());
    let missing: Vec<(&NonZeroU32, &pdf::Failure)> = known.undrawn.iter().filter(|(page, _)| !is_named(**page)).collect();
    let (_, failure) = missing.first()?;
    let numbers: Vec<String> = missing.iter().take(MOST_TOLD).map(|(page, _)| page.to_string()).collect();
    let pages = if missing.len() == 1 { "page" } else { "pages" };
    let more = missing.len().checked_sub(MOST_TOLD + 1).map_or_else(String::new, |more| format!(" and {} more", more + 1));
    let what = format!("{pages} {}{more} of this document can't be drawn: {failure}", numbers.join(", "));
    Some(
        Diagnostic::warning("page-picture-missing", what)
            .hint("readers get the text without a picture; make one in another program and name it under `[[pages]]`"),
    )
}
