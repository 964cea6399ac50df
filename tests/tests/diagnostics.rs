//! Every case in `cases/` is checked: exactly the marked words are underlined, and what a person
//! reads about it is a snapshot. Every code that the sources know has a case.

use casebook_site::diagnostic::{Colour, SiteFolder, to_json, to_text};
use casebook_tests::{Case, codes, marks};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Codes that no site can show, each with its reason.
const WITHOUT_A_CASE: [(&str, &str); 2] = [
    ("address-unknown", "nobody can ask an edition for an address that it doesn't have"),
    ("file-text", "a case is text, and this is about files that aren't; `site.rs` has one"),
];

fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).expect("the cases").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let case = Case::parse(&std::fs::read_to_string(path).expect("a case"));
        (name, case)
    };
    paths.iter().map(read).collect()
}

#[test]
fn every_case_says_what_it_marks() {
    let cases = cases();
    let mut failures = String::new();
    for (name, case) in &cases {
        let mut edition = case.draft();
        // What pages load is known when they are rendered, and told by who asks for all of them.
        let (loads, unrendered): (Vec<_>, Vec<_>) = edition.fill().into_iter().partition(|failure| failure.code == "load-outside");
        edition.diagnostics.extend(loads);
        let found = marks(&edition.diagnostics);
        if found != case.expected {
            let list = |marks: &[casebook_tests::Mark]| marks.iter().map(|mark| format!("\n    {mark}")).collect::<String>();
            let _ = write!(failures, "\n{name}:\n  expected{}\n  found{}\n", list(&case.expected), list(&found));
        }
        let text = to_text(&edition.diagnostics, &edition.source, SiteFolder::HERE, Colour::Plain);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/cases" }, {
            insta::assert_snapshot!(name.as_str(), text);
        });
        // Whatever is wrong, the draft opens and every page of it renders.
        for failure in unrendered {
            let _ = write!(failures, "\n{name} doesn't render: {failure:?}\n");
        }
    }
    assert!(cases.len() >= 110, "there are {} cases", cases.len());
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn a_machine_reads_the_same_as_json() {
    let cases = cases();
    let (_, case) = cases.iter().find(|(name, _)| name == "several-mistakes-at-once").expect("the case");
    let edition = case.draft();
    let json = to_json(&edition.diagnostics, &edition.source, SiteFolder::HERE);
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("several-mistakes-as-json", serde_json::to_string_pretty(&value).expect("JSON"));
    });
}

#[test]
fn every_code_has_a_case() {
    let known = codes::of_crate("casebook-site");
    assert!(known.len() > 60, "the codes are found: {known:?}");
    let shown: BTreeSet<String> = cases().into_iter().flat_map(|(_, case)| case.expected).map(|mark| mark.code).collect();
    let excepted: BTreeSet<String> = WITHOUT_A_CASE.iter().map(|(code, _)| (*code).to_owned()).collect();
    let missing: Vec<&String> = known.iter().filter(|code| !shown.contains(*code) && !excepted.contains(*code)).collect();
    assert_eq!(missing, Vec::<&String>::new(), "codes without a case");
    let needless: Vec<&String> = excepted.iter().filter(|code| shown.contains(*code) || !known.contains(*code)).collect();
    assert_eq!(needless, Vec::<&String>::new(), "exceptions that are none");
}
