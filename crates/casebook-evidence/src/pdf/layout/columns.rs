//! Columns: in which order the pieces of lines of a page are read.
//!
//! A gutter is a strip that no letter enters, with text on both sides that fills its lines. Short cells
//! on common base lines are a table, and its rows stay rows. What crosses the gutter (a headline)
//! parts what is above from what is below.

use super::letters::Direction;
use super::words::Word;
use super::{Mark, frame};

/// Words of one base line that stand near each other.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub words: Vec<Word>,
    pub left: f32,
    pub right: f32,
    pub base: f32,
    pub size: f32,
    /// How many glyphs it has.
    pub count: usize,
}

/// A gutter is this wide at least, as a part of the height of most type on the page; so is a gap that ends a piece.
const GUTTER: f32 = 0.7;

/// A page with more pieces is no page of columns.
const MOST_PIECES: usize = 20_000;

/// How often a part of a page is parted again.
const DEEPEST: u32 = 12;

/// How many places for a gutter are tried.
const MOST_PLACES: usize = 64;

/// A column has this many lines.
const FEWEST_LINES: usize = 3;

/// The pieces of a direction, column after column, in the order of reading.
pub(super) fn in_reading_order(marks: &[Mark], words: Vec<Word>) -> Vec<Vec<Piece>> {
    let pieces = pieces(words);
    let turned = pieces.iter().flat_map(|piece| &piece.words).flat_map(|word| &word.glyphs).filter(|glyph| runs_left(marks, glyph)).count();
    let all: usize = pieces.iter().map(|piece| piece.count).sum();
    let first = if turned * 2 > all { Side::Right } else { Side::Left };
    let mut columns = Vec::new();
    if pieces.len() > MOST_PIECES {
        columns.push(pieces);
    } else {
        part(pieces, first, DEEPEST, &mut columns);
    }
    columns
}

/// Which of two columns is read first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn runs_left(marks: &[Mark], glyph: &frame::Glyph) -> bool {
    Direction::of(marks[glyph.mark as usize].letters.first()) == Direction::Left
}

/// Words of one base line with no wide gap between them, from the top down.
fn pieces(mut words: Vec<Word>) -> Vec<Piece> {
    words.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut line: Vec<Word> = Vec::new();
    for word in words {
        let is_next = line.first().is_some_and(|first| word.base - first.base > 0.2 * first.size.min(word.size));
        if is_next {
            split(std::mem::take(&mut line), &mut pieces);
        }
        line.push(word);
    }
    split(line, &mut pieces);
    pieces
}

fn split(mut line: Vec<Word>, pieces: &mut Vec<Piece>) {
    line.sort_by(|a, b| a.left.total_cmp(&b.left));
    let start = pieces.len();
    for word in line {
        let count = word.glyphs.len();
        let is_first = pieces.len() == start;
        match pieces.last_mut() {
            Some(piece) if !is_first && word.left - piece.right <= GUTTER * piece.size.max(word.size) => {
                piece.right = piece.right.max(word.right);
                // The size of most of it.
                if count > piece.count {
                    (piece.size, piece.base) = (word.size, word.base);
                }
                piece.count += count;
                piece.words.push(word);
            }
            _ => pieces.push(Piece { left: word.left, right: word.right, base: word.base, size: word.size, count, words: vec![word] }),
        }
    }
}

fn part(pieces: Vec<Piece>, first: Side, depth: u32, columns: &mut Vec<Vec<Piece>>) {
    let gutter = if depth > 0 && pieces.len() >= FEWEST_LINES * 2 { best_gutter(&pieces) } else { None };
    let Some(gutter) = gutter else {
        if !pieces.is_empty() {
            columns.push(pieces);
        }
        return;
    };
    let [mut above, mut left, mut right, mut below] = [const { Vec::new() }; 4];
    for (at, piece) in pieces.into_iter().enumerate() {
        match at {
            _ if at < gutter.start => above.push(piece),
            _ if at >= gutter.end => below.push(piece),
            _ if piece.left >= gutter.to => right.push(piece),
            _ => left.push(piece),
        }
    }
    let sides = if first == Side::Left { [left, right] } else { [right, left] };
    part(above, first, depth - 1, columns);
    sides.into_iter().for_each(|side| part(side, first, depth - 1, columns));
    part(below, first, depth - 1, columns);
}

/// A strip that no piece enters from one place in the order of pieces to another.
#[derive(Clone, Copy, Debug)]
struct Gutter {
    to: f32,
    start: usize,
    end: usize,
    /// How much text it parts.
    worth: usize,
}

