//! What readers get: the last good edition of a followed folder, with every answer at hand.
//!
//! An edition goes live when each of its texts has rendered and is compressed, but for the pages of long
//! documents, which are made for each who asks; until then the last good one stays. What appears and expires by the clock does so even while the folder has errors.

mod answers;
mod compress;
mod failure;
mod former;
mod kept;
mod open_files;
mod representation;
mod service;
mod settling;

pub(crate) use answers::{Answer, Answers, FileAnswer, Head, Picture, Text, Unmade};
pub use kept::Kept;
pub(crate) use representation::Representation;
pub(crate) use service::{Origin, Service, Way};

use crate::clock::Clock;
use crate::folder::{Folder, OpenFile, Watch, WatchError, Watching};
use crate::following::Following;
use crate::metrics::{Gauges, Metrics};
use crate::pictures::{DeriveError, News, Pictures};
use arc_swap::ArcSwap;
use bytes::Bytes;
use casebook_site::check::{Withdrawal, without};
use casebook_site::diagnostic::{Colour, Diagnostics, Severity, SiteFolder, to_text, to_values};
use casebook_site::edition::{Edition, Readiness};
use casebook_site::picture::Recipe;
use casebook_site::source::{SitePath, Source};
use compress::Compressions;
use jiff::Timestamp;
use open_files::OpenFiles;
use settling::Settling;
use std::io;
use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// How often the clock is looked at. Not "until the next moment": a machine that slept, or whose
/// clock was set, must notice within two seconds.
const LOOK: Duration = Duration::from_millis(500);

/// How long to wait at most before what could not be made anew is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// A site in public.
pub struct Publisher {
    following: Following,
    kept: Kept,
    compressions: Compressions,
    open_files: OpenFiles,
    answers: ArcSwap<Answers>,
    /// The last source without errors, with what was taken out of it since.
    whole: Mutex<Source>,
    settling: Settling,
    /// Tells when a document has been read that the site doesn't wait for.
    news: watch::Receiver<News>,
    /// How many of them the live edition knows.
    known_news: AtomicU64,
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
        let following = Following::with(folder, pictures, source, clock);
        let news = following.news();
        let problems = following.problems();
        // Rendering is pure: what rendered before renders again, so readers need not wait for it.
        let readiness = if is_known { Readiness::Checked } else { Readiness::Rendered };
        let opened = match problems.has_errors() {
            // What can't be read would look as if it had been taken down.
            true => Err(following.desk().draft()),
            false => following.desk().publish_as(following.now(), readiness),
        };
        let (edition, is_last_good) = match opened {
            Ok(edition) => (edition, false),
            Err(broken) => (fall_back(&following, &kept, &broken)?, true),
        };
        let whole = Mutex::new(edition.source.clone());
        let answers = Arc::new(Answers::of(edition));
        let publisher = Arc::new(Self {
            following,
            kept,
            compressions: Compressions::default(),
            open_files: OpenFiles::default(),
            answers: ArcSwap::new(answers),
            whole,
            settling: Settling::default(),
            news,
            known_news: AtomicU64::new(0),
            publishing: Mutex::new(()),
            number: watch::Sender::new(0),
            metrics: Metrics::default(),
        });
        publisher.metrics.count_published();
        if is_last_good {
            publisher.withdraw();
        }
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
        let mut pause = LOOK;
        loop {
            tokio::time::sleep(pause).await;
            if !self.is_due() {
                pause = LOOK;
                continue;
            }
            let publisher = Arc::clone(self);
            let _ = tokio::task::spawn_blocking(move || publisher.look_again()).await;
            // What failed fails again, until somebody edits something.
            pause = if self.is_due() { (pause * 2).min(LONGEST_PAUSE) } else { LOOK };
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
    pub(crate) fn open_file(&self, answer: &FileAnswer) -> io::Result<Arc<OpenFile>> {
        self.open_files.get(answer.hash, || self.following.folder().open_exact(&answer.path, answer.hash))
    }

    /// The same for whoever wants to know of it alone: it is closed at once.
    pub(crate) fn look_at_file(&self, answer: &FileAnswer) -> io::Result<Arc<OpenFile>> {
        self.following.folder().open_exact(&answer.path, answer.hash).map(Arc::new)
    }

    /// Makes a picture of the live edition, or finds it made.
    pub(crate) fn picture(&self, recipe: &Recipe) -> Result<Bytes, DeriveError> {
        self.following.picture(recipe)
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
            is_behind: self.is_behind(),
            awaited: self.following.count_awaited(),
            edition_made: answers.edition().site.made_at().as_second(),
        }
    }

