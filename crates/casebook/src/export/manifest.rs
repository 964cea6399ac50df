//! What a build wrote, remembered in the folder itself: `.casebook-build`.
//!
//! It is the proof that the folder is ours, the list of what may be removed, and it tells at a
//! glance that nothing changed. A damaged one is treated as none: the folder is then not ours.

use casebook_server::folder::Stamp;
use casebook_site::source::{Hash, SitePath};
use jiff::Timestamp;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The name of the manifest in the folder.
pub(crate) const MANIFEST_NAME: &str = ".casebook-build";

const FIRST_LINE: &str = "casebook-build 1";
const LAST_LINE: &str = "end\n";

/// One file that a build wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) hash: Hash,
    pub(crate) len: u64,
    pub(crate) mtime_ns: i128,
}

/// For which input and how long a build holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Validity {
    /// The hash of everything that went in.
    pub(crate) key: Hash,
    /// When it was made.
    pub(crate) from: Timestamp,
    /// When the passing of time alone makes another one of it.
    pub(crate) until: Option<Timestamp>,
}

impl Validity {
    /// Whether a build of this input would come out the same now.
    pub(crate) fn holds(&self, key: Hash, now: Timestamp) -> bool {
        self.key == key && self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// What a build wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// `None` if the build did not come to its end, or had warnings that are worth repeating.
    pub(crate) validity: Option<Validity>,
    pub(crate) pages: usize,
    pub(crate) entries: BTreeMap<SitePath, Entry>,
}

impl Manifest {
    /// Reads the manifest of a folder; `None` if there is none that is whole.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        Self::parse(&std::fs::read_to_string(folder.join(MANIFEST_NAME)).ok()?)
    }

    /// Whether every file is as it was left, by what the disk says of it.
    pub(crate) fn is_untouched(&self, folder: &Path) -> bool {
        self.entries.par_iter().all(|(path, entry)| is_as_left(folder, path, entry))
    }

    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        let _ = match &self.validity {
            Some(Validity { key, from, until }) => {
                let until = until.map_or("-".to_owned(), |until| until.as_nanosecond().to_string());
                writeln!(text, "{key} {} {until} {}", from.as_nanosecond(), self.pages)
            }
            None => writeln!(text, "- - - {}", self.pages),
        };
        for (path, Entry { hash, len, mtime_ns }) in &self.entries {
            let _ = writeln!(text, "{hash} {len} {mtime_ns} {path}");
        }
        text + LAST_LINE
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_prefix(FIRST_LINE)?.strip_prefix('\n')?.strip_suffix(LAST_LINE)?.lines();
        let head: Vec<&str> = lines.next()?.split(' ').collect();
        let [key, from, until, pages] = head[..] else { return None };
        let moment = |text: &str| Timestamp::from_nanosecond(text.parse().ok()?).ok();
        let validity = match key {
            "-" => None,
            key => Some(Validity { key: Hash::from_hex(key)?, from: moment(from)?, until: if until == "-" { None } else { Some(moment(until)?) } }),
        };
        let entries = lines.map(parse_entry).collect::<Option<_>>()?;
        Some(Self { validity, pages: pages.parse().ok()?, entries })
    }
}

/// Whether a file is as it was left, by what the disk says of it.
pub(super) fn is_as_left(folder: &Path, path: &SitePath, entry: &Entry) -> bool {
    std::fs::symlink_metadata(folder.join(path.as_str())).is_ok_and(|metadata| {
        let stamp = Stamp::of(&metadata);
        metadata.is_file() && stamp.len == entry.len && stamp.mtime_ns == entry.mtime_ns
    })
}

fn parse_entry(line: &str) -> Option<(SitePath, Entry)> {
    let mut parts = line.splitn(4, ' ');
    let entry = Entry { hash: Hash::from_hex(parts.next()?)?, len: parts.next()?.parse().ok()?, mtime_ns: parts.next()?.parse().ok()? };
    // A path that would leave the folder makes the whole manifest invalid.
    Some((SitePath::new(parts.next()?).ok()?, entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(until: Option<i64>) -> Manifest {
        let moment = |seconds| Timestamp::from_second(seconds).expect("a moment");
        let validity = Validity { key: Hash::of(b"key"), from: moment(100), until: until.map(moment) };
        let entry = Entry { hash: Hash::of(b"x"), len: 1, mtime_ns: -5 };
        Manifest { validity: Some(validity), pages: 1, entries: [(SitePath::new("a b/index.html").expect("a path"), entry)].into() }
    }

    #[test]
    fn a_manifest_reads_as_it_was_written() {
        let unfinished = Manifest { validity: None, ..manifest(None) };
        for manifest in [manifest(None), manifest(Some(200)), unfinished] {
            assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest));
        }
    }

    #[test]
    fn a_damaged_manifest_is_none() {
        let whole = manifest(None).to_text();
        for damaged in
            ["", &whole[..whole.len() - 4], &whole.replace("build 1", "build 2"), &whole.replace("a b/", "../"), &whole.replace("-5", "five")]
        {
            assert_eq!(Manifest::parse(damaged), None, "{damaged}");
        }
    }

    #[test]
    fn a_build_holds_for_its_input_until_its_time_is_over() {
        let validity = manifest(Some(200)).validity.expect("one");
        let at = |seconds| Timestamp::from_second(seconds).expect("a moment");
        for (key, now, holds) in [("key", 100, true), ("key", 199, true), ("key", 200, false), ("key", 99, false), ("other", 150, false)] {
            assert_eq!(validity.holds(Hash::of(key.as_bytes()), at(now)), holds, "{key} {now}");
        }
    }
}
