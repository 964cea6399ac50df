//! Short texts that stand beside their translations: titles of professions, roles, captions.

use super::{Data, Field, LanguageTag, Reader, Value};
use crate::diagnostic::{Diagnostic, Span};
use std::collections::BTreeMap;

/// Text in every language of the site: plain text where it is the same in all, else a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Localised {
    /// The same in every language.
    Same(String),
    /// By language tag.
    Each(BTreeMap<String, String>),
}

impl Localised {
    /// What to say of a text in a language that the site doesn't have; `None` where it has it.
    pub fn check_language(written: &str, span: &Span, languages: &[LanguageTag]) -> Option<Diagnostic> {
        if languages.iter().any(|language| language.as_str() == written) {
            return None;
        }
        let unknown = Diagnostic::warning("text-language", format!("the site has no language `{written}`")).at(span.clone());
        let unknown = unknown.did_you_mean(written, languages.iter().map(LanguageTag::as_str));
        let known: Vec<String> = languages.iter().map(|language| format!("`{language}`")).collect();
        Some(unknown.hint(format!("the languages of site.toml are {}", known.join(", "))))
    }

    /// The text in a language, else in the default language, else any.
    pub fn in_language(&self, language: &str, default: &str) -> &str {
        match self {
            Self::Same(text) => text,
            Self::Each(texts) => {
                let found = texts.get(language).or_else(|| texts.get(default));
                found.or_else(|| texts.values().next()).map_or("", String::as_str)
            }
        }
    }
}

impl Field for Localised {
    fn type_name() -> String {
        "text, or a table of text by language such as `{ en = \"…\", de = \"…\" }`".to_owned()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match &value.data {
            Data::Table(table) => {
                let languages = table.entries.iter().map(|(key, _)| (key.name.clone(), reader.span(key.span)));
                let languages: Vec<_> = languages.collect();
                reader.findings.languages.extend(languages);
                BTreeMap::<String, String>::read(value, reader).map(Self::Each)
            }
            _ => String::read(value, reader).map(Self::Same),
        }
    }
}
