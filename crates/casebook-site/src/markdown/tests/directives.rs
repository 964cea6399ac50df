//! Which directive holds what, and what is said about those that don't fit.

use super::{page, parsed};
use crate::entry::Kind;
use crate::markdown::Directive;

#[test]
fn directives_hold_what_is_between_their_fences() {
    for (text, shown) in [
        (":::note\na\n:::\n", "{:note|<p>a</p>\n}"),
        ("x\n:::note\na\n:::\ny", "<p>x</p>\n{:note|<p>a</p>\n}<p>y</p>\n"),
        (":::teaser{entry=\"a/b\"}\n:::", "{:teaser|}"),
        (":::note\r\na\r\n:::\r\n", "{:note|<p>a</p>\n}"),
        (":::note\n:::details{summary=s}\na\n:::\nb\n:::\nc", "{:note|{:details|<p>a</p>\n}<p>b</p>\n}<p>c</p>\n"),
        ("::::note\n:::details{summary=s}\na\n:::\n::::", "{:note|{:details|<p>a</p>\n}}"),
        ("- a\n  :::note\n  b\n  :::\n- c", "<ul>\n<li>a{:note|<p>b</p>\n}</li>\n<li>c</li>\n</ul>\n"),
        ("> :::note\n> b\n> :::\n\nc", "<blockquote>\n{:note|<p>b</p>\n}</blockquote>\n<p>c</p>\n"),
        ("1. a\n2. b\n:::note\nc\n:::", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n{:note|<p>c</p>\n}"),
        (
            "|a|\n|-|\n|b|\n:::note\nc\n:::",
            "<div class=\"table-scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">a</th></tr></thead>\n<tbody>\n<tr><td>b</td></tr>\n</tbody></table></div>\n{:note|<p>c</p>\n}",
        ),
        (":::note\na[^1]\n\n[^1]: b\n:::\n", "{:note|<p>a{^1.1}</p>\n}{fn 1|<p>b</p>\n}"),
        (":::note\n[a][r]\n:::\n\n[r]: y.md\n", "{:note|<p>{file content/case/y.md|a}</p>\n}"),
        (":::note\n## H\n:::", "{:note|<h2 id=\"h\">H</h2>\n}"),
        (":::steps\n1. a\n2. b\n:::", "{:steps|<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n}"),
    ] {
        let found = page(text);
        assert_eq!(found.shown(), shown, "{text:?}");
        assert_eq!(found.wrong(), [""; 0], "{text:?}");
    }
}

#[test]
fn what_looks_like_a_fence_in_code_is_code() {
    for (text, shown) in [
        ("```\n:::note{a=b}\n:::\n```", "<pre tabindex=\"0\"><code>:::note{a=b}\n:::\n</code></pre>\n"),
        ("    :::note\n    b", "<pre tabindex=\"0\"><code>:::note\nb</code></pre>\n"),
        (":::note\n~~~\n:::\n~~~\n:::", "{:note|<pre tabindex=\"0\"><code>:::\n</code></pre>\n}"),
        ("> ```\n> :::x \u{e4}\n> ```", "<blockquote>\n<pre tabindex=\"0\"><code>:::x \u{e4}\n</code></pre>\n</blockquote>\n"),
        ("<!--\n:::note\n-->\n", ""),
        ("<!-- *** -->\n\n***\n", "<hr>\n"),
        ("a \\:::b", "<p>a :::b</p>\n"),
        ("\\:::b", "<p>:::b</p>\n"),
    ] {
        let found = page(text);
        assert_eq!(found.shown(), shown, "{text:?}");
        assert_eq!(found.wrong(), [""; 0], "{text:?}");
    }
}

#[test]
fn fences_that_do_not_match_are_reported() {
    for (text, shown, wrong) in [
        (":::\na", "<p>a</p>\n", vec!["directive-stray@:::"]),
        (":::note\na", "{:note|<p>a</p>\n}", vec!["directive-open@:::note"]),
        ("::::note\na\n:::", "{:note|<p>a</p>\n}", vec!["directive-open@::::note", "directive-stray@:::"]),
        (":::note\n::::details{summary=s}\na\n:::\nb", "{:note|{:details|<p>a</p>\n}}<p>b</p>\n", vec!["directive-open@::::details{summary=s}"]),
        ("- :::note\n  a\n  :::", "<ul>\n<li>:::note\na</li>\n</ul>\n", vec!["directive-place@:::", "directive-stray@:::"]),
        ("- a\n  :::note\n  b\n\n:::\n\nc", "<ul>\n<li>a{:note|<p>b</p>\n}</li>\n</ul>\n<p>c</p>\n", vec!["directive-open@:::note"]),
        (":::note\n- a\n  :::\n", "{:note|<ul>\n<li>a</li>\n</ul>\n}", vec!["directive-open@:::note", "directive-stray@:::"]),
        ("> :::note\n> a\n:::\nb", "<blockquote>\n{:note|<p>a</p>\n}</blockquote>\n<p>b</p>\n", vec!["directive-open@:::note"]),
        (":::details{summary=s}\n:::note\na\n:::\nb", "{:details|{:note|<p>a</p>\n}<p>b</p>\n}", vec!["directive-open@:::note"]),
        (":::details{summary=s}\n  :::note\n  a\n  :::\nb", "{:details|{:note|<p>a</p>\n}<p>b</p>\n}", vec!["directive-open@:::details{summary=s}"]),
        (":::details{summary=s}\n  :::note\n  a\n:::\nb", "{:details|{:note|<p>a</p>\n}<p>b</p>\n}", vec!["directive-open@:::note"]),
        (
            ":::gallery\n:::figure{src=a decorative}\n:::\n:::figure{src=b decorative}\n:::\n",
            "{:gallery|{:figure|}{:figure|}}",
            vec!["directive-open@:::gallery"],
        ),
        (
            "::::note\n:::details{summary=s}\n:::note\na\n:::\n::::\nb",
            "{:note|{:details|{:note|<p>a</p>\n}}<p>b</p>\n}",
            vec!["directive-open@:::details{summary=s}"],
        ),
        (":::nota\na\n:::", "{:?|<p>a</p>\n}", vec!["directive-unknown@nota"]),
        (":::{a=b}\na\n:::", "{:?|<p>a</p>\n}", vec!["directive-unknown@:::{a=b}"]),
        (":::note more\na\n:::", "{:note|<p>a</p>\n}", vec!["directive-text@more"]),
        (":::note{title=\"\u{e4}\" =x}\na\n:::", "{:?|<p>a</p>\n}", vec!["attribute-syntax@=x"]),
        (":::note{titel=\"x\"}\na\n:::", "{:note|<p>a</p>\n}", vec!["field-unknown@titel"]),
        (":::details\na\n:::", "{:?|<p>a</p>\n}", vec!["field-missing@:::details"]),
        (":::document{entry=\"a\" page=\"x\"}\n:::", "{:document|}", vec!["field-type@x"]),
        ("a\n     :::note\nb", "<p>a\n:::note\nb</p>\n", vec!["directive-place@:::note"]),
        ("<div>\n:::note\n</div>\n", "<div>\n:::note\n</div>\n", vec!["directive-place@:::note"]),
    ] {
        let found = page(text);
        assert_eq!(found.shown(), shown, "{text:?}");
        assert_eq!(found.wrong(), wrong, "{text:?}");
    }
}

#[test]
fn a_name_that_is_nearly_right_is_understood() {
    let found = page(":::qoute\n:::");
    let hints = &found.findings.diagnostics[0].hints;
    assert_eq!(hints[0], "did you mean `quote`?");
    assert!(hints[1].contains("gallery"), "{hints:?}");
}

#[test]
fn directives_nest_only_so_deep() {
    let text = format!("{}a\n{}b", ":::note\n".repeat(20), ":::\n".repeat(20));
    let found = page(&text);
    assert_eq!(found.body.directives().len(), 16);
    assert_eq!(found.wrong(), ["directive-depth@:::note"]);
    assert!(found.shown().ends_with("}<p>b</p>\n"));
}

/// A minimal right use of each directive, on a page or as a part of an answer.
const MINIMAL: [(&str, &str, &str); 18] = [
    ("quote", "source=\"d/a\"", "Words."),
    ("original", "", ""),
    ("statement", "entry=\"s/a\"", ""),
    ("teaser", "entry=\"a\"", ""),
    ("list", "", ""),
    ("document", "entry=\"d/a\" side=\"for\"", ""),
    ("aphorism", "by=\"A\"", "Words."),
    ("accusation", "source=\"d/a\"", "Words."),
    ("answer", "", "Words."),
    ("undisputed", "", "Words."),
    ("reply", "by=\"A\" asked=\"2024-05-01\"", ""),
    ("figure", "src=\"a.jpg\" alt=\"A\"", ""),
    ("gallery", "", ":::figure{src=\"a.jpg\" decorative}\n:::"),
    ("recording", "entry=\"r/a\"", ""),
    ("note", "", "Words."),
    ("details", "summary=\"S\"", "Words."),
    ("steps", "", "1. One"),
    ("form", "topic=\"t\"", ""),
];

#[test]
fn every_directive_is_accepted() {
    let mut text = String::new();
    for (name, _) in Directive::ALL {
        let (_, attributes, body) = MINIMAL.iter().find(|(minimal, ..)| minimal == name).unwrap_or_else(|| panic!("{name} has no example"));
        match *name {
            "original" => text.push_str(":::quote{source=\"d/a\" translator=\"T\"}\nWords.\n:::original{language=\"de\"}\nWorte.\n:::\n:::\n"),
            name => text.push_str(&format!(":::{name}{{{attributes}}}\n{body}\n:::\n")),
        }
    }
    let found = parsed(&text, "en", Kind::Answer);
    assert_eq!(found.wrong(), [""; 0]);
    let mut names: Vec<&str> = found.body.directives().iter().filter_map(|node| node.directive.as_ref()).map(Directive::name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Directive::ALL.len());
}

#[test]
fn directives_stand_where_they_belong() {
    for (kind, text, wrong) in [
        (Kind::Page, ":::answer\na\n:::", vec!["directive-place@:::answer"]),
        (Kind::Page, ":::original{language=\"de\"}\na\n:::", vec!["directive-place@:::original{language=\"de\"}"]),
        (Kind::Page, ":::quote{source=a}\na\n:::note\n:::original{language=de}\nb\n:::\n:::\n:::", vec!["directive-place@:::original{language=de}"]),
        (Kind::Page, ":::quote{source=a}\na\n:::original{language=de}\nb\n:::\n:::", vec!["quote-translation@:::quote{source=a}"]),
        (Kind::Page, ":::quote{source=a translator=t}\na\n:::", vec!["quote-translation@:::quote{source=a translator=t}"]),
        (Kind::Page, ":::quote{source=a}\n:::", vec!["directive-empty@:::quote{source=a}"]),
        (Kind::Page, ":::quote{source=a}\n&nbsp;\n:::", vec!["directive-empty@:::quote{source=a}"]),
        (Kind::Page, ":::note\n:::", vec!["directive-empty@:::note"]),
        (Kind::Page, ":::details{summary=s}\n:::figure{src=a decorative}\n:::\n:::", vec![]),
        (Kind::Page, ":::figure{src=a}\n:::", vec!["image-alt@:::figure{src=a}"]),
        (Kind::Page, ":::gallery\n:::", vec!["directive-empty@:::gallery"]),
        (Kind::Page, ":::gallery\n:::figure{src=a alt=b}\n:::\nx\n:::", vec!["directive-content@:::gallery"]),
        (Kind::Page, ":::gallery\n:::note\nx\n:::\n:::", vec!["directive-place@:::note"]),
        (Kind::Page, ":::steps\n- a\n:::", vec!["directive-content@:::steps"]),
        (Kind::Page, ":::steps\n1. a\n\nb\n:::", vec!["directive-content@:::steps"]),
        (Kind::Statement, "a\n:::note\nb\n:::quote{source=a}\nc\n:::\n:::", vec![]),
        (Kind::Statement, "a\n:::quote{source=a}\nc\n:::", vec!["directive-place@:::quote{source=a}"]),
    ] {
        assert_eq!(parsed(text, "en", kind).wrong(), wrong, "{text:?}");
    }
}

#[test]
fn an_answer_that_lacks_parts_says_so_all_at_once() {
    let found = parsed("a", "en", Kind::Answer);
    assert_eq!(found.wrong(), ["answer-part@"; 5]);
    assert!(found.findings.diagnostics.iter().all(|diagnostic| !diagnostic.hints.is_empty()));
    let text = ":::accusation{source=a}\na\n:::\n:::answer\nb\n:::document{entry=d side=for}\n:::\n:::\n:::undisputed\nc\n:::\n> :::reply{by=x}\n> d\n> :::\n";
    assert_eq!(parsed(text, "en", Kind::Answer).wrong(), ["answer-part@", "directive-place@:::reply{by=x}"]);
    assert_eq!(parsed(&text.replace("> ", "").replace("d\n:::\n", ":::\n"), "en", Kind::Answer).wrong(), ["directive-empty@:::reply{by=x}"]);
}
