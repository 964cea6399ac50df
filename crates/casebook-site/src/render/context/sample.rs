//! A sample of every context, so that a theme can be checked without a site.
//!
//! Each template is there twice: once with everything that it may be given, once with nothing that
//! may be missing. A template that renders with both can't fail on a real page for want of a value.

mod common;
mod details;
mod directives;
mod lists;
mod segment;

use super::{
    AlternateContext, CorrectionContext, EntryContext, FooterContext, HeadingContext, LinkContext, PageContext, PreviewContext, PreviewImageContext,
    SiteContext, StepOfContext, SwitchContext, html,
};
use common::{date, english, german, link, link_in, picture};
use minijinja::{Value, value::Serde};
use serde::Serialize;
use std::collections::BTreeMap;

/// How much a sample holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Amount {
    /// Everything that there may be.
    Full,
    /// Nothing that may be missing.
    Sparse,
}

impl Amount {
    /// The value in a full sample, nothing in a sparse one.
    fn some<T>(self, value: T) -> Option<T> {
        (self == Self::Full).then_some(value)
    }

    /// The values in a full sample, none in a sparse one.
    fn all<T, const N: usize>(self, values: [T; N]) -> Vec<T> {
        self.some(values).map_or_else(Vec::new, Vec::from)
    }
}

/// Every template with two samples of what it sees: a full and a sparse one.
pub fn samples() -> Vec<(&'static str, Value)> {
    let both = [Amount::Full, Amount::Sparse];
    both.into_iter().flat_map(|amount| pages(amount).into_iter().chain(directives::samples(amount))).collect()
}

/// The pages: the site, the page, the entry where there is one, and what its kind has beyond that.
fn pages(amount: Amount) -> Vec<(&'static str, Value)> {
    let frame = |kind: &'static str| vec![("site", value(site(amount))), ("page", value(page(kind, amount)))];
    let plain = |template, kind| {
        let mut names = frame(kind);
        names.push(("entry", value(entry(kind, amount))));
        (template, scope(names))
    };
    let with_entry = |template, kind: &'static str, own: Value| {
        let mut names = frame(kind);
        names.extend([("entry", value(entry(kind, amount))), (kind, own)]);
        (template, scope(names))
    };
    let without_entry = |template, kind: &'static str, own: Value| {
        let mut names = frame(kind);
        names.push((kind, own));
        (template, scope(names))
    };
    vec![
        plain("home.html", "home"),
        plain("page.html", "page"),
        with_entry("statement.html", "statement", value(details::statement(amount))),
        with_entry("answer.html", "answer", value(details::answer(amount))),
        with_entry("document.html", "document", value(details::document(amount))),
        with_entry("document.html", "document", value(details::long_document(amount))),
        with_entry("person.html", "person", value(details::person_page(amount))),
        with_entry("book.html", "book", value(details::book(amount))),
        with_entry("report.html", "report", value(details::report(amount))),
        with_entry("recording.html", "recording", value(details::recording(amount))),
        with_entry("event.html", "event", value(details::event(amount))),
        with_entry("talk.html", "talk", value(details::talk(amount))),
        with_entry("programme.html", "programme", value(details::programme(amount))),
        without_entry("segment.html", "segment", value(segment::segment("page", amount))),
        without_entry("segment.html", "segment", value(segment::segment("message", amount))),
        without_entry("tag.html", "tag", value(details::tag(amount))),
        without_entry("corrections.html", "corrections", value(details::corrections(amount))),
        without_entry("feeds.html", "feeds", value(details::feeds(amount))),
        ("error.html", scope(frame("error"))),
        ("gone.html", scope(frame("gone"))),
        ("not-found.html", scope(frame("not-found"))),
    ]
}

