//! The harness for sites: a case is one file that holds a small site and says what is wrong with it.
//!
//! A case is a list of files, each after a line `=== path`. Inside them `⟦text⟧(code)` marks words
//! that a diagnostic with this code must underline, exactly; the marks are taken out before the
//! site is checked. What a case doesn't bring (`site.toml`, a home page) is added, so that each case
//! holds only what it is about.

use casebook_site::diagnostic::Diagnostics;
use casebook_site::edition::Edition;
use casebook_site::source::{File, SitePath, Source};
use casebook_site::check::{Cache, Stage};
use jiff::Timestamp;
use std::fmt;

/// The moment at which all cases are checked: 1 June 2026, noon, UTC.
pub const NOW: Timestamp = Timestamp::constant(1_780_315_200, 0);

const SITE_TOML: &str = "title = \"Case\"\nowner = \"Somebody\"\nlanguages = [\"en\", \"de\"]\nbase = \"https://example.org\"\ncontact = \"mail@example.org\"\n";
const HOME: &str = "+++\ntitle = \"Home\"\n+++\n";
/// `translates` is the hash of [`HOME`]: a case that brings another home page brings its translation, too.
const HOME_DE: &str = "+++\ntitle = \"Start\"\ntranslates = \"HASH\"\n+++\n";

/// A site in one text, with its expectations.
#[derive(Debug)]
pub struct Case {
    /// The site.
    pub source: Source,
    /// What must be underlined, sorted.
    pub expected: Vec<Mark>,
}

/// Words that a diagnostic underlines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The file.
    pub path: String,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The code of the diagnostic.
    pub code: String,
}

/// As `path:start..end code`, which is enough to find the place.
impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{} {}", self.path, self.start, self.end, self.code)
    }
}

impl Case {
    /// Reads a case; panics where the case itself is malformed, because it is a test's own text.
    pub fn parse(text: &str) -> Self {
        let mut files: Vec<(String, String)> = Vec::new();
        let mut expected = Vec::new();
        // What stands before the first file says what the case is about.
        let text = format!("\n{text}");
        for section in text.split("\n=== ").skip(1) {
            let (path, marked) = section.split_once('\n').expect("a line `=== path` and a text");
            let (plain, marks) = unmark(path.trim(), marked);
            expected.extend(marks);
            files.push((path.trim().to_owned(), plain));
        }
        expected.sort();
        Self { source: source(files), expected }
    }

    /// The edition of the case's site as its makers see it.
    pub fn draft(&self) -> Edition {
        Edition::new(self.source.clone(), Stage::Draft, NOW, &Cache::default())
    }
}

/// A site of these files, completed by what every site needs.
pub fn source(mut files: Vec<(String, String)>) -> Source {
    let languages = files.iter().find(|(path, _)| path == "site.toml").is_none_or(|(_, text)| text.contains("\"de\""));
    let mut add = |path: &str, text: &str| {
        let is_new = !files.iter().any(|(known, _)| known == path);
        if is_new {
            files.push((path.to_owned(), text.to_owned()));
        }
        is_new
    };
    add("site.toml", SITE_TOML);
    if add("content/_index.md", HOME) && languages {
        add("content/_index.de.md", HOME_DE);
    }
    let is_removed = |text: &str| text.trim() == "(none)";
    files.iter().filter(|(_, text)| !is_removed(text)).map(|(path, text)| (SitePath::new(path).expect("a path"), File::text(text.clone()))).collect()
}

/// What diagnostics underline, sorted as a case's expectations are.
pub fn marks(diagnostics: &Diagnostics) -> Vec<Mark> {
    let mark = |diagnostic: &casebook_site::diagnostic::Diagnostic| {
        let span = diagnostic.span.as_ref();
        let range = span.map(|span| span.range.indices()).unwrap_or_default();
        Mark { path: span.map_or(String::new(), |span| span.path.to_string()), start: range.start, end: range.end, code: diagnostic.code.to_owned() }
    };
    let mut marks: Vec<Mark> = diagnostics.iter().map(mark).collect();
    marks.sort();
    marks
}

/// Takes the marks out of a text: `⟦words⟧(code)`, `⟦words⟧(code, code)`.
fn unmark(path: &str, marked: &str) -> (String, Vec<Mark>) {
    let mut plain = String::new();
    let mut marks = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('⟦') {
        plain.push_str(before);
        let (words, after) = after.split_once("⟧(").expect("`⟧(` after `⟦`");
        let (codes, after) = after.split_once(')').expect("`)` after the codes");
        let start = plain.len();
        plain.push_str(words);
        marks.extend(codes.split(',').map(|code| Mark { path: path.to_owned(), start, end: plain.len(), code: code.trim().to_owned() }));
        rest = after;
    }
    plain.push_str(rest);
    (plain, marks)
}
