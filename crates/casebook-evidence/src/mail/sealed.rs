//! Messages within a message stay closed, so that no nesting is ever followed.
//!
//! The parser reads attached messages with recursion through all their own attachments. Here the words
//! that make it do so (`message/…`, `…/digest`) lose their first letter to a stand-in, a byte that
//! occurs nowhere else in the message, and get it back in whatever comes out. So an attached message is
//! a file of bytes. All offsets stay as they are.

use crate::document::Failure;
use std::borrow::Cow;

/// Letters that are replaced.
const LETTERS: [u8; 4] = *b"mMdD";

/// How many bytes may be looked at once more for parts that don't end. What programs write stays below a tenth.
const MOST_WORK: u64 = 5_000_000_000;

/// A message in which nothing is a message.
pub(super) struct Sealed {
    pub bytes: Vec<u8>,
    /// What stands for each of the letters; none where nothing had to be replaced.
    stand_ins: Option<[u8; 4]>,
}

impl Sealed {
    pub(super) fn new(mut bytes: Vec<u8>) -> Result<Self, Failure> {
        refuse_much_work(&bytes)?;
        let places: Vec<usize> = (0..bytes.len()).filter(|at| is_opening(&bytes, *at)).collect();
        if places.is_empty() {
            return Ok(Self { bytes, stand_ins: None });
        }
        let stand_ins = absent(&bytes).ok_or(Failure::TooIntricate)?;
        for at in places {
            let letter = LETTERS.iter().position(|letter| *letter == bytes[at]).unwrap_or_default();
            bytes[at] = stand_ins[letter];
        }
        Ok(Self { bytes, stand_ins: Some(stand_ins) })
    }

    /// The text as it was.
    pub(super) fn restored<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let Some(stand_ins) = self.stand_ins.filter(|stand_ins| text.bytes().any(|byte| stand_ins.contains(&byte))) else {
            return Cow::Borrowed(text);
        };
        let letter = |c: char| stand_ins.iter().position(|byte| char::from(*byte) == c).map_or(c, |at| char::from(LETTERS[at]));
        Cow::Owned(text.chars().map(letter).collect())
    }

    /// Bytes of the message as they were, before they were decoded in any way.
    pub(super) fn original(&self, from: usize, to: usize) -> Vec<u8> {
        let mut bytes = self.bytes.get(from..to).unwrap_or_default().to_vec();
        if let Some(stand_ins) = self.stand_ins {
            for byte in &mut bytes {
                if let Some(at) = stand_ins.iter().position(|stand_in| stand_in == byte) {
                    *byte = LETTERS[at];
                }
            }
        }
        bytes
    }
}

/// Whether a word begins here that could open a message. What follows or precedes it keeps letters of
/// base64 from being taken for a word, and `Message-ID` from losing its name.
fn is_opening(bytes: &[u8], at: usize) -> bool {
    let is_word = |word: &[u8]| bytes[at..].get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word));
    let after = |len: usize| bytes.get(at + len).copied().unwrap_or(b'\n');
    match bytes[at] {
        b'm' | b'M' if is_word(b"message") => !after(7).is_ascii_alphanumeric() && !matches!(after(7), b'+' | b'=' | b'-'),
        b'd' | b'D' if is_word(b"digest") => {
            let before = at.checked_sub(1).map_or(b'\n', |at| bytes[at]);
            !before.is_ascii_alphanumeric() && before != b'+' && !after(6).is_ascii_alphanumeric() && !matches!(after(6), b'+' | b'/' | b'=')
        }
        _ => false,
    }
}

/// Four control characters that don't occur, neither as bytes nor written as `=01`.
fn absent(bytes: &[u8]) -> Option<[u8; 4]> {
    let mut occurs = [false; 32];
    for (at, byte) in bytes.iter().enumerate() {
        if let Some(occurs) = occurs.get_mut(usize::from(*byte)) {
            *occurs = true;
        } else if *byte == b'=' {
            let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
            if let (Some(high @ 0..=1), Some(low)) = (digit(at + 1), digit(at + 2)) {
                occurs[(high * 16 + low) as usize] = true;
            }
        }
    }
    // Neither those that end lines and words, nor the one that switches charsets.
    let mut free = (1..32_u8).filter(|byte| !occurs[usize::from(*byte)] && !matches!(byte, 9..=13 | 0x1b));
    Some([free.next()?, free.next()?, free.next()?, free.next()?])
}

/// Each part that says it has parts of its own is searched to the end of the message when they don't
/// come, and each piece of a parameter is put together with all before it.
fn refuse_much_work(bytes: &[u8]) -> Result<(), Failure> {
    let mut count = 0_u64;
    for (at, byte) in bytes.iter().enumerate() {
        count += match byte {
            b'm' | b'M' if bytes[at..].get(..9).is_some_and(|word| word.eq_ignore_ascii_case(b"multipart")) => 1,
            b'*' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => 1,
            _ => 0,
        };
    }
    // A few of them are in every message, however long it is.
    if count > 100 && count * bytes.len() as u64 > MOST_WORK { Err(Failure::TooIntricate) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::Sealed;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_left_that_opens_a_message() {
        let text = "Content-Type: Message/RFC822\ncontent-type: multipart/digest; x\nmessages, a message; digested\nQmVpbmVtessageAQ\n";
        let sealed = Sealed::new(text.as_bytes().to_vec()).expect("little work");
        let changed = String::from_utf8(sealed.bytes.clone()).expect("UTF-8");
        assert!(!changed.contains("Message/") && !changed.contains("/digest") && changed.contains("digested") && changed.contains("tessageAQ"));
        assert_eq!(sealed.restored(&changed), text);
    }

    proptest! {
        #[test]
        fn what_is_sealed_can_be_restored(text in "(message/|multipart/digest|=0[0-9]|[\u{1}-\u{4}a-z \n]){0,30}") {
            let sealed = Sealed::new(text.as_bytes().to_vec()).expect("little work");
            prop_assert_eq!(sealed.original(0, text.len()), text.as_bytes());
        }
    }
}
