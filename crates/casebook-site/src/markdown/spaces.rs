//! Spaces at which no line may break, as the language of a text has them.
//!
//! Only spaces that were typed become others; no character comes or goes. Sources: the Unicode Line
//! Breaking Algorithm (UAX #14) leaves these to the author; the cases are those of Duden
//! ("Textverarbeitung"), New Hart's Rules and the Lexique of the Imprimerie nationale.

use std::borrow::Cow;

const NO_BREAK: &str = "\u{a0}";
const NARROW_NO_BREAK: &str = "\u{202f}";

/// Whether words part at this character. Other spaces hold together what belongs together, as in "Prof. Hart".
pub(crate) fn parts_words(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}')
}

/// What is said behind a number and belongs to it.
const UNITS: &[&str] = &[
    "%", "‰", "€", "$", "£", "°C", "°F", "Mio", "Mrd", "Euro", "Uhr", "a.m", "p.m", "am", "pm", "kg", "g", "mg", "t", "km", "m", "cm", "mm", "ha",
    "l", "ml", "h", "min", "s", "ms", "km/h", "m²", "m³", "km²", "kB", "KB", "MB", "GB", "dpi", "px", "W", "kW", "V", "Hz", "kHz", "ft", "lb", "oz",
    "Pf", "DM",
];

/// What is said in front of a number and belongs to it.
const BEFORE_NUMBERS: &[&str] = &[
    "§", "§§", "S.", "Nr.", "Art.", "Abs.", "Bd.", "Kap.", "Abb.", "Az.", "p.", "pp.", "No.", "Nos.", "no.", "nos.", "Fig.", "vol.", "ch.", "ca.",
    "c.",
];

/// What is said in front of a name and belongs to it.
const BEFORE_NAMES: &[&str] = &["Dr", "Dr.", "Prof.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "St", "St.", "Hr.", "Fr.", "MM.", "Mme", "M."];

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "Mai",
    "Juni",
    "Juli",
    "Oktober",
    "Dezember",
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The spaces of a text in one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spaces {
    /// Some signs stand apart from their words, by a narrow space.
    has_signs_apart: bool,
}

impl Spaces {
    /// Those of a language tag (in lower case).
    pub(super) fn new(language: &str) -> Self {
        Self { has_signs_apart: language.split('-').next() == Some("fr") }
    }

    /// The text with the spaces that hold together what belongs together.
    pub(super) fn bound<'t>(self, text: &'t str) -> Cow<'t, str> {
        let bytes = text.as_bytes();
        let mut bound = String::new();
        let (mut copied, mut from) = (0, 1);
        while let Some(at) = self.next_candidate(bytes, from) {
            from = at + 1;
            if let Some(space) = self.between(&text[..at], &text[at + 1..]) {
                bound.push_str(&text[copied..at]);
                bound.push_str(space);
                copied = at + 1;
            }
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        bound.push_str(&text[copied..]);
        Cow::Owned(bound)
    }

    /// The next space from a place on that may have to be another, with something on both sides.
    fn next_candidate(self, text: &[u8], from: usize) -> Option<usize> {
        let end = text.len().saturating_sub(1);
        let is_candidate = |at: &usize| text[*at] == b' ' && (self.has_signs_apart || may_hold(around(text, *at)));
        let mut stretches = (from..end).step_by(STRETCH).filter(|start| self.has_signs_apart || some_may_hold(text, *start));
        stretches.find_map(|start| (start..end.min(start + STRETCH)).find(is_candidate))
    }

    /// Which space must stand between two texts, if not one like any other.
    fn between(self, before: &str, after: &str) -> Option<&'static str> {
        let (last, next) = (before.chars().next_back()?, after.chars().next()?);
        if self.has_signs_apart && (matches!(next, ';' | ':' | '!' | '?' | '»') || last == '«') {
            return Some(NARROW_NO_BREAK);
        }
        let is_dash = matches!(next, '–' | '—') && followed_by_space(after);
        (is_dash || belong_together(last_word(before), next, after)).then_some(NO_BREAK)
    }
}

/// How many bytes are looked at together.
const STRETCH: usize = 32;

/// How many bytes in front of a space and behind it [`may_hold`] looks at.
const AROUND: (usize, usize) = (3, 1);

const DASHES_BEGIN: u8 = 0xe2;
const SECTION_SIGN_ENDS: u8 = 0xa7;

/// Whether [`may_hold`] can be true for a space in the stretch that begins here. In most stretches there is none,
/// and the processor sees that at once for all of it: no byte's answer has to wait for another's.
fn some_may_hold(text: &[u8], start: usize) -> bool {
    const LEN: usize = AROUND.0 + STRETCH + AROUND.1;
    let around = start.checked_sub(AROUND.0).and_then(|first| text.get(first..)?.first_chunk::<LEN>());
    // At both ends of a text each space is looked at.
    let Some(bytes) = around else { return true };
    (0..STRETCH).fold(false, |some, at| some | ((bytes[at + 3] == b' ') & may_hold([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 4]])))
}

/// The three bytes in front of a place and the one behind it; spaces where there are none.
fn around(text: &[u8], at: usize) -> [u8; 4] {
    let before = |count: usize| at.checked_sub(count).map_or(b' ', |at| text[at]);
    [before(3), before(2), before(1), text.get(at + 1).copied().unwrap_or(b' ')]
}

