//! Pictures and documents of a site's folder: what is known of them, and the pictures that are made of them.
//!
//! All of it is kept in the cache folder by content, and may be gone or damaged at any moment: then
//! it is made again. Nothing is decoded here; the reader that is passed in does that.

mod background;
mod derived;
mod facts;
mod prune;
mod store;
mod texts;

pub(crate) use background::{Background, News};
pub use derived::DeriveError;
pub use prune::{KEPT_FOR, Pruned};

use crate::folder::Folder;
use bytes::Bytes;
use casebook_evidence::document;
use casebook_evidence::pdf;
use casebook_evidence::reader::{ReadError, Reader};
use casebook_site::check::Cache;
use casebook_site::evidence::UnreadText;
use casebook_site::picture::{Fact, Informant, Unread};
use casebook_site::source::{Hash, SitePath, Source};
use derived::Derived;
use facts::{Facts, Finding};
use rayon::prelude::*;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use texts::Texts;

/// The pictures of a site.
pub struct Pictures {
    folder: Arc<Folder>,
    reader: Box<dyn Reader>,
    facts: Mutex<Facts<Fact>>,
    /// Why documents can't be read, by the key of how each is read.
    unreadable: Mutex<Facts<document::Failure>>,
    /// Why pages can't be drawn, by their keys.
    undrawn: Mutex<Facts<pdf::Failure>>,
    derived: Derived,
    texts: Texts,
}

impl Pictures {
    /// The pictures of a folder. `cache` need not exist.
    pub fn open(folder: Arc<Folder>, cache: &Path, reader: Box<dyn Reader>) -> Self {
        let limits = reader.limits();
        Self {
            folder,
            reader,
            facts: Mutex::new(Facts::read(cache, &limits)),
            unreadable: Mutex::new(Facts::read(cache, &limits)),
            undrawn: Mutex::new(Facts::read(cache, &limits)),
            derived: Derived::new(cache),
            texts: Texts::new(cache),
        }
    }

    /// A cache that knows what is known already.
    pub fn cache(&self) -> Cache {
        let cache = Cache::default();
        locked(&self.facts).iter().for_each(|(hash, fact)| cache.learn(*hash, fact.clone()));
        for (key, failure) in locked(&self.undrawn).iter() {
            cache.learn_undrawn(*key, failure.clone());
        }
        cache
    }

    /// Reads pictures, several at a time, and tells the cache what was found out; `done` is called after each.
    pub fn read_all(&self, unread: &[Unread], cache: &Cache, done: &(dyn Fn() + Sync)) {
        let read_one = |picture: &Unread| {
            let fact = self.read(picture);
            done();
            fact.map(|fact| (picture.hash, fact))
        };
        let found: Vec<(Hash, Fact)> = unread.par_iter().filter_map(read_one).collect();
        found.iter().for_each(|(hash, fact)| cache.learn(*hash, fact.clone()));
        remember(&self.facts, found);
    }

    /// What is to be known of a picture; nothing if it can't be opened, has changed, or if nobody can read it now.
    fn read(&self, picture: &Unread) -> Option<Fact> {
        let bytes = self.original(&picture.path, picture.hash).ok()?;
        match self.reader.inspect(bytes) {
            Ok(facts) => Some(Ok(facts)),
            Err(ReadError::File(failure)) => Some(Err(failure)),
            Err(ReadError::Unavailable(_)) => None,
        }
    }

    /// The bytes of a picture, if they are still those that the site was made from.
    fn original(&self, path: &SitePath, hash: Hash) -> io::Result<Bytes> {
        let mut file = self.folder.open_file(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if Hash::of(&bytes) == hash { Ok(bytes.into()) } else { Err(io::Error::other("it has changed meanwhile")) }
    }
}

fn locked<T>(facts: &Mutex<Facts<T>>) -> MutexGuard<'_, Facts<T>> {
    // What is added is whole before it is added.
    facts.lock().unwrap_or_else(PoisonError::into_inner)
}

fn remember<T: Finding>(facts: &Mutex<Facts<T>>, found: impl IntoIterator<Item = (Hash, T)>) {
    let mut facts = locked(facts);
    facts.add(found);
    // They save time and nothing else: on a disk that can't be written they are found out again.
    let _ = facts.write();
}

impl Informant for Pictures {
    fn inform(&self, unread: &[Unread], cache: &Cache) {
        self.read_all(unread, cache, &|| {});
    }

    fn read(&self, unread: &[UnreadText], _source: &Source, cache: &Cache) {
        self.read_texts(unread, cache, &|| {});
    }
}
