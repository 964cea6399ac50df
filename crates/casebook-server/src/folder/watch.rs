//! Seeing what changes in the folder, without waiting: an event is followed by one reading.
//!
//! No event is trusted for what it says happened, only for where: the place is read again. So it
//! doesn't matter in which steps an editor saves, or that a file was seen half-written: whatever
//! comes last is read after it came. What changes while a reading goes on waits in the queue.

use super::area::{READ_FOLDERS, SETTINGS, is_read};
use super::{Folder, outermost, problem};
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _, WatcherKind};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// Where something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// At these paths below the root, or anywhere below them.
    Paths(BTreeSet<PathBuf>),
    /// Nobody knows: events were lost.
    Everything,
}

impl Touched {
    pub(super) fn outermost(&self) -> Vec<PathBuf> {
        match self {
            Self::Paths(paths) => outermost(paths),
            Self::Everything => [SETTINGS].iter().chain(&READ_FOLDERS).map(PathBuf::from).collect(),
        }
    }

    fn add(&mut self, more: Self) {
        match (self, more) {
            (Self::Paths(paths), Self::Paths(more)) => paths.extend(more),
            (all, Self::Everything) => *all = Self::Everything,
            (Self::Everything, Self::Paths(_)) => {}
        }
    }
}

/// The operating system doesn't tell of changes.
#[derive(Debug, thiserror::Error)]
#[error("the folder can't be watched for changes: {0}")]
pub struct WatchError(#[from] notify::Error);

#[derive(Debug)]
enum Message {
    Touched(Touched),
    Stop,
}

/// The watching goes on until this is dropped.
#[derive(Debug)]
pub struct Watch {
    stop: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.stop.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Folder {
    /// Begins to watch. Whoever reads the folder after this misses nothing: what changes from now
    /// on waits until it is followed.
    pub fn watch(self: &Arc<Self>) -> Result<Watching, WatchError> {
        let (sender, receiver) = channel();
        let stop = sender.clone();
        let root = self.root().to_owned();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if let Some(touched) = place(&root, event) {
                let _ = sender.send(Message::Touched(touched));
            }
        })?;
        watcher.watch(self.root(), RecursiveMode::NonRecursive)?;
        let mut watching = Watching { folder: Arc::clone(self), watcher, stop, receiver };
        watching.watch_folders(&Touched::Everything);
        Ok(watching)
    }
}

/// Where an event asks to be read; `None` for what changes nothing that is read.
fn place(root: &Path, event: notify::Result<notify::Event>) -> Option<Touched> {
    let Ok(event) = event else { return Some(Touched::Everything) };
    if event.need_rescan() {
        return Some(Touched::Everything);
    }
    // Our own reading makes events of opening and closing; answering those would never end.
    let is_change = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    };
    let below = |path: &PathBuf| path.strip_prefix(root).ok().filter(|path| is_read(path)).map(Path::to_owned);
    let paths: BTreeSet<PathBuf> = event.paths.iter().filter_map(below).collect();
    (is_change && !paths.is_empty()).then_some(Touched::Paths(paths))
}

/// A folder whose changes are noted and not yet followed.
#[derive(Debug)]
pub struct Watching {
    folder: Arc<Folder>,
    watcher: RecommendedWatcher,
    stop: Sender<Message>,
    receiver: Receiver<Message>,
}

impl Watching {
    /// Calls `on_change` after each change, on a thread of its own.
    pub fn follow(self, on_change: impl FnMut(&Touched) + Send + 'static) -> Result<Watch, WatchError> {
        let stop = self.stop.clone();
        let thread = std::thread::Builder::new().name("casebook-watch".to_owned()).spawn(|| self.run(on_change)).map_err(notify::Error::io)?;
        Ok(Watch { stop, thread: Some(thread) })
    }

    fn run(mut self, mut on_change: impl FnMut(&Touched)) {
        while let Ok(first) = self.receiver.recv() {
            let mut touched = Touched::Paths(BTreeSet::new());
            for message in std::iter::once(first).chain(self.receiver.try_iter()) {
                match message {
                    Message::Touched(more) => touched.add(more),
                    Message::Stop => return,
                }
            }
            // Folders are watched before they are read: what is made in one afterwards is told,
            // what was made before is read.
            self.watch_folders(&touched);
            on_change(&touched);
        }
    }

    fn watch_folders(&mut self, touched: &Touched) {
        let mut failure = None;
        for path in touched.outermost() {
            let full = self.folder.root().join(path);
            if fs::symlink_metadata(&full).is_ok_and(|metadata| metadata.is_dir())
                && let Err(error) = self.watch_below(&full)
            {
                failure = Some(problem::unwatched(&error));
            }
        }
        if failure.is_some() || *touched == Touched::Everything {
            self.folder.set_unwatched(failure);
        }
    }

    /// inotify knows no recursion, and emulating it loses what is made in a new folder before its
    /// watch is set; so there each folder is watched by itself. Elsewhere the system recurses.
    fn watch_below(&mut self, full: &Path) -> notify::Result<()> {
        if !matches!(RecommendedWatcher::kind(), WatcherKind::Inotify) {
            return self.watcher.watch(full, RecursiveMode::Recursive);
        }
        match self.watcher.watch(full, RecursiveMode::NonRecursive) {
            // It went away again; the event that tells of it is already on its way.
            Err(error) if is_not_found(&error) => return Ok(()),
            other => other?,
        }
        for entry in fs::read_dir(full).into_iter().flatten().flatten() {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let path = entry.path();
            if is_folder && path.strip_prefix(self.folder.root()).is_ok_and(is_read) {
                self.watch_below(&path)?;
            }
        }
        Ok(())
    }
}

fn is_not_found(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}
