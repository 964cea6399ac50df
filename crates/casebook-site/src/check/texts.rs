//! What documents say: which file of each is read, and what is wrong with it.

use super::cache::Cache;
use super::files::is_publishable;
use super::site::{Entry, EntryIndex};
use crate::diagnostic::Diagnostic;
use crate::entry::{Details, DocumentFile};
use crate::evidence::{Form, UnreadText};
use crate::source::{Hash, SitePath, Source};
use casebook_evidence::document::{Document, Failure, Kind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What is known of the text of a document.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    /// It has been read.
    Known(KnownText),
    /// It can't be.
    Failed(Failure),
    /// Nobody has read it yet.
    Unread(UnreadText),
}

/// What a document says, and which of its files says it.
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

/// What the documents say that say something.
pub(super) fn of_all(source: &Source, entries: &[Entry], cache: &Cache) -> FxHashMap<EntryIndex, Text> {
    let text = |(index, entry): (EntryIndex, &Entry)| Some((index, of(source, entry, cache)?));
    entries.iter().enumerate().filter_map(text).collect()
}

/// Those that nobody has read yet, each once.
pub(super) fn unread(texts: &FxHashMap<EntryIndex, Text>) -> Vec<UnreadText> {
    let unread = texts.values().filter_map(|text| match text {
        Text::Unread(unread) => Some(unread.clone()),
        Text::Known(_) | Text::Failed(_) => None,
    });
    let mut unread: Vec<UnreadText> = unread.collect();
    unread.sort_by(|a, b| a.path.cmp(&b.path));
    unread.dedup();
    unread
}

/// What a document says: its first file that says something, by itself or by its transcription.
fn of(source: &Source, entry: &Entry, cache: &Cache) -> Option<Text> {
    let Some(Details::Document(document)) = entry.details() else { return None };
    // What may not be published is not read: its pages would show it.
    let (path, form) = document.files.iter().find_map(form_of).filter(|(path, _)| is_publishable(path))?;
    let hash = source.get(path)?.hash;
    let key = form.key(hash);
    Some(match cache.text(key) {
        Some(Ok(document)) => Text::Known(KnownText { document, key, path: path.clone(), hash }),
        Some(Err(failure)) => Text::Failed(failure),
        None => Text::Unread(UnreadText { path: path.clone(), hash, form }),
    })
}

/// Which file is read for the text of a document's file, and how.
pub(crate) fn form_of(file: &DocumentFile) -> Option<(&SitePath, Form)> {
    match &file.transcription {
        Some(transcription) => Some((transcription.path(), Form::Other(Kind::Transcription))),
        None => Some((file.file.path(), Form::of(file.file.path())?)),
    }
}

/// What is wrong with the documents of an entry.
pub(super) fn check(entry: &Entry, text: Option<&Text>) -> Option<Diagnostic> {
    let Some(Details::Document(document)) = entry.details() else { return None };
    let (path, _) = document.files.iter().find_map(form_of)?;
    let named = || entry.first().findings.files.iter().find(|used| used.file == *path);
    let diagnostic = match text? {
        Text::Known(_) => return None,
        Text::Failed(failure) => Diagnostic::error("document-unreadable", failure.to_string()).hint(failure.advice()),
        Text::Unread(_) => {
            let unread = Diagnostic::error("document-unread", "this document could not be read yet, and that is not its fault");
            unread.hint("the program that reads documents can't be started; see whether the system allows Casebook to start processes")
        }
    };
    Some(named().map_or_else(|| diagnostic.clone(), |used| diagnostic.clone().at(used.span.clone())))
}
