//! The attributes of a directive: `{key="value" key='value' key=bare flag}`.
//!
//! They become the same tree that front matter becomes, with exact places, and are read by the
//! same records. Nothing here knows which attributes a directive has.

use crate::diagnostic::ByteRange;
use crate::value::{Data, Key, Table, Value};
use std::ops::Range;

/// How many attributes are read; no directive has half as many.
const MAX_ATTRIBUTES: usize = 64;

/// What was read between the braces.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Attributes {
    /// The names and values; places are counted from the start of the text that was given.
    pub(super) entries: Vec<(Key, Value)>,
    /// Where the text goes on after the closing brace.
    pub(super) end: usize,
    /// What could not be understood.
    pub(super) problems: Vec<Problem>,
}

/// A mistake in the way the attributes are written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    /// Where.
    pub(super) range: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) hint: String,
}

/// Reads attributes; `text` is one line from its opening brace on.
pub(super) fn parse(text: &str) -> Attributes {
    let mut scan = Scan { text, at: 1, read: Attributes::default() };
    loop {
        scan.skip_space();
        match scan.peek() {
            None => {
                // A value that isn't closed has swallowed the brace; that was said.
                if scan.read.problems.iter().all(|problem| problem.range.end < text.len()) {
                    scan.problem(0..text.len(), "the attributes are not closed", "end them with `}` on the same line");
                }
                break;
            }
            Some('}') => {
                scan.at += 1;
                break;
            }
            Some(_) if scan.read.entries.len() == MAX_ATTRIBUTES => {
                let rest = scan.at..text.len();
                scan.problem(rest, "there are too many attributes here", "no directive has so many; take some out");
                scan.at = text.len();
                break;
            }
            Some(_) => {
                if !scan.attribute() {
                    scan.skip_to_next();
                }
            }
        }
    }
    scan.read.end = scan.at;
    scan.read
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    read: Attributes,
}

impl Scan<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_space(&mut self) {
        self.skip_while(|c| matches!(c, ' ' | '\t'));
    }

    fn skip_while(&mut self, is_skipped: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| !is_skipped(c)).unwrap_or(rest.len());
    }

    /// After a mistake: on to the next space, the closing brace or the end.
    fn skip_to_next(&mut self) {
        self.skip_while(|c| !matches!(c, ' ' | '\t' | '}'));
    }

    fn problem(&mut self, range: Range<usize>, message: impl Into<String>, hint: &str) {
        self.read.problems.push(Problem { range, message: message.into(), hint: hint.to_owned() });
    }

    /// One `key="value"`, `key=bare` or `flag`; `false` after a mistake that left the scan inside it.
    fn attribute(&mut self) -> bool {
        let start = self.at;
        self.skip_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        let name = &self.text[start..self.at];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.at = start;
            self.skip_to_next();
            self.at = self.at.max(start + self.peek_len(start));
            let written = self.text[start..self.at].to_owned();
            self.problem(start..self.at, format!("`{written}` is not the name of an attribute"), "write `name=\"value\"`, separated by spaces");
            return true;
        }
        let key = Key { name: name.to_owned(), span: ByteRange::from(start..self.at) };
        let after_name = self.at;
        self.skip_space();
        if self.peek() != Some('=') {
            self.at = after_name;
            if self.peek().is_some_and(|c| !matches!(c, ' ' | '\t' | '}')) {
                let next = self.at + self.peek_len(self.at);
                self.problem(after_name..next, "something is wrong after this name", "write `name=\"value\"`, separated by spaces");
                return false;
            }
            let value = Value { span: key.span, data: Data::Boolean(true) };
            self.keep(key, value);
            return true;
        }
        self.at += 1;
        self.skip_space();
        let Some(value) = self.value() else { return false };
        self.keep(key, value);
        true
    }

    fn peek_len(&self, at: usize) -> usize {
        self.text[at..].chars().next().map_or(0, char::len_utf8)
    }

    fn value(&mut self) -> Option<Value> {
        match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            Some('\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}') => {
                let next = self.at + self.peek_len(self.at);
                self.problem(self.at..next, "this is a typographic quotation mark", "write attributes in straight quotes: \"…\"");
                None
            }
            _ => self.bare(),
        }
    }

    fn quoted(&mut self, quote: char) -> Option<Value> {
        let start = self.at + 1;
        let mut text = String::new();
        let mut characters = self.text[start..].char_indices();
        while let Some((offset, c)) = characters.next() {
            match c {
                '\\' => match characters.next() {
                    Some((_, escaped)) if escaped == quote || escaped == '\\' => text.push(escaped),
                    Some((_, other)) => text.extend(['\\', other]),
                    None => break,
                },
                c if c == quote => {
                    self.at = start + offset + 1;
                    let value = Value::text(text, ByteRange::from(start..start + offset));
                    self.need_space();
                    return Some(value);
                }
                c => text.push(c),
            }
        }
        self.problem(
            start - 1..self.text.len(),
            "this value is not closed",
            "end it with the same quotation mark; write \\\" for one inside the value",
        );
        self.at = self.text.len();
        None
    }

    fn need_space(&mut self) {
        if self.peek().is_some_and(|c| !matches!(c, ' ' | '\t' | '}')) {
            let start = self.at;
            self.skip_to_next();
            self.problem(
                start..self.at,
                "there is something between this value and the next",
                "separate attributes by spaces; write \\\" for a quotation mark inside a value",
            );
        }
    }

    fn bare(&mut self) -> Option<Value> {
        let start = self.at;
        self.skip_to_next();
        let text = &self.text[start..self.at];
        if text.is_empty() {
            self.problem(start..start, "there is no value after `=`", "write `name=\"value\"`");
            return None;
        }
        if let Some(at) = text.find(['"', '\'', '=', '<', '>', '`', '{', ',']) {
            self.problem(start + at..start + at + 1, "this value needs quotes", "write `name=\"value\"`");
            return None;
        }
        Some(Value::text(text.to_owned(), ByteRange::from(start..self.at)))
    }

    fn keep(&mut self, key: Key, value: Value) {
        if self.read.entries.iter().any(|(known, _)| known.name == key.name) {
            self.problem(key.span.indices(), format!("`{}` is said twice", key.name), "take one of the two out");
            return;
        }
        self.read.entries.push((key, value));
    }
}

