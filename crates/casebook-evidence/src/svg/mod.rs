//! Drawings (SVG): parsed, and written again with nothing but what draws.
//!
//! An SVG file is a program as much as a picture: it may hold scripts, load from other places and
//! hide what its author typed. What comes out holds the elements and attributes of two lists
//! (`allowed`) and no others. What an editing program left for itself is dropped without a word; what acts,
//! loads or moves is refused with its place, because the drawing may look different without it.

mod allowed;
mod size;
mod style;
mod uses;
mod write;

pub use size::Size;

use roxmltree::{Document, Node, ParsingOptions, TextPos};
use std::fmt;
use std::ops::Range;

pub(crate) const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// More than the largest maps have; it bounds the memory that parsing takes.
const MOST_NODES: u32 = 500_000;

/// How deep elements may be nested. Drawings by hand and by program stay below a tenth of it.
const DEEPEST: usize = 256;

/// A drawing that is safe to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The file to publish.
    pub text: String,
    /// The size that it asks for, if it says one.
    pub size: Option<Size>,
}

/// What a drawing must not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What it is.
    pub what: Refused,
    /// Where it stands in the file, in bytes.
    pub range: Range<usize>,
}

/// What a drawing must not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The file isn't well-formed; what the parser says of it.
    Malformed(String),
    /// Its outermost element is another one than `svg`.
    NotSvg,
    /// A document type with declarations of its own.
    Declarations,
    /// A script, in an element or an attribute.
    Script(String),
    /// HTML or something else within the drawing.
    ForeignContent(String),
    /// An element that moves or changes the drawing.
    Animation(String),
    /// A photo within the drawing.
    Raster,
    /// An element that isn't on the list.
    Element(String),
    /// Something that lies outside of the drawing.
    Outside(String),
    /// A rule of CSS that could load something, or that can't be judged.
    Style(String),
    /// Elements within elements, deeper than a drawing needs.
    TooDeep,
    /// Parts that repeat each other until nobody can draw them.
    TooManyUses,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(why) => write!(f, "the drawing is not well-formed XML: {why}"),
            Self::NotSvg => write!(f, "this is no drawing: its outermost element is not `svg`"),
            Self::Declarations => write!(f, "a drawing must not declare entities of its own"),
            Self::Script(name) => write!(f, "a drawing must not hold a script (`{name}`)"),
            Self::ForeignContent(name) => write!(f, "a drawing must not hold other content (`{name}`)"),
            Self::Animation(name) => write!(f, "a drawing must not move (`{name}`)"),
            Self::Raster => write!(f, "a drawing must not hold a photo"),
            Self::Element(name) => write!(f, "a drawing must not hold the element `{name}`"),
            Self::Outside(target) => write!(f, "a drawing must not load anything (`{target}`)"),
            Self::Style(rule) => write!(f, "this style can't be used in a drawing (`{rule}`)"),
            Self::TooDeep => write!(f, "elements of this drawing are nested too deeply"),
            Self::TooManyUses => write!(f, "parts of this drawing repeat each other without end"),
        }
    }
}

impl Refused {
    /// What the owner of the drawing can do.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Malformed(_) | Self::NotSvg => "export the drawing again from the program that made it, as plain SVG",
            Self::Declarations => "export it as plain SVG, without a document type of its own",
            Self::Script(_) | Self::Animation(_) => "remove it, or export the drawing as plain SVG; pictures on pages stand still",
            Self::ForeignContent(_) | Self::Element(_) => "convert text and effects to paths, or save the drawing as PNG",
            Self::Raster => "save the whole drawing as PNG, or the photo as a picture of its own",
            Self::Outside(_) => "embed what it needs as shapes of its own, or save the drawing as PNG",
            Self::Style(_) => "remove it, or export the drawing with presentation attributes instead of CSS",
            Self::TooDeep | Self::TooManyUses => "simplify it in the program that made it, or save it as PNG",
        }
    }
}

