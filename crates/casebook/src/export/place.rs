//! Putting files in their place: whole or not at all, and only if they changed.
//!
//! A new folder is built beside its place and renamed, all at once. In a folder that exists each
//! changed file is written beside the others and renamed over the old one.

use super::manifest::{Entry, MANIFEST_NAME, Manifest, is_as_left};
use crate::error::CommandError;
use casebook_server::folder::Stamp;
use casebook_site::source::{Hash, SitePath};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// The folder inside the target in which files are written before they are renamed.
pub(super) const TEMPORARY_NAME: &str = ".casebook-tmp";

/// Where a build is being written.
pub(super) enum Place {
    /// A new folder, not yet where it shall be.
    Staged { stage: tempfile::TempDir, path: PathBuf },
    /// A folder that is already there.
    Ours(Update),
}

/// A folder that is already there, and what shall change in it. Nothing does until all is written.
pub(super) struct Update {
    pub(super) path: PathBuf,
    pub(super) temporary: TemporaryFolder,
    /// What an earlier build wrote.
    pub(super) before: Manifest,
    /// The name of the next file that is written and waits.
    pub(super) next: AtomicU64,
    /// What is written and waits to be renamed: from where, to where.
    pub(super) waiting: Mutex<Vec<(PathBuf, SitePath)>>,
    /// Held while the build goes on, so that two never mix.
    pub(super) _lock: File,
}

/// A folder that goes when it is dropped.
pub(super) struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    /// Makes it anew, without what a build left that was cut off.
    pub(super) fn make(path: PathBuf) -> Result<Self, CommandError> {
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(CommandError::file("remove", &path, &error)),
            _ => {}
        }
        fs::create_dir(&path).map_err(|error| CommandError::file("make", &path, &error))?;
        Ok(Self(path))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // If it stays, the next build removes it.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What became of a file.
#[derive(Clone, Copy)]
pub(super) struct Outcome {
    pub(super) entry: Entry,
    pub(super) is_written: bool,
}

impl Place {
    /// Makes the folders that the files need, where nobody sees them yet.
    pub(super) fn make_folders<'a>(&self, files: impl Iterator<Item = &'a SitePath>) -> Result<(), CommandError> {
        match self {
            Self::Staged { stage, .. } => make_folders(stage.path(), files),
            Self::Ours(_) => Ok(()),
        }
    }

    /// Puts these bytes at a path, unless they stand there already.
    pub(super) fn put(&self, path: &SitePath, bytes: &[u8]) -> Result<Outcome, CommandError> {
        let (hash, len) = (Hash::of(bytes), bytes.len() as u64);
        self.place(path, hash, len, |file| file.write_all(bytes))
    }

    /// Puts a copy of a file at a path, unless it stands there already.
    pub(super) fn copy(&self, path: &SitePath, hash: Hash, len: u64, open: impl FnOnce() -> io::Result<File>) -> Result<Outcome, CommandError> {
        self.place(path, hash, len, |file| {
            // The system copies by itself, and on some disks only notes that the two are the same.
            let copied = io::copy(&mut open()?, file)?;
            if copied == len { Ok(()) } else { Err(io::Error::other("it changed while it was copied; build again")) }
        })
    }

    fn place(&self, path: &SitePath, hash: Hash, len: u64, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<Outcome, CommandError> {
        match self {
            Self::Staged { stage, .. } => {
                let full = stage.path().join(path.as_str());
                let mtime_ns = write_new(&full, write).map_err(|error| CommandError::file("write", &full, &error))?;
                Ok(Outcome { entry: Entry { hash, len, mtime_ns }, is_written: true })
            }
            Self::Ours(update) => update.place(path, hash, len, write),
        }
    }

    /// Puts everything where it shall be and removes what went away. Says how many files were
    /// removed.
    pub(super) fn finish(self, manifest: &Manifest) -> Result<usize, CommandError> {
        match self {
            Self::Staged { stage, path } => {
                let full = stage.path().join(MANIFEST_NAME);
                let written = write_new(&full, |file| file.write_all(manifest.to_text().as_bytes()));
                written.map_err(|error| CommandError::file("write", &full, &error))?;
                fs::rename(stage.path(), &path).map_err(|error| CommandError::file("put the new folder at", &path, &error))?;
                // It has another name now; there is nothing left to clean up.
                let _ = stage.keep();
                Ok(0)
            }
            Self::Ours(update) => update.finish(manifest),
        }
    }
}

