//! The answers as hyper sends them: for every request that is not answered in place.
//!
//! The same table, the same headers, the same bodies. Only here are pages rendered that nobody
//! asked for before, ranges cut, wrong methods refused, and addresses looked up that are written
//! in another way than ours.

use super::answers::{Answer, Answers, FileAnswer, Head, Picture, Text};
use super::{Publisher, representation::Representation};
use crate::http::{Accepted, AnswerBody, Date, Encoding, Wanted, location, names, wanted};
use crate::pictures::DeriveError;
use bytes::Bytes;
use casebook_site::address::UrlPath;
use casebook_site::check::Fate;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode, Version, body::Body, body::Incoming};
use std::io::{ErrorKind, Seek as _, SeekFrom};
use std::sync::Arc;

/// Where a monitor asks whether the server serves.
const HEALTH: &str = "/healthz";

pub(super) type Reply = Response<AnswerBody>;

/// How a request reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Direct,
    /// Through a proxy that the operator named.
    Proxied,
    /// By the door that only leads to https.
    Unsecured,
}

pub(crate) struct Service {
    publisher: Arc<Publisher>,
    date: Arc<Date>,
}

impl Service {
    pub(crate) const fn new(publisher: Arc<Publisher>, date: Arc<Date>) -> Self {
        Self { publisher, date }
    }

    pub(crate) async fn answer(&self, request: Request<Incoming>, way: Way) -> Reply {
        let has_body = !request.body().is_end_stream();
        let (request, _) = request.into_parts();
        let (is_head, is_http1) = (request.method == Method::HEAD, request.version <= Version::HTTP_11);
        let (method, path) = (request.method.clone(), request.uri.path().to_owned());
        let mut reply = match refusal(&request, has_body) {
            // What follows such a request on its connection is not to be believed.
            Some(refused) => closing(refused, is_http1),
            None => self.find(request, way).await,
        };
        let date = self.date.with_now(HeaderValue::from_str).unwrap_or(HeaderValue::from_static(""));
        reply.headers_mut().insert(header::DATE, date);
        let len = if is_head { 0 } else { reply.body().len().unwrap_or(0) };
        self.publisher.metrics.count(reply.status(), len);
        tracing::debug!(%method, path, status = reply.status().as_u16(), bytes = len, "request");
        if is_head { reply.map(|_| AnswerBody::empty()) } else { reply }
    }

    async fn find(&self, request: Parts, way: Way) -> Reply {
        if request.uri.path() == HEALTH {
            return plain(StatusCode::OK, "ok\n");
        }
        let answers = self.publisher.answers();
        if let Some(secure) = secure_address(&answers, &request, way) {
            return redirect(&secure);
        }
        let look = Arc::new(Look { answers, publisher: Arc::clone(&self.publisher), request });
        let looking = Arc::clone(&look);
        // Pages are rendered and files opened by threads that may wait.
        let looked_up = tokio::task::spawn_blocking(move || looking.up()).await;
        looked_up.unwrap_or_else(|panic| look.failure(&panic))
    }
}

/// What is no question to this site.
fn refusal(request: &Parts, has_body: bool) -> Option<Reply> {
    if request.method != Method::GET && request.method != Method::HEAD {
        let mut reply = plain(StatusCode::METHOD_NOT_ALLOWED, "Pages can only be read here.\n");
        reply.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Some(reply);
    }
    if has_body {
        return Some(plain(StatusCode::BAD_REQUEST, "A question has no body.\n"));
    }
    let hosts = request.headers.get_all(header::HOST).iter().count();
    let is_host_said = match request.version {
        Version::HTTP_11 => hosts == 1,
        _ => hosts <= 1,
    };
    (!is_host_said).then(|| plain(StatusCode::BAD_REQUEST, "A question names one host.\n"))
}

/// The address over https, for whoever came without it.
fn secure_address(answers: &Answers, request: &Parts, way: Way) -> Option<String> {
    let origin = answers.edition().site.settings().origin();
    let is_unsecured = match way {
        Way::Direct => false,
        Way::Proxied => request.headers.get("x-forwarded-proto").is_some_and(|scheme| scheme == "http"),
        Way::Unsecured => true,
    };
    let target = request.uri.path_and_query()?.as_str();
    (is_unsecured && origin.starts_with("https://")).then(|| location(&format!("{origin}{target}")))
}

