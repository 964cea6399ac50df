//! Every way in which a page, a style or a drawing asks for something, and what is no way.

use super::{Kind, Load, Origin, Rule, of_css, of_html, of_svg};

const OUT: &str = "https://out.example/x";

fn loads(found: &[Load]) -> Vec<(Kind, &str)> {
    found.iter().map(|load| (load.kind, load.address.as_str())).collect()
}

#[test]
fn every_load_of_a_page_is_found() {
    use Kind::{
        Background, Base, Drawing, Form, Frame, Hint, Icon, Import, Manifest, Media, Object, Picture, PictureSet, Ping, Poster, Refresh, Script,
        Style, StyleSheet,
    };
    for (html, kind) in [
        ("<img src=OUT>", Picture),
        ("<IMG SRC='OUT'>", Picture),
        ("<image src=OUT>", Picture),
        ("<input type=image src=OUT>", Picture),
        ("<noscript><img src=OUT></noscript>", Picture),
        ("<template><img src=OUT></template>", Picture),
        ("<svg><style><img src=OUT></style></svg>", Picture),
        ("<table><img src=OUT></table>", Picture),
        ("<img srcset='/a.png 1x, OUT 2x'>", PictureSet),
        ("<picture><source srcset=OUT></picture>", PictureSet),
        ("<link rel=preload as=image imagesrcset='OUT 1x'>", PictureSet),
        ("<video src=OUT></video>", Media),
        ("<audio><source src=OUT></audio>", Media),
        ("<video><track src=OUT></video>", Media),
        ("<video poster=OUT></video>", Poster),
        ("<body background=OUT>", Background),
        ("<body><body background=OUT>", Background),
        ("<table><td background=OUT></table>", Background),
        ("<svg><use href='OUT#a'/></svg>", Drawing),
        ("<svg><image xlink:href=OUT /></svg>", Drawing),
        ("<svg><filter><feImage href=OUT /></filter></svg>", Drawing),
        ("<svg><linearGradient href=OUT /></svg>", Drawing),
        ("<svg><script href=OUT /></svg>", Drawing),
        ("<svg><path fill='url(OUT#a)'/></svg>", Style),
        ("<svg><style>a{fill:url(OUT)}</style></svg>", Style),
        ("<p style='background:URL( \"OUT\" )'>", Style),
        ("<style>a{background:u\\72l(OUT)}</style>", Style),
        ("<style>a{background:image-set(\"OUT\" 1x)}</style>", Style),
        ("<style>@import \"OUT\";</style>", Import),
        ("<style>@IMPORT url(OUT) screen;</style>", Import),
        ("<link rel='alternate stylesheet' href=OUT>", StyleSheet),
        ("<link rel=icon href=OUT>", Icon),
        ("<link rel=apple-touch-icon href=OUT>", Icon),
        ("<link rel=preconnect href=OUT>", Hint),
        ("<link rel=DNS-prefetch href=OUT>", Hint),
        ("<link rel='author prefetch' href=OUT>", Hint),
        ("<link rel=modulepreload href=OUT>", Hint),
        ("<link rel=something-new href=OUT>", Hint),
        ("<link rel=manifest href=OUT>", Manifest),
        ("<html manifest=OUT>", Manifest),
        ("<script src=OUT></script>", Script),
        ("<iframe src=OUT></iframe>", Frame),
        ("<frameset><frame src=OUT></frameset>", Frame),
        ("<iframe srcdoc='<img src=OUT>'></iframe>", Picture),
        ("<object data=OUT></object>", Object),
        ("<embed src=OUT>", Object),
        ("<applet code=OUT></applet>", Object),
        ("<form action=OUT></form>", Form),
        ("<form><button formaction=OUT></button></form>", Form),
        ("<meta http-equiv=Refresh content='5; URL = \"OUT\"'>", Refresh),
        ("<meta http-equiv=refresh content='0,OUT'>", Refresh),
        ("<a href=/ ping='OUT'>", Ping),
        ("<img attributionsrc=OUT>", Ping),
        ("<base href=OUT>", Base),
    ] {
        let html = html.replace("OUT", OUT);
        let found = of_html(&html);
        let outside: Vec<_> = loads(&found.loads).into_iter().filter(|(_, address)| address.starts_with(OUT)).collect();
        assert_eq!(outside.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [kind], "{html}: {found:?}");
        assert!(found.loads.iter().any(|load| Origin::new("https://example.org").rule(load).is_none()), "{html}");
    }
}

