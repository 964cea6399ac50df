//! Child processes that read foreign files, several at once and each many times.
//!
//! A worker starts when it is first needed, is replaced when it breaks, and ends with the pool. A
//! file that breaks a worker is tried once more with a new one: it may have been killed for reasons
//! that are not the file's.

use super::conversation::{Conversation, Lost};
use super::limits::Limits;
use super::protocol::{Answer, Request};
use super::{ReadError, Reader};
use crate::document::{self, Document, Kind};
use crate::evidence::Segment;
use crate::pdf::{self, Contents, PageDerivative, Pages};
use crate::picture::{Derivative, Facts, Failure};
use bytes::Bytes;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How a worker is started.
#[derive(Clone, Debug)]
pub struct Command {
    /// The program.
    pub program: PathBuf,
    /// What makes it a worker.
    pub arguments: Vec<OsString>,
    /// All of its environment.
    pub environment: Vec<(OsString, OsString)>,
}

/// Child processes that read foreign files.
#[derive(Debug)]
pub struct Pool {
    command: Command,
    limits: Limits,
    workers: Mutex<Workers>,
    freed: Condvar,
}

#[derive(Debug)]
struct Workers {
    /// How many more may be asked at once.
    free: usize,
    /// Those that run and wait.
    idle: Vec<Conversation>,
}

/// How often a file is read that breaks its worker.
const TRIES: usize = 2;

impl Pool {
    /// A pool of so many workers. None is started yet.
    pub fn new(command: Command, size: NonZeroUsize, limits: Limits) -> Self {
        Self { command, limits, workers: Mutex::new(Workers { free: size.get(), idle: Vec::new() }), freed: Condvar::new() }
    }

    /// The system's numbers of the processes that wait for a request.
    pub fn idle(&self) -> Vec<u32> {
        self.lock().idle.iter().map(Conversation::id).collect()
    }

    fn ask<F: Refusal>(&self, request: &Request) -> Result<Answer, ReadError<F>> {
        let len = request.file().len() as u64;
        if len > self.limits.input {
            return Err(F::too_long(len, self.limits.input).into());
        }
        let turn = self.wait_for_turn();
        for _ in 0..TRIES {
            let mut worker = turn.worker().map_err(ReadError::Unavailable)?;
            match worker.ask(request, self.limits.patience) {
                Ok(answer) => {
                    turn.give_back(worker);
                    return Ok(answer);
                }
                // Whoever was late once would be late again.
                Err(Lost::Late) => return Err(F::OUT_OF_TIME.into()),
                Err(Lost::Broken) if worker.end() == Lost::Late => return Err(F::OUT_OF_TIME.into()),
                Err(Lost::Broken) => {}
            }
        }
        Err(F::CRASHED.into())
    }

    fn wait_for_turn(&self) -> Turn<'_> {
        let workers = self.freed.wait_while(self.lock(), |workers| workers.free == 0);
        workers.unwrap_or_else(PoisonError::into_inner).free -= 1;
        Turn { pool: self }
    }

    fn lock(&self) -> MutexGuard<'_, Workers> {
        self.workers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the pool itself finds wrong with a file, in the words of its kind.
trait Refusal: Sized {
    const OUT_OF_TIME: Self;
    const CRASHED: Self;

    fn too_long(len: u64, most: u64) -> Self;
}

impl Refusal for Failure {
    const OUT_OF_TIME: Self = Self::OutOfTime;
    const CRASHED: Self = Self::Crashed;

    fn too_long(len: u64, most: u64) -> Self {
        Self::TooLong { len, most }
    }
}

impl Refusal for pdf::Failure {
    const OUT_OF_TIME: Self = Self::OutOfTime;
    const CRASHED: Self = Self::Crashed;

    fn too_long(len: u64, most: u64) -> Self {
        Self::TooLong { len, most }
    }
}

impl Refusal for document::Failure {
    const OUT_OF_TIME: Self = Self::OutOfTime;
    const CRASHED: Self = Self::Crashed;

    fn too_long(len: u64, most: u64) -> Self {
        Self::TooLong { len, most }
    }
}

impl Reader for Pool {
    fn inspect(&self, picture: Bytes) -> Result<Facts, ReadError> {
        match self.ask(&Request::Inspect(picture))? {
            Answer::Facts(facts) => Ok(facts),
            Answer::Failed(failure) => Err(failure.into()),
            _ => Err(Failure::Crashed.into()),
        }
    }

    fn derive(&self, picture: Bytes, wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
        match self.ask(&Request::Derive(picture, wanted.to_vec()))? {
            Answer::Derived(made) => Ok(made),
            Answer::Failed(failure) => Err(failure.into()),
            _ => Err(Failure::Crashed.into()),
        }
    }

    fn read(&self, document: Bytes, kind: Kind) -> Result<Document, ReadError<document::Failure>> {
        match self.ask(&Request::Read(document, kind))? {
            Answer::Read(document) => Ok(document),
            Answer::Unreadable(failure) => Err(failure.into()),
            _ => Err(document::Failure::Crashed.into()),
        }
    }

    fn contents(&self, document: Bytes) -> Result<Contents, ReadError<pdf::Failure>> {
        match self.ask(&Request::Contents(document))? {
            // More would have been refused: whoever asks for each of them would ask for very long.
            Answer::Contents(contents) if contents.pages.len() <= self.limits.pages as usize => Ok(contents),
            Answer::Refused(failure) => Err(failure.into()),
            _ => Err(pdf::Failure::Crashed.into()),
        }
    }

    fn text(&self, document: Bytes, pages: Pages) -> Result<Vec<Segment>, ReadError<pdf::Failure>> {
        match self.ask(&Request::Text(document, pages))? {
            Answer::Text(segments) => Ok(segments),
            Answer::Refused(failure) => Err(failure.into()),
            _ => Err(pdf::Failure::Crashed.into()),
        }
    }

    fn page_pictures(&self, document: Bytes, wanted: &[PageDerivative]) -> Result<Vec<Bytes>, ReadError<pdf::Failure>> {
        match self.ask(&Request::PagePictures(document, wanted.to_vec()))? {
            Answer::PagePictures(made) => Ok(made),
            Answer::Refused(failure) => Err(failure.into()),
            _ => Err(pdf::Failure::Crashed.into()),
        }
    }

    fn limits(&self) -> Limits {
        self.limits
    }
}

/// The right to ask one worker, until it is dropped.
struct Turn<'a> {
    pool: &'a Pool,
}

impl Turn<'_> {
    fn worker(&self) -> std::io::Result<Conversation> {
        let idle = self.pool.lock().idle.pop();
        idle.map_or_else(|| Conversation::start(&self.pool.command), Ok)
    }

    fn give_back(&self, worker: Conversation) {
        self.pool.lock().idle.push(worker);
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.pool.lock().free += 1;
        self.pool.freed.notify_one();
    }
}
