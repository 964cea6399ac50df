//! What only the world knows: the time, and which program this is.
//!
//! Every other place gets these as parameters.

use casebook_site::source::Hash;
use jiff::Timestamp;
use std::time::{Duration, Instant};

/// The time.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Measures how long something takes, for telling people.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

#[expect(clippy::disallowed_methods, reason = "only for telling people how long something took")]
impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// How many cores there are to answer readers with.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Lets the process open as many files as the system allows it at all, and says how many that are.
/// Each connection is one.
#[cfg(unix)]
pub(crate) fn raise_open_files() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    // Where it may not, what there is has to do.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
    getrlimit(Resource::Nofile).current.map_or(usize::MAX, |files| usize::try_from(files).unwrap_or(usize::MAX))
}

/// What tells this program from every other build of it, so that what another one wrote is
/// written again.
pub(crate) fn program() -> Hash {
    let stamp = std::env::current_exe().and_then(std::fs::metadata).map(|metadata| casebook_server::folder::Stamp::of(&metadata));
    let stamp = stamp.map(|stamp| format!("{} {}", stamp.len, stamp.mtime_ns)).unwrap_or_default();
    Hash::of_parts([env!("CARGO_PKG_VERSION").as_bytes(), stamp.as_bytes()])
}
