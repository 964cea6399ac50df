//! Mails with their troubles, each beside what must come of it: `tests/mail/NAME.eml` or `.mbox` and
//! `NAME.txt`. Adding a case is adding a mail; with `CASEBOOK_WRITE_CASES` set, what comes of it is
//! written down, to be read by somebody before it is believed.

use casebook_evidence::document::{self, Kind};
use casebook_evidence::evidence::Locator;
use casebook_evidence::mail::{Answers, BlockKind, Correspondence, Form, Person, attachment, read};
use casebook_evidence::reader::Limits;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// With this variable set, expectations are written.
const WRITE: &str = "CASEBOOK_WRITE_CASES";

/// What stands in fixtures where it must not come out.
const SECRETS: [&str; 6] = ["hidden@", "secret.", "192.0.2", "tracker", "preheader", "alert"];

fn cases() -> Vec<(PathBuf, Form, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail");
    let mut cases = Vec::new();
    for file in fs::read_dir(folder).expect("the folder of cases") {
        let path = file.expect("a file").path();
        let form = match path.extension().and_then(|ending| ending.to_str()) {
            Some("eml") => Form::Eml,
            Some("mbox") => Form::Mbox,
            _ => continue,
        };
        let bytes = fs::read(&path).expect("a case");
        cases.push((path, form, bytes));
    }
    cases.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    assert!(cases.len() >= 30, "only {} cases", cases.len());
    cases
}

/// All that is known of messages, in lines.
fn told(read: &Correspondence, bytes: &[u8], form: Form) -> String {
    let mut text = String::new();
    for message in &read.messages {
        let mut line = |label: &str, value: &str| writeln!(text, "{label}: {value}").expect("memory");
        line("message", &message.number.to_string());
        for (label, list) in [("from", &message.from), ("to", &message.to), ("cc", &message.cc), ("reply to", &message.reply_to)] {
            list.iter().for_each(|person| line(label, &person_told(person)));
        }
        if let Some(date) = &message.date {
            line("date", &format!("{} ({})", date.moment.as_deref().unwrap_or("unknown"), date.written));
        }
        line("subject", message.subject.as_deref().unwrap_or("none"));
        line("id", message.id.as_deref().unwrap_or("none"));
        match message.answers {
            Answers::Nothing => {}
            Answers::Message(number) => line("answers", &number.to_string()),
            Answers::Missing => line("answers", "one that is missing"),
        }
        for (at, attached) in message.attachments.iter().enumerate() {
            let content = attachment(bytes, form, message.number, at, &Limits::default()).expect("what is listed");
            assert_eq!(content.len() as u64, attached.length);
            line("attachment", &format!("{} {} {} {:?}", attached.name, attached.media, attached.length, attached.kind));
        }
        for block in &message.body {
            let kind = match block.kind {
                BlockKind::Own => "own".to_owned(),
                BlockKind::Quoted(depth) => format!("quoted {depth}"),
                BlockKind::Attribution => "attribution".to_owned(),
                BlockKind::Signature => "signature".to_owned(),
            };
            writeln!(text, "[{kind}]\n{}", block.text).expect("memory");
        }
        text.push('\n');
    }
    for thread in &read.threads {
        let places: Vec<String> = thread.places.iter().map(|place| format!("{}{}", ">".repeat(place.depth as usize), place.message)).collect();
        writeln!(text, "thread: {}", places.join(" ")).expect("memory");
    }
    text
}

fn person_told(person: &Person) -> String {
    format!("{} <{}>", person.name.as_deref().unwrap_or("no name"), person.address.as_deref().unwrap_or_default())
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one way to tell a test to write")]
fn each_mail_is_read_as_expected() {
    let mut wrong = Vec::new();
    for (path, form, bytes) in cases() {
        let told = match read(&bytes, form, &Limits::default()) {
            Ok(read) => told(&read, &bytes, form),
            Err(failure) => format!("refused: {failure}\n"),
        };
        for secret in SECRETS {
            assert!(!told.contains(secret), "{secret} came out of {}", path.display());
        }
        let expectation = path.with_extension("txt");
        if std::env::var_os(WRITE).is_some() {
            fs::write(&expectation, &told).expect("a writable folder");
        }
        let expected = fs::read_to_string(&expectation).unwrap_or_default();
        if told != expected {
            wrong.push(format!("{}:\n{told}\nand not\n{expected}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn line_ends_change_nothing() {
    for (path, form, bytes) in cases() {
        if bytes.contains(&b'\r') {
            continue;
        }
        let with_cr: Vec<u8> =
            bytes.iter().flat_map(|byte| if *byte == b'\n' { &b"\r\n"[..] } else { std::slice::from_ref(byte) }).copied().collect();
        let told = |bytes: &[u8]| {
            read(bytes, form, &Limits::default()).map(|mut read| {
                // An attachment of text is as long as its lines.
                read.messages.iter_mut().flat_map(|message| &mut message.attachments).for_each(|attachment| attachment.length = 0);
                read
            })
        };
        assert_eq!(told(&with_cr), told(&bytes), "{}", path.display());
    }
}

#[test]
fn a_segment_has_all_that_a_message_says_and_repeats() {
    for (path, form, bytes) in cases() {
        let Ok(read) = read(&bytes, form, &Limits::default()) else { continue };
        let segments = document::read(Kind::Mail(form), &bytes, &Limits::default()).expect("what was read once").segments;
        assert_eq!(segments.len(), read.messages.len(), "{}", path.display());
        for (segment, message) in segments.iter().zip(&read.messages) {
            assert_eq!(segment.locator, Locator::Message(message.number));
            assert!(message.body.iter().all(|block| segment.text.contains(&block.text)));
        }
    }
}
