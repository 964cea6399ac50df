//! Diagnostics as a terminal shows them and as a machine reads them.

use super::{Command, Diagnostic, Diagnostics, Severity, Span};
use crate::source::{SitePath, Source};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use serde_json::{Value, json};
use std::ops::Range;

/// Whether the text carries terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// ANSI escape sequences.
    Ansi,
    /// Plain text.
    Plain,
}

/// The folder of the site as its reader would write it in a command, so that a command which is
/// proposed can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteFolder<'a>(pub &'a str);

impl SiteFolder<'_> {
    /// The folder in which the reader is.
    pub const HERE: Self = Self("");

    /// A file of the site, as a shell takes it.
    fn file(self, path: &SitePath) -> String {
        let folder = self.0.trim_end_matches('/');
        let file = match self.0 {
            "" | "." | "./" => path.to_string(),
            _ => format!("{folder}/{path}"),
        };
        as_shell_word(&file)
    }
}

/// A text as a shell takes it for one word, so that a command with it can be copied.
pub fn as_shell_word(text: &str) -> String {
    let is_plain = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "/._-~+@:\\".contains(c));
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// What to do, the command included.
fn hints(diagnostic: &Diagnostic, folder: SiteFolder<'_>) -> Vec<String> {
    let run = |Command { when, name, file }: &Command| format!("{when}, run `casebook {name} {}`", folder.file(file));
    diagnostic.hints.iter().cloned().chain(diagnostic.command.as_deref().map(run)).collect()
}

/// What says the same at each of its places: it is told once, with all of them.
const FOLDED: &str = "placeholder-left";

/// All diagnostics as text, each with the line it concerns, the offending words underlined.
pub fn to_text(diagnostics: &Diagnostics, source: &Source, folder: SiteFolder<'_>, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Ansi => Renderer::styled(),
        Colour::Plain => Renderer::plain(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    let mut files = Files { source, last: None };
    let folded: Vec<&Diagnostic> = diagnostics.iter().filter(|diagnostic| diagnostic.code == FOLDED).collect();
    for diagnostic in diagnostics.iter() {
        if diagnostic.code == FOLDED && folded.len() > 1 {
            if folded.first() == Some(&diagnostic) {
                text.push_str(&all_in_one(&folded, &hints(diagnostic, folder), &mut Files { source, last: None }, &renderer));
                text.push_str("\n\n");
            }
            continue;
        }
        text.push_str(&one(diagnostic, &hints(diagnostic, folder), &mut files, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn one(diagnostic: &Diagnostic, hints: &[String], files: &mut Files<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let mut group = Group::with_title(title);
    if let Some(span) = &diagnostic.span {
        group = match files.lines(&span.path) {
            Some(lines) => {
                let excerpt = lines.excerpt(&lines.on_characters(span));
                let mark = AnnotationKind::Primary.span(excerpt.range);
                group.element(Snippet::source(excerpt.text).line_start(excerpt.line).path(span.path.to_string()).annotation(mark))
            }
            None => group.element(Origin::path(span.path.as_str())),
        };
    }
    for hint in hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    renderer.render(&[group])
}

/// Several that say the same, with their places.
fn all_in_one(alike: &[&Diagnostic], hints: &[String], files: &mut Files<'_>, renderer: &Renderer) -> String {
    let first = alike[0];
    let mut group = Group::with_title(Level::WARNING.primary_title(format!("{} (at {} places)", first.message, alike.len())).id(first.code));
    for span in alike.iter().filter_map(|diagnostic| diagnostic.span.as_ref()) {
        let at = files.lines(&span.path).map(|lines| lines.position(lines.on_characters(span).start));
        let origin = Origin::path(span.path.to_string());
        group = group.element(match at {
            Some(Position { line, column }) => origin.line(line).char_column(column),
            None => origin,
        });
    }
    for hint in hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    renderer.render(&[group])
}

/// The texts that diagnostics are about. They come sorted by file, so the lines of each are counted
/// once, and not for each of its thousand mistakes.
struct Files<'a> {
    source: &'a Source,
    last: Option<(SitePath, Lines<'a>)>,
}

impl<'a> Files<'a> {
    fn lines(&mut self, path: &SitePath) -> Option<&Lines<'a>> {
        if self.last.as_ref().is_none_or(|(known, _)| known != path) {
            let text = self.source.text(path)?;
            self.last = Some((path.clone(), Lines::of(text)));
        }
        self.last.as_ref().map(|(_, lines)| lines)
    }
}

/// A text and where its lines begin.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

/// The lines that a span lies in.
struct Excerpt<'a> {
    text: &'a str,
    /// The number of the first, from 1.
    line: usize,
    /// The span within `text`.
    range: Range<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The place in `starts` of the line that holds this byte.
    fn index(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at) - 1
    }

    fn position(&self, at: usize) -> Position {
        let index = self.index(at);
        Position { line: index + 1, column: self.text[self.starts[index]..at].chars().count() + 1 }
    }

    fn excerpt(&self, range: &Range<usize>) -> Excerpt<'a> {
        let first = self.index(range.start);
        let start = self.starts[first];
        let end = self.starts.get(self.index(range.end) + 1).copied().unwrap_or(self.text.len());
        Excerpt { text: &self.text[start..end], line: first + 1, range: range.start - start..range.end - start }
    }

    /// The span as indices that surely lie on character boundaries inside the text.
    fn on_characters(&self, span: &Span) -> Range<usize> {
        let boundary = |at: usize| self.text.floor_char_boundary(at.min(self.text.len()));
        let range = span.range.indices();
        boundary(range.start)..boundary(range.end).max(boundary(range.start))
    }
}

/// A place in a text as editors count it: line and column from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// All diagnostics as a JSON array of objects, in the same order.
///
/// Each has `severity`, `code`, `message`, `hints`, and, where there is a place, `file`, `line`,
/// `column`, `end_line`, `end_column` (from 1, columns in characters) and `text`, with what stands
/// `before` and `after` it on its lines.
pub fn to_json(diagnostics: &Diagnostics, source: &Source, folder: SiteFolder<'_>) -> String {
    Value::Array(to_values(diagnostics.iter(), source, folder).collect()).to_string()
}

/// The same objects, in the order given, for whoever shows them.
pub fn to_values<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    source: &'a Source,
    folder: SiteFolder<'a>,
) -> impl Iterator<Item = Value> {
    let mut files = Files { source, last: None };
    diagnostics.into_iter().map(move |diagnostic| one_as_json(diagnostic, &hints(diagnostic, folder), &mut files))
}

