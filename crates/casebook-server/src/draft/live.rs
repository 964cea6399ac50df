//! Live reload: one script of the server's own in every page of the draft, and a stream that
//! tells it of new editions. The renderer knows nothing of it, so what is published has none.

use crate::http::AnswerBody;
use bytes::{Bytes, BytesMut};
use std::time::Duration;
use tokio::sync::{mpsc, watch};

pub(super) const SCRIPT_PATH: &str = "/-/live.js";
pub(super) const EVENTS_PATH: &str = "/-/live";
pub(super) const SCRIPT: &str = include_str!("reload.js");

/// So often a sign of life goes out: a browser that left is noticed by it.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The page with the script as the last of its body. The number tells the stream which edition
/// the page shows, so that no edit is missed between loading a page and listening.
pub(super) fn with_script(page: &[u8], edition: i64) -> Bytes {
    const END: &[u8] = b"</body>";
    let script = format!("<script src=\"{SCRIPT_PATH}?edition={edition}\" defer></script>\n");
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
    use super::{seen, with_script};

    #[test]
    fn the_script_is_the_last_of_the_body() {
        let page = with_script(b"<body><p></body></p></body></html>", 7);
        assert_eq!(&page[..], b"<body><p></body></p><script src=\"/-/live.js?edition=7\" defer></script>\n</body></html>");
        assert!(with_script(b"<p>", 7).starts_with(b"<p><script "), "a page without a body's end gets it too");
    }

    #[test]
    fn a_listener_says_what_it_has_seen() {
        for (query, number) in [(Some("seen=12"), Some(12)), (Some("a=b&seen=3"), Some(3)), (Some("seen=x"), None), (None, None)] {
            assert_eq!(seen(query), number, "{query:?}");
        }
    }
}
