//! Pictures made for tests, with everything in them that must not come out.
#![allow(dead_code, reason = "each test is a program of its own and needs a part of this")]

use image::codecs::{gif::GifEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{DynamicImage, ExtendedColorType, Frame, ImageEncoder as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;

/// Stands wherever a format can hold words.
pub const SECRET: &str = "SECRET-51.5007N-Jane-Example-serial-0042";

/// A corner of each colour, so that it shows how a picture was turned.
pub const CORNERS: [[u8; 3]; 4] = [[220, 30, 30], [30, 200, 30], [30, 30, 220], [230, 230, 30]];

/// Red, green / blue, yellow, with a little noise, so that it is a photo.
pub fn corners(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let colour = CORNERS[usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2)];
        let noise = (x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)) >> 7) as u8 % 16;
        Rgb(colour.map(|value| value.saturating_add(noise)))
    })
}

/// The same with a transparent middle.
pub fn with_hole(width: u32, height: u32) -> RgbaImage {
    let solid = DynamicImage::from(corners(width, height)).to_rgba8();
    RgbaImage::from_fn(width, height, |x, y| {
        let is_hole = (width / 3..width * 2 / 3).contains(&x) && (height / 3..height * 2 / 3).contains(&y);
        if is_hole { Rgba([255, 0, 255, 0]) } else { *solid.get_pixel(x, y) }
    })
}

pub fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("an encoder");
    bytes.into_inner()
}

/// EXIF as a TIFF with an orientation and words, and a thumbnail that is a whole JPEG.
pub fn exif(orientation: u16) -> Vec<u8> {
    let thumbnail = encoded(&corners(16, 16).into(), ImageFormat::Jpeg);
    let mut tiff = Tiff::default();
    tiff.word(0x010f, SECRET).word(0x0112, orientation).word(0x013b, SECRET).word(0x8298, SECRET);
    // MakerNote, which is anything at all.
    tiff.word(0x927c, SECRET);
    let mut bytes = tiff.finish(&[]);
    bytes.extend(thumbnail);
    bytes
}

/// What a tag may hold.
pub enum Value {
    Short(u16),
    Long(u32),
    Words(Vec<u8>),
    Bytes(Vec<u8>),
}

impl From<u16> for Value {
    fn from(number: u16) -> Self {
        Self::Short(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Words([text.as_bytes(), b"\0"].concat())
    }
}

/// The tags of a TIFF file, little-endian.
#[derive(Default)]
pub struct Tiff(Vec<(u16, Value)>);

impl Tiff {
    pub fn word(&mut self, tag: u16, value: impl Into<Value>) -> &mut Self {
        self.0.push((tag, value.into()));
        self
    }

