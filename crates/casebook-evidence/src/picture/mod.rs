//! Pictures: what is to be known of one, and smaller ones made of it.
//!
//! What comes out holds pixels and nothing else. It is encoded anew from pixels that were turned
//! upright and brought to sRGB, so no metadata, thumbnail or trailing byte of the original can be
//! in it. An animated picture becomes its first frame.

mod colour;
mod decode;
mod encode;
mod failure;
mod format;
mod page;
mod resize;

pub use failure::{Failure, Foreign};
pub use format::Format;
pub(crate) use page::encode_page;

use crate::reader::Limits;
use encode::Pixels;
use image::DynamicImage;
use serde::{Deserialize, Serialize};

/// Counts up whenever [`inspect`] says something else of the same file.
pub const INSPECT_VERSION: u32 = 1;

/// Counts up whenever [`derive`] makes something else of the same file.
pub const DERIVE_VERSION: u32 = 4;

/// No side of a derivative is longer: WebP can't say more.
const LONGEST_SIDE: u32 = 16_383;

/// What is known of a picture once it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Width and height as readers see it, after its orientation was applied.
    pub size: Size,
    /// What the file is, whatever its name says.
    pub format: Format,
    /// Whether it moves.
    pub motion: Motion,
    /// What it looks like, which decides how it is best encoded.
    pub look: Look,
    /// Whether something behind it shows through.
    pub alpha: Alpha,
}

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// Whether a picture moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// It has one frame.
    Still,
    /// It has several; derivatives show the first.
    Animated,
}

/// What a picture looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Look {
    /// Few neighbouring pixels are equal.
    Photo,
    /// Flat areas and sharp edges: a diagram, a page of text, a picture of a screen.
    Drawing,
}

/// Whether something behind a picture shows through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alpha {
    /// No pixel is transparent.
    Opaque,
    /// Some are.
    Transparent,
}

/// How a derivative is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// WebP that leaves out what eyes don't miss in photos.
    Webp,
    /// WebP for flat areas and sharp edges: every pixel as it was; in a smaller size, where every pixel
    /// is a computed one, what is shorter of that and lossy WebP.
    WebpSharp,
    /// JPEG, for browsers that don't know WebP.
    Jpeg,
    /// PNG, where JPEG would blur edges or lose transparency.
    Png,
}

/// A picture to be made of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Derivative {
    /// How wide it shall be; never wider than the original.
    pub width: u32,
    /// How it is encoded.
    pub encoding: Encoding,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Webp, Self::WebpSharp, Self::Jpeg, Self::Png];

    /// The media type (RFC 6838).
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Webp | Self::WebpSharp => "image/webp",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The ending of a file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Webp | Self::WebpSharp => "webp",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// How a file begins that is encoded so.
    pub(crate) fn begins(self, bytes: &[u8]) -> bool {
        let format = match self {
            Self::Webp | Self::WebpSharp => Format::Webp,
            Self::Jpeg => Format::Jpeg,
            Self::Png => Format::Png,
        };
        Format::of(bytes) == Ok(format)
    }
}

impl Size {
    /// The size of a derivative of this width: in proportion, never larger, and with no side too
    /// long for its encoding.
    #[must_use]
    pub fn scaled_to(self, width: u32) -> Self {
        let tallest = u64::from(self.width) * u64::from(LONGEST_SIDE) / u64::from(self.height.max(1));
        let widest = u32::try_from(tallest).unwrap_or(u32::MAX).min(LONGEST_SIDE);
        let width = width.min(self.width).min(widest).max(1);
        let height = (u64::from(self.height) * u64::from(width) + u64::from(self.width) / 2) / u64::from(self.width.max(1));
        Self { width, height: u32::try_from(height).unwrap_or(LONGEST_SIDE).clamp(1, LONGEST_SIDE) }
    }
}

/// Reads a picture to its last pixel.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Facts, Failure> {
    decode::decode(bytes, limits).map(|decoded| decoded.facts)
}

/// Makes smaller pictures of one, in the order in which they are wanted. It is decoded once.
pub fn derive(bytes: &[u8], wanted: &[Derivative], limits: &Limits) -> Result<Vec<Vec<u8>>, Failure> {
    let decoded = decode::decode(bytes, limits)?;
    let facts = decoded.facts;
    let Some(widest) = wanted.iter().map(|derivative| facts.size.scaled_to(derivative.width).width).max() else {
        return Ok(Vec::new());
    };
    // Everything that touches every pixel happens after the first and largest step down.
    let master = upright(decoded, facts.size.scaled_to(widest))?;
    let mut sized: Vec<(Size, DynamicImage)> = Vec::new();
    let mut made = Vec::with_capacity(wanted.len());
    for derivative in wanted {
        let size = facts.size.scaled_to(derivative.width);
        let index = match sized.iter().position(|(of, _)| *of == size) {
            Some(index) => index,
            None => {
                sized.push((size, resize::resize(&master, size)?));
                sized.len() - 1
            }
        };
        let pixels = if size == facts.size { Pixels::Original } else { Pixels::Computed };
        made.push(encode::encode(&sized[index].1, derivative.encoding, pixels)?);
    }
    Ok(made)
}

/// The picture in this size, in sRGB, turned as readers see it.
fn upright(decoded: decode::Decoded, size: Size) -> Result<DynamicImage, Failure> {
    let lying = if decode::lies_down(decoded.orientation) { Size { width: size.height, height: size.width } } else { size };
    let mut image = resize::resize(&decoded.image, lying)?;
    drop(decoded.image);
    if let Some(profile) = &decoded.profile {
        colour::bring_to_srgb(&mut image, profile);
    }
    image.apply_orientation(decoded.orientation);
    Ok(image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derivative_keeps_the_proportions_and_is_never_larger() {
        let size = |width, height| Size { width, height };
        for (original, width, expected) in [
            (size(4000, 3000), 400, size(400, 300)),
            (size(300, 200), 400, size(300, 200)),
            (size(3, 2000), 400, size(3, 2000)),
            (size(1000, 1), 100, size(100, 1)),
            (size(1200, 40_000), 1200, size(491, 16_367)),
            (size(30_000, 100), 20_000, size(16_383, 55)),
            (size(1, 60_000), 1, size(1, 16_383)),
        ] {
            assert_eq!(original.scaled_to(width), expected, "{original:?} at {width}");
        }
    }
}
