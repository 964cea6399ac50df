//! A site in a temporary folder, and a server for it on a free port. Nothing here sleeps: tests
//! wait for what they expect, and fail if it doesn't come.
#![allow(dead_code, reason = "each test file uses what it needs")]

use casebook_evidence::reader::{InProcess, Reader};
use casebook_server::folder::{Folder, Watch};
use casebook_server::pictures::Pictures;
use casebook_server::{App, Doors, Hosts, Kept, Limits, OpenError, Publisher, serve, serve_public};
use casebook_site::address::UrlPath;
use casebook_site::diagnostic::Diagnostics;
use casebook_site::edition::Edition;
use casebook_site::source::Hash;
use jiff::Timestamp;
use std::fs;
use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// Long enough for the slowest machine; reached only by a test that fails.
const HANG_GUARD: Duration = Duration::from_secs(20);

pub async fn guarded<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(HANG_GUARD, future).await.expect("it does not come")
}

pub struct TestSite {
    folder: tempfile::TempDir,
    /// Who reads its pictures.
    pub reader: fn() -> Box<dyn Reader>,
}

impl TestSite {
    /// A site with a home page, an entry, and a document with a file.
    pub fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().expect("a folder"), reader: || Box::new(InProcess::default()) };
        site.write("site.toml", "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\n[redirects]\n\"/old/\" = \"/about/\"\n");
        site.write("content/_index.md", "+++\ntitle = \"Home\"\n+++\nWelcome.\n");
        site.write("content/about.md", "+++\ntitle = \"About\"\n+++\nFirst text.\n");
        let document =
            "+++\ntitle = \"Film\"\nkind = \"document\"\nform = \"A film\"\n[[files]]\nfile = \"film.bin\"\n[[files]]\nfile = \"drawing.svg\"\n+++\n";
        site.write("content/film/index.md", document);
        site.write("content/film/film.bin", "0123456789");
        site.write("content/film/drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        site
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let full = self.path(path);
        fs::create_dir_all(full.parent().expect("a folder")).expect("a writable folder");
        fs::write(full, text).expect("a writable folder");
    }

    pub fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    pub fn outside(&self) -> &Path {
        self.folder.path()
    }

    pub fn folder(&self) -> Arc<Folder> {
        Arc::new(Folder::open(&self.root(), &self.cache()).expect("a folder"))
    }

    pub fn app(&self) -> Arc<App> {
        let folder = self.folder();
        App::open(Arc::clone(&folder), self.pictures(folder), || Timestamp::UNIX_EPOCH).expect("a readable folder")
    }

    /// Its pictures, read in this process where a test says nothing else.
    pub fn pictures(&self, folder: Arc<Folder>) -> Arc<Pictures> {
        Arc::new(Pictures::open(folder, &self.cache(), (self.reader)()))
    }

    /// The app and its watch, as `casebook serve` makes them.
    pub fn followed(&self) -> (Arc<App>, Watch) {
        let folder = self.folder();
        let watching = folder.watch().expect("a system that tells of changes");
        let app = App::open(Arc::clone(&folder), self.pictures(folder), || Timestamp::UNIX_EPOCH).expect("a readable folder");
        let watch = app.follow(watching).expect("a thread");
        (app, watch)
    }
}

/// Waits until an edition fulfils a condition.
pub async fn until(app: &App, is_so: impl Fn(&Edition) -> bool) {
    let mut editions = app.editions();
    guarded(async {
        while !is_so(&app.edition()) {
            editions.changed().await.expect("the app lives");
        }
    })
    .await;
}

/// The address of the file with this name.
pub fn file_url(app: &App, name: &str) -> UrlPath {
    let edition = app.edition();
    edition.site.urls().find(|url| url.as_str().ends_with(name)).expect("the file has an address").clone()
}

pub struct TestServer {
    pub address: SocketAddr,
    pub app: Arc<App>,
    pub end: Option<oneshot::Sender<()>>,
    pub ended: tokio::task::JoinHandle<std::io::Result<()>>,
    pub watch: Option<Watch>,
}

