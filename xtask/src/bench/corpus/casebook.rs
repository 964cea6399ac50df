//! The corpus as a Casebook site.

use super::article::Article;
use super::{PER_PAGE, PICTURE, put, quoted};
use crate::failure::Failure;
use std::path::Path;

/// Everything but the articles.
pub(super) fn write_frame(folder: &Path, languages: &[&str]) -> Result<(), Failure> {
    let settings = format!(
        "base = \"https://example.org\"\nlanguages = {}\ntitle = \"Measured\"\nowner = \"Nobody\"\nmenu = [\"articles\"]\n",
        quoted(languages)
    );
    put(folder, "site.toml", settings)?;
    put(folder, "content/pictures/shared.png", PICTURE)?;
    put(folder, "content/_index.md", "+++\ntitle = \"Measured\"\n+++\n\nThe home page.\n")?;
    let list = format!("+++\ntitle = \"Articles\"\n[list]\nper_page = {PER_PAGE}\n+++\n\nAll articles.\n");
    put(folder, "content/articles/_index.md", list)?;
    for language in &languages[1..] {
        put(folder, &format!("content/_index.{language}.md"), "+++\ntitle = \"Gemessen\"\n+++\n\nDie Startseite.\n")?;
        put(folder, &format!("content/articles/_index.{language}.md"), "+++\ntitle = \"Texte\"\n+++\n\nAlle Texte.\n")?;
    }
    Ok(())
}

/// The front matter of an article's first file: everything.
pub(super) fn first_front_matter(article: &Article) -> String {
    format!("{}date = {}\ntags = {}\n", front_matter(article), article.date, quoted(&article.tags))
}

/// The front matter of its further languages: what is not said already.
pub(super) fn front_matter(article: &Article) -> String {
    format!("title = \"{}\"\ndescription = \"{}\"\n", article.title, article.description)
}
