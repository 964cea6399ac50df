//! What the TOML parser says, in plain words.
//!
//! The parser speaks to people who know TOML. Each of its sayings stands here beside ours; a test
//! over all of TOML's own invalid files says that none is left out. Nothing here parses anything.

use super::date::{PartialDate, Precision, no_date, no_moment};
use std::{borrow::Cow, ops::Range};

/// What to do where nothing better is known.
const LINE: &str = "a line is `name = value`; text stands in double quotes, lists in [ ]";
const QUOTES: &str = "write text in double quotes: `name = \"…\"`; only numbers, dates, `true` and `false` stand without";
const NUMBER: &str = "write a number in digits alone, such as 12; what is no number stands in double quotes";
const DATE: &str = "write a day as 1991-05-04, a month as \"1991-05\" and a year as \"1991\", the last two in quotes";
const TIME: &str = "write a time as 2024-05-04T18:30:00, with two digits for each of hour, minute and second";
const ESCAPE: &str = "write `\\\\` for a backslash and `\\\"` for a quotation mark; or put the text between single quotes: '…'";
const CLOSE_TEXT: &str = "the quotation mark at the end of the text is missing";
const SIGNS: &str = "delete this line and write it again; it holds a sign that can't be seen";
const LIST: &str = "write a list as [\"one\", \"two\"]: a comma after each part but the last, and `]` at its end";
const TABLE: &str = "write it in one line as { name = \"value\", other = \"value\" }";
const HEADING: &str = "write the heading of a table on a line of its own: `[name]`, or `[[name]]` for one of several";
const NAME: &str = "a name has the letters a to z, digits, `-` and `_`; any other name stands in double quotes";
const TWICE: &str = "keep one of the two";

/// A saying of the parser.
struct Saying {
    /// How the parser begins it.
    theirs: &'static str,
    /// What is wrong.
    ours: &'static str,
    /// What to do.
    hint: &'static str,
}

const fn say(theirs: &'static str, ours: &'static str, hint: &'static str) -> Saying {
    Saying { theirs, ours, hint }
}

