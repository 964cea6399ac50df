//! The site that is served: the corpus, and a document whose files have the lengths to be measured.

use super::super::corpus::{Corpus, Dialect, slug};
use crate::failure::{Context as _, Failure};
use std::fs;
use std::path::{Path, PathBuf};

const ARTICLES: usize = 1000;

const SMALL_LEN: usize = 1024;
const PICTURE_LEN: usize = 200 * 1024;

/// A site on disk.
#[derive(Debug)]
pub(super) struct MeasuredSite {
    pub(super) folder: PathBuf,
}

impl MeasuredSite {
    /// Writes it.
    pub(super) fn write(folder: &Path) -> Result<Self, Failure> {
        Corpus::new(ARTICLES, 1).write(Dialect::Casebook, folder)?;
        let put = |name: &str, content: &[u8]| {
            let path = folder.join("content/papers").join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder)).context(path.display())?;
            fs::write(&path, content).context(path.display())
        };
        put("_index.md", b"+++\ntitle = \"Papers\"\nchildren = \"document\"\n+++\n")?;
        put("measured/index.md", document().as_bytes())?;
        put("measured/small.txt", small().as_bytes())?;
        put("measured/picture.jpg", &noise(PICTURE_LEN))?;
        Ok(Self { folder: folder.to_owned() })
    }

    pub(super) const fn articles(&self) -> usize {
        ARTICLES
    }

    /// The page of an article.
    pub(super) fn page(&self) -> String {
        format!("/articles/{}/", slug(ARTICLES / 2))
    }

    /// The page that links to the two files.
    pub(super) fn document(&self) -> &'static str {
        "/papers/measured/"
    }
}

fn document() -> String {
    let front = "title = \"Measured\"\nform = \"Two files\"\nrights = \"Made for a bench.\"\n";
    let files = "[[files]]\nfile = \"small.txt\"\n\n[[files]]\nfile = \"picture.jpg\"\n";
    format!("+++\n{front}\n{files}\n[received]\nfrom = \"The bench\"\n+++\n\nTwo files of known lengths.\n")
}

fn small() -> String {
    let mut text: String = (0..).map(|number| format!("Line {number} of a small text.\n")).take(SMALL_LEN / 20).collect();
    text.truncate(SMALL_LEN - 1);
    text.push('\n');
    text
}

/// Bytes that no encoding makes smaller, as those of a photo are; the same in each run.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..len).map(|_| next()).collect()
}
