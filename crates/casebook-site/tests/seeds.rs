//! Replays the seeds of the fuzz targets: inputs that we made, and inputs that once broke a parser.
//! What must hold for them stands in `fuzz/src/targets.rs`.

#[path = "../../../fuzz/src/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

/// The seeds of a target, each with its file's name.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = files.map(|file| file.expect("a file of the folder").path());
    let seeds: Vec<_> = paths.map(|path| (path.display().to_string(), fs::read(&path).expect("a seed"))).collect();
    assert!(seeds.len() >= 5, "only {} seeds in {}", seeds.len(), folder.display());
    seeds
}

/// Runs a target over its seeds and says which one it was when it breaks.
fn replay(target: &str, run: fn(&[u8])) {
    for (name, input) in seeds(target) {
        let result = std::panic::catch_unwind(|| run(&input));
        assert!(result.is_ok(), "{name} breaks the target; the reason stands above");
    }
}

#[test]
fn front_matter_seeds_break_nothing() {
    replay("front_matter", targets::front_matter);
}

#[test]
fn markdown_seeds_break_nothing() {
    replay("markdown", targets::markdown);
}

#[test]
fn verbatim_seeds_break_nothing() {
    replay("verbatim", targets::verbatim);
}
