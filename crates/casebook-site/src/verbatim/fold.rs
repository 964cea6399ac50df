//! Normalised text, and the way back from it.
//!
//! A text is folded into its *skeleton*, which is every character but white space and the hyphens that hang on a word,
//! and into *seams*, which say what stood between two characters of the skeleton. A hyphen at the end of a line can
//! be read in three ways (`line-end`, `lineend`, `Vor- und`), so a seam is a set of readings; two texts are the same
//! where their skeletons are and each pair of seams has a reading in common. That makes a search over one string of
//! bytes find all of them.

use super::letters::{DASH, QUOTE, is_dash, is_divisible, is_hyphen, is_invisible, is_line_end, is_mark, is_quote, is_unspaced, is_wordy};
use std::ops::Range;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfkc_quick};

/// What can stand between two characters of a skeleton: a set of readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seam(u8);

impl Seam {
    /// Nothing.
    pub(super) const NONE: Self = Self(1);
    /// White space.
    pub(super) const SPACE: Self = Self(2);
    /// A hyphen within a word.
    pub(super) const HYPHEN: Self = Self(4 | Self::INWARD);
    /// A dash without spaces.
    pub(super) const DASH: Self = Self(4);
    /// A hyphen or dash that hangs on the word before it, and a space.
    pub(super) const TRAIL: Self = Self(8);
    /// A hyphen at the end of a line between letters.
    pub(super) const BREAK_HYPHEN: Self = Self(1 | 4 | 8 | Self::INWARD);
    /// Any other dash at the end of a line.
    pub(super) const BREAK_DASH: Self = Self(4 | 8);
    /// The end of a line in a script that has no spaces.
    pub(super) const BREAK_UNSPACED: Self = Self(1 | 2);

    const READINGS: u8 = 15;
    /// It doesn't part words.
    const INWARD: u8 = 16;

    /// Whether both can be read alike.
    pub(super) const fn agrees(self, other: Self) -> bool {
        self.0 & other.0 & Self::READINGS != 0
    }

    /// Whether what stands on both sides may be one word.
    pub(super) const fn is_inward(self) -> bool {
        self.0 & Self::INWARD != 0
    }

    /// Whether it can be read as something that has a dash.
    pub(super) const fn has_dash(self) -> bool {
        self.0 & (4 | 8) != 0
    }

    /// How it is written; folding that gives the seam again.
    const fn text(self) -> &'static str {
        match self {
            Self::SPACE => " ",
            Self::HYPHEN => "-",
            Self::DASH => "–",
            Self::TRAIL => "- ",
            Self::BREAK_HYPHEN => "-\n",
            Self::BREAK_DASH => "–\n",
            Self::BREAK_UNSPACED => "\n",
            _ => "",
        }
    }
}

/// Normalised text with a map back to the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    skeleton: String,
    /// Before which byte of the skeleton there is something, what, and where in the original it begins.
    seams: Vec<(u32, Seam, u32)>,
    /// Where each byte of the skeleton comes from.
    offsets: Vec<u32>,
    /// What hangs on the last character.
    tail: Option<Hanging>,
    /// Where the last character ends in the original.
    end: u32,
}

