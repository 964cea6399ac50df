//! A long document is read while the rest of the site is served, and goes public when that is done.

mod support;

use bytes::Bytes;
use casebook_evidence::evidence::{Locator, Segment};
use casebook_evidence::pdf::{self, Contents, Pages, Sheet};
use casebook_evidence::picture::{Derivative, Facts, Failure, Look};
use casebook_evidence::reader::{Limits, ReadError, Reader};
use std::io;
use std::num::NonZeroU32;
use std::sync::{Condvar, Mutex};
use support::{Answer, PublicServer, TestServer, TestSite, until};

const PAGES: u32 = 130;

/// Reads a document of many pages, and waits before each stretch until it is let through.
struct Gated(&'static Gate);

#[derive(Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn open(&self) {
        *self.is_open.lock().expect("nobody panics") = true;
        self.opened.notify_all();
    }

    fn close(&self) {
        *self.is_open.lock().expect("nobody panics") = false;
    }

    fn pass(&self) {
        let is_open = self.is_open.lock().expect("nobody panics");
        drop(self.opened.wait_while(is_open, |is_open| !*is_open).expect("nobody panics"));
    }
}

impl Reader for Gated {
    fn inspect(&self, _picture: Bytes) -> Result<Facts, ReadError> {
        Err(Failure::Truncated.into())
    }

    fn derive(&self, _picture: Bytes, _wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
        Err(Failure::Truncated.into())
    }

    fn contents(&self, _document: Bytes) -> Result<Contents, ReadError<pdf::Failure>> {
        let sheet = Sheet { width: 595.0, height: 842.0, label: None, look: Look::Drawing };
        Ok(Contents { pages: vec![sheet; PAGES as usize], outline: Vec::new(), facts: Vec::new() })
    }

    fn text(&self, _document: Bytes, pages: Pages) -> Result<Vec<Segment>, ReadError<pdf::Failure>> {
        self.0.pass();
        let numbers = (pages.first.get()..=PAGES).take(pages.count as usize).filter_map(NonZeroU32::new);
        Ok(numbers.map(|page| Segment { locator: Locator::Page(page), text: format!("The words of page {page}."), glyphs: Vec::new() }).collect())
    }

    fn limits(&self) -> Limits {
        Limits::default()
    }
}

/// A document so large that it is read in the background.
fn bytes() -> Vec<u8> {
    vec![b'%'; 200 * 1024]
}

fn site(reader: fn() -> Box<dyn Reader>, quoting: &str, words: &str) -> TestSite {
    let mut site = TestSite::new();
    site.reader = reader;
    site.write(
        "content/transcript/index.md",
        "+++\ntitle = \"Transcript\"\nkind = \"document\"\nform = \"A transcript\"\n[[files]]\nfile = \"t.pdf\"\n+++\n",
    );
    site.write("content/transcript/t.pdf", bytes());
    let quote = format!("+++\ntitle = \"Said\"\n+++\n:::quote{{source=\"transcript\" page=\"7\"}}\n{words}\n:::\n");
    site.write(quoting, quote);
    site
}

fn has_status(status: u16) -> impl Fn(&Answer) -> bool {
    move |answer| answer.status() == status
}

#[tokio::test]
async fn the_rest_is_public_while_a_long_document_is_read() {
    static GATE: Gate = Gate { is_open: Mutex::new(false), opened: Condvar::new() };
    let site = site(|| Box::new(Gated(&GATE)), "content/said.md", "The words of page 7.");
    let server = PublicServer::start(&site).await;
    for (target, status) in [("/about/", 200), ("/transcript/", 404), ("/transcript/p/7/", 404), ("/said/", 404)] {
        assert_eq!(server.get(target, "").await.status(), status, "{target}");
    }
    site.write("content/about.md", "+++\ntitle = \"About\"\n+++\nMeanwhile.\n");
    server.until_page("/about/", |answer| answer.body().contains("Meanwhile.")).await;
    GATE.open();
    server.until_page("/transcript/p/7/", has_status(200)).await;
    for target in ["/transcript/", "/said/", "/transcript/p/130/"] {
        assert_eq!(server.get(target, "").await.status(), 200, "{target}");
    }
}

