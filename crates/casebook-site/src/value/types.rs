//! The small types that fields are made of: references, files, addresses, numbers of books.

use super::{Data, Field, FileRole, FileUse, Reader, Reference, Value};
use crate::entry::Kind;
use crate::source::SitePath;
use std::fmt;

/// Declares a type that is read from text by one function and keeps the text.
macro_rules! text_type {
    ($(#[doc = $doc:literal])+ $name:ident, $type_name:literal, $expected:literal, $normalise:expr) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name(String);

        impl $name {
            /// Reads it from text.
            pub fn parse(text: &str) -> Option<Self> {
                let normalise: fn(&str) -> Option<String> = $normalise;
                normalise(text).map(Self)
            }

            /// As text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Field for $name {
            fn type_name() -> String {
                $type_name.to_owned()
            }

            fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
                let text = reader.expect_text(value, $type_name)?.trim();
                let read = Self::parse(text);
                if read.is_none() {
                    reader.report("field-form", value.span, format!("`{text}` is not {}", $type_name), $expected);
                }
                read
            }
        }
    };
}

/// A language tag (BCP 47) as HTML's `lang` takes it: `de`, `pt-br`, `zh-hant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct LanguageTag(String);

/// What people write in place of a tag, in English and in the language itself.
const LANGUAGES: [(&str, &str); 21] = [
    ("english", "en"),
    ("englisch", "en"),
    ("german", "de"),
    ("deutsch", "de"),
    ("french", "fr"),
    ("français", "fr"),
    ("französisch", "fr"),
    ("spanish", "es"),
    ("español", "es"),
    ("spanisch", "es"),
    ("italian", "it"),
    ("italiano", "it"),
    ("italienisch", "it"),
    ("polish", "pl"),
    ("polski", "pl"),
    ("dutch", "nl"),
    ("nederlands", "nl"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("russian", "ru"),
    ("turkish", "tr"),
];

impl LanguageTag {
    /// Reads it from text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let first = parts.next()?;
        let is_language = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_rest = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (is_language && parts.all(is_rest)).then(|| Self(text.to_lowercase()))
    }

    /// The tag of the language that a word names, as in "Deutsch".
    pub fn meant(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        LANGUAGES.iter().find(|(name, _)| *name == word).map(|(_, tag)| Self((*tag).to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Field for LanguageTag {
    fn type_name() -> String {
        "a language tag such as `\"de\"`".to_owned()
    }

    /// Where the name of a language stands in place of its tag, that is reported, and the tag counts:
    /// what follows from it is no further mistake.
    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.expect_text(value, "a language tag such as `\"de\"`")?.trim();
        let read = Self::parse(text);
        if read.is_some() {
            return read;
        }
        let meant = Self::meant(text);
        let hint = meant.as_ref().map_or_else(|| "write two or three letters, e.g. \"en\" or \"de\"".to_owned(), |tag| format!("write \"{tag}\""));
        reader.report("field-form", value.span, format!("`{text}` is not a language tag such as `\"de\"`"), hint);
        meant
    }
}

text_type! {
    /// The last part of an address: lower-case letters and digits joined by single hyphens.
    Slug, "a slug such as `\"my-page\"`", "write lower-case letters, digits and hyphens only", |text| {
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        (text.len() <= 120 && text.split('-').all(is_part)).then(|| text.to_owned())
    }
}

text_type! {
    /// An address on another site, `https` or `http`, or a `mailto:` or `tel:` link.
    Url, "an address such as `\"https://example.org/\"`", "begin with https://, http://, mailto: or tel:", |text| {
        let known = ["https://", "http://", "mailto:", "tel:"];
        let scheme = known.iter().find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
        let is_clean = !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"`\\".contains(c));
        (is_clean && text.len() > scheme.len()).then(|| text.to_owned())
    }
}

text_type! {
    /// A country (ISO 3166-1 alpha-2): `DE`, `GB`.
    Country, "a country code such as `\"DE\"`", "write the two letters of ISO 3166, e.g. DE, AT, CH, GB, US", |text| {
        (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| text.to_uppercase())
    }
}

text_type! {
    /// The number of a book's edition (ISO 2108): ten or thirteen digits with a valid check digit.
    Isbn, "an ISBN with a valid check digit", "copy it from the imprint of the book; hyphens are welcome", |text| {
        let digits: Vec<u32> = text.chars().filter(|c| !matches!(c, '-' | ' ')).map(|c| if c == 'X' { Some(10) } else { c.to_digit(10) }).collect::<Option<_>>()?;
        let is_valid = match digits.len() {
            10 => !digits[..9].contains(&10) && digits.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum::<u32>() % 11 == 0,
            13 => !digits.contains(&10) && digits.iter().zip([1, 3].iter().cycle()).map(|(digit, weight)| digit * weight).sum::<u32>() % 10 == 0,
            _ => false,
        };
        is_valid.then(|| text.to_owned())
    }
}

/// How long a recording is, in whole seconds; written `1:23:45` or `4:05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(u32);

impl Length {
    /// In seconds.
    pub const fn seconds(self) -> u32 {
        self.0
    }

    fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(':').collect();
        if !(2..=3).contains(&parts.len()) || parts[1..].iter().any(|part| part.len() != 2) {
            return None;
        }
        let numbers: Vec<u32> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let in_range = numbers[1..].iter().all(|number| *number < 60) && numbers[0] < 1000;
        in_range.then(|| Self(numbers.iter().fold(0, |sum, number| sum * 60 + number)))
    }
}

/// As clocks show it: `1:23:45`, `4:05`.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        match hours {
            0 => write!(f, "{minutes}:{seconds:02}"),
            _ => write!(f, "{hours}:{minutes:02}:{seconds:02}"),
        }
    }
}

