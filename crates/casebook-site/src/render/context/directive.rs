//! What the templates of directives see. Each also sees `language`, the language of the page.

use super::{
    DateContext, DocumentContext, Html, LanguageContext, LinkContext, ListContext, MessageContext, PagePictureContext, PictureContext, SourceContext,
};
use serde::Serialize;

/// Somebody's words: the whole context of `quote` and `accusation`, a part of `aphorism` and `reply`.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteContext {
    /// Where the document's own page leads back to; for the first place of a page that quotes the passage.
    pub id: Option<String>,
    /// The words.
    pub body: Html,
    /// Whether some are emphasised that the document doesn't emphasise, or not known to.
    pub emphasised: bool,
    /// The document in which they stand.
    pub source: Option<SourceContext>,
    /// Who translated them.
    pub translator: Option<String>,
    /// The words in their own language.
    pub original: Option<OriginalContext>,
}

/// The original of translated words.
#[derive(Clone, Debug, Serialize)]
pub struct OriginalContext {
    /// Its language.
    pub language: LanguageContext,
    /// The words.
    pub body: Html,
    /// Whether they stand in their source, which they then show.
    pub proved: bool,
}

/// `aphorism`.
#[derive(Clone, Debug, Serialize)]
pub struct AphorismContext {
    /// The words.
    pub words: QuoteContext,
    /// Who said it.
    pub by: String,
    /// Where it stands, in words.
    pub work: Option<String>,
}

/// `answer`, `undisputed`, `details`, `note`, `gallery`, `steps`: a body with perhaps a title.
#[derive(Clone, Debug, Serialize)]
pub struct PartContext {
    /// The heading or summary.
    pub title: Option<String>,
    /// The text.
    pub body: Html,
}

/// `reply`.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyContext {
    /// Who replied or was asked.
    pub by: String,
    /// When the other side was asked.
    pub asked: Option<DateContext>,
    /// When it replied.
    pub date: Option<DateContext>,
    /// Its words; `None` where it did not reply.
    pub words: Option<QuoteContext>,
}

/// `statement`, `teaser`: an entry in the middle of a text.
#[derive(Clone, Debug, Serialize)]
pub struct TeaserOfContext {
    /// The entry.
    pub item: super::TeaserContext,
    /// The text that replaces the lead.
    pub body: Option<Html>,
}

/// `list`.
#[derive(Clone, Debug, Serialize)]
pub struct ListOfContext {
    /// The text above the list.
    pub body: Option<Html>,
    /// The entries.
    pub list: ListContext,
    /// The section's own page, for all of them.
    pub all: Option<AllContext>,
}

/// The way to all entries of a section.
#[derive(Clone, Debug, Serialize)]
pub struct AllContext {
    /// The section's own page.
    pub link: LinkContext,
    /// What kind they are of (`mixed` for several), where the page lists them.
    pub kind: Option<&'static str>,
    /// How many there are.
    pub total: usize,
}

/// `document`.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentViewContext {
    /// The document's page; where a place is named, that place, and the passage there that the site quotes.
    pub link: LinkContext,
    /// Its date.
    pub date: Option<DateContext>,
    /// Its lead.
    pub lead: Option<String>,
    /// What is known of it.
    pub document: DocumentContext,
    /// The page to show, where there is a picture of it.
    pub page: Option<PagePictureContext>,
    /// The messages to show.
    pub messages: Vec<MessageContext>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// The place in words: "page 3".
    pub place: Option<String>,
    /// In an answer: `for` or `against` the accusation.
    pub side: Option<&'static str>,
    /// What the text says of it.
    pub body: Option<Html>,
}

/// `figure` and a picture in a paragraph.
#[derive(Clone, Debug, Serialize)]
pub struct FigureContext {
    /// The picture.
    pub picture: PictureContext,
    /// Of a figure that is no drawing: the address of its largest picture.
    pub largest: Option<String>,
    /// The caption.
    pub body: Option<Html>,
}

/// `form`.
#[derive(Clone, Debug, Serialize)]
pub struct FormContext {
    /// The topic in words.
    pub topic: String,
    /// The text above.
    pub body: Option<Html>,
    /// The owner's address.
    pub contact: String,
    /// A `mailto:` link with the topic as its subject.
    pub mailto: String,
}

/// The notes below a text.
#[derive(Clone, Debug, Serialize)]
pub struct FootnotesContext {
    /// The notes in order.
    pub notes: Vec<FootnoteContext>,
}

/// A footnote.
#[derive(Clone, Debug, Serialize)]
pub struct FootnoteContext {
    /// Its number, from 1; its id is `fn-1`, its mentions are `fnref-1`, `fnref-1-2` …
    pub number: usize,
    /// Its text.
    pub body: Html,
    /// The ids of its mentions.
    pub mentions: Vec<String>,
}
