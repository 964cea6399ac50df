//! Files that go from the disk to a client without passing through us, where the system can do that.
//!
//! A file that is written to meanwhile breaks its transfer off: what comes after a wait is sent only
//! if the file is still what it was before.

use super::Shared;
use crate::folder::OpenFile;
use crate::http::{FilePlace, FileShare};
use crate::public::FileAnswer;
use std::io;
use std::sync::Arc;
use tokio::io::Interest;
use tokio::net::TcpStream;

/// Files up to this length are sent in place. Reading one from a slow disk stops the other
/// connections of this core for a few milliseconds; longer ones are read elsewhere.
const LONGEST_IN_PLACE: u64 = 1024 * 1024;

fn is_in_place(answer: &FileAnswer) -> bool {
    cfg!(target_os = "linux") && answer.len <= LONGEST_IN_PLACE
}

/// What of a file is still to be sent.
#[derive(Debug)]
pub(super) struct FileAhead {
    head: Vec<u8>,
    file: Arc<OpenFile>,
    /// None for whoever wants the head alone.
    _place: Option<FilePlace>,
    offset: u64,
    end: u64,
    /// Time has passed since it was looked at.
    has_waited: bool,
}

impl FileAhead {
    /// Opens a file that can be sent in place; `None` for all others, where it isn't what it was, and
    /// where there is no place for one more.
    pub(super) fn open(shared: &Shared, share: &Arc<FileShare>, answer: &FileAnswer) -> Option<Self> {
        if !is_in_place(answer) {
            return None;
        }
        let place = shared.files.take(share, answer.hash)?;
        let file = shared.publisher.open_file(answer).ok()?;
        Some(Self { head: Vec::new(), file, _place: Some(place), offset: 0, end: answer.len, has_waited: false })
    }

    /// The same for a client that wants the head alone.
    pub(super) fn without_body(shared: &Shared, answer: &FileAnswer) -> Option<Self> {
        let file = is_in_place(answer).then(|| shared.publisher.look_at_file(answer).ok()).flatten()?;
        Some(Self { head: Vec::new(), file, _place: None, offset: 0, end: 0, has_waited: false })
    }

    pub(super) fn with_head(self, head: Vec<u8>) -> Self {
        Self { head, ..self }
    }

    /// How many bytes are left, without the head.
    pub(super) const fn left(&self) -> u64 {
        self.end - self.offset
    }

    /// How many bytes are left, with the head.
    pub(super) const fn left_with_head(&self) -> u64 {
        self.left() + self.head.len() as u64
    }

    /// Sends as much as the client's window takes; what is left, if anything.
    pub(super) fn send(mut self, stream: &TcpStream) -> io::Result<Option<Self>> {
        if self.has_waited && self.left() > 0 {
            self.file.verify()?;
        }
        self.has_waited = true;
        hold_back(stream, true)?;
        while !self.head.is_empty() {
            match stream.try_io(Interest::WRITABLE, || send_head(stream, &self.head)) {
                Ok(sent) => drop(self.head.drain(..sent)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Some(self)),
                Err(error) => return Err(error),
            }
        }
        while self.left() > 0 {
            match stream.try_io(Interest::WRITABLE, || send_file(stream, &self.file, &mut self.offset, self.end)) {
                // The length is already promised, so the connection has to break.
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Some(self)),
                Err(error) => return Err(error),
            }
        }
        if let Err(error) = self.verify_end() {
            abandon(stream)?;
            return Err(error);
        }
        hold_back(stream, false)?;
        Ok(None)
    }

    /// What was written to while its last piece was sent must not arrive whole. The end of it is still held back.
    fn verify_end(&self) -> io::Result<()> {
        if self.end == 0 { Ok(()) } else { self.file.verify() }
    }
}

/// Whether packets wait until they are full: the head for the file, and each piece of the file that
/// the system takes for the next. Without it a file leaves in more packets, and slower (`cargo xtask bench serve`).
#[cfg(target_os = "linux")]
fn hold_back(stream: &TcpStream, is_held: bool) -> io::Result<()> {
    Ok(rustix::net::sockopt::set_tcp_cork(stream, is_held)?)
}

/// Has the system forget what it hasn't sent yet: the client sees that the answer broke off.
#[cfg(target_os = "linux")]
fn abandon(stream: &TcpStream) -> io::Result<()> {
    Ok(rustix::net::sockopt::set_socket_linger(stream, Some(std::time::Duration::ZERO))?)
}

#[cfg(target_os = "linux")]
fn send_head(stream: &TcpStream, head: &[u8]) -> io::Result<usize> {
    use rustix::net::{SendFlags, send};
    Ok(send(stream, head, SendFlags::NOSIGNAL)?)
}

#[cfg(target_os = "linux")]
fn send_file(stream: &TcpStream, file: &OpenFile, offset: &mut u64, end: u64) -> io::Result<usize> {
    let len = usize::try_from(end - *offset).unwrap_or(usize::MAX);
    Ok(rustix::fs::sendfile(stream, file.file(), Some(offset), len)?)
}

#[cfg(not(target_os = "linux"))]
fn hold_back(_: &TcpStream, _: bool) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
fn abandon(_: &TcpStream) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
fn send_head(_: &TcpStream, _: &[u8]) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
fn send_file(_: &TcpStream, _: &OpenFile, _: &mut u64, _: u64) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}
