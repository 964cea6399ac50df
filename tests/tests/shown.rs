//! How documents are shown: each page by one picture, and words that have no page of their own where quotations lead.

use casebook_site::check::{Cache, Stage};
use casebook_site::edition::Edition;
use casebook_site::source::{Edit, File};
use casebook_tests::{AnyPictures, Case, NOW, demo, markup, path_of, text};
use std::collections::BTreeSet;

/// The pictures of pages on a page of the site, by the file that they are drawn from.
fn pictures_of<'h>(html: &'h str, name: &str) -> BTreeSet<&'h str> {
    html.split('"').filter(|part| part.contains(name) && part.ends_with(".png") && !part.contains(' ')).collect()
}

#[test]
fn a_page_has_the_same_picture_wherever_it_is_shown() {
    let edition = Case::parse(include_str!("../cases/healthy-opening.txt")).draft();
    let own = text(&edition, "/record/p/1/");
    let own = pictures_of(&own, "/record-p1-1200");
    assert_eq!(own.len(), 1, "{own:?}");
    for url in ["/", "/de/", "/record/"] {
        let html = text(&edition, url);
        assert!(pictures_of(&html, "/record-p1-1200").is_superset(&own), "{url}");
    }
    // The preview elsewhere shows it, too.
    for url in ["/", "/record/"] {
        let tags = markup::tags(&text(&edition, url));
        let image = tags.iter().find(|tag| tag.get("property") == Some("og:image")).and_then(|tag| tag.get("content"));
        let ends_so = image.is_some_and(|image| own.iter().all(|path| image.ends_with(path)));
        assert!(ends_so, "{url}: {image:?}");
    }
}

#[test]
fn words_without_pages_stand_where_quotations_lead() {
    let edition = Case::parse(include_str!("../cases/healthy-words.txt")).draft();
    let home = text(&edition, "/");
    for (url, words) in [("/call/", "I set it on Mondays."), ("/note/", "It lost a minute a week.")] {
        assert!(home.contains(&format!("href=\"{url}#q")), "{home}");
        let html = text(&edition, url);
        let (before, _) = html.split_once(&format!("\">{words}</mark>")).expect("the words");
        let (_, id) = before.rsplit_once("<mark id=\"").expect("a mark");
        assert!(home.contains(&format!("href=\"{url}#{id}\"")), "{id}: {home}");
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "no other id is the same");
    }
    let call = text(&edition, "/call/");
    assert!(call.contains("<b>Jo Writer</b>") && call.contains("<dt>0:05</dt>"), "{call}");
}

#[test]
fn of_words_that_fill_no_page_only_the_quoted_stand_there() {
    let mut case = include_str!("../cases/healthy-words.txt").to_owned();
    for _ in 0..4_500 {
        case.push_str("\nNobody asked for this paragraph, and it says so once more: nobody asked for this paragraph.\n");
    }
    let html = text(&Case::parse(&case).draft(), "/note/");
    assert!(html.contains("It lost a minute a week.</mark>"));
    assert!(!html.contains("Nobody asked") && html.len() < 100_000, "{} bytes", html.len());
}

/// One changed word in each quotation of the demo, in turn, is found.
#[test]
fn no_word_of_the_demos_quotations_can_be_changed() {
    let changes = [
        ("content/case/_index.md", "and a minute and a half, if I had forgotten", "and a minute and a quarter, if I had forgotten"),
        ("content/case/_index.md", "So has a can that I bought", "So has a tin that I bought"),
        ("content/case/_index.de.md", "and it was the only number that I had", "and it was the first number that I had"),
        ("content/answers/offered-and-returned.md", "I will not be cross-examined", "I will not be examined"),
        ("content/statements/ralph-amory.md", "He had raisins.", "He had plums."),
        ("content/statements/walter-siskin.md", "I typed what I saw.", "I typed what I heard."),
    ];
    let (source, cache) = (demo(), Cache::default());
    for (path, right, wrong) in changes {
        let given = source.text(&path_of(path)).expect("a text").to_owned();
        assert!(given.contains(right), "{path}: {right}");
        let changed = File::text(given.replacen(right, wrong, 1));
        let base = source.get(&path_of(path)).map(|file| file.hash);
        let edit = Edit::Put { path: path_of(path), file: changed, base };
        let changed = source.edit(&[edit]).expect("an edit");
        let edition = Edition::informed(changed, (Stage::Draft, NOW), &cache, &AnyPictures);
        assert!(edition.diagnostics.iter().any(|found| found.code == "quotation-differs"), "{path}: {wrong}");
    }
}
