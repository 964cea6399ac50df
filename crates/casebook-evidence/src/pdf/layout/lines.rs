//! Lines of a column, and what is written of them: words with spaces, lines, paragraphs.

use super::Mark;
use super::bidi::{self, Item};
use super::columns::Piece;
use super::frame::{Gap, Sits};
use super::letters::{combining, has_no_spaces};
use super::words::{GAP, Word};

/// What is written so far: the text, and where each glyph begins in it.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub text: String,
    pub glyphs: Vec<(u32, u32)>,
}

/// A line, with what stands a little above and below it.
struct Line {
    pieces: Vec<Piece>,
    /// Where most of its letters stand, and how high their type is.
    base: f32,
    size: f32,
    count: usize,
}

/// So many lines are looked at for one to which a piece belongs.
const LOOK_BACK: usize = 12;

/// Lines further apart than usual by this factor are of two paragraphs.
const PARAGRAPH: f32 = 1.4;

/// Words of Chinese and Japanese are as far apart as a letter is wide, or there is no gap between them.
const WIDE_GAP: f32 = 0.6;

/// Writes a column; between two of them stands an empty line.
pub(super) fn write(written: &mut Written, marks: &[Mark], column: Vec<Piece>) {
    let lines = lines(column);
    let usual = usual_step(&lines);
    let mut before: Option<(f32, f32)> = None;
    for line in lines {
        let (base, size) = (line.base, line.size);
        let is_paragraph = before.is_none_or(|(above, its_size)| {
            let step = base - above;
            step > size.max(its_size) * 1.2 && step > usual.unwrap_or(1.5 * size.max(its_size)) * PARAGRAPH
        });
        let len = written.text.len();
        if len > 0 {
            written.text.push_str(if is_paragraph { "\n\n" } else { "\n" });
        }
        write_line(written, marks, line);
        before = Some((base, size));
    }
}

/// The usual distance of two lines; none where there are too few to say.
fn usual_step(lines: &[Line]) -> Option<f32> {
    let steps = lines.array_windows().map(|[above, below]| below.base - above.base);
    let mut steps: Vec<f32> = steps.filter(|step| *step > 0.0).collect();
    let middle = steps.len() / 2;
    // The lower half: in a text of short paragraphs most distances are those between them.
    (steps.len() >= 3).then(|| *steps.select_nth_unstable_by(middle / 2 + middle % 2, f32::total_cmp).1)
}

/// The pieces of a column, line by line, from the top down.
fn lines(mut column: Vec<Piece>) -> Vec<Line> {
    column.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut lines: Vec<Line> = Vec::new();
    for piece in column {
        let start = lines.len().saturating_sub(LOOK_BACK);
        let mut best: Option<(usize, f32)> = None;
        for (at, line) in lines.iter().enumerate().skip(start) {
            let overlap = overlap((line.base, line.size), (piece.base, piece.size));
            if overlap >= 0.5 && best.is_none_or(|(_, of)| overlap > of + 0.01) && has_room(line, &piece) {
                best = Some((at, overlap));
            }
        }
        match best {
            Some((at, _)) => {
                let line = &mut lines[at];
                if piece.count > line.count {
                    (line.base, line.size) = (piece.base, piece.size);
                    line.count = piece.count;
                }
                line.pieces.push(piece);
            }
            None => lines.push(Line { base: piece.base, size: piece.size, count: piece.count, pieces: vec![piece] }),
        }
    }
    lines.sort_by(|a, b| a.base.total_cmp(&b.base));
    lines
}

/// Whether a piece can belong to a line: no word of the line stands above or below one of it, but for scripts of a
/// formula. Two small lines beside a large one stay two.
fn has_room(line: &Line, piece: &Piece) -> bool {
    let is_script = |small: &Piece, size: f32| small.count <= 3 && small.size < size * 0.85;
    let is_beside = |other: &Piece| (other.base - piece.base).abs() <= 0.2 * other.size.min(piece.size);
    let others = line.pieces.iter().rev().take(LOOK_BACK).filter(|other| !is_beside(other) && !is_script(other, piece.size));
    is_script(piece, line.size) || !others.into_iter().any(|other| shares_room(other, piece))
}

/// Whether a word of one piece stands where one of the other does.
fn shares_room(one: &Piece, other: &Piece) -> bool {
    let shares = |word: &Word, other: &Word| {
        let common = word.right.min(other.right) - word.left.max(other.left);
        common > 0.3 * (word.right - word.left).min(other.right - other.left)
    };
    // Both are in order from left to right.
    let mut others = other.words.iter().peekable();
    one.words.iter().any(|word| {
        while others.next_if(|other| other.right <= word.left).is_some() {}
        others.peek().is_some_and(|other| shares(word, other))
    })
}

