//! One door to every document that is neither a PDF nor a picture: bytes in, segments out.
//!
//! Each kind has a module with all that is known of it; here is only what a quotation is compared
//! with. Nothing here decides what is shown.

mod failure;

pub use failure::{Failure, Parts, Wanted};

use crate::evidence::{Locator, Segment};
use crate::reader::Limits;
use crate::{mail, pdf, text, transcript};
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

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Mail(mail::Form::Eml),
        Self::Mail(mail::Form::Mbox),
        Self::Transcript(transcript::Form::Vtt),
        Self::Transcript(transcript::Form::Srt),
        Self::Text(text::Form::Plain),
        Self::Text(text::Form::Markdown),
        Self::Text(text::Form::Html),
        Self::Text(text::Form::Docx),
        Self::Transcription,
    ];
}

/// What a document says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its text in pieces that a quotation can name, in their order.
    pub segments: Vec<Segment>,
    /// Of mail: its messages. The segment of each is its text.
    pub correspondence: Option<mail::Correspondence>,
    /// Of a PDF: its pages, outline and facts. The segment of each page is its text.
    pub contents: Option<pdf::Contents>,
}

/// What is known of a document, or why it can't be read.
pub type Reading = Result<Document, Failure>;

/// A reading as bytes for whoever keeps it.
pub fn reading_to_bytes(reading: &Reading) -> Vec<u8> {
    postcard::to_allocvec(reading).expect("memory can be written")
}

/// Reads what [`reading_to_bytes`] wrote; none if it is damaged, or of another version.
pub fn reading_from_bytes(bytes: &[u8]) -> Option<Reading> {
    let (reading, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(reading)
}

impl Document {
    /// A PDF, of what was read of it. Letters are put together to words: that is what is marked and shown.
    pub fn of_pdf(contents: pdf::Contents, segments: Vec<Segment>) -> Self {
        Self { segments: segments.into_iter().map(Segment::by_words).collect(), correspondence: None, contents: Some(contents) }
    }

    /// The number of the page that is called so, as the file says.
    pub fn page_labelled(&self, label: &str) -> Option<NonZeroU32> {
        let place = self.contents.as_ref()?.pages.iter().position(|page| page.label.as_deref() == Some(label))?;
        Some(number(place))
    }

    /// The text of a page.
    pub fn page(&self, page: NonZeroU32) -> Option<&Segment> {
        let place = usize::try_from(page.get() - 1).ok()?;
        self.segments.get(place).filter(|segment| segment.locator == Locator::Page(page))
    }

    /// How many pages it has; 0 where it isn't made of pages.
    pub fn count_pages(&self) -> usize {
        self.segments.iter().filter(|segment| matches!(segment.locator, Locator::Page(_))).count()
    }
}

/// Counts up whenever [`read`] says something else of the same file.
pub const READ_VERSION: u32 = 2;

/// The most segments that a document may have. A book of 2,000 pages has about 20,000 paragraphs.
pub(crate) const MOST_SEGMENTS: usize = 1_000_000;

/// What a document says.
pub fn read(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<Document, Failure> {
    admit(bytes, limits)?;
    let mut correspondence = None;
    let segments: Vec<Segment> = match kind {
        Kind::Mail(form) => {
            let mail = correspondence.insert(mail::read(bytes, form, limits)?);
            mail.messages.iter().map(message).collect()
        }
        Kind::Transcript(form) => {
            let cues = transcript::read(&text::decode(bytes)?, form, transcript::Speakers::Tagged).cues;
            cues.into_iter().map(|cue| segment(Locator::Time(cue.start), cue.text)).collect()
        }
        Kind::Text(form) => text::read(bytes, form, limits)?,
        Kind::Transcription => text::transcription(bytes),
    };
    let is_many = segments.len() > MOST_SEGMENTS;
    if is_many {
        return Err(Failure::TooMany { parts: Parts::Segments, most: MOST_SEGMENTS as u64 });
    }
    Ok(Document { segments, correspondence, contents: None })
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