impl Folded {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        let mut folder = Folder::default();
        folder.push(text, 0, usize::MAX);
        folder.finish()
    }

    /// The characters without white space and hanging hyphens.
    pub fn skeleton(&self) -> &str {
        &self.skeleton
    }

    /// The normalised text, in which a hyphen at the end of a line is `-` and a line feed. Folding it changes nothing.
    pub fn text(&self) -> String {
        let mut text = self.part(&(0..self.skeleton.len()));
        if self.has_tail() {
            text.push(DASH);
        }
        text
    }

    /// A part of the normalised text.
    pub(super) fn part(&self, range: &Range<usize>) -> String {
        let mut text = String::with_capacity(range.len() * 5 / 4);
        let mut from = range.start;
        for (at, seam, _) in self.seams_within(range) {
            text.push_str(self.skeleton.get(from..*at as usize).unwrap_or_default());
            text.push_str(seam.text());
            from = *at as usize;
        }
        text.push_str(self.skeleton.get(from..range.end).unwrap_or_default());
        text
    }

    /// Where the characters of a range of the skeleton stand in the original.
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offsets.get(range.start).map_or(self.end, |at| *at) as usize;
        let Some(last) = range.end.checked_sub(1).filter(|last| *last >= range.start).and_then(|last| self.offsets.get(last)) else {
            return start..start;
        };
        // Letters of one ligature share their place, so the last one ends where the next place or what is before it begins.
        let Some(next) = (range.end..self.offsets.len()).find(|next| self.offsets[*next] > *last) else { return start..self.end as usize };
        let seam = self.seams.binary_search_by_key(&next, |(at, ..)| *at as usize);
        start..seam.map_or(self.offsets[next], |index| self.seams[index].2) as usize
    }

    /// Whether a hyphen or dash hangs on the last character.
    pub(super) fn has_tail(&self) -> bool {
        self.tail.is_some_and(|tail| tail != Hanging::Soft)
    }

    /// Whether the last word may go on in the next segment.
    pub(super) const fn is_open(&self) -> bool {
        self.tail.is_some()
    }

    pub(super) fn seams(&self) -> impl Iterator<Item = (usize, Seam)> + '_ {
        self.seams.iter().map(|(at, seam, _)| (*at as usize, *seam))
    }

    /// What stands before a byte of the skeleton.
    pub(super) fn seam(&self, at: usize) -> Seam {
        let found = self.seams.binary_search_by_key(&at, |(at, ..)| *at as usize);
        found.ok().and_then(|index| self.seams.get(index)).map_or(Seam::NONE, |(_, seam, _)| *seam)
    }

    /// The seams that stand within a range of the skeleton, not before its first byte.
    pub(super) fn seams_within(&self, range: &Range<usize>) -> &[(u32, Seam, u32)] {
        let from = self.seams.partition_point(|(at, ..)| *at as usize <= range.start);
        let to = self.seams.partition_point(|(at, ..)| (*at as usize) < range.end);
        self.seams.get(from..to).unwrap_or_default()
    }

    /// The character that ends before a byte of the skeleton.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.skeleton.get(..at)?.chars().next_back()
    }

    /// The characters from a byte of the skeleton on.
    pub(super) fn after(&self, at: usize) -> impl Iterator<Item = char> + '_ {
        self.skeleton.get(at..).unwrap_or_default().chars()
    }

    /// Runs of the skeleton without white space between; characters of scripts without spaces stand alone.
    pub(super) fn tokens(&self) -> Vec<Range<usize>> {
        self.tokens_within(&(0..self.skeleton.len()))
    }

    /// The same of a part.
    pub(super) fn tokens_within(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut tokens = Vec::new();
        let (mut start, mut seams) = (range.start, self.seams_within(range).iter().peekable());
        let mut was_unspaced = false;
        for (at, c) in self.skeleton.get(range.clone()).unwrap_or_default().char_indices() {
            let at = range.start + at;
            let seam = seams.next_if(|(place, ..)| *place as usize == at).map_or(Seam::NONE, |(_, seam, _)| *seam);
            let is_alone = is_unspaced(c);
            let parts = matches!(seam, Seam::SPACE | Seam::TRAIL | Seam::BREAK_UNSPACED);
            if at > start && (parts || is_alone || (was_unspaced && !is_mark(c))) {
                tokens.push(start..at);
                start = at;
            }
            was_unspaced = is_alone;
        }
        if start < range.end {
            tokens.push(start..range.end);
        }
        tokens
    }
}

/// What came since the last character of the skeleton.
#[derive(Clone, Copy, Debug, Default)]
struct Between {
    dash: Option<Hanging>,
    white: White,
}

