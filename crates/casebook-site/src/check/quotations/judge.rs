//! Which of a document's files a quotation means, and what comes of comparing it with all that it may mean.
//!
//! A quotation that names a file is compared with it; another one with each. What stands in several files is never
//! guessed: a place that one of them has alone, or the name of the file, says which one is meant.

use super::claim::Claim;
use super::place::locator;
use crate::check::cache::Cache;
use crate::check::site::{EntryIndex, Site};
use crate::check::texts::{KnownText, TextPart};
use crate::diagnostic::Diagnostic;
use crate::entry::Details;
use crate::source::Hash;
use crate::verbatim::{Change, Hint, Place, Quotation, Source, Verdict, verify};
use casebook_evidence::evidence::Locator;
use casebook_evidence::mail::{BlockKind, Correspondence};
use rustc_hash::FxHashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};

/// Counts up whenever the same words and the same source may give another verdict.
const VERSION: u32 = 2;

/// The texts of a site's documents, each made ready when something is first looked for in it.
pub(super) struct Library<'s> {
    pub site: &'s Site,
    sources: FxHashMap<(EntryIndex, usize), OnceLock<Source<'s>>>,
}

impl<'s> Library<'s> {
    pub(super) fn of(site: &'s Site) -> Self {
        let places = site.texts.iter().flat_map(|(index, parts)| (0..parts.len()).map(move |part| ((*index, part), OnceLock::new())));
        Self { site, sources: places.collect() }
    }
}

/// What came of comparing.
pub(super) struct Judged {
    /// The file that it is about, by its place among those that say something.
    pub part: usize,
    pub verdict: Arc<Verdict>,
    /// Of what stands elsewhere or several times: where.
    pub spots: Vec<Spot>,
    /// Whether the words stand where the quotation says, but only because a message repeats what another one says.
    pub is_repeat: bool,
}

/// A place that a quotation may name.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// The name of the file, where several say something.
    pub file: Option<String>,
    pub hint: Hint,
}

/// One comparing of one claim with the files of one document.
struct Judge<'j, 's> {
    library: &'j Library<'s>,
    cache: &'j Cache,
    claim: &'j Claim<'j>,
    document: EntryIndex,
    parts: &'s [TextPart],
    nth: Option<NonZeroU32>,
}

/// A file with which a claim was compared, the place that it names there, and what came of it.
type Compared = (usize, Option<Locator>, Arc<Verdict>);

/// Compares a claim with a document; `None` where what it may mean can't be read, which is told at the document.
pub(super) fn judge(library: &Library<'_>, cache: &Cache, document: EntryIndex, claim: &Claim<'_>) -> Result<Option<Judged>, Box<Diagnostic>> {
    let parts = library.site.parts(document);
    let judge = Judge { library, cache, claim, document, parts, nth: claim.place.nth.and_then(NonZeroU32::new) };
    let chosen = judge.chosen()?;
    let entry = match library.site.entries[document].details() {
        Some(Details::Document(entry)) => Some(entry),
        _ => None,
    };
    let mut compared: Vec<Compared> = Vec::new();
    let mut unplaced = None;
    for &part in &chosen {
        let Some(known) = judge.known(part) else { continue };
        match locator(claim.place, entry.filter(|_| part == 0), &known.document) {
            Ok(locator) => compared.push((part, locator, judge.verdict(part, known, locator, judge.nth))),
            Err(diagnostic) => unplaced = unplaced.or(Some(diagnostic)),
        }
    }
    match unplaced.filter(|_| compared.is_empty()) {
        Some(diagnostic) => Err(judge.with_names(*diagnostic)),
        None => Ok(judge.combined(&compared).map(|judged| judge.in_own_words(judge.looked_up_elsewhere(&chosen, judged)))),
    }
}

