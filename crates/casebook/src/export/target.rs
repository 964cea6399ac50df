//! The folder that a build writes to: made by an earlier build, empty, or not ours.

use super::manifest::{MANIFEST_NAME, Manifest};
use super::place::{Place, TEMPORARY_NAME, TemporaryFolder, Update};
use crate::error::CommandError;
use casebook_server::folder::Folder;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

/// Where a build goes.
#[derive(Debug)]
pub(crate) enum Target {
    /// There is no such folder yet: it appears as a whole.
    Missing(PathBuf),
    /// A folder that is empty, or that an earlier build made.
    Ours {
        /// The folder.
        path: PathBuf,
        /// What an earlier build wrote.
        before: Manifest,
        /// Held while the build goes on, so that two never mix.
        lock: fs::File,
    },
}

impl Target {
    /// Looks at the folder without changing it, and refuses one that isn't ours.
    pub(crate) fn open(out: &Path, site: &Folder) -> Result<Self, CommandError> {
        refuse_the_sources(out, site)?;
        let is_empty = match fs::read_dir(out) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::Missing(out.to_owned())),
            Err(error) => return Err(CommandError::file("open", out, &error)),
        };
        // Through links once and for all, so that the folder can't be exchanged while we write.
        let path = fs::canonicalize(out).map_err(|error| CommandError::file("open", out, &error))?;
        // First the lock, then the manifest: another build may be about to replace it.
        let lock = lock(&path)?;
        let before = match Manifest::read(&path) {
            Some(manifest) => manifest,
            None if is_empty => Manifest::default(),
            None => {
                let foreign = CommandError::usage(format!("{} is not empty, and Casebook did not make it", out.display()));
                return Err(foreign.hint("name a folder that does not exist yet, or empty this one yourself"));
            }
        };
        Ok(Self::Ours { path, before, lock })
    }

    /// What an earlier build wrote here, with the folder.
    pub(crate) fn before(&self) -> Option<(&Path, &Manifest)> {
        match self {
            Self::Missing(_) => None,
            Self::Ours { path, before, .. } => Some((path, before)),
        }
    }

    /// Makes ready to write, without changing anything that is there.
    pub(super) fn prepare(self) -> Result<Place, CommandError> {
        match self {
            Self::Missing(path) => staged(path),
            Self::Ours { path, before, lock } => {
                let temporary = TemporaryFolder::make(path.join(TEMPORARY_NAME))?;
                Ok(Place::Ours(Update { path, temporary, before, next: AtomicU64::new(0), waiting: Mutex::default(), _lock: lock }))
            }
        }
    }
}

fn staged(path: PathBuf) -> Result<Place, CommandError> {
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    fs::create_dir_all(&parent).map_err(|error| CommandError::file("make", &parent, &error))?;
    let stage = tempfile::Builder::new().prefix(".casebook-").tempdir_in(&parent);
    let stage = stage.map_err(|error| CommandError::file("make a folder in", &parent, &error))?;
    open_to_readers(stage.path()).map_err(|error| CommandError::file("make", stage.path(), &error))?;
    Ok(Place::Staged { stage, path })
}

/// A temporary folder is its owner's alone; what becomes of it is for a web server to read.
#[cfg(unix)]
fn open_to_readers(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn open_to_readers(_folder: &Path) -> io::Result<()> {
    Ok(())
}

fn refuse_the_sources(out: &Path, site: &Folder) -> Result<(), CommandError> {
    let full = resolved(out);
    let is_source = ["content", "theme", "private"].iter().any(|part| full.starts_with(site.root().join(part)));
    if is_source || site.root().starts_with(&full) {
        let refused = CommandError::usage(format!("{} holds the site's own sources", out.display()));
        return Err(refused.hint("name another folder, such as `public` beside them"));
    }
    Ok(())
}

/// Where a path really leads, of which only the beginning may exist yet: links and `..` followed.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = absolute.ancestors().find_map(|outer| Some((outer, fs::canonicalize(outer).ok()?)));
    let Some((outer, mut full)) = there else { return absolute };
    for part in absolute.strip_prefix(outer).into_iter().flat_map(Path::components) {
        match part {
            Component::ParentDir => drop(full.pop()),
            part => full.push(part),
        }
    }
    full
}

/// The folder itself is locked where the system can: the manifest in it is replaced by each build.
fn lock(path: &Path) -> Result<fs::File, CommandError> {
    let folder = fs::File::open(path).or_else(|_| fs::File::open(path.join(MANIFEST_NAME)));
    let folder = folder.map_err(|error| CommandError::file("open", path, &error))?;
    match folder.try_lock() {
        Err(fs::TryLockError::WouldBlock) => {
            Err(CommandError::environment(format!("another build is writing to {}", path.display())).hint("wait until it is done"))
        }
        // Some network disks know no locks; there it is up to the owner.
        Err(fs::TryLockError::Error(_)) | Ok(()) => Ok(folder),
    }
}
