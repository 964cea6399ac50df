//! `theme/tokens.css`: the owner's values for the tokens of the style sheet, and nothing else.
//!
//! A strict reader of a sliver of CSS: `:root { --name: value; }`, also for the dark scheme. Values
//! may use the functions of colours, sizes and curves; whatever loads something is refused because
//! it isn't on that list, and escapes are refused because they could spell it.

use super::colour::{self, Colour, LIGHT_DARK, is_colour};
use crate::diagnostic::{Diagnostic, Span};
use crate::source::SitePath;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

/// Further functions that a value may call; none of them loads anything, nor do those of colours.
const FUNCTIONS: [&str; 9] = ["calc", "min", "max", "clamp", "round", "cubic-bezier", "steps", "pow", "sqrt"];

/// What a person should do who wrote something else than tokens.
const SHAPE: &str = "write `:root { --name: value; }`; for the dark scheme put it inside `@media (prefers-color-scheme: dark) { }`";

/// The token of the accent: one colour is enough, its pair for light and dark pages is found.
const ACCENT: &str = "--accent";

/// What the accent must be read on.
const GROUNDS: [&str; 3] = ["--paper", "--band", "--sheet"];

/// Tokens with their values.
pub(super) type Tokens = BTreeMap<String, String>;

/// The tokens that a style sheet declares in its `:root`, with the first value of each.
pub(super) fn declared(css: &str) -> Tokens {
    let css = without_comments(css);
    let bodies = css.split(":root").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('{')?.split('}').next().map(str::to_owned));
    let mut tokens = Tokens::new();
    for declaration in bodies.flat_map(|body| body.split(';').map(str::to_owned).collect::<Vec<_>>()) {
        if let Some((name, value)) = declaration.split_once(':').filter(|(name, _)| name.trim().starts_with("--")) {
            tokens.entry(name.trim().to_owned()).or_insert_with(|| value.trim().to_owned());
        }
    }
    tokens
}

/// The text with each comment replaced by spaces, so that places stay.
fn without_comments(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        let len = rest[start + 2..].find("*/").map_or(rest.len() - start, |end| end + 4);
        text.push_str(&rest[..start]);
        text.extend(std::iter::repeat_n(' ', len));
        rest = &rest[start + len..];
    }
    text.push_str(rest);
    text
}

/// Reads the owner's tokens: the CSS to append, and what is wrong.
pub(super) fn read(path: &SitePath, css: &str, known: &Tokens) -> (String, Vec<Diagnostic>) {
    let text = without_comments(css);
    let mut reader = Reader { path, text: &text, at: 0, known, css: String::new(), diagnostics: Vec::new() };
    while reader.skip_space() {
        let was = reader.at;
        reader.rule();
        debug_assert!(reader.at > was, "every rule consumes something");
    }
    (reader.css, reader.diagnostics)
}

