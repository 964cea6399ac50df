//! Whether the system tells of changes: a file is made, and its event must come.

use super::finding::{Check, Finding};
use crate::terminal::{count, duration};
use casebook_server::folder::{Folder, Touched};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

/// How long an event may take. It takes milliseconds; a machine that is busy is given time.
const GUARD: Duration = Duration::from_secs(10);

/// Makes a file in a new folder inside `beside` and waits for the event, by the very watcher that `serve` uses.
pub(super) fn try_watching(beside: &Path) -> io::Result<()> {
    let folder = tempfile::Builder::new().prefix("doctor-").tempdir_in(beside)?;
    fs::create_dir(folder.path().join("content"))?;
    let watched = Arc::new(Folder::open(folder.path(), &folder.path().join("cache"))?);
    let (sender, receiver) = channel();
    let watch = watched.watch().and_then(|watching| {
        watching.follow(move |touched: &Touched| {
            let _ = sender.send(touched.clone());
        })
    });
    let watch = watch.map_err(io::Error::other)?;
    fs::write(folder.path().join("content/seen.md"), "seen")?;
    let seen = receiver.recv_timeout(GUARD);
    drop(watch);
    seen.map(|_| ()).map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "no event came"))
}

pub(super) fn watching(seen: &io::Result<()>, took: Duration) -> Finding {
    match seen {
        Ok(()) => Finding::good(Check::Watching, format!("a changed file was seen at once ({})", duration(took))),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => Finding::warning(
            Check::Watching,
            "a changed file wasn't seen: this disk doesn't tell of changes",
            "start `casebook serve` again after changes, or put the site on a disk of this machine",
        ),
        Err(error) => Finding::warning(
            Check::Watching,
            format!("whether changes are seen can't be tried: {error}"),
            "where it says that there are too many watches or files, raise `fs.inotify.max_user_instances` and `fs.inotify.max_user_watches`",
        ),
    }
}

/// Whether the system lets us watch each folder of a site. `most` is for all programs of a user together.
#[cfg(any(target_os = "linux", test))]
pub(super) fn watches(most: u64, folders: usize) -> Finding {
    let has = format!("the site has {}; the system lets a user watch {most}", count(folders, "folder", "folders"));
    let folders = folders as u64;
    let advice = format!(
        "raise it, as root: `sysctl fs.inotify.max_user_watches={}`, and for good in a file of /etc/sysctl.d",
        (folders * 4).next_power_of_two().max(65_536)
    );
    match most {
        // The editor and the desktop watch, too.
        most if most >= folders * 2 => Finding::good(Check::Watches, has),
        most if most > folders => Finding::note(Check::Watches, has + ", and other programs take some of them").advise(advice),
        _ => Finding::warning(Check::Watches, has + ", so changes in some folders go unseen", advice),
    }
}

/// The system's limit, if it is told.
#[cfg(target_os = "linux")]
pub(super) fn most_watches() -> Option<u64> {
    fs::read_to_string("/proc/sys/fs/inotify/max_user_watches").ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;

    #[test]
    fn a_file_that_is_made_is_seen_and_nothing_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        try_watching(folder.path()).expect("a system that tells of changes");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn where_nothing_can_be_tried_it_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let tried = try_watching(&folder.path().join("nowhere"));
        assert!(watching(&tried, Duration::ZERO).message.contains("can't be tried"));
        let late = Err(io::ErrorKind::TimedOut.into());
        assert!(watching(&late, GUARD).message.contains("wasn't seen"));
        assert_eq!(watching(&Ok(()), Duration::from_millis(3)).level, Level::Good);
    }

    #[test]
    fn watches_are_compared_with_folders() {
        for (most, folders, level) in [(8192, 4096, Level::Good), (8192, 5000, Level::Note), (8192, 8192, Level::Warning), (10, 0, Level::Good)] {
            assert_eq!(watches(most, folders).level, level, "{most} {folders}");
        }
        assert!(watches(8192, 30_000).advice.expect("advice").contains("max_user_watches=131072"));
    }
}
