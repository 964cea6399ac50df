//! A parsed text becomes HTML: links are led to addresses, directives go through their templates.

use super::context::{FigureContext, FootnoteContext, FootnotesContext, html};
use super::reading::Reading;
use crate::diagnostic::Diagnostic;
use crate::escape;
use crate::markdown::{Body, Image, Link, LinkTarget, Piece};
use crate::picture::Shown;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

impl Reading<'_> {
    /// The text of an entry from its `first` piece on, with its notes below.
    pub fn body(&self, body: &Body, first: usize) -> Result<String, Diagnostic> {
        let mut out = self.pieces_from(body, first)?;
        if !body.footnotes.is_empty() {
            out.push_str(&self.footnotes(body)?);
        }
        Ok(out)
    }

    /// A text without its notes, as directives hold it.
    pub fn pieces(&self, body: &Body) -> Result<String, Diagnostic> {
        self.pieces_from(body, 0)
    }

    fn pieces_from(&self, body: &Body, first: usize) -> Result<String, Diagnostic> {
        let mut out = String::with_capacity(body.html.len() + 64 * body.pieces.len());
        let mut links = OpenLinks::default();
        for piece in body.pieces.iter().skip(first) {
            self.piece(&mut out, body, piece, &mut links)?;
        }
        Ok(out)
    }

    /// One piece of a text.
    pub fn piece(&self, out: &mut String, body: &Body, piece: &Piece, links: &mut OpenLinks) -> Result<(), Diagnostic> {
        match piece {
            Piece::Html(range) => out.push_str(&body.html[range.indices()]),
            Piece::LinkStart(link) => {
                let href = self.href(link);
                if let Some(href) = &href {
                    write_link(out, href, link);
                }
                links.open(href.is_some());
            }
            Piece::LinkEnd => out.push_str(links.close()),
            Piece::Image(image) => out.push_str(&self.image_in_text(image)?),
            Piece::FootnoteMention { number, mention } => write_mention(out, *number, *mention),
            Piece::Directive(node) => out.push_str(&self.directive(node)?),
        }
        Ok(())
    }

    /// Where a link leads for this reader; `None` where it leads nowhere (reported) or to something hidden.
    fn href(&self, link: &Link) -> Option<String> {
        match &link.target {
            LinkTarget::Outside(url) => Some(self.site.own_href(url).unwrap_or_else(|| url.clone())),
            LinkTarget::Fragment(fragment) => Some(format!("#{fragment}")),
            LinkTarget::Address(_) | LinkTarget::Broken => None,
            LinkTarget::File { path, fragment } => {
                let Some(entry) = self.site.entry_of_file(path) else { return self.file_href(path) };
                let entry = &self.site.entries[entry];
                let url = entry.urls[self.language].href();
                // In another language the same heading has another id; then the page itself must do.
                let fragment = fragment.as_ref().filter(|fragment| self.version(entry).has_place(fragment));
                Some(fragment.map_or(url.clone(), |fragment| format!("{url}#{fragment}")))
            }
        }
    }

    fn image_in_text(&self, image: &Image) -> Result<String, Diagnostic> {
        let picture = image.file.as_ref().and_then(|file| self.picture(file, Shown::Wide, image.alt.clone()));
        let Some(picture) = picture else { return Ok(String::new()) };
        self.template("picture", &FigureContext { picture, largest: None, body: None })
    }

    fn footnotes(&self, body: &Body) -> Result<String, Diagnostic> {
        let note = |(index, note): (usize, &crate::markdown::Footnote)| {
            let number = index + 1;
            let mentions = (1..=note.mentions).map(|mention| mention_id(number, mention)).collect();
            Ok(FootnoteContext { number, body: html(self.pieces(&note.body)?), mentions })
        };
        let notes = body.footnotes.iter().enumerate().map(note).collect::<Result<_, Diagnostic>>()?;
        self.template("footnotes", &FootnotesContext { notes })
    }

    /// Renders the template of a directive with its context.
    pub fn template<T: Serialize>(&self, name: &str, context: &T) -> Result<String, Diagnostic> {
        let value = Value::from(BTreeMap::from([("directive", Value::from(Serde(context))), ("language", Value::from(self.tag()))]));
        self.site.theme.render(&format!("directives/{name}.html"), self.tag(), value)
    }
}

/// The links that are open at a place of a text; one that leads nowhere is only its text.
#[derive(Debug, Default)]
pub(super) struct OpenLinks(Vec<&'static str>);

impl OpenLinks {
    fn open(&mut self, leads_somewhere: bool) {
        self.0.push(if leads_somewhere { "</a>" } else { "" });
    }

    fn close(&mut self) -> &'static str {
        self.0.pop().unwrap_or_default()
    }
}

fn write_link(out: &mut String, href: &str, link: &Link) {
    out.push_str("<a href=\"");
    escape::HTML.push(out, href);
    out.push('"');
    if let Some(title) = &link.title {
        out.push_str(" title=\"");
        escape::HTML.push(out, title);
        out.push('"');
    }
    if matches!(&link.target, LinkTarget::Outside(url) if url == href) {
        // Whoever follows a link tells the other site nothing of where it was.
        out.push_str(" rel=\"noreferrer\"");
    }
    out.push('>');
}

fn mention_id(number: usize, mention: u32) -> String {
    match mention {
        1 => format!("fnref-{number}"),
        other => format!("fnref-{number}-{other}"),
    }
}

fn write_mention(out: &mut String, number: u32, mention: u32) {
    let id = mention_id(number as usize, mention);
    let _ = write!(out, "<a class=\"footnote\" id=\"{id}\" href=\"#fn-{number}\" role=\"doc-noteref\"><sup>{number}</sup></a>");
}
