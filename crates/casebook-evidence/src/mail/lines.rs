//! The body of a message as lines, each with how often it is quoted: by `>` in plain text, by
//! `<blockquote>` in HTML. Paragraphs that a program has broken into lines are put together again where
//! it says so (`format=flowed`, RFC 3676).

use crate::text::html::{Gap, pieces};
use crate::text::{clean, with_line_feeds};

/// A line of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// How many messages back it was written.
    pub depth: u32,
    /// Its words.
    pub text: String,
}

/// What ends lines in plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Each line is a line.
    Fixed,
    /// A space at its end says that the paragraph goes on.
    Flowed,
    /// So it does, and the space itself is no part of it.
    FlowedWithoutSpace,
}

/// Levels that are told apart. Nobody follows more.
const DEEPEST: u32 = 100;

/// The lines of a text.
pub(super) fn of_text(text: &str, flow: Flow) -> Vec<Line> {
    let text = with_line_feeds(text.to_owned());
    let mut lines: Vec<Line> = Vec::new();
    let mut goes_on = false;
    for raw in text.split('\n') {
        let (depth, words) = if flow == Flow::Fixed { fixed(raw) } else { flowed(raw) };
        let is_signature = words == "-- ";
        let continues = flow != Flow::Fixed && words.ends_with(' ') && !is_signature;
        let words = if continues && flow == Flow::FlowedWithoutSpace { &words[..words.len() - 1] } else { words };
        match lines.last_mut() {
            Some(last) if goes_on && last.depth == depth && !is_signature => last.text.push_str(words),
            _ => lines.push(Line { depth, text: words.to_owned() }),
        }
        goes_on = continues;
    }
    for line in &mut lines {
        let text = clean(&line.text);
        line.text = if text == "-- " { text } else { text.trim_end().to_owned() };
    }
    lines
}

/// Marks and words of a line as people and old programs write them: `> > said`.
fn fixed(raw: &str) -> (u32, &str) {
    let mut depth = 0;
    let mut rest = raw;
    while let Some(after) = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" >").filter(|_| depth > 0)) {
        depth += 1;
        rest = after;
    }
    let words = if depth > 0 { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
    (depth.min(DEEPEST), words)
}

/// Marks stand together, and then one space that means nothing (RFC 3676, 4.4 and 4.5).
fn flowed(raw: &str) -> (u32, &str) {
    let words = raw.trim_start_matches('>');
    let depth = u32::try_from(raw.len() - words.len()).unwrap_or(DEEPEST).min(DEEPEST);
    (depth, words.strip_prefix(' ').unwrap_or(words))
}

/// The lines of a page.
pub(super) fn of_html(page: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces(page) {
        let depth = piece.depth.min(DEEPEST);
        if piece.above == Gap::Paragraph && !lines.is_empty() {
            lines.push(Line { depth, text: String::new() });
        }
        // The space at its end was lost with all others.
        let words = piece.text.split('\n').map(|text| if text == "--" { "-- ".to_owned() } else { text.trim_end().to_owned() });
        lines.extend(words.map(|text| Line { depth, text }));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Flow, of_html, of_text};

    fn text(lines: Vec<super::Line>) -> Vec<(u32, String)> {
        lines.into_iter().map(|line| (line.depth, line.text)).collect()
    }

    fn expected(lines: &[(u32, &str)]) -> Vec<(u32, String)> {
        lines.iter().map(|(depth, text)| (*depth, (*text).to_owned())).collect()
    }

    #[test]
    fn marks_are_counted() {
        let lines = of_text("own\r\n> one \n> > two\n>>> three\n>\n -> x", Flow::Fixed);
        assert_eq!(text(lines), expected(&[(0, "own"), (1, "one"), (2, "two"), (3, "three"), (1, ""), (0, " -> x")]));
    }

    #[test]
    fn flowed_paragraphs_are_put_together() {
        let lines = of_text("One \ntwo\n> a \n> b\n  >no mark\n-- \nme \n", Flow::Flowed);
        assert_eq!(text(lines), expected(&[(0, "One two"), (1, "a b"), (0, " >no mark"), (0, "-- "), (0, "me")]));
        assert_eq!(text(of_text("Donau \ndampf", Flow::FlowedWithoutSpace)), expected(&[(0, "Donaudampf")]));
    }

    #[test]
    fn quotations_of_pages_are_counted() {
        let lines = of_html("<div>own</div><blockquote>a<br>b<p>c</p></blockquote>");
        assert_eq!(text(lines), expected(&[(0, "own"), (1, ""), (1, "a"), (1, "b"), (1, ""), (1, "c")]));
    }
}
