//! Fuzzes the comparing of quotations with their sources.
#![no_main]

#[path = "../src/targets.rs"]
#[allow(dead_code, reason = "each target is a program of its own")]
mod targets;

libfuzzer_sys::fuzz_target!(|input: &[u8]| targets::verbatim(input));