#[test]
fn what_nobody_asks_for_is_no_load() {
    for html in [
        "<a href=OUT>x</a>",
        "<map><area href=OUT></map>",
        "<svg><a href=OUT></a></svg>",
        "<link rel=canonical href=OUT><link rel=alternate href=OUT><link rel=license href=OUT>",
        "<blockquote cite=OUT></blockquote>",
        "<meta property=og:image content=OUT>",
        "<script type='application/ld+json'>{\"url\":\"OUT\"}</script>",
        "<!-- <img src=OUT> -->",
        "<textarea><img src=OUT></textarea>",
        "<style>/* url(OUT) */ a::after { content: \"url(OUT)\" } @namespace \"OUT\"; @namespace svg url(OUT);</style>",
        "<meta http-equiv=refresh content='30'>",
        "<p title='url(OUT)'>",
        "<img src=''>",
    ] {
        let html = html.replace("OUT", OUT);
        assert_eq!(loads(&of_html(&html).loads), [], "{html}");
    }
    assert_eq!(of_html("<a href=https://a.example/>x</a><a href=/b/>y</a>").links, ["https://a.example/", "/b/"]);
}

#[test]
fn a_drawing_of_its_own_is_looked_into() {
    for svg in [
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"OUT\"/></svg>",
        "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"a\" \"http://www.w3.org/b.dtd\"><svg xmlns:x=\"http://www.w3.org/1999/xlink\"><use x:href=\"OUT#a\"/></svg>",
        "<?xml-stylesheet type=\"text/css\" href=\"OUT\"?><svg/>",
        "<!DOCTYPE svg [<!ENTITY far \"OUT\">]><svg><image xlink:href=\"&far;\"/></svg>",
        "<svg><style><![CDATA[ @import url(OUT); ]]></style></svg>",
        "<svg><foreignObject><iframe src=\"OUT\"></iframe></foreignObject></svg>",
        "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:image href=\"OUT\"/></s:svg>",
    ] {
        let svg = svg.replace("OUT", OUT);
        let found = of_svg(&svg);
        assert!(found.loads.iter().any(|load| load.address.starts_with(OUT)), "{svg}: {found:?}");
    }
    let plain = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><defs><path id=\"a\" d=\"M0 0\" transform=\"scale(2)\"/></defs><a href=\"https://a.example/\"><text>x</text></a></svg>";
    assert_eq!(of_svg(plain).loads, []);
}

#[test]
fn addresses_are_read_as_browsers_read_them() {
    let origin = Origin::new("https://example.org");
    let rule = |address: &str| origin.rule(&Load { kind: Kind::Picture, address: address.to_owned() });
    for own in ["/a.png", "a.png", "../a", "?x", "#x", "https://example.org/a", "HTTPS://EXAMPLE.ORG:443/a", "//example.org/a", "/a//b"] {
        assert_eq!(rule(own), Some(Rule::Own), "{own}");
    }
    assert_eq!((rule("data:image/png;base64,AA"), rule("about:blank")), (Some(Rule::Contained), Some(Rule::Contained)));
    for outside in [
        "https://out.example/a",
        "//out.example/a",
        "\\\\out.example/a",
        "/\\out.example/a",
        "/\t/out.example/a",
        "ht\ntps://out.example",
        "http://example.org/a",
        "https://example.org:8443/a",
        "https://example.org@out.example/",
        "https://example.org.out.example/",
        "wss://example.org/",
        "mailto:a@example.org",
        "javascript:alert(1)",
        "blob:https://example.org/1",
        "https://[",
    ] {
        assert_eq!(rule(outside), None, "{outside:?}");
    }
    assert_eq!(Origin::new("").rule(&Load { kind: Kind::Picture, address: "https://example.org/".to_owned() }), None, "nobody knows whose it is");
}

#[test]
fn a_style_without_end_is_refused() {
    let deep = format!("a{{b:{}url(/x){}}}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(of_css(&deep).loads.iter().any(|load| Origin::new("https://example.org").rule(load).is_none()));
}
