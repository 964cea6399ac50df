//! What is not a plain request: hyper speaks HTTP/1.1 and HTTP/2 with those clients.
//!
//! The answers are the same. A watch ends connections on which an answer is due and nothing moves:
//! HTTP/2 lets a client ask for much and take nothing.

use super::Shared;
use super::admission::Ticket;
use super::linger::linger;
use super::stream::{Content, Watched};
use crate::http::{AnswerBody, Moved};
use crate::metrics::Refusal;
use crate::public::{Origin, Way};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::{HttpService, service_fn};
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

/// How many answers a client of HTTP/2 may await at a time: a page and all that it loads.
const STREAMS: u32 = 64;

/// How many streams a client may open and give up before it is sent away (CVE-2023-44487).
const RESET_STREAMS: usize = 20;

/// How often the pace of a client is looked at.
const LOOK: Duration = Duration::from_secs(5);

/// With whom we talk.
pub(super) struct Client {
    pub(super) shared: Arc<Shared>,
    pub(super) ticket: Ticket,
    pub(super) way: Way,
}

/// What a connection is to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    GoOn,
    /// No further request is answered.
    EndSoon,
}

/// How a talk ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// By the connection, when all was said.
    Said,
    /// By us.
    CutOff,
}

/// Speaks HTTP/1 until either has enough. `prefix` is what came before.
pub(super) async fn over_http1<S>(stream: S, prefix: Vec<u8>, client: Client)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let moved = Arc::new(Moved::default());
    let stream = TokioIo::new(Watched::new(stream, Content::LINES, Arc::clone(&moved)).after(prefix));
    let limits = &client.shared.limits;
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head_time).max_buf_size(limits.head_len.max(8192)).half_close(false);
    let mut connection = builder.serve_connection(stream, client.service(&moved));
    let end = client.watch(&moved, |context, wish| {
        if wish == Wish::EndSoon {
            Pin::new(&mut connection).graceful_shutdown();
        }
        // A connection that fails concerns nobody but the client that lost it.
        connection.poll_without_shutdown(context).map(drop)
    });
    if end.await == End::Said {
        let mut stream = connection.into_parts().io.into_inner();
        client.ticket.wait();
        tokio::select! {
            () = linger(&mut stream) => {}
            () = client.ticket.sent_away() => {}
        }
    }
}

/// Speaks HTTP/2 until either has enough.
pub(super) async fn over_http2<S>(stream: S, client: Client)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let moved = Arc::new(Moved::default());
    let stream = TokioIo::new(Watched::new(stream, Content::Frames, Arc::clone(&moved)));
    let limits = &client.shared.limits;
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_pending_accept_reset_streams(RESET_STREAMS)
        .max_header_list_size(u32::try_from(limits.head_len).unwrap_or(u32::MAX))
        .keep_alive_interval(limits.idle_time)
        .keep_alive_timeout(limits.head_time);
    let mut connection = pin!(builder.serve_connection(stream, client.service(&moved)));
    let end = client.watch(&moved, |context, wish| {
        if wish == Wish::EndSoon {
            connection.as_mut().graceful_shutdown();
        }
        connection.as_mut().poll(context).map(drop)
    });
    let _ = end.await;
}

/// An answer on its way to hyper.
type Answering = Pin<Box<dyn Future<Output = Result<Response<AnswerBody>, Infallible>> + Send>>;

impl Client {
    /// Answers the requests of one connection.
    fn service(
        &self,
        moved: &Arc<Moved>,
    ) -> impl HttpService<Incoming, ResBody = AnswerBody, Error = Infallible, Future = Answering> + Unpin + use<> {
        let (shared, moved) = (Arc::clone(&self.shared), Arc::clone(moved));
        let origin = Arc::new(Origin::new(self.way, Arc::clone(self.ticket.files())));
        service_fn(move |request: Request<Incoming>| -> Answering {
            let (shared, origin, due) = (Arc::clone(&shared), Arc::clone(&origin), Arc::clone(&moved).begin());
            Box::pin(async move { Ok(shared.service.answer(request, &origin).await.map(|body| body.until_sent(due))) })
        })
    }

    /// Keeps a connection going until it ends, its place is needed, or the client is too slow.
    async fn watch(&self, moved: &Moved, mut turn: impl FnMut(&mut Context<'_>, Wish) -> Poll<()>) -> End {
        let mut sent_away = pin!(self.ticket.sent_away());
        let mut is_sent_away = false;
        let mut stands_still = pin!(self.stands_still(moved));
        poll_fn(|context| {
            let mut wish = Wish::GoOn;
            if !is_sent_away && sent_away.as_mut().poll(context).is_ready() {
                if !moved.is_due() {
                    return Poll::Ready(End::CutOff);
                }
                (is_sent_away, wish) = (true, Wish::EndSoon);
            }
            if turn(context, wish).is_ready() {
                return Poll::Ready(End::Said);
            }
            stands_still.as_mut().poll(context).map(|()| End::CutOff)
        })
        .await
    }

    /// Completes when an answer is due and the client took less than it must, or when nothing was due
    /// for as long as a client may wait. Says meanwhile whether the connection could make room for
    /// another.
    async fn stands_still(&self, moved: &Moved) {
        let limits = &self.shared.limits;
        let look = LOOK.min(limits.send_grace / 4);
        let mut pace = limits.pace(Instant::now());
        let mut idle = Duration::ZERO;
        let mut before = moved.sent();
        loop {
            tokio::time::sleep(look).await;
            let (now, sent) = (Instant::now(), moved.sent());
            if moved.is_due() {
                self.ticket.work();
                idle = Duration::ZERO;
                pace.took(sent - before, now);
            } else {
                self.ticket.wait();
                idle += look;
                pace.restart(now);
            }
            before = sent;
            if idle > limits.idle_time {
                return;
            }
            if pace.deadline() <= now {
                self.shared.metrics().count_refusal(Refusal::TooSlow);
                return;
            }
        }
    }
}