struct Reader<'a> {
    path: &'a SitePath,
    text: &'a str,
    at: usize,
    known: &'a Tokens,
    css: String,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Whether something follows the white space.
    fn skip_space(&mut self) -> bool {
        self.at = self.text.len() - self.rest().trim_start().len();
        self.at < self.text.len()
    }

    fn eat(&mut self, wanted: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(wanted);
        self.at += if found { wanted.len() } else { 0 };
        found
    }

    fn report(&mut self, code: &'static str, range: Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::error(code, message).at(Span::new(self.path, range)));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    fn refuse(&mut self, range: Range<usize>, message: impl Into<String>, hint: &str) {
        self.report("tokens-syntax", range, message).hints.push(hint.to_owned());
    }

    fn rule(&mut self) {
        if self.rest().starts_with(":root") {
            let declarations = self.root();
            if !declarations.is_empty() {
                let _infallible = writeln!(self.css, ":root {{{declarations} }}");
            }
            return;
        }
        let start = self.at;
        let prelude_len = self.rest().find(['{', ';', '}']).unwrap_or(self.rest().len());
        let prelude = self.rest()[..prelude_len].trim_end();
        if is_dark_media(prelude) && self.rest()[prelude_len..].starts_with('{') {
            self.at += prelude_len + 1;
            return self.dark();
        }
        let named = start..start + prelude.len().max(1);
        match prelude {
            "" => self.refuse(named, "there is nothing that this could close", SHAPE),
            at if at.starts_with('@') => self.refuse(named, format!("`{at}` can't stand here"), SHAPE),
            selector => self.refuse(named, format!("`{selector}` can't be styled here: this file only sets tokens"), SHAPE),
        }
        self.skip_block();
    }

    /// Passes over a foreign rule, its braces counted.
    fn skip_block(&mut self) {
        let mut depth = 0_usize;
        for (offset, character) in self.rest().char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth <= 1 => return self.at += offset + 1,
                '}' => depth -= 1,
                ';' if depth == 0 => return self.at += offset + 1,
                _ => {}
            }
        }
        self.at = self.text.len();
    }

    /// The roots inside `@media (prefers-color-scheme: dark)`.
    fn dark(&mut self) {
        let mut declarations = String::new();
        while !self.eat("}") {
            if self.at == self.text.len() {
                return self.refuse(self.at..self.at, "a `}` is missing", SHAPE);
            }
            if self.rest().starts_with(":root") {
                declarations.push_str(&self.root());
            } else {
                let range = self.at..self.at + self.rest().find(['{', ';', '}']).unwrap_or(self.rest().len()).max(1);
                let end = range.start + self.text[range.clone()].trim_end().len();
                self.refuse(range.start..end, "only `:root` can stand here: this file only sets tokens", SHAPE);
                self.skip_block();
            }
        }
        if !declarations.is_empty() {
            let _infallible = writeln!(self.css, "@media (prefers-color-scheme: dark) {{ :root {{{declarations} }} }}");
        }
    }

    /// `:root { … }`: its valid declarations as CSS.
    fn root(&mut self) -> String {
        let start = self.at;
        self.at += ":root".len();
        if !self.eat("{") {
            let len = self.rest().find(['{', ';', '}']).unwrap_or(self.rest().len());
            let end = start + self.text[start..self.at + len].trim_end().len();
            self.refuse(start..end, "only `:root` itself can stand here: this file only sets tokens", SHAPE);
            self.skip_block();
            return String::new();
        }
        let mut declarations = String::new();
        while !self.eat("}") {
            if self.at == self.text.len() {
                self.refuse(start..start + ":root".len(), "the `}` that closes this is missing", SHAPE);
                break;
            }
            if !self.eat(";") {
                declarations.extend(self.declaration());
            }
        }
        declarations
    }

    /// ` --name: value;`, or nothing if something is wrong with it.
    fn declaration(&mut self) -> Option<String> {
        let start = self.at;
        let len = end_of_value(self.rest());
        self.at += len;
        let declaration = self.text[start..start + len].trim_end();
        let Some((name, value)) = declaration.split_once(':') else {
            self.refuse(start..start + declaration.len(), "this sets nothing", "write `--name: value;`");
            return None;
        };
        let value_start = start + name.len() + 1 + (value.len() - value.trim_start().len());
        let (name, value) = (name.trim_end(), value.trim());
        let place = start..start + name.len();
        if !name.starts_with("--") {
            self.refuse(place, format!("`{name}` is not a token: the names of tokens begin with `--`"), SHAPE);
            return None;
        }
        let Some(default) = self.known.get(name) else {
            let known = self.known;
            let unknown = self.report("tokens-unknown", place, format!("the style sheet has no token `{name}`"));
            *unknown = unknown.clone().did_you_mean(name, known.keys().map(String::as_str));
            return None;
        };
        let value_place = |range: Range<usize>| value_start + range.start..value_start + range.end;
        if let Some((range, message)) = forbidden(value) {
            self.refuse(value_place(range), message, "a value is a colour, a size, a font's name or a calculation");
            return None;
        }
        if is_colour(default) && !is_colour(value) {
            let hint = "write one as `#7c1d17`, or two, for light and for dark pages: `light-dark(#7c1d17, #f4ae9b)`";
            self.refuse(value_place(0..value.len()), format!("`{value}` is not a colour"), hint);
            return None;
        }
        if name != ACCENT || value.to_ascii_lowercase().starts_with(LIGHT_DARK) {
            return Some(format!(" {name}: {value};"));
        }
        let Some(pair) = self.readable_pair(value) else {
            let hint = "write one colour in six digits as `#7c1d17`, from which both are made, or both as `light-dark(#7c1d17, #f4ae9b)`";
            self.refuse(value_place(0..value.len()), "from this no accent can be made for light and for dark pages", hint);
            return None;
        };
        Some(format!(" {name}: {pair};"))
    }

    /// One accent as two that can be read, on light pages and on dark ones as they are by default.
    fn readable_pair(&self, accent: &str) -> Option<String> {
        let accent = Colour::from_hex(accent)?;
        let grounds = GROUNDS.iter().filter_map(|ground| Colour::pair(self.known.get(*ground)?));
        let (light, dark): (Vec<_>, Vec<_>) = grounds.unzip();
        Some(format!("light-dark({}, {})", accent.readable_on(&light), accent.readable_on(&dark)))
    }
}

