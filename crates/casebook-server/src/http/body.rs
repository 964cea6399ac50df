//! What an answer consists of: bytes at hand, a part of a file in pieces, or events as they come.
//!
//! A file is never held: one piece at a time, read when the browser has taken the one before.

use super::pace::Due;
use super::places::FilePlace;
use crate::folder::OpenFile;
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, spawn_blocking};

/// How much of a file is read at a time.
const PIECE_LEN: u64 = 64 * 1024;

/// An answer's body.
#[derive(Debug)]
pub(crate) struct AnswerBody {
    content: Content,
    /// What is told that the body was sent, by being dropped with it.
    _due: Option<Due>,
}

#[derive(Debug)]
enum Content {
    Bytes(Option<Bytes>),
    File(Ahead),
    Events(mpsc::Receiver<Bytes>),
}

/// The part of a file that is still to be sent.
#[derive(Debug)]
struct Ahead {
    file: Arc<OpenFile>,
    part: Range<u64>,
    /// The next piece, on its way from the disk.
    reading: Option<JoinHandle<io::Result<Bytes>>>,
    _place: Option<FilePlace>,
}

impl AnswerBody {
    pub(crate) const fn empty() -> Self {
        Self { content: Content::Bytes(None), _due: None }
    }

    pub(crate) fn bytes(bytes: Bytes) -> Self {
        Self { content: Content::Bytes(Some(bytes).filter(|bytes| !bytes.is_empty())), _due: None }
    }

    pub(crate) const fn events(events: mpsc::Receiver<Bytes>) -> Self {
        Self { content: Content::Events(events), _due: None }
    }

    /// A part of a file; `place` is given back when it is sent.
    pub(crate) const fn file(file: Arc<OpenFile>, part: Range<u64>, place: Option<FilePlace>) -> Self {
        Self { content: Content::File(Ahead { file, part, reading: None, _place: place }), _due: None }
    }

    /// Holds something until the body is sent or given up.
    pub(crate) fn until_sent(self, due: Due) -> Self {
        Self { _due: Some(due), ..self }
    }

    /// Its length, where it is known.
    pub(crate) fn len(&self) -> Option<u64> {
        self.size_hint().exact()
    }
}

impl Ahead {
    /// The next piece. Where the file ended too soon or was written to, the length is already
    /// promised, so the error has to break the connection.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        let Self { file, part, reading, .. } = self;
        let task = reading.get_or_insert_with(|| {
            let (file, piece) = (Arc::clone(file), part.start..part.end.min(part.start + PIECE_LEN));
            spawn_blocking(move || file.read(piece))
        });
        let read = ready!(Pin::new(task).poll(context));
        *reading = None;
        let piece = read.map_err(io::Error::other)??;
        part.start += piece.len() as u64;
        Poll::Ready(Ok(piece))
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match &mut self.get_mut().content {
            Content::Bytes(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Content::Events(events) => events.poll_recv(context).map(|event| event.map(|event| Ok(Frame::data(event)))),
            Content::File(ahead) if ahead.part.is_empty() => Poll::Ready(None),
            Content::File(ahead) => ahead.poll_piece(context).map(|piece| Some(piece.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Bytes(bytes) => bytes.is_none(),
            Content::File(ahead) => ahead.part.is_empty(),
            Content::Events(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Bytes(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Content::File(ahead) => SizeHint::with_exact(ahead.part.end - ahead.part.start),
            Content::Events(_) => SizeHint::default(),
        }
    }
}
