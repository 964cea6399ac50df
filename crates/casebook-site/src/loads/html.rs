//! What a page or a drawing loads, parsed as a browser parses it.
//!
//! html5ever builds the tree and tells of each element; only the elements are remembered, no tree.
//! What an element loads is one table over its name and its attributes.

use super::{Found, Kind, css};
use html5ever::interface::{Attribute, ElementFlags, NodeOrText, QualName, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{LocalName, ParseOpts, ns};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// How many pages may lie in one another as `srcdoc`.
const MAX_DEPTH: usize = 4;

/// Relations of `<link>` for which no browser asks for anything. All others count as loads.
const HARMLESS: [&str; 14] = [
    "alternate",
    "author",
    "bookmark",
    "canonical",
    "external",
    "first",
    "help",
    "last",
    "license",
    "me",
    "nofollow",
    "noreferrer",
    "prev",
    "privacy-policy",
];

/// What a page loads.
pub fn of_html(text: &str) -> Found {
    html5ever::parse_document(Sink::new(0), options()).one(text)
}

/// As a browser without scripts, so that what stands in `<noscript>` counts.
fn options() -> ParseOpts {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    ParseOpts { tree_builder, ..ParseOpts::default() }
}

/// What a drawing in a file of its own loads.
pub fn of_svg(text: &str) -> Found {
    let mut found = of_html(&with_entities(text));
    // The parser of HTML takes it for a comment.
    for instruction in text.split("<?xml-stylesheet").skip(1) {
        let inside = instruction.split("?>").next().unwrap_or_default();
        let quoted = inside.split_once("href").and_then(|(_, rest)| rest.trim_start().strip_prefix('=')).map(str::trim_start);
        if let Some((quote, rest)) = quoted.and_then(|rest| Some((rest.chars().next()?, rest.get(1..)?))) {
            found.load(Kind::StyleSheet, rest.split(quote).next().unwrap_or_default());
        }
    }
    found
}

/// The text with its own entities replaced, one level deep: drawing programs use them for names, and an
/// address could be spelt with them.
fn with_entities(text: &str) -> Cow<'_, str> {
    let mut known: Vec<(String, &str)> = Vec::new();
    for declared in text.split("<!ENTITY").skip(1) {
        let mut words = declared.trim_start().splitn(2, char::is_whitespace);
        let (Some(name), Some(rest)) = (words.next(), words.next()) else { continue };
        let rest = rest.trim_start();
        if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            known.push((format!("&{name};"), rest[1..].split(quote).next().unwrap_or_default()));
        }
    }
    if known.is_empty() {
        return Cow::Borrowed(text);
    }
    // The declarations themselves would confuse the parser of HTML.
    let body = text.find("<svg").map_or(text, |start| &text[start..]);
    Cow::Owned(known.iter().fold(body.to_owned(), |text, (entity, value)| text.replace(entity, value)))
}

/// What is remembered of a node; of all but elements, only that they are there.
#[derive(Default)]
struct Node {
    name: Option<QualName>,
    /// The text of a style element.
    style: RefCell<String>,
}

/// Takes what the parser tells. Each element is looked at as it comes; only styles have to wait for
/// their text.
struct Sink {
    document: Rc<Node>,
    found: RefCell<Found>,
    styles: RefCell<Vec<Rc<Node>>>,
    depth: usize,
}

impl Sink {
    fn new(depth: usize) -> Self {
        Self { document: Rc::default(), found: RefCell::default(), styles: RefCell::default(), depth }
    }

    fn look_at(&self, name: &QualName, attributes: &[Attribute]) {
        // A name with a prefix is of a drawing in a file of its own, which is XML.
        let is_foreign = name.ns != ns!(html) || name.local.contains(':');
        let element = Element { name: &local(&name.local), is_foreign, attributes };
        element.look_at(self.depth, &mut self.found.borrow_mut());
    }
}

impl Node {
    fn is_style(&self) -> bool {
        self.name.as_ref().is_some_and(|name| local(&name.local) == "style")
    }

    fn add(&self, child: &NodeOrText<Rc<Self>>) {
        if let NodeOrText::AppendText(text) = child
            && self.is_style()
        {
            self.style.borrow_mut().push_str(text);
        }
    }
}

/// A name in lower case without the prefix that XML may give it.
fn local(name: &LocalName) -> Cow<'_, str> {
    let name: &str = name;
    let name = name.rsplit(':').next().unwrap_or(name);
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) }
}

