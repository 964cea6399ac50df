//! Encoding the picture of a page: letters and lines stay sharp, scans are as long as photos are.
//!
//! A page is made when somebody asks for it, so what is quick is worth more here than the last kilobyte.

use super::encode::{Quick, webp_quick};
use super::{Encoding, Failure, Size};
use image::RgbImage;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Grey is told in so many steps of this width: the edges of letters need no more, and two of them make a byte. A
/// dense page takes 4 ms so and 89 KB; as lossless WebP it takes 45 ms and is as long.
const STEP: u8 = 17;

/// Deflate's effort. More makes nothing shorter here.
const EFFORT: u8 = 5;

/// Of each hundred pixels so many differ a little from their neighbour where there are photos, and fewer where there are
/// letters, whose edges are hard.
const SOFT_PERCENT: usize = 2;

/// Encodes a page, three bytes for each pixel: PNG for letters and lines, WebP for scans.
pub(crate) fn encode_page(size: Size, pixels: Vec<u8>, encoding: Encoding) -> Result<Vec<u8>, Failure> {
    let page = RgbImage::from_raw(size.width, size.height, pixels).ok_or(Failure::Damaged)?;
    match encoding {
        Encoding::Png => match Colours::of(&page) {
            Colours::Grey => grey(&page),
            Colours::Few(palette) => few(&page, &palette),
            Colours::Many => png(&page, page.as_raw(), |encoder| encoder.set_color(png::ColorType::Rgb)),
        },
        _ if is_soft(&page) => webp_quick(page, Quick::Photo),
        _ => webp_quick(page, Quick::Drawing),
    }
}

/// Looks at neighbours in some hundred rows.
fn is_soft(page: &RgbImage) -> bool {
    let step = (page.height() as usize / 256).max(1);
    let (mut soft, mut all) = (0, 0);
    for row in page.as_raw().chunks_exact(page.width() as usize * 3).step_by(step) {
        let pixels = row.as_chunks::<3>().0;
        let differs = |pair: &&[[u8; 3]; 2]| (1..=12).contains(&pair[0].iter().zip(&pair[1]).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0));
        soft += pixels.array_windows().filter(differs).count();
        all += pixels.len();
    }
    soft * 100 > all * SOFT_PERCENT
}

/// Which colours a page has.
enum Colours {
    Grey,
    Few(Palette),
    Many,
}

/// The colours that a page is told in: the grounds as they are, the others (edges of letters, mostly) in steps.
struct Palette {
    exact: BTreeSet<[u8; 3]>,
    places: BTreeMap<[u8; 3], u8>,
}

/// A ground covers at least one in so many pixels.
const GROUND: usize = 500;

impl Colours {
    fn of(page: &RgbImage) -> Self {
        let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
        let pixels = page.as_raw().as_chunks::<3>().0;
        for run in pixels.chunk_by(|a, b| a == b) {
            *counts.entry(run[0]).or_default() += run.len();
        }
        if counts.keys().all(is_grey_pixel) {
            return Self::Grey;
        }
        let exact = counts.iter().filter(|(_, count)| **count * GROUND >= pixels.len()).map(|(colour, _)| *colour).collect();
        let mut palette = Palette { exact, places: BTreeMap::new() };
        for colour in counts.keys() {
            let next = palette.places.len();
            if let Entry::Vacant(free) = palette.places.entry(stepped(&palette.exact, *colour)) {
                let Ok(place) = u8::try_from(next) else { return Self::Many };
                free.insert(place);
            }
        }
        Self::Few(palette)
    }
}

const fn is_grey_pixel(&[red, green, blue]: &[u8; 3]) -> bool {
    red == green && green == blue
}

/// The level of a grey, or of one part of a colour, from 0 to 15.
fn level(grey: u8) -> u8 {
    grey.saturating_add(STEP / 2) / STEP
}

/// A ground as it is, another colour in steps.
fn stepped(exact: &BTreeSet<[u8; 3]>, pixel: [u8; 3]) -> [u8; 3] {
    if exact.contains(&pixel) { pixel } else { pixel.map(|channel| level(channel) * STEP) }
}

