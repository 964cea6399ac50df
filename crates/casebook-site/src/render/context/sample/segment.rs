//! Samples of a document's pages and messages.

use super::Amount;
use super::common::{date, file, german, link, picture};
use crate::render::context::{
    BlockContext, BoxContext, LineContext, MessageContext, PassageContext, RunContext, SaidContext, SegmentContext, SegmentMarkContext, WordsContext,
};

pub(super) fn message(amount: Amount) -> MessageContext {
    let block = |kind, depth, text: &str| BlockContext {
        kind,
        depth,
        paragraphs: vec![vec![RunContext { text: text.to_owned(), marked: depth == 0, id: amount.some("q2".to_owned()).filter(|_| kind == "own") }]],
    };
    MessageContext {
        number: 3,
        url: amount.some("/documents/letters/m/3/".to_owned()),
        from: amount.all(["Jonna Reik".to_owned()]),
        to: amount.all(["Ines Halloran".to_owned()]),
        cc: amount.all(["The keeper".to_owned()]),
        date: amount.some(date("2019-03-09T09:00:00+01:00", "9 March 2019, 9:00 a.m.")),
        subject: amount.some("The second sheet".to_owned()),
        blocks: amount.all([
            block("own", 0, "I read the gauge on both mornings."),
            block("attribution", 0, "On 8 March, Ines Halloran wrote:"),
            block("quoted", 1, "Were there two sheets?"),
            block("signature", 0, "Jonna Reik"),
        ]),
        attachments: amount.all(["sheet.pdf".to_owned()]),
        marked: amount == Amount::Full,
    }
}

/// What a document says that has neither pages nor messages.
pub(super) fn words(amount: Amount) -> WordsContext {
    let run = |text: &str, id: Option<&str>| RunContext { text: text.to_owned(), marked: id.is_some(), id: id.map(str::to_owned) };
    let said = SaidContext {
        time: amount.some("1:05".to_owned()),
        speaker: amount.some("Jonna Reik".to_owned()),
        paragraphs: vec![vec![run("Before. ", None), run("Two readings were taken.", Some("q1"))]],
    };
    WordsContext { said: vec![said], cut: amount == Amount::Full }
}

/// A page of a document, and a message.
pub(super) fn segment(kind: &str, amount: Amount) -> SegmentContext {
    let run = |text: &str, marked| RunContext { text: text.to_owned(), marked, id: None };
    SegmentContext {
        document: link("The log", "/documents/log/"),
        form: "Typed minutes, six pages".to_owned(),
        date: amount.some(date("1991-05-04", "4 May 1991")),
        title: "Page 3".to_owned(),
        number: 3,
        total: 6,
        previous: amount.some(link("Page 2", "/documents/log/p/2/")),
        next: amount.some(link("Page 4", "/documents/log/p/4/")),
        language: amount.some(german()),
        picture: amount.some(picture("/log-p3.png", "A typed page")),
        transcribed: amount.some("Transcribed by Jonna Reik".to_owned()),
        lines: amount.all([LineContext { x: 120, base: 240, width: 700, size: 20, text: "Two readings were taken.".to_owned() }]),
        marks: amount.all([SegmentMarkContext { name: "q1".to_owned(), boxes: vec![BoxContext { x: 120, y: 220, width: 700, height: 24 }] }]),
        paragraphs: amount.all([vec![run("Before. ", false), run("Two readings were taken.", true)]]),
        message: if kind == "message" { Some(message(amount)) } else { None },
        passages: amount.all([PassageContext { name: "q1".to_owned(), by: vec![link("The gauge was read twice", "/statements/gauge/#said-log-1")] }]),
        cite: "The log. 4 May 1991. Page 3. The weir at Aldermoor".to_owned(),
        file: amount.some(file("The log", "/documents/log/log.pdf")),
    }
}
