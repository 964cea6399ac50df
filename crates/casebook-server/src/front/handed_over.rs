//! What is not a plain request: hyper speaks HTTP/1.1 and HTTP/2 with those clients.
//!
//! The answers are the same. A watch ends connections on which an answer is due and nothing moves:
//! HTTP/2 lets a client ask for much and take nothing.

use super::Shared;
use super::admission::Ticket;
use super::stream::Watched;
use crate::http::Moved;
use crate::public::Way;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};

/// How many answers a client of HTTP/2 may await at a time: a page and all that it loads.
const STREAMS: u32 = 64;

/// How many streams a client may open and give up before it is sent away (CVE-2023-44487).
const RESET_STREAMS: usize = 20;

/// How often the pace of a client is looked at.
const LOOK: Duration = Duration::from_secs(10);

/// Talks with a client until either has enough. `prefix` is what came before.
pub(super) async fn converse<S>(stream: S, prefix: Vec<u8>, shared: Arc<Shared>, ticket: Ticket, way: Way)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let moved = Arc::new(Moved::default());
    let stream = Watched::new(stream, prefix, Arc::clone(&moved));
    let service = service_fn(|request| {
        let shared = Arc::clone(&shared);
        let due = Arc::clone(&moved).begin();
        async move { Ok::<_, Infallible>(shared.service.answer(request, way).await.map(|body| body.until_sent(due))) }
    });
    let builder = builder(&shared);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut sent_away = pin!(ticket.sent_away());
    let mut is_sent_away = false;
    let mut too_slow = pin!(stands_still(&moved, &shared, &ticket));
    loop {
        tokio::select! {
            // A connection that fails concerns nobody but the client that lost it.
            _ = connection.as_mut() => return,
            () = sent_away.as_mut(), if !is_sent_away => {
                if !moved.is_due() {
                    return;
                }
                is_sent_away = true;
                connection.as_mut().graceful_shutdown();
            }
            () = too_slow.as_mut() => return,
        }
    }
}

/// Completes when an answer is due and the client took less than it must, or when nothing was due for
/// as long as a client may wait. Says meanwhile whether the connection could make room for another.
async fn stands_still(moved: &Moved, shared: &Shared, ticket: &Ticket) {
    let look = LOOK.min(shared.limits.send_grace);
    let least = u128::from(shared.limits.send_rate) * look.as_millis() / 1000;
    let mut patience = shared.limits.send_grace;
    let mut idle = Duration::ZERO;
    loop {
        let before = moved.sent();
        tokio::time::sleep(look).await;
        if moved.is_due() {
            ticket.work();
            idle = Duration::ZERO;
        } else {
            ticket.wait();
            idle += look;
        }
        if idle > shared.limits.idle_time {
            return;
        }
        let is_moving = !moved.is_due() || u128::from(moved.sent() - before) >= least;
        patience = if is_moving { shared.limits.send_grace } else { patience.saturating_sub(look) };
        if patience.is_zero() {
            shared.metrics().count_refusal(crate::metrics::Refusal::TooSlow);
            return;
        }
    }
}

fn builder(shared: &Shared) -> Builder<TokioExecutor> {
    let limits = &shared.limits;
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head_time).max_buf_size(limits.head_len.max(8192)).half_close(false);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_pending_accept_reset_streams(RESET_STREAMS)
        .max_header_list_size(u32::try_from(limits.head_len).unwrap_or(u32::MAX))
        .keep_alive_interval(limits.idle_time)
        .keep_alive_timeout(limits.head_time);
    builder
}
