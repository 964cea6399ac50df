//! The codes of diagnostics, found in the sources, so that no list of them can be old.
//!
//! It reads the calls that make diagnostics and understands nothing else of Rust.

use std::collections::BTreeSet;
use std::path::Path;

/// The codes that a crate of the workspace knows; panics where its sources can't be read, because
/// then no test of them means anything.
pub fn of_crate(name: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(name).join("src"), &mut codes);
    codes
}

/// The codes in the sources below a folder, tests left out.
fn collect(folder: &Path, codes: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            collect(&path, codes);
        } else if path.extension().is_some_and(|extension| extension == "rs") && name != "tests" {
            let text = std::fs::read_to_string(&path).expect("a source");
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            codes.extend(codes_in(text));
        }
    }
}

/// The first string of each call that makes a diagnostic, where it is such a code as `field-unknown`.
fn codes_in(text: &str) -> impl Iterator<Item = String> {
    let calls = ["error(", "warning(", "report(", "wrong("];
    let arguments = calls.into_iter().flat_map(move |call| text.split(call).skip(1));
    let first = arguments.filter_map(|argument| argument.trim_start().strip_prefix('"')?.split('"').next());
    let is_code = |code: &&str| code.contains('-') && code.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    first.filter(is_code).map(str::to_owned)
}
