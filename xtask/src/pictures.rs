//! `cargo xtask pictures`: the pictures of the README and the handbook, taken from the demo.
//!
//! What looks the same stays as it is, so that the history of the repository holds no copies.

use crate::browser::Gallery;
use crate::failure::Failure;
use crate::program::{root, run as run_program};

/// Takes them and writes those that changed to `docs/pictures`.
pub(crate) fn run() -> Result<(), Failure> {
    let gallery = Gallery::open()?;
    run_program(gallery.script("pictures.mjs").arg(root().join("docs/pictures")))
}
