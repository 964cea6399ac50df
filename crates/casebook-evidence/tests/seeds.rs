//! Replays the seeds of the fuzz targets: files that we made, and files that once broke a decoder.
//! What must hold for them stands in `fuzz/src/foreign.rs`.

#[path = "../../../fuzz/src/foreign.rs"]
mod foreign;
#[path = "support/pdf.rs"]
mod paper;
#[path = "../../../fuzz/src/replay.rs"]
mod replay;
mod support;

use replay::replay;

#[test]
fn picture_seeds_break_nothing() {
    replay::write("picture", made);
    replay("picture", foreign::picture);
}

#[test]
fn svg_seeds_break_nothing() {
    replay("svg", foreign::svg);
}

#[test]
fn pdf_seeds_break_nothing() {
    replay::write("pdf", documents);
    replay::write("pdf_text", glyphs);
    replay("pdf", foreign::pdf);
    replay("pdf_text", foreign::pdf_text);
}

/// Small documents with what documents can have.
fn documents() -> Vec<(&'static str, Vec<u8>)> {
    let plain = |content: &str| {
        let mut pdf = paper::Pdf::new();
        pdf.page(content);
        pdf.finish()
    };
    let mut full = paper::Pdf::new();
    full.font_of("L", &[(1, "fi")]);
    full.wide_font("V", "V");
    full.page(&[paper::shown("L", "0 1 -1 0 40 300", 12, "\u{1}nd"), "BT /V 20 Tf 400 700 Td <65E5672C> Tj ET".to_owned()].concat());
    let line = full.add(format!("<< /Title (One) /Dest [{} 0 R /Fit] >>", full.page_object(0)));
    let facts = full.add("<< /Title (A report) /CreationDate (D:20240301123000+01'00') >>");
    full.catalogue = format!("/PageLabels << /Nums [0 << /S /r >>] >> /Outlines << /First {line} 0 R >>");
    full.trailer = format!("/Info {facts} 0 R");
    let mut form = paper::Pdf::new();
    let number = form.next();
    form.stream(&format!("/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {number} 0 R >> >>"), b"/X Do");
    form.page_with(&format!("/Resources << /XObject << /X {number} 0 R >> >>"), "/X Do");
    let cut = plain(&paper::text(72, 700, 12, "cut"));
    vec![
        ("lines.pdf", plain(&paper::lines(72, 700, 12, &["One line", "and the next."]))),
        ("full.pdf", full.finish()),
        ("form.pdf", form.finish()),
        ("no-pages.pdf", paper::Pdf::new().finish()),
        ("cut.pdf", cut[..cut.len() / 2].to_vec()),
        ("drawn.pdf", plain("1 0 0 rg 10 10 m 90 90 l 90 10 l f 0.5 g 100 100 50 50 re B BT /F1 9 Tf 3 Tr (x) Tj ET")),
    ]
}

/// Glyphs for the builder of text, ten bytes each.
fn glyphs() -> Vec<(&'static str, Vec<u8>)> {
    let line = |text: &str, x: i16, y: i16, step: i16, turn: u8| {
        let glyph = |(at, unit): (i16, u16)| {
            let place = [(x + at * step) * 32, y * 32].map(i16::to_be_bytes).concat();
            [&unit.to_be_bytes(), place.as_slice(), &[20, 0, 40, turn]].concat()
        };
        (0..).zip(text.encode_utf16()).flat_map(glyph).collect::<Vec<u8>>()
    };
    let columns = (0..6)
        .flat_map(|row| [line("the left one is read first", 20, 100 + row * 12, 5, 0), line("and then comes this one", 200, 104 + row * 12, 5, 0)]);
    vec![
        ("line", line("one line of it", 100, 100, 5, 0)),
        ("columns", columns.flatten().collect()),
        ("turned", line("turned", 100, 100, 5, 3)),
        ("hebrew", line("םולש 12", 100, 100, 5, 0)),
        ("accents", line("u¨a´e", 100, 100, 2, 0x80)),
        ("doubled", [line("twice", 100, 100, 5, 0), line("twice", 100, 100, 5, 0)].concat()),
    ]
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
