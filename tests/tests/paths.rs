//! No path leaves the folder: whatever a text names, nothing outside of `content/` is published, and
//! no text's own file is, because it may be a draft.

use casebook_site::render::Asset;
use casebook_tests::{draft, pages, text};

/// What stands outside of `content/`, and what must not be seen of it.
const SECRETS: [(&str, &str); 3] = [
    ("private/letter.txt", "SECRET-PRIVATE"),
    ("theme/notes.txt", "SECRET-THEME"),
    ("content/draft.md", "+++\ntitle = \"Draft\"\ndraft = true\n+++\nSECRET-DRAFT\n"),
];

/// Ways to name them, from `content/x/page.md`.
const NASTY: [&str; 28] = [
    "../../private/letter.txt",
    "../../private/../private/letter.txt",
    "./../../private/./letter.txt",
    "..//..//private/letter.txt",
    "../../../private/letter.txt",
    "../../../../../../etc/passwd",
    "/private/letter.txt",
    "//private/letter.txt",
    "/etc/passwd",
    "..\\\\..\\\\private\\\\letter.txt",
    "..%2f..%2fprivate%2fletter.txt",
    "..%2F..%2Fprivate/letter.txt",
    "%2e%2e/%2e%2e/private/letter.txt",
    "%2e%2e%2f%2e%2e%2fprivate%2fletter.txt",
    "..%5c..%5cprivate%5cletter.txt",
    "..%252f..%252fprivate/letter.txt",
    "../../theme/notes.txt",
    "../../site.toml",
    "../../content/../private/letter.txt",
    "../draft.md",
    "../DRAFT.MD",
    "../draft.md/",
    "./../draft.md",
    "file:///etc/passwd",
    "C:/private/letter.txt",
    "../../private",
    "..",
    "../../private/letter.txt#x",
];

/// The places where a file or an entry can be named.
const PLACES: [&str; 12] = [
    "+++\ntitle = \"P\"\nimage = \"NAME\"\nimage_alt = \"x\"\n+++\n",
    "+++\ntitle = \"P\"\nkind = \"document\"\nform = \"x\"\nfiles = [{ file = \"NAME\" }]\n+++\n",
    "+++\ntitle = \"P\"\nkind = \"document\"\nform = \"x\"\npages = [{ page = 1, file = \"NAME\", alt = \"x\", width = 9, height = 9 }]\n+++\n",
    "+++\ntitle = \"P\"\nkind = \"recording\"\nmedium = \"film\"\nfile = \"NAME\"\n+++\n",
    "+++\ntitle = \"P\"\nkind = \"recording\"\nmedium = \"film\"\ntranscript = \"NAME\"\ncaptions = [{ language = \"en\", file = \"NAME\" }]\n+++\n",
    "+++\ntitle = \"P\"\nkind = \"book\"\neditions = [{ language = \"en\", cover = \"NAME\" }]\n+++\n",
    "+++\ntitle = \"P\"\nkind = \"statement\"\nperson = \"NAME\"\npermission = { text = \"x\", paper = \"NAME\" }\n+++\nx\n",
    "+++\ntitle = \"P\"\n+++\n[a](NAME) [b](<NAME>)\n",
    "+++\ntitle = \"P\"\n+++\n![a](NAME) ![b](<NAME>)\n",
    "+++\ntitle = \"P\"\n+++\n:::figure{src=\"NAME\" alt=\"x\"}\n:::\n",
    "+++\ntitle = \"P\"\n+++\n:::teaser{entry=\"NAME\"}\n:::\n\n:::document{entry=\"NAME\"}\n:::\n",
    "+++\ntitle = \"P\"\n+++\n<a href=\"NAME\">x</a>\n",
];

#[test]
fn nothing_outside_of_content_is_published() {
    for place in PLACES {
        for nasty in NASTY {
            let page = place.replace("NAME", nasty);
            let mut files = SECRETS.to_vec();
            files.extend([("content/x/_index.md", "+++\ntitle = \"X\"\n+++\n"), ("content/x/page.md", page.as_str())]);
            let edition = draft(&files);
            for url in edition.site.urls() {
                match edition.get(url) {
                    Some(Ok(Asset::File { path, .. })) => panic!("{path} is published by {page}"),
                    Some(Ok(Asset::Bytes { body, .. })) => {
                        let shown = String::from_utf8_lossy(&body);
                        assert!(!shown.contains("SECRET-PRIVATE") && !shown.contains("SECRET-THEME"), "{url} shows a secret: {page}");
                        // Drafts have a page in draft; their files have none.
                        assert!(!shown.contains("draft = true"), "{url} shows a text's file: {page}");
                    }
                    Some(Ok(Asset::Redirect(_) | Asset::Gone)) => {}
                    other => panic!("{url}: {other:?}: {page}"),
                }
            }
        }
    }
}

#[test]
fn every_nasty_name_is_reported_where_a_file_is_named() {
    for nasty in NASTY {
        let page = PLACES[9].replace("NAME", nasty);
        let edition = draft(&[("content/x/_index.md", "+++\ntitle = \"X\"\n+++\n"), ("content/x/page.md", &page)]);
        assert!(edition.diagnostics.has_errors(), "{nasty} is accepted");
        let shown = text(&edition, "/x/page/");
        assert!(!shown.contains("<figure"), "{nasty} is shown");
        assert!(pages(&edition).contains(&"/x/page/".to_owned()));
    }
}

#[test]
fn an_icon_comes_from_the_content() {
    let site = "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\nicon = \"private/letter.txt\"\n";
    let edition = draft(&[("site.toml", site), SECRETS[0]]);
    assert!(edition.diagnostics.has_errors());
    assert!(!text(&edition, "/").contains("rel=\"icon\""));
    assert!(edition.site.urls().all(|url| !url.as_str().starts_with("/files/")));
}
