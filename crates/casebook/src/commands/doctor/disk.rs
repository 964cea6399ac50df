//! The disk under a site and its cache: room, rights, and whether it is a network's.

use super::finding::{Check, Finding};
use crate::terminal::size;
use std::fs;
use std::io;
use std::path::Path;

/// Below this much room the next edition may not fit.
const LITTLE_ROOM: u64 = 1_000_000_000;
/// Below this much, writing fails soon.
const NO_ROOM: u64 = 100_000_000;
/// Files that can still be made on a disk.
#[cfg(any(unix, test))]
const FEW_FILES: u64 = 10_000;

/// What is known of the cache folder.
#[derive(Debug)]
pub(super) struct CacheFolder {
    /// Whether a file could be made in it.
    pub(super) written: io::Result<()>,
    pub(super) bytes: u64,
}

impl CacheFolder {
    /// Makes the folder, as every command does, and a file in it.
    pub(super) fn try_writing(cache: &Path) -> Self {
        let written = fs::create_dir_all(cache).and_then(|()| tempfile::NamedTempFile::new_in(cache)).map(drop);
        Self { written, bytes: bytes_below(cache) }
    }

    pub(super) fn finding(&self) -> Finding {
        match &self.written {
            Ok(()) => Finding::good(Check::Cache, format!("`.casebook` can be written and holds {}", size(self.bytes))),
            Err(error) => Finding::warning(
                Check::Cache,
                format!("`.casebook` can't be written: {error}"),
                "give whoever runs Casebook the right to write there; without it every picture is made anew and no last good edition is kept",
            ),
        }
    }
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)));
    entries.map(|(path, metadata)| if metadata.is_dir() { bytes_below(&path) } else { metadata.len() }).sum()
}

/// Room on a disk.
#[cfg(any(unix, test))]
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) bytes: u64,
    /// How many files can still be made; `None` where that isn't counted.
    pub(super) files: Option<u64>,
}

#[cfg(unix)]
impl Room {
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        let told = rustix::fs::statvfs(path)?;
        // Some disks count no files and say 0 of 0.
        Ok(Self { bytes: told.f_bavail.saturating_mul(told.f_frsize), files: (told.f_files > 0).then_some(told.f_favail) })
    }
}

#[cfg(any(unix, test))]
pub(super) fn room(room: Room) -> Finding {
    let has = format!("{} are free", size(room.bytes));
    let advice = "make room; `.casebook/derived` may be deleted, and is made again as far as it is needed";
    if let Some(files) = room.files.filter(|files| *files < FEW_FILES) {
        return Finding::warning(Check::Disk, format!("{has}, but only {files} more files can be made"), advice);
    }
    match room.bytes {
        bytes if bytes < NO_ROOM => Finding::warning(Check::Disk, has + ", which is hardly anything", advice),
        bytes if bytes < LITTLE_ROOM => Finding::note(Check::Disk, has).advise(advice),
        _ => Finding::good(Check::Disk, has),
    }
}

/// Whether the cache lies on another disk than the site.
#[cfg(unix)]
pub(super) fn same_disk(site: &Path, cache: &Path) -> Option<Finding> {
    use std::os::unix::fs::MetadataExt as _;
    let (site, cache) = (fs::metadata(site).ok()?, fs::metadata(cache).ok()?);
    (site.dev() != cache.dev()).then(|| Finding::note(Check::CacheDisk, "`.casebook` lies on another disk than the site; that works"))
}

/// What the system calls the kind of disk under a path.
#[cfg(target_os = "linux")]
pub(super) fn kind_of_disk(path: &Path) -> io::Result<u32> {
    let told = rustix::fs::statfs(path)?;
    // The numbers have 32 bits; the type that holds them differs between processors.
    Ok((told.f_type as u64 & 0xffff_ffff) as u32)
}

