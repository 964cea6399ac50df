//! The time as a parameter: whoever needs "now" is handed a `Clock`. The real one lives in the
//! binary; tests hand in one that they set.

use jiff::Timestamp;

/// Says what time it is.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
}

impl<F: Fn() -> Timestamp + Send + Sync + 'static> Clock for F {
    fn now(&self) -> Timestamp {
        self()
    }
}
