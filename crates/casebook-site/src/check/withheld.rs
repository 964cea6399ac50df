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
use crate::value::{Findings, LanguageTag};
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

/// What stands in place of an entry's texts: of each that is needed for others to make sense.
pub(super) fn without_text(entry: &Entry) -> Vec<(SitePath, Option<File>)> {
    let first = entry.first();
    let versions = entry.versions.iter().flatten();
    // An address in another language than the first may be one that something leads to, too.
    let is_needed = |version: &Parsed| version.path == first.path || version.common.slug.is_some();
    versions.map(|version| (version.path.clone(), is_needed(version).then(|| stand_in(version, first)))).collect()
}

/// A site has a home page, so in place of its text stands none.
pub(super) fn stand_in_of_home(home: &Entry, settings: &Settings) -> Vec<(SitePath, Option<File>)> {
    let first = home.first();
    let language = settings.language_tags().next().map_or("", LanguageTag::as_str);
    let title = settings.title.in_language(language, language);
    // A TOML string is written as one of JSON, but for a character that no title has.
    let title = serde_json::to_string(&title.replace('\u{7f}', "")).expect("a text is JSON");
    let empty = File::text(format!("+++\ntitle = {title}\n{}+++\n", children_of(first)));
    home.versions.iter().flatten().map(|version| (version.path.clone(), (version.path == first.path).then(|| empty.clone()))).collect()
}

/// Says only that there is a draft, where it would stand, and what a section says to the entries in it.
fn stand_in(draft: &Parsed, first: &Parsed) -> File {
    let slug = draft.common.slug.as_ref().map(|slug| format!("slug = \"{}\"\n", slug.value)).unwrap_or_default();
    let shared = if draft.path == first.path { format!("kind = \"page\"\ndraft = true\n{}", children_of(first)) } else { String::new() };
    File::text(format!("+++\ntitle = \"Draft\"\n{shared}{slug}+++\n"))
}

fn children_of(section: &Parsed) -> String {
    section.common.children.map(|kind| format!("children = \"{}\"\n", kind.word())).unwrap_or_default()
}
