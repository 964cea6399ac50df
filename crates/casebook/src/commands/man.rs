//! `casebook man`: the manual pages, made from the same words as `--help`.

use super::Arguments;
use crate::error::{CommandError, Outcome};
use crate::terminal;
use clap::CommandFactory as _;
use clap_mangen::Man as Page;
use std::path::PathBuf;

/// Print the manual page, or write one for each command
#[derive(clap::Args, Debug)]
pub(crate) struct Man {
    /// The folder in which to write a page for each command
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        match &self.out {
            Some(folder) => {
                let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Arguments::command(), folder));
                written.map_err(|error| CommandError::file("write to", folder, &error))?;
            }
            None => {
                let mut page = Vec::new();
                let rendered = Page::new(Arguments::command()).render(&mut page);
                rendered.map_err(|error| CommandError::environment(format!("can't make the manual page: {error}")))?;
                terminal::print(&String::from_utf8_lossy(&page))?;
            }
        }
        Ok(Outcome::Done)
    }
}
