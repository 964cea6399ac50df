//! What a pool and its workers say to each other: a version, what is meant, lengths before contents.
//!
//! The worker has decoded hostile bytes, so its answers are read as if it were hostile itself: every
//! length and every number is checked, and an answer must be what was asked for.

mod bounded;
mod document;
mod picture;
#[cfg(test)]
mod tests;

use super::limits::Limits;
use crate::document::{Document, Kind};
use crate::evidence::Segment;
use crate::pdf::{self, Contents, PageDerivative, Pages};
use crate::picture::{Derivative, Facts, Failure};
use bytes::Bytes;
use std::io::{self, Read, Write};
use std::num::NonZeroU32;

/// Changes when anything below changes. A worker of another version belongs to another program.
const VERSION: u8 = 4;

/// How many pictures may be wanted at once.
const MOST_WANTED: u32 = 64;

/// How long the pictures of an answer may be, all together: the largest is a PNG of noise, 16,383 pixels wide and a
/// tenth as high.
const LONGEST_MADE: u64 = 256 << 20;

/// What a worker is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// What is known of this picture?
    Inspect(Bytes),
    /// Make these of this picture.
    Derive(Bytes, Vec<Derivative>),
    /// What does this document say, which is of this kind?
    Read(Bytes, Kind),
    /// What does this document hold?
    Contents(Bytes),
    /// What stands on these pages of this document?
    Text(Bytes, Pages),
    /// Make these of pages of this document.
    PagePictures(Bytes, Vec<PageDerivative>),
}

/// What a worker answers.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    Facts(Facts),
    Derived(Vec<Bytes>),
    Failed(Failure),
    Read(Document),
    /// A document that is no PDF can't be read.
    Unreadable(crate::document::Failure),
    Contents(Contents),
    Text(Vec<Segment>),
    PagePictures(Vec<Bytes>),
    /// A PDF can't be read.
    Refused(pdf::Failure),
}

const INSPECT: u8 = 1;
const DERIVE: u8 = 2;
const ASK_CONTENTS: u8 = 3;
const ASK_TEXT: u8 = 4;
const ASK_PAGE_PICTURES: u8 = 5;
const ASK_READ: u8 = 6;

const FACTS: u8 = 1;
const DERIVED: u8 = 2;
const FAILED: u8 = 3;
const CONTENTS: u8 = 4;
const TEXT: u8 = 5;
const PAGE_PICTURES: u8 = 6;
const REFUSED: u8 = 7;
const READ: u8 = 8;
const UNREADABLE: u8 = 9;

impl Request {
    /// The file that it is about.
    pub(super) const fn file(&self) -> &Bytes {
        match self {
            Self::Inspect(file)
            | Self::Derive(file, _)
            | Self::Contents(file)
            | Self::Text(file, _)
            | Self::PagePictures(file, _)
            | Self::Read(file, _) => file,
        }
    }

    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let mut head = vec![VERSION];
        let mut numbers = |kind: u8, first: u32, second: u32| {
            head.push(kind);
            head.extend(first.to_le_bytes());
            head.extend(second.to_le_bytes());
        };
        match self {
            Self::Inspect(_) => picture::write_wanted(&mut head, INSPECT, &[]),
            Self::Derive(_, wanted) => picture::write_wanted(&mut head, DERIVE, wanted),
            Self::Contents(_) => numbers(ASK_CONTENTS, 0, 0),
            Self::Read(_, kind) => numbers(ASK_READ, place_of(&Kind::ALL, kind).into(), 0),
            Self::Text(_, pages) => numbers(ASK_TEXT, pages.first.get(), pages.count),
            Self::PagePictures(_, wanted) => picture::write_wanted_pages(&mut head, ASK_PAGE_PICTURES, wanted),
        }
        let file = self.file();
        head.extend((file.len() as u64).to_le_bytes());
        to.write_all(&head)?;
        to.write_all(file)?;
        to.flush()
    }

    /// The next request; none when nobody asks any more.
    pub(super) fn read(from: &mut impl Read, limits: &Limits) -> io::Result<Option<Self>> {
        let mut version = [0];
        if from.read(&mut version)? == 0 {
            return Ok(None);
        }
        check(version[0] == VERSION)?;
        // One byte more than is read, so that a file that is too long is told and not garbage.
        let longest = limits.input + 1;
        match byte(from)? {
            kind @ (INSPECT | DERIVE) => {
                let wanted = picture::read_wanted(from)?;
                let picture = bytes(from, longest)?;
                match kind {
                    INSPECT if wanted.is_empty() => Ok(Some(Self::Inspect(picture))),
                    DERIVE => Ok(Some(Self::Derive(picture, wanted))),
                    _ => Err(garbage()),
                }
            }
            ASK_PAGE_PICTURES => {
                let wanted = picture::read_wanted_pages(from)?;
                Ok(Some(Self::PagePictures(bytes(from, longest)?, wanted)))
            }
            kind @ (ASK_CONTENTS | ASK_TEXT | ASK_READ) => {
                let (first, second) = (number(from)?, number(from)?);
                let document = bytes(from, longest)?;
                if kind == ASK_READ {
                    let kind = usize::try_from(first).ok().and_then(|place| Kind::ALL.get(place)).ok_or_else(garbage)?;
                    return Ok(Some(Self::Read(document, *kind)));
                }
                match (kind, NonZeroU32::new(first)) {
                    (ASK_CONTENTS, None) if second == 0 => Ok(Some(Self::Contents(document))),
                    (ASK_TEXT, Some(first)) => Ok(Some(Self::Text(document, Pages { first, count: second }))),
                    _ => Err(garbage()),
                }
            }
            _ => Err(garbage()),
        }
    }
}

