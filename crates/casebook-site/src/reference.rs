//! The handbook's reference of fields, directives, settings and the theme, printed from what declares them.
//!
//! What the program reads and what the handbook says are one text, so they can't differ.

use crate::entry::{Common, Kind};
use crate::markdown::Directive;
use crate::settings::Settings;
use crate::source::Source;
use crate::theme::{DEFAULT_FILES, Theme};
use crate::value::{FieldInfo, Record, RecordInfo, Scope};
use std::fmt::Write;

/// Every field of every kind of entry, as Markdown.
pub fn fields() -> String {
    let mut out = String::from(
        "# Fields of entries\n\nFront matter is [TOML](https://toml.io) between two lines of `+++`. These are all fields that may stand there; \
         any other is an error with the nearest known name. *(This page is made by the program: `cargo xtask docs`.)*\n\n\
         An entry in several languages has a file for each. What is **shared** is said once, in the first file; what is **text** may be said again \
         in the file of another language, and holds for it if it isn't; what is **own** belongs to its file alone.\n",
    );
    record(&mut out, "Every kind", Common::INFO, Columns::WithScope);
    for kind in Kind::ALL {
        record(&mut out, &format!("`kind = \"{}\"`", kind.word()), kind.info(), Columns::WithScope);
    }
    out
}

/// Every directive with its attributes, as Markdown.
pub fn directives() -> String {
    let mut out = String::from(
        "# Directives\n\nA directive stands between `:::name{attribute=\"value\"}` and `:::`, each on a line of its own. A directive inside another \
         is written the same way. *(This page is made by the program: `cargo xtask docs`.)*\n",
    );
    for (name, info) in Directive::ALL {
        record(&mut out, &format!("`{name}`"), *info, Columns::WithoutScope);
    }
    out
}

/// Every setting of `site.toml`, as Markdown.
pub fn settings() -> String {
    let mut out =
        String::from("# Settings\n\n`site.toml` stands at the top of the site's folder. *(This page is made by the program: `cargo xtask docs`.)*\n");
    record(&mut out, "`site.toml`", Settings::INFO, Columns::WithoutScope);
    out
}

/// Every template of the default theme with its blocks, and every token, as Markdown.
pub fn theme() -> String {
    let (theme, _) = Theme::load(&Source::default());
    let mut out = String::from(
        "# Templates, blocks and tokens\n\nWhat a site's `theme/` folder may change. *(This page is made by the program: `cargo xtask docs`.)*\n\n\
         ## Templates with blocks\n\nA file of the same name in `theme/templates/` may change these blocks.\n\n| template | what it is | blocks |\n| --- | --- | --- |\n",
    );
    for name in theme.template_names().filter(|name| !theme.blocks(name).is_empty()) {
        let _ = writeln!(out, "| `{name}` | {} | {} |", template_head(name), blocks(&theme, name));
    }
    out.push_str("\n## Tokens\n\n`theme/tokens.css` may set these.\n\n");
    let tokens: Vec<String> = theme.tokens().iter().map(|token| format!("`{token}`")).collect();
    let _ = writeln!(out, "{}", tokens.join(", "));
    out
}

/// The blocks of a template; of one with all those of `entry.html`, what it has beside them.
fn blocks(theme: &Theme, name: &str) -> String {
    const COMMON: &str = "entry.html";
    let (own, common) = (theme.blocks(name), theme.blocks(COMMON));
    let is_entry = name != COMMON && common.iter().all(|block| own.contains(block));
    let named = own.iter().filter(|block| !(is_entry && common.contains(block))).map(|block| format!("`{block}`"));
    is_entry.then(|| format!("those of `{COMMON}`")).into_iter().chain(named).collect::<Vec<_>>().join(", ")
}

/// What a template of the default theme says of itself in its first line.
fn template_head(name: &str) -> String {
    let file = DEFAULT_FILES.iter().find(|file| file.path.strip_prefix("templates/") == Some(name));
    let text = file.and_then(|file| std::str::from_utf8(file.bytes).ok()).unwrap_or_default();
    let comment = text.strip_prefix("{#").and_then(|rest| rest.split_once("#}"));
    comment.map_or_else(String::new, |(head, _)| head.trim().to_owned())
}

/// Which columns a table of fields has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Columns {
    WithScope,
    WithoutScope,
}

fn record(out: &mut String, title: &str, info: RecordInfo, columns: Columns) {
    let _ = write!(out, "\n## {title}\n\n{}\n", docs(info.doc));
    table(out, info, columns);
    // Records inside records follow their table, each once.
    let mut nested: Vec<RecordInfo> = Vec::new();
    gather(info, &mut nested);
    for inner in nested {
        let _ = write!(out, "\n### {} in {title}\n\n{}\n", inner.name, docs(inner.doc));
        table(out, inner, Columns::WithoutScope);
    }
}

fn gather(info: RecordInfo, found: &mut Vec<RecordInfo>) {
    for inner in info.fields().filter_map(|field| (field.nested)()) {
        if !found.iter().any(|known| known.name == inner.name) {
            found.push(inner);
            gather(inner, found);
        }
    }
}

fn table(out: &mut String, info: RecordInfo, columns: Columns) {
    if info.fields().next().is_none() {
        return;
    }
    let (head, rule) = match columns {
        Columns::WithScope => ("| field | what it says | what may be written | belongs to |", "| --- | --- | --- | --- |"),
        Columns::WithoutScope => ("| name | what it says | what may be written |", "| --- | --- | --- |"),
    };
    let _ = write!(out, "\n{head}\n{rule}\n");
    for field in info.fields() {
        row(out, field, columns);
    }
}

fn row(out: &mut String, field: &FieldInfo, columns: Columns) {
    let needed = if field.required { " **(required)**" } else { "" };
    let written = (field.type_name)().replace('|', "\\|");
    let _ = write!(out, "| `{}`{needed} | {} | {written} |", field.name, docs(field.doc).replace('|', "\\|"));
    if columns == Columns::WithScope {
        let scope = match field.scope {
            Scope::Shared => "shared",
            Scope::Text => "text",
            Scope::Own => "own",
        };
        let _ = write!(out, " {scope} |");
    }
    out.push('\n');
}

/// Doc lines as one line of text.
fn docs(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}
