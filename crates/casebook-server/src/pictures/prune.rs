//! Taking pictures and texts out of the cache folder that no page has needed for a while.
//!
//! What an edition names is never taken out, and neither is anything that doesn't prove by its name
//! and its hash that we made it. A file's time says when it was last needed, so that two programs
//! which share the folder don't have to agree on anything.

use super::Pictures;
use super::store::{FOLDER_DIGITS, whole};
use casebook_site::source::Hash;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// For how long a picture is kept that nothing needs: somebody may try another look and go back.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How exact the time of a file is kept: each start would write to every file otherwise.
const EXACT_TO: SignedDuration = SignedDuration::from_hours(24);

/// What was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// How many pictures and texts.
    pub files: usize,
    /// How many bytes of the disk they took.
    pub bytes: u64,
}

impl Pictures {
    /// Notes that these are needed now, pictures by the keys of their recipes and texts by their own, and takes out what
    /// was not needed for [`KEPT_FOR`]. What can't be read or removed stays.
    pub fn prune(&self, needed: &BTreeSet<Hash>, now: Timestamp) -> Pruned {
        let stores = [&self.derived.store, &self.texts.0];
        for (store, key) in stores.into_iter().flat_map(|store| needed.iter().map(move |key| (store, *key))) {
            // On a disk that can't be written nothing is taken out either.
            let _ = note_needed(&store.path(key), now);
        }
        let mut pruned = Pruned::default();
        for folder in stores.into_iter().flat_map(|store| entries(store.folder())).filter(|(_, metadata)| metadata.is_dir()).map(|(path, _)| path) {
            for (path, _) in entries(&folder).filter(|(_, metadata)| metadata.is_file()) {
                let Some(key) = key_of(&folder, &path).filter(|key| !needed.contains(key)) else { continue };
                let Some(bytes) = self.remove(key, &path, now) else { continue };
                pruned.files += 1;
                pruned.bytes += bytes;
            }
            // It fails on a folder that still holds something, and that is the point.
            let _ = fs::remove_dir(&folder);
        }
        pruned
    }

    /// Takes out what is old. Says how long it was.
    fn remove(&self, key: Hash, path: &Path, now: Timestamp) -> Option<u64> {
        let _turn = self.derived.take_turn(key);
        // Only now is it sure that nobody makes it anew, or notes that it is needed, meanwhile.
        let metadata = fs::symlink_metadata(path).ok().filter(|metadata| metadata.is_file() && is_old(metadata, now))?;
        (whole(path).is_some() && fs::remove_file(path).is_ok()).then_some(metadata.len())
    }
}

fn note_needed(path: &Path, now: Timestamp) -> io::Result<()> {
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let noted = written_at(&metadata);
    if noted.is_some_and(|noted| now.duration_since(noted).abs() < EXACT_TO) {
        return Ok(());
    }
    let now = SystemTime::try_from(now).map_err(io::Error::other)?;
    File::options().write(true).open(path)?.set_modified(now)
}

fn is_old(metadata: &Metadata, now: Timestamp) -> bool {
    written_at(metadata).is_some_and(|needed| now.duration_since(needed) > KEPT_FOR)
}

fn written_at(metadata: &Metadata) -> Option<Timestamp> {
    Timestamp::try_from(metadata.modified().ok()?).ok()
}

/// The key that names a file, if it is a name that we give.
fn key_of(folder: &Path, path: &Path) -> Option<Hash> {
    let (first, rest) = (folder.file_name()?.to_str()?, path.file_name()?.to_str()?);
    let key = Hash::from_hex(&format!("{first}{rest}"))?;
    (first.len() == FOLDER_DIGITS && key.to_string() == format!("{first}{rest}")).then_some(key)
}

/// What is in a folder, links as what they are. A folder that is itself a link is not ours.
fn entries(folder: &Path) -> impl Iterator<Item = (PathBuf, Metadata)> {
    let is_folder = fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir());
    let entries = is_folder.then(|| fs::read_dir(folder).ok()).flatten();
    entries.into_iter().flatten().flatten().filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Folder;
    use casebook_evidence::reader::InProcess;
    use std::sync::Arc;

    #[test]
    fn what_is_needed_while_its_turn_is_awaited_stays() {
        let place = tempfile::tempdir().expect("a folder");
        let (site, cache) = (place.path().join("site"), place.path().join("cache"));
        fs::create_dir_all(&site).expect("a writable folder");
        let pictures = Pictures::open(Arc::new(Folder::open(&site, &cache).expect("a folder")), &cache, Box::new(InProcess::default()));
        let key = Hash::of(b"a recipe");
        let path = pictures.derived.store.path(key);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
        fs::write(&path, [Hash::of(b"a picture").as_bytes(), &b"a picture"[..]].concat()).expect("a writable folder");
        let set = |at: SystemTime| File::options().write(true).open(&path).and_then(|file| file.set_modified(at)).expect("our file");
        let now = Timestamp::UNIX_EPOCH + KEPT_FOR * 2;
        set(SystemTime::UNIX_EPOCH);
        std::thread::scope(|scope| {
            let turn = pictures.derived.take_turn(key);
            let pruning = scope.spawn(|| pictures.prune(&BTreeSet::new(), now));
            // Long enough for it to come to this file; the result is the same if it wasn't.
            std::thread::sleep(std::time::Duration::from_millis(100));
            set(SystemTime::try_from(now).expect("a time"));
            drop(turn);
            assert_eq!(pruning.join().expect("no panic"), Pruned::default());
        });
        assert!(path.exists());
        set(SystemTime::UNIX_EPOCH);
        assert_eq!(pictures.prune(&BTreeSet::new(), now).files, 1);
    }
}
