//! Pictures of pages beside those of `pdftoppm`, where it is installed: from afar both must look the same.
//!
//! Pages at 50 dots an inch are compared in squares of four pixels: a letter is a grey spot there, so that another way to
//! smooth edges, a shift by half a pixel or another font in place of one that the file lacks makes little difference. What
//! is missing, turned or elsewhere makes much.

use super::made::{self, Pdf};
use bytes::Bytes;
use casebook_evidence::pdf::PageDerivative;
use casebook_evidence::picture::{Derivative, Encoding};
use casebook_evidence::reader::{Pool, Reader as _};
use image::GrayImage;
use std::io::Write as _;
use std::num::NonZeroU32;
use std::path::Path;
use std::process::{Command, Stdio};

const DPI: f32 = 50.0;

/// By how much squares may differ in the mean of a page of ours, of 255.
const MOST_MADE: f64 = 8.0;

/// The same for real files, of which some hold what programs read in their own ways.
const MOST_REAL: f64 = 4.0;

/// How many of a hundred real files must look the same.
const SAME_PERCENT: usize = 75;

/// The first page as we draw it; none if it is refused.
fn ours(pool: &Pool, file: &Bytes) -> Option<GrayImage> {
    let contents = pool.contents(file.clone()).ok()?;
    let width = (contents.pages.first()?.width * DPI / 72.0).round().clamp(1.0, 2000.0) as u32;
    let wanted = PageDerivative { page: NonZeroU32::MIN, derivative: Derivative { width, encoding: Encoding::Png } };
    let made = pool.page_pictures(file.clone(), &[wanted]).ok()?;
    Some(image::load_from_memory(&made[0]).expect("a picture").to_luma8())
}

