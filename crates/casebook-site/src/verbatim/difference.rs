//! The difference of two texts, word by word.
//!
//! The shortest one, by Myers' algorithm (1986). It takes time by how much differs, so a text that has nothing in common
//! with the other is given up after [`MAX_CHANGES`] words and told as a whole.

use super::verdict::Change;

/// How many words may differ before the rest is told as one change.
const MAX_CHANGES: usize = 300;

/// One word of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A word of both, by its numbers in the source and the quotation.
    Same(usize, usize),
    Source(usize),
    Quotation(usize),
}

/// How to come from `source` to `quotation`, which have so many words.
pub(super) fn steps(source: usize, quotation: usize, is_same: &dyn Fn(usize, usize) -> bool) -> Vec<Step> {
    let shorter = source.min(quotation);
    let start = (0..shorter).take_while(|at| is_same(*at, *at)).count();
    let end = (0..shorter - start).take_while(|at| is_same(source - 1 - at, quotation - 1 - at)).count();
    let mut steps: Vec<Step> = (0..start).map(|at| Step::Same(at, at)).collect();
    let inner = |a: usize, b: usize| is_same(start + a, start + b);
    match trace(source - start - end, quotation - start - end, &inner) {
        Some(found) => steps.extend(found.into_iter().map(|step| match step {
            Step::Same(a, b) => Step::Same(start + a, start + b),
            Step::Source(a) => Step::Source(start + a),
            Step::Quotation(b) => Step::Quotation(start + b),
        })),
        None => {
            steps.extend((start..source - end).map(Step::Source));
            steps.extend((start..quotation - end).map(Step::Quotation));
        }
    }
    steps.extend((0..end).map(|at| Step::Same(source - end + at, quotation - end + at)));
    steps
}

/// The shortest way, if it has few changes.
fn trace(n: usize, m: usize, is_same: &dyn Fn(usize, usize) -> bool) -> Option<Vec<Step>> {
    let most = (n + m).min(MAX_CHANGES);
    // How far one comes on each diagonal, shifted so that it counts from 0; kept for each number of changes.
    let middle = most + 1;
    let mut furthest = vec![0_usize; 2 * middle + 1];
    let mut kept: Vec<Vec<usize>> = Vec::new();
    for changes in 0..=most {
        kept.push(furthest[middle - changes..=middle + changes].to_vec());
        for diagonal in (middle - changes..=middle + changes).step_by(2) {
            let is_down = diagonal == middle - changes || (diagonal != middle + changes && furthest[diagonal - 1] < furthest[diagonal + 1]);
            let mut x = if is_down { furthest[diagonal + 1] } else { furthest[diagonal - 1] + 1 };
            // A diagonal beyond the edge leads nowhere.
            let Some(mut y) = (x + middle).checked_sub(diagonal).filter(|y| x <= n && *y <= m) else { continue };
            while x < n && y < m && is_same(x, y) {
                (x, y) = (x + 1, y + 1);
            }
            furthest[diagonal] = x;
            if x == n && y == m {
                return Some(way_back(&kept, (n, m)));
            }
        }
    }
    None
}

/// The way to the end, from how far one came with each number of changes.
fn way_back(kept: &[Vec<usize>], end: (usize, usize)) -> Vec<Step> {
    let (mut x, mut y) = end;
    let mut steps = Vec::new();
    for (changes, furthest) in kept.iter().enumerate().skip(1).rev() {
        // Diagonals of this row count from `-changes`.
        let diagonal = x + changes - y;
        let at = |diagonal: usize| furthest.get(diagonal).copied().unwrap_or(0);
        let is_down = diagonal == 0 || (diagonal != 2 * changes && at(diagonal - 1) < at(diagonal + 1));
        let before = if is_down { at(diagonal + 1) } else { at(diagonal - 1) };
        let (from_x, from_y) =
            if is_down { (before, (before + changes).wrapping_sub(diagonal + 1)) } else { (before, (before + changes + 1).wrapping_sub(diagonal)) };
        let (next_x, next_y) = if is_down { (from_x, from_y.wrapping_add(1)) } else { (from_x + 1, from_y) };
        while x > next_x && y > next_y {
            (x, y) = (x - 1, y - 1);
            steps.push(Step::Same(x, y));
        }
        steps.push(if is_down { Step::Quotation(from_y) } else { Step::Source(from_x) });
        (x, y) = (from_x, from_y);
    }
    while x > 0 && y > 0 {
        (x, y) = (x - 1, y - 1);
        steps.push(Step::Same(x, y));
    }
    steps.reverse();
    steps
}

