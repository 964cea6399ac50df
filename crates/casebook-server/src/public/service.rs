//! The answers as hyper sends them: for every request that is not answered in place.
//!
//! The same table, the same headers, the same bodies. Only here are pages rendered that nobody
//! asked for before, ranges cut, wrong methods refused, and addresses looked up that are written
//! in another way than ours.

use super::answers::{Answer, Answers, FileAnswer, Head, Passing, Picture, Text};
use super::open_files::is_busy;
use super::{Publisher, representation::Representation};
use crate::http::{Accepted, AnswerBody, Date, Encoding, FilePlace, FilePlaces, FileShare, Wanted, location, names, names_exactly, wanted};
use crate::pictures::DeriveError;
use bytes::Bytes;
use casebook_site::address::{UrlPath, is_lasting};
use casebook_site::check::Fate;
use casebook_site::source::Hash;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode, Version, body::Body, body::Incoming};
use std::borrow::Cow;
use std::io;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Where a monitor asks whether the server serves.
const HEALTH: &str = "/healthz";

/// How many files may be on their way on one connection: HTTP/2 lets a client ask for many at a time.
/// Further ones wait for their turn.
const FILES_PER_CONNECTION: usize = 8;

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

/// The connection on which requests come.
#[derive(Debug)]
pub(crate) struct Origin {
    way: Way,
    files: Arc<Semaphore>,
    share: Arc<FileShare>,
}

impl Origin {
    pub(crate) fn new(way: Way, share: Arc<FileShare>) -> Self {
        Self { way, files: Arc::new(Semaphore::new(FILES_PER_CONNECTION)), share }
    }
}

pub(crate) struct Service {
    publisher: Arc<Publisher>,
    date: Arc<Date>,
    files: Arc<FilePlaces>,
}

impl Service {
    pub(crate) fn new(publisher: Arc<Publisher>, date: Arc<Date>, files: Arc<FilePlaces>) -> Self {
        Self { publisher, date, files }
    }

    pub(crate) async fn answer(&self, request: Request<Incoming>, origin: &Origin) -> Reply {
        let has_body = !request.body().is_end_stream();
        let (request, _) = request.into_parts();
        let (is_head, is_http1) = (request.method == Method::HEAD, request.version <= Version::HTTP_11);
        let (method, path) = (request.method.clone(), request.uri.path().to_owned());
        let mut reply = match refusal(&request, has_body) {
            // What follows such a request on its connection is not to be believed.
            Some(refused) => closing(refused, is_http1),
            None => self.find(request, origin).await,
        };
        let date = self.date.with_now(HeaderValue::from_str).unwrap_or(HeaderValue::from_static(""));
        reply.headers_mut().insert(header::DATE, date);
        let len = if is_head { 0 } else { reply.body().len().unwrap_or(0) };
        self.publisher.metrics.count(reply.status(), len);
        tracing::debug!(%method, path, status = reply.status().as_u16(), bytes = len, "request");
        if is_head { reply.map(|_| AnswerBody::empty()) } else { reply }
    }

    async fn find(&self, request: Parts, origin: &Origin) -> Reply {
        if request.uri.path() == HEALTH {
            return plain(StatusCode::OK, "ok\n");
        }
        let answers = self.publisher.answers();
        if let Some(secure) = secure_address(&answers, &request, origin.way) {
            return redirect(&secure);
        }
        let look = Arc::new(Look { answers, publisher: Arc::clone(&self.publisher), request });
        let place = match look.up() {
            found if look.is_at_hand(&found) => return look.reply(found, None),
            Found::File(file) if !look.is_head() => match self.place(origin, file.hash).await {
                Some(place) => Some(place),
                None => return busy(),
            },
            _ => None,
        };
        // Pages are rendered and files opened by threads that may wait.
        let making = Arc::clone(&look);
        let made = tokio::task::spawn_blocking(move || making.reply(making.up(), place)).await;
        made.unwrap_or_else(|panic| look.failure(&panic))
    }

