//! Words: glyphs that were painted one after the other and touch.
//!
//! A word here may be a part of what people call one: what belongs together all the same, because a
//! line was painted letter by letter, is found when lines are put together.

use super::Mark;
use super::frame::{Gap, Glyph, Sits};
use super::letters::{Direction, combining};

/// Glyphs that touch, in the order of reading but for scripts from right to left.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub glyphs: Vec<Glyph>,
    pub left: f32,
    pub right: f32,
    pub base: f32,
    pub size: f32,
    /// What the file says stands before it.
    pub before: Gap,
}

/// A gap wider than this part of the type's height ends a word.
pub(super) const GAP: f32 = 0.1;

/// Letters reach into each other by this much at most.
const OVERLAP: f32 = 0.35;

/// The words of a direction, in the order in which they were painted.
pub(super) fn words(marks: &[Mark], glyphs: Vec<Glyph>) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for glyph in glyphs {
        match words.last_mut() {
            Some(word) if continues(marks, word, &glyph) => {
                word.left = word.left.min(glyph.left);
                word.right = word.right.max(glyph.right);
                word.glyphs.push(glyph);
            }
            _ => words.push(Word {
                left: glyph.left,
                right: glyph.right,
                base: glyph.base,
                size: glyph.size,
                before: glyph.before,
                glyphs: vec![glyph],
            }),
        }
    }
    words
}

fn continues(marks: &[Mark], word: &Word, glyph: &Glyph) -> bool {
    let Some(last) = word.glyphs.last() else { return false };
    if glyph.sits == Sits::OnLetter {
        return true;
    }
    let size = word.size;
    let gap = glyph.left - last.right;
    let turns = |glyph: &Glyph| Direction::of(marks[glyph.mark as usize].letters.first()) == Direction::Left;
    // From right to left every letter stands alone here, also where it was painted from left to right: so what
    // comes out doesn't depend on how it was painted.
    let is_one_way = !turns(glyph) && !turns(last) && combining(marks[glyph.mark as usize].letters.first()).is_none_or(|_| gap > -OVERLAP * size);
    glyph.before == Gap::None
        && is_one_way
        && (glyph.base - word.base).abs() <= 0.15 * size
        && glyph.size < size * 1.25
        && size < glyph.size * 1.25
        && gap <= GAP * size
        && gap >= -OVERLAP * size
        && glyph.left >= last.left - 0.1 * size
}
