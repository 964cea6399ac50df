//! What a style loads, read with the tokens of CSS: comments, strings and escapes are what they are
//! to a browser.

use super::{Found, Kind};
use cssparser::{Parser, Token};

/// How deep blocks may lie in one another; what lies deeper is refused by being found as itself.
const MAX_DEPTH: usize = 64;

/// Functions whose strings are addresses, in lower case.
const LOADING: [&str; 7] = ["url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"];

/// What a style sheet loads.
pub fn of_css(text: &str) -> Found {
    let mut found = Found::default();
    add(text, &mut found);
    found
}

/// Adds what a style sheet or a list of declarations loads.
pub(super) fn add(text: &str, found: &mut Found) {
    let mut parser = Parser::new(text);
    Reading { found, depth: 0 }.block(&mut parser, None);
}

struct Reading<'a> {
    found: &'a mut Found,
    depth: usize,
}

impl Reading<'_> {
    /// Reads a block; `inside` says as what a string is loaded there, `None` where it is only text.
    fn block(&mut self, parser: &mut Parser<'_>, inside: Option<Kind>) {
        // An at-rule goes on until its semicolon or block.
        let mut rule: Option<Kind> = None;
        let mut is_namespace = false;
        while let Ok(token) = parser.next() {
            let token = token.clone();
            let nested = match &token {
                Token::AtKeyword(name) => {
                    rule = name.eq_ignore_ascii_case("import").then_some(Kind::Import);
                    is_namespace = name.eq_ignore_ascii_case("namespace");
                    continue;
                }
                Token::Semicolon => {
                    (rule, is_namespace) = (None, false);
                    continue;
                }
                // The name of a language is no address that anybody asks for.
                Token::UnquotedUrl(address) if !is_namespace => {
                    self.found.load(rule.unwrap_or(Kind::Style), address);
                    continue;
                }
                Token::QuotedString(address) => {
                    if let Some(kind) = inside.or(rule).filter(|_| !is_namespace) {
                        self.found.load(kind, address);
                    }
                    continue;
                }
                Token::Function(name) => {
                    let is_loading = LOADING.iter().any(|known| name.eq_ignore_ascii_case(known)) && !is_namespace;
                    if is_loading { Some(rule.unwrap_or(Kind::Style)) } else { inside }
                }
                Token::CurlyBracketBlock => {
                    (rule, is_namespace) = (None, false);
                    None
                }
                Token::ParenthesisBlock | Token::SquareBracketBlock => inside,
                _ => continue,
            };
            self.nested(parser, nested);
        }
    }

    fn nested(&mut self, parser: &mut Parser<'_>, inside: Option<Kind>) {
        if self.depth == MAX_DEPTH {
            // A style that nobody writes: it can't be looked into, so nothing of it is believed.
            self.found.load(Kind::Style, "unreadable:too-deep");
            return;
        }
        self.depth += 1;
        let _: Result<(), cssparser::ParseError<()>> = parser.parse_nested_block(|parser| {
            self.block(parser, inside);
            Ok(())
        });
        self.depth -= 1;
    }
}
