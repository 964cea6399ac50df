//! HTTPS, and the ways in which a request can come without it.

mod support;

use casebook_server::{Doors, Limits, Tls, TlsError};
use http_body_util::{BodyExt as _, Empty};
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use support::{PublicServer, TestSite, guarded};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

const SITE: &str = "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\nbase = \"https://example.org\"\n";

/// A certificate for `example.org` that vouches for itself, in two files.
struct Certificate {
    der: CertificateDer<'static>,
    certificate: PathBuf,
    key: PathBuf,
}

impl Certificate {
    fn make(folder: &Path) -> Self {
        let made = rcgen::generate_simple_self_signed(["example.org".to_owned()]).expect("a certificate");
        let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
        fs::write(&certificate, made.cert.pem()).expect("a writable folder");
        fs::write(&key, made.signing_key.serialize_pem()).expect("a writable folder");
        Self { der: made.cert.der().clone(), certificate, key }
    }

    fn open(&self) -> Arc<Tls> {
        Arc::new(Tls::open(&self.certificate, &self.key).expect("a certificate and its key"))
    }
}

/// Speaks TLS with the server, trusting this certificate alone.
async fn connect(server: &PublicServer, trusted: &CertificateDer<'static>, protocol: &[u8]) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("TLS 1.2 and 1.3");
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let stream = TcpStream::connect(server.address).await?;
    let name = ServerName::try_from("example.org").expect("a name");
    guarded(TlsConnector::from(Arc::new(config)).connect(name, stream)).await
}

async fn start(site: &TestSite, tls: &Arc<Tls>) -> PublicServer {
    let placeholder = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let doors = Doors { secure: vec![(placeholder, Arc::clone(tls))], ..Doors::default() };
    let server = PublicServer::start_with(site, Limits::default(), doors).await;
    server.publisher.make_ready();
    server
}

#[tokio::test]
async fn pages_come_over_http_2() {
    let site = TestSite::new();
    site.write("site.toml", SITE);
    let certificate = Certificate::make(site.outside());
    let server = start(&site, &certificate.open()).await;
    let stream = connect(&server, &certificate.der, b"h2").await.expect("a handshake");
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let (mut client, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("HTTP/2");
    let connection = tokio::spawn(connection);
    for (path, status) in [("/about/", 200), ("/nowhere/", 404), ("/about", 301)] {
        let request = Request::get(format!("https://example.org{path}")).body(Empty::<bytes::Bytes>::new()).expect("a request");
        let answer = guarded(client.send_request(request)).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::from_u16(status).expect("a status"), "{path}");
        assert_eq!(answer.headers().get("strict-transport-security").is_some(), status != 301, "{path}");
        let body = guarded(answer.into_body().collect()).await.expect("a body").to_bytes();
        assert!(!body.is_empty());
    }
    drop(client);
    guarded(connection).await.expect("no panic").expect("an orderly end");
}

/// Three clients that ask for all that they may, and take nothing.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_is_open_once_however_many_ask_for_it() {
    let site = TestSite::new();
    site.write("site.toml", SITE);
    site.write("content/film/film.bin", vec![b'x'; 200_000]);
    let certificate = Certificate::make(site.outside());
    let server = start(&site, &certificate.open()).await;
    let film = server.publisher.live().site.urls().find(|url| url.as_str().ends_with("film.bin")).expect("an address").href();
    let (answers, mut came) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..3 {
        let stream = connect(&server, &certificate.der, b"h2").await.expect("a handshake");
        let mut builder = hyper::client::conn::http2::Builder::new(TokioExecutor::new());
        let (client, connection) = builder.initial_stream_window_size(16_384).handshake(TokioIo::new(stream)).await.expect("HTTP/2");
        tokio::spawn(connection);
        for _ in 0..60 {
            let (mut client, answers) = (client.clone(), answers.clone());
            let request = Request::get(format!("https://example.org{film}")).body(Empty::<bytes::Bytes>::new()).expect("a request");
            tokio::spawn(async move { answers.send(client.send_request(request).await.expect("an answer")) });
        }
    }
    let mut under_way = Vec::new();
    for _ in 0..24 {
        under_way.push(guarded(came.recv()).await.expect("an answer"));
    }
    let path = fs::canonicalize(site.path("content/film/film.bin")).expect("it is there");
    let open = fs::read_dir("/proc/self/fd").expect("Linux").flatten().filter(|entry| fs::read_link(entry.path()).is_ok_and(|target| target == path));
    assert_eq!(open.count(), 1);
    assert!(came.try_recv().is_err(), "eight files at a time on each connection; the others wait");
    for _ in 0..180 {
        let next = match under_way.pop() {
            Some(answer) => answer,
            None => guarded(came.recv()).await.expect("an answer"),
        };
        assert_eq!(next.status(), StatusCode::OK);
        assert_eq!(guarded(next.into_body().collect()).await.expect("a body").to_bytes().len(), 200_000);
    }
}

