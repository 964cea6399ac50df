//! An edition: one snapshot, checked, with the pages that were asked for; and the desk that swaps editions.
//!
//! An edition never changes. A reader who holds one sees one state of the whole site, whatever is
//! edited meanwhile. Nothing here reads a disk or a clock: edits and the time come from outside.

use crate::address::UrlPath;
use crate::check::{Cache, Site, Stage, Withdrawn, Withheld, check_informed, withdrawn, withheld};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::loads::Survey;
use crate::picture::Informant;
use crate::render::{Asset, render};
use crate::source::{Edit, EditError, Hash, SitePath, Source};
use casebook_evidence::pdf;
use jiff::Timestamp;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

/// How many bytes of rendered pages an edition keeps; what comes after is rendered each time.
pub const MAX_HELD_BYTES: usize = 512 * 1024 * 1024;

type Rendered = Result<Asset, Diagnostic>;

/// The pages of one site, each rendered when first asked for, once, however many ask at a time.
#[derive(Debug, Default)]
pub struct Output {
    cells: Mutex<HashMap<UrlPath, Arc<OnceLock<Rendered>>>>,
    held: AtomicUsize,
}

impl Output {
    fn get(&self, site: &Site, url: &UrlPath) -> Option<Rendered> {
        if !site.has(url) {
            return None;
        }
        if site.is_made_on_demand(url) {
            return Some(render(site, url));
        }
        if self.held.load(Ordering::Relaxed) > MAX_HELD_BYTES {
            return Some(self.cell_if_any(url).and_then(|cell| cell.get().cloned()).unwrap_or_else(|| render(site, url)));
        }
        let cell = Arc::clone(self.lock().entry(url.clone()).or_default());
        let rendered = cell.get_or_init(|| {
            let rendered = render(site, url);
            if let Ok(Asset::Bytes { body, .. }) = &rendered {
                self.held.fetch_add(body.len(), Ordering::Relaxed);
            }
            rendered
        });
        Some(rendered.clone())
    }

