//! Replays the seeds of the fuzz targets: inputs that we made, and inputs that once broke a target.
//!
//! The tests of all crates that have targets share this file. Nothing is fuzzed here: what is made of a seed is the
//! same each time.
#![allow(dead_code, reason = "each test is a program of its own and needs a part of this")]

use std::fs;
use std::path::{Path, PathBuf};

/// With this variable set, seeds that tests make are made anew.
const WRITE: &str = "CASEBOOK_WRITE_SEEDS";

/// How many inputs are made of each seed.
const CHANGES: usize = 40;

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target)
}

/// The seeds of a target, each with its file's name.
pub fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = folder(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = files.map(|file| file.expect("a file of the folder").path());
    let seeds: Vec<_> = paths.map(|path| (path.display().to_string(), fs::read(&path).expect("a seed"))).collect();
    assert!(seeds.len() >= 5, "only {} seeds in {}", seeds.len(), folder.display());
    seeds
}

/// Runs a target over its seeds and says which one it was when it breaks.
pub fn replay(target: &str, run: fn(&[u8])) {
    for (name, input) in seeds(target) {
        let result = std::panic::catch_unwind(|| run(&input));
        assert!(result.is_ok(), "{name} breaks the target; the reason stands above");
    }
}

/// The same, and over what is made of each seed.
pub fn replay_changed(target: &str, run: fn(&[u8])) {
    replay(target, run);
    for (number, (name, seed)) in (1_u64..).zip(seeds(target)) {
        let mut state = number;
        for _ in 0..CHANGES {
            let input = changed(&seed, &mut state);
            let result = std::panic::catch_unwind(|| run(&input));
            assert!(result.is_ok(), "{name} breaks the target when it is changed to {:?}", String::from_utf8_lossy(&input));
        }
    }
}

/// Writes the seeds that a test makes, if it is told to.
#[expect(clippy::disallowed_methods, reason = "the one way to tell a test to write")]
pub fn write<Name: AsRef<Path>>(target: &str, made: impl FnOnce() -> Vec<(Name, Vec<u8>)>) {
    if std::env::var_os(WRITE).is_none() {
        return;
    }
    fs::create_dir_all(folder(target)).expect("a writable folder");
    for (name, bytes) in made() {
        fs::write(folder(target).join(name), bytes).expect("a writable folder");
    }
}

/// The seed with some of its bytes changed, left out, or repeated; `state` decides which.
fn changed(seed: &[u8], state: &mut u64) -> Vec<u8> {
    let mut below = |end: usize| {
        // Knuth's multiplier; the low bits of what it makes repeat soon.
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize % end.max(1)
    };
    let mut bytes = seed.to_vec();
    for _ in 0..=below(6) {
        let (from, len) = (below(bytes.len()), below(40));
        let to = bytes.len().min(from + len);
        match below(4) {
            0 if from < bytes.len() => bytes[from] = below(256) as u8,
            1 => drop(bytes.drain(from..to)),
            2 => {
                let piece = bytes[from..to].to_vec();
                let place = below(bytes.len());
                bytes.splice(place..place, piece);
            }
            _ => {
                let words: [&[u8]; 8] = [b"\n", b"\n\n", b"--", b"=?", b"<", b"&#", b"\xff", b"message/rfc822"];
                bytes.splice(from..from, words[below(8)].iter().copied());
            }
        }
    }
    bytes
}
