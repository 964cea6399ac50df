//! What is known of pictures, remembered between runs: a picture is read once.
//!
//! One small text file in the cache folder. It may be deleted, damaged or of another version at any
//! moment; then all pictures are read again.

use casebook_evidence::picture::{Failure, INSPECT_VERSION};
use casebook_evidence::reader::{fact_from_bytes, fact_to_bytes};
use casebook_site::picture::Fact;
use casebook_site::source::Hash;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const NAME: &str = "pictures";
const FIRST_LINE: &str = "casebook-pictures 1";

/// What is known of pictures, by their content.
pub(super) struct Facts {
    file: PathBuf,
    known: BTreeMap<Hash, Fact>,
    is_changed: bool,
}

impl Facts {
    /// What was remembered; nothing if the file is missing, damaged or of another version.
    pub(super) fn read(cache: &Path) -> Self {
        let file = cache.join(NAME);
        let known = std::fs::read_to_string(&file).ok().and_then(|text| parse(&text)).unwrap_or_default();
        Self { file, known, is_changed: false }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Hash, &Fact)> {
        self.known.iter()
    }

    /// Adds what was found out. What may be otherwise next time is not remembered.
    pub(super) fn add(&mut self, found: Vec<(Hash, Fact)>) {
        for (hash, fact) in found.into_iter().filter(|(_, fact)| fact.as_ref().err().is_none_or(Failure::lasts)) {
            self.is_changed |= self.known.insert(hash, fact.clone()) != Some(fact);
        }
    }

    /// Writes what is new, all of it or nothing.
    pub(super) fn write(&mut self) -> io::Result<()> {
        let Some(folder) = self.file.parent().filter(|_| self.is_changed) else { return Ok(()) };
        std::fs::create_dir_all(folder)?;
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(to_text(&self.known).as_bytes())?;
        temporary.persist(&self.file)?;
        self.is_changed = false;
        Ok(())
    }
}

/// A line for each picture, and a last one with the hash of all before: a wrong digit in a width would be believed otherwise.
fn to_text(known: &BTreeMap<Hash, Fact>) -> String {
    let mut text = format!("{FIRST_LINE} {INSPECT_VERSION}\n");
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

fn parse(text: &str) -> Option<BTreeMap<Hash, Fact>> {
    let (lines, last) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let whole = &text[..=lines.len()];
    if Hash::from_hex(last)? != Hash::of(whole.as_bytes()) {
        return None;
    }
    let lines = whole.strip_prefix(&format!("{FIRST_LINE} {INSPECT_VERSION}\n"))?;
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

    fn known() -> Vec<(Hash, Fact)> {
        let facts = casebook_evidence::picture::Facts {
            size: Size { width: 4000, height: 3000 },
            format: Format::Jpeg,
            motion: Motion::Still,
            look: Look::Photo,
            alpha: Alpha::Opaque,
        };
        vec![(Hash::of(b"a"), Ok(facts)), (Hash::of(b"b"), Err(Failure::TooManyPixels { width: 30_000, height: 30_000, most: 1 }))]
    }

    #[test]
    fn what_was_written_is_found_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = folder.path().join("cache");
        let mut facts = Facts::read(&cache);
        facts.add(known());
        facts.add(vec![(Hash::of(b"c"), Err(Failure::OutOfTime))]);
        facts.write().expect("a writable folder");
        let again = Facts::read(&cache);
        assert_eq!(again.known.into_iter().collect::<Vec<_>>(), known().into_iter().collect::<BTreeMap<_, _>>().into_iter().collect::<Vec<_>>());
        assert_eq!(std::fs::read_dir(cache).expect("a folder").count(), 1, "no temporary file stays");
    }

    #[test]
    fn damaged_facts_are_as_good_as_none() {
        let whole = to_text(&known().into_iter().collect());
        assert_eq!(parse(&whole).map(|known| known.len()), Some(2));
        for at in 0..whole.len() {
            let mut damaged = whole.clone().into_bytes();
            damaged[at] = if damaged[at] == b'1' { b'2' } else { b'1' };
            assert!(parse(&String::from_utf8(damaged).expect("ASCII")).is_none(), "changed at {at}");
            assert!(parse(&whole[..at]).is_none(), "cut at {at}");
        }
        let other = format!("{FIRST_LINE} {}\n", INSPECT_VERSION + 1);
        assert!(parse(&format!("{other}{}\n", Hash::of(other.as_bytes()))).is_none(), "another version");
    }
}
