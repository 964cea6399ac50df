//! What a glyph stands for, and what kind of letter that is.
//!
//! Only what a reader needs to know of writing systems stands here: which run from right to left,
//! which have no spaces, which signs sit on other letters.

use unicode_normalization::UnicodeNormalization as _;

/// What a glyph stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letters {
    /// One letter.
    One(char),
    /// Several that are drawn as one (ﬁ).
    Several(Box<str>),
    /// A gap between words.
    Space,
}

/// How many letters one glyph may stand for. The longest ligature that is a phrase has 18.
const MOST: usize = 18;

impl Letters {
    /// What a text stands for; none if there is nothing in it that can be read.
    pub fn new(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Self::of(c),
            _ => Self::several(text),
        }
    }

    /// What a letter stands for; ligatures are several.
    pub fn of(c: char) -> Option<Self> {
        match c {
            '!'..='~' => Some(Self::One(c)),
            _ if c.is_whitespace() => Some(Self::Space),
            _ if is_nothing(c) => None,
            _ if is_form(c) => Self::several(c.encode_utf8(&mut [0; 4])),
            _ => Some(Self::One(c)),
        }
    }

    fn several(text: &str) -> Option<Self> {
        let mut letters = String::new();
        for c in text.chars().filter(|c| !is_nothing(*c) && !c.is_whitespace()).take(MOST) {
            if is_form(c) {
                letters.extend(c.nfkc().filter(|c| !c.is_whitespace()));
            } else {
                letters.push(c);
            }
        }
        let mut chars = letters.chars();
        match (chars.next(), chars.next()) {
            (None, _) => text.chars().any(char::is_whitespace).then_some(Self::Space),
            (Some(c), None) => Some(Self::One(c)),
            _ => Some(Self::Several(letters.into())),
        }
    }

    pub(super) fn first(&self) -> char {
        match self {
            Self::One(c) => *c,
            Self::Several(text) => text.chars().next().unwrap_or(' '),
            Self::Space => ' ',
        }
    }

    pub(super) fn push_to(&self, text: &mut String) {
        match self {
            Self::One(c) => text.push(*c),
            Self::Several(letters) => text.push_str(letters),
            Self::Space => {}
        }
    }
}

/// What no page shows: control characters, marks of direction, marks of width nothing.
fn is_nothing(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}')
        || matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff)
}

/// Letters of Unicode that are only a shape of others: ligatures, and how Arabic letters look at the end of a word.
const fn is_form(c: char) -> bool {
    matches!(c, '\u{fb00}'..='\u{fb4f}' | '\u{fb50}'..='\u{fd3d}' | '\u{fd50}'..='\u{fdfb}' | '\u{fe70}'..='\u{fefc}')
}

/// Which way a letter makes its neighbours run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Right,
    Left,
    /// Left to right among themselves, but no more.
    Number,
    /// As their neighbours do.
    Any,
    /// As their neighbours do, and no run of letters goes on behind them.
    Bracket,
}

impl Direction {
    pub(super) fn of(c: char) -> Self {
        match c {
            '0'..='9' | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => Self::Number,
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}' => {
                Self::Left
            }
            '(' | ')' | '[' | ']' | '{' | '}' => Self::Bracket,
            _ if c.is_alphabetic() => Self::Right,
            _ => Self::Any,
        }
    }
}

/// Whether words of these letters stand without spaces: Chinese, Japanese, and their punctuation.
pub(super) const fn has_no_spaces(c: char) -> bool {
    // Latin letters and digits that are as wide as Chinese ones do have spaces.
    let is_wide_latin = matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}');
    let is_ideograph = matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    is_ideograph || matches!(c, '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}') && !is_wide_latin
}

/// The sign that sits on another letter, for one that is set as a glyph of its own.
pub(super) const fn combining(c: char) -> Option<char> {
    Some(match c {
        '`' | 'ˋ' => '\u{300}',
        '´' | 'ˊ' => '\u{301}',
        'ˆ' => '\u{302}',
        '˜' => '\u{303}',
        '¯' | 'ˉ' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        _ if is_combining(c) => c,
        _ => return None,
    })
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}')
        || matches!(c, '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{1dc0}'..='\u{1dff}')
        || matches!(c, '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn a_glyph_stands_for_what_is_read() {
        let several = |text: &str| Some(Letters::Several(text.into()));
        assert_eq!(Letters::new("a"), Some(Letters::One('a')));
        assert_eq!(Letters::new("ﬁ"), several("fi"));
        assert_eq!(Letters::new("ffi"), several("ffi"));
        assert_eq!(Letters::new("\u{fefb}"), several("\u{644}\u{627}"));
        assert_eq!(Letters::new("\u{fe8e}"), Some(Letters::One('\u{627}')));
        assert_eq!(Letters::new("\u{a0}"), Some(Letters::Space));
        assert_eq!(Letters::new("a\u{202e}"), Some(Letters::One('a')));
        for nothing in ["", "\0", "\u{202e}", "\u{feff}", "\u{1}\u{2}"] {
            assert_eq!(Letters::new(nothing), None, "{nothing:?}");
        }
        assert_eq!(Letters::new(&"x".repeat(999)), several(&"x".repeat(18)));
    }
}
