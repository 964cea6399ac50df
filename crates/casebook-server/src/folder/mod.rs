//! A site's folder on disk as a `Source`: the only place where content is read.
//!
//! It reads `site.toml`, `content/` and `theme/`, never `private/`, never through a link that
//! leaves them, and never holds what is not text. What can't be read is a diagnostic, not an end.

mod area;
mod memo;
mod open;
mod problem;
mod read;
mod stamp;
mod watch;

pub(crate) use open::OpenFile;
pub use stamp::Stamp;
pub use watch::{Touched, Watch, WatchError, Watching};

pub use area::is_read;
use casebook_site::diagnostic::{Diagnostic, Diagnostics, Severity};
use casebook_site::source::{Edit, Hash, SitePath, Source};
use memo::Memo;
use read::{Found, Reader};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use unicode_normalization::UnicodeNormalization as _;

/// The file in the cache folder that remembers hashes.
const MEMO_NAME: &str = "hashes";

/// A site's folder.
#[derive(Debug)]
pub struct Folder {
    /// Absolute and without links, so that "inside" can be told by comparing paths.
    root: PathBuf,
    memo_file: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    memo: Arc<Memo>,
    /// What could not be read, by its path below the root.
    problems: BTreeMap<PathBuf, Diagnostic>,
    /// Where a file really lies, if its name on disk is not in the normal form of its path.
    spelled: BTreeMap<SitePath, PathBuf>,
    /// Why changes are not seen, if they aren't.
    unwatched: Option<Diagnostic>,
}

impl Folder {
    /// Opens a folder; nothing is read yet. `cache` need not exist; hashes of large files are
    /// remembered there if it can be written.
    pub fn open(root: &Path, cache: &Path) -> io::Result<Self> {
        let root = fs::canonicalize(root)?;
        if !root.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let memo_file = cache.join(MEMO_NAME);
        let state = State { memo: Arc::new(Memo::read(&memo_file)), ..State::default() };
        Ok(Self { root, memo_file, state: Mutex::new(state) })
    }

    /// Reads everything. It fails only if the folder itself can't be read.
    pub fn read(&self) -> io::Result<Source> {
        fs::read_dir(&self.root)?;
        let found = Reader { root: &self.root, memo: &self.memo() }.all();
        let mut state = self.lock();
        state.problems.clear();
        state.spelled.clear();
        let source: Source = state.take_in(found, Known::Nothing).into_iter().collect();
        Arc::make_mut(&mut state.memo).retain(|path| source.get(path).is_some());
        // The memo saves time and nothing else: on a disk that can't be written there is none.
        let _ = Arc::make_mut(&mut state.memo).write(&self.memo_file);
        Ok(source)
    }

    /// Reads again what was touched: the edits that turn `source` into what the disk says now.
    pub fn reread(&self, source: &Source, touched: &Touched) -> Vec<Edit> {
        let mut edits = Vec::new();
        let all = touched.outermost();
        for touched in &all {
            let path = self.spelled_now(touched);
            self.lock().forget(touched);
            // A change of spelling touches both names, and each file is read once.
            if path != *touched && all.iter().any(|other| path.starts_with(other)) {
                continue;
            }
            let found = Reader { root: &self.root, memo: &self.memo() }.at(&path);
            let mut state = self.lock();
            state.forget(&path);
            let now = state.take_in(found, Known::Source(source));
            edits.extend(difference(source, &path, now, &state.unreadable()));
        }
        edits
    }

    /// What was touched as the disk spells it: the same name with its accents stored otherwise, if
    /// only that is there. Both are one path of the site, so what is gone under one name may be
    /// there under the other.
    fn spelled_now(&self, touched: &Path) -> PathBuf {
        let is_there = |path: &Path| fs::symlink_metadata(self.root.join(path)).is_ok();
        let other = |text: &str| [text.nfc().collect::<String>(), text.nfd().collect()].into_iter().map(PathBuf::from).find(|path| is_there(path));
        match touched.to_str().filter(|text| !text.is_ascii() && !is_there(touched)).and_then(other) {
            Some(other) => other,
            None => touched.to_owned(),
        }
    }

