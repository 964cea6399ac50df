//! What is wrong with the content, said to the person who wrote it.
//!
//! A diagnostic is a value: it is collected, never thrown, and all of them are shown at once. It
//! names the file, the place, what is wrong in plain words, and what to do about it.

mod nearest;
mod print;

pub use nearest::{MAX_SUGGESTIONS, nearest};
pub use print::{Colour, SiteFolder, as_shell_word, to_json, to_text, to_values};

use crate::source::SitePath;
use std::{collections::BTreeSet, ops::Range};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The edition can't go live before it is mended.
    Error,
    /// It goes live, but somebody should look.
    Warning,
}

/// A stretch of a file, in bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub path: SitePath,
    /// The bytes of it; an empty range points between two characters.
    pub range: ByteRange,
}

/// A byte range that can be ordered (`std::ops::Range` can't).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteRange {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl ByteRange {
    /// The range moved by `offset` bytes, as when a part of a file was parsed on its own.
    #[must_use]
    pub const fn shifted(self, offset: u32) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }

    /// As indices into the text.
    pub const fn indices(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for ByteRange {
    fn from(range: Range<usize>) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: narrow(range.start), end: narrow(range.end) }
    }
}

impl Span {
    /// A stretch of a file.
    pub fn new(path: &SitePath, range: impl Into<ByteRange>) -> Self {
        Self { path: path.clone(), range: range.into() }
    }

    /// The very beginning of a file: for what concerns all of it.
    pub fn start_of(path: &SitePath) -> Self {
        Self::new(path, 0..0)
    }
}

/// One thing that is wrong with the content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// How bad it is; first, because errors are told first.
    pub severity: Severity,
    /// Where; `None` for what has no place in a file.
    pub span: Option<Span>,
    /// A stable name for machines and for the handbook, e.g. `field-unknown`.
    pub code: &'static str,
    /// What is wrong, in plain words, without a full stop at the end.
    pub message: String,
    /// What to do, one sentence each.
    pub hints: Vec<String>,
    /// The command that mends it, where there is one. Boxed, because hardly any has one.
    pub command: Option<Box<Command>>,
}

/// A command of Casebook about a file of the site. Where the file lies for the one who reads this,
/// is known only where it is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Command {
    /// When it is to be run, as the beginning of a sentence.
    pub when: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The file.
    pub file: SitePath,
}

impl Diagnostic {
    /// Something that keeps the edition from going live.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { span: None, severity: Severity::Error, code, message: message.into(), hints: Vec::new(), command: None }
    }

    /// Something that somebody should look at.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Says which command mends it.
    #[must_use]
    pub fn command(mut self, command: Command) -> Self {
        self.command = Some(Box::new(command));
        self
    }

    /// Adds "did you mean" when one of the known names is near what was written.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}

/// All diagnostics of an edition: errors first, then sorted by file and place, each said once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    sorted: BTreeSet<Diagnostic>,
}

impl Diagnostics {
    /// Adds one; saying the same twice changes nothing.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.sorted.insert(diagnostic);
    }

    /// Errors first, then in the order of files and places.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.sorted.iter()
    }

    /// Whether the edition must not go live.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.sorted.extend(diagnostics);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self { sorted: diagnostics.into_iter().collect() }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::collections::btree_set::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.sorted.into_iter()
    }
}
