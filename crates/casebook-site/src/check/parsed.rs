//! One file becomes one parsed text: the first of the memoised steps.
//!
//! What comes out depends on the file, the entry's first file, the kind and the language, and on
//! nothing else; no other entry is known here.

use super::names::{FileName, entry_id, slug_or_hash};
use crate::diagnostic::{ByteRange, Diagnostic, Severity, Span};
use crate::entry::{Common, Details, Kind, PagePicture, Selection};
use crate::markdown::{Body, Directive, Input, LinkTarget, Piece, parse as parse_markdown};
use crate::source::{Hash, SitePath};
use crate::value::{At, Data, Fields, Findings, Key, LanguageTag, Layer, Record, Table, Value, parse_toml};

/// Counts up whenever the step gives another result for the same input.
pub(super) const STEP_VERSION: u32 = 5;

/// One language file of an entry, parsed.
#[derive(Debug)]
pub struct Parsed {
    /// The file.
    pub path: SitePath,
    /// Its language.
    pub language: LanguageTag,
    /// The fields that every entry has.
    pub common: Common,
    /// The fields of its kind; `None` if one that is required is missing or wrong (reported).
    pub details: Option<Details>,
    /// The text.
    pub body: Body,
    /// The last part of the address where no `slug` is given: the name of the file as addresses write it.
    pub name_slug: String,
    /// What a translation of this file translates: title, description and text; none where there are no
    /// translations.
    pub text_hash: Option<Hash>,
    /// What is wrong, and which entries and files it names.
    pub findings: Findings,
    /// Where the front matter stands, for what is missing in it.
    pub front_matter: ByteRange,
    /// What the text names beyond references: looked up at each check, so kept apart from the text.
    pub(super) uses: Uses,
}

/// What a text names.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Links to entries.
    pub entries: Vec<EntryLink>,
    /// Links to places on the same page.
    pub places: Vec<(String, Span)>,
    /// Links that begin with https: or http:, which may name this very site.
    pub outside: Vec<(String, Span)>,
    /// Links that are addresses of the finished site.
    pub addresses: Vec<(String, Span)>,
    /// Lists in the text.
    pub lists: Vec<Selection>,
    /// Forms: their topics, and the directives.
    pub topics: Vec<(At<String>, Span)>,
}

/// A link to the file of an entry.
#[derive(Debug)]
pub(super) struct EntryLink {
    /// The entry's id.
    pub id: String,
    /// The file that was named.
    pub path: SitePath,
    /// The place on the page.
    pub fragment: Option<String>,
    /// Where the link was written.
    pub span: Span,
}

impl Uses {
    fn of(body: &Body) -> Self {
        let mut uses = Self::default();
        for piece in body.pieces_deep() {
            let Piece::LinkStart(link) = piece else { continue };
            match &link.target {
                LinkTarget::File { path, fragment } if path.name().ends_with(".md") => {
                    let link = EntryLink { id: entry_id(path), path: path.clone(), fragment: fragment.clone(), span: link.span.clone() };
                    uses.entries.push(link);
                }
                LinkTarget::Outside(url) if url.len() > 4 && url.as_bytes()[..4].eq_ignore_ascii_case(b"http") => {
                    uses.outside.push((url.clone(), link.span.clone()));
                }
                LinkTarget::Address(address) => uses.addresses.push((address.clone(), link.span.clone())),
                LinkTarget::Fragment(fragment) => uses.places.push((fragment.clone(), link.span.clone())),
                _ => {}
            }
        }
        for node in body.directives() {
            match &node.directive {
                Some(Directive::ListOf(list)) => uses.lists.push(list.selection.clone()),
                Some(Directive::Form(form)) => uses.topics.push((form.topic.clone(), node.span.clone())),
                _ => {}
            }
        }
        uses
    }
}

impl Parsed {
    /// The places of the page that a link may name: headings, and the marks on a document's pages.
    pub(super) fn places(&self) -> impl Iterator<Item = &str> {
        let marks = self.pages().iter().flat_map(|page| &page.marks).map(|mark| mark.name.value.as_str());
        self.body.headings.iter().map(|heading| heading.id.as_str()).chain(marks)
    }

    /// What keeps its front matter from being read. What it says is then not known.
    pub(super) fn unread(&self) -> Option<&Diagnostic> {
        self.findings.diagnostics.iter().find(|diagnostic| is_unread(diagnostic))
    }

