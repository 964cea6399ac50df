//! `casebook quote`: where words stand in a document, as a directive that quotes them.

use super::translated::{inside_a_site, unopened};
use crate::error::{CommandError, Outcome};
use crate::site_folder::{check_source, open, read};
use crate::terminal;
use casebook_site::check::{Offer, Stage, Unquotable};
use casebook_site::verbatim::Likeness;
use std::path::PathBuf;

/// Find words in a document and print the directive that quotes them
///
/// Prints where the words stand, five places at most; where they stand nowhere, the passages that are
/// most like them, the best first, in the document's own words. Each comes with some words around it.
#[derive(clap::Args, Debug)]
pub(crate) struct Quote {
    /// A file of the document: its text such as `content/documents/letter/index.md`, its folder, or the file that it shows
    #[arg(value_name = "DOCUMENT")]
    document: PathBuf,
    /// The words, between quotes
    #[arg(value_name = "WORDS")]
    words: String,
}

impl Quote {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        let full = std::fs::canonicalize(&self.document).map_err(|error| unopened(&self.document, &error))?;
        let full = if full.is_dir() { full.join("index.md") } else { full };
        let (root, path) = inside_a_site(&full)?;
        let folder = open(root)?;
        let source = read(&folder)?;
        let checked = check_source(&folder, &source, Stage::Draft);
        let offers = checked.site.offers(&path, &self.words).map_err(|why| refused(&path.to_string(), why))?;
        terminal::say(&told(&offers));
        Ok(if offers.first().is_some_and(|offer| offer.likeness == Likeness::Exact) { Outcome::Done } else { Outcome::HasErrors })
    }
}

fn told(offers: &[Offer]) -> String {
    let directives: Vec<String> = offers.iter().map(|offer| format!("{}\n\n{}", shown(offer), offer.directive)).collect();
    let directives = directives.join("\n");
    match offers.first().map(|offer| offer.likeness) {
        None => "Nothing in this document is like these words.\n".to_owned(),
        Some(Likeness::Exact) => directives,
        Some(Likeness::Near(_)) => format!("These words don't stand there. What is most like them:\n\n{directives}"),
    }
}

/// A passage among the words around it.
fn shown(Offer { around: [before, words, behind], .. }: &Offer) -> String {
    let parts = [before.clone(), format!("›{words}‹"), behind.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn refused(path: &str, why: Unquotable) -> CommandError {
    match why {
        Unquotable::NoDocument => CommandError::usage(format!("{path} belongs to no document and no recording"))
            .hint("name the folder of an entry of the kind `document` or `recording`"),
        Unquotable::Silent => {
            CommandError::usage(format!("the document of {path} has no text")).hint("give it a file with text, or a picture with a `transcription`")
        }
        Unquotable::Failed(failure) => CommandError::usage(failure.to_string()).hint(failure.advice()),
        Unquotable::Unread => CommandError::usage("this document could not be read yet, and that is not its fault")
            .hint("see whether the system allows Casebook to start processes"),
    }
}
