//! Quotation marks as the language of a text prints them.
//!
//! Only marks that were typed straight (`"`, `'`) are changed; what was typed as a typographic
//! mark stays as it is.

/// The marks of a language: double and single, opening and closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marks {
    double: [&'static str; 2],
    single: [&'static str; 2],
}

const fn marks(double: [&'static str; 2], single: [&'static str; 2]) -> Marks {
    Marks { double, single }
}

const APOSTROPHE: &str = "\u{2019}";

/// The marks of a language tag (in lower case); English ones where nothing else is known.
fn marks_of(language: &str) -> Marks {
    let main = language.split('-').next().unwrap_or(language);
    match (main, language) {
        (_, "de-ch" | "de-li") => marks(["\u{ab}", "\u{bb}"], ["\u{2039}", "\u{203a}"]),
        ("de" | "cs" | "sk" | "sl" | "bg" | "is" | "lt" | "et", _) => marks(["\u{201e}", "\u{201c}"], ["\u{201a}", "\u{2018}"]),
        ("fr", _) => marks(["\u{ab}\u{202f}", "\u{202f}\u{bb}"], ["\u{2039}\u{202f}", "\u{202f}\u{203a}"]),
        (_, "pt-br") => marks(["\u{201c}", "\u{201d}"], ["\u{2018}", "\u{2019}"]),
        ("es" | "it" | "pt" | "ca" | "gl" | "el", _) => marks(["\u{ab}", "\u{bb}"], ["\u{201c}", "\u{201d}"]),
        ("ru" | "uk" | "be", _) => marks(["\u{ab}", "\u{bb}"], ["\u{201e}", "\u{201c}"]),
        ("nb" | "nn" | "no", _) => marks(["\u{ab}", "\u{bb}"], ["\u{2018}", "\u{2019}"]),
        ("da", _) => marks(["\u{bb}", "\u{ab}"], ["\u{203a}", "\u{2039}"]),
        ("sv" | "fi", _) => marks(["\u{201d}", "\u{201d}"], ["\u{2019}", "\u{2019}"]),
        ("pl" | "ro", _) => marks(["\u{201e}", "\u{201d}"], ["\u{ab}", "\u{bb}"]),
        ("hu", _) => marks(["\u{201e}", "\u{201d}"], ["\u{bb}", "\u{ab}"]),
        ("hr" | "bs" | "sr", _) => marks(["\u{201e}", "\u{201d}"], ["\u{2018}", "\u{2019}"]),
        ("ja", _) => marks(["\u{300c}", "\u{300d}"], ["\u{300e}", "\u{300f}"]),
        _ => marks(["\u{201c}", "\u{201d}"], ["\u{2018}", "\u{2019}"]),
    }
}

/// Maps the parser's English marks to those of a language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quotes {
    marks: Marks,
    open_single: u32,
}

impl Quotes {
    /// Marks for a text in this language.
    pub(super) fn new(language: &str) -> Self {
        Self { marks: marks_of(language), open_single: 0 }
    }

    /// Forgets open quotations: a new block begins.
    pub(super) const fn begin_block(&mut self) {
        self.open_single = 0;
    }

    /// What to print for `text`, which the parser made of the byte at `at` in `source`.
    pub(super) fn printed<'t>(&mut self, text: &'t str, source: &str, at: usize) -> &'t str {
        let typed = source.as_bytes().get(at);
        match (typed, text) {
            (Some(b'"'), "\u{201c}") => self.marks.double[0],
            (Some(b'"'), "\u{201d}") => self.marks.double[1],
            (Some(b'\''), "\u{2018}") => {
                self.open_single += 1;
                self.marks.single[0]
            }
            (Some(b'\''), "\u{2019}") => self.closing_or_apostrophe(source, at),
            _ => text,
        }
    }

    fn closing_or_apostrophe(&mut self, source: &str, at: usize) -> &'static str {
        let before = source[..at].chars().next_back();
        let after = source[at + 1..].chars().next();
        let is_inside_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        if is_inside_word || self.open_single == 0 {
            return APOSTROPHE;
        }
        self.open_single -= 1;
        self.marks.single[1]
    }
}
