//! A page as a picture, on white, as wide as it is wanted.
//!
//! What comes out holds pixels and nothing else. Text stays sharp; scans are as long as photos are.

use super::{Failure, PageDerivative};
use crate::picture::{Size, encode_page};
use crate::reader::Limits;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_syntax::Pdf;

/// No page is made wider or higher: WebP can't say more.
const LONGEST_SIDE: f32 = 16_383.0;

/// How many pixels a page may have: A4 at 340 dots an inch. Painting and encoding take 25 bytes for each.
const MOST_PIXELS: u64 = 12_000_000;

/// A document while its pages are drawn.
pub(super) struct Drawing<'a> {
    pdf: &'a Pdf,
    limits: &'a Limits,
    cache: RenderCache<'a>,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(pdf: &'a Pdf, limits: &'a Limits) -> Self {
        Self { pdf, limits, cache: RenderCache::new() }
    }

    pub(super) fn picture(&self, wanted: PageDerivative) -> Result<Vec<u8>, Failure> {
        let PageDerivative { page: number, derivative } = wanted;
        let place = usize::try_from(number.get() - 1).ok();
        let page = place.and_then(|place| self.pdf.pages().get(place));
        let page = page.ok_or(Failure::NoSuchPage { page: number.get(), pages: super::page_count(self.pdf) })?;
        let (page_width, page_height) = page.render_dimensions();
        let scale = scale(page_width, page_height, derivative.width, self.limits.pixels.min(MOST_PIXELS)).ok_or(Failure::Damaged)?;
        // Rounded up by less than a pixel: sides become whole numbers by leaving out what is behind the point.
        let exact = |length: f32| ((length * scale).round().max(1.0) + 0.01) / length;
        let settings = PixmapSettings { x_scale: exact(page_width), y_scale: exact(page_height), bg_color: WHITE };
        let pixmap = render(page, &self.cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
        let size = Size { width: pixmap.width().into(), height: pixmap.height().into() };
        // On white nothing is transparent.
        encode_page(size, pixmap.data_as_u8_slice(), derivative.encoding).map_err(|_| Failure::OutOfMemory)
    }
}

/// Pixels for each point: what is wanted, or as much as fits.
#[allow(clippy::cast_precision_loss, reason = "a limit of pixels needn't be exact")]
fn scale(page_width: f32, page_height: f32, width: u32, most: u64) -> Option<f32> {
    let wanted = width.max(1) as f32 / page_width;
    let sides = (LONGEST_SIDE / page_width).min(LONGEST_SIDE / page_height);
    let area = (most as f32 / (page_width * page_height)).sqrt();
    let scale = wanted.min(sides).min(area);
    // What is no number is passed over by a minimum.
    let is_page = page_width.is_finite() && page_height.is_finite();
    (is_page && scale.is_finite() && scale > 0.0).then_some(scale)
}

#[cfg(test)]
mod tests {
    use super::scale;

    #[test]
    fn no_picture_has_more_pixels_than_it_may() {
        assert_eq!(scale(600.0, 800.0, 1200, 110_000_000), Some(2.0));
        assert_eq!(scale(100.0, 400.0, 1000, 1_000_000), Some(5.0));
        assert_eq!(scale(1.0, 16_383.0, 1000, u64::MAX), Some(1.0));
        assert_eq!(scale(f32::NAN, 1.0, 1000, 1000), None);
        assert_eq!(scale(f32::INFINITY, 1.0, 1000, 1000), None);
    }
}
