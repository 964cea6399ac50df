//! How much a drawing draws once its repeated parts are counted.
//!
//! Twenty lines can ask for a million circles: a part that repeats another one ten times, which
//! repeats a third one ten times. Browsers do what they are asked, and the reader waits.

use super::allowed::plain;
use super::{Refusal, Refused, XLINK, name_range};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// How many elements may be drawn.
const MOST_DRAWN: u64 = 2_000_000;

/// How long a chain of parts within parts may be.
const LONGEST_CHAIN: usize = 700;

/// What was found out of an element.
#[derive(Clone, Copy)]
enum Cost {
    Unknown,
    /// It is being counted; whoever meets it again stands in a circle.
    Open,
    Known(u64),
}

struct Count<'a, 'input> {
    ids: BTreeMap<&'a str, Node<'a, 'input>>,
    costs: Vec<Cost>,
}

pub(super) fn check(document: &Document<'_>, refusals: &mut Vec<Refusal>) {
    let elements = || document.descendants().filter(Node::is_element);
    let ids = elements().filter_map(|node| Some((plain(node, "id")?, node))).collect();
    let highest = document.descendants().map(|node| node.id().get_usize()).max().unwrap_or(0);
    let mut count = Count { ids, costs: vec![Cost::Unknown; highest + 1] };
    if count.of(document.root_element(), 0).is_none_or(|cost| cost > MOST_DRAWN) {
        refusals.push(Refusal { what: Refused::TooManyUses, range: name_range(document.root_element()) });
    }
}

impl<'a> Count<'a, '_> {
    /// How many elements are drawn for this one; none if there is no end.
    fn of(&mut self, node: Node<'a, '_>, depth: usize) -> Option<u64> {
        if depth > LONGEST_CHAIN {
            return None;
        }
        let index = node.id().get_usize();
        match self.costs[index] {
            Cost::Known(cost) => return Some(cost),
            Cost::Open => return None,
            Cost::Unknown => self.costs[index] = Cost::Open,
        }
        let mut cost = 1_u64;
        for child in node.children().filter(Node::is_element) {
            cost = cost.saturating_add(self.of(child, depth + 1)?);
        }
        for id in node.attributes().filter_map(|attribute| target(&attribute)) {
            if let Some(part) = self.ids.get(id).copied() {
                cost = cost.saturating_add(self.of(part, depth + 1)?);
            }
        }
        self.costs[index] = Cost::Known(cost);
        Some(cost)
    }
}

/// The part of the drawing that an attribute brings in.
fn target<'a>(attribute: &roxmltree::Attribute<'a, '_>) -> Option<&'a str> {
    let value = attribute.value();
    if attribute.name() == "href" && attribute.namespace().is_none_or(|namespace| namespace == XLINK) {
        return value.trim().strip_prefix('#');
    }
    let (_, inside) = value.split_once("url(")?;
    let (inside, _) = inside.split_once(')')?;
    inside.trim().trim_matches(['"', '\'']).strip_prefix('#')
}
