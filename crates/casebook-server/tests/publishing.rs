//! When a change becomes public, and when it doesn't.

mod support;

use casebook_server::OpenError;
use casebook_site::diagnostic::Diagnostics;
use support::{Answer, PublicServer, TestClock, TestSite, publish};

const ABOUT: &str = "+++\ntitle = \"About\"\n+++\n";
const OUT: &str = "+++\ntitle = \"Out\"\n+++\nWithdrawn words.\n";
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

/// Puts a link that leads nowhere in the place of a file, so that nobody sees it missing.
#[cfg(unix)]
fn lead_nowhere(site: &TestSite, path: &str) {
    let link = site.outside().join("link");
    std::os::unix::fs::symlink("nowhere", &link).expect("a link");
    std::fs::rename(link, site.path(path)).expect("a writable folder");
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_can_not_be_read_is_not_taken_down() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    lead_nowhere(&site, "content/about.md");
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

#[tokio::test]
async fn what_a_redirect_leads_to_expires_all_the_same() {
    let site = TestSite::new();
    site.write("content/about.md", "+++\ntitle = \"About\"\nexpire_at = 2026-06-02T12:00:00Z\n+++\nFirst text.\n");
    let mut server = PublicServer::start(&site).await;
    assert_eq!(server.get("/old/", "").await.status(), 301);
    server.clock.set("2026-06-02T12:00:00Z");
    server.until_page("/about/", has_status(404)).await;
    assert_eq!(server.get("/old/", "").await.status(), 404);
    assert!(!server.publisher.diagnostics().has_errors());
    let clock = server.clock.clone();
    server.end().await;
    drop(server);
    // The kept source is served as of now, when something else is broken.
    site.write("content/other.md", BROKEN);
    let (publisher, _watch) = publish(&site, &clock).expect("the last good edition");
    assert!(publisher.live().site.urls().all(|url| url.as_str() != "/about/"));
}

#[tokio::test]
async fn what_was_taken_out_goes_also_while_something_else_is_broken() {
    let site = TestSite::new();
    site.write("content/out.md", "+++\ntitle = \"Out\"\n+++\nWithdrawn words.\n");
    site.write("content/back.md", "+++\ntitle = \"Back\"\n+++\nReconsidered words.\n");
    site.write("content/over.md", "+++\ntitle = \"Over\"\n+++\nWords that are over.\n");
    let server = PublicServer::start(&site).await;
    site.write("content/about.md", BROKEN);
    server.until_told(Diagnostics::has_errors).await;
    site.write("content/back.md", "+++\ntitle = \"Back\"\ndraft = true\n+++\nReconsidered words.\n");
    site.write("content/over.md", "+++\ntitle = \"Over\"\nexpire_at = 1960-01-01\n+++\nWords that are over.\n");
    std::fs::remove_file(site.path("content/out.md")).expect("it is there");
    server.until_settled_page("/out/", has_status(404)).await;
    server.until_settled_page("/back/", has_status(404)).await;
    server.until_settled_page("/over/", has_status(404)).await;
    assert!(server.get("/about/", "").await.body().contains("First text."), "the rest of the last good edition stays");
    server.publisher.make_ready();
    assert!(!keeps(&site, "Withdrawn words.") && !keeps(&site, "Reconsidered words.") && keeps(&site, "First text."));
}

#[tokio::test]
async fn what_others_name_goes_at_once_and_blocks_no_other_withdrawal() {
    let site = TestSite::new();
    site.write(
        "site.toml",
        "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\", \"de\"]\n[redirects]\n\"/old/\" = \"/there/\"\n\"/alt/\" = \"/de/dort/\"\n",
    );
    site.write("content/named.md", "+++\ntitle = \"Named\"\nslug = \"there\"\n+++\nWithdrawn words.\n");
    site.write("content/named.de.md", "+++\ntitle = \"Genannt\"\nslug = \"dort\"\n+++\nWithdrawn words.\n");
    site.write("content/naming.md", "+++\ntitle = \"Naming\"\n+++\n[a link](named.md) and [another](spoken.de.md)\n");
    site.write("content/spoken.md", "+++\ntitle = \"Spoken\"\n+++\nEnglish words.\n");
    site.write("content/spoken.de.md", "+++\ntitle = \"Gesprochen\"\n+++\nWithdrawn words.\n");
    site.write("content/shown.md", "+++\ntitle = \"Shown\"\n+++\n[notes](notes.txt)\n");
    site.write("content/notes.txt", "Needed words.");
    site.write("content/other.md", format!("{ABOUT}Reconsidered words.\n"));
    let mut server = PublicServer::start(&site).await;
    for gone in ["content/named.md", "content/named.de.md", "content/spoken.de.md", "content/notes.txt"] {
        std::fs::remove_file(site.path(gone)).expect("it is there");
    }
    server.until_settled_page("/there/", has_status(404)).await;
    server.until_settled_page("/de/dort/", has_status(404)).await;
    server.until_settled_page("/de/spoken/", |answer| !answer.body().contains("Withdrawn words.")).await;
    let naming = server.get("/naming/", "").await;
    assert!(naming.body().contains("a link") && !naming.body().contains("/there/"), "who named it is there and leads nowhere");
    assert_eq!(server.get("/shown/", "").await.status(), 200, "a page stays whole");
    site.write("content/other.md", "+++\ntitle = \"Other\"\ndraft = true\n+++\nReconsidered words.\n");
    server.until_settled_page("/other/", has_status(404)).await;
    server.publisher.make_ready();
    assert!(!keeps(&site, "Withdrawn words.") && !keeps(&site, "Reconsidered words.") && keeps(&site, "Needed words."));
    server.end().await;
    drop(server);
    let server = PublicServer::start(&site).await;
    assert!(server.publisher.diagnostics().has_errors());
    assert_eq!((server.get("/there/", "").await.status(), server.get("/naming/", "").await.status()), (404, 200), "after a restart, too");
}

#[tokio::test]
async fn the_text_of_the_home_page_can_be_taken_down_but_not_by_an_empty_folder() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    std::fs::remove_file(site.path("content/_index.md")).expect("it is there");
    server.until_settled_page("/", |answer| answer.status() == 200 && !answer.body().contains("Welcome.")).await;
    assert_eq!(server.get("/about/", "").await.status(), 200);
    std::fs::rename(site.path("content"), site.path("elsewhere")).expect("a folder");
    server.until_told(|told| told.iter().any(|one| one.code == "redirect-nowhere")).await;
    assert_eq!(server.get("/about/", "").await.status(), 200, "the disk may have gone");
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_away_for_a_moment_is_not_taken_down() {
    let site = TestSite::new();
    site.write("content/out.md", OUT);
    let server = PublicServer::start(&site).await;
    let about = std::fs::read_to_string(site.path("content/about.md")).expect("text");
    for (path, page, text) in [("content/out.md", "/out/", OUT), ("content/about.md", "/about/", about.as_str())] {
        // Once without another mistake and once with one.
        let mut editions = server.publisher.editions();
        editions.mark_unchanged();
        std::fs::remove_file(site.path(path)).expect("it is there");
        editions.changed().await.expect("the publisher lives");
        server.clock.advance(1);
        assert_eq!(server.get(page, "").await.status(), 200, "{page} may come back");
        site.write(path, text);
        editions.changed().await.expect("the publisher lives");
        server.clock.advance(60);
        site.write("content/imprint.md", BROKEN);
        server.until_told(Diagnostics::has_errors).await;
        assert_eq!(server.get(page, "").await.status(), 200, "{page} is there");
    }
}

#[tokio::test]
async fn what_comes_back_while_something_else_is_broken_is_public_again() {
    let site = TestSite::new();
    site.write("content/out.md", OUT);
    site.write("content/back.md", "+++\ntitle = \"Back\"\n+++\n");
    let server = PublicServer::start(&site).await;
    site.write("content/about.md", BROKEN);
    server.until_told(Diagnostics::has_errors).await;
    std::fs::remove_file(site.path("content/out.md")).expect("it is there");
    site.write("content/back.md", "+++\ntitle = \"Back\"\ndraft = true\n+++\n");
    server.until_settled_page("/out/", has_status(404)).await;
    server.until_settled_page("/back/", has_status(404)).await;
    site.write("content/out.md", OUT);
    site.write("content/back.md", "+++\ntitle = \"Back\"\n+++\n");
    server.until_page("/out/", has_status(200)).await;
    server.until_page("/back/", has_status(200)).await;
    assert!(server.get("/about/", "").await.body().contains("First text."), "the mistake is still not public");
}

#[tokio::test]
async fn what_can_not_be_read_stops_no_withdrawal() {
    let site = TestSite::new();
    site.write("content/back.md", "+++\ntitle = \"Back\"\n+++\nReconsidered words.\n");
    site.write("content/out.md", "+++\ntitle = \"Out\"\n+++\nWithdrawn words.\n");
    let server = PublicServer::start(&site).await;
    lead_nowhere(&site, "content/about.md");
    server.until_told(|told| told.iter().any(|one| one.code == "link-broken")).await;
    site.write("content/back.md", "+++\ntitle = \"Back\"\ndraft = true\n+++\nReconsidered words.\n");
    server.until_settled_page("/back/", has_status(404)).await;
    std::fs::remove_file(site.path("content/out.md")).expect("it is there");
    server.until_settled_page("/out/", has_status(404)).await;
    assert!(server.get("/about/", "").await.body().contains("First text."), "nobody knows whether it was taken down");
}

#[tokio::test]
async fn a_text_that_moves_within_its_entry_is_not_taken_down() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    site.write("content/other.md", BROKEN);
    server.until_told(Diagnostics::has_errors).await;
    site.write("content/about/index.md", format!("{ABOUT}Second text.\n"));
    std::fs::remove_file(site.path("content/about.md")).expect("it is there");
    site.write("content/film/index.md", "+++\ntitle = \"Film\"\ndraft = true\n+++\n");
    server.until_settled_page("/film/", has_status(404)).await;
    assert!(server.get("/about/", "").await.body().contains("First text."), "readers get it as it was");
}

