//! `bench pdf`: text with places and pictures of pages, beside `pdftotext -bbox` and `pdftoppm`.
//!
//! This crate links none of the others, so it speaks to `casebook read-pictures` as a pool does. Figures are pages
//! for each second of computing; the others start anew for each file, which is in theirs.

pub(super) mod document;
mod worker;

use super::figures::{Target, median};
use super::measure::measure;
use super::process;
use super::scratch::Scratch;
use crate::failure::{Context as _, Failure};
use crate::program::{Profile, build_casebook, find};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use worker::{Answer, Worker};

const RATIO: Target = Target::at_least(0.5, Some(1.0), "x");
const COLD: Target = Target::at_most(120.0, Some(40.0), "s");
const ON_DEMAND: Target = Target::at_most(300.0, Some(80.0), "ms");
const WORST_FILE: Target = Target::at_most(10.0, None, "s");

/// Pages of the made document.
const PAGES: u32 = 2_000;

/// How many pages a worker is asked for at once.
const AT_ONCE: u32 = 64;

/// How wide a page of A4 is at 150 dpi.
const WIDTH: u32 = 1_240;

/// Of how many pages of each file pictures are made.
const PICTURES: u32 = 3;

const ROUNDS: u32 = 9;

/// Reads a made document of 2,000 pages, and the files that `CASEBOOK_CORPORA` names.
pub(crate) fn run() -> Result<(), Failure> {
    let casebook = build_casebook(Profile::Release)?;
    let scratch = Scratch::in_memory()?;
    let path = scratch.path("made.pdf");
    fs::write(&path, document::made(PAGES, 0)).context(path.display())?;
    long_document(&casebook, &path)?;
    println!("\nThe same document beside the others");
    beside_others(&casebook, &scratch, std::slice::from_ref(&path))?;
    let Some(corpora) = std::env::var_os("CASEBOOK_CORPORA") else {
        println!("\nskipped: CASEBOOK_CORPORA names no folder with `pdf`");
        return Ok(());
    };
    let folder = Path::new(&corpora).join("pdf");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).context(folder.display())?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "pdf"));
    files.sort();
    println!("\n{} real files", files.len());
    beside_others(&casebook, &scratch, &files)
}

fn long_document(casebook: &Path, path: &Path) -> Result<(), Failure> {
    let file = fs::read(path).context(path.display())?;
    println!("\n{PAGES} pages of text ({} KB), one worker", file.len() / 1000);
    let mut worker = Worker::start(casebook)?;
    let start = Instant::now();
    worker.contents(&file)?;
    let mut first = 1;
    while first <= PAGES {
        worker.text(&file, first, AT_ONCE)?;
        first += AT_ONCE;
    }
    println!("{}", COLD.line("read cold, all of it", start.elapsed().as_secs_f64()));
    let times = (0..ROUNDS).map(|round| {
        let start = Instant::now();
        worker.picture(&file, PAGES / 2 + round, WIDTH).map(|_| start.elapsed().as_secs_f64() * 1000.0)
    });
    let times = times.collect::<Result<Vec<f64>, _>>()?;
    println!("{}", ON_DEMAND.line("a picture of one page, median", median(times)));
    Ok(())
}

/// What reading costs.
#[derive(Default)]
struct Read {
    pages: u32,
    /// Seconds of computing.
    cpu: f64,
}

impl Read {
    fn rate(&self) -> f64 {
        f64::from(self.pages) / self.cpu.max(0.001)
    }
}

fn beside_others(casebook: &Path, scratch: &Scratch, files: &[PathBuf]) -> Result<(), Failure> {
    let (text, pictures, both) = ours(casebook, files)?;
    for (name, ours, program, arguments) in [
        ("text, beside pdftotext -bbox", text, "pdftotext", ["-bbox", "-q"].as_slice()),
        ("pictures, beside pdftoppm -png", pictures, "pdftoppm", &["-q", "-png", "-scale-to-x", "1240", "-scale-to-y", "-1"]),
    ] {
        let Some(program) = find(program) else {
            println!("  {name}: {:.0} pages a second; {program} is not installed", ours.rate());
            continue;
        };
        let most = if name.starts_with("text") { AT_ONCE } else { PICTURES };
        let mut cpu = 0.0;
        for path in &both {
            let mut command = Command::new(&program);
            command.args(arguments).args(["-l", &most.to_string()]).arg(path).arg(scratch.path("theirs"));
            // Where it fails we had more to do than it.
            cpu += measure(&mut command).map_or(0.0, |cost| cost.cpu);
        }
        let theirs = Read { pages: ours.pages, cpu };
        println!("{}", RATIO.line(name, ours.rate() / theirs.rate()));
        println!("    {} pages, {:.0} a second beside {:.0}", ours.pages, ours.rate(), theirs.rate());
    }
    Ok(())
}

/// Text and pictures of all files, and which of them were read.
fn ours(casebook: &Path, files: &[PathBuf]) -> Result<(Read, Read, Vec<PathBuf>), Failure> {
    let mut worker = Worker::start(casebook)?;
    let (mut text, mut pictures, mut read) = (Read::default(), Read::default(), Vec::new());
    let mut worst = (0.0, PathBuf::new());
    for path in files {
        let file = fs::read(path).context(path.display())?;
        let start = Instant::now();
        let before = process::cpu(worker.id())?;
        // A file that breaks its worker costs another start.
        let Ok(Answer::Text { pages }) = worker.text(&file, 1, AT_ONCE) else {
            worker = worker.anew(casebook)?;
            continue;
        };
        let between = process::cpu(worker.id())?;
        let count = pages.min(PICTURES);
        let is_made = (1..=count).all(|page| matches!(worker.picture(&file, page, WIDTH), Ok(Answer::Picture)));
        if !is_made {
            worker = worker.anew(casebook)?;
            continue;
        }
        text = Read { pages: text.pages + pages, cpu: text.cpu + between - before };
        pictures = Read { pages: pictures.pages + count, cpu: pictures.cpu + process::cpu(worker.id())? - between };
        let time = start.elapsed().as_secs_f64();
        if time > worst.0 {
            worst = (time, path.clone());
        }
        read.push(path.clone());
    }
    println!("{}", WORST_FILE.line(&format!("the slowest of {} read", read.len()), worst.0));
    println!("    {}", worst.1.file_name().unwrap_or_default().to_string_lossy());
    Ok((text, pictures, read))
}
