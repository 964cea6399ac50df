//! What is done with each made-up input, and what must hold whatever it says: nothing panics, every
//! place that is named stands in the text, nothing forbidden gets into the HTML.
//!
//! The fuzz targets and the tests that replay their seeds share this file.

use casebook_evidence::evidence::{Locator, Segment};
use casebook_site::diagnostic::{Colour, Diagnostics, SiteFolder, to_text};
use casebook_site::entry::{Common, Kind};
use casebook_site::markdown::{Body, Input, Piece, parse};
use casebook_site::settings::Settings;
use casebook_site::source::{File, SitePath, Source};
use casebook_site::value::{Fields, Findings, LanguageTag, Layer, Record as _, parse_toml};
use casebook_site::verbatim::{self, Folded, Hint, Place, Quotation, Verdict};
use std::num::NonZeroU32;

/// Elements that no content may bring in.
const FORBIDDEN: [&str; 7] = ["<script", "<iframe", "<object", "<embed", "<form", "<style", "<link"];

/// Reads the input as the front matter of the kind that it names, in the first and in a further language, and as
/// the settings of a site.
pub fn front_matter(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (first, further) = (path("content/x.md"), path("content/x.de.md"));
    let source = source([(first.clone(), text), (further.clone(), text), (path("site.toml"), text)]);
    let mut findings = Findings::default();
    let (table, errors) = parse_toml(&first, text, 0);
    findings.diagnostics.extend(errors);
    // The kind that the input names, as for a real file: what it leads to is found by mutation.
    let kind = Kind::ALL.iter().find(|kind| table.get_text("kind") == Some(kind.word())).copied().unwrap_or(Kind::Page);
    let layer = Layer { path: &first, table: &table };
    for (own, below) in [(layer, None), (Layer { path: &further, table: &table }, Some(layer))] {
        let mut fields = Fields::layered(own, below, &mut findings);
        Common::read_fields(&mut fields);
        kind.read(&mut fields);
        fields.report_unknown(&[Common::INFO, kind.info()]);
    }
    Settings::read(&source, &mut findings);
    assert_sound(findings, &source);
}

/// Parses the input as the text of a page in English and of a statement in German.
pub fn markdown(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let path = path("content/x.md");
    let source = source([(path.clone(), text)]);
    for (kind, tag) in [(Kind::Page, "en"), (Kind::Statement, "de")] {
        let mut findings = Findings::default();
        let body = parse(Input { path: &path, text, offset: 0, first_line: 1, language: &language(tag), kind }, &mut findings);
        assert_whole(&body);
        assert_sound(findings, &source);
    }
}

/// Compares a quotation with a source: the first line is the quotation's locator and number, the second line the
/// quotation, the rest the pages with form feeds between.
pub fn verbatim(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut parts = text.splitn(3, '\n');
    let (head, words, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let page = |number: u32| NonZeroU32::new(number).map(Locator::Page);
    let segment = |(number, text): (u32, &str)| page(number).map(|locator| Segment { locator, text: text.to_owned(), glyphs: Vec::new() });
    let segments: Vec<Segment> = (1..).zip(rest.split('\u{c}')).filter_map(segment).collect();
    let mut numbers = head.split(' ').map(|number| number.parse().unwrap_or(0));
    let mut quotation = Quotation::parse(words);
    quotation.locator = numbers.next().and_then(page);
    quotation.nth = numbers.next().and_then(NonZeroU32::new);
    let source = verbatim::Source::new(&segments);
    match verbatim::verify(&source, &quotation) {
        Verdict::Verified { places, .. } => assert_quoted(&segments, &places, words),
        Verdict::Elsewhere { hints } | Verdict::Repeated { hints, .. } => assert_right(&source, words, &hints),
        Verdict::Differs { nearest, difference, .. } => {
            assert!(!difference.is_empty());
            nearest.places.iter().for_each(|place| assert!(segments[place.segment].text.get(place.range.clone()).is_some(), "{place:?}"));
        }
        Verdict::Disordered { .. } | Verdict::Missing { .. } | Verdict::Empty | Verdict::Excessive(_) => {}
    }
    for found in verbatim::find(&source, words) {
        assert_right(&source, &found.text, &[Hint { locator: found.locator, nth: found.nth }]);
    }
    let folded = Folded::new(&text);
    assert_eq!(Folded::new(&folded.text()).text(), folded.text(), "folding twice");
}

/// Every place is one, and its words stand in the quotation, but for the brackets of the editor.
fn assert_quoted(segments: &[Segment], places: &[Place], words: &str) {
    let quoted: String = Folded::new(words).skeleton().chars().filter(char::is_ascii_alphanumeric).collect();
    for place in places {
        let part = segments[place.segment].text.get(place.range.clone()).expect("a place of the text");
        let part: String = Folded::new(part).skeleton().chars().filter(char::is_ascii_alphanumeric).collect();
        assert!(quoted.contains(&part), "{part:?} is no part of {quoted:?}");
    }
}

/// What was advised verifies.
fn assert_right(source: &verbatim::Source<'_>, words: &str, hints: &[Hint]) {
    assert!(!hints.is_empty());
    for hint in hints {
        let mut quotation = Quotation::parse(words).at(hint.locator);
        quotation.nth = hint.nth;
        let verdict = verbatim::verify(source, &quotation);
        assert!(matches!(verdict, Verdict::Verified { .. }), "{hint:?} of {words:?}: {verdict:?}");
    }
}

/// Every place that a finding names can be shown.
fn assert_sound(findings: Findings, source: &Source) {
    let places = findings.diagnostics.iter().filter_map(|diagnostic| diagnostic.span.as_ref());
    for span in places.chain(findings.references.iter().map(|reference| &reference.span)) {
        let text = source.text(&span.path).unwrap_or_default();
        assert!(text.get(span.range.indices()).is_some(), "{span:?} is no place in {text:?}");
    }
    let mut diagnostics = Diagnostics::default();
    findings.diagnostics.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
    to_text(&diagnostics, source, SiteFolder::HERE, Colour::Plain);
}

/// Every piece is a part of the HTML, and the HTML holds nothing forbidden.
fn assert_whole(body: &Body) {
    let html = body.html.to_ascii_lowercase();
    let smuggled = FORBIDDEN.into_iter().find(|element| html.contains(element));
    assert!(smuggled.is_none(), "{smuggled:?} got into {}", body.html);
    for piece in &body.pieces {
        match piece {
            Piece::Html(range) => assert!(body.html.get(range.indices()).is_some(), "{range:?} is no part of {:?}", body.html),
            Piece::Directive(node) => assert_whole(&node.body),
            Piece::LinkStart(_) | Piece::LinkEnd | Piece::Image(_) | Piece::FootnoteMention { .. } => {}
        }
    }
    body.footnotes.iter().for_each(|footnote| assert_whole(&footnote.body));
}

fn source<const COUNT: usize>(files: [(SitePath, &str); COUNT]) -> Source {
    files.into_iter().map(|(path, text)| (path, File::text(text.to_owned()))).collect()
}

fn path(text: &str) -> SitePath {
    SitePath::new(text).expect("a constant path")
}

fn language(tag: &str) -> LanguageTag {
    LanguageTag::parse(tag).expect("a constant language")
}
