//! Raw HTML: what passes, what is said about the rest, and that nothing dangerous goes out.

use super::page;

#[test]
fn harmless_html_passes() {
    for (text, shown) in [
        ("H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>\n"),
        ("<kbd>A</kbd><br/>b", "<p><kbd>A</kbd><br>b</p>\n"),
        ("<abbr title=\"A &amp; B\">C</abbr>", "<p><abbr title=\"A &amp; B\">C</abbr></p>\n"),
        ("<span lang=fr>*a*</span>", "<p><span lang=\"fr\"><em>a</em></span></p>\n"),
        ("*<b>a</b>*", "<p><em><b>a</b></em></p>\n"),
        ("<a href=\"https://example.org/\">a</a>", "<p><a href=\"https://example.org/\">a</a></p>\n"),
        ("a<!-- b -->c", "<p>ac</p>\n"),
        ("<!-- a -->\n\nb", "<p>b</p>\n"),
        ("> <div lang=\"de\">\n> a\n> </div>\n", "<blockquote>\n<div lang=\"de\">\na\n</div>\n</blockquote>\n"),
        (
            "<table>\n<tr><th scope=\"row\">a</th><td colspan=\"2\">b</td></tr>\n</table>",
            "<table>\n<tbody><tr><th scope=\"row\">a</th><td colspan=\"2\">b</td></tr>\n</tbody></table>",
        ),
        ("- <b>a</b>\n- c", "<ul>\n<li><b>a</b></li>\n<li>c</li>\n</ul>\n"),
        ("## <i>a</i>", "<h2 id=\"a\"><i>a</i></h2>\n"),
    ] {
        let found = page(text);
        assert_eq!(found.shown(), shown, "{text:?}");
        assert_eq!(found.wrong(), [""; 0], "{text:?}");
    }
}

#[test]
fn html_that_may_not_stand_in_a_text_is_reported() {
    for (text, shown, wrong) in [
        ("<iframe src=\"https://example.org\"></iframe>", "", vec!["html-forbidden@<iframe src=\"https://example.org\">"]),
        ("<script>alert(1)</script>", "", vec!["html-forbidden@<script>"]),
        ("a <script>b</script>", "<p>a b</p>\n", vec!["html-forbidden@<script>"]),
        ("<style>b{}</style>", "", vec!["html-forbidden@<style>"]),
        ("a <img src=x onerror=alert(1)>", "<p>a </p>\n", vec!["html-forbidden@<img src=x onerror=alert(1)>"]),
        ("<svg onload=alert(1)>", "", vec!["html-forbidden@<svg onload=alert(1)>"]),
        ("<b onclick=\"x\">a</b>", "<p><b>a</b></p>\n", vec!["html-attribute@onclick=\"x\""]),
        ("<b style=\"x\" class=y>a</b>", "<p><b>a</b></p>\n", vec!["html-attribute@style=\"x\"", "html-attribute@class=y"]),
        ("<a href=\"javascript:x\">a</a>", "<p><a>a</a></p>\n", vec!["link-scheme@href=\"javascript:x\""]),
        ("<a href=\"java&#115;cript:x\">a</a>", "<p><a>a</a></p>\n", vec!["html-attribute@href=\"java&#115;cript:x\""]),
        ("<a href=\"y.md\">a</a>", "<p><a>a</a></p>\n", vec!["html-attribute@href=\"y.md\""]),
        ("<mark>a</mark>", "<p>a</p>\n", vec!["html-element@<mark>"]),
        ("<details>\na\n</details>", "\na\n", vec!["html-element@<details>"]),
        ("a <div>b</div>", "<p>a b</p>\n", vec!["html-element@<div>"]),
        ("a <b>c", "<p>a c</p>\n", vec!["html-unbalanced@<b>"]),
        ("a</b> c", "<p>a c</p>\n", vec!["html-unbalanced@</b>"]),
        ("*a <b>c* d</b>", "<p><em>a c</em> d</p>\n", vec!["html-unbalanced@<b>", "html-unbalanced@</b>"]),
        ("## <b>", "<h2 id=\"section\"></h2>\n", vec!["html-unbalanced@<b>"]),
        ("- <b>a\n  - c", "<ul>\n<li>a<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n", vec!["html-unbalanced@<b>"]),
        ("<div>\n\na\n\n</div>", "<div>\n</div><p>a</p>\n", vec!["html-unbalanced@<div>", "html-unbalanced@</div>"]),
        ("<div><b></div>", "<div><b></b></div>", vec!["html-unbalanced@<b>"]),
    ] {
        let found = page(text);
        assert_eq!(found.shown(), shown, "{text:?}");
        assert_eq!(found.wrong(), wrong, "{text:?}");
        assert!(found.findings.diagnostics.iter().all(|diagnostic| !diagnostic.hints.is_empty()), "{text:?}");
    }
}

#[test]
fn each_forbidden_element_names_what_to_write_instead() {
    for (name, instead) in [
        ("iframe", ":::recording"),
        ("video", ":::recording"),
        ("form", ":::form"),
        ("img", ":::figure"),
        ("style", "theme/"),
        ("details", ":::details"),
    ] {
        let found = page(&format!("<{name}></{name}>"));
        assert!(found.findings.diagnostics[0].hints[0].contains(instead), "{name}: {:?}", found.findings.diagnostics);
    }
}

#[test]
fn what_the_scanner_misses_is_kept_back_by_the_allow_list() {
    for text in [
        "<div><img src=x onerror=alert(1)//</div>",
        "<div><svg><style><img src=x onerror=alert(1)></style></svg></div>",
        "<p title=\"</p><script>alert(1)</script>\">a</p>",
        "<div><math><mtext><table><mglyph><style><!--</style><img title=\"--><img src=1 onerror=alert(1)>\"></table></mtext></math></div>",
        "<div><noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript></div>",
        "<div <!-- onclick=x> --></div>",
        "<a href=\"&#x6a;avascript:alert(1)\">x</a>",
        "<a title='\"><img src=x onerror=y>'>x</a>",
        "<b title=\"x\" <i onclick=y>z</b>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<?php <img src=x onerror=alert(1)> ?>",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "a <![CDATA[ x ]]> b <?x y?> <!DOCTYPE z>",
    ] {
        let html = page(text).shown();
        assert!(!html.contains("<img") && !html.contains("<script") && !html.contains("<style") && !html.contains("<svg"), "{text}: {html}");
        super::hostile::assert_safe(&html, text);
    }
}
