//! The beginning of somebody's words, for a card: whole sentences where it can be.

/// The beginning of a text in at most `len` characters: whole sentences where they fill a third of
/// that, otherwise cut at a word, with the mark of an omission.
pub(super) fn excerpt(text: &str, len: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(len) else { return text.to_owned() };
    let least = text.char_indices().nth(len / 3).map_or(0, |(at, _)| at);
    let whole = sentence_ends(text).take_while(|&end| end <= cut).last().filter(|&end| end >= least);
    whole.map_or_else(|| cut_at_word(&text[..cut]), |end| text[..end].to_owned())
}

fn cut_at_word(text: &str) -> String {
    let end = text.rfind(char::is_whitespace).unwrap_or(text.len());
    format!("{} […]", text[..end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—')))
}

/// Where sentences end: behind the stop and what closes with it, if the next word begins a sentence.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(['.', '!', '?']).filter_map(|(at, stop)| {
        let rest = text[at + stop.len()..].trim_start_matches(['”', '“', '’', '‘', '"', '»', '«', ')']);
        let goes_on = rest.trim_start();
        let begins = goes_on.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '„' | '‘' | '‚' | '"' | '«' | '»'));
        let is_end = rest.len() > goes_on.len() && begins && (stop != "." || is_word(&text[..at]));
        is_end.then_some(text.len() - rest.len())
    })
}

/// Whether a text ends with a word and not with a number or an abbreviation ("18", "B", "Mr", "bzw").
fn is_word(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let has_vowel = word.chars().flat_map(char::to_lowercase).any(|c| "aeiouyäöüéèáàóíú".contains(c));
    has_vowel && word.chars().nth(1).is_some() && !word.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_ends_with_a_sentence_where_it_can() {
        let cases = [
            ("Short. And whole.", 40, "Short. And whole."),
            ("He wrote it down. Nobody asked him about it.", 30, "He wrote it down."),
            ("It was so. He wrote it down and nobody asked him about it later.", 40, "It was so. He wrote it down and nobody […]"),
            ("Er fragte, z. B. Herrn Keld, am 18. Februar, ob es so sei.", 50, "Er fragte, z. B. Herrn Keld, am 18. Februar, ob […]"),
            ("“He wrote it.” Then nobody asked him about it.", 30, "“He wrote it.”"),
            ("Then Mr. Keld wrote it down, and nobody asked him.", 32, "Then Mr. Keld wrote it down […]"),
            ("One word, and another one", 10, "One word […]"),
            ("wordwithoutend", 4, "word […]"),
        ];
        for (text, len, expected) in cases {
            assert_eq!(excerpt(text, len), expected);
        }
    }
}