    /// Whether it must be mended before anything is published.
    pub(super) fn has_mistakes(&self) -> bool {
        self.findings.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    pub(super) fn pages(&self) -> &[PagePicture] {
        match &self.details {
            Some(Details::Document(document)) => &document.pages,
            _ => &[],
        }
    }

    /// Whether a link may name this place: one of [`Self::places`], a page of a document, a
    /// footnote, or a time in a
    /// recording's transcript (which only the transcript itself could deny).
    pub(crate) fn has_place(&self, fragment: &str) -> bool {
        let number_after = |prefix: &str| fragment.strip_prefix(prefix)?.parse::<usize>().ok();
        let is_footnote =
            ["fn-", "fnref-"].iter().filter_map(|prefix| number_after(prefix)).any(|number| (1..=self.body.footnotes.len()).contains(&number));
        let has_transcript = matches!(&self.details, Some(Details::Recording(recording)) if recording.transcript.is_some());
        let is_time = has_transcript && number_after("t").is_some();
        let is_page = number_after("p").is_some_and(|number| self.pages().iter().any(|page| page.page.value as usize == number));
        fragment == "main" || is_footnote || is_time || is_page || self.places().any(|place| place == fragment)
    }
}

/// What parsing one file depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParseInput<'a> {
    pub path: &'a SitePath,
    pub text: &'a str,
    pub language: &'a LanguageTag,
    /// The kind that the section gives to its entries.
    pub default_kind: Kind,
    /// The entry has files in other languages, too.
    pub is_translated: bool,
    /// The entry's first file, where this is another one.
    pub first: Option<(&'a SitePath, &'a str)>,
}

/// Parses one language file of an entry.
pub(super) fn parse(input: ParseInput<'_>) -> Parsed {
    let mut findings = Findings::default();
    let split = Split::of(input.text);
    let mut table = front_matter(&split, input.path, input.text, &mut findings.diagnostics);
    let mut wrong_in_first = Vec::new();
    let first_table = input.first.map(|(path, text)| (path, front_matter(&Split::of(text), path, text, &mut wrong_in_first)));
    let first = first_table.as_ref().map(|(path, table)| Layer { path, table });
    let kind = kind_of(first.map_or(&table, |first| first.table)).unwrap_or(input.default_kind);

    let has_front_matter = if matches!(split, Split::None { .. }) { HasFrontMatter::No } else { HasFrontMatter::Yes };
    let synthetic_title = ensure_title(&mut table, input.path, has_front_matter);
    let mut fields = Fields::layered(Layer { path: input.path, table: &table }, first, &mut findings);
    let common = Common::read_fields(&mut fields).expect("the title is its only required field");
    let details = kind.read(&mut fields);
    if !names_unknown_kind(first.map_or(&table, |first| first.table)) {
        fields.report_unknown(&[Common::INFO, kind.info()]);
    }
    findings.diagnostics.extend(synthetic_title);
    let own = Layer { path: input.path, table: &table };
    check_common(&common, kind, first.unwrap_or(own), &mut findings);
    forget_consequences(&mut findings.diagnostics, &wrong_in_first);

    findings.diagnostics.extend(super::find_placeholders(input.path, split.front_matter(), split.front_matter_offset()));
    let body_text = split.body();
    let offset = u32::try_from(input.text.len() - body_text.len()).unwrap_or(u32::MAX);
    let first_line = 1 + input.text[..input.text.len() - body_text.len()].matches('\n').count();
    let body = parse_markdown(Input { path: input.path, text: body_text, offset, first_line, language: input.language, kind }, &mut findings);
    let parts = || [common.title.as_bytes(), common.description.as_deref().unwrap_or("").as_bytes(), body_text.trim().as_bytes()];
    let text_hash = input.is_translated.then(|| Hash::of_parts(parts()));
    findings.references.sort();
    findings.references.dedup();
    let uses = Uses::of(&body);
    let mut parsed = Parsed {
        path: input.path.clone(),
        language: input.language.clone(),
        common,
        details,
        body,
        name_slug: name_slug(input.path),
        text_hash,
        findings,
        front_matter: table.span,
        uses,
    };
    let marks = super::marks::check(&parsed);
    parsed.findings.diagnostics.extend(marks);
    parsed
}

