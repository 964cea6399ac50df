//! What documents say: which files of each are read, and what is wrong with them.

use super::cache::Cache;
use super::files::name as file_name;
use super::site::{Entry, EntryIndex};
use crate::diagnostic::Diagnostic;
use crate::entry::{Details, Kind as EntryKind, Part, Recording};
use crate::evidence::{Form, UnreadText};
use crate::source::{Hash, SitePath, Source};
use casebook_evidence::document::{self, Document, Failure, Kind};
use casebook_evidence::reader::Limits;
use casebook_evidence::transcript;
use rustc_hash::FxHashMap;
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
    /// What is known of it.
    pub text: Text,
}

/// What is known of a text.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    /// It has been read.
    Known(KnownText),
    /// It can't be.
    Failed(Failure),
    /// Nobody has read it yet.
    Unread(UnreadText),
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
}

impl TextPart {
    /// What it says, if it has been read.
    pub(crate) const fn known(&self) -> Option<&KnownText> {
        match &self.text {
            Text::Known(known) => Some(known),
            Text::Failed(_) | Text::Unread(_) => None,
        }
    }
}

/// What the documents say that say something, each in the order of its files.
pub(super) fn of_all(source: &Source, entries: &[Entry], cache: &Cache) -> FxHashMap<EntryIndex, Vec<TextPart>> {
    let parts = |(index, entry): (EntryIndex, &Entry)| Some((index, of(source, entry, cache))).filter(|(_, parts)| !parts.is_empty());
    entries.iter().enumerate().filter_map(parts).collect()
}

/// Those that nobody has read yet, each once.
pub(super) fn unread(texts: &FxHashMap<EntryIndex, Vec<TextPart>>) -> Vec<UnreadText> {
    let unread = texts.values().flatten().filter_map(|part| match &part.text {
        Text::Unread(unread) => Some(unread.clone()),
        Text::Known(_) | Text::Failed(_) => None,
    });
    let mut unread: Vec<UnreadText> = unread.collect();
    unread.sort_by(|a, b| a.path.cmp(&b.path));
    unread.dedup();
    unread
}

fn of(source: &Source, entry: &Entry, cache: &Cache) -> Vec<TextPart> {
    let document = match entry.details() {
        Some(Details::Document(document)) => document,
        Some(Details::Recording(recording)) => return of_recording(source, recording, cache).into_iter().collect(),
        _ => return Vec::new(),
    };
    let part = |part: Part<'_>| {
        let hash = source.get(part.path)?.hash;
        Some(TextPart { file: part.file, name: part.name, path: part.path.clone(), text: text_of(part.path, hash, part.form, cache) })
    };
    document.parts().into_iter().filter_map(part).collect()
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
    Some(TextPart { file: 0, name: file_name(path), path: path.clone(), text: text_of(path, hash, Form::Other(kind), cache) })
}

fn text_of(path: &SitePath, hash: Hash, form: Form, cache: &Cache) -> Text {
    let key = form.key(hash);
    match cache.text(key) {
        Some(Ok(document)) => Text::Known(KnownText { document, key, path: path.clone(), hash }),
        Some(Err(failure)) => Text::Failed(failure),
        None => Text::Unread(UnreadText { path: path.clone(), hash, form }),
    }
}

/// What is wrong with the files of a document.
pub(super) fn check(entry: &Entry, parts: &[TextPart]) -> Vec<Diagnostic> {
    parts.iter().filter_map(|part| check_one(entry, part)).collect()
}

fn check_one(entry: &Entry, part: &TextPart) -> Option<Diagnostic> {
    let diagnostic = match &part.text {
        Text::Known(_) => return None,
        // What is wrong with tracks is told of them.
        Text::Failed(Failure::Empty) if entry.kind == EntryKind::Recording => return None,
        Text::Failed(failure) => Diagnostic::error("document-unreadable", failure.to_string()).hint(failure.advice()),
        Text::Unread(_) => {
            let unread = Diagnostic::error("document-unread", "this document could not be read yet, and that is not its fault");
            unread.hint("the program that reads documents can't be started; see whether the system allows Casebook to start processes")
        }
    };
    let named = entry.first().findings.files.iter().find(|used| used.file == part.path);
    Some(match named {
        Some(used) => diagnostic.at(used.span.clone()),
        None => diagnostic,
    })
}
