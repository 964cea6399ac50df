//! The draft over a real connection: what each kind of request is answered.

mod support;

use serde_json::Value;
use support::{TestServer, TestSite, file_url, guarded, until};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test]
async fn pages_are_found_and_moved_and_missing() {
    let site = TestSite::new();
    let server = TestServer::start(site.app()).await;
    let page = server.get("/about/").await;
    assert_eq!(page.status(), 200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none';")));
    assert!(page.body().contains("First text."));
    for (target, leads_to) in [("/about", "/about/"), ("/about?a=b", "/about/?a=b"), ("/old/", "/about/")] {
        let moved = server.get(target).await;
        assert_eq!((moved.status(), moved.header("location")), (301, Some(leads_to)), "{target}");
    }
    for target in ["/nothing/", "/nothing", "/%2e%2e/site.toml", "/..%2fsite.toml", "/%ff", "/content/about.md", "/about//"] {
        assert_eq!(server.get(target).await.status(), 404, "{target}");
    }
}

#[tokio::test]
async fn what_was_taken_down_answers_so() {
    let site = TestSite::new();
    site.write("site.toml", "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\", \"de\"]\ngone = [\"/news/\", \"/de/neues/\"]\n");
    let server = TestServer::start(site.app()).await;
    for (target, words) in [("/news/", "taken down"), ("/de/neues/", "wurde entfernt"), ("/news", "taken down")] {
        let answer = server.get(target).await;
        assert!(answer.status() == 410 && answer.body().contains(words), "{answer:?}");
    }
}

#[tokio::test]
async fn only_reading_is_answered() {
    let site = TestSite::new();
    let server = TestServer::start(site.app()).await;
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let refused = server.send(method, "/about/", "Content-Length: 0\r\n").await;
        assert_eq!((refused.status(), refused.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    let (head, get) = (server.send("HEAD", "/about/", "").await, server.get("/about/").await);
    assert_eq!((head.status(), head.body()), (200, ""));
    assert_eq!(head.header("content-length"), Some(get.body().len().to_string().as_str()));
}

#[tokio::test]
async fn other_host_names_are_refused() {
    let site = TestSite::new();
    let server = TestServer::start(site.app()).await;
    for request in [
        "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
    ] {
        let refused = server.raw(request).await;
        assert_eq!(refused.status(), 421, "{request}");
        assert!(!refused.text.contains("Welcome"), "{request}");
    }
    assert_eq!(server.raw("GET / HTTP/1.1\r\nHost: LocalHost:1\r\nConnection: close\r\n\r\n").await.status(), 200);
}

#[tokio::test]
async fn a_file_comes_whole_or_in_part() {
    let site = TestSite::new();
    let large: String = (0..30_000).map(|number| format!("{number:08}")).collect();
    site.write("content/film/film.bin", &large);
    let server = TestServer::start(site.app()).await;
    let film = file_url(&server.app, "film.bin").href();
    let whole = server.get(&film).await;
    assert_eq!((whole.status(), whole.header("accept-ranges")), (200, Some("bytes")));
    assert!(whole.body() == large, "the film comes as it is");
    for (range, status, content_range, body) in [
        ("bytes=8-15", 206, "bytes 8-15/240000", "00000001"),
        ("bytes=239992-", 206, "bytes 239992-239999/240000", "00029999"),
        ("bytes=-4", 206, "bytes 239996-239999/240000", "9999"),
        ("bytes=65532-65539", 206, "bytes 65532-65539/240000", &large[65532..65540]),
    ] {
        let part = server.send("GET", &film, &format!("Range: {range}\r\n")).await;
        assert_eq!((part.status(), part.header("content-range"), part.body()), (status, Some(content_range), body), "{range}");
    }
    let outside = server.send("GET", &film, "Range: bytes=240000-\r\n").await;
    assert_eq!((outside.status(), outside.header("content-range")), (416, Some("bytes */240000")));
    let unclear = server.send("GET", &film, "Range: bytes=0-1,4-5\r\n").await;
    assert_eq!((unclear.status(), unclear.body().len()), (200, 240_000));
}

#[tokio::test]
async fn an_old_address_with_a_query_leads_on() {
    let site = TestSite::new();
    site.write("content/about.md", "+++\ntitle = \"About\"\naliases = [\"/?p=12\"]\n+++\n");
    site.write("site.toml", "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\ngone = [\"/?p=14\"]\n");
    let server = TestServer::start(site.app()).await;
    for (target, status, location) in
        [("/?p=12", 301, Some("/about/")), ("/?x=1&p=12", 301, Some("/about/")), ("/?p=13", 200, None), ("/?p=14", 410, None), ("/", 200, None)]
    {
        let answer = server.get(target).await;
        assert_eq!((answer.status(), answer.header("location")), (status, location), "{target}");
    }
}

#[tokio::test]
async fn a_file_that_could_run_is_put_in_a_sandbox() {
    let site = TestSite::new();
    let server = TestServer::start(site.app()).await;
    let drawing = server.get(&file_url(&server.app, "drawing.svg").href()).await;
    assert_eq!((drawing.status(), drawing.header("content-security-policy")), (200, Some("default-src 'none'; sandbox")));
    let part = server.send("GET", &file_url(&server.app, "drawing.svg").href(), "Range: bytes=0-3\r\n").await;
    assert_eq!((part.status(), part.body()), (206, "<svg"));
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_became_a_link_out_of_the_folder_is_not_served() {
    let site = TestSite::new();
    std::fs::write(site.outside().join("secret"), "secret").expect("a writable folder");
    let server = TestServer::start(site.app()).await;
    let film = file_url(&server.app, "film.bin").href();
    std::fs::remove_file(site.path("content/film/film.bin")).expect("it is there");
    std::os::unix::fs::symlink(site.outside().join("secret"), site.path("content/film/film.bin")).expect("a link");
    let answer = server.get(&film).await;
    assert_eq!(answer.status(), 404);
    assert!(!answer.text.contains("secret"));
}

#[tokio::test]
async fn a_page_hears_of_the_next_edition_even_if_it_came_before_it_listened() {
    let site = TestSite::new();
    let (app, watch) = site.followed();
    let mut server = TestServer::start(app).await;
    server.watch = Some(watch);
    let page = server.get("/about/").await;
    let number = page.body().split("/-/live.js?edition=").nth(1).and_then(|rest| rest.split('&').next()).expect("the script").to_owned();
    site.write("content/about.md", "+++\ntitle = \"About\"\n+++\nSecond text.\n");
    until(&server.app, |edition| text_of(edition, "content/about.md").contains("Second")).await;
    let mut listener = TcpStream::connect(server.address).await.expect("a server");
    let request = format!("GET /-/live?seen={number} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    listener.write_all(request.as_bytes()).await.expect("a server that listens");
    let heard = guarded(read_until(&mut listener, "event: edition")).await;
    assert!(heard.contains("content-type: text/event-stream"), "{heard}");
    assert!(server.get("/about/").await.body().contains("Second text."));
}

#[tokio::test]
async fn the_end_of_the_server_ends_what_listens() {
    let site = TestSite::new();
    let mut server = TestServer::start(site.app()).await;
    let mut listener = TcpStream::connect(server.address).await.expect("a server");
    listener.write_all(b"GET /-/live HTTP/1.1\r\nHost: localhost\r\n\r\n").await.expect("a server that listens");
    guarded(read_until(&mut listener, ":\n")).await;
    server.end.take().map(|end| end.send(()));
    let mut rest = Vec::new();
    guarded(listener.read_to_end(&mut rest)).await.expect("a connection that is closed in order");
    guarded(server.ended).await.expect("no panic").expect("an orderly end");
}

#[tokio::test]
async fn a_page_that_can_not_be_rendered_shows_why() {
    let site = TestSite::new();
    // It fails only with this entry, so that it passes the theme's own check.
    let failing = "{% if entry.title == 'About' %}<b>{{ nothing.there }}</b>{% endif %}";
    site.write("theme/templates/page.html", format!("{{% extends \"default/page.html\" %}}{{% block facts %}}{failing}{{% endblock %}}"));
    let server = TestServer::start(site.app()).await;
    let answer = server.get("/about/").await;
    assert_eq!(answer.status(), 500, "{}", answer.text);
    assert!(answer.body().contains("theme/templates/page.html") && answer.body().contains("&lt;b&gt;"), "{}", answer.text);
    assert!(!answer.body().contains("<b>"), "{}", answer.text);
    assert!(answer.body().contains("/-/live.js"), "{}", answer.text);
    assert!(answer.body().contains("<html lang=\"en\"") && answer.body().contains("href=\"/-/live.css\""), "{}", answer.text);
    let told = told(&server, "/about/").await;
    assert_eq!((told["page"].as_str(), told["errors"].as_u64()), (tag_in(answer.body()).as_deref(), Some(1)), "{told}");
    assert_eq!(told["here"][0]["file"], "theme/templates/page.html", "what keeps the page from being shown is the page's: {told}");
    assert_eq!(server.get("/").await.status(), 200);
    assert_eq!(self::told(&server, "/").await["errors"], 0, "nothing keeps the home page from being shown");
}

#[tokio::test]
async fn while_the_settings_can_not_be_read_every_page_says_why() {
    let site = TestSite::new();
    site.write("site.toml", "title = T\nowner = \"O\"\nlanguages = [\"en\", \"de\"\n");
    let (app, watch) = site.followed();
    let mut server = TestServer::start(app).await;
    server.watch = Some(watch);
    for path in ["/", "/about/", "/about", "/de/about/", "/old/", "/nothing/", "/%ff"] {
        let answer = server.get(path).await;
        assert_eq!((answer.status(), answer.header("content-type")), (500, Some("text/html; charset=utf-8")), "{path}");
        let body = answer.body();
        assert!(body.contains("site.toml:1:9") && body.contains("site.toml:3:13") && body.contains("/-/live.js"), "{path}: {body}");
    }
    let broken = told(&server, "/de/about/").await;
    let here: Vec<_> = broken["here"].as_array().expect("a list").iter().map(|one| one["line"].as_u64()).collect();
    assert_eq!((here.as_slice(), broken["elsewhere"].as_array().map(Vec::len)), ([Some(1), Some(3)].as_slice(), Some(0)), "{broken}");
    assert_eq!(broken["page"].as_str(), tag_in(server.get("/de/about/").await.body()).as_deref());
    let whole = "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\", \"de\"]\n";
    site.write("site.toml", whole);
    until(&server.app, |edition| !edition.diagnostics.has_errors()).await;
    for path in ["/", "/about/", "/de/about/"] {
        assert_eq!(server.get(path).await.status(), 200, "{path}");
    }
    let mended = told(&server, "/de/about/").await;
    assert!(mended["page"] != broken["page"] && mended["edition"] != broken["edition"], "the script loads the page again: {mended}");
    site.write("site.toml", format!("{whole}[menu\n"));
    until(&server.app, |edition| edition.diagnostics.has_errors()).await;
    let german = server.get("/de/about/").await;
    assert_eq!(german.status(), 500, "{}", german.text);
    assert!(german.body().contains("<html lang=\"de\"") && german.body().contains("site.toml:4:"), "{}", german.text);
}

/// What the script in a page hears.
async fn told(server: &TestServer, page: &str) -> Value {
    let answer = server.get(&format!("/-/diagnostics{page}")).await;
    assert_eq!((answer.status(), answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
    assert_eq!((answer.header("cache-control"), answer.header("access-control-allow-origin")), (Some("no-store"), None), "{answer:?}");
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{answer:?}");
    serde_json::from_str(answer.body()).expect("JSON")
}

/// What the script in a page knows the page by.
fn tag_in(page: &str) -> Option<String> {
    Some(page.split("&amp;page=").nth(1)?.split('"').next()?.to_owned())
}

#[tokio::test]
async fn the_script_hears_what_is_wrong_with_its_page_first() {
    let site = TestSite::new();
    site.write("site.toml", "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\", \"de\"]\n");
    site.write("content/about.md", "+++\ntitle = \"About\"\ndescripton = \"<img src=x onerror=alert(1)>\"\n+++\n[x](missing.md)\n");
    site.write("content/aaa.md", "+++\ntitle = \"A\"\ndescripton = \"x\"\n+++\n");
    let server = TestServer::start(site.app()).await;
    let about = told(&server, "/about/").await;
    assert_eq!((about["errors"].as_u64(), about["warnings"].as_u64(), about["left_out"].as_u64()), (Some(3), Some(0), Some(0)), "{about}");
    assert_eq!(about["words"]["count"], "3 errors");
    let of = |list: &Value| list.as_array().expect("a list").iter().map(|one| one["file"].as_str().unwrap_or("").to_owned()).collect::<Vec<_>>();
    assert_eq!(of(&about["here"]), ["content/about.md", "content/about.md"]);
    assert_eq!(of(&about["elsewhere"]), ["content/aaa.md"]);
    let first = &about["here"][0];
    assert_eq!((first["severity"].as_str(), first["code"].as_str()), (Some("error"), Some("field-unknown")), "{first}");
    assert_eq!((first["line"].as_u64(), first["column"].as_u64()), (Some(3), Some(1)), "{first}");
    let line = [&first["before"], &first["text"], &first["after"]].map(|part| part.as_str().expect("text"));
    assert_eq!(line, ["", "descripton", " = \"<img src=x onerror=alert(1)>\""]);
    assert_eq!(first["hints"][0], "did you mean `description`?");
    let german = told(&server, "/de/about/").await;
    assert_eq!((german["words"]["count"].as_str(), german["language"].as_str()), (Some("3 Fehler"), Some("de")), "{german}");
    assert_eq!(of(&german["here"]).len(), 2, "a page that falls back is made of the same file: {german}");
    let nowhere = told(&server, "/nowhere/").await;
    assert_eq!(of(&nowhere["here"]).len() + of(&nowhere["elsewhere"]).len(), 3, "{nowhere}");
}

#[tokio::test]
async fn a_page_is_known_by_what_is_sent_of_it() {
    let site = TestSite::new();
    let (app, watch) = site.followed();
    let mut server = TestServer::start(app).await;
    server.watch = Some(watch);
    for path in ["/about/", "/", "/nothing/"] {
        let page = server.get(path).await;
        assert_eq!(told(&server, path).await["page"].as_str(), tag_in(page.body()).as_deref(), "{path}");
    }
    assert_eq!(told(&server, "/about").await["page"], Value::Null, "what leads on is no page");
    let before = (told(&server, "/").await["page"].clone(), told(&server, "/about/").await["page"].clone());
    site.write("content/about.md", "+++\ntitle = \"About\"\n+++\nSecond text.\n");
    until(&server.app, |edition| text_of(edition, "content/about.md").contains("Second")).await;
    let after = (told(&server, "/").await["page"].clone(), told(&server, "/about/").await["page"].clone());
    assert_eq!(before.0, after.0, "the home page says nothing of it");
    assert_ne!(before.1, after.1);
}

#[tokio::test]
async fn what_is_wrong_is_told_to_pages_of_this_server_alone() {
    let site = TestSite::new();
    site.write("content/about.md", "+++\ntitle = \"About\"\ndescripton = \"x\"\n+++\n");
    let server = TestServer::start(site.app()).await;
    let own = server.address;
    for names in [
        "Host: evil.example\r\n".to_owned(),
        format!("Host: {own}\r\nOrigin: https://evil.example\r\n"),
        format!("Host: {own}\r\nOrigin: http://127.0.0.1:1\r\n"),
        format!("Host: {own}\r\nOrigin: null\r\n"),
        format!("Host: {own}\r\nOrigin: http://{own}\r\nOrigin: https://evil.example\r\n"),
    ] {
        for path in ["/-/diagnostics/about/", "/-/live", "/about/"] {
            let refused = server.raw(&format!("GET {path} HTTP/1.1\r\n{names}Connection: close\r\n\r\n")).await;
            assert_eq!(refused.status(), 421, "{names}");
            assert!(!refused.text.contains("descripton") && refused.header("access-control-allow-origin").is_none(), "{names}");
        }
    }
    let own = server.send("GET", "/-/diagnostics/about/", &format!("Origin: http://{own}\r\n")).await;
    assert!(own.status() == 200 && own.body().contains("descripton"), "{own:?}");
}

#[tokio::test]
async fn the_servers_own_is_for_its_own_pages() {
    let site = TestSite::new();
    let server = TestServer::start(site.app()).await;
    for path in ["/-/diagnostics/about/", "/-/live", "/-/live.js", "/-/live.css", "/-/nothing"] {
        for who in ["cross-site", "same-site"] {
            assert_eq!(server.send("GET", path, &format!("Sec-Fetch-Site: {who}\r\n")).await.status(), 403, "{path} {who}");
        }
    }
    for who in ["same-origin", "none"] {
        assert_eq!(server.send("GET", "/-/diagnostics/about/", &format!("Sec-Fetch-Site: {who}\r\n")).await.status(), 200, "{who}");
    }
    assert_eq!(server.send("GET", "/about/", "Sec-Fetch-Site: cross-site\r\n").await.status(), 200, "a link leads to a page from anywhere");
}

#[tokio::test]
async fn of_a_long_line_the_part_is_told_that_is_marked() {
    let site = TestSite::new();
    let long = "words ".repeat(100_000);
    site.write("content/about.md", format!("+++\ntitle = \"About\"\n+++\n{long}[a](nowhere.md) {long}\n"));
    let server = TestServer::start(site.app()).await;
    let told = told(&server, "/about/").await;
    let one = &told["here"][0];
    assert!(told.to_string().len() < 5_000, "{} bytes", told.to_string().len());
    let part = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
    assert!(part("before").starts_with('…') && part("before").contains("words "), "{one}");
    assert!(part("text").contains("nowhere.md") && part("after").ends_with('…'), "{one}");
}

#[tokio::test]
async fn there_is_an_end_to_connections_and_whoever_comes_later_waits() {
    let site = TestSite::new();
    let server = TestServer::start(site.app()).await;
    let mut many = Vec::new();
    for _ in 0..256 {
        many.push(guarded(TcpStream::connect(server.address)).await.expect("a server"));
    }
    let later = server.get("/about/");
    tokio::pin!(later);
    let waits = tokio::time::timeout(std::time::Duration::from_millis(300), later.as_mut()).await;
    assert!(waits.is_err(), "all places are taken");
    drop(many);
    assert_eq!(later.await.status(), 200);
}

#[tokio::test]
async fn a_site_with_more_than_can_be_read_tells_a_part_of_it() {
    let site = TestSite::new();
    let fields: String = (0..300).map(|number| format!("unknown{number} = 1\n")).collect();
    site.write("content/about.md", format!("+++\ntitle = \"About\"\n{fields}+++\n"));
    let server = TestServer::start(site.app()).await;
    let told = told(&server, "/").await;
    let listed = told["here"].as_array().expect("a list").len() + told["elsewhere"].as_array().expect("a list").len();
    assert_eq!((listed, told["errors"].as_u64(), told["left_out"].as_u64()), (200, Some(300), Some(100)), "{}", told["words"]);
    assert_eq!(told["words"]["left_out"], "100 more are not listed here.");
}

fn text_of(edition: &casebook_site::edition::Edition, path: &str) -> String {
    let path = casebook_site::source::SitePath::new(path).expect("a path");
    edition.source.text(&path).unwrap_or_default().to_owned()
}

async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut heard = String::new();
    let mut buffer = [0; 1024];
    while !heard.contains(end) {
        let len = stream.read(&mut buffer).await.expect("a connection");
        assert!(len > 0, "it ended before {end:?}: {heard}");
        heard.push_str(&String::from_utf8_lossy(&buffer[..len]));
    }
    heard
}
