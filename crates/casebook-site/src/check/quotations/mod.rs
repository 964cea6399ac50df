//! Quotations: each is compared with the text of its source, and its places there are kept.
//!
//! The verbatim rule can't be switched off: what doesn't stand in its source is an error, and so is what can't be
//! compared. Verdicts are kept by what they depend on: the words, the text of the source, the place that is named.

mod claim;
mod judge;
mod offer;
mod place;
mod shown;
mod told;

use super::cache::Cache;
use super::parsed::Parsed;
use super::site::{Entry, EntryIndex, LanguageIndex, Site};
use super::texts::TextPart;
use crate::diagnostic::{Diagnostic, Span};
use crate::entry::{Details, Kind};
use crate::source::{Hash, SitePath};
use crate::verbatim::{Place, Verdict};
pub(crate) use claim::Form;
pub(super) use claim::sources;
use claim::{Claim, claims, untold};
use judge::{Library, judge};
pub use offer::{Offer, Unquotable};
pub(crate) use place::placed;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// All quotations that stand in their sources.
#[derive(Debug, Default)]
pub(crate) struct Quotations {
    /// What each document is quoted for, in the order of its text.
    pub passages: FxHashMap<EntryIndex, Vec<Quoted>>,
    /// Which passage a quotation is, by where it is written.
    by_span: FxHashMap<(SitePath, u32), Said>,
    /// The pages and messages that are quoted, by document, file and place.
    quoted: FxHashSet<(EntryIndex, usize, usize)>,
}

/// A quotation that stands in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// The document.
    pub document: EntryIndex,
    /// The passage, by its place among those of the document.
    pub passage: usize,
    /// Whether it is the first place of its file that quotes the passage: links from the document lead there.
    pub is_first: bool,
}

/// A passage of a document that the site quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// Its name in addresses. It is made of the words and their place, so that it lasts whatever else is quoted.
    pub id: String,
    /// In which of the document's files that say something.
    pub part: usize,
    /// Where its words stand, in order.
    pub places: Vec<Place>,
    /// Who quotes it.
    pub by: Vec<Quoting>,
}

/// An entry that quotes a passage, in one of its languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quoting {
    pub entry: EntryIndex,
    pub language: LanguageIndex,
    /// Where in it: the text of a statement is its page.
    pub form: Form,
}

impl Quotations {
    /// What the quotation quotes that is opened here.
    pub(crate) fn of(&self, span: &Span) -> Option<Said> {
        self.by_span.get(&(span.path.clone(), span.range.start)).copied()
    }

    /// What a document is quoted for, in the order of its text.
    pub(crate) fn of_document(&self, document: EntryIndex) -> &[Quoted] {
        self.passages.get(&document).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the site quotes a page or message of a document.
    pub(crate) fn is_quoted(&self, document: EntryIndex, part: usize, segment: usize) -> bool {
        self.quoted.contains(&(document, part, segment))
    }
}

/// What was found of one claim.
struct Compared {
    found: Vec<Diagnostic>,
    proof: Option<Proof>,
}

struct Proof {
    id: String,
    document: EntryIndex,
    part: usize,
    places: Vec<Place>,
    by: Quoting,
    opened: (SitePath, u32),
}

/// What readers don't see, and the site as its makers see it: a document that isn't public yet is quoted as it is.
#[derive(Clone, Copy)]
pub(super) struct Makers<'a> {
    /// Entries that are drafts, not yet published or expired.
    pub hidden: &'a FxHashSet<Arc<str>>,
    /// The site with them; costly, so it is asked for where something of it is quoted.
    pub site: &'a (dyn Fn() -> Option<&'a Site> + 'a),
}

impl<'a> Makers<'a> {
    /// The texts of what is hidden, if it is quoted.
    fn library(self, site: &Site) -> Option<Library<'a>> {
        let is_hidden = |id: &str| self.hidden.contains(id);
        let names_hidden = |version: &Parsed| version.findings.references.iter().any(|reference| is_hidden(&reference.id));
        let quotes_hidden = |entry: &Entry| {
            let named = entry.versions.iter().flatten().filter(|version| names_hidden(version));
            named.flat_map(|version| claims(entry, version)).any(|claim| is_hidden(claim.source.id()))
        };
        let is_needed = !self.hidden.is_empty() && site.entries.iter().any(quotes_hidden);
        is_needed.then(|| (self.site)()).flatten().map(Library::of)
    }
}

