//! The untyped tree that every record is read from: a value and the place where it was written.

use super::syntax::explained;
use super::unclosed::{self, Unclosed};
use crate::diagnostic::{ByteRange, Diagnostic, Span};
use crate::source::SitePath;
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Where in the file.
    pub span: ByteRange,
    /// What was written.
    pub data: Data,
}

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Text between quotes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// `true` or `false`; a directive attribute without a value is `true`.
    Boolean(bool),
    /// A TOML date, time or both, as it was written.
    Date(String),
    /// A list.
    List(Vec<Value>),
    /// Names and values.
    Table(Table),
    /// What could not be read; that has been reported.
    Unread,
}

impl Data {
    /// What this is, in words for a diagnostic.
    pub const fn described(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Boolean(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Unread => "something that can't be read",
        }
    }
}

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The name.
    pub name: String,
    /// Where in the file.
    pub span: ByteRange,
}

/// Names and values in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Where in the file; used for what is missing.
    pub span: ByteRange,
    /// The names and values.
    pub entries: Vec<(Key, Value)>,
}

impl Table {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries.iter().find(|(key, _)| key.name == name).map(|(_, value)| value)
    }

    /// The text of a name, if it is text.
    pub fn get_text(&self, name: &str) -> Option<&str> {
        match &self.get(name)?.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Parses TOML that stands at `offset` in the file at `path`. Every syntax error is reported; what
/// could be understood is returned.
pub fn parse_toml(path: &SitePath, text: &str, offset: u32) -> (Table, Vec<Diagnostic>) {
    let as_typed = DeTable::parse_recoverable(text);
    // What the parser understands is as it should be, however odd it looks.
    let unclosed = if as_typed.1.is_empty() { Vec::new() } else { unclosed::find(text) };
    let whole = unclosed::without(text, &unclosed);
    let (root, errors) = if unclosed.is_empty() { as_typed } else { DeTable::parse_recoverable(&whole) };
    let mut diagnostics: Vec<Diagnostic> = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(0..0);
            let explained = explained(error.message(), &whole, span.clone());
            let range = ByteRange::from(explained.range.unwrap_or(span)).shifted(offset);
            Diagnostic::error("toml-syntax", explained.message).at(Span::new(path, range)).hint(explained.hint)
        })
        .collect();
    // One mistake can trip the parser several times on its line.
    diagnostics.dedup_by(|next, first| next.message == first.message && are_on_one_line(first, next, text, offset));
    let open = |open: &Unclosed| {
        let range = ByteRange::from(open.at.clone()).shifted(offset);
        Diagnostic::error("toml-syntax", open.message).at(Span::new(path, range)).hint(open.hint)
    };
    diagnostics.splice(0..0, unclosed.iter().map(open));
    let mut conversion = Conversion { offset, unclosed: &unclosed, unusable: Vec::new() };
    let table = conversion.table(root.get_ref(), ByteRange::from(0..0).shifted(offset));
    diagnostics.extend(conversion.unusable.into_iter().map(|range| {
        let diagnostic = Diagnostic::error("toml-syntax", "this number is too large, or has other digits than 0 to 9");
        diagnostic.at(Span::new(path, range)).hint("write a smaller number in ordinary digits, or text in double quotes")
    }));
    (table, diagnostics)
}

fn are_on_one_line(first: &Diagnostic, next: &Diagnostic, text: &str, offset: u32) -> bool {
    let start = |diagnostic: &Diagnostic| diagnostic.span.as_ref().map_or(0, |span| span.range.start.saturating_sub(offset) as usize);
    let (from, to) = (start(first).min(start(next)), start(first).max(start(next)));
    text.get(from..to).is_some_and(|between| !between.contains('\n'))
}

/// How what the parser found becomes our tree.
struct Conversion<'a> {
    offset: u32,
    unclosed: &'a [Unclosed],
    /// The places of numbers that are none.
    unusable: Vec<ByteRange>,
}

impl Conversion<'_> {
    fn table(&mut self, table: &DeTable<'_>, span: ByteRange) -> Table {
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, item)| {
                let key = Key { name: key.get_ref().to_string(), span: ByteRange::from(key.span()).shifted(self.offset) };
                (key, self.value(item))
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span);
        Table { span, entries }
    }

    fn value(&mut self, item: &toml::Spanned<DeValue<'_>>) -> Value {
        let start = item.span().start;
        let span = ByteRange::from(item.span()).shifted(self.offset);
        let data = match item.get_ref() {
            _ if self.unclosed.iter().any(|unclosed| unclosed.value.start == start) => Data::Unread,
            DeValue::String(text) => Data::Text(text.to_string()),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Data::Integer(number),
                Err(_) => {
                    self.unusable.push(span);
                    Data::Text(number.as_str().to_owned())
                }
            },
            DeValue::Float(number) => number.as_str().parse().map_or_else(|_| Data::Text(number.as_str().to_owned()), Data::Float),
            DeValue::Boolean(flag) => Data::Boolean(*flag),
            DeValue::Datetime(moment) => Data::Date(moment.to_string()),
            DeValue::Array(items) => Data::List(items.iter().map(|item| self.value(item)).collect()),
            DeValue::Table(inner) => Data::Table(self.table(inner, span)),
        };
        Value { span, data }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_valid_is_never_called_unclosed() {
        let path = SitePath::new("site.toml").expect("a path");
        let text = "\"a\\\"b\" = \"\"\"\nx = [\n\"\"\"\n";
        assert!(!unclosed::find(text).is_empty(), "looked at alone, it seems so");
        assert_eq!(parse_toml(&path, text, 0).1, []);
    }
}
