//! The draft over HTTP/1.1: connections, their limits and their end.
//!
//! What an address answers is `service`'s; which headers it carries is `Policy`'s. Nothing here
//! trusts a request: not its host, not its path, not its pace.

use super::App;
use super::hosts::Hosts;
use super::service::Service;
use crate::pictures::News;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long a browser may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long answers that are under way may take once the server is told to end.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// Connections at a time, of those who look at a draft; further ones wait.
const MOST_CONNECTIONS: usize = 256;

/// How long to wait when the system refuses a connection (mostly: too many open files).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The longest wait for a moment of the site's clock: a machine that slept must notice.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The shortest: a clock that stands still must not keep a core busy.
const SHORTEST_WAIT: Duration = Duration::from_millis(100);

/// Answers on a listener until `shutdown` completes, then ends what is under way. `hosts` are the
/// names by which the server may be addressed.
pub async fn serve(listener: TcpListener, app: Arc<App>, hosts: Hosts, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let (close, closing) = watch::channel(());
    let service = Arc::new(Service { app: Arc::clone(&app), hosts, closing: closing.clone() });
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    let mut passing = pin!(follow_clock(&app));
    loop {
        tokio::select! {
            accepted = listener.accept(), if connections.len() < MOST_CONNECTIONS => match accepted {
                Ok((stream, _)) => drop(connections.spawn(converse(stream, Arc::clone(&service), closing.clone()))),
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
            () = &mut passing => {}
            () = &mut shutdown => break,
        }
    }
    drop((listener, close));
    let drained = async { while connections.join_next().await.is_some() {} };
    // Who is not done by then is cut off when the set is dropped.
    let _ = tokio::time::timeout(DRAIN_TIMEOUT, drained).await;
    Ok(())
}

async fn converse(stream: TcpStream, service: Arc<Service>, mut closing: watch::Receiver<()>) {
    // Pages leave in one piece; waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(|request| {
        let service = Arc::clone(&service);
        async move { Ok::<_, std::convert::Infallible>(service.answer(request).await) }
    });
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).half_close(false);
    let mut connection = pin!(server.serve_connection(TokioIo::new(stream), answer));
    // A connection that fails concerns nobody but the browser that lost it.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = closing.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

/// Makes a new edition whenever an entry appears or expires by the clock, or a long document has been read further.
async fn follow_clock(app: &Arc<App>) {
    let (mut editions, mut news) = (app.editions(), app.news());
    // What was read before anybody listened.
    let mut is_due = *news.borrow_and_update() != News::default();
    loop {
        let wait = app.next_change().map_or(LONGEST_WAIT, |next| {
            let until = app.now().duration_until(next);
            Duration::try_from(until).unwrap_or_default().clamp(SHORTEST_WAIT, LONGEST_WAIT)
        });
        tokio::select! {
            () = tokio::time::sleep(wait), if !is_due => {}
            told = news.changed(), if !is_due => is_due = told.is_ok(),
            _ = editions.changed(), if !is_due => continue,
            else => {}
        }
        if std::mem::take(&mut is_due) || app.next_change().is_some_and(|next| next <= app.now()) {
            let app = Arc::clone(app);
            let _ = tokio::task::spawn_blocking(move || app.recheck()).await;
        }
    }
}
