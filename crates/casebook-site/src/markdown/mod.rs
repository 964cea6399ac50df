//! Markdown: the text of an entry, parsed once into pieces that rendering only joins.
//!
//! Everything that doesn't depend on other entries is HTML already; what does (links, pictures,
//! directives, footnote numbers) stays a typed piece with its place in the file. Nothing here
//! knows an address or a theme.

mod attributes;
mod directive;
mod draft;
mod fences;
mod headings;
mod html;
mod links;
mod parse;
mod quotes;
mod rules;
mod spaces;
mod words;
mod writer;

#[cfg(test)]
mod tests;

pub use directive::*;
pub(crate) use headings::is_of_page;
pub use headings::slugify;
pub(crate) use links::short;
pub use parse::parse;
pub(crate) use spaces::parts_words;
pub use words::Words;

use crate::diagnostic::{ByteRange, Span};
use crate::entry::Kind;
use crate::source::SitePath;
use crate::value::LanguageTag;

/// What is to be parsed.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The file, for diagnostics and relative links.
    pub path: &'a SitePath,
    /// The Markdown.
    pub text: &'a str,
    /// Where it begins in the file, in bytes; spans are counted in the file.
    pub offset: u32,
    /// The number of the line on which it begins in the file, from 1.
    pub first_line: usize,
    /// Its language: quotation marks and heading ids follow it.
    pub language: &'a LanguageTag,
    /// The kind of entry: a statement allows only the editor's directives.
    pub kind: Kind,
}

/// A parsed text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The HTML that the `Html` pieces are cut from.
    pub html: String,
    /// The text in order.
    pub pieces: Vec<Piece>,
    /// The footnotes in the order of their first mention: number 1 is the first. Only the outermost body has any.
    pub footnotes: Vec<Footnote>,
    /// The headings in order, including those inside directives. Only the outermost body has any.
    pub headings: Vec<Heading>,
    /// The first paragraph of running text, as plain text.
    pub summary: String,
}

/// One piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Finished HTML: a range of `Body::html`.
    Html(ByteRange),
    /// The start of a link; `LinkEnd` follows.
    LinkStart(Box<Link>),
    /// The end of the last link.
    LinkEnd,
    /// A picture in a paragraph.
    Image(Box<Image>),
    /// The mention of a footnote.
    FootnoteMention {
        /// Its number, from 1.
        number: u32,
        /// Which mention of it this is, from 1.
        mention: u32,
    },
    /// A directive.
    Directive(Box<DirectiveNode>),
}

/// Where a link leads, as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub target: LinkTarget,
    /// Its title, plain text.
    pub title: Option<String>,
    /// Where its destination was written, or the whole link where that stands elsewhere.
    pub span: Span,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkTarget {
    /// Another site (`https:`, `http:`, `mailto:`, `tel:`), as it was written.
    Outside(String),
    /// A file of this site, resolved against the folder of the file that names it: an entry's
    /// Markdown file or a file to download.
    File {
        /// The file.
        path: SitePath,
        /// What followed `#`.
        fragment: Option<String>,
    },
    /// A place on the same page: what followed `#`.
    Fragment(String),
    /// An address of the finished site, which is reported when all addresses are known; rendered as text.
    Address(String),
    /// Something that was reported; rendered as text.
    Broken,
}

/// A picture in a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// The file; `None` if what was written was reported.
    pub file: Option<SitePath>,
    /// What it shows; empty was reported.
    pub alt: String,
    /// Its title, plain text.
    pub title: Option<String>,
    /// Where it was written.
    pub span: Span,
}

/// A footnote.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    /// Its text.
    pub body: Body,
    /// How often it is mentioned; 0 was reported.
    pub mentions: u32,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// From 1 (`#`) to 6.
    pub level: u8,
    /// Its id, unique on the page.
    pub id: String,
    /// Its plain text.
    pub text: String,
}

/// A directive and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct DirectiveNode {
    /// The directive; `None` if its name or attributes were wrong and reported: the body is then shown alone.
    pub directive: Option<Directive>,
    /// What stands between its fences.
    pub body: Body,
    /// The line that opens it.
    pub span: Span,
}

impl Body {
    /// Whether there is nothing in it.
    pub const fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The document with which the text opens, and what is said of it.
    pub fn opening(&self) -> Option<(&DocumentView, &Self)> {
        match self.pieces.first() {
            Some(Piece::Directive(node)) => match &node.directive {
                Some(Directive::DocumentView(view)) => Some((view, &node.body)),
                _ => None,
            },
            _ => None,
        }
    }

    /// All directives, outer ones before the ones inside them, footnotes last.
    pub fn directives(&self) -> Vec<&DirectiveNode> {
        let mut found = Vec::new();
        self.collect_directives(&mut found);
        found
    }

    fn collect_directives<'a>(&'a self, found: &mut Vec<&'a DirectiveNode>) {
        for piece in &self.pieces {
            if let Piece::Directive(node) = piece {
                found.push(node);
                node.body.collect_directives(found);
            }
        }
        for footnote in &self.footnotes {
            footnote.body.collect_directives(found);
        }
    }

    /// All links and pictures, including those in directives and footnotes.
    pub fn pieces_deep(&self) -> Vec<&Piece> {
        let mut found = Vec::new();
        self.collect_pieces(&mut found);
        found
    }

    fn collect_pieces<'a>(&'a self, found: &mut Vec<&'a Piece>) {
        for piece in &self.pieces {
            match piece {
                Piece::Directive(node) => node.body.collect_pieces(found),
                Piece::LinkStart(_) | Piece::Image(_) => found.push(piece),
                Piece::Html(_) | Piece::LinkEnd | Piece::FootnoteMention { .. } => {}
            }
        }
        for footnote in &self.footnotes {
            footnote.body.collect_pieces(found);
        }
    }
}
