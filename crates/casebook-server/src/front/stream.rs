//! A stream that begins with bytes that were read before, and knows how much moved on it.
//!
//! What comes as HTTP/1 is all heads, because no body is ever read. A line in them that ends in LF
//! alone is one request to some and two to others, and hyper would take it.

use crate::http::Moved;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

#[derive(Debug)]
pub(super) struct Watched<S> {
    stream: S,
    prefix: Vec<u8>,
    taken: usize,
    moved: Arc<Moved>,
    content: Content,
}

/// What is read from a stream.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    /// Heads of HTTP/1.
    Lines {
        /// The byte before the next one.
        last: u8,
    },
    /// Frames of HTTP/2, or what nobody looks at any more.
    Frames,
}

impl Content {
    pub(super) const LINES: Self = Self::Lines { last: 0 };

    /// Where an LF without CR stands in what came, if it is no head then.
    fn bare_line_end(&mut self, came: &[u8]) -> Option<usize> {
        let Self::Lines { last } = self else { return None };
        came.iter().position(|&byte| {
            let before = std::mem::replace(last, byte);
            byte == b'\n' && before != b'\r'
        })
    }
}

impl<S> Watched<S> {
    pub(super) const fn new(stream: S, content: Content, moved: Arc<Moved>) -> Self {
        Self { stream, prefix: Vec::new(), taken: 0, moved, content }
    }

    /// What was read before.
    pub(super) fn after(self, prefix: Vec<u8>) -> Self {
        Self { prefix, ..self }
    }

    fn note(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &written {
            Poll::Ready(Ok(len)) => self.moved.note(Some(*len)),
            Poll::Ready(Err(_)) => {}
            Poll::Pending => self.moved.note(None),
        }
        written
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        if this.prefix.is_empty() {
            ready!(Pin::new(&mut this.stream).poll_read(context, buffer))?;
        } else {
            let len = buffer.remaining().min(this.prefix.len() - this.taken);
            buffer.put_slice(&this.prefix[this.taken..this.taken + len]);
            this.taken += len;
            if this.taken == this.prefix.len() {
                this.prefix = Vec::new();
            }
        }
        if let Some(place) = this.content.bare_line_end(&buffer.filled()[before..]) {
            // No head has such a byte, and this one ends with it: it is answered as malformed.
            buffer.filled_mut()[before + place] = 0;
            buffer.set_filled(before + place + 1);
            (this.prefix, this.taken, this.content) = (b"\r\n\r\n".to_vec(), 0, Content::Frames);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(written)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, slices: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
