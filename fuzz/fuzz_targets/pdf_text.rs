//! Fuzzes the putting together of text from glyphs.
#![no_main]

#[path = "../src/foreign.rs"]
#[allow(dead_code, reason = "each target is a program of its own")]
mod foreign;

libfuzzer_sys::fuzz_target!(|input: &[u8]| foreign::pdf_text(input));
