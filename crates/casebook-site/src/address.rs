//! Addresses on this site.

use std::{borrow::Borrow, fmt, fmt::Write, sync::Arc};

/// Where files of the content stand, each at an address that holds a hash of what is in it.
pub const FILES: &str = "/files/";

/// Whether what leads to this address may lead there for ever (301; RFC 9110, 15.4.2). The address of a
/// file changes with its content, so what leads to one does so for now (302): browsers keep the other for good.
pub fn is_lasting(to: &str) -> bool {
    !to.starts_with(FILES) || to.ends_with('/')
}

/// A path on this site as a browser shows it: decoded, from the root, without query and fragment.
/// Pages end in `/`, files in a name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// An address from its decoded text; `None` unless it begins with a single `/` and has neither
    /// dot segments nor control characters nor backslashes.
    pub fn new(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        let is_clean = !text.contains(|c: char| c.is_control() || c == '\\');
        let segments = rest.strip_suffix('/').unwrap_or(rest);
        let is_normal = rest.is_empty() || segments.split('/').all(|segment| !matches!(segment, "" | "." | ".."));
        (is_clean && is_normal).then(|| Self(text.into()))
    }

    /// An address from the path of a request: percent-decoded, then as [`UrlPath::new`]. An encoded
    /// slash is part of a name and parts no names (RFC 3986, 2.2), and no name here has one.
    pub fn from_request(path: &str) -> Option<Self> {
        let decoded = percent_decode(path)?;
        let slashes = |text: &str| text.bytes().filter(|&byte| byte == b'/').count();
        if slashes(&decoded) == slashes(path) { Self::new(&decoded) } else { None }
    }

    /// The decoded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as it stands in a link or a header: percent-encoded where RFC 3986 asks for it.
    pub fn href(&self) -> String {
        percent_encode(&self.0, b"/-._~!$()*+,;=:@")
    }

    /// Whether the last name has an ending, as the names of files do.
    pub fn has_ending(&self) -> bool {
        self.0.trim_end_matches('/').rsplit('/').next().is_some_and(|name| name.contains('.'))
    }

    /// Whether this is the address of a page (and not of a file).
    pub fn is_page(&self) -> bool {
        self.0.ends_with('/')
    }
}

/// Text as a value in a query (RFC 3986, 2.3: only unreserved characters stay).
pub fn encode(text: &str) -> String {
    percent_encode(text, b"-._~")
}

/// The names and values of a query, decoded as browsers encode the fields of a form (WHATWG URL,
/// application/x-www-form-urlencoded); pairs that are not UTF-8 or encoded wrongly are left out.
pub fn query_pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let decode = |text: &str| percent_decode(&text.replace('+', " "));
    query.split('&').filter(|pair| !pair.is_empty()).filter_map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decode(name)?, decode(value)?))
    })
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                bytes.push(high * 16 + low);
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

fn percent_encode(text: &str, kept: &[u8]) -> String {
    let is_kept = |byte: u8| byte.is_ascii_alphanumeric() || kept.contains(&byte);
    // Nearly every address stays as it is.
    if text.bytes().all(is_kept) {
        return text.to_owned();
    }
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_kept(byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

impl Borrow<str> for UrlPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{UrlPath, query_pairs};

    #[test]
    fn addresses_are_normal() {
        assert!(["/", "/a/", "/a/b.pdf", "/de/\u{fc}ber/"].iter().all(|text| UrlPath::new(text).is_some()));
        assert!(["", "a", "//a", "/a//b", "/../a", "/a/..", "/./", "/a\\b", "/a\0"].iter().all(|text| UrlPath::new(text).is_none()));
    }

    #[test]
    fn requests_are_decoded_once() {
        for (request, decoded) in [
            ("/%C3%BCber/", Some("/über/")),
            ("/a%2fb", None),
            ("/a%2F", None),
            ("/%2e%2e/a", None),
            ("/%252e/", Some("/%2e/")),
            ("/%", None),
            ("/%zz", None),
            ("/%ff", None),
            ("/%00", None),
        ] {
            assert_eq!(UrlPath::from_request(request).as_ref().map(UrlPath::as_str), decoded, "{request}");
        }
    }

    #[test]
    fn queries_are_decoded_as_forms_encode_them() {
        let pairs: Vec<_> = query_pairs("p=12&q=a+b%2Bc&&empty&bad=%zz&x=%C3%BC=1").collect();
        let expected = [("p", "12"), ("q", "a b+c"), ("empty", ""), ("x", "ü=1")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        let url = UrlPath::new("/ü b/100%/\"<").expect("an address");
        assert_eq!(url.href(), "/%C3%BC%20b/100%25/%22%3C");
        assert_eq!(UrlPath::from_request(&url.href()), Some(url));
    }
}
