//! The address for monitors: counters for Prometheus, and whether the server serves.

use super::Shared;
use crate::http::AnswerBody;
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, body::Incoming};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::TcpListener as Listener;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Connections at a time; further ones wait.
const MOST_CONNECTIONS: usize = 32;

/// Answers monitors until it is aborted.
pub(super) async fn serve(listener: Listener, shared: Arc<Shared>) {
    let listener = match listener.set_nonblocking(true).and_then(|()| TcpListener::from_std(listener)) {
        Ok(listener) => listener,
        Err(error) => return tracing::error!("can't listen for monitors: {error}"),
    };
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(super::ACCEPT_PAUSE).await;
            continue;
        };
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let _place = place;
            let answer = service_fn(|request| {
                let answer = answer(&request, &shared);
                async move { Ok::<_, Infallible>(answer) }
            });
            let mut server = http1::Builder::new();
            server.timer(TokioTimer::new()).header_read_timeout(shared.limits.head_time).half_close(false);
            // A monitor that leaves early comes again.
            let _ = server.serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

fn answer(request: &Request<Incoming>, shared: &Shared) -> Response<AnswerBody> {
    let (status, media_type, text) = match request.uri().path() {
        "/metrics" => {
            let gauges = shared.publisher.gauges(shared.admission.len());
            (StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", shared.metrics().to_text(gauges))
        }
        "/healthz" => (StatusCode::OK, "text/plain; charset=utf-8", "ok\n".to_owned()),
        _ => (StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "Here are /metrics and /healthz.\n".to_owned()),
    };
    let mut answer = Response::new(AnswerBody::bytes(text.into()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    answer
}
