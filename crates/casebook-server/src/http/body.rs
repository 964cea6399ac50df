//! What an answer consists of: bytes at hand, a file in pieces, or events as they come.
//!
//! A file is never held: one piece at a time, read when the browser has taken the one before.

use super::pace::Due;
use bytes::{Bytes, BytesMut};
use hyper::body::{Body, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::sync::mpsc;

/// How much of a file is read at a time.
const PIECE_LEN: usize = 64 * 1024;

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
    File { file: tokio::fs::File, left: u64, piece: BytesMut },
    Events(mpsc::Receiver<Bytes>),
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

    /// Holds something until the body is sent or given up.
    pub(crate) fn until_sent(self, due: Due) -> Self {
        Self { _due: Some(due), ..self }
    }

    /// Its length, where it is known.
    pub(crate) fn len(&self) -> Option<u64> {
        self.size_hint().exact()
    }

    /// `len` bytes of a file from where it stands.
    pub(crate) fn file(file: std::fs::File, len: u64) -> Self {
        let mut file = tokio::fs::File::from_std(file);
        file.set_max_buf_size(PIECE_LEN);
        Self { content: Content::File { file, left: len, piece: BytesMut::new() }, _due: None }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match &mut self.get_mut().content {
            Content::Bytes(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Content::Events(events) => events.poll_recv(context).map(|event| event.map(|event| Ok(Frame::data(event)))),
            Content::File { left: 0, .. } => Poll::Ready(None),
            Content::File { file, left, piece } => {
                let len = usize::try_from(*left).unwrap_or(PIECE_LEN).min(PIECE_LEN);
                piece.resize(len, 0);
                let mut buffer = ReadBuf::new(piece);
                ready!(Pin::new(file).poll_read(context, &mut buffer))?;
                let read = buffer.filled().len();
                if read == 0 {
                    // The length is already promised, so the connection has to break.
                    return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
                }
                *left -= read as u64;
                Poll::Ready(Some(Ok(Frame::data(piece.split_to(read).freeze()))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.content, Content::Bytes(None) | Content::File { left: 0, .. })
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Bytes(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Content::File { left, .. } => SizeHint::with_exact(*left),
            Content::Events(_) => SizeHint::default(),
        }
    }
}
