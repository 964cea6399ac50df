//! What an entry is: one thing that the site tells of, in one or more languages, typed by kind.
//!
//! One file per kind. A kind is a record of fields; what it looks like is the theme's, how entries
//! hang together is `check`'s.

mod answer;
mod book;
mod common;
mod document;
mod event;
mod list;
mod page;
mod passage;
mod person;
mod programme;
mod recording;
mod report;
mod statement;
mod talk;

pub use answer::Answer;
pub use book::{Book, Edition as BookEdition, Prize};
pub use common::{Common, Correction};
pub use document::{Custody, Document, DocumentFile, Exposure, Mark, PagePicture, Part, Received, Redaction};
pub use event::{Event, EventSource};
pub use list::{Facet, Grouping, List, Order, Selection};
pub use page::Page;
pub use passage::{Passage, WordsSource};
pub use person::{Person, PersonLink};
pub use programme::Programme;
pub use recording::{Captions, Medium as RecordingMedium, Recording};
pub use report::{Medium as ReportMedium, Report};
pub use statement::{Permission, Statement};
pub use talk::Talk;

use crate::value::{Fields, Record, RecordInfo, choice};

choice! {
    /// What kind of thing an entry tells of.
    pub enum Kind {
        /// Text and directives; also the home page and every section.
        Page = "page",
        /// One person's own words.
        Statement = "statement",
        /// An accusation and what disproves it.
        Answer = "answer",
        /// A piece of evidence with its files and where they came from.
        Document = "document",
        /// Somebody who speaks or is spoken of.
        Person = "person",
        /// A work with its editions and translations.
        Book = "book",
        /// Something that the press published.
        Report = "report",
        /// A film or sound.
        Recording = "recording",
        /// A dated fact of the chronology.
        Event = "event",
        /// A talk, reading or appearance.
        Talk = "talk",
        /// An ordered set of steps.
        Programme = "programme",
    }
}

/// What an entry holds beyond the fields that all kinds have.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each variant is its record")]
pub enum Details {
    Page(Page),
    Statement(Statement),
    Answer(Answer),
    Document(Document),
    Person(Person),
    Book(Book),
    Report(Report),
    Recording(Recording),
    Event(Event),
    Talk(Talk),
    Programme(Programme),
}

impl Kind {
    /// The declaration of the kind's own fields.
    pub const fn info(self) -> RecordInfo {
        match self {
            Self::Page => Page::INFO,
            Self::Statement => Statement::INFO,
            Self::Answer => Answer::INFO,
            Self::Document => Document::INFO,
            Self::Person => Person::INFO,
            Self::Book => Book::INFO,
            Self::Report => Report::INFO,
            Self::Recording => Recording::INFO,
            Self::Event => Event::INFO,
            Self::Talk => Talk::INFO,
            Self::Programme => Programme::INFO,
        }
    }

    /// Reads the kind's own fields.
    pub fn read(self, fields: &mut Fields<'_, '_>) -> Option<Details> {
        Some(match self {
            Self::Page => Details::Page(Page::read_fields(fields)?),
            Self::Statement => Details::Statement(Statement::read_fields(fields)?),
            Self::Answer => Details::Answer(Answer::read_fields(fields)?),
            Self::Document => Details::Document(Document::read_fields(fields)?),
            Self::Person => Details::Person(Person::read_fields(fields)?),
            Self::Book => Details::Book(Book::read_fields(fields)?),
            Self::Report => Details::Report(Report::read_fields(fields)?),
            Self::Recording => Details::Recording(Recording::read_fields(fields)?),
            Self::Event => Details::Event(Event::read_fields(fields)?),
            Self::Talk => Details::Talk(Talk::read_fields(fields)?),
            Self::Programme => Details::Programme(Programme::read_fields(fields)?),
        })
    }
}

impl Details {
    /// The kind of entry that has these details.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Page(_) => Kind::Page,
            Self::Statement(_) => Kind::Statement,
            Self::Answer(_) => Kind::Answer,
            Self::Document(_) => Kind::Document,
            Self::Person(_) => Kind::Person,
            Self::Book(_) => Kind::Book,
            Self::Report(_) => Kind::Report,
            Self::Recording(_) => Kind::Recording,
            Self::Event(_) => Kind::Event,
            Self::Talk(_) => Kind::Talk,
            Self::Programme(_) => Kind::Programme,
        }
    }
}
