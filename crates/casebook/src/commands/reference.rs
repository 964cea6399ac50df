//! The reference of the commands, made of their own help: `docs/reference/commands.md`.
//!
//! The page is never written by hand. When the help changes, this test fails and says how to write
//! the page anew.

use super::Arguments;
use clap::{Command, CommandFactory as _};
use std::fs;
use std::path::Path;

/// With this variable set, the page is written instead of compared.
const WRITE: &str = "CASEBOOK_WRITE_DOCS";

const HEAD: &str = "# Commands\n\nMade of `casebook --help` and the help of each command. `casebook man --out DIR` writes the same as manual pages. \
                    *(This page is made by the program: `cargo xtask docs`.)*\n";

fn page() -> String {
    let mut command = Arguments::command().term_width(100);
    command.build();
    let mut page = HEAD.to_owned();
    add(&mut command, &mut page);
    page
}

fn add(command: &mut Command, page: &mut String) {
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let name = command.get_bin_name().unwrap_or("casebook").to_owned();
    page.push_str(&format!("\n## `{name}`\n\n```text\n{}\n```\n", lines.join("\n").trim()));
    for inner in command.get_subcommands_mut().filter(|inner| inner.get_name() != "help" && !inner.is_hide_set()) {
        add(inner, page);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one way to tell a test to write")]
fn the_reference_says_what_the_help_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/commands.md");
    let page = page().replace(env!("CARGO_PKG_VERSION"), "VERSION");
    if std::env::var_os(WRITE).is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
        fs::write(&path, &page).expect("a writable folder");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/reference/commands.md is out of date; run `cargo xtask docs`");
}
