//! Samples of a document's pages and messages.

use super::Amount;
use super::common::{bare_picture, date, file, german, link, picture};
use crate::render::context::{
    AttachmentContext, BlockContext, BoxContext, CitationContext, ContentsContext, CorrespondenceContext, LeafContext, LineContext, MessageContext,
    ParagraphContext, PassageContext, RowContext, RowsContext, RunContext, SaidContext, SegmentContext, SegmentMarkContext, ThreadContext,
    WordsContext,
};

fn run(text: &str, marked: bool) -> RunContext {
    RunContext { text: text.to_owned(), marked, id: None, more: Vec::new(), cut: false }
}

fn paragraph(runs: Vec<RunContext>) -> ParagraphContext {
    ParagraphContext { kind: "flow", runs, rows: Vec::new(), has_head: false }
}

fn table(has_head: bool) -> ParagraphContext {
    let row = |cells: [&str; 2]| cells.map(|cell| vec![run(cell, cell == "4.1")]).to_vec();
    ParagraphContext { kind: "table", runs: Vec::new(), rows: vec![row(["Morning", "Feet"]), row(["First", "4.1"])], has_head }
}

/// The pages of a document.
pub(super) fn contents(kind: &'static str) -> ContentsContext {
    let leaf = |title: &str, quoted, level| LeafContext {
        title: title.to_owned(),
        url: "/documents/log/p/2/".to_owned(),
        quoted,
        picture: Some(bare_picture("/log-p2.png")).filter(|_| kind == "sheets"),
        level,
        anchor: Some("p2".to_owned()).filter(|_| quoted > 0),
    };
    let quoted = if kind == "sheets" { Vec::new() } else { vec![leaf("4", 2, 1)] };
    ContentsContext {
        title: Some("The log".to_owned()).filter(|_| kind == "chapters"),
        kind,
        leaves: vec![leaf("Page 1", 0, 1), leaf("Page 2", 1, 2)],
        quoted,
    }
}

fn row(current: bool, count: usize) -> RowContext {
    let date = Some(date("2019-03-09", "9 March 2019")).filter(|_| !current);
    RowContext { title: "Jonna Reik".to_owned(), url: "/documents/letters/m/4/".to_owned(), date, count, current }
}

pub(super) fn correspondence(amount: Amount) -> CorrespondenceContext {
    CorrespondenceContext {
        title: amount.some("Letters of 2019".to_owned()),
        count: 31,
        people: amount.some("Jonna Reik and Ines Halloran".to_owned()),
        since: amount.some(date("2019-03-09", "9 March 2019")),
        until: amount.some(date("2019-04-01", "1 April 2019")),
        threads: vec![ThreadContext { subject: amount.some("The second sheet".to_owned()), messages: vec![message(amount)] }],
        others: amount.all([RowsContext { title: "2019".to_owned(), rows: vec![row(false, 30), row(true, 1)] }]),
    }
}

pub(super) fn message(amount: Amount) -> MessageContext {
    let block = |kind, text: &str| {
        let id = amount.some("q2".to_owned()).filter(|_| kind == "own");
        BlockContext { kind, paragraphs: vec![paragraph(vec![RunContext { id, ..run(text, kind != "quoted") }])] }
    };
    MessageContext {
        number: 3,
        id: "m3".to_owned(),
        url: amount.some("/documents/letters/m/3/".to_owned()),
        from: amount.all(["Jonna Reik".to_owned()]),
        to: amount.all(["Ines Halloran".to_owned()]),
        cc: amount.all(["The keeper".to_owned()]),
        date: amount.some(date("2019-03-09T09:00:00+01:00", "9 March 2019, 9:00 a.m.")),
        subject: amount.some("The second sheet".to_owned()),
        blocks: amount.all([
            block("own", "I read the gauge on both mornings."),
            block("attribution", "On 8 March, Ines Halloran wrote:"),
            block("quoted", "Were there two sheets?"),
            block("signature", "Jonna Reik"),
        ]),
        attachments: amount.all([attachment(true), attachment(false)]),
        marked: amount == Amount::Full,
    }
}

fn attachment(is_published: bool) -> AttachmentContext {
    let file = Some(file("sheet.pdf", "/documents/letters/sheet.pdf")).filter(|_| is_published);
    AttachmentContext { name: "sheet.pdf".to_owned(), size: "12 kB".to_owned(), file }
}

/// What a document says that has neither pages nor messages.
pub(super) fn words(amount: Amount) -> WordsContext {
    let quoted = RunContext { id: Some("q1".to_owned()), ..run("Two readings were taken.", true) };
    let said = SaidContext {
        time: amount.some("1:05".to_owned()),
        speaker: amount.some("Jonna Reik".to_owned()),
        paragraphs: vec![paragraph(vec![run("Before. ", false), quoted])],
    };
    WordsContext { title: amount.some("The call".to_owned()), said: vec![said], cut: amount == Amount::Full }
}

/// A page of a document, and a message.
pub(super) fn segment(kind: &str, amount: Amount) -> SegmentContext {
    SegmentContext {
        document: link("The log", "/documents/log/"),
        form: "Typed minutes, six pages".to_owned(),
        date: amount.some(date("1991-05-04", "4 May 1991")),
        title: "Page 3".to_owned(),
        part: amount.some("The first volume".to_owned()),
        number: 3,
        total: 6,
        previous: amount.some(link("Page 2", "/documents/log/p/2/")),
        next: amount.some(link("Page 4", "/documents/log/p/4/")),
        language: amount.some(german()),
        picture: amount.some(picture("/log-p3.png", "A typed page")),
        largest: amount.some("/log-p3-1200.png".to_owned()),
        transcribed: amount.some("Transcribed by Jonna Reik".to_owned()),
        lines: amount.all([LineContext { x: 120, base: 240, width: 700, size: 20, text: "Two readings were taken.".to_owned() }]),
        marks: amount.all([SegmentMarkContext {
            name: "q1".to_owned(),
            boxes: vec![BoxContext { x: 120, y: 220, width: 700, height: 24 }],
            bars: vec![BoxContext { x: 104, y: 220, width: 6, height: 24 }],
        }]),
        paragraphs: amount.all([
            paragraph(vec![run("Before. ", false), RunContext { cut: true, ..run("\n", false) }, run("Two readings were taken.", true)]),
            table(true),
            table(false),
        ]),
        message: if kind == "message" { Some(message(amount)) } else { None },
        thread: amount.all([row(false, 1), row(true, 1)]),
        redactions: amount.all(["A private address".to_owned()]),
        passages: amount.all([PassageContext {
            name: "q1".to_owned(),
            words: amount.some("Two readings".to_owned()),
            by: vec![link("The gauge was read twice", "/statements/gauge/#said-log-1")],
        }]),
        cite: CitationContext {
            text: "The log. 4 May 1991. Page 3. The weir at Aldermoor".to_owned(),
            bibtex: "@misc{log-3,\n  title = {{The log}}\n}".to_owned(),
            csl: "[{ \"id\": \"log-3\", \"type\": \"document\" }]".to_owned(),
        },
        file: amount.some(file("The log", "/documents/log/log.pdf")),
    }
}
