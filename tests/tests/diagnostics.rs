//! Every case in `cases/` is checked: exactly the marked words are underlined, and what a person
//! reads about it is a snapshot.

use casebook_site::diagnostic::{Colour, to_text};
use casebook_tests::{Case, marks};
use std::fmt::Write;
use std::path::Path;

#[test]
fn every_case_says_what_it_marks() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut names: Vec<_> = std::fs::read_dir(&folder).expect("the cases").map(|entry| entry.expect("an entry").path()).collect();
    names.sort();
    let mut failures = String::new();
    for path in &names {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let case = Case::parse(&std::fs::read_to_string(path).expect("a case"));
        let edition = case.draft();
        let found = marks(&edition.diagnostics);
        if found != case.expected {
            let list = |marks: &[casebook_tests::Mark]| marks.iter().map(|mark| format!("\n    {mark}")).collect::<String>();
            let _ = write!(failures, "\n{name}:\n  expected{}\n  found{}\n", list(&case.expected), list(&found));
        }
        let text = to_text(&edition.diagnostics, &edition.source, Colour::Plain);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(&*name, text);
        });
        // Whatever is wrong, the draft opens and every page of it renders.
        for failure in edition.fill() {
            let _ = write!(failures, "\n{name} doesn't render: {failure:?}\n");
        }
    }
    assert!(names.len() >= 80, "there are {} cases", names.len());
    assert!(failures.is_empty(), "{failures}");
}
