//! The fields that every entry has, whatever its kind.

use super::{Kind, List};
use crate::value::{At, LanguageTag, MainPictureRef, Moment, PartialDate, Slug, record};

record! {
    /// The fields that every kind of entry has.
    pub struct Common {
        /// The title, as plain text.
        own title: String,
        /// The words of the title that its page marks, as a passage of a document is marked.
        own marked: Option<At<String>>,
        /// One or two sentences: the lead of the page, and its text in lists, feeds and search engines.
        own description: Option<String>,
        /// The kind, where it is not the one that the section gives to its children.
        shared kind: Option<Kind>,
        /// The date that lists order by and readers see: of the text, the fact, the publication. Without one, a talk is listed by its day and a book by its year.
        shared date: Option<PartialDate>,
        /// The main picture: the portrait of a person, the poster of a recording.
        shared image: Option<MainPictureRef>,
        /// What the picture shows, for those who don't see it.
        text image_alt: Option<String>,
        /// The picture adds nothing to the text and needs no description.
        shared image_decorative: bool,
        /// Who made the picture.
        text image_credit: Option<String>,
        /// The last part of the address; without it, that of the entry's first file, else the name of the file.
        own slug: Option<At<Slug>>,
        /// Old addresses of this page, from the root (`"/old/page/"`); each leads here for ever.
        own aliases: Vec<At<String>>,
        /// A shorter title for menus.
        own menu_title: Option<String>,
        /// Subjects; each gets a page that lists its entries.
        shared tags: Vec<String>,
        /// The place in a list that is ordered by `weight`; small numbers come first, then what has none, the latest first.
        shared weight: Option<i64>,
        /// Asks search engines to leave the page out.
        shared noindex: bool,
        /// Not finished: shown while drafting, never live.
        shared draft: bool,
        /// From when on the entry is live.
        shared publish_at: Option<Moment>,
        /// Until when the entry is live.
        shared expire_at: Option<Moment>,
        /// What was wrong on this page and when it was mended; shown on the page and on the page of corrections.
        own corrections: Vec<Correction>,
        /// The language of the original where it is not the site's first language.
        shared original: Option<At<LanguageTag>>,
        /// The hash of the original text that this file translates; `casebook translated FILE` writes it.
        own translates: Option<At<String>>,
        /// The kind of the entries in this folder (only in `_index.md`).
        shared children: Option<Kind>,
        /// The list that this page shows (in `_index.md`: of its own entries, if nothing else is said).
        shared list: Option<List>,
    }
}

record! {
    /// A correction that readers are told of.
    pub struct Correction {
        /// The day on which it was mended.
        shared date: PartialDate,
        /// What was wrong and what it says now.
        own text: String,
    }
}
