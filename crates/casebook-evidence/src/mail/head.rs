//! The head of a message, copied field by field from a list of those that may be known.
//!
//! The parser sees nothing else. So nothing that it returns can hold a hidden recipient (`Bcc`), the
//! way of a message (`Received`) or the mark of a program (`X-…`), whatever is made of it later.

use super::Hides;
use crate::text::decode_lossy;
use std::borrow::Cow;

/// Fields that are read, and those that say how the body is written.
const ADMITTED: [&str; 12] = [
    "from",
    "to",
    "cc",
    "reply-to",
    "date",
    "subject",
    "message-id",
    "in-reply-to",
    "references",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
];

/// Fields that show that this is a message, though nothing is read of them.
const TELLING: [&str; 6] = ["mime-version", "received", "return-path", "sender", "delivered-to", "bcc"];

/// Fields with recipients whom the others don't see.
const HIDDEN: [&str; 3] = ["bcc", "resent-bcc", "x-bcc"];

/// Fields that say by which way a message came.
const WAY: [&str; 6] = ["received", "return-path", "delivered-to", "x-originating-ip", "x-received", "x-original-to"];

/// Bytes of a field: five thousand recipients, or as many references.
const LONGEST_FIELD: usize = 250_000;

/// A message whose head has admitted fields alone.
pub(super) struct Head {
    /// The whole message; its body is as it was.
    pub message: Vec<u8>,
    /// The date as it is written.
    pub date: Option<String>,
    /// Whether any field is one of a message.
    pub is_mail: bool,
}

/// Notes what the head of a message hides.
pub(super) fn look(raw: &[u8], hides: &mut Hides) {
    let mut rest = begin(raw);
    while !rest.is_empty() {
        let (field, after) = rest.split_at(field_len(rest));
        if field.trim_ascii().is_empty() {
            return;
        }
        let (name, value) = field.split_at(field.iter().position(|byte| *byte == b':').unwrap_or(field.len()));
        let is = |names: &[&str]| names.iter().any(|known| name.trim_ascii().eq_ignore_ascii_case(known.as_bytes()));
        // A field without a value hides nobody.
        hides.recipients |= is(&HIDDEN) && value.len() > 1 && !value[1..].trim_ascii().is_empty();
        hides.way |= is(&WAY);
        rest = after;
    }
}

/// Where the first field of a message begins.
fn begin(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    &raw[raw.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(raw.len())..]
}

/// Goes through the head of a message.
pub(super) fn admitted(raw: &[u8]) -> Head {
    let mut rest = begin(raw);
    let mut head = Head { message: Vec::with_capacity(rest.len()), date: None, is_mail: false };
    while !rest.is_empty() {
        let (field, after) = rest.split_at(field_len(rest));
        if field.trim_ascii().is_empty() {
            // The empty line, and the body.
            head.message.extend_from_slice(rest);
            break;
        }
        head.add(field);
        rest = after;
    }
    head
}

/// How long the first field is, with the lines that continue it.
fn field_len(bytes: &[u8]) -> usize {
    let line = |from: usize| bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| from + end + 1);
    let mut end = line(0);
    let is_empty = bytes[..end].trim_ascii().is_empty();
    while !is_empty && matches!(bytes.get(end), Some(b' ' | b'\t')) {
        end = line(end);
    }
    end
}

impl Head {
    fn add(&mut self, field: &[u8]) {
        let Some(colon) = field.iter().position(|byte| *byte == b':') else { return };
        let name = String::from_utf8_lossy(&field[..colon]).trim().to_ascii_lowercase();
        let is_admitted = ADMITTED.contains(&name.as_str());
        self.is_mail |= is_admitted || TELLING.contains(&name.as_str());
        if !is_admitted {
            return;
        }
        let value = text(&field[colon + 1..]);
        if name == "date" {
            self.date = Some(super::name::in_one_line(&value)).filter(|date| !date.is_empty());
        }
        self.message.extend_from_slice(name.as_bytes());
        self.message.push(b':');
        self.message.extend_from_slice(value.as_bytes());
        if !value.ends_with('\n') {
            self.message.push(b'\n');
        }
    }
}

/// The value as UTF-8, whatever old programs have written there; the beginning of one that is too long.
fn text(value: &[u8]) -> Cow<'_, str> {
    let value = &value[..value.len().min(LONGEST_FIELD)];
    match std::str::from_utf8(value) {
        Ok(value) => Cow::Borrowed(value),
        // It was cut within a character.
        Err(error) if error.error_len().is_none() => String::from_utf8_lossy(&value[..error.valid_up_to()]),
        Err(_) => Cow::Owned(outside_words(value)),
    }
}

/// The value with all that is no ASCII as UTF-8; but within an encoded word (RFC 2047), where nothing like that may
/// stand, it is of the word's charset, and becomes what it should have been: `=F6`.
fn outside_words(value: &[u8]) -> String {
    let mut text = String::with_capacity(value.len() * 2);
    let mut rest = value;
    while let Some(start) = rest.windows(2).position(|pair| pair == b"=?") {
        text.push_str(&decode_lossy(&rest[..start]));
        let word = &rest[start..];
        let end = word_len(word).unwrap_or(2);
        for byte in &word[..end] {
            if byte.is_ascii() {
                text.push(char::from(*byte));
            } else {
                text.push_str(&format!("={byte:02X}"));
            }
        }
        rest = &word[end..];
    }
    text.push_str(&decode_lossy(rest));
    text
}

/// How long the encoded word is that begins here: `=?charset?Q?words?=`. What is longer than a line is none.
fn word_len(word: &[u8]) -> Option<usize> {
    let line = &word[..word.len().min(1000)];
    let parts = line.iter().enumerate().filter(|(_, byte)| **byte == b'?').map(|(at, _)| at).take(3).collect::<Vec<_>>();
    let start = parts.get(2)? + 1;
    line[start..].windows(2).position(|pair| pair == b"?=").map(|end| start + end + 2)
}

#[cfg(test)]
mod tests {
    use super::admitted;

    #[test]
    fn only_admitted_fields_are_kept() {
        let raw = b"\r\nReceived: from x\r\n\tby y\r\nFROM : A\r\nBcc: hidden@example.org\r\nX-Mailer: z\r\nno field\r\nSubject: Gr\xfc\xdfe\r\n again\r\nDate: Mon,\r\n 1 Jan\r\n\r\nBcc: in the body\r\n";
        let head = admitted(raw);
        let expected = "from: A\r\nsubject: Grüße\r\n again\r\ndate: Mon,\r\n 1 Jan\r\n\r\nBcc: in the body\r\n";
        assert_eq!(
            (String::from_utf8(head.message).expect("UTF-8").as_str(), head.date.as_deref(), head.is_mail),
            (expected, Some("Mon, 1 Jan"), true)
        );
        assert!(!admitted(b"only words\n\nand words\n").is_mail);
        let subject = |raw: &[u8]| String::from_utf8(admitted(raw).message).expect("UTF-8");
        assert_eq!(subject(b"Subject: \xfc =?iso-8859-2?Q?M\xb1?= \xfc=?"), "subject: ü =?iso-8859-2?Q?M=B1?= ü=?\n");
    }
}