/// Writes a drawing again with nothing but what draws, or says what it must not hold: all of it at once.
pub fn reserialise(text: &str) -> Result<Drawing, Vec<Refusal>> {
    let text_at = text.len() - text.trim_start_matches('\u{feff}').len();
    let text = &text[text_at..];
    let result = parse(text).map_err(|refusal| vec![refusal]).and_then(|document| check_and_write(&document));
    result.map_err(|mut refusals| {
        refusals.iter_mut().for_each(|refusal| refusal.range = refusal.range.start + text_at..refusal.range.end + text_at);
        refusals
    })
}

fn check_and_write(document: &Document<'_>) -> Result<Drawing, Vec<Refusal>> {
    let mut refusals = Vec::new();
    check(document.root_element(), &mut refusals);
    if refusals.is_empty() {
        uses::check(document, &mut refusals);
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    Ok(Drawing { text: write::write(document), size: size::of(document.root_element()) })
}

fn parse(text: &str) -> Result<Document<'_>, Refusal> {
    if let Some(range) = declarations(text) {
        return Err(Refusal { what: Refused::Declarations, range });
    }
    // The document type that programs write names a file of the W3C, which nobody fetches.
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, entity_resolver: None };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let range = range_at(text, error.pos());
        Refusal { what: Refused::Malformed(without_position(&error)), range }
    })?;
    let root = document.root_element();
    if root.has_tag_name((SVG, "svg")) { Ok(document) } else { Err(Refusal { what: Refused::NotSvg, range: name_range(root) }) }
}

/// Where a document type begins that declares something, before the first element.
fn declarations(text: &str) -> Option<Range<usize>> {
    let at = text.find("<!DOCTYPE")?;
    let inside = &text[at..];
    let end = inside.find('>').unwrap_or(inside.len());
    let bracket = inside[..end].find('[')?;
    Some(at..at + bracket + 1)
}

/// The parser says the place at the end of its messages; diagnostics show it themselves.
fn without_position(error: &roxmltree::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at ").map_or(message.clone(), |(what, _)| what.to_owned())
}

/// The character at a row and column, both counted from 1.
fn range_at(text: &str, place: TextPos) -> Range<usize> {
    let row = usize::try_from(place.row.saturating_sub(1)).unwrap_or(0);
    let line_at: usize = text.split_inclusive('\n').take(row).map(str::len).sum();
    let line = &text[line_at.min(text.len())..];
    let column = usize::try_from(place.col.saturating_sub(1)).unwrap_or(0);
    let mut ahead = line.char_indices().skip(column);
    match ahead.next() {
        Some((at, character)) => line_at + at..line_at + at + character.len_utf8(),
        None => text.len()..text.len(),
    }
}

/// Goes through all elements; an element that is refused is told once, without what it holds.
fn check(root: Node<'_, '_>, refusals: &mut Vec<Refusal>) {
    let mut open = vec![(root, 1)];
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            refusals.push(Refusal { what: Refused::TooDeep, range: name_range(node) });
            return;
        }
        match allowed::element(node) {
            allowed::Element::Draws | allowed::Element::Link => {}
            allowed::Element::Dropped => continue,
            allowed::Element::Refused(what) => {
                refusals.push(Refusal { what, range: name_range(node) });
                continue;
            }
        }
        for attribute in node.attributes() {
            if let allowed::Attribute::Refused(what) = allowed::attribute(node, &attribute) {
                refusals.push(Refusal { what, range: attribute.range() });
            }
        }
        if node.has_tag_name((SVG, "style")) {
            refusals.extend(style::check(&text_of(node)).map(|what| Refusal { what, range: name_range(node) }));
        }
        open.extend(node.children().filter(Node::is_element).map(|child| (child, depth + 1)));
    }
    refusals.sort_by_key(|refusal| refusal.range.start);
}

/// All text that stands directly in an element, also around comments.
fn text_of(node: Node<'_, '_>) -> String {
    node.children().filter_map(|child| if child.is_text() { child.text() } else { None }).collect()
}

/// The name of an element at its start.
fn name_range(node: Node<'_, '_>) -> Range<usize> {
    let text = node.document().input_text();
    let range = node.range();
    let tag = &text[range.clone()];
    let name = tag[1..].find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).map_or(tag.len(), |end| end + 1);
    range.start..range.start + name
}
