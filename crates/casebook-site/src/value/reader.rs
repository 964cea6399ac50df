//! Reading records: every mistake is reported with its place, every reference is remembered.

use super::record::Record as _;
use super::{Data, Field, FieldInfo, Key, RecordInfo, Scope, Table, Value};
use crate::diagnostic::{ByteRange, Diagnostic, Span, nearest};
use crate::entry::{Common, Kind};
use crate::settings::{SETTINGS_PATH, Settings};
use crate::source::SitePath;

/// The name of another entry, written somewhere and checked when all entries are known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// The entry's content path without ending.
    pub id: String,
    /// Where it was written.
    pub span: Span,
    /// The kinds that the entry may have; none for any.
    pub expects: &'static [Kind],
}

/// For what a file is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileRole {
    /// Readers load it as it is: a document to keep.
    Offered,
    /// It is a film or sound that browsers play.
    Played,
    /// Its words are shown with a film, or below it.
    Track,
    /// It says what stands on a scan; readers see its words.
    Transcription,
    /// A link leads to it.
    Linked,
    /// It is shown as a picture in a text, or in a browser's tab.
    Shown,
    /// It is the main picture of its entry.
    Main,
    /// It is the cover of an edition.
    Cover,
    /// It is the picture of a document's page.
    Sheet,
}

/// A file beside an entry, named in its front matter or text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileUse {
    /// The file, resolved against the folder of the file that names it.
    pub file: SitePath,
    /// Where it was written.
    pub span: Span,
    /// For what it is named.
    pub role: FileRole,
}

/// What reading a file has found out beside its values.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Which entries it names.
    pub references: Vec<Reference>,
    /// Which files it names.
    pub files: Vec<FileUse>,
    /// To which whole addresses its raw HTML links: one may name this very site.
    pub raw_links: Vec<(String, Span)>,
    /// In which languages it gives a short text beside others.
    pub languages: Vec<(String, Span)>,
}

/// Reads values that stand in one file.
#[derive(Debug)]
pub struct Reader<'a> {
    path: &'a SitePath,
    /// The line of a directive, whose attributes are read.
    line: Option<&'a str>,
    /// Whether what is read may be left out.
    may_be_absent: bool,
    /// What was found so far.
    pub findings: &'a mut Findings,
}

impl<'a> Reader<'a> {
    /// A reader of the file at `path`.
    pub const fn new(path: &'a SitePath, findings: &'a mut Findings) -> Self {
        Self { path, line: None, may_be_absent: true, findings }
    }

    /// A reader of a directive's attributes; `line` is what opens the directive.
    pub const fn of_directive(path: &'a SitePath, line: &'a str, findings: &'a mut Findings) -> Self {
        Self { path, line: Some(line), may_be_absent: true, findings }
    }

    /// The file that is read.
    pub const fn path(&self) -> &SitePath {
        self.path
    }

    /// A place in this file.
    pub fn span(&self, range: ByteRange) -> Span {
        Span::new(self.path, range)
    }

    /// Reports an error at a place, with what to do.
    pub fn report(&mut self, code: &'static str, at: ByteRange, message: impl Into<String>, hint: impl Into<String>) {
        let diagnostic = Diagnostic::error(code, message).at(self.span(at)).hint(hint);
        self.findings.diagnostics.push(diagnostic);
    }

    /// Reports that something else was expected here.
    pub fn report_type(&mut self, value: &Value, expected: &str) {
        if value.data == Data::Unread {
            return;
        }
        let message = format!("expected {expected}, found {}", value.data.described());
        self.report("field-type", value.span, message, format!("write {expected} here"));
    }

    /// Reports a word that is none of the known ones.
    pub fn report_unknown_word<'k>(&mut self, at: ByteRange, written: &str, known: impl Iterator<Item = &'k str> + Clone) {
        let list: Vec<String> = known.clone().map(|word| format!("`{word}`")).collect();
        let diagnostic = Diagnostic::error("field-choice", format!("`{written}` is not one of the words that may stand here"))
            .at(self.span(at))
            .did_you_mean(written, known)
            .hint(format!("it may be {}", list.join(", ")));
        self.findings.diagnostics.push(diagnostic);
    }

    /// Reports a text without words.
    pub fn report_empty(&mut self, value: &Value) {
        let or_else = if self.may_be_absent { ", or leave it out" } else { "" };
        self.report("field-empty", value.span, "this text is empty", format!("write something between the quotes{or_else}"));
    }

    /// The text of a value, or a report.
    pub fn expect_text<'v>(&mut self, value: &'v Value, expected: &str) -> Option<&'v str> {
        match &value.data {
            Data::Text(text) => Some(text),
            Data::Integer(number) => {
                let message = format!("expected {expected}, found {}", value.data.described());
                self.report("field-type", value.span, message, format!("write it between quotes: \"{number}\""));
                None
            }
            _ => {
                self.report_type(value, expected);
                None
            }
        }
    }

    /// The table of a value, or a report.
    pub fn expect_table<'v>(&mut self, value: &'v Value) -> Option<&'v Table> {
        match &value.data {
            Data::Table(table) => Some(table),
            _ => {
                self.report_type(value, "a table `{ name = … }`");
                None
            }
        }
    }
}