/// Whether these words are in a file of the last good source.
fn keeps(site: &TestSite, words: &str) -> bool {
    let files = std::fs::read_dir(site.cache().join("last-good")).expect("it is kept");
    files.flatten().any(|file| std::fs::read_to_string(file.path()).is_ok_and(|text| text.contains(words)))
}

#[tokio::test]
async fn drafts_are_not_kept() {
    let site = TestSite::new();
    site.write("content/secret.md", "+++\ntitle = \"Secret\"\ndraft = true\n+++\nSecret words.\n");
    site.write("private/notes.md", "Secret words.");
    let _server = PublicServer::start(&site).await;
    assert!(keeps(&site, "First text.") && !keeps(&site, "Secret"));
}

#[cfg(unix)]
#[tokio::test]
async fn a_start_with_what_can_not_be_read_gives_the_last_good_edition_or_names_it() {
    let site = TestSite::new();
    std::os::unix::fs::symlink("nowhere", site.path("content/other.md")).expect("a link");
    let opened = publish(&site, &TestClock::default());
    assert!(matches!(opened, Err(OpenError::Broken(told)) if told.iter().any(|one| one.code == "link-broken")));
    std::fs::remove_file(site.path("content/other.md")).expect("it is there");
    let mut server = PublicServer::start(&site).await;
    server.end().await;
    drop(server);
    lead_nowhere(&site, "content/about.md");
    let server = PublicServer::start(&site).await;
    assert!(server.get("/about/", "").await.body().contains("First text."), "what can't be read isn't taken down");
}

