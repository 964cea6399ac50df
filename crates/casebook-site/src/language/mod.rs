//! The words of the interface in the reader's language.
//!
//! One Fluent file a language: texts with plural forms, month names, the pattern of a date, how a
//! list is joined. Adding a language is adding a file.

use crate::value::PartialDate;

/// A value that a text takes.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    /// Text.
    Text(&'a str),
    /// A number, which may choose a plural form.
    Number(usize),
}

/// The texts of one language.
#[derive(Debug)]
pub struct Strings;

impl Strings {
    /// The text of this id.
    pub fn text(&self, id: &str) -> String {
        id.to_owned()
    }
    /// The text with values.
    pub fn format(&self, id: &str, _args: &[(&str, Arg<'_>)]) -> String {
        id.to_owned()
    }
    /// The text, if this language has one.
    pub fn find(&self, _id: &str) -> Option<String> {
        None
    }
    /// A date in words.
    pub fn date(&self, date: PartialDate) -> String {
        date.to_string()
    }
    /// "a, b and c".
    pub fn list(&self, items: &[String]) -> String {
        items.join(", ")
    }
    /// a
    pub fn date_time(&self, m: &jiff::ZonedDateTime) -> String {
        m.to_string()
    }
    /// `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        "ltr"
    }
}

/// a
pub fn sort_key(text: &str) -> String {
    text.to_lowercase()
}
