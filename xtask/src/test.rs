//! `cargo xtask test`: every test there is, in parts, all of them even when one fails.

use crate::browser;
use crate::failure::Failure;
use crate::program::{cargo, find, run as run_program, succeeds};
use clap::{Args, ValueEnum};
use std::process::Command;
use std::time::{Duration, Instant};

/// What to test.
#[derive(Args, Debug)]
pub(crate) struct TestArguments {
    /// Runs this part alone.
    #[arg(long, value_name = "NAME")]
    only: Option<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// `cargo fmt --check`
    Format,
    /// `cargo clippy`, warnings are errors
    Lints,
    /// `cargo test`: also the house's rules and the fuzz seeds
    Rust,
    /// The demo site in Chromium
    Browser,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lints => "lints",
            Self::Rust => "rust",
            Self::Browser => "browser",
        }
    }

    fn run(self) -> Result<(), Failure> {
        match self {
            Self::Format => {
                ensure_component("fmt", "rustfmt")?;
                run_program(cargo().args(["fmt", "--all", "--check"]))
            }
            Self::Lints => {
                ensure_component("clippy", "clippy")?;
                run_program(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
            }
            Self::Rust => run_program(cargo().args(["test", "--workspace", "--no-fail-fast"])),
            Self::Browser => browser::run(),
        }
    }
}

struct Outcome {
    part: Part,
    result: Result<(), Failure>,
    time: Duration,
}

/// Runs the parts and prints what came of each.
pub(crate) fn run(arguments: &TestArguments) -> Result<(), Failure> {
    let parts = Part::value_variants().iter().copied().filter(|part| arguments.only.is_none_or(|only| only == *part));
    let outcomes: Vec<Outcome> = parts
        .map(|part| {
            eprintln!("\n== {}", part.name());
            let start = Instant::now();
            let result = part.run();
            Outcome { part, result, time: start.elapsed() }
        })
        .collect();
    print_summary(&outcomes);
    let failed: Vec<&str> = outcomes.iter().filter(|outcome| outcome.result.is_err()).map(|outcome| outcome.part.name()).collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure(format!("these tests did not pass: {}", failed.join(", ")))) }
}

fn print_summary(outcomes: &[Outcome]) {
    println!();
    for Outcome { part, result, time } in outcomes {
        let word = if result.is_ok() { "passed" } else { "FAILED" };
        println!("{:<10} {word} {:>8.1} s", part.name(), time.as_secs_f64());
        if let Err(failure) = result {
            println!("{:<10} {failure}", "");
        }
    }
    let total: Duration = outcomes.iter().map(|outcome| outcome.time).sum();
    let passed = outcomes.iter().filter(|outcome| outcome.result.is_ok()).count();
    println!("{:<10}        {:>8.1} s", "all", total.as_secs_f64());
    println!("{passed} passed, {} failed", outcomes.len() - passed);
}

/// A minimal toolchain lacks `cargo fmt` and `cargo clippy`; rustup brings them.
fn ensure_component(subcommand: &str, component: &str) -> Result<(), Failure> {
    if succeeds(cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    if find("rustup").is_none() {
        return Err(Failure(format!("`cargo {subcommand}` is missing and there is no rustup: install {component} as your system does")));
    }
    run_program(Command::new("rustup").args(["component", "add", component]))
}
