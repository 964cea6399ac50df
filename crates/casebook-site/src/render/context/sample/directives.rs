//! Samples of what the templates of directives see.

use super::{
    Amount,
    common::{bare_picture, bare_source, date, english, german, link, link_in, picture, source},
    details, lists, scope, segment, value,
};
use crate::render::context::{
    AllContext, AphorismContext, DocumentViewContext, FigureContext, FootnoteContext, FootnotesContext, FormContext, Html, ListOfContext,
    OriginalContext, PartContext, QuoteContext, ReplyContext, TeaserOfContext, html,
};
use minijinja::Value;
use serde::Serialize;

/// The directives, each with its context and the language of the page.
pub(super) fn samples(amount: Amount) -> Vec<(&'static str, Value)> {
    let mut found = vec![
        sample("directives/quote.html", quote(amount)),
        sample("directives/accusation.html", quote(amount)),
        sample("directives/answer.html", part(amount)),
        sample("directives/undisputed.html", part(amount)),
        sample("directives/reply.html", reply(amount)),
        sample("directives/statement.html", teaser("statement", amount)),
        sample("directives/teaser.html", teaser("book", amount)),
        sample("directives/aphorism.html", aphorism(amount)),
        sample("directives/figure.html", figure(amount)),
        sample("directives/picture.html", FigureContext { body: None, ..figure(amount) }),
        sample("directives/gallery.html", part(amount)),
        sample("directives/note.html", part(amount)),
        sample("directives/details.html", part(amount)),
        sample("directives/steps.html", PartContext { body: html("<ol>\n<li>Look.</li>\n<li>Write.</li>\n</ol>\n".to_owned()), ..part(amount) }),
        sample("directives/form.html", form(amount)),
        sample("directives/footnotes.html", footnotes(amount)),
        sample("directives/recording.html", details::recording(amount)),
    ];
    let kinds = ["mixed", "page", "statement", "answer", "document", "person", "book", "report", "recording", "event", "talk", "programme"];
    found.extend(kinds.map(|kind| sample("directives/list.html", list_of(kind, amount))));
    found.extend([Some("for"), Some("against"), None].map(|side| sample("directives/document.html", document(side, amount))));
    found.extend(
        amount.all([sample("directives/recording.html", details::outside_recording()), sample("directives/recording.html", details::sound())]),
    );
    found.extend(amount.some(sample("directives/reply.html", ReplyContext { words: None, ..reply(Amount::Full) })));
    found
}

fn sample(template: &'static str, directive: impl Serialize) -> (&'static str, Value) {
    (template, scope(vec![("directive", value(directive)), ("language", value(english()))]))
}

fn words() -> Html {
    html("<p>The two readings differ by <strong>5.5 cm</strong>.</p>\n".to_owned())
}

fn quote(amount: Amount) -> QuoteContext {
    QuoteContext {
        id: amount.some("said-log-2".to_owned()),
        body: words(),
        emphasised: amount == Amount::Full,
        source: amount.some(source()),
        translator: amount.some("Jonna Reik".to_owned()),
        original: amount.some(OriginalContext {
            language: german(),
            body: html("<p>Die Messungen weichen voneinander ab.</p>\n".to_owned()),
            proved: true,
        }),
    }
}

fn aphorism(amount: Amount) -> AphorismContext {
    AphorismContext {
        words: QuoteContext {
            body: html("<p>A record that knows only one answer was not written to be read.</p>\n".to_owned()),
            source: amount.some(bare_source()),
            ..quote(amount)
        },
        by: "Ines Halloran".to_owned(),
        work: amount.some("Two Sheets".to_owned()),
    }
}

fn part(amount: Amount) -> PartContext {
    PartContext { title: amount.some("At the weir".to_owned()), body: words() }
}

fn reply(amount: Amount) -> ReplyContext {
    ReplyContext {
        by: "The Weir Board".to_owned(),
        asked: amount.some(date("2018-12-01", "1 December 2018")),
        date: amount.some(date("2019-01-15", "15 January 2019")),
        words: amount.some(quote(Amount::Full)),
    }
}

fn teaser(kind: &'static str, amount: Amount) -> TeaserOfContext {
    TeaserOfContext { item: lists::teaser(kind, amount), body: amount.some(words()) }
}

fn list_of(kind: &'static str, amount: Amount) -> ListOfContext {
    ListOfContext {
        body: amount.some(words()),
        list: if amount == Amount::Full { lists::list(kind, amount) } else { lists::short_list(kind) },
        all: amount.some(AllContext { link: link_in(german(), "Presse", "/de/presse/"), kind: Some("report"), total: 12 }),
    }
}

pub(super) fn document(side: Option<&'static str>, amount: Amount) -> DocumentViewContext {
    DocumentViewContext {
        link: link("Minutes of the weir committee", "/documents/minutes/"),
        date: amount.some(date("1991-05-04", "4 May 1991")),
        lead: amount.some("Both readings were put before the committee.".to_owned()),
        document: details::document(amount),
        page: amount.some(details::page_picture()),
        messages: amount.all([segment::message(amount), segment::message(Amount::Sparse)]),
        more: amount == Amount::Full,
        place: amount.some("page 2".to_owned()),
        side,
        body: side.and(amount.some(words())),
    }
}

fn figure(amount: Amount) -> FigureContext {
    FigureContext {
        picture: if amount == Amount::Full { picture("/gauge.jpg", "A brass gauge on a stone wall") } else { bare_picture("/gauge.jpg") },
        largest: amount.some("/gauge-2000.jpg".to_owned()),
        body: amount.some(words()),
    }
}

fn form(amount: Amount) -> FormContext {
    FormContext {
        topic: "Talks and readings".to_owned(),
        body: amount.some(words()),
        contact: "write@example.org".to_owned(),
        mailto: "mailto:write@example.org?subject=Talks%20and%20readings".to_owned(),
    }
}

fn footnotes(amount: Amount) -> FootnotesContext {
    let note = |number, mentions| FootnoteContext { number, body: words(), mentions };
    FootnotesContext { notes: amount.all([note(1, vec!["fnref-1".to_owned(), "fnref-1-2".to_owned()]), note(2, vec!["fnref-2".to_owned()])]) }
}
