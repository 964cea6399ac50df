//! The folder in which a bench works: in memory where the system has such a place, because on a
//! disk creating files costs more than everything that is to be measured.

use crate::failure::{Context as _, Failure};
use crate::program::root;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder that goes away with its owner. Only one bench runs at a time.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
    /// What to tell the reader of the figures.
    pub(crate) description: String,
}

impl Scratch {
    /// In memory if that is possible.
    pub(crate) fn in_memory() -> Result<Self, Failure> {
        let shared = Path::new("/dev/shm");
        if shared.is_dir() {
            return Self::new(shared.join("casebook-bench"), "on tmpfs");
        }
        Self::on_disk()
    }

    /// On the disk that holds the workspace.
    pub(crate) fn on_disk() -> Result<Self, Failure> {
        Self::new(root().join("target/bench"), "on disk")
    }

    /// An interrupted bench may have left the folder behind; it is emptied.
    fn new(folder: PathBuf, kind: &str) -> Result<Self, Failure> {
        remove(&folder)?;
        fs::create_dir_all(&folder).context(folder.display())?;
        let description = format!("{kind} ({})", folder.display());
        Ok(Self { folder, description })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // The next bench empties what is left.
        remove(&self.folder).ok();
    }
}

/// Removes a folder; that there is none is fine.
pub(crate) fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure(format!("{}: {error}", folder.display()))),
        _ => Ok(()),
    }
}
