//! Pictures of a folder: read once, made once, and whatever becomes of the cache folder.

mod support;

use bytes::Bytes;
use casebook_evidence::picture::{Derivative, Facts, Failure};
use casebook_evidence::reader::{InProcess, Limits, ReadError, Reader};
use casebook_server::pictures::{DeriveError, KEPT_FOR, Pictures, Pruned};
use casebook_site::check::Stage;
use casebook_site::edition::Edition;
use casebook_site::picture::Recipe;
use jiff::Timestamp;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{PublicServer, TestSite};

/// Counts what it is asked.
#[derive(Default)]
struct Counting {
    inspected: AtomicUsize,
    derived: AtomicUsize,
}

struct Shared(Arc<Counting>);

impl Reader for Shared {
    fn inspect(&self, picture: Bytes) -> Result<Facts, ReadError> {
        self.0.inspected.fetch_add(1, Ordering::SeqCst);
        InProcess::default().inspect(picture)
    }

    fn derive(&self, picture: Bytes, wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
        self.0.derived.fetch_add(1, Ordering::SeqCst);
        InProcess::default().derive(picture, wanted)
    }

    fn limits(&self) -> Limits {
        Limits::default()
    }
}

/// Nobody who could read.
struct Nobody;

/// Breaks on every picture, and counts.
struct Breaking(Arc<Counting>, Limits);

impl Reader for Breaking {
    fn inspect(&self, _picture: Bytes) -> Result<Facts, ReadError> {
        self.0.inspected.fetch_add(1, Ordering::SeqCst);
        Err(Failure::Crashed.into())
    }

    fn derive(&self, _picture: Bytes, _wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
        self.0.derived.fetch_add(1, Ordering::SeqCst);
        Err(Failure::OutOfTime.into())
    }

    fn limits(&self) -> Limits {
        self.1
    }
}

impl Reader for Nobody {
    fn inspect(&self, _picture: Bytes) -> Result<Facts, ReadError> {
        Err(ReadError::Unavailable(io::ErrorKind::PermissionDenied.into()))
    }

    fn derive(&self, _picture: Bytes, _wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
        Err(ReadError::Unavailable(io::ErrorKind::PermissionDenied.into()))
    }

    fn limits(&self) -> Limits {
        Limits::default()
    }
}

/// One who knows what a picture is and comes to grief over making a smaller one.
struct Clumsy;

impl Reader for Clumsy {
    fn inspect(&self, picture: Bytes) -> Result<Facts, ReadError> {
        InProcess::default().inspect(picture)
    }

    fn derive(&self, _picture: Bytes, _wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
        panic!("a mistake of ours")
    }

    fn limits(&self) -> Limits {
        Limits::default()
    }
}

/// A grey picture that nobody compressed.
fn picture(shade: u8) -> Vec<u8> {
    let (width, height) = (900_u32, 300_u32);
    let tags: [(u16, u32); 8] =
        [(0x0100, width), (0x0101, height), (0x0102, 8), (0x0103, 1), (0x0106, 1), (0x0111, 110), (0x0116, height), (0x0117, width * height)];
    let mut file = b"II\x2a\0\x08\0\0\0\x08\0".to_vec();
    for (tag, value) in tags {
        file.extend(tag.to_le_bytes());
        file.extend([4, 0, 1, 0, 0, 0]);
        file.extend(value.to_le_bytes());
    }
    file.extend([0; 4]);
    file.extend((0..width * height).map(|at| (at % 97) as u8 ^ shade));
    file
}

fn site() -> TestSite {
    let site = TestSite::new();
    site.write("content/about.md", "+++\ntitle = \"About\"\n+++\n![A house](house.jpg) ![A garden](garden.jpg)\n");
    site.write("content/house.jpg", picture(1));
    site.write("content/garden.jpg", b"<html>404</html>");
    site
}

fn pictures(site: &TestSite, reader: impl Reader + 'static) -> Pictures {
    Pictures::open(site.folder(), &site.cache(), Box::new(reader))
}

fn edition(site: &TestSite, pictures: &Pictures) -> Edition {
    let source = site.folder().read().expect("a readable folder");
    Edition::informed(source, (Stage::Draft, Timestamp::UNIX_EPOCH), &pictures.cache(), pictures)
}

