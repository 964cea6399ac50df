//! Taking pictures out of the cache folder that no page has needed for a while.
//!
//! What an edition names is never taken out, and neither is anything that doesn't prove by its name
//! and its hash that we made it. A file's time says when it was last needed, so that two programs
//! which share the folder don't have to agree on anything.

use super::Pictures;
use super::derived::{FOLDER_DIGITS, whole};
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
    /// How many pictures.
    pub files: usize,
    /// How many bytes of the disk they took.
    pub bytes: u64,
}

impl Pictures {
    /// Notes that these pictures are needed now, by the keys of their recipes, and takes out what was
    /// not needed for [`KEPT_FOR`]. What can't be read or removed stays.
    pub fn prune(&self, needed: &BTreeSet<Hash>, now: Timestamp) -> Pruned {
        for key in needed {
            // On a disk that can't be written nothing is taken out either.
            let _ = note_needed(&self.derived.path(*key), now);
        }
        let mut pruned = Pruned::default();
        for folder in entries(self.derived.folder()).filter(|(_, metadata)| metadata.is_dir()).map(|(path, _)| path) {
            for (path, metadata) in entries(&folder).filter(|(_, metadata)| metadata.is_file()) {
                let Some(key) = key_of(&folder, &path).filter(|key| !needed.contains(key)) else { continue };
                if is_old(&metadata, now) && self.remove(key, &path) {
                    pruned.files += 1;
                    pruned.bytes += metadata.len();
                }
            }
            // It fails on a folder that still holds something, and that is the point.
            let _ = fs::remove_dir(&folder);
        }
        pruned
    }

    fn remove(&self, key: Hash, path: &Path) -> bool {
        let _turn = self.derived.take_turn(key);
        whole(path).is_some() && fs::remove_file(path).is_ok()
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
