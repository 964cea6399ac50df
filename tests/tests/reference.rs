//! The handbook's reference is what the declarations say. `cargo xtask docs` writes it anew.

#![allow(clippy::disallowed_methods, reason = "a variable asks for the pages to be written")]

use casebook_site::reference;
use std::path::Path;

#[test]
fn the_reference_is_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
    for (name, text) in [("fields.md", reference::fields()), ("directives.md", reference::directives()), ("settings.md", reference::settings())] {
        let path = folder.join(name);
        if std::env::var_os("CASEBOOK_WRITE_DOCS").is_some() {
            std::fs::create_dir_all(&folder).expect("the folder can be made");
            std::fs::write(&path, &text).expect("the page can be written");
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "docs/reference/{name} is old: run `cargo xtask docs`");
    }
}
