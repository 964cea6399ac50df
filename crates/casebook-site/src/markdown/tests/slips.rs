//! What was meant as a directive or link and is text: told where it is plain, and nowhere else.

use super::page;
use proptest::prelude::*;

#[test]
fn what_lacks_one_sign_is_told() {
    for (text, wrong, meant) in [
        ("::note\na\n", "directive-colons@::note", "`:::note`"),
        (":: note\na\n", "directive-colons@:: note", "`:::note`"),
        ("a\n::details{summary=\"b\"}\nc", "directive-colons@::details", "`:::details{…}`"),
        ("> ::note\n> a", "directive-colons@::note", "`:::note`"),
        (":note{title=\"b\"}", "directive-colons@:note", "`:::note{…}`"),
        ("::qoute{source=\"a\"}", "directive-colons@::qoute", "`:::quote{…}`"),
        ("::Note", "directive-colons@::Note", "`:::note`"),
        ("a\n::\nb", "directive-colons@::", "`:::`"),
        ("See [the letter] (letter.md).", "link-syntax@[the letter] (letter.md)", "`[the letter](letter.md)`"),
        ("[a]  (https://example.org/b)", "link-syntax@[a]  (https://example.org/b)", "`[a](https://example.org/b)`"),
        ("[a] (#part)", "link-syntax@[a] (#part)", "`[a](#part)`"),
        ("[*a* b] (../c.md#d)", "link-syntax@[*a* b] (../c.md#d)", "`[*a* b](../c.md#d)`"),
        ("![a] (b.jpg)", "link-syntax@[a] (b.jpg)", "`[a](b.jpg)`"),
        ("[a](my letter.pdf)", "link-syntax@[a](my letter.pdf)", "`[a](<my letter.pdf>)`"),
        ("![a](my b (1).jpg)", "link-syntax@[a](my b (1).jpg)", "`[a](<my b (1).jpg>)`"),
        ("(a)[https://example.org]", "link-syntax@(a)[https://example.org]", "`[a](https://example.org)`"),
    ] {
        let found = page(text);
        assert_eq!(found.wrong(), [wrong], "{text:?}");
        let hint = &found.findings.diagnostics[0].hints[0];
        assert!(hint.contains(meant), "{text:?}: {hint}");
    }
}

#[test]
fn what_is_meant_as_it_stands_is_left_alone() {
    for text in [
        "a ::note",
        "\\::note",
        "::note on this",
        "::std",
        ":note",
        ": note{a}",
        ":-) [sic] (p. 3)",
        "He [the judge] (and others) said so [sic] (and/or not).",
        "See Smith [1] (https://example.org), [2] (b.md).",
        "[a](b.md) (c.md)",
        "[a]( b.md )",
        "[a](<b c.md>)",
        "[a](b.md \"c d.pdf\")",
        "[a](b.md (c d.pdf))",
        "[a](https://example.org/b c (d))",
        "[a][b] (c)\n\n[b]: d.md",
        "\\[a] (b.md)",
        "`[a] (b.md)` and ``::note``",
        "```\n::note\n[a] (b.md)\n```",
        "    ::note\n    [a] (b.md)",
        "[^1] (b)\n\n[^1]: c",
        "at 10:30::15",
        "[a] (Node.js) [b] (/s)",
    ] {
        let wrong = page(text).wrong();
        assert_eq!(wrong, [""; 0], "{text:?}");
    }
}

proptest! {
    #[test]
    fn ordinary_prose_is_left_alone(text in "(([A-Za-z]{1,8}|\\[[a-z]{1,6}\\]|\\([a-z]{1,4}[./ ]?[a-z]{1,3}\\)|[0-9]{1,2}:[0-9]{2}|note: |(list|quote)::|e\\.g\\.|:|::)[ ,;\n]){1,12}") {
        let is_slip = |wrong: &String| wrong.starts_with("directive-colons") || wrong.starts_with("link-syntax");
        // A line of nothing but two colons, and one of them before a directive's name, are told.
        let has_colons = text.lines().any(|line| line.trim_start().starts_with("::"));
        let has_file = text.contains(".md)") || text.contains(".gif)");
        prop_assert!(has_colons || has_file || !page(&text).wrong().iter().any(is_slip), "{text:?}");
    }

    #[test]
    fn nothing_in_code_is_told(line in "(::note|\\[a\\] \\(b\\.md\\)|::|\\(a\\)\\[b\\.md\\]| |x){1,6}") {
        let wrong = page(&format!("~~~\n{line}\n~~~\n\n    {line}\n")).wrong();
        prop_assert_eq!(wrong, Vec::<String>::new());
    }
}
