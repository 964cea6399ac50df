//! Documents as a site sees them: what each says, as somebody has read it.
//!
//! Nothing is decoded here. What a file says is found out by an [`Informant`](crate::picture::Informant) and kept by
//! content; quotations are compared with it, and pages are made of it.

use crate::source::{Hash, SitePath};
use casebook_evidence::document::{self, Document, Failure, Kind};
use casebook_evidence::{mail, pdf, text, transcript};
use std::sync::Arc;

/// What is known of a document's file.
pub type Known = Result<Arc<Document>, Failure>;

/// How a document's file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As a PDF.
    Pdf,
    /// As anything else that says something.
    Other(Kind),
}

/// A file of a document that nobody has read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadText {
    /// Where it lies.
    pub path: SitePath,
    /// Its content.
    pub hash: Hash,
    /// How it is to be read.
    pub form: Form,
    /// Whether the site can wait for it.
    pub need: Need,
}

/// Whether a site can wait for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It and what quotes it may be missing for a while: it can be read while the rest is public.
    Later,
    /// A page quotes it without which there is no site: the home page, or that of a section.
    Now,
}

/// How far somebody has read a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Pages that have been read.
    pub read: u32,
    /// Pages that it has.
    pub total: u32,
}

impl Form {
    /// How a file of this name is read; none if it says nothing by itself, such as a picture.
    pub fn of(path: &SitePath) -> Option<Self> {
        Some(match path.extension().as_str() {
            "pdf" => Self::Pdf,
            "eml" => Self::Other(Kind::Mail(mail::Form::Eml)),
            "mbox" => Self::Other(Kind::Mail(mail::Form::Mbox)),
            "vtt" => Self::Other(Kind::Transcript(transcript::Form::Vtt)),
            "srt" => Self::Other(Kind::Transcript(transcript::Form::Srt)),
            "txt" => Self::Other(Kind::Text(text::Form::Plain)),
            "htm" | "html" => Self::Other(Kind::Text(text::Form::Html)),
            "docx" => Self::Other(Kind::Text(text::Form::Docx)),
            _ => return None,
        })
    }

    /// What is read of a content in this way has a key of its own: it changes when another program reads it otherwise.
    pub fn key(self, content: Hash) -> Hash {
        let (number, version) = match self {
            Self::Pdf => (0, pdf::TEXT_VERSION),
            Self::Other(kind) => (1 + Kind::ALL.iter().position(|other| *other == kind).unwrap_or_default(), document::READ_VERSION),
        };
        Hash::of_parts([content.as_bytes().as_slice(), &(number as u64).to_le_bytes(), &version.to_le_bytes()])
    }
}

impl UnreadText {
    /// What tells its reading from every other.
    pub fn key(&self) -> Hash {
        self.form.key(self.hash)
    }
}
