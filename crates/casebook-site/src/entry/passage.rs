//! Where in a document something stands: the same fields for whatever names a place.

use super::document::{Document, PagePicture};
use crate::value::{At, SourceRef, record};

record! {
    /// Where in a document something stands.
    pub struct Passage {
        /// The file, where several of the document's files say something: its name without ending. Without it, all of them are looked through.
        shared file: Option<String>,
        /// The page, counted from 1.
        shared page: Option<u32>,
        /// The label that is printed on the page, where it isn't its number.
        shared label: Option<String>,
        /// The message of a correspondence, counted from 1.
        shared message: Option<u32>,
        /// The paragraph of a text without pages, counted from 1.
        shared paragraph: Option<u32>,
        /// The time in a recording: `"12:05"`.
        shared at: Option<String>,
        /// Which occurrence, where the words stand there more than once.
        shared nth: Option<u32>,
    }
}

record! {
    /// Where words stand in a document, or are heard in a recording.
    pub struct WordsSource {
        with place: Passage,
        /// The document, or the recording.
        shared document: At<SourceRef>,
    }
}

impl Passage {
    /// A page, if one is named.
    pub const fn of_page(page: Option<u32>) -> Self {
        Self { file: None, page, label: None, message: None, paragraph: None, at: None, nth: None }
    }

    /// The picture of the page that it names, by number or by what is printed on it. Pictures are those of the first file
    /// that says something.
    pub fn picture_in<'d>(&self, document: &'d Document) -> Option<&'d PagePicture> {
        let is_of_first = self.file.as_ref().is_none_or(|file| document.parts().first().is_some_and(|part| part.name == *file));
        let is_it = |picture: &&PagePicture| match (self.page, &self.label) {
            (Some(page), _) => picture.page.value == page,
            (None, Some(label)) => picture.printed() == *label,
            (None, None) => false,
        };
        document.pages.iter().find(is_it).filter(|_| is_of_first)
    }
}
