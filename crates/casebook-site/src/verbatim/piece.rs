//! Whether the pieces of a fragment stand at a place of a text.
//!
//! The first piece is found by a search over bytes; everything else is a comparison from there on.

use super::boundary::{begins_at, ends_at};
use super::fold::{Folded, Seam};
use super::gap::{MAX_GAP, MAX_WORDS, covers, floor, leads, trails};
use super::letters::DASH;
use super::quotation::{Fragment, Lead, Piece};
use memchr::memmem;
use std::ops::Range;

/// How much may still be compared, so that no text makes a comparison endless. A unit is about a nanosecond.
#[derive(Debug)]
pub(super) struct Work(u64);

impl Work {
    /// A fifth of a second of comparing at the worst.
    pub(super) const fn new() -> Self {
        Self(1 << 27)
    }

    /// Takes off the bytes that were looked through and one comparison.
    pub(super) const fn spend(&mut self, bytes: usize) {
        self.0 = self.0.saturating_sub(bytes as u64 / 8 + 64);
    }

    pub(super) const fn is_spent(&self) -> bool {
        self.0 == 0
    }
}

/// A fragment that stands in a text: its pieces, as parts of the skeleton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) pieces: Vec<Range<usize>>,
}

impl Hit {
    pub(super) fn start(&self) -> usize {
        self.pieces.first().map_or(0, |piece| piece.start)
    }

    pub(super) fn end(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.end)
    }

    /// The same in a text of which this one is a part.
    pub(super) fn moved(mut self, by: usize) -> Self {
        self.pieces.iter_mut().for_each(|piece| *piece = piece.start + by..piece.end + by);
        self
    }
}

/// Whether the seams of a text are those of another one, whose skeleton stands there.
pub(super) fn fits(text: &Folded, part: &Folded, at: usize) -> bool {
    let range = at..at + part.skeleton().len();
    let (mut theirs, mut ours) = (text.seams_within(&range).iter().peekable(), part.seams_within(&(0..range.len())).iter().peekable());
    loop {
        let place = match (theirs.peek(), ours.peek()) {
            (None, None) => return true,
            (Some((their, ..)), None) => *their as usize - at,
            (None, Some((our, ..))) => *our as usize,
            (Some((their, ..)), Some((our, ..))) => (*their as usize - at).min(*our as usize),
        };
        let their = theirs.next_if(|(their, ..)| *their as usize - at == place).map_or(Seam::NONE, |(_, seam, _)| *seam);
        let our = ours.next_if(|(our, ..)| *our as usize == place).map_or(Seam::NONE, |(_, seam, _)| *seam);
        if !their.agrees(our) {
            return false;
        }
    }
}

/// Whether a piece stands here, whose skeleton does, with the dashes at its ends.
fn stands(text: &Folded, piece: &Piece, at: usize) -> bool {
    let end = at + piece.folded.skeleton().len();
    let is_trailed = !piece.folded.has_tail() || text.seam(end).has_dash() || (end == text.skeleton().len() && text.has_tail());
    is_trailed && piece.lead.is_none_or(|lead| is_led(text, lead, at)) && fits(text, &piece.folded, at)
}

fn is_led(text: &Folded, lead: Lead, at: usize) -> bool {
    let (seam, hanging, standing) = match lead {
        Lead::Tight => (text.seam(at), Seam::DASH, Seam::NONE),
        Lead::Spaced => (text.seam(at), Seam::TRAIL, Seam::SPACE),
    };
    seam.agrees(hanging) || (text.before(at) == Some(DASH) && seam == standing)
}

/// The first hit of a fragment that begins in a part of a text.
pub(super) fn find(text: &Folded, fragment: &Fragment, starts: Range<usize>, work: &mut Work) -> Option<Hit> {
    let first = fragment.pieces.first()?.folded.skeleton().as_bytes();
    let finder = memmem::Finder::new(first);
    let bytes = text.skeleton().as_bytes();
    let until = (starts.end.saturating_add(first.len()).saturating_sub(1)).min(bytes.len());
    let mut from = starts.start;
    while !work.is_spent() {
        let at = from + finder.find(bytes.get(from..until)?)?;
        work.spend(at - from + first.len());
        if let Some(hit) = hit(text, fragment, at, work) {
            return Some(hit);
        }
        from = at + 1;
    }
    None
}

/// The fragment, if it begins here; of several ends the first one.
pub(super) fn hit(text: &Folded, fragment: &Fragment, at: usize, work: &mut Work) -> Option<Hit> {
    let first = fragment.pieces.first()?;
    let begins = match &fragment.lead {
        Some(gap) => leads(text, gap, at),
        None => first.lead.is_some() || begins_at(text, at),
    };
    if !begins || !stands(text, first, at) {
        return None;
    }
    // Each end of the pieces so far, with the way there; a gap is short, so there are few of them.
    let here = at..at + first.folded.skeleton().len();
    let mut open = vec![Hit { pieces: std::iter::once(here).collect() }];
    for piece in &fragment.pieces[1..] {
        let mut next: Vec<Hit> = Vec::new();
        for hit in &open {
            continue_with(text, piece, hit, &mut next, work);
        }
        next.sort_by_key(Hit::end);
        next.dedup_by_key(|hit| hit.end());
        open = next;
    }
    let ends = |hit: &Hit| match &fragment.trail {
        Some(gap) => trails(text, gap, hit.end()),
        None => fragment.pieces.last().is_some_and(|piece| piece.folded.has_tail()) || ends_at(text, hit.end()),
    };
    open.into_iter().find(ends)
}

/// Every place of the next piece behind a gap.
fn continue_with(text: &Folded, piece: &Piece, hit: &Hit, next: &mut Vec<Hit>, work: &mut Work) {
    let Some(gap) = &piece.gap else { return };
    let words = piece.folded.skeleton();
    let from = hit.end();
    let mut add = |at: usize, work: &mut Work| {
        work.spend(8 * (words.len() + at - from));
        if !work.is_spent() && stands(text, piece, at) && covers(text, gap, &(from..at)) {
            let mut pieces = hit.pieces.clone();
            pieces.push(at..at + words.len());
            next.push(Hit { pieces });
        }
    };
    let bytes = text.skeleton().as_bytes();
    let finder = memmem::Finder::new(words);
    let limit = end_of_gap(text, from);
    let mut at = from;
    while let Some(found) = bytes.get(at..(limit + words.len()).min(bytes.len())).and_then(|rest| finder.find(rest)) {
        add(at + found, work);
        at += found + 1;
    }
    // The same brackets in the source may be as long as they like.
    let literal = from + gap.literal.skeleton().len();
    if literal > limit && bytes.get(literal..).is_some_and(|rest| rest.starts_with(words.as_bytes())) {
        add(literal, work);
    }
}

/// How far a gap can reach: it covers few words, and signs between them.
fn end_of_gap(text: &Folded, from: usize) -> usize {
    let most = floor(text, (from + MAX_GAP).min(text.skeleton().len()));
    let mut parts = text.seams_within(&(from..most)).iter().map(|(at, ..)| *at as usize);
    parts.nth(2 * MAX_WORDS + 2).unwrap_or(most)
}
