//! What is read of a PDF: text in the order of reading, a place for each letter, contents, pictures, refusals.

#[path = "support/pdf.rs"]
mod made;

use bytes::Bytes;
use casebook_evidence::evidence::{Locator, Segment};
use casebook_evidence::pdf::{self, Fact, Failure, Heading, MOST_PAGES, PageDerivative, Pages};
use casebook_evidence::picture::{Derivative, Encoding};
use casebook_evidence::reader::Limits;
use made::{Pdf, lines, shown, text};
use proptest::prelude::*;
use std::num::NonZeroU32;

fn page(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).expect("from 1")
}

fn segments(file: Vec<u8>) -> Vec<Segment> {
    let (file, limits) = (Bytes::from(file), Limits::default());
    let count = pdf::contents(&file, &limits).expect("a document").pages.len();
    let count = u32::try_from(count).expect("few pages").min(MOST_PAGES);
    let segments = pdf::text(&file, Pages { first: page(1), count }, &limits).expect("a document");
    segments.iter().for_each(assert_sound);
    segments
}

/// The text of a page with this content.
fn read(content: &str) -> String {
    let mut pdf = Pdf::new();
    pdf.page(content);
    segments(pdf.finish()).remove(0).text
}

/// Each glyph begins a letter, and each letter but those of ligatures has a glyph.
fn assert_sound(segment: &Segment) {
    assert!(segment.glyphs.is_sorted_by(|a, b| a.start < b.start), "{segment:?}");
    for glyph in &segment.glyphs {
        let letter = segment.text[glyph.start as usize..].chars().next();
        assert!(letter.is_some_and(|letter| !letter.is_whitespace()), "{glyph:?} in {:?}", segment.text);
        let area = glyph.area;
        assert!([area.left, area.top, area.width, area.height].iter().all(|share| (0.0..=1.0).contains(share)), "{area:?}");
    }
}

const PROSE: [&str; 12] = [
    "The ferry left the harbour before the",
    "light had come, and nobody on the pier",
    "could say afterwards who had been on",
    "board. The lamp in the office burned",
    "until four. A woman who sold bread at",
    "the corner saw two men carry a chest",
    "down the steps; she thought it heavy,",
    "because they rested on every landing.",
    "In the ledger the hour was written in",
    "another hand than the names, and the",
    "ink was of another colour than the ink",
    "of the day before and the day after.",
];

#[test]
fn words_are_found_by_gaps_and_by_spaces() {
    assert_eq!(read(&text(72, 700, 12, "Two words")), "Two words");
    assert_eq!(read("BT /F1 12 Tf 72 700 Td [(Two)-300(words)-20(here)] TJ ET"), "Two wordshere");
    // A line painted letter by letter, from the last to the first.
    let places = [(72, 'T'), (80, 'o'), (91, 's'), (98, 'e'), (105, 'e')];
    let letters: String = places.iter().rev().map(|(x, letter)| text(*x, 700, 12, &letter.to_string())).collect();
    assert_eq!(read(&letters), "To see");
}

#[test]
fn letters_that_are_spaced_out_are_one_word() {
    assert_eq!(read("BT /F1 12 Tf 3 Tc 72 700 Td (SECRET) Tj ET"), "SECRET");
    assert_eq!(read("BT /F1 12 Tf 3 Tc 72 700 Td (A SECRET LETTER) Tj ET"), "A SECRET LETTER");
}

#[test]
fn lines_and_paragraphs() {
    let two = [lines(72, 700, 12, &["One line", "and the next."]), lines(72, 640, 12, &["Another", "paragraph."])].concat();
    assert_eq!(read(&two), "One line\nand the next.\n\nAnother\nparagraph.");
}

#[test]
fn hyphens_at_the_end_of_lines_stay() {
    assert_eq!(read(&lines(72, 700, 12, &["The labo-", "ratory"])), "The labo-\nratory");
}

#[test]
fn columns_are_read_one_after_the_other() {
    let (left, right) = PROSE.split_at(6);
    for offset in [0, 5] {
        let content =
            [text(150, 740, 16, "A headline over both of the columns"), lines(60, 700, 10, left), lines(320, 700 - offset, 10, right)].concat();
        let expected = format!("A headline over both of the columns\n\n{}\n\n{}", left.join("\n"), right.join("\n"));
        assert_eq!(read(&content), expected, "the right column {offset} points lower");
    }
}

