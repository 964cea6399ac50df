//! What is known of pictures, remembered between runs: a picture is read once.
//!
//! A picture that broke its worker, or was given up, is remembered like any other: it would break
//! one at each start. One small text file in the cache folder. It may be deleted, damaged, of another
//! version or of other limits at any moment; then all pictures are read again.

use casebook_evidence::picture::{Failure, INSPECT_VERSION};
use casebook_evidence::reader::{Limits, fact_from_bytes, fact_to_bytes};
use casebook_site::picture::Fact;
use casebook_site::source::Hash;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const NAME: &str = "pictures";
const FIRST_LINE: &str = "casebook-pictures 2";

/// What is known of pictures.
pub(super) struct Facts {
    file: PathBuf,
    /// What the file begins with, if it is of this version and these limits.
    head: String,
    /// By the hash of their content; what can't be made of one, by the key of its recipe.
    known: BTreeMap<Hash, Fact>,
    is_changed: bool,
}

impl Facts {
    /// What was remembered; nothing if the file is missing, damaged, of another version or of other limits.
    pub(super) fn read(cache: &Path, limits: &Limits) -> Self {
        let (file, head) = (cache.join(NAME), head(limits));
        let known = std::fs::read_to_string(&file).ok().and_then(|text| parse(&text, &head)).unwrap_or_default();
        Self { file, head, known, is_changed: false }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Hash, &Fact)> {
        self.known.iter()
    }

    /// Why something can't be made, if that is known.
    pub(super) fn failure(&self, key: Hash) -> Option<&Failure> {
        self.known.get(&key)?.as_ref().err()
    }

    /// Adds what was found out.
    pub(super) fn add(&mut self, found: impl IntoIterator<Item = (Hash, Fact)>) {
        for (hash, fact) in found {
            self.is_changed |= self.known.insert(hash, fact.clone()) != Some(fact);
        }
    }

    /// Writes what is new, all of it or nothing.
    pub(super) fn write(&mut self) -> io::Result<()> {
        let Some(folder) = self.file.parent().filter(|_| self.is_changed) else { return Ok(()) };
        std::fs::create_dir_all(folder)?;
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(to_text(&self.head, &self.known).as_bytes())?;
        temporary.persist(&self.file)?;
        self.is_changed = false;
        Ok(())
    }
}

/// What all that is known depends on.
fn head(limits: &Limits) -> String {
    // What documents may take is nothing to pictures.
    let Limits { input, pixels, memory, computing, patience, .. } = limits;
    format!("{FIRST_LINE} {INSPECT_VERSION} {input} {pixels} {memory} {computing} {}\n", patience.as_millis())
}

/// A line for each picture, and a last one with the hash of all before: a wrong digit in a width would be believed otherwise.
fn to_text(head: &str, known: &BTreeMap<Hash, Fact>) -> String {
    let mut text = head.to_owned();
    for (hash, fact) in known {
        let _ = write!(text, "{hash} ");
        for byte in fact_to_bytes(fact) {
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
    }
    let whole = Hash::of(text.as_bytes());
    let _ = writeln!(text, "{whole}");
    text
}

fn parse(text: &str, head: &str) -> Option<BTreeMap<Hash, Fact>> {
    let (lines, last) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let whole = &text[..=lines.len()];
    if Hash::from_hex(last)? != Hash::of(whole.as_bytes()) {
        return None;
    }
    let lines = whole.strip_prefix(head)?;
    lines.lines().map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<(Hash, Fact)> {
    let (hash, bytes) = line.split_once(' ')?;
    let pairs = bytes.as_bytes().chunks_exact(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    Some((Hash::from_hex(hash)?, fact_from_bytes(&pairs.collect::<Option<Vec<u8>>>()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_evidence::picture::{Alpha, Format, Look, Motion, Size};

    fn own() -> Limits {
        Limits::default()
    }

    fn known() -> Vec<(Hash, Fact)> {
        let facts = casebook_evidence::picture::Facts {
            size: Size { width: 4000, height: 3000 },
            format: Format::Jpeg,
            motion: Motion::Still,
            look: Look::Photo,
            alpha: Alpha::Opaque,
        };
        vec![
            (Hash::of(b"a"), Ok(facts)),
            (Hash::of(b"b"), Err(Failure::TooManyPixels { width: 30_000, height: 30_000, most: 1 })),
            (Hash::of(b"c"), Err(Failure::Crashed)),
        ]
    }

    #[test]
    fn what_was_written_is_found_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = folder.path().join("cache");
        let mut facts = Facts::read(&cache, &own());
        facts.add(known());
        facts.write().expect("a writable folder");
        let again = Facts::read(&cache, &own());
        assert_eq!(again.known.into_iter().collect::<Vec<_>>(), known().into_iter().collect::<BTreeMap<_, _>>().into_iter().collect::<Vec<_>>());
        let larger = Limits { memory: own().memory * 2, ..own() };
        assert!(Facts::read(&cache, &larger).known.is_empty(), "with more memory it may go well");
        assert_eq!(std::fs::read_dir(cache).expect("a folder").count(), 1, "no temporary file stays");
    }

    #[test]
    fn damaged_facts_are_as_good_as_none() {
        let head = head(&own());
        let whole = to_text(&head, &known().into_iter().collect());
        assert_eq!(parse(&whole, &head).map(|known| known.len()), Some(3));
        for at in 0..whole.len() {
            let mut damaged = whole.clone().into_bytes();
            damaged[at] = if damaged[at] == b'1' { b'2' } else { b'1' };
            assert!(parse(&String::from_utf8(damaged).expect("ASCII"), &head).is_none(), "changed at {at}");
            assert!(parse(&whole[..at], &head).is_none(), "cut at {at}");
        }
        let other = head.replacen(&format!(" {INSPECT_VERSION} "), &format!(" {} ", INSPECT_VERSION + 1), 1);
        assert!(parse(&to_text(&other, &BTreeMap::new()), &head).is_none(), "another version");
    }
}