    /// What could not be read when it was last tried.
    pub fn problems(&self) -> Diagnostics {
        let state = self.lock();
        state.problems.values().chain(&state.unwatched).cloned().collect()
    }

    /// At and below which paths something may stand that could not be read, or whose name can't be told.
    pub(crate) fn doubts(&self) -> Vec<PathBuf> {
        let state = self.lock();
        let broken = state.problems.iter().filter(|(_, problem)| problem.severity == Severity::Error);
        let of_name = |path: &Path| path.parent().unwrap_or(path).to_owned();
        broken.map(|(path, problem)| if problem::is_of_name(problem) { of_name(path) } else { path.clone() }).collect()
    }

    /// Opens a file of the site for serving or copying. It is looked for only among what is read,
    /// and never through a link that leads out of there: what stands elsewhere isn't there for us.
    pub fn open_file(&self, path: &SitePath) -> io::Result<fs::File> {
        let spelled = self.lock().spelled.get(path).cloned();
        let full = fs::canonicalize(self.root.join(spelled.as_deref().unwrap_or_else(|| Path::new(path.as_str()))))?;
        if !self.holds(&full) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = open_without_waiting(&full)?;
        if !file.metadata()?.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(file)
    }

    /// Opens a file that stays on the disk if it still has this content, as far as can be told
    /// without reading it: whoever asks for an address with a hash gets those bytes or none.
    pub(crate) fn open_exact(&self, path: &SitePath, hash: Hash) -> io::Result<OpenFile> {
        let file = OpenFile::new(self.open_file(path)?)?;
        match self.memo().find(path, file.stamp()) {
            Some(found) if found == hash => Ok(file),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// The folder's root, absolute and without links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The memo as it is: reading goes on without the lock, so that files can be served meanwhile.
    fn memo(&self) -> Arc<Memo> {
        Arc::clone(&self.lock().memo)
    }

    fn holds(&self, full: &Path) -> bool {
        full.strip_prefix(&self.root).is_ok_and(is_read)
    }

    fn set_unwatched(&self, why: Option<Diagnostic>) {
        self.lock().unwatched = why;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Each writer leaves the state whole at every step, so a panic can't have torn it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// To open a pipe is to wait for whoever writes into it, unless one says that one won't.
#[cfg(unix)]
fn open_without_waiting(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).map_err(io::Error::other)?;
    fs::File::options().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open_without_waiting(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
}

/// Against what duplicates are told: a first reading knows only itself.
#[derive(Clone, Copy)]
enum Known<'a> {
    Nothing,
    Source(&'a Source),
}

type Files = BTreeMap<SitePath, casebook_site::source::File>;

impl State {
    /// Forgets what was found at a path and below it.
    fn forget(&mut self, path: &Path) {
        self.problems.retain(|at, _| !at.starts_with(path));
        self.spelled.retain(|_, at| !at.starts_with(path));
    }

    /// Sorts what was found into files, problems and what is worth remembering.
    fn take_in(&mut self, found: Vec<Found>, known: Known<'_>) -> Files {
        let mut files = Files::new();
        for Found { relative, outcome } in found {
            let read = match outcome {
                Ok(read) => read,
                Err(problem) => {
                    self.problems.insert(relative, problem);
                    continue;
                }
            };
            let is_taken = files.contains_key(&read.path) || self.is_spelled_otherwise(&read.path, &relative, known);
            if is_taken {
                self.problems.insert(relative, problem::name_twice(&read.path));
                continue;
            }
            if let Some(stamp) = read.stamp {
                let is_new = self.memo.find(&read.path, stamp).is_none();
                if is_new {
                    Arc::make_mut(&mut self.memo).add(read.path.clone(), stamp, read.file.hash);
                }
            }
            if Path::new(read.path.as_str()) != relative {
                self.spelled.insert(read.path.clone(), relative);
            }
            files.insert(read.path, read.file);
        }
        files
    }

    /// Where something stands that could not be read.
    fn unreadable(&self) -> Vec<&Path> {
        self.problems.iter().filter(|(_, problem)| problem::is_unreadable(problem)).map(|(path, _)| path.as_path()).collect()
    }

    fn is_spelled_otherwise(&self, path: &SitePath, relative: &Path, known: Known<'_>) -> bool {
        let Known::Source(source) = known else { return false };
        source.get(path).is_some() && self.spelled.get(path).is_some_and(|other| other != relative)
    }
}

/// The edits between what a snapshot holds at and below a path and what stands there now. What can't
/// be read was not taken away: there the snapshot stays as it is.
fn difference(source: &Source, at: &Path, mut now: Files, unreadable: &[&Path]) -> Vec<Edit> {
    let is_unreadable = |path: &SitePath| unreadable.iter().any(|at| Path::new(path.as_str()).starts_with(at));
    let mut edits = Vec::new();
    let site_path = at.to_str().and_then(|text| SitePath::new(text).ok());
    let before = site_path.iter().flat_map(|path| source.get(path).map(|file| (path, file)).into_iter().chain(source.below(path.as_str())));
    for (path, old) in before {
        match now.remove(path) {
            Some(new) if new.hash == old.hash => {}
            Some(new) => edits.push(Edit::Put { path: path.clone(), file: new, base: Some(old.hash) }),
            None if is_unreadable(path) => {}
            None => edits.push(Edit::Remove { path: path.clone(), base: old.hash }),
        }
    }
    edits.extend(now.into_iter().map(|(path, file)| Edit::Put { path, file, base: None }));
    edits
}

/// The outermost of some paths: what stands below another one of them is left out.
fn outermost(paths: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let mut outer: Vec<PathBuf> = Vec::new();
    for path in paths {
        if !outer.last().is_some_and(|last| path.starts_with(last)) {
            outer.push(path.clone());
        }
    }
    outer
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_site::source::File;

    #[cfg(unix)]
    #[test]
    fn a_pipe_in_place_of_a_file_is_not_waited_for() {
        let root = tempfile::tempdir().expect("a folder");
        let content = root.path().join("content");
        fs::create_dir(&content).expect("a writable folder");
        let made = std::process::Command::new("mkfifo").arg(content.join("film.bin")).status();
        assert!(made.expect("mkfifo").success());
        let folder = Folder::open(root.path(), &root.path().join("cache")).expect("a folder");
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || sender.send(folder.open_file(&SitePath::new("content/film.bin").expect("a path")).map(drop)));
        let opened = receiver.recv_timeout(std::time::Duration::from_secs(10)).expect("nobody waits");
        assert_eq!(opened.expect_err("no file").kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn what_can_not_be_read_is_not_taken_away() {
        let paths = ["content/a/x.md", "content/a/y.md", "content/a.md", "content/b.md"];
        let source: Source = paths.iter().map(|path| (SitePath::new(path).expect("a path"), File::text("text"))).collect();
        let gone = |unreadable: &[&str]| -> Vec<String> {
            let unreadable: Vec<&Path> = unreadable.iter().map(Path::new).collect();
            let edits = difference(&source, Path::new("content"), Files::new(), &unreadable);
            edits
                .iter()
                .map(|edit| match edit {
                    Edit::Remove { path, .. } => path.to_string(),
                    _ => panic!("nothing is there to be put"),
                })
                .collect()
        };
        assert_eq!(gone(&[]).len(), 4);
        assert_eq!(gone(&["content/a/x.md"]), ["content/a.md", "content/a/y.md", "content/b.md"]);
        assert_eq!(gone(&["content/a"]), ["content/a.md", "content/b.md"]);
        assert!(gone(&["content"]).is_empty());
    }
}
