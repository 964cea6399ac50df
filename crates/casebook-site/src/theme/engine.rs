//! The template engine: MiniJinja, closed.
//!
//! A template sees its context, `t`, `asset` and `lang`, and other templates of the theme. It can't read a
//! file, a clock or another page, it always escapes, and it stops when it works for too long.
//!
//! There is one environment for each language of the interface. They share the compiled templates
//! (an environment is a few reference counts), and `t` needs no look-up of the language.

use super::outline::Outline;
use crate::escape;
use crate::language::{Arg, Languages, Strings, TextError};
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, syntax::SyntaxConfig};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The prefix by which an override names the template that it changes.
pub(super) const DEFAULT_PREFIX: &str = "default/";

/// Where overrides stand; an override is known to the engine by its path.
pub(super) const OVERRIDE_FOLDER: &str = "theme/templates/";

/// The work that a page may cost. An instruction costs one, as do 64 bytes of output; the longest
/// list of a large site stays below a twentieth of it, and an endless loop is stopped within a
/// second and below 256 MB.
const FUEL: u64 = 4_000_000;

/// How deep templates may include each other and macros may call each other.
const RECURSION_LIMIT: usize = 200;

/// A template of the default theme.
#[derive(Clone, Debug)]
pub(super) struct DefaultTemplate {
    pub(super) source: &'static str,
    pub(super) outline: Outline,
}

/// What the engine is made of.
pub(super) struct Parts<'a> {
    pub(super) templates: &'a BTreeMap<&'static str, DefaultTemplate>,
    /// Template name -> the owner's text.
    pub(super) overrides: &'a BTreeMap<String, String>,
    pub(super) languages: &'a Languages,
    pub(super) asset_urls: &'a BTreeMap<String, String>,
}

/// The environments, one for each language.
#[derive(Debug)]
pub(super) struct Engine {
    environments: BTreeMap<String, Environment<'static>>,
    overridden: Arc<BTreeSet<String>>,
}

impl Engine {
    /// Compiles all templates; also says which ones failed, by the name that the error carries.
    pub(super) fn new(parts: &Parts<'_>) -> (Self, Vec<Error>) {
        let mut environment = closed_environment();
        let mut errors = Vec::new();
        for (name, template) in parts.templates {
            errors.extend(environment.add_template(name, template.source).err());
        }
        let mut overridden = BTreeSet::new();
        for (name, text) in parts.overrides {
            match environment.add_template_owned(format!("{OVERRIDE_FOLDER}{name}"), text.clone()) {
                Ok(()) => drop(overridden.insert(name.clone())),
                Err(error) => errors.push(error),
            }
        }
        let overridden = Arc::new(overridden);
        let known = overridden.clone();
        environment.set_path_join_callback(move |name, _| resolve(name, &known));
        add_asset_function(&mut environment, parts.asset_urls.clone());
        let environments = parts.languages.iter().map(|strings| {
            let mut localised = environment.clone();
            add_text_function(&mut localised, strings.clone());
            (strings.tag().to_owned(), localised)
        });
        (Self { environments: environments.collect(), overridden }, errors)
    }

    /// Renders a template, or its override where there is one.
    pub(super) fn render(&self, template: &str, language: &str, context: Value) -> Result<String, Error> {
        let missing = || Error::new(ErrorKind::TemplateNotFound, format!("there is no template `{template}`"));
        let environment = self.environments.get(language).ok_or_else(missing)?;
        environment.get_template(&resolve(template, &self.overridden))?.render(context)
    }
}

/// An environment that reaches nothing outside of itself.
pub(super) fn closed_environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(print);
    // Layout comes from the tags' own lines: they leave no blank lines behind.
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(false);
    if let Ok(syntax) = syntax.build() {
        environment.set_syntax(syntax);
    }
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(RECURSION_LIMIT);
    // Costs nothing until something is undefined; then the error knows its name.
    environment.set_debug(true);
    // Finished HTML comes from the context alone.
    environment.remove_filter("safe");
    environment.remove_filter("pprint");
    environment.remove_global("debug");
    environment.add_filter("escape", escape);
    environment.add_filter("e", escape);
    environment.add_function("lang", lang);
    environment
}

/// The name under which the engine knows what a template names.
fn resolve<'a>(name: &'a str, overridden: &BTreeSet<String>) -> Cow<'a, str> {
    match name.strip_prefix(DEFAULT_PREFIX) {
        Some(original) => Cow::Borrowed(original),
        None if overridden.contains(name) => Cow::Owned(format!("{OVERRIDE_FOLDER}{name}")),
        None => Cow::Borrowed(name),
    }
}

