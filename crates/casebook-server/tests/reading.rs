//! The folder as a `Source`: what is read, what is left out, and what is said of the rest.

mod support;

use casebook_server::folder::{Folder, Touched};
use casebook_site::source::{Body, Hash, SitePath, Source};
use std::fs;
use std::path::PathBuf;
use support::TestSite;

fn path(text: &str) -> SitePath {
    SitePath::new(text).expect("a path")
}

fn codes(site: &TestSite) -> (Source, Vec<&'static str>) {
    let folder = site.folder();
    let source = folder.read().expect("a readable folder");
    let codes = folder.problems().iter().map(|problem| problem.code).collect();
    (source, codes)
}

#[test]
fn text_is_held_and_the_rest_is_known_by_its_hash() {
    let site = TestSite::new();
    let (source, codes) = codes(&site);
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!(source.text(&path("content/_index.md")), Some("+++\ntitle = \"Home\"\n+++\nWelcome.\n"));
    let film = source.get(&path("content/film/film.bin")).expect("it is there");
    assert_eq!((film.hash, film.len), (Hash::of(b"0123456789"), 10));
    assert!(matches!(film.body, Body::OnDisk));
}

#[test]
fn text_that_is_too_long_stays_on_disk() {
    let site = TestSite::new();
    let long = vec![b'x'; usize::try_from(casebook_site::source::MAX_TEXT_LEN).expect("a length") + 1];
    site.write("content/long.txt", &long);
    let (source, _) = codes(&site);
    let file = source.get(&path("content/long.txt")).expect("it is there");
    assert_eq!(file.hash, Hash::of(&long));
    assert!(matches!(file.body, Body::OnDisk));
}

/// What a folder reads again equals what it reads anew.
fn reread(site: &TestSite, change: impl FnOnce(), touched: &[&str]) -> (Source, Vec<&'static str>) {
    let folder = site.folder();
    let before = folder.read().expect("a readable folder");
    change();
    let touched = Touched::Paths(touched.iter().map(PathBuf::from).collect());
    let source = before.edit(&folder.reread(&before, &touched)).expect("edits that fit");
    let afresh = site.folder();
    assert_eq!(source.digest(), afresh.read().expect("a readable folder").digest(), "{touched:?}");
    let codes = |folder: &Folder| folder.problems().iter().map(|problem| problem.code).collect::<Vec<_>>();
    assert_eq!(codes(&folder), codes(&afresh), "{touched:?}");
    (source, codes(&folder))
}

#[test]
fn a_file_that_is_only_spelled_otherwise_stays() {
    let (composed, decomposed) = ("content/\u{fc}ber.md", "content/u\u{308}ber.md");
    for (from, to) in [(composed, decomposed), (decomposed, composed)] {
        let site = TestSite::new();
        site.write(from, "text");
        let renamed = || fs::rename(site.path(from), site.path(to)).expect("a writable folder");
        assert_eq!(reread(&site, renamed, &[from, to]).0.text(&path(composed)), Some("text"));
        // One event may be lost or come alone.
        assert_eq!(reread(&site, || site.write(to, "later"), &[from]).0.text(&path(composed)), Some("later"));
        let remove = || fs::remove_file(site.path(to)).expect("it is there");
        assert_eq!(reread(&site, remove, &[from]).0.text(&path(composed)), None);
    }
}

#[cfg(unix)]
#[test]
fn no_late_event_reads_behind_a_link() {
    let site = TestSite::new();
    site.write("content/case/a/secret.md", "ours");
    let outside = site.outside().join("elsewhere");
    fs::create_dir_all(outside.join("a")).expect("a writable folder");
    fs::write(outside.join("a/secret.md"), "secret").expect("a writable folder");
    let swap = || {
        fs::remove_dir_all(site.path("content/case")).expect("it is there");
        std::os::unix::fs::symlink(&outside, site.path("content/case")).expect("a link");
    };
    let (source, _) = reread(&site, swap, &["content/case", "content/case/a/secret.md"]);
    assert_eq!(source.text(&path("content/case/a/secret.md")), None);
    let folder = site.folder();
    let before = folder.read().expect("a readable folder");
    for late in ["content/case/a/secret.md", "content/case/a"] {
        let edits = folder.reread(&before, &Touched::Paths([PathBuf::from(late)].into()));
        assert!(edits.is_empty(), "{late}: {edits:?}");
    }
}

