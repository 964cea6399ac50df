//! Whether a quotation stands in its source, word for word.
//!
//! After normalising (Unicode NFKC, white space, quotation marks and dashes, soft and line-end hyphens), the fragments
//! between `[…]` must stand in the source in order, and the first must begin in the located segment. Case, punctuation and every
//! letter count. `[bracketed]` words are the editor's and cover a short gap; `[sic]` covers nothing. Nothing is ever
//! guessed: of several places a locator or `nth` names the one that is meant.
//!
//! # What an editor who wants to mislead can't do
//!
//! - Quote a part of a word or number (`boundary`): `guilty` of `un-guilty`, `can` of `can't`, `500,000` of `1,500,000`.
//! - Let brackets take away or put in a negation, or cover more than three words (`gap`).
//! - Put fragments into another order, or take the first one from another page.
//! - Quote nothing: a fragment has at least one word of the source.
//!
//! What the rule allows and may mislead all the same is a [`Caution`]: fragments of one or two words, many fragments,
//! fragments far apart, a negation among the few words that `[…]` leaves out. NFKC makes `10²` and `102` the same;
//! the rule says so, and nothing here knows better.
//!
//! # What is bounded
//!
//! The length of a quotation and of a source, the pieces of a quotation, the places that are counted, the words that are looked up
//! for the nearest passage, and all comparing together. What goes beyond is [`Verdict::Excessive`], which is never
//! verified.

mod boundary;
mod difference;
mod find;
mod fold;
mod gap;
mod index;
mod letters;
mod nearest;
mod piece;
mod quotation;
mod search;
mod source;
mod verdict;

pub use find::{Found, Likeness, MAX_FOUND, find};
pub use fold::Folded;
pub use quotation::{Excess, MAX_LENGTH, MAX_PIECES, Quotation};
pub use source::{MAX_SEGMENT, MAX_SOURCE, Source};
pub use verdict::{Caution, Change, FAR, Hint, MAX_COUNT, MAX_FRAGMENTS, MAX_HINTS, Passage, Place, SHORT_OMISSION, THIN, Verdict};

use casebook_evidence::evidence::Locator;
use quotation::Fragment;
use search::{Occurrence, Search};
use std::collections::BTreeMap;
use std::num::NonZeroU32;

/// Compares a quotation with its source.
pub fn verify(source: &Source<'_>, quotation: &Quotation) -> Verdict {
    if let Some(excess) = quotation.excess.or_else(|| source.is_too_long().then_some(Excess::Source)) {
        return Verdict::Excessive(excess);
    }
    if quotation.fragments.is_empty() || quotation.fragments.iter().any(|fragment| fragment.count_words() == 0) {
        return Verdict::Empty;
    }
    let mut search = Search::new(source, quotation);
    let verdict = compare(source, quotation, &mut search);
    // What was found before the work was spent may not be all there is.
    if search.work.is_spent() { Verdict::Excessive(Excess::Work) } else { verdict }
}

fn compare(source: &Source<'_>, quotation: &Quotation, search: &mut Search<'_, '_>) -> Verdict {
    let located = quotation.locator.map(|locator| source.located(locator));
    let is_located = located.is_some();
    let found = match &located {
        Some(segments) => search.located(segments),
        None => search.anywhere(None),
    };
    let meant = match quotation.nth {
        Some(nth) => found.get(nth.get() as usize - 1),
        None => found.first().filter(|_| found.len() == 1),
    };
    if let Some(occurrence) = meant {
        return Verdict::Verified { places: occurrence.places.clone(), cautions: cautions(quotation, occurrence) };
    }
    if found.len() > 1 && quotation.nth.is_none() {
        return Verdict::Repeated { hints: hints(source, &found), count: found.len() };
    }
    let elsewhere = if is_located && found.is_empty() { search.anywhere(None) } else { found };
    if !elsewhere.is_empty() {
        return Verdict::Elsewhere { hints: hints(source, &elsewhere) };
    }
    diagnose(source, quotation, search, &located.unwrap_or_default())
}

/// Why a quotation stands nowhere.
fn diagnose(source: &Source<'_>, quotation: &Quotation, search: &mut Search<'_, '_>, located: &[usize]) -> Verdict {
    let mut alone = Vec::new();
    for (number, fragment) in quotation.fragments.iter().enumerate() {
        let Some(segment) = search.alone(number) else {
            let near = nearest::nearest(source, fragment, located).into_iter().next();
            return near.map_or(Verdict::Missing { fragment: number }, |near| Verdict::Differs {
                fragment: number,
                nearest: near.passage,
                difference: near.difference,
            });
        };
        alone.push(segment);
    }
    let fragment = search.disordered();
    let hints = alone.get(fragment).map(|segment| Hint { locator: source.written(source.segments[*segment].locator), nth: None });
    Verdict::Disordered { fragment, hints: hints.into_iter().collect() }
}

/// What each place would have to be called. Where counting ended, or a locator has several of them, each has its number.
fn hints(source: &Source<'_>, found: &[Occurrence]) -> Vec<Hint> {
    let locator = |occurrence: &Occurrence| source.segments[occurrence.segment].locator;
    let mut counts: BTreeMap<Locator, u32> = BTreeMap::new();
    found.iter().for_each(|occurrence| *counts.entry(locator(occurrence)).or_default() += 1);
    let mut numbers: BTreeMap<Locator, u32> = BTreeMap::new();
    let hints = found.iter().map(|occurrence| {
        let locator = locator(occurrence);
        let number = numbers.entry(locator).or_default();
        *number += 1;
        let is_one_of_several = counts.get(&locator).is_some_and(|count| *count > 1) || found.len() >= MAX_COUNT;
        Hint { locator: source.written(locator), nth: NonZeroU32::new(*number).filter(|_| is_one_of_several) }
    });
    hints.take(MAX_HINTS).collect()
}

fn cautions(quotation: &Quotation, occurrence: &Occurrence) -> Vec<Caution> {
    let fragments = &quotation.fragments;
    let mut cautions = Vec::new();
    if fragments.iter().map(Fragment::count_parts).sum::<usize>() > MAX_FRAGMENTS {
        cautions.push(Caution::Patched);
    }
    for (number, fragment) in fragments.iter().enumerate() {
        if fragments.len() > 1 && fragment.count_words() < THIN {
            cautions.push(Caution::Thin(number));
        }
        let Some(omission) = number.checked_sub(1).and_then(|before| occurrence.omissions.get(before)) else { continue };
        if omission.len > FAR {
            cautions.push(Caution::Far(number));
        }
        if omission.words.len() <= SHORT_OMISSION && gap::has_negation(omission.words.iter().map(String::as_str)) {
            cautions.push(Caution::Negation(number));
        }
    }
    cautions
}