#[test]
fn three_columns_are_read_one_after_the_other() {
    let short: Vec<String> = PROSE.iter().map(|line| line.chars().take(28).collect::<String>().trim().to_owned()).collect();
    let columns: Vec<Vec<&str>> = short.chunks(4).map(|column| column.iter().map(String::as_str).collect()).collect();
    let content: String = columns.iter().zip([40, 220, 400]).map(|(column, x)| lines(x, 700, 10, column)).collect();
    let expected: Vec<String> = columns.iter().map(|column| column.join("\n")).collect();
    assert_eq!(read(&content), expected.join("\n\n"));
}

#[test]
fn rows_of_a_table_stay_rows() {
    let cells = [
        ["Sample", "Found", "Limit"],
        ["Water", "0.3 mg", "1.0 mg"],
        ["Soil", "12 mg", "40 mg"],
        ["Paint", "none", "5 mg"],
        ["Cloth", "0.1 mg", "2 mg"],
    ];
    let rows =
        (0..).zip(&cells).flat_map(|(row, cells)| [72, 220, 400].into_iter().zip(cells).map(move |(x, cell)| text(x, 700 - 18 * row, 11, cell)));
    let expected: Vec<String> = cells.iter().map(|row| row.join(" ")).collect();
    assert_eq!(read(&rows.collect::<String>()), expected.join("\n"));
}

#[test]
fn turned_text_is_read_in_its_own_direction_after_the_rest() {
    let content = [
        shown("F1", "0 1 -1 0 40 300", 12, "upwards on the margin"),
        shown("F1", "0 -1 1 0 580 600", 12, "downwards at the right"),
        shown("F1", "-1 0 0 -1 300 60", 12, "upside down"),
        text(72, 700, 12, "The letter itself"),
    ];
    assert_eq!(read(&content.concat()), "The letter itself\n\ndownwards at the right\n\nupside down\n\nupwards on the margin");
}

#[test]
fn a_slanted_stamp_is_one_line() {
    assert_eq!(read(&[text(72, 700, 12, "Text"), shown("F1", "0.8 0.6 -0.6 0.8 200 300", 40, "COPY ONLY")].concat()), "Text\n\nCOPY ONLY");
}

#[test]
fn ligatures_are_several_letters_and_one_glyph() {
    let mut pdf = Pdf::new();
    pdf.font_of("L", &[(1, "fi"), (2, "\u{fb02}"), (b'o', "o"), (b'n', "n"), (b'd', "d")]);
    pdf.page(&[shown("L", "1 0 0 1 72 700", 12, "\u{1}nd"), shown("L", "1 0 0 1 72 680", 12, "\u{2}ood")].concat());
    let segment = segments(pdf.finish()).remove(0);
    assert_eq!(segment.text, "find\nflood");
    assert_eq!(segment.glyphs.iter().map(|glyph| glyph.start).collect::<Vec<_>>(), [0, 2, 3, 5, 7, 8, 9]);
}

#[test]
fn accents_of_their_own_sit_on_their_letters() {
    // As TeX sets them: the accent, back, the letter.
    let content = "BT /F1 12 Tf 72 700 Td [(f)] TJ 3.3 0 Td [(\\250)500(ur)] TJ ET";
    assert_eq!(read(content), "fu\u{308}r");
}

#[test]
fn superscripts_stay_in_their_line() {
    let content = [text(72, 700, 12, "about 5 m"), text(126, 705, 7, "2"), text(134, 700, 12, "of floor"), text(72, 686, 12, "and no more")];
    assert_eq!(read(&content.concat()), "about 5 m2 of floor\nand no more");
}

#[test]
fn what_is_painted_twice_is_read_once() {
    let content = [text(72, 700, 12, "Balloon"), shown("F1", "1 0 0 1 72.4 700", 12, "Balloon"), text(72, 680, 12, "1000 000")];
    assert_eq!(read(&content.concat()), "Balloon\n1000 000");
    assert_eq!(read("BT /F1 12 Tf 2 Tr 72 700 Td (outlined) Tj ET"), "outlined");
}

