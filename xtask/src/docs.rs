//! Writes the parts of the handbook that are made from the code: fields, directives, settings, commands.
//!
//! The tests that compare them write them when they are asked to, so there is one way to make them.

use crate::failure::Failure;
use crate::program::{cargo, run};

/// Writes the generated pages below `docs/reference`.
pub(crate) fn run_all() -> Result<(), Failure> {
    let writing =
        |package: &str, filter: &[&str]| run(cargo().args(["test", "--quiet", "--package", package]).args(filter).env("CASEBOOK_WRITE_DOCS", "1"));
    writing("casebook-tests", &["--test", "reference"])?;
    writing("casebook", &["--bin", "casebook", "reference"])
}
