//! Files that lie, end early or are made to break: each is refused with a reason, and nothing panics.

mod support;

use casebook_evidence::picture::{Derivative, Encoding, Failure, derive, inspect};
use casebook_evidence::reader::Limits;
use image::{DynamicImage, RgbaImage};
use proptest::prelude::*;
use support::{corners, png_chunk, png_of_size};

/// Small enough that thousands are decoded in a test.
const WIDTH: u32 = 56;
const HEIGHT: u32 = 40;

fn photo() -> DynamicImage {
    corners(WIDTH, HEIGHT).into()
}

/// One of each format, without what stands behind its end.
fn files() -> [(&'static str, Vec<u8>); 7] {
    let without_tail = |mut file: Vec<u8>| {
        file.truncate(file.len() - support::SECRET.len());
        file
    };
    let mut progressive = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut progressive, 80);
    encoder.set_progressive(true);
    encoder.encode(&corners(WIDTH, HEIGHT), WIDTH as u16, HEIGHT as u16, jpeg_encoder::ColorType::Rgb).expect("a JPEG");
    let frame = |value| RgbaImage::from_fn(WIDTH, HEIGHT, |x, y| image::Rgba([value, (x * y % 199) as u8, x as u8, 255]));
    [
        ("jpeg", without_tail(support::jpeg(&photo(), 6, None))),
        ("progressive jpeg", progressive),
        ("png", without_tail(support::png(&photo(), 6, None))),
        ("webp", without_tail(support::webp(&photo(), 6, None))),
        ("lossy webp", webp::Encoder::from_rgb(&corners(WIDTH, HEIGHT), WIDTH, HEIGHT).encode(70.0).to_vec()),
        ("gif", without_tail(support::gif(&[frame(9)]))),
        ("tiff", without_tail(support::tiff(&corners(WIDTH, HEIGHT), 6, None))),
    ]
}

#[test]
fn a_file_that_ends_early_is_found_wherever_it_ends() {
    for (name, file) in files() {
        assert!(inspect(&file, &Limits::default()).is_ok(), "{name}");
        for sixteenth in 1..16 {
            let cut = &file[..file.len() * sixteenth / 16];
            let failure = inspect(cut, &Limits::default()).expect_err(&format!("{name} at {sixteenth}/16"));
            assert!(matches!(failure, Failure::Truncated | Failure::Damaged), "{name} at {sixteenth}/16: {failure:?}");
        }
    }
}

#[test]
fn a_small_file_of_a_huge_picture_is_refused_before_it_is_decoded() {
    // 100 KB that would become 900 million pixels.
    let bomb = png_of_size(30_000, 30_000, &[0x78; 100_000]);
    assert!(bomb.len() < 101_000);
    let failure = inspect(&bomb, &Limits::default()).expect_err("a bomb");
    assert_eq!(failure, Failure::TooManyPixels { width: 30_000, height: 30_000, most: 110_000_000 });
    assert_eq!(failure.to_string(), "the picture has 30000 x 30000 pixels; it may have 110 million");
    assert_eq!(derive(&bomb, &[Derivative { width: 100, encoding: Encoding::Webp }], &Limits::default()), Err(failure));
}

#[test]
fn bombs_in_other_formats_are_refused_as_well() {
    let gif = b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0\x3b".to_vec();
    // VP8X: a canvas of 16,777,216 x 256.
    let webp = b"RIFF\x26\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\0\0VP8L\x08\0\0\0\x2f\0\0\0\0\0\0\0".to_vec();
    let mut tiff = support::tiff(&corners(2, 2), 1, None);
    let sides = [[0x00_u8, 0x01], [0x01, 0x01], [0x16, 0x01]];
    for side in sides {
        let at = tiff.windows(4).position(|tag| tag[..2] == side && tag[2..] == [3, 0]).expect("the tag");
        tiff[at + 8..at + 10].copy_from_slice(&[0xff, 0xff]);
    }
    let jpeg =
        b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xda\0\x0c\x03\x01\0\x02\x11\x03\x11\0\x3f\0\0\xff\xd9"
            .to_vec();
    for (name, file) in [("gif", gif), ("webp", webp), ("tiff", tiff), ("jpeg", jpeg)] {
        let failure = inspect(&file, &Limits::default()).expect_err(name);
        // WebP's own rules forbid such a canvas.
        let is_expected = matches!(failure, Failure::TooManyPixels { .. }) || (name == "webp" && failure == Failure::Damaged);
        assert!(is_expected, "{name}: {failure:?}");
    }
}

#[test]
fn a_picture_at_the_limit_is_read_and_one_above_is_not() {
    let file = support::png(&photo(), 1, None);
    let limits = |pixels| Limits { pixels, ..Limits::default() };
    assert!(inspect(&file, &limits(u64::from(WIDTH * HEIGHT))).is_ok());
    assert_eq!(
        inspect(&file, &limits(u64::from(WIDTH * HEIGHT) - 1)),
        Err(Failure::TooManyPixels { width: WIDTH, height: HEIGHT, most: u64::from(WIDTH * HEIGHT) - 1 })
    );
    let limits = Limits { input: file.len() as u64 - 1, ..Limits::default() };
    assert!(matches!(inspect(&file, &limits), Err(Failure::TooLong { .. })));
    assert_eq!(inspect(b"", &limits), Err(Failure::Empty));
}

#[test]
fn memory_is_counted_before_it_is_taken() {
    let limits = Limits { memory: 1000, ..Limits::default() };
    for (name, file) in files() {
        assert_eq!(inspect(&file, &limits), Err(Failure::OutOfMemory), "{name}");
    }
}

#[test]
fn a_picture_of_few_pixels_with_many_bytes_each_is_refused() {
    // 100 million pixels of four channels with 16 bits, in a file of 100 bytes.
    let head = [&10_000_u32.to_be_bytes(), 10_000_u32.to_be_bytes().as_slice(), &[16, 6, 0, 0, 0]].concat();
    let file = [b"\x89PNG\r\n\x1a\n".as_slice(), &png_chunk(b"IHDR", &head), &png_chunk(b"IDAT", b"x"), &png_chunk(b"IEND", b"")].concat();
    assert_eq!(inspect(&file, &Limits::default()), Err(Failure::OutOfMemory));
}

fn small() -> Limits {
    Limits { pixels: 1_000_000, memory: 64 << 20, ..Limits::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn changed_bytes_never_panic(which in 0..7_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut file = files()[which].1.clone();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if inspect(&file, &small()).is_ok() {
            let wanted = Encoding::ALL.map(|encoding| Derivative { width: 33, encoding });
            let made = derive(&file, &wanted, &small());
            prop_assert!(made.is_ok_and(|made| made.iter().all(|made| image::load_from_memory(made).is_ok())));
        }
    }

    #[test]
    fn random_bytes_never_panic(start in prop::sample::select(vec![&b""[..], b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"II\x2a\0", b"RIFF\xff\0\0\0WEBP"]), rest in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = inspect(&[start, &rest].concat(), &small());
    }
}
