//! Reads long documents while the rest of the site is served.
//!
//! What is short is read at once. Of what is long the check hears that it is being read; whoever follows
//! the site is told when that is over, and checks again.

use super::Pictures;
use casebook_evidence::document::Reading;
use casebook_evidence::pdf::MOST_PAGES;
use casebook_site::check::Cache;
use casebook_site::evidence::{Form, Need, Progress, UnreadText};
use casebook_site::picture::{Informant, Unread};
use casebook_site::source::{Hash, Source};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use tokio::sync::watch;

/// From how many bytes on a file is asked how many pages it has. A smaller one is read at once, whatever it holds.
const LARGE: u64 = 32 * 1024;

/// How far the reading in the background has come, in numbers that only grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct News {
    /// How often it has come further.
    pub(crate) steps: u64,
    /// How many documents have been read, or given up.
    pub(crate) finished: u64,
}

/// The pictures and documents of a site, of which the long ones are read in the background.
pub(crate) struct Background {
    shared: Arc<Shared>,
    queue: mpsc::Sender<UnreadText>,
}

struct Shared {
    pictures: Arc<Pictures>,
    documents: Mutex<FxHashMap<Hash, State>>,
    news: watch::Sender<News>,
    /// Threads of its own: those that pages are rendered by must not wait for a document.
    threads: Option<rayon::ThreadPool>,
}

/// What is known of a document that is read in the background.
enum State {
    Reading(Progress),
    /// What it says.
    Read(Reading),
    /// Nobody could read it, and that is not its fault. From now on it is read at once, as a short one is, or whoever can't
    /// be started would be asked for ever.
    Unread,
}

impl Background {
    /// Begins to wait for long documents. It ends with the value, after the document that is being read.
    pub(crate) fn new(pictures: Arc<Pictures>) -> Self {
        let (queue, waiting) = mpsc::channel::<UnreadText>();
        let half = thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
        let threads = rayon::ThreadPoolBuilder::new().num_threads(half).thread_name(|_| "documents".to_owned()).build().ok();
        let shared = Arc::new(Shared { pictures, documents: Mutex::default(), news: watch::Sender::default(), threads });
        let reading = Arc::clone(&shared);
        // Without the thread nothing takes what is sent, and all is read at once.
        let _ = thread::Builder::new().name("documents".to_owned()).spawn(move || waiting.iter().for_each(|file| reading.read(&file)));
        Self { shared, queue }
    }

    /// Tells when there is something to be checked again.
    pub(crate) fn news(&self) -> watch::Receiver<News> {
        self.shared.news.subscribe()
    }

    /// How many documents are being read or wait for it.
    pub(crate) fn count(&self) -> usize {
        self.shared.documents().values().filter(|state| matches!(state, State::Reading(_))).count()
    }

    /// What the check is told of a document that is read in the background; none where it must be read at once.
    fn told(&self, file: &UnreadText, cache: &Cache) -> Option<()> {
        let key = file.key();
        let mut documents = self.shared.documents();
        match documents.get(&key)? {
            State::Reading(_) if file.need == Need::Now => return None,
            State::Reading(progress) => cache.await_text(key, Some(*progress)),
            State::Unread => {
                cache.await_text(key, None);
                return None;
            }
            State::Read(_) => {
                let Some(State::Read(reading)) = documents.remove(&key) else { return None };
                cache.learn_text(key, reading.map(Arc::new));
            }
        }
        Some(())
    }

    /// Begins to read a document in the background, if it is so long that the check had better go on without it.
    fn begin(&self, file: &UnreadText, source: &Source, cache: &Cache) -> Option<()> {
        if self.shared.documents().contains_key(&file.key()) {
            return None;
        }
        let is_large = source.get(&file.path).is_some_and(|known| known.len >= LARGE);
        let can_wait = file.need == Need::Later && file.form == Form::Pdf && is_large && !self.shared.pictures.has_text(file);
        let total = can_wait.then(|| self.shared.pictures.count_pages(file)).flatten().filter(|count| *count > MOST_PAGES)?;
        let (key, progress) = (file.key(), Progress { read: 0, total });
        match self.shared.documents().entry(key) {
            Entry::Vacant(slot) => drop(slot.insert(State::Reading(progress))),
            // Another check has begun it meanwhile.
            Entry::Occupied(_) => {
                cache.await_text(key, Some(progress));
                return Some(());
            }
        }
        if self.queue.send(file.clone()).is_err() {
            self.shared.documents().remove(&key);
            return None;
        }
        cache.await_text(key, Some(progress));
        Some(())
    }
}

impl Informant for Background {
    fn inform(&self, unread: &[Unread], cache: &Cache) {
        self.shared.pictures.inform(unread, cache);
    }

    fn read(&self, unread: &[UnreadText], source: &Source, cache: &Cache) {
        let is_asked = |key: &Hash| unread.iter().any(|file| file.key() == *key);
        // What was taken out of the site meanwhile is asked for by nobody.
        self.shared.documents().retain(|key, state| matches!(state, State::Reading(_)) || is_asked(key));
        let at_once = unread.iter().filter(|file| self.told(file, cache).or_else(|| self.begin(file, source, cache)).is_none());
        let at_once: Vec<UnreadText> = at_once.cloned().collect();
        self.shared.pictures.read_texts(&at_once, cache, &|| {});
    }
}

impl Shared {
    fn read(&self, file: &UnreadText) {
        let key = file.key();
        tracing::info!(path = %file.path, "reading a long document; the rest of the site is served meanwhile");
        let read = || self.pictures.text(file, &|read| self.come_further(key, read));
        let reading = self.threads.as_ref().map_or_else(read, |threads| threads.install(read));
        tracing::info!(path = %file.path, is_read = matches!(reading, Some(Ok(_))), "the document has been read");
        self.documents().insert(key, reading.map_or(State::Unread, State::Read));
        self.news.send_modify(|news| news.finished += 1);
    }

    fn come_further(&self, key: Hash, pages: u32) {
        if let Some(State::Reading(progress)) = self.documents().get_mut(&key) {
            progress.read += pages;
        }
        self.news.send_modify(|news| news.steps += 1);
    }

    fn documents(&self) -> MutexGuard<'_, FxHashMap<Hash, State>> {
        // Only whole values are put in, so a panic elsewhere can't have torn the map.
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
