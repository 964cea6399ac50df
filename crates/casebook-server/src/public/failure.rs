//! What a reader gets in place of what can't be shown, and what the operator is told of it.
//!
//! The page was made when the edition went live, so nothing has to work for it now. It reveals
//! nothing of what failed; a reference leads from the answer to the line in the log.

use super::Unmade;
use super::service::{Look, Reply, insert, plain, represented};
use casebook_site::diagnostic::Diagnostic;
use casebook_site::source::Hash;
use hyper::StatusCode;
use hyper::header::HeaderName;
use jiff::Timestamp;
use std::fmt::Display;

/// The header that holds the reference.
const REFERENCE: HeaderName = HeaderName::from_static("x-request-id");

/// How many digits a reference has: few enough to be read out, and no two failures of a day share them.
const REFERENCE_LEN: usize = 10;

/// What a reader gets where even the page for it couldn't be made.
const LAST_RESORT: &str = "This page can't be shown right now. The mistake is ours, not yours. Please try again in a few minutes.\n";

impl Look {
    /// The answer to a request that failed for a reason that is nobody's but the operator's.
    pub(super) fn failure(&self, reason: &dyn Display) -> Reply {
        self.failed(&self.told(reason))
    }

    /// The same for a page that fails in this edition whenever it is asked for: it is told once.
    pub(super) fn unmade(&self, unmade: &Unmade) -> Reply {
        let Diagnostic { code, message, .. } = &unmade.why;
        self.failed(unmade.reference.get_or_init(|| self.told(&format_args!("{code}: {message}"))))
    }

    /// Tells the operator. Returns what leads to the line in the log.
    fn told(&self, reason: &dyn Display) -> String {
        let path = self.request.uri.path();
        let reference = reference(path, self.publisher.clock().now());
        tracing::error!(reference, path, "a request can't be answered: {reason}");
        reference
    }

    fn failed(&self, reference: &str) -> Reply {
        let path = self.request.uri.path();
        let page = self.answers.error(path).and_then(|text| Some((text, text.best(self.accepted())?)));
        let mut reply = match page {
            Some((text, best)) => represented(StatusCode::INTERNAL_SERVER_ERROR, &text.head, best),
            None => plain(StatusCode::INTERNAL_SERVER_ERROR, LAST_RESORT),
        };
        insert(&mut reply, REFERENCE, reference);
        reply
    }
}

