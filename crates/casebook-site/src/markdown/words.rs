//! The words of a text without what marks them up: what a quotation says, to be compared with its source.
//!
//! Read from the HTML that was written, so that nothing is compared which no reader sees.

use super::{Body, Piece};

/// What a text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The words; blocks and lines are parted by line feeds.
    pub text: String,
    /// Whether some of them are emphasised.
    pub is_emphasised: bool,
}

/// Elements within a line; every other one parts words.
const WITHIN_LINES: [&str; 15] = ["em", "strong", "del", "code", "a", "abbr", "q", "cite", "sup", "sub", "span", "i", "b", "small", "mark"];

/// Elements that emphasise.
const EMPHASIS: [&str; 4] = ["em", "strong", "i", "b"];

/// The characters that are written as references, and the space that doesn't break.
const REFERENCES: [(&str, &str); 7] =
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];

impl Body {
    /// What it says, without its directives (an editor's note, the original of a translation), footnotes and pictures.
    pub fn words(&self) -> Words {
        let mut words = Words::default();
        for piece in &self.pieces {
            match piece {
                Piece::Html(range) => words.read(&self.html[range.indices()]),
                Piece::Directive(_) => words.end_line(),
                Piece::LinkStart(_) | Piece::LinkEnd | Piece::Image(_) | Piece::FootnoteMention { .. } => {}
            }
        }
        words.text.truncate(words.text.trim_end().len());
        words
    }
}

impl Words {
    fn read(&mut self, html: &str) {
        let mut rest = html;
        while let Some((text, tag)) = rest.split_once('<') {
            self.push(text);
            let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
            // What is struck out isn't said.
            let after = if tag == "del" { after.split_once("</del>").map_or("", |(_, after)| after) } else { after };
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            self.is_emphasised |= EMPHASIS.contains(&name.as_str());
            if !WITHIN_LINES.contains(&name.as_str()) {
                self.end_line();
            }
            rest = after;
        }
        self.push(rest);
    }

    fn push(&mut self, text: &str) {
        // Between two blocks the writer begins a new line, which is none of the text.
        let mut rest = if self.text.is_empty() || self.text.ends_with('\n') { text.trim_start() } else { text };
        while let Some(at) = rest.find('&') {
            self.text.push_str(&rest[..at]);
            let known = REFERENCES.iter().find(|(reference, _)| rest[at..].starts_with(reference));
            let (written, meant) = known.map_or(("&", "&"), |(reference, meant)| (*reference, *meant));
            self.text.push_str(meant);
            rest = &rest[at + written.len()..];
        }
        self.text.push_str(rest);
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Kind;
    use crate::markdown::{Input, parse};
    use crate::source::SitePath;
    use crate::value::{Findings, LanguageTag};

    fn words(text: &str) -> Words {
        let (path, language) = (SitePath::new("content/a.md").expect("a path"), LanguageTag::parse("en").expect("a tag"));
        let input = Input { path: &path, text, offset: 0, first_line: 1, language: &language, kind: Kind::Page };
        parse(input, &mut Findings::default()).words()
    }

    #[test]
    fn only_what_is_said_is_left() {
        for (text, expected) in [
            ("It was *cold*.", "It was cold."),
            ("One line\nand another.\n\nA second & third <word>.", "One line\nand another.\nA second & third ."),
            ("It was ~~not~~ cold.", "It was  cold."),
            ("With a [link](https://example.org/) in it.", "With a link in it."),
            ("- one\n- two", "one\ntwo"),
            ("Said[^1].\n\n[^1]: By him.", "Said."),
            ("Before.\n\n:::note\nThe editor.\n:::\n\nAfter.", "Before.\nAfter."),
        ] {
            assert_eq!(words(text).text, expected, "{text}");
        }
    }

    #[test]
    fn emphasis_is_noticed() {
        for (text, expected) in [("plain", false), ("*a*", true), ("**a**", true), ("a_b_c", false)] {
            assert_eq!(words(text).is_emphasised, expected, "{text}");
        }
    }
}
