//! Who reads foreign files: a parameter, so that nobody decodes anything by the way.
//!
//! In service it is a [`Pool`] of child processes. [`InProcess`] does the same work in the calling
//! process; it is for tests and fuzzing, because a decoder that breaks there takes everything along.

mod conversation;
mod limits;
mod pool;
mod protocol;
mod worker;

pub use limits::Limits;
pub use pool::{Command, Pool};
pub use worker::{confine, serve};

use crate::document::{self, Document, Kind};
use crate::evidence::Segment;
use crate::pdf::{self, Contents, PageDerivative, Pages};
use crate::picture::{self, Derivative, Facts, Failure};
use bytes::Bytes;
use protocol::Answer;
use std::io;

/// Reads foreign files.
pub trait Reader: Send + Sync {
    /// Reads a picture to its last pixel and says what is known of it.
    fn inspect(&self, picture: Bytes) -> Result<Facts, ReadError>;

    /// Makes smaller pictures of one, in the order in which they are wanted.
    fn derive(&self, picture: Bytes, wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError>;

    /// What a document says that is no PDF. Who reads pictures alone refuses.
    fn read(&self, _document: Bytes, _kind: Kind) -> Result<Document, ReadError<document::Failure>> {
        Err(document::Failure::Foreign(document::Wanted::Text).into())
    }

    /// What a PDF holds. Who reads pictures alone refuses.
    fn contents(&self, _document: Bytes) -> Result<Contents, ReadError<pdf::Failure>> {
        Err(pdf::Failure::Foreign.into())
    }

    /// The text of some pages of a document. What is asked for at once is limited by [`pdf::MOST_PAGES`]; the document is
    /// sent to its reader each time, so more pages at once are cheaper.
    fn text(&self, _document: Bytes, _pages: Pages) -> Result<Vec<Segment>, ReadError<pdf::Failure>> {
        Err(pdf::Failure::Foreign.into())
    }

    /// Pages of a document, each as it is wanted: PNG for letters and lines, WebP for scans. All of them or none; the
    /// document is sent once for all, up to [`pdf::MOST_PICTURES`] at a time.
    fn page_pictures(&self, _document: Bytes, _wanted: &[PageDerivative]) -> Result<Vec<Bytes>, ReadError<pdf::Failure>> {
        Err(pdf::Failure::Foreign.into())
    }

    /// What a file may take. Within other limits another answer may come.
    fn limits(&self) -> Limits;
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<F = Failure> {
    /// It is the file's fault.
    #[error(transparent)]
    File(#[from] F),
    /// It is the machine's fault: no child process could be started, which says nothing of the file.
    #[error("the program that reads pictures can't be started: {0}")]
    Unavailable(#[source] io::Error),
}

/// What was found out of a picture, as bytes for whoever keeps it.
pub fn fact_to_bytes(fact: &Result<Facts, Failure>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let answer = fact.clone().map_or_else(Answer::Failed, Answer::Facts);
    answer.write(&mut bytes).expect("memory can be written");
    bytes
}

/// Reads what [`fact_to_bytes`] wrote; none if it is damaged, or of another version.
pub fn fact_from_bytes(mut bytes: &[u8]) -> Option<Result<Facts, Failure>> {
    let answer = Answer::read(&mut bytes).ok().filter(|_| bytes.is_empty())?;
    match answer {
        Answer::Facts(facts) => Some(Ok(facts)),
        Answer::Failed(failure) => Some(Err(failure)),
        _ => None,
    }
}

/// Reads in the calling process, without limits of time.
#[derive(Clone, Copy, Debug, Default)]
pub struct InProcess {
    /// What a file may take.
    pub limits: Limits,
}

impl Reader for InProcess {
    fn inspect(&self, picture: Bytes) -> Result<Facts, ReadError> {
        Ok(picture::inspect(&picture, &self.limits)?)
    }

    fn derive(&self, picture: Bytes, wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
        let made = picture::derive(&picture, wanted, &self.limits)?;
        Ok(made.into_iter().map(Bytes::from).collect())
    }

    fn read(&self, document: Bytes, kind: Kind) -> Result<Document, ReadError<document::Failure>> {
        Ok(document::read(kind, &document, &self.limits)?)
    }

    fn contents(&self, document: Bytes) -> Result<Contents, ReadError<pdf::Failure>> {
        Ok(pdf::contents(&document, &self.limits)?)
    }

    fn text(&self, document: Bytes, pages: Pages) -> Result<Vec<Segment>, ReadError<pdf::Failure>> {
        Ok(pdf::text(&document, pages, &self.limits)?)
    }

    fn page_pictures(&self, document: Bytes, wanted: &[PageDerivative]) -> Result<Vec<Bytes>, ReadError<pdf::Failure>> {
        let made = pdf::pictures(&document, wanted, &self.limits)?;
        Ok(made.into_iter().map(Bytes::from).collect())
    }

    fn limits(&self) -> Limits {
        self.limits
    }
}
