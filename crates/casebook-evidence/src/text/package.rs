//! The archive in which Word keeps a text (ZIP), under limits: so many files, so many bytes unpacked.
//!
//! What the archive says of its own sizes isn't believed; it is counted while it is unpacked.

use crate::document::{Failure, Parts, Wanted};
use crate::reader::Limits;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;
use zip::result::ZipError;

/// The largest books have some hundred, nearly all of them pictures.
const MOST_FILES: usize = 10_000;

/// Bytes of text that are unpacked from one document: thirty times that of the largest books.
const MOST_UNPACKED: u64 = 200_000_000;

/// The beginning of Microsoft's older container, which also wraps what is locked with a password.
const OLD_CONTAINER: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// An archive that is open.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    most: u64,
    left: u64,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Failure> {
        if bytes.starts_with(&OLD_CONTAINER) {
            return Err(Failure::Locked);
        }
        if !bytes.starts_with(b"PK") {
            return Err(Failure::Foreign(Wanted::Docx));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Failure::Damaged)?;
        if archive.len() > MOST_FILES {
            return Err(Failure::TooMany { parts: Parts::Files, most: MOST_FILES as u64 });
        }
        let most = MOST_UNPACKED.min(limits.memory / 4);
        Ok(Self { archive, most, left: most })
    }

    /// A file of the archive; none if it isn't there.
    pub(super) fn file(&mut self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(Failure::Locked),
            Err(_) => return Err(Failure::Damaged),
        };
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| Failure::Damaged)?;
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else { return Err(Failure::TooLarge { most: self.most }) };
        self.left = left;
        Ok(Some(bytes))
    }
}
