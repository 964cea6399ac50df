//! The `Date` header: formatted once a second, read by every answer.

use crate::clock::Clock;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use std::sync::{Arc, PoisonError, RwLock};

/// The present moment as answers say it (RFC 9110, 5.6.7).
pub(crate) struct Date {
    clock: Arc<dyn Clock>,
    last: RwLock<(i64, Arc<str>)>,
}

impl Date {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let now = clock.now();
        Self { clock, last: RwLock::new((now.as_second(), formatted(now))) }
    }

    /// Such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    pub(crate) fn now(&self) -> Arc<str> {
        let now = self.clock.now();
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        if last.0 == now.as_second() {
            return Arc::clone(&last.1);
        }
        drop(last);
        let text = formatted(now);
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = (now.as_second(), Arc::clone(&text));
        text
    }
}

fn formatted(now: Timestamp) -> Arc<str> {
    // It fails only for years before 0 and after 9999.
    DateTimePrinter::new().timestamp_to_rfc9110_string(&now).unwrap_or_default().into()
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
        assert_eq!(&*date.now(), "Sun, 06 Nov 1994 08:49:37 GMT");
        second.store(784_111_776, Ordering::Relaxed);
        assert_eq!(&*date.now(), "Sun, 06 Nov 1994 08:49:36 GMT");
    }
}
