//! Replays the seeds of the fuzz targets: inputs that we made, and inputs that once broke a parser.
//! What must hold for them stands in `fuzz/src/targets.rs`.

#[path = "../../../fuzz/src/replay.rs"]
mod replay;
#[path = "../../../fuzz/src/targets.rs"]
mod targets;

use replay::replay;

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
