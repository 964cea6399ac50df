//! Paragraphs, headings, lists, tables, code, footnotes and the summary.

use super::{page, parsed};
use crate::entry::Kind;

#[test]
fn blocks_become_plain_html() {
    for (text, shown) in [
        ("a\nb", "<p>a\nb</p>\n"),
        ("a  \nb", "<p>a<br>\nb</p>\n"),
        ("*a* **b** ~~c~~ `d<`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d&lt;</code></p>\n"),
        ("a & <b \"c\"", "<p>a &amp; &lt;b “c”</p>\n"),
        ("---", "<hr>\n"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("- a\n\n- b", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n"),
        ("3. a\n   - b", "<ol start=\"3\">\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>\n"),
        ("```rust ignore\na<b\n```", "<pre tabindex=\"0\"><code class=\"language-rust\">a&lt;b\n</code></pre>\n"),
        ("```\"><script>\na\n```", "<pre tabindex=\"0\"><code>a\n</code></pre>\n"),
        ("    a \"b\"", "<pre tabindex=\"0\"><code>a &quot;b&quot;</code></pre>\n"),
        ("a... b -- c --- d", "<p>a… b – c — d</p>\n"),
    ] {
        let found = page(text);
        assert_eq!(found.shown(), shown, "{text:?}");
        assert_eq!(found.wrong(), [""; 0], "{text:?}");
    }
}

#[test]
fn table_cells_are_aligned_by_class() {
    let found = page("||a|b|c|\n|-|:-|:-:|-:|\n|d|e|*f*|g|\n");
    let head = "<thead><tr><td></td><th scope=\"col\" class=\"left\">a</th><th scope=\"col\" class=\"center\">b</th><th scope=\"col\" class=\"right\">c</th></tr></thead>";
    let row = "<tr><td>d</td><td class=\"left\">e</td><td class=\"center\"><em>f</em></td><td class=\"right\">g</td></tr>";
    assert_eq!(found.shown(), format!("<div class=\"table-scroll\" tabindex=\"0\"><table>\n{head}\n<tbody>\n{row}\n</tbody></table></div>\n"));
}

#[test]
fn headings_have_ids() {
    let found = parsed("## Über *uns* {#about}\n\n## Über `x`\n\n### Über `x`\n\n## [правда](y.md)\n\n:::note\n## In\n:::\n", "de", Kind::Page);
    let headings: Vec<(u8, &str, &str)> =
        found.body.headings.iter().map(|heading| (heading.level, heading.id.as_str(), heading.text.as_str())).collect();
    let expected = [(2, "about", "Über uns"), (2, "ueber-x", "Über x"), (3, "ueber-x-2", "Über x"), (2, "section", "правда"), (2, "in", "In")];
    assert_eq!(headings, expected);
    assert!(found.shown().starts_with("<h2 id=\"about\">Über <em>uns</em></h2>\n<h2 id=\"ueber-x\">Über <code>x</code></h2>\n"));
    assert!(found.shown().contains("<h2 id=\"section\">{file content/case/y.md|правда}</h2>"));
}

#[test]
fn wrong_headings_are_reported() {
    for (text, wrong) in [
        ("# a", vec!["heading-level@# a"]),
        ("## a {#x}\n\n## b {#x}", vec!["heading-id@## b {#x}"]),
        ("## a {#x\"y}", vec!["heading-id@## a {#x\"y}"]),
        ("## a {.wide}", vec!["heading-attributes@## a {.wide}"]),
    ] {
        assert_eq!(page(text).wrong(), wrong, "{text:?}");
    }
}

#[test]
fn footnotes_are_numbered_by_mention() {
    let found = page("[^b]: B *b*\n\nx[^a] y[^B] z[^a]\n\n[^a]: A\n\n    more\n");
    assert_eq!(found.shown(), "<p>x{^1.1} y{^2.1} z{^1.2}</p>\n{fn 2|<p>A</p>\n<p>more</p>\n}{fn 1|<p>B <em>b</em></p>\n}");
    assert_eq!(found.wrong(), [""; 0]);
}

#[test]
fn footnotes_that_miss_a_part_are_reported() {
    for (text, shown, wrong) in [
        ("a[^x] b", "<p>a[^x] b</p>\n", vec!["footnote-missing@[^x]"]),
        ("a\\[^x] `[^y]` [^ z]", "<p>a[^x] <code>[^y]</code> [^ z]</p>\n", vec![]),
        ("a\n\n[^x]: b", "<p>a</p>\n{fn 0|<p>b</p>\n}", vec!["footnote-unused@[^x]:"]),
        ("a[^x]\n\n[^x]: b\n\n[^x]: c", "<p>a{^1.1}</p>\n{fn 1|<p>b</p>\n}", vec!["footnote-twice@[^x]:"]),
        ("a[^x]\n\n[^x]: b\n\n    :::note\n    c\n    :::\n", "<p>a{^1.1}</p>\n{fn 1|<p>b</p>\n{:note|<p>c</p>\n}}", vec![]),
    ] {
        let found = page(text);
        assert_eq!(found.shown(), shown, "{text:?}");
        assert_eq!(found.wrong(), wrong, "{text:?}");
    }
}

#[test]
fn the_summary_is_the_first_running_paragraph() {
    for (text, summary) in [
        ("a *b*\n`c` [d](e.md)[^f] \"g\"\n\nh\n\n[^f]: i", "a b c d “g”"),
        ("## a\n\n- b\n\n> c\n\nd", "d"),
        (":::note\na\n:::\nb", "b"),
        (":::note\n- x\n\na\n:::", "a"),
        ("> a\n\n> b", "a"),
        ("![x](y.jpg)\n\nb", "b"),
        ("## a", ""),
    ] {
        assert_eq!(page(text).body.summary, summary, "{text:?}");
    }
    let long = page(&"word ".repeat(200)).body.summary;
    assert!(long.chars().count() <= 301 && long.ends_with("word…"), "{long}");
}

#[test]
fn quotation_marks_follow_the_language() {
    for (language, text, shown) in [
        ("en", "\"a 'b' c\"", "“a ‘b’ c”"),
        ("de", "\"a 'b' c\"", "„a ‚b‘ c“"),
        ("de-ch", "\"a 'b' c\"", "«a ‹b› c»"),
        ("de", "so geht's, Hans' 'Haus's Tür'", "so geht’s, Hans’ ‚Haus’s Tür‘"),
        ("en", "don't, the students' books, 'a don't b'", "don’t, the students’ books, ‘a don’t b’"),
        ("fr", "\"l'a\"", "«\u{202f}l’a\u{202f}»"),
        ("ru", "\"a 'b'\"", "«a „b“»"),
        ("xx", "\"a\"", "“a”"),
        ("de", "“a” ‘b’ „c“", "“a” ‘b’ „c“"),
        ("de", "\\\"a\\\" `\"b\"`", "&quot;a&quot; <code>&quot;b&quot;</code>"),
    ] {
        assert_eq!(parsed(text, language, Kind::Page).shown(), format!("<p>{shown}</p>\n"), "{language} {text}");
    }
}
