//! Brackets, braces and quotation marks that are opened in TOML and never closed.
//!
//! The parser notices them where it trips, lines later and many times. Here they are found where
//! they were opened, and taken out, so that every other line is read as it was meant. What is valid
//! is left alone, and so is every other mistake: the parser tells it.

use std::borrow::Cow;
use std::ops::Range;

/// Something that is opened and never closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// What is wrong.
    pub(super) message: &'static str,
    /// What to do.
    pub(super) hint: &'static str,
    /// Where it is opened.
    pub(super) at: Range<usize>,
    /// The whole value in which that is.
    pub(super) value: Range<usize>,
}

/// What is wrong, before the end of its value is known.
struct Wrong {
    message: &'static str,
    hint: &'static str,
    at: Range<usize>,
}

const fn list(at: usize) -> Wrong {
    Wrong { message: "this list is not closed", hint: "write `]` at its end, as in [\"one\", \"two\"]", at: at..at + 1 }
}

const fn braces(at: usize) -> Wrong {
    Wrong { message: "these braces are not closed", hint: "write `}` at their end, as in { en = \"one\", de = \"two\" }", at: at..at + 1 }
}

const fn words(at: Range<usize>) -> Wrong {
    Wrong { message: "this text is not closed", hint: "the quotation mark at the end of the text is missing", at }
}

const fn lines(at: usize) -> Wrong {
    Wrong { message: "this text is not closed", hint: "end it with three quotation marks, as it begins", at: at..at + 3 }
}

const fn odd(at: Range<usize>) -> Wrong {
    Wrong { message: "a quotation mark is missing in this line", hint: "each text stands between two of them: [\"one\", \"two\"]", at }
}

/// All that is opened and never closed, in its order.
pub(super) fn find(text: &str) -> Vec<Unclosed> {
    let mut scan = Scan { text, at: 0 };
    let mut found = Vec::new();
    while scan.at < text.len() {
        if let Some(start) = value_of(text, scan.at) {
            scan.at = start;
            if let Some(Wrong { message, hint, at }) = scan.value() {
                found.push(Unclosed { message, hint, at, value: start..scan.at });
                if is_line_start(text, scan.at) {
                    continue;
                }
            }
        }
        scan.at = next_line(text, scan.at);
    }
    found
}

