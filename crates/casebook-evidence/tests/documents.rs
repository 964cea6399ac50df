//! Texts and transcripts through their one door, and all documents under attack: nothing takes long,
//! nothing breaks.

mod made;

use casebook_evidence::document::{Failure, Kind, Wanted, read};
use casebook_evidence::evidence::Locator;
use casebook_evidence::mail::{self, Form};
use casebook_evidence::reader::Limits;
use casebook_evidence::text;
use casebook_evidence::transcript::{self, Speakers, Wrong};
use made::{archive, docx, mailbox_entry, paragraph};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn texts(kind: Kind, bytes: &[u8]) -> Result<Vec<String>, Failure> {
    read(kind, bytes, &Limits::default()).map(|document| document.segments.into_iter().map(|segment| segment.text).collect())
}

const DOCX: Kind = Kind::Text(text::Form::Docx);
const HTML: Kind = Kind::Text(text::Form::Html);

#[test]
fn a_text_of_word_is_its_body_and_its_notes() {
    let cell = |words: &str| format!("<w:tc>{}</w:tc>", paragraph(words));
    let body = [paragraph("One & <two>"), format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("a"), cell("b")), paragraph("end")].concat();
    let notes = format!("<w:footnote>{}</w:footnote>", paragraph("a note"));
    let segments = read(DOCX, &docx(&body, &notes), &Limits::default()).expect("a text");
    let numbered: Vec<(Locator, &str)> = segments.segments.iter().map(|segment| (segment.locator, segment.text.as_str())).collect();
    let expected = ["One & <two>", "a", "b", "end", "a note"];
    let expected: Vec<_> = expected.iter().zip(1_u32..).map(|(text, at)| (Locator::Paragraph(at.try_into().expect("from 1")), *text)).collect();
    assert_eq!(numbered, expected);
}

