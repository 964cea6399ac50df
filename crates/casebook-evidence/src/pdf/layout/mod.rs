//! From glyphs with places to text that reads as the page does.
//!
//! Letters become words where they touch, words lines, lines columns; rows of a table stay rows. What
//! is written in another direction is read in its own, after the rest. Nothing is guessed about
//! meaning: no hyphen is taken away, no letter is corrected.

mod bidi;
mod columns;
mod frame;
mod letters;
mod lines;
mod words;

pub use letters::Letters;

use crate::evidence::Area;
use lines::Written;

/// A glyph, or what a file says is one. Lengths are points, from the top left corner of the page as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What it stands for.
    pub letters: Letters,
    /// Where it stands: the left end of its base line.
    pub origin: [f32; 2],
    /// From there to where the next one begins.
    pub advance: [f32; 2],
    /// From there upwards, as long as its type is high.
    pub up: [f32; 2],
    /// How it was painted.
    pub(crate) ink: Ink,
}

/// How a glyph was painted: what a check before publishing needs to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ink {
    /// How many things were painted before it, in the order in which one covers the other.
    pub order: u32,
    /// Red, green, blue and how opaque; none for patterns.
    pub colour: Option<[u8; 4]>,
    pub seen: Seen,
}

/// Whether a glyph was painted at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Seen {
    #[default]
    Painted,
    /// It is there to be searched and copied: what a program recognised in a scan, or what somebody hid.
    Invisible,
}

/// Width and height of a page in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

/// The text of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arranged {
    /// Lines end with line feeds, paragraphs and columns with two.
    pub text: String,
    /// For each glyph in the order of the text: where it begins in it, what it covers, and which of the marks it was.
    pub glyphs: Vec<(u32, Area, u32)>,
}

impl Mark {
    /// A mark of black ink.
    pub fn new(letters: Letters, origin: [f32; 2], advance: [f32; 2], up: [f32; 2]) -> Self {
        Self { letters, origin, advance, up, ink: Ink::default() }
    }

    /// What it covers of the page.
    fn area(&self, page: PageSize) -> Area {
        let [mut left, mut top, mut right, mut bottom] = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        // Small letters with what hangs below the line, and capitals.
        for (along, above) in [(0.0, -0.22), (0.0, 0.78), (1.0, -0.22), (1.0, 0.78)] {
            let [x, y] = [0, 1].map(|axis| self.origin[axis] + self.advance[axis] * along + self.up[axis] * above);
            (left, top) = (left.min(x), top.min(y));
            (right, bottom) = (right.max(x), bottom.max(y));
        }
        let share = |value: f32, of: f32| (value / of).clamp(0.0, 1.0);
        let (left, top) = (share(left, page.width), share(top, page.height));
        Area { left, top, width: share(right, page.width) - left, height: share(bottom, page.height) - top }
    }

    /// Whether it can be read at all, and where.
    fn is_on(&self, page: PageSize) -> bool {
        let numbers = self.origin.iter().chain(&self.advance).chain(&self.up);
        let is_sound = numbers.into_iter().all(|number| number.is_finite() && number.abs() < 1e6);
        let height = self.up[0].hypot(self.up[1]);
        let [x, y] = [0, 1].map(|axis| self.origin[axis] + (self.advance[axis] + self.up[axis] * 0.5) * 0.5);
        is_sound && height > 0.05 && (0.0..=page.width).contains(&x) && (0.0..=page.height).contains(&y)
    }
}

/// The text of a page from its marks, which come in the order in which they were painted.
pub fn arrange(marks: &[Mark], page: PageSize) -> Arranged {
    let mut written = Written::default();
    let is_page = page.width.is_finite() && page.height.is_finite() && page.width > 0.0 && page.height > 0.0;
    if !is_page {
        return Arranged::default();
    }
    for frame in frame::frames(marks, page) {
        let words = words::words(marks, frame);
        for column in columns::in_reading_order(marks, words) {
            lines::write(&mut written, marks, column);
        }
    }
    let glyphs = written.glyphs.into_iter().map(|(start, mark)| (start, marks[mark as usize].area(page), mark));
    Arranged { glyphs: glyphs.collect(), text: written.text }
}
