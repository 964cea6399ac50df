//! `casebook check`: everything that is wrong with a site, at once.

use crate::error::{CommandError, Outcome};
use crate::site_folder::{SiteArgument, check_source, read, try_every_page};
use crate::terminal;
use casebook_site::check::Stage;
use casebook_site::diagnostic::{Severity, to_json};
use clap::ValueEnum;

/// Find what is wrong with a site
///
/// Reads the whole site, drafts and scheduled entries with the rest, renders every page, and tells
/// everything that is wrong, each with its file, its line and what to do.
#[derive(clap::Args, Debug)]
pub(crate) struct Check {
    #[command(flatten)]
    site: SiteArgument,
    /// How to tell it: as text for people (on standard error) or as JSON for programs (on standard output)
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Check {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        let folder = self.site.open()?;
        let source = read(&folder)?;
        let mut checked = check_source(&folder, &source, Stage::Draft);
        if !checked.diagnostics.has_errors() {
            let failures = try_every_page(&checked.site);
            checked.diagnostics.extend(failures);
        }
        let diagnostics = checked.diagnostics;
        match self.format {
            Format::Json => terminal::print(&format!("{}\n", to_json(&diagnostics, &source)))?,
            Format::Text if diagnostics.is_empty() => {
                let files = terminal::count(source.len(), "file", "files");
                let urls = terminal::count(checked.site.urls().count(), "address", "addresses");
                terminal::say(&format!("{files}, {urls}: no errors\n"));
            }
            Format::Text => terminal::say_diagnostics(&diagnostics, &source),
        }
        Ok(if diagnostics.count(Severity::Error) > 0 { Outcome::HasErrors } else { Outcome::Done })
    }
}
