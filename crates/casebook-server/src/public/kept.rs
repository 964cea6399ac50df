//! The last good source, kept in the cache folder: after a restart with errors readers get it.
//!
//! Texts are kept by content address, so that an edit writes one of them; of other files only hash
//! and length, because those stay where they are. Drafts are not kept, and what is no longer
//! published is removed. The folder may be deleted or damaged at any moment: then there is simply no
//! last good source, until the next edition is kept.

use casebook_site::source::{Body, File, Hash, SitePath, Source};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

const FOLDER_NAME: &str = "last-good";
const MANIFEST_NAME: &str = "manifest";
const FIRST_LINE: &str = "casebook-last-good 2";
const LAST_LINE: &str = "end\n";

/// How many files are written before the disk is told to be sure of them.
const SOME: usize = 64;

/// How many digits the name of a text has: a hash in hexadecimal.
const HASH_LEN: usize = 64;

/// Where the last good source is kept.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
    /// What tells this program from every other build of it.
    program: Hash,
    /// Every text was read since the start.
    is_verified: AtomicBool,
}

impl Kept {
    /// In this cache folder, which need not exist; kept by this program.
    pub fn new(cache: &Path, program: Hash) -> Self {
        Self { folder: cache.join(FOLDER_NAME), program, is_verified: AtomicBool::new(false) }
    }

    /// Whether this very source was published by this very program.
    pub(crate) fn is(&self, source: &Source) -> bool {
        let manifest = fs::read_to_string(self.manifest()).unwrap_or_default();
        Lines::parse(&manifest).is_some_and(|lines| lines.published == source.digest() && lines.program == self.program)
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

    /// Keeps what is `public` of a source that was published, in place of the one before. What is
    /// damaged is mended, and nothing else stays in the folder.
    pub(crate) fn keep(&self, published: &Source, public: &Source) -> io::Result<()> {
        self.make_folder()?;
        let there = self.there()?;
        let texts: BTreeMap<String, (Hash, &[u8])> = public
            .iter()
            .filter_map(|(_, file)| match &file.body {
                Body::Text(text) => Some((file.hash.to_string(), (file.hash, text.as_bytes()))),
                Body::OnDisk => None,
            })
            .collect();
        let is_whole = |(name, (hash, text)): &(&String, &(Hash, &[u8]))| {
            there.get(*name) == Some(&(text.len() as u64))
                && (self.is_verified.load(Ordering::Relaxed) || fs::read(self.folder.join(name)).is_ok_and(|bytes| Hash::of(&bytes) == *hash))
        };
        let missing: Vec<_> = texts.par_iter().filter(|text| !is_whole(text)).map(|(name, (_, text))| (name.as_str(), *text)).collect();
        self.write_all(&missing)?;
        let manifest = self.manifest_of(published, public);
        if fs::read(self.manifest()).ok().as_deref() != Some(manifest.as_bytes()) {
            self.write_all(&[(MANIFEST_NAME, manifest.as_bytes())])?;
        }
        self.is_verified.store(true, Ordering::Relaxed);
        // What was taken out of the content is not to be found here either.
        let unused = there.keys().filter(|name| is_ours(name) && !texts.contains_key(*name));
        unused.map(|name| fs::remove_file(self.folder.join(name))).fold(Ok(()), Result::and)
    }

    /// Makes the folder. One that is a link is refused: a site that came from somewhere could lead it
    /// anywhere, and what isn't needed is removed here.
    fn make_folder(&self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        if fs::symlink_metadata(&self.folder)?.is_dir() {
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::NotADirectory, format!("{} must be a folder itself and not a link to one", self.folder.display())))
    }

    /// The files in the folder, with their lengths.
    fn there(&self) -> io::Result<HashMap<String, u64>> {
        let entries = fs::read_dir(&self.folder)?.collect::<io::Result<Vec<_>>>()?;
        let file = |entry: &fs::DirEntry| {
            let metadata = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            Some((entry.file_name().into_string().ok()?, metadata.len()))
        };
        Ok(entries.iter().filter_map(file).collect())
    }

    fn manifest_of(&self, published: &Source, public: &Source) -> String {
        let mut manifest = format!("{FIRST_LINE}\n{} {} {}\n", self.program, published.digest(), public.digest());
        for (path, file) in public.iter() {
            let kind = match &file.body {
                Body::OnDisk => "d",
                Body::Text(_) => "t",
            };
            let _ = writeln!(manifest, "{kind} {} {} {path}", file.hash, file.len);
        }
        manifest + LAST_LINE
    }

