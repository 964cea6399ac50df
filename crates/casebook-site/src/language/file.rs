//! The Fluent files that a site adds: read, and every mistake in them named at its place.
//!
//! A file that overrides a language of the default theme may hold a few texts; one that adds a
//! language should hold them all. Nothing here formats a text.

use super::{FALLBACK, LanguageFile};
use crate::diagnostic::{Diagnostic, Span};
use crate::source::{SitePath, Source};
use crate::value::LanguageTag;
use fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use unic_langid::LanguageIdentifier;

/// Where a site's own words stand.
pub(super) const FOLDER: &str = "theme/strings";

/// How many ids a diagnostic names before it says "and more".
const NAMED_IDS: usize = 12;

/// A text of a file with the variables that it names.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) range: Range<usize>,
    pub(super) variables: Vec<(String, Range<usize>)>,
}

/// The resource of a file; what is wrong in it was reported before, the rest counts.
pub(super) fn resource(text: String) -> FluentResource {
    FluentResource::try_new(text).unwrap_or_else(|(partial, _)| partial)
}

/// The ids of the messages of a file.
pub(crate) fn message_ids(text: &str) -> impl Iterator<Item = String> {
    messages(text).into_iter().map(|message| message.id)
}

/// The messages of a file with their places. Terms (`-brand`) aren't texts of their own.
pub(super) fn messages(text: &str) -> Vec<Message> {
    let mut found: Vec<Message> = Vec::new();
    let mut at = 0;
    let mut depth = 0;
    for line in text.split_inclusive('\n') {
        let continues = line.starts_with([' ', '\t', '}', '\n', '\r', '[', '*']);
        if !continues {
            depth = 0;
        }
        match line.split_once('=') {
            Some((id, _)) if is_id(id.trim_end()) => {
                let id = id.trim_end();
                found.push(Message { id: id.to_owned(), range: at..at + id.len(), variables: Vec::new() });
            }
            _ if continues => {}
            // A comment or a term: what follows belongs to no message.
            _ => {
                at += line.len();
                continue;
            }
        }
        if let Some(message) = found.last_mut() {
            collect_variables(line, at, &mut depth, &mut message.variables);
        }
        at += line.len();
    }
    found
}

fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn collect_variables(line: &str, offset: usize, depth: &mut usize, variables: &mut Vec<(String, Range<usize>)>) {
    let mut in_literal = false;
    for (at, character) in line.char_indices() {
        match character {
            '"' if *depth > 0 => in_literal = !in_literal,
            _ if in_literal => {}
            '{' => *depth += 1,
            '}' => *depth = depth.saturating_sub(1),
            '$' if *depth > 0 => {
                let rest = &line[at + 1..];
                let len = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
                variables.push((rest[..len].to_owned(), offset + at..offset + at + 1 + len));
            }
            _ => {}
        }
    }
}

/// The site's own files by language, with every mistake in them.
pub(super) fn read_owned(
    source: &Source,
    defaults: &[LanguageFile<'_>],
    english: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let known: BTreeMap<String, BTreeSet<String>> =
        messages(english).into_iter().map(|message| (message.id, message.variables.into_iter().map(|(name, _)| name).collect())).collect();
    let mut owned = BTreeMap::new();
    for (path, _) in source.below(FOLDER).filter(|(path, _)| is_strings_file(path)) {
        let tag = path.name().strip_suffix(".ftl").unwrap_or(path.name());
        let canonical = tag.parse::<LanguageIdentifier>().map(|language| language.to_string());
        if LanguageTag::parse(tag).is_none() || canonical != Ok(tag.to_owned()) {
            diagnostics.push(wrong_name(path, tag));
            continue;
        }
        let Some(text) = source.text(path) else {
            diagnostics.push(Diagnostic::error("strings-syntax", "this file is not text").at(Span::start_of(path)).hint("save it as UTF-8"));
            continue;
        };
        let file = OwnedFile { path, tag, text, messages: messages(text) };
        file.check_syntax(diagnostics);
        let is_sound = file.check_messages(&known, diagnostics);
        if defaults.iter().all(|(default, _)| *default != tag) {
            file.check_completeness(&known, diagnostics);
        }
        // A text that asks for a value which it is not given would break every page that shows it.
        if is_sound {
            owned.insert(tag.to_owned(), text.to_owned());
        }
    }
    owned
}

/// Whether this is a place at which words are looked for.
pub(crate) fn is_strings_file(path: &SitePath) -> bool {
    path.folder() == FOLDER && path.name().ends_with(".ftl")
}

fn wrong_name(path: &SitePath, tag: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("strings-language", format!("`{tag}` is not the tag of a language")).at(Span::start_of(path));
    match tag.parse::<LanguageIdentifier>() {
        Ok(language) if LanguageTag::parse(tag).is_some() => diagnostic.hint(format!("name the file `{language}.ftl`")),
        _ => diagnostic.hint("name the file by the language, as in `fr.ftl` or `pt-BR.ftl`"),
    }
}

/// A file of the site.
struct OwnedFile<'a> {
    path: &'a SitePath,
    tag: &'a str,
    text: &'a str,
    messages: Vec<Message>,
}

