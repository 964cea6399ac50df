//! What is kept from one check to the next: parsed files and the theme, each with its inputs.
//!
//! Only leaf steps are kept. Whatever looks across entries is computed anew each time, because that
//! is cheap and is where stale pages come from.

use super::parsed::{ParseInput, Parsed, STEP_VERSION, parse};
use crate::diagnostic::Diagnostic;
use crate::entry::Kind;
use crate::evidence::{Known, Progress};
use crate::picture::{Fact, page_key};
use crate::source::{Hash, SitePath, Source};
use crate::theme::Theme;
use crate::value::LanguageTag;
use crate::verbatim::Verdict;
use casebook_evidence::pdf;
use casebook_evidence::svg::{Drawing, Refusal, reserialise};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

/// The inputs of the step that parses one file.
#[derive(Debug)]
struct ParseKey {
    version: u32,
    own: Hash,
    first: Option<(SitePath, Hash)>,
    language: LanguageTag,
    default_kind: Kind,
    is_translated: bool,
}

/// So many verdicts are kept in any case.
const VERDICTS_AT_LEAST: usize = 4096;

/// A loaded theme and what is wrong with it.
type LoadedTheme = (Arc<Theme>, Vec<Diagnostic>);

/// A drawing as it was written anew, or what it must not hold.
type Drawn = Arc<Result<Arc<Drawing>, Vec<Refusal>>>;

/// The memo of the leaf steps. Sharing one between editions changes their speed and nothing else.
#[derive(Debug, Default)]
pub struct Cache {
    parsed: RwLock<FxHashMap<SitePath, (ParseKey, Arc<Parsed>)>>,
    theme: Mutex<Option<(Hash, LoadedTheme)>>,
    drawings: RwLock<FxHashMap<Hash, Drawn>>,
    pictures: RwLock<FxHashMap<Hash, Fact>>,
    texts: RwLock<FxHashMap<Hash, Known>>,
    awaited: RwLock<FxHashMap<Hash, Progress>>,
    undrawn: RwLock<FxHashMap<Hash, pdf::Failure>>,
    verdicts: RwLock<FxHashMap<Hash, Arc<Verdict>>>,
}

/// A file to be parsed and the hashes of what it depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParseRequest<'a> {
    pub input: ParseInput<'a>,
    pub own: Hash,
    pub first: Option<Hash>,
}

impl ParseKey {
    /// Whether these are the inputs of the request; most are, so nothing is made to find out.
    fn is_of(&self, request: &ParseRequest<'_>) -> bool {
        let first = self.first.as_ref().map(|(path, hash)| (path, *hash));
        let asked = request.input.first.map(|(path, _)| path).zip(request.first);
        self.version == STEP_VERSION
            && self.own == request.own
            && first == asked
            && self.language == *request.input.language
            && self.default_kind == request.input.default_kind
            && self.is_translated == request.input.is_translated
    }
}

/// The memo during one pass.
pub(super) struct Memo<'a>(RwLockReadGuard<'a, FxHashMap<SitePath, (ParseKey, Arc<Parsed>)>>);

/// A file that was not in the memo.
pub(super) struct Fresh {
    key: ParseKey,
    parsed: Arc<Parsed>,
}

impl Memo<'_> {
    /// The parsed file, from the memo where its inputs are the same; else it is parsed, and added to `fresh`.
    pub(super) fn parsed(&self, request: ParseRequest<'_>, fresh: &mut Vec<Fresh>) -> Arc<Parsed> {
        let ParseRequest { input, own, first } = request;
        if let Some((known, parsed)) = self.0.get(input.path)
            && known.is_of(&request)
        {
            return Arc::clone(parsed);
        }
        let first = input.first.map(|(path, _)| path.clone()).zip(first);
        let ParseInput { default_kind, is_translated, .. } = input;
        let key = ParseKey { version: STEP_VERSION, own, first, language: input.language.clone(), default_kind, is_translated };
        let parsed = Arc::new(parse(input));
        fresh.push(Fresh { key, parsed: Arc::clone(&parsed) });
        parsed
    }
}

