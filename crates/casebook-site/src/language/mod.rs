//! The words of the interface in the reader's language.
//!
//! One Fluent file a language: texts with plural forms, month names, the pattern of a date, how a
//! list is joined. Adding a language is adding a file. What a language lacks is said in English;
//! nothing here knows which language a reader or a page has.

mod file;
mod order;
#[cfg(test)]
mod tests;

pub(crate) use file::{is_strings_file, message_ids};
pub use order::sort_key;

use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::value::{PartialDate, Precision};
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue, concurrent::FluentBundle, resolver::ResolverError};
use jiff::ZonedDateTime;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::{fmt, sync::Arc};
use unic_langid::{CharacterDirection, LanguageIdentifier};

/// The language whose file has every text: the others fall back to it.
pub const FALLBACK: &str = "en";

/// A value that a text takes.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    /// Text.
    Text(&'a str),
    /// A number, which may choose a plural form.
    Number(usize),
}

/// Why there is no such text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Neither this language nor English has the id.
    #[error("there is no text `{0}`")]
    Unknown(String),
    /// The text names a value that wasn't given, or refers to a text that doesn't exist.
    #[error("the text `{id}` lacks something: {reason}")]
    Incomplete {
        /// The id of the text.
        id: String,
        /// What it lacks.
        reason: String,
    },
}

/// The texts of one language.
pub struct Strings {
    tag: String,
    direction: &'static str,
    bundle: FluentBundle<FluentResource>,
    /// Texts that take no value, resolved once: pages ask for these dozens of times.
    plain: HashMap<String, Arc<str>>,
    ids: BTreeSet<String>,
    fallback: Option<Arc<Strings>>,
}

impl Strings {
    /// The texts of these files, the later before the earlier; what they lack is in `fallback`.
    fn new(tag: &str, resources: Vec<FluentResource>, fallback: Option<Arc<Self>>) -> Self {
        let language: LanguageIdentifier = tag.parse().unwrap_or_default();
        let by_script = match language.character_direction() {
            CharacterDirection::RTL => "rtl",
            CharacterDirection::LTR | CharacterDirection::TTB => "ltr",
        };
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        // It fails only where a function of the name exists, and the bundle is new.
        let _new = bundle.add_builtins();
        let mut ids: BTreeSet<String> = resources.iter().flat_map(|resource| message_ids(resource.source())).collect();
        ids.extend(fallback.iter().flat_map(|fallback| fallback.ids.iter().cloned()));
        for resource in resources {
            bundle.add_resource_overriding(resource);
        }
        let direction = match written_direction(&bundle).as_deref() {
            Some("rtl") => "rtl",
            Some("ltr") => "ltr",
            _ => by_script,
        };
        let mut strings = Self { tag: tag.to_owned(), direction, bundle, plain: HashMap::new(), ids, fallback };
        strings.plain = strings.ids.iter().filter_map(|id| Some((id.clone(), strings.resolve(id, None).ok()?.into()))).collect();
        strings
    }

