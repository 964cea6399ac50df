//! The harness for sites: a case is one file that holds a small site and says what is wrong with it.
//!
//! A case is a list of files, each after a line `=== path`. Inside them `⟦text⟧(code)` marks words
//! that a diagnostic with this code must underline, exactly; the marks are taken out before the
//! site is checked. What a case doesn't bring (`site.toml`, a home page) is added, so that each case
//! holds only what it is about.

use casebook_evidence::picture::{Alpha, Facts, Failure, Foreign, Format, Look, Motion, Size};
use casebook_site::address::UrlPath;
use casebook_site::check::{Cache, Stage, refresh};
use casebook_site::diagnostic::Diagnostics;
use casebook_site::edition::Edition;
use casebook_site::evidence::UnreadText;
use casebook_site::picture::{Fact, Informant, Unread};
use casebook_site::render::Asset;
use casebook_site::source::{Edit, File, Hash, SitePath, Source};
use jiff::Timestamp;
use std::fmt;
use std::path::Path;

pub mod codes;
pub mod markup;
mod texts;

/// The moment at which all cases are checked: 1 June 2026, noon, UTC.
pub const NOW: Timestamp = Timestamp::constant(1_780_315_200, 0);

const SITE_TOML: &str =
    "title = \"Case\"\nowner = \"Somebody\"\nlanguages = [\"en\", \"de\"]\nbase = \"https://example.org\"\ncontact = \"mail@example.org\"\n";
const HOME: &str = "+++\ntitle = \"Home\"\n+++\n";
const HOME_DE: &str = "+++\ntitle = \"Start\"\n+++\n";

/// Says what is to be known of the pictures of a case, which are words in brackets: `(a picture)`, or what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub struct TestPictures;

impl Informant for TestPictures {
    fn inform(&self, unread: &[Unread], cache: &Cache) {
        for picture in unread {
            // What follows in the case ends the line, or doesn't.
            let is_said = |words: &str| ["", "\n", "\n\n"].iter().any(|end| Hash::of(format!("({words}){end}").as_bytes()) == picture.hash);
            let said = WORDS.iter().find(|(words, _)| is_said(words));
            // What says nothing of a picture is none, as when a text was moved to its path.
            let fact = said.map_or(&Some(Err(Failure::Truncated)), |(_, fact)| fact);
            if let Some(fact) = fact {
                cache.learn(picture.hash, fact.clone());
            }
        }
    }

    fn read(&self, unread: &[UnreadText], source: &Source, cache: &Cache) {
        texts::read(unread, source, cache);
    }
}

const PHOTO: Facts =
    Facts { size: Size { width: 2000, height: 1500 }, format: Format::Jpeg, motion: Motion::Still, look: Look::Photo, alpha: Alpha::Opaque };

/// What a case may say of a picture.
const WORDS: [(&str, Option<Fact>); 8] = [
    ("a picture", Some(Ok(PHOTO))),
    ("a small drawing", Some(Ok(Facts { size: Size { width: 300, height: 200 }, look: Look::Drawing, format: Format::Png, ..PHOTO }))),
    ("a moving picture", Some(Ok(Facts { motion: Motion::Animated, format: Format::Gif, ..PHOTO }))),
    ("a HEIC picture", Some(Err(Failure::Foreign(Foreign::Heic)))),
    ("an AVIF picture", Some(Err(Failure::Foreign(Foreign::Avif)))),
    ("a huge picture", Some(Err(Failure::TooManyPixels { width: 30_000, height: 30_000, most: 110_000_000 }))),
    ("a picture that ends early", Some(Err(Failure::Truncated))),
    ("a picture that nobody can read", None),
];

/// Says of every picture that it is a drawing in PNG: for sites whose pictures are real files, where it
/// doesn't matter what they show.
#[derive(Clone, Copy, Debug)]
pub struct AnyPictures;

impl Informant for AnyPictures {
    fn inform(&self, unread: &[Unread], cache: &Cache) {
        for picture in unread {
            cache.learn(picture.hash, Ok(Facts { look: Look::Drawing, format: Format::Png, ..PHOTO }));
        }
    }

    fn read(&self, unread: &[UnreadText], source: &Source, cache: &Cache) {
        texts::read(unread, source, cache);
    }
}

/// The edition of a site as its makers see it.
pub fn drafted(source: Source) -> Edition {
    Edition::informed(source, (Stage::Draft, NOW), &Cache::default(), &TestPictures)
}

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
        drafted(self.source.clone())
    }
}

