//! The worker's side: limits for itself, then one answer for each request until nobody asks any more.
//!
//! A worker opens no file and no connection, and once it is confined it can't. A decoder that
//! panics costs an answer; one that runs into a limit of the system costs the worker, and the pool
//! starts another.

use super::limits::Limits;
use super::protocol::{Answer, Request};
use crate::document;
use crate::pdf;
use crate::picture::{self, Failure};
use bytes::Bytes;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Answers requests until there are no more. The caller has confined the process.
pub fn serve(mut from: impl Read, mut to: impl Write, limits: &Limits) -> io::Result<()> {
    while let Some(request) = Request::read(&mut from, limits)? {
        let is_picture = matches!(request, Request::Inspect(_) | Request::Derive(..));
        let (memory, computing) = if is_picture { (limits.memory, limits.computing) } else { (limits.document_memory, limits.document_computing) };
        allow_memory(memory)?;
        allow_computing(computing)?;
        let broken = match request {
            Request::Inspect(_) | Request::Derive(..) => Answer::Failed(Failure::Crashed),
            Request::Read(..) => Answer::Unreadable(document::Failure::Crashed),
            Request::Contents(_) | Request::Text(..) | Request::PagePictures(..) => Answer::Refused(pdf::Failure::Crashed),
        };
        let answer = catch_unwind(AssertUnwindSafe(|| answer(&request, limits))).unwrap_or(broken);
        answer.write(&mut to)?;
    }
    Ok(())
}

fn answer(request: &Request, limits: &Limits) -> Answer {
    match request {
        Request::Inspect(picture) => picture::inspect(picture, limits).map_or_else(Answer::Failed, Answer::Facts),
        Request::Derive(picture, wanted) => {
            picture::derive(picture, wanted, limits).map_or_else(Answer::Failed, |made| Answer::Derived(shared(made)))
        }
        Request::Read(document, kind) => document::read(*kind, document, limits).map_or_else(Answer::Unreadable, Answer::Read),
        Request::Contents(document) => pdf::contents(document, limits).map_or_else(Answer::Refused, Answer::Contents),
        Request::Text(document, pages) => pdf::text(document, *pages, limits).map_or_else(Answer::Refused, Answer::Text),
        Request::PagePictures(document, wanted) => {
            pdf::pictures(document, wanted, limits).map_or_else(Answer::Refused, |made| Answer::PagePictures(shared(made)))
        }
    }
}

fn shared(made: Vec<Vec<u8>>) -> Vec<Bytes> {
    made.into_iter().map(Bytes::from).collect()
}

/// Takes from this process what a decoder doesn't need: memory without end, files, other processes.
/// It can't be given back.
#[cfg(unix)]
pub fn confine(limits: &Limits) -> io::Result<()> {
    use rustix::process::Resource;
    // Not the address space: allocators reserve much of it that they never touch.
    lower(Resource::Data, limits.memory.max(limits.document_memory))?;
    // Pipes that are open stay open; nothing else can be opened or written.
    lower(Resource::Nofile, 3)?;
    lower(Resource::Fsize, 0)?;
    // Its memory holds somebody's picture, which must not remain on the disk when it breaks.
    lower(Resource::Core, 0)
}

#[cfg(unix)]
fn lower(resource: rustix::process::Resource, to: u64) -> io::Result<()> {
    let limit = rustix::process::Rlimit { current: Some(to), maximum: Some(to) };
    Ok(rustix::process::setrlimit(resource, limit)?)
}

/// Elsewhere only the limits of pixels and of patience hold.
#[cfg(not(unix))]
pub fn confine(_limits: &Limits) -> io::Result<()> {
    Ok(())
}

/// Less than the process may have at all, for files that need less. Where nobody has confined the process, nothing is
/// known of its own needs.
#[cfg(unix)]
fn allow_memory(memory: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Some(most) = getrlimit(Resource::Data).maximum else { return Ok(()) };
    Ok(setrlimit(Resource::Data, Rlimit { current: Some(memory.min(most)), maximum: Some(most) })?)
}

#[cfg(not(unix))]
fn allow_memory(_memory: u64) -> io::Result<()> {
    Ok(())
}

/// Each request has its own time, and the system ends a process that takes more. It counts from the
/// start of the process.
#[cfg(unix)]
fn allow_computing(seconds: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let until = u64::try_from(used).unwrap_or(0) + seconds;
    let maximum = getrlimit(Resource::Cpu).maximum;
    Ok(setrlimit(Resource::Cpu, Rlimit { current: Some(maximum.map_or(until, |maximum| until.min(maximum))), maximum })?)
}

#[cfg(not(unix))]
fn allow_computing(_seconds: u64) -> io::Result<()> {
    Ok(())
}
