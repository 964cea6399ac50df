//! A site in a temporary folder, and a server for it on a free port. Nothing here sleeps: tests
//! wait for what they expect, and fail if it doesn't come.
#![allow(dead_code, reason = "each test file uses what it needs")]

use casebook_evidence::reader::InProcess;
use casebook_server::folder::{Folder, Watch};
use casebook_server::pictures::Pictures;
use casebook_server::{App, Hosts, serve};
use casebook_site::address::UrlPath;
use casebook_site::edition::Edition;
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
}

impl TestSite {
    /// A site with a home page, an entry, and a document with a file.
    pub fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().expect("a folder") };
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
        let pictures = Arc::new(Pictures::open(Arc::clone(&folder), &self.cache(), Box::new(InProcess::default())));
        App::open(folder, pictures, || Timestamp::UNIX_EPOCH).expect("a readable folder")
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
