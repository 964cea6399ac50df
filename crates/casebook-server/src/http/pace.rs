//! How much a client took, and how much is due to it: whoever takes too little is sent away by this.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::Instant;

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

/// The one rule of how fast a client must be: in each stretch of time it takes at least so much, or
/// all that is due. A stretch ends as soon as that much was taken.
#[derive(Debug)]
pub(crate) struct Pace {
    stretch: Duration,
    least: u64,
    taken: u64,
    deadline: Instant,
}

impl Pace {
    /// From now on, at least `rate` bytes a second, counted over each `stretch`.
    pub(crate) fn new(stretch: Duration, rate: u32, now: Instant) -> Self {
        let least = u64::try_from(u128::from(rate) * stretch.as_millis() / 1000).unwrap_or(u64::MAX).max(1);
        Self { stretch, least, taken: 0, deadline: now + stretch }
    }

    /// Notes that the client took something.
    pub(crate) fn took(&mut self, bytes: u64, now: Instant) {
        self.taken = self.taken.saturating_add(bytes);
        if self.taken >= self.least {
            self.restart(now);
        }
    }

    /// Notes that nothing was due until now.
    pub(crate) fn restart(&mut self, now: Instant) {
        self.taken = 0;
        self.deadline = now + self.stretch;
    }

    /// When the client has been too slow, if it takes nothing until then.
    pub(crate) const fn deadline(&self) -> Instant {
        self.deadline
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_takes_enough_in_time_has_time_again() {
        let begin = Instant::now();
        let at = |seconds| begin + Duration::from_secs(seconds);
        let mut pace = Pace::new(Duration::from_secs(20), 2048, begin);
        assert_eq!(pace.deadline(), at(20));
        pace.took(40_000, at(5));
        assert_eq!(pace.deadline(), at(20), "a little less than it must");
        pace.took(960, at(19));
        assert_eq!(pace.deadline(), at(39));
        pace.took(40_959, at(25));
        assert_eq!(pace.deadline(), at(39), "what was taken before counts no more");
        pace.restart(at(30));
        assert_eq!(pace.deadline(), at(50));
    }
}
