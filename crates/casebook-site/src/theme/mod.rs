//! The look of a site: templates, style sheet, fonts and words of the interface.
//!
//! The default theme is part of the binary. A site may override blocks of its templates, its
//! tokens and its words; every mistake in an override is a diagnostic at its line, and an override
//! with a mistake is set aside, so that a site with a broken theme still opens.

mod assets;
mod colour;
mod embedded;
mod engine;
mod failure;
mod outline;
mod overrides;
#[cfg(test)]
mod tests;
mod tokens;

pub use assets::ThemeAsset;
pub use embedded::{DEFAULT_FILES, DefaultFile};

use crate::diagnostic::{Diagnostic, Span};
use crate::language::{Languages, Strings};
use crate::render::context;
use crate::source::{Hash, SitePath, Source};
use assets::Assets;
use engine::{DefaultTemplate, Engine, Parts};
use minijinja::Value;
use outline::Outline;
use overrides::Templates;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Counts up when the same files would render otherwise.
const VERSION: &[u8] = b"theme 1";

/// Every template with a sample of its context.
pub type Samples = fn() -> Vec<(&'static str, Value)>;

/// A loaded theme.
#[derive(Debug)]
pub struct Theme {
    templates: Templates,
    overrides: BTreeMap<String, String>,
    languages: Languages,
    assets: Assets,
    engine: Engine,
    samples: Samples,
    hash: Hash,
}

impl Theme {
    /// The default theme with the overrides in the site's `theme/` folder.
    pub fn load(source: &Source) -> (Self, Vec<Diagnostic>) {
        Self::from_files(DEFAULT_FILES, context::samples, source)
    }

    /// A theme over other default files than those of the binary.
    pub fn from_files(defaults: &[DefaultFile], samples: Samples, source: &Source) -> (Self, Vec<Diagnostic>) {
        let templates = templates(defaults);
        let texts: Vec<(&str, &str)> =
            defaults.iter().filter_map(|file| Some((strings_tag(file.path)?, std::str::from_utf8(file.bytes).ok()?))).collect();
        let (languages, mut diagnostics) = Languages::load(&texts, source);
        let (overrides, mistakes) = overrides::read(source, &templates);
        diagnostics.extend(mistakes);
        let assets = Assets::new(defaults, &owned_tokens(defaults, source, &mut diagnostics));
        let (engine, errors) = Engine::new(&Parts { templates: &templates, overrides: &overrides, languages: &languages, asset_urls: assets.urls() });
        diagnostics.extend(errors.iter().map(|error| failure::syntax(error, &overrides)));
        let hash = hash(defaults, source);
        let mut theme = Self { templates, overrides, languages, assets, engine, samples, hash };
        if !theme.overrides.is_empty() {
            diagnostics.extend(theme.set_aside_what_fails());
        }
        (theme, diagnostics)
    }

    /// Renders everything and goes on without the overrides that fail.
    fn set_aside_what_fails(&mut self) -> Vec<Diagnostic> {
        let mut diagnostics = self.check();
        if diagnostics.is_empty() {
            return diagnostics;
        }
        let mut failing: BTreeSet<String> = diagnostics.iter().filter_map(owned_template).map(str::to_owned).collect();
        if diagnostics.iter().any(|diagnostic| diagnostic.span.is_none()) {
            // It failed deep in the default theme, so the error doesn't know whose fault it is.
            let guilty: Vec<String> = self.overrides.keys().filter(|name| !failing.contains(*name) && self.fails_alone(name)).cloned().collect();
            let place = guilty.first().and_then(|name| SitePath::new(&format!("{}{name}", engine::OVERRIDE_FOLDER)).ok());
            for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.span.is_none()) {
                diagnostic.span = place.as_ref().map(Span::start_of);
            }
            failing.extend(guilty);
        }
        self.overrides.retain(|name, _| !failing.contains(name));
        // What can fail to compile was reported when the theme was loaded.
        self.engine = self.engine_with(&self.overrides).0;
        diagnostics
    }

    fn fails_alone(&self, name: &str) -> bool {
        let alone = self.overrides.iter().filter(|(other, _)| *other == name).map(|(name, text)| (name.clone(), text.clone())).collect();
        let (engine, errors) = self.engine_with(&alone);
        !errors.is_empty() || !self.check_with(&engine).is_empty()
    }

    fn engine_with(&self, overrides: &BTreeMap<String, String>) -> (Engine, Vec<minijinja::Error>) {
        Engine::new(&Parts { templates: &self.templates, overrides, languages: &self.languages, asset_urls: self.assets.urls() })
    }

    /// Renders every template with its samples in every language and says what fails.
    pub fn check(&self) -> Vec<Diagnostic> {
        self.check_with(&self.engine)
    }

    fn check_with(&self, engine: &Engine) -> Vec<Diagnostic> {
        let samples = (self.samples)();
        let failures = samples.iter().flat_map(|(template, context)| {
            let in_language = |strings: &Arc<Strings>| engine.render(template, strings.tag(), context.clone()).err();
            let errors: Vec<_> = self.languages.iter().filter_map(in_language).collect();
            errors.into_iter().map(move |error| (*template, failure::render(&error, template, context, &self.overrides)))
        });
        failure::told_once(failures)
    }

    /// The hash of everything that decides how a context is rendered.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// Renders a template (`"statement.html"`) with its context; `language` is the language of the
    /// interface.
    pub fn render(&self, template: &str, language: &str, context: Value) -> Result<String, Diagnostic> {
        let language = self.languages.get(language).tag();
        let seen = context.clone();
        self.engine.render(template, language, context).map_err(|error| failure::render(&error, template, &seen, &self.overrides))
    }

    /// The files that its pages load.
    pub fn assets(&self) -> &[ThemeAsset] {
        self.assets.list()
    }

    /// The address of one of its files by its plain name (`"site.css"`); `""` for a file that it
    /// doesn't have.
    pub fn asset_url(&self, name: &str) -> &str {
        self.assets.url(name).unwrap_or_default()
    }

    /// The words of the interface in a language; English where there are none.
    pub fn strings(&self, language: &str) -> &Strings {
        self.languages.get(language)
    }

    /// Whether the owner changes any template.
    pub fn has_overrides(&self) -> bool {
        !self.overrides.is_empty()
    }

    /// Where these words stand in the owner's templates; where they don't, as when a template puts them
    /// together, the beginning of the only override there is.
    pub(crate) fn owned_place(&self, words: &str) -> Option<Span> {
        let path = |name: &str| SitePath::new(&format!("{}{name}", engine::OVERRIDE_FOLDER)).ok();
        let found = self.overrides.iter().find_map(|(name, text)| Some((name, text.find(words)?)));
        if let Some((name, start)) = found {
            return Some(Span::new(&path(name)?, start..start + words.len()));
        }
        let mut names = self.overrides.keys();
        match (names.next(), names.next()) {
            (Some(only), None) => Some(Span::start_of(&path(only)?)),
            _ => None,
        }
    }

    /// The names of all templates, in alphabetical order.
    pub fn template_names(&self) -> impl Iterator<Item = &str> {
        self.templates.keys().copied()
    }

    /// The blocks of a template that a site may override, in alphabetical order.
    pub fn blocks(&self, template: &str) -> Vec<&str> {
        overrides::blocks(&self.templates, template).into_iter().collect()
    }

    /// The tokens of the style sheet that a site may set, in alphabetical order.
    pub fn tokens(&self) -> Vec<String> {
        let sheet = self.assets.list().iter().find(|asset| asset.url.href() == self.asset_url(assets::STYLE_SHEET));
        sheet.map_or_else(Vec::new, |sheet| tokens::declared(&String::from_utf8_lossy(&sheet.body)).into_keys().collect())
    }
}

