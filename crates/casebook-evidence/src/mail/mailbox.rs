//! A mailbox taken apart into its messages (RFC 4155; the variants mboxo, mboxrd and mboxcl).
//!
//! A message begins at a line `From ` below an empty one. `Content-Length` isn't believed: programs
//! that edit a mailbox leave it as it was.

use crate::document::{Failure, Parts};
use std::borrow::Cow;

/// A mailbox of half a gigabyte has some ten thousand.
const MOST: usize = 100_000;

/// The messages in the order of the file.
pub(super) fn messages(bytes: &[u8]) -> Result<Vec<Cow<'_, [u8]>>, Failure> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len());
    // Where the first line has no time, no line of this mailbox needs one.
    let strictness = if has_time(line_at(bytes, start)) { Strictness::Time } else { Strictness::Field };
    let mut starts = Vec::new();
    let mut at = start;
    let mut is_below_empty = true;
    while at < bytes.len() {
        let line = line_at(bytes, at);
        let next = at + line.len();
        if is_below_empty && line.starts_with(b"From ") && begins(line, line_at(bytes, next), strictness) {
            starts.push((at, next));
            if starts.len() > MOST {
                return Err(Failure::TooMany { parts: Parts::Messages, most: MOST as u64 });
            }
        }
        is_below_empty = line.trim_ascii().is_empty();
        at = next;
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([bytes.len()]);
    let is_first = starts.first().is_some_and(|(at, _)| *at == start);
    Ok(if is_first { starts.iter().zip(ends).map(|((_, from), to)| unquoted(&bytes[*from..to])).collect() } else { Vec::new() })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// A line that begins a message has a time of the day.
    Time,
    /// It may have anything, as long as a field of a head is below it.
    Field,
}

/// The line that begins here, with its end.
fn line_at(bytes: &[u8], at: usize) -> &[u8] {
    let rest = &bytes[at..];
    &rest[..rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1)]
}

/// Whether the line begins a message, and isn't the beginning of a sentence that nobody has quoted.
fn begins(line: &[u8], next: &[u8], strictness: Strictness) -> bool {
    let name = next.iter().take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
    let is_field = name > 0 && next.get(name) == Some(&b':');
    // Some programs put another such line below the first, quoted.
    let is_head = is_field || next.starts_with(b">From ") || next.trim_ascii().is_empty();
    is_head && (strictness == Strictness::Field || has_time(line))
}

/// Whether there is a time of the day in the line: `01:05`.
fn has_time(line: &[u8]) -> bool {
    let line = &line[..line.len().min(1000)];
    line.windows(4).any(|window| matches!(window, [a, b':', c, d] if [a, c, d].iter().all(|byte| byte.is_ascii_digit())))
}

/// Without the `>` that was put before lines with `From `, one from each line that has some.
fn unquoted(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_quoted = |line: &[u8]| {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        marks > 0 && line[marks..].starts_with(b"From ")
    };
    if !bytes.split(|byte| *byte == b'\n').any(is_quoted) {
        return Cow::Borrowed(bytes);
    }
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    Cow::Owned(lines.flat_map(|line| if is_quoted(line) { &line[1..] } else { line }).copied().collect())
}

#[cfg(test)]
mod tests {
    use super::messages;

    fn split(text: &str) -> Vec<String> {
        messages(text.as_bytes()).expect("few").into_iter().map(|message| String::from_utf8_lossy(&message).into_owned()).collect()
    }

    #[test]
    fn messages_begin_below_empty_lines() {
        let line = "From a@example.org Sat Jan  3 01:05:34 1996\n";
        let text = format!("{line}A: b\n\nFrom here on:\n\nFrom 10:30 it rained\nnot a field\n>From x\n>>From y\n\n{line}C: d\n");
        assert_eq!(split(&text), ["A: b\n\nFrom here on:\n\nFrom 10:30 it rained\nnot a field\nFrom x\n>From y\n\n", "C: d\n"]);
        assert_eq!(split("\n\nFrom me\nA: b\n\nFrom you\nC: d\n").len(), 2);
        assert_eq!(split(&format!("\u{feff}{}", text.replace('\n', "\r\n"))).len(), 2);
        for none in ["", "\n", "A: b\n\nc\n", "From"] {
            assert!(split(none).is_empty(), "{none:?}");
        }
    }
}