impl Field for Length {
    fn type_name() -> String {
        "a length such as `\"1:23:45\"` or `\"4:05\"`".to_owned()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let length = reader.expect_text(value, "a length in quotes")?.trim();
        let read = Self::parse(length);
        if read.is_none() {
            reader.report(
                "field-form",
                value.span,
                format!("`{length}` is not a length"),
                "write minutes and seconds as \"4:05\", hours as \"1:23:45\"",
            );
        }
        read
    }
}

/// A rectangle on a picture of a page, in thousandths of its width and height: `[x, y, width, height]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Boxed {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// To the right.
    pub width: u32,
    /// Downwards.
    pub height: u32,
}

impl Field for Boxed {
    fn type_name() -> String {
        "a box `[x, y, width, height]` in thousandths of the picture".to_owned()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        if !matches!(value.data, Data::List(_) | Data::Unread) {
            reader.report_type(value, "a box, such as `[80, 250, 500, 60]`; all boxes stand in one more pair of brackets");
            return None;
        }
        let numbers = Vec::<u32>::read(value, reader)?;
        match *numbers.as_slice() {
            [x, y, width, height] if width > 0 && height > 0 && x.saturating_add(width) <= 1000 && y.saturating_add(height) <= 1000 => {
                Some(Self { x, y, width, height })
            }
            _ => {
                let (message, hint) = fault_of_box(&numbers);
                reader.report("field-form", value.span, message, hint);
                None
            }
        }
    }
}

/// What is wrong with numbers that make no box, and what was probably meant.
fn fault_of_box(numbers: &[u32]) -> (String, String) {
    const FORM: &str = "write four numbers from 0 to 1000: left, top, width, height";
    match *numbers {
        [_, _, 0, _] | [_, _, _, 0] => ("this box has no width or no height, so nothing would be marked".to_owned(), FORM.to_owned()),
        // The other way in which boxes are told: by their right and lower edges.
        [x, y, right, bottom] if right > x && bottom > y && right <= 1000 && bottom <= 1000 => {
            let meant = format!(
                "the last two are width and height; if these are the right and the lower edge, write [{x}, {y}, {}, {}]",
                right - x,
                bottom - y
            );
            ("this box goes beyond the picture".to_owned(), meant)
        }
        [_, _, _, _] => {
            ("this box goes beyond the picture".to_owned(), format!("{FORM}; left and width together, top and height together are at most 1000"))
        }
        _ => (format!("a box has four numbers, and this one has {}", numbers.len()), FORM.to_owned()),
    }
}

