//! Quotations: each is compared with the text of its source, and its places there are kept.
//!
//! The verbatim rule can't be switched off: what doesn't stand in its source is an error, and so is what can't be
//! compared. Verdicts are kept by what they depend on: the words, the text of the source, the place that is named.

mod claim;
mod offer;
mod shown;
mod told;

use super::cache::Cache;
use super::site::{EntryIndex, LanguageIndex, Site};
use super::texts::Text;
use crate::diagnostic::{Diagnostic, Span};
use crate::entry::{Details, Document as DocumentEntry, Passage};
use crate::source::{Hash, SitePath};
use crate::verbatim::{Place, Quotation, Source, Verdict, verify};
use casebook_evidence::document::Document;
use casebook_evidence::evidence::Locator;
pub(crate) use claim::Form;
use claim::{Claim, claims, untold};
pub use offer::{Offer, Unquotable};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::OnceLock;

/// Counts up whenever the same words and the same source may give another verdict.
const VERSION: u32 = 1;

/// All quotations that stand in their sources.
#[derive(Debug, Default)]
pub(crate) struct Quotations {
    /// What each document is quoted for, in the order of its text.
    pub passages: FxHashMap<EntryIndex, Vec<Quoted>>,
    /// Which passage a quotation is, by where it is written.
    by_span: FxHashMap<(SitePath, u32), Said>,
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
}

/// What was found of one claim.
struct Compared {
    found: Vec<Diagnostic>,
    proof: Option<Proof>,
}

struct Proof {
    document: EntryIndex,
    places: Vec<Place>,
    by: Quoting,
    opened: (SitePath, u32),
}

/// Compares every quotation of the site with its source.
pub(super) fn check(site: &Site, cache: &Cache) -> (Quotations, Vec<Diagnostic>) {
    let sources: FxHashMap<EntryIndex, OnceLock<Source<'_>>> = site.texts.keys().map(|index| (*index, OnceLock::new())).collect();
    let compare_all = |index: EntryIndex| {
        let entry = &site.entries[index];
        let versions = entry.versions.iter().enumerate().filter_map(|(language, version)| Some((language, version.as_ref()?)));
        let each = versions.flat_map(|(language, version)| claims(entry, version).into_iter().map(move |claim| (language, claim)));
        each.map(|(language, claim)| compare(site, cache, &sources, (index, language), &claim)).collect::<Vec<_>>()
    };
    let compared: Vec<Compared> = (0..site.entries.len()).into_par_iter().flat_map_iter(compare_all).collect();
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
    type ByPlace = BTreeMap<Vec<(usize, usize, usize)>, (Quoted, Vec<(SitePath, u32)>)>;
    let mut by_document: FxHashMap<EntryIndex, ByPlace> = FxHashMap::default();
    for proof in proofs {
        let key = proof.places.iter().map(|place| (place.segment, place.range.start, place.range.end)).collect();
        let passages = by_document.entry(proof.document).or_default();
        let (quoted, opened) = passages.entry(key).or_insert_with(|| (Quoted { places: proof.places, by: Vec::new() }, Vec::new()));
        if !quoted.by.contains(&proof.by) {
            quoted.by.push(proof.by);
        }
        opened.push(proof.opened);
    }
    let mut quotations = Quotations::default();
    for (document, passages) in by_document {
        for (passage, (quoted, mut opened)) in passages.into_values().enumerate() {
            opened.sort();
            let mut last: Option<SitePath> = None;
            for (path, start) in opened {
                let is_first = last.as_ref() != Some(&path);
                last = Some(path.clone());
                quotations.by_span.insert((path, start), Said { document, passage, is_first });
            }
            quotations.passages.entry(document).or_default().push(quoted);
        }
    }
    quotations
}

/// Compares one. What has no document was told where it is named.
fn compare<'s>(
    site: &'s Site,
    cache: &Cache,
    sources: &FxHashMap<EntryIndex, OnceLock<Source<'s>>>,
    by: (EntryIndex, LanguageIndex),
    claim: &Claim<'_>,
) -> Compared {
    let failed = |diagnostic: Diagnostic| Compared { found: vec![diagnostic.at(claim.span.clone())], proof: None };
    let nothing = Compared { found: Vec::new(), proof: None };
    let Some(document) = site.find(claim.source.id()) else { return nothing };
    let Some(Details::Document(entry)) = site.entries[document].details() else { return nothing };
    let (text, key) = match site.texts.get(&document) {
        Some(Text::Known(known)) => (&known.document, known.key),
        // That it can't be read is told at the document.
        Some(Text::Failed(_) | Text::Unread(_)) => return nothing,
        None => return failed(silent(claim)),
    };
    let locator = match locator(claim.place, entry, text) {
        Ok(locator) => locator,
        Err(diagnostic) => return failed(*diagnostic),
    };
    let verdict = cache.verdict(verdict_key(claim, key, locator), || {
        let source = sources[&document].get_or_init(|| Source::new(&text.segments));
        let quotation = Quotation::parse(&claim.words.text);
        let quotation = locator.map_or_else(|| quotation.clone(), |locator| quotation.clone().at(locator));
        verify(source, &claim.place.nth.and_then(NonZeroU32::new).map_or_else(|| quotation.clone(), |nth| quotation.clone().nth(nth)))
    });
    let written = site.source.text(&claim.span.path).unwrap_or_default();
    let proof = match &*verdict {
        Verdict::Verified { places, .. } => Some(Proof {
            document,
            places: places.clone(),
            by: Quoting { entry: by.0, language: by.1, form: claim.form },
            opened: (claim.span.path.clone(), claim.span.range.start),
        }),
        _ => None,
    };
    Compared { found: told::told(claim, &verdict, written), proof }
}

