//! From the bytes of a file to its pixels, within limits.
//!
//! Sizes are judged before a pixel is decoded. Whatever the format, what comes out has 8 bits per
//! channel and three or four channels. A JPEG that ends early is found here: its decoder would fill
//! the rest with grey and say nothing, and that of WebP doesn't read to the end.

use super::{Alpha, Facts, Failure, Format, Look, Motion, Size};
use crate::reader::Limits;
use image::codecs::{gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, tiff::TiffDecoder, webp::WebPDecoder};
use image::error::ImageError;
use image::metadata::Orientation;
use image::{AnimationDecoder as _, ColorType, DynamicImage, ImageDecoder};
use std::error::Error;
use std::io::{self, Cursor};
use std::panic::catch_unwind;

/// How many of a hundred neighbours are equal in a drawing, at least.
const DRAWING_PERCENT: usize = 50;

/// A picture as it is stored: not yet turned, not yet in sRGB.
pub(super) struct Decoded {
    pub(super) image: DynamicImage,
    pub(super) orientation: Orientation,
    pub(super) profile: Option<Vec<u8>>,
    pub(super) facts: Facts,
}

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Failure> {
    let len = bytes.len() as u64;
    if len > limits.input {
        return Err(Failure::TooLong { len, most: limits.input });
    }
    let format = Format::of(bytes)?;
    // A decoder that panics has met a file that its makers didn't think of; the next file is read all the same.
    catch_unwind(|| decode_as(format, bytes, limits)).unwrap_or(Err(Failure::Damaged))
}

fn decode_as(format: Format, bytes: &[u8], limits: &Limits) -> Result<Decoded, Failure> {
    match format {
        Format::Jpeg => check_end_of_jpeg(bytes)?,
        Format::Webp => check_end_of_webp(bytes)?,
        Format::Png | Format::Gif | Format::Tiff => {}
    }
    let (mut decoder, motion) = open(format, bytes, limits)?;
    let profile = decoder.icc_profile().map_err(|error| failure(&error))?;
    // A damaged orientation is none.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| failure(&error))?;
    let image = to_8_bits(image);
    let (width, height) = (image.width(), image.height());
    let size = if lies_down(orientation) { Size { width: height, height: width } } else { Size { width, height } };
    let alpha = if image.color().has_alpha() { Alpha::Transparent } else { Alpha::Opaque };
    let look = match format {
        Format::Jpeg => Look::Photo,
        Format::Png | Format::Webp | Format::Gif | Format::Tiff => look(&image),
    };
    Ok(Decoded { image, orientation, profile, facts: Facts { size, format, motion, look, alpha } })
}

/// Whether width and height change places when the picture is turned upright.
pub(super) const fn lies_down(orientation: Orientation) -> bool {
    matches!(orientation, Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH)
}

/// Reads the head of the file; its pixels are decoded later, unless they are too many.
fn open<'a>(format: Format, bytes: &'a [u8], limits: &Limits) -> Result<(Box<dyn ImageDecoder + 'a>, Motion), Failure> {
    let input = Cursor::new(bytes);
    let failure = |error| failure(&error);
    let (mut decoder, motion): (Box<dyn ImageDecoder + 'a>, Motion) = match format {
        Format::Jpeg => (Box::new(JpegDecoder::new(input).map_err(failure)?), Motion::Still),
        Format::Png => {
            let decoder = PngDecoder::with_limits(input, limits.for_decoder()).map_err(failure)?;
            let motion = motion_if(decoder.is_apng().map_err(failure)?);
            (Box::new(decoder), motion)
        }
        Format::Webp => {
            let decoder = WebPDecoder::new(input).map_err(failure)?;
            let motion = motion_if(decoder.has_animation());
            (Box::new(decoder), motion)
        }
        Format::Gif => {
            let decoder = GifDecoder::new(input).map_err(failure)?;
            check_size(&decoder, limits)?;
            (Box::new(decoder), motion_of_gif(bytes, limits)?)
        }
        Format::Tiff => (Box::new(TiffDecoder::new(input).map_err(failure)?), Motion::Still),
    };
    check_size(&*decoder, limits)?;
    check_memory(&*decoder, limits)?;
    decoder.set_limits(limits.for_decoder()).map_err(failure)?;
    Ok((decoder, motion))
}

const fn motion_if(is_animated: bool) -> Motion {
    if is_animated { Motion::Animated } else { Motion::Still }
}

