//! What every kind of source comes down to: text, and where each piece of it stands.

use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// A piece of a source that a quotation can name: a page, a message, a paragraph, a cue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Where it stands in its source.
    pub locator: Locator,
    /// Its text, with line feeds where lines end on the page.
    pub text: String,
    /// Where the letters stand on the page, in the order of the text; none where nothing has a place.
    pub glyphs: Vec<Glyph>,
}

/// What names a segment of a source. All numbers count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Locator {
    /// A page, as the file counts them.
    Page(NonZeroU32),
    /// A message of a correspondence, by date.
    Message(NonZeroU32),
    /// A paragraph.
    Paragraph(NonZeroU32),
    /// The start of a cue of a transcript, in milliseconds.
    Time(u64),
}

/// One letter, or several that are drawn as one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Glyph {
    /// Where it begins in the text of its segment, in bytes.
    pub start: u32,
    /// What it covers of the page.
    pub area: Area,
}

/// An upright rectangle, as shares of the page's width and height, from the top left corner of the page as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Left edge, 0 to 1.
    pub left: f32,
    /// Upper edge, 0 to 1.
    pub top: f32,
    /// Width, 0 to 1.
    pub width: f32,
    /// Height, 0 to 1.
    pub height: f32,
}
