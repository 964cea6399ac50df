//! Lines with letters that run from right to left, in the order in which they are read.
//!
//! What stands on a page is known by its place. Reading order is what the rules for display
//! (Unicode, annex 9) make that place of; here they are turned round, for the lines that people write.

use super::frame::{Glyph, Sits};
use super::letters::Direction;
use super::{Letters, Mark};

/// A glyph of a line, or a space between two.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    Glyph(Glyph),
    /// A bracket that is shown as its counterpart, because it stands in a line from right to left.
    Bracket(Glyph, char),
    Space,
}

/// The items of a line, given from left to right, in the order of reading.
pub(super) fn in_reading_order(marks: &[Mark], items: Vec<Item>) -> Vec<Item> {
    let direction = |item: &Item| match item {
        Item::Space | Item::Bracket(..) => Direction::Any,
        Item::Glyph(glyph) => Direction::of(marks[glyph.mark as usize].letters.first()),
    };
    let directions: Vec<Direction> = items.iter().map(direction).collect();
    let count = |wanted| directions.iter().filter(|direction| **direction == wanted).count();
    let left = count(Direction::Left);
    if left == 0 {
        return items;
    }
    if left >= count(Direction::Right) { from_right(marks, &items, &directions) } else { from_left(marks, &items, &directions) }
}

/// A line from right to left, in which words and numbers of other scripts run from left to right.
fn from_right(marks: &[Mark], items: &[Item], directions: &[Direction]) -> Vec<Item> {
    let mut read = Vec::with_capacity(items.len());
    let mut end = items.len();
    while end > 0 {
        let mut start = end - 1;
        match directions[start] {
            Direction::Right | Direction::Number => {
                start = run_before(directions, end);
                read.extend_from_slice(&items[start..end]);
            }
            Direction::Left | Direction::Any | Direction::Bracket => {
                start = letter_of(items, start);
                read.extend(items[start..end].iter().map(|item| turned(marks, *item)));
            }
        }
        end = start;
    }
    read
}

/// A line from left to right with words of another direction in it.
fn from_left(marks: &[Mark], items: &[Item], directions: &[Direction]) -> Vec<Item> {
    let mut read = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        if directions[at] != Direction::Left {
            read.push(items[at]);
            at += 1;
            continue;
        }
        let rest = directions[at..].iter().take_while(|direction| **direction != Direction::Right).count();
        let words = directions[at..at + rest].iter().rposition(|direction| *direction == Direction::Left).unwrap_or(0) + 1;
        read.extend(from_right(marks, &items[at..at + words], &directions[at..at + words]));
        at += words;
    }
    read
}

/// Where a run begins that ends here: words and numbers, and what stands between them but brackets.
fn run_before(directions: &[Direction], end: usize) -> usize {
    let is_wall = |direction: &Direction| matches!(direction, Direction::Left | Direction::Bracket);
    let wall = directions[..end].iter().rposition(is_wall).map_or(0, |wall| wall + 1);
    let is_word = |direction: &Direction| matches!(direction, Direction::Right | Direction::Number);
    wall + directions[wall..end].iter().position(is_word).unwrap_or(0)
}

/// Where the letter stands on which this item sits; most sit on none.
fn letter_of(items: &[Item], mut at: usize) -> usize {
    while at > 0 && matches!(items[at], Item::Glyph(Glyph { sits: Sits::OnLetter, .. })) {
        at -= 1;
    }
    at
}

/// A bracket as it is written; everything else as it is.
fn turned(marks: &[Mark], item: Item) -> Item {
    let Item::Glyph(glyph) = item else { return item };
    let written = match marks[glyph.mark as usize].letters {
        Letters::One('(') => ')',
        Letters::One(')') => '(',
        Letters::One('[') => ']',
        Letters::One(']') => '[',
        Letters::One('{') => '}',
        Letters::One('}') => '{',
        Letters::One('«') => '»',
        Letters::One('»') => '«',
        Letters::One('<') => '>',
        Letters::One('>') => '<',
        _ => return item,
    };
    Item::Bracket(glyph, written)
}
