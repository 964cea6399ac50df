//! The child process that reads pictures, as the binary starts it: its limits, and what happens when it is killed.
#![cfg(target_os = "linux")]

use casebook_evidence::picture::{Derivative, Encoding, Failure};
use casebook_evidence::reader::{Command, Limits, Pool, ReadError, Reader};
use casebook_server::folder::Folder;
use casebook_server::pictures::Pictures;
use casebook_server::{Kept, Publisher};
use casebook_site::source::Hash;
use std::fs;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

fn pool(patience: Duration) -> Pool {
    let command = Command {
        program: env!("CARGO_BIN_EXE_casebook").into(),
        arguments: vec!["read-pictures".into()],
        environment: vec![("MIMALLOC_ARENA_RESERVE".into(), "0".into())],
    };
    Pool::new(command, NonZeroUsize::MIN, Limits { patience, ..Limits::default() })
}

fn patient() -> Pool {
    pool(Duration::from_secs(100))
}

/// A grey TIFF without a pixel compressed.
fn tiff(width: u32, height: u32) -> Vec<u8> {
    let tags: [(u16, u32); 8] =
        [(0x0100, width), (0x0101, height), (0x0102, 8), (0x0103, 1), (0x0106, 1), (0x0111, 110), (0x0116, height), (0x0117, width * height)];
    let mut file = b"II\x2a\0\x08\0\0\0\x08\0".to_vec();
    for (tag, value) in tags {
        file.extend(tag.to_le_bytes());
        file.extend([4, 0, 1, 0, 0, 0]);
        file.extend(value.to_le_bytes());
    }
    file.extend([0; 4]);
    file.extend((0..width * height).map(|at| (at * 7 / 3) as u8));
    file
}

fn signal(process: u32, name: &str) {
    let status = std::process::Command::new("kill").args([name, &process.to_string()]).status().expect("kill");
    assert!(status.success());
}

#[test]
fn one_worker_answers_many_requests_and_is_confined() {
    let pool = patient();
    let picture = tiff(300, 200);
    let facts = pool.inspect(picture.clone().into()).expect("a picture");
    assert_eq!((facts.size.width, facts.size.height), (300, 200));
    let worker = pool.idle();
    let wanted = Encoding::ALL.map(|encoding| Derivative { width: 100, encoding });
    let made = pool.derive(picture.into(), &wanted).expect("a picture");
    assert!(made.iter().all(|made| made.len() > 50));
    assert_eq!(pool.idle(), worker, "the same process");
    let limits = fs::read_to_string(format!("/proc/{}/limits", worker[0])).expect("its limits");
    for (limit, value) in [("Max data size", "1073741824"), ("Max open files", "3"), ("Max file size", "0"), ("Max core file size", "0")] {
        let line = limits.lines().find(|line| line.starts_with(limit)).expect(limit);
        assert_eq!(line[limit.len()..].split_whitespace().take(2).collect::<Vec<_>>(), [value, value], "{line}");
    }
    let computing = limits.lines().find(|line| line.starts_with("Max cpu time")).expect("a limit of time");
    let seconds: u64 = computing["Max cpu time".len()..].split_whitespace().next().and_then(|word| word.parse().ok()).expect("seconds");
    assert!((30..60).contains(&seconds), "{computing}");
    assert_eq!(fs::read(format!("/proc/{}/environ", worker[0])).expect("its environment"), b"MIMALLOC_ARENA_RESERVE=0\0");
}

#[test]
fn a_worker_that_was_killed_is_replaced_before_anybody_notices() {
    let pool = patient();
    let picture = tiff(30, 20);
    pool.inspect(picture.clone().into()).expect("a picture");
    let killed = pool.idle();
    signal(killed[0], "-KILL");
    pool.inspect(picture.into()).expect("a new worker reads it");
    assert_ne!(pool.idle(), killed);
}

#[test]
fn a_worker_that_stands_still_is_given_up_and_replaced() {
    let pool = pool(Duration::from_secs(3));
    let picture = tiff(30, 20);
    pool.inspect(picture.clone().into()).expect("a picture");
    let stopped = pool.idle()[0];
    signal(stopped, "-STOP");
    let failure = pool.inspect(picture.clone().into()).expect_err("no answer");
    assert!(matches!(failure, ReadError::File(Failure::OutOfTime)), "{failure}");
    assert!(!fs::exists(format!("/proc/{stopped}")).expect("a look"), "it was ended and buried");
    pool.inspect(picture.into()).expect("a new worker reads it");
}

#[test]
fn workers_end_with_their_pool() {
    let pool = patient();
    pool.inspect(tiff(30, 20).into()).expect("a picture");
    let worker = pool.idle()[0];
    drop(pool);
    assert!(!fs::exists(format!("/proc/{worker}")).expect("a look"));
}