/// A GIF says nowhere how many frames it has; a second one tells.
fn motion_of_gif(bytes: &[u8], limits: &Limits) -> Result<Motion, Failure> {
    let mut decoder = GifDecoder::new(Cursor::new(bytes)).map_err(|error| failure(&error))?;
    decoder.set_limits(limits.for_decoder()).map_err(|error| failure(&error))?;
    Ok(motion_if(decoder.into_frames().nth(1).is_some_and(|frame| frame.is_ok())))
}

fn check_size(decoder: &dyn ImageDecoder, limits: &Limits) -> Result<(), Failure> {
    let (width, height) = decoder.dimensions();
    match u64::from(width) * u64::from(height) {
        0 => Err(Failure::Damaged),
        pixels if pixels > limits.pixels => Err(Failure::TooManyPixels { width, height, most: limits.pixels }),
        _ => Ok(()),
    }
}

/// Whether the pixels can be held, and beside them those of 8 bits that are made of them.
fn check_memory(decoder: &dyn ImageDecoder, limits: &Limits) -> Result<(), Failure> {
    let (width, height) = decoder.dimensions();
    let converted = match decoder.color_type() {
        ColorType::Rgb8 => 0,
        ColorType::L8 | ColorType::Rgb16 | ColorType::L16 | ColorType::Rgb32F => 3,
        _ => 4,
    };
    let needed = decoder.total_bytes().saturating_add(u64::from(width) * u64::from(height) * converted);
    if needed > limits.memory { Err(Failure::OutOfMemory) } else { Ok(()) }
}

/// Three channels, or four if something shows through.
fn to_8_bits(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return DynamicImage::ImageRgb8(image.into_rgb8());
    }
    let image = image.into_rgba8();
    if image.pixels().any(|pixel| pixel.0[3] != u8::MAX) {
        DynamicImage::ImageRgba8(image)
    } else {
        DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(image).into_rgb8())
    }
}

/// Looks at neighbours in some hundred rows.
fn look(image: &DynamicImage) -> Look {
    let bytes_per_pixel = usize::from(image.color().bytes_per_pixel());
    let row_len = image.width() as usize * bytes_per_pixel;
    let step = (image.height() as usize / 128).max(1);
    let (mut equal, mut all) = (0, 0);
    for row in image.as_bytes().chunks_exact(row_len.max(1)).step_by(step) {
        let pixels = row.chunks_exact(bytes_per_pixel);
        equal += pixels.clone().zip(pixels.clone().skip(1)).filter(|(left, right)| left == right).count();
        all += pixels.len().saturating_sub(1);
    }
    if equal * 100 >= all * DRAWING_PERCENT { Look::Drawing } else { Look::Photo }
}

/// Walks the segments of a JPEG to the marker at its end.
fn check_end_of_jpeg(bytes: &[u8]) -> Result<(), Failure> {
    let mut at = 2;
    loop {
        // Between segments, and within the coded pixels, a marker is FF and a byte that is neither 0 nor FF.
        let marker = loop {
            match bytes.get(at..) {
                Some([0xff, marker, ..]) if !matches!(marker, 0x00 | 0xff) => break *marker,
                Some([_, _, ..]) => at += 1,
                _ => return Err(Failure::Truncated),
            }
        };
        at += 2;
        match marker {
            0xd9 => return Ok(()),
            // Start of image, restart, and one without meaning: they have no length.
            0x01 | 0xd0..=0xd8 => {}
            _ => match bytes.get(at..) {
                Some([high, low, ..]) => at += usize::from(u16::from_be_bytes([*high, *low])),
                _ => return Err(Failure::Truncated),
            },
        }
    }
}

/// A WebP says how long it is.
fn check_end_of_webp(bytes: &[u8]) -> Result<(), Failure> {
    match bytes {
        [_, _, _, _, a, b, c, d, rest @ ..] if rest.len() as u64 >= u64::from(u32::from_le_bytes([*a, *b, *c, *d])) => Ok(()),
        _ => Err(Failure::Truncated),
    }
}

fn failure(error: &ImageError) -> Failure {
    match error {
        ImageError::Limits(_) => Failure::OutOfMemory,
        ImageError::Unsupported(_) => Failure::Unsupported,
        error if ends_early(error) => Failure::Truncated,
        _ => Failure::Damaged,
    }
}

/// Whether the decoder wanted more bytes than there are.
fn ends_early(error: &ImageError) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof) {
            return true;
        }
        cause = error.source();
    }
    false
}
