//! An open file of the site, shared by all who are sent it: one descriptor, each reader at a place of
//! its own.
//!
//! Its address holds the hash of its content, so bytes that were written since it was opened are
//! never handed out as if they were that content.

use super::Stamp;
use bytes::Bytes;
use std::fs::File;
use std::io;
use std::ops::Range;

/// An open file, and what the disk said of it when it was opened.
#[derive(Debug)]
pub(crate) struct OpenFile {
    file: File,
    stamp: Stamp,
}

impl OpenFile {
    pub(crate) fn new(file: File) -> io::Result<Self> {
        let stamp = Stamp::of(&file.metadata()?);
        Ok(Self { file, stamp })
    }

    pub(crate) const fn stamp(&self) -> Stamp {
        self.stamp
    }

    pub(crate) const fn file(&self) -> &File {
        &self.file
    }

    /// Fails where the file was written to since it was opened.
    pub(crate) fn verify(&self) -> io::Result<()> {
        if Stamp::of(&self.file.metadata()?) == self.stamp { Ok(()) } else { Err(io::Error::other("the file was written to while it was sent")) }
    }

    /// Reads a piece of it. Fails where the file was written to, also while the piece was read.
    pub(crate) fn read(&self, piece: Range<u64>) -> io::Result<Bytes> {
        let mut bytes = vec![0; usize::try_from(piece.end.saturating_sub(piece.start)).map_err(io::Error::other)?];
        read_exact_at(&self.file, &mut bytes, piece.start)?;
        self.verify()?;
        Ok(bytes.into())
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt as _;
    while !bytes.is_empty() {
        match file.seek_read(bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(len) => {
                bytes = &mut bytes[len..];
                offset += len as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn readers_share_a_file_each_at_its_own_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("film");
        fs::write(&path, "0123456789").expect("a writable folder");
        let file = OpenFile::new(File::open(&path).expect("it is there")).expect("a file");
        for (piece, expected) in [(8..10, "89"), (0..3, "012"), (3..3, ""), (0..10, "0123456789")] {
            assert_eq!(file.read(piece).expect("a piece"), expected);
        }
        assert!(file.read(9..11).is_err(), "it is shorter");
        fs::write(&path, "9876543210").expect("a writable folder");
        assert!(file.read(0..3).is_err(), "it is another by now");
    }

    #[cfg(unix)]
    #[test]
    fn a_time_that_was_set_back_deceives_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("film");
        fs::write(&path, "0123456789").expect("a writable folder");
        let file = OpenFile::new(File::open(&path).expect("it is there")).expect("a file");
        let before = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
        fs::write(&path, "9876543210").expect("a writable folder");
        File::options().write(true).open(&path).and_then(|file| file.set_modified(before)).expect("its owner may");
        assert_eq!(fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time"), before);
        assert!(file.verify().is_err());
    }
}