#[tokio::test]
async fn a_line_that_ends_in_lf_alone_is_refused_under_tls() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let site = TestSite::new();
    site.write("site.toml", SITE);
    let certificate = Certificate::make(site.outside());
    let server = start(&site, &certificate.open()).await;
    for bare in ["GET /about/ HTTP/1.1\nHost: a\n\n", "GET /about/ HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"] {
        let mut stream = connect(&server, &certificate.der, b"http/1.1").await.expect("a handshake");
        let good = "HEAD /about/ HTTP/1.1\r\nHost: a\r\n\r\n";
        stream.write_all(format!("{good}{bare}").as_bytes()).await.expect("a server that listens");
        let mut answers = String::new();
        guarded(stream.read_to_string(&mut answers)).await.expect("an orderly end");
        let statuses: Vec<_> = answers.lines().filter_map(|line| line.strip_prefix("HTTP/1.1 ")?.get(..3)).collect();
        assert_eq!(statuses, ["200", "400"], "{bare:?}");
    }
}

#[tokio::test]
async fn a_renewed_certificate_is_read_again_and_a_broken_one_is_not() {
    let site = TestSite::new();
    let first = Certificate::make(site.outside());
    let tls = first.open();
    let server = start(&site, &tls).await;
    assert!(connect(&server, &first.der, b"http/1.1").await.is_ok());
    let second = Certificate::make(site.outside());
    assert!(connect(&server, &second.der, b"http/1.1").await.is_err(), "the server has the first still");
    tls.reload().expect("a certificate and its key");
    assert!(connect(&server, &second.der, b"http/1.1").await.is_ok());
    fs::write(&second.key, "nothing").expect("a writable folder");
    assert!(matches!(tls.reload(), Err(TlsError::File { file, .. }) if file == second.key));
    assert!(connect(&server, &second.der, b"http/1.1").await.is_ok(), "what can't be used changes nothing");
}

#[test]
fn files_that_are_no_certificate_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let certificate = Certificate::make(folder.path());
    let missing = folder.path().join("missing.pem");
    assert!(matches!(Tls::open(&missing, &certificate.key), Err(TlsError::File { file, .. }) if file == missing));
    assert!(matches!(Tls::open(&certificate.key, &certificate.key), Err(TlsError::File { .. })), "a key is no certificate");
    let other = tempfile::tempdir().expect("a folder");
    let other = Certificate::make(other.path());
    assert!(matches!(Tls::open(&certificate.certificate, &other.key), Err(TlsError::Unusable(_))), "the key is another's");
}

#[tokio::test]
async fn only_a_named_proxy_is_believed_that_a_reader_came_without_tls() {
    let site = TestSite::new();
    site.write("site.toml", SITE);
    let unsecured = "X-Forwarded-Proto: http\r\n";
    for (proxies, status) in [(vec![], 200), (vec!["127.0.0.0/8"], 301), (vec!["10.0.0.0/8"], 200)] {
        let proxies = proxies.into_iter().map(|net| net.parse().expect("a network")).collect();
        let server = PublicServer::start_with(&site, Limits::default(), Doors { proxies, ..Doors::default() }).await;
        let answer = server.get("/about/?x=1", unsecured).await;
        assert_eq!(answer.status(), status);
        assert_eq!(answer.header("location"), (status == 301).then_some("https://example.org/about/?x=1"));
        assert_eq!(server.get("/about/", "X-Forwarded-Proto: https\r\n").await.status(), 200);
        assert_eq!(server.get("/about/", "").await.status(), 200, "a proxy that says nothing is believed to speak TLS");
    }
}

#[tokio::test]
async fn the_door_without_tls_leads_to_the_other() {
    let site = TestSite::new();
    site.write("site.toml", SITE);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let mut server = PublicServer::start_with(&site, Limits::default(), Doors { to_https: vec![listener], ..Doors::default() }).await;
    server.publisher.make_ready();
    server.address = address;
    for target in ["/about/", "/nowhere/?a=b"] {
        let answer = server.get(target, "").await;
        let location = format!("https://example.org{target}");
        assert_eq!((answer.status(), answer.header("location")), (301, Some(location.as_str())));
    }
}
