//! A list of entries as a property of a page: which entries, in what order, how many at a time.

use crate::entry::Kind;
use crate::value::{At, LanguageTag, PartialDate, PersonRef, SectionRef, choice, record};

record! {
    /// Which entries a list shows, in what order and under what headings: the same for a page's own list and one in a text.
    pub struct Selection {
        /// Only entries of this kind.
        shared kind: Option<Kind>,
        /// Only entries of this section and the sections in it. Without it, a page lists its own section, and a list in a text all entries.
        shared section: Option<SectionRef>,
        /// Only what is in this language: press reports, recordings and talks by their own `language`, other entries by the language of their original.
        shared language: Option<LanguageTag>,
        /// Only from this date on.
        shared since: Option<PartialDate>,
        /// Only up to this date, inclusive.
        shared until: Option<PartialDate>,
        /// Only of this period of `site.toml`.
        shared period: Option<At<String>>,
        /// Only statements and persons of this profession of `site.toml`.
        shared profession: Option<At<String>>,
        /// Only what this person said, or what names the person.
        shared person: Option<PersonRef>,
        /// Only entries with this tag.
        shared tag: Option<At<String>>,
        /// In what order.
        shared order: Option<Order>,
        /// Under what headings.
        shared group: Option<Grouping>,
    }
}

record! {
    /// Which entries a list shows, in what order, and how it is cut into pages.
    pub struct List {
        with selection: Selection,
        /// Links above the list that narrow it, each with its count; a filter shows at most 100 choices.
        shared filters: Vec<Facet>,
        /// How many entries a page of the list shows; without it, 20 (where `group` is given: all).
        shared per_page: Option<u32>,
        /// How many entries there are at most.
        shared limit: Option<u32>,
    }
}

choice! {
    /// The order of a list.
    pub enum Order {
        /// Latest date first; entries without a date last.
        Newest = "newest",
        /// Earliest date first; entries without a date last.
        Oldest = "oldest",
        /// By title, as the language sorts.
        Title = "title",
        /// By `weight`, then by title.
        Weight = "weight",
    }
}

choice! {
    /// The headings of a list.
    pub enum Grouping {
        /// By year.
        Year = "year",
        /// By decade.
        Decade = "decade",
        /// By profession, in the order of `site.toml`.
        Profession = "profession",
        /// By language.
        Language = "language",
        /// By kind.
        Kind = "kind",
        /// Talks still to come, the soonest first, then what is over, the latest first. A list of nothing but talks is grouped so by itself, unless it has an `order` or a talk has a `weight`.
        Upcoming = "upcoming",
    }
}

choice! {
    /// What the links above a list narrow it by.
    pub enum Facet {
        /// The language of what is listed.
        Language = "language",
        /// The period of `site.toml`.
        Period = "period",
        /// The profession.
        Profession = "profession",
        /// The person.
        Person = "person",
        /// The medium of a press report or recording.
        Medium = "medium",
        /// The tag.
        Tag = "tag",
    }
}

impl List {
    /// The list of a section that says nothing: everything in it, newest first.
    pub const fn of_section() -> Self {
        let selection = Selection {
            kind: None,
            section: None,
            language: None,
            since: None,
            until: None,
            period: None,
            profession: None,
            person: None,
            tag: None,
            order: None,
            group: None,
        };
        Self { selection, filters: Vec::new(), per_page: None, limit: None }
    }
}
