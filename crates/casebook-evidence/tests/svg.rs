//! Drawings: what draws stays, what acts or loads is refused with its place, and writing is canonical.

use casebook_evidence::svg::{Drawing, Refused, Size, reserialise};
use proptest::prelude::*;

fn drawing(inside: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 10 10\">{inside}</svg>")
}

fn written(inside: &str) -> String {
    reserialise(&drawing(inside)).unwrap_or_else(|refusals| panic!("{inside}: {refusals:?}")).text
}

/// What is refused, each with the words of the file that it names.
fn refused(text: &str) -> Vec<(Refused, String)> {
    let refusals = reserialise(text).expect_err(text);
    refusals.into_iter().map(|refusal| (refusal.what, text[refusal.range].to_owned())).collect()
}

#[test]
fn what_draws_stays_and_is_written_in_one_way() {
    let text = "\u{feff}<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\
        <!-- by Jane --><svg:svg width='2cm' viewBox=\"0 0 20 10\" xmlns:svg=\"http://www.w3.org/2000/svg\" xmlns:i=\"http://www.inkscape.org/namespaces/inkscape\" \
        i:export-filename=\"/home/jane/x.png\" data-name=\"jane\">\n <svg:metadata>Jane</svg:metadata><svg:title>Jane</svg:title><i:view/>\
        <svg:g id=\"a\" fill=\"url(#b)\">\n<svg:path style=\"stroke:#000\" d=\"M0 0\nL1 1\"/> Jane </svg:g><svg:text x='1'>a &amp; <svg:tspan>b</svg:tspan> &lt;</svg:text></svg:svg>";
    let Drawing { text, size } = reserialise(text).expect("a drawing");
    assert_eq!(
        text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\" width=\"2cm\"><g fill=\"url(#b)\" id=\"a\">\
         <path d=\"M0 0 L1 1\" style=\"stroke:#000\"/></g><text x=\"1\">a &amp; <tspan>b</tspan> &lt;</text></svg>\n"
    );
    assert_eq!(size, Some(Size { width: 76, height: 38 }));
    assert_eq!(reserialise(&text).expect("what we wrote").text, text);
}

#[test]
fn references_within_the_drawing_stay() {
    assert!(written("<g id='a'/><use xlink:href='#a'/>").contains("<use href=\"#a\"/>"));
    assert!(written("<g id='a'/><use href='#a' xlink:href='http://a.example/'/>").contains("<use href=\"#a\"/>"));
    assert!(written("<rect style='fill:url(#a)' filter=\"url('#f')\"/>").contains("filter=\"url('#f')\""));
    assert!(written("<style>.a &gt; b { fill: url(#x) }</style>").contains("<style>.a &gt; b { fill: url(#x) }</style>"));
}

#[test]
fn a_link_loses_where_it_leads() {
    assert!(written("<a xlink:href='javascript:alert(1)' fill='red'><rect/></a>").contains("<g fill=\"red\"><rect/></g>"));
    assert!(written("<text><a href='https://a.example'>x</a></text>").contains("<text><tspan>x</tspan></text>"));
}

#[test]
fn what_acts_loads_or_moves_is_refused_with_its_place() {
    let cases = [
        ("<script>alert(1)</script>", "<script"),
        ("<g onclick=\"alert(1)\"/>", "onclick=\"alert(1)\""),
        ("<g OnLoad='x'/>", "OnLoad='x'"),
        ("<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>", "<foreignObject"),
        ("<b xmlns='http://www.w3.org/1999/xhtml' onclick='x'/>", "<b"),
        ("<x xmlns=''/>", "<x"),
        ("<set attributeName='href' to='javascript:x'/>", "<set"),
        ("<rect><animate/></rect>", "<animate"),
        ("<image href='data:image/png;base64,AA'/>", "<image"),
        ("<filter><feImage href='http://a.example'/></filter>", "<feImage"),
        ("<use href='http://a.example/x.svg#y'/>", "href='http://a.example/x.svg#y'"),
        ("<use xlink:href=' data:image/svg+xml,x'/>", "xlink:href=' data:image/svg+xml,x'"),
        ("<rect fill='url(http://a.example/)'/>", "fill='url(http://a.example/)'"),
        ("<rect fill='u\\72l(http://a.example/)'/>", "fill='u\\72l(http://a.example/)'"),
        ("<rect style='background:url(//a.example/)'/>", "style='background:url(//a.example/)'"),
        ("<style>@import 'http://a.example/';</style>", "<style"),
        ("<style>@im<!-- -->port 'http://a.example/';</style>", "<style"),
        ("<style><![CDATA[a{b:url(http://a.example/)}]]></style>", "<style"),
        ("<altGlyph/>", "<altGlyph"),
        ("<iframe src='//a.example'/>", "<iframe"),
    ];
    for (inside, place) in cases {
        let found = refused(&drawing(inside));
        assert_eq!(found.len(), 1, "{inside}: {found:?}");
        assert_eq!(found[0].1, place, "{inside}");
    }
}

