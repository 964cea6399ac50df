//! The beginning of somebody's words, for a card: whole sentences where it can be, and always with a sign that
//! more follows.

use crate::markdown::parts_words;

/// The sign of an omission.
const OMISSION: &str = " […]";

/// The beginning of a text in about `len` characters: whole sentences where they fill a third of that, otherwise
/// cut at a word.
pub(super) fn excerpt(text: &str, len: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(len) else { return text.to_owned() };
    let least = text.char_indices().nth(len / 3).map_or(0, |(at, _)| at);
    let whole = sentence_ends(text).take_while(|&end| end <= cut).last().filter(|&end| end >= least);
    let end = whole.unwrap_or_else(|| word_end(&text[..cut]));
    text[..end].to_owned() + OMISSION
}

/// Where the last whole word ends, without the marks behind it.
fn word_end(text: &str) -> usize {
    let end = text.rfind(parts_words).unwrap_or(text.len());
    text[..end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—')).len()
}

/// Where sentences end: behind the stop and what closes with it, if the next word begins a sentence.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(['.', '!', '?']).filter_map(|(at, stop)| {
        let rest = text[at + stop.len()..].trim_start_matches(['”', '“', '’', '‘', '"', '»', '«', ')']);
        let next = rest.strip_prefix(parts_words)?.trim_start_matches(parts_words);
        let begins = next.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '„' | '‘' | '‚' | '"' | '«' | '»'));
        (begins && (stop != "." || ends_with_word(&text[..at]))).then_some(text.len() - rest.len())
    })
}

/// Whether a text ends with a word, and not with a number ("18.") or one letter ("B.").
fn ends_with_word(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.chars().nth(1).is_some() && word.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_ends_with_a_sentence_where_it_can() {
        let cases = [
            ("Short. And whole.", 40, "Short. And whole."),
            ("He wrote it down. Nobody asked him about it.", 30, "He wrote it down. […]"),
            ("It was so. He wrote it down and nobody asked him about it later.", 40, "It was so. He wrote it down and nobody […]"),
            ("Er fragte, z. B. Herrn Keld, am 18. Februar, ob es so sei.", 50, "Er fragte, z. B. Herrn Keld, am 18. Februar, ob […]"),
            ("“He wrote it.” Then nobody asked him about it.", 30, "“He wrote it.” […]"),
            ("Then he and Prof.\u{a0}Keld wrote it down, and nobody asked.", 25, "Then he and Prof.\u{a0}Keld […]"),
            ("Он записал это. Никто его об этом не спросил.", 30, "Он записал это. […]"),
            ("One word, and another one", 10, "One word […]"),
            ("wordwithoutend", 4, "word […]"),
        ];
        for (text, len, expected) in cases {
            assert_eq!(excerpt(text, len), expected);
        }
    }
}