    /// The file: head, tags, what doesn't fit into them, and the pixels.
    pub fn finish(&mut self, pixels: &[u8]) -> Vec<u8> {
        if !pixels.is_empty() {
            self.word(0x0111, Value::Long(0)).word(0x0117, Value::Long(pixels.len() as u32));
        }
        self.0.sort_by_key(|(tag, _)| *tag);
        let end = 8 + 2 + 12 * self.0.len() + 4;
        let outside: usize =
            self.0.iter().map(|(_, value)| if let Value::Words(bytes) | Value::Bytes(bytes) = value { bytes.len() } else { 0 }).sum();
        let mut file = b"II\x2a\0\x08\0\0\0".to_vec();
        file.extend((self.0.len() as u16).to_le_bytes());
        let mut tail: Vec<u8> = Vec::new();
        for (tag, value) in &self.0 {
            file.extend(tag.to_le_bytes());
            let (kind, count, number) = match value {
                Value::Short(number) => (3_u16, 1, u32::from(*number)),
                Value::Long(_) if *tag == 0x0111 => (4, 1, (end + outside) as u32),
                Value::Long(number) => (4, 1, *number),
                Value::Words(bytes) | Value::Bytes(bytes) => {
                    let at = end + tail.len();
                    tail.extend(bytes);
                    (if matches!(value, Value::Words(_)) { 2 } else { 7 }, bytes.len() as u32, at as u32)
                }
            };
            file.extend(kind.to_le_bytes());
            file.extend(count.to_le_bytes());
            file.extend(number.to_le_bytes());
        }
        file.extend([0; 4]);
        file.extend(tail);
        file.extend(pixels);
        file
    }
}

/// A TIFF with an orientation and words.
pub fn tiff(image: &RgbImage, orientation: u16, icc: Option<Vec<u8>>) -> Vec<u8> {
    let mut tiff = Tiff::default();
    tiff.word(0x0100, image.width() as u16).word(0x0101, image.height() as u16).word(0x0116, image.height() as u16);
    tiff.word(0x0102, 8).word(0x0103, 1).word(0x0106, 2).word(0x0115, 3).word(0x0112, orientation);
    tiff.word(0x010e, SECRET).word(0x0131, SECRET).word(0x013b, SECRET);
    // Bits per sample: one number for each channel, which stand outside of the tag.
    tiff.0.retain(|(tag, _)| *tag != 0x0102);
    tiff.word(0x0102, Value::Bytes(vec![8, 0, 8, 0, 8, 0]));
    if let Some(icc) = icc {
        tiff.word(0x8773, Value::Bytes(icc));
    }
    let mut file = tiff.finish(image.as_raw());
    // Three shorts, not six bytes of no kind.
    let at = file.windows(2).step_by(1).position(|tag| tag == [0x02, 0x01]).expect("the tag");
    file[at + 2..at + 8].copy_from_slice(&[3, 0, 3, 0, 0, 0]);
    file.extend(SECRET.as_bytes());
    file
}

/// A JPEG with words in every segment that can hold them, and behind its end.
pub fn jpeg(image: &DynamicImage, orientation: u16, icc: Option<&[u8]>) -> Vec<u8> {
    let plain = encoded(image, ImageFormat::Jpeg);
    let mut file = plain[..2].to_vec();
    let segment = |marker: u8, parts: &[&[u8]]| {
        let content = parts.concat();
        [&[0xff, marker], ((content.len() + 2) as u16).to_be_bytes().as_slice(), &content].concat()
    };
    file.extend(segment(0xe1, &[b"Exif\0\0", &exif(orientation)]));
    file.extend(segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", b"<x:xmpmeta>", SECRET.as_bytes(), b"</x:xmpmeta>"]));
    file.extend(segment(0xed, &[b"Photoshop 3.0\0", b"8BIM\x04\x04\0\0\0\0\0\x40\x1c\x02\x50\0\x30", SECRET.as_bytes()]));
    if let Some(icc) = icc {
        file.extend(segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", icc]));
    }
    file.extend(segment(0xfe, &[SECRET.as_bytes()]));
    file.extend(&plain[2..]);
    file.extend(SECRET.as_bytes());
    file
}

/// A PNG with words in every chunk that can hold them, and behind its end.
pub fn png(image: &DynamicImage, orientation: u16, icc: Option<Vec<u8>>) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut encoder = PngEncoder::new(&mut plain);
    encoder.set_exif_metadata(exif(orientation)).expect("EXIF in PNG");
    if let Some(icc) = icc {
        encoder.set_icc_profile(icc).expect("ICC in PNG");
    }
    encoder.write_image(image.as_bytes(), image.width(), image.height(), image.color().into()).expect("a PNG");
    let words = |kind: &[u8; 4], content: &[u8]| png_chunk(kind, content);
    let mut file = plain[..33].to_vec();
    file.extend(words(b"tEXt", format!("Author\0{SECRET}").as_bytes()));
    file.extend(words(b"iTXt", format!("XML:com.adobe.xmp\0\0\0\0\0{SECRET}").as_bytes()));
    file.extend(words(b"prVt", SECRET.as_bytes()));
    file.extend(&plain[33..]);
    file.extend(SECRET.as_bytes());
    file
}

pub fn png_chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in kind.iter().chain(content) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    [&(content.len() as u32).to_be_bytes(), kind.as_slice(), content, &(!crc).to_be_bytes()].concat()
}

/// A PNG that says it is this large and holds nothing but its first bytes.
pub fn png_of_size(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let head = [&width.to_be_bytes(), height.to_be_bytes().as_slice(), &[1, 0, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".as_slice(), &png_chunk(b"IHDR", &head), &png_chunk(b"IDAT", data), &png_chunk(b"IEND", b"")].concat()
}

/// A WebP with words in its EXIF, in its XMP and behind its end.
pub fn webp(image: &DynamicImage, orientation: u16, icc: Option<Vec<u8>>) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut file);
    encoder.set_exif_metadata(exif(orientation)).expect("EXIF in WebP");
    if let Some(icc) = icc {
        encoder.set_icc_profile(icc).expect("ICC in WebP");
    }
    let color: ExtendedColorType = image.color().into();
    encoder.encode(image.as_bytes(), image.width(), image.height(), color).expect("a WebP");
    let mut words = SECRET.as_bytes().to_vec();
    words.resize(words.len().next_multiple_of(2), b' ');
    file.extend([b"XMP ".as_slice(), &(words.len() as u32).to_le_bytes(), &words].concat());
    let len = (file.len() - 8) as u32;
    file[4..8].copy_from_slice(&len.to_le_bytes());
    file.extend(SECRET.as_bytes());
    file
}

/// A GIF of so many frames with a comment, and words behind its end.
pub fn gif(frames: &[RgbaImage]) -> Vec<u8> {
    let mut file = Vec::new();
    GifEncoder::new(&mut file).encode_frames(frames.iter().cloned().map(Frame::new)).expect("a GIF");
    let trailer = file.pop().expect("its last byte");
    file.extend([&[0x21, 0xfe, SECRET.len() as u8], SECRET.as_bytes(), &[0, trailer]].concat());
    file.extend(SECRET.as_bytes());
    file
}

/// Whether words of a file stand in another one.
pub fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// The colours of the four corners, each as the nearest of `CORNERS`.
pub fn corners_of(image: &DynamicImage) -> [usize; 4] {
    let image = image.to_rgb8();
    let (right, below) = (image.width() - 1 - image.width() / 8, image.height() - 1 - image.height() / 8);
    let (left, above) = (image.width() / 8, image.height() / 8);
    [(left, above), (right, above), (left, below), (right, below)].map(|(x, y)| {
        let colour = image.get_pixel(x, y).0;
        let distance = |other: &[u8; 3]| other.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum::<u32>();
        (0..4).min_by_key(|index| distance(&CORNERS[*index])).expect("four colours")
    })
}

/// Whether a derivative consists of what its format needs for pixels, and of nothing before, between or behind.
pub fn is_only_pixels(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0xd8, ..] => is_only_pixels_jpeg(bytes),
        [0x89, ..] => is_only_pixels_png(bytes),
        _ => is_only_pixels_webp(bytes),
    }
}

