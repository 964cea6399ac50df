//! The words of a document as a page shows them: in paragraphs, line by line, or as the rows of a table; quoted ones marked.
//!
//! Nothing is corrected and nothing left out. What is known of the places of words decides only where a row ends
//! and whether its lines may be broken anew on a narrow screen.

use super::context::{ParagraphContext, RunContext};
use casebook_evidence::evidence::Segment;
use std::ops::Range;

/// How much of the longest line all others but the last have in a paragraph that was broken for want of room.
const FULL: f32 = 0.6;
/// A gap in a line that makes it a row, in heights of the line.
const GAP: f32 = 1.5;
/// A strip between two columns that no word enters, likewise: narrower than a gap, because heads are wider than what stands
/// below them, and wider than a space of a typewriter.
const STRIP: f32 = 0.9;
/// How many columns a table has at most. What has more is no table that could be read as one.
const MOST_COLUMNS: usize = 24;

/// A part of a passage in one segment.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    /// The passage, from 0.
    pub passage: usize,
    /// The name that links to it point to, on the page where it begins.
    pub id: String,
    pub range: Range<usize>,
    /// Whether the passage begins here.
    pub is_first: bool,
}

impl Marked {
    /// What of it lies in a part of the text, counted from the beginning of that part.
    pub fn within(&self, part: &Range<usize>) -> Option<Self> {
        let (start, end) = (self.range.start.max(part.start), self.range.end.min(part.end));
        let is_first = self.is_first && self.range.start >= part.start;
        (start < end).then(|| Self { range: start - part.start..end - part.start, is_first, ..self.clone() })
    }
}

/// What stands on a page: paragraphs and tables, in the order of the text. `aspect` is its height as a share of its width.
pub(super) fn page(segment: &Segment, aspect: f32, marked: &[Marked]) -> Vec<ParagraphContext> {
    let text = &segment.text;
    let mut shown = Vec::new();
    let mut start = 0;
    let longest = longest(text);
    for table in tables(segment, aspect) {
        shown.extend(paragraphs_of(text, start..table.range.start, marked, longest));
        start = table.range.end;
        shown.push(table.context(text, marked));
    }
    shown.extend(paragraphs_of(text, start..text.len(), marked, longest));
    shown
}

/// The words of a part of a text in paragraphs, which empty lines part, each cut where passages begin and end.
pub(super) fn paragraphs(text: &str, part: Range<usize>, marked: &[Marked]) -> Vec<ParagraphContext> {
    paragraphs_of(text, part, marked, longest(text))
}

/// How many characters the longest line of a text has.
fn longest(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or_default()
}

fn paragraphs_of(text: &str, part: Range<usize>, marked: &[Marked], longest: usize) -> Vec<ParagraphContext> {
    let mut paragraphs = Vec::new();
    let mut start = part.start;
    for paragraph in text[part].split("\n\n") {
        let range = start..start + paragraph.len();
        start = range.end + 2;
        if paragraph.trim().is_empty() {
            continue;
        }
        let flows = flows(paragraph, longest);
        let cuts = if flows { hyphens(text, &range) } else { Vec::new() };
        let kind = if flows { "flow" } else { "lines" };
        paragraphs.push(ParagraphContext { kind, runs: runs(text, range, marked, &cuts), rows: Vec::new(), has_head: false });
    }
    paragraphs
}

/// Whether its lines end for want of room and not because somebody wanted them to.
fn flows(paragraph: &str, longest: usize) -> bool {
    let lines: Vec<usize> = paragraph.trim().lines().map(|line| line.chars().count()).collect();
    #[expect(clippy::cast_precision_loss, reason = "lengths of lines")]
    let is_full = |length: &usize| *length as f32 >= longest as f32 * FULL;
    lines.split_last().is_some_and(|(_, others)| others.iter().all(is_full))
}

/// The line ends behind a hyphen within a word.
fn hyphens(text: &str, range: &Range<usize>) -> Vec<usize> {
    let is_within = |at: usize| {
        let before = text[range.start..at].strip_suffix('-').and_then(|before| before.chars().next_back());
        let after = text[at + 1..range.end].chars().next();
        before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_lowercase)
    };
    text[range.clone()].match_indices('\n').map(|(at, _)| range.start + at).filter(|at| is_within(*at)).collect()
}

