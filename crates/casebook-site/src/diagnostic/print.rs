//! Diagnostics as a terminal shows them and as a machine reads them.

use super::{Diagnostic, Diagnostics, Severity, Span};
use crate::source::Source;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use serde_json::{Value, json};

/// Whether the text carries terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// ANSI escape sequences.
    Ansi,
    /// Plain text.
    Plain,
}

/// All diagnostics as text, each with the line it concerns, the offending words underlined.
pub fn to_text(diagnostics: &Diagnostics, source: &Source, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Ansi => Renderer::styled(),
        Colour::Plain => Renderer::plain(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        text.push_str(&one(diagnostic, source, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn one(diagnostic: &Diagnostic, source: &Source, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let mut group = Group::with_title(title);
    if let Some(span) = &diagnostic.span {
        group = match source.text(&span.path) {
            Some(text) => {
                let range = on_characters(text, span);
                let mark = AnnotationKind::Primary.span(range);
                group.element(Snippet::source(text).path(span.path.as_str()).annotation(mark))
            }
            None => group.element(Origin::path(span.path.as_str())),
        };
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    renderer.render(&[group])
}

/// The span as indices that surely lie on character boundaries inside the text.
fn on_characters(text: &str, span: &Span) -> std::ops::Range<usize> {
    let boundary = |at: usize| text.floor_char_boundary(at.min(text.len()));
    let range = span.range.indices();
    boundary(range.start)..boundary(range.end).max(boundary(range.start))
}

/// A place in a text as editors count it: line and column from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Position {
    fn of(text: &str, at: usize) -> Self {
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

/// All diagnostics as a JSON array of objects, in the same order.
///
/// Each has `severity`, `code`, `message`, `hints`, and, where there is a place, `file`, `line`,
/// `column`, `end_line`, `end_column` (from 1, columns in characters) and `text`.
pub fn to_json(diagnostics: &Diagnostics, source: &Source) -> String {
    let list: Vec<Value> = diagnostics.iter().map(|diagnostic| one_as_json(diagnostic, source)).collect();
    Value::Array(list).to_string()
}

fn one_as_json(diagnostic: &Diagnostic, source: &Source) -> Value {
    let mut object = json!({
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hints": diagnostic.hints,
    });
    if let Some(span) = &diagnostic.span {
        object["file"] = json!(span.path);
        if let Some(text) = source.text(&span.path) {
            let range = on_characters(text, span);
            let (start, end) = (Position::of(text, range.start), Position::of(text, range.end));
            object["line"] = json!(start.line);
            object["column"] = json!(start.column);
            object["end_line"] = json!(end.line);
            object["end_column"] = json!(end.column);
            object["text"] = json!(&text[range]);
        }
    }
    object
}
