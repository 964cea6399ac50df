//! The public server's answers: what readers, caches and machines get.

mod support;

use casebook_server::{Doors, Limits};
use std::collections::BTreeMap;
use support::{Answer, Client, PublicServer, TestSite, guarded};

const HTML: &str = "text/html; charset=utf-8";

/// A site in two languages with a page long enough to be compressed.
fn site() -> TestSite {
    let site = TestSite::new();
    let toml = "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\", \"de\"]\nbase = \"https://example.org\"\ngone = [\"/taken/down/\", \"/de/weg/\", \"/?p=9\"]\n[redirects]\n\"/old/\" = \"/about/\"\n\"/?p=7\" = \"/about/\"\n";
    site.write("site.toml", toml);
    site.write("content/about.md", format!("+++\ntitle = \"About\"\naliases = [\"/more/\"]\n+++\n{}\n", "Words and words. ".repeat(300)));
    site
}

/// Where the file with this name is served.
fn file_path(server: &PublicServer, name: &str) -> String {
    let edition = server.publisher.live();
    edition.site.urls().find(|url| url.as_str().ends_with(name)).expect("the file has an address").href()
}

fn headers(answer: &Answer) -> BTreeMap<String, String> {
    let head = answer.text.split("\r\n\r\n").next().unwrap_or_default();
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let of_the_moment = ["date", "connection"];
    lines.filter(|(name, _)| !of_the_moment.contains(name)).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[tokio::test]
async fn there_is_an_end_to_monitors_and_whoever_comes_later_waits() {
    let site = TestSite::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let doors = Doors { monitor: Some(listener), ..Doors::default() };
    let _server = PublicServer::start_with(&site, Limits::default(), doors).await;
    let mut many = Vec::new();
    for _ in 0..32 {
        let mut client = Client::connect(address).await;
        client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").await;
        assert_eq!(client.answer("GET").await.status(), 200);
        many.push(client);
    }
    let mut later = Client::connect(address).await;
    later.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let waits = tokio::time::timeout(std::time::Duration::from_millis(300), later.try_answer("GET")).await;
    assert!(waits.is_err(), "all places are taken");
    drop(many);
    assert_eq!(later.answer("GET").await.status(), 200);
}

#[tokio::test]
async fn both_ways_of_answering_give_the_same() {
    let site = site();
    let server = PublicServer::start(&site).await;
    let film = file_path(&server, "film.bin");
    let drawing = file_path(&server, "drawing.svg");
    let tag = server.get("/about/", "").await.header("etag").expect("a tag").to_owned();
    for (target, lines) in [
        ("/", String::new()),
        ("/about/", "Accept-Encoding: br, gzip\r\n".to_owned()),
        ("/about/", "Accept-Encoding: gzip\r\n".to_owned()),
        ("/about/", format!("If-None-Match: {tag}\r\n")),
        ("/de/", String::new()),
        ("/feed.xml", String::new()),
        ("/sitemap.xml", String::new()),
        ("/robots.txt", String::new()),
        (film.as_str(), String::new()),
        (drawing.as_str(), String::new()),
    ] {
        let (in_place, by_hyper) = (server.get(target, &lines).await, server.get_by_hyper(target, &lines).await);
        assert_eq!(in_place.status(), by_hyper.status(), "{target} {lines}");
        assert_eq!(headers(&in_place), headers(&by_hyper), "{target} {lines}");
        assert_eq!(in_place.body(), by_hyper.body(), "{target} {lines}");
        assert!(matches!(in_place.status(), 200 | 304), "{target} {lines}");
        assert!(in_place.header("date").is_some_and(|date| date == "Thu, 01 Jan 1970 00:00:00 GMT"), "the date is the clock's");
    }
}

#[tokio::test]
async fn each_encoding_has_its_own_tag() {
    let site = site();
    let server = PublicServer::start(&site).await;
    let mut tags = Vec::new();
    for (accepted, encoding) in [("br, gzip", Some("br")), ("gzip, deflate", Some("gzip")), ("deflate", None), ("br;q=0", None)] {
        let answer = server.get("/about/", &format!("Accept-Encoding: {accepted}\r\n")).await;
        assert_eq!((answer.status(), answer.header("content-encoding")), (200, encoding), "{accepted}");
        assert_eq!((answer.header("vary"), answer.header("content-type")), (Some("accept-encoding"), Some(HTML)));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        tags.push(answer.header("etag").expect("a tag").to_owned());
    }
    assert_eq!(tags[2], tags[3]);
    assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2]);
    for tag in &tags {
        let unchanged = server.get("/about/", &format!("Accept-Encoding: br\r\nIf-None-Match: \"x\", W/{tag}\r\n")).await;
        assert_eq!((unchanged.status(), unchanged.body()), (304, ""));
        assert_eq!((unchanged.header("etag"), unchanged.header("vary")), (Some(tag.as_str()), Some("accept-encoding")));
        assert_eq!(unchanged.header("content-length"), None);
    }
    let twice = format!("If-None-Match: \"x\"\r\nIf-None-Match: {}\r\n", tags[0]);
    assert_eq!(server.get("/about/", &twice).await.status(), 304, "two lists of tags are one list");
}

