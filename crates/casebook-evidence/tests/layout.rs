//! Laws of putting text together, whatever the glyphs are and wherever they stand.

use casebook_evidence::pdf::layout::{Arranged, Letters, Mark, PageSize, arrange};
use proptest::prelude::*;
use std::collections::BTreeSet;

const PAGE: PageSize = PageSize { width: 600.0, height: 800.0 };

fn mark(c: char, x: f32, y: f32, size: f32) -> Mark {
    Mark::new(Letters::of(c).expect("a letter"), [x, y], [size * 0.5, 0.0], [0.0, -size])
}

/// A line of letters, half as wide as high, with so wide spaces.
fn line(words: &[String], x: f32, y: f32, size: f32, space: f32) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut left = x;
    for word in words {
        for c in word.chars() {
            marks.push(mark(c, left, y, size));
            left += size * 0.5;
        }
        left += size * space;
    }
    marks
}

fn words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-zA-Z]{2,8}", 1..8)
}

/// Any glyph at all: letters of every script, signs, spaces, at any place, of any size, in any direction.
fn anything() -> impl Strategy<Value = Mark> {
    let letters = prop_oneof![
        any::<char>().prop_filter_map("a letter", Letters::of),
        "[a-z]{1,3}".prop_filter_map("letters", |text| Letters::new(&text)),
        Just(Letters::Space),
        prop::sample::select(vec!['ש', 'م', '日', '¨', '\u{301}', '(', '1']).prop_filter_map("a letter", Letters::of),
    ];
    let number = prop_oneof![8 => -20.0..820.0_f32, 1 => any::<f32>()];
    let side = prop_oneof![8 => -20.0..20.0_f32, 1 => Just(0.0), 1 => any::<f32>()];
    (letters, [number.clone(), number], [side.clone(), side.clone()], [side.clone(), side])
        .prop_map(|(letters, origin, advance, up)| Mark::new(letters, origin, advance, up))
}

/// Glyphs stand in the order of the text, each on a letter, each once.
fn assert_sound(arranged: &Arranged, marks: &[Mark]) {
    let starts: Vec<u32> = arranged.glyphs.iter().map(|(start, ..)| *start).collect();
    assert!(starts.is_sorted_by(|a, b| a < b), "{starts:?}");
    assert!(starts.iter().all(|start| arranged.text[*start as usize..].starts_with(|c: char| !c.is_whitespace())), "{:?}", arranged.text);
    let each: BTreeSet<u32> = arranged.glyphs.iter().map(|(.., mark)| *mark).collect();
    assert_eq!(each.len(), arranged.glyphs.len(), "a glyph is there twice");
    assert!(each.iter().all(|mark| (*mark as usize) < marks.len()));
    for (_, area, _) in &arranged.glyphs {
        assert!([area.left, area.top, area.width, area.height].iter().all(|share| (0.0..=1.0).contains(share)), "{area:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_the_glyphs_are_the_text_is_sound(marks in prop::collection::vec(anything(), 0..120)) {
        assert_sound(&arrange(&marks, PAGE), &marks);
    }

    #[test]
    fn every_glyph_on_the_page_is_there_once(places in prop::collection::btree_set((0..40_u8, 0..50_u8), 0..200), letters in prop::collection::vec("[a-z]", 200)) {
        let marks: Vec<Mark> = places.iter().zip(&letters).map(|((x, y), c)| mark(c.chars().next().unwrap(), f32::from(*x) * 14.0 + 5.0, f32::from(*y) * 15.0 + 20.0, 10.0)).collect();
        let arranged = arrange(&marks, PAGE);
        assert_sound(&arranged, &marks);
        prop_assert_eq!(arranged.glyphs.len(), marks.len());
    }

    #[test]
    fn a_line_is_read_from_left_to_right_however_it_was_painted(words in words(), size in 6.0..14.0_f32, space in 0.25..0.6_f32, order in any::<u64>()) {
        let mut marks = line(&words, 20.0, 400.0, size, space);
        let expected = words.join(" ");
        prop_assert_eq!(&arrange(&marks, PAGE).text, &expected);
        // Another order, the same for each run of the same case.
        let mut at = order;
        for place in (1..marks.len()).rev() {
            at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            marks.swap(place, (at >> 33) as usize % (place + 1));
        }
        let arranged = arrange(&marks, PAGE);
        prop_assert_eq!(&arranged.text, &expected);
    }

    #[test]
    fn lines_are_read_from_the_top_down(lines in prop::collection::vec(words(), 1..12), size in 7.0..12.0_f32) {
        let marks: Vec<Mark> = lines.iter().zip(0..=u8::MAX).collect::<Vec<_>>().into_iter().rev().flat_map(|(words, at)| line(words, 20.0, 60.0 + f32::from(at) * size * 1.2, size, 0.3)).collect();
        let expected: Vec<String> = lines.iter().map(|words| words.join(" ")).collect();
        prop_assert_eq!(arrange(&marks, PAGE).text, expected.join("\n"));
    }

    #[test]
    fn what_is_painted_twice_is_read_once(words in words(), shift in 0.0..0.5_f32) {
        let once = line(&words, 20.0, 400.0, 10.0, 0.3);
        let twice: Vec<Mark> = once.iter().cloned().chain(line(&words, 20.0 + shift, 400.0, 10.0, 0.3)).collect();
        prop_assert_eq!(arrange(&twice, PAGE).text, arrange(&once, PAGE).text);
    }

    #[test]
    fn a_turned_line_reads_as_an_upright_one(words in words(), degrees in 0..360_u16) {
        let (sin, cos) = f32::from(degrees).to_radians().sin_cos();
        let turn = |[x, y]: [f32; 2]| [x * cos - y * sin, x * sin + y * cos];
        let middle = |[x, y]: [f32; 2]| [x + 300.0, y + 400.0];
        let marks = line(&words, -200.0, 0.0, 8.0, 0.3);
        let turned: Vec<Mark> =
            marks.iter().map(|mark| Mark::new(mark.letters.clone(), middle(turn(mark.origin)), turn(mark.advance), turn(mark.up))).collect();
        let arranged = arrange(&turned, PAGE);
        if arranged.glyphs.len() == marks.len() {
            prop_assert_eq!(arranged.text, words.join(" "));
        }
    }
}