    /// Whether the live edition would be another one now. A clock that was set back counts, too.
    fn is_due(&self) -> bool {
        let now = self.following.now();
        let answers = self.answers();
        let site = &answers.edition().site;
        let has_come = |next: Timestamp| next <= now;
        let has_news = self.has_read() || self.following.has_learnt();
        has_news || self.settling.is_due(now) || site.next_change().is_some_and(has_come) || now < site.made_at()
    }

    /// Whether a document has been read since the live edition was made.
    fn has_read(&self) -> bool {
        self.news.borrow().finished != self.known_news.load(Ordering::Relaxed)
    }

    /// Whether readers get something else than the folder holds, because of errors in it.
    fn is_behind(&self) -> bool {
        self.following.problems().has_errors() || self.following.desk().draft().source.digest() != self.live().source.digest()
    }

    fn look_again(&self) {
        if self.settling.is_due(self.following.now()) {
            self.publish();
        }
        self.renew();
    }

    /// Makes the draft public, if it has no errors and isn't half of a change.
    fn publish(&self) {
        let _publishing = self.lock_publishing();
        if !self.has_settled() {
            // For whoever waits for an outcome; the clock looks again.
            self.number.send_modify(|_| ());
            return;
        }
        if self.is_awaiting() {
            tracing::info!("a document that readers have is being read anew; the change becomes public when that is done");
            self.number.send_modify(|_| ());
            return;
        }
        let problems = self.following.problems();
        if problems.has_errors() {
            self.withdraw();
            self.refuse(&problems, &self.following.desk().draft().source);
            return;
        }
        match self.following.desk().publish(self.following.now()) {
            Ok(edition) => self.go_live_whole(edition),
            Err(broken) => {
                self.withdraw();
                self.refuse(&broken.diagnostics, &broken.source);
            }
        }
    }

    /// Whether the draft would take away from readers what they have, because it is being read anew.
    fn is_awaiting(&self) -> bool {
        self.following.desk().draft().site.awaits_what_stands_in(&self.live().site)
    }

    /// Whether every text that readers have is in the folder, or has been away from it for a while.
    fn has_settled(&self) -> bool {
        self.settling.is_over(&self.live().source, &self.following.desk().draft().source, self.following.now())
    }

    /// Takes out of the last good edition what was taken out of the folder, while that has errors, and
    /// brings back what came back to it.
    fn withdraw(&self) {
        let whole = self.lock_whole().clone();
        let live = Arc::clone(&self.live());
        let hash = |source: &Source, path: &SitePath| source.get(path).map(|file| file.hash);
        // What can't be read would look as if it had been taken down. What is out stays out.
        let doubts = self.following.doubts();
        let is_doubtful = |path: &SitePath| {
            doubts.iter().any(|doubt| Path::new(path.as_str()).starts_with(doubt)) && hash(&live.source, path) == hash(&whole, path)
        };
        let Some(withdrawn) = self.following.desk().withdrawn(&whole, self.following.now(), is_doubtful) else { return };
        let (mut out, rest): (Vec<Withdrawal>, Vec<Withdrawal>) = withdrawn.out.into_iter().partition(|one| one.is_done_in(&live.source));
        self.lose(&whole, &out);
        let stay = self.take_out(&whole, &mut out, &rest);
        for path in stay.iter().map(|withdrawal| &withdrawal.path).chain(&withdrawn.needed) {
            tracing::warn!(%path, "what was taken out of the folder stays public until the errors are mended: another page, as readers get it, needs it");
        }
        for path in &withdrawn.doubtful {
            tracing::warn!(%path, "what is no longer in the folder stays public until the folder can be read: it may not have been taken down");
        }
    }