/// The difference in words: equal steps put together, and where words were changed those of the source first.
pub(super) fn changes(steps: &[Step], source: &dyn Fn(usize) -> String, quotation: &[&str]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut open: [Vec<String>; 2] = Default::default();
    let mut same: Vec<String> = Vec::new();
    for step in steps.iter().map(Some).chain([None]) {
        if !matches!(step, Some(Step::Same(..))) && !same.is_empty() {
            changes.push(Change::Same(joined(&mut same)));
        }
        if !matches!(step, Some(Step::Source(_) | Step::Quotation(_))) {
            let [sources, quotations] = &mut open;
            changes.extend((!sources.is_empty()).then(|| Change::Source(joined(sources))));
            changes.extend((!quotations.is_empty()).then(|| Change::Quotation(joined(quotations))));
        }
        match step {
            Some(Step::Same(_, at)) => same.push(word(quotation, *at)),
            Some(Step::Source(at)) => open[0].push(source(*at)),
            Some(Step::Quotation(at)) => open[1].push(word(quotation, *at)),
            None => {}
        }
    }
    changes
}

fn word(words: &[&str], at: usize) -> String {
    words.get(at).copied().unwrap_or_default().to_owned()
}

fn joined(words: &mut Vec<String>) -> String {
    let words = std::mem::take(words);
    words.iter().flat_map(|word| word.split_whitespace()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steps_of(source: &[u8], quotation: &[u8]) -> Vec<Step> {
        steps(source.len(), quotation.len(), &|a, b| source[a] == quotation[b])
    }

    /// How many elements the two have in common at most, the slow way.
    fn common(source: &[u8], quotation: &[u8]) -> usize {
        let mut row = vec![0; quotation.len() + 1];
        for a in source {
            let mut corner = 0;
            for (at, b) in quotation.iter().enumerate() {
                let above = row[at + 1];
                row[at + 1] = if a == b { corner + 1 } else { above.max(row[at]) };
                corner = above;
            }
        }
        row[quotation.len()]
    }

    proptest! {
        #[test]
        fn the_steps_go_through_both_and_are_the_fewest(source in prop::collection::vec(0..4_u8, 0..40), quotation in prop::collection::vec(0..4_u8, 0..40)) {
            let (mut a, mut b, mut same) = (0, 0, 0);
            for step in steps_of(&source, &quotation) {
                match step {
                    Step::Same(x, y) => {
                        prop_assert_eq!((x, y, source[x]), (a, b, quotation[y]));
                        (a, b, same) = (a + 1, b + 1, same + 1);
                    }
                    Step::Source(x) => { prop_assert_eq!(x, a); a += 1; }
                    Step::Quotation(y) => { prop_assert_eq!(y, b); b += 1; }
                }
            }
            prop_assert_eq!((a, b, same), (source.len(), quotation.len(), common(&source, &quotation)));
        }
    }

    #[test]
    fn what_has_nothing_in_common_is_given_up() {
        let (source, quotation) = (vec![1; 5000], vec![2; 5000]);
        let steps = steps_of(&source, &quotation);
        assert_eq!((steps.len(), steps[0], steps[9999]), (10_000, Step::Source(0), Step::Quotation(4999)));
    }
}
