//! Raw HTML in a text: what is wrong with it, and what of it goes out.
//!
//! Two things that don't rely on each other: the scanner says to the author what to change, and
//! the allow-list (ammonia) decides what readers get. Nothing goes out that it didn't let through.

mod allowed;
mod scan;

use super::links::Destination;
use crate::diagnostic::{Diagnostic, Span};
use crate::source::SitePath;
use crate::value::Findings;
use allowed::{ATTRIBUTES, ELEMENTS, Element, Place, VOID};
use scan::{Attribute, Form, Scanned, Tag};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How deep elements may stand inside each other in one block.
const MAX_DEPTH: usize = 32;

/// Raw HTML and where each part of it stands in the file.
pub(super) struct Located {
    /// The HTML without the marks of block quotes and indentation around it.
    pub(super) html: String,
    /// For each line: where it begins in `html`, and in the file.
    lines: Vec<(usize, usize)>,
}

impl Located {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self { html: String::new(), lines: Vec::new() }
    }

    /// Adds a line that stands at `at` in the file.
    pub(super) fn push(&mut self, line: &str, at: usize) {
        self.lines.push((self.html.len(), at));
        self.html.push_str(line);
    }

    fn in_file(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.lines.get(line).map_or(0, |(start, in_file)| in_file + (at - start))
    }
}

/// What a tag in running text means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum InlineTag {
    /// An element begins: its name and what goes out.
    Start(&'static str, String),
    /// An element ends.
    End(&'static str),
    /// An element that has no end.
    Void(String),
    /// Nothing goes out.
    Nothing,
}

/// Judges and cleans raw HTML. The allow-list is built when the first tag needs it.
pub(super) struct Cleaner<'a> {
    path: &'a SitePath,
    allow_list: OnceCell<ammonia::Builder<'static>>,
}

impl<'a> Cleaner<'a> {
    /// A cleaner for the file at `path`.
    pub(super) const fn new(path: &'a SitePath) -> Self {
        Self { path, allow_list: OnceCell::new() }
    }

    /// What goes out of a block of HTML.
    pub(super) fn block(&self, block: &Located, findings: &mut Findings) -> String {
        let scanned = scan::scan(&block.html);
        if scanned.tags.is_empty() && !scanned.has_text && scanned.unfinished.is_none() {
            return String::new();
        }
        let mut report = Report { path: self.path, place: block, findings };
        for tag in &scanned.tags {
            report.tag(tag);
        }
        if report.balance(&scanned) { self.clean(&block.html) } else { String::new() }
    }

    /// What a tag in running text, which stands at `at` in the file, means.
    pub(super) fn inline(&self, tag: &str, at: usize, findings: &mut Findings) -> InlineTag {
        let mut place = Located::new();
        place.push(tag, at);
        let scanned = scan::scan(tag);
        let [tag] = scanned.tags.as_slice() else { return InlineTag::Nothing };
        let mut report = Report { path: self.path, place: &place, findings };
        report.tag(tag);
        let Some(element) = allowed::element(tag.name) else { return InlineTag::Nothing };
        if element.place == Place::Block {
            if tag.form == Form::End {
                return InlineTag::Nothing;
            }
            let message = format!("`<{}>` can't stand in a line of text", element.name);
            report.push(
                &tag.range,
                Diagnostic::error("html-element", message).hint("put it and what belongs to it into a block of its own, with blank lines around it"),
            );
            return InlineTag::Nothing;
        }
        self.inline_element(element, tag, &place.html)
    }

    fn inline_element(&self, element: &Element, tag: &Tag<'_>, html: &str) -> InlineTag {
        let name = element.name;
        let is_void = VOID.contains(&name);
        match (tag.form, is_void) {
            (Form::End, true) => InlineTag::Nothing,
            (Form::End, false) => InlineTag::End(name),
            (Form::Start, true) => InlineTag::Void(format!("<{name}>")),
            (Form::Start, false) if tag.attributes.is_empty() => InlineTag::Start(name, format!("<{name}>")),
            (Form::Start, false) => {
                let end = format!("</{name}>");
                let cleaned = self.clean(&format!("{html}{end}"));
                // Whatever the allow-list made of it, it is one start tag or it is not used.
                let start = cleaned.strip_suffix(&end).filter(|start| start.starts_with(&format!("<{name}")) && start.matches('<').count() == 1);
                InlineTag::Start(name, start.map_or_else(|| format!("<{name}>"), str::to_owned))
            }
        }
    }

    fn clean(&self, html: &str) -> String {
        self.allow_list.get_or_init(allow_list).clean(html).to_string()
    }
}

fn allow_list() -> ammonia::Builder<'static> {
    let own: HashMap<&str, HashSet<&str>> = ELEMENTS
        .iter()
        .filter(|element| !element.attributes.is_empty())
        .map(|element| (element.name, element.attributes.iter().copied().collect()))
        .collect();
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(ELEMENTS.iter().map(|element| element.name).collect())
        .clean_content_tags(["script", "style", "template", "noscript"].into())
        .generic_attributes(ATTRIBUTES.into())
        .tag_attributes(own)
        .url_schemes(["https", "http", "mailto", "tel"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(None)
        .strip_comments(true);
    builder
}

/// Says to the author what is wrong with a piece of HTML.
struct Report<'a> {
    path: &'a SitePath,
    place: &'a Located,
    findings: &'a mut Findings,
}

