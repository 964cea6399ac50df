//! `casebook doctor`: what is wrong with this machine, or with a site's folder on it.
//!
//! Each check looks at the world in one function and judges what it saw in another, so that every
//! judgement is tested with what was never seen here. Nothing outside of the cache folder is written.
#![cfg_attr(not(unix), allow(unused, reason = "what other systems don't have isn't looked at there"))]

mod access;
mod content;
mod disk;
mod files;
mod finding;
#[cfg(any(target_os = "linux", test))]
mod memory;
#[cfg(any(unix, test))]
mod open_files;
mod pictures;
mod ports;
mod program;
mod watching;

use super::check::Format;
use crate::environment::{self, Stopwatch};
use crate::error::{CommandError, Outcome};
use crate::site_folder::{CACHE_NAME, check_source, kept, open, read, try_every_page};
use crate::terminal;
use casebook_server::folder::Folder;
use casebook_site::check::Stage;
use content::LastGood;
use disk::CacheFolder;
use files::Files;
use finding::{Finding, Level, Report};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Find what is wrong with this machine, or with a site's folder on it
///
/// Tries what Casebook needs: reads a picture in a process of its own, sees a file change, writes
/// the cache folder. With SITE it also looks at that folder: what can't be read, who else can read
/// what is private, whether the disk is right and full. Each finding is good, a note, a warning or an
/// error, with what to do. Only errors make the exit code 1. It asks nobody on the network.
#[derive(clap::Args, Debug)]
pub(crate) struct Doctor {
    /// The folder of a site; without it, only the machine is looked at
    #[arg(value_name = "SITE")]
    site: Option<PathBuf>,
    /// How to tell it: as text for people or as JSON for programs, both on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// An address that a server shall listen on, such as 0.0.0.0:443: tries whether it can
    #[arg(long, value_name = "ADDRESS")]
    listen: Vec<String>,
    /// The key of the site's certificate: looks who can read it
    #[cfg(unix)]
    #[arg(long, value_name = "FILE")]
    tls_key: Option<PathBuf>,
}

impl Doctor {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        let folder = self.site.as_deref().map(|path| open(path).map(|folder| (path, folder))).transpose()?;
        let files = folder.as_ref().map(|(_, folder)| files::walk(folder.root(), &files::can_read));
        let newest = files.as_ref().and_then(|files| files.newest.as_ref());
        let mut report = Report { version: environment::VERSION, machine: self.machine(newest), site: None };
        if let (Some((path, folder)), Some(files)) = (&folder, &files) {
            report.site = Some(site(path, folder, files)?);
        }
        terminal::print(&match self.format {
            Format::Text => report.to_text(),
            Format::Json => report.to_json(),
        })?;
        Ok(if report.count(Level::Error) > 0 { Outcome::HasErrors } else { Outcome::Done })
    }

    fn machine(&self, newest: Option<&(Timestamp, String)>) -> Vec<Finding> {
        let program = environment::Program::this();
        let mut found = vec![
            program::version(&program, program::Build::THIS),
            program::system(program.system),
            program::clock(environment::now(), program.written, newest),
        ];
        found.extend(resources());
        let reading = Stopwatch::start();
        found.push(pictures::pictures(&environment::picture_reader(), || reading.elapsed()));
        if self.site.is_none() {
            let watching = Stopwatch::start();
            let seen = tempfile::tempdir().and_then(|folder| watching::try_watching(folder.path()));
            found.push(watching::watching(&seen, watching.elapsed()));
        }
        found.extend(self.listen.iter().map(|address| ports::port(address, &ports::try_listening(address))));
        #[cfg(unix)]
        found.extend(self.tls_key.as_deref().map(|key| access::tls_key(&access::mode(key), &files::can_read(key), key)));
        found
    }
}

fn resources() -> Vec<Finding> {
    let mut found = Vec::new();
    #[cfg(unix)]
    found.push(open_files::open_files(open_files::OpenFiles::read(), super::serve::public::wanted_files()));
    #[cfg(target_os = "linux")]
    found.extend(memory::Memory::read(Path::new("/proc"), Path::new("/sys")).map(|memory| {
        let limits = casebook_evidence::reader::Limits::default();
        memory::memory(memory, environment::cores(), &limits)
    }));
    found
}

fn site(path: &Path, folder: &Arc<Folder>, files: &Files) -> Result<Vec<Finding>, CommandError> {
    let cache = folder.root().join(CACHE_NAME);
    let written = CacheFolder::try_writing(&cache);
    let mut found = files.findings();
    found.push(written.finding());
    found.extend(on_disk(folder.root(), &cache));
    let watching = Stopwatch::start();
    // Where the cache folder can't be written, that was told.
    if written.written.is_ok() {
        let seen = watching::try_watching(&cache);
        found.push(watching::watching(&seen, watching.elapsed()));
    }
    #[cfg(target_os = "linux")]
    found.extend(watching::most_watches().map(|most| watching::watches(most, files.folders)));
    found.extend(privacy(path, folder.root()));
    found.extend(contents(path, folder)?);
    Ok(found)
}

/// The disks under the site and its cache. The cache may not be there, where it can't be written.
fn on_disk(root: &Path, cache: &Path) -> Vec<Finding> {
    let mut found = Vec::new();
    #[cfg(unix)]
    {
        let there = if cache.is_dir() { cache } else { root };
        found.extend(disk::Room::at(there).ok().map(disk::room));
        found.extend(disk::same_disk(root, there));
    }
    #[cfg(target_os = "linux")]
    {
        let (site, cache) = (disk::kind_of_disk(root).ok(), disk::kind_of_disk(cache).ok());
        found.extend(site.map(|kind| disk::network("the site", kind)));
        found.extend(cache.filter(|cache| site != Some(*cache)).map(|kind| disk::network("`.casebook`", kind)));
    }
    found
}

fn privacy(path: &Path, root: &Path) -> Vec<Finding> {
    let mut found = Vec::new();
    #[cfg(unix)]
    found.extend(access::mode(&root.join("private")).ok().map(|mode| access::private(mode, &path.join("private"))));
    if access::is_under_git(root) {
        found.extend(access::git(&access::in_git(root, "private"), &access::in_git(root, CACHE_NAME)));
    }
    found
}

fn contents(path: &Path, folder: &Arc<Folder>) -> Result<Vec<Finding>, CommandError> {
    let source = read(folder)?;
    let mut checked = check_source(folder, &source, Stage::Draft);
    if !checked.diagnostics.has_errors() {
        checked.diagnostics.extend(try_every_page(&checked.site).refused);
    }
    let kept = kept(path);
    let last_good = match (kept.is_there(), kept.read()) {
        (_, Some(_)) => LastGood::Whole,
        (true, None) => LastGood::Damaged,
        (false, None) => LastGood::Missing,
    };
    let zone = checked.site.settings().time_zone.as_ref().map(|zone| zone.value.as_str());
    Ok(vec![program::time_zone(zone), content::last_good(last_good), content::content(&checked.diagnostics, path)])
}