impl Cache {
    /// The memo as it is now, for a pass over many files.
    pub(super) fn memo(&self) -> Memo<'_> {
        Memo(self.parsed.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Remembers what a pass has parsed anew.
    pub(super) fn remember(&self, fresh: Vec<Fresh>) {
        if !fresh.is_empty() {
            let entries = fresh.into_iter().map(|Fresh { key, parsed }| (parsed.path.clone(), (key, parsed)));
            self.parsed.write().unwrap_or_else(PoisonError::into_inner).extend(entries);
        }
    }

    /// Forgets files that the source no longer has.
    pub(super) fn forget_all_but(&self, source: &Source) {
        let is_larger = self.parsed.read().unwrap_or_else(PoisonError::into_inner).len() > source.len();
        if is_larger {
            self.parsed.write().unwrap_or_else(PoisonError::into_inner).retain(|path, _| source.get(path).is_some());
        }
    }

    /// Remembers what somebody found out of a picture with this content.
    pub fn learn(&self, hash: Hash, fact: Fact) {
        self.pictures.write().unwrap_or_else(PoisonError::into_inner).insert(hash, fact);
    }

    /// What is known of a picture with this content.
    pub(super) fn fact(&self, hash: Hash) -> Option<Fact> {
        self.pictures.read().unwrap_or_else(PoisonError::into_inner).get(&hash).cloned()
    }

    /// Remembers what somebody has read of a document; `key` is that of [`UnreadText`](crate::evidence::UnreadText).
    pub fn learn_text(&self, key: Hash, text: Known) {
        self.texts.write().unwrap_or_else(PoisonError::into_inner).insert(key, text);
        self.await_text(key, None);
    }

    /// Remembers that somebody is reading a document, and how far; or that nobody is any more.
    pub fn await_text(&self, key: Hash, progress: Option<Progress>) {
        let mut awaited = self.awaited.write().unwrap_or_else(PoisonError::into_inner);
        match progress {
            Some(progress) => drop(awaited.insert(key, progress)),
            None => drop(awaited.remove(&key)),
        }
    }

    /// Whether somebody is reading a document.
    pub(super) fn awaits(&self) -> bool {
        !self.awaited.read().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Forgets of documents what none of these keys names. It is on the disk, where it is needed again.
    pub(super) fn forget_texts_but(&self, used: &FxHashSet<Hash>) {
        self.texts.write().unwrap_or_else(PoisonError::into_inner).retain(|key, _| used.contains(key));
        self.awaited.write().unwrap_or_else(PoisonError::into_inner).retain(|key, _| used.contains(key));
    }

    /// Forgets all verdicts once there are many more than a site needs: editing makes new ones without end, and most are
    /// made again in no time.
    pub(super) fn forget_verdicts(&self, used: usize) {
        let mut verdicts = self.verdicts.write().unwrap_or_else(PoisonError::into_inner);
        if verdicts.len() > 2 * used + VERDICTS_AT_LEAST {
            verdicts.clear();
        }
    }

    /// How far a document has been read that somebody is reading.
    pub(super) fn awaited(&self, key: Hash) -> Option<Progress> {
        self.awaited.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied()
    }

    /// What is known of a document.
    pub(super) fn text(&self, key: Hash) -> Option<Known> {
        self.texts.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    /// Remembers why a page can't be drawn; `key` is its [`page_key`]. Says whether that is new.
    pub fn learn_undrawn(&self, key: Hash, failure: pdf::Failure) -> bool {
        self.undrawn.write().unwrap_or_else(PoisonError::into_inner).insert(key, failure).is_none()
    }

    /// Which of so many pages of a document can't be drawn, as far as anybody has tried.
    pub(super) fn undrawn(&self, content: Hash, pages: usize) -> BTreeMap<NonZeroU32, pdf::Failure> {
        let undrawn = self.undrawn.read().unwrap_or_else(PoisonError::into_inner);
        if undrawn.is_empty() {
            return BTreeMap::new();
        }
        let numbers = (1..=u32::try_from(pages).unwrap_or(u32::MAX)).filter_map(NonZeroU32::new);
        numbers.filter_map(|page| Some((page, undrawn.get(&page_key(content, page))?.clone()))).collect()
    }

    /// Whether a quotation stands in its source; compared now, if it never was.
    pub(super) fn verdict(&self, key: Hash, compare: impl FnOnce() -> Verdict) -> Arc<Verdict> {
        if let Some(known) = self.verdicts.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let verdict = Arc::new(compare());
        self.verdicts.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&verdict));
        verdict
    }

    /// A drawing, written anew.
    pub(super) fn drawing(&self, hash: Hash, text: &str) -> Drawn {
        if let Some(known) = self.drawings.read().unwrap_or_else(PoisonError::into_inner).get(&hash) {
            return Arc::clone(known);
        }
        let drawn: Drawn = Arc::new(reserialise(text).map(Arc::new));
        self.drawings.write().unwrap_or_else(PoisonError::into_inner).insert(hash, Arc::clone(&drawn));
        drawn
    }

    /// The default theme with the overrides of this source.
    pub(super) fn theme(&self, source: &Source) -> LoadedTheme {
        let files = source.below("theme").flat_map(|(path, file)| [path.as_str().as_bytes(), file.hash.as_bytes().as_slice()]);
        let key = Hash::of_parts(files);
        let mut memo = self.theme.lock().unwrap_or_else(PoisonError::into_inner);
        match &*memo {
            Some((known, loaded)) if *known == key => loaded.clone(),
            _ => {
                let (theme, diagnostics) = Theme::load(source);
                let loaded = (Arc::new(theme), diagnostics);
                *memo = Some((key, loaded.clone()));
                loaded
            }
        }
    }
}
