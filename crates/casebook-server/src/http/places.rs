//! Places for files that are on their way: so many for all clients, and a share of them for each network.
//!
//! A file is open as long as somebody is sent it. So a share bounds both: how many files a network is
//! sent at a time, and how many different ones.

use casebook_site::source::Hash;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places of all clients.
#[derive(Debug)]
pub(crate) struct FilePlaces(Arc<Semaphore>);

/// What one network may take of them.
#[derive(Debug)]
pub(crate) struct FileShare {
    most: usize,
    most_different: usize,
    sent: Mutex<Sent>,
}

/// How often each content is on its way, and how many are in all.
#[derive(Debug, Default)]
struct Sent {
    by_hash: HashMap<Hash, usize>,
    total: usize,
}

/// Leave to send one more file; given back by being dropped.
#[derive(Debug)]
pub(crate) struct FilePlace {
    _of_network: OfNetwork,
    _of_all: OwnedSemaphorePermit,
    _of_connection: Option<OwnedSemaphorePermit>,
}

#[derive(Debug)]
struct OfNetwork {
    share: Arc<FileShare>,
    hash: Hash,
}

impl FilePlaces {
    pub(crate) fn new(total: usize) -> Self {
        Self(Arc::new(Semaphore::new(total.min(Semaphore::MAX_PERMITS))))
    }

    /// A place for the file of this content; none where all are taken, or the share of the network is.
    pub(crate) fn take(&self, share: &Arc<FileShare>, hash: Hash) -> Option<FilePlace> {
        let of_all = Arc::clone(&self.0).try_acquire_owned().ok()?;
        let of_network = share.begin(hash).then(|| OfNetwork { share: Arc::clone(share), hash })?;
        Some(FilePlace { _of_network: of_network, _of_all: of_all, _of_connection: None })
    }
}

impl FileShare {
    /// So many files at a time, and so many different ones.
    pub(crate) fn new(most: usize, most_different: usize) -> Self {
        Self { most, most_different, sent: Mutex::default() }
    }

    /// For those who come from everywhere.
    pub(crate) fn without_end() -> Self {
        Self::new(usize::MAX, usize::MAX)
    }

    fn begin(&self, hash: Hash) -> bool {
        let mut sent = self.lock();
        let is_new = !sent.by_hash.contains_key(&hash);
        if sent.total >= self.most || (is_new && sent.by_hash.len() >= self.most_different) {
            return false;
        }
        *sent.by_hash.entry(hash).or_insert(0) += 1;
        sent.total += 1;
        true
    }

    fn end(&self, hash: Hash) {
        let mut sent = self.lock();
        sent.total = sent.total.saturating_sub(1);
        let left = sent.by_hash.get(&hash).map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            sent.by_hash.remove(&hash);
        } else {
            sent.by_hash.insert(hash, left);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Sent> {
        // Counts are changed whole, so a panic elsewhere can't have torn them.
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FilePlace {
    /// The same, on a connection that has places of its own.
    pub(crate) fn on(self, of_connection: OwnedSemaphorePermit) -> Self {
        Self { _of_connection: Some(of_connection), ..self }
    }
}

impl Drop for OfNetwork {
    fn drop(&mut self) {
        self.share.end(self.hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_its_share_and_no_more() {
        let places = FilePlaces::new(5);
        let (greedy, other) = (Arc::new(FileShare::new(3, 2)), Arc::new(FileShare::new(3, 2)));
        let [a, b, c] = ["a", "b", "c"].map(|text| Hash::of(text.as_bytes()));
        let first = places.take(&greedy, a).expect("room");
        let _second = places.take(&greedy, b).expect("room");
        assert!(places.take(&greedy, c).is_none(), "a third file");
        let _again = places.take(&greedy, a).expect("the same file");
        assert!(places.take(&greedy, a).is_none(), "its share");
        let _others = [places.take(&other, c).expect("room"), places.take(&other, c).expect("room")];
        assert!(places.take(&other, c).is_none(), "all are taken");
        drop(first);
        assert!(places.take(&other, c).is_some() && places.take(&greedy, c).is_none());
    }
}
