//! Finds words in a source and gives what a quotation of them must say.
//!
//! Where they stand exactly, each place is given; else the passages that are most like them, in the source's own words.
//! What is given verifies as it is.

use super::nearest::nearest;
use super::quotation::Quotation;
use super::search::Search;
use super::source::Source;
use super::verdict::{Passage, Place, Verdict};
use super::{hints, verify};
use casebook_evidence::evidence::Locator;
use std::num::NonZeroU32;

/// How many places are given.
pub const MAX_FOUND: usize = 20;

/// A passage and what names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it begins.
    pub locator: Locator,
    /// Which one of several places there.
    pub nth: Option<NonZeroU32>,
    /// The source's own words, with single spaces.
    pub text: String,
    /// Whether these are the words that were looked for.
    pub likeness: Likeness,
}

/// How a passage was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The words stand there.
    Exact,
    /// Others stand there.
    Near,
}

/// Where these words stand in a source, else what is most like them, the best first.
pub fn find(source: &Source<'_>, words: &str) -> Vec<Found> {
    let quotation = Quotation::parse(words);
    if quotation.excess.is_some() || source.is_too_long() || quotation.fragments.iter().all(|fragment| fragment.count_words() == 0) {
        return Vec::new();
    }
    let mut search = Search::new(source, &quotation);
    let occurrences = search.anywhere(None);
    if !occurrences.is_empty() {
        let named = hints(source, &occurrences).into_iter().zip(&occurrences);
        // Several fragments or the editor's words: the quotation is what was asked for, and the source's words would be another one.
        let is_plain = quotation.fragments.len() == 1 && quotation.fragments[0].is_plain();
        let text = |places: &[Place]| if is_plain { text_of(source, places) } else { words.split_whitespace().collect::<Vec<_>>().join(" ") };
        return named
            .map(|(hint, occurrence)| Found { locator: hint.locator, nth: hint.nth, text: text(&occurrence.places), likeness: Likeness::Exact })
            .take(MAX_FOUND)
            .collect();
    }
    let mut found = Vec::new();
    for fragment in quotation.fragments.iter().filter(|fragment| fragment.count_words() > 0) {
        found.extend(nearest(source, fragment, &[]).into_iter().filter_map(|near| name(source, &near.passage)));
    }
    found.truncate(MAX_FOUND);
    found
}

/// What names a passage; `None` where nothing does, because its ends are within words.
fn name(source: &Source<'_>, passage: &Passage) -> Option<Found> {
    let first = passage.places.first()?;
    let quotation = Quotation::parse(&passage.text).at(first.locator);
    let found = |nth| Found { locator: first.locator, nth, text: passage.text.clone(), likeness: Likeness::Near };
    match verify(source, &quotation) {
        Verdict::Verified { .. } => Some(found(None)),
        Verdict::Repeated { count, .. } => (1..=u32::try_from(count).unwrap_or(u32::MAX)).filter_map(NonZeroU32::new).find_map(|nth| {
            let verdict = verify(source, &quotation.clone().nth(nth));
            let is_it = matches!(&verdict, Verdict::Verified { places, .. } if places.first() == Some(first));
            is_it.then(|| found(Some(nth)))
        }),
        _ => None,
    }
}

fn text_of(source: &Source<'_>, places: &[Place]) -> String {
    let texts = places.iter().filter_map(|place| source.segments.get(place.segment)?.text.get(place.range.clone()));
    texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
