//! A quotation as its author wrote it: fragments between `[…]`, and the editor's words in brackets.
//!
//! A *fragment* is what stands between two editorial ellipses. It consists of *pieces*, which are words of the source,
//! with *gaps* between them, which are the editor's. Emphasis has been taken out before.

use super::fold::{Folded, Seam};
use super::gap::MAX_GAP;
use super::letters::{DASH, is_dash, is_wordy};
use casebook_evidence::evidence::Locator;
use std::num::NonZeroU32;

/// What a quotation claims.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// Where it says that it begins.
    pub locator: Option<Locator>,
    /// Which one it means of several places, counted from 1 in the located segment, or in the source without a locator.
    pub nth: Option<NonZeroU32>,
    pub(super) fragments: Vec<Fragment>,
    /// Why it is not compared.
    pub(super) excess: Option<Excess>,
}

/// More than is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// The quotation has more than [`MAX_LENGTH`] bytes.
    Length,
    /// It has more than [`MAX_PIECES`] pieces.
    Pieces,
    /// The source is longer than [`MAX_SOURCE`](super::MAX_SOURCE) bytes, or a segment of it than
    /// [`MAX_SEGMENT`](super::MAX_SEGMENT).
    Source,
    /// The words stand nearly everywhere, and comparing all of it would take too long.
    Work,
}

/// How long a quotation may be: about twenty pages of a book. Who quotes more publishes the document.
pub const MAX_LENGTH: usize = 1 << 16;
/// Of how many pieces it may consist.
pub const MAX_PIECES: usize = 256;

/// What stands between two editorial ellipses.
#[derive(Clone, Debug, Default)]
pub(super) struct Fragment {
    /// The editor's words before the first piece.
    pub(super) lead: Option<Gap>,
    pub(super) pieces: Vec<Piece>,
    /// The editor's words behind the last piece.
    pub(super) trail: Option<Gap>,
}

/// Words of the source.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) folded: Folded,
    /// The editor's words between the piece before and this one.
    pub(super) gap: Option<Gap>,
    /// A dash before the first character, which hangs on what is before it in the source.
    pub(super) lead: Option<Lead>,
}

/// How a dash at the beginning of a piece stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    Tight,
    Spaced,
}

/// The editor's words.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// What stands in the brackets.
    pub(super) text: String,
    /// The brackets and what they hold, folded: a source may have the same brackets itself.
    pub(super) literal: Folded,
    /// What the brackets hold, in words, folded and in small letters.
    pub(super) words: Vec<String>,
    /// `[sic]` stands for nothing in the source.
    pub(super) is_sic: bool,
    /// It continues the word before it: `walk[ed]`.
    pub(super) is_glued_before: bool,
    /// The word goes on behind it: `[t]he`.
    pub(super) is_glued_behind: bool,
}

impl Quotation {
    /// Parses the text of a quotation.
    pub fn parse(text: &str) -> Self {
        let mut quotation = Self { locator: None, nth: None, fragments: Vec::new(), excess: None };
        if text.len() > MAX_LENGTH {
            quotation.excess = Some(Excess::Length);
            return quotation;
        }
        let mut parser = Parser::default();
        let mut rest = text;
        while let Some((before, inner, after)) = bracketed(rest) {
            parser.add_words(before);
            if is_ellipsis(inner) {
                parser.end_fragment();
            } else {
                parser.add_gap(inner, before, after);
            }
            if parser.pieces > MAX_PIECES {
                quotation.excess = Some(Excess::Pieces);
                return quotation;
            }
            rest = after;
        }
        parser.add_words(rest);
        parser.end_fragment();
        quotation.fragments = parser.fragments;
        quotation
    }

    /// Says where it begins.
    #[must_use]
    pub fn at(self, locator: Locator) -> Self {
        Self { locator: Some(locator), ..self }
    }

    /// Says which one of several places it means.
    #[must_use]
    pub fn nth(self, nth: NonZeroU32) -> Self {
        Self { nth: Some(nth), ..self }
    }
}

impl Fragment {
    /// Whether its one place holds all of it: nothing is the editor's, and no dash hangs at its ends.
    pub(super) fn is_plain(&self) -> bool {
        let is_bare = |piece: &Piece| piece.lead.is_none() && !piece.folded.has_tail();
        self.lead.is_none() && self.trail.is_none() && self.pieces.len() == 1 && self.pieces.iter().all(is_bare)
    }

    /// How many words of the source it has.
    pub(super) fn count_words(&self) -> usize {
        self.pieces.iter().map(|piece| count_words(&piece.folded)).sum()
    }

    /// How many parts it has between the editor's words; letters within a word part nothing.
    pub(super) fn count_parts(&self) -> usize {
        let parts = |gap: &Gap| !gap.is_sic && !gap.is_glued_before && !gap.is_glued_behind;
        1 + self.pieces.iter().filter(|piece| piece.gap.as_ref().is_some_and(parts)).count()
    }

