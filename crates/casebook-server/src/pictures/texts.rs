//! What documents say, read once and kept in the cache folder by content.
//!
//! A long document is read in stretches, and each is kept as soon as it is read: whoever is interrupted
//! goes on where it was.

use super::store::Store;
use super::{Pictures, locked, remember};
use bytes::Bytes;
use casebook_evidence::document::{Document, Failure, Reading, reading_from_bytes, reading_to_bytes};
use casebook_evidence::evidence::Segment;
use casebook_evidence::pdf::{self, MOST_PAGES, Pages};
use casebook_evidence::reader::ReadError;
use casebook_site::check::Cache;
use casebook_site::evidence::{Form, UnreadText};
use casebook_site::source::Hash;
use rayon::prelude::*;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;

const NAME: &str = "texts";

/// The folder in which they are kept. Why one can't be read is kept elsewhere: that depends on limits.
pub(super) struct Texts(pub(super) Store);

impl Texts {
    pub(super) fn new(cache: &Path) -> Self {
        Self(Store::new(cache, NAME))
    }

    fn find(&self, key: Hash) -> Option<Document> {
        reading_from_bytes(&self.0.find(key)?)?.ok()
    }

    fn keep(&self, key: Hash, document: &Reading) {
        // It saves time and nothing else: on a disk that can't be written it is read again.
        let _ = self.0.keep(key, &reading_to_bytes(document));
    }
}

impl Pictures {
    /// Reads documents, several at a time, and tells the cache what they say; `done` is called after each.
    pub fn read_texts(&self, unread: &[UnreadText], cache: &Cache, done: &(dyn Fn() + Sync)) {
        unread.par_iter().for_each(|file| {
            if let Some(reading) = self.text(file, &|_| {}) {
                cache.learn_text(file.key(), reading.map(Arc::new));
            }
            done();
        });
    }

    /// Whether somebody has read it before, or tried to.
    pub(super) fn has_text(&self, file: &UnreadText) -> bool {
        self.texts.0.has(file.key()) || locked(&self.unreadable).get(file.key()).is_some()
    }

    /// How many pages a PDF has; nothing if nobody can tell.
    pub(super) fn count_pages(&self, file: &UnreadText) -> Option<u32> {
        let bytes = self.original(&file.path, file.hash).ok()?;
        u32::try_from(self.reader.contents(bytes).ok()?.pages.len()).ok()
    }

    /// What a document says; nothing if it can't be opened, has changed, or if nobody can read it now. Of each stretch it is
    /// told how many pages have been read.
    pub(super) fn text(&self, file: &UnreadText, progress: &(dyn Fn(u32) + Sync)) -> Option<Reading> {
        let key = file.key();
        if let Some(known) = self.texts.find(key) {
            return Some(Ok(known));
        }
        if let Some(failure) = locked(&self.unreadable).get(key) {
            return Some(Err(failure.clone()));
        }
        let bytes = self.original(&file.path, file.hash).ok()?;
        let reading = match file.form {
            Form::Pdf => settled(self.pdf(&bytes, key, progress))?,
            Form::Other(kind) => settled(self.reader.read(bytes, kind))?,
        };
        match &reading {
            Ok(_) => self.texts.keep(key, &reading),
            // Its reader may have been ended from outside, so it is tried again at the next start.
            Err(Failure::Crashed) => {}
            Err(failure) => remember(&self.unreadable, [(key, failure.clone())]),
        }
        Some(reading)
    }

    fn pdf(&self, bytes: &Bytes, key: Hash, progress: &(dyn Fn(u32) + Sync)) -> Result<Document, ReadError<pdf::Failure>> {
        let contents = self.reader.contents(bytes.clone())?;
        let count = u32::try_from(contents.pages.len()).unwrap_or(u32::MAX);
        let firsts = (1..=count).step_by(MOST_PAGES as usize).filter_map(NonZeroU32::new);
        let stretches: Vec<Pages> = firsts.map(|first| Pages { first, count: MOST_PAGES.min(count - first.get() + 1) }).collect();
        let read_one = |pages: &Pages| {
            let segments = self.stretch(bytes, key, *pages, stretches.len());
            progress(pages.count);
            segments
        };
        let read: Result<Vec<Vec<Segment>>, _> = stretches.par_iter().map(read_one).collect();
        let document = Document::of_pdf(contents, read?.into_iter().flatten().collect());
        stretches.iter().for_each(|pages| self.texts.0.forget(part(key, *pages)));
        Ok(document)
    }

    /// Some pages, from what is kept or read now. Of a short document nothing is kept but the whole.
    fn stretch(&self, bytes: &Bytes, key: Hash, pages: Pages, of: usize) -> Result<Vec<Segment>, ReadError<pdf::Failure>> {
        let part = part(key, pages);
        if let Some(known) = self.texts.find(part) {
            return Ok(known.segments);
        }
        let segments = self.reader.text(bytes.clone(), pages)?;
        if of > 1 {
            let segments = segments.iter().cloned().map(Segment::by_words).collect();
            self.texts.keep(part, &Ok(Document { segments, ..Document::default() }));
        }
        Ok(segments)
    }
}

/// The key of a stretch of a document.
fn part(key: Hash, pages: Pages) -> Hash {
    Hash::of_parts([key.as_bytes().as_slice(), &pages.first.get().to_le_bytes(), &pages.count.to_le_bytes()])
}

/// What is known from now on; nothing where the machine is at fault.
fn settled<F: Into<Failure>>(read: Result<Document, ReadError<F>>) -> Option<Reading> {
    match read {
        Ok(document) => Some(Ok(document)),
        Err(ReadError::File(failure)) => Some(Err(failure.into())),
        Err(ReadError::Unavailable(_)) => None,
    }
}