impl TreeSink for Sink {
    type Handle = Rc<Node>;
    type Output = Found;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Found {
        let mut found = self.found.into_inner();
        for style in self.styles.into_inner() {
            css::add(&style.style.borrow(), &mut found);
        }
        found
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Rc<Node> {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Node>) -> &'a QualName {
        target.name.as_ref().expect("the parser asks for the names of elements alone")
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Rc<Node> {
        self.look_at(&name, &attributes);
        let node = Rc::new(Node { name: Some(name), style: RefCell::default() });
        if node.is_style() {
            self.styles.borrow_mut().push(Rc::clone(&node));
        }
        node
    }

    fn create_comment(&self, _: StrTendril) -> Rc<Node> {
        Rc::default()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Rc<Node> {
        Rc::default()
    }

    fn append(&self, parent: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        parent.add(&child);
    }

    fn append_based_on_parent_node(&self, element: &Rc<Node>, _: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        element.add(&child);
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Node>) -> Rc<Node> {
        Rc::clone(target)
    }

    fn same_node(&self, x: &Rc<Node>, y: &Rc<Node>) -> bool {
        Rc::ptr_eq(x, y)
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        sibling.add(&child);
    }

    // A second `<body>` gives its attributes to the first.
    fn add_attrs_if_missing(&self, target: &Rc<Node>, attributes: Vec<Attribute>) {
        if let Some(name) = &target.name {
            self.look_at(name, &attributes);
        }
    }

    fn remove_from_parent(&self, _: &Rc<Node>) {}

    fn reparent_children(&self, _: &Rc<Node>, _: &Rc<Node>) {}
}

/// One element as it begins.
struct Element<'a> {
    name: &'a str,
    /// It is of a drawing or a formula.
    is_foreign: bool,
    attributes: &'a [Attribute],
}

impl Element<'_> {
    fn value(&self, wanted: &str) -> &str {
        self.attributes.iter().find(|attribute| local(&attribute.name.local) == wanted).map_or("", |attribute| &attribute.value)
    }

    /// Finds what it loads.
    fn look_at(&self, depth: usize, found: &mut Found) {
        for attribute in self.attributes {
            self.attribute(&local(&attribute.name.local), &attribute.value, depth, found);
        }
    }

    fn attribute(&self, attribute: &str, address: &str, depth: usize, found: &mut Found) {
        match (self.name, attribute) {
            (_, "style") => css::add(address, found),
            ("a" | "area", "href") => found.links.push(address.to_owned()),
            (_, "ping" | "attributionsrc") => address.split_whitespace().for_each(|address| found.load(Kind::Ping, address)),
            (_, "background") => found.load(Kind::Background, address),
            ("base", "href") => found.load(Kind::Base, address),
            ("link", "href") => link(self.value("rel"), address, found),
            ("img" | "source", "srcset") | ("link", "imagesrcset") => candidates(address).for_each(|address| found.load(Kind::PictureSet, address)),
            ("iframe", "srcdoc") if depth < MAX_DEPTH => {
                let inner = html5ever::parse_document(Sink::new(depth + 1), options()).one(address);
                found.loads.extend(inner.loads);
                found.links.extend(inner.links);
            }
            ("iframe", "srcdoc") => found.load(Kind::Frame, "unreadable:too-deep"),
            ("meta", "content") if self.value("http-equiv").trim().eq_ignore_ascii_case("refresh") => found.load(Kind::Refresh, refresh(address)),
            (name, attribute) => match one(name, attribute) {
                Some(kind) => found.load(kind, address),
                // Whatever else a drawing names is drawn. Names of namespaces are no addresses.
                None if self.is_foreign && attribute == "href" => found.load(Kind::Drawing, address),
                None if self.is_foreign && address.contains('(') => css::add(address, found),
                None => {}
            },
        }
    }
}

/// The attributes of HTML whose value is one address that is loaded.
fn one(name: &str, attribute: &str) -> Option<Kind> {
    Some(match (name, attribute) {
        ("img" | "image" | "input" | "mglyph", "src" | "lowsrc" | "dynsrc") => Kind::Picture,
        ("audio" | "video" | "source" | "track" | "bgsound", "src") => Kind::Media,
        ("video", "poster") => Kind::Poster,
        ("script", "src") => Kind::Script,
        ("iframe" | "frame" | "portal" | "fencedframe", "src") => Kind::Frame,
        ("embed", "src") | ("object" | "applet", "data" | "code" | "codebase" | "classid" | "archive" | "object") => Kind::Object,
        ("form" | "isindex", "action") | ("button" | "input", "formaction") => Kind::Form,
        ("html", "manifest") => Kind::Manifest,
        _ => return None,
    })
}

fn link(relations: &str, address: &str, found: &mut Found) {
    let has = |wanted: &[&str]| relations.split_whitespace().any(|relation| wanted.iter().any(|known| relation.eq_ignore_ascii_case(known)));
    if has(&["stylesheet"]) {
        found.load(Kind::StyleSheet, address);
    } else if has(&["icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "fluid-icon"]) {
        found.load(Kind::Icon, address);
    } else if has(&["manifest"]) {
        found.load(Kind::Manifest, address);
    } else if relations.split_whitespace().any(|relation| !HARMLESS.iter().any(|known| relation.eq_ignore_ascii_case(known))) {
        found.load(Kind::Hint, address);
    }
}

/// The addresses of a `srcset` (HTML, "Parsing a srcset attribute").
fn candidates(set: &str) -> impl Iterator<Item = &str> {
    let mut rest = set;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let trimmed = address.trim_end_matches(',');
        // A comma at its end leaves no room for a width.
        rest = if trimmed.len() < address.len() { after } else { after.split_once(',').map_or("", |(_, rest)| rest) };
        Some(trimmed)
    })
}

/// Where a refresh leads: `5; url='/x/'`; nowhere where it only loads the page again.
fn refresh(content: &str) -> &str {
    let rest = content.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start();
    let rest = rest.trim_start_matches([';', ',']).trim_start();
    let named = rest.get(..3).filter(|word| word.eq_ignore_ascii_case("url")).and_then(|_| rest[3..].trim_start().strip_prefix('='));
    let address = named.map_or(rest, str::trim_start);
    match address.chars().next() {
        Some(quote @ ('"' | '\'')) => address[1..].split(quote).next().unwrap_or_default(),
        _ => address,
    }
}
