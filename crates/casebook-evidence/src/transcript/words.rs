//! The words of a cue: without tags, with their characters, and by whom they are said.

use super::Speakers;
use crate::text::character;

/// What each person says in a cue, in order. What has no words is left out.
pub(super) fn passages(raw: &str, speakers: Speakers) -> Vec<(Option<String>, String)> {
    let mut passages: Vec<(Option<String>, String)> = Vec::new();
    let mut speaker = None;
    let mut text = String::new();
    let mut rest = raw;
    while let Some(start) = rest.find(['<', '{']) {
        text.push_str(&rest[..start]);
        let (tag, after) = if rest[start..].starts_with('<') {
            rest[start + 1..].split_once('>').unwrap_or((&rest[start + 1..], ""))
        } else if let Some(end) = rest[start..].strip_prefix("{\\").and_then(|rest| rest.bytes().take(20).position(|byte| byte == b'}')) {
            // Positions in SubRip: `{\an8}`. A longer one is none.
            ("", &rest[start + end + 3..])
        } else {
            text.push('{');
            ("", &rest[start + 1..])
        };
        if let Some(name) = voice(tag) {
            passages.push((speaker.take(), std::mem::take(&mut text)));
            speaker = Some(decode(name)).filter(|name| !name.is_empty());
        } else if tag.trim() == "/v" {
            passages.push((speaker.take(), std::mem::take(&mut text)));
        }
        rest = after;
    }
    text.push_str(rest);
    passages.push((speaker, text));
    let words = passages.into_iter().map(|(speaker, text)| (speaker, decode(&text)));
    words.map(|passage| named(passage, speakers)).filter(|(_, text)| !text.is_empty()).collect()
}

/// The name in `v Name` or `v.loud Name`.
fn voice(tag: &str) -> Option<&str> {
    let rest = tag.strip_prefix('v').filter(|rest| rest.starts_with(['.', ' ', '\t']))?;
    rest.split_once([' ', '\t']).map(|(_, name)| name.trim())
}

/// The name before a colon, if it is asked for and looks like one: a few words, the first letter of each large.
fn named((speaker, text): (Option<String>, String), speakers: Speakers) -> (Option<String>, String) {
    if speaker.is_none()
        && speakers == Speakers::Named
        && let Some((name, words)) = text.split_once(':')
        && is_name(name)
        && words.starts_with(' ')
    {
        return (Some(name.to_owned()), words.trim().to_owned());
    }
    (speaker, text)
}

fn is_name(text: &str) -> bool {
    const PARTICLES: [&str; 9] = ["von", "van", "de", "der", "den", "da", "di", "du", "zu"];
    let is_word = |word: &str| PARTICLES.contains(&word) || word.chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_lowercase());
    let is_short = text.len() <= 60 && (1..=4).contains(&text.split(' ').count());
    is_short && text.split(' ').all(is_word) && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
}

/// In one line, with `&amp;` and all others as what they mean. Each is decoded once.
fn decode(raw: &str) -> String {
    let line = raw.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    character::decode(&line).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::passages;
    use crate::transcript::Speakers::{Named, Tagged};

    #[test]
    fn each_speaker_has_the_own_words() {
        let said = |raw, speakers| -> Vec<(String, String)> {
            passages(raw, speakers).into_iter().map(|(speaker, text)| (speaker.unwrap_or_default(), text)).collect()
        };
        let expected = |list: &[(&str, &str)]| -> Vec<(String, String)> { list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect() };
        for (raw, speakers, list) in [
            ("<v Anna Berg>No &amp; <i>never</i>", Tagged, &[("Anna Berg", "No & never")][..]),
            ("<v.loud Anna>No.</v> <v Ben>Yes.</v>", Tagged, &[("Anna", "No."), ("Ben", "Yes.")]),
            ("ANNA BERG: No.", Tagged, &[("", "ANNA BERG: No.")]),
            ("ANNA BERG: No.", Named, &[("ANNA BERG", "No.")]),
            ("She said: no.", Named, &[("", "She said: no.")]),
            ("{\\an8}Up {here}", Tagged, &[("", "Up {here}")]),
            ("&amp;lt; &#228; &nope;", Tagged, &[("", "&lt; ä &nope;")]),
            ("<v >x", Tagged, &[("", "x")]),
            ("<i", Tagged, &[]),
        ] {
            assert_eq!(said(raw, speakers), expected(list), "{raw}");
        }
    }
}
