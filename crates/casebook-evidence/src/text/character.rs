//! Characters that are written as `&amp;`, `&#228;` or `&#xe4;`: the names of HTML, each decoded once.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use std::borrow::Cow;

/// The longest name has 31 letters, and its `;`.
const LONGEST: usize = 32;

/// The text with its characters. What names none stays as it is.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        let name = &rest[start + 1..];
        let used = if name.starts_with('#') { numbered(name, &mut decoded) } else { named(name, &mut decoded) };
        if used == 0 {
            decoded.push('&');
        }
        rest = &name[used..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Adds the character of a number; how many bytes spell it, 0 if none do.
fn numbered(name: &str, decoded: &mut String) -> usize {
    let (radix, start) = if name[1..].starts_with(['x', 'X']) { (16, 2) } else { (10, 1) };
    let digits = name.bytes().skip(start).take(16).take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let Ok(number) = u32::from_str_radix(&name[start..start + digits], radix) else { return 0 };
    let replaced = number.checked_sub(0x80).and_then(|place| C1_REPLACEMENTS.get(place as usize).copied().flatten());
    let character = replaced.or_else(|| char::from_u32(number)).filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER);
    decoded.push(character);
    let end = start + digits;
    end + usize::from(name[end..].starts_with(';'))
}

/// Adds the characters of a name; how many bytes spell it, 0 if none do. Old names need no `;`.
fn named(name: &str, decoded: &mut String) -> usize {
    let letters = name.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let end = letters + usize::from(name[letters..].starts_with(';'));
    for len in (1..=end).rev() {
        // A beginning of a name has no character of its own, and is told as 0.
        if let Some((first, second)) = NAMED_ENTITIES.get(&name[..len]).filter(|(first, _)| *first != 0) {
            decoded.extend([*first, *second].into_iter().filter(|number| *number != 0).filter_map(char::from_u32));
            return len;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn names_and_numbers_are_decoded_once() {
        for (text, expected) in [
            ("a &amp; b &amp;amp; c", "a & b &amp; c"),
            ("&auml;&#228;&#xE4;&#XE4", "ääää"),
            ("&nbsp;&shy;&euro;&#128;", "\u{a0}\u{ad}€€"),
            ("AT&T &copy 2020 &nope; & &; &# &#x; &", "AT&T © 2020 &nope; & &; &# &#x; &"),
            ("&#0;&#xD800;&#99999999999999999999;", "\u{fffd}\u{fffd}&#99999999999999999999;"),
            ("&NotEqualTilde;", "≂̸"),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }
}
