//! The files that are being sent, and those that were sent lately: each is open once, however many
//! are sent it, and all together are never more than the system's limit has room for.

use crate::folder::OpenFile;
use casebook_site::source::Hash;
use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// How many files may be open at a time.
pub(crate) const MAX_OPEN: usize = 256;

/// How many are kept open that nobody is being sent: the pictures of a few pages.
const MAX_KEPT: usize = 128;

/// Whether a file can't be opened because so many are: by us, or by the system's limits.
pub(super) fn is_busy(error: &io::Error) -> bool {
    #[cfg(unix)]
    let is_limit = [rustix::io::Errno::MFILE, rustix::io::Errno::NFILE].iter().any(|limit| error.raw_os_error() == Some(limit.raw_os_error()));
    #[cfg(not(unix))]
    let is_limit = false;
    is_limit || error.kind() == io::ErrorKind::ResourceBusy
}

#[derive(Debug, Default)]
pub(super) struct OpenFiles(Mutex<Files>);

#[derive(Debug, Default)]
struct Files {
    by_hash: HashMap<Hash, Weak<OpenFile>>,
    /// The latest last.
    kept: VecDeque<Arc<OpenFile>>,
}

impl OpenFiles {
    /// The file of a content. One that was written to since it was opened is opened anew.
    pub(super) fn get(&self, hash: Hash, open: impl FnOnce() -> io::Result<OpenFile>) -> io::Result<Arc<OpenFile>> {
        let known = self.lock().by_hash.get(&hash).and_then(Weak::upgrade);
        if let Some(file) = known
            && file.verify().is_ok()
        {
            return Ok(file);
        }
        if !self.lock().has_room() {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        let file = Arc::new(open()?);
        let mut files = self.lock();
        // Others may have opened it meanwhile; one of them is enough.
        let other = files.by_hash.get(&hash).and_then(Weak::upgrade);
        if let Some(other) = other.filter(|other| other.stamp() == file.stamp()) {
            return Ok(other);
        }
        files.by_hash.insert(hash, Arc::downgrade(&file));
        if files.kept.len() >= MAX_KEPT {
            files.kept.pop_front();
        }
        files.kept.push_back(Arc::clone(&file));
        Ok(file)
    }

    /// Closes all that nobody is being sent.
    pub(super) fn clear(&self) {
        let mut files = self.lock();
        files.kept.clear();
        files.forget_closed();
    }

    fn lock(&self) -> MutexGuard<'_, Files> {
        // Only whole values are put in, so a panic elsewhere can't have torn the map.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files {
    /// Whether one more may be opened. What is kept for later gives way to what is asked for now.
    fn has_room(&mut self) -> bool {
        if self.by_hash.len() < MAX_OPEN {
            return true;
        }
        self.kept.clear();
        self.forget_closed();
        self.by_hash.len() < MAX_OPEN
    }

    fn forget_closed(&mut self) {
        self.by_hash.retain(|_, file| file.strong_count() > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};

    #[cfg(unix)]
    #[test]
    fn limits_of_the_system_are_no_failure_of_ours() {
        use rustix::io::Errno;
        for (error, expected) in [(Errno::MFILE, true), (Errno::NFILE, true), (Errno::ACCESS, false), (Errno::NOENT, false)] {
            assert_eq!(is_busy(&error.into()), expected, "{error}");
        }
    }

    #[test]
    fn a_file_is_open_once_and_there_is_an_end_to_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("film");
        fs::write(&path, "0123456789").expect("a writable folder");
        let open = || OpenFile::new(File::open(&path)?);
        let files = OpenFiles::default();
        let hash = |number: usize| Hash::of(&number.to_le_bytes());
        let first = files.get(hash(0), open).expect("room");
        assert!(Arc::ptr_eq(&first, &files.get(hash(0), open).expect("the same")));
        let mut in_use: Vec<_> = (1..MAX_OPEN).map(|number| files.get(hash(number), open).expect("room")).collect();
        assert!(files.get(hash(MAX_OPEN), open).is_err_and(|error| error.kind() == io::ErrorKind::ResourceBusy));
        assert!(Arc::ptr_eq(&first, &files.get(hash(0), open).expect("it is open")));
        in_use.pop();
        let last = files.get(hash(MAX_OPEN), open).expect("one was given back");
        fs::write(&path, "9876543210").expect("a writable folder");
        drop(in_use);
        assert!(!Arc::ptr_eq(&last, &files.get(hash(MAX_OPEN), open).expect("room")), "it was written to");
    }
}