impl TestServer {
    pub async fn start(app: Arc<App>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (end, told) = oneshot::channel::<()>();
        let until_told = async { drop(told.await) };
        let ended = tokio::spawn(serve(listener, Arc::clone(&app), Hosts::new(address, None), until_told));
        Self { address, app, end: Some(end), ended, watch: None }
    }

    /// Sends the head of a request and returns the whole answer.
    pub async fn send(&self, method: &str, target: &str, headers: &str) -> Answer {
        let request = format!("{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n", self.address);
        self.raw(&request).await
    }

    pub async fn raw(&self, request: &str) -> Answer {
        guarded(async {
            let mut stream = TcpStream::connect(self.address).await.expect("a server");
            stream.write_all(request.as_bytes()).await.expect("a server that listens");
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).await.expect("a whole answer");
            Answer { text: String::from_utf8(bytes).expect("text") }
        })
        .await
    }

    pub async fn get(&self, target: &str) -> Answer {
        self.send("GET", target, "").await
    }
}

#[derive(Debug)]
pub struct Answer {
    pub text: String,
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.text.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status line")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let head = self.text.split("\r\n\r\n").next()?;
        let matching = head.lines().skip(1).filter_map(|line| line.split_once(": ")).find(|(key, _)| key.eq_ignore_ascii_case(name));
        matching.map(|(_, value)| value)
    }

    pub fn body(&self) -> &str {
        self.text.split_once("\r\n\r\n").map_or("", |(_, body)| body)
    }
}

/// A clock that tests set.
#[derive(Clone, Default)]
pub struct TestClock(Arc<std::sync::atomic::AtomicI64>);

impl TestClock {
    pub fn set(&self, moment: &str) {
        let moment: Timestamp = moment.parse().expect("a moment");
        self.0.store(moment.as_second(), std::sync::atomic::Ordering::SeqCst);
    }

    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, std::sync::atomic::Ordering::SeqCst);
    }

    pub fn read(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(std::sync::atomic::Ordering::SeqCst)).expect("a moment")
    }
}

/// A site as its readers get it, on a free port.
pub struct PublicServer {
    pub address: SocketAddr,
    pub publisher: Arc<Publisher>,
    pub clock: TestClock,
    end: Option<oneshot::Sender<()>>,
    ended: tokio::task::JoinHandle<std::io::Result<()>>,
    _watch: Watch,
}

/// Opens the site in public, as `casebook serve --public` does.
pub fn publish(site: &TestSite, clock: &TestClock) -> Result<(Arc<Publisher>, Watch), OpenError> {
    let folder = site.folder();
    let watching = folder.watch().expect("a system that tells of changes");
    let clock = clock.clone();
    let kept = Kept::new(&site.cache(), Hash::of(b"test"));
    let publisher = Publisher::open(Arc::clone(&folder), site.pictures(folder), kept, move || clock.read())?;
    let watch = publisher.follow(watching).expect("a thread");
    Ok((publisher, watch))
}

impl PublicServer {
    /// All is made and compressed before the first request.
    pub async fn start(site: &TestSite) -> Self {
        let server = Self::start_with(site, Limits::default(), Doors::default()).await;
        let publisher = Arc::clone(&server.publisher);
        tokio::task::spawn_blocking(move || publisher.make_ready()).await.expect("no panic");
        server
    }

    pub async fn start_with(site: &TestSite, limits: Limits, mut doors: Doors) -> Self {
        let clock = TestClock::default();
        let (publisher, watch) = publish(site, &clock).expect("a site without errors");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        match doors.secure.first() {
            // The test brings the certificate, we the door.
            Some((_, tls)) => doors.secure = vec![(listener, Arc::clone(tls))],
            None => doors.plain.push(listener),
        }
        let (end, told) = oneshot::channel::<()>();
        let until_told = async { drop(told.await) };
        let ended = tokio::spawn(serve_public(doors, Arc::clone(&publisher), limits, 2, until_told));
        Self { address, publisher, clock, end: Some(end), ended, _watch: watch }
    }

    /// Sends these bytes and returns all that comes until the server closes.
    pub async fn raw(&self, request: impl AsRef<[u8]>) -> Answer {
        guarded(async {
            let mut stream = TcpStream::connect(self.address).await.expect("a server");
            // The server may refuse before it has read everything.
            let _ = stream.write_all(request.as_ref()).await;
            let mut bytes = Vec::new();
            let _ = stream.read_to_end(&mut bytes).await;
            Answer { text: String::from_utf8_lossy(&bytes).into_owned() }
        })
        .await
    }