/// One file's table among the files of an entry.
#[derive(Clone, Copy, Debug)]
pub struct Layer<'a> {
    /// The file.
    pub path: &'a SitePath,
    /// Its front matter.
    pub table: &'a Table,
}

/// The fields of one record, taken out by name.
///
/// An entry in a second language has two layers: its own file, and the first file, which says
/// what is shared.
#[derive(Debug)]
pub struct Fields<'a, 'r> {
    own: Layer<'a>,
    first: Option<Layer<'a>>,
    /// The line of a directive, whose attributes they are.
    line: Option<&'a str>,
    findings: &'r mut Findings,
}

impl<'a> Fields<'a, 'a> {
    /// The fields of a table inside the reader's file.
    pub fn single(table: &'a Table, reader: &'a mut Reader<'_>) -> Self {
        Self { own: Layer { path: reader.path, table }, first: None, line: reader.line, findings: reader.findings }
    }
}

impl<'a, 'r> Fields<'a, 'r> {
    /// The fields of an entry's file; `first` is the entry's first file where that is another one.
    pub const fn layered(own: Layer<'a>, first: Option<Layer<'a>>, findings: &'r mut Findings) -> Self {
        Self { own, first, line: None, findings }
    }

    /// Reads one field. What is wrong is reported and then counts as missing; `None` if it is
    /// missing and required.
    pub fn take<T: Field>(&mut self, name: &'static str, scope: Scope) -> Option<T> {
        let found = self.find(name, scope);
        let Some((layer, value)) = found else {
            if T::REQUIRED {
                self.report_missing::<T>(name, scope);
            }
            return T::absent();
        };
        let mut reader = Reader { may_be_absent: !T::REQUIRED, ..Reader::new(layer.path, self.findings) };
        T::read(value, &mut reader).or_else(T::absent)
    }

    fn find(&mut self, name: &str, scope: Scope) -> Option<(Layer<'a>, &'a Value)> {
        let own = self.own;
        let here = own.table.entries.iter().find(|(key, _)| key.name == name);
        let Some(first) = self.first else { return here.map(|(_, value)| (own, value)) };
        match (scope, here) {
            (Scope::Own | Scope::Text, Some((_, value))) => Some((own, value)),
            (Scope::Own, None) => None,
            (Scope::Shared, Some((key, _))) => {
                self.report_shared(key, first.path);
                first.table.get(name).map(|value| (first, value))
            }
            (Scope::Shared | Scope::Text, None) => first.table.get(name).map(|value| (first, value)),
        }
    }

    fn report_shared(&mut self, key: &Key, first: &SitePath) {
        let diagnostic = Diagnostic::error("field-shared", format!("`{}` is said once for all languages", key.name))
            .at(Span::new(self.own.path, key.span))
            .hint(format!("take this line out; it belongs into {first}"));
        self.findings.diagnostics.push(diagnostic);
    }

    /// What all languages share is missing in the first file, and only there.
    fn report_missing<T: Field>(&mut self, name: &str, scope: Scope) {
        let layer = self.first.filter(|_| scope != Scope::Own).unwrap_or(self.own);
        let diagnostic = Diagnostic::error("field-missing", missing(name)).at(Span::new(layer.path, layer.table.span));
        let diagnostic = diagnostic.hint(match self.line.map(str::trim_end) {
            Some(line) => {
                let (begun, space) = line.strip_suffix('}').map_or((format!("{line}{{"), ""), |begun| (begun.trim_end().to_owned(), " "));
                format!("write `{begun}{space}{name}=\"…\"}}`; it is {}", T::type_name())
            }
            None => format!("add `{name} = …`; it is {}", T::type_name()),
        });
        self.findings.diagnostics.push(diagnostic);
    }

