//! The plain words of a text, for machines that don't read HTML.
//!
//! Directives are left out: in a statement they are the editor's, in a translated quotation the
//! nested one is the original.

use crate::markdown::{Body, Piece};

/// So many characters of a text are repeated at most; a longer one stands on the page alone,
/// because half of a quotation would be no quotation.
const MAX_CHARS: usize = 2_000;

/// The words of a text, `None` where there are none or too many.
pub(super) fn words(body: &Body) -> Option<String> {
    let mut text = String::new();
    for piece in &body.pieces {
        if let Piece::Html(range) = piece {
            without_tags(&mut text, &body.html[range.indices()]);
        }
    }
    fitting(&text)
}

/// Text with single spaces, `None` where it is empty or too long.
pub(super) fn fitting(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text.chars().count() <= MAX_CHARS).then_some(text)
}

/// Appends HTML that Casebook wrote without its tags; a tag that isn't inside a line parts words.
fn without_tags(text: &mut String, html: &str) {
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        decode(text, &rest[..start]);
        let (tag, after) = rest[start + 1..].split_once('>').unwrap_or(("", ""));
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !matches!(name, "em" | "strong" | "del" | "code" | "a" | "abbr" | "q" | "cite" | "sup" | "sub" | "span" | "i" | "b" | "small" | "mark") {
            text.push(' ');
        }
        rest = after;
    }
    decode(text, rest);
}

/// The entities that the writer of texts and the allow-list of raw HTML write.
fn decode(text: &mut String, escaped: &str) {
    if !escaped.contains('&') {
        text.push_str(escaped);
        return;
    }
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    text.push_str(&known.iter().fold(escaped.to_owned(), |text, (entity, c)| text.replace(entity, c)));
}

#[cfg(test)]
mod tests {
    use super::{fitting, without_tags};

    #[test]
    fn words_are_those_that_readers_see() {
        for (html, words) in [
            ("<p>It was <em>dark</em>.</p>\n<p>Very.</p>", "It was dark. Very."),
            ("<p>a &lt;b&gt; &amp;lt; &quot;c&quot;</p>", "a <b> &lt; \"c\""),
            ("one<br>two", "one two"),
            ("<", ""),
        ] {
            let mut text = String::new();
            without_tags(&mut text, html);
            assert_eq!(fitting(&text).unwrap_or_default(), words, "{html}");
        }
    }

    #[test]
    fn a_long_text_is_not_cut() {
        assert_eq!(fitting(&"word ".repeat(1_000)), None);
    }
}
