//! Checking a site that was never on a disk: what its documents say is known, because its words are ours.
//!
//! Nothing foreign is read here, so no process is started for it.

use casebook_evidence::reader::{InProcess, Reader as _};
use casebook_site::check::{Cache, Site, Stage, check_informed};
use casebook_site::diagnostic::Diagnostics;
use casebook_site::evidence::{Form, UnreadText};
use casebook_site::picture::{Informant, Unread};
use casebook_site::source::Source;
use jiff::Timestamp;
use std::sync::Arc;

/// Checks a site whose documents are texts that Casebook wrote.
pub(super) fn check_own(source: &Source, stage: Stage, now: Timestamp) -> (Site, Diagnostics) {
    check_informed(source, (stage, now), &Cache::default(), &OwnWords)
}

struct OwnWords;

impl Informant for OwnWords {
    fn inform(&self, _unread: &[Unread], _cache: &Cache) {}

    fn read(&self, unread: &[UnreadText], source: &Source, cache: &Cache) {
        for file in unread {
            let (Form::Other(kind), Some(text)) = (file.form, source.text(&file.path)) else { continue };
            if let Ok(document) = InProcess::default().read(text.as_bytes().to_vec().into(), kind) {
                cache.learn_text(file.key(), Ok(Arc::new(document)));
            }
        }
    }
}
