//! Fuzzes the reading of PDFs: contents, text, pictures.
#![no_main]

#[path = "../src/foreign.rs"]
#[allow(dead_code, reason = "each target is a program of its own")]
mod foreign;

use std::sync::Once;

/// The fuzzer ends at every panic, also at one of a decoder that is caught where it is called.
static WITHOUT_HOOK: Once = Once::new();

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    WITHOUT_HOOK.call_once(|| drop(std::panic::take_hook()));
    foreign::pdf(input);
});