/// The front matter of a file, as much of it as could be read.
fn front_matter(split: &Split<'_>, path: &SitePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Table {
    let fence = Span::new(path, 0..text.floor_char_boundary(text.len().min(3)));
    let (mut table, errors) = parse_toml(path, split.front_matter(), split.front_matter_offset());
    // What is missing is shown at the opening fence: a place that every file has.
    table.span = fence.range;
    match split {
        // The text would be read as TOML, line by line; only its first mistake is a mistake.
        Split::Unclosed { .. } => {
            let open = Diagnostic::error("front-matter-open", "the front matter is not closed").at(fence);
            diagnostics.push(open.hint("write a line with nothing but +++ after it"));
        }
        Split::None { .. } if text.trim_start_matches('\u{feff}').starts_with("---") => {
            let other = Diagnostic::error("front-matter-fence", "this front matter is fenced by --- lines").at(fence);
            diagnostics.push(other.hint("fence it by lines with nothing but +++, and write it as TOML: `title = \"…\"`"));
        }
        Split::Whole { .. } | Split::None { .. } => diagnostics.extend(errors),
    }
    table
}

/// Where the value of a name stands in the front matter of a file, whatever it is.
pub(super) fn place_in_front_matter(path: &SitePath, text: &str, name: &str) -> Option<ByteRange> {
    let table = front_matter(&Split::of(text), path, text, &mut Vec::new());
    table.get(name).map(|value| value.span)
}

/// Whether this keeps front matter or settings, or a part of them, from being read.
fn is_unread(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.code, "toml-syntax" | "front-matter-open" | "front-matter-fence")
}

/// Takes out what only follows from a syntax error: what could not be read seems to be missing or
/// to have the wrong form. `of_first` is what is wrong with the entry's first file, where this is
/// another one: its fields are read for each language, and its own errors are told with its own text.
pub(crate) fn forget_consequences(diagnostics: &mut Vec<Diagnostic>, of_first: &[Diagnostic]) {
    let unread: Vec<Span> =
        diagnostics.iter().chain(of_first).filter(|diagnostic| is_unread(diagnostic)).filter_map(|diagnostic| diagnostic.span.clone()).collect();
    let is_in_unread_file = |span: &Span| unread.iter().any(|other| other.path == span.path);
    let stands_there =
        |span: &Span| unread.iter().any(|other| other.path == span.path && span.range.start < other.range.end && other.range.start < span.range.end);
    diagnostics.retain(|diagnostic| {
        let seems_missing = matches!(diagnostic.code, "field-missing" | "front-matter-missing" | "recording-source");
        let is_consequence = diagnostic.span.as_ref().is_some_and(|span| (seems_missing && is_in_unread_file(span)) || stands_there(span));
        is_unread(diagnostic) || !is_consequence
    });
}

/// Whether `kind` is a word that means no kind (reported): which fields belong here is then unknown.
fn names_unknown_kind(table: &Table) -> bool {
    table.get("kind").is_some() && kind_of(table).is_none()
}

fn name_slug(path: &SitePath) -> String {
    let id = entry_id(path);
    slug_or_hash(id.rsplit_once('/').map_or(&*id, |(_, name)| name))
}

/// The kind that front matter names, if it names one that exists.
pub(super) fn kind_of(table: &Table) -> Option<Kind> {
    let word = table.get_text("kind")?;
    Kind::ALL.iter().copied().find(|kind| kind.word() == word)
}

/// Whether a file begins with `+++`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HasFrontMatter {
    Yes,
    No,
}

/// Without a title the entry still opens, under the name of its file.
fn ensure_title(table: &mut Table, path: &SitePath, has_front_matter: HasFrontMatter) -> Option<Diagnostic> {
    let is_given = |value: &Value| matches!(&value.data, Data::Text(text) if !text.trim().is_empty());
    let wrong = match table.get("title") {
        Some(value) if is_given(value) => return None,
        found => found.map(|value| value.span),
    };
    let missing = match has_front_matter {
        HasFrontMatter::Yes => Diagnostic::error("field-missing", "`title` is missing or empty")
            .at(Span::new(path, wrong.unwrap_or(table.span)))
            .hint("add a line `title = \"…\"` between the +++ lines"),
        HasFrontMatter::No => Diagnostic::error("front-matter-missing", "this file does not begin with front matter")
            .at(Span::new(path, table.span))
            .hint("begin the very first line with `+++`, then write `title = \"…\"`, then another line `+++`, then the text"),
    };
    table.entries.retain(|(key, _)| key.name != "title");
    let key = Key { name: "title".to_owned(), span: table.span };
    let name = FileName::of(path).stem.to_owned();
    table.entries.push((key, Value::text(name, table.span)));
    Some(missing)
}

