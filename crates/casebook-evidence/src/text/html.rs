//! HTML as words: what a reader sees of a page, in lines and paragraphs. No markup comes out.
//!
//! The elements of the standard are told apart by their tags alone, in one pass and in linear time;
//! building a tree as browsers do takes quadratic time for what somebody makes for that purpose.
//! Whatever is hidden, loaded or run is passed over.

mod tags;

use super::character;
use tags::{Scanner, Tag, Token};

/// A line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// In how many quotations (`<blockquote>`) it stands.
    pub depth: u32,
    /// What is above it.
    pub above: Gap,
    /// Its words; with line feeds where the page has them.
    pub text: String,
}

/// What is between two lines of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// The next one begins a line, as `<div>` does.
    Line,
    /// There is room between them, as around `<p>`.
    Paragraph,
}

/// Elements within which nothing is said.
const UNSEEN: [&str; 8] = ["template", "svg", "select", "datalist", "object", "audio", "video", "canvas"];

/// Elements with room around them.
const PARAGRAPHS: [&str; 26] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "ul",
];

/// Elements that begin a line.
const LINES: [&str; 17] =
    ["body", "caption", "center", "dir", "div", "form", "html", "legend", "main", "nav", "option", "section", "summary", "td", "th", "tr", "tbody"];

/// Elements that have no end.
const VOID: [&str; 14] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// The deepest that elements are followed. What lies deeper is read, but belongs to what is around it.
const DEEPEST: usize = 2000;

/// The paragraphs of a page.
pub(super) fn paragraphs(page: &str) -> Vec<String> {
    pieces(page).into_iter().map(|piece| piece.text).collect()
}

/// The lines of a page, none of them empty.
pub(crate) fn pieces(page: &str) -> Vec<Piece> {
    let mut writer = Writer::default();
    for token in Scanner::new(page) {
        match token {
            Token::Text(text) => writer.text(text),
            Token::Start(tag) => writer.start(&tag),
            Token::End(name) => writer.end(&name),
        }
    }
    writer.close(Gap::Line);
    writer.pieces
}

/// An element that is open.
struct Open {
    name: String,
    is_unseen: bool,
    is_quotation: bool,
    is_verbatim: bool,
}

struct Writer {
    pieces: Vec<Piece>,
    open: Vec<Open>,
    /// How many open elements hide what is in them, quote it, or keep its white space.
    unseen: u32,
    depth: u32,
    verbatim: u32,
    line: String,
    above: Gap,
}

impl Default for Writer {
    fn default() -> Self {
        Self { pieces: Vec::new(), open: Vec::new(), unseen: 0, depth: 0, verbatim: 0, line: String::new(), above: Gap::Paragraph }
    }
}

impl Writer {
    fn text(&mut self, raw: &str) {
        if self.unseen > 0 {
            return;
        }
        let text = character::decode(raw);
        if self.verbatim > 0 {
            self.line.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
            return;
        }
        for c in text.chars() {
            if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
                self.line.push(' ');
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if name == "br" {
            self.line.truncate(self.line.trim_end_matches(' ').len());
            self.line.push('\n');
            return;
        }
        if let Some(gap) = gap(name) {
            // The end of a paragraph may be left out.
            if self.open.last().is_some_and(|open| open.name == "p" || (open.name == "li" && name == "li")) {
                self.pop();
            }
            self.close(gap);
        }
        if VOID.contains(&name) || self.open.len() >= DEEPEST {
            return;
        }
        let open = Open {
            is_unseen: UNSEEN.contains(&name) || tag.is_hidden,
            is_quotation: name == "blockquote",
            is_verbatim: name == "pre",
            name: name.to_owned(),
        };
        self.unseen += u32::from(open.is_unseen);
        self.depth += u32::from(open.is_quotation);
        self.verbatim += u32::from(open.is_verbatim);
        self.open.push(open);
    }

    /// Ends the element and those in it that were left open. An end without a beginning means nothing.
    fn end(&mut self, name: &str) {
        if let Some(gap) = gap(name) {
            self.close(gap);
        }
        // Further out than this, a page is so broken that its own end is as good.
        let near = self.open.len().saturating_sub(64);
        if let Some(place) = self.open[near..].iter().rposition(|open| open.name == name) {
            while self.open.len() > near + place {
                self.pop();
            }
        }
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.unseen -= u32::from(open.is_unseen);
            self.depth -= u32::from(open.is_quotation);
            self.verbatim -= u32::from(open.is_verbatim);
        }
    }

    /// Ends the line.
    fn close(&mut self, gap: Gap) {
        let text = super::clean(self.line.trim());
        // A line with nothing but a break or a space is an empty line, by which mail programs part paragraphs.
        let is_empty_line = text.is_empty() && self.line.contains(['\n', '\u{a0}']);
        self.line.clear();
        if text.is_empty() {
            self.above = self.above.max(if is_empty_line { Gap::Paragraph } else { gap });
            return;
        }
        let above = std::mem::replace(&mut self.above, gap);
        self.pieces.push(Piece { depth: self.depth, above, text });
    }
}

fn gap(name: &str) -> Option<Gap> {
    match name {
        _ if PARAGRAPHS.contains(&name) => Some(Gap::Paragraph),
        _ if LINES.contains(&name) => Some(Gap::Line),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Gap, paragraphs, pieces};
    use proptest::prelude::*;

    #[test]
    fn what_a_reader_sees_comes_out() {
        let page = "<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body><h1>A &amp; b</h1><p>One <b>two</b>\n three<br>four<p>five \
                    <a href='javascript:x'>link</a><script>alert('<p>no</p>')</script><ul><li>six<li>seven</ul><!-- no <p> -->\
                    <table><tr><td>a<td>b</table><pre>x  y\n z</pre><div hidden>no</div><div style='color:red; DISPLAY : none'>no</div>eight</body></html>";
        assert_eq!(paragraphs(page), ["A & b", "One two three\nfour", "five link", "six", "seven", "a", "b", "x  y\n z", "eight"]);
    }

    #[test]
    fn quotations_are_counted() {
        let page = "<div>own</div><div><br></div><div>again</div><blockquote>one<blockquote>two</blockquote></blockquote>own";
        let found: Vec<_> = pieces(page).into_iter().map(|piece| (piece.depth, piece.above, piece.text)).collect();
        let expected = [
            (0, Gap::Paragraph, "own"),
            (0, Gap::Paragraph, "again"),
            (1, Gap::Paragraph, "one"),
            (2, Gap::Paragraph, "two"),
            (0, Gap::Paragraph, "own"),
        ];
        assert_eq!(found, expected.map(|(depth, above, text)| (depth, above, text.to_owned())));
    }

    proptest! {
        #[test]
        fn no_markup_comes_out(page in "(<(p|/p|div|/div|b|script|/script|blockquote|!--)( a='>)?>|--|&lt;|[a-z<>&/ ]){0,40}") {
            for piece in pieces(&page) {
                prop_assert!(!piece.text.trim().is_empty());
            }
        }

        #[test]
        fn words_stay_as_they_are(words in "[a-zäöü]{1,8}( [a-zäöü]{1,8}){0,9}") {
            prop_assert_eq!(paragraphs(&format!("<div><p class=x>{}</p></div>", words)), vec![words]);
        }
    }
}
