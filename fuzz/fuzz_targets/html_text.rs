//! Fuzzes the reading of pages as text.
#![no_main]

#[path = "../src/documents.rs"]
#[allow(dead_code, reason = "each target is a program of its own")]
mod documents;

libfuzzer_sys::fuzz_target!(|input: &[u8]| documents::html_text(input));