/// What the fields that all kinds share must say together; `first` is the file that says what all languages share.
fn check_common(common: &Common, kind: Kind, first: Layer<'_>, findings: &mut Findings) {
    let start = Span::new(first.path, first.table.span);
    if kind == Kind::Event && first.table.get("date").is_none() {
        let missing = Diagnostic::error("field-missing", "an event needs a `date`").at(start.clone());
        findings.diagnostics.push(missing.hint("write the day, the month or the year: `date = 1991-05-04`, `date = \"1991-05\"`, `date = \"1991\"`"));
    }
    if kind == Kind::Recording && first.table.get("file").is_none() && first.table.get("url").is_none() {
        let missing = Diagnostic::error("recording-source", "there is nothing here to see or hear").at(start.clone());
        findings.diagnostics.push(missing.hint("name the recording's own `file`, or the `url` at which another site holds it"));
    }
    if common.image.is_some() && common.image_alt.is_none() && !common.image_decorative {
        let place = first.table.get("image").map_or(start, |image| Span::new(first.path, image.span));
        let missing = Diagnostic::error("image-alt", "the picture has no description").at(place);
        findings
            .diagnostics
            .push(missing.hint("say in `image_alt` what it shows, or write `image_decorative = true` if it adds nothing to the text"));
    }
}

/// A file cut at its fences.
enum Split<'a> {
    /// `+++` … `+++`, then the text.
    Whole { front_matter: &'a str, body: &'a str, offset: usize },
    /// No front matter at all.
    None { body: &'a str },
    /// An opening fence without a closing one.
    Unclosed { front_matter: &'a str, offset: usize },
}

impl<'a> Split<'a> {
    fn of(text: &'a str) -> Self {
        // Editors on Windows begin files with a byte order mark; it means nothing.
        let start = text.strip_prefix('\u{feff}').unwrap_or(text);
        let bom = text.len() - start.len();
        let Some(line_end) = fence_end(start) else { return Self::None { body: start } };
        let offset = bom + line_end;
        let rest = &text[offset..];
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            if fence_end(line).is_some() {
                return Self::Whole { front_matter: &rest[..at], body: &rest[at + line.len()..], offset };
            }
            at += line.len();
        }
        Self::Unclosed { front_matter: rest, offset }
    }

    const fn front_matter(&self) -> &'a str {
        match self {
            Self::Whole { front_matter, .. } | Self::Unclosed { front_matter, .. } => front_matter,
            Self::None { .. } => "",
        }
    }

    fn front_matter_offset(&self) -> u32 {
        match self {
            Self::Whole { offset, .. } | Self::Unclosed { offset, .. } => u32::try_from(*offset).unwrap_or(u32::MAX),
            Self::None { .. } => 0,
        }
    }

    const fn body(&self) -> &'a str {
        match self {
            Self::Whole { body, .. } | Self::None { body } => body,
            Self::Unclosed { .. } => "",
        }
    }
}

/// The length of a first line that is nothing but `+++`.
fn fence_end(text: &str) -> Option<usize> {
    let line = text.split_inclusive('\n').next()?;
    (line.trim_end() == "+++").then_some(line.len())
}

#[cfg(test)]
mod tests {
    use super::Split;

    #[test]
    fn front_matter_is_cut_at_its_fences() {
        for (text, front_matter, body) in [
            ("+++\na = 1\n+++\ntext\n", "a = 1\n", "text\n"),
            ("+++\r\na = 1\r\n+++\r\ntext", "a = 1\r\n", "text"),
            ("\u{feff}+++\n+++\n", "", ""),
            ("+++\n+++", "", ""),
            ("text\n+++\n", "", "text\n+++\n"),
            ("++++\n", "", "++++\n"),
            ("+++\na = 1\n", "a = 1\n", ""),
            ("", "", ""),
        ] {
            let split = Split::of(text);
            assert_eq!((split.front_matter(), split.body()), (front_matter, body), "{text:?}");
            assert!(text[split.front_matter_offset() as usize..].starts_with(front_matter));
        }
    }
}
