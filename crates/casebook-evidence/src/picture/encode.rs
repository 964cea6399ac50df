//! Encoding pixels. What is written is made of them alone: no metadata is ever passed on.

use super::{Encoding, Failure};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageEncoder as _};
use jpeg_encoder::{ColorType, SamplingFactor};
use webp::{PixelLayout, WebPConfig};

/// The quality of lossy WebP.
const WEBP_QUALITY: f32 = 76.0;

/// How hard libwebp tries, from 0 to 6. Over 44 photos 2 makes files 8% smaller that are as much worse, and takes 13%
/// longer; 4 makes them 10% smaller at the same quality, and takes twice as long.
const WEBP_METHOD: i32 = 1;

/// The quality of JPEG that looks like WebP of `WEBP_QUALITY`.
const JPEG_QUALITY: u8 = 80;

/// The quality of lossy WebP for pages of text, and how hard libwebp tries. Letters stay legible; the effort is worth
/// its time here, because paper with grain is long and there are few such pictures.
const SHARP: (f32, i32) = (74.0, 4);

/// Where the pixels of a picture come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pixels {
    /// From the original, one by one.
    Original,
    /// From several of the original's: in a smaller size no pixel is as it was.
    Computed,
}

/// Encodes a picture of 8 bits per channel.
pub(super) fn encode(image: &DynamicImage, encoding: Encoding, pixels: Pixels) -> Result<Vec<u8>, Failure> {
    match encoding {
        Encoding::Webp => webp(image, &config(|config| (config.quality, config.method) = (WEBP_QUALITY, WEBP_METHOD))?),
        Encoding::WebpSharp => webp_sharp(image, pixels),
        Encoding::Jpeg => jpeg(image),
        Encoding::Png => png(image),
    }
}

fn config(set: impl FnOnce(&mut WebPConfig)) -> Result<WebPConfig, Failure> {
    let mut config = WebPConfig::new().map_err(|()| Failure::Unsupported)?;
    set(&mut config);
    Ok(config)
}

/// Scanned paper has more colours once it is smaller, and lossless files of it become longer than the original.
fn webp_sharp(image: &DynamicImage, pixels: Pixels) -> Result<Vec<u8>, Failure> {
    // Here quality is the effort.
    let lossless = webp(image, &config(|config| (config.lossless, config.quality, config.method) = (1, 40.0, 1))?)?;
    if pixels == Pixels::Original {
        return Ok(lossless);
    }
    let lossy = webp(image, &config(|config| (config.quality, config.method) = SHARP)?)?;
    Ok(if lossy.len() < lossless.len() { lossy } else { lossless })
}

/// What is to be encoded without delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quick {
    Photo,
    /// Every pixel as it is.
    Drawing,
}

/// WebP for what is made while somebody waits.
pub(super) fn webp_quick(image: image::RgbImage, what: Quick) -> Result<Vec<u8>, Failure> {
    let set = |config: &mut WebPConfig| match what {
        Quick::Photo => (config.quality, config.method) = (WEBP_QUALITY, 0),
        Quick::Drawing => (config.lossless, config.quality, config.method) = (1, 10.0, 1),
    };
    webp(&image.into(), &config(set)?)
}

fn webp(image: &DynamicImage, config: &WebPConfig) -> Result<Vec<u8>, Failure> {
    let layout = match image {
        DynamicImage::ImageRgb8(_) => PixelLayout::Rgb,
        DynamicImage::ImageRgba8(_) => PixelLayout::Rgba,
        _ => return Err(Failure::Unsupported),
    };
    let encoder = webp::Encoder::new(image.as_bytes(), layout, image.width(), image.height());
    // With pixels of a known layout and sides that WebP can say, memory is all that can be missing.
    encoder.encode_advanced(config).map(|bytes| bytes.to_vec()).map_err(|_| Failure::OutOfMemory)
}

fn jpeg(image: &DynamicImage) -> Result<Vec<u8>, Failure> {
    // JPEG has no transparency; what is asked for all the same stands on white, as on the page.
    let image = on_white(image);
    let side = |length: u32| u16::try_from(length).map_err(|_| Failure::Unsupported);
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.encode(&image, side(image.width())?, side(image.height())?, ColorType::Rgb).map_err(|_| Failure::Unsupported)?;
    Ok(bytes)
}

fn on_white(image: &DynamicImage) -> image::RgbImage {
    let DynamicImage::ImageRgba8(image) = image else { return image.to_rgb8() };
    let over_white = |value: u8, alpha: u8| {
        let (value, alpha) = (u16::from(value), u16::from(alpha));
        u8::try_from((value * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
    };
    let mut flat = image::RgbImage::new(image.width(), image.height());
    for (to, from) in flat.pixels_mut().zip(image.pixels()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [red, green, blue].map(|value| over_white(value, alpha));
    }
    flat
}

fn png(image: &DynamicImage) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    let written = encoder.write_image(image.as_bytes(), image.width(), image.height(), image.color().into());
    written.map_err(|_| Failure::OutOfMemory)?;
    Ok(bytes)
}