/// `t("id", name=value)`: a text of the interface.
fn add_text_function(environment: &mut Environment<'static>, strings: Arc<Strings>) {
    environment.add_function("t", move |id: &str, values: Kwargs| -> Result<Value, Error> {
        match strings.plain(id) {
            Some(text) => {
                values.assert_all_used()?;
                Ok(Value::from(text.clone()))
            }
            None => text_with_values(&strings, id, &values).map(Value::from),
        }
    });
}

fn text_with_values(strings: &Strings, id: &str, values: &Kwargs) -> Result<String, Error> {
    let mut owned: Vec<(&str, Value)> = Vec::new();
    for name in values.args() {
        owned.push((name, values.get(name)?));
    }
    let args: Result<Vec<(&str, Arg<'_>)>, Error> = owned
        .iter()
        .map(|(name, value)| match value.as_str().map(Arg::Text).or_else(|| value.as_usize().map(Arg::Number)) {
            Some(arg) => Ok((*name, arg)),
            None => Err(Error::new(ErrorKind::InvalidOperation, format!("`{name}` of the text `{id}` is neither a text nor a whole number"))),
        })
        .collect();
    strings.try_format(id, &args?).map_err(|error| {
        let known = strings.ids();
        let near = matches!(error, TextError::Unknown(_)).then(|| crate::diagnostic::nearest(id, known)).flatten();
        let message = near.map_or_else(|| error.to_string(), |near| format!("{error}; did you mean `{near}`?"));
        Error::new(ErrorKind::InvalidOperation, message)
    })
}

/// `asset("site.css")`: the address of a file of the theme.
fn add_asset_function(environment: &mut Environment<'static>, urls: BTreeMap<String, String>) {
    let urls: BTreeMap<String, Value> = urls.into_iter().map(|(name, url)| (name, Value::from(url))).collect();
    environment.add_function("asset", move |name: &str| -> Result<Value, Error> {
        urls.get(name).cloned().ok_or_else(|| {
            let known = urls.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            Error::new(ErrorKind::InvalidOperation, format!("the theme has no file `{name}`; it has {known}"))
        })
    });
}

/// `lang(language)`: the attributes of a text in another language than what stands around it. Nothing
/// where there is no other, or where it is `around` after all. Every title asks for it, so it isn't a macro.
fn lang(language: &Value, around: Option<&Value>) -> Result<Value, Error> {
    let mut attributes = String::new();
    if !language.is_none() {
        let (tag, direction) = (text_of(language, "tag")?, text_of(language, "direction")?);
        let around = around.map(|around| text_of(around, "tag")).transpose()?;
        if around.as_ref() != Some(&tag) {
            for (name, value) in [(" lang=\"", &tag), ("\" dir=\"", &direction)] {
                attributes.push_str(name);
                escape::TEMPLATE.push(&mut attributes, value.as_str().unwrap_or_default());
            }
            attributes.push('"');
        }
    }
    Ok(Value::from_safe_string(attributes))
}

/// A text that every language has.
fn text_of(language: &Value, name: &str) -> Result<Value, Error> {
    let text = language.get_attr(name).ok().filter(|text| text.as_str().is_some());
    text.ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "`lang` takes a language that is there, as in `lang(item.language)`"))
}

/// Writes a value into a page. What a page can't show is an error, so that no page says `{}`; an
/// empty value writes nothing.
fn print(output: &mut Output<'_>, _state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if let Some(text) = value.as_str() {
        return if value.is_safe() { Ok(output.write_str(text)?) } else { Ok(escape::TEMPLATE.write(output, text)?) };
    }
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => Ok(()),
        ValueKind::Bool => Ok(output.write_str(if value.is_true() { "true" } else { "false" })?),
        ValueKind::Number => Ok(write!(output, "{value}")?),
        ValueKind::Map => Err(Error::new(ErrorKind::InvalidOperation, "this holds several values; name the one to print, as in `date.text`")),
        ValueKind::Seq | ValueKind::Iterable => Err(Error::new(ErrorKind::InvalidOperation, "this is a list; print its items with `{% for %}`")),
        _ => Ok(escape::TEMPLATE.write(output, &value.to_string())?),
    }
}

fn escape(state: &mut State<'_, '_>, value: Value) -> Result<Value, Error> {
    if value.is_safe() { Ok(value) } else { state.format(value).map(Value::from_safe_string) }
}
