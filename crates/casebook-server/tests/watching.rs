//! Following the folder: whatever an editor does, the draft ends up as the disk is.

mod support;

use casebook_server::App;
use casebook_site::edition::Edition;
use casebook_site::source::SitePath;
use std::fs;
use std::sync::Arc;
use support::{TestSite, until};

fn text<'a>(edition: &'a Edition, path: &str) -> Option<&'a str> {
    edition.source.text(&SitePath::new(path).expect("a path"))
}

async fn until_text(app: &App, path: &str, expected: Option<&str>) {
    until(app, |edition| text(edition, path) == expected).await;
}

#[tokio::test]
async fn every_way_of_saving_arrives() {
    let site = TestSite::new();
    let (app, _watch) = site.followed();
    site.write("content/about.md", "written over");
    until_text(&app, "content/about.md", Some("written over")).await;
    fs::write(site.path("content/.about.md.new"), "renamed over").expect("a writable folder");
    fs::rename(site.path("content/.about.md.new"), site.path("content/about.md")).expect("a writable folder");
    until_text(&app, "content/about.md", Some("renamed over")).await;
    fs::rename(site.path("content/about.md"), site.path("content/about.md~")).expect("a writable folder");
    site.write("content/about.md", "with a copy kept");
    until_text(&app, "content/about.md", Some("with a copy kept")).await;
    fs::remove_file(site.path("content/about.md")).expect("it is there");
    until_text(&app, "content/about.md", None).await;
    site.write("site.toml", "title = \"New\"\nowner = \"O\"\nlanguages = [\"en\"]\n");
    until_text(&app, "site.toml", Some("title = \"New\"\nowner = \"O\"\nlanguages = [\"en\"]\n")).await;
}

#[tokio::test]
async fn a_file_that_is_written_in_pieces_ends_up_whole() {
    use std::io::Write as _;
    let site = TestSite::new();
    let (app, _watch) = site.followed();
    let mut file = fs::File::create(site.path("content/about.md")).expect("a writable folder");
    until_text(&app, "content/about.md", Some("")).await;
    file.write_all(b"half ").expect("room");
    until_text(&app, "content/about.md", Some("half ")).await;
    file.write_all(b"and half").expect("room");
    until_text(&app, "content/about.md", Some("half and half")).await;
}

#[tokio::test]
async fn folders_that_come_move_and_go_are_followed() {
    let site = TestSite::new();
    let (app, _watch) = site.followed();
    site.write("content/a/deep/x.md", "x");
    until_text(&app, "content/a/deep/x.md", Some("x")).await;
    fs::rename(site.path("content/a"), site.path("content/b")).expect("a writable folder");
    until_text(&app, "content/b/deep/x.md", Some("x")).await;
    until_text(&app, "content/a/deep/x.md", None).await;
    site.write("content/b/deep/x.md", "after the move");
    until_text(&app, "content/b/deep/x.md", Some("after the move")).await;
    fs::rename(site.path("content/b"), site.outside().join("b")).expect("a writable folder");
    until_text(&app, "content/b/deep/x.md", None).await;
    site.write("theme/tokens.css", ":root{}");
    until_text(&app, "theme/tokens.css", Some(":root{}")).await;
    fs::remove_dir_all(site.path("content")).expect("it is there");
    until(&app, |edition| edition.source.len() == 2).await;
    site.write("content/again/x.md", "x");
    until_text(&app, "content/again/x.md", Some("x")).await;
    site.write("content/again/x.md", "y");
    until_text(&app, "content/again/x.md", Some("y")).await;
}

/// `über` with the letter and its dots stored as one, and as two: macOS writes the second.
const COMPOSED: &str = "\u{fc}ber";
const DECOMPOSED: &str = "u\u{308}ber";

#[tokio::test]
async fn a_file_that_is_only_spelled_otherwise_stays() {
    let site = TestSite::new();
    let (app, _watch) = site.followed();
    let named = |name: &str| format!("content/{name}.md");
    site.write(&named(COMPOSED), "one");
    until_text(&app, &named(COMPOSED), Some("one")).await;
    for (from, to) in [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED), (COMPOSED, DECOMPOSED)] {
        fs::rename(site.path(&named(from)), site.path(&named(to))).expect("a writable folder");
        site.write(&named(to), format!("now {}", to.len()));
        until_text(&app, &named(COMPOSED), Some(&format!("now {}", to.len()))).await;
        until(&app, |edition| !edition.diagnostics.iter().any(|found| found.code == "name-twice")).await;
    }
    fs::remove_file(site.path(&named(DECOMPOSED))).expect("it is there");
    until_text(&app, &named(COMPOSED), None).await;
}

#[tokio::test]
async fn a_folder_that_is_only_spelled_otherwise_is_followed() {
    let site = TestSite::new();
    let (app, _watch) = site.followed();
    let inside = |folder: &str| format!("content/{folder}/x.md");
    site.write(&inside(DECOMPOSED), "one");
    until_text(&app, &inside(COMPOSED), Some("one")).await;
    site.write(&inside(DECOMPOSED), "two");
    until_text(&app, &inside(COMPOSED), Some("two")).await;
    fs::rename(site.path(&format!("content/{DECOMPOSED}")), site.path(&format!("content/{COMPOSED}"))).expect("a writable folder");
    site.write(&inside(COMPOSED), "three");
    until_text(&app, &inside(COMPOSED), Some("three")).await;
    fs::remove_file(site.path(&inside(COMPOSED))).expect("it is there");
    until_text(&app, &inside(COMPOSED), None).await;
}

#[tokio::test]
async fn many_changes_at_once_leave_nothing_behind() {
    let site = TestSite::new();
    let (app, _watch) = site.followed();
    for round in 0..5 {
        for number in 0..100 {
            site.write(&format!("content/many/{number}/index.md"), format!("{round} {number}"));
        }
    }
    let is_last =
        |edition: &Edition| (0..100).all(|number| text(edition, &format!("content/many/{number}/index.md")) == Some(&format!("4 {number}")));
    until(&app, is_last).await;
    assert_eq!(app.edition().source.digest(), site.folder().read().expect("a readable folder").digest());
}

#[tokio::test]
async fn what_changes_while_the_first_edition_is_made_is_caught() {
    let site = TestSite::new();
    let folder = site.folder();
    let watching = folder.watch().expect("a system that tells of changes");
    let app = App::open(Arc::clone(&folder), site.pictures(folder), || jiff::Timestamp::UNIX_EPOCH).expect("a readable folder");
    site.write("content/about.md", "meanwhile");
    site.write("content/new/x.md", "in a new folder");
    let _watch = app.follow(watching).expect("a thread");
    until_text(&app, "content/about.md", Some("meanwhile")).await;
    until_text(&app, "content/new/x.md", Some("in a new folder")).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_problem_comes_and_goes_with_its_file() {
    let site = TestSite::new();
    let (app, _watch) = site.followed();
    let has_problem = |app: &Arc<App>| app.diagnostics().iter().any(|diagnostic| diagnostic.code == "link-broken");
    std::os::unix::fs::symlink("nowhere", site.path("content/x.md")).expect("a link");
    until(&app, |_| has_problem(&app)).await;
    fs::remove_file(site.path("content/x.md")).expect("it is there");
    until(&app, |_| !has_problem(&app)).await;
}
