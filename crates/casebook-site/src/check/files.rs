//! The files that readers can load: those that a visible entry or the settings name, and no other.

use super::names::CONTENT;
use super::site::Entry;
use crate::address::UrlPath;
use crate::markdown::slugify;
use crate::settings::Settings;
use crate::source::{SitePath, Source};
use crate::value::FileRef;
use rustc_hash::{FxHashMap, FxHashSet};

/// Hexadecimal digits of a hash in an address: 64 bits, against accidents and not against attackers.
const HASH_DIGITS: usize = 16;

/// The files that are named, each with its address. What is missing or may not be published has
/// none, and is reported where it is named.
pub(super) fn published(source: &Source, entries: &[Entry], settings: &Settings) -> FxHashMap<SitePath, UrlPath> {
    named(entries, settings).into_iter().filter_map(|path| Some((path.clone(), address(source, path)?))).collect()
}

/// The files that are named, whether they exist or not.
pub(super) fn named<'a>(entries: &'a [Entry], settings: &'a Settings) -> FxHashSet<&'a SitePath> {
    let versions = entries.iter().flat_map(|entry| entry.versions.iter().flatten());
    let icon = settings.icon.as_ref().map(FileRef::path);
    versions.flat_map(|version| &version.findings.files).map(|used| &used.file).chain(icon).collect()
}

/// The address of a file of the source; `None` for what is never published: texts, and whatever
/// lies outside of `content/`.
fn address(source: &Source, path: &SitePath) -> Option<UrlPath> {
    let file = source.get(path).filter(|_| path.is_below(CONTENT) && path.extension() != "md")?;
    let stem = path.name().rsplit_once('.').map_or(path.name(), |(stem, _)| stem);
    let name = match slugify(stem, "") {
        name if name.is_empty() => "file".to_owned(),
        name => name,
    };
    let extension: String = path.extension().chars().filter(char::is_ascii_alphanumeric).collect();
    let dot = if extension.is_empty() { "" } else { "." };
    UrlPath::new(&format!("/files/{}/{name}{dot}{extension}", file.hash.short(HASH_DIGITS)))
}