#[test]
fn from_right_to_left_the_text_is_in_the_order_of_reading() {
    let letters: Vec<(u8, &str)> =
        (b'a'..).zip(["ש", "ל", "ו", "ם", "ע"]).chain([(b'1', "1"), (b'2', "2"), (b'(', "("), (b')', ")"), (b'X', "X"), (b'Y', "Y")]).collect();
    let mut pdf = Pdf::new();
    pdf.font_of("R", &letters);
    // "שלום עולם" as it looks, from left to right.
    pdf.page(&shown("R", "1 0 0 1 300 700", 12, "dbce dcba"));
    // The same, as programs write it that paint from the right.
    let painted: String = [('a', 370), ('b', 362), ('c', 355), ('d', 347), ('e', 336), ('c', 329), ('b', 321), ('d', 313)]
        .iter()
        .map(|(letter, x)| shown("R", &format!("1 0 0 1 {x} 700"), 12, &letter.to_string()))
        .collect();
    pdf.page(&painted);
    // Numbers and foreign words keep their own order, brackets are turned.
    pdf.page(&shown("R", "1 0 0 1 300 700", 12, "(XY) 12 dcba"));
    let read: Vec<String> = segments(pdf.finish()).into_iter().map(|segment| segment.text).collect();
    assert_eq!(read, ["שלום עולם", "שלום עולם", "שלום 12 (XY)"]);
}

#[test]
fn chinese_and_japanese_have_no_spaces() {
    let mut pdf = Pdf::new();
    pdf.wide_font("W", "H");
    pdf.wide_font("V", "V");
    let code = |text: &str| text.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>();
    // Spread over the line by a fifth of a letter.
    pdf.page(&format!("BT /W 20 Tf 4 Tc 72 700 Td <{}> Tj ET", code("日本語の文書")));
    // From the top down, lines from right to left.
    pdf.page(&format!("BT /V 20 Tf 400 700 Td <{}> Tj -30 0 Td <{}> Tj ET", code("国境の長い"), code("雪国")));
    let read: Vec<String> = segments(pdf.finish()).into_iter().map(|segment| segment.text).collect();
    assert_eq!(read, ["日本語の文書", "国境の長い\n雪国"]);
}

#[test]
fn invisible_text_is_read_and_what_lies_outside_is_not() {
    // What a program recognised in a scan.
    assert_eq!(read("BT /F1 12 Tf 3 Tr 72 700 Td (recognised) Tj ET"), "recognised");
    assert_eq!(read(&[text(72, 700, 12, "on it"), text(72, 900, 12, "above"), text(-300, 700, 12, "beside")].concat()), "on it");
}

#[test]
fn places_are_shares_of_the_page_as_it_is_shown() {
    let mut pdf = Pdf::new();
    pdf.page_with("/MediaBox [0 0 200 400]", &text(20, 300, 20, "I"));
    pdf.page_with("/MediaBox [0 0 200 400] /Rotate 90", &shown("F1", "0 1 -1 0 100 40", 20, "I"));
    pdf.page_with("/MediaBox [0 0 600 800] /CropBox [100 100 300 500]", &text(120, 400, 20, "I"));
    let segments = segments(pdf.finish());
    let areas: Vec<_> = segments.iter().map(|segment| (segment.text.as_str(), segment.glyphs[0].area)).collect();
    let near = |value: f32, wanted: f32| (value - wanted).abs() < 0.002;
    for (at, (left, bottom)) in [(0.1, 100.0 / 400.0), (0.1, 100.0 / 200.0), (0.1, 100.0 / 400.0)].into_iter().enumerate() {
        let (letter, area) = areas[at];
        let height = if at == 1 { 200.0 } else { 400.0 };
        assert_eq!(letter, "I", "page {at}");
        assert!(near(area.left, left), "page {at}: {area:?}");
        // The box reaches a little below the base line.
        assert!(near(area.top + area.height, bottom + 4.4 / height), "page {at}: {area:?}");
        assert!(near(area.height, 20.0 / height), "page {at}: {area:?}");
    }
}

