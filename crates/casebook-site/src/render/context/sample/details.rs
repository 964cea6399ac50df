//! Samples of what each kind of entry shows beyond what every entry has.

use super::{
    Amount,
    common::{bare_person, bare_source, date, english, file, german, link, link_in, person, picture, source},
    lists::{list, teaser},
    segment::{contents, correspondence, words},
};
use crate::render::context::{
    AnswerContext, BookContext, BoxContext, CaptionsContext, CorrectedContext, CorrectionsContext, CueContext, CustodyContext, DocumentContext,
    EditionContext, EventContext, FeedContext, FeedsContext, MarkContext, MediaContext, PagePictureContext, PersonPageContext, PrizeContext,
    ProgrammeContext, RecordingContext, RedactionContext, ReportContext, StatementContext, StepContext, TagContext, TalkContext,
};

pub(super) fn statement(amount: Amount) -> StatementContext {
    StatementContext {
        person: amount.some(person()),
        role: amount.some("Keeper of the gauge".to_owned()),
        profession: amount.some("River keepers".to_owned()),
        occasion: amount.some("Letter of four pages, signed".to_owned()),
        editing: amount.some("Two addresses left out.".to_owned()),
        spoken: amount.some(german()),
        source: amount.some(source()),
        permission: amount.some("Printed with the writer's consent of 9 March 2019.".to_owned()),
    }
}

pub(super) fn answer(amount: Amount) -> AnswerContext {
    AnswerContext {
        accuser: "The Weir Board".to_owned(),
        accused: date("2018-11", "November 2018"),
        place: amount.some("Annual report, page 31".to_owned()),
        url: Some("https://example.org/report".to_owned()),
    }
}

pub(super) fn document(amount: Amount) -> DocumentContext {
    let hand = |holder: &str, date, note| CustodyContext { holder: holder.to_owned(), date, note };
    DocumentContext {
        form: "Typed minutes, six pages".to_owned(),
        files: amount.all([file("Minutes", "/documents/minutes/minutes.pdf"), file("Annex", "/documents/minutes/annex.pdf")]),
        language: amount.some(german()),
        author: amount.some("Clerk to the committee".to_owned()),
        received_from: amount.some("the county archive".to_owned()),
        received_how: amount.some("By post, as a certified copy".to_owned()),
        received_date: amount.some(date("2009-02", "February 2009")),
        custody: amount.all([
            hand("The committee", Some(date("1991", "1991")), Some("kept in the clerk's office".to_owned())),
            hand("The county archive", None, None),
        ]),
        redactions: amount.all([
            RedactionContext { place: Some("page 3".to_owned()), reason: "A private address".to_owned() },
            RedactionContext { place: None, reason: "Telephone numbers".to_owned() },
        ]),
        rights: amount.some("Public record".to_owned()),
        pages: amount.all([page_picture(), PagePictureContext { page: 3, label: "Page 3".to_owned(), marks: Vec::new(), ..page_picture() }]),
        contents: amount.all([contents("sheets")]),
        correspondences: amount.all([correspondence(amount)]),
        words: amount.all([words(amount)]),
        quoted_by: amount.all([link("The gauge was read twice", "/statements/gauge/"), link_in(german(), "Was fehlt", "/de/aussagen/fehlt/")]),
    }
}

/// A document whose pages are named by chapters.
pub(super) fn long_document(amount: Amount) -> DocumentContext {
    DocumentContext { contents: vec![contents("chapters")], ..document(amount) }
}

pub(super) fn page_picture() -> PagePictureContext {
    let line = |y| BoxContext { x: 164, y, width: 597, height: 27 };
    PagePictureContext {
        page: 2,
        label: "Page 2".to_owned(),
        url: "/documents/minutes/page-2.png".to_owned(),
        picture: picture("/documents/minutes/page-2.png", "A typewritten page of minutes with a stamp"),
        marks: vec![
            MarkContext {
                name: Some("m1".to_owned()),
                boxes: vec![line(274), line(306)],
                text: Some("that the two readings differ by 5.5 cm and that both be entered".to_owned()),
            },
            MarkContext { name: None, boxes: vec![line(495)], text: None },
        ],
    }
}

pub(super) fn person_page(amount: Amount) -> PersonPageContext {
    PersonPageContext {
        person: if amount == Amount::Full { person() } else { bare_person() },
        profession: amount.some("River keepers".to_owned()),
        links: amount.all([link("odell.example", "https://odell.example/")]),
        statements: amount.all([teaser("statement", Amount::Full), teaser("statement", Amount::Sparse)]),
        mentions: amount.all([teaser("event", Amount::Full), teaser("page", Amount::Sparse)]),
    }
}

pub(super) fn book(amount: Amount) -> BookContext {
    let full = EditionContext {
        language: german(),
        title: "Zwei Blätter".to_owned(),
        publisher: Some("Uferverlag".to_owned()),
        year: Some(2010),
        isbn: Some("978-3-00-000000-2".to_owned()),
        translator: Some("Jonna Reik".to_owned()),
        form: Some("Hardcover".to_owned()),
        cover: Some(picture("/cover.jpg", "Cover: two sheets of paper")),
        available: Some("In bookshops".to_owned()),
        url: Some("https://uferverlag.example/".to_owned()),
    };
    let bare = EditionContext {
        language: english(),
        title: "Two Sheets".to_owned(),
        publisher: None,
        year: None,
        isbn: None,
        translator: None,
        form: None,
        cover: None,
        available: None,
        url: None,
    };
    BookContext {
        cover: amount.some(picture("/books/two-sheets/cover.jpg", "The cover of “Two Sheets”")),
        tone: 3,
        authors: amount.some("Ines Halloran and Bram Odell".to_owned()),
        subtitle: amount.some("A river, a reading, a sentence".to_owned()),
        year: amount.some(2003),
        editions: amount.all([full, bare]),
        prizes: amount
            .all([PrizeContext { name: "River Prize".to_owned(), year: Some(2004) }, PrizeContext { name: "Shortlist".to_owned(), year: None }]),
    }
}