/// The text with a zero in place of each such value; every other byte stays where it is.
pub(super) fn without<'a>(text: &'a str, found: &[Unclosed]) -> Cow<'a, str> {
    if found.is_empty() {
        return text.into();
    }
    let mut masked = String::with_capacity(text.len());
    for Unclosed { value, .. } in found {
        masked.push_str(&text[masked.len()..value.start]);
        masked.push('0');
        masked.extend(text[value.start + 1..value.end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
    }
    masked.push_str(&text[masked.len()..]);
    masked.into()
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}

fn next_line(text: &str, at: usize) -> usize {
    (line_end(text, at) + 1).min(text.len())
}

fn is_line_start(text: &str, at: usize) -> bool {
    text[..at].ends_with('\n')
}

/// Where the value begins, if the line at `at` begins as `name = value` does.
fn value_of(text: &str, at: usize) -> Option<usize> {
    let line = &text[at..line_end(text, at)];
    let mut rest = line.trim_start_matches([' ', '\t']);
    let mut has_name = false;
    while let Some(first) = rest.chars().next() {
        match first {
            '=' if has_name => {
                let value = rest[1..].trim_start_matches([' ', '\t']);
                return Some(at + line.len() - value.len());
            }
            '"' | '\'' => rest = rest[1..].split_once(first)?.1,
            c if c.is_alphanumeric() || "_-. \t".contains(c) => rest = &rest[c.len_utf8()..],
            _ => return None,
        }
        has_name = true;
    }
    None
}

/// Whether the line at `at` is the heading of a table: `[name]`.
fn is_heading(text: &str, at: usize) -> bool {
    let line = text[at..line_end(text, at)].trim();
    let line = line.split_once('#').map_or(line, |(line, _)| line.trim_end());
    let name = line.strip_prefix('[').map(|rest| rest.strip_prefix('[').unwrap_or(rest).trim_end_matches(']'));
    let is_name = |name: &str| name.starts_with(|c: char| c.is_alphabetic()) && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    name.is_some_and(is_name) && line.ends_with(']')
}

/// Whether the line at `at`, which looks like a heading, is a list in a list: a comma follows, or the
/// end of the list around it.
fn is_last_element(text: &str, at: usize) -> bool {
    let lines = text[next_line(text, at)..].lines().map(str::trim_start);
    lines.filter(|line| !line.is_empty()).find(|line| !line.starts_with('#')).is_some_and(|line| line.starts_with([',', ']']))
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes over a value; what is not closed in it ends before the next line of the form `name = value`.
    fn value(&mut self) -> Option<Wrong> {
        match self.peek()? {
            b'"' | b'\'' => self.words(),
            b'[' | b'{' => Brackets { scan: self, open: Vec::new(), line: Line::default(), wrong: None }.pass(),
            _ => None,
        }
    }

    /// Goes over text in quotes.
    fn words(&mut self) -> Option<Wrong> {
        let (start, rest) = (self.at, &self.text[self.at..]);
        let quote = rest.as_bytes()[0];
        let is_of_lines = rest.starts_with("\"\"\"") || rest.starts_with("'''");
        let len = if is_of_lines { 3 } else { 1 };
        self.at += len;
        while let Some(byte) = self.peek().filter(|&byte| is_of_lines || byte != b'\n') {
            match byte {
                b'\\' if quote == b'"' => self.at += 1 + self.text[self.at + 1..].chars().next().filter(|&c| c != '\n').map_or(0, char::len_utf8),
                _ if byte == quote && self.text[self.at..].starts_with(&rest[..len]) => {
                    self.at += len;
                    // Text may end with quotes of its own in front of the three.
                    while is_of_lines && self.peek() == Some(quote) {
                        self.at += 1;
                    }
                    return None;
                }
                _ => self.at += self.text[self.at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        let written = self.text[start..self.at].trim_end().len();
        Some(if is_of_lines { lines(start) } else { words(start..start + written) })
    }

    /// Where the next line begins that is a heading or of the form `name = value`.
    fn next_statement(&self) -> usize {
        let mut at = next_line(self.text, self.at);
        while at < self.text.len() && value_of(self.text, at).is_none() && !is_heading(self.text, at) {
            at = next_line(self.text, at);
        }
        at
    }
}

/// A bracket or brace that waits for its end.
struct Open {
    at: usize,
    is_list: bool,
    /// Something stands behind it on its line, so it is meant to end there.
    is_of_one_line: bool,
}

impl Open {
    const fn unclosed(&self) -> Wrong {
        if self.is_list { list(self.at) } else { braces(self.at) }
    }
}

/// What has been seen of a line within brackets.
#[derive(Default)]
struct Line {
    first_quote: Option<usize>,
    /// A value stands there, and no comma behind it yet.
    after_value: bool,
    /// Something stands where only a comma could.
    is_odd: bool,
}

/// A list or braces with all that is in them.
struct Brackets<'s, 'a> {
    scan: &'s mut Scan<'a>,
    open: Vec<Open>,
    line: Line,
    wrong: Option<Wrong>,
}

impl Brackets<'_, '_> {
    /// Goes over all of it, from its first bracket on.
    fn pass(mut self) -> Option<Wrong> {
        while let Some(byte) = self.scan.peek() {
            let is_over = match byte {
                b'[' | b'{' => self.opened(byte == b'['),
                b']' | b'}' => self.closed(byte == b']'),
                b'"' | b'\'' => self.quoted(),
                b'\n' => self.line_ends(),
                _ => self.other(byte),
            };
            if is_over {
                return self.wrong;
            }
        }
        self.ends_at(self.scan.text.len());
        self.wrong
    }

    /// What is open stays so: it ends at `at`.
    fn ends_at(&mut self, at: usize) -> bool {
        self.scan.at = at;
        let first = self.open.first().map(Open::unclosed);
        self.wrong = self.wrong.take().or(first);
        true
    }

    fn opened(&mut self, is_list: bool) -> bool {
        let Scan { text, at } = *self.scan;
        let behind = text[at + 1..].trim_start_matches([' ', '\t', '\r']);
        let is_of_one_line = !behind.is_empty() && !behind.starts_with('\n');
        self.open.push(Open { at, is_list, is_of_one_line });
        self.line.after_value = false;
        self.scan.at += 1;
        false
    }

    fn closed(&mut self, is_list: bool) -> bool {
        self.line.after_value = true;
        if self.open.pop_if(|last| last.is_list == is_list).is_some() {
            self.scan.at += 1;
            return self.open.is_empty();
        }
        self.scan.at = self.scan.next_statement();
        let last = self.open.last().map(Open::unclosed);
        self.wrong = self.wrong.take().or(last);
        true
    }

    fn quoted(&mut self) -> bool {
        self.line.is_odd |= self.line.after_value;
        self.line.after_value = true;
        let first = *self.line.first_quote.get_or_insert(self.scan.at);
        if let Some(mut missing) = self.scan.words() {
            // Text that isn't closed has swallowed the brackets at the end of its line.
            let swallowed = &self.scan.text[missing.at.start + 1..self.scan.at];
            self.scan.at = missing.at.start + 1 + swallowed.trim_end_matches([']', '}', ',', ' ', '\t', '\r']).len();
            if self.line.is_odd {
                missing = odd(first..missing.at.end);
            }
            self.wrong.get_or_insert(missing);
        }
        false
    }

    fn line_ends(&mut self) -> bool {
        self.scan.at += 1;
        let Scan { text, at } = *self.scan;
        let Some(innermost) = self.open.last() else { return true };
        let needs_comma = innermost.is_of_one_line && self.line.after_value;
        let is_left = if innermost.is_list {
            value_of(text, at).is_some() || (is_heading(text, at) && !is_last_element(text, at))
        } else {
            is_heading(text, at) || (needs_comma && value_of(text, at).is_some())
        };
        if is_left {
            return self.ends_at(at);
        }
        self.line = Line { after_value: self.line.after_value, ..Line::default() };
        false
    }

    fn other(&mut self, byte: u8) -> bool {
        match byte {
            b'#' => {
                self.scan.at = line_end(self.scan.text, self.scan.at);
                return false;
            }
            b',' | b'=' => self.line.after_value = false,
            b' ' | b'\t' | b'\r' => {}
            _ => {
                self.line.is_odd |= self.line.after_value && self.line.first_quote.is_some();
                self.line.after_value |= self.open.last().is_some_and(|last| !last.is_list);
            }
        }
        self.scan.at += 1;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use toml::de::DeTable;

    #[test]
    fn what_is_open_is_found_where_it_was_opened_and_ends_before_the_next_line() {
        for (text, opened, rest) in [
            ("a = [\"x\", \"y\"\nb = 1\n", "[", "b = 1\n"),
            ("a = [\n  \"x\",\n  \"y\"\n\n\"b c\" = 1\n", "[", "\"b c\" = 1\n"),
            ("a = [\"x\"\n[list]\nkind = \"page\"\n", "[", "[list]\nkind = \"page\"\n"),
            ("a = [\"x\" # more\n", "[", ""),
            ("a = [[1, 2], [3\nb = 1", "[", "b = 1"),
            ("a = { en = \"x\", de = \"y\"\nb = 1", "{", "b = 1"),
            ("a = [\n  { b = \"x\",\n  { b = \"y\" },\n]\nc = 1", "{", "c = 1"),
            ("a = \"x\nb = 1", "\"x", "\nb = 1"),
            ("a = 'x \u{e4} \nb = 1", "'x \u{e4}", "\nb = 1"),
            ("a = \"x\\\"\nb = 1", "\"x\\\"", "\nb = 1"),
            ("a = \"x\\\u{e4}\nb = 1", "\"x\\\u{e4}", "\nb = 1"),
            ("a = \"\"\"x\nb = 1", "\"\"\"", ""),
            ("a = [\"x\", \"y]\nb = 1", "\"y]", "\nb = 1"),
            ("a = [\"x, \"y\"]\nb = 1", "\"x, \"y\"]", "\nb = 1"),
            ("a = { en = \"x, de = \"y\" }\nb = 1", "\"x, de = \"y\" }", "\nb = 1"),
            ("a = [\n  \"x,\n  \"y\",\n]\nb = 1", "\"x,", "\nb = 1"),
        ] {
            let found = find(text);
            let shown: Vec<_> = found.iter().map(|open| (&text[open.at.clone()], &text[open.value.end..])).collect();
            assert_eq!(shown, [(opened, rest)], "{text:?}");
            let masked = without(text, &found);
            assert!(masked.len() == text.len() && masked.starts_with("a = 0") && masked.ends_with(rest), "{masked:?}");
            assert_eq!(DeTable::parse_recoverable(&masked).1, [], "{masked:?}");
        }
    }

    #[test]
    fn every_other_mistake_is_left_to_the_parser() {
        for text in [
            "a = \"He said \"no\"\"",
            "a = \"He said \"it's nothing\" to me\"",
            "a = 'It's'",
            "a = x",
            "a = \u{201c}x\u{201d}",
            "a = [\"x\" \"y\"]",
            "a = [\n  [1, 2],\n  [true]\n]",
            "a = [\n[true] # one\n# more\n\n  # and more\n]",
            "a = [\n[true]\n,\n[false]\n]",
            "a = {\n  en = \"x\"\n  de = \"y\"\n}",
            "a = \"\"\"x\"\"\"\"\"",
            "a = ]",
            "# a = [",
            "[a",
        ] {
            assert_eq!(find(text), [], "{text:?}");
        }
    }

    /// The guard is wide, for it shall only tell linear from quadratic.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "this test measures time")]
    fn pathological_texts_take_linear_time() {
        for (name, text) in [
            ("brackets in one line", "a = ".to_owned() + &"[".repeat(2_000_000)),
            ("braces in one line", "a = ".to_owned() + &"{ ".repeat(2_000_000)),
            ("texts in one line", "a = [".to_owned() + &"\"b\", ".repeat(500_000)),
            ("texts that aren't closed", "a = [\"b\n".repeat(100_000)),
            ("what is left open, and headings", "[x]\n{\na = [\n".repeat(15_000)),
            ("lists that are left open, and headings", "a = [\n[x]\n".repeat(15_000)),
            ("texts of lines below headings", "a = [\n[x]\n\\\"\"\"\n".repeat(15_000) + &"# more\n".repeat(100_000)),
            ("comments below what may be a heading", "a = [\n[x]\n".repeat(50) + &"# more\n".repeat(200_000)),
        ] {
            let start = std::time::Instant::now();
            let found = find(&text);
            assert!(start.elapsed() < std::time::Duration::from_secs(20), "{name}");
            assert!(!found.is_empty(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn what_is_valid_is_left_alone(text in "([a-c\"]{1,3} = [\\[\\]{}\"'\\\\,1a= #\n\u{e4}]{0,14}\n){1,3}") {
            let found = find(&text);
            let is_valid = DeTable::parse_recoverable(&text).1.is_empty();
            prop_assert!(!is_valid || found.is_empty(), "{found:?}");
            prop_assert_eq!(without(&text, &found).len(), text.len());
        }
    }
}
