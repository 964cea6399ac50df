//! What tells a changed file from an unchanged one without reading it: length, times, inode.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

/// What the disk says of a file without reading it. Equal stamps mean equal content, unless the
/// file was written twice within a tick of the disk's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Length in bytes.
    pub len: u64,
    /// When it was last written, in nanoseconds since 1970.
    pub mtime_ns: i128,
    /// When anything of it changed last, also the time above, which whoever writes can set at will; 0
    /// where the system doesn't say.
    pub ctime_ns: i128,
    /// Its number on the disk; 0 where there are none.
    pub inode: u64,
}

impl Stamp {
    /// The stamp in what the disk said.
    pub fn of(metadata: &Metadata) -> Self {
        Self { len: metadata.len(), mtime_ns: mtime_ns(metadata), ctime_ns: ctime_ns(metadata), inode: inode(metadata) }
    }
}

fn mtime_ns(metadata: &Metadata) -> i128 {
    let Ok(modified) = metadata.modified() else { return 0 };
    let signed = |nanoseconds: u128| i128::try_from(nanoseconds).unwrap_or(i128::MAX);
    match modified.duration_since(UNIX_EPOCH) {
        Ok(after) => signed(after.as_nanos()),
        Err(before) => -signed(before.duration().as_nanos()),
    }
}

#[cfg(unix)]
fn ctime_ns(metadata: &Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt as _;
    i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec())
}

#[cfg(not(unix))]
const fn ctime_ns(_metadata: &Metadata) -> i128 {
    0
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
const fn inode(_metadata: &Metadata) -> u64 {
    0
}
