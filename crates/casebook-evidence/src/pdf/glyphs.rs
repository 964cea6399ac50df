//! The glyphs of a page: what each stands for, where it stands, how it was painted.
//!
//! Pictures are not decoded and nothing is painted: a page is only listened to.

use super::Failure;
use super::layout::{Ink, Letters, Mark, PageSize, Seen};
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache, InterpreterSettings, Paint, SoftMask,
    TransformExt as _, interpret_page,
};
use hayro_syntax::Pdf;
use std::num::NonZeroU32;

/// How many glyphs a page may have. The fullest newspaper page has 40,000.
const MOST_GLYPHS: usize = 400_000;

/// A document while its pages are read: fonts are shared by pages, so they are read once.
pub(super) struct Reading<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
}

/// What stands on a page.
pub(super) struct Sheet {
    pub marks: Vec<Mark>,
    pub size: PageSize,
}

impl<'a> Reading<'a> {
    pub(super) fn new(pdf: &'a Pdf) -> Self {
        Self { pdf, cache: InterpreterCache::new() }
    }

    pub(super) fn sheet(&self, number: NonZeroU32) -> Result<Sheet, Failure> {
        let pages = self.pdf.pages();
        let place = usize::try_from(number.get() - 1).ok();
        let page = place.and_then(|place| pages.get(place)).ok_or(Failure::NoSuchPage { page: number.get(), pages: super::page_count(self.pdf) })?;
        let (width, height) = page.render_dimensions();
        let shown = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let upright = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(upright, shown, &self.cache, self.pdf.xref(), InterpreterSettings::default());
        let mut listener = Listener { marks: Vec::new(), drawn: Vec::new(), order: 0 };
        interpret_page(page, &mut context, &mut listener);
        listener.measure_drawn();
        if listener.marks.len() > MOST_GLYPHS {
            return Err(Failure::TooManyLetters { page: number.get(), most: u32::try_from(MOST_GLYPHS).unwrap_or(u32::MAX) });
        }
        Ok(Sheet { marks: listener.marks, size: PageSize { width, height } })
    }
}

/// Notes glyphs, and counts everything that is painted.
struct Listener {
    marks: Vec<Mark>,
    /// Which of them are of fonts whose letters are drawings (Type 3).
    drawn: Vec<usize>,
    order: u32,
}

impl Listener {
    /// Fonts of drawings may have any unit: what they call a point may be an inch. Their letters are as wide as letters
    /// are, and that tells how high their type is.
    fn measure_drawn(&mut self) {
        let height = |mark: &Mark| mark.up[0].hypot(mark.up[1]);
        let width = |mark: &Mark| mark.advance[0].hypot(mark.advance[1]);
        let mut drawn: Vec<(f32, usize)> = self.drawn.iter().map(|at| (height(&self.marks[*at]), *at)).collect();
        drawn.sort_by(|a, b| a.0.total_cmp(&b.0));
        for group in drawn.chunk_by(|a, b| b.0 <= a.0 * 1.01) {
            let widths = group.iter().map(|(_, at)| width(&self.marks[*at])).filter(|width| width.is_finite() && *width > 0.0);
            let (sum, count) = widths.fold((0.0, 0.0), |(sum, count), width| (sum + width, count + 1.0));
            let (is, usual) = (group[0].0, 2.0 * sum / f32::max(count, 1.0));
            let factor = usual / is;
            if factor.is_finite() && factor > 0.0 && !(0.6..1.7).contains(&factor) {
                group.iter().for_each(|(_, at)| self.marks[*at].up = self.marks[*at].up.map(|part| part * factor));
            }
        }
    }
}

