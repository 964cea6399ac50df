//! Real files. Each is read or refused within limits; the words are compared with those of `pdftotext`, where it is installed.

use bytes::Bytes;
use casebook_evidence::pdf::{Failure, MOST_PAGES, Pages};
use casebook_evidence::reader::{ReadError, Reader as _};
use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use unicode_normalization::UnicodeNormalization as _;

/// How many pages of a file are looked at here.
const MOST: u32 = 64;

/// All files, or none and why.
#[expect(clippy::disallowed_methods, reason = "where the files are depends on the machine")]
pub(crate) fn files() -> Vec<PathBuf> {
    let Some(corpora) = std::env::var_os("CASEBOOK_CORPORA") else {
        println!("skipped: CASEBOOK_CORPORA names no folder with `pdf`");
        return Vec::new();
    };
    let mut files = Vec::new();
    for folder in ["pdf", "pdf-redactions"] {
        let folder = Path::new(&corpora).join(folder);
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        files.extend(entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.extension().is_some_and(|ending| ending == "pdf")));
    }
    files.sort();
    println!("{} files", files.len());
    assert!(files.len() >= 300, "so few files are no corpus");
    files
}

/// What was refused, and may be: because of the file.
fn refusal<T>(path: &Path, answer: Result<T, ReadError<Failure>>) -> Result<T, Failure> {
    answer.map_err(|error| match error {
        ReadError::File(failure) => failure,
        ReadError::Unavailable(error) => panic!("{}: {error}", path.display()),
    })
}

#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
pub(crate) fn real_files_are_read_within_limits() {
    let pool = super::pool();
    let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut slowest: Vec<(Duration, String)> = Vec::new();
    let (mut pages, mut read) = (0, 0);
    for path in files() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = Bytes::from(fs::read(&path).expect("a file"));
        let start = Instant::now();
        let all = refusal(&path, pool.contents(file.clone())).and_then(|contents| {
            let count = u32::try_from(contents.pages.len()).expect("few pages").min(MOST);
            let segments = refusal(&path, pool.text(file.clone(), Pages { first: NonZeroU32::MIN, count }))?;
            assert_eq!(segments.len(), count as usize, "{name}");
            refusal(&path, pool.page_pictures(file.clone(), &[super::wide(1, 600)]))?;
            Ok(count)
        });
        slowest.push((start.elapsed(), name.clone()));
        match all {
            Ok(count) => (pages, read) = (pages + count, read + 1),
            Err(failure) => refused.entry(failure.to_string()).or_default().push(name),
        }
    }
    slowest.sort();
    println!("{read} files with {pages} pages read; the slowest:");
    slowest.iter().rev().take(8).for_each(|(time, name)| println!("    {time:?} {name}"));
    refused.iter().for_each(|(why, names)| println!("  {why}: {}", names.join(", ")));
    for (why, names) in &refused {
        assert!(!why.contains("fails, each time"), "these break a worker: {names:?}");
    }
    assert!(slowest.iter().all(|(time, name)| *time < Duration::from_secs(30) || refused.values().any(|names| names.contains(name))), "{slowest:?}");
    assert!(slowest.is_empty() || read * 10 >= slowest.len() * 9, "only {read} were read");
}

/// Words and how often each is there. What is divided at the end of a line is put together, as the other program does.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    let text: String = text.nfkc().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')).collect();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

fn witness(path: &Path) -> Option<String> {
    let last = MOST.min(MOST_PAGES).to_string();
    let output = Command::new("timeout").args(["20", "pdftotext", "-enc", "UTF-8", "-l", &last]).arg(path).arg("-").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

pub(crate) fn words_are_those_that_another_program_finds() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        println!("skipped: pdftotext is not installed");
        return;
    }
    let pool = super::pool();
    let (mut common, mut own, mut others, mut read) = (0, 0, 0, 0);
    let mut worst: Vec<(usize, String)> = Vec::new();
    for path in files() {
        let file = Bytes::from(fs::read(&path).expect("a file"));
        let segments = refusal(&path, pool.contents(file.clone())).and_then(|contents| {
            let count = u32::try_from(contents.pages.len()).expect("few pages").min(MOST);
            refusal(&path, pool.text(file, Pages { first: NonZeroU32::MIN, count }))
        });
        let Ok(segments) = segments else { continue };
        let Some(theirs) = witness(&path) else { continue };
        let text: Vec<String> = segments.into_iter().map(|segment| segment.text).collect();
        let (ours, theirs) = (words(&joined(&text.join("\n\n"))), words(&joined(&theirs)));
        let count = |words: &BTreeMap<String, usize>| words.values().sum::<usize>();
        let both: usize = ours.iter().map(|(word, count)| *theirs.get(word).unwrap_or(&0).min(count)).sum();
        (common, own, others, read) = (common + both, own + count(&ours), others + count(&theirs), read + 1);
        let examples = |words: &BTreeMap<String, usize>, others: &BTreeMap<String, usize>| {
            let more = words.iter().filter(|(word, count)| others.get(*word).unwrap_or(&0) < count);
            more.take(12).map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
        };
        let missed = count(&ours) + count(&theirs) - 2 * both;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let line = format!(
            "{name}: {} ours, {} theirs, {both} both\n      only ours: {}\n      only theirs: {}",
            count(&ours),
            count(&theirs),
            examples(&ours, &theirs),
            examples(&theirs, &ours)
        );
        worst.push((missed, line));
    }
    if read == 0 {
        return;
    }
    worst.sort_by(|a, b| b.cmp(a));
    worst.iter().take(40).for_each(|(missed, line)| println!("  {missed} {line}"));
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let f1 = 2.0 * common as f64 / (own + others) as f64;
    println!("{read} files, {own} words of ours, {others} of theirs, {common} in common: F1 {f1:.4}");
    assert!(f1 >= 0.95, "{f1}");
}

/// Words that end with a hyphen at the end of a line, in one piece.
fn joined(text: &str) -> String {
    text.replace("-\n", "")
}