/// Where a disk lies.
#[cfg(any(target_os = "linux", test))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lies {
    Here,
    /// Other machines write to it, and this one isn't told.
    Elsewhere(&'static str),
    /// A program answers for it, which may tell of changes or not.
    Unknown(&'static str),
}

/// The numbers stand in the manual page statfs(2) and in Linux' `magic.h`.
#[cfg(any(target_os = "linux", test))]
const fn lies(kind: u32) -> Lies {
    match kind {
        0x6969 => Lies::Elsewhere("NFS"),
        0x517b | 0xfe53_4d42 | 0xff53_4d42 => Lies::Elsewhere("SMB"),
        0x0102_1997 => Lies::Elsewhere("9P"),
        0x786f_4256 => Lies::Elsewhere("a folder of VirtualBox"),
        0x00c3_6400 => Lies::Elsewhere("Ceph"),
        0x5346_414f | 0x6b41_4653 => Lies::Elsewhere("AFS"),
        0x7375_7245 => Lies::Elsewhere("Coda"),
        0x0bd0_0bd0 => Lies::Elsewhere("Lustre"),
        0x6573_5546 => Lies::Unknown("FUSE"),
        _ => Lies::Here,
    }
}

/// `what` lies on a disk of this kind: the site, or its cache.
#[cfg(any(target_os = "linux", test))]
pub(super) fn network(what: &str, kind: u32) -> Finding {
    match lies(kind) {
        Lies::Here => Finding::good(Check::DiskKind, format!("{what} lies on a disk of this machine")),
        Lies::Elsewhere(name) => Finding::warning(
            Check::DiskKind,
            format!("{what} lies on a network disk ({name}), and the system isn't told of changes that other machines make there"),
            "put it on a disk of this machine, or start `casebook serve` again after such changes",
        ),
        Lies::Unknown(name) => {
            Finding::note(Check::DiskKind, format!("{what} lies on a disk that a program provides ({name}); some tell of no changes"))
                .advise("if a saved file isn't shown, put the site on a disk of this machine")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;

    #[test]
    fn the_cache_folder_is_tried_and_weighed() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = folder.path().join("site/.casebook");
        let tried = CacheFolder::try_writing(&cache);
        assert_eq!(tried.finding(), Finding::good(Check::Cache, "`.casebook` can be written and holds 0 bytes"));
        fs::create_dir(cache.join("derived")).expect("a folder");
        fs::write(cache.join("derived/x"), [0; 1500]).expect("a file");
        assert_eq!(CacheFolder::try_writing(&cache).bytes, 1500, "and what was tried is gone again");
        let taken = folder.path().join("taken");
        fs::write(&taken, "a file in its place").expect("a file");
        assert_eq!(CacheFolder::try_writing(&taken).finding().level, Level::Warning);
    }

    #[test]
    fn room_is_told_in_time() {
        for (bytes, files, level) in [
            (2_000_000_000, None, Level::Good),
            (2_000_000_000, Some(10_000), Level::Good),
            (999_999_999, None, Level::Note),
            (99_999_999, None, Level::Warning),
            (2_000_000_000, Some(9_999), Level::Warning),
        ] {
            assert_eq!(room(Room { bytes, files }).level, level, "{bytes} {files:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_disk_of_a_folder_is_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(Room::at(folder.path()).expect("a disk").bytes > 0);
        assert!(Room::at(&folder.path().join("nowhere")).is_err());
        assert_eq!(same_disk(folder.path(), folder.path()), None);
        #[cfg(target_os = "linux")]
        assert_eq!(same_disk(folder.path(), Path::new("/proc")).map(|found| found.level), Some(Level::Note));
    }

    #[test]
    fn network_disks_are_known_by_their_numbers() {
        for (kind, level) in [(0xef53, Level::Good), (0x6969, Level::Warning), (0xff53_4d42, Level::Warning), (0x6573_5546, Level::Note)] {
            assert_eq!(network("the site", kind).level, level, "{kind:x}");
        }
        #[cfg(target_os = "linux")]
        assert_eq!(kind_of_disk(Path::new("/proc")).expect("a disk"), 0x9fa0, "as the manual page says");
    }
}