/// What a template sees, by name.
fn scope(names: Vec<(&'static str, Value)>) -> Value {
    names.into_iter().collect::<BTreeMap<_, _>>().into()
}

/// A context as a template sees it.
fn value(context: impl Serialize) -> Value {
    Value::from(Serde(context))
}

fn site(amount: Amount) -> SiteContext {
    let column = |title: &str, links: Vec<LinkContext>| FooterContext { title: title.to_owned(), links };
    SiteContext {
        title: "The weir at Aldermoor".to_owned(),
        description: amount.some("A conviction, the papers, and the people who worked on them".to_owned()),
        owner: "Ines Halloran".to_owned(),
        language: english(),
        home: "/".to_owned(),
        menu: amount.all([
            link("The case", "/case/"),
            link("Statements", "/statements/"),
            link("Documents", "/documents/"),
            link("Books", "/books/"),
            link_in(german(), "Presse", "/de/presse/"),
        ]),
        footer: amount.all([
            column("The case", vec![link("In short", "/case/"), link("Statements", "/statements/")]),
            column("The work", vec![link("Books", "/books/"), link_in(german(), "Presse", "/de/presse/")]),
        ]),
        footer_note: amount.some("Every person and place on these pages is made up.".to_owned()),
        feed: "/feed.xml".to_owned(),
        feeds: "/feeds/".to_owned(),
        calendar: amount.some("/calendar.ics".to_owned()),
        corrections: amount.some("/corrections/".to_owned()),
        stylesheet: "/assets/site.css".to_owned(),
        fonts: amount.all(["/assets/news-text.woff2".to_owned(), "/assets/news-display.woff2".to_owned()]),
        icon: amount.some("/icon.svg".to_owned()),
    }
}

fn page(kind: &'static str, amount: Amount) -> PageContext {
    let switch = |language, url: &str, current: bool| SwitchContext { language, url: url.to_owned(), current, translated: current };
    PageContext {
        kind,
        document_title: "The gauge was read twice: The weir at Aldermoor".to_owned(),
        description: amount.some("What the keeper of the gauge wrote down on two mornings.".to_owned()),
        canonical: "https://example.org/statements/gauge/".to_owned(),
        alternates: amount.all([
            AlternateContext { tag: "en".to_owned(), url: "https://example.org/statements/gauge/".to_owned() },
            AlternateContext { tag: "x-default".to_owned(), url: "https://example.org/statements/gauge/".to_owned() },
        ]),
        languages: amount.all([switch(english(), "/statements/gauge/", true), switch(german(), "/de/aussagen/gauge/", false)]),
        noindex: amount == Amount::Full,
        crumbs: amount.all([link("The case", "/case/"), link_in(german(), "Aussagen", "/statements/")]),
        trail: vec!["/statements/".to_owned(), "/statements/gauge/".to_owned()],
        feed: amount.some(link("Statements", "/statements/feed.xml")),
        preview: preview(amount),
        linked_data: amount.some(html("{\"@context\":\"https://schema.org\"}".to_owned())),
    }
}

fn preview(amount: Amount) -> PreviewContext {
    PreviewContext {
        kind: "article",
        title: "The gauge was read twice".to_owned(),
        url: amount.some("https://example.org/statements/gauge/".to_owned()),
        locale: amount.some("en_US".to_owned()),
        locales: amount.all(["de_DE".to_owned()]),
        image: amount.some(PreviewImageContext { url: "https://example.org/gauge.jpg".to_owned(), alt: "A brass gauge".to_owned() }),
    }
}

fn entry(kind: &'static str, amount: Amount) -> EntryContext {
    let step = StepOfContext {
        programme: link("Seven steps to an honest record", "/programme/"),
        number: 2,
        total: 7,
        previous: Some(link("Write before you know", "/programme/write/")),
        next: Some(link_in(german(), "Den Zweifel benennen", "/programme/doubt/")),
    };
    let heading = |id: &str, text: &str| HeadingContext { id: id.to_owned(), text: text.to_owned() };
    let heading_of = |marked| if marked { "The gauge was read twice. <mark>Only one</mark> reading was kept." } else { "The gauge" };
    EntryContext {
        title: "The gauge was read twice. Only one reading was kept.".to_owned(),
        heading: html(heading_of(amount == Amount::Full).to_owned()),
        lead: amount.some("What the keeper of the gauge wrote down on two mornings, and what became of the second sheet.".to_owned()),
        language: if amount == Amount::Full { german() } else { english() },
        untranslated: amount == Amount::Full,
        outdated: amount == Amount::Full,
        draft: amount == Amount::Full,
        coming: amount.some(date("2019-03-09T09:00:00+00:00", "9 March 2019, 9:00 a.m.")),
        expired: amount.some(date("2019-03-10T09:00:00+00:00", "10 March 2019, 9:00 a.m.")),
        date: amount.some(date("2019-03-09", "9 March 2019")),
        image: amount.some(picture("/gauge.jpg", "A brass gauge on a stone wall above a river")),
        opening: amount.some(directives::document(None, amount)),
        body: html(amount.some(BODY).unwrap_or_default().to_owned()),
        headings: amount.all([
            heading("sheet", "The second sheet"),
            heading("box", "A box"),
            heading("weir", "At the weir"),
            heading("since", "Since then"),
        ]),
        tags: amount.all([link("gauge", "/tags/gauge/"), link_in(german(), "Wehr", "/tags/wehr/")]),
        corrections: amount.all([CorrectionContext {
            date: date("2019-03-22", "22 March 2019"),
            text: "The number of mornings was given as three; it is two.".to_owned(),
        }]),
        list: amount.some(lists::list("mixed", amount)),
        step: if kind == "page" { amount.some(step) } else { None },
        previous: amount.some(link_in(german(), "Warum ich unterschrieb", "/statements/sign/")),
        next: amount.some(link("What the minutes leave out", "/statements/minutes/")),
    }
}

const BODY: &str = "<p>I read the gauge on both mornings, at six, before the gates were moved.<a class=\"footnote\" id=\"fnref-1\" href=\"#fn-1\" role=\"doc-noteref\"><sup>1</sup></a></p>\n\
    <h2 id=\"sheet\">The second sheet</h2>\n<p>The first sheet was filed. The second was not, and <a href=\"/documents/log/\">the log</a> says so.</p>\n\
    <h2 id=\"box\">A box</h2>\n<ul><li>Two sheets</li><li>One stamp</li></ul>\n<h2 id=\"weir\">At the weir</h2>\n<p>Nothing was moved.</p>\n\
    <h2 id=\"since\">Since then</h2>\n<p>I have kept a copy.</p>\n";
