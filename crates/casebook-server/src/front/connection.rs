//! One connection: plain requests are answered in place, the rest of it goes to hyper.
//!
//! A connection that waits holds a few hundred bytes and no buffer. What a client is slow to take
//! is held once for all clients, because bodies are shared.

use super::Shared;
use super::admission::Ticket;
use super::alarm::Alarm;
use super::file::FileAhead;
use super::handed_over::{Client, over_http1};
use super::linger::linger;
use super::request::{Parsed, Simple, parse};
use crate::http::{FileShare, Pace};
use crate::metrics::Refusal;
use crate::public::{Answer, FileAnswer, Head, Picture, Representation, Text, Way};
use bytes::{Buf as _, Bytes};
use hyper::StatusCode;
use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep_until, timeout_at};

/// How much is read at a time: the heads that browsers send fit in.
const PIECE_LEN: usize = 4096;

/// Room for the head of an answer.
const HEAD_LEN: usize = 1024;

/// How many requests are answered before the other connections of this core have their turn: a
/// client may send thousands at once.
const TURN: usize = 32;

/// What comes next on a connection.
enum Next {
    /// Everything that came is answered.
    Idle,
    /// A head has begun and isn't whole.
    Partial,
    /// The client must take more.
    Send(Ahead),
    /// The rest of the connection is hyper's, beginning with these bytes.
    HandOver(Vec<u8>),
    /// The client left, or must go to make room.
    Gone,
    /// The client is told why it must go.
    Refuse(Refusal),
}

/// What of an answer is still to be sent.
enum Ahead {
    Bytes(Bytes, Bytes),
    File(FileAhead),
}

impl Ahead {
    fn left(&self) -> u64 {
        match self {
            Self::Bytes(head, body) => (head.len() + body.len()) as u64,
            Self::File(file) => file.left_with_head(),
        }
    }
}

/// How far an answer came without waiting.
enum Answered {
    Whole,
    Partly(Ahead),
    /// It takes what can't be done in place: rendering, reading a large file.
    NotHere,
}

/// Talks with one client until either has enough.
pub(super) async fn converse(stream: TcpStream, shared: Arc<Shared>, ticket: Ticket, way: Way) {
    // Answers leave in one piece; waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let files = Arc::clone(ticket.files());
    let mut connection = Connection { stream, shared, way, files, early: Vec::new(), begun: None, answered: 0 };
    // A connection that fails concerns nobody but the client that lost it.
    let Some(prefix) = connection.run(&ticket).await else { return };
    // hyper's state is large; only those who need it pay for it.
    let client = Client { shared: connection.shared, ticket, way };
    Box::pin(over_http1(connection.stream, prefix, client)).await;
}

struct Connection {
    stream: TcpStream,
    shared: Arc<Shared>,
    way: Way,
    /// What its network may take of the files that are on their way.
    files: Arc<FileShare>,
    /// What came of a head that isn't whole, or after a request whose answer is still being sent.
    early: Vec<u8>,
    /// When the head began that isn't whole.
    begun: Option<Instant>,
    /// How many requests were answered in this turn.
    answered: usize,
}

impl Connection {
    /// Answers plain requests. Returns the bytes with which hyper has to begin, if it has to.
    async fn run(&mut self, ticket: &Ticket) -> Option<Vec<u8>> {
        let limits = self.shared.limits.clone();
        let mut sent_away = pin!(ticket.sent_away());
        let mut timer = pin!(sleep_until(Instant::now() + limits.head_time));
        let mut alarm = Alarm::new(timer.as_mut());
        let mut pace = limits.pace(Instant::now());
        let mut next = Next::Idle;
        loop {
            if self.answered >= TURN {
                self.answered = 0;
                yield_now().await;
            }
            next = match next {
                Next::Idle | Next::Partial if ticket.must_go() && self.early.is_empty() => Next::Gone,
                Next::Idle | Next::Partial => {
                    ticket.wait();
                    let next = self.wait(sent_away.as_mut(), &mut alarm).await;
                    ticket.work();
                    alarm.set(self.deadline());
                    pace.restart(Instant::now());
                    next
                }
                Next::Send(ahead) => match self.send(ahead, &mut pace).await {
                    Ok(()) => {
                        let early = std::mem::take(&mut self.early);
                        let next = self.take(&early);
                        alarm.set(self.deadline());
                        next
                    }
                    Err(_) => Next::Gone,
                },
                Next::HandOver(prefix) => return Some(prefix),
                Next::Gone => return None,
                Next::Refuse(refusal) => {
                    self.shared.metrics().count_refusal(refusal);
                    let _ = self.stream.try_write(refusal.words());
                    ticket.wait();
                    tokio::select! {
                        // Its buffer is for those few, not for all who wait.
                        () = Box::pin(linger(&mut self.stream)) => {}
                        () = sent_away.as_mut() => {}
                    }
                    return None;
                }
            }
        }
    }