fn codes(edition: &Edition) -> Vec<&'static str> {
    edition.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn recipes(edition: &Edition) -> Vec<Recipe> {
    edition.site.recipes().cloned().collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn a_second_start_reads_nothing_and_says_the_same() {
    let site = site();
    let counting = Arc::new(Counting::default());
    let first = edition(&site, &pictures(&site, Shared(Arc::clone(&counting))));
    assert_eq!(codes(&first), ["picture-format"]);
    assert_eq!(recipes(&first).len(), 6, "three widths in two encodings");
    assert_eq!(counting.inspected.load(Ordering::SeqCst), 2);
    let second = edition(&site, &pictures(&site, Nobody));
    assert_eq!((codes(&second), recipes(&second)), (codes(&first), recipes(&first)));
    // Damaged, it is as good as none.
    let facts = site.cache().join("pictures");
    let text = fs::read_to_string(&facts).expect("the facts");
    fs::write(&facts, text.replacen('0', "1", 1)).expect("a writable folder");
    edition(&site, &pictures(&site, Shared(Arc::clone(&counting))));
    assert_eq!(counting.inspected.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_panic_costs_one_reader_one_answer_that_reveals_nothing() {
    let mut site = TestSite::new();
    site.write("content/about.md", "+++\ntitle = \"About\"\n+++\n![A house](house.jpg)\n");
    site.write("content/house.jpg", picture(1));
    site.reader = || Box::new(Clumsy);
    let server = PublicServer::start(&site).await;
    let live = server.publisher.live();
    let url = live.site.urls().find(|url| url.as_str().ends_with(".webp")).expect("a smaller picture").href();
    for _ in 0..2 {
        let answer = server.get(&url, "").await;
        assert_eq!((answer.status(), answer.header("content-type")), (500, Some("text/html; charset=utf-8")), "{answer:?}");
        assert!(answer.body().contains("can’t be shown right now") && !answer.text.contains("mistake of ours"), "{answer:?}");
        assert!(answer.header("x-request-id").is_some(), "{answer:?}");
    }
    assert_eq!(server.get("/about/", "").await.status(), 200, "the others are served");
}

#[test]
fn what_nobody_can_read_is_told_and_tried_again() {
    let site = site();
    assert_eq!(codes(&edition(&site, &pictures(&site, Nobody))), ["picture-unread", "picture-unread"]);
    assert_eq!(codes(&edition(&site, &pictures(&site, InProcess::default()))), ["picture-format"]);
}

#[test]
fn a_picture_is_made_once_however_many_ask() {
    let site = site();
    let counting = Arc::new(Counting::default());
    let pictures = pictures(&site, Shared(Arc::clone(&counting)));
    let recipe = recipes(&edition(&site, &pictures)).remove(0);
    let made: Vec<Bytes> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..8).map(|_| scope.spawn(|| pictures.derive(&recipe).expect("a picture"))).collect();
        asking.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    });
    assert!(made.iter().all(|bytes| *bytes == made[0]) && !made[0].is_empty());
    assert_eq!(counting.derived.load(Ordering::SeqCst), 1);
}

#[test]
fn all_of_one_original_are_made_at_once() {
    let site = site();
    let counting = Arc::new(Counting::default());
    let pictures = pictures(&site, Shared(Arc::clone(&counting)));
    let recipes = recipes(&edition(&site, &pictures));
    let done = AtomicUsize::new(0);
    let all: Vec<&Recipe> = recipes.iter().collect();
    for _ in 0..2 {
        pictures
            .derive_all(&all, &|count| {
                done.fetch_add(count, Ordering::SeqCst);
            })
            .expect("pictures");
    }
    assert_eq!((counting.derived.load(Ordering::SeqCst), done.load(Ordering::SeqCst)), (1, 12));
    for recipe in &recipes {
        let alone = TestSite::new();
        alone.write("content/house.jpg", picture(1));
        let fresh = self::pictures(&alone, InProcess::default()).derive(recipe).expect("a picture");
        assert!(pictures.derive(recipe).expect("a picture") == fresh, "together or alone, it is the same: {recipe:?}");
    }
    assert_eq!(counting.derived.load(Ordering::SeqCst), 1);
}

#[test]
fn the_cache_folder_may_be_damaged_or_deleted_at_any_time() {
    let site = site();
    let pictures = pictures(&site, InProcess::default());
    let recipe = recipes(&edition(&site, &pictures)).remove(0);
    let made = pictures.derive(&recipe).expect("a picture");
    let kept = files(&site.cache().join("derived"));
    assert_eq!(kept.len(), 1, "and no temporary file");
    let whole = fs::read(&kept[0]).expect("the file");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    for damaged in [&whole[..whole.len() - 1], &whole[..10], b"", &flipped] {
        fs::write(&kept[0], damaged).expect("a writable folder");
        assert!(pictures.derive(&recipe).expect("a picture") == made);
        assert!(fs::read(&kept[0]).expect("the file") == whole, "it is mended");
    }
    fs::remove_dir_all(site.cache()).expect("our folder");
    assert!(pictures.derive(&recipe).expect("a picture") == made);
    fs::remove_dir_all(site.cache()).expect("our folder");
    fs::write(site.cache(), "a file in its place").expect("a writable folder");
    assert!(pictures.derive(&recipe).expect("a picture") == made, "where nothing can be kept, it is made each time");
}

#[test]
fn another_original_under_the_same_name_is_never_taken_for_the_first() {
    let site = site();
    let pictures = pictures(&site, InProcess::default());
    let recipe = recipes(&edition(&site, &pictures)).remove(0);
    site.write("content/house.jpg", picture(2));
    assert!(matches!(pictures.derive(&recipe), Err(DeriveError::Original(_))));
}