    /// The tag of the language: `de`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        self.direction
    }

    /// The text of this id; the id itself where there is none.
    pub fn text(&self, id: &str) -> String {
        self.format(id, &[])
    }

    /// The text with values; the id itself where there is none.
    pub fn format(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.try_format(id, args).unwrap_or_else(|_| id.to_owned())
    }

    /// The text, if this language or English has one that takes no value.
    pub fn find(&self, id: &str) -> Option<String> {
        self.plain(id).map(|text| text.as_ref().to_owned())
    }

    /// A text that takes no value, shared.
    pub fn plain(&self, id: &str) -> Option<&Arc<str>> {
        self.plain.get(id)
    }

    /// The text with values; what is missing is an error.
    pub fn try_format(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Result<String, TextError> {
        if let Some(text) = self.plain(id) {
            return Ok(text.as_ref().to_owned());
        }
        let values: FluentArgs<'_> = args
            .iter()
            .map(|(name, arg)| match arg {
                Arg::Text(text) => (*name, FluentValue::from(*text)),
                Arg::Number(number) => (*name, FluentValue::from(*number)),
            })
            .collect();
        self.resolve(id, Some(&values))
    }

    fn resolve(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Result<String, TextError> {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return match &self.fallback {
                Some(fallback) => fallback.resolve(id, args),
                None => Err(TextError::Unknown(id.to_owned())),
            };
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        match errors.first() {
            Some(error) => Err(TextError::Incomplete { id: id.to_owned(), reason: reason(error) }),
            None => Ok(text),
        }
    }

    /// The ids of all texts, this language's and English ones.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    /// A date in words, as exact as it is known.
    pub fn date(&self, date: PartialDate) -> String {
        let day = date.first_day();
        let (year, month) = (day.year().to_string(), self.text(&format!("month-{}", day.month())));
        let number = day.day().to_string();
        let args = [("year", Arg::Text(&year)), ("month", Arg::Text(&month)), ("day", Arg::Text(&number))];
        let pattern = match date.precision() {
            Precision::Day => "date-day",
            Precision::Month => "date-month",
            Precision::Year => "date-year",
        };
        self.try_format(pattern, &args).unwrap_or_else(|_| date.to_string())
    }

    /// A date and the time of day in words.
    pub fn date_time(&self, moment: &ZonedDateTime) -> String {
        let date = self.date(PartialDate::day(moment.date()));
        let time = digits(moment);
        let args = [("date", Arg::Text(&date)), ("time", Arg::Text(&time))];
        self.try_format("date-time", &args).unwrap_or_else(|_| format!("{date} {time}"))
    }

    /// The time of a moment whose day is known: "19:30".
    pub fn time_of_day(&self, moment: &ZonedDateTime) -> String {
        let time = digits(moment);
        self.try_format("time-of-day", &[("time", Arg::Text(&time))]).unwrap_or(time)
    }

    /// "a, b and c".
    pub fn list(&self, items: &[String]) -> String {
        let joined = |pattern: &str, first: &str, rest: &str| {
            let args = [("first", Arg::Text(first)), ("rest", Arg::Text(rest))];
            self.try_format(pattern, &args).unwrap_or_else(|_| format!("{first}, {rest}"))
        };
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first, second] => joined("list-two", first, second),
            [first, middle @ .., last] => {
                let before = middle.iter().fold(first.clone(), |before, item| joined("list-middle", &before, item));
                joined("list-last", &before, last)
            }
        }
    }
}

fn digits(moment: &ZonedDateTime) -> String {
    format!("{:02}:{:02}", moment.hour(), moment.minute())
}

/// The direction that the files themselves name.
fn written_direction(bundle: &FluentBundle<FluentResource>) -> Option<String> {
    let pattern = bundle.get_message("direction")?.value()?;
    Some(bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
}

fn reason(error: &FluentError) -> String {
    match error {
        FluentError::ResolverError(ResolverError::Reference(reference)) => ResolverError::Reference(reference.clone()).to_string().to_lowercase(),
        FluentError::ResolverError(ResolverError::Cyclic) => "it refers to itself".to_owned(),
        other => other.to_string(),
    }
}

impl fmt::Debug for Strings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Strings({}, {} plain texts)", self.tag, self.plain.len())
    }
}

/// A language of the default theme: its tag and its Fluent text.
pub type LanguageFile<'a> = (&'a str, &'a str);

/// The texts of all languages.
#[derive(Clone, Debug)]
pub struct Languages {
    by_tag: BTreeMap<String, Arc<Strings>>,
    fallback: Arc<Strings>,
}

impl Languages {
    /// The languages of the default theme with what the site's `theme/strings/*.ftl` changes and
    /// adds.
    pub fn load(defaults: &[LanguageFile<'_>], source: &Source) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let english = defaults.iter().find(|(tag, _)| *tag == FALLBACK).map_or("", |(_, text)| *text);
        let owned = file::read_owned(source, defaults, english, &mut diagnostics);
        let strings = |tag: &str, fallback: Option<Arc<Strings>>| {
            let default = defaults.iter().find(|(name, _)| *name == tag).map(|(_, text)| (*text).to_owned());
            let texts = default.into_iter().chain(owned.get(tag).cloned());
            Arc::new(Strings::new(tag, texts.map(file::resource).collect(), fallback))
        };
        let fallback = strings(FALLBACK, None);
        let mut by_tag = BTreeMap::from([(FALLBACK.to_owned(), fallback.clone())]);
        let others = defaults.iter().map(|(tag, _)| *tag).chain(owned.keys().map(String::as_str));
        for tag in others.filter(|tag| *tag != FALLBACK) {
            by_tag.entry(tag.to_owned()).or_insert_with(|| strings(tag, Some(fallback.clone())));
        }
        (Self { by_tag, fallback }, diagnostics)
    }

    /// The texts of a language; of the language without its region (`de` for `de-AT`) where it has
    /// none of its own; else English.
    pub fn get(&self, tag: &str) -> &Arc<Strings> {
        let general = tag.split('-').next().unwrap_or(tag);
        self.by_tag.get(tag).or_else(|| self.by_tag.get(general)).unwrap_or(&self.fallback)
    }

    /// All languages in the order of their tags.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Strings>> {
        self.by_tag.values()
    }
}
