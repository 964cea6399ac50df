//! Why a document can't be read, in words for the person who has it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a document can't be read. What it prints is what is wrong with it; [`Failure::advice`] is what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Failure {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file has more bytes than are read.
    #[error("the file has {} MB; a document of this kind may have {}", megabytes(*.len), megabytes(*.most))]
    TooLong {
        /// How many it has.
        len: u64,
        /// How many it may have.
        most: u64,
    },
    /// Unpacked, it has more bytes than are read.
    #[error("unpacked, the file has more than {} MB", megabytes(*.most))]
    TooLarge {
        /// How many it may have.
        most: u64,
    },
    /// It has more parts than are read.
    #[error("the file has more than {most} {parts}")]
    TooMany {
        /// Of what.
        parts: Parts,
        /// How many it may have.
        most: u64,
    },
    /// Its parts lie in one another, deeper than a document needs.
    #[error("parts of the file are nested too deeply")]
    TooDeep,
    /// It is made in a way that would take reading it very long.
    #[error("the file is made in such a way that reading it would take too long")]
    TooIntricate,
    /// What the file says makes no sense.
    #[error("the file is damaged")]
    Damaged,
    /// It opens with a password, or is of an old format that looks the same from outside.
    #[error("the file is locked with a password, or of a format from before 2007")]
    Locked,
    /// The file is something else than its name says.
    #[error("the file is {0}")]
    Foreign(Wanted),
    /// Reading took longer than a document may take.
    #[error("reading the document takes longer than a document may take")]
    OutOfTime,
    /// Reading broke, each time that it was tried.
    #[error("reading the document fails, each time that it is tried")]
    Crashed,
    /// It is a PDF that can't be read.
    #[error(transparent)]
    Pdf(#[from] crate::pdf::Failure),
    /// There is no such message or attachment.
    #[error("there is no such part in the file")]
    NoSuchPart,
}

/// What there can be too many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Parts {
    /// Messages of a mailbox.
    Messages,
    /// Files in an archive.
    Files,
    /// Paragraphs, pages or cues.
    Segments,
}

/// What a file should be by its name, and isn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// A message; no field of one is at its head.
    Mail,
    /// A mailbox; no line begins a message.
    Mailbox,
    /// A text of Word; it is no archive, or one of something else.
    Docx,
    /// Text.
    Text,
}

impl Failure {
    /// What the owner of the document can do.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Empty | Self::Damaged | Self::TooIntricate | Self::TooDeep | Self::OutOfTime | Self::Crashed => {
                "copy the file from its origin again; if it is the same there, open it in the program that made it and save it anew"
            }
            Self::TooLong { .. } | Self::TooMany { .. } => "save it as several files, each a document of its own",
            Self::TooLarge { .. } => "open it in the program that made it, take out what the text doesn't need, and save it anew",
            Self::Locked => "open it in the program that made it, and save it as .docx without a password",
            Self::Foreign(foreign) => foreign.advice(),
            Self::Pdf(failure) => failure.advice(),
            Self::NoSuchPart => "look at the contents of the document for what it has",
        }
    }
}

impl Wanted {
    const fn advice(self) -> &'static str {
        match self {
            Self::Mail => "save the message from the mail program as .eml, with its head",
            Self::Mailbox => "export the folder from the mail program as .mbox; a single message is an .eml",
            Self::Docx => "open it in the program that made it, and save it as .docx",
            Self::Text => "give its name the ending of what it is",
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mail => "no message: it has no head that says from whom, to whom or what about",
            Self::Mailbox => "no mailbox: no line in it begins a message",
            Self::Docx => "no text of Word",
            Self::Text => "no text",
        })
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Messages => "messages",
            Self::Files => "files in it",
            Self::Segments => "paragraphs",
        })
    }
}

/// Rounded up, so that a file over the limit never seems to be at the limit.
const fn megabytes(len: u64) -> u64 {
    len.div_ceil(1_000_000)
}
