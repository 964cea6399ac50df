//! A document: what it is, its files, and how it came here.

use crate::value::{At, Boxed, FileRef, LanguageTag, Localised, PartialDate, SheetRef, Slug, TranscriptionRef, record};
use std::borrow::Cow;

record! {
    /// A piece of evidence: its files, what it is, and how it came here.
    pub struct Document {
        /// What it is: "Typed minutes, six pages".
        text form: String,
        /// Its files; readers download them.
        shared files: Vec<DocumentFile>,
        /// In which language it is written.
        shared language: Option<LanguageTag>,
        /// Who wrote or made it.
        text author: Option<String>,
        /// From whom it was received, how and when.
        shared received: Option<Received>,
        /// Through whose hands it went before.
        shared custody: Vec<Custody>,
        /// What was made unreadable, and why.
        shared redactions: Vec<Redaction>,
        /// Who holds the rights, and by what right it is published.
        text rights: Option<String>,
        /// Pages that its own page shows large, with the passages to be marked.
        shared pages: Vec<PagePicture>,
    }
}

record! {
    /// One file of a document.
    pub struct DocumentFile {
        /// The file, beside the entry.
        shared file: FileRef,
        /// What readers call it; without it, the document's title.
        shared title: Option<Localised>,
        /// Of a scan or photograph: a text file with what stands on it, a form feed between two pages.
        shared transcription: Option<TranscriptionRef>,
        /// Who transcribed it.
        shared transcribed_by: Option<Localised>,
    }
}

record! {
    /// How a document was received.
    pub struct Received {
        /// From whom.
        shared from: Localised,
        /// How: by post, by e-mail, from an archive.
        shared how: Option<Localised>,
        /// When.
        shared date: Option<PartialDate>,
    }
}

record! {
    /// One hand that a document went through.
    pub struct Custody {
        /// Who held it.
        shared holder: Localised,
        /// From when on.
        shared date: Option<PartialDate>,
        /// What happened there.
        shared note: Option<Localised>,
    }
}

record! {
    /// Something that was made unreadable.
    pub struct Redaction {
        /// On which page, counted from 1.
        shared page: Option<u32>,
        /// Why.
        shared reason: Localised,
    }
}

record! {
    /// A page that the document's own page shows large.
    pub struct PagePicture {
        /// The page, counted from 1.
        shared page: At<u32>,
        /// What is printed on the page as its number, where it differs: "411", "iv".
        shared label: Option<At<String>>,
        /// Its picture, beside the entry; none where it is drawn from the document's file, as the pages of a PDF are.
        shared file: Option<SheetRef>,
        /// What the picture shows, for those who don't see it.
        shared alt: Localised,
        /// The passages to be marked.
        shared marks: Vec<Mark>,
    }
}

impl PagePicture {
    /// The page as readers name it: by what is printed on it, else by its number.
    pub fn printed(&self) -> Cow<'_, str> {
        self.label.as_ref().map_or_else(|| Cow::Owned(self.page.value.to_string()), |label| Cow::Borrowed(label.value.as_str()))
    }
}

record! {
    /// A marked passage on the picture of a page.
    pub struct Mark {
        /// The name that links point to (`#m1`).
        shared name: At<Slug>,
        /// The rectangles that cover it, one a line: from the left, from the top, width and height, in thousandths of the picture's sides.
        shared boxes: Vec<Boxed>,
        /// The words that stand there.
        shared text: Option<String>,
    }
}