#[test]
fn what_is_not_the_sites_is_left_out() {
    let site = TestSite::new();
    let before = codes(&site).0;
    for name in
        ["private/letter.md", "notes.md", "content/.git/x.md", "content/node_modules/x.md", "content/x.md~", "content/.x.md.swp", "content/#x.md#"]
    {
        site.write(name, "secret");
    }
    let (source, codes) = codes(&site);
    assert_eq!((source.digest(), codes), (before.digest(), vec![]));
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_inside() {
    use std::os::unix::fs::symlink;
    let site = TestSite::new();
    fs::write(site.outside().join("secret.md"), "secret").expect("a writable folder");
    site.write("private/paper.md", "secret");
    symlink(site.path("content/about.md"), site.path("content/inside.md")).expect("a link");
    symlink(site.outside().join("secret.md"), site.path("content/outside.md")).expect("a link");
    symlink(site.path("private/paper.md"), site.path("content/private.md")).expect("a link");
    symlink(site.path("site.toml"), site.path("content/settings.toml")).expect("a link");
    symlink(site.path("nowhere"), site.path("content/broken.md")).expect("a link");
    symlink(site.path("content/film"), site.path("content/folder")).expect("a link");
    symlink(site.path("content"), site.path("content/circle")).expect("a link");
    symlink(site.outside(), site.path("theme")).expect("a link");
    let (source, codes) = codes(&site);
    assert_eq!(source.text(&path("content/inside.md")), source.text(&path("content/about.md")));
    for name in
        ["content/outside.md", "content/private.md", "content/broken.md", "content/folder/film.bin", "content/circle/about.md", "theme/secret.md"]
    {
        assert!(source.get(&path(name)).is_none(), "{name}");
    }
    assert_eq!(codes, ["link-broken", "link-folder", "link-folder", "link-outside", "link-outside", "link-outside"]);
}

#[cfg(target_os = "linux")]
#[test]
fn impossible_names_and_files_are_told() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let site = TestSite::new();
    fs::write(site.path("content").join(OsStr::from_bytes(b"\xff.md")), "x").expect("a writable folder");
    site.write("content/back\\slash.md", "x");
    site.write("content/new\nline.md", "x");
    site.write("content/u\u{308}ber.md", "decomposed");
    site.write("content/\u{fc}ber.md", "composed");
    let _socket = std::os::unix::net::UnixListener::bind(site.path("content/socket")).expect("a socket");
    let (source, mut codes) = codes(&site);
    codes.sort_unstable();
    assert_eq!(codes, ["file-special", "name-impossible", "name-impossible", "name-not-text", "name-twice"]);
    assert!(source.text(&path("content/\u{fc}ber.md")).is_some());
}

#[cfg(unix)]
#[test]
fn a_file_is_opened_by_its_name_on_disk() {
    let site = TestSite::new();
    site.write("content/u\u{308}ber.bin", "decomposed");
    let folder = site.folder();
    let source = folder.read().expect("a readable folder");
    let name = path("content/\u{fc}ber.bin");
    assert!(source.get(&name).is_some());
    let mut text = String::new();
    std::io::Read::read_to_string(&mut folder.open_file(&name).expect("it is there"), &mut text).expect("text");
    assert_eq!(text, "decomposed");
    for refused in ["private/x", "content", "site.toml/x", "content/.git/config"] {
        site.write("private/x", "secret");
        assert!(folder.open_file(&path(refused)).is_err(), "{refused}");
    }
}

#[test]
fn hashes_are_remembered_and_a_damaged_memo_is_ignored() {
    let site = TestSite::new();
    let film = site.path("content/film/film.bin");
    // Only what was written some ticks of the disk's clock ago is trusted without a look.
    let written = |path: &std::path::Path| fs::metadata(path).and_then(|metadata| metadata.modified()).expect("a time");
    let old = written(&film) + std::time::Duration::from_millis(50);
    while written(&site.path("content/film/drawing.svg")) < old {
        site.write("content/film/drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    }
    codes(&site);
    let memo = site.cache().join("hashes");
    let true_hash = Hash::of(b"0123456789");
    let forged = fs::read_to_string(&memo).expect("it was written").replace(&true_hash.to_string(), &Hash::of(b"forged").to_string());
    fs::write(&memo, &forged).expect("a writable folder");
    let hash = |site: &TestSite| codes(site).0.get(&path("content/film/film.bin")).expect("it is there").hash;
    assert_eq!(hash(&site), Hash::of(b"forged"), "the file is not read again");
    fs::write(&memo, &forged[..forged.len() - 3]).expect("a writable folder");
    assert_eq!(hash(&site), true_hash, "half a memo is none");
    fs::write(&memo, &forged).expect("a writable folder");
    fs::write(&film, "9876543210").expect("a writable folder");
    assert_eq!(hash(&site), Hash::of(b"9876543210"), "another time, another hash");
}
