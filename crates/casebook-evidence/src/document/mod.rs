//! One door to every document that is neither a PDF nor a picture: bytes in, segments out.
//!
//! Each kind has a module with all that is known of it; here is only what a quotation is compared
//! with. Nothing here decides what is shown.

mod failure;

pub use failure::{Failure, Parts, Wanted};

use crate::evidence::{Locator, Segment};
use crate::reader::Limits;
use crate::{mail, text, transcript};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// What a document is. Whoever has it knows by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Messages.
    Mail(mail::Form),
    /// What was said, with times.
    Transcript(transcript::Form),
    /// Paragraphs.
    Text(text::Form),
    /// What stands on the pages of a scan, typed by somebody, with a form feed between two pages.
    Transcription,
}

/// The most segments that a document may have. A book of 2,000 pages has about 20,000 paragraphs.
pub(crate) const MOST_SEGMENTS: usize = 1_000_000;

/// The text of a document in pieces that a quotation can name, in their order.
pub fn read(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<Vec<Segment>, Failure> {
    admit(bytes, limits)?;
    let segments: Vec<Segment> = match kind {
        Kind::Mail(form) => mail::read(bytes, form, limits)?.messages.iter().map(message).collect(),
        Kind::Transcript(form) => {
            let cues = transcript::read(&text::decode(bytes)?, form, transcript::Speakers::Tagged).cues;
            cues.into_iter().map(|cue| segment(Locator::Time(cue.start), cue.text)).collect()
        }
        Kind::Text(form) => text::read(bytes, form, limits)?,
        Kind::Transcription => text::transcription(bytes),
    };
    let is_many = segments.len() > MOST_SEGMENTS;
    if is_many { Err(Failure::TooMany { parts: Parts::Segments, most: MOST_SEGMENTS as u64 }) } else { Ok(segments) }
}

/// All that a message says and repeats, so that quotations from what it repeats can be compared too.
fn message(message: &mail::Message) -> Segment {
    let blocks: Vec<&str> = message.body.iter().map(|block| block.text.as_str()).collect();
    segment(Locator::Message(message.number), blocks.join("\n\n"))
}

/// A piece of text that has no place on a page.
pub(crate) const fn segment(locator: Locator, text: String) -> Segment {
    Segment { locator, text, glyphs: Vec::new() }
}

/// Whether there is something, and not too much of it.
pub(crate) fn admit(bytes: &[u8], limits: &Limits) -> Result<(), Failure> {
    let len = bytes.len() as u64;
    match len {
        0 => Err(Failure::Empty),
        _ if len > limits.input => Err(Failure::TooLong { len, most: limits.input }),
        _ => Ok(()),
    }
}

/// The number of what stands at a place in a list. A list is shorter than `MOST_SEGMENTS`.
pub(crate) fn number(place: usize) -> NonZeroU32 {
    u32::try_from(place).ok().and_then(|place| NonZeroU32::MIN.checked_add(place)).unwrap_or(NonZeroU32::MAX)
}
