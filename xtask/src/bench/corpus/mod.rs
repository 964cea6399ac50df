//! The articles that are built for the bench: the same text for Casebook, Hugo and Zola.
//!
//! An article is made, written and forgotten, one at a time: what this program holds in memory is
//! where a child's peak is counted from.

mod article;
mod casebook;
mod hugo;
mod markdown;
mod words;
mod zola;

pub(crate) use article::slug;

use crate::failure::{Context as _, Failure};
use article::Article;
use std::fs;
use std::path::Path;
use words::Vocabulary;

/// How many entries a page of a list has, for each system.
const PER_PAGE: usize = 20;

/// The picture that all articles show: one grey pixel, because none of the systems looks inside.
const PICTURE: [u8; 67] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01,
    0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x68, 0x00, 0x00, 0x00,
    0x82, 0x00, 0x81, 0xda, 0x45, 0x08, 0x3b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// Whose files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Casebook,
    Hugo,
    Zola,
}

impl Dialect {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Casebook => "casebook",
            Self::Hugo => "hugo",
            Self::Zola => "zola",
        }
    }
}

/// A language of the corpus.
#[derive(Debug)]
pub(crate) struct Language {
    tag: &'static str,
    /// What stands before `.md` in its file names: nothing in the first language.
    ending: &'static str,
    vocabulary: Vocabulary,
}

/// How much there is to build.
#[derive(Debug)]
pub(crate) struct Corpus {
    pub(crate) articles: usize,
    languages: Vec<Language>,
}

impl Corpus {
    /// That many articles, each in one language or in two.
    pub(crate) fn new(articles: usize, languages: usize) -> Self {
        let known = [("en", "", 11), ("de", ".de", 12)];
        let languages = known.into_iter().take(languages);
        Self { articles, languages: languages.map(|(tag, ending, seed)| Language { tag, ending, vocabulary: Vocabulary::new(seed) }).collect() }
    }

    pub(crate) const fn languages(&self) -> usize {
        self.languages.len()
    }

    /// Writes the whole site as this system wants it.
    pub(crate) fn write(&self, dialect: Dialect, folder: &Path) -> Result<(), Failure> {
        let tags: Vec<&str> = self.languages.iter().map(|language| language.tag).collect();
        match dialect {
            Dialect::Casebook => casebook::write_frame(folder, &tags),
            Dialect::Hugo => hugo::write_frame(folder, &tags),
            Dialect::Zola => zola::write_frame(folder, &tags),
        }?;
        for number in 0..self.articles {
            for language in &self.languages {
                let path = folder.join(format!("content/articles/{}{}.md", slug(number), language.ending));
                fs::write(&path, self.text(dialect, number, language)).context(path.display())?;
            }
        }
        Ok(())
    }

    /// The first language's file of an article, for the bench that edits it.
    pub(crate) fn casebook_text(&self, number: usize) -> String {
        self.text(Dialect::Casebook, number, &self.languages[0])
    }

    fn text(&self, dialect: Dialect, number: usize, language: &Language) -> String {
        let article = Article::new(number, self.articles, &language.vocabulary);
        let front = match dialect {
            Dialect::Casebook if language.ending.is_empty() => casebook::first_front_matter(&article),
            Dialect::Casebook => casebook::front_matter(&article),
            Dialect::Hugo => hugo::front_matter(&article),
            Dialect::Zola => zola::front_matter(&article),
        };
        format!("+++\n{front}+++\n\n{}", markdown::body(&article, dialect, language.tag))
    }
}

/// Writes a file and the folders above it.
fn put(folder: &Path, path: &str, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    let path = folder.join(path);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).context(parent.display())?;
    }
    fs::write(&path, content).context(path.display())
}

/// A list of strings as TOML writes it.
fn quoted(words: &[impl AsRef<str>]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.as_ref())).collect();
    format!("[{}]", words.join(", "))
}