/// All that the parser says. The first that fits counts, so what is particular stands before what is general.
const SAYINGS: &[Saying] = &[
    say("string values must be quoted", "text must stand in quotes", QUOTES),
    // Words that begin like `true`, `false`, `inf` and `nan`.
    say("invalid boolean", "text must stand in quotes", QUOTES),
    say("invalid float, expected `inf`", "text must stand in quotes", QUOTES),
    say("invalid float, expected `nan`", "text must stand in quotes", QUOTES),
    say("missing opening quote", "the quotation mark at the beginning of the text is missing", QUOTES),
    say("key with no value", "here is a name without a value", LINE),
    say("missing value", "here is a name without a value", LINE),
    say("invalid key-value pair", "this is no line of the form `name = value`", LINE),
    say("missing assignment between key-value pairs", "here is a name without a value", TABLE),
    say("extra `=`", "there is one `=` too many", LINE),
    say("unexpected key or value", "something stands behind the end of the value", "begin a new line for it, or put the whole text in double quotes"),
    say("duplicate key", "this name is said twice", TWICE),
    say("cannot extend value of type", "this name has a value already, so it can hold no further names", TWICE),
    say("unquoted keys cannot be empty", "the name is missing", LINE),
    say("invalid unquoted key", "a name can't have this sign", NAME),
    say("keys cannot be multi-line", "a name can't stand between three quotation marks", NAME),
    say("missing key for inline table element", "the name is missing", TABLE),
    say("extra comma in array", "there is one comma too many in this list", LIST),
    say("missing comma between array elements", "a comma is missing in this list", LIST),
    say("unclosed array table", "the heading of this table is not closed", HEADING),
    say("unclosed array", "this list is not closed", LIST),
    say("unexpected `=` in array", "there is a `=` in this list; it may be that the list before it is not closed", LIST),
    say("extra comma in inline table", "there is one comma too many between these braces", TABLE),
    say("missing comma between key-value pairs", "a comma is missing between these braces", TABLE),
    say("extra assignment between key-value pairs", "a comma is missing between these braces", TABLE),
    say("invalid inline table element", "something between these braces is no `name = value`", TABLE),
    say("unclosed inline table", "these braces are not closed", TABLE),
    say("unclosed table", "the heading of this table is not closed", HEADING),
    say("unexpected content", "this stands where nothing can stand", LINE),
    say("missing comment start", "this stands where nothing can stand", LINE),
    say("missing array opening", "this list is not whole", LIST),
    say("missing inline table opening", "these braces are not whole", TABLE),
    say("recursion limit", "lists and tables stand too deep inside each other here", "take some of them out"),
    say("cannot recurse further", "lists and tables stand too deep inside each other here", "take some of them out"),
    say("missing table open", "the heading of this table is not whole", HEADING),
    say("invalid basic string, expected `\"`", "this text is not closed", CLOSE_TEXT),
    say("invalid literal string, expected `'`", "this text is not closed", CLOSE_TEXT),
    say("invalid multi-line basic string, expected `\"`", "this text is not closed", "end it with three quotation marks: \"\"\""),
    say("invalid multi-line literal string, expected `'`", "this text is not closed", "end it with three quotation marks: '''"),
    say("invalid multi-line basic string, expected newline", "a backslash means something here", ESCAPE),
    say("invalid basic string", "a sign stands here that can't be seen", SIGNS),
    say("invalid literal string", "a sign stands here that can't be seen", SIGNS),
    say("invalid multi-line basic string", "a sign stands here that can't be seen", SIGNS),
    say("invalid multi-line literal string", "a sign stands here that can't be seen", SIGNS),
    say("invalid comment character", "a sign stands here that can't be seen", SIGNS),
    say("carriage return must be followed by newline", "a sign stands here that can't be seen", SIGNS),
    say("missing escaped value", "a backslash means something here", ESCAPE),
    say("too few unicode value digits", "a backslash means something here", ESCAPE),
    say("invalid value, expected unicode hexadecimal value", "a backslash means something here", ESCAPE),
    say("invalid date, expected day between", "there is no such day", DATE),
    say("invalid date, expected month between", "there is no such month", DATE),
    say("invalid date-time", "this is not a date", DATE),
    say("invalid date", "this is not a date", DATE),
    say("invalid time", "this is not a time", TIME),
    say("invalid offset", "the end of this time, which says how far it is from UTC, is not whole", "write it as +01:00, or leave it out"),
    say("`_` may only go between digits", "this is not a number", NUMBER),
    say("integers with a radix cannot be signed", "this is not a number", NUMBER),
    say("invalid binary number", "this is not a number", NUMBER),
    say("invalid hexadecimal number", "this is not a number", NUMBER),
    say("invalid octal number", "this is not a number", NUMBER),
    say("invalid exponent", "this is not a number", NUMBER),
    say("invalid float", "this is not a number", NUMBER),
    say("invalid fraction", "this is not a number", NUMBER),
    say("invalid mantissa", "this is not a number", NUMBER),
    say("radix must be lowercase", "this is not a number", NUMBER),
    say("redundant integer number prefix", "this is not a number", NUMBER),
    say("redundant numeric sign", "this is not a number", NUMBER),
    say("unexpected sign", "this is not a number", NUMBER),
    say("unexpected leading zero", "a number doesn't begin with 0", "leave the 0 out; a date and whatever is no number stand in double quotes"),
];

/// A mistake in plain words.
pub(super) struct Explained {
    pub(super) message: Cow<'static, str>,
    /// What to do about it.
    pub(super) hint: Cow<'static, str>,
    /// What is wrong, where that is known better than the parser knows it.
    pub(super) range: Option<Range<usize>>,
}

fn told(message: impl Into<Cow<'static, str>>, hint: impl Into<Cow<'static, str>>) -> Explained {
    Explained { message: message.into(), hint: hint.into(), range: None }
}

/// What is wrong at `span` in `text`, of which the parser says `theirs`, and what to do about it.
pub(super) fn explained(theirs: &str, text: &str, span: Range<usize>) -> Explained {
    let theirs = theirs.lines().collect::<Vec<_>>().join(", ");
    let saying = SAYINGS.iter().find(|saying| theirs.starts_with(saying.theirs));
    let (ours, hint) = saying.map_or(("this line can't be understood", LINE), |saying| (saying.ours, saying.hint));
    let start = text.floor_char_boundary(span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].lines().next().unwrap_or("").trim();
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let bare = value.split_once(" #").map_or(value, |(bare, _)| bare.trim_end());
    if theirs.starts_with("duplicate key") {
        return said_twice(text, line_start);
    }
    let looks_like_date = value.starts_with(|c: char| c.is_ascii_digit()) && value.matches(['-', '.', '/']).count() == 2 && !value.contains(':');
    if let Some((name, value)) = as_in_yaml(line) {
        let start = line_start + text[line_start..].find(line).unwrap_or(0);
        let explained = told("between a name and its value stands `=`", format!("write `{name} = {value}`"));
        Explained { range: Some(start..start + line.len()), ..explained }
    } else if text[start..].starts_with(['“', '”', '„', '«', '»', '‘', '’']) {
        told("these quotation marks are for print", "put text in straight ones: \"…\"")
    } else if !line.is_empty() && line.len() < 5 && line.chars().all(|c| c == '+') {
        told("this is neither a line of front matter nor its end", "to close the front matter, write `+++`, nothing more and nothing less")
    } else if value.starts_with(|c: char| c.is_ascii_digit())
        && let Some((why, hint)) = no_moment(bare).or_else(|| no_date(bare).filter(|_| !is_day(bare)))
    {
        let start = line_start + text[line_start..].find(bare).unwrap_or(0);
        Explained { range: Some(start..start + bare.len()), ..told(why, hint) }
    } else if let Some((truth, word)) = yes_or_no(bare) {
        told(
            "text must stand in quotes",
            format!("for yes and no write `{truth}`, without quotes; a word that readers see stands in them: \"{word}\""),
        )
    } else if looks_like_date && value.chars().all(|c| c.is_ascii_digit() || "-./".contains(c)) {
        told("this is not a date", DATE)
    } else if let Some(quoted) = quotes_inside(value) {
        let start = line_start + text[line_start..].find(value).unwrap_or(0);
        let explained = told("the quotation marks inside this text end it too early", format!("write `{quoted}`"));
        Explained { range: Some(start..start + value.len()), ..explained }
    } else {
        told(ours, hint)
    }
}