/// A dash that hangs on a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hanging {
    /// A soft hyphen at the end of a line.
    Soft,
    Hyphen,
    Dash,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum White {
    #[default]
    None,
    Blank,
    Line,
}

/// Folds one text after the other.
#[derive(Debug, Default)]
pub(super) struct Folder {
    out: Folded,
    last: Option<char>,
    between: Between,
    /// Characters that are normalised together.
    chunk: String,
}

impl Folder {
    /// Folds a text whose first byte is byte `base` of the whole, until the skeleton is `enough` bytes long; says
    /// whether all of it was folded.
    pub(super) fn push(&mut self, text: &str, base: usize, enough: usize) -> bool {
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            if self.out.skeleton.len() >= enough {
                return false;
            }
            if c.is_ascii_alphanumeric() {
                let end = at + plain_run(&text.as_bytes()[at..]);
                if end > at {
                    self.add_run(text, at..end, base);
                    at = end;
                    continue;
                }
            }
            let next = at + c.len_utf8();
            // What joins others begins at U+0300, which is 0xcc; 0xc2 may be a soft hyphen, behind which one may come.
            let is_followed_simply = text.as_bytes().get(next).is_none_or(|byte| *byte < 0xcc && *byte != 0xc2);
            at = if is_simple(c) && is_followed_simply {
                self.put(c, base + at..base + next);
                next
            } else {
                self.put_chunk(text, at, base)
            };
        }
        true
    }

    /// Adds letters and digits of ASCII, which are most of most texts, all at once.
    fn add_run(&mut self, text: &str, run: Range<usize>, base: usize) {
        let Some((first, last)) = text[run.clone()].chars().next().zip(text[run.clone()].chars().next_back()) else { return };
        self.add(first, base + run.start..base + run.start + 1);
        self.out.skeleton.push_str(&text[run.start + 1..run.end]);
        self.out.offsets.extend((run.start + 1..run.end).map(|at| offset(base + at)));
        self.out.end = offset(base + run.end);
        self.last = Some(last);
    }

    /// The end of a segment is the end of a line.
    pub(super) const fn end_line(&mut self) {
        self.between.white = White::Line;
    }

    /// How long the skeleton is so far.
    pub(super) const fn len(&self) -> usize {
        self.out.skeleton.len()
    }

    pub(super) fn finish(mut self) -> Folded {
        self.out.tail = self.between.dash;
        self.out
    }

    /// Normalises a character with all that may join it; gives where the next one begins.
    fn put_chunk(&mut self, text: &str, at: usize, base: usize) -> usize {
        let mut chars = text[at..].char_indices().map(|(index, c)| (at + index, c));
        let Some((_, first)) = chars.next() else { return text.len() };
        let mut next = at + first.len_utf8();
        if first == '\u{ad}' {
            if is_at_line_end(&text[next..]) && self.between.white == White::None && self.between.dash.is_none() && self.last.is_some() {
                self.between.dash = Some(Hanging::Soft);
            }
            return next;
        }
        if is_invisible(first) {
            return next;
        }
        let mut chunk = std::mem::take(&mut self.chunk);
        chunk.clear();
        chunk.push(if is_quote(first) { QUOTE } else { first });
        for (index, c) in chars {
            let is_nothing = is_invisible(c) || (c == '\u{ad}' && !is_at_line_end(&text[index + c.len_utf8()..]));
            if !is_nothing {
                if begins(c) {
                    break;
                }
                chunk.push(c);
            }
            next = index + c.len_utf8();
        }
        for c in chunk.nfkc() {
            self.put(c, base + at..base + next);
        }
        self.chunk = chunk;
        next
    }

    /// Takes a normalised character.
    fn put(&mut self, c: char, at: Range<usize>) {
        if c.is_ascii_alphanumeric() {
            self.add(c, at);
        } else if c.is_whitespace() {
            let white = if is_line_end(c) { White::Line } else { White::Blank };
            self.between.white = self.between.white.max(white);
        } else if is_dash(c) {
            self.put_dash(c, at);
        } else {
            self.add(if is_quote(c) { QUOTE } else { c }, at);
        }
    }

    /// A dash hangs on what is before it without a space, else it is a character; several are one.
    fn put_dash(&mut self, c: char, at: Range<usize>) {
        match (self.between, self.last) {
            (Between { white: White::None, dash: Some(Hanging::Hyphen | Hanging::Dash) }, _) => self.between.dash = Some(Hanging::Dash),
            (Between { white: White::None, .. }, Some(DASH)) => {}
            (Between { white: White::None, .. }, Some(_)) => {
                self.between.dash = Some(if is_hyphen(c) { Hanging::Hyphen } else { Hanging::Dash });
            }
            _ => self.add(DASH, at),
        }
    }

    /// Adds a character to the skeleton.
    fn add(&mut self, c: char, at: Range<usize>) {
        let between = std::mem::take(&mut self.between);
        if let Some(last) = self.last {
            let seam = seam(between, last, c);
            if seam != Seam::NONE {
                self.out.seams.push((offset(self.out.skeleton.len()), seam, self.out.end));
            }
        }
        self.out.skeleton.push(c);
        self.out.offsets.extend(std::iter::repeat_n(offset(at.start), c.len_utf8()));
        self.out.end = offset(at.end);
        self.last = Some(c);
    }
}

