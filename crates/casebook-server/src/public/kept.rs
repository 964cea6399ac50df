//! The last good source, kept in the cache folder: after a restart with errors readers get it.
//!
//! Texts are kept by content address, so that an edit writes one of them; of other files only hash
//! and length, because those stay where they are. The folder may be deleted or damaged at any
//! moment: then there is simply no last good source.

use casebook_site::source::{Body, File, Hash, SitePath, Source};
use rayon::prelude::*;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const FOLDER_NAME: &str = "last-good";
const MANIFEST_NAME: &str = "manifest";
const FIRST_LINE: &str = "casebook-last-good 1";
const LAST_LINE: &str = "end\n";

/// Where the last good source is kept.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
    /// What tells this program from every other build of it.
    program: Hash,
}

impl Kept {
    /// In this cache folder, which need not exist; kept by this program.
    pub fn new(cache: &Path, program: Hash) -> Self {
        Self { folder: cache.join(FOLDER_NAME), program }
    }

    /// Whether this very source was published by this very program.
    pub(crate) fn is(&self, source: &Source) -> bool {
        let manifest = fs::read_to_string(self.manifest()).unwrap_or_default();
        Lines::parse(&manifest).is_some_and(|lines| lines.digest == source.digest() && lines.program == self.program)
    }

    /// Whether a source was kept here, whole or not.
    pub fn is_there(&self) -> bool {
        self.manifest().exists()
    }

    /// The source that was kept, whole; `None` if a part of it is missing or damaged.
    pub fn read(&self) -> Option<Source> {
        let manifest = fs::read_to_string(self.manifest()).ok()?;
        let lines = Lines::parse(&manifest)?;
        let files: Option<Vec<(SitePath, File)>> = lines.files.par_iter().map(|line| self.read_file(line)).collect();
        let source: Source = files?.into_iter().collect();
        (source.digest() == lines.digest).then_some(source)
    }

    fn read_file(&self, line: &Line<'_>) -> Option<(SitePath, File)> {
        let file = match line.kind {
            Kind::OnDisk => File::on_disk(line.hash, line.len),
            Kind::Text => File::text(fs::read(self.text(line.hash)).ok()?),
        };
        (file.hash == line.hash && file.len == line.len).then(|| Some((SitePath::new(line.path).ok()?, file)))?
    }

    /// Keeps a source in place of the one before.
    pub(crate) fn keep(&self, source: &Source) -> io::Result<()> {
        if self.is(source) {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        let there: HashSet<String> = fs::read_dir(&self.folder)?.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        let mut manifest = format!("{FIRST_LINE}\n{} {}\n", self.program, source.digest());
        let mut used = HashSet::new();
        for (path, file) in source.iter() {
            let kind = match &file.body {
                Body::OnDisk => "d",
                Body::Text(text) => {
                    let name = file.hash.to_string();
                    if !there.contains(&name) && !used.contains(&name) {
                        self.write(&name, text.as_bytes())?;
                    }
                    used.insert(name);
                    "t"
                }
            };
            let _ = writeln!(manifest, "{kind} {} {} {path}", file.hash, file.len);
        }
        manifest.push_str(LAST_LINE);
        self.write(MANIFEST_NAME, manifest.as_bytes())?;
        // What was taken out of the content is not to be found here either.
        for name in there.iter().filter(|name| *name != MANIFEST_NAME && !used.contains(*name)) {
            fs::remove_file(self.folder.join(name))?;
        }
        Ok(())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut temporary = tempfile::NamedTempFile::new_in(&self.folder)?;
        temporary.write_all(bytes)?;
        temporary.persist(self.folder.join(name))?;
        Ok(())
    }

    fn manifest(&self) -> PathBuf {
        self.folder.join(MANIFEST_NAME)
    }

    fn text(&self, hash: Hash) -> PathBuf {
        self.folder.join(hash.to_string())
    }
}

/// A manifest as it was written.
struct Lines<'a> {
    program: Hash,
    digest: Hash,
    files: Vec<Line<'a>>,
}

struct Line<'a> {
    kind: Kind,
    hash: Hash,
    len: u64,
    path: &'a str,
}

enum Kind {
    Text,
    OnDisk,
}

impl<'a> Lines<'a> {
    fn parse(manifest: &'a str) -> Option<Self> {
        let lines = manifest.strip_prefix(FIRST_LINE)?.strip_prefix('\n')?.strip_suffix(LAST_LINE)?;
        let (head, rest) = lines.split_once('\n')?;
        let (program, digest) = head.split_once(' ')?;
        let files: Option<Vec<Line<'a>>> = rest.lines().map(Line::parse).collect();
        Some(Self { program: Hash::from_hex(program)?, digest: Hash::from_hex(digest)?, files: files? })
    }
}

impl<'a> Line<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let mut parts = line.splitn(4, ' ');
        let kind = match parts.next()? {
            "t" => Kind::Text,
            "d" => Kind::OnDisk,
            _ => return None,
        };
        Some(Self { kind, hash: Hash::from_hex(parts.next()?)?, len: parts.next()?.parse().ok()?, path: parts.next()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(files: &[(&str, &str)]) -> Source {
        let film = (SitePath::new("content/film.mp4").expect("a path"), File::on_disk(Hash::of(b"film"), 4));
        let texts = files.iter().map(|(path, text)| (SitePath::new(path).expect("a path"), File::text(*text)));
        texts.chain([film]).collect()
    }

    fn count(folder: &Path) -> usize {
        fs::read_dir(folder.join(FOLDER_NAME)).expect("a folder").count()
    }

    #[test]
    fn what_was_kept_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = Kept::new(folder.path(), Hash::of(b"1"));
        let other = Kept::new(folder.path(), Hash::of(b"2"));
        assert!(kept.read().is_none());
        let first = source(&[("site.toml", "a"), ("content/ a b.md", "same"), ("content/c.md", "same")]);
        kept.keep(&first).expect("a writable folder");
        assert_eq!(kept.read().expect("kept").digest(), first.digest());
        assert!(kept.is(&first) && !other.is(&first));
        let second = source(&[("site.toml", "b")]);
        assert!(!kept.is(&second));
        kept.keep(&second).expect("a writable folder");
        assert_eq!(kept.read().expect("kept").digest(), second.digest());
        assert_eq!(count(folder.path()), 2, "a manifest and a text; nothing of the first stays");
    }

    #[test]
    fn a_damaged_source_is_as_good_as_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = Kept::new(folder.path(), Hash::of(b"1"));
        let good = source(&[("site.toml", "a"), ("content/x.md", "x")]);
        kept.keep(&good).expect("a writable folder");
        let manifest = fs::read_to_string(kept.manifest()).expect("a manifest");
        for damaged in
            [String::new(), manifest.replace("content", "other"), manifest.replace("\nt ", "\nx "), manifest[..manifest.len() - 1].to_owned()]
        {
            fs::write(kept.manifest(), damaged).expect("a writable folder");
            assert!(kept.read().is_none());
        }
        fs::write(kept.manifest(), &manifest).expect("a writable folder");
        fs::write(kept.text(Hash::of(b"x")), "y").expect("a writable folder");
        assert!(kept.read().is_none());
    }
}
