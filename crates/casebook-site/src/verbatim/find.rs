//! Finds words in a source and gives what a quotation of them must say.
//!
//! Where they stand exactly, each place is given; else the passages that are most like them, in the source's own words.
//! What is given verifies as it is.

use super::letters::{is_divisible, is_hyphen, is_line_end};
use super::nearest::{Near, nearest};
use super::quotation::Quotation;
use super::search::Search;
use super::source::Source;
use super::verdict::{Place, Verdict};
use super::{hints, verify};
use casebook_evidence::evidence::Locator;
use std::cmp::Reverse;
use std::num::NonZeroU32;

/// How many places are given.
pub const MAX_FOUND: usize = 20;
/// How many words are shown before a passage and behind it.
const AROUND: usize = 6;

/// A passage and what names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it begins.
    pub locator: Locator,
    /// Which one of several places there.
    pub nth: Option<NonZeroU32>,
    /// The source's own words, with single spaces.
    pub text: String,
    /// The words before it, to know it by.
    pub before: String,
    /// The words behind it.
    pub behind: String,
    /// Whether these are the words that were looked for.
    pub likeness: Likeness,
}

/// How a passage was found; what is more like the words comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The words stand there.
    Exact,
    /// Others stand there; the number says how many of the words they share, less for those that differ.
    Near(Reverse<usize>),
}

/// Where these words stand in a source, else what is most like them, the best first.
pub fn find(source: &Source<'_>, words: &str) -> Vec<Found> {
    let quotation = Quotation::parse(words);
    if quotation.excess.is_some() || source.is_too_long() || quotation.fragments.iter().all(|fragment| fragment.count_words() == 0) {
        return Vec::new();
    }
    let mut search = Search::new(source, &quotation);
    let occurrences = search.anywhere(None);
    if search.work.is_spent() {
        return Vec::new();
    }
    if !occurrences.is_empty() {
        let named = hints(source, &occurrences).into_iter().zip(&occurrences);
        // Several fragments or the editor's words: the quotation is what was asked for, and the source's words would be another one.
        let is_plain = quotation.fragments.len() == 1 && quotation.fragments[0].is_plain();
        let text = |places: &[Place]| if is_plain { text_of(source, places) } else { words.split_whitespace().collect::<Vec<_>>().join(" ") };
        let found = named.map(|(hint, occurrence)| {
            let (before, behind) = around(source, &occurrence.places);
            Found { locator: hint.locator, nth: hint.nth, text: text(&occurrence.places), before, behind, likeness: Likeness::Exact }
        });
        return found.take(MAX_FOUND).collect();
    }
    let mut found = Vec::new();
    for fragment in quotation.fragments.iter().filter(|fragment| fragment.count_words() > 0) {
        found.extend(nearest(source, fragment, &[]).into_iter().filter_map(|near| name(source, &near)));
    }
    found.sort_by_key(|found| found.likeness);
    found.truncate(MAX_FOUND);
    found
}

/// What names a passage; `None` where nothing does, because brackets of the source are read as the editor's.
fn name(source: &Source<'_>, near: &Near) -> Option<Found> {
    let passage = &near.passage;
    let first = passage.places.first()?;
    let text = text_of(source, &passage.places);
    let quotation = Quotation::parse(&text).at(first.locator);
    let mut search = Search::new(source, &quotation);
    let found = search.located(&source.located(first.locator));
    let number = found.iter().position(|occurrence| occurrence.places.first().is_some_and(|place| place.range.start == first.range.start))?;
    let nth = u32::try_from(number + 1).ok().and_then(NonZeroU32::new).filter(|_| found.len() > 1);
    let named = Quotation { nth, ..quotation.clone() };
    let (before, behind) = around(source, &passage.places);
    let (locator, likeness) = (source.written(first.locator), Likeness::Near(Reverse(near.score)));
    matches!(verify(source, &named), Verdict::Verified { .. }).then_some(Found { locator, nth, text, before, behind, likeness })
}

/// Some words before a passage and behind it, in the segments where it begins and ends.
fn around(source: &Source<'_>, places: &[Place]) -> (String, String) {
    let text = |place: &Place| source.segments.get(place.segment).map_or("", |segment| segment.text.as_str());
    let before = places.first().and_then(|place| text(place).get(..place.range.start)).unwrap_or_default();
    let behind = places.last().and_then(|place| text(place).get(place.range.end..)).unwrap_or_default();
    let mut last: Vec<&str> = before.split_whitespace().rev().take(AROUND).collect();
    last.reverse();
    (last.join(" "), behind.split_whitespace().take(AROUND).collect::<Vec<_>>().join(" "))
}

/// The words of some places, with single spaces. A word that is divided at the end of a line is put together; which of
/// its readings is taken doesn't matter to the comparison, so the likely one is.
fn text_of(source: &Source<'_>, places: &[Place]) -> String {
    let texts = places.iter().filter_map(|place| source.segments.get(place.segment)?.text.get(place.range.clone()));
    let texts: Vec<&str> = texts.collect();
    let mut text = String::new();
    for line in texts.join("\n").split(is_line_end).map(str::trim).filter(|line| !line.is_empty()) {
        let is_divided = text.ends_with(|c| is_hyphen(c) || c == '\u{ad}')
            && text.chars().rev().nth(1).is_some_and(is_divisible)
            && line.chars().next().is_some_and(is_divisible);
        match line.chars().next() {
            Some(first) if is_divided && first.is_lowercase() && !is_list(line) => {
                text.pop();
            }
            Some(_) if is_divided && !is_list(line) => {}
            _ if text.is_empty() => {}
            _ => text.push(' '),
        }
        text.push_str(line);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a hyphen before this hangs on its word: `Vor- und Nachteile`.
fn is_list(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| ["and", "or", "und", "oder", "bis", "sowie", "et", "ou", "y", "o", "e"].contains(&word))
}
