//! `bench pages`: what Lighthouse and axe say of the demo, as the public server sends it.
//!
//! Lighthouse and what it needs are installed by this bench alone, in a folder of their own: they are
//! larger than all that the tests need.

use super::figures::Target;
use super::serve::public::Public;
use crate::browser::{Browser, build_demo, ensure_packages};
use crate::failure::{Context as _, Failure};
use crate::program::{Profile, build_casebook, root, run as run_program};
use clap::Args;
use serde_json::Value;
use std::process::Stdio;

/// How Lighthouse looks at a page, and what its performance must be there.
const PRESETS: [(&str, Target); 2] = [("mobile", Target::at_least(98.0, None, "")), ("desktop", Target::at_least(100.0, None, ""))];

const WHOLE: Target = Target::at_least(100.0, None, "");

/// What each page must reach, by the name that the script gives to the figure.
const FIGURES: [(&str, &str, Target); 6] = [
    ("accessibility", "accessibility", WHOLE),
    ("best-practices", "best practices", WHOLE),
    ("seo", "search engines", WHOLE),
    ("lcp", "largest paint", Target::at_most(2000.0, None, "ms")),
    ("cls", "layout shift", Target::at_most(0.01, None, "x")),
    ("tbt", "blocked", Target::at_most(50.0, None, "ms")),
];

/// How to measure.
#[derive(Args, Debug)]
pub(crate) struct PagesArguments {
    /// Runs of Lighthouse on each page and preset; the median counts
    #[arg(long, value_name = "N", default_value_t = ROUNDS)]
    rounds: usize,
}

const ROUNDS: usize = 3;

impl Default for PagesArguments {
    fn default() -> Self {
        Self { rounds: ROUNDS }
    }
}

/// Serves the demo to the public and has it looked at.
pub(crate) fn run(arguments: &PagesArguments) -> Result<(), Failure> {
    let browser = Browser::ensure()?;
    let folder = root().join("tests/lighthouse");
    ensure_packages(&folder)?;
    let casebook = build_casebook(Profile::Release)?;
    let built = build_demo(&casebook)?;
    let public = Public::start(&casebook, &root().join("examples/demo"), &[])?;
    let mut lighthouse = browser.script_in(&folder, "run.mjs", public.address(), &built);
    let output = lighthouse.arg(arguments.rounds.to_string()).stderr(Stdio::inherit()).output().context("Lighthouse")?;
    if !output.status.success() {
        return Err(Failure(format!("Lighthouse ended with {}", output.status)));
    }
    println!("\nLighthouse on the demo, median of {} runs", arguments.rounds);
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        print_page(&serde_json::from_str(line).context("what Lighthouse says")?)?;
    }
    println!("\nEvery page of the demo");
    run_program(&mut browser.script("every.mjs", public.address(), &built))
}

fn print_page(page: &Value) -> Result<(), Failure> {
    let text = |name: &str| page[name].as_str().unwrap_or_default().to_owned();
    let preset = text("preset");
    let figure = |name: &str| page[name].as_f64().ok_or_else(|| Failure(format!("Lighthouse tells no {name}")));
    println!("  {} ({}), {preset}", text("kind"), text("path"));
    let performance = PRESETS.iter().find(|(name, _)| *name == preset).map(|(_, target)| ("performance", "performance", *target));
    for (name, title, target) in performance.into_iter().chain(FIGURES) {
        println!("{}", target.line(title, figure(name)?));
    }
    for lost in page["lost"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        println!("    costs points: {lost}");
    }
    Ok(())
}
