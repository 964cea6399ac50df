//! Laws of mails: what is sent arrives, in every charset and encoding; what an independent reader of
//! mails (that of Python, where it is installed) makes of a mail, we make of it too.

mod made;

use casebook_evidence::mail::{Correspondence, Form, attachment, read};
use casebook_evidence::reader::Limits;
use made::{Mail, Travel};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;
use std::num::NonZeroU32;
use std::process::{Command, Stdio};

/// Charsets with letters that they have.
const CHARSETS: [(&str, &str); 12] = [
    ("utf-8", "[a-zäß€漢字אبж🙂]{1,8}"),
    ("iso-8859-1", "[a-zäöüßéñ]{1,8}"),
    ("iso-8859-2", "[a-ząęłžš]{1,8}"),
    ("windows-1252", "[a-zäß€œ]{1,8}"),
    ("windows-1251", "[a-zа-я]{1,8}"),
    ("koi8-r", "[a-zа-я]{1,8}"),
    ("iso-8859-7", "[a-zα-ω]{1,8}"),
    ("iso-2022-jp", "[a-zあ-ん漢字]{1,8}"),
    ("shift_jis", "[a-zあ-ん漢字]{1,8}"),
    ("euc-kr", "[a-z가나다라]{1,8}"),
    ("gb18030", "[a-z漢字中文]{1,8}"),
    ("big5", "[a-z漢字中文]{1,8}"),
];

fn words(letters: &'static str, most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(letters, 1..most).prop_map(|words| words.join(" "))
}

fn mails() -> impl Strategy<Value = Mail> {
    let travels = prop::sample::select(vec![Travel::Plain, Travel::Base64, Travel::Quoted]);
    (prop::sample::select(&CHARSETS[..]), travels).prop_flat_map(|((charset, letters), travel)| {
        let person = || (words(letters, 4), "[a-z]{1,8}@[a-z]{1,8}\\.example");
        let body = prop::collection::vec(words(letters, 12), 1..6).prop_map(|lines| lines.join("\n"));
        let attached =
            prop::collection::vec(("[a-zä]{1,9}\\.pdf", Just("application/pdf".to_owned()), prop::collection::vec(any::<u8>(), 0..300)), 0..3);
        (words(letters, 12), person(), prop::collection::vec(person(), 1..4), body, attached)
            .prop_map(move |(subject, from, to, body, attached)| Mail { charset, travel, subject, from, to, body, attached })
    })
}

fn read_one(bytes: &[u8]) -> Correspondence {
    read(bytes, Form::Eml, &Limits::default()).expect("a mail")
}

proptest! {
    #[test]
    fn what_is_sent_arrives(mail in mails()) {
        let bytes = mail.bytes();
        let message = read_one(&bytes).messages.remove(0);
        let people = |list: &[casebook_evidence::mail::Person]| -> Vec<(String, String)> {
            list.iter().map(|person| (person.name.clone().unwrap_or_default(), person.address.clone().unwrap_or_default())).collect()
        };
        prop_assert_eq!(message.subject.as_deref(), Some(mail.subject.as_str()));
        prop_assert_eq!(people(&message.from), vec![mail.from.clone()]);
        prop_assert_eq!(people(&message.to), mail.to.clone());
        let said: Vec<&str> = message.body.iter().map(|block| block.text.as_str()).collect();
        prop_assert_eq!(said.join("\n"), mail.body.clone());
        prop_assert_eq!(message.attachments.len(), mail.attached.len());
        for (at, (told, (name, media, content))) in message.attachments.iter().zip(&mail.attached).enumerate() {
            prop_assert_eq!((&told.name, &told.media, told.length), (name, media, content.len() as u64));
            prop_assert_eq!(&attachment(&bytes, Form::Eml, NonZeroU32::MIN, at, &Limits::default()).expect("an attachment"), content);
        }
    }

    #[test]
    fn no_bytes_break_anything(bytes in prop::collection::vec(any::<u8>(), 0..400), head in "(From|To|Date|Subject|Content-Type|References): .{0,60}") {
        for form in [Form::Eml, Form::Mbox] {
            let with_head = [b"From x 10:00\n", head.as_bytes(), b"\n", &bytes].concat();
            drop(read(&with_head, form, &Limits::default()));
            drop(read(&bytes, form, &Limits::default()));
        }
    }

    #[test]
    fn hidden_recipients_never_come_out(name in "[Bb][Cc]{2}|[Rr]eceived|[Xx]-[A-Za-z-]{1,20}|Resent-To|Sender|Delivered-To", folded in any::<bool>()) {
        let fold = if folded { "\r\n " } else { "" };
        let mail = format!("From: a@example.org\r\n{name}:{fold} hidden@example.org\r\nSubject: x\r\n\r\nwords\r\n");
        let told = format!("{:?}", read_one(mail.as_bytes()));
        prop_assert!(!told.contains("hidden"), "{}", told);
    }

    #[test]
    fn threads_hold_each_message_once(links in prop::collection::vec((0..12_u8, prop::collection::vec(0..14_u8, 0..4)), 0..14)) {
        let entry = |(id, references): &(u8, Vec<u8>)| {
            let references: String = references.iter().fold(String::new(), |mut text, id| { write!(text, "<{id}@x> ").expect("memory"); text });
            made::mailbox_entry(&format!("{id}@x"), &references, "words")
        };
        let mailbox: String = links.iter().map(entry).collect();
        if let Ok(read) = read(mailbox.as_bytes(), Form::Mbox, &Limits::default()) {
            let mut places: Vec<u32> = read.threads.iter().flat_map(|thread| &thread.places).map(|place| place.message.get()).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (1..=links.len() as u32).collect::<Vec<_>>());
        }
    }
}

