//! Writing a drawing anew, in one way only: no comments, no prefixes, attributes in the order of their names.

use super::allowed::{self, Attribute, Element};
use super::{SVG, text_of};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// Elements whose text is shown, or read as CSS. Elsewhere text is only indentation.
const WITH_TEXT: [&str; 4] = ["style", "text", "textPath", "tspan"];

/// The text of a drawing that was checked.
pub(super) fn write(document: &Document<'_>) -> String {
    let mut to = String::new();
    element(document.root_element(), &mut to);
    to.push('\n');
    to
}

fn element(node: Node<'_, '_>, to: &mut String) {
    let name = match allowed::element(node) {
        Element::Draws => node.tag_name().name(),
        // A text may hold a link, and only a `tspan` may stand there instead.
        Element::Link if node.parent_element().is_some_and(holds_text) => "tspan",
        Element::Link => "g",
        Element::Dropped | Element::Refused(_) => return,
    };
    to.push('<');
    to.push_str(name);
    if node.parent_element().is_none() {
        to.push_str(" xmlns=\"");
        to.push_str(SVG);
        to.push('"');
    }
    for (name, value) in attributes(node) {
        to.push(' ');
        to.push_str(name);
        to.push_str("=\"");
        escape_value(value, to);
        to.push('"');
    }
    let start = to.len();
    to.push('>');
    if name == "style" {
        escape(&text_of(node), to);
    } else {
        node.children().for_each(|child| self::child(child, name, to));
    }
    if to.len() == start + 1 {
        to.insert(start, '/');
        return;
    }
    to.push_str("</");
    to.push_str(name);
    to.push('>');
}

fn child(child: Node<'_, '_>, within: &str, to: &mut String) {
    if child.is_element() {
        element(child, to);
    } else if child.is_text() && WITH_TEXT.contains(&within) {
        escape(child.text().unwrap_or_default(), to);
    }
}

fn holds_text(node: Node<'_, '_>) -> bool {
    WITH_TEXT.contains(&node.tag_name().name()) || node.parent_element().is_some_and(|parent| node.tag_name().name() == "a" && holds_text(parent))
}

/// The attributes that stay, each once.
fn attributes<'a>(node: Node<'a, '_>) -> BTreeMap<&'static str, &'a str> {
    let all = node.attributes().filter_map(|attribute| match allowed::attribute(node, &attribute) {
        Attribute::Stays(name) => Some((name, attribute.value())),
        Attribute::Dropped | Attribute::Refused(_) => None,
    });
    all.collect()
}

/// As it may stand between elements.
fn escape(text: &str, to: &mut String) {
    for character in text.chars() {
        match character {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '\r' => to.push_str("&#13;"),
            other => to.push(other),
        }
    }
}

/// As it may stand in an attribute, where a parser would take a line's end for a space.
fn escape_value(value: &str, to: &mut String) {
    for character in value.chars() {
        match character {
            '"' => to.push_str("&quot;"),
            '\n' => to.push_str("&#10;"),
            '\t' => to.push_str("&#9;"),
            other => escape(other.encode_utf8(&mut [0; 4]), to),
        }
    }
}