    /// Leave to send a file, once the others on the connection leave room for it; none where all
    /// connections together have no room, or those of its network.
    async fn place(&self, origin: &Origin, hash: Hash) -> Option<FilePlace> {
        let of_connection = Arc::clone(&origin.files).acquire_owned().await.ok()?;
        Some(self.files.take(&origin.share, hash)?.on(of_connection))
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

/// What a look finds.
pub(super) enum Found<'a> {
    /// A page, or the page in its place that helps whoever can't get what was asked for.
    Text(StatusCode, &'a Text),
    Passing(&'a Passing),
    File(&'a FileAnswer),
    Picture(&'a Picture),
    Redirect(Cow<'a, str>),
    /// Nothing, and no page that would say so.
    Nothing(StatusCode),
}

impl Look {
    pub(super) fn up(&self) -> Found<'_> {
        let path = self.request.uri.path();
        let Some(url) = UrlPath::from_request(path) else { return self.not_found(path) };
        let site = &self.answers.edition().site;
        match self.request.uri.query().and_then(|query| site.fate_of_query(&url, query)) {
            Some(Fate::LeadsTo(target)) => return Found::Redirect(location(target).into()),
            Some(Fate::Gone) => return in_place_of(StatusCode::GONE, self.answers.gone(url.as_str())),
            None => {}
        }
        // The table holds each address as we write it; others may encode more of it.
        match self.answers.get(&url.href()) {
            Some(Answer::Text(text)) => Found::Text(StatusCode::OK, text),
            Some(Answer::Passing(passing)) => Found::Passing(passing),
            Some(Answer::File(file)) => Found::File(file),
            Some(Answer::Picture(picture)) => Found::Picture(picture),
            Some(Answer::Redirect(target)) => Found::Redirect((&**target).into()),
            Some(Answer::Gone) => in_place_of(StatusCode::GONE, self.answers.gone(url.as_str())),
            None => match self.meant(&url) {
                Some(page) => Found::Redirect(self.with_query(page.href()).into()),
                None => self.not_found(url.as_str()),
            },
        }
    }

    fn is_head(&self) -> bool {
        self.request.method == Method::HEAD
    }

    /// Whether it can be answered without waiting for the disk or for a page to be made.
    fn is_at_hand(&self, found: &Found<'_>) -> bool {
        match found {
            Found::Text(_, text) => text.best(self.accepted()).is_some(),
            Found::Passing(_) => false,
            Found::Picture(picture) => picture.made().is_some(),
            // What a client has already takes no place and no file.
            Found::File(file) => self.by_conditions(&file.head, &file.etag).is_some(),
            Found::Redirect(_) | Found::Nothing(_) => true,
        }
    }

    /// The answer; what isn't made yet is made now.
    pub(super) fn reply(&self, found: Found<'_>, place: Option<FilePlace>) -> Reply {
        match found {
            Found::Text(status, text) => self.text(status, text),
            Found::Passing(passing) => self.passing(passing),
            Found::Picture(picture) => self.picture(picture),
            Found::File(file) => match self.file(file, place) {
                Ok(reply) => reply,
                Err(error) if is_busy(&error) => busy(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => self.reply(self.not_found(self.request.uri.path()), None),
                Err(error) => self.failure(&error),
            },
            Found::Redirect(target) => redirect(&target),
            Found::Nothing(status) => plain(status, "There is no page at this address.\n"),
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

    fn not_found(&self, path: &str) -> Found<'_> {
        in_place_of(StatusCode::NOT_FOUND, self.answers.not_found(path))
    }

    /// The encodings that the client takes.
    pub(super) fn accepted(&self) -> Accepted {
        self.request.headers.get(header::ACCEPT_ENCODING).map_or_else(Accepted::default, |value| Accepted::parse(value.as_bytes()))
    }

    fn text(&self, status: StatusCode, text: &Text) -> Reply {
        let best = match text.best(self.accepted()) {
            Some(best) => best,
            None => match text.make(self.answers.edition()) {
                Ok(whole) => whole,
                Err(unmade) => return self.unmade(unmade),
            },
        };
        // Only what was asked for has conditions; the page in its place is always sent.
        if status == StatusCode::OK {
            if let Some(failed) = self.failed_precondition(&best.etag) {
                return failed;
            }
            if let Some(tag) = self.tags(header::IF_NONE_MATCH).and_then(|tags| text.known(&tags, best)) {
                return unchanged(&text.head, tag);
            }
        }
        represented(status, &text.head, best)
    }

    fn passing(&self, passing: &Passing) -> Reply {
        match passing.make(self.answers.edition(), self.accepted()) {
            Ok(made) => {
                let reply = self.by_conditions(&passing.head, &made.etag);
                reply.unwrap_or_else(|| represented(StatusCode::OK, &passing.head, &made))
            }
            Err(unmade) => self.unmade(unmade),
        }
    }

    fn picture(&self, picture: &Picture) -> Reply {
        let made = match picture.made() {
            Some(made) => made.clone(),
            None => match self.publisher.picture(&picture.recipe) {
                Ok(body) => {
                    let made = Representation::new(Encoding::Identity, body);
                    self.answers.hold(picture, &made);
                    made
                }
                Err(DeriveError::Original(error)) if is_busy(&error) => return busy(),
                Err(DeriveError::Original(_)) => return self.reply(self.not_found(self.request.uri.path()), None),
                Err(error @ (DeriveError::Read(_) | DeriveError::Page(_))) => {
                    return self.failure(&format_args!("{} can't be made smaller: {error}", picture.recipe.path));
                }
            },
        };
        match self.by_conditions(&picture.head, &made.etag) {
            Some(reply) => reply,
            None => represented(StatusCode::OK, &picture.head, &made),
        }
    }

    fn file(&self, answer: &FileAnswer, place: Option<FilePlace>) -> io::Result<Reply> {
        if let Some(reply) = self.by_conditions(&answer.head, &answer.etag) {
            return Ok(reply);
        }
        let file = if self.is_head() { self.publisher.look_at_file(answer)? } else { self.publisher.open_file(answer)? };
        let (status, part, range) = match wanted(&self.request, answer.len, Some(&answer.etag)) {
            Wanted::Whole => (StatusCode::OK, 0..answer.len, None),
            Wanted::Part(part) => {
                let said = format!("bytes {}-{}/{}", part.start, part.end - 1, answer.len);
                (StatusCode::PARTIAL_CONTENT, part, Some(said))
            }
            Wanted::Nothing => {
                let mut reply = plain(StatusCode::RANGE_NOT_SATISFIABLE, "The file is shorter than that.\n");
                insert(&mut reply, header::CONTENT_RANGE, &format!("bytes */{}", answer.len));
                return Ok(reply);
            }
        };
        let mut reply = with_head(status, &answer.head, AnswerBody::file(file, part, place));
        insert(&mut reply, header::ETAG, &answer.etag);
        reply.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if let Some(range) = range {
            insert(&mut reply, header::CONTENT_RANGE, &range);
        }
        Ok(reply)
    }

    /// What the conditions of the request say of what has one tag, if they leave no more to be sent.
    fn by_conditions(&self, head: &Head, tag: &str) -> Option<Reply> {
        self.failed_precondition(tag).or_else(|| {
            let tags = self.tags(header::IF_NONE_MATCH)?;
            names(&tags, tag.as_bytes()).then(|| unchanged(head, tag))
        })
    }

    /// RFC 9110, 13.2.2. `If-Unmodified-Since` is left alone, as 13.1.4 asks of whoever knows no time of
    /// change: a page changes with what others say of it, and its tag says more than any time.
    fn failed_precondition(&self, tag: &str) -> Option<Reply> {
        let tags = self.tags(header::IF_MATCH)?;
        (!names_exactly(&tags, tag.as_bytes())).then(|| plain(StatusCode::PRECONDITION_FAILED, "Something else stands here by now.\n"))
    }

    /// All values of a header with tags as one list.
    fn tags(&self, name: HeaderName) -> Option<Vec<u8>> {
        let mut values = self.request.headers.get_all(name).iter().map(HeaderValue::as_bytes).peekable();
        values.peek()?;
        Some(values.collect::<Vec<_>>().join(&b","[..]))
    }
}

fn in_place_of(status: StatusCode, page: Option<&Text>) -> Found<'_> {
    page.map_or(Found::Nothing(status), |text| Found::Text(status, text))
}

/// All that may be sent at a time is being sent.
fn busy() -> Reply {
    let mut reply = plain(StatusCode::SERVICE_UNAVAILABLE, "Too many files are being sent. Try again soon.\n");
    reply.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    reply
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
    let status = if is_lasting(target) { StatusCode::MOVED_PERMANENTLY } else { StatusCode::FOUND };
    let mut reply = plain(status, "This page has another address.\n");
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
