//! Texts that nobody means well with: no panic, no slowness, no unsound HTML.

use super::{OFFSET, page, parsed};
use crate::entry::Kind;
use crate::markdown::{Body, Piece};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// The tags of HTML that was written here: names, and the attributes as they stand.
fn tags(html: &str) -> Vec<(bool, &str, &str)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let mut quote = false;
        let end = rest[at..].find(|c| {
            quote ^= c == '"';
            c == '>' && !quote
        });
        let tag = &rest[at + 1..at + end.unwrap_or_else(|| panic!("a tag without end in {html}"))];
        rest = &rest[at + tag.len() + 2..];
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        found.push((is_end, name, attributes));
    }
    found
}

/// Fails if the HTML runs, loads or styles anything, or if its elements are not well nested.
pub(super) fn assert_safe(html: &str, text: &str) {
    let mut open = Vec::new();
    for (is_end, name, attributes) in tags(html) {
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "{name:?} in {html:?} from {text:?}");
        assert!(!matches!(name, "script" | "style" | "iframe" | "img" | "svg" | "form"), "{html:?} from {text:?}");
        let outside_values: String = attributes.split('"').step_by(2).collect();
        assert!(!outside_values.split_whitespace().any(|name| name.starts_with("on") || name.starts_with("style")), "{html:?} from {text:?}");
        if is_end {
            assert_eq!(open.pop(), Some(name), "{html:?} from {text:?}");
        } else if !matches!(name, "br" | "hr" | "wbr" | "col") {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} open in {html:?} from {text:?}");
}

fn assert_body(body: &Body, text: &str) {
    let mut html = String::new();
    let mut links = 0;
    for piece in &body.pieces {
        match piece {
            Piece::Html(range) => html.push_str(&body.html[range.indices()]),
            Piece::LinkStart(_) => links += 1,
            Piece::LinkEnd => links -= 1,
            Piece::Directive(node) => assert_body(&node.body, text),
            Piece::Image(_) | Piece::FootnoteMention { .. } => {}
        }
        assert!((0..=1).contains(&links), "{text:?}");
    }
    assert_eq!(links, 0, "{text:?}");
    assert_safe(&html, text);
    body.footnotes.iter().for_each(|footnote| assert_body(&footnote.body, text));
}

fn assert_sound(text: &str, kind: Kind) {
    let found = parsed(text, "de", kind);
    assert_body(&found.body, text);
    let spans = found.findings.diagnostics.iter().filter_map(|diagnostic| diagnostic.span.as_ref());
    let files = found.findings.files.iter().map(|used| &used.span);
    let references = found.findings.references.iter().map(|reference| &reference.span);
    for span in spans.chain(files).chain(references) {
        let range = span.range.indices();
        let (start, end) = (range.start.checked_sub(OFFSET as usize), range.end.checked_sub(OFFSET as usize));
        assert!(start.zip(end).and_then(|(start, end)| text.get(start..end)).is_some(), "{span:?} outside of {text:?}");
    }
    for pair in found.body.footnotes.windows(2) {
        assert!(pair[0].mentions > 0 || pair[1].mentions == 0, "{text:?}");
    }
}

