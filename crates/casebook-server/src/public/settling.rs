//! Whether the folder is between two states. Editors and git put a file in the place of another by
//! removing it and writing it anew, and for a moment it looks as if a text had been taken down.

use casebook_site::check::CONTENT;
use casebook_site::source::{SitePath, Source};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// For how long a text has to be away before readers lose it.
pub(super) const AWAY_FOR: SignedDuration = SignedDuration::from_secs(2);

/// The texts that readers have and the folder lacks.
#[derive(Debug, Default)]
pub(super) struct Settling(Mutex<Away>);

#[derive(Debug, Default)]
struct Away {
    /// Since when each has been away.
    since: BTreeMap<SitePath, Timestamp>,
    /// Somebody waits until all of them have been away for long enough.
    is_awaited: bool,
}

impl Settling {
    /// Whether all that `draft` lacks of `live` has been away for long enough; if not, somebody has to
    /// look again once it [is due](Self::is_due).
    pub(super) fn is_over(&self, live: &Source, draft: &Source, now: Timestamp) -> bool {
        let mut away = self.lock();
        let lacked = live.below(CONTENT).map(|(path, _)| path).filter(|path| path.extension() == "md" && draft.get(path).is_none());
        // A clock that was set back makes nothing older.
        let since = |path: &SitePath| away.since.get(path).copied().filter(|since| *since <= now).unwrap_or(now);
        let since: BTreeMap<SitePath, Timestamp> = lacked.map(|path| (path.clone(), since(path))).collect();
        away.since = since;
        away.is_awaited = !away.has_lasted(now);
        !away.is_awaited
    }

    /// Whether what somebody waits for has come.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        let away = self.lock();
        away.is_awaited && away.has_lasted(now)
    }

    fn lock(&self) -> MutexGuard<'_, Away> {
        // Only whole values are put in, so a panic elsewhere can't have torn it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Away {
    fn has_lasted(&self, now: Timestamp) -> bool {
        self.since.values().all(|since| now.duration_since(*since) >= AWAY_FOR)
    }
}
