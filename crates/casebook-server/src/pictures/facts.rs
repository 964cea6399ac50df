//! What is known of pictures and why documents can't be read, remembered between runs: each is tried once.
//!
//! A file that broke its worker, or was given up, is remembered like any other: it would break one at each start. A small
//! text file in the cache folder for each sort of thing. It may be deleted, damaged, of another version or of other limits
//! at any moment; then all is tried again.

use casebook_evidence::document::{self, READ_VERSION, reading_from_bytes, reading_to_bytes};
use casebook_evidence::pdf::{self, PICTURE_VERSION, TEXT_VERSION};
use casebook_evidence::picture::INSPECT_VERSION;
use casebook_evidence::reader::{Limits, fact_from_bytes, fact_to_bytes};
use casebook_site::picture::Fact;
use casebook_site::source::Hash;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What can be found out once.
pub(super) trait Finding: Clone + PartialEq {
    /// The name of its file.
    const NAME: &'static str;

    /// What all of it depends on.
    fn depends_on(limits: &Limits) -> String;

    fn to_bytes(&self) -> Vec<u8>;

    fn from_bytes(bytes: &[u8]) -> Option<Self>;
}

/// What is known of a picture.
impl Finding for Fact {
    const NAME: &'static str = "pictures";

    fn depends_on(limits: &Limits) -> String {
        // What documents may take is nothing to pictures.
        let Limits { input, pixels, memory, computing, patience, .. } = limits;
        format!("2 {INSPECT_VERSION} {input} {pixels} {memory} {computing} {}", patience.as_millis())
    }

    fn to_bytes(&self) -> Vec<u8> {
        fact_to_bytes(self)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        fact_from_bytes(bytes)
    }
}

/// Why a document can't be read. With another program it may go well, so all of its versions count.
impl Finding for document::Failure {
    const NAME: &'static str = "documents";

    fn depends_on(limits: &Limits) -> String {
        format!("1 {READ_VERSION} {TEXT_VERSION} {}", of_documents(limits))
    }

    fn to_bytes(&self) -> Vec<u8> {
        reading_to_bytes(&Err(self.clone()))
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        reading_from_bytes(bytes)?.err()
    }
}

/// Why a page of a document can't be drawn.
impl Finding for pdf::Failure {
    const NAME: &'static str = "pages";

    fn depends_on(limits: &Limits) -> String {
        format!("1 {PICTURE_VERSION} {} {}", limits.pixels, of_documents(limits))
    }

    fn to_bytes(&self) -> Vec<u8> {
        reading_to_bytes(&Err(self.clone().into()))
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        match reading_from_bytes(bytes)? {
            Err(document::Failure::Pdf(failure)) => Some(failure),
            _ => None,
        }
    }
}

fn of_documents(limits: &Limits) -> String {
    let Limits { input, pages, document_memory, document_computing, patience, .. } = limits;
    format!("{} {input} {pages} {document_memory} {document_computing} {}", env!("CARGO_PKG_VERSION"), patience.as_millis())
}

/// All that was found out of a sort of things.
pub(super) struct Facts<T> {
    file: PathBuf,
    /// What the file begins with, if it is of this version and these limits.
    head: String,
    /// By the hash of what each is known of.
    known: BTreeMap<Hash, T>,
    is_changed: bool,
}

impl<T: Finding> Facts<T> {
    /// What was remembered; nothing if the file is missing, damaged, of another version or of other limits.
    pub(super) fn read(cache: &Path, limits: &Limits) -> Self {
        let (file, head) = (cache.join(T::NAME), head::<T>(limits));
        let known = std::fs::read_to_string(&file).ok().and_then(|text| parse(&text, &head)).unwrap_or_default();
        Self { file, head, known, is_changed: false }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Hash, &T)> {
        self.known.iter()
    }

    pub(super) fn get(&self, key: Hash) -> Option<&T> {
        self.known.get(&key)
    }

    /// Adds what was found out.
    pub(super) fn add(&mut self, found: impl IntoIterator<Item = (Hash, T)>) {
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

fn head<T: Finding>(limits: &Limits) -> String {
    format!("casebook-{} {}\n", T::NAME, T::depends_on(limits))
}

/// A line for each, and a last one with the hash of all before: a wrong digit in a width would be believed otherwise.
fn to_text<T: Finding>(head: &str, known: &BTreeMap<Hash, T>) -> String {
    let mut text = head.to_owned();
    for (hash, fact) in known {
        let _ = write!(text, "{hash} ");
        for byte in fact.to_bytes() {
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
    }
    let whole = Hash::of(text.as_bytes());
    let _ = writeln!(text, "{whole}");
    text
}

fn parse<T: Finding>(text: &str, head: &str) -> Option<BTreeMap<Hash, T>> {
    let (lines, last) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let whole = &text[..=lines.len()];
    if Hash::from_hex(last)? != Hash::of(whole.as_bytes()) {
        return None;
    }
    let lines = whole.strip_prefix(head)?;
    lines.lines().map(parse_line).collect()
}

fn parse_line<T: Finding>(line: &str) -> Option<(Hash, T)> {
    let (hash, bytes) = line.split_once(' ')?;
    let pairs = bytes.as_bytes().chunks_exact(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    Some((Hash::from_hex(hash)?, T::from_bytes(&pairs.collect::<Option<Vec<u8>>>()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_evidence::picture::{Alpha, Failure, Format, Look, Motion, Size};

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
        assert!(Facts::<Fact>::read(&cache, &larger).known.is_empty(), "with more memory it may go well");
        assert_eq!(std::fs::read_dir(cache).expect("a folder").count(), 1, "no temporary file stays");
    }

    #[test]
    fn damaged_facts_are_as_good_as_none() {
        let head = head::<Fact>(&own());
        let whole = to_text(&head, &known().into_iter().collect());
        assert_eq!(parse::<Fact>(&whole, &head).map(|known| known.len()), Some(3));
        for at in 0..whole.len() {
            let mut damaged = whole.clone().into_bytes();
            damaged[at] = if damaged[at] == b'1' { b'2' } else { b'1' };
            assert!(parse::<Fact>(&String::from_utf8(damaged).expect("ASCII"), &head).is_none(), "changed at {at}");
            assert!(parse::<Fact>(&whole[..at], &head).is_none(), "cut at {at}");
        }
        let other = head.replacen(&format!(" {INSPECT_VERSION} "), &format!(" {} ", INSPECT_VERSION + 1), 1);
        assert!(parse::<Fact>(&to_text::<Fact>(&other, &BTreeMap::new()), &head).is_none(), "another version");
    }

    #[test]
    fn why_a_document_fails_is_known_within_the_same_limits_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (text, page) = (document::Failure::OutOfTime, pdf::Failure::Crashed);
        let mut texts = Facts::read(folder.path(), &own());
        texts.add([(Hash::of(b"a"), text.clone())]);
        texts.write().expect("a writable folder");
        let mut pages = Facts::read(folder.path(), &own());
        pages.add([(Hash::of(b"b"), page.clone())]);
        pages.write().expect("a writable folder");
        let known = |limits: &Limits| {
            let (texts, pages) = (Facts::read(folder.path(), limits), Facts::read(folder.path(), limits));
            (texts.get(Hash::of(b"a")).cloned(), pages.get(Hash::of(b"b")).cloned())
        };
        assert_eq!(known(&own()), (Some(text), Some(page)));
        assert_eq!(known(&Limits { document_computing: own().document_computing + 1, ..own() }), (None, None), "with more time it may go well");
        assert!(known(&Limits { memory: own().memory * 2, ..own() }).0.is_some(), "what pictures may take is nothing to documents");
    }
}