impl OwnedFile<'_> {
    fn check_syntax(&self, diagnostics: &mut Vec<Diagnostic>) {
        let Err((_, errors)) = FluentResource::try_new(self.text.to_owned()) else { return };
        for error in errors {
            let place = self.place(&error.pos, error.slice.as_ref());
            let message = error.to_string();
            let mut letters = message.chars();
            let message: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
            let diagnostic = Diagnostic::error("strings-syntax", format!("this is not Fluent: {message}"));
            diagnostics.push(diagnostic.at(Span::new(self.path, place)).hint("a text is written `id = The words`, further lines begin with spaces"));
        }
    }

    /// Where the parser stopped; the whole entry where it stopped at nothing that can be shown.
    fn place(&self, stopped: &Range<usize>, entry: Option<&Range<usize>>) -> Range<usize> {
        let inside = |range: &Range<usize>| {
            let start = self.text.floor_char_boundary(range.start.min(self.text.len()));
            start..self.text.ceil_char_boundary(range.end.min(self.text.len())).max(start)
        };
        let stopped = inside(stopped);
        if !self.text[stopped.clone()].trim().is_empty() {
            return stopped;
        }
        let entry = entry.map_or(stopped, inside);
        let words = self.text[entry.clone()].trim_end();
        let start = entry.start + (words.len() - words.trim_start().len());
        start..(entry.start + words.len()).max(start)
    }

    /// Whether every text can be said with the values that it is given.
    fn check_messages(&self, known: &BTreeMap<String, BTreeSet<String>>, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let mut seen = BTreeSet::new();
        let mut is_sound = true;
        for message in &self.messages {
            let id = message.id.as_str();
            let place = Span::new(self.path, message.range.clone());
            let Some(variables) = known.get(id) else {
                let diagnostic = Diagnostic::warning("strings-unknown", format!("no template asks for a text `{id}`"));
                diagnostics.push(diagnostic.at(place).did_you_mean(id, known.keys().map(String::as_str)));
                continue;
            };
            if !seen.insert(id) {
                let diagnostic = Diagnostic::error("strings-twice", format!("the text `{id}` stands here a second time"));
                diagnostics.push(diagnostic.at(place).hint("remove one of the two"));
            }
            for (name, range) in message.variables.iter().filter(|(name, _)| !variables.contains(name)) {
                is_sound = false;
                let diagnostic = Diagnostic::error("strings-variable", format!("the text `{id}` is not given a value `${name}`"));
                let diagnostic = diagnostic.at(Span::new(self.path, range.clone()));
                diagnostics.push(match variables.iter().map(|name| format!("`${name}`")).collect::<Vec<_>>().join(", ") {
                    none if none.is_empty() => diagnostic.hint("it takes no values"),
                    names => diagnostic.hint(format!("it may use {names}")),
                });
            }
        }
        is_sound
    }

    fn check_completeness(&self, known: &BTreeMap<String, BTreeSet<String>>, diagnostics: &mut Vec<Diagnostic>) {
        let own: BTreeSet<&str> = self.messages.iter().map(|message| message.id.as_str()).collect();
        let missing: Vec<&str> = known.keys().map(String::as_str).filter(|id| !own.contains(id)).collect();
        if missing.is_empty() {
            return;
        }
        let names: Vec<String> = missing.iter().take(NAMED_IDS).map(|id| format!("`{id}`")).collect();
        let more = if missing.len() > NAMED_IDS { " and more" } else { "" };
        let (count, plural) = (missing.len(), if missing.len() == 1 { "" } else { "s" });
        let diagnostic =
            Diagnostic::warning("strings-missing", format!("{count} text{plural} of `{}` will be shown in English (`{FALLBACK}`)", self.tag));
        diagnostics.push(diagnostic.at(Span::start_of(self.path)).hint(format!("add {}{more}", names.join(", "))));
    }
}