/// One look at one edition.
pub(super) struct Look {
    pub(super) answers: Arc<Answers>,
    pub(super) publisher: Arc<Publisher>,
    pub(super) request: Parts,
}

impl Look {
    pub(super) fn up(&self) -> Reply {
        let path = self.request.uri.path();
        let Some(url) = UrlPath::from_request(path) else { return self.not_found(path) };
        let site = &self.answers.edition().site;
        match self.request.uri.query().and_then(|query| site.fate_of_query(&url, query)) {
            Some(Fate::LeadsTo(target)) => return redirect(&location(target)),
            Some(Fate::Gone) => return self.in_place_of(StatusCode::GONE, self.answers.gone(url.as_str())),
            None => {}
        }
        // The table holds each address as we write it; others may encode more of it.
        match self.answers.get(&url.href()) {
            Some(Answer::Text(text)) => self.text(StatusCode::OK, text),
            Some(Answer::File(file)) => self.file(file).unwrap_or_else(|error| match error.kind() {
                ErrorKind::NotFound => self.not_found(url.as_str()),
                _ => self.failure(&error),
            }),
            Some(Answer::Picture(picture)) => self.picture(picture, url.as_str()),
            Some(Answer::Redirect(target)) => redirect(target),
            Some(Answer::Gone) => self.in_place_of(StatusCode::GONE, self.answers.gone(url.as_str())),
            None => match self.meant(&url) {
                Some(page) => redirect(&self.with_query(page.href())),
                None => self.not_found(url.as_str()),
            },
        }
    }

    /// The page that was meant by an address without its last slash, or with the name of the file
    /// that a static host would have had there.
    fn meant(&self, url: &UrlPath) -> Option<UrlPath> {
        let text = url.as_str();
        let page = match text.strip_suffix("index.html").filter(|folder| folder.ends_with('/')) {
            Some(folder) => UrlPath::new(folder)?,
            None => UrlPath::new(&format!("{text}/"))?,
        };
        self.answers.get(&page.href()).is_some().then_some(page)
    }

    fn with_query(&self, mut href: String) -> String {
        if let Some(query) = self.request.uri.query() {
            href.push('?');
            href.push_str(query);
        }
        href
    }

    fn not_found(&self, path: &str) -> Reply {
        self.in_place_of(StatusCode::NOT_FOUND, self.answers.not_found(path))
    }

    /// The page that helps whoever can't get what was asked for.
    fn in_place_of(&self, status: StatusCode, page: Option<&Text>) -> Reply {
        page.map_or_else(|| plain(status, "There is no page at this address.\n"), |text| self.text(status, text))
    }

    fn text(&self, status: StatusCode, text: &Text) -> Reply {
        let best = match text.best(self.accepted()) {
            Some(best) => best,
            None => match text.make(self.answers.edition()) {
                Ok(whole) => whole,
                Err(diagnostic) => return self.failure(&format_args!("{}: {}", diagnostic.code, diagnostic.message)),
            },
        };
        // Only what was asked for can be unchanged; the page in its place is always sent.
        if let Some(tag) = all_tags(&self.request.headers).filter(|_| status == StatusCode::OK).and_then(|tags| text.known(&tags, best)) {
            return unchanged(&text.head, tag);
        }
        represented(status, &text.head, best)
    }

    /// The encodings that the client takes.
    pub(super) fn accepted(&self) -> Accepted {
        self.request.headers.get(header::ACCEPT_ENCODING).map_or_else(Accepted::default, |value| Accepted::parse(value.as_bytes()))
    }