/// The texts that quotations are compared with.
struct Shelf<'a> {
    /// Those that readers see.
    open: Library<'a>,
    /// Those that they don't.
    closed: Option<Library<'a>>,
}

impl<'a> Shelf<'a> {
    /// Where an entry stands.
    fn find(&self, id: &str) -> Option<(&Library<'a>, EntryIndex)> {
        let find = |library: &'_ Library<'a>| library.site.find(id);
        find(&self.open).map(|index| (&self.open, index)).or_else(|| {
            let closed = self.closed.as_ref()?;
            Some((closed, find(closed)?))
        })
    }

    fn is_open(&self, library: &Library<'_>) -> bool {
        std::ptr::eq(self.open.site, library.site)
    }
}

/// Compares every quotation of the site with its source.
pub(super) fn check<'a>(site: &'a Site, makers: Makers<'a>, cache: &Cache) -> (Quotations, Vec<Diagnostic>) {
    let shelf = Shelf { open: Library::of(site), closed: makers.library(site) };
    let compare_all = |index: EntryIndex| {
        let entry = &site.entries[index];
        let versions = entry.versions.iter().enumerate().filter_map(|(language, version)| Some((language, version.as_ref()?)));
        let each = versions.flat_map(|(language, version)| claims(entry, version).into_iter().map(move |claim| (language, claim)));
        each.map(|(language, claim)| compare((site, &shelf), cache, (index, language), &claim)).collect::<Vec<_>>()
    };
    let compared: Vec<Compared> = (0..site.entries.len()).into_par_iter().flat_map_iter(compare_all).collect();
    cache.forget_verdicts(compared.len());
    let mut diagnostics: Vec<Diagnostic> = site.entries.iter().filter_map(untold).map(translated).collect();
    let versions = site.entries.iter().flat_map(|entry| entry.versions.iter().flatten());
    diagnostics.extend(versions.flat_map(|version| shown::astray(site, version)));
    let mut proofs = Vec::new();
    for one in compared {
        diagnostics.extend(one.found);
        proofs.extend(one.proof);
    }
    (gather(proofs), diagnostics)
}

/// Puts together who quotes the same words.
fn gather(proofs: Vec<Proof>) -> Quotations {
    type ByPlace = BTreeMap<(usize, Vec<(usize, usize, usize)>), (Quoted, Vec<(SitePath, u32)>)>;
    let mut by_document: FxHashMap<EntryIndex, ByPlace> = FxHashMap::default();
    for proof in proofs {
        let key = (proof.part, proof.places.iter().map(|place| (place.segment, place.range.start, place.range.end)).collect());
        let passages = by_document.entry(proof.document).or_default();
        let (quoted, opened) =
            passages.entry(key).or_insert_with(|| (Quoted { id: proof.id, part: proof.part, places: proof.places, by: Vec::new() }, Vec::new()));
        if !quoted.by.contains(&proof.by) {
            quoted.by.push(proof.by);
        }
        opened.push(proof.opened);
    }
    let mut quotations = Quotations::default();
    for (document, passages) in by_document {
        let mut ids: FxHashMap<String, usize> = FxHashMap::default();
        for (passage, (mut quoted, mut opened)) in passages.into_values().enumerate() {
            let nth = ids.entry(quoted.id.clone()).and_modify(|count| *count += 1).or_insert(1);
            if *nth > 1 {
                quoted.id = format!("{}-{nth}", quoted.id);
            }
            opened.sort();
            let mut last: Option<SitePath> = None;
            for (path, start) in opened {
                let is_first = last.as_ref() != Some(&path);
                last = Some(path.clone());
                quotations.by_span.insert((path, start), Said { document, passage, is_first });
            }
            quotations.quoted.extend(quoted.places.iter().map(|place| (document, quoted.part, place.segment)));
            quotations.passages.entry(document).or_default().push(quoted);
        }
    }
    quotations
}

