//! Lists of entries and the teasers that they are made of.

use super::{DateContext, LanguageContext, LinkContext, PersonContext, PictureContext, SourceContext};
use serde::Serialize;

/// A list of entries.
#[derive(Clone, Debug, Serialize)]
pub struct ListContext {
    /// The kind of all its entries, or `mixed`.
    pub kind: &'static str,
    /// How many entries there are on all pages of the list.
    pub total: usize,
    /// The entries under their headings; one group without a title where there are no headings.
    pub groups: Vec<GroupContext>,
    /// Links that narrow the list.
    pub filters: Vec<FilterContext>,
    /// The pages of the list, where there is more than one.
    pub pager: Option<PagerContext>,
}

/// Entries under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct GroupContext {
    /// The heading.
    pub title: Option<String>,
    /// The entries.
    pub items: Vec<TeaserContext>,
}

/// Links that narrow a list by one property.
#[derive(Clone, Debug, Serialize)]
pub struct FilterContext {
    /// The property: `language`, `profession` …
    pub facet: &'static str,
    /// Its name in words.
    pub title: String,
    /// The choices, all entries first.
    pub choices: Vec<ChoiceContext>,
}

/// One choice of a filter.
#[derive(Clone, Debug, Serialize)]
pub struct ChoiceContext {
    /// Its name.
    pub title: String,
    /// The narrowed list.
    pub url: String,
    /// How many entries it has.
    pub count: usize,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// The pages of a list.
#[derive(Clone, Debug, Serialize)]
pub struct PagerContext {
    /// This page, from 1.
    pub current: usize,
    /// How many there are.
    pub total: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// An entry in a list.
#[derive(Clone, Debug, Serialize)]
pub struct TeaserContext {
    /// Its kind.
    pub kind: &'static str,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The language of title and lead where it is not the language of the page.
    pub language: Option<LanguageContext>,
    /// Its description, else the beginning of its text.
    pub lead: Option<String>,
    /// Its date.
    pub date: Option<DateContext>,
    /// Its picture.
    pub image: Option<PictureContext>,
    /// Of a document: its first page.
    pub sheet: Option<PictureContext>,
    /// Of a statement: who speaks. Of a person: the person.
    pub person: Option<PersonContext>,
    /// Of a statement: its first words. The language is `voice_language` where it differs from the page's.
    pub voice: Option<String>,
    /// The language of `voice`, for `lang` and quotation marks.
    pub voice_language: Option<LanguageContext>,
    /// Of a book: which of the five drawn covers it has where it has no other, from 1.
    pub tone: Option<u8>,
    /// Whether it is something to hear.
    pub sound: bool,
    /// Of a statement: the occasion. Of a document: its form. Of a talk: the place. Of a report: the outlet. Of a book: who wrote it.
    pub detail: Option<String>,
    /// Of reports, recordings, talks: their own language.
    pub own_language: Option<LanguageContext>,
    /// Of reports and recordings: article, podcast, film … in words.
    pub medium: Option<String>,
    /// Of reports and recordings: how long.
    pub length: Option<String>,
    /// Of an event: the turning point.
    pub turning_point: bool,
    /// Of an event: what it rests on.
    pub sources: Vec<SourceContext>,
    /// Of a talk: it is over.
    pub past: bool,
    /// Of a book: the languages of its editions, in words.
    pub languages: Option<String>,
    /// Of a book: the year of the work.
    pub year: Option<u32>,
    /// Of a programme: its steps.
    pub steps: Vec<LinkContext>,
    /// Whether it is a draft.
    pub draft: bool,
}
