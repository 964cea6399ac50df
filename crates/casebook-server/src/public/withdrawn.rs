//! What was taken out of a folder that has errors.
//!
//! Whoever takes a text down wants it gone now, whatever else is broken. So the last good source loses
//! it at once, on the disk, too, as long as the rest of it stands without it. A text that was changed
//! or moved is not taken down: readers get it as it was until the errors are mended.

use casebook_site::check::Withheld;
use casebook_site::source::{File, Hash, SitePath, Source};
use std::collections::HashSet;

/// The live source without the texts that are drafts now or are no longer there; `None` if that is
/// all of it.
pub(super) fn rest(live: &Source, draft: &Source, withheld: Withheld) -> Option<Source> {
    let still_there: HashSet<Hash> = draft.iter().map(|(_, file)| file.hash).collect();
    let drafts = withheld.drafts;
    let is_gone = |path: &SitePath, file: &File| {
        let is_taken_out = draft.get(path).is_none() && !still_there.contains(&file.hash);
        path.is_below("content") && (is_taken_out || drafts.get(path).is_some_and(|stub| stub.as_ref().is_none_or(|stub| stub.hash != file.hash)))
    };
    if !live.iter().any(|(path, file)| is_gone(path, file)) {
        return None;
    }
    let stays = live.iter().filter(|(path, file)| !is_gone(path, file)).map(|(path, file)| (path.clone(), file.clone()));
    let stubs = drafts.iter().filter(|(path, _)| live.get(path).is_some()).filter_map(|(path, stub)| Some((path.clone(), stub.clone()?)));
    Some(stays.chain(stubs).collect())
}
