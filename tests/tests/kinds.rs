//! What a page of each kind looks like: snapshots of the main part, so that a change is seen.

use casebook_tests::{Case, text};

#[test]
fn pages_of_each_kind_look_as_before() {
    let edition = Case::parse(include_str!("../cases/healthy-kinds.txt")).draft();
    for (name, url) in [
        ("home", "/"),
        ("section", "/voices/"),
        ("page", "/contact/"),
        ("statement", "/voices/dark/"),
        ("document", "/report/"),
        ("person", "/people/anna-berg/"),
        ("book", "/book/"),
        ("report", "/press/"),
        ("recording", "/film/"),
        ("event", "/arrest/"),
        ("talk", "/talk/"),
        ("programme", "/path/"),
    ] {
        snapshot(name, &text(&edition, url));
    }
    let directives = Case::parse(include_str!("../cases/healthy-directives.txt")).draft();
    snapshot("directives", &text(&directives, "/about/"));
    snapshot("document-with-pages", &text(&directives, "/report/"));
    let opening = Case::parse(include_str!("../cases/healthy-opening.txt")).draft();
    snapshot("opening", &text(&opening, "/"));
    snapshot("opening-untranslated", &text(&opening, "/de/"));
    snapshot("document-with-labels", &text(&opening, "/record/"));
    let answer = Case::parse(include_str!("../cases/answer-healthy.txt")).draft();
    snapshot("answer", &text(&answer, "/lied/"));
}

/// The head and the main part, without the addresses that hold a hash of the theme.
fn snapshot(name: &str, html: &str) {
    let main = html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).expect("a main part").0;
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/kinds" }, {
        insta::assert_snapshot!(name, format!("<main{main}</main>\n"));
    });
}
