//! Replays the seeds of the fuzz targets: files that we made, and files that once broke a decoder.
//! What must hold for them stands in `fuzz/src/foreign.rs`.

#[path = "../../../fuzz/src/foreign.rs"]
mod foreign;
mod support;

use std::fs;
use std::path::{Path, PathBuf};

/// With this variable set, the seeds of pictures are made anew.
const WRITE: &str = "CASEBOOK_WRITE_SEEDS";

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target)
}

/// Runs a target over its seeds and says which one it was when it breaks.
fn replay(target: &str, run: fn(&[u8])) {
    let folder = folder(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut count = 0;
    for file in files {
        let path = file.expect("a file of the folder").path();
        let input = fs::read(&path).expect("a seed");
        let result = std::panic::catch_unwind(|| run(&input));
        assert!(result.is_ok(), "{} breaks the target; the reason stands above", path.display());
        count += 1;
    }
    assert!(count >= 5, "only {count} seeds in {}", folder.display());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one way to tell a test to write")]
fn picture_seeds_break_nothing() {
    if std::env::var_os(WRITE).is_some() {
        fs::create_dir_all(folder("picture")).expect("a writable folder");
        for (name, bytes) in made() {
            fs::write(folder("picture").join(name), bytes).expect("a writable folder");
        }
    }
    replay("picture", foreign::picture);
}

#[test]
fn svg_seeds_break_nothing() {
    replay("svg", foreign::svg);
}

/// One small picture of each kind, with all the metadata that it can have.
fn made() -> Vec<(&'static str, Vec<u8>)> {
    let photo = image::DynamicImage::from(support::corners(24, 16));
    let frame = support::with_hole(24, 16);
    let mut progressive = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut progressive, 60);
    encoder.set_progressive(true);
    encoder.encode(photo.as_bytes(), 24, 16, jpeg_encoder::ColorType::Rgb).expect("a JPEG");
    let mut cmyk = Vec::new();
    jpeg_encoder::Encoder::new(&mut cmyk, 60).encode(&[9; 24 * 16 * 4], 24, 16, jpeg_encoder::ColorType::Cmyk).expect("a JPEG");
    vec![
        ("photo.jpg", support::jpeg(&photo, 6, None)),
        ("progressive.jpg", progressive),
        ("cmyk.jpg", cmyk),
        ("photo.png", support::png(&photo, 3, None)),
        ("grey16.png", support::png(&photo.to_luma16().into(), 1, None)),
        ("bomb.png", support::png_of_size(30_000, 30_000, b"x")),
        ("photo.webp", support::webp(&photo, 8, None)),
        ("lossy.webp", webp::Encoder::from_rgba(&frame, 24, 16).encode(50.0).to_vec()),
        ("moving.gif", support::gif(&[frame.clone(), frame])),
        ("photo.tiff", support::tiff(&support::corners(24, 16), 5, None)),
    ]
}
