//! Values that people write (front matter, `site.toml`, directive attributes) as typed records.
//!
//! One mechanism reads all three: a [`record!`] declares a struct with its fields, their docs and
//! their scope; reading it reports every mistake with its place, and the same declaration prints
//! the handbook's reference. Nothing here knows what the records mean.

mod date;
mod field;
mod localised;
mod reader;
mod record;
mod syntax;
mod tree;
mod types;
mod unclosed;

pub use date::{Moment, PartialDate, Precision};
pub use field::{At, Field};
pub use localised::Localised;
pub(crate) use reader::ABOVE_IN_SETTINGS;
pub use reader::{Fields, FileRole, FileUse, Findings, Layer, Reader, Reference};
pub use record::{FieldInfo, Record, RecordInfo, Scope};
pub(crate) use record::{choice, record};
pub use tree::{Data, Key, Table, Value, parse_toml};
pub(crate) use types::PRIVATE;
pub use types::{
    AnyRef, BookRef, Boxed, Country, CoverRef, DocumentRef, FileRef, Isbn, LanguageTag, Length, MainPictureRef, MediaRef, PersonRef, PictureRef,
    PrivateFile, RecordingRef, SectionRef, SheetRef, Slug, SourceRef, TrackRef, TranscriptionRef, Url,
};
