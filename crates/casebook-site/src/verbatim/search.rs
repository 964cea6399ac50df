//! Every place of a quotation in its source.
//!
//! On the located page alone first: nearly every quotation ends there, and nothing else of its source is folded. A
//! place is known by where its first fragment begins; each further fragment is the first one that follows, so that
//! `[…]` never makes two places of one.

use super::gap::words_within;
use super::index::{Index, hashes};
use super::piece::{Hit, Work, find, hit};
use super::quotation::{Fragment, Quotation};
use super::source::{Source, Window};
use super::verdict::{MAX_COUNT, Place};
use memchr::memmem;
use std::ops::Range;

/// How much is folded before a place, for what decides whether words may begin there.
const BEFORE: usize = 256;
/// How much is folded behind it.
const BEHIND: usize = 64;
/// How far behind its page the rest of a quotation is looked for before all of the source is.
const NEAR: usize = 2048;
/// In omissions of more bytes no negation is looked for.
const MAX_OMISSION: usize = 256;

/// One place of a whole quotation.
#[derive(Clone, Debug)]
pub(super) struct Occurrence {
    /// The segment in which it begins.
    pub(super) segment: usize,
    pub(super) places: Vec<Place>,
    pub(super) omissions: Vec<Omission>,
}

/// What an ellipsis leaves out.
#[derive(Clone, Debug)]
pub(super) struct Omission {
    /// How long it is, in bytes of the skeleton.
    pub(super) len: usize,
    /// Its words, where it is short.
    pub(super) words: Vec<String>,
}

/// One quotation, looked for in one source.
#[derive(Debug)]
pub(super) struct Search<'s, 'q> {
    source: &'s Source<'s>,
    quotation: &'q Quotation,
    pub(super) work: Work,
}

impl<'s, 'q> Search<'s, 'q> {
    pub(super) const fn new(source: &'s Source<'s>, quotation: &'q Quotation) -> Self {
        Self { source, quotation, work: Work::new() }
    }

    /// The places that begin in these segments.
    pub(super) fn located(&mut self, segments: &[usize]) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for segment in segments {
            let Some(here) = self.near(*segment) else { return self.anywhere(Some(segments)) };
            found.extend(here);
        }
        found
    }

    /// The places that begin in a segment, where all of them end on its page or soon behind; `None` where it takes more to know.
    fn near(&mut self, segment: usize) -> Option<Vec<Occurrence>> {
        let (first, rest) = self.quotation.fragments.split_first()?;
        let more = if rest.is_empty() { first.reach() + BEHIND } else { first.reach() + NEAR };
        let window = self.source.window(segment..segment + 1, BEFORE, more);
        let known = if window.is_whole { usize::MAX } else { window.folded.skeleton().len().saturating_sub(BEHIND) };
        let mut occurrences = Vec::new();
        // Where each further fragment was found last: a later beginning never finds it earlier.
        let mut last: Vec<Option<Hit>> = vec![None; rest.len()];
        let mut from = window.inner.start;
        while let Some(hit) = find(&window.folded, first, from..window.inner.end, &mut self.work) {
            from = hit.start() + 1;
            let mut hits = vec![hit];
            for (fragment, last) in rest.iter().zip(&mut last) {
                let end = hits.last().map_or(0, Hit::end);
                if last.as_ref().is_none_or(|last| last.start() < end) {
                    *last = find(&window.folded, fragment, end..usize::MAX, &mut self.work);
                }
                match last {
                    Some(hit) if hit.end() <= known => hits.push(hit.clone()),
                    None if window.is_whole => return Some(occurrences),
                    _ => return None,
                }
            }
            occurrences.push(self.occurrence(&window, &hits));
            if occurrences.len() >= MAX_COUNT {
                break;
            }
        }
        Some(occurrences)
    }

    fn occurrence(&self, window: &Window, hits: &[Hit]) -> Occurrence {
        let mut places = Vec::new();
        hits.iter().flat_map(|hit| &hit.pieces).for_each(|piece| window.places(self.source, piece, &mut places));
        let omissions = hits.windows(2).map(|pair| {
            let range = pair[0].end()..pair[1].start();
            let words = if range.len() <= MAX_OMISSION { words_within(&window.folded, &range) } else { Vec::new() };
            Omission { len: range.len(), words }
        });
        Occurrence { segment: window.segment_of(hits[0].start()), omissions: omissions.collect(), places }
    }

    /// The places in all of the source, or those that begin in these segments.
    pub(super) fn anywhere(&mut self, segments: Option<&[usize]>) -> Vec<Occurrence> {
        let index = self.source.index();
        let mut scans: Vec<Scan<'_, '_>> = self.quotation.fragments.iter().map(|fragment| Scan::new(self.source, index, fragment)).collect();
        let Some((first, rest)) = scans.split_first_mut() else { return Vec::new() };
        let parts: Vec<Range<usize>> = match segments {
            Some(segments) => segments.iter().map(|segment| index.starts[*segment]..index.starts[segment + 1]).collect(),
            None => std::iter::once(0..index.skeleton.len()).collect(),
        };
        let mut occurrences = Vec::new();
        for part in parts {
            let mut from = part.start;
            while let Some(found) = first.next(from, &mut self.work).filter(|found| found.hit.start() < part.end) {
                from = found.hit.start() + 1;
                let mut occurrence = Occurrence { segment: found.segment, places: found.places.clone(), omissions: Vec::new() };
                let mut end = found.hit.end();
                for scan in rest.iter_mut() {
                    let Some(next) = scan.next(end, &mut self.work) else { return occurrences };
                    occurrence.omissions.push(omission(self.source, index, end..next.hit.start()));
                    occurrence.places.extend_from_slice(&next.places);
                    end = next.hit.end();
                }
                occurrences.push(occurrence);
                if occurrences.len() >= MAX_COUNT {
                    return occurrences;
                }
            }
        }
        occurrences
    }

    /// The first fragment that doesn't follow the ones before it, however early these are.
    pub(super) fn disordered(&mut self) -> usize {
        let mut end = 0;
        for (number, fragment) in self.quotation.fragments.iter().enumerate() {
            let mut scan = Scan::new(self.source, self.source.index(), fragment);
            match scan.next(end, &mut self.work) {
                Some(found) => end = found.hit.end(),
                None => return number,
            }
        }
        0
    }

    /// The segment in which a fragment stands first, by itself.
    pub(super) fn alone(&mut self, fragment: usize) -> Option<usize> {
        let mut scan = Scan::new(self.source, self.source.index(), &self.quotation.fragments[fragment]);
        scan.next(0, &mut self.work).map(|found| found.segment)
    }
}

