//! The commands, one file each.

mod build;
mod check;
mod completions;
mod doctor;
mod man;
mod new;
mod own_words;
mod quote;
mod read_pictures;
#[cfg(test)]
mod reference;
mod serve;
mod theme;
mod translated;

use crate::environment;
use crate::error::{CommandError, Outcome};
use clap::{Parser, Subcommand};

/// A self-hosted publishing system for people who must tell a contested story in public and let
/// readers judge the evidence for themselves
#[derive(Debug, Parser)]
#[command(name = "casebook", version, max_term_width = 100, after_help = EXIT_CODES, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the content has errors, or the doctor found one; they were told
  2  the command can't mean this: an unknown option, a folder that is no site
  3  the disk, a permission or a port stood in the way";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(new::New),
    Serve(serve::Serve),
    Check(check::Check),
    Build(build::Build),
    Doctor(doctor::Doctor),
    Quote(quote::Quote),
    Translated(translated::Translated),
    Theme(theme::Theme),
    Completions(completions::Completions),
    Man(man::Man),
    #[command(hide = true, name = environment::WORKER_COMMAND)]
    ReadPictures(read_pictures::ReadPictures),
}

impl Command {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        match self {
            Self::New(new) => new.run(),
            Self::Serve(serve) => serve.run(),
            Self::Check(check) => check.run(),
            Self::Build(build) => build.run(),
            Self::Doctor(doctor) => doctor.run(),
            Self::Quote(quote) => quote.run(),
            Self::Translated(translated) => translated.run(),
            Self::Theme(theme) => theme.run(),
            Self::Completions(completions) => completions.run(),
            Self::Man(man) => man.run(),
            Self::ReadPictures(worker) => worker.run(),
        }
    }
}
