//! One worker, and the talk with it about documents: as little of its language as is needed here.

use crate::failure::{Context as _, Failure};
use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// Of which version its language is.
const VERSION: u8 = 4;

const CONTENTS: u8 = 3;
const TEXT: u8 = 4;
const PICTURES: u8 = 5;

/// How pictures are encoded: as PNG, the last of its encodings.
const PNG: u8 = 3;

/// A refusal of a document.
const REFUSED: u8 = 7;

/// The file was refused.
pub(super) struct Refused;

pub(super) struct Worker(Child);

impl Worker {
    pub(super) fn start(casebook: &Path) -> Result<Self, Failure> {
        // What `casebook` gives its workers: their memory is counted, and its allocator would reserve all of it at once.
        let mut command = Command::new(casebook);
        command.arg("read-pictures").env("MIMALLOC_ARENA_RESERVE", "0").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn().map(Self).context(casebook.display())
    }

    /// Another one if this one has ended.
    pub(super) fn anew(mut self, casebook: &Path) -> Result<Self, Failure> {
        if matches!(self.0.try_wait(), Ok(None)) { Ok(self) } else { Self::start(casebook) }
    }

    pub(super) fn id(&self) -> u32 {
        self.0.id()
    }

    /// How wide each page of a file is, in points.
    pub(super) fn contents(&mut self, file: &[u8]) -> Result<Result<Vec<f32>, Refused>, Failure> {
        let answer = self.ask(&numbers(CONTENTS, &[0, 0]), file, 4)?;
        Ok(answer.map(|body| widths(&body).unwrap_or_default()))
    }

    pub(super) fn text(&mut self, file: &[u8], first: u32, count: u32) -> Result<Result<(), Refused>, Failure> {
        let answer = self.ask(&numbers(TEXT, &[first, count]), file, 5)?;
        Ok(answer.map(drop))
    }

    /// Makes pictures of pages, each as wide as it is wanted; says how long all of them are.
    pub(super) fn pictures(&mut self, file: &[u8], wanted: &[(u32, u32)]) -> Result<Result<u64, Refused>, Failure> {
        let mut head = numbers(PICTURES, &[u32::try_from(wanted.len()).unwrap_or(u32::MAX)]);
        for (page, width) in wanted {
            [page, width].into_iter().for_each(|number| head.extend(number.to_le_bytes()));
            head.push(PNG);
        }
        self.send(&head, file)?;
        let from = self.from()?;
        let mut start = [0; 2];
        from.read_exact(&mut start)?;
        if start == [VERSION, REFUSED] {
            sized(from)?;
            return Ok(Err(Refused));
        }
        let mut count = [0; 4];
        from.read_exact(&mut count)?;
        let mut len = 0;
        for _ in 0..u32::from_le_bytes(count) {
            len += sized(from)?.len() as u64;
        }
        Ok(Ok(len))
    }

    fn ask(&mut self, head: &[u8], file: &[u8], wanted: u8) -> Result<Result<Vec<u8>, Refused>, Failure> {
        self.send(head, file)?;
        let from = self.from()?;
        let mut start = [0; 2];
        from.read_exact(&mut start)?;
        let body = sized(from)?;
        match start {
            [VERSION, kind] if kind == wanted => Ok(Ok(body)),
            [VERSION, REFUSED] => Ok(Err(Refused)),
            _ => Err(Failure(format!("the worker answers {start:?}"))),
        }
    }

    fn send(&mut self, head: &[u8], file: &[u8]) -> Result<(), Failure> {
        let to = self.0.stdin.as_mut().ok_or_else(|| Failure::new("a worker without pipes"))?;
        to.write_all(head)?;
        to.write_all(&(file.len() as u64).to_le_bytes())?;
        to.write_all(file)?;
        Ok(to.flush()?)
    }

    fn from(&mut self) -> Result<&mut ChildStdout, Failure> {
        self.0.stdout.as_mut().ok_or_else(|| Failure::new("a worker without pipes"))
    }
}

fn numbers(kind: u8, numbers: &[u32]) -> Vec<u8> {
    let mut head = vec![VERSION, kind];
    numbers.iter().for_each(|number| head.extend(number.to_le_bytes()));
    head
}

/// Bytes behind their length.
fn sized(from: &mut impl Read) -> Result<Vec<u8>, Failure> {
    let mut len = [0; 8];
    from.read_exact(&mut len)?;
    let mut body = Vec::new();
    from.take(u64::from_le_bytes(len)).read_to_end(&mut body)?;
    Ok(body)
}

/// The width of each page, from the list of pages with which contents begin: width, height, perhaps a label, a look.
fn widths(mut body: &[u8]) -> Option<Vec<f32>> {
    let from = &mut body;
    (0..varint(from)?)
        .map(|_| {
            let (width, rest) = from.split_first_chunk()?;
            *from = rest.get(4..)?;
            if varint(from)? == 1 {
                let len = varint(from)? as usize;
                *from = from.get(len..)?;
            }
            varint(from)?;
            Some(f32::from_le_bytes(*width))
        })
        .collect()
}

/// Seven bits of each byte, until one is below 128.
fn varint(from: &mut &[u8]) -> Option<u32> {
    let end = from.iter().position(|byte| *byte < 128)?;
    let (bytes, rest) = from.split_at(end + 1);
    *from = rest;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 7 | u32::from(byte & 127)))
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
