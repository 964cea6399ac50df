//! The hashes of large files, remembered between runs: a film is hashed once.
//!
//! One small text file in the cache folder. It may be deleted, damaged or out of date at any
//! moment; what does not fit is computed again, and nothing else ever depends on it.

use super::stamp::Stamp;
use casebook_site::source::{Hash, SitePath};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

const FIRST_LINE: &str = "casebook-hashes 2";
const LAST_LINE: &str = "end\n";

/// A file that was written within this time of the memo may change again without a new time
/// stamp (the kernel's ticks are 1 to 10 ms apart), so its entry isn't trusted.
const TICK_NS: i128 = 20_000_000;

#[derive(Clone, Debug, Default)]
pub(super) struct Memo {
    hashes: HashMap<SitePath, (Stamp, Hash)>,
    is_changed: bool,
}

impl Memo {
    /// What was remembered; nothing if the file is missing, damaged or of another version.
    pub(super) fn read(file: &Path) -> Self {
        let read = || {
            let text = std::fs::read_to_string(file).ok()?;
            let written = Stamp::of(&std::fs::metadata(file).ok()?).mtime_ns;
            let mut hashes = parse(&text)?;
            hashes.retain(|_, (stamp, _)| stamp.mtime_ns.max(stamp.ctime_ns).saturating_add(TICK_NS) < written);
            Some(Self { hashes, is_changed: false })
        };
        read().unwrap_or_default()
    }

    pub(super) fn find(&self, path: &SitePath, stamp: Stamp) -> Option<Hash> {
        self.hashes.get(path).filter(|(known, _)| *known == stamp).map(|(_, hash)| *hash)
    }

    pub(super) fn add(&mut self, path: SitePath, stamp: Stamp, hash: Hash) {
        self.is_changed |= self.hashes.insert(path, (stamp, hash)) != Some((stamp, hash));
    }

    /// Forgets the files that are gone.
    pub(super) fn retain(&mut self, is_there: impl Fn(&SitePath) -> bool) {
        let before = self.hashes.len();
        self.hashes.retain(|path, _| is_there(path));
        self.is_changed |= before != self.hashes.len();
    }

    /// Writes what is new, all of it or nothing.
    pub(super) fn write(&mut self, file: &Path) -> io::Result<()> {
        let Some(folder) = file.parent().filter(|_| self.is_changed) else { return Ok(()) };
        std::fs::create_dir_all(folder)?;
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(self.to_text().as_bytes())?;
        temporary.persist(file)?;
        self.is_changed = false;
        Ok(())
    }

    fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        for (path, (stamp, hash)) in &self.hashes {
            let _ = writeln!(text, "{hash} {} {} {} {} {path}", stamp.len, stamp.mtime_ns, stamp.ctime_ns, stamp.inode);
        }
        text + LAST_LINE
    }
}

/// The lines of a memo; `None` if one of them is not as it was written.
fn parse(text: &str) -> Option<HashMap<SitePath, (Stamp, Hash)>> {
    let lines = text.strip_prefix(FIRST_LINE)?.strip_prefix('\n')?.strip_suffix(LAST_LINE)?;
    lines.lines().map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<(SitePath, (Stamp, Hash))> {
    let mut parts = line.splitn(6, ' ');
    let hash = Hash::from_hex(parts.next()?)?;
    let len = parts.next()?.parse().ok()?;
    let (mtime_ns, ctime_ns) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let stamp = Stamp { len, mtime_ns, ctime_ns, inode: parts.next()?.parse().ok()? };
    Some((SitePath::new(parts.next()?).ok()?, (stamp, hash)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path")
    }

    #[test]
    fn what_was_written_is_found_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("cache/hashes");
        let (stamp, hash) = (Stamp { len: 7, mtime_ns: 12, ctime_ns: 13, inode: 3 }, Hash::of(b"film"));
        let mut memo = Memo::default();
        memo.add(path("content/a film.mp4"), stamp, hash);
        memo.write(&file).expect("a writable folder");
        let memo = Memo::read(&file);
        assert_eq!(memo.find(&path("content/a film.mp4"), stamp), Some(hash));
        assert_eq!(memo.find(&path("content/a film.mp4"), Stamp { len: 8, ..stamp }), None);
        assert_eq!(memo.find(&path("content/a film.mp4"), Stamp { ctime_ns: 14, ..stamp }), None, "its time was set back");
        assert_eq!(std::fs::read_dir(folder.path().join("cache")).expect("a folder").count(), 1, "no temporary file stays");
    }

    #[test]
    fn a_damaged_memo_is_as_good_as_none() {
        let whole = format!("{FIRST_LINE}\n{} 1 2 3 4 content/x.pdf\nend\n", Hash::of(b"x"));
        assert_eq!(parse(&whole).map(|hashes| hashes.len()), Some(1));
        for damaged in
            ["", "casebook-hashes 1\nend\n", &whole[..whole.len() - 5], &whole.replace(" 2 ", " two "), &whole.replace("content", "../content")]
        {
            assert!(parse(damaged).is_none(), "{damaged:?}");
        }
    }

    #[test]
    fn a_file_as_young_as_the_memo_is_hashed_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("hashes");
        let stamp = Stamp { len: 7, mtime_ns: i128::from(u32::MAX) * 10_000_000_000, ctime_ns: 0, inode: 3 };
        let mut memo = Memo::default();
        memo.add(path("content/x.pdf"), stamp, Hash::of(b"x"));
        memo.write(&file).expect("a writable folder");
        assert_eq!(Memo::read(&file).find(&path("content/x.pdf"), stamp), None);
    }
}
