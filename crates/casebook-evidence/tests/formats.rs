//! Every format that is read: its facts, its colours, its orientation, and that nothing but pixels comes out.

mod support;

use casebook_evidence::picture::{Alpha, Derivative, Encoding, Facts, Failure, Foreign, Format, Look, Motion, Size, derive, inspect};
use casebook_evidence::reader::Limits;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};
use moxcms::ColorProfile;
use support::{SECRET, corners, corners_of, encoded, holds, with_hole};

const WIDTH: u32 = 160;
const HEIGHT: u32 = 96;

/// What stands in the four corners after turning a picture of each orientation upright.
const UPRIGHT: [[usize; 4]; 8] = [[0, 1, 2, 3], [1, 0, 3, 2], [3, 2, 1, 0], [2, 3, 0, 1], [0, 2, 1, 3], [2, 0, 3, 1], [3, 1, 2, 0], [1, 3, 0, 2]];

fn facts(bytes: &[u8]) -> Facts {
    inspect(bytes, &Limits::default()).expect("a picture")
}

fn made(bytes: &[u8], width: u32, encoding: Encoding) -> Vec<u8> {
    derive(bytes, &[Derivative { width, encoding }], &Limits::default()).expect("a picture").remove(0)
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).expect("a derivative is a picture")
}

fn photo() -> DynamicImage {
    corners(WIDTH, HEIGHT).into()
}

#[test]
fn each_format_is_read() {
    let photo = photo();
    let still = |format, look| Facts { size: Size { width: WIDTH, height: HEIGHT }, format, motion: Motion::Still, look, alpha: Alpha::Opaque };
    assert_eq!(facts(&support::jpeg(&photo, 1, None)), still(Format::Jpeg, Look::Photo));
    assert_eq!(facts(&support::png(&photo, 1, None)), still(Format::Png, Look::Photo));
    assert_eq!(facts(&support::webp(&photo, 1, None)), still(Format::Webp, Look::Photo));
    assert_eq!(facts(&support::tiff(&corners(WIDTH, HEIGHT), 1, None)), still(Format::Tiff, Look::Photo));
    let flat = RgbaImage::from_pixel(WIDTH, HEIGHT, image::Rgba([9, 9, 200, 255]));
    assert_eq!(facts(&support::gif(&[flat])), still(Format::Gif, Look::Drawing));
}

#[test]
fn orientations_are_applied_in_every_format_that_has_them() {
    let photo = photo();
    for orientation in 1..=8_u16 {
        let files = [
            support::jpeg(&photo, orientation, None),
            support::png(&photo, orientation, None),
            support::webp(&photo, orientation, None),
            support::tiff(&corners(WIDTH, HEIGHT), orientation, None),
        ];
        for file in files {
            let facts = facts(&file);
            let expected = if orientation < 5 { (WIDTH, HEIGHT) } else { (HEIGHT, WIDTH) };
            assert_eq!((facts.size.width, facts.size.height), expected, "{:?} {orientation}", facts.format);
            for width in [expected.0, 40] {
                let image = decoded(&made(&file, width, Encoding::WebpSharp));
                assert_eq!((image.width(), image.height()), (width, facts.size.scaled_to(width).height), "{:?} {orientation}", facts.format);
                assert_eq!(corners_of(&image), UPRIGHT[usize::from(orientation) - 1], "{:?} {orientation} at {width}", facts.format);
            }
        }
    }
}

#[test]
fn nothing_but_pixels_comes_out() {
    let photo = photo();
    let mut profile = ColorProfile::new_display_p3();
    profile.description = Some(moxcms::ProfileText::PlainString(SECRET.to_owned()));
    let profile = profile.encode().expect("a profile");
    assert!(holds(&profile, &SECRET.as_bytes()[..4]) || profile.windows(8).any(|utf16| utf16 == b"\0S\0E\0C\0R"), "the profile names its owner");
    let files = [
        support::jpeg(&photo, 6, Some(&profile)),
        support::png(&photo, 6, Some(profile.clone())),
        support::webp(&photo, 6, Some(profile.clone())),
        support::tiff(&corners(WIDTH, HEIGHT), 6, Some(profile)),
        support::gif(&[with_hole(WIDTH, HEIGHT), with_hole(WIDTH, HEIGHT)]),
    ];
    for file in files {
        assert!(holds(&file, SECRET.as_bytes()), "the test's own file");
        for encoding in Encoding::ALL {
            for width in [64, WIDTH, 4000] {
                let made = made(&file, width, encoding);
                assert!(support::is_only_pixels(&made), "{encoding:?} of {:?}", Format::of(&file));
                for words in [
                    SECRET.as_bytes(),
                    b"SECRET",
                    b"\0S\0E\0C",
                    b"Exif",
                    b"ICC_PROFILE",
                    b"iCCP",
                    b"ICCP",
                    b"8BIM",
                    b"xmpmeta",
                    b"tEXt",
                    b"eXIf",
                    b"EXIF",
                ] {
                    assert!(!holds(&made, words), "{:?} in {encoding:?} of {:?}", String::from_utf8_lossy(words), Format::of(&file));
                }
                assert_eq!(made.windows(3).filter(|start| *start == b"\xff\xd8\xff").count(), usize::from(encoding == Encoding::Jpeg), "a thumbnail");
            }
        }
    }
}

