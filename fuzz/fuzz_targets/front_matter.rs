//! Fuzzes the front matter of every kind of entry, and `site.toml`.
#![no_main]

#[path = "../src/targets.rs"]
#[allow(dead_code, reason = "each target is a program of its own")]
mod targets;

libfuzzer_sys::fuzz_target!(|input: &[u8]| targets::front_matter(input));