/// What Python's reader of mails says, one line of JSON for each mail.
const WITNESS: &str = r#"
import sys, json, email, email.policy
for line in sys.stdin:
    m = email.message_from_bytes(bytes.fromhex(line.strip()), policy=email.policy.default)
    people = lambda name: [[a.display_name, a.addr_spec] for a in (m[name].addresses if m[name] else [])]
    body = m.get_body(("plain",))
    files = [[p.get_filename(), p.get_content_type(), len(p.get_payload(decode=True))] for p in m.iter_attachments()]
    print(json.dumps([str(m["subject"]), people("from"), people("to"), body.get_content(), files]))
"#;

#[test]
fn another_reader_says_the_same() {
    const COUNT: usize = 200;
    let Ok(mut child) = Command::new("python3").args(["-c", WITNESS]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else {
        println!("python3 is not installed; our own reading stands alone");
        return;
    };
    let mut runner = TestRunner::deterministic();
    let mails: Vec<Vec<u8>> = (0..COUNT).map(|_| mails().new_tree(&mut runner).expect("a mail").current().bytes()).collect();
    let mut lines = String::new();
    for mail in &mails {
        mail.iter().for_each(|byte| write!(lines, "{byte:02x}").expect("memory"));
        lines.push('\n');
    }
    let mut input = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("its answer");
    // A Python without its library is no witness.
    if writer.join().expect("a thread").is_err() || !output.status.success() {
        println!("python3 can't read mails here; our own reading stands alone");
        return;
    }
    let said = String::from_utf8(output.stdout).expect("JSON");
    let mut compared = 0;
    for (mail, said) in mails.iter().zip(said.lines()) {
        let message = read_one(mail).messages.remove(0);
        let people = |list: &[casebook_evidence::mail::Person]| -> Vec<Value> {
            list.iter()
                .map(|person| serde_json::json!([person.name.clone().unwrap_or_default(), person.address.clone().unwrap_or_default()]))
                .collect()
        };
        let body: Vec<&str> = message.body.iter().map(|block| block.text.as_str()).collect();
        let files: Vec<Value> =
            message.attachments.iter().map(|attached| serde_json::json!([attached.name, attached.media, attached.length])).collect();
        let ours = serde_json::json!([message.subject, people(&message.from), people(&message.to), body.join("\n"), files]);
        let mut theirs: Value = serde_json::from_str(said).expect("JSON");
        // Between two encoded words of a name, Python leaves the space that RFC 2047 takes away (6.2).
        let mut ours = ours;
        for said in [&mut ours, &mut theirs] {
            for field in [1, 2] {
                let people = said[field].as_array_mut().expect("people");
                people.iter_mut().for_each(|person| person[0] = person[0].as_str().expect("a name").replace(' ', "").into());
            }
        }
        let text = theirs[3].as_str().expect("a body").replace("\r\n", "\n").trim_end().to_owned();
        theirs[3] = Value::from(text);
        assert_eq!(ours, theirs, "{}", String::from_utf8_lossy(mail));
        compared += 1;
    }
    assert_eq!(compared, COUNT, "the witness says too little");
    println!("{compared} mails compared");
}
