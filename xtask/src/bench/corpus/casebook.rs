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

/// What differs between languages is said in each file, the rest in the first one's.
pub(super) fn front_matter(article: &Article, is_first: bool) -> String {
    let own = format!("title = \"{}\"\ndescription = \"{}\"\n", article.title, article.description);
    if is_first { format!("{own}date = {}\ntags = {}\n", article.date, quoted(&article.tags)) } else { own }
}
