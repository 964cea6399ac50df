//! PDF: what a file holds, its text with a place for each letter, its pages as pictures.
//!
//! The text is what stands on the page: words and lines are put together from where glyphs stand, and
//! nothing that the file says beside them (tags, replacement texts) is believed. Which glyphs nobody
//! sees is known here and told to nobody yet.

mod contents;
mod failure;
mod glyphs;
mod labels;
pub mod layout;
mod outline;
mod picture;
mod words;

pub use contents::{Contents, Fact, Heading, Sheet};
pub use failure::Failure;

use crate::evidence::{Glyph, Locator, Segment};
use crate::picture::Derivative;
use crate::reader::Limits;
use bytes::Bytes;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Counts up whenever [`text`] or [`contents`] say something else of the same file.
pub const TEXT_VERSION: u32 = 1;

/// Counts up whenever [`pictures`] makes something else of the same page.
pub const PICTURE_VERSION: u32 = 1;

/// How many pages may be asked for at once: as many as make the sending of the file cheap beside the reading.
pub const MOST_PAGES: u32 = 64;

/// How many pictures may be asked for at once. They share the time of one request, so slow pages need theirs alone.
pub const MOST_PICTURES: usize = 16;

/// What is read of a page goes down as deep as the file says. Some thousand steps fit into this.
const STACK: usize = 64 << 20;

/// A run of pages, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The first of them.
    pub first: NonZeroU32,
    /// How many. [`Contents`] says how many there are.
    pub count: u32,
}

/// What is made of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageDerivative {
    /// The page, counted from 1.
    pub page: NonZeroU32,
    /// How wide, and in which encoding: [`Sheet::look`] says what suits it.
    pub derivative: Derivative,
}

/// What a file holds: its pages, what they are called, its outline, what it says of itself.
pub fn contents(bytes: &Bytes, limits: &Limits) -> Result<Contents, Failure> {
    on_large_stack(|| contents::contents(&open(bytes, limits)?))
}

/// The text of some pages, one segment for each. No more than [`MOST_PAGES`] are read. Whoever asks for one that isn't
/// there gets none: an answer that leaves pages out would look like the end of a document.
pub fn text(bytes: &Bytes, pages: Pages, limits: &Limits) -> Result<Vec<Segment>, Failure> {
    on_large_stack(|| {
        let pdf = open(bytes, limits)?;
        let (first, count) = (pages.first.get(), page_count(&pdf));
        let end = first.saturating_add(pages.count.min(MOST_PAGES));
        if end > count.saturating_add(1) {
            return Err(Failure::NoSuchPage { page: end - 1, pages: count });
        }
        // Fonts are read once for all of these pages; what is kept of them goes with the request.
        let reading = glyphs::Reading::new(&pdf);
        (first..end).filter_map(NonZeroU32::new).map(|page| segment(&reading, page)).collect()
    })
}

/// Pages as pictures on white, in the order in which they are wanted; or why the first one that can't be made can't.
pub fn pictures(bytes: &Bytes, wanted: &[PageDerivative], limits: &Limits) -> Result<Vec<Vec<u8>>, Failure> {
    on_large_stack(|| {
        let pdf = open(bytes, limits)?;
        // Fonts and letters that were drawn are kept from one page to the next.
        let drawing = picture::Drawing::new(&pdf, limits);
        wanted.iter().map(|wanted| drawing.picture(*wanted)).collect()
    })
}

fn segment(reading: &glyphs::Reading<'_>, page: NonZeroU32) -> Result<Segment, Failure> {
    let sheet = reading.sheet(page)?;
    let text = layout::arrange(&sheet.marks, sheet.size);
    let glyphs: Vec<Glyph> = text.glyphs.into_iter().map(|(start, area, _)| Glyph { start, area }).collect();
    Ok(Segment { locator: Locator::Page(page), text: text.text, glyphs })
}

fn open(bytes: &Bytes, limits: &Limits) -> Result<Pdf, Failure> {
    let len = bytes.len() as u64;
    if len == 0 {
        return Err(Failure::Empty);
    }
    if len > limits.input {
        return Err(Failure::TooLong { len, most: limits.input });
    }
    let pdf = Pdf::new(Arc::new(bytes.clone())).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::MissingIDEntry | DecryptionError::InvalidEncryption) => {
            Failure::Encrypted
        }
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => Failure::Encrypted,
        LoadPdfError::Invalid if !is_pdf(bytes) => Failure::Foreign,
        LoadPdfError::Invalid if bytes.windows(9).any(|word| word == b"/Encrypt ") => Failure::Encrypted,
        LoadPdfError::Invalid => Failure::Damaged,
    })?;
    match page_count(&pdf) {
        0 if !is_pdf(bytes) => Err(Failure::Foreign),
        0 => Err(Failure::NoPages),
        pages if pages > limits.pages => Err(Failure::TooManyPages { pages, most: limits.pages }),
        _ => Ok(pdf),
    }
}

/// Its first words may stand behind some others, as readers have always allowed.
fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|word| word == b"%PDF-")
}

fn page_count(pdf: &Pdf) -> u32 {
    u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX)
}

/// Does it in a thread that may go down deep. A library that panics there costs an answer.
fn on_large_stack<T: Send>(work: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("casebook-pdf".to_owned()).stack_size(STACK).spawn_scoped(scope, work);
        thread.map_err(|_| Failure::OutOfMemory)?.join().unwrap_or(Err(Failure::Crashed))
    })
}
