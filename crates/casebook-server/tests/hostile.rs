//! Clients that mean harm: garbage, smuggling, paths that leave, slowness by the thousand.

mod support;

use casebook_server::{Doors, Limits};
use std::time::Duration;
use support::{Client, PublicServer, TestSite, guarded};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Limits so short that no test waits.
fn impatient() -> Limits {
    Limits { head_time: Duration::from_millis(300), idle_time: Duration::from_millis(300), ..Limits::default() }
}

#[tokio::test]
async fn garbage_is_refused() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"\0\0\0\0\r\n\r\n",
        b"hello\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n\x80\xff: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n",
    ] {
        let answer = server.raw(garbage).await;
        assert_eq!((answer.status(), answer.body()), (400, ""), "{garbage:?}");
    }
    assert_eq!(server.get("/", "").await.status(), 200);
}

/// Each holds a second request that must never be answered as one.
#[tokio::test]
async fn no_request_is_smuggled_in_another() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    let inner = "GET /about/ HTTP/1.1\r\nHost: a\r\n\r\n";
    let len = inner.len();
    for outer in [
        format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {len}\r\nContent-Length: 0\r\n\r\n"),
        format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {len}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n".to_owned(),
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n".to_owned(),
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0;\n\r\n".to_owned(),
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: {len}\r\n\r\n"),
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\nHost: a\n\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding\x0b: chunked\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: a\r\n Transfer-Encoding: chunked\r\n\r\n".to_owned(),
    ] {
        let answer = server.raw(format!("{outer}{inner}")).await;
        assert!((400..500).contains(&answer.status()), "{outer:?}: {}", answer.text);
        assert_eq!(answer.text.matches("HTTP/1.1 ").count(), 1, "{outer:?}: {}", answer.text);
        assert!(!answer.text.contains("First text."), "{outer:?}");
    }
}

/// A connection that is kept, by us and by hyper.
#[tokio::test]
async fn a_line_that_ends_in_lf_alone_is_refused_wherever_it_comes() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    for lines in ["", "Range: bytes=0-9\r\n"] {
        for bare in
            ["GET /about/ HTTP/1.1\nHost: a\n\n", "GET /about/ HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", "\nGET /about/ HTTP/1.1\r\nHost: a\r\n\r\n"]
        {
            for first_piece in [1, bare.len()] {
                let mut client = Client::connect(server.address).await;
                client.send(&format!("GET /about/ HTTP/1.1\r\nHost: a\r\n{lines}\r\n")).await;
                assert_eq!(client.answer("GET").await.status(), 200);
                client.send(&bare[..first_piece]).await;
                client.send(&bare[first_piece..]).await;
                let refused = guarded(client.try_answer("GET")).await.unwrap_or_else(|| panic!("no answer: {lines:?} {bare:?} {first_piece}"));
                assert_eq!(refused.status(), 400, "{lines:?} {bare:?}");
                assert!(guarded(client.try_answer("GET")).await.is_none(), "it is closed");
            }
        }
    }
}

/// It goes on sending after the server has had enough, and reads only then.
#[tokio::test]
async fn a_refusal_arrives_also_while_its_client_is_sending() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    let rest = "a".repeat(100_000);
    for (begin, status) in [
        (format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}", "a".repeat(20_000)), 431),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n".to_owned(), 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n".to_owned(), 405),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n".to_owned(), 400),
    ] {
        let mut stream = TcpStream::connect(server.address).await.expect("a server");
        stream.write_all(begin.as_bytes()).await.expect("a server that listens");
        // The refusal is there before the rest is sent.
        guarded(stream.readable()).await.expect("an answer");
        stream.write_all(rest.as_bytes()).await.expect("a server that listens");
        let mut answer = Vec::new();
        guarded(stream.read_to_end(&mut answer)).await.expect("no reset");
        assert!(answer.starts_with(format!("HTTP/1.1 {status} ").as_bytes()), "{status}: {}", String::from_utf8_lossy(&answer));
    }
}

#[tokio::test]
async fn thousands_of_requests_in_a_row_are_all_answered() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    let mut greedy = Client::connect(server.address).await;
    let requests = "HEAD /about/ HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3_000);
    greedy.send(&requests).await;
    for _ in 0..3_000 {
        assert_eq!(greedy.answer("HEAD").await.status(), 200);
    }
}