fn grey(page: &RgbImage) -> Result<Vec<u8>, Failure> {
    let width = page.width() as usize;
    let mut packed = Vec::with_capacity(width.div_ceil(2) * page.height() as usize);
    for row in page.as_raw().chunks_exact(width * 3) {
        let pairs = row.as_chunks::<3>().0.chunks(2);
        packed.extend(pairs.map(|pair| level(pair[0][0]) << 4 | pair.get(1).map_or(0, |pixel| level(pixel[0]))));
    }
    png(page, &packed, |encoder| {
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Four);
    })
}

fn few(page: &RgbImage, palette: &Palette) -> Result<Vec<u8>, Failure> {
    let mut colours = vec![0; palette.places.len() * 3];
    for (colour, place) in &palette.places {
        colours[usize::from(*place) * 3..][..3].copy_from_slice(colour);
    }
    let runs = page.as_raw().as_chunks::<3>().0.chunk_by(|a, b| a == b);
    let places = runs.flat_map(|run| {
        let place = palette.places.get(&stepped(&palette.exact, run[0])).copied().unwrap_or(0);
        std::iter::repeat_n(place, run.len())
    });
    let places: Vec<u8> = places.collect();
    png(page, &places, |encoder| {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(colours);
    })
}

fn png(page: &RgbImage, data: &[u8], set: impl FnOnce(&mut png::Encoder<'_, &mut Vec<u8>>)) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, page.width(), page.height());
    encoder.set_deflate_compression(png::DeflateCompression::Level(EFFORT));
    // Rows of few colours are told best as they are.
    encoder.set_filter(png::Filter::NoFilter);
    set(&mut encoder);
    let mut writer = encoder.write_header().map_err(|_| Failure::OutOfMemory)?;
    writer.write_image_data(data).map_err(|_| Failure::OutOfMemory)?;
    writer.finish().map_err(|_| Failure::OutOfMemory)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(encoding: Encoding, (width, height): (u32, u32), pixel: impl Fn(u32, u32) -> [u8; 3]) -> (Vec<u8>, RgbImage, RgbImage) {
        let page = RgbImage::from_fn(width, height, |x, y| image::Rgb(pixel(x, y)));
        let made = encode_page(Size { width, height }, page.as_raw().clone(), encoding).expect("a page");
        let again = image::load_from_memory(&made).expect("a picture").to_rgb8();
        (made, page, again)
    }

    fn difference(one: &RgbImage, other: &RgbImage) -> u8 {
        one.as_raw().iter().zip(other.as_raw()).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
    }

    #[test]
    fn letters_are_grey_in_steps() {
        // An odd width, so that the last pixel of a row stands alone.
        let (made, page, again) = encoded(Encoding::Png, (41, 20), |x, y| {
            [if x % 9 == 4 {
                0
            } else if x % 9 == 5 {
                (y * 7) as u8
            } else {
                255
            }; 3]
        });
        assert!(made.starts_with(b"\x89PNG"));
        assert!(difference(&page, &again) <= STEP / 2 + 1);
        assert_eq!(again.get_pixel(0, 0).0, [255; 3]);
    }

    #[test]
    fn colours_stay_as_they_are() {
        let few = |x: u32, y: u32| if x > 30 { [201, 31, y as u8 / 20 * 100] } else { [255; 3] };
        let many = |x: u32, y: u32| [(x * 20) as u8, (y * 40) as u8, (x * y) as u8 | 1];
        for encoding in [Encoding::Png, Encoding::Webp] {
            let (made, page, again) = encoded(encoding, (60, 40), few);
            assert!(encoding.begins(&made));
            assert_eq!(difference(&page, &again), 0);
            let (made, page, again) = encoded(encoding, (60, 40), many);
            assert!(encoding.begins(&made));
            assert_eq!(difference(&page, &again), 0);
        }
    }

    #[test]
    fn scans_are_photos() {
        let (made, ..) = encoded(Encoding::Webp, (300, 300), |x, y| [((x + y) / 3 % 250) as u8; 3].map(|grey| grey.wrapping_add((x * y % 5) as u8)));
        assert!(made.starts_with(b"RIFF"));
    }
}