    /// Writes files so that after a power cut each is whole or isn't there.
    fn write_all(&self, files: &[(&str, &[u8])]) -> io::Result<()> {
        let write = |(name, bytes): &(&str, &[u8])| {
            let mut temporary = tempfile::NamedTempFile::new_in(&self.folder)?;
            temporary.write_all(bytes)?;
            Ok(((*name).to_owned(), temporary))
        };
        // Some at a time: each is an open file.
        for files in files.chunks(SOME) {
            let written: Vec<_> = files.par_iter().map(write).collect::<io::Result<_>>()?;
            self.flush(&written)?;
            for (name, temporary) in written {
                temporary.persist(self.folder.join(name))?;
            }
        }
        if !files.is_empty() && cfg!(unix) {
            fs::File::open(&self.folder)?.sync_all()?;
        }
        Ok(())
    }

    /// One call for many files takes a hundredth of the time of one for each.
    #[cfg(target_os = "linux")]
    fn flush(&self, written: &[(String, tempfile::NamedTempFile)]) -> io::Result<()> {
        match written {
            [(_, one)] => one.as_file().sync_all(),
            _ => Ok(rustix::fs::syncfs(fs::File::open(&self.folder)?)?),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn flush(&self, written: &[(String, tempfile::NamedTempFile)]) -> io::Result<()> {
        written.par_iter().try_for_each(|(_, file)| file.as_file().sync_all())
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
    published: Hash,
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
        let (program, digests) = head.split_once(' ')?;
        let (published, digest) = digests.split_once(' ')?;
        let files: Option<Vec<Line<'a>>> = rest.lines().map(Line::parse).collect();
        let hash = Hash::from_hex;
        Some(Self { program: hash(program)?, published: hash(published)?, digest: hash(digest)?, files: files? })
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

/// Whether a text, or what a process that ended left of one, has this name; nothing else is removed.
fn is_ours(name: &str) -> bool {
    name.starts_with(".tmp") || (name.len() == HASH_LEN && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
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
        kept.keep(&first, &first).expect("a writable folder");
        assert_eq!(kept.read().expect("kept").digest(), first.digest());
        assert!(kept.is(&first) && !other.is(&first));
        let second = source(&[("site.toml", "b")]);
        assert!(!kept.is(&second));
        kept.keep(&second, &second).expect("a writable folder");
        assert_eq!(kept.read().expect("kept").digest(), second.digest());
        assert_eq!(count(folder.path()), 2, "a manifest and a text; nothing of the first stays");
    }

    #[test]
    fn a_damaged_source_is_as_good_as_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = Kept::new(folder.path(), Hash::of(b"1"));
        let good = source(&[("site.toml", "a"), ("content/x.md", "x")]);
        kept.keep(&good, &good).expect("a writable folder");
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

    #[test]
    fn what_is_damaged_or_left_over_is_mended_when_it_is_kept_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let good = source(&[("site.toml", "a"), ("content/x.md", "x")]);
        Kept::new(folder.path(), Hash::of(b"1")).keep(&good, &good).expect("a writable folder");
        let kept = Kept::new(folder.path(), Hash::of(b"1"));
        fs::write(kept.text(Hash::of(b"x")), "y").expect("a writable folder");
        fs::write(kept.text(Hash::of(b"withdrawn")), "withdrawn").expect("a writable folder");
        kept.keep(&good, &good).expect("a writable folder");
        assert_eq!(kept.read().expect("mended").digest(), good.digest());
        assert_eq!(count(folder.path()), 3, "a manifest and two texts");
        fs::remove_file(kept.text(Hash::of(b"x"))).expect("it is there");
        kept.keep(&good, &good).expect("a writable folder");
        assert_eq!(kept.read().expect("mended").digest(), good.digest(), "also later");
    }

    #[test]
    fn nothing_of_others_is_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = Kept::new(folder.path(), Hash::of(b"1"));
        let good = source(&[("site.toml", "a")]);
        fs::create_dir_all(folder.path().join(FOLDER_NAME).join("folder")).expect("a writable folder");
        fs::write(folder.path().join(FOLDER_NAME).join("id_ed25519"), "of somebody").expect("a writable folder");
        kept.keep(&good, &good).expect("a writable folder");
        assert_eq!(count(folder.path()), 4, "a folder, a file, a manifest and a text");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let (folder, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::os::unix::fs::symlink(other.path(), folder.path().join(FOLDER_NAME)).expect("a writable folder");
        let good = source(&[("site.toml", "a")]);
        let error = Kept::new(folder.path(), Hash::of(b"1")).keep(&good, &good).expect_err("it is a link");
        assert_eq!(error.kind(), io::ErrorKind::NotADirectory);
        assert_eq!(fs::read_dir(other.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn what_is_not_public_is_not_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = Kept::new(folder.path(), Hash::of(b"1"));
        let whole = source(&[("site.toml", "a"), ("content/draft.md", "secret")]);
        let public = source(&[("site.toml", "a")]);
        kept.keep(&whole, &public).expect("a writable folder");
        assert!(kept.is(&whole), "it is known by all that was published");
        assert_eq!(kept.read().expect("kept").digest(), public.digest());
        assert_eq!(count(folder.path()), 2);
    }
}
