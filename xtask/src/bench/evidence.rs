//! `bench evidence`: a site with 5,000 quotations from 10,000 pages of documents, as an editor and a check see it.

use super::edit::{edits, wait_for_page};
use super::figures::{Target, median, range};
use super::measure::measure;
use super::pdf::document;
use super::scratch::Scratch;
use crate::failure::{Context as _, Failure};
use crate::http::Connection;
use crate::program::{Profile, build_casebook};
use crate::served::Served;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const DOCUMENTS: u32 = 10;
const PAGES: u32 = 1_000;
const ARTICLES: u32 = 500;
const QUOTATIONS: u32 = 10;
const ROUNDS: usize = 5;

const CHECKED: Target = Target::at_most(1.0, Some(0.2), "s");
const EDITED: Target = Target::at_most(60.0, Some(15.0), "ms");

/// Until a long document has been read in the background.
const PATIENCE: Duration = Duration::from_secs(300);

/// Writes the site, checks it, and saves one of its articles again and again.
pub(crate) fn run() -> Result<(), Failure> {
    let casebook = build_casebook(Profile::Release)?;
    let scratch = Scratch::in_memory()?;
    let site = scratch.path("site");
    write(&site)?;
    let check = || -> Result<f64, Failure> { Ok(measure(Command::new(&casebook).arg("check").arg(&site))?.wall) };
    let cold = check()?;
    let times = (0..ROUNDS).map(|_| check()).collect::<Result<Vec<f64>, _>>()?;
    let served = Served::start(&casebook, &site)?;
    let mut connection = Connection::open(served.address)?;
    wait_for_page(&mut connection, &format!("/documents/d{}/p/{PAGES}/", DOCUMENTS - 1), PATIENCE)?;
    let number = ARTICLES / 2;
    let original = article(number);
    let edited = edits(&mut connection, &site.join(file(number)), &original, &format!("/articles/a{number}/"))?;
    println!("\n{} quotations from {} pages of {DOCUMENTS} documents, {}", ARTICLES * QUOTATIONS, DOCUMENTS * PAGES, scratch.description);
    println!("    `casebook check` that reads the documents: {cold:.1} s");
    println!("{}", CHECKED.line("`casebook check` of documents that were read before, median", median(times)));
    println!("{}", EDITED.line("from a saved file to the new page, median", median(edited.iter().copied())));
    println!("{}", EDITED.line("worst", range(edited).1));
    Ok(())
}

fn write(site: &Path) -> Result<(), Failure> {
    let put = |path: String, content: &[u8]| {
        let path = site.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(&path, content).context(path.display())
    };
    put("site.toml".to_owned(), b"title = \"Bench\"\nowner = \"Nobody\"\nlanguages = [\"en\"]\nbase = \"https://example.org\"\n")?;
    put("content/_index.md".to_owned(), b"+++\ntitle = \"Home\"\n+++\n")?;
    put("content/articles/_index.md".to_owned(), b"+++\ntitle = \"Articles\"\n+++\n")?;
    put("content/documents/_index.md".to_owned(), b"+++\ntitle = \"Documents\"\nchildren = \"document\"\n+++\n")?;
    for number in 0..DOCUMENTS {
        let text = format!("+++\ntitle = \"Transcript {number}\"\nform = \"A transcript\"\n[[files]]\nfile = \"d{number}.pdf\"\n+++\n");
        put(format!("content/documents/d{number}.md"), text.as_bytes())?;
        put(format!("content/documents/d{number}.pdf"), &document::made(PAGES, number, 0))?;
    }
    for number in 0..ARTICLES {
        put(file(number), article(number).as_bytes())?;
    }
    Ok(())
}

fn file(article: u32) -> String {
    format!("content/articles/a{article}.md")
}

/// An article that quotes as many pages, each of them once in the whole site.
fn article(number: u32) -> String {
    let mut text = format!("+++\ntitle = \"Article {number}\"\n+++\n");
    for quotation in 0..QUOTATIONS {
        let (document, page) = (quotation % DOCUMENTS, number * PAGES / ARTICLES + 1);
        let words = document::first_lines(page, document);
        let _ = write!(text, "\n:::quote{{source=\"documents/d{document}\" page=\"{page}\"}}\n{words}\n:::\n");
    }
    text
}
