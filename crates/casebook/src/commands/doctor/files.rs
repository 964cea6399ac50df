//! The files of a site: whether all can be read, here and on other systems.

use super::finding::{Check, Finding, named};
use crate::terminal::count;
use casebook_server::folder::is_read;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization as _;

/// What was found below a site's folder, with names below it.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) files: usize,
    pub(super) folders: usize,
    /// The file that was written last, and when.
    pub(super) newest: Option<(Timestamp, String)>,
    unreadable: Vec<String>,
    links_out: Vec<String>,
    /// Names that are one name on some systems.
    twins: Vec<String>,
    /// Names that some systems can't hold.
    impossible: Vec<String>,
}

/// Whether a file or folder can be read.
pub(super) type CanRead<'a> = &'a dyn Fn(&Path) -> io::Result<()>;

/// Opens it, as whoever reads the site would.
pub(super) fn can_read(path: &Path) -> io::Result<()> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        fs::read_dir(path).map(drop)
    } else if metadata.is_file() {
        fs::File::open(path).map(drop)
    } else {
        // To open a pipe is to wait for whoever writes into it.
        Err(io::ErrorKind::InvalidInput.into())
    }
}

/// Walks through what is read of a site: `site.toml`, `content/` and `theme/`.
pub(super) fn walk(root: &Path, can_read: CanRead<'_>) -> Files {
    let mut found = Files::default();
    found.folder(root, Path::new(""), can_read);
    found
}

impl Files {
    fn folder(&mut self, root: &Path, below: &Path, can_read: CanRead<'_>) {
        let full = root.join(below);
        let Ok(entries) = can_read(&full).and_then(|()| fs::read_dir(&full)) else {
            self.unreadable.push(shown(below));
            return;
        };
        let mut alike: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| below.join(entry.file_name())).filter(|path| is_read(path)).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            alike.entry(folded(&name)).or_default().push(shown(&path));
            if !fits_everywhere(&name) {
                self.impossible.push(shown(&path));
            }
            self.entry(root, &path, can_read);
        }
        self.twins.extend(alike.into_values().filter(|names| names.len() > 1).flatten());
    }

    fn entry(&mut self, root: &Path, path: &Path, can_read: CanRead<'_>) {
        let full = root.join(path);
        let Ok(metadata) = fs::symlink_metadata(&full) else { return };
        if metadata.is_symlink() && fs::canonicalize(&full).is_ok_and(|target| !target.strip_prefix(root).is_ok_and(is_read)) {
            self.links_out.push(shown(path));
            return;
        }
        if metadata.is_dir() {
            self.folders += 1;
            self.folder(root, path, can_read);
            return;
        }
        self.files += 1;
        if can_read(&full).is_err() {
            self.unreadable.push(shown(path));
        }
        let written = metadata.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
        if let Some(written) = written.filter(|at| self.newest.as_ref().is_none_or(|(newest, _)| at > newest)) {
            self.newest = Some((written, shown(path)));
        }
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        if self.unreadable.is_empty() {
            let all = format!("{} in {}, all readable", count(self.files, "file", "files"), count(self.folders, "folder", "folders"));
            found.push(Finding::good(Check::Files, all));
        } else {
            let advice = "give whoever runs Casebook the right to read them: `chmod u+rX`, or `chgrp` and `chmod g+rX`";
            found.push(Finding::error(Check::Files, format!("can't be read: {}", named(&self.unreadable)), advice));
        }
        if !self.links_out.is_empty() {
            let message = format!("links that lead out of the site: {}", named(&self.links_out));
            found.push(Finding::error(Check::Links, message, "put a copy in their place: nothing outside of the site's folders is read"));
        }
        if !self.twins.is_empty() {
            let message = format!("names that differ only in capital letters or in how accents are stored: {}", named(&self.twins));
            found.push(Finding::warning(Check::NamesAlike, message, "rename one of each: on macOS and Windows one would replace the other"));
        }
        if !self.impossible.is_empty() {
            let message = format!("names that other systems can't hold: {}", named(&self.impossible));
            let advice = "if somebody works on Windows, rename them without `< > : \" | ? * \\`, without a dot or space at the end, and shorter than 255 bytes";
            found.push(Finding::note(Check::NamesElsewhere, message).advise(advice));
        }
        found
    }
}