#[tokio::test]
async fn nothing_of_a_request_comes_back_in_a_head() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    for target in ["/about%0d%0aSet-Cookie:%20x=1", "/about?%0d%0aSet-Cookie:%20x=1", "/%0d%0a%0d%0a<script>", "/about?a=\u{fc}"] {
        let answer = server.get_by_hyper(target, "").await;
        let head = answer.text.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
        assert!(!head.lines().any(|line| line.starts_with("set-cookie") || line.starts_with("<script")), "{target}: {head}");
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_site() {
    let site = TestSite::new();
    site.write("private/secret.txt", "TOP SECRET");
    site.write("content/.hidden.md", "TOP SECRET");
    let server = PublicServer::start(&site).await;
    let steps = ["..", ".", "%2e%2e", "%2E.", "..%2f", "..\\", "%5c..", "..%5c", "%c0%ae%c0%ae", "....", "..;", "%00..", "..%00", "\u{2025}"];
    let names = ["private/secret.txt", "site.toml", "content/about.md", "content/.hidden.md", "etc/passwd", ".casebook/hashes"];
    let mut client = Client::connect(server.address).await;
    let mut count = 0;
    for depth in 1..=4 {
        for first in steps {
            for second in steps {
                for name in names {
                    let target = format!("/{}/{}{name}", first, format!("{second}/").repeat(depth));
                    client.send(&format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n")).await;
                    let Some(answer) = guarded(client.try_answer("GET")).await else {
                        client = Client::connect(server.address).await;
                        continue;
                    };
                    assert!(matches!(answer.status(), 400 | 404), "{target}: {}", answer.status());
                    assert!(!answer.text.contains("SECRET") && !answer.text.contains("root:"), "{target}");
                    count += 1;
                    if answer.status() == 400 {
                        client = Client::connect(server.address).await;
                    }
                }
            }
        }
    }
    assert!(count > 1_000, "{count} paths were tried");
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    for (request, status) in [
        (format!("GET /{} HTTP/1.1\r\nHost: a\r\n", "a".repeat(40_000)), 431),
        (format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n", "a".repeat(40_000)), 431),
        (format!("GET / HTTP/1.1\r\nHost: a\r\n{}", "A: b\r\n".repeat(8_000)), 431),
        (format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "A: b\r\n".repeat(500)), 431),
    ] {
        assert_eq!(server.raw(&request).await.status(), status, "{}", &request[..40]);
    }
}

#[tokio::test]
async fn a_body_is_never_waited_for() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    for (request, status) in [
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n", 405),
        ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 405),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n", 400),
        ("DELETE /about/ HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 405),
        ("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n", 405),
    ] {
        let answer = server.raw(request).await;
        assert_eq!((answer.status(), answer.header("connection")), (status, Some("close")), "{request}");
    }
}

#[tokio::test]
async fn who_is_slow_with_a_head_is_sent_away() {
    let site = TestSite::new();
    let server = PublicServer::start_with(&site, impatient(), Doors::default()).await;
    let begun = server.raw("GET / HTTP/1.1\r\nHost:").await;
    assert_eq!(begun.status(), 408);
    assert_eq!(server.raw("").await.text, "", "who says nothing is told nothing");
    let by_hyper = server.raw("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-0\r\n\r\n").await;
    assert_eq!(by_hyper.status(), 200, "hyper's connections end as well, after their answer");
}

#[tokio::test]
async fn who_drips_bytes_gains_no_time() {
    let site = TestSite::new();
    let server = PublicServer::start_with(&site, impatient(), Doors::default()).await;
    let mut stream = TcpStream::connect(server.address).await.expect("a server");
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nX: ").await.expect("a server that listens");
    let (mut reading, mut writing) = stream.into_split();
    let dripping = tokio::spawn(async move {
        while writing.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let mut last_words = Vec::new();
    // The server closes while we still write, so the end may be a reset.
    let _ = guarded(reading.read_to_end(&mut last_words)).await;
    guarded(dripping).await.expect("no panic");
}

#[tokio::test]
async fn who_takes_nothing_of_an_answer_is_sent_away() {
    let site = TestSite::new();
    site.write("content/film/film.bin", vec![b'x'; 30_000_000]);
    let limits = Limits { send_grace: Duration::from_millis(300), send_rate: 1_000_000_000, ..Limits::default() };
    let server = PublicServer::start_with(&site, limits, Doors::default()).await;
    server.publisher.make_ready();
    // A plain request is answered in place, one for a part by hyper.
    for lines in ["", "Range: bytes=0-9\r\n"] {
        let about = format!("GET /about/ HTTP/1.1\r\nHost: a\r\n{lines}\r\n").repeat(10_000);
        let mut stream = TcpStream::connect(server.address).await.expect("a server");
        // It asks and asks and reads nothing: at some point the server stops answering, then listening.
        guarded(async { while stream.write_all(about.as_bytes()).await.is_ok() {} }).await;
    }
}

/// However long an answer is: there is no time to be won by asking for much.
#[tokio::test]
async fn who_takes_too_little_of_a_long_answer_is_sent_away() {
    let site = TestSite::new();
    site.write("content/film/film.bin", vec![b'x'; 1_000_000]);
    let limits = Limits { send_grace: Duration::from_millis(300), send_rate: 10_000, ..Limits::default() };
    let server = PublicServer::start_with(&site, limits, Doors::default()).await;
    let film = server.publisher.live().site.urls().find(|url| url.as_str().ends_with("film.bin")).expect("an address").href();
    for lines in ["", "Range: bytes=0-\r\n"] {
        let films = format!("GET {film} HTTP/1.1\r\nHost: a\r\n{lines}\r\n").repeat(100);
        let mut stream = TcpStream::connect(server.address).await.expect("a server");
        // 100 MB, for which ten thousand seconds would be due at this rate.
        guarded(async { while stream.write_all(films.as_bytes()).await.is_ok() {} }).await;
    }
}

/// It has sent one request whole, whose answer takes a while, and of the next one half.
#[tokio::test]
async fn half_a_head_after_a_whole_request_has_its_time_and_no_more() {
    let site = TestSite::new();
    site.write("content/film/film.bin", vec![b'x'; 1_000_000]);
    let limits = Limits { head_time: Duration::from_millis(300), ..Limits::default() };
    let server = PublicServer::start_with(&site, limits, Doors::default()).await;
    let film = server.publisher.live().site.urls().find(|url| url.as_str().ends_with("film.bin")).expect("an address").href();
    let mut client = Client::connect(server.address).await;
    // More than fits on the way.
    let films = format!("GET {film} HTTP/1.1\r\nHost: a\r\n\r\n").repeat(30);
    client.send(&format!("{films}GET /about/ HT")).await;
    for _ in 0..30 {
        assert_eq!(client.answer("GET").await.status(), 200);
    }
    assert_eq!(client.answer("GET").await.status(), 408);
}

#[tokio::test]
async fn each_head_has_its_time_however_they_are_cut() {
    let site = TestSite::new();
    let limits = Limits { head_time: Duration::from_millis(400), ..Limits::default() };
    let server = PublicServer::start_with(&site, limits, Doors::default()).await;
    server.publisher.make_ready();
    let mut client = Client::connect(server.address).await;
    client.send("GET /about/ HT").await;
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(80)).await;
        client.send("TP/1.1\r\nHost: a\r\n\r\nGET /about/ HT").await;
        assert_eq!(client.answer("GET").await.status(), 200);
    }
}

/// Each takes the beginning of a large file and no more.
async fn takers(server: &PublicServer, file: &str, from: &str, count: usize) -> Vec<Client> {
    let mut all = Vec::new();
    for _ in 0..count {
        let mut client = Client::connect_from(from, server.address).await;
        client.send(&format!("GET {file} HTTP/1.1\r\nHost: a\r\nRange: bytes=0-\r\n\r\n")).await;
        client.some().await;
        all.push(client);
    }
    all
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_network_that_is_sent_many_files_takes_none_from_others() {
    let site = TestSite::new();
    site.write("content/film/film.bin", vec![b'x'; 30_000_000]);
    site.write("content/film/other.bin", vec![b'y'; 30_000_000]);
    site.write(
        "content/film/index.md",
        "+++\ntitle = \"Film\"\nkind = \"document\"\nform = \"A film\"\n[[files]]\nfile = \"film.bin\"\n[[files]]\nfile = \"other.bin\"\n+++\n",
    );
    let limits = Limits { files_per_network: 3, different_files_per_network: 1, ..Limits::default() };
    let server = PublicServer::start_with(&site, limits, Doors::default()).await;
    let live = server.publisher.live();
    let of = |ending: &str| live.site.urls().find(|url| url.as_str().ends_with(ending)).expect("an address").href();
    let (film, other) = (of("film.bin"), of("other.bin"));
    let etag = server.send("HEAD", &film, "").await.header("etag").expect("a tag").to_owned();
    let mut greedy = takers(&server, &film, "127.0.0.1", 2).await;
    assert_eq!(server.get(&other, "Range: bytes=0-1\r\n").await.status(), 503, "a second file");
    greedy.extend(takers(&server, &film, "127.0.0.1", 1).await);
    assert_eq!(server.get(&film, "Range: bytes=0-1\r\n").await.status(), 503, "a fourth place");
    for (method, lines, status) in [("HEAD", "", 200), ("HEAD", "Range: bytes=0-1\r\n", 200), ("GET", "", 304), ("GET", "Range: bytes=0-1\r\n", 304)]
    {
        let condition = if status == 304 { format!("If-None-Match: {etag}\r\n") } else { String::new() };
        assert_eq!(server.send(method, &film, &format!("{lines}{condition}")).await.status(), status, "{method} {lines:?} needs no place");
    }
    assert_eq!(server.get("/about/", "").await.status(), 200);
    drop(takers(&server, &other, "127.0.1.1", 1).await);
    drop(greedy);
}

#[tokio::test]
async fn a_thousand_slow_clients_do_not_disturb_a_good_one() {
    let limits = Limits { connections_per_network: 5_000, ..Limits::default() };
    let site = TestSite::new();
    let server = PublicServer::start_with(&site, limits, Doors::default()).await;
    let mut slow = Vec::new();
    for _ in 0..1_000 {
        let mut stream = guarded(TcpStream::connect(server.address)).await.expect("a server");
        stream.write_all(b"GET / HTT").await.expect("a server that listens");
        slow.push(stream);
    }
    let mut good = Client::connect(server.address).await;
    for _ in 0..200 {
        good.send("GET /about/ HTTP/1.1\r\nHost: a\r\n\r\n").await;
        assert_eq!(good.answer("GET").await.status(), 200);
    }
    for stream in &mut slow {
        stream.write_all(b"P/1.1\r\nHost: a\r\n\r\n").await.expect("a server that listens");
        let mut status = [0; 12];
        guarded(stream.read_exact(&mut status)).await.expect("they are still waited for");
        assert_eq!(&status, b"HTTP/1.1 200");
    }
}

#[tokio::test]
async fn a_network_with_too_many_connections_pushes_out_its_own() {
    let limits = Limits { connections_per_network: 20, ..Limits::default() };
    let site = TestSite::new();
    let server = PublicServer::start_with(&site, limits, Doors::default()).await;
    let mut slow = Vec::new();
    for _ in 0..60 {
        let mut stream = TcpStream::connect(server.address).await.expect("a server");
        stream.write_all(b"GET / HTT").await.expect("a server that listens");
        slow.push(stream);
    }
    assert_eq!(server.get("/about/", "").await.status(), 200, "a newcomer is let in");
    let mut stayed = Vec::new();
    for (number, stream) in slow.iter_mut().enumerate() {
        let mut status = [0; 12];
        let is_answered = stream.write_all(b"P/1.1\r\nHost: a\r\n\r\n").await.is_ok() && guarded(stream.read_exact(&mut status)).await.is_ok();
        if is_answered && &status == b"HTTP/1.1 200" {
            stayed.push(number);
        }
    }
    assert!(!stayed.is_empty() && stayed.len() <= 20, "{stayed:?}");
    // Which thread takes which connection is chance, and so is the exact order.
    let late = stayed.iter().filter(|number| **number >= 30).count();
    assert!(late > stayed.len() / 2, "the oldest had to go: {stayed:?}");
}
