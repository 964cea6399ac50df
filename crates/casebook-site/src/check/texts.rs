//! What documents say: which file of each is read, and what is wrong with it.

use super::cache::Cache;
use super::site::{Entry, EntryIndex};
use crate::diagnostic::Diagnostic;
use crate::entry::{self, Details, DocumentFile};
use crate::evidence::{Form, UnreadText};
use crate::source::{Hash, SitePath, Source};
use casebook_evidence::document::{Document, Failure, Kind};
use casebook_evidence::pdf;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
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
    /// The pages that can't be drawn, and why.
    pub undrawn: BTreeMap<NonZeroU32, pdf::Failure>,
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
    let (path, form) = document.files.iter().find_map(form_of)?;
    let hash = source.get(path)?.hash;
    let key = form.key(hash);
    Some(match cache.text(key) {
        Some(Ok(document)) => {
            let undrawn = cache.undrawn(hash, document.contents.as_ref().map_or(0, |contents| contents.pages.len()));
            Text::Known(KnownText { document, key, path: path.clone(), hash, undrawn })
        }
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
        Text::Known(known) => undrawn(document, known)?,
        Text::Failed(failure) => Diagnostic::error("document-unreadable", failure.to_string()).hint(failure.advice()),
        Text::Unread(_) => {
            let unread = Diagnostic::error("document-unread", "this document could not be read yet, and that is not its fault");
            unread.hint("the program that reads documents can't be started; see whether the system allows Casebook to start processes")
        }
    };
    Some(named().map_or_else(|| diagnostic.clone(), |used| diagnostic.clone().at(used.span.clone())))
}

/// How many pages are told by their numbers.
const MOST_TOLD: usize = 5;

/// Pages that can't be drawn and of which the entry names no picture.
fn undrawn(document: &entry::Document, known: &KnownText) -> Option<Diagnostic> {
    let is_named = |page: NonZeroU32| document.pages.iter().any(|named| named.page.value == page.get());
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
