//! What is done with each foreign file that was made up, and what must hold whatever it is: nothing panics,
//! nothing takes more memory than it may, and what comes out is harmless.
//!
//! The fuzz targets and the tests that replay their seeds share this file.

use casebook_evidence::picture::{Derivative, Encoding, Format, derive, inspect};
use casebook_evidence::reader::Limits;
use casebook_evidence::svg::reserialise;

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
