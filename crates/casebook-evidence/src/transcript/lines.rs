//! The lines of a text with their places, whatever ends them.

use std::ops::Range;

/// A line without its end.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub text: &'a str,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
}

/// The lines of a text. A mark of byte order before the first one belongs to none.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while at < text.len() {
        let rest = &text[at..];
        let len = rest.find(['\n', '\r']).unwrap_or(rest.len());
        lines.push(Line { text: &rest[..len], range: at..at + len });
        at += len + if rest[len..].starts_with("\r\n") { 2 } else { 1 };
    }
    lines
}