    /// Until when the client must have sent more: the rest of a head, or the next one.
    fn deadline(&self) -> Instant {
        let limits = &self.shared.limits;
        self.begun.map_or_else(|| Instant::now() + limits.idle_time, |begun| begun + limits.head_time)
    }

    /// Waits for the client and answers what comes, unless its time is over or its place is needed.
    async fn wait(&mut self, mut sent_away: Pin<&mut impl Future<Output = ()>>, alarm: &mut Alarm<'_>) -> Next {
        let next = poll_fn(|context| {
            if let Poll::Ready(next) = self.poll_read(context) {
                return Poll::Ready(Some(next));
            }
            if sent_away.as_mut().poll(context).is_ready() {
                return Poll::Ready(Some(Next::Gone));
            }
            alarm.poll(context).map(|()| None)
        });
        match next.await {
            Some(next) => next,
            None if self.early.is_empty() => Next::Gone,
            None => Next::Refuse(Refusal::Timeout),
        }
    }

    /// The buffer lives only as long as bytes are at hand: ten thousand who wait need none.
    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Next> {
        let mut piece = [MaybeUninit::uninit(); PIECE_LEN];
        let mut buffer = ReadBuf::uninit(&mut piece);
        let Ok(()) = ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer)) else { return Poll::Ready(Next::Gone) };
        let came = buffer.filled();
        Poll::Ready(if came.is_empty() {
            Next::Gone
        } else if self.early.is_empty() {
            self.take(came)
        } else {
            let mut early = std::mem::take(&mut self.early);
            early.extend_from_slice(came);
            self.take(&early)
        })
    }

    /// Answers the requests in these bytes, one after the other, as far as that goes without waiting.
    fn take(&mut self, mut bytes: &[u8]) -> Next {
        // A head that was begun before is the first of these.
        let mut begun = self.begun.take();
        while !bytes.is_empty() {
            let simple = match parse(bytes) {
                Parsed::Simple(simple) => simple,
                Parsed::Partial if bytes.len() >= self.shared.limits.head_len => return Next::Refuse(Refusal::HeadTooLarge),
                Parsed::Partial => {
                    self.begun = Some(begun.unwrap_or_else(Instant::now));
                    self.early = bytes.to_vec();
                    return Next::Partial;
                }
                Parsed::Other => return Next::HandOver(bytes.to_vec()),
                Parsed::Bad => return Next::Refuse(Refusal::Malformed),
            };
            begun = None;
            match self.answer(&simple) {
                Ok(Answered::Whole) => {
                    self.answered += 1;
                    bytes = &bytes[simple.len..];
                }
                Ok(Answered::Partly(ahead)) => {
                    self.early = bytes[simple.len..].to_vec();
                    return Next::Send(ahead);
                }
                Ok(Answered::NotHere) => return Next::HandOver(bytes.to_vec()),
                Err(_) => return Next::Gone,
            }
        }
        Next::Idle
    }

    fn answer(&self, simple: &Simple<'_>) -> io::Result<Answered> {
        let answers = self.shared.publisher.answers_now();
        let may_lead_away = simple.query.is_some() && answers.has_old_queries();
        if may_lead_away || self.way == Way::Unsecured {
            return Ok(Answered::NotHere);
        }
        match answers.get(simple.path) {
            Some(Answer::Text(text)) => self.text(text, simple),
            Some(Answer::File(file)) => self.file(file, simple),
            Some(Answer::Picture(picture)) => self.picture(picture, simple),
            Some(Answer::Passing(_) | Answer::Redirect(_) | Answer::Gone) | None => Ok(Answered::NotHere),
        }
    }

    fn text(&self, text: &Text, simple: &Simple<'_>) -> io::Result<Answered> {
        let Some(best) = text.best(simple.accepted) else { return Ok(Answered::NotHere) };
        if let Some(tag) = simple.if_none_match.and_then(|wanted| text.known(wanted, best)) {
            return self.unchanged(simple, tag, &text.head.lines_unchanged);
        }
        self.whole(simple, &text.head, best)
    }

    fn picture(&self, picture: &Picture, simple: &Simple<'_>) -> io::Result<Answered> {
        let Some(made) = picture.made() else { return Ok(Answered::NotHere) };
        if simple.if_none_match.is_some_and(|wanted| crate::http::names(wanted, made.etag.as_bytes())) {
            return self.unchanged(simple, &made.etag, &picture.head.lines_unchanged);
        }
        self.whole(simple, &picture.head, made)
    }

    fn whole(&self, simple: &Simple<'_>, head: &Head, body: &Representation) -> io::Result<Answered> {
        let lines = self.head("HTTP/1.1 200 OK\r\n", &[&head.lines, &body.lines]);
        let body = if simple.is_head { Bytes::new() } else { body.body.clone() };
        self.note(simple, StatusCode::OK, body.len() as u64);
        self.write(&lines, body)
    }

    fn file(&self, file: &FileAnswer, simple: &Simple<'_>) -> io::Result<Answered> {
        if simple.if_none_match.is_some_and(|wanted| crate::http::names(wanted, file.etag.as_bytes())) {
            return self.unchanged(simple, &file.etag, &file.head.lines_unchanged);
        }
        let ahead = if simple.is_head { FileAhead::without_body(&self.shared, file) } else { FileAhead::open(&self.shared, &self.files, file) };
        let Some(ahead) = ahead else { return Ok(Answered::NotHere) };
        let own = format!("content-length: {}\r\netag: {}\r\naccept-ranges: bytes\r\n", file.len, file.etag);
        let head = self.head("HTTP/1.1 200 OK\r\n", &[&file.head.lines, &own]);
        self.note(simple, StatusCode::OK, ahead.left());
        match ahead.with_head(head).send(&self.stream)? {
            None => Ok(Answered::Whole),
            Some(ahead) => Ok(Answered::Partly(Ahead::File(ahead))),
        }
    }

    fn unchanged(&self, simple: &Simple<'_>, tag: &str, lines: &str) -> io::Result<Answered> {
        let head = self.head("HTTP/1.1 304 Not Modified\r\n", &[lines, "etag: ", tag, "\r\n"]);
        self.note(simple, StatusCode::NOT_MODIFIED, 0);
        self.write(&head, Bytes::new())
    }

    /// Counts an answer, and logs it where the operator wants that. Who asked is nobody's business.
    fn note(&self, simple: &Simple<'_>, status: StatusCode, bytes: u64) {
        self.shared.metrics().count(status, bytes);
        let method = if simple.is_head { "HEAD" } else { "GET" };
        tracing::debug!(method, path = simple.path, status = status.as_u16(), bytes, "request");
    }

    fn head(&self, status: &str, parts: &[&str]) -> Vec<u8> {
        let mut head = Vec::with_capacity(HEAD_LEN);
        head.extend_from_slice(status.as_bytes());
        for part in parts {
            head.extend_from_slice(part.as_bytes());
        }
        head.extend_from_slice(b"date: ");
        self.shared.date.with_now(|date| head.extend_from_slice(date.as_bytes()));
        head.extend_from_slice(b"\r\n\r\n");
        head
    }

    /// Writes as much as the client's window takes.
    fn write(&self, head: &[u8], mut body: Bytes) -> io::Result<Answered> {
        let whole = head.len() + body.len();
        let written = match self.stream.try_write_vectored(&[IoSlice::new(head), IoSlice::new(&body)]) {
            Ok(written) => written,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
            Err(error) => return Err(error),
        };
        if written == whole {
            return Ok(Answered::Whole);
        }
        let head = Bytes::copy_from_slice(&head[written.min(head.len())..]);
        body.advance(body.len() - (whole - written).min(body.len()));
        Ok(Answered::Partly(Ahead::Bytes(head, body)))
    }

    /// Sends the rest of an answer at the client's pace, if that isn't too slow.
    async fn send(&self, mut ahead: Ahead, pace: &mut Pace) -> io::Result<()> {
        loop {
            if let Ok(writable) = timeout_at(pace.deadline(), self.stream.writable()).await {
                writable?;
            } else {
                self.shared.metrics().count_refusal(Refusal::TooSlow);
                return Err(io::ErrorKind::TimedOut.into());
            }
            let before = ahead.left();
            let next = match ahead {
                Ahead::Bytes(head, body) => match self.write(&head, body)? {
                    Answered::Partly(ahead) => Some(ahead),
                    Answered::Whole | Answered::NotHere => None,
                },
                Ahead::File(file) => file.send(&self.stream)?.map(Ahead::File),
            };
            pace.took(before - next.as_ref().map_or(0, Ahead::left), Instant::now());
            match next {
                Some(next) => ahead = next,
                None => return Ok(()),
            }
        }
    }
}