    /// How much of a source's skeleton it can cover, its gaps included.
    pub(super) fn reach(&self) -> usize {
        self.pieces.iter().map(|piece| piece.folded.skeleton().len() + MAX_GAP).sum::<usize>() + MAX_GAP
    }
}

/// How many tokens have a letter or a digit.
pub(super) fn count_words(folded: &Folded) -> usize {
    let tokens = folded.tokens();
    tokens.iter().filter(|token| folded.skeleton()[(*token).clone()].chars().any(char::is_alphanumeric)).count()
}

#[derive(Default)]
struct Parser {
    fragments: Vec<Fragment>,
    open: Fragment,
    /// What the next piece follows.
    gap: Option<Gap>,
    pieces: usize,
}

impl Parser {
    fn add_words(&mut self, text: &str) {
        let Some((folded, lead)) = fold_piece(text) else { return };
        self.pieces += 1;
        let mut gap = self.gap.take();
        if self.open.pieces.is_empty() {
            self.open.lead = gap.take();
        }
        self.open.pieces.push(Piece { text: text.to_owned(), folded, gap, lead });
    }

    /// The editor's words; several brackets in a row are one.
    fn add_gap(&mut self, inner: &str, before: &str, after: &str) {
        self.pieces += 1;
        let gap = Gap::new(inner, before, after);
        self.gap = Some(match self.gap.take() {
            Some(earlier) => earlier.with(gap),
            None => gap,
        });
    }

    fn end_fragment(&mut self) {
        self.open.trail = self.gap.take();
        let fragment = std::mem::take(&mut self.open);
        if !fragment.pieces.is_empty() {
            self.fragments.push(fragment);
        }
    }
}

impl Gap {
    fn new(inner: &str, before: &str, after: &str) -> Self {
        let folded = Folded::new(inner);
        let word = inner.trim().trim_end_matches(['!', '?']).to_lowercase();
        let is_sic = word == "sic";
        let glues = |c: Option<char>| !is_sic && !folded.skeleton().is_empty() && c.is_some_and(is_wordy);
        Self {
            text: inner.to_owned(),
            literal: Folded::new(&format!("[{inner}]")),
            words: words(&folded),
            is_sic,
            is_glued_before: glues(before.chars().next_back()),
            is_glued_behind: glues(after.chars().next()),
        }
    }

    /// Two in a row.
    fn with(self, next: Self) -> Self {
        Self {
            literal: Folded::new(&format!("[{}] [{}]", self.text, next.text)),
            text: format!("{}] [{}", self.text, next.text),
            words: self.words.into_iter().chain(next.words).collect(),
            is_sic: self.is_sic && next.is_sic,
            is_glued_before: self.is_glued_before,
            is_glued_behind: next.is_glued_behind,
        }
    }
}

/// The words of a folded text in small letters, without what is no letter at their ends.
pub(super) fn words(folded: &Folded) -> Vec<String> {
    let words = folded.tokens().into_iter().map(|token| word(&folded.skeleton()[token]));
    words.filter(|word| !word.is_empty()).collect()
}

/// A word in small letters, without what is no letter at its ends.
pub(super) fn word(token: &str) -> String {
    token.trim_matches(|c| !is_wordy(c)).to_lowercase()
}

/// Folds a piece; what has nothing but white space is none. A dash at its beginning is told apart, because in the source
/// it may hang on the word before it.
fn fold_piece(text: &str) -> Option<(Folded, Option<Lead>)> {
    let folded = Folded::new(text);
    if folded.skeleton().is_empty() {
        return None;
    }
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || is_dash(c));
    if !folded.skeleton().starts_with(DASH) || rest.is_empty() {
        return Some((folded, None));
    }
    let lead = if folded.seam(DASH.len_utf8()) == Seam::SPACE { Lead::Spaced } else { Lead::Tight };
    Some((Folded::new(rest), Some(lead)))
}

/// The first brackets: what is before them, within, behind. Brackets within brackets belong to the outer ones; what
/// is never closed is no bracket.
fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('[')?;
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'[' => depth += 1,
            b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some((&text[..start], &text[start + 1..at], &text[at + 1..]));
                }
            }
            _ => {}
        }
    }
    None
}

/// Two dots at least, and nothing else.
fn is_ellipsis(inner: &str) -> bool {
    let dots = inner.chars().map(|c| match c {
        '.' => Some(1),
        '‥' | '…' | '⋯' => Some(2),
        c if c.is_whitespace() => Some(0),
        _ => None,
    });
    dots.sum::<Option<usize>>().is_some_and(|dots| dots >= 2)
}