fn verdict_key(claim: &Claim<'_>, source: Hash, locator: Option<Locator>) -> Hash {
    let place = format!("{VERSION} {locator:?} {:?}", claim.place.nth);
    Hash::of_parts([source.as_bytes().as_slice(), place.as_bytes(), claim.words.text.as_bytes()])
}

/// A document whose words nobody has: nothing can be compared with it.
fn silent(claim: &Claim<'_>) -> Diagnostic {
    let id = claim.source.id();
    let silent = Diagnostic::error("quotation-unproved", format!("`{id}` has no text with which these words could be compared"));
    silent.hint("give it a file with text (PDF, .eml, .mbox, .vtt, .srt, .txt, .html, .docx), or a picture with a `transcription`")
}

/// A statement that gives a translation as the words of a document.
fn translated(span: &Span) -> Diagnostic {
    let translated =
        Diagnostic::error("quotation-unproved", "these words were spoken in another language, so they can't be compared with the document");
    let translated = translated.at(span.clone());
    translated
        .hint("give the words as they were spoken in a file of that language (`original` names it), and the translation in the file of the other")
}

/// The place that is named, as the document counts; an error where it has no such place.
pub(crate) fn locator(place: &Passage, entry: &DocumentEntry, text: &Document) -> Result<Option<Locator>, Box<Diagnostic>> {
    let unknown = |what: String, hint: String| Err(Box::new(Diagnostic::error("place-missing", what).hint(hint)));
    if let Some(page) = place.page {
        return match NonZeroU32::new(page).filter(|page| text.page(*page).is_some()) {
            Some(page) => Ok(Some(Locator::Page(page))),
            None => unknown(format!("this document has no page {page}"), pages_hint(page, entry, text)),
        };
    }
    if let Some(label) = &place.label {
        let shown = entry.pages.iter().find(|page| page.printed() == *label).and_then(|page| NonZeroU32::new(page.page.value));
        return match shown.or_else(|| text.page_labelled(label)).filter(|page| text.page(*page).is_some()) {
            Some(page) => Ok(Some(Locator::Page(page))),
            None => unknown(format!("no page of this document is labelled `{label}`"), "write its `page`, counted from 1".to_owned()),
        };
    }
    let has = |locator: Locator| text.segments.iter().any(|segment| segment.locator == locator);
    if let Some(message) = place.message {
        let count = text.correspondence.as_ref().map_or(0, |mail| mail.messages.len());
        return match NonZeroU32::new(message).map(Locator::Message).filter(|message| has(*message)) {
            Some(message) => Ok(Some(message)),
            None => unknown(
                format!("this document has no message {message}"),
                match count {
                    0 => "it is no correspondence".to_owned(),
                    1 => "it has one message".to_owned(),
                    count => format!("it has {count} messages, counted from 1 by date"),
                },
            ),
        };
    }
    if let Some(paragraph) = place.paragraph {
        return match NonZeroU32::new(paragraph).map(Locator::Paragraph).filter(|paragraph| has(*paragraph)) {
            Some(paragraph) => Ok(Some(paragraph)),
            None => unknown(
                format!("this document has no paragraph {paragraph}"),
                match text.segments.first().map(|segment| segment.locator) {
                    Some(Locator::Paragraph(_)) => format!("it has {} paragraphs", text.segments.len()),
                    Some(Locator::Page(_)) => "it is made of pages: name the `page`".to_owned(),
                    Some(Locator::Message(_)) => "it is a correspondence: name the `message`".to_owned(),
                    Some(Locator::Time(_)) => "it is a recording: name the time by `at`".to_owned(),
                    None => "it has no text".to_owned(),
                },
            ),
        };
    }
    let Some(at) = &place.at else { return Ok(None) };
    match milliseconds(at) {
        Some(time) => Ok(Some(Locator::Time(time))),
        None => {
            unknown(format!("`{at}` is no time"), "write minutes and seconds, `at=\"12:05\"`, with hours before them where there are any".to_owned())
        }
    }
}

/// Who writes `page="411"` means what is printed there.
fn pages_hint(page: u32, entry: &DocumentEntry, text: &Document) -> String {
    let label = page.to_string();
    let is_label = entry.pages.iter().any(|shown| shown.printed() == label) || text.page_labelled(&label).is_some();
    if is_label {
        return format!("pages are counted from 1; the one on which {page} is printed is `label=\"{page}\"`");
    }
    match text.count_pages() {
        0 => "it isn't made of pages".to_owned(),
        1 => "it has one page".to_owned(),
        count => format!("it has {count} pages, counted from 1"),
    }
}

/// `12:05`, `1:12:05.5`.
fn milliseconds(text: &str) -> Option<u64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let parts: Vec<u64> = whole.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let seconds = match *parts.as_slice() {
        [seconds] => seconds,
        [minutes, seconds] if seconds < 60 => minutes.checked_mul(60)?.checked_add(seconds)?,
        [hours, minutes, seconds] if minutes < 60 && seconds < 60 => hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds)?,
        _ => return None,
    };
    let is_fraction = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let fraction: u64 = is_fraction.then(|| format!("{fraction:0<3}").parse().ok())??;
    seconds.checked_mul(1000)?.checked_add(fraction)
}
