//! The requests that nearly all are: a plain GET or HEAD of a page or file, understood in place.
//!
//! Whatever is not exactly that (a range, a body, another method, an upgrade, HTTP/1.0) is left to
//! hyper with the bytes that came. What no HTTP/1.1 client sends is refused at once.

use crate::http::Accepted;
use httparse::{Request, Status};
use std::mem::MaybeUninit;

/// Browsers send about 15 headers, proxies add a few.
const MAX_HEADERS: usize = 64;

/// What was made of the bytes that came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Parsed<'a> {
    /// The head isn't whole yet.
    Partial,
    /// The head is one that we answer ourselves.
    Simple(Simple<'a>),
    /// The head is for hyper.
    Other,
    /// No client means this.
    Bad,
}

/// A request for what stands at an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Simple<'a> {
    /// The path as it came.
    pub(super) path: &'a str,
    pub(super) query: Option<&'a str>,
    pub(super) is_head: bool,
    pub(super) accepted: Accepted,
    pub(super) if_none_match: Option<&'a [u8]>,
    /// How many bytes the head took.
    pub(super) len: usize,
}

pub(super) fn parse(bytes: &[u8]) -> Parsed<'_> {
    // Sixty-four empty headers to begin with would cost as much as reading a head.
    let mut headers = [const { MaybeUninit::uninit() }; MAX_HEADERS];
    let mut request = Request::new(&mut []);
    let len = match request.parse_with_uninit_headers(bytes, &mut headers) {
        Ok(Status::Complete(len)) => len,
        Ok(Status::Partial) => return Parsed::Partial,
        // More headers than we look at.
        Err(httparse::Error::TooManyHeaders) if !has_bare_line_end(bytes) => return Parsed::Other,
        // Also the preface of HTTP/2, which is spoken over TLS alone.
        Err(_) => return Parsed::Bad,
    };
    if has_bare_line_end(&bytes[..len]) {
        return Parsed::Bad;
    }
    let (Some(method), Some(target), Some(1)) = (request.method, request.path, request.version) else { return Parsed::Other };
    let is_head = match method {
        "GET" => false,
        "HEAD" => true,
        _ => return Parsed::Other,
    };
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let mut simple = Simple { path, query, is_head, accepted: Accepted::default(), if_none_match: None, len };
    let mut hosts = 0;
    for header in request.headers.iter() {
        match Meaning::of(header.name) {
            Meaning::None => {}
            Meaning::Host => hosts += 1,
            Meaning::AcceptEncoding => simple.accepted = Accepted::parse(header.value),
            // Two lists of tags are one list that we can't look at in place.
            Meaning::IfNoneMatch if simple.if_none_match.is_some() => return Parsed::Other,
            Meaning::IfNoneMatch => simple.if_none_match = Some(header.value),
            Meaning::Connection if header.value.eq_ignore_ascii_case(b"keep-alive") => {}
            Meaning::Connection | Meaning::Special => return Parsed::Other,
        }
    }
    // RFC 9112, 3.2: exactly one.
    if hosts == 1 { Parsed::Simple(simple) } else { Parsed::Bad }
}

/// What a header is to us.
enum Meaning {
    None,
    Host,
    AcceptEncoding,
    IfNoneMatch,
    Connection,
    /// It makes the request one for hyper.
    Special,
}

impl Meaning {
    fn of(name: &str) -> Self {
        // The length tells most headers apart without looking at them.
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        match name.len() {
            4 if is("host") => Self::Host,
            15 if is("accept-encoding") => Self::AcceptEncoding,
            13 if is("if-none-match") => Self::IfNoneMatch,
            10 if is("connection") => Self::Connection,
            5 if is("range") => Self::Special,
            6 if is("expect") => Self::Special,
            7 if is("upgrade") => Self::Special,
            8 if is("if-match") || is("if-range") => Self::Special,
            14 if is("content-length") => Self::Special,
            17 if is("transfer-encoding") || is("x-forwarded-proto") => Self::Special,
            19 if is("if-unmodified-since") => Self::Special,
            _ => Self::None,
        }
    }
}

/// Whether a line ends in LF alone. Servers that take it for a line end and proxies that don't see
/// different requests in the same bytes.
fn has_bare_line_end(head: &[u8]) -> bool {
    let pairs = head.iter().zip(head.get(1..).unwrap_or_default());
    // To the end in any case: without a way out of it the loop looks at many bytes at a time.
    let is_bare = pairs.fold(false, |is_bare, (&before, &byte)| is_bare | ((byte == b'\n') & (before != b'\r')));
    is_bare || head.first() == Some(&b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple(head: &str) -> Option<Simple<'_>> {
        match parse(head.as_bytes()) {
            Parsed::Simple(simple) => Some(simple),
            _ => None,
        }
    }

    #[test]
    fn a_browsers_request_is_understood_in_place() {
        let head = "GET /a%20b/?x=1 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip, br\r\nIf-None-Match: \"x\"\r\nConnection: keep-alive\r\n\r\nnext";
        let request = simple(head).expect("a simple request");
        assert_eq!((request.path, request.query, request.is_head), ("/a%20b/", Some("x=1"), false));
        assert_eq!((request.accepted, request.if_none_match), (Accepted { brotli: true, gzip: true }, Some(&b"\"x\""[..])));
        assert_eq!(&head[request.len..], "next");
        assert!(simple("HEAD / HTTP/1.1\r\nhost: a\r\n\r\n").is_some_and(|request| request.is_head));
    }

    #[test]
    fn what_is_not_plain_is_left_to_hyper() {
        for line in [
            "Range: bytes=0-1",
            "Expect: 100-continue",
            "Upgrade: websocket",
            "If-Range: x",
            "if-match: x",
            "Content-Length: 0",
            "Transfer-Encoding: chunked",
            "Connection: close",
            "If-Unmodified-Since: x",
            "X-Forwarded-Proto: http",
        ] {
            assert_eq!(parse(format!("GET / HTTP/1.1\r\nHost: a\r\n{line}\r\n\r\n").as_bytes()), Parsed::Other, "{line}");
        }
        for head in [
            "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: a\r\nIf-None-Match: b\r\n\r\n",
        ] {
            assert_eq!(parse(head.as_bytes()), Parsed::Other, "{head}");
        }
        let many = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(100));
        assert_eq!(parse(many.as_bytes()), Parsed::Other);
    }

    #[test]
    fn what_no_client_means_is_refused() {
        for head in [
            "GET / HTTP/1.1\nHost: a\n\n",
            "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\0\r\n\r\n",
            "GET /\r\n\r\n",
            "PRI * HTTP/2.0",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\x16\x03\x01\x02",
        ] {
            assert_eq!(parse(head.as_bytes()), Parsed::Bad, "{head:?}");
        }
    }

    #[test]
    fn a_head_in_pieces_is_awaited() {
        let head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        for end in 0..head.len() {
            assert_eq!(parse(&head.as_bytes()[..end]), Parsed::Partial, "{end}");
        }
    }
}
