//! What of a message is its own, and what it repeats of others: by marks, and by the blocks of fields that
//! Outlook and its kin write above a whole message.
//!
//! Where there is neither, all is own: words alone ("he wrote:") make nothing a quotation.

use super::attribution::{announces, begins_introduction, introduces, is_field, is_from, is_rule};
use super::lines::Line;
use super::{Block, BlockKind};

/// Messages that are repeated one in the other without marks.
const DEEPEST: usize = 100;

/// The longest block of fields; recipients may take several lines.
const FIELD_LINES: usize = 14;

/// The longest introduction. Long addresses break into lines.
const INTRODUCTION_LINES: usize = 4;

/// What the lines of a body are, in their order.
pub(super) fn blocks(lines: &[Line]) -> Vec<Block> {
    let mut kinds = by_marks_and_fields(lines);
    mark_introductions(lines, &mut kinds);
    mark_signatures(lines, &mut kinds);
    joined(lines, &kinds)
}

fn is_empty(line: &Line) -> bool {
    line.text.trim().is_empty()
}

/// Own and quoted lines, and blocks of fields.
fn by_marks_and_fields(lines: &[Line]) -> Vec<BlockKind> {
    let mut kinds = Vec::with_capacity(lines.len());
    // At which depth of marks a message is repeated without marks, one in the other.
    let mut repeated: Vec<u32> = Vec::new();
    while let Some(line) = lines.get(kinds.len()) {
        while !is_empty(line) && repeated.last().is_some_and(|depth| line.depth < *depth) {
            repeated.pop();
        }
        let level = line.depth + u32::try_from(repeated.len()).unwrap_or_default();
        let len = head_len(&lines[kinds.len()..]);
        if len > 0 {
            kinds.extend(std::iter::repeat_n(if level == 0 { BlockKind::Attribution } else { BlockKind::Quoted(level) }, len));
            if repeated.len() < DEEPEST {
                repeated.push(line.depth);
            }
        } else {
            kinds.push(if level == 0 { BlockKind::Own } else { BlockKind::Quoted(level) });
        }
    }
    kinds
}

/// How many lines here are the head of a message that is repeated: what announces it, and its fields.
fn head_len(lines: &[Line]) -> usize {
    let Some(first) = lines.first() else { return 0 };
    let is_announced = announces(&first.text);
    if !is_announced && !is_rule(&first.text) {
        return fields_len(lines);
    }
    let gap = lines[1..].iter().take(2).take_while(|line| is_empty(line)).count();
    match fields_len(&lines[1 + gap..]) {
        0 => usize::from(is_announced),
        len => 1 + gap + len,
    }
}

/// How many lines here are fields: one of the sender, and two others at least.
fn fields_len(lines: &[Line]) -> usize {
    let Some(first) = lines.first().filter(|line| is_from(&line.text)) else { return 0 };
    let block = lines.iter().take(FIELD_LINES).take_while(|line| line.depth == first.depth && !is_empty(line));
    let fields: Vec<usize> = block.enumerate().skip(1).filter(|(_, line)| is_field(&line.text)).map(|(at, _)| at).collect();
    fields.last().filter(|_| fields.len() >= 2).map_or(0, |last| last + 1)
}

/// Own lines directly above a quotation that say whose it is.
fn mark_introductions(lines: &[Line], kinds: &mut [BlockKind]) {
    let said: Vec<usize> = (0..lines.len()).filter(|at| !is_empty(&lines[*at])).collect();
    for pair in said.windows(2) {
        let (last, next) = (pair[0], pair[1]);
        if kinds[last] != BlockKind::Own || !matches!(kinds[next], BlockKind::Quoted(_)) || next - last > 3 {
            continue;
        }
        let first = last.saturating_sub(INTRODUCTION_LINES - 1);
        let first = (first..=last).rev().take_while(|at| kinds[*at] == BlockKind::Own && !is_empty(&lines[*at])).last().unwrap_or(last);
        let text =
            |start: usize| lines[start..=last].iter().map(|line| line.text.chars().take(700).collect::<String>()).collect::<Vec<_>>().join(" ");
        // "On Monday, Anna Berg" may have been broken off from "<anna@example.org> wrote:".
        let Some(near) = (first..=last).rev().find(|start| introduces(&text(*start))) else { continue };
        let far = (first..=near).rev().find(|start| begins_introduction(&lines[*start].text) && introduces(&text(*start)));
        kinds[far.unwrap_or(near)..=last].fill(BlockKind::Attribution);
    }
}

/// From a line of two dashes and a space to what isn't own.
fn mark_signatures(lines: &[Line], kinds: &mut [BlockKind]) {
    let mut is_signature = false;
    for (line, kind) in lines.iter().zip(kinds) {
        is_signature = *kind == BlockKind::Own && (is_signature || line.text == "-- ");
        if is_signature {
            *kind = BlockKind::Signature;
        }
    }
}

/// Lines of one kind as a block. An empty line belongs to what is above it.
fn joined(lines: &[Line], kinds: &[BlockKind]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut gap = 0_usize;
    for (line, kind) in lines.iter().zip(kinds) {
        if is_empty(line) {
            gap += 1;
            continue;
        }
        match blocks.last_mut().filter(|block| block.kind == *kind) {
            Some(block) => {
                block.text.push_str(if gap > 0 { "\n\n" } else { "\n" });
                block.text.push_str(&line.text);
            }
            None => blocks.push(Block { kind: *kind, text: line.text.clone() }),
        }
        gap = 0;
    }
    blocks
}
