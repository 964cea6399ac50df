//! What stands at an address of the draft, as an HTTP answer.
//!
//! A request is a look-up in one edition; a page that nobody asked for yet is rendered off the
//! threads that talk to browsers. Only the draft shows a diagnostic to whoever asks.

use super::App;
use super::hosts::Hosts;
use super::reload;
use crate::folder::OpenFile;
use crate::http::{AnswerBody, Policy, Wanted, location, wanted};
use crate::pictures::DeriveError;
use bytes::Bytes;
use casebook_site::address::UrlPath;
use casebook_site::check::Fate;
use casebook_site::diagnostic::{Colour, Diagnostic, Diagnostics, SiteFolder, to_text};
use casebook_site::edition::Edition;
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
        let is_head = request.method == Method::HEAD;
        let answer = self.find(request).await;
        if is_head { answer.map(|_| AnswerBody::empty()) } else { answer }
    }

    async fn find(&self, request: Parts) -> Answer {
        match request.uri.path() {
            reload::SCRIPT_PATH => return text(StatusCode::OK, "text/javascript; charset=utf-8", Bytes::from_static(reload::SCRIPT.as_bytes())),
            reload::EVENTS_PATH => return self.events(&request),
            _ => {}
        }
        // The number is taken first: a page that is newer than its number reloads once too often,
        // the other way round it would stay old.
        let number = *self.app.editions().borrow();
        let look = Look { edition: self.app.edition(), app: Arc::clone(&self.app), number };
        // Pages are rendered and files opened by threads that may wait.
        let looked_up = tokio::task::spawn_blocking(move || look.up(&request)).await;
        looked_up.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "This page can't be shown.\n"))
    }

    fn events(&self, request: &Parts) -> Answer {
        let body = if request.method == Method::HEAD {
            AnswerBody::empty()
        } else {
            reload::events(self.app.editions(), reload::seen(request.uri.query()), self.closing.clone())
        };
        answer(StatusCode::OK, "text/event-stream", Policy::Part, body)
    }
}

/// One look at one edition.
struct Look {
    edition: Arc<Edition>,
    app: Arc<App>,
    number: i64,
}

impl Look {
    fn up(&self, request: &Parts) -> Answer {
        let Some(url) = UrlPath::from_request(request.uri.path()) else {
            return self.error_page(StatusCode::NOT_FOUND, "/");
        };
        match request.uri.query().and_then(|query| self.edition.site.fate_of_query(&url, query)) {
            Some(Fate::LeadsTo(target)) => return redirect(&location(target)),
            Some(Fate::Gone) => return self.error_page(StatusCode::GONE, url.as_str()),
            None => {}
        }
        match self.edition.get(&url) {
            Some(Ok(asset)) => self.asset(&url, asset, request),
            Some(Err(diagnostic)) => self.failure(diagnostic),
            None => match self.with_slash(&url) {
                Some(target) => redirect(&with_query(target.href(), request)),
                None => self.error_page(StatusCode::NOT_FOUND, url.as_str()),
            },
        }
    }

    /// The page that was meant by an address without its last slash.
    fn with_slash(&self, url: &UrlPath) -> Option<UrlPath> {
        let page = UrlPath::new(&format!("{url}/"))?;
        self.edition.site.has(&page).then_some(page)
    }

    fn asset(&self, url: &UrlPath, asset: Asset, request: &Parts) -> Answer {
        match asset {
            Asset::Bytes { media_type, body } => self.rendered(StatusCode::OK, media_type, body),
            Asset::File { path, media_type } => {
                self.file(&path, media_type, request).unwrap_or_else(|_| self.error_page(StatusCode::NOT_FOUND, url.as_str()))
            }
            Asset::Rewritten { media_type, body } => part_of(&body, media_type, Policy::of_file(media_type), request),
            Asset::Derived(recipe) => self.derived(&recipe, request),
            Asset::Redirect(target) => redirect(&location(&target)),
            Asset::Gone => self.error_page(StatusCode::GONE, url.as_str()),
        }
    }

    fn rendered(&self, status: StatusCode, media_type: &'static str, body: Bytes) -> Answer {
        match Policy::of_text(media_type) {
            Policy::Page => text(status, media_type, reload::with_script(&body, self.number)),
            _ => text(status, media_type, body),
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
        match self.app.pictures().derive(recipe) {
            Ok(body) => part_of(&body, recipe.derivative.encoding.media_type(), Policy::File, request),
            Err(DeriveError::Original(_)) => plain(StatusCode::NOT_FOUND, "The original of this picture is not there any more.\n"),
            Err(DeriveError::Read(_)) => plain(StatusCode::INTERNAL_SERVER_ERROR, "This picture can't be made.\n"),
        }
    }

    fn error_page(&self, status: StatusCode, path: &str) -> Answer {
        let site = &self.edition.site;
        match self.edition.get(&if status == StatusCode::GONE { site.gone(path) } else { site.not_found(path) }) {
            Some(Ok(Asset::Bytes { media_type, body })) => self.rendered(status, media_type, body),
            _ => plain(status, "There is no page at this address.\n"),
        }
    }

    /// The page of an author whose page can't be rendered.
    fn failure(&self, diagnostic: Diagnostic) -> Answer {
        let all: Diagnostics = [diagnostic].into_iter().collect();
        let explained = escape(&to_text(&all, &self.edition.source, SiteFolder::HERE, Colour::Plain));
        let page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>This page can't be rendered</title>\n<body>\n\
             <h1>This page can't be rendered</h1>\n<pre>{explained}</pre>\n<p>It appears here as soon as this is mended.</p>\n</body>\n</html>\n"
        );
        text(StatusCode::INTERNAL_SERVER_ERROR, HTML, reload::with_script(page.as_bytes(), self.number))
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

fn with_query(mut href: String, request: &Parts) -> String {
    if let Some(query) = request.uri.query() {
        href.push('?');
        href.push_str(query);
    }
    href
}

fn redirect(target: &str) -> Answer {
    let mut answer = plain(StatusCode::MOVED_PERMANENTLY, "This page has another address.\n");
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

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