/// `cuts` are line ends that aren't shown where lines are broken anew.
fn runs(text: &str, range: Range<usize>, marked: &[Marked], cuts: &[usize]) -> Vec<RunContext> {
    let inside: Vec<&Marked> = marked.iter().filter(|mark| mark.range.start < range.end && mark.range.end > range.start).collect();
    let mut ends: Vec<usize> = inside.iter().flat_map(|mark| [mark.range.start, mark.range.end]).filter(|at| range.contains(at)).collect();
    ends.extend(cuts.iter().flat_map(|cut| [*cut, cut + 1]));
    ends.extend([range.start, range.end]);
    ends.sort_unstable();
    ends.dedup();
    let run = |pair: &[usize]| {
        let [from, to] = *pair else { return None };
        let words = text.get(from..to).filter(|words| !words.is_empty())?;
        let is_marked = inside.iter().any(|mark| mark.range.start <= from && mark.range.end >= to);
        let mut begin = inside.iter().filter(|mark| mark.is_first && mark.range.start == from).map(|mark| mark.id.clone());
        let id = begin.next();
        let cut = cuts.binary_search(&from).is_ok();
        Some(RunContext { text: words.replace(" \n", "\n"), marked: is_marked, id, more: begin.collect(), cut })
    };
    ends.windows(2).filter_map(run).collect()
}

/// Rows whose cells stand below each other.
struct Table {
    /// From its first word to its last.
    range: Range<usize>,
    /// Each cell by its column; empty ones have no text.
    rows: Vec<Vec<Range<usize>>>,
}

/// A word of a line.
#[derive(Clone, Debug)]
struct Word {
    range: Range<usize>,
    left: f32,
    right: f32,
    /// How high it is, as a share of the page's width.
    height: f32,
}

impl Table {
    fn context(&self, text: &str, marked: &[Marked]) -> ParagraphContext {
        let has_digit = |cell: &Range<usize>| text[cell.clone()].contains(|c: char| c.is_ascii_digit());
        // A head says in words what stands below it in numbers.
        let has_head = self.rows.split_first().is_some_and(|(first, others)| {
            !first.iter().any(|cell| cell.is_empty() || has_digit(cell)) && others.iter().any(|row| row.iter().any(has_digit))
        });
        let row = |row: &Vec<Range<usize>>| row.iter().map(|cell| runs(text, cell.clone(), marked, &[])).collect();
        ParagraphContext { kind: "table", runs: Vec::new(), rows: self.rows.iter().map(row).collect(), has_head }
    }

    /// The table of rows that follow each other; none where their words don't stand below each other.
    fn of(lines: &[Vec<Word>]) -> Option<Self> {
        let (first, last) = (lines.first()?.first()?, lines.last()?.last()?);
        let mut words: Vec<&Word> = lines.iter().flatten().collect();
        words.sort_unstable_by(|a, b| a.left.total_cmp(&b.left));
        let mut columns: Vec<(f32, f32)> = Vec::new();
        for word in words {
            match columns.last_mut().filter(|column| word.left - column.1 < STRIP * word.height) {
                Some(column) => column.1 = column.1.max(word.right),
                None => columns.push((word.left, word.right)),
            }
        }
        // From right to left the first word of a line is the one furthest to the right.
        if lines.iter().any(|line| line.windows(2).any(|pair| pair[0].left > pair[1].left)) {
            columns.reverse();
        }
        let least = if columns.len() > 2 { 2 } else { 3 };
        if !(2..=MOST_COLUMNS).contains(&columns.len()) {
            return None;
        }
        let row = |line: &Vec<Word>| -> Vec<Range<usize>> {
            let of_column = |(left, right): &(f32, f32)| {
                let mut words = line.iter().filter(|word| word.left >= *left && word.right <= *right);
                let first = words.next().map_or(0..0, |word| word.range.clone());
                words.fold(first, |whole, word| whole.start.min(word.range.start)..whole.end.max(word.range.end))
            };
            columns.iter().map(of_column).collect()
        };
        let rows: Vec<Vec<Range<usize>>> = lines.iter().map(row).collect();
        let is_row = |row: &&Vec<Range<usize>>| row.iter().filter(|cell| !cell.is_empty()).count() > 1;
        (rows.iter().filter(is_row).count() >= least).then_some(Self { range: first.range.start..last.range.end, rows })
    }
}

/// The tables of a page, in the order of the text: lines with gaps, one below the other.
fn tables(segment: &Segment, aspect: f32) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut open: Vec<Vec<Word>> = Vec::new();
    for line in lines_of_words(segment, aspect) {
        let is_row = line.windows(2).any(|pair| {
            let gap = (pair[1].left - pair[0].right).max(pair[0].left - pair[1].right);
            gap > GAP * pair[0].height.min(pair[1].height)
        });
        if is_row {
            open.push(line);
        } else if !line.is_empty() {
            tables.extend(Table::of(&std::mem::take(&mut open)));
        }
    }
    tables.extend(Table::of(&open));
    tables
}

