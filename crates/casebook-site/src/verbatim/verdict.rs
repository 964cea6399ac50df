//! What comes of comparing a quotation with its source: plain values, no words for anybody.

use super::quotation::Excess;
use casebook_evidence::evidence::Locator;
use std::num::NonZeroU32;
use std::ops::Range;

/// Whether a quotation stands in its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does, where it says.
    Verified {
        /// Its words, in order. What brackets and ellipses cover is no part of them.
        places: Vec<Place>,
        /// What a reader of the quotation should know.
        cautions: Vec<Caution>,
    },
    /// It stands in the source, but not where it says, or not as often.
    Elsewhere {
        /// Where it does; each of them would be right.
        hints: Vec<Hint>,
    },
    /// It stands in several places, and nothing says which one is meant.
    Repeated {
        /// Each of the places, up to [`MAX_HINTS`].
        hints: Vec<Hint>,
        /// How many there are; at [`MAX_COUNT`] counting ends.
        count: usize,
    },
    /// Each of its fragments stands in the source, but they don't follow each other.
    Disordered {
        /// The first fragment that stands only before the one that it should follow, counted from 0.
        fragment: usize,
        /// Where that one stands.
        hints: Vec<Hint>,
    },
    /// It stands nowhere, but something like it does.
    Differs {
        /// The fragment that stands nowhere, counted from 0.
        fragment: usize,
        /// What is nearest to it.
        nearest: Passage,
        /// From the words of the source to those of the quotation.
        difference: Vec<Change>,
    },
    /// Nothing in the source is like it.
    Missing {
        /// The fragment that stands nowhere, counted from 0.
        fragment: usize,
    },
    /// It, or one of its fragments, has no words of its own.
    Empty,
    /// It was not compared, and so is not verified.
    Excessive(Excess),
}

/// How many hints a verdict gives.
pub const MAX_HINTS: usize = 20;
/// How far repeated places are counted.
pub const MAX_COUNT: usize = 1000;

/// Words in a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of the segment in its source, from 0.
    pub segment: usize,
    /// What names it.
    pub locator: Locator,
    /// Which bytes of its text.
    pub range: Range<usize>,
}

/// What a quotation must say to be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Where it begins.
    pub locator: Locator,
    /// Which one of several places there.
    pub nth: Option<NonZeroU32>,
}

/// A quotation that keeps to the rule and may mislead all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// A fragment beside an ellipsis has fewer than [`THIN`] words, counted from 0.
    Thin(usize),
    /// It is put together of more than [`MAX_FRAGMENTS`] parts, between which there is an ellipsis or the editor's words.
    Patched,
    /// The fragment, counted from 0, stands more than [`FAR`] characters behind the one before it.
    Far(usize),
    /// The few words that an ellipsis leaves out before this fragment, counted from 0, hold a negation.
    Negation(usize),
}

/// Below this a fragment says nothing by itself.
pub const THIN: usize = 3;
/// What is patched of more parts is the editor's sentence.
pub const MAX_FRAGMENTS: usize = 5;
/// About five pages, in bytes without spaces.
pub const FAR: usize = 10_000;
/// An omission of so many words is short enough that a negation in it belongs to the quoted sentence.
pub const SHORT_OMISSION: usize = 8;

/// Words of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where they stand.
    pub places: Vec<Place>,
    /// The words as they are written, with single spaces.
    pub text: String,
}

/// A step of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Words that both have.
    Same(String),
    /// Words that only the source has.
    Source(String),
    /// Words that only the quotation has.
    Quotation(String),
}