impl Answer {
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Facts(facts) => to.write_all(&picture::encode_facts(&[VERSION, FACTS], facts))?,
            Self::Failed(failure) => to.write_all(&picture::encode_failure(&[VERSION, FAILED], failure))?,
            Self::Derived(made) => write_made(to, DERIVED, made)?,
            Self::PagePictures(made) => write_made(to, PAGE_PICTURES, made)?,
            Self::Contents(contents) => document::write(to, CONTENTS, contents)?,
            Self::Read(document) => document::write(to, READ, document)?,
            Self::Unreadable(failure) => document::write(to, UNREADABLE, failure)?,
            Self::Text(segments) => document::write(to, TEXT, segments)?,
            Self::Refused(failure) => document::write(to, REFUSED, failure)?,
        }
        to.flush()
    }

    pub(super) fn read(from: &mut impl Read) -> io::Result<Self> {
        check(byte(from)? == VERSION)?;
        match byte(from)? {
            FACTS => picture::decode_facts(from).map(Self::Facts),
            FAILED => picture::decode_failure(from).map(Self::Failed),
            DERIVED => read_made(from).map(Self::Derived),
            PAGE_PICTURES => read_made(from).map(Self::PagePictures),
            CONTENTS => document::read_contents(from).map(Self::Contents),
            TEXT => document::read_text(from).map(Self::Text),
            REFUSED => document::read_failure(from).map(Self::Refused),
            READ => document::read_document(from).map(Self::Read),
            UNREADABLE => document::read_failure(from).map(Self::Unreadable),
            _ => Err(garbage()),
        }
    }

    /// Whether it answers this.
    pub(super) fn answers(&self, request: &Request) -> bool {
        match (self, request) {
            (Self::Facts(_), Request::Inspect(_)) | (Self::Failed(_), Request::Inspect(_) | Request::Derive(..)) => true,
            (Self::Derived(made), Request::Derive(_, wanted)) => are_made(made, wanted.iter().copied()),
            (Self::PagePictures(made), Request::PagePictures(_, wanted)) => are_made(made, wanted.iter().map(|wanted| wanted.derivative)),
            (Self::Contents(_), Request::Contents(_)) | (Self::Unreadable(_), Request::Read(..)) => true,
            (Self::Read(document), Request::Read(_, kind)) => document::is_of(document, *kind),
            (Self::Refused(_), Request::Contents(_) | Request::Text(..) | Request::PagePictures(..)) => true,
            (Self::Text(segments), Request::Text(_, pages)) => document::are_of(segments, *pages),
            _ => false,
        }
    }
}

/// Whether there is a picture for each that is wanted.
fn are_made(made: &[Bytes], wanted: impl ExactSizeIterator<Item = Derivative>) -> bool {
    made.len() == wanted.len() && made.iter().zip(wanted).all(|(made, wanted)| wanted.encoding.begins(made))
}

fn write_made(to: &mut impl Write, kind: u8, made: &[Bytes]) -> io::Result<()> {
    to.write_all(&[VERSION, kind])?;
    to.write_all(&u32::try_from(made.len()).unwrap_or(u32::MAX).to_le_bytes())?;
    made.iter().try_for_each(|picture| write_bytes(to, picture))
}

fn read_made(from: &mut impl Read) -> io::Result<Vec<Bytes>> {
    let count = number(from)?;
    check(count <= MOST_WANTED)?;
    let mut left = LONGEST_MADE;
    let mut made = Vec::new();
    for _ in 0..count {
        let picture = bytes(from, left)?;
        left -= picture.len() as u64;
        made.push(picture);
    }
    Ok(made)
}

fn place_of<T: PartialEq>(all: &[T], one: &T) -> u8 {
    let place = all.iter().position(|other| other == one).expect("the table holds every case");
    u8::try_from(place).expect("a table of few cases")
}

fn one_of<T: Copy>(all: &[T], from: &mut impl Read) -> io::Result<T> {
    all.get(usize::from(byte(from)?)).copied().ok_or_else(garbage)
}

fn number(from: &mut impl Read) -> io::Result<u32> {
    array(from).map(u32::from_le_bytes)
}

fn byte(from: &mut impl Read) -> io::Result<u8> {
    array::<1>(from).map(|[byte]| byte)
}

fn array<const LEN: usize>(from: &mut impl Read) -> io::Result<[u8; LEN]> {
    let mut bytes = [0; LEN];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn write_bytes(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)
}

/// Memory is taken as bytes arrive, not as they are promised.
fn bytes(from: &mut impl Read, most: u64) -> io::Result<Bytes> {
    let len = u64::from_le_bytes(array(from)?);
    check(len <= most)?;
    let mut bytes = Vec::new();
    from.take(len).read_to_end(&mut bytes)?;
    check(bytes.len() as u64 == len)?;
    Ok(bytes.into())
}

fn check(holds: bool) -> io::Result<()> {
    if holds { Ok(()) } else { Err(garbage()) }
}

fn garbage() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "this is not the language of pools and workers")
}
