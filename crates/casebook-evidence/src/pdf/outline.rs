//! The outline of a PDF, as far as it leads to pages.
//!
//! Its lines name each other, so they may lead in circles: each is followed once, and not too deep.

use super::contents::Heading;
use super::words;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier, String as PdfString};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

/// How many lines are read.
const MOST_LINES: usize = 20_000;

/// How deep a line may stand.
const DEEPEST: u8 = 32;

/// How many knots of the tree of names are looked at.
const MOST_KNOTS: usize = 20_000;

pub(super) fn outline(catalogue: &Dict<'_>, pdf: &Pdf) -> Vec<Heading> {
    let Some(root) = catalogue.get::<Dict<'_>>("Outlines") else { return Vec::new() };
    let places = Places::new(catalogue, pdf);
    let mut lines = Vec::new();
    let mut seen = BTreeSet::new();
    // The lines still to be read, the next one last.
    let mut open: Vec<(u8, Dict<'_>)> = Vec::new();
    open.extend(root.get::<Dict<'_>>("First").map(|first| (1, first)));
    while let Some((level, line)) = open.pop() {
        let is_new = line.obj_id().is_none_or(|id| seen.insert((id.obj_number, id.gen_number)));
        if !is_new || lines.len() >= MOST_LINES {
            continue;
        }
        let title = line.get::<PdfString<'_>>("Title").map(|title| words::decode(title.as_bytes())).unwrap_or_default();
        if !title.is_empty() {
            lines.push(Heading { title, level, page: places.of(&line) });
        }
        open.extend(line.get::<Dict<'_>>("Next").map(|next| (level, next)));
        if level < DEEPEST {
            open.extend(line.get::<Dict<'_>>("First").map(|first| (level + 1, first)));
        }
    }
    lines
}

/// Where lines of an outline can lead.
struct Places<'a> {
    pages: BTreeMap<ObjectIdentifier, NonZeroU32>,
    count: u32,
    /// Places by name: in old files a dictionary, in newer ones a tree.
    named: BTreeMap<Vec<u8>, Object<'a>>,
}

impl<'a> Places<'a> {
    fn new(catalogue: &Dict<'a>, pdf: &Pdf) -> Self {
        let numbered = pdf.pages().iter().zip(1..).filter_map(|(page, number)| Some((page.raw().obj_id()?, NonZeroU32::new(number)?)));
        let mut named = BTreeMap::new();
        if let Some(old) = catalogue.get::<Dict<'a>>("Dests") {
            for name in old.keys().take(MOST_LINES) {
                named.extend(old.get::<Object<'a>>(&*name).map(|place| (name.to_vec(), place)));
            }
        }
        let mut open: Vec<Dict<'a>> = catalogue.get::<Dict<'a>>("Names").and_then(|names| names.get("Dests")).into_iter().collect();
        let mut seen = 0;
        while let Some(knot) = open.pop() {
            seen += 1;
            if seen > MOST_KNOTS || named.len() > MOST_LINES * 4 {
                break;
            }
            if let Some(pairs) = knot.get::<Array<'a>>("Names") {
                let mut objects = pairs.iter::<Object<'a>>();
                while let (Some(name), Some(place)) = (objects.next(), objects.next()) {
                    named.extend(name.into_string().map(|name| (name.as_bytes().to_vec(), place)));
                }
            }
            open.extend(knot.get::<Array<'a>>("Kids").into_iter().flat_map(|kids| kids.iter::<Dict<'a>>().take(MOST_KNOTS)));
        }
        Self { pages: numbered.collect(), count: super::page_count(pdf), named }
    }

    /// The page to which a line leads: by a place of its own, or by what happens when it is clicked.
    fn of(&self, line: &Dict<'a>) -> Option<NonZeroU32> {
        let place = line.get::<Object<'a>>("Dest").or_else(|| {
            let action = line.get::<Dict<'a>>("A")?;
            let goes_there = action.get::<Name<'_>>("S").is_some_and(|kind| kind.as_str() == "GoTo");
            goes_there.then(|| action.get::<Object<'a>>("D")).flatten()
        })?;
        self.page(&place, 0)
    }

    fn page(&self, place: &Object<'a>, depth: u8) -> Option<NonZeroU32> {
        let named = |name: &[u8]| self.named.get(name).filter(|_| depth < 4).and_then(|place| self.page(place, depth + 1));
        match place {
            Object::String(name) => named(name.as_bytes()),
            Object::Name(name) => named(name),
            Object::Dict(place) => self.page(&place.get::<Object<'a>>("D")?, depth.checked_add(1).filter(|depth| *depth < 8)?),
            Object::Array(place) => match place.raw_iter().next()? {
                MaybeRef::Ref(page) => self.pages.get(&identifier(page)).copied(),
                // Some programs write its number, from 0.
                MaybeRef::NotRef(number) => {
                    let number = u32::try_from(number.into_number()?.as_i64()).ok()?.checked_add(1)?;
                    NonZeroU32::new(number).filter(|_| number <= self.count)
                }
            },
            _ => None,
        }
    }
}

fn identifier(page: ObjRef) -> ObjectIdentifier {
    page.into()
}
