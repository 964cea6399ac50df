//! The part of a file that a player asks for: one range of bytes.
//!
//! A range means something to GET alone (RFC 9110, 14.2). Several ranges at once and other units are answered with the whole file, as RFC 9110 allows; so
//! is a range under a condition (`If-Range`) that doesn't name the very bytes that stand there.

use hyper::http::request::Parts;
use hyper::{Method, header};
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Whole,
    Part(Range<u64>),
    /// The part lies outside the file.
    Nothing,
}

/// What a request wants of a file of `len` bytes, whose entity tag is `tag` if it has one.
pub(crate) fn wanted(request: &Parts, len: u64, tag: Option<&str>) -> Wanted {
    let headers = &request.headers;
    if request.method != Method::GET || headers.get(header::IF_RANGE).is_some_and(|condition| tag.is_none_or(|tag| condition != tag)) {
        return Wanted::Whole;
    }
    headers.get(header::RANGE).and_then(|value| value.to_str().ok()).and_then(|value| parse(value, len)).unwrap_or(Wanted::Whole)
}

fn parse(value: &str, len: u64) -> Option<Wanted> {
    let (unit, range) = value.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (first, last) = range.trim().split_once('-')?;
    let range = match (digits(first), digits(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(len),
        (Some(first), None) if last.is_empty() => first..len,
        (None, Some(count)) if first.is_empty() => len.saturating_sub(count)..len,
        _ => return None,
    };
    Some(if range.start < range.end { Wanted::Part(range) } else { Wanted::Nothing })
}

fn digits(text: &str) -> Option<u64> {
    // `parse` alone would accept a plus sign.
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood() {
        for (value, expected) in [
            ("bytes=0-0", Some(Wanted::Part(0..1))),
            ("bytes=2-", Some(Wanted::Part(2..10))),
            ("Bytes=0-99", Some(Wanted::Part(0..10))),
            ("bytes=-3", Some(Wanted::Part(7..10))),
            ("bytes=-99", Some(Wanted::Part(0..10))),
            ("bytes=10-", Some(Wanted::Nothing)),
            ("bytes=-0", Some(Wanted::Nothing)),
            ("bytes=99999999999999999999-", Some(Wanted::Nothing)),
            ("bytes=0-99999999999999999999", Some(Wanted::Part(0..10))),
            ("bytes=3-2", None),
            ("bytes=0-1,3-4", None),
            ("bytes=", None),
            ("bytes=-", None),
            ("bytes=+1-2", None),
            ("lines=1-2", None),
        ] {
            assert_eq!(parse(value, 10), expected, "{value}");
        }
        assert_eq!(parse("bytes=0-", 0), Some(Wanted::Nothing));
    }
}
