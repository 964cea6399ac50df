//! Bytes to characters: a mark of byte order, else UTF-8, else windows-1252, which takes any byte.
//!
//! A page (HTML) may name its charset in its first kilobyte. Nothing is guessed from frequencies:
//! a wrong guess would make wrong quotations.

use crate::document::{Failure, Wanted};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much of a page is searched for the name of its charset (HTML, 13.2.3.2).
const HEAD: usize = 1024;

/// Characters of bytes. What isn't UTF-8 is taken for windows-1252.
pub(crate) fn decode_lossy(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// What decodes the charset of this name; none if the name is unknown.
pub(crate) fn label_decoder(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
}

/// Whether this was no text: no program for texts writes a NUL.
pub(crate) fn is_unreadable(text: &str) -> bool {
    let head = text.bytes().take(8192);
    head.clone().any(|byte| byte == 0) || text.starts_with("%PDF-") || text.starts_with("PK\u{3}\u{4}")
}

/// A page in the charset that it names, unless a mark of byte order or the bytes themselves say another one.
pub(super) fn decode_html(bytes: &[u8]) -> Result<String, Failure> {
    let named = named(bytes).filter(|_| Encoding::for_bom(bytes).is_none());
    let text = match named {
        // Bytes in which it could be read aren't UTF-16, whatever they say.
        Some(encoding) if ![UTF_8, UTF_16BE, UTF_16LE].contains(&encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        _ => decode_lossy(bytes),
    };
    Some(text).filter(|text| !is_unreadable(text)).ok_or(Failure::Foreign(Wanted::Text))
}

/// The charset in `<meta charset="…">` or `<meta … content="text/html; charset=…">`.
fn named(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let meta = head.split("<meta").skip(1).find_map(|meta| meta.split('>').next()?.split_once("charset"))?.1;
    let value = meta.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    label_decoder(value.split(['"', '\'', ';', '/']).next()?.split_whitespace().next()?)
}

#[cfg(test)]
mod tests {
    use super::{decode_html, decode_lossy};

    #[test]
    fn bytes_say_what_they_are() {
        for (bytes, expected) in [
            (&b"\xef\xbb\xbfgr\xc3\xbcn"[..], "grün"),
            (b"gr\xc3\xbcn", "grün"),
            (b"gr\xfcn \x80", "grün €"),
            (b"\xff\xfeg\0r\0\xfc\0n\0", "grün"),
            (b"\xfe\xff\0g\0r\0\xfc\0n", "grün"),
            (b"", ""),
        ] {
            assert_eq!(decode_lossy(bytes), expected);
        }
    }

    #[test]
    fn a_page_names_its_charset() {
        for head in ["<meta charset=iso-8859-2>", "<META http-equiv=x content='text/html; charset=ISO-8859-2'>"] {
            let page = [head.as_bytes(), b"\xb1"].concat();
            assert_eq!(decode_html(&page), Ok(format!("{head}ą")));
        }
        let untrue = "<meta charset=utf-16>ä";
        assert_eq!(decode_html(untrue.as_bytes()).as_deref(), Ok(untrue));
        assert!(decode_html(b"a\0b").is_err());
    }
}
