//! The size that a drawing asks for, so that the page can keep its place free.

use super::allowed::plain;
use roxmltree::Node;

/// Width and height of a drawing in pixels of CSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// What the outermost element says: its width and height, or the proportions of its view box.
pub(super) fn of(root: Node<'_, '_>) -> Option<Size> {
    let view = plain(root, "viewBox").and_then(view_box);
    let (width, height) = (plain(root, "width").and_then(length), plain(root, "height").and_then(length));
    let (width, height) = match (width, height, view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some(view)) => (width, width * view.1 / view.0),
        (None, Some(height), Some(view)) => (height * view.0 / view.1, height),
        (None, None, Some(view)) => view,
        _ => return None,
    };
    Some(Size { width: pixels(width)?, height: pixels(height)? })
}

fn view_box(value: &str) -> Option<(f64, f64)> {
    let mut numbers = value.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty()).map(str::parse::<f64>);
    let (_, _, width, height) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    (width > 0.0 && height > 0.0).then_some((width, height))
}

/// A length in pixels; none for percentages and what depends on a font.
fn length(value: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 7] =
        [("px", 1.0), ("pt", 4.0 / 3.0), ("pc", 16.0), ("mm", 96.0 / 25.4), ("cm", 96.0 / 2.54), ("in", 96.0), ("q", 96.0 / 101.6)];
    let value = value.trim().to_ascii_lowercase();
    let (number, factor) = UNITS.iter().find_map(|(unit, factor)| Some((value.strip_suffix(unit)?, *factor))).unwrap_or((&value, 1.0));
    number.trim().parse::<f64>().ok().map(|number| number * factor).filter(|pixels| *pixels > 0.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was just compared")]
fn pixels(length: f64) -> Option<u32> {
    (length.is_finite() && length < 100_000.0).then(|| length.round().max(1.0) as u32)
}