impl Attributes {
    /// Looks for the first value without quotes that goes on after a space: `title=From the editor`.
    /// `text` is what was read; a word that `is_flag` can stand alone. What was misread for it is forgotten.
    pub(super) fn miss_quotes(&mut self, text: &str, is_flag: impl Fn(&str) -> bool) {
        let unquoted = self.entries.iter().find_map(|(key, value)| {
            let range = value.span.indices();
            let is_bare = matches!(value.data, Data::Text(_)) && text[..range.start].trim_end().ends_with('=');
            let end = range.end + words_len(&text[range.end..self.end], &is_flag);
            (is_bare && end > range.end).then(|| (key.name.clone(), range.start..end))
        });
        let Some((name, range)) = unquoted else { return };
        let is_outside = |other: &Range<usize>| other.end <= range.start || range.end <= other.start;
        self.problems.retain(|problem| is_outside(&problem.range));
        self.entries.retain(|(key, _)| is_outside(&key.span.indices()));
        let written = text[range.clone()].replace('"', "\\\"");
        let hint = format!("write `{name}=\"{written}\"`");
        self.problems.push(Problem { range, message: "a value with spaces needs quotes".to_owned(), hint });
    }

    /// As a table of a file: places moved by `offset`, `span` for what is missing.
    pub(super) fn into_table(self, offset: u32, span: ByteRange) -> Table {
        let entries = self.entries.into_iter().map(|(key, value)| {
            let key = Key { span: key.span.shifted(offset), ..key };
            (key, Value { span: value.span.shifted(offset), ..value })
        });
        Table { span, entries: entries.collect() }
    }
}