/// How much of the lower one of two types stands beside the other.
fn overlap(one: (f32, f32), other: (f32, f32)) -> f32 {
    let span = |(base, size): (f32, f32)| (base - 0.7 * size, base + 0.2 * size);
    let (one, other) = (span(one), span(other));
    let common = one.1.min(other.1) - one.0.max(other.0);
    common / (one.1 - one.0).min(other.1 - other.0)
}

fn write_line(written: &mut Written, marks: &[Mark], line: Line) {
    let mut words: Vec<Word> = line.pieces.into_iter().flat_map(|piece| piece.words).collect();
    words.sort_by(|a, b| a.left.total_cmp(&b.left));
    let wide = wide_gap(marks, &words);
    let mut items = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 && is_space(marks, &words[at - 1], word, wide) {
            items.push(Item::Space);
        }
        items.extend(word.glyphs.iter().map(|glyph| Item::Glyph(*glyph)));
    }
    for item in bidi::in_reading_order(marks, items) {
        let (glyph, sign) = match item {
            Item::Space => {
                written.text.push(' ');
                continue;
            }
            Item::Bracket(glyph, sign) => (glyph, Some(sign)),
            Item::Glyph(glyph) => (glyph, combining(marks[glyph.mark as usize].letters.first()).filter(|_| glyph.sits == Sits::OnLetter)),
        };
        written.glyphs.push((u32::try_from(written.text.len()).unwrap_or(u32::MAX), glyph.mark));
        match sign {
            Some(sign) => written.text.push(sign),
            None => marks[glyph.mark as usize].letters.push_to(&mut written.text),
        }
    }
}

/// The gap between two words, as a part of the height of their type.
fn gap(left: &Word, right: &Word) -> f32 {
    (right.left - left.right) / f32::midpoint(left.size, right.size).max(0.01)
}

/// From which gap on words of this line are apart. Where all gaps are alike, each is a space; where letters are spaced
/// out, only the wide ones are.
fn wide_gap(marks: &[Mark], words: &[Word]) -> f32 {
    let (mut least, mut most, mut count, mut signed) = (f32::MAX, 0.0_f32, 0_usize, 0_usize);
    for pair in words.windows(2) {
        let gap = gap(&pair[0], &pair[1]);
        signed += usize::from(pair[1].before == Gap::Space);
        // What is further apart is no gap between words but one between columns of a table.
        if (GAP..1.5).contains(&gap) {
            (least, most, count) = (least.min(gap), most.max(gap), count + 1);
        }
    }
    if count == 0 {
        return GAP;
    }
    let letters = words.iter().filter(|word| word.glyphs.len() == 1 && is_letter(marks, word)).count();
    let is_spaced_out = words.len() >= 4 && count * 10 >= words.len() * 6 && letters * 10 >= words.len() * 8 && signed * 2 < words.len();
    match most - least {
        spread if is_spaced_out && spread >= 0.2 => least + 0.4 * spread,
        _ if is_spaced_out && most < 0.5 => most + 0.1,
        spread if spread < 0.07 => GAP,
        // Narrower than this no space is set, wider no two letters.
        spread => (least + 0.3 * spread.min(0.5)).min(0.13),
    }
}

fn is_letter(marks: &[Mark], word: &Word) -> bool {
    word.glyphs.first().is_some_and(|glyph| marks[glyph.mark as usize].letters.first().is_alphabetic())
}

fn is_space(marks: &[Mark], left: &Word, right: &Word, wide: f32) -> bool {
    let gap = gap(left, right);
    let has_none = |word: &Word, glyph: Option<&super::frame::Glyph>| {
        word.size > 0.0 && glyph.is_some_and(|glyph| has_no_spaces(marks[glyph.mark as usize].letters.first()))
    };
    if has_none(left, left.glyphs.last()) && has_none(right, right.glyphs.first()) {
        return gap >= WIDE_GAP;
    }
    let is_said = left.before == Gap::Space || right.before == Gap::Space;
    gap >= wide || is_said && gap >= 0.5 * GAP && right_follows(left, right)
}

/// Whether one word was painted right after the other, in either order: then what the file says between them counts.
fn right_follows(left: &Word, right: &Word) -> bool {
    let (Some(last), Some(first)) = (left.glyphs.last(), right.glyphs.first()) else { return false };
    let said = if first.mark > last.mark { right.before } else { left.before };
    said == Gap::Space && first.mark.abs_diff(last.mark) <= 8
}
