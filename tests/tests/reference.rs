//! The handbook's reference is what the declarations say. `cargo xtask docs` writes it anew.

#![allow(clippy::disallowed_methods, reason = "a variable asks for the pages to be written")]

use casebook_site::reference;
use casebook_tests::codes;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn the_reference_is_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
    let pages = [
        ("fields.md", reference::fields()),
        ("directives.md", reference::directives()),
        ("settings.md", reference::settings()),
        ("theme.md", reference::theme()),
    ];
    for (name, text) in pages {
        let path = folder.join(name);
        if std::env::var_os("CASEBOOK_WRITE_DOCS").is_some() {
            std::fs::create_dir_all(&folder).expect("the folder can be made");
            std::fs::write(&path, &text).expect("the page can be written");
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "docs/reference/{name} is old: run `cargo xtask docs`");
    }
}

#[test]
fn the_handbook_explains_every_code() {
    let known: BTreeSet<String> = ["casebook-site", "casebook-server", "casebook"].into_iter().flat_map(codes::of_crate).collect();
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics.md")).expect("the page");
    let is_code = |heading: &&str| heading.contains('-');
    let explained: BTreeSet<String> =
        page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).filter(is_code).map(str::to_owned).collect();
    assert!(known.len() > 75, "the codes are found: {known:?}");
    assert_eq!(known.difference(&explained).collect::<Vec<_>>(), Vec::<&String>::new(), "codes that docs/diagnostics.md doesn't explain");
    assert_eq!(explained.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "codes that the program doesn't know");
}
