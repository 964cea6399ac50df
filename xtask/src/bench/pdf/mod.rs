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
use worker::Worker;

const RATIO: Target = Target::at_least(0.5, Some(1.0), "x");
const COLD: Target = Target::at_most(120.0, Some(40.0), "s");
const ON_DEMAND: Target = Target::at_most(300.0, Some(80.0), "ms");
const WORST_FILE: Target = Target::at_most(10.0, None, "s");

/// Pages of the made document.
const PAGES: u32 = 2_000;

/// How many bytes it has that are on no page: 30 MB in all.
const MORE: usize = 23_000_000;

/// How many pages a worker is asked for at once.
const AT_ONCE: u32 = 64;

/// Of how many pages it is asked for pictures at once.
const PICTURES_AT_ONCE: u32 = 16;

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
    fs::write(&path, document::made(PAGES, 0, MORE)).context(path.display())?;
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
    println!("\n{PAGES} pages of text ({} MB), one worker", file.len() / 1_000_000);
    let refused = |_| Failure::new("the made document is refused");
    let mut worker = Worker::start(casebook)?;
    let start = Instant::now();
    worker.contents(&file)?.map_err(refused)?;
    for first in (1..=PAGES).step_by(AT_ONCE as usize) {
        worker.text(&file, first, AT_ONCE.min(PAGES + 1 - first))?.map_err(refused)?;
    }
    println!("{}", COLD.line("read cold, all of it", start.elapsed().as_secs_f64()));
    let mut time = |wanted: &[(u32, u32)]| -> Result<f64, Failure> {
        let start = Instant::now();
        worker.pictures(&file, wanted)?.map_err(refused)?;
        Ok(start.elapsed().as_secs_f64() * 1000.0)
    };
    let alone = (0..ROUNDS).map(|round| time(&[(PAGES / 2 + round, WIDTH)])).collect::<Result<Vec<f64>, _>>()?;
    println!("{}", ON_DEMAND.line("a picture of one page, median", median(alone)));
    let together: Vec<(u32, u32)> = (PAGES / 2..PAGES / 2 + PICTURES_AT_ONCE).map(|page| (page, WIDTH)).collect();
    let together = (0..ROUNDS).map(|_| time(&together)).collect::<Result<Vec<f64>, _>>()?;
    println!("    {PICTURES_AT_ONCE} pages at once: {:.1} ms each", median(together) / f64::from(PICTURES_AT_ONCE));
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

/// Programs that do the same: what is compared, with what, and whether it is judged. We make encoded pictures, so whoever
/// makes them too is judged by; the other one tells what encoding costs.
const OTHERS: [(&str, &str, &[&str], Verdict); 3] = [
    ("text, beside pdftotext -bbox", "pdftotext", &["-bbox", "-q"], Verdict::Judged),
    ("pictures, beside pdftoppm -png -r 150", "pdftoppm", &["-q", "-png", "-r", "150"], Verdict::Judged),
    ("pictures, beside pdftoppm -r 150 (PPM)", "pdftoppm", &["-q", "-r", "150"], Verdict::Told),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Judged,
    Told,
}

fn beside_others(casebook: &Path, scratch: &Scratch, files: &[PathBuf]) -> Result<(), Failure> {
    let (text, pictures, both) = ours(casebook, files)?;
    for (name, program, arguments, verdict) in OTHERS {
        let is_text = program == "pdftotext";
        let (ours, most) = if is_text { (&text, AT_ONCE) } else { (&pictures, PICTURES) };
        let Some(program) = find(program) else {
            println!("  {name}: {:.0} pages a second; {program} is not installed", ours.rate());
            continue;
        };
        let mut cpu = 0.0;
        for path in &both {
            let mut command = Command::new(&program);
            command.args(arguments).args(["-l", &most.to_string()]).arg(path).arg(scratch.path("theirs"));
            // Where it fails we had more to do than it.
            cpu += measure(&mut command).map_or(0.0, |cost| cost.cpu);
        }
        let theirs = Read { pages: ours.pages, cpu };
        let ratio = ours.rate() / theirs.rate();
        match verdict {
            Verdict::Judged => println!("{}", RATIO.line(name, ratio)),
            Verdict::Told => println!("    {name}: {ratio:.3} x"),
        }
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
        match one(&mut worker, &file) {
            Ok(Some((of_text, of_pictures))) => {
                text = Read { pages: text.pages + of_text.pages, cpu: text.cpu + of_text.cpu };
                pictures = Read { pages: pictures.pages + of_pictures.pages, cpu: pictures.cpu + of_pictures.cpu };
                read.push(path.clone());
            }
            Ok(None) => {}
            // A file that breaks its worker costs another start.
            Err(_) => worker = worker.anew(casebook)?,
        }
        let time = start.elapsed().as_secs_f64();
        if time > worst.0 {
            worst = (time, path.clone());
        }
    }
    println!("{}", WORST_FILE.line(&format!("the slowest; {} of {} read", read.len(), files.len()), worst.0));
    println!("    {}", worst.1.file_name().unwrap_or_default().to_string_lossy());
    Ok((text, pictures, read))
}

/// Text and pictures of one file; none if it is refused.
fn one(worker: &mut Worker, file: &[u8]) -> Result<Option<(Read, Read)>, Failure> {
    let Ok(widths) = worker.contents(file)? else { return Ok(None) };
    let count = u32::try_from(widths.len()).unwrap_or(u32::MAX);
    let mut read = Read { pages: count.min(AT_ONCE), cpu: -process::cpu(worker.id())? };
    if worker.text(file, 1, read.pages)?.is_err() {
        return Ok(None);
    }
    let between = process::cpu(worker.id())?;
    read.cpu += between;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page is not so wide")]
    let at_150_dpi = |width: &f32| (width * 150.0 / 72.0).round() as u32;
    let wanted: Vec<(u32, u32)> = (1..=count.min(PICTURES)).zip(widths.iter().map(at_150_dpi)).collect();
    if worker.pictures(file, &wanted)?.is_err() {
        return Ok(None);
    }
    Ok(Some((read, Read { pages: count.min(PICTURES), cpu: process::cpu(worker.id())? - between })))
}
