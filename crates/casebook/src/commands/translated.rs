//! `casebook translated`: a translation was brought up to date.
//!
//! It writes one line of front matter, the hash of what was translated, and nothing else.

use crate::error::{CommandError, Outcome};
use crate::site_folder::{open, read};
use crate::terminal;
use casebook_site::check::refresh;
use casebook_site::diagnostic::Diagnostics;
use casebook_site::source::{SitePath, Source};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Note that translations are up to date with their originals
///
/// Writes the hash of the original into each file (`translates = "…"`), so that readers and
/// editors are told when the original changes after that.
#[derive(clap::Args, Debug)]
pub(crate) struct Translated {
    /// The translated files, such as `content/about.de.md`
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Translated {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        let mut outcome = Outcome::Done;
        for file in &self.files {
            let full = std::fs::canonicalize(file).map_err(|error| unopened(file, &error))?;
            let (root, path) = inside_a_site(&full)?;
            let source = read(&*open(root)?)?;
            if !refresh_one(&source, &path, root)? {
                outcome = Outcome::HasErrors;
            }
        }
        Ok(outcome)
    }
}

/// Notes one translation; `false` if it can't be, and why was told.
fn refresh_one(source: &Source, path: &SitePath, root: &Path) -> Result<bool, CommandError> {
    match refresh(source, path) {
        Ok(text) if source.text(path) == Some(&text) => {
            terminal::say(&format!("{path} was up to date already.\n"));
            Ok(true)
        }
        Ok(text) => {
            let full = root.join(path.as_str());
            replace(&full, &text).map_err(|error| CommandError::file("write", &full, &error))?;
            terminal::say(&format!("{path} is up to date with its original.\n"));
            Ok(true)
        }
        Err(diagnostic) => {
            let diagnostics: Diagnostics = [diagnostic].into_iter().collect();
            terminal::say_diagnostics(&diagnostics, source, root);
            Ok(false)
        }
    }
}

pub(super) fn unopened(file: &Path, error: &std::io::Error) -> CommandError {
    let told = CommandError::file("open", file, error);
    match error.kind() {
        std::io::ErrorKind::NotFound => told.hint("write the path from the folder that you are in, such as `my-site/content/about.de.md`"),
        _ => told,
    }
}

/// The site that a file belongs to, and its path there.
pub(super) fn inside_a_site(full: &Path) -> Result<(&Path, SitePath), CommandError> {
    let root = full.ancestors().skip(1).find(|folder| folder.join("site.toml").is_file());
    let Some(root) = root else {
        return Err(CommandError::usage(format!("{} is not part of a site", full.display())).hint("a site is a folder with a `site.toml`"));
    };
    let relative: Vec<&str> = full.strip_prefix(root).into_iter().flatten().filter_map(std::ffi::OsStr::to_str).collect();
    let path = SitePath::new(&relative.join("/")).map_err(|error| CommandError::usage(format!("{}: {error}", full.display())))?;
    Ok((root, path))
}

/// Content survives whatever happens meanwhile: the new text is on the disk before it takes the
/// old one's place.
fn replace(full: &Path, text: &str) -> std::io::Result<()> {
    let folder = full.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".casebook-").tempfile_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().set_permissions(std::fs::metadata(full)?.permissions())?;
    beside.as_file().sync_all()?;
    beside.persist(full)?;
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}
