//! The browser tests: Chromium, driven by Playwright's library, looks at the demo site, and two
//! validators read every page of it.
//!
//! Playwright's own browsers are never downloaded: what the system has is what readers have.

use crate::failure::{Context as _, Failure};
use crate::program::{Profile, build_casebook, find, root, run as run_program, succeeds};
use crate::served::Served;
use std::env;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Under which names systems know Chromium; the variable `CHROMIUM` comes first.
const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Runs the tests of `tests/browser` on the demo.
pub(crate) fn run() -> Result<(), Failure> {
    // The Nu validator is a program for Java.
    let java = ensure("java", &["default-jre-headless"])?;
    // What a page looks like on paper is read from its PDF.
    let pdftotext = ensure("pdftotext", &["poppler-utils"])?;
    let gallery = Gallery::open()?;
    let mut command = gallery.script("run.mjs");
    command.arg(&gallery.demo).env("CASEBOOK", &gallery.casebook).env("CASEBOOK_JAVA", java).env("CASEBOOK_PDFTOTEXT", pdftotext);
    run_program(&mut command)
}

/// The demo site, built and served as a draft, and a browser to look at it.
pub(crate) struct Gallery {
    browser: Browser,
    casebook: PathBuf,
    demo: PathBuf,
    built: PathBuf,
    served: Served,
}

impl Gallery {
    /// Installs what is missing, builds and serves the demo.
    pub(crate) fn open() -> Result<Self, Failure> {
        let browser = Browser::ensure()?;
        let casebook = build_casebook(Profile::Dev)?;
        let demo = root().join("examples/demo");
        let built = build_demo(&casebook)?;
        let served = Served::start(&casebook, &demo)?;
        Ok(Self { browser, casebook, demo, built, served })
    }

    /// A script of `tests/browser`, which is told where the site is served and built.
    pub(crate) fn script(&self, name: &str) -> Command {
        self.browser.script(name, self.served.address, &self.built)
    }
}

/// Builds the demo as files and says where.
pub(crate) fn build_demo(casebook: &Path) -> Result<PathBuf, Failure> {
    let built = root().join("target/browser-tests");
    run_program(Command::new(casebook).arg("build").arg(root().join("examples/demo")).arg("--out").arg(&built))?;
    Ok(built)
}

/// Chromium and Node, with the packages of `tests/browser`.
pub(crate) struct Browser {
    chromium: PathBuf,
    node: PathBuf,
}

impl Browser {
    /// Finds them, or installs them where we may.
    pub(crate) fn ensure() -> Result<Self, Failure> {
        let chromium = ensure_chromium()?;
        let node = ensure("node", &["nodejs", "npm"])?;
        ensure_packages(&root().join("tests/browser"))?;
        Ok(Self { chromium, node })
    }

    /// A script of `tests/browser`.
    pub(crate) fn script(&self, name: &str, served: SocketAddr, built: &Path) -> Command {
        self.script_in(&root().join("tests/browser"), name, served, built)
    }

    /// A script in another folder, whose packages have been ensured.
    pub(crate) fn script_in(&self, folder: &Path, name: &str, served: SocketAddr, built: &Path) -> Command {
        let mut command = Command::new(&self.node);
        command.arg(name).arg(format!("http://{served}/")).arg(built).current_dir(folder).env("CASEBOOK_CHROMIUM", &self.chromium);
        command
    }
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

/// `npm ci` in a folder, unless what is installed is what its lock file says.
pub(crate) fn ensure_packages(tests: &Path) -> Result<(), Failure> {
    let lock = tests.join("package-lock.json");
    let lock = fs::read(&lock).context(lock.display())?;
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
