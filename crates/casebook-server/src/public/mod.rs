//! What readers get: the last good edition of a followed folder, with every answer at hand.
//!
//! An edition goes live when each of its texts has rendered and is compressed; until then the last
//! good one stays. What appears and expires by the clock does so even while the folder has errors.

mod answers;
mod compress;
mod failure;
mod kept;
mod open_files;
mod representation;
mod service;

pub(crate) use answers::{Answer, Answers, FileAnswer, Head, Picture, Text};
pub use kept::Kept;
pub(crate) use representation::Representation;
pub(crate) use service::{Service, Way};

use crate::clock::Clock;
use crate::folder::{Folder, Watch, WatchError, Watching};
use crate::following::Following;
use crate::metrics::{Gauges, Metrics};
use crate::pictures::{DeriveError, Pictures};
use arc_swap::ArcSwap;
use bytes::Bytes;
use casebook_site::diagnostic::{Colour, Diagnostics, Severity, SiteFolder, to_text};
use casebook_site::edition::{Edition, Readiness};
use casebook_site::picture::Recipe;
use casebook_site::source::Source;
use compress::Compressions;
use jiff::Timestamp;
use open_files::OpenFiles;
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// How often the clock is looked at. Not "until the next moment": a machine that slept, or whose
/// clock was set, must notice within two seconds.
const LOOK: Duration = Duration::from_millis(500);

/// A site in public.
pub struct Publisher {
    following: Following,
    kept: Kept,
    compressions: Compressions,
    open_files: OpenFiles,
    answers: ArcSwap<Answers>,
    /// Held while an edition is made ready, so that none overtakes another.
    publishing: Mutex<()>,
    number: watch::Sender<u64>,
    pub(crate) metrics: Metrics,
}

/// Why a site can't go public.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder can't be read.
    #[error("the site's folder can't be read: {0}")]
    Folder(#[from] io::Error),
    /// The site has errors, and no good edition of it was kept.
    #[error("the site has errors, and no good edition of it is kept")]
    Broken(Diagnostics),
}

impl Publisher {
    /// Reads the folder and makes it public; with errors in it, the last good edition that `cache` keeps.
    pub fn open(folder: Arc<Folder>, pictures: Arc<Pictures>, kept: Kept, clock: impl Clock) -> Result<Arc<Self>, OpenError> {
        let clock: Arc<dyn Clock> = Arc::new(clock);
        let source = folder.read()?;
        let is_known = kept.is(&source);
        let mut following = Following::with(Arc::clone(&folder), Arc::clone(&pictures), source, Arc::clone(&clock));
        // Rendering is pure: what rendered before renders again, so readers need not wait for it.
        let readiness = if is_known { Readiness::Checked } else { Readiness::Rendered };
        let edition = match following.desk().publish_as(following.now(), readiness) {
            Ok(edition) => edition,
            Err(broken) => {
                tell(&broken.diagnostics, &broken.source);
                let last_good = kept.read().ok_or_else(|| broken_error(&broken))?;
                following = Following::with(folder, pictures, last_good, clock);
                let edition = following.desk().publish(following.now()).map_err(|_| broken_error(&broken))?;
                following.desk().replace(broken.source.clone(), following.now());
                tracing::warn!("readers get the last good edition");
                edition
            }
        };
        let answers = Arc::new(Answers::of(edition));
        let publisher = Arc::new(Self {
            following,
            kept,
            compressions: Compressions::default(),
            open_files: OpenFiles::default(),
            answers: ArcSwap::new(answers),
            publishing: Mutex::new(()),
            number: watch::Sender::new(0),
            metrics: Metrics::default(),
        });
        publisher.metrics.count_published();
        Ok(publisher)
    }

    /// Makes and compresses what nobody asked for yet, and keeps the source. For after the start,
    /// when readers are already served.
    pub fn make_ready(&self) {
        let _publishing = self.lock_publishing();
        let answers = self.answers();
        for diagnostic in answers.make_all(&self.compressions) {
            tracing::error!(code = diagnostic.code, "a page can't be rendered: {}", diagnostic.message);
        }
        self.keep(answers.edition());
        self.number.send_modify(|number| *number += 1);
    }

    /// Follows what changes on disk until the returned value is dropped.
    pub fn follow(self: &Arc<Self>, watching: Watching) -> Result<Watch, WatchError> {
        let publisher = Arc::clone(self);
        watching.follow(move |touched| {
            if publisher.following.take_in(touched) {
                publisher.publish();
            }
        })
    }

    /// Publishes what appears or expires by the clock; never completes.
    pub async fn follow_clock(self: &Arc<Self>) {
        loop {
            tokio::time::sleep(LOOK).await;
            if self.is_due() {
                let publisher = Arc::clone(self);
                let _ = tokio::task::spawn_blocking(move || publisher.renew()).await;
            }
        }
    }

    /// The edition that readers get.
    pub fn live(&self) -> Arc<Edition> {
        Arc::clone(self.answers().edition())
    }

