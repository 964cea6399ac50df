//! Every Rust file begins by saying what it is for and what it refuses to do.

use crate::tracked::{expect_none, rust_files};

#[test]
fn every_rust_file_has_a_head() {
    let missing: Vec<String> = rust_files().into_iter().filter(|file| !has_head(&file.text)).map(|file| file.path).collect();
    expect_none("these files begin without `//!`", &missing);
}

fn has_head(text: &str) -> bool {
    text.strip_prefix("//! ").is_some_and(|rest| rest.lines().next().is_some_and(|line| line.len() > 10))
}

#[test]
fn a_head_says_something() {
    assert!(has_head("//! What this file is for.\n"));
    assert!(!has_head("//!\n") && !has_head("//! x\n") && !has_head("use std::fmt;\n"));
}
