//! Walking the folder and reading its files, on every core.
//!
//! Large files pass through one fixed buffer and are never held. Links to folders are not
//! followed (they can make circles); links to files are, as long as they stay inside.

use super::area::{READ_FOLDERS, SETTINGS, is_ignored, is_read, is_text};
use super::memo::Memo;
use super::problem;
use super::stamp::Stamp;
use casebook_site::diagnostic::Diagnostic;
use casebook_site::source::{File, Hash, MAX_TEXT_LEN, SitePath};
use rayon::prelude::*;
use std::fs::{self, FileType};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Through how large a buffer files are hashed: BLAKE3 takes its widest steps from 128 KiB on.
const BUFFER_LEN: usize = 128 * 1024;

/// One thing on the disk: a file of the site, or why it is none.
pub(super) struct Found {
    /// Where it lies, below the root, as the disk spells it.
    pub(super) relative: PathBuf,
    pub(super) outcome: Result<ReadFile, Diagnostic>,
}

pub(super) struct ReadFile {
    pub(super) path: SitePath,
    pub(super) file: File,
    /// Present where the hash is worth remembering.
    pub(super) stamp: Option<Stamp>,
}

#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) root: &'a Path,
    pub(super) memo: &'a Memo,
}

impl Reader<'_> {
    /// Everything that belongs to the site.
    pub(super) fn all(self) -> Vec<Found> {
        let tops = [SETTINGS].into_iter().chain(READ_FOLDERS);
        tops.flat_map(|name| self.at(Path::new(name))).collect()
    }

    /// What stands at a path and below it; nothing if nothing stands there.
    pub(super) fn at(self, relative: &Path) -> Vec<Found> {
        // An event may come late, when a folder above is a link by now: what lies behind it isn't ours.
        let is_link = |folder: &Path| fs::symlink_metadata(self.root.join(folder)).is_ok_and(|metadata| metadata.is_symlink());
        if relative.ancestors().skip(1).any(is_link) {
            return Vec::new();
        }
        match fs::symlink_metadata(self.root.join(relative)) {
            Ok(metadata) if metadata.is_dir() => self.folder(relative),
            Ok(metadata) => self.entry(relative.to_owned(), metadata.file_type()).into_iter().collect(),
            Err(error) => failure(relative.to_owned(), &error).into_iter().collect(),
        }
    }

    fn folder(self, relative: &Path) -> Vec<Found> {
        let entries = match fs::read_dir(self.root.join(relative)) {
            Ok(entries) => entries,
            Err(error) => return failure(relative.to_owned(), &error).into_iter().collect(),
        };
        let (mut folders, mut files) = (Vec::new(), Vec::new());
        let mut found = Vec::new();
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                // Nobody knows how much of the folder is missing.
                Err(error) => {
                    found.extend(failure(relative.to_owned(), &error));
                    break;
                }
            };
            let name = entry.file_name();
            if name.to_str().is_some_and(is_ignored) {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(relative.join(name)),
                Ok(kind) => files.push((relative.join(name), kind)),
                Err(error) => found.extend(failure(relative.join(name), &error)),
            }
        }
        found.par_extend(files.into_par_iter().with_min_len(8).filter_map(|(path, kind)| self.entry(path, kind)));
        found.par_extend(folders.into_par_iter().flat_map_iter(|path| self.folder(&path)));
        found
    }

    fn entry(self, relative: PathBuf, kind: FileType) -> Option<Found> {
        let outcome = match self.check_link(&relative, kind) {
            Ok(()) => self.file(&relative),
            Err(problem) => Ok(Err(problem)),
        };
        match outcome {
            Ok(outcome) => Some(Found { relative, outcome }),
            Err(error) => failure(relative, &error),
        }
    }

    /// Refuses everything but files, and links that lead to files of the site.
    fn check_link(self, relative: &Path, kind: FileType) -> Result<(), Diagnostic> {
        if kind.is_file() {
            return Ok(());
        }
        if !kind.is_symlink() {
            return Err(problem::not_a_file(relative));
        }
        let Ok(target) = fs::canonicalize(self.root.join(relative)) else {
            return Err(problem::link_broken(relative));
        };
        if !target.strip_prefix(self.root).is_ok_and(is_read) {
            return Err(problem::link_outside(relative));
        }
        match fs::metadata(target) {
            Ok(metadata) if metadata.is_file() => Ok(()),
            Ok(metadata) if metadata.is_dir() => Err(problem::link_to_folder(relative)),
            Ok(_) => Err(problem::not_a_file(relative)),
            Err(_) => Err(problem::link_broken(relative)),
        }
    }

    fn file(self, relative: &Path) -> io::Result<Result<ReadFile, Diagnostic>> {
        let Some(name) = relative.to_str() else {
            return Ok(Err(problem::name_not_text(relative)));
        };
        let path = match SitePath::new(&as_site_spells(name)) {
            Ok(path) => path,
            Err(error) => return Ok(Err(problem::name_impossible(relative, error))),
        };
        let full = self.root.join(relative);
        if is_text(&path) {
            let mut file = open_file(&full)?;
            let len = file.metadata()?.len();
            if len <= MAX_TEXT_LEN {
                let stamp = Stamp::of(&file.metadata()?);
                let file = read_text(&mut file, len)?;
                // What isn't UTF-8 after all stays on the disk, as any other file.
                let stamp = file.as_text().is_none().then_some(stamp);
                return Ok(Ok(ReadFile { path, file, stamp }));
            }
        }
        let stamp = Stamp::of(&fs::metadata(&full)?);
        let hash = match self.memo.find(&path, stamp) {
            Some(hash) => hash,
            None => hash_file(&full)?,
        };
        Ok(Ok(ReadFile { path, file: File::on_disk(hash, stamp.len), stamp: Some(stamp) }))
    }
}

/// Opens what was a file a moment ago, and may be a pipe by now.
fn open_file(full: &Path) -> io::Result<fs::File> {
    let file = super::open_without_waiting(full)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no file any more")) }
}

/// What vanished while the folder was read is simply not there; all else is said.
fn failure(relative: PathBuf, error: &io::Error) -> Option<Found> {
    if error.kind() == io::ErrorKind::NotFound {
        return None;
    }
    let outcome = Err(problem::unreadable(&relative, error));
    Some(Found { relative, outcome })
}

fn read_text(file: &mut fs::File, len: u64) -> io::Result<File> {
    let mut text = Vec::with_capacity(usize::try_from(len).unwrap_or(0));
    // Not a byte more, which spares the system a second call per file. A file that grows while it
    // is read is read again at the event that tells of it.
    file.take(len).read_to_end(&mut text)?;
    Ok(File::text(text))
}

fn hash_file(full: &Path) -> io::Result<Hash> {
    let mut file = open_file(full)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; BUFFER_LEN];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(Hash::from_bytes(*hasher.finalize().as_bytes())),
            Ok(len) => drop(hasher.update(&buffer[..len])),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(not(windows))]
fn as_site_spells(name: &str) -> std::borrow::Cow<'_, str> {
    name.into()
}

#[cfg(windows)]
fn as_site_spells(name: &str) -> std::borrow::Cow<'_, str> {
    name.replace('\\', "/").into()
}