    fn cell_if_any(&self, url: &UrlPath) -> Option<Arc<OnceLock<Rendered>>> {
        self.lock().get(url).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<UrlPath, Arc<OnceLock<Rendered>>>> {
        // The map is only ever added to, so it is sound even if an adder panicked.
        self.cells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One state of the whole site.
#[derive(Debug)]
pub struct Edition {
    /// What it was made from.
    pub source: Source,
    /// The checked site.
    pub site: Site,
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
    output: Output,
}

impl Edition {
    /// Checks a snapshot. A broken one still opens; its diagnostics say what is wrong.
    pub fn new(source: Source, stage: Stage, now: Timestamp, cache: &Cache) -> Self {
        Self::informed(source, (stage, now), cache, &())
    }

    /// Checks a snapshot for somebody at a moment; what is not known of its pictures is found out first.
    pub fn informed(source: Source, view: (Stage, Timestamp), cache: &Cache, informant: &dyn Informant) -> Self {
        let (site, diagnostics) = check_informed(&source, view, cache, informant);
        Self { source, site, diagnostics, output: Output::default() }
    }

    /// What stands at an address; `None` where nothing does.
    pub fn get(&self, url: &UrlPath) -> Option<Rendered> {
        self.output.get(&self.site, url)
    }

    /// Renders every text of the site that isn't made on demand, in parallel; all that fails is returned, and
    /// all that would be loaded from another site.
    pub fn fill(&self) -> Vec<Diagnostic> {
        let urls: Vec<&UrlPath> = self.site.urls().filter(|url| !self.site.is_made_on_demand(url)).collect();
        let looked_at = urls.par_iter().with_max_len(AT_ONCE).filter_map(|url| match self.get(url)? {
            Ok(asset) => Survey::is_due(&self.site, &asset).then(|| Survey::of(&self.site, url, &asset).refused),
            Err(failure) => Some(vec![failure]),
        });
        looked_at.flatten().collect()
    }
}

/// How many addresses a core takes at a time: few, or the others wait for the one that took the last.
const AT_ONCE: usize = 16;

/// What an edition must have done before readers get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// Each of its texts has rendered.
    Rendered,
    /// It has been checked. Enough where the same snapshot is known to have rendered: rendering is pure.
    Checked,
}

/// Where editions are made and swapped: one in draft, and the last good one live.
pub struct Desk {
    cache: Cache,
    informant: Arc<dyn Informant>,
    draft: RwLock<Arc<Edition>>,
    live: RwLock<Option<Arc<Edition>>>,
    /// Held while an edition is made, so that edits follow one another.
    making: Mutex<()>,
}

impl Desk {
    /// Opens a snapshot in draft; nothing is live yet.
    pub fn open(source: Source, now: Timestamp) -> Self {
        Self::open_informed(source, now, Cache::default(), Arc::new(()))
    }

    /// Opens a snapshot in draft with what is known already, and with somebody who finds out the rest.
    pub fn open_informed(source: Source, now: Timestamp, cache: Cache, informant: Arc<dyn Informant>) -> Self {
        let draft = Arc::new(Edition::informed(source, (Stage::Draft, now), &cache, &*informant));
        Self { cache, informant, draft: RwLock::new(draft), live: RwLock::new(None), making: Mutex::new(()) }
    }

    /// Tells editions to come that a page can't be drawn. Says whether that is new.
    pub fn learn_undrawn(&self, key: Hash, failure: pdf::Failure) -> bool {
        self.cache.learn_undrawn(key, failure)
    }

    /// The edition that its makers see: the latest, with all its mistakes.
    pub fn draft(&self) -> Arc<Edition> {
        Arc::clone(&self.draft.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The edition that readers see: the last one without errors; `None` before the first.
    pub fn live(&self) -> Option<Arc<Edition>> {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Applies edits to the draft, all or none.
    pub fn edit(&self, edits: &[Edit], now: Timestamp) -> Result<Arc<Edition>, EditError> {
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let source = self.draft().source.edit(edits)?;
        Ok(self.set_draft(source, now))
    }

    /// Replaces the draft's snapshot by one that was read afresh.
    pub fn replace(&self, source: Source, now: Timestamp) -> Arc<Edition> {
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        self.set_draft(source, now)
    }

    fn set_draft(&self, source: Source, now: Timestamp) -> Arc<Edition> {
        let edition = Arc::new(Edition::informed(source, (Stage::Draft, now), &self.cache, &*self.informant));
        let old = std::mem::replace(&mut *self.draft.write().unwrap_or_else(PoisonError::into_inner), Arc::clone(&edition));
        // Taking a large edition apart takes milliseconds that nobody needs to wait for.
        rayon::spawn(move || drop(old));
        edition
    }

    /// Makes the draft's snapshot live, once every page of it has rendered. With errors the last
    /// good edition stays, and the edition that failed is returned.
    pub fn publish(&self, now: Timestamp) -> Result<Arc<Edition>, Arc<Edition>> {
        self.publish_as(now, Readiness::Rendered)
    }

    /// Makes the draft's snapshot live as soon as it is as ready as asked.
    pub fn publish_as(&self, now: Timestamp, readiness: Readiness) -> Result<Arc<Edition>, Arc<Edition>> {
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        self.make_live(self.draft().source.clone(), now, readiness)
    }

    /// Makes the live edition anew of its own snapshot: what appears or expires by the clock does so
    /// also while the draft has errors. `None` before the first edition is live.
    pub fn renew(&self, now: Timestamp) -> Option<Result<Arc<Edition>, Arc<Edition>>> {
        let source = self.live()?.source.clone();
        Some(self.restore(source, now))
    }

    /// Makes another snapshot live than the draft's: an earlier one, or a part of it.
    pub fn restore(&self, source: Source, now: Timestamp) -> Result<Arc<Edition>, Arc<Edition>> {
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        self.make_live(source, now, Readiness::Rendered)
    }

    /// What of a snapshot is not for readers.
    pub fn withheld(&self, source: &Source) -> Withheld {
        withheld(source, &self.cache)
    }

    /// What was taken out of the draft's snapshot since this one; `None` where the draft has no content at all.
    pub fn withdrawn(&self, whole: &Source, now: Timestamp, is_doubtful: impl Fn(&SitePath) -> bool) -> Option<Withdrawn> {
        withdrawn(whole, (&self.draft().source, now), is_doubtful, &self.cache)
    }

    fn make_live(&self, source: Source, now: Timestamp, readiness: Readiness) -> Result<Arc<Edition>, Arc<Edition>> {
        let mut edition = Edition::informed(source, (Stage::Live, now), &self.cache, &*self.informant);
        if !edition.diagnostics.has_errors() && readiness == Readiness::Rendered {
            let failures = edition.fill();
            edition.diagnostics.extend(failures);
        }
        let edition = Arc::new(edition);
        if edition.diagnostics.has_errors() {
            return Err(edition);
        }
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&edition));
        Ok(edition)
    }

    /// The next moment at which an entry appears, expires or becomes past, in draft or live.
    pub fn next_change(&self) -> Option<Timestamp> {
        let live = self.live().and_then(|live| live.site.next_change());
        [self.draft().site.next_change(), live].into_iter().flatten().min()
    }
}