/// What stands between two characters.
fn seam(between: Between, last: char, next: char) -> Seam {
    match (between.dash, between.white) {
        (None | Some(Hanging::Soft), White::None) => Seam::NONE,
        (None | Some(Hanging::Soft), White::Blank) => Seam::SPACE,
        (Some(Hanging::Hyphen | Hanging::Soft), White::Line) if is_divisible(last) && is_divisible(next) => Seam::BREAK_HYPHEN,
        (None | Some(Hanging::Soft), White::Line) => {
            let is_tight = |one: char, other: char| is_unspaced(one) && (is_unspaced(other) || !is_wordy(other));
            if is_tight(last, next) || is_tight(next, last) { Seam::BREAK_UNSPACED } else { Seam::SPACE }
        }
        (Some(Hanging::Hyphen), White::None) => Seam::HYPHEN,
        (Some(Hanging::Dash), White::None) => Seam::DASH,
        (Some(_), White::Blank) => Seam::TRAIL,
        (Some(_), White::Line) => Seam::BREAK_DASH,
    }
}

/// Whether only blanks come before the end of the line.
fn is_at_line_end(rest: &str) -> bool {
    rest.chars().find(|c| is_line_end(*c) || !c.is_whitespace()).is_none_or(is_line_end)
}

/// How many letters and digits of ASCII come first that nothing joins.
fn plain_run(bytes: &[u8]) -> usize {
    let run = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    // The last one may be joined by what follows.
    if bytes.get(run).is_some_and(|byte| !byte.is_ascii()) { run - 1 } else { run }
}

/// Characters that normalising leaves as they are: nearly all of most texts. What is below U+0300 joins nothing.
const fn is_simple(c: char) -> bool {
    c.is_ascii() || matches!(c, 'À'..='ı' | 'Ĵ'..='ľ' | 'Ł'..='ň' | 'Ŋ'..='ž')
}

/// Whether a character joins nothing that is before it.
fn begins(c: char) -> bool {
    if c.is_ascii() {
        return true;
    }
    let quick = |c: char| is_nfkc_quick(std::iter::once(c));
    let mut first = None;
    if quick(c) == IsNormalized::No {
        decompose_compatible(c, |part| {
            first.get_or_insert(part);
        });
    }
    let first = first.unwrap_or(c);
    canonical_combining_class(first) == 0 && quick(first) != IsNormalized::Maybe
}

/// Places in texts of more than 4 GB aren't told apart; a source of that length is refused before.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