/// Declares the name of a file beside the entry, which notes for what it is named.
macro_rules! file_type {
    ($(#[doc = $doc:literal])+ $name:ident, $type_name:literal, $role:expr) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SitePath);

        impl $name {
            /// The file.
            pub const fn path(&self) -> &SitePath {
                &self.0
            }
        }

        impl Field for $name {
            fn type_name() -> String {
                $type_name.to_owned()
            }

            fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
                read_file(value, reader, $role).map(Self)
            }
        }
    };
}

file_type! {
    /// A file that lies beside the entry (or is reached from there by a relative path).
    FileRef, "the name of a file beside this one", FileRole::Offered
}

file_type! {
    /// A film or sound that lies beside the entry.
    MediaRef, "the name of a film or sound beside this one", FileRole::Played
}

file_type! {
    /// Captions or a transcript that lie beside the entry.
    TrackRef, "the name of a WebVTT file beside this one", FileRole::Track
}

file_type! {
    /// The text of a scan, beside the entry.
    TranscriptionRef, "the name of a text file beside this one", FileRole::Transcription
}

file_type! {
    /// A picture that lies beside the entry (or is reached from there by a relative path).
    PictureRef, "the name of a picture beside this one", FileRole::Shown
}

file_type! {
    /// The main picture of an entry.
    MainPictureRef, "the name of a picture beside this one", FileRole::Main
}

file_type! {
    /// The cover of an edition.
    CoverRef, "the name of a picture beside this one", FileRole::Cover
}

file_type! {
    /// The picture of a document's page.
    SheetRef, "the name of a picture beside this one", FileRole::Sheet
}

fn read_file(value: &Value, reader: &mut Reader<'_>, role: FileRole) -> Option<SitePath> {
    let name = reader.expect_text(value, "the name of a file")?.trim();
    match reader.path().relative(name) {
        Ok(file) => {
            if let Some((message, hint)) = wrong_ending(&file, role) {
                reader.report("file-ending", value.span, message, hint);
            }
            let span = reader.span(value.span);
            reader.findings.files.push(FileUse { file: file.clone(), span, role });
            Some(file)
        }
        Err(error) => {
            reader.report("file-path", value.span, format!("this is not a file of this site: {error}"), "name a file that lies beside this one");
            None
        }
    }
}

/// The films and sounds that all browsers play, by their endings.
const PLAYED: [&str; 11] = ["mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "oga", "opus", "wav", "flac"];

/// What is wrong with the ending of a file that is named for this.
fn wrong_ending(file: &SitePath, role: FileRole) -> Option<(String, &'static str)> {
    let ending = file.extension();
    let name = file.name();
    match role {
        FileRole::Played if !PLAYED.contains(&ending.as_str()) => {
            Some((format!("browsers don't play `{name}`"), "save a film as MP4 or WebM, and a sound as MP3, M4A or Ogg"))
        }
        FileRole::Track if ending != "vtt" => {
            Some((format!("`{name}` is no WebVTT file"), "captions and transcripts end in .vtt; programs that write subtitles save them as WebVTT"))
        }
        _ => None,
    }
}

/// The folder of what is never published, nor even read.
pub(crate) const PRIVATE: &str = "private";

/// A paper in `private/`, which is named but never published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateFile(SitePath);

impl PrivateFile {
    /// The file.
    pub const fn path(&self) -> &SitePath {
        &self.0
    }
}

impl Field for PrivateFile {
    fn type_name() -> String {
        "the path of a file in `private/`".to_owned()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let name = reader.expect_text(value, "the path of a file")?.trim();
        let path = SitePath::new(name).ok().filter(|path| path.is_below(PRIVATE));
        if path.is_none() {
            reader.report(
                "file-path",
                value.span,
                "this is not a file in `private/`",
                "write the path from the top of the site: \"private/permission.pdf\"",
            );
        }
        path.map(Self)
    }
}

/// Declares a reference to an entry of some kinds, written as its content path without ending.
macro_rules! reference_type {
    ($(#[doc = $doc:literal])+ $name:ident, $kinds:expr, $type_name:literal) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The entry's content path without ending.
            pub fn id(&self) -> &str {
                &self.0
            }
        }

        impl Field for $name {
            fn type_name() -> String {
                $type_name.to_owned()
            }

            fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
                let id = reader.expect_text(value, $type_name)?.trim().trim_matches('/').to_owned();
                let span = reader.span(value.span);
                reader.findings.references.push(Reference { id: id.clone(), span, expects: $kinds });
                Some(Self(id))
            }
        }
    };
}