/// Bits that mean something to Markdown, directives or HTML.
const TOKENS: &[&str] = &[
    "a",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "  ",
    "ä",
    "„",
    "\u{202f}",
    "\0",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```\n",
    "~~~",
    "#",
    "## ",
    "- ",
    "1. ",
    "> ",
    "---\n",
    "===\n",
    "|",
    "|-|\n",
    "|a|b|\n|-|:-:|\n",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](x.md)",
    "](javascript:a)",
    "](",
    "[^a]",
    "[^a]: ",
    "[r]: y.md\n",
    "<",
    ">",
    "<b>",
    "</b>",
    "<div>",
    "</div>\n",
    "<a href=\"",
    "<script>",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<![CDATA[",
    "<br>",
    "<i title='",
    "\"",
    "'",
    "\\",
    "&amp;",
    "&#0;",
    "&",
    "{#a}",
    "{",
    "}",
    "=",
    "\n:::\n",
    "\n::::\n",
    ":::",
    ":::note\n",
    "\n:::note{title=\"x\"}\n",
    "\n> :::note\n",
    "\n  :::quote{source=a}\n",
    "\n  :::\n",
    "::::details{summary='x'}\n",
    "\n:::steps\n",
    "\n- x\n  :::note\n",
    "\n     :::note\n",
    "<https://a.b>",
    "<javascript:a>",
    "https://",
    "%ff",
    "...",
    "--",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_unsound_html(tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..60), kind in prop::sample::select(Kind::ALL)) {
        assert_sound(&tokens.concat(), kind);
    }

    #[test]
    fn no_characters_make_it_panic(text in "\\PC{0,80}") {
        assert_sound(&text, Kind::Page);
    }
}

#[test]
fn texts_that_once_failed_stay_sound() {
    for text in [
        "*a\n     :::x*",
        "`a\n     :::x`",
        "[a]:\n:::note\n",
        "[a]: b \"\n:::note\n\"",
        "![a\n     :::x](b)",
        "<b title=\"\n     :::x\">",
        "- <b>a\n  :::note\n  </b>\n  :::",
        "## <b>",
        "|<b>|\n|-|\n|</b>|",
        "[<b>](a)</b>",
        "<b>[</b>](a)",
        "[a <https://b.c> d](e)",
        "<a>[a](b)</a>",
        "[<a>b</a>](c)",
        "<a><a>b</a></a>",
        "[^a]: <b>\n\nx[^a]</b>",
        "- :::note\n  - :::note\n",
        "> - :::\n",
        "\u{feff}:::note\n:::",
    ] {
        Kind::ALL.iter().for_each(|kind| assert_sound(text, *kind));
    }
}

/// A text is parsed in time; the guard is wide, for it shall only tell linear from quadratic.
#[expect(clippy::disallowed_methods, reason = "this test measures time")]
fn assert_quick(name: &str, text: &str) {
    let start = Instant::now();
    let found = page(text);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{name} took {took:?} for {} bytes", text.len());
    drop(found);
}

#[test]
fn pathological_texts_take_linear_time() {
    let times = |part: &str, count: usize| part.repeat(count);
    for (name, text) in [
        ("emphases", times("*a ", 65_000)),
        ("closed emphases", times("*a **a ", 30_000) + &times("b** b*", 30_000)),
        ("brackets", times("[", 25_000)),
        ("bracket pairs", times("[a](", 25_000)),
        ("pictures", times("![", 25_000) + &times("](b)", 25_000)),
        ("double marks", times("\"a ", 100_000)),
        ("single marks", times("'a ", 100_000)),
        ("block quotes", times("> ", 10_000) + "a"),
        ("lists", times("- ", 10_000) + "a"),
        ("closes", times(":::\n", 50_000)),
        ("opens", times(":::note\n", 20_000)),
        ("longer opens", (3..2_000).map(|colons| format!("{}note\n", times(":", colons))).collect()),
        ("nested", times(":::note\n", 20_000) + "a\n" + &times(":::\n", 20_000)),
        ("opens in quotes", times(&(times("> ", 50) + ":::note\n"), 2_000)),
        ("one long line of colons", times(":::", 100_000)),
        ("colons between marks", times("> ::: ", 50_000)),
        ("attributes", format!(":::note{{{}}}\n", times("a=\"b\" ", 50_000))),
        ("mistaken attributes", format!(":::note{{{}}}\n", times("=\"b ", 50_000))),
        ("headings", times("## a\n", 20_000)),
        ("footnotes", times("[^a]", 50_000) + "\n\n[^a]: b"),
        ("missing footnotes", times("[^a ", 50_000)),
        ("definitions", (0..20_000).map(|number| format!("[^{number}]: a\n")).collect()),
        ("raw tags", times("<b>", 20_000)),
        ("raw tags with attributes", "a ".to_owned() + &times("<b title=\"x\">a</b>", 5_000)),
        ("blocks of HTML", times("<div>a</div>\n\n", 5_000)),
        ("deep HTML", times("<div>", 50_000)),
        ("comments", times("<!-- ", 50_000)),
        ("open tags", times("<a b=\"", 50_000)),
        ("code", times("`a ", 50_000)),
        ("tables", "|a|b|\n|-|-|\n".to_owned() + &times("|c|d|\n", 20_000)),
    ] {
        assert_quick(name, &text);
    }
}