#[test]
fn a_picture_that_breaks_its_reader_breaks_none_at_the_next_start() {
    let site = site();
    let counting = Arc::new(Counting::default());
    let breaking = |limits| pictures(&site, Breaking(Arc::clone(&counting), limits));
    let start = |limits| codes(&edition(&site, &breaking(limits)));
    let own = Limits::default();
    for _ in 0..3 {
        assert_eq!(start(own), ["picture-damaged", "picture-damaged"]);
    }
    assert_eq!(counting.inspected.load(Ordering::SeqCst), 2, "each was tried once");
    start(Limits { memory: own.memory * 2, ..own });
    assert_eq!(counting.inspected.load(Ordering::SeqCst), 4, "within other limits it is another question");
    fs::remove_file(site.cache().join("pictures")).expect("the facts");
    assert_eq!(codes(&edition(&site, &pictures(&site, InProcess::default()))), ["picture-format"], "the way out");
}

#[test]
fn what_can_not_be_made_of_a_picture_is_tried_once() {
    let site = site();
    let recipe = recipes(&edition(&site, &pictures(&site, InProcess::default()))).remove(0);
    let counting = Arc::new(Counting::default());
    for _ in 0..3 {
        let refused = pictures(&site, Breaking(Arc::clone(&counting), Limits::default())).derive(&recipe);
        assert!(matches!(refused, Err(DeriveError::Read(ReadError::File(Failure::OutOfTime)))));
    }
    assert_eq!(counting.derived.load(Ordering::SeqCst), 1);
    fs::remove_file(site.cache().join("pictures")).expect("the facts");
    assert!(pictures(&site, InProcess::default()).derive(&recipe).is_ok(), "the way out");
}

/// When a file was last needed.
fn time_of(path: &Path) -> Timestamp {
    Timestamp::try_from(fs::metadata(path).and_then(|metadata| metadata.modified()).expect("a time")).expect("a moment")
}

#[test]
fn what_no_edition_needs_is_taken_out_when_its_time_is_over() {
    let site = site();
    let pictures = pictures(&site, InProcess::default());
    let recipes = recipes(&edition(&site, &pictures));
    pictures.derive_all(&recipes.iter().collect::<Vec<_>>(), &|_| {}).expect("pictures");
    let derived = site.cache().join("derived");
    let made = files(&derived);
    assert_eq!(made.len(), 6);
    let first = made.iter().map(|path| time_of(path)).min().expect("files");
    let last = made.iter().map(|path| time_of(path)).max().expect("files");
    let needed = recipes.iter().take(2).map(Recipe::key).collect();
    let len: u64 = made.iter().map(|path| fs::metadata(path).expect("a file").len()).sum();

    assert_eq!(pictures.prune(&needed, first + KEPT_FOR), Pruned::default(), "not before its time");
    // Noted as needed on that day, the two stay for as long again.
    let late = last + KEPT_FOR + jiff::SignedDuration::from_mins(1);
    let pruned = pictures.prune(&needed, late);
    assert_eq!((pruned.files, files(&derived).len()), (4, 2));
    assert!(pruned.bytes < len && pruned.bytes > 0);
    let nobody = std::collections::BTreeSet::new();
    assert_eq!(pictures.prune(&nobody, late), Pruned::default());
    assert_eq!(pictures.prune(&needed, late + KEPT_FOR * 9), Pruned::default(), "what is needed stays, however old");
    assert_eq!(pictures.prune(&nobody, late + KEPT_FOR * 11).files, 2);
    assert_eq!(fs::read_dir(&derived).expect("a folder").count(), 0, "and their folders");
    assert!(pictures.derive(&recipes[5]).is_ok(), "what is needed again is made again");
}

#[cfg(unix)]
#[test]
fn what_we_did_not_make_is_never_taken_out() {
    let site = site();
    let pictures = pictures(&site, InProcess::default());
    let recipe = recipes(&edition(&site, &pictures)).remove(0);
    pictures.derive(&recipe).expect("a picture");
    let derived = site.cache().join("derived");
    let ours = files(&derived).remove(0);
    let elsewhere = site.path("elsewhere");
    let hex = "0".repeat(62);
    // A copy under another name, a file under a name of ours, one beside them, and links.
    fs::create_dir_all(elsewhere.join("x")).expect("a folder");
    fs::create_dir_all(derived.join("00")).expect("a folder");
    fs::copy(&ours, derived.join("00/notes.txt")).expect("a copy");
    fs::write(derived.join("00").join(&hex), "a text of somebody").expect("a file");
    fs::write(derived.join("notes.txt"), "a text of somebody").expect("a file");
    fs::copy(&ours, elsewhere.join(&hex)).expect("a copy");
    std::os::unix::fs::symlink(&elsewhere, derived.join("11")).expect("a link");
    std::os::unix::fs::symlink(elsewhere.join(&hex), derived.join("00").join("1".repeat(62))).expect("a link");
    let late = time_of(&ours) + KEPT_FOR * 100;
    assert_eq!(pictures.prune(&std::collections::BTreeSet::new(), late).files, 1);
    assert!(!ours.exists());
    for kept in [derived.join("00/notes.txt"), derived.join("00").join(&hex), derived.join("notes.txt"), elsewhere.join(&hex), derived.join("11")] {
        assert!(fs::symlink_metadata(&kept).is_ok(), "{}", kept.display());
    }
}
