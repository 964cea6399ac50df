//! Samples of lists: a teaser of each kind, groups, filters, pages.

use super::{
    Amount,
    common::{bare_person, bare_picture, bare_source, date, german, link, link_in, person, picture, source},
};
use crate::render::context::{ChoiceContext, FilterContext, GroupContext, ListContext, PagerContext, TeaserContext};

/// The kinds that teasers are made for.
const KINDS: [&str; 11] = ["page", "statement", "answer", "document", "person", "book", "report", "recording", "event", "talk", "programme"];

pub(super) fn list(kind: &'static str, amount: Amount) -> ListContext {
    let kinds = if kind == "mixed" { KINDS.to_vec() } else { vec![kind; 2] };
    let full = GroupContext { title: Some("1991".to_owned()), items: kinds.iter().map(|kind| teaser(kind, Amount::Full)).collect() };
    let bare = GroupContext { title: None, items: kinds.iter().map(|kind| teaser(kind, Amount::Sparse)).collect() };
    let choice = |title: &str, count, current| ChoiceContext { title: title.to_owned(), url: "/press/".to_owned(), count, current };
    ListContext {
        kind,
        total: if amount == Amount::Full { 2 * kinds.len() } else { 0 },
        groups: amount.all([full, bare]),
        filters: amount.all([FilterContext {
            facet: "language",
            title: "Language".to_owned(),
            choices: vec![choice("All", 22, true), choice("English", 14, false), choice("German", 8, false)],
        }]),
        pager: amount.some(PagerContext { current: 2, total: 3, previous: Some("/press/".to_owned()), next: Some("/press/page/3/".to_owned()) }),
    }
}

/// A list as long as one page, with only one way to go on.
pub(super) fn short_list(kind: &'static str) -> ListContext {
    let of = if kind == "mixed" { "page" } else { kind };
    let items = vec![teaser(of, Amount::Full), teaser(of, Amount::Sparse)];
    ListContext {
        kind,
        total: 2,
        groups: vec![GroupContext { title: None, items }],
        filters: Vec::new(),
        pager: Some(PagerContext { current: 1, total: 1, previous: None, next: None }),
    }
}

pub(super) fn teaser(kind: &'static str, amount: Amount) -> TeaserContext {
    let full = amount == Amount::Full;
    TeaserContext {
        kind,
        url: "/statements/gauge/".to_owned(),
        title: if full { "Was im Protokoll fehlt".to_owned() } else { "The gauge was read twice".to_owned() },
        language: amount.some(german()),
        lead: amount.some("Der Einwand wurde erhoben und nicht aufgenommen.".to_owned()),
        date: amount.some(date("1991-05-04", "4 May 1991")),
        image: if full { Some(picture("/gauge.jpg", "A brass gauge")) } else { (kind == "book").then(|| bare_picture("/cover.jpg")) },
        sheet: amount.some(picture("/minutes-1.png", "A typed page")),
        person: if full { Some(person()) } else { (kind == "person").then(bare_person) },
        voice: amount.some("Ich habe das Protokoll geschrieben. Der Einwand wurde erhoben.".to_owned()),
        voice_language: amount.some(german()),
        detail: amount.some("Letter, four pages".to_owned()),
        own_language: amount.some(german()),
        medium: amount.some("Article".to_owned()),
        length: amount.some("4:05".to_owned()),
        turning_point: full,
        sources: amount.all([source(), bare_source()]),
        past: full,
        tone: (kind == "book").then_some(2),
        sound: full,
        languages: amount.some("English and German".to_owned()),
        year: amount.some(2003),
        steps: amount.all([link("Write before you know", "/programme/write/"), link_in(german(), "Beides behalten", "/programme/keep/")]),
        draft: full,
    }
}