fn best_gutter(pieces: &[Piece]) -> Option<Gutter> {
    let mut sizes: Vec<f32> = pieces.iter().map(|piece| piece.size).collect();
    let middle = sizes.len() / 2;
    let size = *sizes.select_nth_unstable_by(middle, f32::total_cmp).1;
    let mut best: Option<Gutter> = None;
    for (from, to) in places(pieces, size) {
        let mut start = 0;
        for at in 0..=pieces.len() {
            let crosses = pieces.get(at).is_none_or(|piece| piece.left < to && piece.right > from);
            if !crosses {
                continue;
            }
            let run = &pieces[start..at];
            if run.len() >= FEWEST_LINES * 2 {
                let worth = worth(run, to, size);
                if worth > best.map_or(0, |best| best.worth) {
                    best = Some(Gutter { to, start, end: at, worth });
                }
            }
            start = at + 1;
        }
    }
    best
}

/// Strips before which or behind which many pieces begin or end.
#[allow(clippy::cast_possible_truncation, reason = "places on a page are no larger than a million")]
fn places(pieces: &[Piece], size: f32) -> Vec<(f32, f32)> {
    let step = size * 0.25;
    let slot = |place: f32| (place / step).floor() as i64;
    let mut edges: Vec<(i64, bool, f32)> =
        pieces.iter().flat_map(|piece| [(slot(piece.left), true, piece.left), (slot(piece.right), false, piece.right)]).collect();
    edges.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    let mut places: Vec<(usize, (f32, f32))> = Vec::new();
    for group in edges.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|group| group.len() >= FEWEST_LINES) {
        let (first, last) = (group[0].2, group[group.len() - 1].2);
        let strip = if group[0].1 { (first - GUTTER * size, first - 0.02 * size) } else { (last + 0.02 * size, last + GUTTER * size) };
        places.push((group.len(), strip));
    }
    places.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    places.into_iter().take(MOST_PLACES).map(|(_, strip)| strip).collect()
}

/// How much text a gutter parts; nothing where what it parts are no columns.
fn worth(run: &[Piece], gutter: f32, size: f32) -> usize {
    let (left, right): (Vec<&Piece>, Vec<&Piece>) = run.iter().partition(|piece| piece.left < gutter);
    if left.len() < FEWEST_LINES || right.len() < FEWEST_LINES {
        return 0;
    }
    let (left, right) = (Column::new(&left, size), Column::new(&right, size));
    let overlap = left.bottom.min(right.bottom) - left.top.max(right.top);
    let is_beside = overlap >= 0.5 * (left.bottom - left.top).min(right.bottom - right.top);
    let has_lines = left.bases.len() >= FEWEST_LINES && right.bases.len() >= FEWEST_LINES;
    let is_text = left.full * 2 >= left.bases.len() && right.full * 2 >= right.bases.len() && left.usual >= 15 && right.usual >= 15;
    let is_loose = left.usual >= 6 && right.usual >= 6 && left.shared(&right, size) * 2 < left.bases.len().min(right.bases.len());
    if is_beside && has_lines && (is_text || is_loose) { left.count.min(right.count) } else { 0 }
}

/// What is on one side of a gutter.
struct Column {
    /// Where its lines are, from the top down.
    bases: Vec<f32>,
    top: f32,
    bottom: f32,
    /// How many of its lines reach from one side to the other.
    full: usize,
    /// How many letters a usual line has.
    usual: usize,
    count: usize,
}

impl Column {
    /// The pieces come from the top down.
    fn new(pieces: &[&Piece], size: f32) -> Self {
        let mut lines: Vec<(f32, f32, f32, usize)> = Vec::new();
        for piece in pieces {
            match lines.last_mut() {
                Some((base, left, right, count)) if piece.base - *base <= 0.3 * size => {
                    (*left, *right) = (left.min(piece.left), right.max(piece.right));
                    *count += piece.count;
                }
                _ => lines.push((piece.base, piece.left, piece.right, piece.count)),
            }
        }
        let left = lines.iter().map(|line| line.1).fold(f32::MAX, f32::min);
        let right = lines.iter().map(|line| line.2).fold(f32::MIN, f32::max);
        let mut counts: Vec<usize> = lines.iter().map(|line| line.3).collect();
        counts.sort_unstable();
        Self {
            top: lines.first().map_or(0.0, |line| line.0),
            bottom: lines.last().map_or(0.0, |line| line.0),
            full: lines.iter().filter(|line| line.2 - line.1 >= 0.7 * (right - left)).count(),
            usual: counts[counts.len() / 2],
            count: counts.iter().sum(),
            bases: lines.into_iter().map(|line| line.0).collect(),
        }
    }

    /// How many base lines two columns have in common.
    fn shared(&self, other: &Self, size: f32) -> usize {
        let mut others = other.bases.iter().copied().peekable();
        let is_shared = |base: &&f32| {
            while others.next_if(|other| *other < **base - 0.1 * size).is_some() {}
            others.peek().is_some_and(|other| *other <= **base + 0.1 * size)
        };
        self.bases.iter().filter(is_shared).count()
    }
}
