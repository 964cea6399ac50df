//! The site that is served: the corpus, and a document whose files have the lengths to be measured.

use crate::bench::corpus::{Corpus, Dialect};
use crate::failure::{Context as _, Failure};
use std::fs;
use std::path::{Path, PathBuf};

const ARTICLES: usize = 1000;

/// Where the two files lie, below `content/`.
const FILES: &str = "papers/measured";

const SMALL_LEN: usize = 1024;
const PICTURE_LEN: usize = 200 * 1024;

/// By how much the measured page is longer than an article, so that it has about 20 KB.
const MORE_PARAGRAPHS: usize = 9;

/// A site on disk.
#[derive(Debug)]
pub(super) struct MeasuredSite {
    pub(super) folder: PathBuf,
}

impl MeasuredSite {
    /// Writes it.
    pub(super) fn write(folder: &Path) -> Result<Self, Failure> {
        let corpus = Corpus::new(ARTICLES, 1);
        corpus.write(Dialect::Casebook, folder)?;
        let put = |name: &str, content: &[u8]| {
            let path = folder.join("content").join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder)).context(path.display())?;
            fs::write(&path, content).context(path.display())
        };
        put("articles/measured.md", page(&corpus).as_bytes())?;
        put("papers/_index.md", b"+++\ntitle = \"Papers\"\nchildren = \"document\"\n+++\n")?;
        put(&format!("{FILES}/index.md"), document().as_bytes())?;
        put(&format!("{FILES}/small.txt"), small().as_bytes())?;
        put(&format!("{FILES}/picture.jpg"), &noise(PICTURE_LEN))?;
        Ok(Self { folder: folder.to_owned() })
    }

    pub(super) const fn articles(&self) -> usize {
        ARTICLES
    }

    /// The page that is measured.
    pub(super) fn page(&self) -> &'static str {
        "/articles/measured/"
    }

    /// One of the two files.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join("content").join(FILES).join(name)
    }

    /// The page that links to the two files.
    pub(super) fn document(&self) -> &'static str {
        "/papers/measured/"
    }
}

/// An article with some paragraphs of others.
fn page(corpus: &Corpus) -> String {
    let others: Vec<String> = (1..ARTICLES / 100).map(|number| corpus.casebook_text(number)).collect();
    let paragraphs = others.iter().flat_map(|text| text.lines()).filter(|line| line.len() > 200 && !line.contains('['));
    let more: String = paragraphs.take(MORE_PARAGRAPHS).map(|paragraph| format!("{paragraph}\n\n")).collect();
    format!("{}\n\n{more}", corpus.casebook_text(0))
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