#[test]
fn contents_tell_pages_labels_outline_and_facts() {
    let mut pdf = Pdf::new();
    for _ in 0..4 {
        pdf.page(&text(72, 700, 12, "x"));
    }
    pdf.page_with("/MediaBox [0 0 595 842] /Rotate 270", "");
    let (third, fifth) = (pdf.page_object(2), pdf.page_object(4));
    pdf.catalogue = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 7 /P (A-) >>] >>".to_owned();
    let first = pdf.next();
    pdf.add(format!("<< /Title (One) /Dest [{third} 0 R /Fit] /Next {} 0 R /First {} 0 R >>", first + 1, first + 2));
    pdf.add(format!("<< /Title (Two) /A << /S /GoTo /D (there) >> /Next {first} 0 R >>"));
    pdf.add("<< /Title <FEFF00DC0062006500720020> /A << /S /URI /URI (https://example.org) >> >>");
    let root = pdf.add(format!("<< /First {first} 0 R >>"));
    let names = pdf.add(format!("<< /Names [(there) << /D [{fifth} 0 R /Fit] >>] >>"));
    pdf.catalogue += &format!("/Outlines {root} 0 R /Names << /Dests {names} 0 R >>");
    let facts = pdf.add("<< /Title (A report) /Author <FEFF004A00FC00720067> /CreationDate (D:20240301123000+01'00') /Producer () >>");
    pdf.trailer = format!("/Info {facts} 0 R");
    let contents = pdf::contents(&pdf.finish().into(), &Limits::default()).expect("a document");
    let labels: Vec<_> = contents.pages.iter().filter_map(|page| page.label.as_deref()).collect();
    assert_eq!(labels, ["i", "ii", "A-7", "A-8", "A-9"]);
    assert_eq!([contents.pages[0].width, contents.pages[0].height, contents.pages[4].width, contents.pages[4].height], [612.0, 792.0, 842.0, 595.0]);
    let line = |title: &str, level, page| Heading { title: title.to_owned(), level, page: NonZeroU32::new(page) };
    assert_eq!(contents.outline, [line("One", 1, 3), line("Über", 2, 0), line("Two", 1, 5)]);
    assert_eq!(contents.fact(Fact::Author), Some("Jürg"));
    assert_eq!(contents.fact(Fact::Created), Some("2024-03-01 12:30:00 +01:00"));
    assert_eq!(contents.facts.len(), 3);
}

fn failure(file: impl Into<Bytes>, limits: &Limits) -> Option<Failure> {
    pdf::contents(&file.into(), limits).err()
}

#[test]
fn what_can_not_be_read_is_told_apart() {
    let limits = Limits::default();
    assert_eq!(failure(Vec::new(), &limits), Some(Failure::Empty));
    assert_eq!(failure(b"<!doctype html>".to_vec(), &limits), Some(Failure::Foreign));
    assert_eq!(failure(b"%PDF-1.7\n%%EOF".to_vec(), &limits), Some(Failure::Damaged));
    assert_eq!(failure(Pdf::new().finish(), &limits), Some(Failure::NoPages));
    let mut locked = Pdf::new();
    locked.page(&text(72, 700, 12, "locked"));
    let lock = format!("/Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{0}> /U <{0}>", "5a".repeat(32));
    let lock = locked.add(format!("<< {lock} >>"));
    locked.trailer = format!("/Encrypt {lock} 0 R /ID [<31> <31>]");
    assert_eq!(failure(locked.finish(), &limits), Some(Failure::Encrypted));
    let mut long = Pdf::new();
    (0..3).for_each(|_| long.page(""));
    let long: Bytes = long.finish().into();
    assert_eq!(failure(long.clone(), &Limits { pages: 2, ..limits }), Some(Failure::TooManyPages { pages: 3, most: 2 }));
    assert!(matches!(failure(long.clone(), &Limits { input: 100, ..limits }), Some(Failure::TooLong { most: 100, .. })));
    for behind in [Pages { first: page(4), count: 1 }, Pages { first: page(3), count: 2 }] {
        assert_eq!(pdf::text(&long, behind, &limits), Err(Failure::NoSuchPage { page: 4, pages: 3 }), "{behind:?}");
    }
    assert_eq!(pdf::pictures(&long, &[wide(1, 100), wide(4, 100)], &limits), Err(Failure::NoSuchPage { page: 4, pages: 3 }));
}

#[test]
fn a_wrong_table_of_objects_is_mended() {
    let mut pdf = Pdf::new();
    pdf.page(&text(72, 700, 12, "all the same"));
    let file = String::from_utf8(pdf.finish()).expect("ASCII").replace("00000 n", "99999 n").replace("startxref\n", "startxref\n9");
    assert_eq!(segments(file.into_bytes())[0].text, "all the same");
}

