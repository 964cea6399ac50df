//! The lines that open and close directives, found before CommonMark sees the text.
//!
//! Each is replaced by a thematic break of the same length, so that one CommonMark parse sees the
//! whole document, no offset moves, and CommonMark itself decides what is code and what is not.
//! Whether a line is a fence at all, and which fence closes which, is decided by the writer.

use super::attributes::{self, Attributes};
use memchr::memmem;
use std::{borrow::Cow, ops::Range};

/// The fewest colons that make a fence.
const MIN_COLONS: usize = 3;

/// A line that may open or close a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// From its first colon to the end of the line, without white space at the end.
    pub(super) range: Range<usize>,
    /// How many colons it has.
    pub(super) colons: usize,
}

/// What a fence says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FenceLine<'a> {
    /// Nothing but colons.
    Close,
    /// A name with attributes.
    Open {
        /// The name and where it stands; empty if there is none.
        name: (&'a str, Range<usize>),
        /// The attributes and where they begin.
        attributes: (Attributes, usize),
        /// What stands after them and doesn't belong there.
        rest: Range<usize>,
    },
}

/// The text with its fences made invisible to CommonMark, and the fences in order.
pub(super) fn mask(text: &str) -> (Cow<'_, str>, Vec<Fence>) {
    let mut fences = Vec::new();
    let mut masked = String::new();
    let mut copied = 0;
    for at in memmem::find_iter(text.as_bytes(), ":::") {
        if at < copied || !begins_line(&text[copied..at], copied == 0) {
            continue;
        }
        let rest = &text[at..];
        let line_end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let colons = rest.bytes().take_while(|byte| *byte == b':').count();
        fences.push(Fence { range: at..at + rest[..line_end].trim_end().len(), colons });
        masked.reserve(text.len() - masked.len());
        masked.push_str(&text[copied..at]);
        masked.push_str("***");
        masked.extend(std::iter::repeat_n(' ', line_end - MIN_COLONS));
        copied = at + line_end;
    }
    if fences.is_empty() {
        return (Cow::Borrowed(text), fences);
    }
    masked.push_str(&text[copied..]);
    (Cow::Owned(masked), fences)
}

/// Whether only indentation and the marks of block quotes stand before a fence on its line.
/// `before` reaches back to the last fence at most, which ended its line.
fn begins_line(before: &str, is_from_start: bool) -> bool {
    match before.trim_end_matches([' ', '\t', '>']).chars().next_back() {
        None => is_from_start,
        Some(last) => matches!(last, '\n' | '\r'),
    }
}

impl Fence {
    /// Reads what the fence says in `text`. Places are counted in `text`.
    pub(super) fn read<'a>(&self, text: &'a str) -> FenceLine<'a> {
        let line = &text[self.range.clone()];
        let skip_space = |at: usize| at + line[at..].len() - line[at..].trim_start().len();
        let name_start = skip_space(self.colons);
        if name_start == line.len() {
            return FenceLine::Close;
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let name_end = name_start + line[name_start..].find(|c| !is_name(c)).unwrap_or(line.len() - name_start);
        let brace = skip_space(name_end);
        let (attributes, end) = if line[brace..].starts_with('{') {
            let attributes = attributes::parse(&line[brace..]);
            let end = brace + attributes.end;
            (attributes, end)
        } else {
            (Attributes::default(), name_end)
        };
        let in_text = |range: Range<usize>| self.range.start + range.start..self.range.start + range.end;
        FenceLine::Open {
            name: (&line[name_start..name_end], in_text(name_start..name_end)),
            attributes: (attributes, self.range.start + brace),
            rest: in_text(skip_space(end)..line.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_masked_without_moving_anything() {
        for (text, expected) in [
            ("a ::: b", "a ::: b"),
            (":::", "***"),
            ("x\n:::note\ny\n:::\n", "x\n***    \ny\n***\n"),
            ("> > :::n\u{e4}\r\n> :::", "> > ***   \r\n> ***"),
            ("  ::::quote{a=b}  \n", "  ***             \n"),
            ("::: :::\n:::", "***    \n***"),
            ("- :::note", "- :::note"),
            ("x\r:::\ry", "x\r***\ry"),
        ] {
            let (masked, fences) = mask(text);
            assert_eq!(masked, expected, "{text:?}");
            assert_eq!(masked.len(), text.len());
            assert!(fences.iter().all(|fence| text[fence.range.clone()].starts_with(":::")), "{text:?}");
        }
    }

    #[test]
    fn a_fence_says_a_name_or_closes() {
        for (line, name, attributes, rest) in [
            (":::note", "note", 0, ""),
            ("::: note {title=\"x\"}", "note", 1, ""),
            ("::::quote{source=\"a\" page=3} more", "quote", 2, "more"),
            (":::note more {a=b}", "note", 0, "more {a=b}"),
            (":::{a=b}", "", 1, ""),
            (":::)", "", 0, ")"),
        ] {
            let (_, fences) = mask(line);
            let FenceLine::Open { name: (found, place), attributes: (read, _), rest: after } = fences[0].read(line) else {
                panic!("{line} closes");
            };
            assert_eq!((found, &line[place], read.entries.len(), &line[after]), (name, name, attributes, rest), "{line}");
        }
        let (_, fences) = mask("::::  \n");
        assert_eq!(fences[0].read("::::  \n"), FenceLine::Close);
    }
}