fn is_only_pixels_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while at + 4 <= bytes.len() {
        let (marker, len) = (bytes[at + 1], usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]])));
        match marker {
            // JFIF without a thumbnail.
            0xe0 if len == 16 && bytes[at + 16..at + 18] == [0, 0] => {}
            0xc0..=0xc2 | 0xc4 | 0xdb => {}
            0xda => {
                let mut end = at + 2 + len;
                while bytes[end] != 0xff || matches!(bytes[end + 1], 0 | 0xd0..=0xd7) {
                    end += 1;
                }
                if bytes[end + 1] == 0xd9 {
                    return end + 2 == bytes.len();
                }
                at = end;
                continue;
            }
            _ => return false,
        }
        at += 2 + len;
    }
    false
}

fn is_only_pixels_png(bytes: &[u8]) -> bool {
    let mut at = 8;
    while at + 12 <= bytes.len() {
        let len = u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize;
        match &bytes[at + 4..at + 8] {
            b"IEND" => return at + 12 == bytes.len(),
            b"IHDR" | b"IDAT" => at += 12 + len,
            _ => return false,
        }
    }
    false
}

fn is_only_pixels_webp(bytes: &[u8]) -> bool {
    let len = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize;
    let mut at = 12;
    while at + 8 <= bytes.len() {
        match &bytes[at..at + 4] {
            // Of all that the extended head can announce, transparency alone.
            b"VP8X" if bytes[at + 8] & !0x10 == 0 => {}
            b"VP8 " | b"VP8L" | b"ALPH" => {}
            _ => return false,
        }
        at += 8 + len(at + 4).next_multiple_of(2);
    }
    at == bytes.len() && len(4) + 8 == bytes.len()
}
