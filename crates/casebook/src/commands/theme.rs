//! `casebook theme`: looking after a site's own look.

use crate::error::{CommandError, Outcome};
use crate::site_folder::{SiteArgument, read};
use crate::terminal;
use casebook_site::diagnostic::Diagnostics;
use casebook_site::theme::Theme as Look;
use clap::Subcommand;

/// Look after a site's theme
#[derive(clap::Args, Debug)]
pub(crate) struct Theme {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Render every template with made-up content and tell what is wrong
    Check {
        #[command(flatten)]
        site: SiteArgument,
    },
}

impl Theme {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        let Command::Check { site } = &self.command;
        let folder = site.open()?;
        let source = read(&folder)?;
        let (look, problems) = Look::load(&source);
        let diagnostics: Diagnostics = problems.into_iter().chain(look.check()).collect();
        terminal::say_diagnostics(&diagnostics, &source, &site.path);
        if diagnostics.has_errors() {
            return Ok(Outcome::HasErrors);
        }
        terminal::say("The theme is in order.\n");
        Ok(Outcome::Done)
    }
}
