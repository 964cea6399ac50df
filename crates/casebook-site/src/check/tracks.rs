//! Captions and transcripts: what browsers pass over without a word (W3C WebVTT, section 4).

use crate::diagnostic::{Diagnostic, Span};
use crate::source::SitePath;
use std::ops::Range;

const HEAD: &str = "WEBVTT";

const EXAMPLE: &str = "00:01.500 --> 00:04.000";

/// What keeps a file from being read as WebVTT.
pub(super) fn check(path: &SitePath, text: &str) -> Vec<Diagnostic> {
    let lines = || Lines { text, at: 0 };
    let wrong: Vec<(&str, Range<usize>)> = lines().filter(|(line, _)| is_wrong_timing(line)).collect();
    let at = |range: &Range<usize>| Span::new(path, range.clone());
    let body = text.trim_start_matches('\u{feff}');
    let has_head = body.strip_prefix(HEAD).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    let mut found = Vec::new();
    if !has_head {
        let first = lines().next().map_or(0..0, |(_, range)| range);
        let error = Diagnostic::error("track-form", "this is not WebVTT: its first line is not `WEBVTT`").at(at(&first));
        found.push(if wrong.iter().any(|(line, _)| line.contains(',')) {
            // One hint says all of a file in SubRip's form.
            let hint = "it looks like SubRip (SRT); save it as WebVTT, or write `WEBVTT` and an empty line at its top and points in place of the commas in its times";
            return vec![error.hint(hint)];
        } else {
            error.hint("write `WEBVTT` on a line of its own at the top, and an empty line below it")
        });
    }
    if let Some((line, range)) = wrong.first() {
        let more = match wrong.len() {
            1 => String::new(),
            count => format!(" ({count} lines are like this)"),
        };
        let error = Diagnostic::error("track-form", format!("this is not how times are written{more}")).at(at(range));
        found.push(error.hint(mended(line).map_or_else(|| format!("write it as {EXAMPLE}"), |mended| format!("write it as {mended}"))));
    } else if !lines().any(|(line, _)| is_timing(line)) {
        let error = Diagnostic::error("track-form", "nothing is said at any time here").at(Span::start_of(path));
        found.push(error.hint(format!("a line of times stands above the words that are said then: {EXAMPLE}")));
    }
    found
}

/// Lines with where they stand, whatever ends them.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a str, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let len = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let range = self.at..self.at + len;
        let ending = if rest[len..].starts_with("\r\n") { 2 } else { 1 };
        self.at += len + ending;
        Some((&rest[..len], range))
    }
}

/// Whether a line says from when till when its cue is shown.
fn is_timing(line: &str) -> bool {
    let Some((from, rest)) = line.split_once("-->") else { return false };
    let has_room = from.ends_with([' ', '\t']) && rest.starts_with([' ', '\t']);
    has_room && is_time(from.trim()) && rest.split_whitespace().next().is_some_and(is_time)
}

/// Whether a line was meant to be one and isn't.
fn is_wrong_timing(line: &str) -> bool {
    let is_meant = line.contains("-->") || mended(line).is_some();
    is_meant && !is_timing(line) && !line.starts_with("NOTE")
}

/// `01:02.500` or `1:01:02.500`: hours have two digits or more, minutes and seconds two, the rest three.
fn is_time(text: &str) -> bool {
    let is_number = |text: &str, len: usize| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_below_60 = |text: &str| is_number(text, 2) && text.as_bytes()[0] < b'6';
    let Some((whole, fraction)) = text.split_once('.') else { return false };
    let is_whole = match *whole.split(':').collect::<Vec<_>>() {
        [minutes, seconds] => is_below_60(minutes) && is_below_60(seconds),
        [hours, minutes, seconds] => is_number(hours, hours.len().max(2)) && is_below_60(minutes) && is_below_60(seconds),
        _ => false,
    };
    is_whole && is_number(fraction, 3)
}

/// The line of times that was meant; `None` where that isn't plain.
fn mended(line: &str) -> Option<String> {
    let arrow = ["-->", "->", "–>", "—>", "→", "==>", "=>"].into_iter().find(|arrow| line.contains(arrow))?;
    let (from, rest) = line.split_once(arrow)?;
    let (to, settings) = rest.trim().split_once([' ', '\t']).unwrap_or((rest.trim(), ""));
    let mended = format!("{} --> {} {settings}", time_meant(from)?, time_meant(to)?);
    Some(mended.trim_end().to_owned())
}

/// A time as WebVTT has it, of one such as `1:02`, `0:01:02,5`.
fn time_meant(text: &str) -> Option<String> {
    let (whole, fraction) = text.trim().split_once([',', '.']).unwrap_or((text.trim(), ""));
    let parts: Vec<u32> = whole.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let is_fraction = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let whole = match *parts.as_slice() {
        [minutes, seconds] => format!("{minutes:02}:{seconds:02}"),
        [hours, minutes, seconds] => format!("{hours:02}:{minutes:02}:{seconds:02}"),
        _ => return None,
    };
    let time = format!("{whole}.{fraction:0<3}");
    (is_fraction && is_time(&time)).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::{check, is_timing, mended};
    use crate::source::SitePath;
    use proptest::prelude::*;

    #[test]
    fn times_are_told_apart() {
        for (line, expected) in [
            ("00:01.500 --> 00:04.000", None),
            ("00:01.500 -> 00:04.000", Some("00:01.500 --> 00:04.000")),
            ("00:00:01,500 --> 00:00:04,000 align:start", Some("00:00:01.500 --> 00:00:04.000 align:start")),
            ("1:02-->1:04", Some("01:02.000 --> 01:04.000")),
            ("0:01 → 0:04.5", Some("00:01.000 --> 00:04.500")),
        ] {
            assert_eq!((is_timing(line), mended(line).filter(|_| !is_timing(line)).as_deref()), (expected.is_none(), expected), "{line}");
        }
        for line in ["I went -> there", "00:99.000 --> 01:00.000", "-->", "00:01.500 --> later"] {
            assert!(!is_timing(line) && mended(line).is_none(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_there_is_looked_at(text in "(WEBVTT|\u{feff})?[0-9:,.\\->\r\n a\u{e4}→]{0,60}") {
            let path = SitePath::new("content/a.vtt").expect("a path");
            for found in check(&path, &text) {
                let range = found.span.expect("a place").range.indices();
                prop_assert!(text.get(range.clone()).is_some(), "{range:?} in {text:?}");
            }
        }
    }
}