#[test]
fn all_of_it_is_told_in_the_order_of_the_file() {
    let found = refused(&drawing("<g onclick='a'><script/></g><set/>"));
    let places: Vec<&str> = found.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places, ["onclick='a'", "<script", "<set"]);
}

#[test]
fn what_is_no_drawing_says_so() {
    assert_eq!(refused("<html/>"), [(Refused::NotSvg, "<html".to_owned())]);
    assert_eq!(refused("<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg xmlns='http://www.w3.org/2000/svg'/>")[0].0, Refused::Declarations);
    for text in
        ["", "<svg", "<svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>", "\u{feff}\n<svg>ü</g>", "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>"]
    {
        assert!(matches!(refused(text)[0].0, Refused::Malformed(_) | Refused::NotSvg), "{text}");
    }
    let refusal = &reserialise("<svg xmlns='http://www.w3.org/2000/svg'>\n <gü></svg>").expect_err("a broken one")[0];
    assert!(refusal.range.start > 40, "the second line: {refusal:?}");
}

#[test]
fn parts_that_repeat_each_other_are_counted() {
    let level = |at: u32| format!("<g id='l{at}'>{}</g>", format!("<use href='#l{}'/>", at - 1).repeat(10));
    let bomb: String = (1..9).map(level).collect();
    assert_eq!(refused(&drawing(&format!("<g id='l0'/>{bomb}")))[0].0, Refused::TooManyUses);
    let fair: String = (1..4).map(level).collect();
    assert!(reserialise(&drawing(&format!("<g id='l0'/>{fair}"))).is_ok());
    assert_eq!(refused(&drawing("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"))[0].0, Refused::TooManyUses);
    let chain: String = (1..5000).map(|at| format!("<g id='c{at}'><use href='#c{}'/></g>", at + 1)).collect();
    assert_eq!(refused(&drawing(&chain))[0].0, Refused::TooManyUses);
    let deep = format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000));
    assert_eq!(refused(&drawing(&deep))[0].0, Refused::TooDeep);
}

#[test]
fn the_size_is_what_the_drawing_asks_for() {
    for (attributes, expected) in [
        ("width='10' height='20'", Some((10, 20))),
        ("width='1in' height='72pt'", Some((96, 96))),
        ("viewBox='0,0 30 15'", Some((30, 15))),
        ("width='60' viewBox='0 0 30 15'", Some((60, 30))),
        ("width='100%' height='100%' viewBox='-5 -5 300.4 150'", Some((300, 150))),
        ("width='100%'", None),
        ("width='-3' height='NaN'", None),
        ("width='1e99' height='3'", None),
        ("viewBox='0 0 0 0'", None),
        ("", None),
    ] {
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' {attributes}/>");
        let size = reserialise(&text).expect(attributes).size;
        assert_eq!(size.map(|size| (size.width, size.height)), expected, "{attributes}");
    }
}

/// Pieces of drawings, good and bad, in any order.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 24] = [
        "<g>",
        "</g>",
        "<rect fill='url(#a)'/>",
        "<use href='#a'/>",
        "<g id='a'>",
        "<script>",
        "</script>",
        " onload='x'",
        "<style>",
        "</style>",
        "@import",
        "url(",
        "http://a.example",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&lt;",
        "&#x3c;script",
        "<text>",
        "</text>",
        "\\",
        "'",
        ">",
    ];
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..14).prop_map(|pieces| drawing(&pieces.concat()))
}

proptest! {
    #[test]
    fn what_comes_out_is_harmless_and_comes_out_the_same_again(text in prop_oneof![pieces(), "\\PC{0,80}"]) {
        match reserialise(&text) {
            Ok(Drawing { text: written, size }) => {
                prop_assert!(!written.contains("<script") && !written.contains("<!"), "{written}");
                prop_assert_eq!(reserialise(&written), Ok(Drawing { text: written, size }));
            }
            Err(refusals) => {
                prop_assert!(!refusals.is_empty());
                for refusal in refusals {
                    prop_assert!(text.get(refusal.range.clone()).is_some(), "{refusal:?} is no place in {text:?}");
                }
            }
        }
    }
}
