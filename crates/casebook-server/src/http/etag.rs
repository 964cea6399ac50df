//! Strong validators: which bytes a browser already has (RFC 9110, 8.8.3 and 13.1).

use casebook_site::source::Hash;

/// How many hexadecimal digits of a hash tell two bodies apart: 128 bits.
const DIGITS: usize = 32;

/// The strong entity tag of these bytes, in its quotes.
pub(crate) fn etag(hash: Hash) -> String {
    format!("\"{}\"", hash.short(DIGITS))
}

/// Whether a value of `If-None-Match` names this tag. The comparison is the weak one, as the RFC
/// asks: a cache on the way may have weakened the tag.
pub(crate) fn names(value: &[u8], tag: &[u8]) -> bool {
    value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).any(|item| item == b"*" || item.strip_prefix(b"W/").unwrap_or(item) == tag)
}

/// Whether a value of `If-Match` names this tag. The comparison is the strong one: a weakened tag is
/// no promise of the same bytes.
pub(crate) fn names_exactly(value: &[u8], tag: &[u8]) -> bool {
    value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).any(|item| item == b"*" || item == tag)
}

#[cfg(test)]
mod tests {
    use super::{etag, names, names_exactly};
    use casebook_site::source::Hash;

    #[test]
    fn a_tag_is_found_among_others() {
        let tag = etag(Hash::of(b"x"));
        assert_eq!((tag.len(), tag.starts_with('"'), tag.ends_with('"')), (34, true, true));
        for (value, is_named) in [
            (tag.clone(), true),
            (format!("W/{tag}"), true),
            (format!("\"a\" ,  {tag}"), true),
            ("*".to_owned(), true),
            ("\"a\"".to_owned(), false),
            (tag.trim_matches('"').to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(names(value.as_bytes(), tag.as_bytes()), is_named, "{value}");
            let is_named_exactly = is_named && !value.contains("W/");
            assert_eq!(names_exactly(value.as_bytes(), tag.as_bytes()), is_named_exactly, "{value}");
        }
    }
}
