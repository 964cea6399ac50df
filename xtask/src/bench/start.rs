//! `bench start`: from the start of the process to its first page, 1,000 articles.

use super::corpus::{Corpus, Dialect, slug};
use super::figures::{Target, median, range};
use super::scratch::{Scratch, remove};
use crate::failure::Failure;
use crate::http::Connection;
use crate::program::{Profile, build_casebook};
use crate::served::Served;
use std::path::Path;
use std::time::Instant;

const ARTICLES: usize = 1000;
const ROUNDS: usize = 5;
const TARGET: Target = Target::at_most(300.0, Some(100.0), "ms");

/// Starts the server without and with the cache of an earlier start.
pub(crate) fn run() -> Result<(), Failure> {
    let casebook = build_casebook(Profile::Release)?;
    let scratch = Scratch::in_memory()?;
    let site = scratch.path("site");
    Corpus::new(ARTICLES, 1).write(Dialect::Casebook, &site)?;
    let address = format!("/articles/{}/", slug(ARTICLES / 2));
    let mut cold = Vec::new();
    let mut warm = Vec::new();
    for _ in 0..ROUNDS {
        remove(&site.join(".casebook"))?;
        cold.push(first_page(&casebook, &site, &address)?);
        warm.push(first_page(&casebook, &site, &address)?);
    }
    println!("\nFrom the start of `serve` to its first page, {ARTICLES} articles, {ROUNDS} rounds, {}", scratch.description);
    for (name, times) in [("first start", cold), ("second start", warm)] {
        println!("{}", TARGET.line(&format!("{name}, median"), median(times.iter().copied())));
        println!("{}", TARGET.line(&format!("{name}, worst"), range(times).1));
    }
    Ok(())
}

/// Milliseconds from the start of the process to the last byte of a page.
pub(super) fn first_page(casebook: &Path, site: &Path, address: &str) -> Result<f64, Failure> {
    let start = Instant::now();
    let served = Served::start(casebook, site)?;
    let status = Connection::open(served.address)?.get(address)?.status;
    let time = start.elapsed().as_secs_f64() * 1000.0;
    if status == 200 { Ok(time) } else { Err(Failure(format!("{address} answers {status}"))) }
}
