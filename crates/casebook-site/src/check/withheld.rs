//! What of a snapshot is not for readers: drafts, and the files that only drafts name.
//!
//! Whoever keeps a snapshot to serve it again keeps it without these. Readers get the same of both,
//! because all that they see of a draft is that it isn't there.

use super::Stage;
use super::cache::Cache;
use super::entries::{View, gather};
use super::files::named;
use super::names::CONTENT;
use super::parsed::Parsed;
use super::site::Entry;
use crate::settings::Settings;
use crate::source::{File, SitePath, Source};
use crate::value::Findings;
use jiff::Timestamp;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// What of a snapshot is not for readers.
#[derive(Debug)]
pub struct Withheld {
    /// The texts of drafts; and for one of each what stands in its place, which says only that there
    /// is a draft, so that what names it names something.
    pub drafts: BTreeMap<SitePath, Option<File>>,
    /// Files in `content/` that nothing but drafts names.
    pub files: Vec<SitePath>,
}

/// Finds what is not for readers.
pub fn withheld(source: &Source, cache: &Cache) -> Withheld {
    let settings = Settings::read(source, &mut Findings::default());
    let view = View { source, settings: &settings, stage: Stage::Draft, now: Timestamp::UNIX_EPOCH };
    let (drafts, others): (Vec<Entry>, Vec<Entry>) = gather(view, cache).entries.into_iter().partition(|entry| entry.first().common.draft);
    let used = named(&others, &settings);
    let is_file = |path: &SitePath| path.is_below(CONTENT) && path.extension() != "md";
    let files = source.iter().map(|(path, _)| path).filter(|path| is_file(path) && !used.contains(path)).cloned().collect();
    Withheld { drafts: drafts.iter().flat_map(without_text).collect(), files }
}

impl Withheld {
    /// The snapshot without what is withheld.
    pub fn out_of(self, source: &Source) -> Source {
        let files: FxHashSet<SitePath> = self.files.into_iter().collect();
        let kept = source.iter().filter(|(path, _)| !self.drafts.contains_key(*path) && !files.contains(*path));
        let kept: Vec<(SitePath, File)> = kept.map(|(path, file)| (path.clone(), file.clone())).collect();
        let stubs = self.drafts.into_iter().filter_map(|(path, stub)| Some((path, stub?)));
        kept.into_iter().chain(stubs).collect()
    }
}

fn without_text(entry: &Entry) -> Vec<(SitePath, Option<File>)> {
    let first = entry.first();
    let versions = entry.versions.iter().flatten();
    versions.map(|version| (version.path.clone(), (version.path == first.path).then(|| stub(first)))).collect()
}

/// Says only that there is a draft, and what a section says to the entries in it.
fn stub(draft: &Parsed) -> File {
    let children = draft.common.children.map(|kind| format!("children = \"{}\"\n", kind.word())).unwrap_or_default();
    File::text(format!("+++\ntitle = \"Draft\"\nkind = \"page\"\ndraft = true\n{children}+++\n"))
}
