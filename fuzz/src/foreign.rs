//! What is done with each foreign file that was made up, and what must hold whatever it is: nothing panics,
//! nothing takes more memory than it may, and what comes out is harmless.
//!
//! The fuzz targets and the tests that replay their seeds share this file.

use bytes::Bytes;
use casebook_evidence::evidence::{Area, Segment};
use casebook_evidence::pdf::layout::{Letters, Mark, PageSize, arrange};
use casebook_evidence::pdf::{self, PageDerivative, Pages};
use casebook_evidence::picture::{Derivative, Encoding, Format, derive, inspect};
use casebook_evidence::reader::Limits;
use casebook_evidence::svg::reserialise;
use std::num::NonZeroU32;

/// What no drawing may bring in.
const FORBIDDEN: [&str; 8] = ["<script", "<!", "<?", "<foreignobject", "<iframe", "<image", "<animate", "<set"];

/// Reads the input as a picture and makes one of each encoding.
pub fn picture(input: &[u8]) {
    let limits = Limits { pixels: 250_000, memory: 32 << 20, ..Limits::default() };
    let Ok(facts) = inspect(input, &limits) else { return };
    let size = facts.size;
    assert!(size.width > 0 && size.height > 0 && u64::from(size.width) * u64::from(size.height) <= limits.pixels, "{size:?}");
    let wanted = Encoding::ALL.map(|encoding| Derivative { width: 24, encoding });
    let made = derive(input, &wanted, &limits).expect("what was read once is read again");
    for (made, wanted) in made.iter().zip(wanted) {
        let again = inspect(made, &limits).expect("a derivative is a picture");
        assert_eq!(again.size, size.scaled_to(wanted.width), "{wanted:?}");
        assert!(matches!(again.format, Format::Webp | Format::Jpeg | Format::Png));
    }
}

/// Whether an element has a name or an attribute of XLink; in texts and values the letters mean nothing.
fn has_xlink(svg: &str) -> bool {
    let (mut is_tag, mut quote, mut names) = (false, None, String::new());
    for c in svg.chars() {
        match (is_tag, quote, c) {
            (false, _, '<') => is_tag = true,
            (true, None, '>') => is_tag = false,
            (true, None, '"' | '\'') => quote = Some(c),
            (true, Some(open), _) if c == open => quote = None,
            (true, None, _) => names.push(c),
            _ => {}
        }
    }
    names.contains("xlink:")
}

/// Reads the input as a drawing.
pub fn svg(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    match reserialise(text) {
        Ok(drawing) => {
            let written = drawing.text.to_ascii_lowercase();
            let smuggled = FORBIDDEN.into_iter().find(|words| written.contains(words));
            assert!(smuggled.is_none() && !has_xlink(&written), "{smuggled:?} or XLink got into {}", drawing.text);
            assert_eq!(reserialise(&drawing.text).as_ref(), Ok(&drawing), "it is written in one way");
        }
        Err(refusals) => {
            assert!(!refusals.is_empty());
            for refusal in refusals {
                assert!(text.get(refusal.range.clone()).is_some(), "{refusal:?} is no place in {text:?}");
            }
        }
    }
}

/// Reads the input as a PDF: what it holds, the text of its first pages, a small picture of the first.
pub fn pdf(input: &[u8]) {
    let limits = Limits { pixels: 100_000, pages: 1_000, ..Limits::default() };
    let file = Bytes::copy_from_slice(input);
    let Ok(contents) = pdf::contents(&file, &limits) else { return };
    assert!(!contents.pages.is_empty() && contents.pages.len() <= 1_000);
    assert!(contents.outline.iter().all(|line| line.page.is_none_or(|page| page.get() as usize <= contents.pages.len())), "{contents:?}");
    let pages = Pages { first: NonZeroU32::MIN, count: contents.pages.len().min(3) as u32 };
    for segment in pdf::text(&file, pages, &limits).into_iter().flatten() {
        let Segment { text, glyphs, .. } = segment;
        assert_sound(&text, glyphs.iter().map(|glyph| (glyph.start, glyph.area)));
    }
    let wanted = [40, 60].map(|width| PageDerivative { page: NonZeroU32::MIN, derivative: Derivative { width, encoding: Encoding::Png } });
    for picture in pdf::pictures(&file, &wanted, &limits).into_iter().flatten() {
        inspect(&picture, &limits).expect("a picture of a page is a picture");
    }
}

/// Reads the input as glyphs, ten bytes each, and puts the text together.
pub fn pdf_text(input: &[u8]) {
    let glyph = |bytes: &[u8; 10]| {
        let [letter, more, x, left, y, top, across, down, size, turn] = *bytes;
        let number = |high: u8, low: u8| f32::from(i16::from_be_bytes([high, low])) / 32.0;
        let side = |byte: u8| f32::from(byte.cast_signed()) / 4.0;
        let c = char::from_u32(u32::from(u16::from_be_bytes([letter, more])))?;
        let letters = if turn & 0x80 == 0 { Letters::of(c)? } else { Letters::new(&format!("{c}\u{301}x"))? };
        let up = match turn & 3 {
            0 => [0.0, -side(size)],
            1 => [side(size), 0.0],
            2 => [0.0, side(size)],
            _ => [side(down), side(size)],
        };
        Some(Mark::new(letters, [number(x, left), number(y, top)], [side(across), side(down)], up))
    };
    let marks: Vec<Mark> = input.as_chunks::<10>().0.iter().filter_map(glyph).collect();
    let arranged = arrange(&marks, PageSize { width: 600.0, height: 800.0 });
    assert!(arranged.glyphs.len() <= marks.len());
    assert_sound(&arranged.text, arranged.glyphs.iter().map(|(start, area, _)| (*start, *area)));
}

/// Glyphs stand in the order of the text, each begins a letter, and each is on the page.
fn assert_sound(text: &str, glyphs: impl Iterator<Item = (u32, Area)>) {
    let mut next = 0;
    for (start, area) in glyphs {
        assert!(start >= next, "glyphs are not in order");
        let letter = text.get(start as usize..).and_then(|rest| rest.chars().next());
        assert!(letter.is_some_and(|letter| !letter.is_whitespace()), "no letter begins at {start} of {text:?}");
        assert!([area.left, area.top, area.width, area.height].iter().all(|share| (0.0..=1.0).contains(share)), "{area:?}");
        next = start + 1;
    }
}