/// A name that can be printed: it may hold anything, even what would move the cursor of a terminal.
fn shown(path: &Path) -> String {
    let text: String = path.to_string_lossy().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.is_empty() { ".".to_owned() } else { text }
}

/// A name as the least exact of all disks compares it.
fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase()
}

/// Whether every system in common use can hold a name.
fn fits_everywhere(name: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let is_port = |kind: &str| stem.strip_prefix(kind).is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| ('1'..='9').contains(&c)));
    let is_device = DEVICES.contains(&stem.as_str()) || is_port("com") || is_port("lpt");
    let has_forbidden = name.chars().any(|c| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '\u{fffd}'));
    !is_device && !has_forbidden && !name.ends_with(['.', ' ']) && name.len() <= 255 && name.encode_utf16().count() <= 255
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;

    fn site(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for path in files.iter().chain(&["site.toml"]) {
            let full = folder.path().join(path);
            fs::create_dir_all(full.parent().expect("a folder")).expect("a folder");
            fs::write(full, path).expect("a file");
        }
        folder
    }

    fn root(folder: &tempfile::TempDir) -> PathBuf {
        fs::canonicalize(folder.path()).expect("a folder")
    }

    fn checks(found: &[Finding]) -> Vec<(&'static str, Level)> {
        found.iter().map(|finding| (finding.check.name(), finding.level)).collect()
    }

    #[test]
    fn a_healthy_folder_is_one_good_line() {
        let folder = site(&["content/a.md", "content/b/c.md", "private/secret", ".casebook/hashes", "content/.git/x"]);
        let found = walk(&root(&folder), &can_read);
        assert_eq!(found.findings(), [Finding::good(Check::Files, "3 files in 2 folders, all readable")]);
        assert!(found.newest.is_some());
    }

    #[test]
    fn what_can_not_be_read_is_named() {
        let folder = site(&["content/a.md", "content/b/c.md", "content/d.md"]);
        let refusing = |path: &Path| -> io::Result<()> {
            let is_refused = path.ends_with("a.md") || path.ends_with("b");
            if is_refused { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
        };
        let found = walk(&root(&folder), &refusing).findings();
        assert_eq!((checks(&found), found[0].message.as_str()), (vec![("files", Level::Error)], "can't be read: `content/a.md`, `content/b`"));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_leave_are_named_and_not_followed() {
        let folder = site(&["content/a.md", "private/secret", "theme/x.css"]);
        let link = |to: &str, at: &str| std::os::unix::fs::symlink(folder.path().join(to), folder.path().join(at)).expect("a link");
        link("private/secret", "content/leak.md");
        link("theme/x.css", "content/inside.md");
        let found = walk(&root(&folder), &can_read).findings();
        assert_eq!(checks(&found), [("files", Level::Good), ("links", Level::Error)]);
        assert!(found[1].message.ends_with(": `content/leak.md`"), "{found:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_one_elsewhere_are_told() {
        let folder = site(&["content/About.md", "content/about.md", "content/\u{e9}.md", "content/e\u{301}.md", "content/x/about.md"]);
        let found = walk(&root(&folder), &can_read).findings();
        assert_eq!(checks(&found), [("files", Level::Good), ("names-alike", Level::Warning)]);
        assert!(found[1].message.contains("`content/About.md`, `content/about.md`") && found[1].message.ends_with("and 1 more"), "{found:?}");
    }

    #[test]
    fn names_that_other_systems_can_not_hold_are_told() {
        for name in ["a:b.md", "con.md", "COM1", "lpt9.txt", "a.", "a ", "what?.md", "a\\b", "a\tb"] {
            assert!(!fits_everywhere(name), "{name}");
        }
        assert!(!fits_everywhere(&"\u{fc}".repeat(128)));
        for name in ["a.md", "com", "com10", "console.md", "\u{fc}ber uns.md", "a.b.c"] {
            assert!(fits_everywhere(name), "{name}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_would_move_the_cursor_is_printed_without_it() {
        let found = walk(&root(&site(&["content/a\u{1b}[2J.md"])), &can_read).findings();
        assert_eq!(checks(&found), [("files", Level::Good), ("names-elsewhere", Level::Note)]);
        assert!(!found[1].message.contains('\u{1b}'));
    }
}