    /// A request that is answered in place.
    pub async fn get(&self, target: &str, headers: &str) -> Answer {
        self.send("GET", target, headers).await
    }

    /// A request that is answered in place, as long as its headers are plain.
    pub async fn send(&self, method: &str, target: &str, headers: &str) -> Answer {
        let mut connection = Client::connect(self.address).await;
        connection.send(&format!("{method} {target} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.address)).await;
        connection.answer(method).await
    }

    /// The same request, answered by hyper.
    pub async fn get_by_hyper(&self, target: &str, headers: &str) -> Answer {
        self.raw(format!("GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n", self.address)).await
    }

    /// Tells the server to end and waits until it has.
    pub async fn end(&mut self) {
        drop(self.end.take());
        guarded(&mut self.ended).await.expect("no panic").expect("an orderly end");
    }

    /// Waits until a page shows these words, or no longer does.
    pub async fn until_page(&self, target: &str, is_so: impl Fn(&Answer) -> bool) {
        let mut editions = self.publisher.editions();
        guarded(async {
            while !is_so(&self.get(target, "").await) {
                editions.changed().await.expect("the publisher lives");
            }
        })
        .await;
    }

    /// The same for what readers get only when something has been away from the folder for a while.
    pub async fn until_settled_page(&self, target: &str, is_so: impl Fn(&Answer) -> bool) {
        const LOOK: Duration = Duration::from_millis(50);
        let mut editions = self.publisher.editions();
        guarded(async {
            while !is_so(&self.get(target, "").await) {
                self.clock.advance(1);
                // The system may not have told of it yet, so the clock goes on until it has.
                let _ = tokio::time::timeout(LOOK, editions.changed()).await;
            }
        })
        .await;
    }

    /// Waits until the folder has errors, or none.
    pub async fn until_told(&self, is_so: impl Fn(&Diagnostics) -> bool) {
        let mut editions = self.publisher.editions();
        guarded(async {
            while !is_so(&self.publisher.diagnostics()) {
                editions.changed().await.expect("the publisher lives");
            }
        })
        .await;
    }
}

/// One connection that is kept.
pub struct Client {
    stream: TcpStream,
    early: Vec<u8>,
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Self {
        Self { stream: TcpStream::connect(address).await.expect("a server"), early: Vec::new() }
    }

    /// From another address of this machine.
    pub async fn connect_from(from: &str, address: SocketAddr) -> Self {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.bind(SocketAddr::new(from.parse().expect("an address"), 0)).expect("an address of this machine");
        Self { stream: socket.connect(address).await.expect("a server"), early: Vec::new() }
    }

    pub async fn send(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).await.expect("a server that listens");
    }

    /// The next whole answer.
    pub async fn answer(&mut self, method: &str) -> Answer {
        guarded(self.try_answer(method)).await.expect("a whole answer")
    }

    /// Reads the beginning of an answer, and no more of it.
    pub async fn some(&mut self) {
        guarded(self.stream.read_buf(&mut self.early)).await.expect("an answer");
    }

    /// The next whole answer; `None` where the connection ends before it.
    pub async fn try_answer(&mut self, method: &str) -> Option<Answer> {
        loop {
            if let Some(len) = whole_len(&self.early, method) {
                let rest = self.early.split_off(len);
                let bytes = std::mem::replace(&mut self.early, rest);
                return Some(Answer { text: String::from_utf8_lossy(&bytes).into_owned() });
            }
            if self.stream.read_buf(&mut self.early).await.ok()? == 0 {
                return None;
            }
        }
    }
}

/// How long the first answer in these bytes is, if it is whole.
fn whole_len(bytes: &[u8], method: &str) -> Option<usize> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = Answer { text: String::from_utf8_lossy(&bytes[..end]).into_owned() };
    let has_body = method != "HEAD" && head.status() != 304;
    let len = head.header("content-length").filter(|_| has_body).map_or(0, |len| len.parse().expect("a length"));
    (bytes.len() >= end + len).then_some(end + len)
}
