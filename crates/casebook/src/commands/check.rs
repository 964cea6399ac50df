//! `casebook check`: everything that is wrong with a site, at once.

use crate::error::{CommandError, Outcome};
use crate::site_folder::{SiteArgument, check_source, read, try_every_page};
use crate::terminal;
use casebook_site::check::Stage;
use casebook_site::diagnostic::{Severity, SiteFolder, to_json};
use casebook_site::loads::{Rule, Survey};
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
    /// Also list everything that the pages load, by what it is and the rule that allows it
    #[arg(long)]
    loads: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

impl Check {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        let folder = self.site.open()?;
        let source = read(&folder)?;
        let mut checked = check_source(&folder, &source, Stage::Draft);
        let mut survey = Survey::default();
        if !checked.diagnostics.has_errors() {
            survey = try_every_page(&checked.site);
            checked.diagnostics.extend(std::mem::take(&mut survey.refused));
        }
        let diagnostics = checked.diagnostics;
        match self.format {
            Format::Json => terminal::print(&format!("{}\n", to_json(&diagnostics, &source, SiteFolder(&self.site.path.to_string_lossy()))))?,
            Format::Text if diagnostics.is_empty() => {
                let files = terminal::count(source.len(), "file", "files");
                let urls = terminal::count(checked.site.urls().count(), "address", "addresses");
                terminal::say(&format!("{files}, {urls}: no errors\n"));
            }
            Format::Text => terminal::say_diagnostics(&diagnostics, &source, &self.site.path),
        }
        if self.format == Format::Text && !diagnostics.has_errors() {
            terminal::say(&told(&survey, self.loads));
        }
        Ok(if diagnostics.count(Severity::Error) > 0 { Outcome::HasErrors } else { Outcome::Done })
    }
}

/// What the pages load, in one line or all of it.
fn told(survey: &Survey, is_listed: bool) -> String {
    let loads = terminal::count(survey.count(), "load", "loads");
    let links = match survey.links {
        1 => "1 link leads elsewhere".to_owned(),
        links => format!("{links} links lead elsewhere"),
    };
    let mut text = format!("{loads}, none from another site; {links}\n");
    for ((kind, rule), count) in survey.allowed.iter().filter(|_| is_listed) {
        let rule = match rule {
            Rule::Own => "from the site itself",
            Rule::Contained => "contained in the page",
        };
        text.push_str(&format!("  {count:>6}  {}, {rule}\n", kind.words()));
    }
    text
}
