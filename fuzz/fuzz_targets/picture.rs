//! Fuzzes the decoders of pictures, and what is made of what they decode.
#![no_main]

#[path = "../src/foreign.rs"]
#[allow(dead_code, reason = "each target is a program of its own")]
mod foreign;

libfuzzer_sys::fuzz_target!(|input: &[u8]| foreign::picture(input));
