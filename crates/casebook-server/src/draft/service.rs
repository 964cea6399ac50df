//! What stands at an address of the draft, as an HTTP answer.
//!
//! A request is a look at one edition; a page that nobody asked for yet is rendered off the threads
//! that talk to browsers. What is found is `look`'s.

use super::App;
use super::hosts::Hosts;
use super::live;
use super::look::{Found, Look};
use super::told::told;
use crate::folder::OpenFile;
use crate::http::{AnswerBody, Policy, Wanted, location, wanted};
use crate::pictures::DeriveError;
use bytes::Bytes;
use casebook_site::address::{UrlPath, is_lasting};
use casebook_site::picture::Recipe;
use casebook_site::render::Asset;
use casebook_site::source::SitePath;
use hyper::header::{self, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode, body::Incoming};
use std::io;
use std::sync::Arc;
use tokio::sync::watch;

const HTML: &str = "text/html; charset=utf-8";

pub(super) struct Service {
    pub(super) app: Arc<App>,
    pub(super) hosts: Hosts,
    pub(super) closing: watch::Receiver<()>,
}

type Answer = Response<AnswerBody>;

impl Service {
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Answer {
        let (request, _) = request.into_parts();
        if !self.hosts.accept(&request.uri, &request.headers) {
            return plain(StatusCode::MISDIRECTED_REQUEST, "This server does not answer under that name.\n");
        }
        if request.method != Method::GET && request.method != Method::HEAD {
            let mut answer = plain(StatusCode::METHOD_NOT_ALLOWED, "Pages can only be read here.\n");
            answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return answer;
        }
        if request.uri.path().starts_with(live::OWN) && Hosts::is_foreign(&request.headers) {
            return plain(StatusCode::FORBIDDEN, "What is wrong with a draft is told to its own pages.\n");
        }
        let is_head = request.method == Method::HEAD;
        let answer = self.find(request).await;
        if is_head { answer.map(|_| AnswerBody::empty()) } else { answer }
    }

    async fn find(&self, request: Parts) -> Answer {
        match request.uri.path() {
            live::SCRIPT_PATH => return own("text/javascript; charset=utf-8", live::SCRIPT),
            live::STYLES_PATH => return own("text/css; charset=utf-8", live::STYLES),
            live::EVENTS_PATH => return self.events(&request),
            _ => {}
        }
        let app = Arc::clone(&self.app);
        // Pages are rendered and files opened by threads that may wait.
        let looked_up = tokio::task::spawn_blocking(move || up(&Look::of(&app), &request)).await;
        looked_up.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "This page can't be shown.\n"))
    }

    fn events(&self, request: &Parts) -> Answer {
        let body = if request.method == Method::HEAD {
            AnswerBody::empty()
        } else {
            live::events(self.app.editions(), live::seen(request.uri.query()), self.closing.clone())
        };
        answer(StatusCode::OK, "text/event-stream", Policy::Part, body)
    }
}

fn up(look: &Look, request: &Parts) -> Answer {
    let (path, query) = (request.uri.path(), request.uri.query());
    match path.strip_prefix(live::DIAGNOSTICS_PATH).filter(|page| page.starts_with('/')) {
        Some(page) => diagnostics(look, page, query),
        None => look.answer(look.find(path, query), request),
    }
}

/// What is wrong, for the script in the page at this path.
fn diagnostics(look: &Look, page: &str, query: Option<&str>) -> Answer {
    match told(look, page, query) {
        Ok(json) => answer(StatusCode::OK, "application/json", Policy::Part, AnswerBody::bytes(json.into())),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "This can't be told.\n"),
    }
}

impl Look {
    fn answer(&self, found: Found, request: &Parts) -> Answer {
        match found {
            Found::Page(page) => text(page.status, HTML, live::with_script(&page, self.number)),
            Found::Asset(url, asset) => self.asset(&url, asset, request),
            Found::Redirect(target) => redirect(&target),
            Found::Nowhere(status) => plain(status, "There is no page at this address.\n"),
        }
    }

    fn asset(&self, url: &UrlPath, asset: Asset, request: &Parts) -> Answer {
        match asset {
            Asset::Bytes { media_type, body } => text(StatusCode::OK, media_type, body),
            Asset::File { path, media_type } => self.file(&path, media_type, request).unwrap_or_else(|_| {
                let missing = self.in_place_of(StatusCode::NOT_FOUND, url.as_str());
                self.answer(missing, request)
            }),
            Asset::Rewritten { media_type, body } => part_of(&body, media_type, Policy::of_file(media_type), request),
            Asset::Derived(recipe) => self.derived(&recipe, request),
            Asset::Redirect(target) => redirect(&location(&target)),
            Asset::Gone => self.answer(self.in_place_of(StatusCode::GONE, url.as_str()), request),
        }
    }

