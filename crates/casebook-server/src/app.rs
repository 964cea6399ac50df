//! The draft that the server shows: a folder, the desk on which its editions are made, a clock.
//!
//! What changes on disk or by the clock becomes a new edition; whoever waits is told its number.

use crate::clock::Clock;
use crate::folder::{Folder, Touched, Watch, WatchError};
use crate::pictures::Pictures;
use casebook_site::diagnostic::{Diagnostic, Diagnostics};
use casebook_site::edition::{Desk, Edition};
use casebook_site::picture::Informant;
use casebook_site::source::Edit;
use jiff::Timestamp;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// A site in draft.
pub struct App {
    folder: Arc<Folder>,
    pictures: Arc<Pictures>,
    desk: Desk,
    clock: Box<dyn Clock>,
    /// Which edition the draft is. It begins with the time of the start, so that a browser that
    /// waited through a restart sees a number that it doesn't know.
    number: watch::Sender<i64>,
    /// What was wrong with the folder when the last edition was made.
    problems: Mutex<Diagnostics>,
}

impl App {
    /// Reads the folder and makes the first edition.
    pub fn open(folder: Arc<Folder>, pictures: Arc<Pictures>, clock: impl Clock) -> io::Result<Arc<Self>> {
        let source = folder.read()?;
        let now = clock.now();
        let desk = Desk::open_informed(source, now, pictures.cache(), Arc::clone(&pictures) as Arc<dyn Informant>);
        let problems = Mutex::new(folder.problems());
        Ok(Arc::new(Self { folder, pictures, desk, clock: Box::new(clock), number: watch::Sender::new(now.as_millisecond()), problems }))
    }

    /// The folder it is made from.
    pub fn folder(&self) -> &Arc<Folder> {
        &self.folder
    }

    /// The pictures that are made of its pictures.
    pub(crate) fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// The latest edition, with all its mistakes.
    pub fn edition(&self) -> Arc<Edition> {
        self.desk.draft()
    }

    /// What is wrong with the content and with the folder.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut all = self.edition().diagnostics.clone();
        all.extend(self.lock_problems().clone());
        all
    }

    /// Tells the number of the latest edition, and of each that follows.
    pub fn editions(&self) -> watch::Receiver<i64> {
        self.number.subscribe()
    }

    /// Follows what changes on disk until the returned value is dropped.
    pub fn watch(self: &Arc<Self>) -> Result<Watch, WatchError> {
        let app = Arc::clone(self);
        self.folder.watch(move |touched| app.follow(touched))
    }

    /// The next moment at which the passing of time alone changes the site.
    pub(crate) fn next_change(&self) -> Option<Timestamp> {
        self.desk.next_change()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Makes a new edition of the same snapshot, as of now.
    pub(crate) fn recheck(&self) {
        // Without edits there is nothing that could conflict.
        let _ = self.desk.edit(&[], self.now());
        self.announce();
    }

    fn follow(&self, touched: &Touched) {
        let edits = self.folder.reread(&self.edition().source, touched);
        let problems = self.folder.problems();
        let is_same = edits.is_empty() && problems == *self.lock_problems();
        if is_same {
            return;
        }
        *self.lock_problems() = problems;
        if !edits.is_empty() {
            self.apply(&edits);
        }
        self.announce();
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

    fn announce(&self) {
        self.number.send_modify(|number| *number += 1);
    }

    fn lock_problems(&self) -> std::sync::MutexGuard<'_, Diagnostics> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
