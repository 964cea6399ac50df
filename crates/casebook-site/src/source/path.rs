//! A path inside the site's folder that can't leave it.

use serde::Serialize;
use std::{borrow::Borrow, fmt, sync::Arc};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The longest path that is accepted, in bytes.
const MAX_LEN: usize = 1024;

/// A normalised, `/`-separated path inside the site's folder: relative, without `.` and `..`,
/// in Unicode normalisation form C (so that a folder copied from a Mac means the same).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct SitePath(Arc<str>);

/// Why a string is not a path inside the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Nothing there.
    #[error("the path is empty")]
    Empty,
    /// It starts at the root of the disk.
    #[error("the path must be relative to the site's folder")]
    Absolute,
    /// It climbs above the folder.
    #[error("the path leaves the folder with `..`")]
    Leaves,
    /// A backslash or a control character.
    #[error("the path has a character that no address can hold (a backslash or a control character)")]
    Character,
    /// More than 1,024 bytes.
    #[error("the path is longer than 1,024 bytes")]
    TooLong,
}

impl SitePath {
    /// Normalises a path: single slashes, `.` removed, `..` resolved as long as it stays inside.
    pub fn new(path: &str) -> Result<Self, PathError> {
        Self::resolve("", path)
    }

    /// A path written relative to this file's folder, as Markdown links are.
    pub fn relative(&self, link: &str) -> Result<Self, PathError> {
        Self::resolve(self.folder(), link)
    }

    fn resolve(folder: &str, path: &str) -> Result<Self, PathError> {
        if path.starts_with('/') {
            return Err(PathError::Absolute);
        }
        if path.len() + folder.len() > MAX_LEN {
            return Err(PathError::TooLong);
        }
        if path.contains(|c: char| c == '\\' || c.is_control()) {
            return Err(PathError::Character);
        }
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop().ok_or(PathError::Leaves)?),
                name => parts.push(name),
            }
        }
        let joined = parts.join("/");
        match joined.as_str() {
            "" => Err(PathError::Empty),
            text if is_nfc(text) => Ok(Self(text.into())),
            text => Ok(Self(text.nfc().collect::<String>().into())),
        }
    }

    /// How a link in this file names another one: the inverse of [`Self::relative`].
    pub fn link_to(&self, other: &Self) -> String {
        let (own, folders): (Vec<&str>, Vec<&str>) = (folders(self.folder()), folders(other.folder()));
        let shared = own.iter().zip(&folders).take_while(|(a, b)| a == b).count();
        let up = own[shared..].iter().map(|_| "..");
        up.chain(folders[shared..].iter().copied()).chain([other.name()]).collect::<Vec<_>>().join("/")
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file, `""` at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// What follows the last dot of the name, in lower case; `""` without one.
    pub fn extension(&self) -> String {
        self.name().rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase())
    }

    /// Whether the file stands in this folder or in one below it.
    pub fn is_below(&self, folder: &str) -> bool {
        self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

fn folders(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<SitePath> for String {
    fn from(path: SitePath) -> Self {
        path.0.to_string()
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_file_leads_to_it() {
        for (from, to, link) in [
            ("content/a.md", "content/b.md", "b.md"),
            ("content/case/a.md", "content/about.md", "../about.md"),
            ("content/a.md", "content/case/_index.md", "case/_index.md"),
            ("content/case/one/a.md", "content/case/two/b.md", "../two/b.md"),
            ("a.md", "content/b.md", "content/b.md"),
        ] {
            let [from, to] = [from, to].map(|path| SitePath::new(path).expect("a path"));
            assert_eq!((from.link_to(&to).as_str(), from.relative(link)), (link, Ok(to)));
        }
    }

    #[test]
    fn paths_are_normalised() {
        for (given, expected) in [
            ("content/case/x.md", "content/case/x.md"),
            ("./content//case/./x.md", "content/case/x.md"),
            ("content/a/../b.md", "content/b.md"),
            ("content/u\u{308}ber.md", "content/über.md"),
        ] {
            assert_eq!(SitePath::new(given).map(String::from), Ok(expected.to_owned()), "{given}");
        }
    }

    #[test]
    fn no_path_leaves_the_folder() {
        for (given, error) in [
            ("", PathError::Empty),
            (".", PathError::Empty),
            ("a/..", PathError::Empty),
            ("..", PathError::Leaves),
            ("../etc/passwd", PathError::Leaves),
            ("content/../../etc/passwd", PathError::Leaves),
            ("a/../../a", PathError::Leaves),
            ("/etc/passwd", PathError::Absolute),
            ("//host/share", PathError::Absolute),
            ("..\\..\\boot.ini", PathError::Character),
            ("content\\..\\x", PathError::Character),
            ("content/x\0.md", PathError::Character),
            ("content/x\n.md", PathError::Character),
            (&"a/".repeat(600), PathError::TooLong),
        ] {
            assert_eq!(SitePath::new(given), Err(error), "{given:?}");
        }
    }

    #[test]
    fn links_are_relative_to_their_file() {
        let file = SitePath::new("content/case/x.md").expect("a path");
        assert_eq!(file.relative("../documents/a.md").expect("inside").as_str(), "content/documents/a.md");
        assert_eq!(file.relative("../../../a"), Err(PathError::Leaves));
    }

    #[test]
    fn a_folder_is_not_its_namesake() {
        let path = SitePath::new("contents/x.md").expect("a path");
        assert!(!path.is_below("content") && path.is_below("contents"));
    }
}
