//! The browser tests: Chromium, driven by Playwright's library, looks at the demo site, and two
//! validators read every page of it.
//!
//! Playwright's own browsers are never downloaded: what the system has is what readers have.

use crate::failure::{Context as _, Failure};
use crate::program::{Profile, build_casebook, find, root, run as run_program, succeeds};
use crate::served::Served;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Under which names systems know Chromium; the variable `CHROMIUM` comes first.
const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Installs what is missing, builds and serves the demo and runs the tests of `tests/browser` on it.
pub(crate) fn run() -> Result<(), Failure> {
    let chromium = ensure_chromium()?;
    let node = ensure("node", &["nodejs", "npm"])?;
    // The Nu validator is a program for Java.
    let java = ensure("java", &["default-jre-headless"])?;
    let tests = root().join("tests/browser");
    ensure_packages(&tests)?;
    let casebook = build_casebook(Profile::Dev)?;
    let (demo, built) = (root().join("examples/demo"), root().join("target/browser-tests"));
    run_program(Command::new(&casebook).arg("build").arg(&demo).arg("--out").arg(&built))?;
    let served = Served::start(&casebook, &demo)?;
    let mut command = Command::new(node);
    command.arg("run.mjs").arg(format!("http://{}/", served.address)).arg(built).arg(&demo).current_dir(tests);
    run_program(command.env("CASEBOOK", &casebook).env("CASEBOOK_CHROMIUM", chromium).env("CASEBOOK_JAVA", java))
}

fn ensure_chromium() -> Result<PathBuf, Failure> {
    if let Some(path) = env::var_os("CHROMIUM") {
        let path = PathBuf::from(path);
        return if path.is_file() { Ok(path) } else { Err(Failure(format!("CHROMIUM names no file: {}", path.display()))) };
    }
    match CHROMIUM_NAMES.into_iter().find_map(find) {
        Some(path) => Ok(path),
        None => ensure("chromium", &["chromium"]),
    }
}

/// The program, installed by apt-get where it is missing and we may.
fn ensure(program: &str, packages: &[&str]) -> Result<PathBuf, Failure> {
    if let Some(path) = find(program) {
        return Ok(path);
    }
    let advice = || Failure(format!("the browser tests need `{program}`; install it (Debian: `apt-get install {}`)", packages.join(" ")));
    if find("apt-get").is_none() || !is_root() {
        return Err(advice());
    }
    run_program(Command::new("apt-get").arg("update"))?;
    run_program(Command::new("apt-get").args(["install", "--yes", "--no-install-recommends"]).args(packages))?;
    find(program).ok_or_else(advice)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// `npm ci`, unless what is installed is what the lock file says.
fn ensure_packages(tests: &Path) -> Result<(), Failure> {
    let lock = fs::read(tests.join("package-lock.json")).context("tests/browser/package-lock.json")?;
    let copy = tests.join("node_modules/.casebook-lock.json");
    if fs::read(&copy).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if !succeeds(Command::new("npm").arg("--version")) {
        return Err(Failure::new("the browser tests need `npm`, which comes with Node"));
    }
    run_program(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(tests))?;
    fs::write(copy, lock).context("node_modules")
}