/// Whether a space between these bytes can be one that holds. Nearly none can, and to look at the words around
/// each would cost as much as all else that is done with a text. Written without branches, for [`some_may_hold`].
const fn may_hold([third, second, last, next]: [u8; 4]) -> bool {
    let begins_dash = next == DASHES_BEGIN;
    let begins_name = !next.is_ascii_lowercase();
    // The titles of persons end so: Dr, Mr, Mrs, St, Mme.
    let ends_title = matches!(last, b'r' | b's' | b't' | b'e') & begins_name;
    // A point is that of a day, of one letter, of what stands in front of a number or a name, or it ends a sentence.
    let is_short_title = matches!(second, b'r' | b'f' | b's' | b't' | b'M') & begins_name;
    let is_point_of_word = next.is_ascii_digit() | second.is_ascii_digit() | !third.is_ascii_alphanumeric() | is_short_title;
    begins_dash | last.is_ascii_digit() | (last == SECTION_SIGN_ENDS) | ends_title | ((last == b'.') & is_point_of_word)
}

/// A dash between words, not one in front of a word.
fn followed_by_space(after: &str) -> bool {
    after.chars().nth(1).is_none_or(char::is_whitespace)
}

fn belong_together(before: &str, next: char, after: &str) -> bool {
    if next.is_ascii_digit() {
        return BEFORE_NUMBERS.contains(&before);
    }
    if before.starts_with(|c: char| c.is_ascii_digit()) {
        let after = bare(first_word(after));
        let is_day = matches!(before.strip_suffix('.').unwrap_or(before).parse::<u8>(), Ok(1..=31));
        return is_day && MONTHS.contains(&after) || before.ends_with(|c: char| c.is_ascii_digit()) && UNITS.contains(&after);
    }
    is_initial(before) && begins_with_initial(first_word(after)) || next.is_uppercase() && BEFORE_NAMES.contains(&before)
}

/// One letter and a point, as in "z. B." and "J. R. Hart", also with another as in "J.-P. Hart".
fn is_initial(word: &str) -> bool {
    let is_one = |part: &str| part.strip_suffix('.').is_some_and(|letter| letter.chars().all(char::is_alphabetic) && letter.chars().count() == 1);
    word.split('-').all(is_one)
}

/// The same of a word with more behind it.
fn begins_with_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next() == Some('.') && chars.next().is_none_or(|c| !c.is_alphanumeric())
}

fn last_word(before: &str) -> &str {
    before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '„' | '“' | '«' | '–' | '—')).next().unwrap_or_default()
}

fn first_word(after: &str) -> &str {
    after.split(char::is_whitespace).next().unwrap_or_default()
}

/// A word without the marks behind it.
fn bare(word: &str) -> &str {
    word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '”', '“', '’', '»', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_belongs_together_stays_on_one_line() {
        // `_` is a space that holds, `^` a narrow one.
        for (language, shown) in [
            ("de", "so z._B. hier, d._h. dort, i._d._R. (z._B. so)"),
            ("de", "auf S._12, nach §_5 Abs._2, am 18._Februar 1992, um 9.40_Uhr, 40_Minuten".replace("40_M", "40 M").as_str()),
            ("de", "Prof. Dr. Tolland wog 12_kg, 3,5_%, 7_€ und 40_Mio. Blätter, ca._30".replace("f. D", "f._D").replace("r. T", "r._T").as_str()),
            ("en", "Mr_Pask met Dr_Tolland on 18_February at 9.40_a.m. and read p._12"),
            ("en", "by (A.) J._R. Hart and J.-P._R. Koch"),
            ("en", "a word_– another, –5 and a dash at the end_–"),
            ("en", "He sat in the car. In 1992 a clerk was there. A man, 5 May 2020".replace("5 May", "5_May").as_str()),
            ("fr", "Qui^? Lui^: «^rien^»^!"),
            ("en", "Who ? : “none”"),
        ] {
            let typed = shown.replace(['_', '^'], " ");
            let bound = Spaces::new(language).bound(&typed).replace(NO_BREAK, "_").replace(NARROW_NO_BREAK, "^");
            assert_eq!(bound, shown, "{language}");
        }
    }

    proptest! {
        #[test]
        fn what_is_seen_to_hold_nothing_holds_nothing(text in "(([zZäJR]\\.|[.a-zA-ZäÄ0-9§–€%()]{1,5}|18|Dr|Prof\\.|Mme|St\\.|p\\.|§|Nr\\.|12|May|kg|–) ){2,60}") {
            let spaces = Spaces::new("en");
            let candidates: Vec<usize> =
                std::iter::successors(spaces.next_candidate(text.as_bytes(), 1), |at| spaces.next_candidate(text.as_bytes(), at + 1)).collect();
            for (at, _) in text.match_indices(' ').filter(|(at, _)| (1..text.len() - 1).contains(at)) {
                let is_bound = spaces.between(&text[..at], &text[at + 1..]).is_some();
                prop_assert!(!is_bound || candidates.contains(&at), "{:?} at {}", text, at);
                prop_assert!(candidates.contains(&at) == may_hold(around(text.as_bytes(), at)), "{:?} at {}", text, at);
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_but_spaces_changes(text in "[ .a-zA-ZäöüÄ0-9§–€%«»?!ſ\u{a0}]{0,60}", language in "(de|en|fr)") {
            let bound = Spaces::new(&language).bound(&text).into_owned();
            let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
            prop_assert_eq!(plain(&bound), plain(&text));
        }
    }
}