/// Compares one. What has no document was told where it is named.
fn compare((site, shelf): (&Site, &Shelf<'_>), cache: &Cache, by: (EntryIndex, LanguageIndex), claim: &Claim<'_>) -> Compared {
    let failed = |diagnostic: Diagnostic| Compared { found: vec![diagnostic.at(claim.span.clone())], proof: None };
    let nothing = Compared { found: Vec::new(), proof: None };
    let Some((library, document)) = shelf.find(claim.source.id()) else { return nothing };
    let Some(Details::Document(_) | Details::Recording(_)) = library.site.entries[document].details() else { return nothing };
    let parts = library.site.parts(document);
    if parts.is_empty() {
        return failed(silent(claim, library.site.entries[document].kind));
    }
    let judged = match judge(library, cache, document, claim) {
        Ok(Some(judged)) => judged,
        // That it can't be read is told at the document, where that is seen.
        Ok(None) if shelf.is_open(library) => return nothing,
        Ok(None) => return failed(closed(claim)),
        Err(diagnostic) => return failed(*diagnostic),
    };
    let written = site.source.text(&claim.span.path).unwrap_or_default();
    let proof = match &*judged.verdict {
        // No link leads to what readers don't see.
        Verdict::Verified { places, .. } if shelf.is_open(library) => Some(Proof {
            id: passage_id(parts.get(judged.part), places),
            document,
            part: judged.part,
            places: places.clone(),
            by: Quoting { entry: by.0, language: by.1, form: claim.form },
            opened: (claim.span.path.clone(), claim.span.range.start),
        }),
        _ => None,
    };
    let file = parts.get(judged.part).filter(|_| parts.len() > 1).map(|part| part.name.as_str());
    Compared { found: told::told(claim, &judged, file, written), proof }
}

/// How many hexadecimal digits tell the passages of a document apart.
const ID_DIGITS: usize = 6;

/// The name of a passage: the same for the same words at the same place of a file with the same name.
fn passage_id(part: Option<&TextPart>, places: &[Place]) -> String {
    let mut said = part.map(|part| part.name.clone()).unwrap_or_default();
    let segments = part.and_then(TextPart::known).map(|known| known.document.segments.as_slice()).unwrap_or_default();
    for place in places {
        let words = segments.get(place.segment).and_then(|segment| segment.text.get(place.range.clone())).unwrap_or_default();
        let _ = write!(said, "\n{:?}", place.locator);
        words.split_whitespace().for_each(|word| said.extend([" ", word]));
    }
    format!("q{}", Hash::of(said.as_bytes()).short(ID_DIGITS))
}

/// A document whose words nobody has: nothing can be compared with it.
fn silent(claim: &Claim<'_>, kind: Kind) -> Diagnostic {
    let id = claim.source.id();
    let silent = Diagnostic::error("quotation-unproved", format!("`{id}` has no text with which these words could be compared"));
    if kind == Kind::Recording {
        return silent.hint("give the recording a `transcript`");
    }
    silent.hint("give it a file with text (PDF, .eml, .mbox, .vtt, .srt, .txt, .html, .docx), or a picture with a `transcription`")
}

/// A document that isn't public, and that can't be read either.
fn closed(claim: &Claim<'_>) -> Diagnostic {
    let id = claim.source.id();
    let closed = Diagnostic::error("quotation-unproved", format!("`{id}` can't be read, so nobody can compare these words with it"));
    closed.hint("it isn't live; `casebook check` tells what is wrong with it")
}

/// A statement that gives a translation as the words of a document.
fn translated(span: &Span) -> Diagnostic {
    let translated =
        Diagnostic::error("quotation-unproved", "these words were spoken in another language, so they can't be compared with the document");
    let translated = translated.at(span.clone());
    translated
        .hint("give the words as they were spoken in a file of that language (`original` names it), and the translation in the file of the other")
}