    fn picture(&self, picture: &Picture, path: &str) -> Reply {
        let made = match picture.made() {
            Some(made) => made.clone(),
            None => match self.publisher.picture(&picture.recipe) {
                Ok(body) => {
                    let made = Representation::new(Encoding::Identity, body);
                    self.answers.hold(picture, &made);
                    made
                }
                Err(DeriveError::Original(_)) => return self.not_found(path),
                Err(DeriveError::Read(error)) => return self.failure(&format_args!("{} can't be made smaller: {error}", picture.recipe.path)),
            },
        };
        if all_tags(&self.request.headers).is_some_and(|tags| names(&tags, made.etag.as_bytes())) {
            return unchanged(&picture.head, &made.etag);
        }
        represented(StatusCode::OK, &picture.head, &made)
    }

    fn file(&self, answer: &FileAnswer) -> std::io::Result<Reply> {
        if all_tags(&self.request.headers).is_some_and(|tags| names(&tags, answer.etag.as_bytes())) {
            return Ok(unchanged(&answer.head, &answer.etag));
        }
        // Each body moves along its own file.
        let file = self.publisher.open_anew(answer)?;
        let (status, body, range) = match wanted(&self.request.headers, answer.len, Some(&answer.etag)) {
            Wanted::Whole => (StatusCode::OK, AnswerBody::file(file, answer.len), None),
            Wanted::Part(range) => {
                let mut file = file;
                file.seek(SeekFrom::Start(range.start))?;
                let said = format!("bytes {}-{}/{}", range.start, range.end - 1, answer.len);
                (StatusCode::PARTIAL_CONTENT, AnswerBody::file(file, range.end - range.start), Some(said))
            }
            Wanted::Nothing => {
                let mut reply = plain(StatusCode::RANGE_NOT_SATISFIABLE, "The file is shorter than that.\n");
                insert(&mut reply, header::CONTENT_RANGE, &format!("bytes */{}", answer.len));
                return Ok(reply);
            }
        };
        let mut reply = with_head(status, &answer.head, body);
        insert(&mut reply, header::ETAG, &answer.etag);
        reply.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if let Some(range) = range {
            insert(&mut reply, header::CONTENT_RANGE, &range);
        }
        Ok(reply)
    }
}

/// All values of `If-None-Match` as one list.
fn all_tags(headers: &HeaderMap) -> Option<Vec<u8>> {
    let mut values = headers.get_all(header::IF_NONE_MATCH).iter().map(HeaderValue::as_bytes).peekable();
    values.peek()?;
    Some(values.collect::<Vec<_>>().join(&b","[..]))
}

pub(super) fn represented(status: StatusCode, head: &Head, best: &Representation) -> Reply {
    let mut reply = with_head(status, head, AnswerBody::bytes(best.body.clone()));
    insert(&mut reply, header::ETAG, &best.etag);
    if let Some(encoding) = best.encoding.name() {
        reply.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    reply
}

fn with_head(status: StatusCode, head: &Head, body: AnswerBody) -> Reply {
    let len = body.len();
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.extend(head.headers.iter().cloned());
    if let Some(len) = len {
        headers.insert(header::CONTENT_LENGTH, len.into());
    }
    reply
}

fn unchanged(head: &Head, tag: &str) -> Reply {
    let mut reply = Response::new(AnswerBody::empty());
    *reply.status_mut() = StatusCode::NOT_MODIFIED;
    reply.headers_mut().extend(head.unchanged().cloned());
    insert(&mut reply, header::ETAG, tag);
    reply
}

fn redirect(target: &str) -> Reply {
    let mut reply = plain(StatusCode::MOVED_PERMANENTLY, "This page has another address.\n");
    insert(&mut reply, header::LOCATION, target);
    reply
}

pub(super) fn plain(status: StatusCode, message: &'static str) -> Reply {
    let mut reply = Response::new(AnswerBody::bytes(Bytes::from_static(message.as_bytes())));
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    for (name, value) in [
        ("content-type", "text/plain; charset=utf-8"),
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_LENGTH, message.len().into());
    reply
}

fn closing(mut reply: Reply, is_http1: bool) -> Reply {
    if is_http1 {
        reply.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    reply
}

pub(super) fn insert(reply: &mut Reply, name: HeaderName, value: &str) {
    // What can't stand in a header was encoded before, so nothing is lost by leaving it out.
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}
