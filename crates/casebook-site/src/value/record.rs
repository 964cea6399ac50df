//! The declaration of a record: fields, types, docs and scope, said once.

use super::{Fields, Reader, Value};

/// To whom a field of an entry belongs when the entry has several language files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Said once, in the entry's first file: dates, persons, sources, files.
    Shared,
    /// May be said again in a language file; otherwise the first file's value holds.
    Text,
    /// Belongs to its own language file alone and is never inherited: title, slug, aliases.
    Own,
}

/// What a record's declaration says of one field.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// The name as it is written.
    pub name: &'static str,
    /// Its docs, one sentence or more.
    pub doc: &'static [&'static str],
    /// What may be written, in words.
    pub type_name: fn() -> String,
    /// Whether leaving it out is an error.
    pub required: bool,
    /// To whom it belongs.
    pub scope: Scope,
    /// The record that it holds, where it holds one.
    pub nested: fn() -> Option<RecordInfo>,
}

/// What the declaration of a record says.
#[derive(Clone, Copy, Debug)]
pub struct RecordInfo {
    /// The name of the type, for a heading.
    pub name: &'static str,
    /// Its docs.
    pub doc: &'static [&'static str],
    /// The record whose fields it has, too.
    pub part: Option<&'static RecordInfo>,
    /// Its own fields in the order of their declaration.
    pub own: &'static [FieldInfo],
}

impl RecordInfo {
    /// All its fields, those of its part first.
    pub fn fields(&self) -> impl Iterator<Item = &'static FieldInfo> + use<> {
        self.part.map_or(&[][..], |part| part.own).iter().chain(self.own)
    }
}

/// A struct that is read from a table. Implemented by [`record!`] alone.
pub trait Record: Sized {
    /// The declaration.
    const INFO: RecordInfo;

    /// Reads every field, reporting all that is wrong; `None` if a required one is missing or wrong.
    fn read_fields(fields: &mut Fields<'_, '_>) -> Option<Self>;

    /// Reads the record from one table and reports the names that it does not know.
    fn read_table(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let table = reader.expect_table(value)?;
        let mut fields = Fields::single(table, reader);
        let record = Self::read_fields(&mut fields);
        fields.report_unknown(&[Self::INFO]);
        record
    }
}

/// Declares a record: `scope name: Type` for each field, with its docs. `with name: Record` in front
/// of them takes in the fields of another record, so that what two records share is said once.
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident {
            $( with $part:ident : $part_type:ty, )?
            $( $(#[doc = $field_doc:literal])+ $scope:ident $field:ident : $type:ty, )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( #[doc = "What it shares with other records."] pub $part: $part_type, )?
            $( $(#[doc = $field_doc])+ pub $field: $type, )*
        }

        $( const _: () = assert!(<$part_type as $crate::value::Record>::INFO.part.is_none(), "a part has no part"); )?

        impl $crate::value::Record for $name {
            const INFO: $crate::value::RecordInfo = $crate::value::RecordInfo {
                name: stringify!($name),
                doc: &[$($doc),+],
                part: $crate::value::record!(@part $($part_type)?),
                own: &[$( $crate::value::FieldInfo {
                    name: stringify!($field),
                    doc: &[$($field_doc),+],
                    type_name: <$type as $crate::value::Field>::type_name,
                    required: <$type as $crate::value::Field>::REQUIRED,
                    scope: $crate::value::record!(@scope $scope),
                    nested: <$type as $crate::value::Field>::nested,
                }, )*],
            };

            #[allow(unused_variables, reason = "some records have no fields")]
            fn read_fields(fields: &mut $crate::value::Fields<'_, '_>) -> Option<Self> {
                $( let $part = <$part_type as $crate::value::Record>::read_fields(fields); )?
                $( let $field = fields.take::<$type>(stringify!($field), $crate::value::record!(@scope $scope)); )*
                Some(Self { $( $part: $part?, )? $( $field: $field?, )* })
            }
        }

        impl $crate::value::Field for $name {
            fn type_name() -> String {
                concat!("a table (`", stringify!($name), "`)").to_owned()
            }

            fn nested() -> Option<$crate::value::RecordInfo> {
                Some(<Self as $crate::value::Record>::INFO)
            }

            fn read(value: &$crate::value::Value, reader: &mut $crate::value::Reader<'_>) -> Option<Self> {
                <Self as $crate::value::Record>::read_table(value, reader)
            }
        }
    };
    (@part) => { None };
    (@part $type:ty) => { Some(&<$type as $crate::value::Record>::INFO) };
    (@scope shared) => { $crate::value::Scope::Shared };
    (@scope text) => { $crate::value::Scope::Text };
    (@scope own) => { $crate::value::Scope::Own };
}

/// Declares an enum that is written as one of a few words.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident { $( $(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal, )+ }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[doc = $variant_doc])+ $variant, )+ }

        impl $name {
            /// All of them, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as it is written.
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            /// What it means, one line a sentence.
            pub const fn doc(self) -> &'static [&'static str] {
                match self { $( Self::$variant => &[$($variant_doc),+], )+ }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl $crate::value::Field for $name {
            fn type_name() -> String {
                let words: Vec<String> = Self::ALL.iter().map(|choice| format!("`\"{}\"`", choice.word())).collect();
                words.join(" or ")
            }

            fn read(value: &$crate::value::Value, reader: &mut $crate::value::Reader<'_>) -> Option<Self> {
                let written = reader.expect_text(value, "one word")?;
                let found = Self::ALL.iter().copied().find(|choice| choice.word() == written);
                if found.is_none() {
                    reader.report_unknown_word(value.span, written, Self::ALL.iter().map(|choice| choice.word()));
                }
                found
            }
        }
    };
}

pub(crate) use {choice, record};
