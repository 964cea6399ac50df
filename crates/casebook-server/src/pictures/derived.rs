//! Pictures that are made of others, kept in the cache folder under the hash of their recipe.
//!
//! Each is made when somebody first asks for it, once, however many ask at a time.

use super::Pictures;
use super::store::Store;
use bytes::Bytes;
use casebook_evidence::pdf;
use casebook_evidence::picture::Derivative;
use casebook_evidence::reader::ReadError;
use casebook_site::picture::Recipe;
use casebook_site::source::Hash;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

const NAME: &str = "derived";

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DeriveError {
    /// The original can't be opened, or is another one by now.
    #[error("the original can't be read: {0}")]
    Original(#[from] io::Error),
    /// The original can't be decoded, or nobody is there to do it.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The page of a document can't be drawn, or nobody is there to do it.
    #[error(transparent)]
    Page(#[from] ReadError<pdf::Failure>),
}

/// The folder in which they are kept.
pub(super) struct Derived {
    pub(super) store: Store,
    /// Those that are being made.
    open: Mutex<BTreeSet<Hash>>,
    closed: Condvar,
}

impl Derived {
    pub(super) fn new(cache: &Path) -> Self {
        Self { store: Store::new(cache, NAME), open: Mutex::default(), closed: Condvar::new() }
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
        if let Some(known) = self.derived.store.find(key) {
            return Ok(known);
        }
        let made = self.make(recipe, &[recipe.derivative])?;
        Ok(made.into_iter().next().unwrap_or_default())
    }

    /// Makes all that is not there yet, each original once, several at a time. `done` is called after each
    /// original with how many were made of it.
    pub fn derive_all(&self, recipes: &[&Recipe], done: &(dyn Fn(usize) + Sync)) -> Result<(), DeriveError> {
        let mut by_original: BTreeMap<(Hash, Option<NonZeroU32>), Vec<&Recipe>> = BTreeMap::new();
        recipes.iter().for_each(|recipe| by_original.entry((recipe.hash, recipe.page)).or_default().push(recipe));
        by_original.into_par_iter().try_for_each(|(_, recipes)| {
            let missing: Vec<&Recipe> = recipes.iter().copied().filter(|recipe| !self.derived.store.path(recipe.key()).exists()).collect();
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
        let original = self.original(&of.path, of.hash)?;
        let made = match of.page {
            Some(page) => wanted.iter().map(|wanted| self.reader.page_picture(original.clone(), page, *wanted)).collect::<Result<_, _>>()?,
            None => self.decoded(original, wanted, &keys)?,
        };
        for (key, bytes) in keys.into_iter().zip(&made) {
            // It saves time and nothing else: on a disk that can't be written it is made again.
            let _ = self.derived.store.keep(key, bytes);
        }
        Ok(made)
    }

    /// Derivatives of a picture. That they can't be made is remembered under their keys.
    fn decoded(&self, original: Bytes, wanted: &[Derivative], keys: &[Hash]) -> Result<Vec<Bytes>, DeriveError> {
        match self.reader.derive(original, wanted) {
            Err(ReadError::File(failure)) => {
                self.remember(keys.iter().map(|key| (*key, Err(failure.clone()))));
                Err(ReadError::File(failure).into())
            }
            made => Ok(made?),
        }
    }
}
