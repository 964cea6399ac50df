//! Pictures that are made of others, kept in the cache folder under the hash of their recipe.
//!
//! Each is made when somebody first asks for it, once, however many ask at a time. A file begins with
//! the hash of the rest, so that one that was damaged is made again and never sent.

use super::Pictures;
use bytes::Bytes;
use casebook_evidence::picture::Derivative;
use casebook_evidence::reader::ReadError;
use casebook_site::picture::Recipe;
use casebook_site::source::Hash;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

const NAME: &str = "derived";

/// How many hexadecimal digits of its key name the folder of a picture; the rest is its own name. Two
/// levels, because some disks are slow with many files in one folder.
pub(super) const FOLDER_DIGITS: usize = 2;

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DeriveError {
    /// The original can't be opened, or is another one by now.
    #[error("the original can't be read: {0}")]
    Original(#[from] io::Error),
    /// The original can't be decoded, or nobody is there to do it.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// The folder in which they are kept.
pub(super) struct Derived {
    folder: PathBuf,
    /// Those that are being made.
    open: Mutex<BTreeSet<Hash>>,
    closed: Condvar,
}

impl Derived {
    pub(super) fn new(cache: &Path) -> Self {
        Self { folder: cache.join(NAME), open: Mutex::default(), closed: Condvar::new() }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn path(&self, key: Hash) -> PathBuf {
        let hex = key.to_string();
        self.folder.join(&hex[..FOLDER_DIGITS]).join(&hex[FOLDER_DIGITS..])
    }

    /// What was made before; none if it is missing or damaged.
    fn find(&self, key: Hash) -> Option<Bytes> {
        whole(&self.path(key))
    }

    /// Keeps what was made, all of it or nothing.
    fn keep(&self, key: Hash, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(key);
        let Some(folder) = path.parent() else { return Ok(()) };
        fs::create_dir_all(folder)?;
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(Hash::of(bytes).as_bytes())?;
        temporary.write_all(bytes)?;
        temporary.persist(path)?;
        Ok(())
    }

    /// Waits until nobody makes this one, and lets nobody else make it meanwhile.
    pub(super) fn take_turn(&self, key: Hash) -> Turn<'_> {
        let open = self.closed.wait_while(self.lock(), |open| open.contains(&key));
        open.unwrap_or_else(PoisonError::into_inner).insert(key);
        Turn { derived: self, key }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<Hash>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The picture in a file of ours; none if it is missing, damaged or not ours.
pub(super) fn whole(path: &Path) -> Option<Bytes> {
    let bytes = Bytes::from(fs::read(path).ok()?);
    let (hash, rest) = bytes.split_at_checked(32)?;
    (hash == Hash::of(rest).as_bytes()).then(|| bytes.slice(32..))
}

pub(super) struct Turn<'a> {
    derived: &'a Derived,
    key: Hash,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.derived.lock().remove(&self.key);
        self.derived.closed.notify_all();
    }
}

impl Pictures {
    /// A picture made by this recipe. It may take a second, so nobody who talks to browsers calls this.
    pub fn derive(&self, recipe: &Recipe) -> Result<Bytes, DeriveError> {
        let key = recipe.key();
        let _turn = self.derived.take_turn(key);
        if let Some(known) = self.derived.find(key) {
            return Ok(known);
        }
        let made = self.make(recipe, &[recipe.derivative])?;
        Ok(made.into_iter().next().unwrap_or_default())
    }

    /// Makes all that is not there yet, each original once, several at a time. `done` is called after each
    /// original with how many were made of it.
    pub fn derive_all(&self, recipes: &[&Recipe], done: &(dyn Fn(usize) + Sync)) -> Result<(), DeriveError> {
        let mut by_original: BTreeMap<Hash, Vec<&Recipe>> = BTreeMap::new();
        recipes.iter().for_each(|recipe| by_original.entry(recipe.hash).or_default().push(recipe));
        by_original.into_par_iter().try_for_each(|(_, recipes)| {
            let missing: Vec<&Recipe> = recipes.iter().copied().filter(|recipe| !self.derived.path(recipe.key()).exists()).collect();
            if let Some(first) = missing.first() {
                let wanted: BTreeSet<Derivative> = missing.iter().map(|recipe| recipe.derivative).collect();
                self.make(first, &wanted.into_iter().collect::<Vec<_>>())?;
            }
            done(recipes.len());
            Ok(())
        })
    }

    /// Makes derivatives of one original and keeps them, or that they can't be made.
    fn make(&self, of: &Recipe, wanted: &[Derivative]) -> Result<Vec<Bytes>, DeriveError> {
        let keys: Vec<Hash> = wanted.iter().map(|derivative| Recipe { derivative: *derivative, ..of.clone() }.key()).collect();
        if let Some(failure) = keys.iter().find_map(|key| self.facts().failure(*key).cloned()) {
            return Err(ReadError::File(failure).into());
        }
        let made = match self.reader.derive(self.original(&of.path, of.hash)?, wanted) {
            Err(ReadError::File(failure)) => {
                self.remember(keys.into_iter().map(|key| (key, Err(failure.clone()))));
                return Err(ReadError::File(failure).into());
            }
            made => made?,
        };
        for (key, bytes) in keys.into_iter().zip(&made) {
            // It saves time and nothing else: on a disk that can't be written it is made again.
            let _ = self.derived.keep(key, bytes);
        }
        Ok(made)
    }
}