reference_type! {
    /// Any entry.
    AnyRef, &[], "the content path of an entry such as `\"case/first-trial\"`"
}
reference_type! {
    /// A section or page that has children.
    SectionRef, &[], "the content path of a section such as `\"case\"`"
}
reference_type! {
    /// A person.
    PersonRef, &[Kind::Person], "the content path of a person such as `\"people/jane-doe\"`"
}
reference_type! {
    /// A document.
    DocumentRef, &[Kind::Document], "the content path of a document such as `\"documents/lab-report\"`"
}
reference_type! {
    /// What a quotation is compared with: a document, or a recording with a transcript.
    SourceRef, &[Kind::Document, Kind::Recording], "the content path of a document or recording such as `\"documents/lab-report\"`"
}
reference_type! {
    /// A book.
    BookRef, &[Kind::Book], "the content path of a book such as `\"books/first\"`"
}
reference_type! {
    /// A recording.
    RecordingRef, &[Kind::Recording], "the content path of a recording such as `\"recordings/talk\"`"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isbn_check_digits_are_counted() {
        for (text, valid) in [
            ("978-3-16-148410-0", true),
            ("9783161484100", true),
            ("978-3-16-148410-1", false),
            ("0-306-40615-2", true),
            ("0-8044-2957-X", true),
            ("X-8044-2957-0", false),
            ("123", false),
            ("", false),
        ] {
            assert_eq!(Isbn::parse(text).is_some(), valid, "{text}");
        }
    }

    #[test]
    fn forms_are_strict() {
        assert!(["de", "pt-BR", "zh-hant", "gsw"].iter().all(|tag| LanguageTag::parse(tag).is_some()));
        assert!(["", "d", "german", "de_DE", "de-", "x\u{f6}"].iter().all(|tag| LanguageTag::parse(tag).is_none()));
        assert!(["a", "a-b", "page-2"].iter().all(|slug| Slug::parse(slug).is_some()));
        assert!(["", "-", "a--b", "A", "\u{fc}ber", "a/b", "a b"].iter().all(|slug| Slug::parse(slug).is_none()));
        assert!(["https://example.org/", "HTTPS://example.org", "mailto:a@example.org"].iter().all(|url| Url::parse(url).is_some()));
        assert!(
            ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "https://a b", "ftp://a"]
                .iter()
                .all(|url| Url::parse(url).is_none())
        );
    }

    #[test]
    fn lengths_are_read_as_clocks_show_them() {
        for (text, seconds) in
            [("4:05", Some(245)), ("1:23:45", Some(5025)), ("0:59", Some(59)), ("4:5", None), ("4:60", None), ("90", None), ("1:2:03", None)]
        {
            let length = Length::parse(text);
            assert_eq!(length.map(Length::seconds), seconds, "{text}");
            assert!(length.is_none_or(|length| length.to_string() == text));
        }
    }
}
