//! A document: what it is, its files, and how it came here.

use crate::check::file_name;
use crate::evidence::Form;
use crate::markdown::slugify;
use crate::source::SitePath;
use crate::value::{At, Boxed, FileRef, LanguageTag, Localised, PartialDate, SheetRef, Slug, TranscriptionRef, choice, record};
use casebook_evidence::document::Kind;
use rustc_hash::FxHashSet;
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
        /// Whether readers can load it as it is; without it, they can. Its pages or messages are shown in any case.
        shared download: Option<bool>,
        /// What of it is seen on purpose, though a warning says that it may hurt somebody.
        shared accepts: Vec<Exposure>,
    }
}

choice! {
    /// What a file shows that somebody may not have meant to show.
    pub enum Exposure {
        /// Addresses of people in the words of mails.
        Addresses = "addresses",
        /// What the heads of mails say to whoever loads the file: hidden recipients, and the way of each message.
        Heads = "heads",
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

/// A file of a document that says something, by itself or by its transcription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its place among the files.
    pub file: usize,
    /// What addresses and quotations call it.
    pub name: String,
    /// What is read for its text.
    pub path: &'a SitePath,
    /// How.
    pub form: Form,
}

impl Document {
    /// Its files that say something, in order. Each has a name of its own: that of the file without its ending, else with
    /// it, else with a number.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let mut names: FxHashSet<String> = FxHashSet::default();
        let mut parts = Vec::new();
        for (file, (path, form)) in self.files.iter().enumerate().filter_map(|(place, file)| Some((place, file.form()?))) {
            let named = self.files[file].file.path();
            let short = file_name(named);
            let long = slugify(&format!("{short}-{}", named.extension()), "");
            let numbered = (2..).map(|number: usize| format!("{short}-{number}"));
            let free = [short.clone(), long].into_iter().chain(numbered).find(|name| !names.contains(name));
            let name = free.unwrap_or_default();
            names.insert(name.clone());
            parts.push(Part { file, name, path, form });
        }
        parts
    }
}

impl DocumentFile {
    /// Which file is read for its text, and how; none if it says nothing.
    fn form(&self) -> Option<(&SitePath, Form)> {
        match &self.transcription {
            Some(transcription) => Some((transcription.path(), Form::Other(Kind::Transcription))),
            None => Some((self.file.path(), Form::of(self.file.path())?)),
        }
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
