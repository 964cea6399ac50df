//! Documents of a folder: read and drawn once, what fails is tried once, and what nobody needs is forgotten.

#[path = "../../casebook-evidence/tests/support/pdf.rs"]
mod paper;
mod support;

use bytes::Bytes;
use casebook_evidence::document::{self, Document, Kind};
use casebook_evidence::evidence::Segment;
use casebook_evidence::pdf::{Contents, Failure, PageDerivative, Pages};
use casebook_evidence::picture::{Derivative, Facts};
use casebook_evidence::reader::{InProcess, Limits, ReadError, Reader};
use casebook_server::pictures::{DeriveError, KEPT_FOR, Pictures};
use casebook_site::address::UrlPath;
use casebook_site::check::Stage;
use casebook_site::diagnostic::Diagnostic;
use casebook_site::edition::Edition;
use casebook_site::picture::Recipe;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{PublicServer, TestSite};

/// Draws every page but the second, reads no letter, and counts how often it fails.
#[derive(Clone, Default)]
struct Failing {
    failed: Arc<AtomicUsize>,
    sent: Arc<AtomicUsize>,
    limits: Limits,
}

impl Failing {
    fn within(&self, limits: Limits) -> Self {
        Self { limits, ..self.clone() }
    }

    fn failed(&self) -> usize {
        self.failed.load(Ordering::SeqCst)
    }
}

impl Reader for Failing {
    fn inspect(&self, picture: Bytes) -> Result<Facts, ReadError> {
        InProcess::default().inspect(picture)
    }

    fn derive(&self, picture: Bytes, wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
        InProcess::default().derive(picture, wanted)
    }

    fn read(&self, _document: Bytes, _kind: Kind) -> Result<Document, ReadError<document::Failure>> {
        self.failed.fetch_add(1, Ordering::SeqCst);
        Err(document::Failure::OutOfTime.into())
    }

    fn contents(&self, document: Bytes) -> Result<Contents, ReadError<Failure>> {
        InProcess::default().contents(document)
    }

    fn text(&self, document: Bytes, pages: Pages) -> Result<Vec<Segment>, ReadError<Failure>> {
        InProcess::default().text(document, pages)
    }

    fn page_pictures(&self, document: Bytes, wanted: &[PageDerivative]) -> Result<Vec<Bytes>, ReadError<Failure>> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        if wanted.iter().any(|wanted| wanted.page == SECOND) {
            self.failed.fetch_add(1, Ordering::SeqCst);
            return Err(Failure::OutOfTime.into());
        }
        InProcess::default().page_pictures(document, wanted)
    }

    fn limits(&self) -> Limits {
        self.limits
    }
}

const SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(1);

/// A document of so many pages.
fn site(pages: u32) -> TestSite {
    let site = TestSite::new();
    let mut pdf = paper::Pdf::new();
    (1..=pages).for_each(|number| pdf.page(&paper::text(72, 700, 12, &format!("This is page {number}"))));
    site.write(
        "content/report/index.md",
        "+++\ntitle = \"Report\"\nkind = \"document\"\nform = \"A report\"\n[[files]]\nfile = \"report.pdf\"\n+++\n",
    );
    site.write("content/report/report.pdf", pdf.finish());
    site
}

/// The same, and a mail.
fn with_letter(pages: u32) -> TestSite {
    let site = site(pages);
    site.write(
        "content/letter/index.md",
        "+++\ntitle = \"Letter\"\nkind = \"document\"\nform = \"A letter\"\n[[files]]\nfile = \"letter.eml\"\n+++\n",
    );
    site.write("content/letter/letter.eml", "From: Ann <ann@example.org>\nSubject: Hello\n\nWords.\n");
    site
}

fn pictures(site: &TestSite, reader: impl Reader + 'static) -> Pictures {
    Pictures::open(site.folder(), &site.cache(), Box::new(reader))
}

fn edition(site: &TestSite, pictures: &Pictures) -> Edition {
    let source = site.folder().read().expect("a readable folder");
    Edition::informed(source, (Stage::Live, Timestamp::UNIX_EPOCH), &pictures.cache(), pictures)
}

fn found<'a>(edition: &'a Edition, code: &str) -> Vec<&'a Diagnostic> {
    edition.diagnostics.iter().filter(|diagnostic| diagnostic.code == code).collect()
}

fn count(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
}

/// When the last file was written somewhere in a folder.
fn last_written(folder: &Path) -> Timestamp {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let time = |path: &Path| Timestamp::try_from(fs::metadata(path).and_then(|metadata| metadata.modified()).expect("a time")).expect("a moment");
    entries.map(|path| if path.is_dir() { last_written(&path) } else { time(&path) }).max().expect("a file")
}

fn draw_all(site: &TestSite, reader: &Failing) -> usize {
    let pictures = pictures(site, reader.clone());
    let edition = edition(site, &pictures);
    let recipes: Vec<&Recipe> = edition.site.recipes().collect();
    let done = AtomicUsize::new(0);
    let add = |count| {
        done.fetch_add(count, Ordering::SeqCst);
    };
    let undrawn = pictures.derive_all(&recipes, &add).expect("the others are drawn");
    assert_eq!(done.into_inner(), recipes.len());
    undrawn
}