/// The first page as `pdftoppm` draws it, from a file or from what is given to it.
fn theirs(file: &Bytes) -> Option<GrayImage> {
    let mut command = Command::new("timeout");
    command.args(["20", "pdftoppm", "-q", "-gray", "-r", "50", "-l", "1", "-cropbox", "-singlefile", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut to = child.stdin.take()?;
    let file = file.clone();
    let sending = std::thread::spawn(move || drop(to.write_all(&file)));
    let output = child.wait_with_output().ok()?;
    sending.join().expect("no panic");
    grey(&output.stdout)
}

/// A PGM: `P5`, width, height, 255, one byte for each pixel.
fn grey(pgm: &[u8]) -> Option<GrayImage> {
    let mut rest = pgm;
    let mut word = || {
        let end = rest.iter().position(u8::is_ascii_whitespace)?;
        let word = std::str::from_utf8(&rest[..end]).ok()?;
        rest = &rest[end + 1..];
        Some(word)
    };
    let (kind, width, height, most) = (word()?, word()?.parse().ok()?, word()?.parse().ok()?, word()?);
    assert_eq!((kind, most), ("P5", "255"));
    GrayImage::from_raw(width, height, rest.to_vec())
}

/// The sides of a square, in pixels.
const SQUARE: u32 = 4;

/// By how much squares differ in the mean, of 255. A size that is another by more than rounding differs wholly.
fn difference(one: &GrayImage, other: &GrayImage) -> f64 {
    if one.width().abs_diff(other.width()) > 2 || one.height().abs_diff(other.height()) > 2 {
        return 255.0;
    }
    let (width, height) = (one.width().min(other.width()), one.height().min(other.height()));
    let grey = |of: &GrayImage, left: u32, top: u32| {
        let rows = top..(top + SQUARE).min(height);
        let pixels = rows.flat_map(|y| (left..(left + SQUARE).min(width)).map(move |x| (x, y)));
        let (sum, count) = pixels.fold((0, 0), |(sum, count), (x, y)| (sum + u32::from(of.get_pixel(x, y).0[0]), count + 1));
        f64::from(sum) / f64::from(count.max(1))
    };
    let squares = (0..height).step_by(SQUARE as usize).flat_map(|y| (0..width).step_by(SQUARE as usize).map(move |x| (x, y)));
    let (sum, count) = squares.fold((0.0, 0.0), |(sum, count), (x, y)| (sum + (grey(one, x, y) - grey(other, x, y)).abs(), count + 1.0));
    sum / f64::max(count, 1.0)
}

fn is_witness_there() -> bool {
    let is_there = Command::new("pdftoppm").arg("-v").output().is_ok();
    if !is_there {
        println!("skipped: pdftoppm is not installed");
    }
    is_there
}

/// Pages with letters, shapes, turned and cut.
fn documents() -> Vec<(&'static str, Bytes)> {
    let document = |entries: &str, content: &str| {
        let mut pdf = Pdf::new();
        pdf.page_with(entries, content);
        Bytes::from(pdf.finish())
    };
    let prose = ["The ferry left the landing at nine, and nobody had", "written down who was on it. The lamp was lit, the", "ledger lay open."];
    let letters: String = (0..12).map(|block| made::lines(60, 740 - block * 58, 14, &prose)).collect();
    let turned = made::shown("F2", "0.7 0.7 -0.7 0.7 150 150", 30, "Turned by an eighth");
    let shapes = "0.8 0.2 0.1 rg 60 400 200 300 re f 0 0 1 RG 12 w 300 100 m 560 700 l S 0.5 g 300 100 m 400 300 500 300 560 100 c f";
    vec![
        ("letters", document("", &letters)),
        ("turned letters", document("", &turned)),
        ("shapes", document("", shapes)),
        ("a turned page", document("/Rotate 90", &[letters.as_str(), shapes].concat())),
        ("a cut page", document("/CropBox [100 200 500 600]", &[letters.as_str(), shapes].concat())),
    ]
}

pub(crate) fn made_pages_look_as_another_program_draws_them() {
    if !is_witness_there() {
        return;
    }
    let pool = super::pool();
    let look = |file: &Bytes| ours(&pool, file).zip(theirs(file)).expect("both draw it");
    let pages: Vec<_> = documents().into_iter().map(|(name, file)| (name, look(&file))).collect();
    pages.iter().for_each(|(name, (ours, theirs))| println!("    {:.2} {name}", difference(ours, theirs)));
    for (name, (ours, theirs)) in &pages {
        assert!(difference(ours, theirs) < MOST_MADE, "{name}");
    }
    // What isn't the same is seen: a test that finds nothing would pass as well.
    let empty = GrayImage::from_pixel(pages[0].1.0.width(), pages[0].1.0.height(), image::Luma([255]));
    let same = difference(&pages[0].1.0, &pages[0].1.1);
    assert!(difference(&empty, &pages[0].1.1) > same * 3.0, "a page without its letters");
    assert!(difference(&pages[0].1.0, &pages[2].1.1) > MOST_MADE * 2.0, "another page");
}

pub(crate) fn real_pages_look_as_another_program_draws_them() {
    if !is_witness_there() {
        return;
    }
    let pool = super::pool();
    let mut found: Vec<(f64, String)> = Vec::new();
    for path in super::corpus::files() {
        let file = Bytes::from(std::fs::read(&path).expect("a file"));
        let Some((ours, theirs)) = ours(&pool, &file).zip(theirs(&file)) else { continue };
        found.push((difference(&ours, &theirs), name(&path)));
    }
    if found.is_empty() {
        return;
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let same = found.iter().filter(|(difference, _)| *difference < MOST_REAL).count();
    println!("{} first pages drawn by both, {same} look the same (less than {MOST_REAL} of 255 in the mean); the others:", found.len());
    found.iter().take(found.len() - same).for_each(|(difference, name)| println!("    {difference:.1} {name}"));
    println!("    in the middle of all: {:.2}", found[found.len() / 2].0);
    let under = |most: f64| found.iter().filter(|(difference, _)| *difference < most).count();
    println!("    less than 1: {}, 2: {}, 4: {}, 8: {}", under(1.0), under(2.0), under(4.0), under(8.0));
    assert!(same * 100 >= found.len() * SAME_PERCENT, "only {same} of {} look the same", found.len());
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