/// A strong green of these primaries, as sRGB shows it.
fn shown(profile: &ColorProfile, file: impl Fn(&DynamicImage, Vec<u8>) -> Vec<u8>) -> [u8; 3] {
    let image = RgbImage::from_pixel(32, 32, Rgb([120, 200, 120]));
    let file = file(&image.into(), profile.encode().expect("a profile"));
    decoded(&made(&file, 32, Encoding::WebpSharp)).to_rgb8().get_pixel(16, 16).0
}

#[test]
fn colours_of_other_profiles_are_brought_to_srgb() {
    let near = |colour: [u8; 3], expected: [u8; 3]| colour.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 5);
    // Worked out from the primaries in the specifications of both spaces.
    for (profile, expected) in [
        (ColorProfile::new_display_p3(), [89, 202, 110]),
        (ColorProfile::new_adobe_rgb(), [51, 201, 116]),
        (ColorProfile::new_srgb(), [120, 200, 120]),
    ] {
        let png = shown(&profile, |image, icc| support::png(image, 1, Some(icc)));
        let webp = shown(&profile, |image, icc| support::webp(image, 1, Some(icc)));
        let jpeg = shown(&profile, |image, icc| support::jpeg(image, 1, Some(&icc)));
        assert!(near(png, expected) && near(webp, expected) && near(jpeg, expected), "{expected:?}: {png:?} {webp:?} {jpeg:?}");
    }
    // A profile of nonsense is none.
    let nonsense = shown(&ColorProfile::new_srgb(), |image, _| support::png(image, 1, Some(b"nonsense".to_vec())));
    assert_eq!(nonsense, [120, 200, 120]);
}

#[test]
fn grey_profiles_are_applied_to_grey_pictures() {
    let profile = ColorProfile::new_gray_with_gamma(1.0).encode().expect("a profile");
    let grey = image::GrayImage::from_pixel(32, 32, image::Luma([55]));
    let file = support::png(&grey.into(), 1, Some(profile));
    let shown = decoded(&made(&file, 32, Encoding::WebpSharp)).to_rgb8().get_pixel(9, 9).0;
    // 55 of 255 in linear light is 128 in sRGB.
    assert!(shown.iter().all(|value| value.abs_diff(128) <= 2), "{shown:?}");
}

#[test]
fn more_than_eight_bits_are_brought_to_eight() {
    let deep = image::ImageBuffer::<Rgb<u16>, _>::from_fn(WIDTH, HEIGHT, |x, _| Rgb([(x * 400) as u16, 0, 65_535]));
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        let file = encoded(&deep.clone().into(), format);
        let image = decoded(&made(&file, WIDTH, Encoding::Png)).to_rgb8();
        assert_eq!(image.get_pixel(100, 3).0, [((100_u32 * 400 + 128) / 257) as u8, 0, 255], "{format:?}");
    }
}

#[test]
fn printers_colours_become_colours_of_screens() {
    let mut file = Vec::new();
    let red: Vec<u8> = [0, 255, 255, 0].repeat(64 * 64);
    let encoder = jpeg_encoder::Encoder::new(&mut file, 95);
    encoder.encode(&red, 64, 64, jpeg_encoder::ColorType::Cmyk).expect("a CMYK JPEG");
    let shown = decoded(&made(&file, 64, Encoding::WebpSharp)).to_rgb8().get_pixel(20, 20).0;
    assert!(shown[0] > 220 && shown[1] < 40 && shown[2] < 40, "{shown:?}");
}

