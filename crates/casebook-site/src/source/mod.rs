//! The input of everything: an immutable snapshot of the site's folder.
//!
//! A `Source` is made of values. Whoever reads a disk, an archive or a test's string makes one;
//! nothing in this crate opens a file. Small text is held; everything else is known by its hash
//! and length and stays where it is.

mod edit;
mod path;

pub use edit::{Edit, EditError};
pub use path::{PathError, SitePath};

use std::{collections::BTreeMap, fmt, sync::Arc};

/// The largest text file that is held in memory; a longer one is only ever copied.
pub const MAX_TEXT_LEN: u64 = 8 * 1024 * 1024;

/// The BLAKE3 hash of a file's bytes (or of any other input of a memoised step).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The hash of several inputs. Each part's length goes in, so that no two lists of parts meet.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(*hasher.finalize().as_bytes())
    }

    /// A hash that was computed elsewhere, e.g. by streaming a large file.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first `digits` hexadecimal digits: enough for an address, never for a proof.
    pub fn short(&self, digits: usize) -> String {
        let mut hex = self.to_string();
        hex.truncate(digits);
        hex
    }

    /// Reads the 64 hexadecimal digits that `Display` writes.
    pub fn from_hex(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text).ok().map(|hash| Self(*hash.as_bytes()))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({})", self.short(12))
    }
}

/// One file of a snapshot.
#[derive(Clone, Debug)]
pub struct File {
    /// BLAKE3 of the whole content.
    pub hash: Hash,
    /// Length in bytes.
    pub len: u64,
    /// The content, where it is small text.
    pub body: Body,
}

/// Where a file's bytes are.
#[derive(Clone, Debug)]
pub enum Body {
    /// Held in memory: Markdown, TOML, templates, transcripts. Known to be UTF-8 from here on.
    Text(Arc<str>),
    /// Left where it was read: pictures, documents, films, and text that is not UTF-8.
    OnDisk,
}

impl File {
    /// A file that is held in memory, if it is UTF-8.
    pub fn text(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let (hash, len) = (Hash::of(&bytes), bytes.len() as u64);
        let body = String::from_utf8(bytes).map_or(Body::OnDisk, |text| Body::Text(text.into()));
        Self { hash, len, body }
    }

    /// The text, where it is held.
    pub fn as_text(&self) -> Option<&str> {
        match &self.body {
            Body::Text(text) => Some(text),
            Body::OnDisk => None,
        }
    }

    /// A file that is known by its hash and stays on disk.
    pub const fn on_disk(hash: Hash, len: u64) -> Self {
        Self { hash, len, body: Body::OnDisk }
    }
}

/// An immutable snapshot of a site's folder; cloning it is one reference count.
#[derive(Clone, Debug, Default)]
pub struct Source {
    files: Arc<BTreeMap<SitePath, File>>,
}

impl Source {
    /// The file at a path.
    pub fn get(&self, path: &SitePath) -> Option<&File> {
        self.files.get(path)
    }

    /// The text at a path, where it is held.
    pub fn text(&self, path: &SitePath) -> Option<&str> {
        self.get(path)?.as_text()
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&SitePath, &File)> {
        self.files.iter()
    }

    /// The files below a folder (`"content"`), in the order of their paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a SitePath, &'a File)> {
        self.files
            .range::<str, _>((std::ops::Bound::Included(folder), std::ops::Bound::Unbounded))
            .take_while(move |(path, _)| path.as_str().starts_with(folder))
            .filter(move |(path, _)| path.is_below(folder))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The hash of all paths and contents: equal snapshots have equal digests.
    pub fn digest(&self) -> Hash {
        let parts = self.files.iter().flat_map(|(path, file)| [path.as_str().as_bytes(), file.hash.as_bytes()]);
        Hash::of_parts(parts)
    }
}

impl FromIterator<(SitePath, File)> for Source {
    fn from_iter<I: IntoIterator<Item = (SitePath, File)>>(files: I) -> Self {
        Self { files: Arc::new(files.into_iter().collect()) }
    }
}