#[test]
fn archives_that_lie_are_refused() {
    let bomb = docx(&paragraph(&"0".repeat(80_000_000)), "");
    assert!(bomb.len() < 1_000_000);
    let limits = Limits { memory: 256 << 20, ..Limits::default() };
    assert_eq!(read(DOCX, &bomb, &limits), Err(Failure::TooLarge { most: 64 << 20 }));
    let names: Vec<String> = (0..10_001).map(|at| at.to_string()).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(matches!(read(DOCX, &archive(&many), &Limits::default()), Err(Failure::TooMany { .. })));
    let other = archive(&[("xl/workbook.xml", b"<workbook/>")]);
    assert_eq!(read(DOCX, &other, &Limits::default()), Err(Failure::Foreign(Wanted::Docx)));
    assert_eq!(read(DOCX, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", &Limits::default()), Err(Failure::Locked));
    assert_eq!(read(DOCX, b"words", &Limits::default()), Err(Failure::Foreign(Wanted::Docx)));
    let whole = docx(&paragraph("words"), "");
    for end in (0..whole.len()).step_by(7) {
        drop(read(DOCX, &whole[..end], &Limits::default()));
    }
}

#[test]
fn the_kinds_have_their_locators() {
    let vtt = "WEBVTT\n\n00:01.500 --> 00:02.000\n<v Anna>One\n\n00:03.000 --> 00:04.000\ntwo\n";
    let srt = "\u{feff}1\r\n00:00:01,500 --> 00:00:02,000\r\n<i>One</i>\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\ntwo\r\n";
    for (form, text) in [(transcript::Form::Vtt, vtt), (transcript::Form::Srt, srt)] {
        let segments = read(Kind::Transcript(form), text.as_bytes(), &Limits::default()).expect("a transcript").segments;
        let found: Vec<_> = segments.iter().map(|segment| (segment.locator, segment.text.as_str())).collect();
        assert_eq!(found, [(Locator::Time(1500), "One"), (Locator::Time(3000), "two")]);
    }
    assert_eq!(texts(Kind::Transcription, b"one\x0ctwo").expect("pages"), ["one", "two"]);
    assert_eq!(texts(Kind::Text(text::Form::Markdown), b"*one*\n\n- two").expect("paragraphs"), ["one", "two"]);
    assert_eq!(texts(HTML, b"<p>gr\xfcn<p>two").expect("paragraphs"), ["grün", "two"]);
    for kind in [DOCX, HTML, Kind::Transcription, Kind::Mail(Form::Eml), Kind::Transcript(transcript::Form::Vtt)] {
        assert_eq!(texts(kind, b""), Err(Failure::Empty));
        let limits = Limits { input: 3, ..Limits::default() };
        assert_eq!(read(kind, b"four", &limits), Err(Failure::TooLong { len: 4, most: 3 }));
    }
}

#[test]
fn mistakes_in_transcripts_have_their_line() {
    for (form, text, expected) in [
        (transcript::Form::Vtt, "WEBVTT\n\n00:01.500 -> 00:04.000\nx\n", vec![(3, Wrong::Timing(Some("00:01.500 --> 00:04.000".to_owned())))]),
        (transcript::Form::Vtt, "00:01.500 --> 00:04.000\nx\n\nWEBVTT", vec![(1, Wrong::Head)]),
        (transcript::Form::Vtt, "WEBVTT\r\n\r\nNOTE a --> b\r\n", vec![(1, Wrong::Silent)]),
        (
            transcript::Form::Srt,
            "1\n00:00:01,500 --> 00:00:04,000\nx\n\n2\n0:05 --> 0:06\ny\n",
            vec![(6, Wrong::Timing(Some("00:00:05,000 --> 00:00:06,000".to_owned())))],
        ),
    ] {
        let found = transcript::read(text, form, Speakers::Tagged).mistakes;
        let found: Vec<(u32, Wrong)> = found.into_iter().map(|mistake| (mistake.line.get(), mistake.what)).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn an_empty_line_within_a_subrip_cue_ends_nothing() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nThere were\n\n1996\n\n2\n00:00:03,000 --> 00:00:04,000\nletters\n";
    let cues = transcript::read(text, transcript::Form::Srt, Speakers::Tagged).cues;
    assert_eq!(cues.iter().map(|cue| cue.text.as_str()).collect::<Vec<_>>(), ["There were 1996", "letters"]);
}

proptest! {
    #[test]
    fn paragraphs_of_word_stay_as_they_are(list in prop::collection::vec("[a-zäß&<>\"' ]{0,20}[a-z]", 1..20)) {
        let body: String = list.iter().map(|words| paragraph(words)).collect();
        let expected: Vec<String> = list.iter().map(|words| words.trim().to_owned()).collect();
        prop_assert_eq!(texts(DOCX, &docx(&body, "")).expect("a text"), expected);
    }

    #[test]
    fn cues_stay_as_they_are(list in prop::collection::vec((0..400_000_000_u64, 0..10_000_u64, "[a-zäß]{1,9}( [a-z,.?]{1,9}){0,5}"), 1..20)) {
        let time = |millis: u64, point: char| format!("{:02}:{:02}:{:02}{point}{:03}", millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000);
        for (form, point, head) in [(transcript::Form::Vtt, '.', "WEBVTT\n\n"), (transcript::Form::Srt, ',', "")] {
            let cue = |(at, (start, len, text)): (usize, &(u64, u64, String))| format!("{}\n{} --> {}\n{text}\n\n", at + 1, time(*start, point), time(start + len, point));
            let text: String = head.to_owned() + &list.iter().enumerate().map(cue).collect::<String>();
            let read = transcript::read(&text, form, Speakers::Tagged);
            prop_assert_eq!(read.mistakes, vec![]);
            let found: Vec<_> = read.cues.into_iter().map(|cue| (cue.start, cue.end - cue.start, cue.text)).collect();
            prop_assert_eq!(found, list.clone());
        }
    }

    #[test]
    fn no_bytes_break_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for form in [text::Form::Plain, text::Form::Markdown, text::Form::Html, text::Form::Docx] {
            drop(read(Kind::Text(form), &bytes, &Limits::default()));
        }
        for form in [transcript::Form::Vtt, transcript::Form::Srt] {
            drop(read(Kind::Transcript(form), &bytes, &Limits::default()));
        }
        drop(read(Kind::Transcription, &bytes, &Limits::default()));
    }
}

/// Mails that somebody made to be slow.
fn slow_mails() -> Vec<(&'static str, Vec<u8>)> {
    let mail = |head: String, body: String| format!("From: a@example.org\n{head}\n\n{body}").into_bytes();
    let plain = |head: String| mail(head, "words\n".to_owned());
    let repeated = |unit: &str, count: usize| unit.repeat(count);
    let references: String = (0..100_000).map(|at| format!("<{at}@example.org>\n ")).collect();
    let nested: String = (0..20_000).map(|at| format!("--{at}\nContent-Type: multipart/mixed; boundary={}\n\n", at + 1)).collect();
    let continued: String = (0..50_000).map(|at| format!(";\n a*{at}*=x")).collect();
    let named: String = (0..50_000).map(|at| format!("; a{at}=x")).collect();
    let part = "--b\nContent-Type: multipart/mixed; boundary=never\n\nx\n";
    vec![
        ("references", plain(format!("References: {references}"))),
        ("parts in parts", mail("Content-Type: multipart/mixed; boundary=0".into(), nested)),
        ("parts without end", mail("Content-Type: multipart/mixed; boundary=b".into(), repeated(part, 50_000))),
        ("many parts", mail("Content-Type: multipart/mixed; boundary=b".into(), repeated("--b\n\nx\n", 100_000))),
        ("messages in messages", mail("Content-Type: message/rfc822".into(), repeated("Content-Type: message/rfc822\n\n", 100_000))),
        (
            "digests",
            mail("Content-Type: multipart/digest; boundary=b".into(), repeated("--b\n\nContent-Type: multipart/digest; boundary=b\n\n", 20_000)),
        ),
        ("a name in pieces", plain(format!("Content-Type: text/plain{continued}"))),
        ("parameters", plain(format!("Content-Type: text/plain{named}"))),
        ("words that don't end", plain(format!("Subject: {}", repeated("=?a?q?", 50_000)))),
        ("words in base64", plain(format!("Subject: {}", repeated("=?utf-8?b?////", 20_000)))),
        ("comments", plain(format!("To: {}", repeated("(", 240_000)))),
        ("groups", plain(format!("To: {}", repeated("a:;", 80_000)))),
        ("quotes", plain(format!("To: {}", repeated("\"<,", 80_000)))),
        ("a date", plain(format!("Date: {}", repeated("1 ", 100_000)))),
        ("marks", plain(format!("Subject: x\n\n{}", repeated(">", 1_000_000)))),
        ("levels", plain(format!("Subject: x\n\n{}", repeated("> > > a\n\n>b\n", 100_000)))),
        ("blocks of fields", plain(format!("Subject: x\n\n{}", repeated("From: a\nTo: b\nSubject: c\n", 50_000)))),
        ("introductions", plain(format!("Subject: x\n\n{}", repeated("On 1 he\nand\nshe\nwrote:\n> a\n", 50_000)))),
        ("a page", mail("Content-Type: text/html".into(), repeated("<blockquote><div>a", 100_000))),
    ]
}

/// Other documents that somebody made to be slow.
fn slow_documents() -> Vec<(&'static str, Kind, Vec<u8>)> {
    let page = |unit: &str, count: usize| unit.repeat(count).into_bytes();
    let attributes: String = (0..200_000).map(|at| format!(" a{at}=b")).collect();
    vec![
        ("elements", HTML, page("<b>", 500_000)),
        ("ends", HTML, page("<p><i></b>", 200_000)),
        ("attributes", HTML, format!("<p{attributes}>x").into_bytes()),
        ("comments", HTML, page("<!--", 500_000)),
        ("hyphens", HTML, [&b"<!"[..], &page("--", 500_000)].concat()),
        ("scripts", HTML, page("<script></", 200_000)),
        ("characters", HTML, page("&a", 500_000)),
        ("numbers", HTML, page("&#1", 500_000)),
        ("marks of Markdown", Kind::Text(text::Form::Markdown), page("*_[", 20_000)),
        ("quotations of Markdown", Kind::Text(text::Form::Markdown), page(">", 20_000)),
        ("tags of cues", Kind::Transcript(transcript::Form::Vtt), [&b"WEBVTT\n\n00:01.000 --> 00:02.000\n"[..], &page("<", 500_000)].concat()),
        ("positions of cues", Kind::Transcript(transcript::Form::Srt), [&b"00:00:01,000 --> 00:00:02,000\n"[..], &page("{\\", 500_000)].concat()),
        ("arrows", Kind::Transcript(transcript::Form::Vtt), page("-->", 500_000)),
        ("empty elements of Word", DOCX, docx(&"<w:p><w:r/></w:p>".repeat(100_000), "")),
        ("attributes of Word", DOCX, docx(&format!("<w:p><w:r><w:rPr><w:vanish{attributes}/></w:rPr></w:r></w:p>").replace("=b", "='b'"), "")),
    ]
}

/// Runs it and says how long that took.
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

#[test]
fn nothing_that_is_made_to_be_slow_takes_long() {
    let mails = slow_mails().into_iter().map(|(name, bytes)| (name, Kind::Mail(Form::Eml), bytes));
    let mut slow = Vec::new();
    for (name, kind, bytes) in mails.chain(slow_documents()) {
        let mut outcome = String::new();
        let took = timed(|| {
            let read = read(kind, &bytes, &Limits::default());
            outcome = read.map_or_else(|failure| failure.to_string(), |document| document.segments.len().to_string());
        });
        println!("{:>6} ms {:>8} bytes {name}: {outcome}", took.as_millis(), bytes.len());
        if took > Duration::from_secs(4) {
            slow.push(name);
        }
    }
    assert!(slow.is_empty(), "these take long: {slow:?}");
}

#[test]
fn large_mailboxes_are_read_quickly() {
    let body = "Dear Ben,\n\nI have seen the samples.\n\nOn Sun, 2 Jan 2022, Ben wrote:\n> They were wet.\n".repeat(20);
    let mailbox: String = (0..1000).map(|at| mailbox_entry(&format!("{at}@x"), &format!("<{}@x>", at / 2), &body)).collect();
    let took = timed(|| assert_eq!(mail::read(mailbox.as_bytes(), Form::Mbox, &Limits::default()).expect("a mailbox").messages.len(), 1000));
    println!("1,000 messages: {} ms, {} bytes", took.as_millis(), mailbox.len());
    assert!(took < Duration::from_secs(2));
    let chain: String = (0..20_000).map(|at| mailbox_entry(&format!("{}@x", at + 1), &format!("<{at}@x>"), "x")).collect();
    let took = timed(|| drop(mail::read(chain.as_bytes(), Form::Mbox, &Limits::default()).expect("a mailbox")));
    println!("a chain of 20,000: {} ms", took.as_millis());
    assert!(took < Duration::from_secs(8));
}
