//! Fuzzes Markdown with directives, in two languages and in kinds with rules of their own.
#![no_main]

#[path = "../src/targets.rs"]
#[allow(dead_code, reason = "each target is a program of its own")]
mod targets;

libfuzzer_sys::fuzz_target!(|input: &[u8]| targets::markdown(input));
