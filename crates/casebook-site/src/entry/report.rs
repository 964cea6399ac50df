//! A report: something that the press published.

use super::WordsSource;
use crate::value::{At, LanguageTag, Length, PersonRef, Url, choice, record};

record! {
    /// Something that the press published. The title is the headline as it was printed.
    pub struct Report {
        /// The newspaper, magazine, station or site.
        shared outlet: String,
        /// Who wrote or made it.
        shared authors: Vec<String>,
        /// In which language it appeared.
        shared language: LanguageTag,
        /// What it is; without it, an article.
        shared medium: Option<Medium>,
        /// Its address.
        shared url: Option<Url>,
        /// The address of an archived copy.
        shared archived: Option<Url>,
        /// A passage of it, in its own language.
        shared excerpt: Option<At<String>>,
        /// The document or recording of this site that holds the report: the excerpt is compared with it.
        shared source: Option<WordsSource>,
        /// How long a podcast, film or broadcast is.
        shared length: Option<Length>,
        /// Whom it is about, among the persons of this site.
        shared persons: Vec<PersonRef>,
    }
}

choice! {
    /// What a press report is.
    pub enum Medium {
        /// Something to read.
        Article = "article",
        /// Something to hear, made for the internet.
        Podcast = "podcast",
        /// Something to see.
        Film = "film",
        /// A programme on radio or television.
        Broadcast = "broadcast",
    }
}
