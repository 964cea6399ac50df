//! Links and pictures.

use super::{OFFSET, page, parsed};
use crate::entry::Kind;
use crate::markdown::Piece;

#[test]
fn links_are_pieces() {
    for (text, shown) in [
        ("[a *b*](y.md)", "{file content/case/y.md|a <em>b</em>}"),
        ("[a](../y.md#z)", "{file content/y.md#z|a}"),
        ("[a](<b c.pdf>)", "{file content/case/b c.pdf|a}"),
        ("[a](b%20c.pdf \"T\")", "{file content/case/b c.pdf|a}"),
        ("[a](#b)", "{#b|a}"),
        ("[a](/case/)", "{address /case/|a}"),
        ("[a](https://example.org/?b&c)", "{out https://example.org/?b&c|a}"),
        ("<https://example.org/>", "{out https://example.org/|https://example.org/}"),
        ("<a@example.org>", "{out mailto:a@example.org|a@example.org}"),
        ("[a][r]\n\n[r]: <tel:+491>", "{out tel:+491|a}"),
        ("![A *b*](c.jpg)", "{img content/case/c.jpg \"A b\"}"),
        ("[![A](c.jpg)](d.md)", "{file content/case/d.md|{img content/case/c.jpg \"A\"}}"),
        ("![A ![B](d.jpg) `e`\nf](c.jpg)", "{img content/case/c.jpg \"A B e f\"}"),
    ] {
        let found = page(text);
        assert_eq!(found.shown(), format!("<p>{shown}</p>\n"), "{text:?}");
        assert_eq!(found.wrong(), [""; 0], "{text:?}");
    }
}

#[test]
fn wrong_links_are_reported_at_their_destination() {
    for (text, wrong) in [
        ("[a](//example.org)", "link-scheme@//example.org"),
        ("[a](javascript:alert)", "link-scheme@javascript:alert"),
        ("[a](JAVA&#115;CRIPT:alert)", "link-scheme@[a](JAVA&#115;CRIPT:alert)"),
        ("[a](java&Tab;script:alert)", "link-scheme@[a](java&Tab;script:alert)"),
        ("[a](&#1;javascript:alert)", "link-scheme@[a](&#1;javascript:alert)"),
        ("<javascript:alert>", "link-scheme@javascript:alert"),
        ("[a](data:text/html,b)", "link-scheme@data:text/html,b"),
        ("[a](vbscript:b)", "link-scheme@vbscript:b"),
        ("[a](file:///etc/passwd)", "link-scheme@file:///etc/passwd"),
        ("[a](y.md?b=c)", "link-query@y.md?b=c"),
        ("[a](../../../y.md)", "file-path@../../../y.md"),
        ("[a]()", "link-form@[a]()"),
        ("[a][r]\n\n[r]: javascript:b", "link-scheme@[a][r]"),
    ] {
        let found = page(text);
        assert_eq!(found.wrong(), [wrong], "{text:?}");
        assert!(found.shown().contains("{broken|"), "{text:?}");
    }
}

#[test]
fn a_link_knows_where_its_destination_stands() {
    for (text, destination) in [
        ("[a](b.md)", "b.md"),
        ("x [a](<b c.md>)", "b c.md"),
        ("<https://example.org/>", "https://example.org/"),
        ("[ä][r]\n\n[r]: b.md", "[ä][r]"),
        ("[a](b\\_c.md)", "[a](b\\_c.md)"),
    ] {
        let found = page(text);
        let Some(Piece::LinkStart(link)) = found.body.pieces_deep().first().copied() else { panic!("no link in {text}") };
        let range = link.span.range.indices();
        assert_eq!(&text[range.start - OFFSET as usize..range.end - OFFSET as usize], destination, "{text}");
    }
}

#[test]
fn no_link_stands_inside_another() {
    for (text, shown, wrong) in [
        ("[a <https://b.c> d](e)", "{file content/case/e|a https://b.c d}", "link-nested@<https://b.c>"),
        ("<a>[b](c.md)</a>", "<a>b</a>", "link-nested@[b](c.md)"),
        ("[<a lang=de>b](c.md)", "{file content/case/c.md|b}", "link-nested@<a lang=de>"),
    ] {
        let found = page(text);
        assert_eq!(found.shown(), format!("<p>{shown}</p>\n"), "{text:?}");
        assert_eq!(found.wrong(), [wrong], "{text:?}");
    }
}

#[test]
fn wrong_pictures_are_reported() {
    for (text, wrong) in [
        ("![a](https://example.org/a.png)", vec!["image-outside@https://example.org/a.png"]),
        ("![a](//example.org/a.png)", vec!["image-outside@//example.org/a.png"]),
        ("![a](data:image/png;base64,AA)", vec!["image-outside@data:image/png;base64,AA"]),
        ("![a](/a.png)", vec!["link-absolute@/a.png"]),
        ("![](a.png)", vec!["image-alt@![](a.png)"]),
        ("![ ](../../../a.png)", vec!["image-alt@![ ](../../../a.png)", "file-path@../../../a.png"]),
    ] {
        assert_eq!(page(text).wrong(), wrong, "{text:?}");
    }
}

#[test]
fn files_are_remembered_and_entries_are_not() {
    let found = page("[a](b.md) [c](d.pdf#p) ![e](f.jpg) [g](https://example.org)\n\n:::figure{src=\"h.png\" alt=\"i\"}\n:::\n");
    let files: Vec<&str> = found.findings.files.iter().map(|used| used.file.as_str()).collect();
    assert_eq!(files, ["content/case/d.pdf", "content/case/f.jpg", "content/case/h.png"]);
    let references = parsed(":::teaser{entry=\"case/y\"}\n:::", "en", Kind::Page).findings.references;
    assert_eq!(references[0].id, "case/y");
}
