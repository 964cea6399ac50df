//! Errors of the template engine, said to the owner of the theme.
//!
//! The place is the one in the owner's file, however deep in the default theme the error arose: the
//! default theme is tested, the override is what is new. Nothing here renders.

use super::engine::OVERRIDE_FOLDER;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};
use crate::source::SitePath;
use minijinja::{Error, ErrorKind, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The owner's templates by name, to find places in them.
pub(super) type Overrides = BTreeMap<String, String>;

/// A template that didn't compile.
pub(super) fn syntax(error: &Error, overrides: &Overrides) -> Diagnostic {
    let message = format!("this template has a mistake: {}", words(error));
    located(Diagnostic::error("theme-syntax", message), &[error], overrides)
}

/// A template that failed with a context.
pub(super) fn render(error: &Error, template: &str, context: &Value, overrides: &Overrides) -> Diagnostic {
    let chain: Vec<&Error> = std::iter::successors(Some(error), |error| std::error::Error::source(*error)?.downcast_ref()).collect();
    let innermost = chain.last().copied().unwrap_or(error);
    let (message, hint) = match innermost.kind() {
        ErrorKind::OutOfFuel => (
            format!("the template `{template}` works for too long and was stopped"),
            Some("look for a loop over too many things, or for one inside another".to_owned()),
        ),
        ErrorKind::UndefinedError => {
            let name = innermost.detail().and_then(|detail| detail.split('`').nth(1));
            (format!("the template `{template}` can't be rendered: {}", words(innermost)), name.and_then(|name| near(name, context)))
        }
        _ => (format!("the template `{template}` can't be rendered: {}", words(innermost)), None),
    };
    let mut diagnostic = Diagnostic::error("theme-render", message);
    diagnostic.hints.extend(hint);
    located(diagnostic, &chain, overrides)
}

/// What fails at one place of an owner's file in all templates that use it, said once.
pub(super) fn told_once<'t>(failures: impl Iterator<Item = (&'t str, Diagnostic)>) -> Vec<Diagnostic> {
    let mut told: Vec<(String, Diagnostic, BTreeSet<&str>)> = Vec::new();
    for (template, failure) in failures {
        let said = failure.message.replacen(&format!("`{template}`"), "", 1);
        let is_known = |(known, of, templates): &(String, Diagnostic, BTreeSet<&str>)| {
            *known == said && of.span == failure.span && (failure.span.is_some() || templates.contains(template))
        };
        match told.iter_mut().find(|known| is_known(known)) {
            Some((_, _, templates)) => _ = templates.insert(template),
            None => told.push((said, failure, BTreeSet::from([template]))),
        }
    }
    let with_count = |(_, failure, templates): (String, Diagnostic, BTreeSet<&str>)| match templates.len() - 1 {
        0 => failure,
        1 => failure.hint("another template fails here, too"),
        more => failure.hint(format!("{more} other templates fail here, too")),
    };
    told.into_iter().map(with_count).collect::<Diagnostics>().into_iter().collect()
}

/// What the engine says; its own name for the kind of error only where that says more.
fn words(error: &Error) -> String {
    use ErrorKind::{BadInclude, MissingArgument, TooManyArguments};
    match (error.kind(), error.detail()) {
        (kind @ (BadInclude | MissingArgument | TooManyArguments), Some(detail)) => format!("{kind} ({detail})"),
        (_, Some(detail)) => detail.to_owned(),
        (kind, None) => kind.to_string(),
    }
}

/// The innermost place in a file of the owner, else only the name of the default template.
fn located(diagnostic: Diagnostic, chain: &[&Error], overrides: &Overrides) -> Diagnostic {
    for error in chain.iter().rev() {
        let Some(name) = error.name() else { continue };
        let owned = name.strip_prefix(OVERRIDE_FOLDER).and_then(|template| overrides.get(template));
        if let (Some(text), Ok(path)) = (owned, SitePath::new(name)) {
            return diagnostic.at(Span::new(&path, place(error, text)));
        }
    }
    match chain.iter().rev().find_map(|error| Some((error.name()?, error.line()?))) {
        Some((name, line)) => diagnostic.hint(format!("it arose in the default template `{name}`, line {line}")),
        None => diagnostic,
    }
}

/// The bytes that the error concerns; else its line.
fn place(error: &Error, text: &str) -> Range<usize> {
    if let Some(range) = error.range() {
        let start = text.floor_char_boundary(range.start.min(text.len()));
        let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
        if start < end {
            // Of `page.adress` the engine underlines only `.adress`.
            let before = if text[start..].starts_with('.') {
                text[..start].trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'))
            } else {
                &text[..start]
            };
            return before.len()..end;
        }
    }
    let line = error.line().unwrap_or(1);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let words = text[start..].lines().next().unwrap_or_default();
    let indent = words.len() - words.trim_start().len();
    start + indent..start + words.trim_end().len().max(indent)
}

/// Which name of the context is near the one that isn't there.
fn near(path: &str, context: &Value) -> Option<String> {
    let mut value = context.clone();
    for segment in path.split('.') {
        let next = value.get_attr(segment).ok()?;
        if next.is_undefined() {
            let names: Vec<String> = value.try_iter().ok()?.map(|key| key.to_string()).collect();
            return nearest(segment, names.iter().map(String::as_str)).map(|name| format!("did you mean `{name}`?"));
        }
        value = next;
    }
    None
}
