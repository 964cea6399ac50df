//! Tests of the whole module: texts in, pieces and diagnostics out.

mod blocks;
mod directives;
mod hostile;
mod lines;
mod raw_html;
mod slips;

use super::{Body, Input, LinkTarget, Piece, parse};
use crate::entry::Kind;
use crate::source::SitePath;
use crate::value::{Findings, LanguageTag};

/// A parsed text and what was found.
struct Parsed {
    body: Body,
    findings: Findings,
    source: String,
}

/// How far into its file a text of a test begins.
const OFFSET: u32 = 100;

fn parsed(text: &str, language: &str, kind: Kind) -> Parsed {
    let path = SitePath::new("content/case/x.md").expect("a path");
    let language = LanguageTag::parse(language).expect("a tag");
    let mut findings = Findings::default();
    let body = parse(Input { path: &path, text, offset: OFFSET, first_line: 4, language: &language, kind }, &mut findings);
    Parsed { body, findings, source: text.to_owned() }
}

/// An English page.
fn page(text: &str) -> Parsed {
    parsed(text, "en", Kind::Page)
}

impl Parsed {
    /// The pieces written out, with everything that is not HTML in braces.
    fn shown(&self) -> String {
        show(&self.body)
    }

    /// Each diagnostic as `code@text it points at`, in the order of their places.
    fn wrong(&self) -> Vec<String> {
        let mut diagnostics: Vec<_> = self.findings.diagnostics.iter().collect();
        diagnostics.sort();
        let one = |diagnostic: &&crate::diagnostic::Diagnostic| {
            let range = diagnostic.span.as_ref().expect("a place").range.indices();
            let offset = OFFSET as usize;
            format!("{}@{}", diagnostic.code, &self.source[range.start - offset..range.end - offset])
        };
        diagnostics.iter().map(one).collect()
    }
}

fn show(body: &Body) -> String {
    let mut shown = String::new();
    for piece in &body.pieces {
        match piece {
            Piece::Html(range) => shown.push_str(&body.html[range.indices()]),
            Piece::LinkStart(link) => shown.push_str(&match &link.target {
                LinkTarget::Outside(address) => format!("{{out {address}|"),
                LinkTarget::File { path, fragment: None } => format!("{{file {path}|"),
                LinkTarget::File { path, fragment: Some(fragment) } => format!("{{file {path}#{fragment}|"),
                LinkTarget::Fragment(fragment) => format!("{{#{fragment}|"),
                LinkTarget::Address(address) => format!("{{address {address}|"),
                LinkTarget::Broken => "{broken|".to_owned(),
            }),
            Piece::LinkEnd => shown.push('}'),
            Piece::Image(image) => {
                let file = image.file.as_ref().map_or("none", SitePath::as_str);
                shown.push_str(&format!("{{img {file} {:?}}}", image.alt));
            }
            Piece::FootnoteMention { number, mention } => shown.push_str(&format!("{{^{number}.{mention}}}")),
            Piece::Directive(node) => {
                let name = node.directive.as_ref().map_or("?", |directive| directive.name());
                shown.push_str(&format!("{{:{name}|{}}}", show(&node.body)));
            }
        }
    }
    for footnote in &body.footnotes {
        shown.push_str(&format!("{{fn {}|{}}}", footnote.mentions, show(&footnote.body)));
    }
    shown
}
