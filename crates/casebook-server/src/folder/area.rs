//! Which of the folder's files belong to the site, and which of them are held as text.
//!
//! Decided by names alone, so that reading and watching can't disagree. `private/` belongs to
//! nobody but its owner: it is never walked, watched or opened.

use casebook_site::source::SitePath;
use std::path::{Component, Path};

/// The folders that are read; beside them only `site.toml`.
pub(super) const READ_FOLDERS: [&str; 2] = ["content", "theme"];

/// The one file at the top that is read.
pub(super) const SETTINGS: &str = "site.toml";

/// Whether a file or folder of this name is left out wherever it stands: hidden ones, the tools'
/// own folders, and what editors write beside the file that is being edited.
pub(super) fn is_ignored(name: &str) -> bool {
    let is_editors = name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swo", ".swx", ".tmp", ".part"].iter().any(|ending| name.ends_with(ending))
        || name == "4913"; // Vim writes and removes a file of this name to see whether it may.
    name.starts_with('.') || name == "node_modules" || is_editors
}

/// Whether a path below the folder's root is one that is read.
pub fn is_read(relative: &Path) -> bool {
    let mut names = relative.components().map(|component| match component {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let is_in_area = match names.next() {
        Some(Some(first)) if READ_FOLDERS.contains(&first) => true,
        Some(Some(first)) => first == SETTINGS && relative.components().count() == 1,
        _ => false,
    };
    // A name that isn't UTF-8 is not ignored: it is reported where it is read.
    is_in_area && names.all(|name| !name.is_some_and(is_ignored))
}

/// Whether a file of this kind is text that the site is made of.
pub(super) fn is_text(path: &SitePath) -> bool {
    const ENDINGS: [&str; 9] = ["md", "toml", "html", "css", "ftl", "vtt", "srt", "txt", "svg"];
    let Some((_, ending)) = path.name().rsplit_once('.') else { return false };
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::{is_ignored, is_read};
    use std::path::Path;

    #[test]
    fn names_that_editors_and_tools_make_are_left_out() {
        for name in [".git", ".casebook", "node_modules", "x.md~", ".x.md.swp", "#x.md#", "4913", "x.part"] {
            assert!(is_ignored(name), "{name}");
        }
        for name in ["x.md", "swp", "a#b", "#a", "tmp", "1913"] {
            assert!(!is_ignored(name), "{name}");
        }
    }

    #[test]
    fn only_the_sites_own_folders_are_read() {
        for path in ["site.toml", "content", "content/a/b.md", "theme/tokens.css"] {
            assert!(is_read(Path::new(path)), "{path}");
        }
        for path in ["", "private/a.md", "contents/a.md", "notes.md", "site.toml/x", "content/.git/x", "theme/x~", "../content/x", "/content/x"] {
            assert!(!is_read(Path::new(path)), "{path}");
        }
    }
}
