//! What every kind of source comes down to: text, and where each piece of it stands.

use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// A piece of a source that a quotation can name: a page, a message, a paragraph, a cue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Where it stands in its source.
    pub locator: Locator,
    /// Its text, with line feeds where lines end on the page.
    pub text: String,
    /// Where the letters stand on the page, in the order of the text; none where nothing has a place.
    pub glyphs: Vec<Glyph>,
}

/// What names a segment of a source. All numbers count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Locator {
    /// A page, as the file counts them.
    Page(NonZeroU32),
    /// A message of a correspondence, by date.
    Message(NonZeroU32),
    /// A paragraph.
    Paragraph(NonZeroU32),
    /// The start of a cue of a transcript, in milliseconds.
    Time(u64),
}

/// One letter, or several that are drawn as one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Glyph {
    /// Where it begins in the text of its segment, in bytes.
    pub start: u32,
    /// What it covers of the page.
    pub area: Area,
}

/// An upright rectangle, as shares of the page's width and height, from the top left corner of the page as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Left edge, 0 to 1.
    pub left: f32,
    /// Upper edge, 0 to 1.
    pub top: f32,
    /// Width, 0 to 1.
    pub width: f32,
    /// Height, 0 to 1.
    pub height: f32,
}

impl Segment {
    /// The same with one place for each word: what is marked and selected begins and ends with words. Characters of
    /// scripts that don't part words stay single.
    #[must_use]
    pub fn by_words(self) -> Self {
        let mut words: Vec<Glyph> = Vec::new();
        let mut end = 0;
        for glyph in self.glyphs {
            let start = glyph.start as usize;
            let between = self.text.get(end..start).unwrap_or_default();
            let parts = between.contains(|c: char| c.is_whitespace() || stands_alone(c))
                || self.text.get(start..).is_some_and(|rest| rest.starts_with(stands_alone));
            match words.last_mut().filter(|word| !parts && word.area.is_in_line_with(glyph.area)) {
                Some(word) => word.area = word.area.around(glyph.area),
                None => words.push(glyph),
            }
            end = start;
        }
        Self { glyphs: words, ..self }
    }
}

/// Chinese, Japanese, Thai, Lao, Khmer and their neighbours (UAX #14, classes ID and SA).
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

impl Area {
    /// The smallest that covers both.
    #[must_use]
    pub fn around(self, other: Self) -> Self {
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        let right = (self.left + self.width).max(other.left + other.width);
        let bottom = (self.top + self.height).max(other.top + other.height);
        Self { left, top, width: right - left, height: bottom - top }
    }

    /// Whether half of the lower one's height stands beside the other.
    pub fn is_in_line_with(self, other: Self) -> bool {
        let shared = (self.top + self.height).min(other.top + other.height) - self.top.max(other.top);
        shared * 2.0 >= self.height.min(other.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(text: &str, tops: &[f32]) -> Segment {
        let glyphs = text.char_indices().zip(0_u8..).filter(|((_, c), _)| !c.is_whitespace()).zip(tops.iter().cycle());
        let glyphs = glyphs.map(|(((start, _), place), top)| Glyph {
            start: u32::try_from(start).expect("short"),
            area: Area { left: f32::from(place) / 100.0, top: *top, width: 0.01, height: 0.02 },
        });
        Segment { locator: Locator::Page(NonZeroU32::MIN), text: text.to_owned(), glyphs: glyphs.collect() }
    }

    #[test]
    fn letters_become_words() {
        for (text, expected) in [("ab cd", vec![0, 3]), ("ab\ncd e", vec![0, 3, 6]), ("字字a", vec![0, 3, 6]), ("", vec![])] {
            let starts: Vec<u32> = segment(text, &[0.1]).by_words().glyphs.iter().map(|word| word.start).collect();
            assert_eq!(starts, expected, "{text}");
        }
        let word = segment("abc", &[0.1]).by_words().glyphs[0].area;
        assert!((word.width - 0.03).abs() < 1e-6 && (word.height - 0.02).abs() < 1e-6, "{word:?}");
        assert_eq!(segment("ab", &[0.1, 0.5]).by_words().glyphs.len(), 2, "half a word on the next line has its own place");
    }
}
