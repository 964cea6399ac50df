//! `bench edit`: from a saved file to the new page, among 10,000 articles, as an editor sees it.

use super::corpus::{Corpus, Dialect, slug};
use super::figures::{Target, median, range};
use super::scratch::Scratch;
use crate::failure::{Context as _, Failure};
use crate::http::Connection;
use crate::program::{Profile, build_casebook};
use crate::served::Served;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

const ARTICLES: usize = 10_000;
const EDITS: usize = 15;
const TARGET: Target = Target::at_most(60.0, Some(15.0), "ms");

/// Between two looks at the page. Without a pause we would take the processor from the server.
const PAUSE: Duration = Duration::from_micros(500);
/// A page that has not changed by then never will.
const PATIENCE: Duration = Duration::from_secs(10);

/// Saves an article again and again and waits for each new word.
pub(crate) fn run() -> Result<(), Failure> {
    let casebook = build_casebook(Profile::Release)?;
    let scratch = Scratch::in_memory()?;
    let site = scratch.path("site");
    let corpus = Corpus::new(ARTICLES, 1);
    corpus.write(Dialect::Casebook, &site)?;
    let served = Served::start(&casebook, &site)?;
    let number = ARTICLES / 2;
    let file = site.join(format!("content/articles/{}.md", slug(number)));
    let address = format!("/articles/{}/", slug(number));
    let mut connection = Connection::open(served.address)?;
    wait_for_page(&mut connection, &address, PATIENCE)?;
    let times = edits(&mut connection, &file, &corpus.casebook_text(number), &address)?;
    println!("\nFrom a saved file to the new page served, {ARTICLES} articles, {EDITS} edits, {}", scratch.description);
    println!("{}", TARGET.line("median", median(times.iter().copied())));
    println!("{}", TARGET.line("worst", range(times.iter().copied()).1));
    Ok(())
}

/// Saves a text with one more word, again and again; after how many milliseconds the page at `address` has each.
pub(super) fn edits(connection: &mut Connection, file: &Path, original: &str, address: &str) -> Result<Vec<f64>, Failure> {
    let mut times = Vec::new();
    for edit in 1..=EDITS {
        let word = format!("Revision{edit}x");
        let text = format!("{original}\n{word}\n");
        // The editor pauses before the next save; the server finishes what it does meanwhile.
        thread::sleep(Duration::from_millis(200));
        let start = Instant::now();
        fs::write(file, text).context(file.display())?;
        wait_for(connection, address, &word)?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times)
}

/// Waits until there is a page.
pub(super) fn wait_for_page(connection: &mut Connection, address: &str, patience: Duration) -> Result<(), Failure> {
    let start = Instant::now();
    loop {
        match connection.get(address)?.status {
            200 => return Ok(()),
            status if start.elapsed() > patience => return Err(Failure(format!("{address} answers {status}"))),
            _ => thread::sleep(PAUSE),
        }
    }
}

fn wait_for(connection: &mut Connection, address: &str, word: &str) -> Result<(), Failure> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let answer = connection.get(address)?;
        if answer.body.windows(word.len()).any(|window| window == word.as_bytes()) {
            return Ok(());
        }
        thread::sleep(PAUSE);
    }
    Err(Failure(format!("{address} still lacks {word} after {} s", PATIENCE.as_secs())))
}
