//! The live draft: one script of the server's own in every page, and a stream that tells it of new
//! editions. The script shows what is wrong and loads the page again where that became another one.
//! The renderer knows nothing of it, so what is published has none.

use super::look::Page;
use crate::http::AnswerBody;
use bytes::{Bytes, BytesMut};
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// What stands below is the draft server's own, and nobody else's.
pub(super) const OWN: &str = "/-/";
pub(super) const SCRIPT_PATH: &str = "/-/live.js";
pub(super) const STYLES_PATH: &str = "/-/live.css";
pub(super) const EVENTS_PATH: &str = "/-/live";
/// Followed by the path of the page that asks.
pub(super) const DIAGNOSTICS_PATH: &str = "/-/diagnostics";
pub(super) const SCRIPT: &str = include_str!("live.js");
pub(super) const STYLES: &str = include_str!("live.css");

/// So often a sign of life goes out: a browser that left is noticed by it.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The page with the script as the last of its body. The number tells the stream which edition
/// the page shows, so that no edit is missed between loading a page and listening; the tag tells the
/// script whether the page is still the one that it stands in.
pub(super) fn with_script(page: &Page, edition: i64) -> Bytes {
    const END: &[u8] = b"</body>";
    let script = format!("<script type=\"module\" src=\"{SCRIPT_PATH}?edition={edition}&amp;page={}\"></script>\n", page.tag());
    let page = &page.body;
    let end = page.windows(END.len()).rposition(|window| window == END).unwrap_or(page.len());
    let mut whole = BytesMut::with_capacity(page.len() + script.len());
    whole.extend_from_slice(&page[..end]);
    whole.extend_from_slice(script.as_bytes());
    whole.extend_from_slice(&page[end..]);
    whole.freeze()
}

/// Which edition a listener has seen, by the query of its address.
pub(super) fn seen(query: Option<&str>) -> Option<i64> {
    query?.split('&').find_map(|pair| pair.strip_prefix("seen="))?.parse().ok()
}

/// The stream: the number of each edition that the listener hasn't seen, until it goes or the
/// server ends.
pub(super) fn events(mut editions: watch::Receiver<i64>, seen: Option<i64>, mut closing: watch::Receiver<()>) -> AnswerBody {
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut last = seen.unwrap_or_else(|| *editions.borrow());
        loop {
            let number = *editions.borrow_and_update();
            let text = if number == last { ":\n\n".to_owned() } else { format!("event: edition\ndata: {number}\n\n") };
            last = number;
            if sender.send(text.into()).await.is_err() {
                return;
            }
            tokio::select! {
                changed = editions.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(KEEP_ALIVE) => {}
                () = sender.closed() => return,
                _ = closing.changed() => return,
            }
        }
    });
    AnswerBody::events(receiver)
}

#[cfg(test)]
mod tests {
    use super::{Bytes, Page, seen, with_script};
    use casebook_site::diagnostic::Diagnostics;
    use hyper::StatusCode;

    #[test]
    fn the_script_is_the_last_of_the_body() {
        let page = |body: &'static str| Page { status: StatusCode::OK, body: Bytes::from_static(body.as_bytes()), failures: Diagnostics::default() };
        let scripted = |body| String::from_utf8(with_script(&page(body), 7).to_vec()).expect("text");
        let body = "<body><p></body></p></body></html>";
        let tag = page(body).tag();
        let script = format!("<script type=\"module\" src=\"/-/live.js?edition=7&amp;page={tag}\"></script>\n");
        assert_eq!(scripted(body), format!("<body><p></body></p>{script}</body></html>"));
        assert!(scripted("<p>").starts_with("<p><script "), "a page without a body's end gets it too");
        assert_ne!(tag, page("<p>").tag());
    }

    #[test]
    fn a_listener_says_what_it_has_seen() {
        for (query, number) in [(Some("seen=12"), Some(12)), (Some("a=b&seen=3"), Some(3)), (Some("seen=x"), None), (None, None)] {
            assert_eq!(seen(query), number, "{query:?}");
        }
    }
}
