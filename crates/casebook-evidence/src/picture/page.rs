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

/// A page of opaque pixels: red, green, blue, and a byte that says nothing.
struct Page<'a> {
    size: Size,
    pixels: &'a [[u8; 4]],
}

/// Encodes a page, four bytes for each pixel: PNG for letters and lines, WebP for scans.
pub(crate) fn encode_page(size: Size, pixels: &[u8], encoding: Encoding) -> Result<Vec<u8>, Failure> {
    let page = Page { size, pixels: pixels.as_chunks().0 };
    if page.pixels.is_empty() || page.pixels.len() != size.width as usize * size.height as usize {
        return Err(Failure::Damaged);
    }
    match encoding {
        Encoding::Png if is_grey(&page) => grey(&page),
        Encoding::Png => match Palette::of(&page) {
            Some(palette) => few(&page, &palette),
            None => png(size, &page.rgb(), |encoder| encoder.set_color(png::ColorType::Rgb)),
        },
        _ => {
            let what = if is_soft(&page) { Quick::Photo } else { Quick::Drawing };
            let image = RgbImage::from_raw(size.width, size.height, page.rgb()).ok_or(Failure::Damaged)?;
            webp_quick(image, what)
        }
    }
}

impl Page<'_> {
    fn rows(&self) -> impl Iterator<Item = &[[u8; 4]]> {
        self.pixels.chunks_exact(self.size.width as usize)
    }

    fn rgb(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.pixels.len() * 3];
        for (to, [red, green, blue, _]) in bytes.as_chunks_mut::<3>().0.iter_mut().zip(self.pixels) {
            *to = [*red, *green, *blue];
        }
        bytes
    }
}

/// Looks at neighbours in some hundred rows.
fn is_soft(page: &Page<'_>) -> bool {
    let step = (page.size.height as usize / 256).max(1);
    let (mut soft, mut all) = (0, 0);
    for row in page.rows().step_by(step) {
        let differs = |[one, other]: &&[[u8; 4]; 2]| (1..=12).contains(&(0..3).map(|at| one[at].abs_diff(other[at])).max().unwrap_or(0));
        soft += row.array_windows().filter(differs).count();
        all += row.len();
    }
    soft * 100 > all * SOFT_PERCENT
}

/// A row at a time without looking up, because that is many pixels at a time.
fn is_grey(page: &Page<'_>) -> bool {
    page.rows().all(|row| row.iter().fold(true, |is_grey, [red, green, blue, _]| is_grey & (red == green) & (green == blue)))
}

/// The few colours that a page is told in: the grounds as they are, the others (edges of letters, mostly) in steps.
struct Palette {
    exact: BTreeSet<[u8; 3]>,
    places: BTreeMap<[u8; 3], u8>,
}

/// A ground covers at least one in so many pixels.
const GROUND: usize = 500;

/// How many colours there may be.
const MOST_COLOURS: usize = 256;

impl Palette {
    /// None where a page has more colours than fit.
    fn of(page: &Page<'_>) -> Option<Self> {
        let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
        let mut steps = BTreeSet::new();
        for run in page.pixels.chunk_by(|a, b| a == b) {
            match counts.entry(colour(run[0])) {
                Entry::Occupied(known) => *known.into_mut() += run.len(),
                Entry::Vacant(free) => {
                    // Grounds take no place from others, so that as many are needed whatever turns out to be one.
                    steps.insert(stepped(&BTreeSet::new(), *free.key()));
                    if steps.len() > MOST_COLOURS {
                        return None;
                    }
                    free.insert(run.len());
                }
            }
        }
        let exact = counts.iter().filter(|(_, count)| **count * GROUND >= page.pixels.len()).map(|(colour, _)| *colour).collect();
        let mut palette = Self { exact, places: BTreeMap::new() };
        for colour in counts.keys() {
            let next = palette.places.len();
            if let Entry::Vacant(free) = palette.places.entry(stepped(&palette.exact, *colour)) {
                free.insert(u8::try_from(next).ok()?);
            }
        }
        Some(palette)
    }
}

const fn colour([red, green, blue, _]: [u8; 4]) -> [u8; 3] {
    [red, green, blue]
}

/// The level of a grey, or of one part of a colour, from 0 to 15.
const fn level(grey: u8) -> u8 {
    grey.saturating_add(STEP / 2) / STEP
}

/// A ground as it is, another colour in steps.
fn stepped(exact: &BTreeSet<[u8; 3]>, pixel: [u8; 3]) -> [u8; 3] {
    if exact.contains(&pixel) { pixel } else { pixel.map(|channel| level(channel) * STEP) }
}

fn grey(page: &Page<'_>) -> Result<Vec<u8>, Failure> {
    let mut packed = Vec::with_capacity((page.size.width as usize).div_ceil(2) * page.size.height as usize);
    for row in page.rows() {
        let (pairs, last) = row.as_chunks::<2>();
        packed.extend(pairs.iter().map(|[left, right]| level(left[0]) << 4 | level(right[0])));
        packed.extend(last.iter().map(|pixel| level(pixel[0]) << 4));
    }
    png(page.size, &packed, |encoder| {
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Four);
    })
}

fn few(page: &Page<'_>, palette: &Palette) -> Result<Vec<u8>, Failure> {
    let mut colours = vec![0; palette.places.len() * 3];
    for (colour, place) in &palette.places {
        colours[usize::from(*place) * 3..][..3].copy_from_slice(colour);
    }
    let mut places: Vec<u8> = Vec::with_capacity(page.pixels.len());
    for run in page.pixels.chunk_by(|a, b| a == b) {
        let place = palette.places.get(&stepped(&palette.exact, colour(run[0]))).copied().unwrap_or(0);
        places.resize(places.len() + run.len(), place);
    }
    png(page.size, &places, |encoder| {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(colours);
    })
}

fn png(size: Size, data: &[u8], set: impl FnOnce(&mut png::Encoder<'_, &mut Vec<u8>>)) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size.width, size.height);
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
        let pixels = image::DynamicImage::from(page.clone()).to_rgba8();
        let made = encode_page(Size { width, height }, pixels.as_raw(), encoding).expect("a page");
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