/// The override in which a diagnostic stands.
fn owned_template(diagnostic: &Diagnostic) -> Option<&str> {
    diagnostic.span.as_ref()?.path.as_str().strip_prefix(engine::OVERRIDE_FOLDER)
}

/// `de` of `strings/de.ftl`.
fn strings_tag(path: &str) -> Option<&str> {
    path.strip_prefix("strings/")?.strip_suffix(".ftl")
}

fn templates(defaults: &[DefaultFile]) -> Templates {
    let sources = defaults.iter().filter_map(|file| Some((file.path.strip_prefix("templates/")?, std::str::from_utf8(file.bytes).ok()?)));
    sources.map(|(name, source)| (name, DefaultTemplate { source, outline: Outline::of(source) })).collect()
}

/// The owner's tokens as CSS.
fn owned_tokens(defaults: &[DefaultFile], source: &Source, diagnostics: &mut Vec<Diagnostic>) -> String {
    let Ok(path) = SitePath::new(overrides::TOKENS_PATH) else { return String::new() };
    let Some(text) = source.text(&path) else { return String::new() };
    let sheet =
        defaults.iter().find(|file| file.path == assets::STYLE_SHEET).map_or(String::new().into(), |file| String::from_utf8_lossy(file.bytes));
    let (css, mistakes) = tokens::read(&path, text, &tokens::declared(&sheet));
    diagnostics.extend(mistakes);
    css
}

fn hash(defaults: &[DefaultFile], source: &Source) -> Hash {
    let defaults = defaults.iter().flat_map(|file| [file.path.as_bytes(), file.bytes]);
    let owned = source.below("theme").flat_map(|(path, file)| [path.as_str().as_bytes(), file.hash.as_bytes().as_slice()]);
    Hash::of_parts(std::iter::once(VERSION).chain(defaults).chain(owned))
}
