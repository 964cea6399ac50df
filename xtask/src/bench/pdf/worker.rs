//! One worker, and the talk with it about documents: as little of its language as is needed here.

use crate::failure::{Context as _, Failure};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Of which version its language is.
const VERSION: u8 = 3;

const CONTENTS: u8 = 3;
const TEXT: u8 = 4;
const PICTURE: u8 = 5;

/// How pictures are encoded: as PNG, the first of its encodings of pages.
const PNG: u8 = 0;

/// What it answers.
pub(super) enum Answer {
    Contents,
    Text { pages: u32 },
    Picture,
    Refused,
}

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

    pub(super) fn contents(&mut self, file: &[u8]) -> Result<Answer, Failure> {
        self.ask(CONTENTS, [0, 0], file)
    }

    pub(super) fn text(&mut self, file: &[u8], first: u32, count: u32) -> Result<Answer, Failure> {
        self.ask(TEXT, [first, count], file)
    }

    pub(super) fn picture(&mut self, file: &[u8], page: u32, width: u32) -> Result<Answer, Failure> {
        self.ask(PICTURE, [page, width], file)
    }

    fn ask(&mut self, kind: u8, numbers: [u32; 2], file: &[u8]) -> Result<Answer, Failure> {
        let (Some(to), Some(from)) = (self.0.stdin.as_mut(), self.0.stdout.as_mut()) else {
            return Err(Failure::new("a worker without pipes"));
        };
        let mut head = vec![VERSION, kind];
        numbers.into_iter().for_each(|number| head.extend(number.to_le_bytes()));
        if kind == PICTURE {
            head.push(PNG);
        }
        head.extend((file.len() as u64).to_le_bytes());
        to.write_all(&head)?;
        to.write_all(file)?;
        to.flush()?;
        let mut start = [0; 10];
        from.read_exact(&mut start)?;
        let len = u64::from_le_bytes(start[2..].try_into().unwrap_or_default());
        let mut body = Vec::new();
        from.take(len).read_to_end(&mut body)?;
        match start[..2] {
            [VERSION, 4] => Ok(Answer::Contents),
            // Fewer than 128 pages, whose number is the first byte.
            [VERSION, 5] => Ok(Answer::Text { pages: body.first().copied().unwrap_or(0).into() }),
            [VERSION, 6] => Ok(Answer::Picture),
            [VERSION, 7] => Ok(Answer::Refused),
            _ => Err(Failure(format!("the worker answers {:?}", &start[..2]))),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
