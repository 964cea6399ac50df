//! Files that were opened lately, so that a picture on every page is opened once.

use crate::folder::Stamp;
use casebook_site::source::Hash;
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many are kept open: the pictures of a few pages.
const MAX_OPEN: usize = 128;

#[derive(Debug, Default)]
pub(super) struct OpenFiles {
    by_hash: Mutex<HashMap<Hash, (Arc<File>, Stamp)>>,
}

impl OpenFiles {
    /// The file of a content. One that was written to since it was opened is opened anew.
    pub(super) fn get(&self, hash: Hash, open: impl FnOnce() -> io::Result<File>) -> io::Result<Arc<File>> {
        let known = self.lock().get(&hash).cloned();
        if let Some((file, stamp)) = known
            && file.metadata().is_ok_and(|metadata| Stamp::of(&metadata) == stamp)
        {
            return Ok(file);
        }
        let file = Arc::new(open()?);
        let stamp = Stamp::of(&file.metadata()?);
        let mut by_hash = self.lock();
        if by_hash.len() >= MAX_OPEN {
            by_hash.clear();
        }
        by_hash.insert(hash, (Arc::clone(&file), stamp));
        Ok(file)
    }

    /// Closes all that nobody is being sent.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Hash, (Arc<File>, Stamp)>> {
        // Only whole values are put in, so a panic elsewhere can't have torn the map.
        self.by_hash.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
