//! A folder of things that were made and can be made again, each under a key.
//!
//! A file begins with the hash of the rest, so that one that was damaged is as good as none.

use bytes::Bytes;
use casebook_site::source::Hash;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How many hexadecimal digits of its key name the folder of a file; the rest is its own name. Two
/// levels, because some disks are slow with many files in one folder.
pub(super) const FOLDER_DIGITS: usize = 2;

/// The folder.
pub(super) struct Store {
    folder: PathBuf,
}

impl Store {
    pub(super) fn new(cache: &Path, name: &str) -> Self {
        Self { folder: cache.join(name) }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn path(&self, key: Hash) -> PathBuf {
        let hex = key.to_string();
        self.folder.join(&hex[..FOLDER_DIGITS]).join(&hex[FOLDER_DIGITS..])
    }

    /// Whether something lies under a key, whole or not.
    pub(super) fn has(&self, key: Hash) -> bool {
        self.path(key).exists()
    }

    /// What was made before; none if it is missing or damaged.
    pub(super) fn find(&self, key: Hash) -> Option<Bytes> {
        whole(&self.path(key))
    }

    /// Keeps what was made, all of it or nothing.
    pub(super) fn keep(&self, key: Hash, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(key);
        let Some(folder) = path.parent() else { return Ok(()) };
        fs::create_dir_all(folder)?;
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(Hash::of(bytes).as_bytes())?;
        temporary.write_all(bytes)?;
        temporary.persist(path)?;
        Ok(())
    }

    /// Takes something out that is needed no more.
    pub(super) fn forget(&self, key: Hash) {
        // It stays where it can't be removed, and costs its room.
        let _ = fs::remove_file(self.path(key));
    }
}

/// What is in a file of ours; none if it is missing, damaged or not ours.
pub(super) fn whole(path: &Path) -> Option<Bytes> {
    let bytes = Bytes::from(fs::read(path).ok()?);
    let (hash, rest) = bytes.split_at_checked(32)?;
    (hash == Hash::of(rest).as_bytes()).then(|| bytes.slice(32..))
}
