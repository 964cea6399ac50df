//! A book: the work, its editions and translations.

use crate::value::{Country, CoverRef, Isbn, LanguageTag, Localised, Url, record};

record! {
    /// A work and its editions.
    pub struct Book {
        /// Who wrote it, as on the cover.
        shared authors: Vec<String>,
        /// The subtitle.
        text subtitle: Option<String>,
        /// The year in which the work first appeared.
        shared year: Option<u32>,
        /// Its editions and translations, the first one first.
        shared editions: Vec<Edition>,
        /// Its prizes.
        shared prizes: Vec<Prize>,
    }
}

record! {
    /// One edition of a work.
    pub struct Edition {
        /// Its language.
        shared language: LanguageTag,
        /// Its title, where it has one of its own.
        shared title: Option<String>,
        /// The publisher.
        shared publisher: Option<String>,
        /// The year.
        shared year: Option<u32>,
        /// The number of the edition.
        shared isbn: Option<Isbn>,
        /// Who translated it.
        shared translator: Option<String>,
        /// What kind of edition: hardcover, paperback, audiobook.
        shared form: Option<Localised>,
        /// The cover, beside the entry.
        shared cover: Option<CoverRef>,
        /// The countries where it can be had.
        shared available: Vec<Country>,
        /// Where it is sold or described.
        shared url: Option<Url>,
    }
}

record! {
    /// A prize.
    pub struct Prize {
        /// Its name.
        shared name: Localised,
        /// The year.
        shared year: Option<u32>,
    }
}
