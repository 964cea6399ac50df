//! The directives: what may stand between `:::name{…}` and `:::`, each a typed record.
//!
//! Attributes follow one grammar and are read by the same mechanism as front matter. What a
//! directive looks like is a template of the theme.

use crate::entry::{List, Passage, Selection};
use crate::value::{
    AnyRef, At, DocumentRef, LanguageTag, PartialDate, PictureRef, Reader, Record, RecordInfo, RecordingRef, SourceRef, Table, Value, choice, record,
};

record! {
    /// A quotation with its source. The body is verbatim; a translation holds one nested `original`.
    pub struct Quote {
        with place: Passage,
        /// The document that holds the words, or the recording in which they are heard.
        shared source: SourceRef,
        /// Who translated the passage; requires a nested `original`.
        shared translator: Option<String>,
    }
}

record! {
    /// The words of the source in their own language, inside a translated `quote` or `accusation`.
    pub struct Original {
        /// The language of the original.
        shared language: LanguageTag,
    }
}

record! {
    /// A statement, shown as a card with its first words.
    pub struct StatementCard {
        /// The statement.
        shared entry: AnyRef,
    }
}

record! {
    /// A teaser of an entry: title, lead and picture. The body, if there is one, replaces the lead.
    pub struct Teaser {
        /// The entry.
        shared entry: AnyRef,
    }
}

record! {
    /// A list of entries. The body, if there is one, stands above it.
    pub struct ListOf {
        with selection: Selection,
        /// How many at most; without it, 6.
        shared limit: Option<u32>,
    }
}

record! {
    /// A document in the middle of a text: its card, a page with its marks, a message, or a thread of a correspondence.
    pub struct DocumentView {
        with place: Passage,
        /// The document.
        shared entry: DocumentRef,
        /// In an answer: for or against the accusation.
        shared side: Option<Side>,
        /// Of a correspondence: all its messages, or with `message` those that answer each other with that one.
        shared thread: bool,
    }
}

choice! {
    /// Which side a document supports in an answer.
    pub enum Side {
        /// It supports the accusation.
        For = "for",
        /// It speaks against the accusation.
        Against = "against",
    }
}

record! {
    /// A short quotation by an author, set apart. It is not verified unless it names a source.
    pub struct Aphorism {
        with place: Passage,
        /// Who said it.
        shared by: String,
        /// Where it stands, in words.
        shared work: Option<String>,
        /// The document that holds the words, or the recording in which they are heard.
        shared source: Option<SourceRef>,
        /// Who translated the words; requires a nested `original`.
        shared translator: Option<String>,
    }
}

record! {
    /// In an answer: what the accuser said, verbatim.
    pub struct Accusation {
        with place: Passage,
        /// The document that holds the words, or the recording in which they are heard.
        shared source: SourceRef,
        /// Who translated the words; requires a nested `original`.
        shared translator: Option<String>,
    }
}

record! {
    /// In an answer: what the accused says to it.
    pub struct AnswerPart {}
}

record! {
    /// In an answer: what nobody disputes.
    pub struct Undisputed {}
}

record! {
    /// In an answer: what the other side says to it, in its own words; or `asked` without a text, when it did not reply.
    pub struct Reply {
        with place: Passage,
        /// Who replied or was asked.
        shared by: String,
        /// When the other side was asked.
        shared asked: Option<PartialDate>,
        /// When it replied.
        shared date: Option<PartialDate>,
        /// The document that holds the reply, or the recording in which it is heard.
        shared source: Option<SourceRef>,
        /// Who translated the words; requires a nested `original`.
        shared translator: Option<String>,
    }
}

record! {
    /// A picture with its caption, which is the body.
    pub struct Figure {
        /// The picture, beside the entry.
        shared src: PictureRef,
        /// What the picture shows, for those who don't see it.
        shared alt: Option<String>,
        /// The picture adds nothing to the text and needs no description.
        shared decorative: bool,
        /// Who made it.
        shared credit: Option<String>,
    }
}

record! {
    /// Several `figure`s side by side.
    pub struct Gallery {
        /// What the pictures show together.
        shared title: Option<String>,
    }
}

record! {
    /// A film or sound by reference to its entry.
    pub struct RecordingView {
        /// The recording.
        shared entry: RecordingRef,
    }
}

record! {
    /// An aside in the voice of the editor.
    pub struct Note {
        /// Its heading.
        shared title: Option<String>,
    }
}

record! {
    /// Text that readers unfold.
    pub struct Foldable {
        /// The line that stays visible.
        shared summary: String,
    }
}

record! {
    /// Numbered steps: the body is one numbered list.
    pub struct Steps {}
}

record! {
    /// The way to write to the owner about a topic.
    pub struct Form {
        /// A topic of `site.toml`.
        shared topic: At<String>,
    }
}

/// Declares the directives by their names: the enum, its reading and its reference.
macro_rules! directives {
    ($( $name:literal => $variant:ident, )+) => {
        /// A directive with its attributes.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "each variant is its record")]
        pub enum Directive { $( $variant($variant), )+ }

        impl Directive {
            /// The names and declarations of all directives, in the order of the handbook.
            pub const ALL: &'static [(&'static str, RecordInfo)] = &[$( ($name, <$variant as Record>::INFO), )+];

            /// The name as it is written.
            pub const fn name(&self) -> &'static str {
                match self { $( Self::$variant(_) => $name, )+ }
            }

            /// Reads the attributes of the directive called `name`; `None` if they are wrong (reported)
            /// or no directive has this name (which the caller reports).
            pub fn read(name: &str, attributes: &Value, reader: &mut Reader<'_>) -> Option<Self> {
                match name {
                    $( $name => <$variant as Record>::read_table(attributes, reader).map(Self::$variant), )+
                    _ => None,
                }
            }
        }
    };
}

directives! {
    "quote" => Quote,
    "original" => Original,
    "statement" => StatementCard,
    "teaser" => Teaser,
    "list" => ListOf,
    "document" => DocumentView,
    "aphorism" => Aphorism,
    "accusation" => Accusation,
    "answer" => AnswerPart,
    "undisputed" => Undisputed,
    "reply" => Reply,
    "figure" => Figure,
    "gallery" => Gallery,
    "recording" => RecordingView,
    "note" => Note,
    "details" => Foldable,
    "steps" => Steps,
    "form" => Form,
}

impl ListOf {
    /// The same list as a page would declare it.
    pub fn as_list(&self) -> List {
        List { selection: self.selection.clone(), limit: Some(self.limit.unwrap_or(6)), ..List::of_section() }
    }
}

/// The attributes of a directive as the table that records are read from.
pub(super) fn as_value(table: Table) -> Value {
    Value { span: table.span, data: crate::value::Data::Table(table) }
}