    fn file(&self, path: &SitePath, media_type: &'static str, request: &Parts) -> io::Result<Answer> {
        let policy = Policy::of_file(media_type);
        if let Some(text) = self.edition.source.text(path) {
            let bytes = Bytes::copy_from_slice(text.as_bytes());
            return Ok(part_of(&bytes, media_type, policy, request));
        }
        let file = Arc::new(OpenFile::new(self.app.folder().open_file(path)?)?);
        let len = file.stamp().len;
        let mut answer = match wanted(request, len, None) {
            Wanted::Whole => answer(StatusCode::OK, media_type, policy, AnswerBody::file(file, 0..len, None)),
            Wanted::Part(range) => {
                let said = format!("bytes {}-{}/{len}", range.start, range.end - 1);
                with_content_range(answer(StatusCode::PARTIAL_CONTENT, media_type, policy, AnswerBody::file(file, range, None)), &said)
            }
            Wanted::Nothing => unsatisfiable(len),
        };
        answer.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        Ok(answer)
    }

    fn derived(&self, recipe: &Recipe, request: &Parts) -> Answer {
        match self.app.picture(recipe) {
            Ok(body) => part_of(&body, recipe.derivative.encoding.media_type(), Policy::File, request),
            Err(DeriveError::Original(_)) => plain(StatusCode::NOT_FOUND, "The original of this picture is not there any more.\n"),
            Err(DeriveError::Read(_) | DeriveError::Page(_)) => plain(StatusCode::INTERNAL_SERVER_ERROR, "This picture can't be made.\n"),
        }
    }
}

fn part_of(bytes: &Bytes, media_type: &'static str, policy: Policy, request: &Parts) -> Answer {
    let len = bytes.len();
    let mut answer = match wanted(request, len as u64, None) {
        Wanted::Whole => answer(StatusCode::OK, media_type, policy, AnswerBody::bytes(bytes.clone())),
        Wanted::Part(range) => {
            let index = |at: u64| usize::try_from(at).unwrap_or(len);
            let body = AnswerBody::bytes(bytes.slice(index(range.start)..index(range.end)));
            with_content_range(
                answer(StatusCode::PARTIAL_CONTENT, media_type, policy, body),
                &format!("bytes {}-{}/{len}", range.start, range.end - 1),
            )
        }
        Wanted::Nothing => unsatisfiable(len as u64),
    };
    answer.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    answer
}

fn unsatisfiable(len: u64) -> Answer {
    with_content_range(plain(StatusCode::RANGE_NOT_SATISFIABLE, "The file is shorter than that.\n"), &format!("bytes */{len}"))
}

fn with_content_range(mut answer: Answer, range: &str) -> Answer {
    insert(&mut answer, header::CONTENT_RANGE, range);
    answer
}

fn redirect(target: &str) -> Answer {
    let status = if is_lasting(target) { StatusCode::MOVED_PERMANENTLY } else { StatusCode::FOUND };
    let mut answer = plain(status, "This page has another address.\n");
    insert(&mut answer, header::LOCATION, target);
    answer
}

fn insert(answer: &mut Answer, name: header::HeaderName, value: &str) {
    // What can't stand in a header was encoded before, so nothing is lost by leaving it out.
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}

fn plain(status: StatusCode, message: &'static str) -> Answer {
    answer(status, "text/plain; charset=utf-8", Policy::Part, AnswerBody::bytes(Bytes::from_static(message.as_bytes())))
}

/// A file of the draft server's own.
fn own(media_type: &'static str, body: &'static str) -> Answer {
    text(StatusCode::OK, media_type, Bytes::from_static(body.as_bytes()))
}

fn text(status: StatusCode, media_type: &'static str, body: Bytes) -> Answer {
    answer(status, media_type, Policy::of_text(media_type), AnswerBody::bytes(body))
}

fn answer(status: StatusCode, media_type: &'static str, policy: Policy, body: AnswerBody) -> Answer {
    let len = body.len();
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Some(len) = len {
        headers.insert(header::CONTENT_LENGTH, len.into());
    }
    policy.apply(headers);
    answer
}