impl Report<'_> {
    fn push(&mut self, range: &Range<usize>, diagnostic: Diagnostic) {
        let span = self.span(range);
        self.findings.diagnostics.push(diagnostic.at(span));
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let start = self.place.in_file(range.start);
        let end = range.end.checked_sub(1).map_or(start, |last| self.place.in_file(last) + 1);
        Span::new(self.path, start..end.max(start))
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        let name = tag.name.to_ascii_lowercase();
        let element = allowed::element(&name);
        if tag.form == Form::Start {
            // What an element has that may not stand here goes with it.
            let Some(element) = element else { return self.unknown_element(&name, &tag.range) };
            for attribute in &tag.attributes {
                self.attribute(element, attribute);
            }
        }
    }

    fn unknown_element(&mut self, name: &str, range: &Range<usize>) {
        let diagnostic = if let Some(instead) = allowed::instead_of_forbidden(name) {
            Diagnostic::error("html-forbidden", format!("`<{name}>` can't stand in a text")).hint(instead)
        } else {
            let diagnostic = Diagnostic::error("html-element", format!("`<{name}>` is not among the elements that a text may hold"));
            match allowed::instead_of_unknown(name) {
                Some(instead) => diagnostic.hint(instead),
                None => diagnostic
                    .did_you_mean(name, ELEMENTS.iter().map(|element| element.name))
                    .hint("write Markdown or a directive instead; a `<` that is meant as a sign is written `\\<`"),
            }
        };
        self.push(range, diagnostic);
    }

    fn attribute(&mut self, element: &Element, attribute: &Attribute<'_>) {
        let name = attribute.name.to_ascii_lowercase();
        let own = element.attributes;
        if matches!(name.as_str(), "href" | "cite") && own.contains(&name.as_str()) {
            self.address(attribute);
        } else if !own.contains(&name.as_str()) && !ATTRIBUTES.contains(&name.as_str()) {
            let message = format!("the attribute `{name}` can't stand in a text");
            self.push(&attribute.range, Diagnostic::error("html-attribute", message).hint(wrong_attribute(&name, element)));
        }
    }

    /// The address in a raw tag: only other sites; this one's files are linked to in Markdown, which follows them.
    fn address(&mut self, attribute: &Attribute<'_>) {
        let has_entity = attribute.value.replace("&amp;", "").contains('&');
        let diagnostic = match Destination::read(attribute.value, self.path) {
            _ if has_entity => Diagnostic::error("html-attribute", "this address has encoded characters").hint("write the characters themselves"),
            Destination::Outside(address) => {
                let span = self.span(&attribute.range);
                self.findings.raw_links.push((address, span));
                return;
            }
            Destination::File { .. } | Destination::Fragment(_) | Destination::Address(_) => {
                Diagnostic::error("html-attribute", "a link in raw HTML can't be followed to this site's own pages")
                    .hint("write a Markdown link: `[text](../case/trial.md)`")
            }
            Destination::Wrong(diagnostic) => diagnostic,
        };
        self.push(&attribute.range, diagnostic);
    }

    /// Whether the block is shallow enough to be cleaned; what is not balanced is reported.
    fn balance(&mut self, scanned: &Scanned<'_>) -> bool {
        let mut open: Vec<&Tag<'_>> = Vec::new();
        if let Some(at) = scanned.unfinished {
            self.unbalanced(&(at..at + 1), "this tag is never closed by `>`".to_owned());
        }
        for tag in &scanned.tags {
            let name = tag.name.to_ascii_lowercase();
            if VOID.contains(&name.as_str()) || allowed::element(&name).is_none() {
                continue;
            }
            if tag.form == Form::Start {
                if open.len() == MAX_DEPTH {
                    self.unbalanced(&tag.range, format!("more than {MAX_DEPTH} elements stand inside each other here"));
                    return false;
                }
                open.push(tag);
                continue;
            }
            let Some(at) = open.iter().rposition(|start| start.name.eq_ignore_ascii_case(&name)) else {
                self.unbalanced(&tag.range, format!("`</{name}>` ends nothing that begins in this block"));
                continue;
            };
            for start in open.drain(at..).skip(1) {
                self.unbalanced(&start.range, format!("`<{}>` is not ended before `</{name}>`", start.name));
            }
        }
        for start in open {
            self.unbalanced(&start.range, format!("`<{}>` is not ended in this block", start.name));
        }
        true
    }

    fn unbalanced(&mut self, range: &Range<usize>, message: String) {
        let hint = "a block of HTML ends at the first blank line, and whatever begins in it must end in it; directives such as `:::note` may hold blank lines";
        self.push(range, Diagnostic::error("html-unbalanced", message).hint(hint));
    }
}

/// Why an attribute can't stand here, said as what to do.
fn wrong_attribute(name: &str, element: &Element) -> String {
    let hint = match name {
        _ if name.starts_with("on") => "no page of this site runs a script; take it out",
        "style" | "class" | "align" | "bgcolor" | "color" | "width" | "height" | "border" => {
            "take it out; what pages look like is said in the folder `theme/`"
        }
        "src" | "srcset" | "background" | "poster" => "save the picture beside the text and write `:::figure{src=\"…\" alt=\"…\"}` and `:::`",
        "href" | "xlink:href" | "action" | "formaction" => "write a Markdown link: `[text](address)`",
        "id" | "name" => "take it out; a heading gets an id by `## Heading {#id}`",
        _ => {
            let known: Vec<&str> = ATTRIBUTES.iter().chain(element.attributes).copied().collect();
            return format!("take it out; `<{}>` may have {}", element.name, known.join(", "));
        }
    };
    hint.to_owned()
}
