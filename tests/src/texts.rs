//! What the documents of cases say: real files as they are, and PDFs that a case writes as text.
//!
//! A case can't hold a PDF. What stands in place of one is the text of its pages, with a line `---` between two; a page
//! that begins with `## ` opens a chapter of that name. In brackets it says what is wrong with the file.

use bytes::Bytes;
use casebook_evidence::document::{Document, Failure};
use casebook_evidence::evidence::{Locator, Segment};
use casebook_evidence::pdf::{self, Contents, Heading, MOST_PAGES, Pages, Sheet};
use casebook_evidence::picture::Look;
use casebook_evidence::reader::{InProcess, ReadError, Reader as _};
use casebook_site::check::Cache;
use casebook_site::evidence::{Form, Progress, UnreadText};
use casebook_site::picture::page_key;
use casebook_site::source::Source;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;

/// What a case writes in place of a document that is read in the background.
const BEING_READ: &[u8] = b"(a document that is being read)";

/// Tells the cache what these documents say.
pub(crate) fn read(unread: &[UnreadText], source: &Source, cache: &Cache) {
    for file in unread {
        let bytes = source.text(&file.path).map_or_else(|| of_demo(file), |text| Bytes::copy_from_slice(text.as_bytes()));
        let reading = match file.form {
            Form::Other(kind) => InProcess::default().read(bytes, kind).map_err(failure),
            Form::Pdf if bytes.starts_with(b"%PDF") => real(&bytes),
            Form::Pdf if bytes.starts_with(BEING_READ) => {
                cache.await_text(file.key(), Some(Progress { read: 64, total: 200 }));
                continue;
            }
            Form::Pdf => match written(&String::from_utf8_lossy(&bytes)) {
                Some(reading) => reading.inspect(|document| fail_to_draw(document, file, cache)),
                None => continue,
            },
        };
        cache.learn_text(file.key(), reading.map(Arc::new));
    }
}

/// The bytes of a file that a snapshot doesn't hold: only the demo has such.
fn of_demo(file: &UnreadText) -> Bytes {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/demo").join(file.path.as_str());
    std::fs::read(path).expect("a file of the demo").into()
}

fn failure<F: Into<Failure>>(error: ReadError<F>) -> Failure {
    match error {
        ReadError::File(failure) => failure.into(),
        ReadError::Unavailable(error) => panic!("nothing is started here: {error}"),
    }
}

fn real(bytes: &Bytes) -> Result<Document, Failure> {
    let reader = InProcess::default();
    let contents = reader.contents(bytes.clone()).map_err(failure)?;
    let count = u32::try_from(contents.pages.len()).expect("few pages").min(MOST_PAGES);
    let segments = reader.text(bytes.clone(), Pages { first: NonZeroU32::MIN, count }).map_err(failure)?;
    Ok(Document::of_pdf(contents, segments))
}

/// Tells which pages a case says can't be drawn.
fn fail_to_draw(document: &Document, file: &UnreadText, cache: &Cache) {
    let pages = document.segments.iter().filter(|segment| segment.text == "(a page that can't be drawn)");
    for page in pages.filter_map(|segment| if let Locator::Page(page) = segment.locator { Some(page) } else { None }) {
        cache.learn_undrawn(page_key(file.hash, page), pdf::Failure::OutOfTime);
    }
}

/// The pages that a case writes; nothing where it says that nobody can read them.
fn written(text: &str) -> Option<Result<Document, Failure>> {
    match text.trim() {
        "(a damaged document)" => return Some(Err(pdf::Failure::Damaged.into())),
        "(a document that nobody can read)" => return None,
        _ => {}
    }
    let segments: Vec<Segment> = text
        .split("\n---\n")
        .zip((1..).filter_map(NonZeroU32::new))
        .map(|(text, page)| Segment { locator: Locator::Page(page), text: text.trim().to_owned(), glyphs: Vec::new() })
        .collect();
    let sheet = Sheet { width: 595.0, height: 842.0, label: None, look: Look::Drawing };
    let outline = segments.iter().zip((1..).map(NonZeroU32::new)).filter_map(|(segment, page)| {
        let title = segment.text.lines().next()?.strip_prefix("## ")?;
        Some(Heading { title: title.to_owned(), level: 1, page })
    });
    let outline = outline.collect();
    let contents = Contents { pages: vec![sheet; segments.len()], outline, facts: Vec::new() };
    Some(Ok(Document::of_pdf(contents, segments)))
}
