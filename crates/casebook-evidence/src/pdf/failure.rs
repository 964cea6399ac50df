//! Why a PDF can't be read, in words for the person who has it.

use serde::{Deserialize, Serialize};

/// Why a PDF can't be read. What it prints is what is wrong with the file; [`Failure::advice`] is what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Failure {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file has more bytes than are read.
    #[error("the file has {} MB; a document may have {}", .len.div_ceil(1_000_000), .most.div_ceil(1_000_000))]
    TooLong {
        /// How many it has.
        len: u64,
        /// How many it may have.
        most: u64,
    },
    /// The file is something else.
    #[error("the file is no PDF")]
    Foreign,
    /// The file can't be opened without a password.
    #[error("the file is locked with a password")]
    Encrypted,
    /// What the file says makes no sense.
    #[error("the file is damaged")]
    Damaged,
    /// The file has no page.
    #[error("the file has no pages")]
    NoPages,
    /// The file has more pages than are read.
    #[error("the file has {pages} pages; a document may have {most}")]
    TooManyPages {
        /// How many it has.
        pages: u32,
        /// How many it may have.
        most: u32,
    },
    /// A page was asked for that doesn't exist.
    #[error("there is no page {page}: the file has {pages}")]
    NoSuchPage {
        /// Which one.
        page: u32,
        /// How many there are.
        pages: u32,
    },
    /// A page has more letters than are read.
    #[error("page {page} has more than {most} letters")]
    TooManyLetters {
        /// Which one.
        page: u32,
        /// How many it may have.
        most: u32,
    },
    /// Reading took more memory than a document may take.
    #[error("reading the document takes more memory than a document may take")]
    OutOfMemory,
    /// Reading took longer than a document may take.
    #[error("reading the document takes longer than a document may take")]
    OutOfTime,
    /// Reading broke, each time it was tried.
    #[error("reading the document fails, each time that it is tried")]
    Crashed,
}

impl Failure {
    /// What the owner of the file can do.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Empty => "copy the file from its origin again",
            Self::Encrypted => "open it with its password and save it without one",
            Self::Foreign => "give its name the ending of what it is, or copy it from its origin again",
            Self::Damaged | Self::Crashed | Self::OutOfMemory | Self::OutOfTime => {
                "copy the file from its origin again; if it is the same there, open it in a PDF program and print it into a new file"
            }
            Self::NoPages => "copy the file from its origin again; there is nothing in this one to show",
            Self::TooLong { .. } | Self::TooManyPages { .. } => "split it into several files",
            Self::TooManyLetters { .. } => "print the page into a new file, or show it as a picture with a transcription",
            Self::NoSuchPage { .. } => "pages are counted from 1, whatever is printed on them",
        }
    }
}