/// Made of what the log says anyway, so it tells a reader nothing.
fn reference(path: &str, now: Timestamp) -> String {
    Hash::of(format!("{now} {path}").as_bytes()).to_string().chars().take(REFERENCE_LEN).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Kept, Publisher};
    use super::*;
    use crate::folder::Folder;
    use crate::pictures::Pictures;
    use casebook_evidence::reader::InProcess;
    use http_body_util::BodyExt as _;
    use hyper::Request;
    use std::fs;
    use std::sync::Arc;

    /// A site in public without having rendered, as after a restart with what had been public.
    fn unrendered(files: &[(&str, &str)]) -> (tempfile::TempDir, Arc<Publisher>) {
        unrendered_at(files, || Timestamp::UNIX_EPOCH)
    }

    fn unrendered_at(files: &[(&str, &str)], clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> (tempfile::TempDir, Arc<Publisher>) {
        let place = tempfile::tempdir().expect("a folder");
        let (site, cache) = (place.path().join("site"), place.path().join("cache"));
        let always = [
            ("site.toml", "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\", \"de\"]\n"),
            ("content/_index.md", "+++\ntitle = \"Home\"\n+++\n"),
            ("content/about.md", "+++\ntitle = \"About\"\n+++\n"),
        ];
        for (path, text) in always.iter().chain(files) {
            let full = site.join(path);
            fs::create_dir_all(full.parent().expect("a folder")).expect("a writable folder");
            fs::write(full, text).expect("a writable folder");
        }
        let folder = Arc::new(Folder::open(&site, &cache).expect("a folder"));
        let kept = Kept::new(&cache, Hash::of(b"test"));
        let source = folder.read().expect("a readable folder");
        kept.keep(&source, &source).expect("a writable folder");
        let pictures = Arc::new(Pictures::open(Arc::clone(&folder), &cache, Box::new(InProcess::default())));
        let publisher = Publisher::open(folder, pictures, kept, clock).expect("a site without errors");
        (place, publisher)
    }

    async fn ask(publisher: &Arc<Publisher>, path: &str) -> (StatusCode, Option<String>, String) {
        let (request, ()) = Request::get(path).body(()).expect("a request").into_parts();
        let look = Look { answers: publisher.answers(), publisher: Arc::clone(publisher), request };
        let reply = look.reply(look.up(), None);
        let reference = reply.headers().get(REFERENCE).and_then(|value| Some(value.to_str().ok()?.to_owned()));
        let status = reply.status();
        let body = reply.into_body().collect().await.expect("a body").to_bytes();
        (status, reference, String::from_utf8(body.to_vec()).expect("text"))
    }

    /// It fails only with this entry, so that it passes the theme's own check.
    const FAILING: &str =
        "{% extends \"default/page.html\" %}{% block facts %}{% if entry.title == \"About\" %}{{ nothing.there }}{% endif %}{% endblock %}";

    #[tokio::test]
    async fn a_page_that_fails_at_last_is_replaced_in_the_language_of_its_address() {
        let (_place, publisher) = unrendered(&[("theme/templates/page.html", FAILING)]);
        for (path, language, words) in [("/about/", "en", "can’t be shown right now"), ("/de/about/", "de", "lässt sich gerade nicht zeigen")] {
            let (status, reference, body) = ask(&publisher, path).await;
            assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "{path}: {body}");
            assert!(body.contains(&format!("<html lang=\"{language}\"")) && body.contains(words), "{path}: {body}");
            for inner in ["nothing", "there", "page.html", "template", "error:"] {
                assert!(!body.contains(inner), "{path} reveals {inner}: {body}");
            }
            assert_eq!(reference, Some(super::reference(path, Timestamp::UNIX_EPOCH)));
        }
        assert_eq!(ask(&publisher, "/").await.0, StatusCode::OK);
    }

    #[tokio::test]
    async fn where_even_that_page_fails_a_plain_one_is_left() {
        let failing = "{% extends \"default/error.html\" %}{% block body %}{% if site.title == \"T\" %}{{ nothing.there }}{% endif %}{% endblock %}";
        let (_place, publisher) = unrendered(&[("theme/templates/page.html", FAILING), ("theme/templates/error.html", failing)]);
        let (status, reference, body) = ask(&publisher, "/de/about/").await;
        assert_eq!((status, body.as_str()), (StatusCode::INTERNAL_SERVER_ERROR, LAST_RESORT));
        assert!(reference.is_some_and(|reference| reference.len() == REFERENCE_LEN));
    }

    #[tokio::test]
    async fn a_page_that_fails_is_told_once_however_many_ask() {
        let seconds = Arc::new(std::sync::atomic::AtomicI64::new(0));
        let ticking = Arc::clone(&seconds);
        let clock = move || Timestamp::from_second(ticking.fetch_add(1, std::sync::atomic::Ordering::Relaxed)).expect("a moment");
        let (_place, publisher) = unrendered_at(&[("theme/templates/page.html", FAILING)], clock);
        let (first, second) = (ask(&publisher, "/about/").await, ask(&publisher, "/about/").await);
        assert!(first.1.is_some() && first.1 == second.1, "both lead to one line of the log");
        assert_ne!(ask(&publisher, "/de/about/").await.1, first.1);
    }

    #[test]
    fn failures_are_told_apart() {
        let later = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_millis(1);
        assert_ne!(reference("/a/", Timestamp::UNIX_EPOCH), reference("/b/", Timestamp::UNIX_EPOCH));
        assert_ne!(reference("/a/", Timestamp::UNIX_EPOCH), reference("/a/", later));
    }
}