fn lines_of_words(segment: &Segment, aspect: f32) -> Vec<Vec<Word>> {
    let text = &segment.text;
    let mut words = segment.glyphs.iter().map(|word| (word.start as usize, word.area)).peekable();
    let mut lines = Vec::new();
    let (mut start, mut reached) = (0, 0);
    for line in text.split('\n') {
        let end = start + line.len();
        let mut found = Vec::new();
        while let Some((at, area)) = words.next_if(|(at, _)| *at < end) {
            let until = words.peek().map_or(end, |(next, _)| (*next).min(end));
            let Some(word) = text.get(at..until).filter(|_| at >= reached) else { continue };
            reached = until;
            let range = at..at + word.trim_end().len();
            found.push(Word { range, left: area.left, right: area.left + area.width, height: area.height * aspect });
        }
        lines.push(found);
        start = end + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_evidence::evidence::{Area, Glyph, Locator};
    use std::num::NonZeroU32;

    /// A typed page: each letter is a hundredth of its width, each line a fiftieth of its height.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a short text")]
    fn typed(lines: &[&str]) -> Segment {
        let (mut text, mut glyphs) = (String::new(), Vec::new());
        for (row, line) in lines.iter().enumerate() {
            let mut column = 0;
            for word in line.split(' ') {
                if !word.is_empty() {
                    if !text.is_empty() && !text.ends_with('\n') {
                        text.push(' ');
                    }
                    let area = Area { left: column as f32 / 100.0, top: row as f32 / 50.0, width: word.len() as f32 / 100.0, height: 0.014 };
                    glyphs.push(Glyph { start: text.len() as u32, area });
                    text.push_str(word);
                }
                column += word.len() + 1;
            }
            text.push('\n');
        }
        Segment { locator: Locator::Page(NonZeroU32::MIN), text, glyphs }
    }

    fn told(lines: &[&str]) -> Vec<String> {
        let joined = |runs: &Vec<RunContext>| runs.iter().map(|run| run.text.as_str()).collect::<String>();
        let told = |shown: &ParagraphContext| match shown.kind {
            "table" => {
                let rows = shown.rows.iter().map(|row| row.iter().map(joined).collect::<Vec<_>>().join("|"));
                format!("table{}: {}", if shown.has_head { " with a head" } else { "" }, rows.collect::<Vec<_>>().join(" / "))
            }
            kind => format!("{kind}: {}", joined(&shown.runs).trim().replace('\n', "⏎")),
        };
        page(&typed(lines), 1.414, &[]).iter().map(told).collect()
    }

    #[test]
    fn rows_of_a_table_keep_their_columns() {
        let found = told(&[
            "Six items were received.",
            "",
            "Item  Taken at          Received on",
            "1     Rope walk, east   21 February",
            "2     Below the tank    21 February",
            "C                       27 February",
            "",
            "The fifth came without a seal.",
        ]);
        assert_eq!(found[0], "flow: Six items were received.");
        assert_eq!(
            found[1],
            "table with a head: Item|Taken at|Received on / 1|Rope walk, east|21 February / 2|Below the tank|21 February / C||27 February"
        );
        assert_eq!(found[2], "flow: The fifth came without a seal.");
    }

    #[test]
    fn what_only_has_a_gap_is_no_table() {
        let letterhead = ["PUBLIC ANALYST                      6 April 1992", "Report 92/61", "", "To the Criminal Office"];
        assert!(!told(&letterhead).iter().any(|shown| shown.starts_with("table")), "{:?}", told(&letterhead));
        let staggered = ["one two          three four", "one two three four    five", "one         two three four five"];
        assert!(!told(&staggered).iter().any(|shown| shown.starts_with("table")), "{:?}", told(&staggered));
    }

    #[test]
    fn lines_are_broken_anew_only_where_they_are_full() {
        let text = "ISLAND CONSTABULARY\nPort Averil\n\nThe clock was compared with the station\nclock at twenty to ten in the fore-\nnoon.\n\nQ. Were you there?\nA. I was.";
        let shown = paragraphs(text, 0..text.len(), &[]);
        assert_eq!(shown.iter().map(|shown| shown.kind).collect::<Vec<_>>(), ["lines", "flow", "lines"]);
        let cut: Vec<&str> = shown[1].runs.iter().filter(|run| run.cut).map(|run| run.text.as_str()).collect();
        assert_eq!(cut, ["\n"], "a hyphen within a word is no end of a word");
        let all: String = shown[1].runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(all, "The clock was compared with the station\nclock at twenty to ten in the fore-\nnoon.", "nothing is left out");
    }

    #[test]
    fn marks_go_through_cuts_and_cells() {
        let text = "the station clock was in the fore-\nnoon correct";
        let whole = Marked { passage: 0, id: "q1".to_owned(), range: 4..text.len(), is_first: true };
        let shown = paragraphs(text, 0..text.len(), &[whole]);
        let marked: String = shown[0].runs.iter().filter(|run| run.marked).map(|run| run.text.as_str()).collect();
        assert_eq!(marked, &text[4..]);
        assert_eq!(shown[0].runs.iter().filter(|run| run.id.is_some()).count(), 1, "one name for one passage");
    }
}