impl Device<'_> for Listener {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        self.order = self.order.saturating_add(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_clip_rect(&mut self, _: &Rect) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        self.order = self.order.saturating_add(1);
        let colour = match &props.paint {
            Paint::Color(colour) => Some(colour.to_rgba().to_rgba8()),
            Paint::Pattern(_) => None,
        };
        let seen = if matches!(mode, DrawMode::Invisible) { Seen::Invisible } else { Seen::Painted };
        let ink = Ink { order: self.order, colour, seen };
        let widths = Widths::of(run);
        for glyph in run.glyphs() {
            // One more than may be, so that it shows.
            if self.marks.len() > MOST_GLYPHS {
                return;
            }
            let Some(letters) = letters(glyph) else { continue };
            let (origin, advance, up) = place(props.transform * glyph.transform(), width(glyph), run.writing_mode(), widths);
            if matches!(**glyph, Glyph::Type3(_)) {
                self.drawn.push(self.marks.len());
            }
            let pair = |vector: Vec2| [narrow(vector.x), narrow(vector.y)];
            self.marks.push(Mark { letters, origin: pair(origin.to_vec2()), advance: pair(advance), up: pair(up), ink });
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.order = self.order.saturating_add(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'_>, _: &DrawMode) {
        self.order = self.order.saturating_add(1);
    }
}

#[allow(clippy::cast_possible_truncation, reason = "places on a page need no more; what is too large becomes infinite and is left out")]
const fn narrow(number: f64) -> f32 {
    number as f32
}

/// What a glyph stands for. Where a file doesn't say it, its number may be that of a letter.
fn letters(glyph: &Glyph<'_>) -> Option<Letters> {
    match glyph.as_unicode() {
        Some(BfString::Char(c)) => Letters::of(c),
        Some(BfString::String(text)) => Letters::new(&text),
        None => by_number(glyph),
    }
}

/// Fonts without names for their letters mostly number them as everybody does. The numbers of fonts of two bytes say
/// nothing.
fn by_number(glyph: &Glyph<'_>) -> Option<Letters> {
    let is_of_one_byte = match glyph {
        Glyph::Type3(_) => true,
        Glyph::Outline(glyph) => glyph.font_data().is_none(),
    };
    let letter = char::from(u8::try_from(glyph.char_code()).ok().filter(|_| is_of_one_byte)?);
    Letters::of(letter)
}

/// How far it is to the next glyph, in thousandths of the type's height.
fn width(glyph: &Glyph<'_>) -> f64 {
    let width = match glyph {
        Glyph::Outline(glyph) => glyph.advance_width(),
        Glyph::Type3(glyph) => glyph.advance_width(),
    };
    f64::from(width.unwrap_or(500.0))
}

/// Whether glyphs of a run are stretched to the widths that the file wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Widths {
    /// All are as their font draws them.
    Own,
    /// A font stands in for one that the file hasn't.
    Stretched,
}

impl Widths {
    fn of(run: &GlyphRun<'_, '_>) -> Self {
        let mut scales = run.glyphs().iter().map(|glyph| glyph.transform().as_coeffs()[0..2].iter().map(|part| part * part).sum::<f64>());
        let first = scales.next().unwrap_or(0.0);
        if scales.all(|scale| (scale - first).abs() <= first * 1e-4) { Self::Own } else { Self::Stretched }
    }
}

/// Where a glyph begins, where the next one begins from there, and which way is up for it, as long as its type is high.
fn place(transform: Affine, width: f64, writing: WritingMode, widths: Widths) -> (Point, Vec2, Vec2) {
    let [a, b, c, d, x, y] = transform.as_coeffs();
    let (origin, along, up) = (Point::new(x, y), Vec2::new(a, b) * 1000.0, Vec2::new(c, d) * 1000.0);
    // What it was stretched by isn't told; type is about as wide as it is high.
    let along = if widths == Widths::Stretched { along.normalize() * up.hypot() } else { along };
    match writing {
        WritingMode::Horizontal => (origin, along * (width / 1000.0), up),
        // Downwards, with the base line of the turned type at the left of the glyphs.
        WritingMode::Vertical => (origin + up * 0.88 + along * 0.22, -up, along),
    }
}
