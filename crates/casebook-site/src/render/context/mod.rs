//! What templates see: closed, typed contexts, one for each template.
//!
//! A context holds finished values in the reader's language: texts, addresses, dates in words.
//! A template can't reach anything else, so that a page depends on its context alone.

mod details;
mod directive;
mod list;
mod page;
mod sample;
mod segment;

pub use details::*;
pub use directive::*;
pub use list::*;
pub use page::*;
pub use sample::samples;
pub use segment::*;

use minijinja::Value;
use serde::Serialize;

/// Finished, trusted HTML: the only thing that templates don't escape.
pub type Html = Value;

/// Marks text as finished HTML.
pub fn html(text: String) -> Html {
    Value::from_safe_string(text)
}

/// A link to a page.
#[derive(Clone, Debug, Serialize)]
pub struct LinkContext {
    /// The title of the page.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The language of the title where it is not the language of the page.
    pub language: Option<LanguageContext>,
}

/// A language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageContext {
    /// Its tag, for `lang`.
    pub tag: String,
    /// Its name in the reader's language.
    pub name: String,
    /// Its name in itself.
    pub own_name: String,
    /// `ltr` or `rtl`, for `dir`.
    pub direction: &'static str,
}

/// A date.
#[derive(Clone, Debug, Serialize)]
pub struct DateContext {
    /// For `datetime`: `1991-05-04`, `1991-05`, `1991`.
    pub iso: String,
    /// In words: "4 May 1991".
    pub text: String,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub struct PictureContext {
    /// Its address where only one can be said.
    pub url: String,
    /// What it shows; empty for a decorative one.
    pub alt: String,
    /// Who made it.
    pub credit: Option<String>,
    /// Its width in pixels, if it says one; in proportion to its height.
    pub width: Option<u32>,
    /// Its height in pixels, if it says one.
    pub height: Option<u32>,
    /// WebP in several widths, for `srcset`; none for a drawing.
    pub webp: Option<String>,
    /// The same in what every browser takes.
    pub srcset: Option<String>,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
pub struct FileContext {
    /// What readers call it.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its ending in capitals: "PDF".
    pub format: String,
    /// Its size in words: "1.2 MB".
    pub size: String,
}

/// Where something stands in a document.
#[derive(Clone, Debug, Serialize)]
pub struct SourceContext {
    /// The title of the document.
    pub title: String,
    /// Its address; with a page, that page's.
    pub url: String,
    /// The language of the title where it is not the language of the page.
    pub language: Option<LanguageContext>,
    /// The place in words: "page 3".
    pub place: Option<String>,
    /// The date of the document.
    pub date: Option<DateContext>,
}

/// A person as others mention them.
#[derive(Clone, Debug, Serialize)]
pub struct PersonContext {
    /// The name.
    pub name: String,
    /// The person's page.
    pub url: String,
    /// What the person is.
    pub role: Option<String>,
    /// The first letters of the names, for a drawn portrait.
    pub initials: String,
    /// The portrait.
    pub portrait: Option<PictureContext>,
}
