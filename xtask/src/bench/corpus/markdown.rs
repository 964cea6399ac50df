//! The body of an article in each system's Markdown. Only links and the picture differ.

use super::Dialect;
use super::article::{Article, Block, Piece, slug};

/// The body of an article in one language.
pub(super) fn body(article: &Article, dialect: Dialect, language: &str) -> String {
    let mut text = String::with_capacity(8 * 1024);
    for block in &article.blocks {
        match block {
            Block::Heading(heading) => text.push_str(&format!("## {heading}\n")),
            Block::Paragraph(pieces) => {
                pieces.iter().for_each(|piece| text.push_str(&inline(piece, dialect, language)));
                text.push('\n');
            }
            Block::List(items) => items.iter().for_each(|item| text.push_str(&format!("- {item}\n"))),
            Block::Table(rows) => text.push_str(&table(rows)),
            Block::Picture(description) => text.push_str(&picture(description, dialect)),
            Block::NoteText(number, note) => text.push_str(&format!("[^{number}]: {note}\n")),
        }
        text.push('\n');
    }
    text
}

fn inline(piece: &Piece, dialect: Dialect, language: &str) -> String {
    match piece {
        Piece::Text(text) => text.clone(),
        Piece::Note(number) => format!("[^{number}]"),
        Piece::Link { number, text } => format!("[{text}]({})", link(&slug(*number), dialect, language)),
    }
}

/// Casebook and Zola check links between files; Hugo gets the finished address, which costs it nothing.
fn link(slug: &str, dialect: Dialect, language: &str) -> String {
    match (dialect, language) {
        (Dialect::Casebook, _) => format!("{slug}.md"),
        (Dialect::Hugo, "en") => format!("/articles/{slug}/"),
        (Dialect::Hugo, language) => format!("/{language}/articles/{slug}/"),
        (Dialect::Zola, "en") => format!("@/articles/{slug}.md"),
        (Dialect::Zola, language) => format!("@/articles/{slug}.{language}.md"),
    }
}

fn picture(description: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Casebook => format!("![{description}](../pictures/shared.png)\n"),
        Dialect::Hugo | Dialect::Zola => format!("![{description}](/pictures/shared.png)\n"),
    }
}

fn table(rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        text.push_str(&line(row));
        if at == 0 {
            text.push_str("| --- | --- | --- |\n");
        }
    }
    text
}
