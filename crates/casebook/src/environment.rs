//! What only the world knows: the time, and which program this is.
//!
//! Every other place gets these as parameters.

use casebook_evidence::reader::{Command, Limits, Pool};
use casebook_site::source::Hash;
use jiff::Timestamp;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

/// The version of this program.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The command that makes this program a worker.
pub(crate) const WORKER_COMMAND: &str = "read-pictures";

/// All that a worker's environment holds. A worker counts its memory, and our allocator would reserve a gigabyte at once.
const WORKER_ENVIRONMENT: [(&str, &str); 1] = [("MIMALLOC_ARENA_RESERVE", "0")];

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

/// How many files the process may have open: now, and once it has asked for more.
#[cfg(unix)]
pub(crate) fn open_files() -> (usize, usize) {
    use rustix::process::{Resource, getrlimit};
    let files = |limit: Option<u64>| limit.map_or(usize::MAX, |files| usize::try_from(files).unwrap_or(usize::MAX));
    let limit = getrlimit(Resource::Nofile);
    (files(limit.current), files(limit.maximum))
}

/// Has the system give memory to this process, and to the workers that it starts, in pages of the
/// usual size. In huge ones (2 MB), that fill slowly and are given back whole or never, a server and a
/// build hold half as much again without being faster. The allocator asks for none (feature `no_thp`, which
/// also counts before `main`); this is for systems that give them unasked.
#[cfg(target_os = "linux")]
pub(crate) fn use_small_pages() {
    // Where it may not, it only holds more.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

#[cfg(not(target_os = "linux"))]
pub(crate) const fn use_small_pages() {}

/// Has the allocator give back what has been free for a second. By itself it does that only while
/// somebody allocates, and a server at rest doesn't; it also does so for each thread that ends.
pub(crate) fn give_back_memory() {
    // The threads that checked and rendered never end: each allocates once, so that it looks for pages to give back.
    rayon::broadcast(|_| drop(std::hint::black_box(Vec::<u8>::with_capacity(1 << 17))));
    let ended = std::thread::spawn(|| drop(std::hint::black_box(Box::new(0_u64)))).join();
    // Without it, more is held.
    let _ = ended;
}

/// The child processes that read pictures: this program itself, as often as there are cores.
pub(crate) fn picture_reader() -> Pool {
    // If the program can't say where it is, no child can be started, and that is told for each picture.
    let program = std::env::current_exe().unwrap_or_default();
    let environment = WORKER_ENVIRONMENT.map(|(name, value)| (name.into(), value.into())).into();
    let size = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    Pool::new(Command { program, arguments: vec![WORKER_COMMAND.into()], environment }, size, Limits::default())
}

/// Which program this is, and for which system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) version: &'static str,
    pub(crate) system: &'static str,
    pub(crate) processor: &'static str,
    /// When its file was written.
    pub(crate) written: Option<Timestamp>,
}

impl Program {
    pub(crate) fn this() -> Self {
        let written = std::env::current_exe().and_then(std::fs::metadata).and_then(|metadata| metadata.modified());
        let written = written.ok().and_then(|at| Timestamp::try_from(at).ok());
        Self { version: VERSION, system: std::env::consts::OS, processor: std::env::consts::ARCH, written }
    }
}

/// What tells this program from every other build of it, so that what another one wrote is
/// written again.
pub(crate) fn program() -> Hash {
    let stamp = std::env::current_exe().and_then(std::fs::metadata).map(|metadata| casebook_server::folder::Stamp::of(&metadata));
    let stamp = stamp.map(|stamp| format!("{} {}", stamp.len, stamp.mtime_ns)).unwrap_or_default();
    Hash::of_parts([VERSION.as_bytes(), stamp.as_bytes()])
}