impl<'s> Judge<'_, 's> {
    /// The files that the claim may mean.
    fn chosen(&self) -> Result<Vec<usize>, Box<Diagnostic>> {
        let Some(name) = &self.claim.place.file else { return Ok((0..self.parts.len()).collect()) };
        match self.parts.iter().position(|part| part.name == *name) {
            Some(part) => Ok(vec![part]),
            None => Err(self.with_names(Diagnostic::error("place-missing", format!("this document has no file `{name}` that says something")))),
        }
    }

    /// The names of the files, for whoever named none or another one.
    fn with_names(&self, diagnostic: Diagnostic) -> Box<Diagnostic> {
        let names: Vec<String> = self.parts.iter().map(|part| format!("`{}`", part.name)).collect();
        Box::new(match self.parts.len() {
            0 | 1 if self.claim.place.file.is_none() => diagnostic,
            1 => diagnostic.hint(format!("leave out `file`: the document has one that says something, {}", names.join(", "))),
            _ => diagnostic.hint(format!("the names of its files are {}", names.join(", "))),
        })
    }

    fn known(&self, part: usize) -> Option<&'s KnownText> {
        self.parts.get(part)?.known()
    }

    fn verdict(&self, part: usize, known: &'s KnownText, locator: Option<Locator>, nth: Option<NonZeroU32>) -> Arc<Verdict> {
        self.cache.verdict(key(self.claim, known.key, locator, nth), || {
            let Some(source) = self.library.sources.get(&(self.document, part)) else { return Verdict::Missing { fragment: 0 } };
            let mut quotation = Quotation::parse(&self.claim.words.text);
            (quotation.locator, quotation.nth) = (locator, nth);
            verify(source.get_or_init(|| Source::new(&known.document.segments)), &quotation)
        })
    }

    /// What decides of what each file says.
    fn combined(&self, compared: &[Compared]) -> Option<Judged> {
        let is_many = compared.len() > 1;
        let undecided = compared.iter().position(|(_, _, verdict)| matches!(**verdict, Verdict::Excessive(_)));
        let holding: Vec<usize> = (0..compared.len()).filter(|at| is_there(&compared[*at].2)).collect();
        let decides = match (undecided, holding.as_slice()) {
            _ if !is_many => 0,
            // What could not be looked through may hold the words, too.
            (Some(at), _) => at,
            (None, []) => return self.unfound(compared),
            (None, [one]) if self.nth.is_none() => *one,
            _ => return self.told_apart(compared),
        };
        compared.get(decides).map(|(part, _, verdict)| self.judged(*part, verdict))
    }

    /// Words that stand in several files, or are counted while several have them: it is right only where one file alone
    /// has them at the place that is named.
    fn told_apart(&self, compared: &[Compared]) -> Option<Judged> {
        let (mut spots, mut count) = (Vec::new(), 0);
        let mut with = Vec::new();
        for (part, locator, verdict) in compared {
            let plain = self.verdict(*part, self.known(*part)?, *locator, None);
            let here = self.spots(*part, &plain);
            if is_there(&plain) {
                with.push((*part, verdict));
                count += if let Verdict::Repeated { count, .. } = &*plain { *count } else { 1 };
                spots.extend(here);
            }
        }
        match with.as_slice() {
            [(part, verdict)] => Some(self.judged(*part, verdict)),
            [(part, _), ..] => {
                Some(Judged { part: *part, verdict: Arc::new(Verdict::Repeated { hints: Vec::new(), count }), spots, is_repeat: false })
            }
            [] => None,
        }
    }

    /// Words that stand nowhere where they should.
    fn unfound(&self, compared: &[Compared]) -> Option<Judged> {
        let elsewhere = compared.iter().filter(|(_, _, verdict)| matches!(**verdict, Verdict::Elsewhere { .. }));
        let spots: Vec<Spot> = elsewhere.flat_map(|(part, _, verdict)| self.spots(*part, verdict)).collect();
        // Of equal ones the first.
        let (part, _, verdict) = compared.iter().rev().max_by_key(|(_, _, verdict)| nearness(verdict))?;
        let judged = self.judged(*part, verdict);
        Some(if spots.is_empty() { judged } else { Judged { spots, ..judged } })
    }

    /// Where words stand that aren't in the file that is named: whoever named it may have meant another one.
    fn looked_up_elsewhere(&self, chosen: &[usize], judged: Judged) -> Judged {
        let is_nowhere = matches!(&*judged.verdict, Verdict::Missing { .. } | Verdict::Differs { .. } | Verdict::Disordered { .. });
        if !is_nowhere {
            return judged;
        }
        let others = (0..self.parts.len()).filter(|part| !chosen.contains(part));
        let plain = |part: usize| Some((part, self.verdict(part, self.known(part)?, None, None)));
        let spots: Vec<Spot> = others.filter_map(plain).flat_map(|(part, verdict)| self.spots(part, &verdict)).collect();
        if spots.is_empty() { judged } else { Judged { verdict: Arc::new(Verdict::Elsewhere { hints: Vec::new() }), spots, ..judged } }
    }

    /// What a message repeats was written by somebody else. Where the message that says it is there, that one is meant.
    fn in_own_words(&self, judged: Judged) -> Judged {
        let Some(known) = self.known(judged.part) else { return judged };
        let Some(mail) = &known.document.correspondence else { return judged };
        let at = |hint: &Hint| self.verdict(judged.part, known, Some(hint.locator), hint.nth);
        let is_own = |verdict: &Verdict| matches!(verdict, Verdict::Verified { places, .. } if !places.iter().any(|place| is_repeated(mail, place)));
        let own = |hints: &[Hint]| hints.iter().copied().filter(|hint| is_own(&at(hint))).collect::<Vec<Hint>>();
        match &*judged.verdict {
            Verdict::Verified { .. } if !is_own(&judged.verdict) => {
                let plain = self.verdict(judged.part, known, None, None);
                let Verdict::Repeated { hints, .. } = &*plain else { return judged };
                let hints = own(hints);
                if hints.is_empty() {
                    return judged;
                }
                let verdict = Arc::new(Verdict::Elsewhere { hints });
                Judged { is_repeat: true, ..self.judged(judged.part, &verdict) }
            }
            Verdict::Repeated { hints, .. } => match own(hints).as_slice() {
                [] => judged,
                [one] => self.judged(judged.part, &at(one)),
                many => self.judged(judged.part, &Arc::new(Verdict::Repeated { hints: many.to_vec(), count: many.len() })),
            },
            _ => judged,
        }
    }

    fn judged(&self, part: usize, verdict: &Arc<Verdict>) -> Judged {
        Judged { part, verdict: Arc::clone(verdict), spots: self.spots(part, verdict), is_repeat: false }
    }

    /// The places that a verdict names.
    fn spots(&self, part: usize, verdict: &Verdict) -> Vec<Spot> {
        let file = self.parts.get(part).filter(|_| self.parts.len() > 1).map(|part| part.name.clone());
        let spot = |hint: Hint| Spot { file: file.clone(), hint };
        match verdict {
            Verdict::Verified { places, .. } => places.first().map(|place| spot(Hint { locator: place.locator, nth: None })).into_iter().collect(),
            Verdict::Elsewhere { hints } | Verdict::Repeated { hints, .. } | Verdict::Disordered { hints, .. } => {
                hints.iter().copied().map(spot).collect()
            }
            Verdict::Differs { .. } | Verdict::Missing { .. } | Verdict::Empty | Verdict::Excessive(_) => Vec::new(),
        }
    }
}

