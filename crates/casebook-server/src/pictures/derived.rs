//! Pictures that are made of others, kept in the cache folder under the hash of their recipe.
//!
//! Each is made when somebody first asks for it, once, however many ask at a time.

use super::store::Store;
use super::{Pictures, locked, remember};
use bytes::Bytes;
use casebook_evidence::pdf::{self, MOST_PICTURES, PageDerivative};
use casebook_evidence::picture::Derivative;
use casebook_evidence::reader::ReadError;
use casebook_site::picture::Recipe;
use casebook_site::source::Hash;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
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
        let made = self.make(&[recipe])?;
        Ok(made.into_iter().next().unwrap_or_default())
    }

    /// Makes all that is not there yet, several at a time: each picture's all at once, and pages of a document in
    /// batches, because it is read for each. `done` is called after each of these with how many there were. A page that
    /// can't be drawn stops nothing; says how many there are.
    pub fn derive_all(&self, recipes: &[&Recipe], done: &(dyn Fn(usize) + Sync)) -> Result<usize, DeriveError> {
        let mut by_original: BTreeMap<(Hash, bool), Vec<&Recipe>> = BTreeMap::new();
        recipes.iter().for_each(|recipe| by_original.entry((recipe.hash, recipe.page.is_some())).or_default().push(recipe));
        let batches = by_original.into_par_iter().flat_map_iter(|((_, is_document), mut recipes)| {
            recipes.sort_unstable();
            let most = if is_document { MOST_PICTURES } else { recipes.len() };
            recipes.chunks(most).map(<[&Recipe]>::to_vec).collect::<Vec<_>>()
        });
        let undrawn = batches.map(|batch| {
            // Equal contents have equal keys, wherever they lie.
            let missing: BTreeMap<Hash, &Recipe> = batch.iter().map(|recipe| (recipe.key(), *recipe)).collect();
            let missing = missing.into_iter().filter(|(key, _)| !self.derived.store.path(*key).exists());
            let mut wanted: Vec<&Recipe> = missing.map(|(_, recipe)| recipe).collect();
            wanted.sort_unstable();
            let undrawn = self.make_all(&wanted)?;
            done(batch.len());
            Ok::<_, DeriveError>(undrawn)
        });
        let undrawn = undrawn.try_reduce(BTreeSet::new, |mut one, mut other| {
            one.append(&mut other);
            Ok(one)
        });
        undrawn.map(|undrawn| undrawn.len())
    }

    /// Makes derivatives of one original. Where pages of it fail together each is tried alone; returns those that fail then.
    fn make_all(&self, wanted: &[&Recipe]) -> Result<BTreeSet<Hash>, DeriveError> {
        let mut undrawn = BTreeSet::new();
        match self.make(wanted) {
            Err(DeriveError::Page(ReadError::File(_))) if wanted.len() > 1 => {
                for one in wanted {
                    undrawn.append(&mut self.make_all(&[one])?);
                }
            }
            Err(DeriveError::Page(ReadError::File(_))) => undrawn.extend(wanted.iter().filter_map(|recipe| recipe.page_key())),
            made => drop(made?),
        }
        Ok(undrawn)
    }

    /// Makes derivatives of one original and keeps them, or that they can't be made.
    fn make(&self, wanted: &[&Recipe]) -> Result<Vec<Bytes>, DeriveError> {
        let Some(first) = wanted.first() else { return Ok(Vec::new()) };
        self.refuse_known(wanted)?;
        let original = self.original(&first.path, first.hash)?;
        let made = if first.page.is_some() { self.drawn(original, wanted)? } else { self.decoded(original, wanted)? };
        for (recipe, bytes) in wanted.iter().zip(&made) {
            // It saves time and nothing else: on a disk that can't be written it is made again.
            let _ = self.derived.store.keep(recipe.key(), bytes);
        }
        Ok(made)
    }

    /// What is known not to be possible isn't tried again.
    fn refuse_known(&self, wanted: &[&Recipe]) -> Result<(), DeriveError> {
        for recipe in wanted {
            if let Some(Err(failure)) = locked(&self.facts).get(recipe.key()) {
                return Err(ReadError::File(failure.clone()).into());
            }
            if let Some(failure) = recipe.page_key().and_then(|key| locked(&self.undrawn).get(key).cloned()) {
                return Err(ReadError::File(failure).into());
            }
        }
        Ok(())
    }

    /// Derivatives of a picture. That they can't be made is remembered under their keys.
    fn decoded(&self, original: Bytes, wanted: &[&Recipe]) -> Result<Vec<Bytes>, DeriveError> {
        let derivatives: Vec<Derivative> = wanted.iter().map(|recipe| recipe.derivative).collect();
        match self.reader.derive(original, &derivatives) {
            Err(ReadError::File(failure)) => {
                remember(&self.facts, wanted.iter().map(|recipe| (recipe.key(), Err(failure.clone()))));
                Err(ReadError::File(failure).into())
            }
            made => Ok(made?),
        }
    }

    /// Pictures of pages. That one can't be drawn is remembered if it was tried alone: it is known then which one it is.
    fn drawn(&self, original: Bytes, wanted: &[&Recipe]) -> Result<Vec<Bytes>, DeriveError> {
        let page = |recipe: &&Recipe| Some(PageDerivative { page: recipe.page?, derivative: recipe.derivative });
        let pages: Vec<PageDerivative> = wanted.iter().filter_map(page).collect();
        match self.reader.page_pictures(original, &pages) {
            Err(ReadError::File(failure)) => {
                if let [recipe] = wanted {
                    remember(&self.undrawn, recipe.page_key().map(|key| (key, failure.clone())));
                }
                Err(ReadError::File(failure).into())
            }
            made => Ok(made?),
        }
    }
}
