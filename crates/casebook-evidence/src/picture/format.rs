//! What a file is by its first bytes. Its name is not asked: names are wrong too often.

use super::Failure;
use super::failure::Foreign;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG, also animated.
    Png,
    /// WebP, also animated.
    Webp,
    /// GIF, also animated.
    Gif,
    /// TIFF.
    Tiff,
}

/// How files begin that are not read, where the beginning alone tells.
const FOREIGN: [(&[u8], Foreign); 10] = [
    (b"\xff\x0a", Foreign::JpegXl),
    (b"\0\0\0\x0cJXL \r\n\x87\n", Foreign::JpegXl),
    (b"\0\0\0\x0cjP  \r\n\x87\n", Foreign::Jpeg2000),
    (b"\xff\x4f\xff\x51", Foreign::Jpeg2000),
    (b"BM", Foreign::Bmp),
    (b"\0\0\x01\0", Foreign::Icon),
    (b"8BPS", Foreign::Psd),
    (b"%PDF-", Foreign::Pdf),
    (b"\x76\x2f\x31\x01", Foreign::Unknown),
    (b"II\x2b\0", Foreign::Unknown),
];

/// Brands of files that hold AV1.
const AVIF: [&[u8]; 2] = [b"avif", b"avis"];

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Jpeg, Self::Png, Self::Webp, Self::Gif, Self::Tiff];

    /// The format of a file that begins so, or what it is instead.
    pub fn of(bytes: &[u8]) -> Result<Self, Failure> {
        match bytes {
            [] => Err(Failure::Empty),
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::Webp),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(Self::Gif),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Ok(Self::Tiff),
            _ => Err(Failure::Foreign(foreign(bytes))),
        }
    }
}

fn foreign(bytes: &[u8]) -> Foreign {
    if let Some((_, foreign)) = FOREIGN.iter().find(|(start, _)| bytes.starts_with(start)) {
        return *foreign;
    }
    if let [_, _, _, _, b'f', b't', b'y', b'p', brands @ ..] = bytes {
        return of_brand(brands);
    }
    let start = &bytes[..bytes.len().min(1024)];
    match text(start) {
        Some(text) if text.contains("<svg") => Foreign::Svg,
        Some(_) => Foreign::Text,
        None => Foreign::Unknown,
    }
}

/// The beginning of a text file. Its last character may be cut in half.
fn text(start: &[u8]) -> Option<&str> {
    let text = start.utf8_chunks().next()?.valid();
    let is_control = |character: char| character.is_control() && !character.is_whitespace();
    (start.len() - text.len() < 4 && !text.is_empty() && !text.contains(is_control)).then_some(text)
}

/// The main brand, then a version, then all that the file is compatible with. HEIC and AVIF share their
/// container and differ in their brands; films use it as well.
fn of_brand(brands: &[u8]) -> Foreign {
    let listed = || brands[..brands.len().min(64)].chunks_exact(4);
    if listed().any(|brand| AVIF.contains(&brand)) {
        Foreign::Avif
    } else if listed().any(|brand| brand.starts_with(b"hei") || brand.starts_with(b"hev") || matches!(brand, b"mif1" | b"msf1")) {
        Foreign::Heic
    } else {
        Foreign::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        for (bytes, expected) in [
            (b"".as_slice(), Failure::Empty),
            (b"\0\0\0\x1cftypavif\0\0\0\0mif1miafavif", Failure::Foreign(Foreign::Avif)),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Failure::Foreign(Foreign::Heic)),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", Failure::Foreign(Foreign::Avif)),
            (b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", Failure::Foreign(Foreign::Unknown)),
            (b"\xff\x0a\xfa\x7f", Failure::Foreign(Foreign::JpegXl)),
            (b"BM\x36\x28", Failure::Foreign(Foreign::Bmp)),
            (b"%PDF-1.7\n", Failure::Foreign(Foreign::Pdf)),
            (b"<!doctype html><title>404</title>", Failure::Foreign(Foreign::Text)),
            ("<?xml version=\"1.0\"?><!-- \u{fc} --><svg/>".as_bytes(), Failure::Foreign(Foreign::Svg)),
            (b"\x01\x02\x03\xfe\xff", Failure::Foreign(Foreign::Unknown)),
            (b"RIFF\x10\0\0\0WAVE", Failure::Foreign(Foreign::Unknown)),
        ] {
            assert_eq!(Format::of(bytes), Err(expected), "{bytes:?}");
        }
        assert_eq!(Format::of(b"MM\0\x2a\0\0\0\x08"), Ok(Format::Tiff));
        assert_eq!(Format::of(b"RIFF\x10\0\0\0WEBPVP8 "), Ok(Format::Webp));
    }
}