    /// The number of the live edition, from the start, and of each that follows.
    pub fn editions(&self) -> watch::Receiver<u64> {
        self.number.subscribe()
    }

    /// What is wrong with the content and with the folder.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut all = self.following.desk().draft().diagnostics.clone();
        all.extend(self.following.problems());
        all
    }

    /// Whether the site says that it is published at an https address.
    pub fn has_https_base(&self) -> bool {
        self.answers().edition().site.settings().origin().starts_with("https://")
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(self.following.clock())
    }

    /// What readers get, to be kept for as long as it takes to answer one.
    pub(crate) fn answers(&self) -> Arc<Answers> {
        self.answers.load_full()
    }

    /// The same for whoever answers without waiting: it writes to no memory that cores share.
    pub(crate) fn answers_now(&self) -> impl Deref<Target = Arc<Answers>> {
        self.answers.load()
    }

    /// Opens a file of the live edition, if it is still what it was.
    pub(crate) fn open_file(&self, answer: &FileAnswer) -> io::Result<Arc<File>> {
        self.open_files.get(answer.hash, || self.following.folder().open_exact(&answer.path, answer.hash))
    }

    /// Opens such a file for one reader alone, who moves along it.
    pub(crate) fn open_anew(&self, answer: &FileAnswer) -> io::Result<File> {
        self.following.folder().open_exact(&answer.path, answer.hash)
    }

    /// Makes a picture of the live edition, or finds it made.
    pub(crate) fn picture(&self, recipe: &Recipe) -> Result<Bytes, DeriveError> {
        self.following.pictures().derive(recipe)
    }

    pub(crate) fn gauges(&self, connections: usize) -> Gauges {
        let answers = self.answers();
        let diagnostics = self.diagnostics();
        Gauges {
            connections,
            body_bytes: answers.held(),
            addresses: answers.len(),
            errors: diagnostics.count(Severity::Error),
            warnings: diagnostics.count(Severity::Warning),
            edition_made: answers.edition().site.made_at().as_second(),
        }
    }

    /// Whether the live edition would be another one now. A clock that was set back counts, too.
    fn is_due(&self) -> bool {
        let now = self.following.now();
        let answers = self.answers();
        let site = &answers.edition().site;
        let has_come = |next: Timestamp| next <= now;
        site.next_change().is_some_and(has_come) || now < site.made_at()
    }

    /// Makes the draft public, if it has no errors.
    fn publish(&self) {
        let _publishing = self.lock_publishing();
        // What can't be read would look as if it had been taken down.
        let problems = self.following.problems();
        if problems.has_errors() {
            self.refuse(&problems, &self.following.desk().draft().source);
            return;
        }
        match self.following.desk().publish(self.following.now()) {
            Ok(edition) => self.go_live(edition),
            Err(broken) => self.refuse(&broken.diagnostics, &broken.source),
        }
    }

    fn refuse(&self, diagnostics: &Diagnostics, source: &Source) {
        self.metrics.count_refused_edition();
        tell(diagnostics, source);
        tracing::warn!("the change is not public; readers get the last good edition");
        // For whoever waits for an outcome.
        self.number.send_modify(|_| ());
    }

    /// Makes the live edition anew as of now.
    fn renew(&self) {
        self.following.recheck();
        let _publishing = self.lock_publishing();
        match self.following.desk().renew(self.following.now()) {
            Some(Ok(edition)) => self.go_live(edition),
            Some(Err(broken)) => {
                self.metrics.count_refused_edition();
                tell(&broken.diagnostics, &broken.source);
            }
            None => {}
        }
    }

    /// Swaps the answers, once all of them are made and compressed.
    fn go_live(&self, edition: Arc<Edition>) {
        let answers = Answers::of(edition);
        for diagnostic in answers.make_all(&self.compressions) {
            tracing::error!(code = diagnostic.code, "a page can't be rendered: {}", diagnostic.message);
        }
        let answers = Arc::new(answers);
        self.answers.store(Arc::clone(&answers));
        self.open_files.clear();
        self.compressions.forget_unused();
        self.metrics.count_published();
        self.number.send_modify(|number| *number += 1);
        tracing::info!(addresses = answers.len(), "a new edition is live");
        self.keep(answers.edition());
    }

    fn keep(&self, edition: &Edition) {
        // Without it a restart with errors fails; readers notice nothing now.
        if let Err(error) = self.kept.keep(&edition.source) {
            tracing::warn!("the last good edition can't be kept in the cache folder: {error}");
        }
    }

    fn lock_publishing(&self) -> std::sync::MutexGuard<'_, ()> {
        self.publishing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn broken_error(broken: &Edition) -> OpenError {
    OpenError::Broken(broken.diagnostics.clone())
}

/// Says what is wrong, to the operator.
fn tell(diagnostics: &Diagnostics, source: &Source) {
    let (errors, warnings) = (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning));
    tracing::error!(errors, warnings, "the site has errors\n{}", to_text(diagnostics, source, SiteFolder::HERE, Colour::Plain));
}
