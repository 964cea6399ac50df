//! What pages are called: the numbers that are printed on them, where the file says so.
//!
//! The tree of ranges is walked with an end: it may lead in circles.

use super::words;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, String as PdfString};

/// How many ranges, and how many knots of their tree, are looked at.
const MOST_RANGES: usize = 20_000;

/// No number that people print is longer.
const LONGEST: usize = 40;

/// A range of pages that are counted in the same way.
struct Range {
    /// Its first page, from 0.
    first: usize,
    prefix: String,
    style: Style,
    /// The number of its first page.
    start: u32,
}

#[derive(Clone, Copy)]
enum Style {
    None,
    Decimal,
    Roman,
    SmallRoman,
    Letters,
    SmallLetters,
}

/// The labels of so many pages; none where the file has none.
pub(super) fn labels(catalogue: &Dict<'_>, count: usize) -> Vec<String> {
    let Some(tree) = catalogue.get::<Dict<'_>>("PageLabels") else { return Vec::new() };
    let mut ranges = Vec::new();
    let (mut open, mut seen) = (vec![tree], 0);
    while let Some(knot) = open.pop() {
        seen += 1;
        if seen > MOST_RANGES || ranges.len() > MOST_RANGES {
            break;
        }
        if let Some(numbers) = knot.get::<Array<'_>>("Nums") {
            add(&mut ranges, &numbers);
        }
        if let Some(kids) = knot.get::<Array<'_>>("Kids") {
            open.extend(kids.iter::<Dict<'_>>().take(MOST_RANGES - seen.min(MOST_RANGES)));
        }
    }
    ranges.sort_by_key(|range| range.first);
    let mut labels = vec![String::new(); count];
    for (at, range) in ranges.iter().enumerate() {
        let end = ranges.get(at + 1).map_or(count, |next| next.first).min(count);
        for (label, number) in labels.iter_mut().take(end).skip(range.first).zip(range.start..) {
            *label = range.label(number);
        }
    }
    labels
}

fn add(ranges: &mut Vec<Range>, numbers: &Array<'_>) {
    let mut objects = numbers.iter::<Object<'_>>();
    while let (Some(first), Some(range)) = (objects.next(), objects.next()) {
        if ranges.len() > MOST_RANGES {
            return;
        }
        let (Some(first), Some(range)) = (first.into_number(), range.into_dict()) else { continue };
        let Ok(first) = usize::try_from(first.as_i64()) else { continue };
        let style = range.get::<Name<'_>>("S");
        let style = match style.as_ref().map(Name::as_str) {
            Some("D") => Style::Decimal,
            Some("R") => Style::Roman,
            Some("r") => Style::SmallRoman,
            Some("A") => Style::Letters,
            Some("a") => Style::SmallLetters,
            _ => Style::None,
        };
        let prefix = range.get::<PdfString<'_>>("P").map(|prefix| words::decode(prefix.as_bytes())).unwrap_or_default();
        let start = range.get::<Number>("St").and_then(|start| u32::try_from(start.as_i64()).ok()).unwrap_or(1);
        ranges.push(Range { first, prefix, style, start });
    }
}

impl Range {
    fn label(&self, number: u32) -> String {
        let number = match self.style {
            Style::None => String::new(),
            Style::Decimal => number.to_string(),
            Style::Roman => roman(number),
            Style::SmallRoman => roman(number).to_lowercase(),
            Style::Letters => letters(number),
            Style::SmallLetters => letters(number).to_lowercase(),
        };
        let label: String = self.prefix.chars().chain(number.chars()).take(LONGEST).collect();
        label.trim().to_owned()
    }
}

/// Roman, where people would write it so.
fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number >= 4_000 {
        return number.to_string();
    }
    let (mut rest, mut text) = (number, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            rest -= value;
            text.push_str(sign);
        }
    }
    text
}

/// A to Z, then AA to ZZ, and so on: the same letter, more often (ISO 32000-1, 12.4.2).
fn letters(number: u32) -> String {
    let Some(at) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    let times = usize::try_from(at / 26 + 1).unwrap_or(usize::MAX).min(LONGEST);
    std::iter::repeat_n(letter, times).collect()
}

#[cfg(test)]
mod tests {
    use super::{letters, roman};

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!([1, 4, 9, 14, 1994].map(roman), ["I", "IV", "IX", "XIV", "MCMXCIV"]);
        assert_eq!(roman(u32::MAX), u32::MAX.to_string());
        assert_eq!([1, 26, 27, 53].map(letters), ["A", "Z", "AA", "AAA"]);
        assert_eq!(letters(0), "");
        assert_eq!(letters(u32::MAX).len(), 40);
    }
}
