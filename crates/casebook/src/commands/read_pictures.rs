//! `casebook read-pictures`: the child process that reads pictures. Hidden, because only Casebook starts it.

use crate::error::{CommandError, Outcome};
use casebook_evidence::reader::{Limits, confine, serve};
use std::io;

/// Read pictures for another Casebook, over standard input and output
#[derive(clap::Args, Debug)]
pub(crate) struct ReadPictures {}

impl ReadPictures {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        let limits = Limits::default();
        let served = confine(&limits).and_then(|()| serve(io::stdin().lock(), io::stdout().lock(), &limits));
        served.map(|()| Outcome::Done).map_err(|error| CommandError::environment(format!("can't read pictures: {error}")))
    }
}
