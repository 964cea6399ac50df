//! The files of the repository and their text.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A text file of the repository.
#[derive(Debug)]
pub(crate) struct Tracked {
    /// Its path from the root.
    pub(crate) path: String,
    pub(crate) text: String,
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_owned()
}

/// Every text file that git tracks, or would with the next `git add`.
pub(crate) fn texts() -> Vec<Tracked> {
    let root = root();
    let git = Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(&root).output();
    let git = git.expect("git can be run");
    assert!(git.status.success(), "git ls-files: {}", String::from_utf8_lossy(&git.stderr));
    let paths = String::from_utf8(git.stdout).expect("paths are UTF-8");
    let files = paths.split('\0').filter(|path| !path.is_empty());
    // A file that was deleted but not yet committed is still listed, and can't be read; so can't what is no text.
    let texts: Vec<Tracked> =
        files.filter_map(|path| std::fs::read_to_string(root.join(path)).ok().map(|text| Tracked { path: path.to_owned(), text })).collect();
    assert!(texts.len() > 20, "git lists only {} files", texts.len());
    texts
}

/// The Rust files among them.
pub(crate) fn rust_files() -> Vec<Tracked> {
    texts().into_iter().filter(|file| file.path.ends_with(".rs")).collect()
}

/// What `cargo metadata` says of the workspace and everything that it is built of.
#[allow(clippy::disallowed_methods, reason = "cargo says in its environment where it is")]
pub(crate) fn metadata() -> serde_json::Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(["metadata", "--format-version", "1", "--locked"]).current_dir(root()).output();
    let output = output.expect("cargo can be run");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata writes JSON")
}

/// Fails with all that was found, one a line.
pub(crate) fn expect_none(rule: &str, found: &[String]) {
    assert!(found.is_empty(), "{rule}:\n  {}\n", found.join("\n  "));
}