    /// Takes out what can go, also where something else can't; returns the rest.
    fn take_out<'a>(&self, whole: &Source, out: &mut Vec<Withdrawal>, all: &'a [Withdrawal]) -> Vec<&'a Withdrawal> {
        if all.is_empty() || self.lose_more(whole, out, all) {
            return Vec::new();
        }
        match all {
            [one] if one.of_whole_entry().is_some_and(|entry| self.lose_more(whole, out, &[entry])) => Vec::new(),
            [one] => vec![one],
            _ => {
                let (first, second) = all.split_at(all.len() / 2);
                let mut stay = self.take_out(whole, out, first);
                stay.extend(self.take_out(whole, out, second));
                stay
            }
        }
    }

    /// Takes these out beside those that are out.
    fn lose_more(&self, whole: &Source, out: &mut Vec<Withdrawal>, more: &[Withdrawal]) -> bool {
        let all = [out.as_slice(), more].concat();
        let is_done = self.lose(whole, &all);
        if is_done {
            *out = all;
        }
        is_done
    }

    /// Makes the last good edition without these live, if it has no errors then.
    fn lose(&self, whole: &Source, withdrawals: &[Withdrawal]) -> bool {
        let rest = without(whole, withdrawals);
        if rest.digest() == self.live().source.digest() {
            return true;
        }
        let edition = self.following.desk().restore(rest, self.following.now());
        edition.map(|edition| self.go_live(edition)).is_ok()
    }

    fn refuse(&self, diagnostics: &Diagnostics, source: &Source) {
        self.metrics.count_refused_edition();
        tell(diagnostics, source);
        let (errors, first) = (diagnostics.count(Severity::Error), first_place(diagnostics, source));
        tracing::warn!(errors, first, "the change is not public; readers get the last good edition. `casebook check` shows what is wrong");
        // For whoever waits for an outcome.
        self.number.send_modify(|_| ());
    }

    /// Makes the live edition anew as of now.
    fn renew(&self) {
        self.known_news.store(self.news.borrow().finished, Ordering::Relaxed);
        self.following.recheck();
        let _publishing = self.lock_publishing();
        let (desk, now) = (self.following.desk(), self.following.now());
        let is_draft_due = self.is_behind() && !self.is_awaiting() && !self.following.problems().has_errors() && self.has_settled();
        if let Some(edition) = is_draft_due.then(|| desk.publish(now).ok()).flatten() {
            self.go_live_whole(edition);
            return;
        }
        match desk.renew(now) {
            Some(Ok(edition)) => self.go_live(edition),
            Some(Err(broken)) => {
                self.metrics.count_refused_edition();
                tell(&broken.diagnostics, &broken.source);
                // For whoever waits for an outcome.
                self.number.send_modify(|_| ());
            }
            None => {}
        }
    }

    /// Makes an edition live of which nothing was taken out.
    fn go_live_whole(&self, edition: Arc<Edition>) {
        *self.lock_whole() = edition.source.clone();
        self.go_live(edition);
    }

    /// Swaps the answers, once all of them are made and compressed.
    fn go_live(&self, edition: Arc<Edition>) {
        let answers = Answers::of(edition).following(&self.answers());
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
        let source = &edition.source;
        if let Err(error) = self.kept.keep(source, &self.following.desk().withheld(source).out_of(source)) {
            tracing::warn!("the last good edition can't be kept in the cache folder: {error}");
        }
    }

    fn lock_whole(&self) -> std::sync::MutexGuard<'_, Source> {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_publishing(&self) -> std::sync::MutexGuard<'_, ()> {
        self.publishing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last good edition, in place of one with errors.
fn fall_back(following: &Following, kept: &Kept, broken: &Edition) -> Result<Arc<Edition>, OpenError> {
    let mut diagnostics = broken.diagnostics.clone();
    diagnostics.extend(following.problems());
    tell(&diagnostics, &broken.source);
    let restored = kept.read().and_then(|last_good| following.desk().restore(last_good, following.now()).ok());
    let edition = restored.ok_or(OpenError::Broken(diagnostics))?;
    tracing::warn!("readers get the last good edition");
    Ok(edition)
}

/// The file and the line of the first error.
fn first_place(diagnostics: &Diagnostics, source: &Source) -> String {
    let error = diagnostics.iter().find(|one| one.severity == Severity::Error && one.span.is_some());
    let place = error.and_then(|error| to_values([error], source, SiteFolder::HERE).next());
    let part = |name: &str| Some(place.as_ref()?.get(name)?.clone());
    let file = part("file").and_then(|file| Some(file.as_str()?.to_owned()));
    match (file, part("line")) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (file, _) => file.unwrap_or_else(|| "the site's folder".to_owned()),
    }
}

/// Says what is wrong, to the operator.
fn tell(diagnostics: &Diagnostics, source: &Source) {
    let (errors, warnings) = (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning));
    tracing::error!(errors, warnings, "the site has errors\n{}", to_text(diagnostics, source, SiteFolder::HERE, Colour::Plain));
}
