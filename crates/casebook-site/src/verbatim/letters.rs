//! What single characters are to the matcher: quotation marks, dashes, invisible ones, letters of scripts without
//! spaces.
//!
//! Only what the rule lists is made alike. No letter is taken for another one: `ß` is not `ss`, and a Cyrillic
//! `а` is not a Latin one.

use unicode_normalization::char::is_combining_mark;

/// What stands for every quotation mark.
pub(super) const QUOTE: char = '"';
/// What stands for every dash that is a sign of its own.
pub(super) const DASH: char = '-';

/// Quotation marks and what is typed for them. The primes and the acute accent are what typewriters and phones
/// have for apostrophes.
pub(super) const fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '«' | '»' | '‘'..='‟' | '′' | '″' | '‹' | '›' | '「'..='』' | '〝'..='〟' | '⹂' | '＂' | '＇'
    )
}

/// Hyphens, dashes, the minus.
pub(super) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Hyphens alone: what may divide a word.
pub(super) const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}')
}

/// What has no width and changes no word. The soft hyphen is not among them, because it means something at the end of
/// a line.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{034f}'
            | '\u{061c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// What ends a line or a page.
pub(super) const fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters of scripts that put no space between words, with their punctuation.
pub(super) const fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{0e00}'..='\u{0eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{2fdf}'
            | '\u{3001}'..='\u{312f}'
            | '\u{31a0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Marks that belong to the character before them, also the skin colours of emoji.
pub(super) fn is_mark(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(c) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}'))
}

/// What words are made of.
pub(super) fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_mark(c)
}

/// Letters that a hyphen can stand between when a word is divided.
pub(super) fn is_divisible(c: char) -> bool {
    (c.is_alphabetic() || is_mark(c)) && !is_unspaced(c)
}

/// Signs that change the number behind them: `<5` is not `5`.
pub(super) const fn is_sign(c: char) -> bool {
    matches!(c, '-' | '+' | '±' | '<' | '>' | '=' | '≤' | '≥' | '≠' | '≈' | '~' | '^' | '.' | ',' | ':' | '/' | '\u{2044}')
}

/// Signs between the digits of one number.
pub(super) const fn is_within_number(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | '/' | '\u{2044}' | QUOTE)
}
