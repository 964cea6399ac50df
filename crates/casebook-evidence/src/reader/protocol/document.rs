//! The side of documents: values of many kinds, so they are written by serde, and looked at after they were read.
//!
//! Whoever gets them cuts texts at these places, divides by these numbers and counts by these levels:
//! none of it may panic later because a worker lied.

use super::bounded::Bounded;
use super::{VERSION, bytes, check, garbage, write_bytes};
use crate::document::{Document, Kind, MOST_SEGMENTS};
use crate::evidence::{Area, Locator, Segment};
use crate::mail::Place;
use crate::pdf::{Contents, MOST_PAGES, Pages};
use serde::{Serialize, de::DeserializeOwned};
use std::cell::Cell;
use std::io::{self, Read, Write};

/// How long an answer may be. A page of a newspaper takes a megabyte.
const LONGEST: u64 = 256 << 20;

/// How much memory the lists of an answer may take, all together: as much as a long answer is long.
const MOST_MEMORY: usize = 256 << 20;

/// How long the text of one page may be.
const LONGEST_TEXT: usize = 16 << 20;

/// How long a title, a label or a fact may be.
const LONGEST_WORDS: usize = 16_000;

/// How many pages, and how many lines of an outline, there may be.
const MOST_LINES: usize = 1_000_000;

pub(super) fn write(to: &mut impl Write, kind: u8, value: &impl Serialize) -> io::Result<()> {
    let body = postcard::to_allocvec(value).map_err(|_| garbage())?;
    to.write_all(&[VERSION, kind])?;
    write_bytes(to, &body)
}

fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    let body = bytes(from, LONGEST)?;
    let mut from = postcard::Deserializer::from_bytes(&body);
    let left = Cell::new(MOST_MEMORY);
    let value = T::deserialize(Bounded::new(&mut from, &left)).map_err(|_| garbage())?;
    check(from.finalize().is_ok_and(<[u8]>::is_empty))?;
    Ok(value)
}

pub(super) fn read_failure<F: DeserializeOwned>(from: &mut impl Read) -> io::Result<F> {
    read(from)
}

pub(super) fn read_document(from: &mut impl Read) -> io::Result<Document> {
    let document: Document = read(from)?;
    check(document.segments.len() <= MOST_SEGMENTS && document.segments.iter().all(is_sound))?;
    if let Some(correspondence) = &document.correspondence {
        // Whoever shows them finds each message by its number, and its text among the segments.
        let numbers = correspondence.messages.iter().map(|message| Locator::Message(message.number));
        check(numbers.eq(document.segments.iter().map(|segment| segment.locator)))?;
        check(document.segments.iter().zip(1..).all(|(segment, number)| matches!(segment.locator, Locator::Message(is) if is.get() == number)))?;
        let known = |place: &Place| usize::try_from(place.message.get()).is_ok_and(|number| number <= correspondence.messages.len());
        check(correspondence.threads.iter().flat_map(|thread| &thread.places).all(known))?;
    }
    Ok(document)
}

/// Whether a document of this kind says such things.
pub(super) fn is_of(document: &Document, kind: Kind) -> bool {
    let is_of_kind = |locator: Locator| match kind {
        Kind::Mail(_) => matches!(locator, Locator::Message(_)),
        Kind::Transcript(_) => matches!(locator, Locator::Time(_)),
        Kind::Text(_) => matches!(locator, Locator::Paragraph(_)),
        Kind::Transcription => matches!(locator, Locator::Page(_)),
    };
    let is_mail = matches!(kind, Kind::Mail(_));
    document.contents.is_none() && document.correspondence.is_some() == is_mail && document.segments.iter().all(|segment| is_of_kind(segment.locator))
}

pub(super) fn read_contents(from: &mut impl Read) -> io::Result<Contents> {
    let contents: Contents = read(from)?;
    let is_side = |side: f32| side.is_finite() && side > 0.0;
    let are_words = |words: &str| words.len() <= LONGEST_WORDS && !words.contains(char::is_control);
    check(!contents.pages.is_empty() && contents.pages.len() <= MOST_LINES && contents.outline.len() <= MOST_LINES)?;
    check(contents.pages.iter().all(|page| is_side(page.width) && is_side(page.height) && page.label.as_deref().is_none_or(are_words)))?;
    let is_there = |page: u32| usize::try_from(page).is_ok_and(|page| page <= contents.pages.len());
    check(contents.outline.iter().all(|line| line.level > 0 && are_words(&line.title) && line.page.is_none_or(|page| is_there(page.get()))))?;
    check(contents.facts.is_sorted_by(|a, b| a.0 < b.0) && contents.facts.iter().all(|(_, words)| are_words(words)))?;
    Ok(contents)
}

pub(super) fn read_text(from: &mut impl Read) -> io::Result<Vec<Segment>> {
    let segments: Vec<Segment> = read(from)?;
    check(segments.len() <= MOST_PAGES as usize && segments.iter().all(is_sound))?;
    Ok(segments)
}

/// Whether each glyph begins with a letter of the text, one after the other, and stands on the page.
fn is_sound(segment: &Segment) -> bool {
    let text = &segment.text;
    let is_letter = |start: u32| usize::try_from(start).is_ok_and(|start| start < text.len() && text.is_char_boundary(start));
    let starts = segment.glyphs.iter().map(|glyph| glyph.start);
    text.len() <= LONGEST_TEXT
        && starts.clone().all(is_letter)
        && starts.is_sorted_by(|a, b| a < b)
        && segment.glyphs.iter().all(|glyph| is_on_page(glyph.area))
}

fn is_on_page(area: Area) -> bool {
    let Area { left, top, width, height } = area;
    [left, top, width, height].into_iter().all(|share| (0.0..=1.0).contains(&share)) && left + width <= 1.001 && top + height <= 1.001
}

/// Whether these are those pages, one after the other and none left out: a document would lose its end otherwise.
pub(super) fn are_of(segments: &[Segment], pages: Pages) -> bool {
    let is_page = |(number, segment): (u32, &Segment)| matches!(segment.locator, Locator::Page(page) if page.get() == number);
    segments.len() == pages.count.min(MOST_PAGES) as usize && (pages.first.get()..).zip(segments).all(is_page)
}