impl Update {
    fn place(&self, path: &SitePath, hash: Hash, len: u64, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<Outcome, CommandError> {
        let full = self.path.join(path.as_str());
        match self.before.entries.get(path) {
            Some(entry) if entry.hash == hash && entry.len == len && is_as_left(&self.path, path, entry) => {
                return Ok(Outcome { entry: *entry, is_written: false });
            }
            _ => {}
        }
        if let Some(mtime_ns) = already_there(&full, hash, len) {
            return Ok(Outcome { entry: Entry { hash, len, mtime_ns }, is_written: false });
        }
        if !self.before.entries.contains_key(path) && fs::symlink_metadata(&full).is_ok() {
            let foreign = CommandError::usage(format!("{} is in the way, and Casebook did not make it", full.display()));
            return Err(foreign.hint("move it elsewhere, or give the page or file that wants its place another address"));
        }
        let beside = self.temporary.0.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        let mtime_ns = write_new(&beside, write).map_err(|error| CommandError::file("write", &full, &error))?;
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push((beside, path.clone()));
        Ok(Outcome { entry: Entry { hash, len, mtime_ns }, is_written: true })
    }

    fn finish(mut self, manifest: &Manifest) -> Result<usize, CommandError> {
        let waiting = std::mem::take(self.waiting.get_mut().unwrap_or_else(PoisonError::into_inner));
        let is_known = |path: &SitePath| self.before.entries.contains_key(path);
        if waiting.iter().any(|(_, path)| !is_known(path)) {
            // Announced before they are there: if we are cut off, the next build knows them as ours.
            let mut announced = Manifest { validity: None, ..self.before.clone() };
            announced.entries.extend(waiting.iter().map(|(_, path)| (path.clone(), UNWRITTEN)));
            self.write_manifest(&announced)?;
        }
        make_folders(&self.path, waiting.iter().map(|(_, path)| path))?;
        waiting.par_iter().try_for_each(|(beside, path)| {
            let full = self.path.join(path.as_str());
            fs::rename(beside, &full).map_err(|error| CommandError::file("write", &full, &error))
        })?;
        let removed = remove_gone(&self.path, &self.before, manifest)?;
        if *manifest != self.before {
            self.write_manifest(manifest)?;
        }
        Ok(removed)
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), CommandError> {
        let (full, beside) = (self.path.join(MANIFEST_NAME), self.temporary.0.join("manifest"));
        let written = write_new(&beside, |file| file.write_all(manifest.to_text().as_bytes())).and_then(|_| fs::rename(&beside, &full));
        written.map_err(|error| CommandError::file("write", &full, &error))
    }
}

/// What a manifest says of a file that isn't there yet.
const UNWRITTEN: Entry = Entry { hash: Hash::from_bytes([0; 32]), len: 0, mtime_ns: 0 };

/// Makes every folder that the files need, each once, outer ones first.
fn make_folders<'a>(root: &Path, files: impl Iterator<Item = &'a SitePath>) -> Result<(), CommandError> {
    let mut folders = BTreeSet::new();
    for path in files {
        let mut folder = path.folder();
        while !folder.is_empty() && folders.insert(folder) {
            folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
    }
    for folder in folders {
        let full = root.join(folder);
        match fs::create_dir(&full) {
            Ok(()) => {}
            // A link in its place would lead our files out of the folder.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_folder(&full) => {}
            Err(error) => return Err(CommandError::file("make the folder", &full, &error)),
        }
    }
    Ok(())
}

fn is_folder(full: &Path) -> bool {
    fs::symlink_metadata(full).is_ok_and(|metadata| metadata.is_dir())
}

/// Writes a file that isn't there yet and says when the disk thinks that it did.
fn write_new(full: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<i128> {
    let mut file = File::create_new(full)?;
    write(&mut file)?;
    Ok(Stamp::of(&file.metadata()?).mtime_ns)
}

/// Whether a file already has this content; when it was written if so.
fn already_there(full: &Path, hash: Hash, len: u64) -> Option<i128> {
    let metadata = fs::symlink_metadata(full).ok()?;
    if !metadata.is_file() || metadata.len() != len {
        return None;
    }
    let mut file = File::open(full).ok()?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer).ok()? {
            0 => break,
            read => hasher.update(&buffer[..read]),
        };
    }
    (hasher.finalize().as_bytes() == hash.as_bytes()).then(|| Stamp::of(&metadata).mtime_ns)
}

/// Removes the files of an earlier build that this one doesn't have, and the folders that are
/// empty without them.
fn remove_gone(root: &Path, before: &Manifest, now: &Manifest) -> Result<usize, CommandError> {
    let gone: Vec<&SitePath> = before.entries.keys().filter(|path| !now.entries.contains_key(*path)).collect();
    let removed = gone.par_iter().map(|path| remove_one(root, path)).sum::<Result<usize, CommandError>>()?;
    let mut folders: Vec<&str> = gone.iter().map(|path| path.folder()).filter(|folder| !folder.is_empty()).collect();
    folders.sort_unstable_by(|a, b| b.cmp(a));
    folders.dedup();
    for mut folder in folders {
        // It fails on the first one that still holds something, and that is the point.
        while !folder.is_empty() && fs::remove_dir(root.join(folder)).is_ok() {
            folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
    }
    Ok(removed)
}

fn remove_one(root: &Path, path: &SitePath) -> Result<usize, CommandError> {
    let full = root.join(path.as_str());
    // Somebody may have put a link in place of a folder since: what it leads to isn't ours.
    let is_inside = full.parent().and_then(|parent| fs::canonicalize(parent).ok()).is_some_and(|parent| parent == root.join(path.folder()));
    if !is_inside {
        return Ok(0);
    }
    match fs::remove_file(&full) {
        Ok(()) => Ok(1),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(CommandError::file("remove", &full, &error)),
    }
}