#[test]
fn a_page_that_can_not_be_drawn_costs_its_own_picture() {
    let site = site(3);
    let reader = Failing::default();
    assert_eq!(draw_all(&site, &reader), 1);
    assert_eq!(count(&site.cache().join("derived")), 6, "three widths of two pages");
    let tried = reader.failed();
    let edition = edition(&site, &pictures(&site, reader.clone()));
    let told = found(&edition, "page-picture-missing");
    assert!(told.len() == 1 && told[0].message.contains("page 2 of this document can't be drawn"), "{told:?}");
    assert!(!edition.diagnostics.has_errors(), "it is published all the same");
    assert_eq!(edition.site.recipes().count(), 6);
    assert_eq!(draw_all(&site, &reader), 0, "nobody wants it any more");
    assert_eq!(reader.failed(), tried, "it was tried and is not tried again");
    // With more time it may go well.
    let more = reader.within(Limits { document_computing: 100, ..Limits::default() });
    assert_eq!(draw_all(&site, &more), 1);
    assert!(reader.failed() > tried);
}

#[test]
fn pages_are_drawn_many_at_a_time() {
    let site = site(20);
    let reader = Failing::default();
    // The first sixteen pictures fail together and are tried alone, but for the other widths of the page that is known by
    // then; the other 44 come in three.
    draw_all(&site, &reader);
    assert_eq!(count(&site.cache().join("derived")), 57);
    assert_eq!(reader.sent.load(Ordering::SeqCst), 1 + 14 + 3);
}

#[test]
fn why_a_document_can_not_be_read_is_known_within_the_same_limits() {
    let site = with_letter(1);
    let reader = Failing::default();
    let is_unreadable = |reader: &Failing| found(&edition(&site, &pictures(&site, reader.clone())), "document-unreadable").len() == 1;
    for _ in 0..3 {
        assert!(is_unreadable(&reader));
    }
    assert_eq!(reader.failed(), 1, "it was tried once");
    assert!(is_unreadable(&reader.within(Limits { document_memory: 1 << 30, ..Limits::default() })));
    assert_eq!(reader.failed(), 2, "within other limits it is another question");
    fs::remove_file(site.cache().join("documents")).expect("what is known");
    assert!(found(&edition(&site, &pictures(&site, InProcess::default())), "document-unreadable").is_empty(), "the way out");
}

#[test]
fn texts_that_no_edition_needs_are_taken_out_when_their_time_is_over() {
    let site = with_letter(2);
    let pictures = pictures(&site, InProcess::default());
    let edition = edition(&site, &pictures);
    let texts = site.cache().join("texts");
    assert_eq!(count(&texts), 2);
    let needed: BTreeSet<_> = edition.site.text_keys().take(1).collect();
    let now = last_written(&texts);
    assert_eq!(pictures.prune(&needed, now + KEPT_FOR - SignedDuration::from_mins(1)).files, 0, "not before its time");
    let late = now + KEPT_FOR + SignedDuration::from_mins(1);
    assert_eq!(pictures.prune(&needed, late).files, 1);
    assert_eq!(count(&texts), 1);
    assert_eq!(pictures.prune(&needed, late + KEPT_FOR * 9).files, 0, "what is needed stays, however old");
}

#[tokio::test]
async fn readers_get_the_page_without_the_picture_that_fails() {
    let mut site = site(3);
    site.reader = || Box::new(Failing::default());
    let server = PublicServer::start(&site).await;
    let live = server.publisher.live();
    let picture = |page: u32| live.site.urls().map(UrlPath::href).find(|url| url.contains(&format!("-p{page}-600."))).expect("a picture");
    let page = server.get("/report/p/2/", "").await;
    assert!(page.body().contains("<img") && page.body().contains("This is page 2"), "{page:?}");
    assert_eq!(server.get(&picture(1), "").await.status(), 200);
    assert_eq!(server.get(&picture(2), "").await.status(), 500);
    server.until_page("/report/p/2/", |page| !page.body().contains("<img") && page.body().contains("This is page 2")).await;
    assert!(server.get("/report/p/1/", "").await.body().contains("<img"), "the others keep theirs");
    assert!(server.publisher.diagnostics().iter().any(|diagnostic| diagnostic.code == "page-picture-missing"), "and the author is told");
}

#[test]
fn another_file_under_the_same_name_is_drawn() {
    let site = site(3);
    let pictures = pictures(&site, Failing::default());
    let recipes: Vec<Recipe> = edition(&site, &pictures).site.recipes().cloned().collect();
    let second = recipes.iter().find(|recipe| recipe.page == Some(SECOND)).expect("a recipe");
    assert!(matches!(pictures.derive(second), Err(DeriveError::Page(ReadError::File(Failure::OutOfTime)))));
    site.write("content/report/report.pdf", {
        let mut pdf = paper::Pdf::new();
        pdf.page(&paper::text(72, 700, 12, "Another"));
        pdf.finish()
    });
    let edition = edition(&site, &pictures);
    assert!(found(&edition, "page-picture-missing").is_empty());
    assert_eq!(edition.site.recipes().count(), 3);
}
