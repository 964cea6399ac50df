//! What is done with each document that was made up, and what must hold whatever it is: nothing panics,
//! what is said to stand in it does, and no markup comes out.
//!
//! The fuzz targets and the tests that replay their seeds share this file.

use casebook_evidence::document::{Document, Kind, read};
use casebook_evidence::evidence::{Locator, Segment};
use casebook_evidence::mail::{self, Form};
use casebook_evidence::reader::Limits;
use casebook_evidence::text;
use casebook_evidence::transcript::{self, Speakers};

/// As much as an input of 64 KB could need.
fn limits() -> Limits {
    Limits { memory: 16 << 20, ..Limits::default() }
}

/// Numbers count from 1, and no segment has characters that nobody sees.
fn assert_sound(segments: &[Segment]) {
    for (at, segment) in segments.iter().enumerate() {
        let number = match segment.locator {
            Locator::Page(number) | Locator::Message(number) | Locator::Paragraph(number) => number.get() as usize,
            Locator::Time(_) => at + 1,
        };
        assert_eq!(number, at + 1, "numbers have no gaps");
        assert!(!segment.text.contains(['\0', '\u{8}', '\u{1b}', '\r']), "controls came out: {:?}", segment.text);
    }
}

/// Reads the input as a message and as a mailbox, with all that is attached.
pub fn mail(input: &[u8]) {
    for form in [Form::Eml, Form::Mbox] {
        let Ok(correspondence) = mail::read(input, form, &limits()) else { continue };
        let mut placed: Vec<_> = correspondence.threads.iter().flat_map(|thread| &thread.places).map(|place| place.message).collect();
        placed.sort_unstable();
        let numbers: Vec<_> = correspondence.messages.iter().map(|message| message.number).collect();
        assert_eq!(placed, numbers, "each message stands in one thread, once");
        for message in correspondence.messages.iter().take(20) {
            for (at, told) in message.attachments.iter().enumerate().take(20) {
                let content = mail::attachment(input, form, message.number, at, &limits()).expect("what is listed is there");
                assert_eq!(content.len() as u64, told.length);
                assert!(!told.name.is_empty() && !told.name.contains(['/', '\\', '\0', '\n']) && !told.name.starts_with('.'), "{:?}", told.name);
            }
        }
        assert_sound(&read(Kind::Mail(form), input, &limits()).expect("what was read once is read again").segments);
    }
}

/// Reads the input as a transcript of each form.
pub fn transcript(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    for form in [transcript::Form::Vtt, transcript::Form::Srt] {
        for speakers in [Speakers::Tagged, Speakers::Named] {
            let read = transcript::read(text, form, speakers);
            assert!(read.cues.iter().all(|cue| !cue.text.is_empty() && cue.text == cue.text.trim()));
            for mistake in read.mistakes {
                assert!(text.get(mistake.range.clone()).is_some(), "{mistake:?} is no place in {text:?}");
            }
        }
    }
}

/// Reads the input as a text of Word.
pub fn docx(input: &[u8]) {
    if let Ok(Document { segments, .. }) = read(Kind::Text(text::Form::Docx), input, &limits()) {
        assert_sound(&segments);
    }
}

/// Reads the input as a page.
pub fn html_text(input: &[u8]) {
    if let Ok(Document { segments, .. }) = read(Kind::Text(text::Form::Html), input, &limits()) {
        assert_sound(&segments);
        assert!(segments.iter().all(|segment| !segment.text.trim().is_empty()), "a paragraph has words");
    }
}
