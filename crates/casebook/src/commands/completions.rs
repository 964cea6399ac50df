//! `casebook completions`: what a shell needs to complete our commands.

use super::Arguments;
use crate::error::{CommandError, Outcome};
use crate::terminal;
use clap::CommandFactory as _;
use clap_complete::Shell;

/// Print the completions for a shell
///
/// For bash: `source <(casebook completions bash)`.
#[derive(clap::Args, Debug)]
pub(crate) struct Completions {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "casebook", &mut script);
        terminal::print(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Done)
    }
}
