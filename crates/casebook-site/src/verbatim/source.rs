//! The text of one source, folded where it is needed.
//!
//! A quotation with a locator is looked for on its page alone, so making a [`Source`] costs nothing but its list of
//! locators. The index over all of it is made when a quotation stands elsewhere, names no place or is wrong.

use super::fold::{Folded, Folder};
use super::index::Index;
use super::verdict::Place;
use casebook_evidence::evidence::{Locator, Segment};
use std::ops::Range;
use std::sync::OnceLock;

/// How long a source may be, in bytes: a hundred thousand pages.
pub const MAX_SOURCE: usize = 1 << 28;
/// How long one of its segments may be: it is folded as a whole.
pub const MAX_SEGMENT: usize = 1 << 24;

/// The segments of one source, in order.
#[derive(Debug)]
pub struct Source<'a> {
    pub(super) segments: &'a [Segment],
    /// Segments by locator; equal ones in their order.
    order: Vec<(Locator, u32)>,
    is_too_long: bool,
    index: OnceLock<Index>,
}

impl<'a> Source<'a> {
    /// The source that consists of these segments.
    pub fn new(segments: &'a [Segment]) -> Self {
        let mut order: Vec<(Locator, u32)> = segments.iter().zip(0..).map(|(segment, number)| (segment.locator, number)).collect();
        order.sort_unstable();
        // What comes between two segments counts as one byte.
        let len = segments.iter().fold(0_usize, |len, segment| len.saturating_add(segment.text.len() + 1));
        let is_too_long = len > MAX_SOURCE || segments.iter().any(|segment| segment.text.len() > MAX_SEGMENT);
        Self { segments, order, is_too_long, index: OnceLock::new() }
    }

    /// Makes the index over all of it now, and says how many bytes it takes. Without this it is made when it is first needed.
    pub fn prepare(&self) -> usize {
        self.index().size()
    }

    pub(super) const fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// The segments that a locator names, in order. A time names the cues that begin in its second, because that is how
    /// precisely times are written, else the one that is running.
    pub(super) fn located(&self, locator: Locator) -> Vec<usize> {
        let exact = self.between(locator, locator);
        let Locator::Time(time) = locator else { return exact };
        if !exact.is_empty() {
            return exact;
        }
        let within = if time % 1000 == 0 { self.between(locator, Locator::Time(time.saturating_add(999))) } else { Vec::new() };
        if !within.is_empty() {
            return within;
        }
        let until = self.order.partition_point(|(other, _)| *other <= locator);
        let running = until.checked_sub(1).and_then(|last| self.order.get(last)).filter(|(other, _)| matches!(other, Locator::Time(_)));
        running.map(|(other, _)| self.between(*other, *other)).unwrap_or_default()
    }

    /// A locator as it is best written: of a time the second, where that names the same.
    pub(super) fn written(&self, locator: Locator) -> Locator {
        let Locator::Time(time) = locator else { return locator };
        let second = Locator::Time(time - time % 1000);
        if self.located(second) == self.located(locator) { second } else { locator }
    }

    fn between(&self, first: Locator, last: Locator) -> Vec<usize> {
        let from = self.order.partition_point(|(other, _)| *other < first);
        let to = self.order.partition_point(|(other, _)| *other <= last);
        let mut found: Vec<usize> = self.order.get(from..to).unwrap_or_default().iter().map(|(_, number)| *number as usize).collect();
        found.sort_unstable();
        found
    }

    /// The index over all of it, made when it is first asked for.
    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self.segments))
    }

    /// Folds segments, with so many bytes of the text `before` them, and of the skeleton `behind` them.
    pub(super) fn window(&self, segments: Range<usize>, before: usize, behind: usize) -> Window {
        let mut folder = Folder::default();
        let (mut bases, mut base) = (Vec::new(), 0);
        let (mut inner, mut enough, mut is_whole) = (0..0, usize::MAX, true);
        let (first, cut) = self.step_back(segments.start, before);
        for (number, segment) in self.segments.iter().enumerate().skip(first) {
            if number == segments.start {
                inner.start = folder.len();
            }
            if number == segments.end {
                inner.end = folder.len();
                enough = folder.len().saturating_add(behind);
            }
            bases.push(base);
            let from = if number == first { cut } else { 0 };
            if !folder.push(segment.text.get(from..).unwrap_or_default(), base + from, enough) || folder.len() >= enough {
                is_whole = false;
                break;
            }
            folder.end_line();
            base += segment.text.len() + 1;
        }
        if enough == usize::MAX {
            inner.end = folder.len();
        }
        Window { folded: folder.finish(), first, bases, inner, is_whole }
    }

    /// Where to begin so as to have some bytes of text before a segment: a segment, and a word of it.
    fn step_back(&self, segment: usize, bytes: usize) -> (usize, usize) {
        let (mut first, mut missing) = (segment, bytes);
        while missing > 0 && first > 0 {
            first -= 1;
            let text = self.segments[first].text.as_str();
            if text.len() > missing {
                let cut = text.floor_char_boundary(text.len() - missing);
                return (first, text[..cut].rfind(|c: char| c.is_ascii_whitespace()).unwrap_or(0));
            }
            missing -= text.len();
        }
        (first, 0)
    }
}

/// Some segments, folded as one text.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) folded: Folded,
    pub(super) first: usize,
    /// Where each segment begins in the originals, put one after the other.
    bases: Vec<usize>,
    /// Which part of the skeleton belongs to the segments that were asked for.
    pub(super) inner: Range<usize>,
    /// Whether it reaches to the end of the source.
    pub(super) is_whole: bool,
}

impl Window {
    /// The segment in which a byte of the skeleton stands.
    pub(super) fn segment_of(&self, at: usize) -> usize {
        let start = self.folded.original(&(at..at + 1)).start;
        self.first + self.bases.partition_point(|base| *base <= start).saturating_sub(1)
    }

    /// Where a part of the skeleton stands in the segments; it is cut where one ends.
    pub(super) fn places(&self, source: &Source<'_>, part: &Range<usize>, places: &mut Vec<Place>) {
        let original = self.folded.original(part);
        for (index, base) in self.bases.iter().enumerate() {
            let Some(segment) = source.segments.get(self.first + index) else { return };
            let (from, to) = (original.start.max(*base), original.end.min(base + segment.text.len()));
            let words = from.checked_sub(*base).zip(to.checked_sub(*base)).and_then(|(from, to)| Some((from, segment.text.get(from..to)?)));
            // White space at the end of one page and the beginning of the next is no part of the words.
            if let Some((from, words)) = words.filter(|(_, words)| !words.trim().is_empty()) {
                let from = from + words.len() - words.trim_start().len();
                places.push(Place { segment: self.first + index, locator: segment.locator, range: from..from + words.trim().len() });
            }
        }
    }

    /// A part of the skeleton as the source writes it.
    pub(super) fn text(&self, source: &Source<'_>, part: &Range<usize>) -> String {
        let mut places = Vec::new();
        self.places(source, part, &mut places);
        places.iter().filter_map(|place| source.segments[place.segment].text.get(place.range.clone())).collect::<Vec<_>>().join(" ")
    }
}