/// Whether a place lies in what its message repeats of another one.
fn is_repeated(mail: &Correspondence, place: &Place) -> bool {
    let Some(message) = mail.messages.get(place.segment) else { return false };
    let mut end = 0;
    message.body.iter().any(|block| {
        // Blocks are joined by an empty line in the text of the segment.
        let start = end;
        end = start + block.text.len() + 2;
        matches!(block.kind, BlockKind::Quoted(_)) && place.range.start < end && place.range.end > start
    })
}

/// Whether the words stand where the quotation says, once or several times.
const fn is_there(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Verified { .. } | Verdict::Repeated { .. })
}

/// How near a source comes to what stands in none.
fn nearness(verdict: &Verdict) -> (u8, i64) {
    let words = |text: &str| i64::try_from(text.split_whitespace().count()).unwrap_or(i64::MAX);
    match verdict {
        Verdict::Elsewhere { .. } => (3, 0),
        Verdict::Disordered { .. } => (2, 0),
        Verdict::Differs { difference, .. } => {
            let each = difference.iter().map(|change| match change {
                Change::Same(same) => words(same),
                Change::Source(other) | Change::Quotation(other) => -words(other),
            });
            (1, each.fold(0, i64::saturating_add))
        }
        _ => (0, 0),
    }
}

fn key(claim: &Claim<'_>, source: Hash, locator: Option<Locator>, nth: Option<NonZeroU32>) -> Hash {
    let place = format!("{VERSION} {locator:?} {nth:?}");
    Hash::of_parts([source.as_bytes().as_slice(), place.as_bytes(), claim.words.text.as_bytes()])
}
