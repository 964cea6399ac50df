//! Real mails: old, odd, broken, each with what a good parser makes of it.
//!
//! `CASEBOOK_CORPORA` names a folder with a folder `mail`. Without it there is nothing to read, and
//! the tests say so. What comes out is compared with the expectation by words, since the expectation
//! has the whole text and knows no quotations.

use casebook_evidence::mail::{Form, Message, Person, attachment, read};
use casebook_evidence::reader::Limits;
use serde_json::Value;
use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// Each mail with its lines as they are expected, LF alone or CR LF.
#[expect(clippy::disallowed_methods, reason = "where the mails are depends on the machine")]
fn mails() -> Vec<(PathBuf, Vec<u8>, Value)> {
    let Some(corpora) = std::env::var_os("CASEBOOK_CORPORA") else {
        println!("skipped: CASEBOOK_CORPORA names no folder with `mail`");
        return Vec::new();
    };
    let mut mails = Vec::new();
    for folder in fs::read_dir(Path::new(&corpora).join("mail")).expect("a folder of mails") {
        for file in fs::read_dir(folder.expect("a folder").path()).expect("a folder of mails") {
            let path = file.expect("a file").path();
            if path.extension().is_none_or(|ending| ending != "eml") {
                continue;
            }
            let raw: Vec<u8> = fs::read(&path).expect("a mail").into_iter().filter(|byte| *byte != b'\r').collect();
            let with_cr = raw.iter().flat_map(|byte| if *byte == b'\n' { &b"\r\n"[..] } else { std::slice::from_ref(byte) }).copied().collect();
            for (ending, bytes) in [("json", raw.clone()), ("crlf.json", with_cr)] {
                let expected = fs::read(path.with_extension(ending)).expect("what is expected");
                mails.push((path.with_extension(ending), bytes, serde_json::from_slice(&expected).expect("JSON")));
            }
        }
    }
    mails.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    assert!(mails.len() >= 90, "so few mails are no corpus");
    mails
}

/// The value of a field of the head; the last one where there are several.
fn field<'a>(part: &'a Value, name: &str) -> &'a Value {
    let headers = part["headers"].as_array().expect("headers");
    headers.iter().rev().find(|header| header["name"] == name).map_or(&Value::Null, |header| &header["value"])
}

fn people(value: &Value) -> Vec<(String, String)> {
    let groups = value["Address"]["Group"].as_array().cloned().unwrap_or_default();
    let lists = groups.iter().map(|group| group["addresses"].clone()).chain([value["Address"]["List"].clone()]);
    let people = lists.flat_map(|list| list.as_array().cloned().unwrap_or_default());
    people.map(|person| (one_line(person["name"].as_str()), one_line(person["address"].as_str()))).collect()
}

fn one_line(text: Option<&str>) -> String {
    text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ours(people: &[Person]) -> Vec<(String, String)> {
    let named = people.iter().filter(|person| person.address.is_some());
    named.map(|person| (person.name.clone().unwrap_or_default(), person.address.clone().unwrap_or_default())).collect()
}

/// Nothing but what somebody reads: without marks, spaces, and characters that couldn't be decoded.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '>' | '\u{ad}')).collect()
}

/// What counts as what is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// The same characters.
    Strict,
    /// Where the expectation has given up on a byte (U+FFFD), a letter may stand that we have read rightly. Four mails have
    /// such bytes: programs of their time wrote ISO 8859-1 into the head without saying so, and one into its text. Right is
    /// what the file itself has: this letter's byte, in the charset that all mail programs take such bytes for, beside one
    /// of the same neighbours (spaces aren't compared here, so the other one may stand in another word).
    Letters,
}

impl Rule {
    fn allows(self, ours: &str, expected: &str, file: &[u8]) -> bool {
        let (ours, expected): (Vec<char>, Vec<char>) = (ours.chars().collect(), expected.chars().collect());
        let is_same = |at: usize| {
            let beside = [at.saturating_sub(1)..at + 1, at..(at + 2).min(ours.len())];
            let is_there = || beside.into_iter().any(|pair| pair.len() == 2 && stands_in(file, &ours[pair]));
            ours[at] == expected[at] || (self == Self::Letters && expected[at] == '\u{fffd}' && is_there())
        };
        ours.len() == expected.len() && (0..ours.len()).all(is_same)
    }
}

/// Whether a file has these letters side by side in Windows-1252.
fn stands_in(file: &[u8], letters: &[char]) -> bool {
    let letters: String = letters.iter().collect();
    let (bytes, _, is_unmappable) = encoding_rs::WINDOWS_1252.encode(&letters);
    !is_unmappable && file.windows(bytes.len()).any(|window| window == &*bytes)
}

#[test]
fn a_letter_counts_only_if_the_file_has_it() {
    let file = b"To: Heinz M\xfcller";
    assert!(Rule::Letters.allows("Heinz M\u{fc}ller", "Heinz M\u{fffd}ller", file));
    assert!(!Rule::Strict.allows("Heinz M\u{fc}ller", "Heinz M\u{fffd}ller", file));
    for wrong in ["Heinz M\u{f6}ller", "Heinz M\u{44c}ller", "Heinz Muller", "Heinz M\u{fc}lle", "Hein\u{fc} M\u{fc}ller"] {
        assert!(!Rule::Letters.allows(wrong, "Heinz M\u{fffd}ller", file), "{wrong}");
    }
}