fn is_day(text: &str) -> bool {
    text.parse::<PartialDate>().is_ok_and(|date| date.precision() == Precision::Day)
}

/// A name that stands twice in one table. Below a heading in two brackets it was meant for one more.
fn said_twice(text: &str, line_start: usize) -> Explained {
    let headings = text[..line_start].lines().rev().map(str::trim).filter(|line| line.starts_with('['));
    let several = headings.take(1).find(|line| line.starts_with("[["));
    let hint =
        several.map_or_else(|| TWICE.into(), |heading| format!("{TWICE}; one more of these begins with a line of its own: `{heading}`").into());
    Explained { message: "this name is said twice".into(), hint, range: None }
}

/// What a word for yes or no means, and the word.
fn yes_or_no(bare: &str) -> Option<(bool, &str)> {
    let is_of = |words: &[&str]| words.iter().any(|word| bare.eq_ignore_ascii_case(word));
    match bare {
        _ if is_of(&["yes", "ja", "on", "wahr", "true"]) => Some((true, bare)),
        _ if is_of(&["no", "nein", "off", "falsch", "false"]) => Some((false, bare)),
        _ => None,
    }
}

/// The name and the value of a line such as `date: 2024-01-01`, the value as TOML has it.
fn as_in_yaml(line: &str) -> Option<(&str, String)> {
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    let value = value.strip_prefix([' ', '\t'])?.trim();
    if !is_name || value.is_empty() {
        return None;
    }
    let is_as_it_should_be =
        is_day(value) || value.starts_with(['"', '\'', '[', '{']) || value.parse::<i64>().is_ok() || ["true", "false"].contains(&value);
    let day = no_date(value).and_then(|(_, hint)| Some(hint.strip_prefix("write it as ")?.to_owned()));
    let written = || if is_as_it_should_be { value.to_owned() } else { format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")) };
    Some((name, day.unwrap_or_else(written)))
}

/// How text in double quotes is written that has such quotes inside.
fn quotes_inside(value: &str) -> Option<String> {
    let inside = value.strip_prefix('"')?.strip_suffix('"')?;
    let has_quotes = inside.replace("\\\"", "").contains('"') && !inside.starts_with('"') && !inside.contains("\", \"");
    let is_simple = !inside.contains(['\'', '\\']);
    has_quotes.then(|| if is_simple { format!("'{inside}'") } else { format!("\"{}\"", inside.replace("\\\"", "\"").replace('"', "\\\"")) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use toml::de::DeTable;

    proptest! {
        #[test]
        fn the_parser_says_nothing_that_is_not_put_in_plain_words(text in "(([a-c.\" ]{0,4}|\\[\\[?[a-c.]{0,3}\\]?\\]?) ?=? ?[-+_0-9a-fxnti.:TZ\\[\\]{}=,\"'\\\\#\u{7f}\r ]{0,14}\n){1,3}") {
            let (_, errors) = DeTable::parse_recoverable(&text);
            for error in errors {
                let theirs = error.message().lines().collect::<Vec<_>>().join(", ");
                prop_assert!(SAYINGS.iter().any(|saying| theirs.starts_with(saying.theirs)), "{theirs} in {text:?}");
            }
        }
    }

    #[test]
    fn nothing_general_stands_before_what_is_particular() {
        for (at, saying) in SAYINGS.iter().enumerate() {
            let hidden_by = SAYINGS[..at].iter().find(|before| saying.theirs.starts_with(before.theirs));
            assert!(hidden_by.is_none(), "{}", saying.theirs);
        }
    }
}
