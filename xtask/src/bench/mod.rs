//! `cargo xtask bench`: what Casebook costs, beside its peers on the same articles and bytes.
//!
//! Figures are printed, never asserted: a busy machine would make a liar of such a test.

mod build;
mod corpus;
mod edit;
mod evidence;
mod figures;
mod measure;
mod memory;
mod pages;
mod pdf;
mod pictures;
mod process;
mod scratch;
mod serve;
mod start;
mod verbatim;

use crate::failure::Failure;
use clap::{Args, Subcommand};

/// What to measure.
#[derive(Args, Debug)]
pub(crate) struct BenchArguments {
    #[command(subcommand)]
    bench: Bench,
}

#[derive(Debug, Subcommand)]
enum Bench {
    /// Whole builds beside Hugo and Zola, and a rebuild with nothing changed
    Build(build::BuildArguments),
    /// From a saved file to the new page served, among 10,000 articles
    Edit,
    /// From the start of `serve` to its first page, 1,000 articles
    Start,
    /// The memory of `serve` for a site with 3 GB of media
    Memory,
    /// From a photo of twelve megapixels to pictures for a page
    Pictures,
    /// Documents: text with places and pictures of pages, beside pdftotext and pdftoppm
    Pdf,
    /// What Lighthouse and axe say of the demo
    Pages(pages::PagesArguments),
    /// The public server: requests beside nginx, its start, its memory, slow clients
    Serve(serve::ServeArguments),
    /// A site with 5,000 quotations from 10,000 pages: its check, and from a saved file to the new page
    Evidence,
    /// Quotations compared with 10,000 pages, and what a wrong one costs
    Verbatim,
    /// All of them
    All,
}

/// Runs the bench.
pub(crate) fn run(arguments: &BenchArguments) -> Result<(), Failure> {
    match &arguments.bench {
        Bench::Build(arguments) => build::run(arguments),
        Bench::Edit => edit::run(),
        Bench::Start => start::run(),
        Bench::Memory => memory::run(),
        Bench::Pictures => pictures::run(),
        Bench::Pdf => pdf::run(),
        Bench::Pages(arguments) => pages::run(arguments),
        Bench::Serve(arguments) => serve::run(arguments),
        Bench::Evidence => evidence::run(),
        Bench::Verbatim => verbatim::run(),
        Bench::All => {
            build::run(&build::BuildArguments::default())?;
            edit::run()?;
            start::run()?;
            memory::run()?;
            pictures::run()?;
            pdf::run()?;
            evidence::run()?;
            verbatim::run()?;
            pages::run(&pages::PagesArguments::default())?;
            serve::run(&serve::ServeArguments::default())
        }
    }
}
