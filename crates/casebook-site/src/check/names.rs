//! What the name of a content file says: which entry it belongs to, in which language.

use crate::markdown::slugify;
use crate::source::{Hash, SitePath};
use crate::value::LanguageTag;

/// The folder that holds the entries.
pub const CONTENT: &str = "content";
/// The id of the home page.
pub(super) const HOME: &str = "_index";

/// The parts of a content file's name: `some-expert.de.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileName<'a> {
    /// `some-expert`, `_index`, `index`.
    pub stem: &'a str,
    /// `de`, where the name says one.
    pub language: Option<&'a str>,
}

impl<'a> FileName<'a> {
    /// The parts of a Markdown file's name. Two or three letters before the ending are a language
    /// (whether the site has it is for the caller to say).
    pub fn of(path: &'a SitePath) -> Self {
        let name = path.name();
        let stem = name.strip_suffix(".md").unwrap_or(name);
        match stem.rsplit_once('.') {
            Some((stem, tag)) if !stem.is_empty() && LanguageTag::parse(tag).is_some() => Self { stem, language: Some(tag) },
            _ => Self { stem, language: None },
        }
    }

    /// Whether it is the text of its folder: a section's `_index`, or an entry's `index`.
    pub fn is_folder_text(&self) -> bool {
        matches!(self.stem, "_index" | "index")
    }
}

/// The id of the entry that a content file belongs to: its path below `content/` without ending and
/// language; of `_index` and `index`, the folder.
pub(super) fn entry_id(path: &SitePath) -> String {
    let name = FileName::of(path);
    let folder = path.folder().strip_prefix(CONTENT).unwrap_or("").trim_start_matches('/');
    match (folder, name.is_folder_text()) {
        ("", true) => HOME.to_owned(),
        (folder, true) => folder.to_owned(),
        ("", false) => name.stem.to_owned(),
        (folder, false) => format!("{folder}/{}", name.stem),
    }
}

/// The id of the folder that an entry lies in: its section, if that has an `_index`.
pub(super) fn parent_id(id: &str) -> Option<&str> {
    match id {
        HOME => None,
        id => Some(id.rsplit_once('/').map_or(HOME, |(parent, _)| parent)),
    }
}

/// A slug of a name; of a name without any letter that addresses have, its hash.
pub(super) fn slug_or_hash(name: &str) -> String {
    match slugify(name, "") {
        slug if slug.is_empty() => Hash::of(name.as_bytes()).short(8),
        slug => slug,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_entry_and_language() {
        for (path, id, language) in [
            ("content/_index.md", "_index", None),
            ("content/_index.de.md", "_index", Some("de")),
            ("content/about.md", "about", None),
            ("content/case/_index.md", "case", None),
            ("content/case/some-expert.de.md", "case/some-expert", Some("de")),
            ("content/documents/lab-report/index.de.md", "documents/lab-report", Some("de")),
            ("content/notes/v1.2.md", "notes/v1.2", None),
            ("content/notes/.de.md", "notes/.de", None),
        ] {
            let path = SitePath::new(path).expect("a path");
            assert_eq!((entry_id(&path).as_str(), FileName::of(&path).language), (id, language), "{path}");
        }
    }

    #[test]
    fn every_entry_but_home_lies_somewhere() {
        for (id, parent) in [("_index", None), ("case", Some("_index")), ("case/x", Some("case")), ("a/b/c", Some("a/b"))] {
            assert_eq!(parent_id(id), parent);
        }
    }
}