#[tokio::test]
async fn a_page_that_a_reader_holds_still_gets_its_parts() {
    let site = TestSite::new();
    let server = PublicServer::start(&site).await;
    let live = server.publisher.live();
    let of = |ending: &str| live.site.urls().find(|url| url.as_str().ends_with(ending)).expect("an address").href();
    let (style, film, drawing) = (of(".css"), of("film.bin"), of("drawing.svg"));
    let before = server.get(&style, "").await;
    site.write("theme/tokens.css", ":root { --ink: #111; }\n");
    site.write("content/film/index.md", "+++\ntitle = \"Film\"\nkind = \"document\"\nform = \"A film\"\n[[files]]\nfile = \"renamed.bin\"\n+++\n");
    site.write("content/film/renamed.bin", "0123456789");
    server.until_page("/film/", shows("renamed.bin")).await;
    site.write("content/about.md", format!("{ABOUT}Second text.\n"));
    server.until_page("/about/", shows("Second text.")).await;
    assert!(server.publisher.live().site.urls().all(|url| url.href() != style), "the style has another address");
    let after = server.get(&style, "").await;
    assert_eq!((after.status(), after.body(), after.header("etag")), (200, before.body(), before.header("etag")));
    assert_eq!(server.get(&film, "").await.status(), 404, "after one more edition");
    assert_eq!(server.get(&drawing, "").await.status(), 404, "what is no longer public is gone at once");
}