#[test]
fn transparency_stays_where_it_can_and_stands_on_white_where_not() {
    let hole = DynamicImage::from(with_hole(WIDTH, HEIGHT));
    let files = [support::png(&hole, 1, None), support::webp(&hole, 1, None), support::gif(&[hole.to_rgba8()])];
    for file in files {
        assert_eq!(facts(&file).alpha, Alpha::Transparent);
        for encoding in [Encoding::Webp, Encoding::WebpSharp, Encoding::Png] {
            let image = decoded(&made(&file, 80, encoding)).to_rgba8();
            assert_eq!((image.get_pixel(40, 24).0[3], image.get_pixel(2, 2).0[3]), (0, 255), "{encoding:?}");
        }
        let image = decoded(&made(&file, 80, Encoding::Jpeg)).to_rgb8();
        assert!(image.get_pixel(40, 24).0.iter().all(|value| *value > 240));
    }
    // Four channels without a hole are opaque.
    let solid = DynamicImage::from(photo().to_rgba8());
    assert_eq!(facts(&support::png(&solid, 1, None)).alpha, Alpha::Opaque);
}

#[test]
fn moving_pictures_become_their_first_frame() {
    let frame = |value| RgbaImage::from_pixel(64, 48, image::Rgba([value, 0, 0, 255]));
    let file = support::gif(&[frame(250), frame(10)]);
    assert_eq!(facts(&file).motion, Motion::Animated);
    assert!(decoded(&made(&file, 64, Encoding::Png)).to_rgb8().get_pixel(5, 5).0[0] > 240);
    let mut encoder = webp::AnimEncoder::new(64, 48, config());
    let pixels = [frame(250), frame(10)];
    for (at, frame) in pixels.iter().enumerate() {
        encoder.add_frame(webp::AnimFrame::from_rgba(frame, 64, 48, 100 * at as i32));
    }
    let file = encoder.encode().to_vec();
    assert_eq!(facts(&file).motion, Motion::Animated);
    assert!(decoded(&made(&file, 64, Encoding::Png)).to_rgb8().get_pixel(5, 5).0[0] > 220);
}

fn config() -> &'static webp::WebPConfig {
    Box::leak(Box::new(webp::WebPConfig::new().expect("the defaults")))
}

#[test]
fn drawings_are_told_from_photos() {
    let text = RgbImage::from_fn(200, 100, |x, y| if x % 9 == 0 && y % 3 != 0 { Rgb([0; 3]) } else { Rgb([255; 3]) });
    for format in [ImageFormat::Png, ImageFormat::Tiff, ImageFormat::WebP] {
        assert_eq!(facts(&encoded(&text.clone().into(), format)).look, Look::Drawing, "{format:?}");
        assert_eq!(facts(&encoded(&photo(), format)).look, Look::Photo, "{format:?}");
    }
    // What JPEG blurred is blurred already.
    assert_eq!(facts(&encoded(&text.into(), ImageFormat::Jpeg)).look, Look::Photo);
}

#[test]
fn many_are_made_at_once_and_none_is_larger_than_the_original() {
    let file = support::jpeg(&corners(900, 600).into(), 1, None);
    let wanted = [(320, Encoding::Webp), (320, Encoding::Jpeg), (640, Encoding::Webp), (5000, Encoding::Png)];
    let wanted = wanted.map(|(width, encoding)| Derivative { width, encoding });
    let made = derive(&file, &wanted, &Limits::default()).expect("a picture");
    let sizes: Vec<_> = made.iter().map(|made| decoded(made)).map(|image| (image.width(), image.height())).collect();
    assert_eq!(sizes, [(320, 213), (320, 213), (640, 427), (900, 600)]);
    let alone = derive(&file, &wanted[1..2], &Limits::default()).expect("a picture");
    assert_eq!(decoded(&alone[0]).width(), 320);
    assert!(derive(&file, &[], &Limits::default()).expect("a picture").is_empty());
}

#[test]
fn what_is_not_read_says_what_to_do() {
    for (bytes, foreign, advice) in [
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1miaf".as_slice(), Foreign::Avif, "save it as JPEG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Foreign::Heic, "save it as JPEG"),
        (b"<html>404</html>", Foreign::Text, "fetch the picture again"),
    ] {
        let failure = inspect(bytes, &Limits::default()).expect_err("no picture");
        assert_eq!(failure, Failure::Foreign(foreign));
        assert!(failure.advice().contains(advice), "{}", failure.advice());
    }
}
