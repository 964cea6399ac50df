//! What can stand in a field: how it is read, what it is called, and what its absence means.

use super::{Data, Reader, RecordInfo, Value};
use crate::diagnostic::{ByteRange, Span};
use std::collections::BTreeMap;

/// A type that a field can have.
pub trait Field: Sized {
    /// Whether leaving the field out is an error.
    const REQUIRED: bool = true;

    /// What may be written, in words for the handbook.
    fn type_name() -> String;

    /// Reads a value; on `None` the mistake has been reported.
    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self>;

    /// The value when the field is left out; `None` where it is required.
    fn absent() -> Option<Self> {
        None
    }

    /// The record that the field holds, where it holds one.
    fn nested() -> Option<RecordInfo> {
        None
    }
}

impl<T: Field> Field for Option<T> {
    const REQUIRED: bool = false;

    fn type_name() -> String {
        T::type_name()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        T::read(value, reader).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn nested() -> Option<RecordInfo> {
        T::nested()
    }
}

impl<T: Field> Field for Vec<T> {
    const REQUIRED: bool = false;

    fn type_name() -> String {
        format!("a list, each {}", T::type_name())
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let Data::List(items) = &value.data else {
            return not_a_list(value, T::nested().is_some(), reader);
        };
        let read: Vec<Option<T>> = items.iter().map(|item| T::read(item, reader)).collect();
        read.into_iter().collect()
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn nested() -> Option<RecordInfo> {
        T::nested()
    }
}

/// Reports what is no list, with the list that was meant.
fn not_a_list<T>(value: &Value, is_of_tables: bool, reader: &mut Reader<'_>) -> Option<T> {
    let hint = match &value.data {
        Data::Text(text) => format!("write it between brackets: [\"{text}\"]"),
        Data::Integer(number) => format!("write it between brackets: [{number}]"),
        Data::Table(_) if is_of_tables => "write its name between two brackets on each side, `[[…]]`: there may be several".to_owned(),
        Data::Unread => return None,
        _ => "write a list `[…]` here".to_owned(),
    };
    reader.report("field-type", value.span, format!("expected a list `[…]`, found {}", value.data.described()), hint);
    None
}

/// A table whose names the writer chooses.
impl<T: Field> Field for BTreeMap<String, T> {
    const REQUIRED: bool = false;

    fn type_name() -> String {
        format!("a table of names, each {}", T::type_name())
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let table = reader.expect_table(value)?;
        let read: Vec<Option<(String, T)>> = table.entries.iter().map(|(key, value)| Some((key.name.clone(), T::read(value, reader)?))).collect();
        read.into_iter().collect()
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn nested() -> Option<RecordInfo> {
        T::nested()
    }
}

impl Field for String {
    fn type_name() -> String {
        "text".to_owned()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.expect_text(value, "text")?.trim();
        if text.is_empty() {
            reader.report_empty(value);
            return None;
        }
        Some(text.to_owned())
    }
}

impl Field for bool {
    const REQUIRED: bool = false;

    fn type_name() -> String {
        "`true` or `false`".to_owned()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match &value.data {
            Data::Boolean(flag) => Some(*flag),
            Data::Text(text) if text == "true" => Some(true),
            Data::Text(text) if text == "false" => Some(false),
            Data::Text(_) => {
                reader.report("field-type", value.span, "expected true or false, found text", "write `true` or `false`, without quotes");
                None
            }
            _ => {
                reader.report_type(value, "true or false");
                None
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl Field for u32 {
    fn type_name() -> String {
        "a whole number".to_owned()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let number = match &value.data {
            Data::Integer(number) => Self::try_from(*number).ok(),
            Data::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            reader.report_type(value, "a whole number that is not negative");
        }
        number
    }
}

impl Field for i64 {
    fn type_name() -> String {
        "a whole number".to_owned()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let number = match &value.data {
            Data::Integer(number) => Some(*number),
            Data::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            reader.report_type(value, "a whole number");
        }
        number
    }
}

/// A value that remembers where it was written, for what is found out later.
#[derive(Clone, Debug, PartialEq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T: Field> Field for At<T> {
    const REQUIRED: bool = T::REQUIRED;

    fn type_name() -> String {
        T::type_name()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let span = reader.span(value.span);
        T::read(value, reader).map(|value| Self { value, span })
    }

    fn nested() -> Option<RecordInfo> {
        T::nested()
    }
}

impl Value {
    /// A text value that stands at `span`, as directive attributes are.
    pub const fn text(text: String, span: ByteRange) -> Self {
        Self { span, data: Data::Text(text) }
    }
}