/// A site of these files, completed by what every site needs.
pub fn source(mut files: Vec<(String, String)>) -> Source {
    let languages = files.iter().find(|(path, _)| path == "site.toml").is_none_or(|(_, text)| text.contains(", \"de\""));
    let mut add = |path: &str, text: &str| {
        let is_new = !files.iter().any(|(known, _)| known == path);
        if is_new {
            files.push((path.to_owned(), text.to_owned()));
        }
        is_new
    };
    add("site.toml", SITE_TOML);
    // A case that brings a home page brings its translation, too.
    let is_home_added = add("content/_index.md", HOME) && languages && add("content/_index.de.md", HOME_DE);
    let is_removed = |text: &str| text.trim() == "(none)";
    let source: Source = files.iter().filter(|(_, text)| !is_removed(text)).map(|(path, text)| (path_of(path), File::text(text.clone()))).collect();
    if !is_home_added {
        return source;
    }
    let path = path_of("content/_index.de.md");
    let fresh = refresh(&source, &path).expect("the home page and its translation");
    let edit = Edit::Put { file: File::text(fresh), base: source.get(&path).map(|file| file.hash), path };
    source.edit(&[edit]).expect("its base was just read")
}

/// A path inside the site; panics where it leaves it, because it is a test's own text.
pub fn path_of(text: &str) -> SitePath {
    SitePath::new(text).expect("a path inside the site")
}

/// A site of these files at [`NOW`], for its makers.
pub fn draft(files: &[(&str, &str)]) -> Edition {
    edition(files, Stage::Draft, NOW)
}

/// A site of these files at a moment.
pub fn edition(files: &[(&str, &str)], stage: Stage, now: Timestamp) -> Edition {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    Edition::informed(source(files), (stage, now), &Cache::default(), &TestPictures)
}

/// The demo site; panics where it can't be read, because it stands beside the tests.
pub fn demo() -> Source {
    fn collect(folder: &Path, inside: &str, files: &mut Vec<(SitePath, File)>) {
        for entry in std::fs::read_dir(folder).expect("a folder of the demo") {
            let entry = entry.expect("an entry");
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if inside.is_empty() { name.clone() } else { format!("{inside}/{name}") };
            if entry.path().is_dir() {
                collect(&entry.path(), &path, files);
            } else if !name.starts_with('.') {
                files.push((path_of(&path), File::text(std::fs::read(entry.path()).expect("a file of the demo"))));
            }
        }
    }
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/demo"), "", &mut files);
    files.into_iter().collect()
}

/// The text at an address; panics where there is none, because the test asked for it.
pub fn text(edition: &Edition, url: &str) -> String {
    match asset(edition, url) {
        Some(Asset::Bytes { body, .. }) => String::from_utf8(body.to_vec()).expect("UTF-8"),
        other => panic!("no text stands at {url} but {other:?}"),
    }
}

/// What stands at an address, if anything; panics where it doesn't render.
pub fn asset(edition: &Edition, url: &str) -> Option<Asset> {
    let url = UrlPath::new(url).expect("an address");
    edition.get(&url).map(|asset| asset.expect("it renders"))
}

/// The addresses of the site's pages, in order.
pub fn pages(edition: &Edition) -> Vec<String> {
    edition
        .site
        .urls()
        .filter(|url| matches!(edition.get(url), Some(Ok(Asset::Bytes { media_type, .. })) if media_type.starts_with("text/html")))
        .map(ToString::to_string)
        .collect()
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

/// Takes the marks out of a text: `⟦words⟧(code)`, `⟦words⟧(code, code)`, one inside another.
fn unmark(path: &str, marked: &str) -> (String, Vec<Mark>) {
    let mut plain = String::new();
    let mut marks = Vec::new();
    let mut open = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find(['⟦', '⟧']) {
        plain.push_str(&rest[..at]);
        if let Some(after) = rest[at..].strip_prefix('⟦') {
            open.push(plain.len());
            rest = after;
            continue;
        }
        let after = rest[at..].strip_prefix("⟧(").expect("`⟧(` after `⟦`");
        let (codes, after) = after.split_once(')').expect("`)` after the codes");
        let start = open.pop().expect("`⟦` before `⟧`");
        marks.extend(codes.split(',').map(|code| Mark { path: path.to_owned(), start, end: plain.len(), code: code.trim().to_owned() }));
        rest = after;
    }
    plain.push_str(rest);
    assert!(open.is_empty(), "each `⟦` is closed in {path}");
    (plain, marks)
}