    /// Reports every name that none of these records has, with the nearest that one of them has.
    pub fn report_unknown(&mut self, records: &[RecordInfo]) {
        let known = || records.iter().flat_map(RecordInfo::fields).map(|field: &FieldInfo| field.name);
        for (key, _) in &self.own.table.entries {
            if key.name.starts_with('/') {
                let old = Diagnostic::error("field-unknown", format!("`{}` is an address and no field", key.name));
                let hint = "old addresses stand at the end of site.toml, below a line `[redirects]`; a `#` in front of that line makes it a remark";
                self.findings.diagnostics.push(old.at(Span::new(self.own.path, key.span)).hint(hint));
                continue;
            }
            if known().any(|name| name == key.name) {
                continue;
            }
            let all: Vec<&str> = known().collect();
            let unknown = Diagnostic::error("field-unknown", format!("there is no field `{}` here", key.name));
            let unknown = unknown.at(Span::new(self.own.path, key.span));
            let elsewhere = kinds_with(&key.name, records).or_else(|| part_with(&key.name, records));
            let unknown = match elsewhere {
                Some(hint) => unknown.hint(hint),
                None => {
                    self.forget_missing(nearest(&key.name, known()));
                    unknown.did_you_mean(&key.name, known())
                }
            };
            let unknown = match self.meant_above(key, records) {
                Some(hint) => unknown.hint(hint),
                None => unknown,
            };
            self.findings.diagnostics.push(unknown.hint(format!("known here: {}", all.join(", "))));
        }
    }

    /// What is written with a slip isn't missing as well.
    fn forget_missing(&mut self, meant: Option<&str>) {
        let Some(missing) = meant.map(missing) else { return };
        let table = Span::new(self.own.path, self.own.table.span);
        self.findings.diagnostics.retain(|diagnostic| diagnostic.message != missing || diagnostic.span.as_ref() != Some(&table));
    }

    /// In TOML every line below a `[table]` belongs to it: who adds a line at the end is caught out.
    fn meant_above(&self, key: &Key, records: &[RecordInfo]) -> Option<&'static str> {
        let table = self.own.table.span;
        // What stands between braces was put there on purpose.
        let is_in_braces = table.start < key.span.start && key.span.end <= table.end;
        let is_whole = |record: &RecordInfo| [Common::INFO.name, Settings::INFO.name].contains(&record.name);
        if is_in_braces || records.iter().any(is_whole) {
            return None;
        }
        let is_key = |field: &FieldInfo| field.name == key.name;
        if self.own.path.as_str() == SETTINGS_PATH {
            return Settings::INFO.fields().any(is_key).then_some(ABOVE_IN_SETTINGS);
        }
        let mut of_entries = Common::INFO.fields().chain(Kind::ALL.iter().flat_map(|kind| kind.info().fields()));
        of_entries.any(is_key).then_some("if it belongs to the whole entry, write it above the first line in [brackets]")
    }
}

fn missing(name: &str) -> String {
    format!("`{name}` is missing")
}

/// The kinds that have a field of this name, where it stands in an entry of another kind.
fn kinds_with(name: &str, records: &[RecordInfo]) -> Option<String> {
    if !records.iter().any(|record| record.name == Common::INFO.name) {
        return None;
    }
    let kinds = Kind::ALL.iter().filter(|kind| kind.info().fields().any(|field| field.name == name));
    let kinds: Vec<String> = kinds.map(|kind| format!("`{}`", kind.word())).collect();
    match kinds.as_slice() {
        [] => None,
        [kind] => Some(format!("the kind {kind} has it: is this one? then write `kind = \"{}\"`", kind.trim_matches('`'))),
        [kinds @ .., last] => Some(format!("the kinds {} and {last} have it; write `kind = \"…\"` if this is one of them", kinds.join(", "))),
    }
}

/// The part of these records that has a field of this name: who writes `publisher` means that of an edition.
fn part_with(name: &str, records: &[RecordInfo]) -> Option<String> {
    let mut parts = records.iter().flat_map(RecordInfo::fields).filter_map(|field| Some((field, (field.nested)()?)));
    let (part, field) = parts.find_map(|(part, record)| record.fields().find(|field| field.name == name).map(|field| (part.name, field)))?;
    let belongs = format!("`{name}` belongs to a part of this");
    Some(if !records.iter().any(|record| record.name == Common::INFO.name) {
        format!("{belongs}: write it below the line in brackets that ends with `{part}]]`")
    } else if (field.nested)().is_some() {
        format!("{belongs}: write it below a line `[[{part}]]`, as `[[{part}.{name}]]`")
    } else {
        format!("{belongs}: write it below a line `[[{part}]]`")
    })
}

/// What to do with a setting that stands in a table.
pub(crate) const ABOVE_IN_SETTINGS: &str = "if it is meant for the whole site, write it above the first line in [brackets]";