fn is_dark_media(prelude: &str) -> bool {
    let plain: String = prelude.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    plain == "@media(prefers-color-scheme:dark)"
}

/// Where a declaration ends: at the `;` or `}` that no string and no bracket holds.
fn end_of_value(text: &str) -> usize {
    let mut quote = None;
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            // A string can't go beyond its line; the value is refused for it later.
            (Some(_), '\n') => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, ';') if depth == 0 => return at,
            (None, '}') => return at,
            _ => {}
        }
    }
    text.len()
}

fn may_call(function: &str) -> bool {
    function == LIGHT_DARK || FUNCTIONS.contains(&function) || colour::FUNCTIONS.contains(&function)
}

/// What can't stand in a value, and why.
fn forbidden(value: &str) -> Option<(Range<usize>, String)> {
    if value.is_empty() {
        return Some((0..0, "the value is missing".to_owned()));
    }
    let mut quote: Option<(char, usize)> = None;
    let mut depth = 0_usize;
    for (at, character) in value.char_indices() {
        let here = at..at + character.len_utf8();
        match (quote, character) {
            (_, '\\' | '<') => return Some((here, format!("`{character}` can't stand in a value"))),
            (Some((_, start)), '\n') => return Some((start..at, "this string is not closed".to_owned())),
            (Some((open, _)), _) if character == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some((character, at)),
            (None, '@' | '{' | '!' | ':') => return Some((here, format!("`{character}` can't stand in a value"))),
            (None, '(') => {
                depth += 1;
                let start = value[..at].rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).map_or(0, |before| before + 1);
                let function = value.get(start..at).unwrap_or_default();
                if !function.is_empty() && !may_call(&function.to_lowercase()) {
                    return Some((start..at + 1, format!("a token can't use `{function}()`")));
                }
            }
            (None, ')') if depth == 0 => return Some((here, "this `)` closes nothing".to_owned())),
            (None, ')') => depth -= 1,
            _ => {}
        }
    }
    match quote {
        Some((_, start)) => Some((start..value.len(), "this string is not closed".to_owned())),
        None if depth > 0 => Some((0..value.len(), "a `)` is missing".to_owned())),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "/* :root { --no: 1 } */ :root { --ink: #111; --paper: #fff; --serif: \"News\"; }\np { --local: 1 }\n@media (prefers-color-scheme: dark) { :root { --ink: #eee; --glow: 0 } }";

    fn read_tokens(css: &str) -> (String, Vec<Diagnostic>) {
        read(&SitePath::new("theme/tokens.css").expect("a path"), css, &declared(SHEET))
    }

    #[test]
    fn the_tokens_of_a_sheet_are_those_of_its_root() {
        assert_eq!(
            declared(SHEET).into_iter().collect::<Vec<_>>(),
            [("--glow", "0"), ("--ink", "#111"), ("--paper", "#fff"), ("--serif", "\"News\""),]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn tokens_are_set() {
        for (css, expected) in [
            ("", ""),
            (":root { --ink: rgb(0 0 0 / 50%) }", ":root { --ink: rgb(0 0 0 / 50%); }\n"),
            (
                "/* mine */\n:root {\n  --ink: black; /* dark */\n  --serif: \"Gill; Sans\", serif;\n}\n",
                ":root { --ink: black; --serif: \"Gill; Sans\", serif; }\n",
            ),
            (":root{--glow:calc((1px + 2px) * 2);;}", ":root { --glow: calc((1px + 2px) * 2); }\n"),
            ("@media (prefers-color-scheme: dark) { :root { --ink: white; } }", "@media (prefers-color-scheme: dark) { :root { --ink: white; } }\n"),
        ] {
            assert_eq!(read_tokens(css), (expected.to_owned(), Vec::new()), "{css}");
        }
    }

    #[test]
    fn everything_else_is_refused_at_its_place() {
        for (css, code, underlined) in [
            (":root { --inc: black }", "tokens-unknown", "--inc"),
            (":root { color: black }", "tokens-syntax", "color"),
            (":root { --ink: url(https://example.org/x.png) }", "tokens-syntax", "url("),
            (":root { --ink: image-set(\"x.png\" 1x) }", "tokens-syntax", "image-set("),
            (":root { --ink: u\\72l(x) }", "tokens-syntax", "\\"),
            (":root { --ink: \"</style>\" }", "tokens-syntax", "<"),
            (":root { --ink: red !important }", "tokens-syntax", "!"),
            (":root { --ink: red\n --paper: blue; }", "tokens-syntax", ":"),
            (":root { --ink: \"red }", "tokens-syntax", "\"red }"),
            (":root { --ink: calc(1px }", "tokens-syntax", "calc(1px"),
            (":root { --ink: 1px) }", "tokens-syntax", ")"),
            (":root { --ink: ; }", "tokens-syntax", ""),
            (":root { --ink: reddish }", "tokens-syntax", "reddish"),
            (":root { --ink }", "tokens-syntax", "--ink"),
            (":root { --ink: red", "tokens-syntax", ":root"),
            ("@import \"x.css\";", "tokens-syntax", "@import \"x.css\""),
            ("@media print { :root { --ink: red } }", "tokens-syntax", "@media print"),
            ("@media (prefers-color-scheme: dark) { p { color: red } }", "tokens-syntax", "p"),
            ("body { color: red }", "tokens-syntax", "body"),
            (":root p { --ink: red }", "tokens-syntax", ":root p"),
            ("}", "tokens-syntax", "}"),
        ] {
            let (_, diagnostics) = read_tokens(css);
            let first = diagnostics.first().unwrap_or_else(|| panic!("{css}: nothing was refused"));
            let span = first.span.as_ref().expect("a place");
            assert_eq!((first.code, &css[span.range.indices()]), (code, underlined), "{css}: {first:?}");
        }
        let (_, diagnostics) = read_tokens(":root { --inc: black }");
        assert_eq!(diagnostics[0].hints, ["did you mean `--ink`?"]);
    }

    #[test]
    fn one_accent_is_made_two_that_can_be_read() {
        const SHEET: &str = ":root { --paper: light-dark(#fbf8f2, #15120f); --accent: light-dark(#7c1d17, #f4ae9b); }";
        let known = declared(SHEET);
        let path = SitePath::new("theme/tokens.css").expect("a path");
        for (written, expected) in [("#21425a", "light-dark(#21425a, #7fa3be)"), ("light-dark(#000, navy)", "light-dark(#000, navy)")] {
            let (css, mistakes) = read(&path, &format!(":root {{ --accent: {written} }}"), &known);
            assert_eq!((css, mistakes), (format!(":root {{ --accent: {expected}; }}\n"), Vec::new()));
        }
        for alone in ["navy", "#1d4a7ccc", "rgb(1 2 3)"] {
            let (css, mistakes) = read(&path, &format!(":root {{ --accent: {alone} }}"), &known);
            assert_eq!((css.as_str(), mistakes.len()), ("", 1), "{alone}");
        }
    }

    #[test]
    fn what_is_right_beside_a_mistake_counts() {
        let (css, diagnostics) = read_tokens("@import 'x';\nbody { color: red }\n:root { --inc: red; --ink: blue }");
        assert_eq!((css.as_str(), diagnostics.len()), (":root { --ink: blue; }\n", 3));
    }
}