#[tokio::test]
async fn what_readers_have_stays_while_its_new_file_is_read() {
    static GATE: Gate = Gate { is_open: Mutex::new(true), opened: Condvar::new() };
    let site = site(|| Box::new(Gated(&GATE)), "content/said.md", "The words of page 7.");
    let server = PublicServer::start(&site).await;
    server.until_page("/transcript/p/7/", has_status(200)).await;
    GATE.close();
    site.write("content/transcript/t.pdf", [bytes(), b"%".to_vec()].concat());
    server.until_told(|told| told.iter().any(|one| one.code == "document-awaited")).await;
    for target in ["/transcript/", "/transcript/p/7/", "/said/"] {
        assert_eq!(server.get(target, "").await.status(), 200, "{target}");
    }
    GATE.open();
    server.until_told(|told| told.iter().next().is_none()).await;
    assert_eq!(server.get("/transcript/p/7/", "").await.status(), 200);
}

#[tokio::test]
async fn words_that_turn_out_to_be_wrong_never_go_public() {
    static GATE: Gate = Gate { is_open: Mutex::new(false), opened: Condvar::new() };
    let site = site(|| Box::new(Gated(&GATE)), "content/said.md", "The words of page 8.");
    let server = PublicServer::start(&site).await;
    GATE.open();
    server.until_told(|told| told.iter().any(|one| one.code == "quotation-elsewhere" || one.code == "quotation-differs")).await;
    for (target, status) in [("/about/", 200), ("/said/", 404)] {
        assert_eq!(server.get(target, "").await.status(), status, "{target}");
    }
}

#[tokio::test]
async fn what_the_home_page_quotes_is_read_before_the_site_is_public() {
    static GATE: Gate = Gate { is_open: Mutex::new(true), opened: Condvar::new() };
    let site = site(|| Box::new(Gated(&GATE)), "content/_index.md", "The words of page 7.");
    let server = PublicServer::start(&site).await;
    assert!(server.get("/", "").await.body().contains("The words of page 7."));
    assert_eq!(server.get("/transcript/p/7/", "").await.status(), 200);
}

#[tokio::test]
async fn the_makers_are_told_how_far_it_has_come() {
    static GATE: Gate = Gate { is_open: Mutex::new(false), opened: Condvar::new() };
    let site = site(|| Box::new(Gated(&GATE)), "content/said.md", "The words of page 7.");
    let app = site.app();
    let server = TestServer::start(app.clone()).await;
    let told = |edition: &casebook_site::edition::Edition| edition.diagnostics.iter().map(|one| one.message.clone()).collect::<Vec<_>>();
    assert_eq!(told(&app.edition()), ["this document is being read: 0 of 130 pages so far"]);
    assert_eq!(server.get("/transcript/").await.status(), 200);
    GATE.open();
    until(&app, |edition| edition.diagnostics.iter().next().is_none()).await;
    assert_eq!(server.get("/transcript/p/130/").await.status(), 200);
}

/// Nobody who could read it, after it was seen how long it is.
struct Nobody(&'static Gate);

impl Reader for Nobody {
    fn inspect(&self, _picture: Bytes) -> Result<Facts, ReadError> {
        Err(Failure::Truncated.into())
    }

    fn derive(&self, _picture: Bytes, _wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
        Err(Failure::Truncated.into())
    }

    fn contents(&self, document: Bytes) -> Result<Contents, ReadError<pdf::Failure>> {
        Gated(self.0).contents(document)
    }

    fn text(&self, _document: Bytes, _pages: Pages) -> Result<Vec<Segment>, ReadError<pdf::Failure>> {
        self.0.pass();
        Err(ReadError::Unavailable(io::ErrorKind::PermissionDenied.into()))
    }

    fn limits(&self) -> Limits {
        Limits::default()
    }
}

#[tokio::test]
async fn a_document_that_nobody_can_read_is_told_and_not_tried_for_ever() {
    static GATE: Gate = Gate { is_open: Mutex::new(false), opened: Condvar::new() };
    let site = site(|| Box::new(Nobody(&GATE)), "content/said.md", "The words of page 7.");
    let server = PublicServer::start(&site).await;
    GATE.open();
    server.until_told(|told| told.iter().any(|one| one.code == "document-unread")).await;
    for (target, status) in [("/about/", 200), ("/said/", 404), ("/transcript/", 404)] {
        assert_eq!(server.get(target, "").await.status(), status, "{target}");
    }
}
