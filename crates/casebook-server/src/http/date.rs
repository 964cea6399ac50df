//! The `Date` header: formatted once a second, read by every answer.

use crate::clock::Clock;
use arc_swap::ArcSwap;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use std::sync::Arc;

/// The present moment as answers say it (RFC 9110, 5.6.7).
pub(crate) struct Date {
    clock: Arc<dyn Clock>,
    last: ArcSwap<Moment>,
}

/// A second, as it is said.
struct Moment {
    second: i64,
    text: String,
}

impl Date {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let now = Moment::of(clock.now());
        Self { clock, last: ArcSwap::from_pointee(now) }
    }

    /// Hands over the moment, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    pub(crate) fn with_now<T>(&self, say: impl FnOnce(&str) -> T) -> T {
        let now = self.clock.now();
        let last = self.last.load();
        if last.second == now.as_second() {
            return say(&last.text);
        }
        let next = Arc::new(Moment::of(now));
        self.last.store(Arc::clone(&next));
        say(&next.text)
    }
}

impl Moment {
    fn of(now: Timestamp) -> Self {
        Self { second: now.as_second(), text: formatted(now) }
    }
}

fn formatted(now: Timestamp) -> String {
    // It fails only for years before 0 and after 9999.
    DateTimePrinter::new().timestamp_to_rfc9110_string(&now).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Date;
    use jiff::Timestamp;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    #[test]
    fn it_follows_the_clock_also_backwards() {
        let second = Arc::new(AtomicI64::new(784_111_777));
        let read = Arc::clone(&second);
        let date = Date::new(Arc::new(move || Timestamp::from_second(read.load(Ordering::Relaxed)).expect("a moment")));
        assert_eq!(date.with_now(str::to_owned), "Sun, 06 Nov 1994 08:49:37 GMT");
        second.store(784_111_776, Ordering::Relaxed);
        assert_eq!(date.with_now(str::to_owned), "Sun, 06 Nov 1994 08:49:36 GMT");
    }
}
