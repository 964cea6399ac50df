//! The strings of a PDF that are for people: titles, names, labels.
//!
//! They come in three encodings. What belongs to none of them, and what no screen shows, is left out.

/// No title needs more; what is longer ends here.
const LONGEST: usize = 2_000;

/// A string for people, in one line.
pub(super) fn decode(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(&rest[..rest.len().min(LONGEST * 4)]).into_owned(),
        _ => bytes.iter().take(LONGEST).filter_map(|byte| pdf_doc(*byte)).collect(),
    };
    // Between two escape characters stands the language, which isn't said to people.
    let spoken: String = text.split('\u{1b}').step_by(2).collect();
    let visible: String = spoken.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).take(LONGEST).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().take(LONGEST * 2).map(|pair| unit(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// PDFDocEncoding (ISO 32000-1, annex D.2): Latin-1 but for these.
fn pdf_doc(byte: u8) -> Option<char> {
    const ACCENTS: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const SIGNS: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł',
        'œ', 'š', 'ž', '\u{fffd}', '€',
    ];
    match byte {
        0x18..=0x1f => ACCENTS.get(usize::from(byte - 0x18)).copied(),
        0x80..=0xa0 => SIGNS.get(usize::from(byte - 0x80)).copied().filter(|c| *c != '\u{fffd}'),
        _ => Some(char::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn each_encoding_is_read() {
        assert_eq!(decode(b"Gr\xfc\xdfe \x84du\x8d"), "Grüße —du“");
        assert_eq!(decode(b"\xfe\xff\0G\0r\0\xfc"), "Grü");
        assert_eq!(decode(b"\xff\xfeG\0r\0\xfc\0"), "Grü");
        assert_eq!(decode("\u{feff}Grü".as_bytes()), "Grü");
    }

    #[test]
    fn what_is_not_for_people_is_left_out() {
        assert_eq!(decode(b"\xfe\xff\0\x1b\0d\0e\0\x1b\0A\0\n\0B"), "A B");
        assert_eq!(decode(b" two \r\n lines\0 "), "two lines");
        assert_eq!(decode(&[b'x'; 10_000]).len(), 2_000);
        assert_eq!(decode(b"\xfe\xff\xd8"), "");
    }
}
