//! Long documents: what readers see until one has been read, and which of its pages are made when somebody asks.

use casebook_site::address::UrlPath;
use casebook_site::check::Stage;
use casebook_site::edition::Edition;
use casebook_tests::{NOW, asset, edition, text};

const SECTION: (&str, &str) = ("content/documents/_index.md", "+++\ntitle = \"Documents\"\nchildren = \"document\"\n+++\n");
const TRANSCRIPT: (&str, &str) =
    ("content/documents/transcript.md", "+++\ntitle = \"The transcript\"\nform = \"A transcript\"\n[[files]]\nfile = \"transcript.pdf\"\n+++\n");
const QUOTING: &str = "+++\ntitle = \"What was said\"\n+++\n:::quote{source=\"documents/transcript\" page=\"2\"}\nThe second page.\n:::\n";

fn site(stage: Stage, transcript: &str, more: &[(&str, &str)]) -> Edition {
    edition(&[&[SECTION, TRANSCRIPT, ("content/documents/transcript.pdf", transcript)], more].concat(), stage, NOW)
}

fn has(edition: &Edition, url: &str) -> bool {
    asset(edition, url).is_some()
}

#[test]
fn what_is_being_read_is_not_public_yet_nor_is_what_quotes_it() {
    let mention = "+++\ntitle = \"About\"\n+++\nSee [the transcript](documents/transcript.md).\n";
    let more = [("content/said.md", QUOTING), ("content/about.md", mention)];
    for (transcript, is_public) in [("(a document that is being read)", false), ("The first page.\n---\nThe second page.", true)] {
        let live = site(Stage::Live, transcript, &more);
        assert!(!live.diagnostics.has_errors(), "{:?}", live.diagnostics);
        for url in ["/documents/transcript/", "/documents/transcript/p/2/", "/said/"] {
            assert_eq!(has(&live, url), is_public, "{transcript}: {url}");
        }
        assert_eq!(text(&live, "/about/").contains("href=\"/documents/transcript/\""), is_public);
        assert_eq!(live.site.urls().any(|url| url.as_str().ends_with(".pdf")), is_public, "the file goes with its entry");
    }
    let draft = site(Stage::Draft, "(a document that is being read)", &more);
    assert!(has(&draft, "/documents/transcript/") && has(&draft, "/said/"), "its makers see both");
    let told: Vec<&str> = draft.diagnostics.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(told, ["this document is being read: 64 of 200 pages so far"]);
}

/// A document of so many pages, of which one is quoted.
fn long(pages: usize) -> String {
    let page = |number: usize| if number == 2 { "The second page.".to_owned() } else { format!("This is page {number}.") };
    (1..=pages).map(page).collect::<Vec<_>>().join("\n---\n")
}

#[test]
fn pages_of_long_documents_are_made_when_somebody_asks_for_them() {
    let on_demand = |pages: usize| -> Vec<String> {
        let live = site(Stage::Live, &long(pages), &[("content/said.md", QUOTING)]);
        assert!(!live.diagnostics.has_errors(), "{:?}", live.diagnostics);
        live.site.urls().filter(|url| !url.as_str().starts_with("/de/") && live.site.is_made_on_demand(url)).map(ToString::to_string).collect()
    };
    assert_eq!(on_demand(200), Vec::<String>::new());
    let made = on_demand(201);
    assert_eq!(made.len(), 199, "all but the first page and the quoted one");
    for url in ["/documents/transcript/", "/documents/transcript/p/1/", "/documents/transcript/p/2/"] {
        assert!(!made.iter().any(|made| made == url), "{url}");
    }
}

#[test]
fn a_page_that_is_made_on_demand_is_not_held() {
    let live = site(Stage::Live, &long(201), &[]);
    assert_eq!(live.fill(), []);
    let body = |url: &str| {
        let url = UrlPath::new(url).expect("an address");
        let Some(Ok(casebook_site::render::Asset::Bytes { body, .. })) = live.get(&url) else { panic!("{url} renders") };
        body
    };
    let [held, passing] = ["/documents/transcript/p/1/", "/documents/transcript/p/201/"].map(|url| (body(url), body(url)));
    assert_eq!(held.0.as_ptr(), held.1.as_ptr(), "made once");
    assert_eq!(passing.0, passing.1);
    assert_ne!(passing.0.as_ptr(), passing.1.as_ptr(), "made anew");
}

#[test]
fn a_document_that_is_to_come_is_read_before() {
    let coming = TRANSCRIPT.1.replace("form =", "publish_at = 2026-06-02\nform =");
    for (transcript, codes) in [("The first page.", vec![]), ("(a damaged document)", vec!["document-unreadable"])] {
        let live = edition(&[SECTION, (TRANSCRIPT.0, &coming), ("content/documents/transcript.pdf", transcript)], Stage::Live, NOW);
        let errors: Vec<&str> = live.diagnostics.iter().map(|one| one.code).collect();
        assert_eq!(errors, codes, "{transcript}");
        assert!(!has(&live, "/documents/transcript/"));
    }
}