pub(super) fn report(amount: Amount) -> ReportContext {
    ReportContext {
        outlet: "The Northern Review".to_owned(),
        authors: amount.some("Cato Lindgren".to_owned()),
        language: german(),
        medium: "Article".to_owned(),
        url: amount.some("https://review.example/weir".to_owned()),
        archived: amount.some("https://archive.example/weir".to_owned()),
        source: amount.some(source()),
        excerpt: amount.some("Zwei Blätter, ein Stempel, und niemand fragt nach dem zweiten.".to_owned()),
        length: amount.some("12 minutes".to_owned()),
        persons: amount.all([person(), bare_person()]),
    }
}

pub(super) fn recording(amount: Amount) -> RecordingContext {
    let cue = |id: &str, time: &str, speaker: Option<&str>, text: &str| CueContext {
        id: id.to_owned(),
        time: time.to_owned(),
        speaker: speaker.map(str::to_owned),
        text: text.to_owned(),
    };
    RecordingContext {
        title: "Two sheets in a box".to_owned(),
        page: "/recordings/two-sheets/".to_owned(),
        medium: "film",
        file: amount.some(MediaContext { url: "/recordings/two-sheets/film.mp4".to_owned(), media_type: "video/mp4".to_owned() }),
        provider: None,
        url: None,
        poster: amount.some(picture("/poster.jpg", "A speaker in front of a lit screen")),
        length: amount.some("40:12".to_owned()),
        language: amount.some(german()),
        captions: amount.all([CaptionsContext { language: english(), url: "/recordings/two-sheets/captions.en.vtt".to_owned(), default: true }]),
        transcript: amount
            .all([cue("t0", "0:00", Some("Bram Odell"), "Good evening."), cue("t65", "1:05", None, "There were two sheets in the box.")]),
        transcript_file: amount.some(file("Transcript", "/recordings/two-sheets/transcript.vtt")),
        persons: amount.all([person(), bare_person()]),
        credit: amount.some("River Film Club".to_owned()),
    }
}

/// A recording that another site holds.
pub(super) fn outside_recording() -> RecordingContext {
    RecordingContext {
        file: None,
        provider: Some("Streamhouse".to_owned()),
        url: Some("https://streamhouse.example/two-sheets".to_owned()),
        ..recording(Amount::Full)
    }
}

/// A sound of our own.
pub(super) fn sound() -> RecordingContext {
    let file = MediaContext { url: "/recordings/two-sheets/sound.mp3".to_owned(), media_type: "audio/mpeg".to_owned() };
    RecordingContext { medium: "sound", file: Some(file), ..recording(Amount::Sparse) }
}

pub(super) fn event(amount: Amount) -> EventContext {
    EventContext {
        sources: amount.all([source(), bare_source()]),
        turning_point: amount == Amount::Full,
        persons: amount.all([person(), bare_person()]),
    }
}

pub(super) fn talk(amount: Amount) -> TalkContext {
    TalkContext {
        start: date("2027-03-14T19:00+01:00", "14 March 2027, 19:00"),
        end: amount.some(date("2027-03-14T21:00+01:00", "14 March 2027, 21:00")),
        place: "Town hall, Aldermoor".to_owned(),
        language: amount.some(german()),
        persons: amount.all([person()]),
        calendar: amount.some("/talks/aldermoor/calendar.ics".to_owned()),
        register: amount.some("https://townhall.example/".to_owned()),
        contact: amount.some("talks@example.org".to_owned()),
        past: amount == Amount::Sparse,
    }
}

pub(super) fn programme(amount: Amount) -> ProgrammeContext {
    let steps = [("Write before you know", true), ("Keep both", false), ("Name the doubt", true), ("Let others hold the tape", true)];
    let step = |(index, (title, lead)): (usize, &(&str, bool))| StepContext {
        number: index + 1,
        link: if *lead { link(title, "/programme/step/") } else { link_in(german(), title, "/programme/step/") },
        lead: lead.then(|| "State the method on paper before the first reading.".to_owned()),
    };
    ProgrammeContext { steps: amount.some(steps).iter().flatten().enumerate().map(step).collect() }
}

pub(super) fn tag(amount: Amount) -> TagContext {
    TagContext { name: "gauge".to_owned(), list: list("mixed", amount) }
}

pub(super) fn feeds(amount: Amount) -> FeedsContext {
    let feed = |title: &str, language, url: &str| FeedContext {
        title: title.to_owned(),
        language,
        url: url.to_owned(),
        address: format!("https://example.org{url}"),
    };
    FeedsContext {
        feeds: vec![feed("All that is new", None, "/feed.xml"), feed("Aussagen", amount.some(german()), "/statements/feed.xml")],
        calendar: amount.some(feed("All talks, for your calendar", None, "/calendar.ics")),
    }
}

pub(super) fn corrections(amount: Amount) -> CorrectionsContext {
    CorrectionsContext {
        corrections: amount.all([CorrectedContext {
            date: date("2019-03-22", "22 March 2019"),
            text: "The number of mornings was given as three; it is two.".to_owned(),
            page: link_in(german(), "Was im Protokoll fehlt", "/statements/minutes/"),
        }]),
    }
}
