//! The tags of a page and the text between them (HTML, 13.2.5), in one pass.
//!
//! Comments, declarations and what stands in scripts and style sheets is neither and isn't told.

/// A piece of a page.
pub(super) enum Token<'a> {
    Text(&'a str),
    Start(Tag<'a>),
    /// The name in small letters.
    End(String),
}

/// The beginning of an element.
pub(super) struct Tag<'a> {
    /// In small letters.
    pub name: String,
    /// Whether its attributes hide it from readers.
    pub is_hidden: bool,
    rest: &'a str,
}

/// Elements in which `<` begins nothing but their own end, and whose text readers don't see.
const RAW: [&str; 9] = ["noscript", "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// Goes through a page.
pub(super) struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    pub(super) const fn new(page: &'a str) -> Self {
        Self { rest: page }
    }

    fn text(&mut self, len: usize) -> Token<'a> {
        let (text, rest) = self.rest.split_at(len);
        self.rest = rest;
        Token::Text(text)
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let len = self.rest.find('<').unwrap_or(self.rest.len());
            if len > 0 {
                return Some(self.text(len));
            }
            let after = &self.rest[1..];
            let is_letter = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
            if is_letter(after) {
                let tag = tag(after);
                self.rest = tag.rest;
                if RAW.contains(&tag.name.as_str()) {
                    self.rest = after_raw(self.rest, &tag.name);
                    continue;
                }
                return Some(Token::Start(tag));
            }
            match after.as_bytes().first() {
                Some(b'/') if is_letter(&after[1..]) => {
                    let tag = tag(&after[1..]);
                    self.rest = tag.rest;
                    return Some(Token::End(tag.name));
                }
                Some(b'!') if after.starts_with("!--") => self.rest = after_comment(&after[3..]),
                Some(b'!' | b'?' | b'/') => self.rest = after.split_once('>').map_or("", |(_, rest)| rest),
                _ => return Some(self.text(1)),
            }
        }
    }
}

/// What follows a comment that begins here.
fn after_comment(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix('>').or_else(|| text.strip_prefix("->")) {
        return rest;
    }
    let mut from = 0;
    while let Some(at) = text[from..].find("--").map(|at| at + from) {
        if let Some(rest) = text[at + 2..].strip_prefix('>').or_else(|| text[at + 2..].strip_prefix("!>")) {
            return rest;
        }
        from = at + 1;
    }
    ""
}

/// What follows the end of an element whose text is no markup.
fn after_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = text[from..].find("</").map(|at| at + from + 2) {
        let end = text.get(at..at + name.len()).filter(|end| end.eq_ignore_ascii_case(name));
        if end.is_some() && text[at + name.len()..].starts_with(['>', '/', ' ', '\t', '\n', '\r', '\u{c}']) {
            return tag(&text[at..]).rest;
        }
        from = at;
    }
    ""
}

/// The tag whose name begins here.
fn tag(text: &str) -> Tag<'_> {
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0xc);
    let bytes = text.as_bytes();
    let until = |from: usize, ends: &dyn Fn(u8) -> bool| bytes[from..].iter().position(|byte| ends(*byte)).map_or(bytes.len(), |len| from + len);
    let mut at = until(0, &|byte| is_space(byte) || matches!(byte, b'/' | b'>'));
    let name = text[..at].to_ascii_lowercase();
    let mut is_hidden = false;
    loop {
        at = until(at, &|byte| !is_space(byte) && byte != b'/');
        if at == bytes.len() || bytes[at] == b'>' {
            break;
        }
        let start = at;
        // A `=` at the beginning belongs to the name.
        at = until(at + 1, &|byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='));
        let attribute = &text[start..at];
        let sign = until(at, &|byte| !is_space(byte));
        let mut value = "";
        if bytes.get(sign) == Some(&b'=') {
            let from = until(sign + 1, &|byte| !is_space(byte));
            match bytes.get(from) {
                Some(quote @ (b'"' | b'\'')) => {
                    at = until(from + 1, &|byte| byte == *quote);
                    value = &text[from + 1..at];
                    at = bytes.len().min(at + 1);
                }
                _ => {
                    at = until(from, &|byte| is_space(byte) || byte == b'>');
                    value = &text[from..at];
                }
            }
        }
        is_hidden |= hides(attribute, value);
    }
    Tag { name, is_hidden, rest: text.get(at + 1..).unwrap_or_default() }
}

fn hides(attribute: &str, value: &str) -> bool {
    let has_style = || {
        // What is longer is no style that anybody wrote by hand or program.
        let style: String = value.chars().take(4096).filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.split(';').any(|rule| matches!(rule.trim_end_matches("!important"), "display:none" | "visibility:hidden" | "mso-hide:all"))
    };
    attribute.eq_ignore_ascii_case("hidden") || (attribute.eq_ignore_ascii_case("style") && has_style())
}