fn one_as_json(diagnostic: &Diagnostic, hints: &[String], files: &mut Files<'_>) -> Value {
    let mut object = json!({
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hints": hints,
    });
    if let Some(span) = &diagnostic.span {
        object["file"] = json!(span.path);
        if let Some(lines) = files.lines(&span.path) {
            let range = lines.on_characters(span);
            let (start, end) = (lines.position(range.start), lines.position(range.end));
            object["line"] = json!(start.line);
            object["column"] = json!(start.column);
            object["end_line"] = json!(end.line);
            object["end_column"] = json!(end.column);
            let excerpt = lines.excerpt(&range);
            object["before"] = json!(&excerpt.text[..excerpt.range.start]);
            object["text"] = json!(&lines.text[range]);
            object["after"] = json!(excerpt.text[excerpt.range.end..].trim_end_matches(['\r', '\n']));
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_copied_from_wherever_it_is_read() {
        let path = SitePath::new("content/about.de.md").expect("a path");
        let odd = SitePath::new("content/it's (new).de.md").expect("a path");
        for (folder, file, expected) in [
            ("", &path, "content/about.de.md"),
            (".", &path, "content/about.de.md"),
            ("examples/demo", &path, "examples/demo/content/about.de.md"),
            ("examples/demo/", &path, "examples/demo/content/about.de.md"),
            ("/", &path, "/content/about.de.md"),
            ("../my site", &path, "'../my site/content/about.de.md'"),
            ("x", &odd, r"'x/content/it'\''s (new).de.md'"),
        ] {
            assert_eq!(SiteFolder(folder).file(file), expected, "{folder}");
        }
        let command = Command { when: "when it is right", name: "translated", file: path };
        let diagnostic = Diagnostic::warning("a-b", "old").hint("look at it").command(command);
        assert_eq!(hints(&diagnostic, SiteFolder("x")), ["look at it", "when it is right, run `casebook translated x/content/about.de.md`"]);
    }
}
