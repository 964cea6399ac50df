//! What every page has: the site around it, its head, its entry.

use super::{DateContext, DocumentViewContext, Html, LanguageContext, LinkContext, ListContext, PictureContext};
use serde::Serialize;

/// The site around a page, the same for all pages of a language.
#[derive(Clone, Debug, Serialize)]
pub struct SiteContext {
    /// The name of the site.
    pub title: String,
    /// One sentence on it.
    pub description: Option<String>,
    /// Who is responsible.
    pub owner: String,
    /// The language of the interface.
    pub language: LanguageContext,
    /// The home page in this language.
    pub home: String,
    /// The main menu.
    pub menu: Vec<LinkContext>,
    /// The columns of the footer.
    pub footer: Vec<FooterContext>,
    /// A sentence in every footer.
    pub footer_note: Option<String>,
    /// The feed of the whole site in this language.
    pub feed: String,
    /// The page of all feeds.
    pub feeds: String,
    /// The calendar of all talks, where there are any.
    pub calendar: Option<String>,
    /// The page of corrections, where there are any.
    pub corrections: Option<String>,
    /// The style sheet.
    pub stylesheet: String,
    /// The fonts that every page needs at once.
    pub fonts: Vec<String>,
    /// The little picture in browser tabs.
    pub icon: Option<String>,
}

/// A column of the footer.
#[derive(Clone, Debug, Serialize)]
pub struct FooterContext {
    /// Its heading.
    pub title: String,
    /// Its links.
    pub links: Vec<LinkContext>,
}

/// The page as an address: its head and its way through the site.
#[derive(Clone, Debug, Serialize)]
pub struct PageContext {
    /// The template's kind: `home`, `page`, `statement` …, for `data-kind`.
    pub kind: &'static str,
    /// The title for the browser's tab.
    pub document_title: String,
    /// The text for search engines.
    pub description: Option<String>,
    /// The absolute address that search engines should keep.
    pub canonical: String,
    /// The same page in all languages that have it, this one included; absolute addresses.
    pub alternates: Vec<AlternateContext>,
    /// The language switch: every language of the site, with an address that always exists.
    pub languages: Vec<SwitchContext>,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The way from the home page (left out) to this page's parent.
    pub crumbs: Vec<LinkContext>,
    /// The addresses of the page and its parents, to mark the menu.
    pub trail: Vec<String>,
    /// The feed of this section, where it has one.
    pub feed: Option<LinkContext>,
    /// What a link to the page looks like where it is shared.
    pub preview: PreviewContext,
    /// What the page says of itself to machines (JSON-LD), ready to stand in a script element.
    pub linked_data: Option<Html>,
}

/// The preview of a page (Open Graph).
#[derive(Clone, Debug, Serialize)]
pub struct PreviewContext {
    /// `website`, `article`, `book`, `profile` or `video.other`.
    pub kind: &'static str,
    /// The title without the name of the site.
    pub title: String,
    /// The page's absolute address, where the site's is known.
    pub url: Option<String>,
    /// The language of the text with a region: `de_DE`.
    pub locale: Option<String>,
    /// The other languages in which the page exists.
    pub locales: Vec<String>,
    /// The picture, where there is one that can be shown.
    pub image: Option<PreviewImageContext>,
}

/// The picture of a preview.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewImageContext {
    /// Its absolute address.
    pub url: String,
    /// What it shows; empty for a decorative one.
    pub alt: String,
}

/// The same page in a language, for `hreflang`.
#[derive(Clone, Debug, Serialize)]
pub struct AlternateContext {
    /// The language, or `x-default`.
    pub tag: String,
    /// The absolute address.
    pub url: String,
}

/// One choice of the language switch.
#[derive(Clone, Debug, Serialize)]
pub struct SwitchContext {
    /// The language.
    pub language: LanguageContext,
    /// The same page there.
    pub url: String,
    /// Whether it is the page's own language.
    pub current: bool,
    /// Whether the page is translated into it.
    pub translated: bool,
}

/// What every entry has.
#[derive(Clone, Debug, Serialize)]
pub struct EntryContext {
    /// The title.
    pub title: String,
    /// The title once more, with its marked words.
    pub heading: Html,
    /// The lead.
    pub lead: Option<String>,
    /// The language of the text; differs from the site's where there is no translation.
    pub language: LanguageContext,
    /// Whether the text is shown in another language because it isn't translated.
    pub untranslated: bool,
    /// Whether the original changed after it was translated.
    pub outdated: bool,
    /// Whether it is a draft.
    pub draft: bool,
    /// From when on readers get it, in a draft of what is still to appear.
    pub coming: Option<DateContext>,
    /// Since when readers no longer get it, in a draft of what has expired.
    pub expired: Option<DateContext>,
    /// The date.
    pub date: Option<DateContext>,
    /// The main picture.
    pub image: Option<PictureContext>,
    /// On the home page: the document with whose page the text opens, to be shown beside the headline.
    pub opening: Option<DocumentViewContext>,
    /// The text, without its opening.
    pub body: Html,
    /// The headings of the second level, for a table of contents.
    pub headings: Vec<HeadingContext>,
    /// The subjects.
    pub tags: Vec<LinkContext>,
    /// What was corrected.
    pub corrections: Vec<CorrectionContext>,
    /// The list that the page shows.
    pub list: Option<ListContext>,
    /// The place in a programme.
    pub step: Option<StepOfContext>,
    /// The entry before this one in its section.
    pub previous: Option<LinkContext>,
    /// The entry after this one in its section.
    pub next: Option<LinkContext>,
}

/// A heading of the text.
#[derive(Clone, Debug, Serialize)]
pub struct HeadingContext {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A correction.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionContext {
    /// When it was mended.
    pub date: DateContext,
    /// What was wrong and what it says now.
    pub text: String,
}

/// The place of a page in a programme.
#[derive(Clone, Debug, Serialize)]
pub struct StepOfContext {
    /// The programme.
    pub programme: LinkContext,
    /// Its number, from 1.
    pub number: usize,
    /// How many steps there are.
    pub total: usize,
    /// The step before.
    pub previous: Option<LinkContext>,
    /// The step after.
    pub next: Option<LinkContext>,
}