/// A site with one photo, whose file holds words that nobody must read.
fn site(folder: &std::path::Path, photo: &[u8]) -> std::path::PathBuf {
    let site = folder.join("site");
    fs::create_dir_all(site.join("content")).expect("a writable folder");
    fs::write(site.join("site.toml"), "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\nbase = \"https://example.org\"\n").expect("a file");
    fs::write(site.join("content/_index.md"), "+++\ntitle = \"Home\"\n+++\n![A wall](wall.tif) and [the wall](wall.tif)\n").expect("a file");
    fs::write(site.join("content/wall.tif"), photo).expect("a file");
    site
}

fn build(site: &std::path::Path, out: &std::path::Path) -> (bool, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_casebook"));
    let output = command.arg("build").arg(site).arg("--out").arg(out).output().expect("the program runs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn a_build_publishes_pixels_and_no_original() {
    let folder = tempfile::tempdir().expect("a folder");
    let secret = b"51.5007 N, Jane Example, serial 0042";
    let photo = [tiff(1300, 700), secret.to_vec()].concat();
    let (site, out) = (site(folder.path(), &photo), folder.path().join("public"));
    let (is_done, said) = build(&site, &out);
    assert!(is_done, "{said}");
    let written = files(&out);
    let ending = |ending: &str| written.iter().filter(|path| path.extension().is_some_and(|found| found == ending)).count();
    assert_eq!((ending("tif"), ending("webp"), ending("jpg") + ending("png")), (0, 6, 6), "{written:?}");
    for path in &written {
        let bytes = fs::read(path).expect("a file");
        assert!(!bytes.windows(12).any(|words| words == b"Jane Example"), "{}", path.display());
    }
    let page = fs::read_to_string(out.join("index.html")).expect("a page");
    assert!(page.contains("<source type=\"image/webp\" srcset=\"/files/") && page.contains(" 400w, ") && page.contains(" 1300w\""), "{page}");
    assert!(page.contains("width=\"1300\" height=\"700\" alt=\"A wall\" fetchpriority=\"high\" decoding=\"async\""), "{page}");
    // Without the cache folder the same comes out.
    fs::remove_dir_all(site.join(".casebook")).expect("the cache folder");
    let again = folder.path().join("again");
    assert!(build(&site, &again).0);
    let names = |root: &std::path::Path| {
        let mut names: Vec<_> = files(root)
            .into_iter()
            .filter(|path| !path.ends_with(".casebook-build"))
            .map(|path| (path.strip_prefix(root).expect("below").to_owned(), fs::read(&path).expect("a file")))
            .collect();
        names.sort();
        names
    };
    assert!(names(&out) == names(&again));
}

#[test]
fn a_photo_that_ends_early_is_refused_at_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = site(folder.path(), &tiff(300, 200)[..20_000]);
    let (is_done, said) = build(&site, &folder.path().join("public"));
    assert!(!is_done && said.contains("picture-damaged") && said.contains("content/_index.md:4:11") && said.contains("save it anew"), "{said}");
}

/// Makes every picture in the cache folder look as if nobody had needed it for years. Says how many there are.
fn age(site: &std::path::Path) -> usize {
    let long_ago = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let derived = files(&site.join(".casebook/derived"));
    for path in &derived {
        fs::File::options().write(true).open(path).and_then(|file| file.set_modified(long_ago)).expect("our file");
    }
    derived.len()
}

#[test]
fn a_build_takes_out_what_neither_it_nor_the_last_good_edition_needs() {
    let folder = tempfile::tempdir().expect("a folder");
    let (site, out) = (site(folder.path(), &tiff(1300, 700)), folder.path().join("public"));
    let cache = site.join(".casebook");
    assert!(build(&site, &out).0);
    // A public server has shown this edition.
    let opened = Arc::new(Folder::open(&site, &cache).expect("a folder"));
    let pictures = Arc::new(Pictures::open(Arc::clone(&opened), &cache, Box::new(patient())));
    let published = Publisher::open(opened, pictures, Kept::new(&cache, Hash::of(b"test")), || jiff::Timestamp::UNIX_EPOCH);
    published.expect("a healthy site").make_ready();
    let made = age(&site);
    assert_eq!(made, 12, "six widths in two encodings");

    fs::write(site.join("content/_index.md"), "+++\ntitle = \"Home\"\n+++\nWithout a picture.\n").expect("a file");
    let (is_done, said) = build(&site, &out);
    assert!(is_done && !said.contains("from the cache folder"), "{said}");
    assert_eq!(files(&cache.join("derived")).len(), made, "the last good edition shows them");

    fs::remove_dir_all(cache.join("last-good")).expect("ours");
    age(&site);
    fs::write(site.join("content/_index.md"), "+++\ntitle = \"Home\"\n+++\nStill without a picture.\n").expect("a file");
    let (is_done, said) = build(&site, &out);
    assert!(is_done && said.contains("12 files that no page has needed for a month went from the cache folder"), "{said}");
    assert!(files(&cache.join("derived")).is_empty());
}
