//! How much a client took, and how much is due to it: whoever takes nothing is sent away by this.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// How much a client took, and how many answers are due to it.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    sent: AtomicU64,
    due: AtomicUsize,
    /// The client's window is full.
    is_blocked: AtomicBool,
}

/// An answer that is due until this is dropped.
#[derive(Debug)]
pub(crate) struct Due(Arc<Moved>);

impl Moved {
    pub(crate) fn begin(self: Arc<Self>) -> Due {
        self.due.fetch_add(1, Ordering::Relaxed);
        Due(self)
    }

    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Notes what came of writing: so many bytes, or that the client's window is full.
    pub(crate) fn note(&self, written: Option<usize>) {
        self.is_blocked.store(written.is_none(), Ordering::Relaxed);
        self.sent.fetch_add(written.unwrap_or(0) as u64, Ordering::Relaxed);
    }

    /// Whether the client has something to take.
    pub(crate) fn is_due(&self) -> bool {
        self.due.load(Ordering::Relaxed) > 0 || self.is_blocked.load(Ordering::Relaxed)
    }
}

impl Drop for Due {
    fn drop(&mut self) {
        self.0.due.fetch_sub(1, Ordering::Relaxed);
    }
}