fn wide(number: u32, width: u32) -> PageDerivative {
    PageDerivative { page: page(number), derivative: Derivative { width, encoding: Encoding::Png } }
}

#[test]
fn pages_are_read_by_their_numbers() {
    let mut pdf = Pdf::new();
    (1..=5_000).for_each(|number| pdf.page(&text(72, 700, 12, &format!("page {number}"))));
    let file: Bytes = pdf.finish().into();
    let limits = Limits::default();
    assert_eq!(pdf::contents(&file, &limits).expect("a document").pages.len(), 5_000);
    let some = pdf::text(&file, Pages { first: page(4_990), count: 11 }, &limits).expect("its pages");
    assert_eq!(some.len(), 11);
    assert_eq!((some[0].locator, some[0].text.as_str()), (Locator::Page(page(4_990)), "page 4990"));
    let most = pdf::text(&file, Pages { first: page(1), count: u32::MAX }, &limits).expect("its pages");
    assert_eq!(most.len(), MOST_PAGES as usize);
    assert_eq!(pdf::text(&file, Pages { first: page(1), count: 0 }, &limits), Ok(Vec::new()));
}

#[test]
fn a_picture_is_as_wide_as_it_is_wanted_and_on_white() {
    let mut pdf = Pdf::new();
    pdf.page(&[text(72, 700, 40, "Letters"), "1 0 0 rg 306 0 306 396 re f".to_owned()].concat());
    pdf.page_with("/MediaBox [0 0 10 14000]", "");
    let file: Bytes = pdf.finish().into();
    let picture = |number, width| pdf::pictures(&file, &[wide(number, width)], &Limits::default()).expect("a picture").remove(0);
    for width in [1, 199, 612, 1240] {
        let made = image::load_from_memory(&picture(1, width)).expect("a picture").to_rgb8();
        assert_eq!(made.width(), width);
        assert_eq!(made.height(), (f64::from(width) * 792.0 / 612.0).round() as u32);
    }
    let made = image::load_from_memory(&picture(1, 612)).expect("a picture").to_rgb8();
    assert_eq!((made.get_pixel(5, 5).0, made.get_pixel(600, 780).0), ([255; 3], [255, 0, 0]));
    assert!(made.enumerate_pixels().any(|(x, y, pixel)| x < 300 && y < 100 && pixel.0 == [0; 3]), "the letters");
    let long = image::load_from_memory(&picture(2, 5_000)).expect("a picture");
    assert!(long.height() <= 16_383 && long.width() <= 13);
}

/// What is kept from one page to the next (fonts, letters that were drawn) changes nothing: a picture is kept under what
/// it was made of alone.
#[test]
fn pictures_are_the_same_together_and_alone() {
    let mut pdf = Pdf::new();
    for size in [10, 13, 10] {
        pdf.page(&[lines(60, 700, size, &PROSE), shown("F2", "0.7 0.7 -0.7 0.7 300 300", size, "Another, turned")].concat());
    }
    let file: Bytes = pdf.finish().into();
    let wanted = [wide(3, 600), wide(1, 1240), wide(2, 600), wide(1, 600), wide(3, 1240)];
    let together = pdf::pictures(&file, &wanted, &Limits::default()).expect("pictures");
    for (wanted, made) in wanted.into_iter().zip(together) {
        assert!(pdf::pictures(&file, &[wanted], &Limits::default()).expect("a picture") == [made], "{wanted:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn changed_bytes_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30)) {
        let mut pdf = Pdf::new();
        pdf.font_of("L", &[(1, "fi")]);
        pdf.page(&[lines(60, 700, 10, &PROSE), shown("L", "1 0 0 1 72 200", 12, "\u{1}n")].concat());
        let mut file = pdf.finish();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let file = Bytes::from(file);
        let limits = Limits { pixels: 100_000, ..Limits::default() };
        if let Ok(segments) = pdf::text(&file, Pages { first: page(1), count: 1 }, &limits) {
            segments.iter().for_each(assert_sound);
            prop_assert!(pdf::contents(&file, &limits).is_ok());
        }
    }
}
