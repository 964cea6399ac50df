//! When a change becomes public, and when it doesn't.

mod support;

use casebook_server::OpenError;
use casebook_site::diagnostic::Diagnostics;
use support::{Answer, PublicServer, TestClock, TestSite, publish};

const ABOUT: &str = "+++\ntitle = \"About\"\n+++\n";
const BROKEN: &str = "+++\ntitle = \"About\"\n+++\n:::nonsense\nBroken text.\n:::\n";

fn shows(words: &str) -> impl Fn(&Answer) -> bool + '_ {
    move |answer| answer.body().contains(words)
}

fn has_status(status: u16) -> impl Fn(&Answer) -> bool {
    move |answer| answer.status() == status
}

#[tokio::test]
async fn a_good_change_goes_live_and_a_broken_one_does_not() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    site.write("content/about.md", format!("{ABOUT}Second text.\n"));
    server.until_page("/about/", shows("Second text.")).await;
    site.write("content/about.md", BROKEN);
    server.until_told(Diagnostics::has_errors).await;
    assert!(server.get("/about/", "").await.body().contains("Second text."), "the last good edition stays");
    site.write("content/about.md", format!("{ABOUT}Third text.\n"));
    server.until_page("/about/", shows("Third text.")).await;
    assert!(!server.publisher.diagnostics().has_errors());
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_can_not_be_read_is_not_taken_down() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    std::fs::remove_file(site.path("content/about.md")).expect("it is there");
    std::os::unix::fs::symlink("nowhere", site.path("content/about.md")).expect("a link");
    server.until_told(Diagnostics::has_errors).await;
    server.until_told(|told| told.iter().any(|one| one.code == "link-broken")).await;
    site.write("content/other.md", format!("{ABOUT}Another page.\n"));
    server.until_told(Diagnostics::has_errors).await;
    std::fs::remove_file(site.path("content/about.md")).expect("it is there");
    site.write("content/about.md", format!("{ABOUT}Mended text.\n"));
    server.until_page("/about/", shows("Mended text.")).await;
}

#[tokio::test]
async fn drafts_are_not_public() {
    let site = TestSite::new();
    site.write("content/secret.md", "+++\ntitle = \"Secret\"\ndraft = true\n+++\nSecret text.\n");
    let server = PublicServer::start(&site).await;
    assert_eq!(server.get("/secret/", "").await.status(), 404);
    assert!(!server.get("/sitemap.xml", "").await.body().contains("secret"));
    assert!(!server.get("/about/", "").await.body().contains("/-/"), "what is live in the draft is the draft's");
    for own in ["/-/live", "/-/live.js", "/-/live.css", "/-/diagnostics/about/"] {
        assert_eq!(server.get(own, "").await.status(), 404, "{own}");
    }
}

#[tokio::test]
async fn a_page_appears_at_its_minute_and_goes_at_its_minute() {
    let site = TestSite::new();
    site.write("content/coming.md", "+++\ntitle = \"Coming\"\npublish_at = 2026-06-01T12:00:00Z\nexpire_at = 2026-06-02T12:00:00Z\n+++\n");
    let server = PublicServer::start(&site).await;
    for (moment, status) in [
        ("2026-06-01T11:59:59Z", 404),
        ("2026-06-01T12:00:00Z", 200),
        ("2026-06-02T11:59:59Z", 200),
        ("2026-06-02T12:00:00Z", 404),
        // The machine's clock was wrong and is set back.
        ("2026-06-01T18:00:00Z", 200),
    ] {
        server.clock.set(moment);
        server.until_page("/coming/", has_status(status)).await;
    }
}

#[tokio::test]
async fn what_expires_goes_also_while_something_else_is_broken() {
    let site = TestSite::new();
    site.write("content/going.md", "+++\ntitle = \"Going\"\nexpire_at = 2026-06-02T12:00:00Z\n+++\n");
    let server = PublicServer::start(&site).await;
    site.write("content/about.md", BROKEN);
    server.until_told(Diagnostics::has_errors).await;
    assert_eq!(server.get("/going/", "").await.status(), 200);
    server.clock.set("2026-06-02T12:00:00Z");
    server.until_page("/going/", has_status(404)).await;
    assert!(server.get("/about/", "").await.body().contains("First text."), "the rest of the last good edition stays");
}

#[tokio::test]
async fn after_a_restart_with_errors_readers_get_the_last_good_edition() {
    let site = TestSite::new();
    let mut server = PublicServer::start(&site).await;
    server.end().await;
    drop(server);
    site.write("content/about.md", BROKEN);
    let server = PublicServer::start(&site).await;
    assert!(server.get("/about/", "").await.body().contains("First text."));
    assert!(server.publisher.diagnostics().has_errors());
    site.write("content/about.md", format!("{ABOUT}Mended text.\n"));
    server.until_page("/about/", shows("Mended text.")).await;
}

#[tokio::test]
async fn errors_and_nothing_to_fall_back_on_end_the_start() {
    let site = TestSite::new();
    site.write("content/about.md", BROKEN);
    let opened = publish(&site, &TestClock::default());
    assert!(matches!(opened, Err(OpenError::Broken(diagnostics)) if diagnostics.has_errors()));
}