#[tokio::test]
async fn a_page_is_sent_as_it_is_until_it_is_compressed() {
    let site = site();
    let server = PublicServer::start_with(&site, Limits::default(), Doors::default()).await;
    let first = server.get("/about/", "Accept-Encoding: br\r\n").await;
    assert_eq!((first.status(), first.header("content-encoding")), (200, None));
    server.publisher.make_ready();
    let second = server.get("/about/", "Accept-Encoding: br\r\n").await;
    assert_eq!((second.status(), second.header("content-encoding")), (200, Some("br")));
    let known = format!("Accept-Encoding: br\r\nIf-None-Match: {}\r\n", first.header("etag").expect("a tag"));
    assert_eq!(server.get("/about/", &known).await.status(), 304, "what was sent before is still fresh");
}

#[tokio::test]
async fn head_says_the_same_without_the_body() {
    let site = site();
    let server = PublicServer::start(&site).await;
    for target in ["/about/", file_path(&server, "film.bin").as_str()] {
        let (get, head) = (server.get(target, "").await, server.send("HEAD", target, "").await);
        assert_eq!(headers(&get), headers(&head), "{target}");
        assert!(!get.body().is_empty() && head.body().is_empty(), "{target}");
    }
    let ranged = server.send("HEAD", &file_path(&server, "film.bin"), "Range: bytes=0-3\r\n").await;
    assert_eq!((ranged.status(), ranged.header("content-length")), (200, Some("10")), "a range means something to GET alone");
    let mut client = Client::connect(server.address).await;
    client.send("HEAD /about/ HTTP/1.1\r\nHost: a\r\n\r\nGET /de/ HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(client.answer("HEAD").await.status(), 200);
    assert!(client.answer("GET").await.body().contains("lang=\"de\""), "requests in a row are answered in their order");
}

#[tokio::test]
async fn parts_of_files_are_sent() {
    let site = site();
    let large: String = (0..300_000).map(|number| format!("{number:08}")).collect();
    site.write("content/film/film.bin", &large);
    let server = PublicServer::start(&site).await;
    let film = file_path(&server, "film.bin");
    let whole = server.get(&film, "").await;
    assert_eq!((whole.status(), whole.header("accept-ranges"), whole.body().len()), (200, Some("bytes"), large.len()));
    let tag = whole.header("etag").expect("a tag").to_owned();
    for (range, status, content_range, body) in [
        ("bytes=8-15", 206, Some("bytes 8-15/2400000"), "00000001"),
        ("bytes=-4", 206, Some("bytes 2399996-2399999/2400000"), "9999"),
        ("bytes=2400000-", 416, Some("bytes */2400000"), "The file is shorter than that.\n"),
    ] {
        let part = server.get(&film, &format!("Range: {range}\r\n")).await;
        assert_eq!((part.status(), part.header("content-range"), part.body()), (status, content_range, body), "{range}");
    }
    let fresh = server.get(&film, &format!("Range: bytes=8-15\r\nIf-Range: {tag}\r\n")).await;
    assert_eq!((fresh.status(), fresh.body()), (206, "00000001"));
    let stale = server.get(&film, "Range: bytes=8-15\r\nIf-Range: \"x\"\r\n").await;
    assert_eq!((stale.status(), stale.body().len()), (200, large.len()), "a part of something else is of no use");
}

#[tokio::test]
async fn who_asks_for_certain_bytes_gets_those_or_none() {
    let site = site();
    let server = PublicServer::start(&site).await;
    let (film, drawing) = (file_path(&server, "film.bin"), file_path(&server, "drawing.svg"));
    for target in ["/about/", film.as_str(), drawing.as_str()] {
        let tag = server.get(target, "").await.header("etag").expect("a tag").to_owned();
        for (lines, status) in [
            (format!("If-Match: {tag}\r\n"), 200),
            (format!("If-Match: \"x\", {tag}\r\n"), 200),
            (format!("If-Match: \"x\"\r\nIf-Match: {tag}\r\n"), 200),
            ("If-Match: *\r\n".to_owned(), 200),
            ("If-Match: \"x\"\r\n".to_owned(), 412),
            (format!("If-Match: W/{tag}\r\n"), 412),
            (format!("If-Match: \"x\"\r\nIf-None-Match: {tag}\r\n"), 412),
            (format!("If-Match: {tag}\r\nIf-None-Match: {tag}\r\n"), 304),
            ("If-Match: \"x\"\r\nRange: bytes=0-3\r\n".to_owned(), 412),
            // Nobody knows when it changed, and then the RFC wants this to be left alone.
            ("If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n".to_owned(), 200),
        ] {
            assert_eq!(server.get(target, &lines).await.status(), status, "{target} {lines}");
        }
    }
    assert_eq!(server.get("/nowhere/", "If-Match: \"x\"\r\n").await.status(), 404, "only what is there has conditions");
    assert_eq!(server.get("/old/", "If-Match: \"x\"\r\n").await.status(), 301);
}

#[tokio::test]
async fn addresses_lead_where_they_should() {
    let site = site();
    let server = PublicServer::start(&site).await;
    for (target, status, location) in [
        ("/old/", 301, Some("/about/")),
        ("/old", 301, Some("/about/")),
        ("/more/", 301, Some("/about/")),
        ("/about", 301, Some("/about/")),
        ("/about?x=1", 301, Some("/about/?x=1")),
        ("/about/index.html", 301, Some("/about/")),
        ("/index.html", 301, Some("/")),
        ("/?p=7", 301, Some("/about/")),
        ("/?p=7&utm_source=x", 301, Some("/about/")),
        ("/?p=8", 200, None),
        ("/?p=9&utm_source=x", 410, None),
        ("/about/?utm_source=x", 200, None),
        ("/%61bout/", 200, None),
        ("/about%2F", 404, None),
        ("/about%2f", 404, None),
        ("/%2Fabout/", 404, None),
        ("/about//", 404, None),
        ("/film.bin", 404, None),
    ] {
        let answer = server.get(target, "").await;
        assert_eq!((answer.status(), answer.header("location")), (status, location), "{target}");
    }
    let health = server.get("/healthz", "").await;
    assert_eq!((health.status(), health.body()), (200, "ok\n"));
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_readers_language() {
    let site = site();
    let server = PublicServer::start(&site).await;
    for (target, language) in [("/nowhere/", "lang=\"en\""), ("/de/nirgends/", "lang=\"de\""), ("/%ff", "lang=\"en\"")] {
        let answer = server.get(target, "Accept-Encoding: gzip;q=0\r\nIf-None-Match: *\r\n").await;
        assert_eq!((answer.status(), answer.header("content-type")), (404, Some(HTML)), "{target}");
        assert!(answer.body().contains(language) && answer.body().contains("<h1"), "{target}");
        assert!(answer.header("content-security-policy").is_some_and(|policy| policy.contains("frame-ancestors 'none'")), "{target}");
    }
}

#[tokio::test]
async fn what_was_taken_down_is_said_to_be_gone() {
    let site = site();
    let server = PublicServer::start(&site).await;
    for (target, language) in [("/taken/down/", "lang=\"en\""), ("/taken/down", "lang=\"en\""), ("/de/weg/", "lang=\"de\"")] {
        let answer = server.get(target, "").await;
        assert_eq!((answer.status(), answer.header("content-type")), (410, Some(HTML)), "{target}");
        assert!(answer.body().contains(language), "{target}");
    }
}

#[tokio::test]
async fn every_class_of_answer_has_its_policy() {
    let site = site();
    let server = PublicServer::start(&site).await;
    let style = server.publisher.live().site.urls().find(|url| url.as_str().ends_with(".css")).expect("a style sheet").href();
    let (film, drawing) = (file_path(&server, "film.bin"), file_path(&server, "drawing.svg"));
    for (target, cache, csp, resource, origin) in [
        ("/about/", "no-cache", Some("default-src 'none'; img-src 'self'"), "same-origin", None),
        ("/feed.xml", "no-cache", None, "cross-origin", Some("*")),
        ("/sitemap.xml", "no-cache", None, "cross-origin", Some("*")),
        (style.as_str(), "public, max-age=31536000, immutable", None, "same-origin", None),
        (film.as_str(), "public, max-age=31536000, immutable", Some("default-src 'none'; sandbox"), "same-origin", None),
        (drawing.as_str(), "public, max-age=31536000, immutable", Some("default-src 'none'; sandbox"), "same-origin", None),
    ] {
        let answer = server.get(target, "").await;
        assert_eq!((answer.status(), answer.header("cache-control")), (200, Some(cache)), "{target}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{target}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some(resource), "{target}");
        assert_eq!(answer.header("access-control-allow-origin"), origin, "{target}");
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"), "{target}");
        let policy = answer.header("content-security-policy");
        assert!(csp.map_or(policy.is_none(), |csp| policy.is_some_and(|policy| policy.starts_with(csp))), "{target}: {policy:?}");
    }
}

#[tokio::test]
async fn a_file_that_changed_on_disk_is_not_sent_under_the_old_address() {
    let site = site();
    let server = PublicServer::start(&site).await;
    let film = file_path(&server, "film.bin");
    assert_eq!(server.get(&film, "").await.body(), "0123456789");
    // A broken page keeps the last good edition live, which still names the old film.
    site.write("content/about.md", "+++\ntitl = \"?\"\n+++\n");
    site.write("content/film/film.bin", "9876543210");
    guarded(async {
        while server.get(&film, "").await.status() == 200 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let answer = server.get(&film, "").await;
    assert_eq!((answer.status(), answer.text.contains("9876543210")), (404, false));
}

/// Sent by hyper, and in place while the client's window is full.
#[tokio::test]
async fn a_file_that_is_overwritten_while_it_is_sent_breaks_off() {
    for (len, count) in [(40_000_000, 1), (1_000_000, 40)] {
        let site = site();
        site.write("content/film/film.bin", vec![b'a'; len]);
        let server = PublicServer::start(&site).await;
        let film = file_path(&server, "film.bin");
        let mut slow = Client::connect(server.address).await;
        slow.send(&format!("GET {film} HTTP/1.1\r\nHost: a\r\n\r\n").repeat(count)).await;
        slow.some().await;
        site.write("content/film/film.bin", vec![b'b'; len]);
        let mut whole = 0;
        while let Some(answer) = guarded(slow.try_answer("GET")).await {
            if answer.status() == 200 {
                assert!(answer.body().len() == len && answer.body().bytes().all(|byte| byte == b'a'), "bytes of two files in one answer");
                whole += 1;
            }
        }
        assert!(whole < count, "it was overwritten before all was sent");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_became_a_link_out_of_the_folder_is_not_sent() {
    let site = site();
    std::fs::write(site.outside().join("secret"), "0123456789").expect("a writable folder");
    let server = PublicServer::start(&site).await;
    let film = file_path(&server, "film.bin");
    std::fs::remove_file(site.path("content/film/film.bin")).expect("it is there");
    std::os::unix::fs::symlink(site.outside().join("secret"), site.path("content/film/film.bin")).expect("a link");
    assert_eq!(server.get(&film, "").await.status(), 404);
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_can_not_be_read_is_replaced_by_a_page_that_reveals_nothing() {
    let site = site();
    let server = PublicServer::start(&site).await;
    let film = file_path(&server, "film.bin");
    std::fs::remove_file(site.path("content/film/film.bin")).expect("it is there");
    // A link to itself: the system can't say what it is.
    std::os::unix::fs::symlink("film.bin", site.path("content/film/film.bin")).expect("a link");
    for answer in [server.get(&film, "").await, server.get_by_hyper(&film, "").await] {
        assert_eq!((answer.status(), answer.header("content-type")), (500, Some(HTML)), "{answer:?}");
        assert!(answer.body().contains("can’t be shown right now") && !answer.body().contains("film.bin"), "{answer:?}");
        assert!(answer.header("x-request-id").is_some_and(|reference| reference.len() == 10), "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
    }
    assert_eq!(server.get("/about/", "").await.status(), 200);
}

#[tokio::test]
async fn nobody_is_answered_after_the_end() {
    let site = site();
    let mut server = PublicServer::start(&site).await;
    let mut waiting = Client::connect(server.address).await;
    waiting.send("GET /about/ HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(waiting.answer("GET").await.status(), 200);
    server.end().await;
    assert!(guarded(waiting.try_answer("GET")).await.is_none(), "who waits is sent away at once");
    assert!(tokio::net::TcpStream::connect(server.address).await.is_err());
}
