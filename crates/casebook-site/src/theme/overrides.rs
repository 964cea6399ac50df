//! The owner's `theme/` folder: what may stand there, and everything else named at its place.
//!
//! An override changes blocks of a template and nothing more, so that an update of the default
//! theme reaches every page of every site. A whole page can't be replaced.

use super::engine::{DEFAULT_PREFIX, DefaultTemplate, OVERRIDE_FOLDER, closed_environment};
use super::failure;
use super::outline::{Named, Outline};
use crate::diagnostic::{Diagnostic, Span};
use crate::language;
use crate::source::{SitePath, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where a site's theme stands.
const FOLDER: &str = "theme";

/// The owner's tokens.
pub(super) const TOKENS_PATH: &str = "theme/tokens.css";

/// The templates of the default theme by name.
pub(super) type Templates = BTreeMap<&'static str, DefaultTemplate>;

/// All blocks that a template has, with those of the templates that it extends.
pub(super) fn blocks<'a>(templates: &'a Templates, template: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut next = templates.get_key_value(template);
    while let Some((name, template)) = next.filter(|(name, _)| seen.insert(**name)) {
        found.extend(template.outline.blocks.iter().map(|block| block.name.as_str()));
        next = template.outline.extends.as_ref().and_then(|parent| templates.get_key_value(parent.name.as_str()));
        debug_assert!(seen.contains(name), "each template is visited once");
    }
    found
}

/// The sound overrides of a site by template name, and what is wrong with the rest.
pub(super) fn read(source: &Source, templates: &Templates) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let mut overrides = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (path, _) in source.below(FOLDER) {
        match path.as_str().strip_prefix(OVERRIDE_FOLDER) {
            Some(name) if name.ends_with(".html") => {
                let found = check(source, path, name, templates);
                if let (Ok(text), true) = (&found.text, found.diagnostics.is_empty()) {
                    overrides.insert(name.to_owned(), (*text).to_owned());
                }
                diagnostics.extend(found.diagnostics);
            }
            _ if path.as_str() == TOKENS_PATH || language::is_strings_file(path) => {}
            _ => diagnostics.push(unused(path)),
        }
    }
    (overrides, diagnostics)
}

fn unused(path: &SitePath) -> Diagnostic {
    let diagnostic = Diagnostic::warning("theme-unused", format!("nothing reads `{path}`")).at(Span::start_of(path));
    match path.extension().as_str() {
        "css" => diagnostic.hint(format!("set the tokens of the style sheet in `{TOKENS_PATH}`")),
        "html" => diagnostic.hint(format!("a template is overridden by a file of its name in `{OVERRIDE_FOLDER}`")),
        "ftl" => diagnostic.hint("words of the interface stand in `theme/strings/`, in a file such as `fr.ftl`"),
        "woff" | "woff2" | "ttf" | "otf" => diagnostic.hint("fonts can't be added; name an installed font in a token"),
        _ => diagnostic.hint(format!("a theme consists of templates in `{OVERRIDE_FOLDER}`, words in `theme/strings/` and `{TOKENS_PATH}`")),
    }
}

/// One override that was looked at.
struct Checked<'a> {
    text: Result<&'a str, ()>,
    diagnostics: Vec<Diagnostic>,
}

fn check<'a>(source: &'a Source, path: &SitePath, name: &str, templates: &Templates) -> Checked<'a> {
    let report = |code, message: String| Diagnostic::error(code, message).at(Span::start_of(path));
    let Some(text) = source.text(path) else {
        let diagnostic = report("theme-syntax", "this file is not text".to_owned()).hint("save it as UTF-8");
        return Checked { text: Err(()), diagnostics: vec![diagnostic] };
    };
    let mut diagnostics = Vec::new();
    if !templates.contains_key(name) {
        let known = templates.keys().copied();
        diagnostics.push(report("theme-template", format!("the default theme has no template `{name}`")).did_you_mean(name, known));
    } else if let Err(error) = closed_environment().add_template_owned(path.as_str().to_owned(), text.to_owned()) {
        diagnostics.push(failure::syntax(&error, &BTreeMap::from([(name.to_owned(), text.to_owned())])));
    } else {
        let rules = Rules { path, name, templates };
        rules.check(&Outline::of(text), &mut diagnostics);
    }
    Checked { text: Ok(text), diagnostics }
}

/// The rules for one override.
struct Rules<'a> {
    path: &'a SitePath,
    name: &'a str,
    templates: &'a Templates,
}

impl Rules<'_> {
    fn error(&self, code: &'static str, range: Range<usize>, message: String) -> Diagnostic {
        Diagnostic::error(code, message).at(Span::new(self.path, range))
    }

    fn check(&self, outline: &Outline, diagnostics: &mut Vec<Diagnostic>) {
        let own = format!("{DEFAULT_PREFIX}{}", self.name);
        let begin = format!("begin with `{{% extends \"{own}\" %}}` and change its blocks, as in `{{% block title %}}…{{% endblock %}}`");
        match &outline.extends {
            Some(parent) if parent.name == own => {}
            Some(parent) => {
                let message = format!("this file overrides `{}` but extends `{}`", self.name, parent.name);
                diagnostics.push(self.error("theme-template", parent.range.clone(), message).hint(format!("extend `{own}`")));
            }
            None => {
                let range = outline.loose.clone().or_else(|| outline.blocks.first().map(|block| block.range.clone())).unwrap_or(0..0);
                diagnostics.push(self.error("theme-replaces", range, "a whole page can't be replaced, only its blocks".to_owned()).hint(begin));
                return;
            }
        }
        if let Some(range) = outline.loose.clone() {
            let message = "this stands outside of all blocks and would not be shown".to_owned();
            diagnostics.push(self.error("theme-replaces", range, message).hint("put it inside a block"));
        }
        self.check_blocks(&outline.blocks, diagnostics);
        for reference in &outline.references {
            self.check_reference(reference, diagnostics);
        }
    }

    fn check_blocks(&self, used: &[Named], diagnostics: &mut Vec<Diagnostic>) {
        let known = blocks(self.templates, self.name);
        for block in used.iter().filter(|block| !known.contains(block.name.as_str())) {
            let list = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let diagnostic = self.error("theme-block", block.range.clone(), format!("`{}` has no block `{}`", self.name, block.name));
            let diagnostic = diagnostic.did_you_mean(&block.name, known.iter().copied());
            diagnostics.push(if list.is_empty() { diagnostic.hint("it has no blocks") } else { diagnostic.hint(format!("its blocks are {list}")) });
        }
    }

    fn check_reference(&self, reference: &Named, diagnostics: &mut Vec<Diagnostic>) {
        let name = reference.name.strip_prefix(DEFAULT_PREFIX).unwrap_or(&reference.name);
        if !self.templates.contains_key(name) {
            let message = format!("the default theme has no template `{name}`");
            diagnostics.push(self.error("theme-template", reference.range.clone(), message).did_you_mean(name, self.templates.keys().copied()));
        }
    }
}
