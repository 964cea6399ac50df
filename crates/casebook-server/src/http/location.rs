//! Where a redirect leads, as it may stand in a header, in a link and in `_redirects`.

use casebook_site::address::UrlPath;

/// The target of a redirect, percent-encoded so that it has neither spaces nor control
/// characters nor quotes: `/ü/` or `https://…`, which may bring its own encoding.
pub fn location(target: &str) -> String {
    if let Some(url) = UrlPath::new(target).filter(|_| !target.contains(['?', '#', '%'])) {
        return url.href();
    }
    let mut encoded = String::with_capacity(target.len());
    for byte in target.bytes() {
        match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => encoded.push_str(&format!("%{byte:02X}")),
            0x21..=0x7e => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::location;

    #[test]
    fn a_target_can_stand_in_a_header() {
        for (target, expected) in [
            ("/de/über/", "/de/%C3%BCber/"),
            ("/a b/#x y", "/a%20b/#x%20y"),
            ("https://example.org/a?b=%20c", "https://example.org/a?b=%20c"),
            ("/a\r\nSet-Cookie: x", "/a%0D%0ASet-Cookie:%20x"),
            ("/\"><script>", "/%22%3E%3Cscript%3E"),
        ] {
            assert_eq!(location(target), expected);
        }
    }
}