/// Letters of a page, by a method of its own.
fn letters_of_page(page: &str) -> String {
    let mut text = String::new();
    let lower = page.to_ascii_lowercase();
    let (mut at, mut is_tag) = (0, false);
    while at < page.len() {
        for element in ["script", "style", "title"] {
            if lower[at..].starts_with(&format!("<{element}")) {
                at = lower[at..].find(&format!("</{element}")).map_or(page.len(), |end| at + end);
            }
        }
        let Some(c) = page[at..].chars().next() else { break };
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if !is_tag => text.push(c),
            _ => {}
        }
        at += c.len_utf8();
    }
    let entities = [("&nbsp;", " "), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    letters(&entities.iter().fold(text, |text, (entity, c)| text.replace(entity, c)))
}

fn bodies(expected: &Value, list: &str) -> String {
    let parts = expected[list].as_array().expect("a list").iter().map(|place| &expected["parts"][place.as_u64().expect("a place") as usize]["body"]);
    parts.map(|body| body["Text"].as_str().map(letters).or_else(|| body["Html"].as_str().map(letters_of_page)).unwrap_or_default()).collect()
}

/// What differs from what is expected.
fn differences(message: &Message, bytes: &[u8], expected: &Value, rule: Rule) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, ours: String, theirs: String| {
        if !rule.allows(&ours, &theirs, bytes) {
            found.push(format!("{what}: {ours:?} and not {theirs:?}"));
        }
    };
    let head = &expected["parts"][0];
    compare("subject", message.subject.clone().unwrap_or_default(), one_line(field(head, "subject")["Text"].as_str()));
    compare("from", format!("{:?}", ours(&message.from)), format!("{:?}", people(field(head, "from"))));
    compare("to", format!("{:?}", ours(&message.to)), format!("{:?}", people(field(head, "to"))));
    let date = &field(head, "date")["DateTime"];
    let theirs = date.as_object().map_or(String::new(), |date| {
        let sign = if date["tz_before_gmt"] == true { '-' } else { '+' };
        let [year, month, day, hour, minute, second, tz_hour, tz_minute] =
            ["year", "month", "day", "hour", "minute", "second", "tz_hour", "tz_minute"].map(|name| date[name].as_u64().expect("a number"));
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{tz_hour:02}:{tz_minute:02}")
    });
    compare("date", message.date.as_ref().and_then(|date| date.moment.clone()).unwrap_or_default(), theirs);
    let ours: String = message.body.iter().map(|block| letters(&block.text)).collect();
    let text = bodies(expected, "text_body");
    compare("body", ours, if text.is_empty() { bodies(expected, "html_body") } else { text });
    let attached = expected["attachments"].as_array().expect("a list");
    compare("attachments", message.attachments.len().to_string(), attached.len().to_string());
    for (at, (attachment, place)) in message.attachments.iter().zip(attached).enumerate() {
        let part = &expected["parts"][place.as_u64().expect("a place") as usize];
        let attributes = |name: &str| field(part, name)["ContentType"]["attributes"].as_array().cloned().unwrap_or_default();
        let named = |of: &str, name: &str| attributes(of).iter().find(|attribute| attribute["name"] == name).map(|of| one_line(of["value"].as_str()));
        if let Some(name) = named("content_disposition", "filename").or_else(|| named("content_type", "name")) {
            let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
            compare("name", plain(&attachment.name), plain(last));
        }
        let content = self::attachment(bytes, Form::Eml, NonZeroU32::MIN, at, &Limits::default()).expect("an attachment");
        compare("length told", attachment.length.to_string(), content.len().to_string());
        let body = &part["body"];
        if let Some(binary) = body["Binary"].as_array().or_else(|| body["InlineBinary"].as_array()) {
            let theirs: Vec<u8> = binary.iter().map(|byte| byte.as_u64().expect("a byte") as u8).collect();
            compare("bytes", format!("{content:?}"), format!("{theirs:?}"));
        } else if let Some(text) = body["Text"].as_str().or_else(|| body["Html"].as_str()) {
            let ascii = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
            compare("text attached", ascii(&String::from_utf8_lossy(&content)), ascii(text));
        } else if let Some(message) = body.get("Message") {
            compare("kind", format!("{:?}", attachment.kind), "Message".to_owned());
            let theirs = field(&message["parts"][0], "subject")["Text"].as_str().map(|subject| one_line(Some(subject)));
            let ours = read(&content, Form::Eml, &Limits::default()).ok().and_then(|read| read.messages[0].subject.clone());
            compare("subject of the attached", ours.unwrap_or_default(), theirs.unwrap_or_default());
        }
    }
    found
}

#[test]
fn mails_are_read_as_expected() {
    let mails = mails();
    let (mut wrong, mut with_letters) = (0, 0);
    for (path, bytes, expected) in &mails {
        let read = read(bytes, Form::Eml, &Limits::default());
        let found = |rule: Rule| match &read {
            Ok(read) => differences(&read.messages[0], bytes, expected, rule),
            Err(failure) => vec![failure.to_string()],
        };
        let differences = found(Rule::Letters);
        if !differences.is_empty() {
            wrong += 1;
            let short: Vec<String> = differences.iter().map(|difference| difference.chars().take(600).collect()).collect();
            println!("{}:\n  {}", path.display(), short.join("\n  "));
        } else if !found(Rule::Strict).is_empty() {
            with_letters += 1;
            println!("{}: as expected, with letters that the expectation has given up", path.display());
        }
    }
    let as_expected = mails.len() - wrong;
    println!(
        "{} of {} mails exactly as expected; {as_expected} with letters that we read and the expectation has not",
        as_expected - with_letters,
        mails.len()
    );
    assert!(wrong * 100 <= mails.len(), "{wrong} of {} mails differ", mails.len());
}
