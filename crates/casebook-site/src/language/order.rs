//! Alphabetical order for lists of names and titles.
//!
//! One key for every language: what readers of a mixed list expect (é with e, ß as ss, 10 after 9).
//! It doesn't know the alphabets that put letters with marks at their end.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How wide a number is in a key; longer ones are compared from their first digit.
const NUMBER_WIDTH: usize = 12;

/// A key whose order is alphabetical: marks, case, quotation marks and punctuation don't count,
/// and numbers are in the order of their value.
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut digits = String::new();
    for character in text.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        push_number(&mut key, &mut digits);
        match plain_letters(character) {
            Some(letters) => key.push_str(letters),
            None if character.is_alphanumeric() => key.push(character),
            None if (character.is_whitespace() || character == '-') && !key.is_empty() && !key.ends_with(' ') => key.push(' '),
            None => {}
        }
    }
    push_number(&mut key, &mut digits);
    key.truncate(key.trim_end().len());
    key
}

fn push_number(key: &mut String, digits: &mut String) {
    if !digits.is_empty() {
        let value = digits.trim_start_matches('0');
        key.extend(std::iter::repeat_n('0', NUMBER_WIDTH.saturating_sub(value.len())));
        key.push_str(value);
        digits.clear();
    }
}

/// Letters that Unicode doesn't take apart but that people file under others.
const fn plain_letters(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}