/// How far words go on that are neither an attribute with a value nor a flag.
fn words_len(text: &str, is_flag: impl Fn(&str) -> bool) -> usize {
    let mut len = 0;
    loop {
        let rest = &text[len..];
        let word_start = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let word = &rest[word_start..];
        let word = &word[..word.find([' ', '\t', '}']).unwrap_or(word.len())];
        if word.is_empty() || word_start == 0 || word.contains('=') || is_flag(word) {
            return len;
        }
        len += word_start + word.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<(String, String)> {
        let read = parse(text);
        assert_eq!(read.problems, [], "{text}");
        assert_eq!(read.end, text.len(), "{text}");
        let shown = |value: &Value| match &value.data {
            Data::Text(written) => format!("{written}@{}", &text[value.span.indices()]),
            other => format!("{other:?}"),
        };
        read.entries.iter().map(|(key, value)| (key.name.clone(), shown(value))).collect()
    }

    #[test]
    fn attributes_are_read_with_their_places() {
        for (text, expected) in [
            ("{}", vec![]),
            ("{ }", vec![]),
            (r#"{a="b"}"#, vec![("a", "b@b")]),
            (r#"{ a = "b c"  d='e "f"' }"#, vec![("a", "b c@b c"), ("d", "e \"f\"@e \"f\"")]),
            ("{page=3 flag}", vec![("page", "3@3"), ("flag", "Boolean(true)")]),
            (r#"{a="x \"y\" \\ \n"}"#, vec![("a", r#"x "y" \ \n@x \"y\" \\ \n"#)]),
            (r#"{a="}"}"#, vec![("a", "}@}")]),
            (r#"{a=""}"#, vec![("a", "@")]),
            ("{a=documents/lab-report}", vec![("a", "documents/lab-report@documents/lab-report")]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        for (text, wrong) in [
            ("{", "{"),
            (r#"{a="b"#, r#""b"#),
            (r#"{a="b" "#, r#"{a="b" "#),
            ("{a= }", ""),
            ("{a=b=c}", "="),
            (r#"{a="b"c}"#, "c"),
            (r#"{a="b", c="d"}"#, ","),
            ("{#id}", "#id"),
            ("{a=\u{201e}b\u{201c}}", "\u{201e}"),
            ("{a:b}", ":"),
            ("{a a=b}", "a"),
        ] {
            let read = parse(text);
            let found: Vec<&str> = read.problems.iter().map(|problem| &text[problem.range.clone()]).collect();
            assert_eq!(found.first(), Some(&wrong), "{text}: {:?}", read.problems);
        }
    }

    #[test]
    fn a_value_that_goes_on_after_a_space_is_told_whole() {
        for (text, wrong) in [
            ("{title=From the editor}", Some("From the editor")),
            ("{title= F\u{fc}r \u{d6}ffentlichkeit, heute x=\"y\"}", Some("F\u{fc}r \u{d6}ffentlichkeit, heute")),
            ("{x=\"y\" alt=A house decorative}", Some("A house")),
            ("{page=3 decorative}", None),
            ("{page=3 }", None),
            ("{title=\"From the\" editor}", None),
            ("{page=3 x=y}", None),
            ("{flag other}", None),
        ] {
            let mut read = parse(text);
            read.miss_quotes(text, |word| word == "decorative");
            let found: Vec<&str> = read.problems.iter().map(|problem| &text[problem.range.clone()]).collect();
            assert_eq!(found, wrong.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn there_is_an_end_to_attributes() {
        let many: String = (0..100).map(|number| format!(" a{number}")).collect();
        let read = parse(&format!("{{{many}}}"));
        assert_eq!((read.entries.len(), read.problems.len()), (64, 1));
    }

    fn written(entries: &[(String, Option<String>)]) -> String {
        let one = |(name, value): &(String, Option<String>)| match value {
            Some(value) => format!("{name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
            None => name.clone(),
        };
        format!("{{{}}}", entries.iter().map(one).collect::<Vec<_>>().join(" "))
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(map in prop::collection::btree_map("[a-z][a-z0-9_-]{0,8}", prop::option::of("[^\\r\\n]{0,20}"), 0..6)) {
            let entries: Vec<(String, Option<String>)> = map.into_iter().collect();
            let text = written(&entries);
            let read = parse(&text);
            prop_assert_eq!(&read.problems, &[]);
            let back: Vec<(String, Option<String>)> = read.entries.iter().map(|(key, value)| {
                let value = match &value.data { Data::Text(text) => Some(text.clone()), _ => None };
                (key.name.clone(), value)
            }).collect();
            prop_assert_eq!(back, entries);
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\{[ a-c=\"'\\\\}\\{\u{e4}\u{201e},]{0,30}") {
            let read = parse(&text);
            prop_assert!(read.end <= text.len());
            for problem in &read.problems {
                prop_assert!(text.get(problem.range.clone()).is_some());
            }
        }
    }
}
