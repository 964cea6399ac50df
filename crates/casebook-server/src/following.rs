//! A folder that is followed: what changes on disk or by the clock becomes a new draft on the desk.
//!
//! Who is told of a new draft, and whether readers get it, is decided by whoever follows.

use crate::clock::Clock;
use crate::folder::{Folder, Touched};
use crate::pictures::{Background, DeriveError, News, Pictures};
use bytes::Bytes;
use casebook_evidence::reader::ReadError;
use casebook_site::diagnostic::{Diagnostic, Diagnostics};
use casebook_site::edition::Desk;
use casebook_site::picture::Recipe;
use casebook_site::source::{Edit, Source};
use jiff::Timestamp;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// A folder, the desk on which its editions are made, a clock.
pub(crate) struct Following {
    folder: Arc<Folder>,
    pictures: Arc<Pictures>,
    background: Arc<Background>,
    desk: Desk,
    clock: Arc<dyn Clock>,
    /// What was wrong with the folder when the last edition was made.
    problems: Mutex<Diagnostics>,
    /// Whether something is known of pages that no edition knows yet.
    has_learnt: AtomicBool,
}

impl Following {
    /// Reads the folder and makes the first draft.
    pub(crate) fn open(folder: Arc<Folder>, pictures: Arc<Pictures>, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let source = folder.read()?;
        Ok(Self::with(folder, pictures, source, clock))
    }

    /// Makes the first draft of what was read before.
    pub(crate) fn with(folder: Arc<Folder>, pictures: Arc<Pictures>, source: Source, clock: Arc<dyn Clock>) -> Self {
        let background = Arc::new(Background::new(Arc::clone(&pictures)));
        let desk = Desk::open_informed(source, clock.now(), pictures.cache(), Arc::clone(&background) as _);
        let problems = Mutex::new(folder.problems());
        Self { folder, pictures, background, desk, clock, problems, has_learnt: AtomicBool::new(false) }
    }

    /// Makes a picture, or finds it made. That a page can't be drawn is known to the editions that follow.
    pub(crate) fn picture(&self, recipe: &Recipe) -> Result<Bytes, DeriveError> {
        let made = self.pictures.derive(recipe);
        if let (Err(DeriveError::Page(ReadError::File(failure))), Some(key)) = (&made, recipe.page_key())
            && self.desk.learn_undrawn(key, failure.clone())
        {
            self.has_learnt.store(true, Ordering::Release);
        }
        made
    }

    /// Whether another edition of the same snapshot would show other pages without a picture.
    pub(crate) fn has_learnt(&self) -> bool {
        self.has_learnt.load(Ordering::Acquire)
    }

    /// Tells when a document has been read further that the site doesn't wait for.
    pub(crate) fn news(&self) -> watch::Receiver<News> {
        self.background.news()
    }

    /// How many documents are being read.
    pub(crate) fn count_awaited(&self) -> usize {
        self.background.count()
    }

    pub(crate) fn folder(&self) -> &Arc<Folder> {
        &self.folder
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What is wrong with the folder.
    pub(crate) fn problems(&self) -> Diagnostics {
        self.lock_problems().clone()
    }

    /// At and below which paths something may still be that the draft doesn't hold.
    pub(crate) fn doubts(&self) -> Vec<PathBuf> {
        let is_all = self.lock_problems().iter().any(|problem| problem.code == "folder-unreadable");
        // Every path begins with an empty one.
        if is_all { vec![PathBuf::new()] } else { self.folder.doubts() }
    }

    /// Makes a new draft of the same snapshot, as of now.
    pub(crate) fn recheck(&self) {
        self.has_learnt.store(false, Ordering::Release);
        // Without edits there is nothing that could conflict.
        let _ = self.desk.edit(&[], self.now());
    }

    /// Reads again what was touched. Says whether anything is other than it was.
    pub(crate) fn take_in(&self, touched: &Touched) -> bool {
        let edits = self.folder.reread(&self.desk.draft().source, touched);
        let problems = self.folder.problems();
        let is_same = edits.is_empty() && problems == *self.lock_problems();
        if is_same {
            return false;
        }
        *self.lock_problems() = problems;
        if !edits.is_empty() {
            self.apply(&edits);
        }
        true
    }

    fn apply(&self, edits: &[Edit]) {
        if self.desk.edit(edits, self.now()).is_ok() {
            return;
        }
        // Somebody else edited the draft meanwhile: the disk is what counts, so all of it is read.
        match self.folder.read() {
            Ok(source) => drop(self.desk.replace(source, self.now())),
            Err(error) => {
                let gone = Diagnostic::error("folder-unreadable", format!("the site's folder can't be read: {error}"));
                self.lock_problems().push(gone.hint("put it back; the draft shows what was read last"));
            }
        }
    }

    fn lock_problems(&self) -> MutexGuard<'_, Diagnostics> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