fn omission(source: &Source<'_>, index: &Index, range: Range<usize>) -> Omission {
    let mut words = Vec::new();
    if !range.is_empty() && range.len() <= MAX_OMISSION {
        let (first, last) = (index.segment_of(range.start), index.segment_of(range.end - 1));
        let window = source.window(first..last + 1, 0, 0);
        let base = index.starts[first];
        words = words_within(&window.folded, &(range.start - base..range.end - base));
    }
    Omission { len: range.len(), words }
}

/// A fragment that was found; its hit counts in the skeleton of the whole source.
#[derive(Clone, Debug)]
struct Found {
    hit: Hit,
    segment: usize,
    places: Vec<Place>,
}

/// Looks for one fragment from the beginning of a source to its end.
struct Scan<'s, 'q> {
    source: &'s Source<'s>,
    index: &'s Index,
    fragment: &'q Fragment,
    /// Where its rarest word stands, with what it can cover around it; in order, apart from each other.
    ranges: Vec<Range<usize>>,
    /// The last segments that were folded, with where they begin in the skeleton.
    window: Option<(Window, usize)>,
    last: Option<Found>,
}

impl<'s, 'q> Scan<'s, 'q> {
    fn new(source: &'s Source<'s>, index: &'s Index, fragment: &'q Fragment) -> Self {
        Self { source, index, fragment, ranges: ranges(index, fragment), window: None, last: None }
    }

    /// The first hit from here on.
    fn next(&mut self, from: usize, work: &mut Work) -> Option<&Found> {
        if self.last.as_ref().is_none_or(|last| last.hit.start() < from) {
            self.last = self.find(from, work);
        }
        self.last.as_ref()
    }

    fn find(&mut self, from: usize, work: &mut Work) -> Option<Found> {
        let words = self.fragment.pieces.first()?.folded.skeleton();
        let finder = memmem::Finder::new(words);
        let bytes = self.index.skeleton.as_bytes();
        let skipped = self.ranges.partition_point(|range| range.end <= from);
        for number in skipped..self.ranges.len() {
            let range = self.ranges[number].clone();
            let mut at = range.start.max(from);
            while let Some(found) = bytes.get(at..range.end).and_then(|rest| finder.find(rest)) {
                work.spend(found + words.len());
                at += found;
                if work.is_spent() {
                    return None;
                }
                if let Some(found) = self.look(at, work) {
                    return Some(found);
                }
                at += 1;
            }
            work.spend(range.len());
        }
        None
    }

    /// The fragment, if it begins here.
    fn look(&mut self, at: usize, work: &mut Work) -> Option<Found> {
        let (from, to) = (at.saturating_sub(BEFORE), (at + self.fragment.reach() + BEHIND).min(self.index.skeleton.len()));
        let is_known = self.window.as_ref().is_some_and(|(window, base)| *base <= from && to <= base + window.folded.skeleton().len());
        if !is_known {
            let (first, last) = (self.index.segment_of(from), self.index.segment_of(to.saturating_sub(1)));
            let window = self.source.window(first..last + 1, 0, 0);
            // Folding takes about eight times as long as looking through.
            work.spend(window.folded.skeleton().len() * 64);
            self.window = Some((window, self.index.starts[first]));
        }
        let (window, base) = self.window.as_ref()?;
        let hit = hit(&window.folded, self.fragment, at - base, work)?;
        let mut places = Vec::new();
        hit.pieces.iter().for_each(|piece| window.places(self.source, piece, &mut places));
        Some(Found { segment: self.index.segment_of(at), places, hit: hit.moved(*base) })
    }
}

/// Where a fragment can stand: around its rarest word.
fn ranges(index: &Index, fragment: &Fragment) -> Vec<Range<usize>> {
    let end = index.skeleton.len();
    let rarest = hashes(fragment).into_iter().map(|hash| index.segments_with(hash)).min_by_key(|segments| segments.len());
    let Some(segments) = rarest else { return std::iter::once(0..end).collect() };
    let reach = fragment.reach();
    let mut segments: Vec<u32> = segments.iter().chain(&index.odd).copied().collect();
    segments.sort_unstable();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for segment in segments {
        let start = index.starts[segment as usize].saturating_sub(reach);
        let stop = index.starts[segment as usize + 1].saturating_add(reach).min(end);
        match ranges.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(stop),
            _ => ranges.push(start..stop),
        }
    }
    ranges
}
