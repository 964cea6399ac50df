//! `cargo xtask fuzz`: cargo-fuzz on stable Rust; what it finds becomes a seed.
//!
//! The sanitizer is off (`-s none`): it needs a nightly compiler and looks for memory errors, which
//! `unsafe_code = "forbid"` excludes in our own code, and foreign files are decoded by libraries in
//! Rust. What is looked for here are panics and endless loops.

use crate::failure::{Context as _, Failure};
use crate::program::{cargo, root, run as run_program, succeeds};
use clap::{Args, ValueEnum};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What to fuzz.
#[derive(Args, Debug)]
pub(crate) struct FuzzArguments {
    /// One target; without it, one after the other.
    target: Option<Target>,
    /// For how many seconds each.
    #[arg(long, default_value_t = 60, value_name = "N")]
    seconds: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Target {
    /// The front matter of every kind of entry
    FrontMatter,
    /// Markdown with directives
    Markdown,
    /// Documents: contents, text, pictures of pages
    Pdf,
    /// Text from glyphs
    PdfText,
    /// Pictures of every format
    Picture,
    /// Drawings
    Svg,
    /// Quotations and their sources
    Verbatim,
    /// Messages and mailboxes
    Mail,
    /// Transcripts and captions
    Transcript,
    /// Texts of Word
    Docx,
    /// Pages as paragraphs
    HtmlText,
}

impl Target {
    const fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front_matter",
            Self::Markdown => "markdown",
            Self::Pdf => "pdf",
            Self::PdfText => "pdf_text",
            Self::Picture => "picture",
            Self::Svg => "svg",
            Self::Verbatim => "verbatim",
            Self::Mail => "mail",
            Self::Transcript => "transcript",
            Self::Docx => "docx",
            Self::HtmlText => "html_text",
        }
    }

    /// Runs the target; what broke it is kept as a seed.
    fn run(self, seconds: u32) -> Result<(), Failure> {
        let name = self.name();
        // libFuzzer adds what it learns to the first folder; the seeds stay as they are.
        let learnt = root().join("fuzz/corpus").join(name);
        fs::create_dir_all(&learnt).context(learnt.display())?;
        let mut command = cargo();
        command.args(["fuzz", "run", "-s", "none", name, &format!("fuzz/corpus/{name}"), &format!("fuzz/seeds/{name}"), "--"]);
        command.arg(format!("-max_total_time={seconds}")).args(["-timeout=10", "-max_len=65536"]);
        let result = run_program(&mut command);
        let kept = keep_artifacts(name)?;
        if kept > 0 { Err(Failure(format!("{kept} new inputs break `{name}`; they stand in fuzz/seeds/{name}"))) } else { result }
    }
}

/// Runs the targets.
pub(crate) fn run(arguments: &FuzzArguments) -> Result<(), Failure> {
    if !succeeds(cargo().args(["fuzz", "--version"])) {
        run_program(Command::new("cargo").args(["install", "cargo-fuzz", "--locked"]))?;
    }
    let targets = Target::value_variants().iter().filter(|target| arguments.target.is_none_or(|only| only == **target));
    let failures: Vec<String> = targets.filter_map(|target| target.run(arguments.seconds).err()).map(|failure| failure.0).collect();
    if failures.is_empty() { Ok(()) } else { Err(Failure(failures.join("; "))) }
}

/// Moves what broke the target among its seeds, which `cargo test` replays from then on.
fn keep_artifacts(name: &str) -> Result<usize, Failure> {
    let Ok(found) = fs::read_dir(root().join("fuzz/artifacts").join(name)) else { return Ok(0) };
    let seeds = root().join("fuzz/seeds").join(name);
    let mut kept = 0;
    for artifact in found {
        let artifact = artifact?;
        move_file(&artifact.path(), &seeds.join(artifact.file_name()))?;
        kept += 1;
    }
    Ok(kept)
}

fn move_file(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::copy(from, to).context(to.display())?;
    fs::remove_file(from).context(from.display())
}
