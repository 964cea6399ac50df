//! The chores of the project: `cargo xtask test`, `bench`, `docs`, `pictures`, `fuzz`.
//!
//! Only developers run this. It may use the clock, the environment and other programs, which the
//! crates that readers meet may not; nothing of Casebook depends on it.
#![allow(clippy::disallowed_methods, reason = "chores run programs, read the environment and measure time")]

mod bench;
mod browser;
mod docs;
mod failure;
mod fuzz;
mod http;
mod pictures;
mod program;
mod served;
mod test;

use clap::{Parser, Subcommand};
use failure::Failure;
use std::process::ExitCode;

/// The chores of the project.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Runs every test: formatting, lints, Rust tests, the browser. Installs what they need.
    Test(test::TestArguments),
    /// Measures Casebook, beside Hugo, Zola and nginx where they are installed.
    Bench(bench::BenchArguments),
    /// Writes the parts of the handbook that are made from the code.
    Docs,
    /// Takes the pictures of the README and the handbook from the demo.
    Pictures,
    /// Feeds made-up input to the parsers until the time is over.
    Fuzz(fuzz::FuzzArguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().chore {
        Chore::Test(arguments) => test::run(&arguments),
        Chore::Bench(arguments) => bench::run(&arguments),
        Chore::Docs => docs::run_all(),
        Chore::Pictures => pictures::run(),
        Chore::Fuzz(arguments) => fuzz::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(message)) => {
            eprintln!("\nFailed: {message}");
            ExitCode::FAILURE
        }
    }
}
