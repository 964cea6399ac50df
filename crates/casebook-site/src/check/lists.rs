//! Lists: which entries a page shows, in what order, how they can be narrowed.
//!
//! A plan holds places, not texts: what an item says is rendered in the reader's language when a
//! page of the list is asked for.

use super::site::{Entry, EntryIndex, LanguageIndex, Site};
use crate::entry::{Details, Facet, Grouping, Kind, List, Order, Selection};
use crate::value::PartialDate;
use jiff::civil;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many choices a filter shows at most. Each is a page of its own on which all are linked again,
/// so a list of ten thousand entries and persons would otherwise make a hundred million links.
pub(crate) const MAX_CHOICES: usize = 100;

/// What a list shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListPlan {
    /// The entries in their order.
    pub members: Vec<EntryIndex>,
    /// The headings.
    pub group: Option<Grouping>,
    /// The ways to narrow it.
    pub filters: Vec<Filter>,
    /// How many entries a page shows.
    pub per_page: usize,
}

/// One way to narrow a list.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// By what.
    pub facet: Facet,
    /// The choices that leave something, the fullest first (professions and periods as `site.toml` orders them).
    pub choices: Vec<Choice>,
    /// How many more choices there are than a filter shows.
    pub left_out: usize,
}

/// One choice of a filter.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// The value: a language tag, the name of a profession, the id of a person.
    pub value: String,
    /// The entries, in the order of the list.
    pub members: Vec<EntryIndex>,
}

impl ListPlan {
    /// Entries a page where the list doesn't say.
    pub(crate) const PER_PAGE: usize = 20;

    /// How many pages `count` entries fill; an empty list has one page, too.
    pub(crate) fn pages(&self, count: usize) -> usize {
        Self::pages_of(count, self.per_page)
    }

    /// How many pages `count` entries fill at `per_page` a page.
    pub(crate) fn pages_of(count: usize, per_page: usize) -> usize {
        count.div_ceil(per_page.max(1)).max(1)
    }

    /// Every choice of every filter: its places and its count.
    pub(crate) fn choices(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let filters = self.filters.iter().enumerate();
        filters.flat_map(|(filter, value)| value.choices.iter().enumerate().map(move |(choice, value)| (filter, choice, value.members.len())))
    }
}

impl Site {
    /// The plan of the list that a page declares, or that a section has by itself.
    pub(super) fn plan_of_page(&self, page: EntryIndex, language: LanguageIndex) -> Option<ListPlan> {
        let entry = &self.entries[page];
        let declared = entry.first().common.list.as_ref();
        let shows_children = entry.is_section && !entry.is_home() && entry.kind == Kind::Page;
        match declared {
            Some(list) => Some(self.plan_list(list, Some(page), language)),
            None if shows_children => Some(self.plan_list(&List::of_section(), Some(page), language)),
            None => None,
        }
    }

    /// The plan of a list; `page` is the page whose section it shows when it names none.
    pub(crate) fn plan_list(&self, list: &List, page: Option<EntryIndex>, language: LanguageIndex) -> ListPlan {
        let mut members: Vec<EntryIndex> = self.candidates(&list.selection, page).filter(|&entry| self.matches(&list.selection, entry)).collect();
        let group = list.selection.group.or_else(|| self.natural_grouping(&list.selection, &members));
        match (group, list.selection.order) {
            (Some(Grouping::Upcoming), None) => self.sort_from_today(&mut members),
            (_, order) => {
                let order = order.unwrap_or_else(|| self.natural_order(&members));
                self.sort(&mut members, order, language);
            }
        }
        members.truncate(list.limit.map_or(usize::MAX, |limit| limit as usize));
        let grouped_at_once = if list.selection.group.is_some() { usize::MAX } else { ListPlan::PER_PAGE };
        let per_page = list.per_page.map_or(grouped_at_once, |per_page| per_page.max(1) as usize);
        let filters = list.filters.iter().map(|&facet| self.filter(facet, &members)).filter(|filter| filter.choices.len() > 1).collect();
        ListPlan { members, group, filters, per_page }
    }

    fn candidates(&self, list: &Selection, page: Option<EntryIndex>) -> Box<dyn Iterator<Item = EntryIndex> + '_> {
        let named = list.section.as_ref().and_then(|section| self.find(section.id()));
        let section = named.or(page.filter(|_| list.section.is_none()));
        let all = 0..self.entries.len();
        match section {
            // The home page is above everything, so a list there may show any entry.
            Some(section) if self.entries[section].is_home() => {
                Box::new(all.filter(move |&entry| entry != section && !self.entries[entry].is_section))
            }
            Some(section) if list.kind.is_none() && named.is_none() => {
                Box::new(all.filter(move |&entry| self.entries[entry].parent == Some(section)))
            }
            Some(section) => {
                let prefix = format!("{}/", self.entries[section].id);
                Box::new(all.filter(move |&entry| self.entries[entry].id.starts_with(&prefix) && !self.entries[entry].is_section))
            }
            None if list.section.is_none() => Box::new(all.filter(move |&entry| !self.entries[entry].is_section)),
            None => Box::new(std::iter::empty()),
        }
    }

    fn matches(&self, list: &Selection, index: EntryIndex) -> bool {
        let entry = &self.entries[index];
        let has =
            |facet: Facet, wanted: Option<&str>| wanted.is_none_or(|wanted| self.facet_values(facet, index).iter().any(|value| value == wanted));
        let in_time = |since: Option<PartialDate>, until: Option<PartialDate>| {
            let date = entry.date;
            let after = since.is_none_or(|since| date.is_some_and(|date| date.last_day() >= since.first_day()));
            after && until.is_none_or(|until| date.is_some_and(|date| date.first_day() <= until.last_day()))
        };
        list.kind.is_none_or(|kind| entry.kind == kind)
            && has(Facet::Language, list.language.as_ref().map(crate::value::LanguageTag::as_str))
            && in_time(list.since, list.until)
            && has(Facet::Period, list.period.as_ref().map(|period| period.value.as_str()))
            && has(Facet::Profession, list.profession.as_ref().map(|profession| profession.value.as_str()))
            && has(Facet::Person, list.person.as_ref().map(crate::value::PersonRef::id))
            && has(Facet::Tag, list.tag.as_ref().map(|tag| tag.value.as_str()))
    }

    /// Chronologies run forward, people and documents are looked up by name, the rest is news.
    fn natural_order(&self, members: &[EntryIndex]) -> Order {
        let kind = members.first().map(|&first| self.entries[first].kind);
        let is_uniform = members.iter().all(|&member| Some(self.entries[member].kind) == kind);
        match kind.filter(|_| is_uniform) {
            Some(Kind::Event) => Order::Oldest,
            Some(Kind::Person) => Order::Title,
            _ if members.iter().any(|&member| self.entries[member].first().common.weight.is_some()) => Order::Weight,
            _ => Order::Newest,
        }
    }

    /// Readers of talks ask first where they can still go.
    fn natural_grouping(&self, list: &Selection, members: &[EntryIndex]) -> Option<Grouping> {
        let is_by_time = |&member: &EntryIndex| {
            let entry = &self.entries[member];
            entry.kind == Kind::Talk && entry.first().common.weight.is_none()
        };
        (list.order.is_none() && !members.is_empty() && members.iter().all(is_by_time)).then_some(Grouping::Upcoming)
    }

    /// What is to come, the soonest first; then what is over, the latest first.
    fn sort_from_today(&self, members: &mut [EntryIndex]) {
        let midnight = |day: civil::Date| self.zone.to_timestamp(day.to_datetime(civil::Time::midnight())).ok();
        let start = |index: EntryIndex| match self.entries[index].details() {
            Some(Details::Talk(talk)) => Some(talk.starts(&self.zone).timestamp()),
            _ => self.entries[index].date.and_then(|date| midnight(date.first_day())),
        };
        members.sort_by_cached_key(|&index| match (self.is_over(index), start(index)) {
            (false, start) => (false, start, None),
            (true, start) => (true, None, Some(Reverse(start))),
        });
    }

    /// Whether a talk has been given; what is no talk is not waited for.
    pub(crate) fn is_over(&self, index: EntryIndex) -> bool {
        match self.entries[index].details() {
            Some(Details::Talk(talk)) => talk.over(&self.zone) <= self.now,
            _ => true,
        }
    }

    fn sort(&self, members: &mut [EntryIndex], order: Order, language: LanguageIndex) {
        let title = |&index: &EntryIndex| self.sort_title(index, language);
        match order {
            Order::Newest => members.sort_by_key(|&index| Reverse(self.entries[index].date)),
            Order::Oldest => members.sort_by_cached_key(|&index| {
                let date = self.entries[index].date;
                (date.is_none(), date)
            }),
            Order::Title => members.sort_by_cached_key(title),
            // What has no weight is news, and what isn't dated is looked up by name.
            Order::Weight => members.sort_by_cached_key(|index| {
                let entry = &self.entries[*index];
                (entry.first().common.weight.unwrap_or(i64::MAX), Reverse(entry.date), title(index))
            }),
        }
    }

    /// What an entry is sorted by in an alphabetical list: a person's last name, else the title.
    fn sort_title(&self, index: EntryIndex, language: LanguageIndex) -> String {
        let entry = &self.entries[index];
        let title = &entry.version(language).common.title;
        let name = match entry.details() {
            Some(Details::Person(person)) => person.sort_name.clone().unwrap_or_else(|| last_name_first(title)),
            _ => title.clone(),
        };
        crate::language::sort_key(&name)
    }

    fn filter(&self, facet: Facet, members: &[EntryIndex]) -> Filter {
        let mut by_value: BTreeMap<String, Vec<EntryIndex>> = BTreeMap::new();
        for &member in members {
            for value in self.facet_values(facet, member) {
                by_value.entry(value).or_default().push(member);
            }
        }
        let mut choices: Vec<Choice> = by_value.into_iter().map(|(value, members)| Choice { value, members }).collect();
        let place = |value: &str| match facet {
            Facet::Profession => self.settings.professions.iter().position(|named| named.name == value),
            Facet::Period => self.settings.periods.iter().position(|period| period.name == value),
            _ => None,
        };
        choices.sort_by_key(|choice| (place(&choice.value), Reverse(choice.members.len())));
        let left_out = choices.len().saturating_sub(MAX_CHOICES);
        choices.truncate(MAX_CHOICES);
        Filter { facet, choices, left_out }
    }

    /// What an entry has to say to a filter: none, one or several values.
    pub(crate) fn facet_values(&self, facet: Facet, index: EntryIndex) -> Vec<String> {
        let entry = &self.entries[index];
        let one = |value: Option<String>| value.into_iter().collect();
        match facet {
            Facet::Language => one(Some(self.language_of(entry))),
            Facet::Profession => one(self.profession_of(entry)),
            Facet::Person => self.persons_of(entry),
            Facet::Medium => one(medium_of(entry).map(str::to_owned)),
            Facet::Tag => entry.first().common.tags.clone(),
            Facet::Period => {
                let Some(date) = entry.date else { return Vec::new() };
                let is_in = |period: &&crate::settings::Period| {
                    period.since.is_none_or(|since| date.last_day() >= since.first_day())
                        && period.until.is_none_or(|until| date.first_day() <= until.last_day())
                };
                self.settings.periods.iter().filter(is_in).map(|period| period.name.clone()).collect()
            }
        }
    }

    /// The language of what an entry tells of: a report's own, else the language of the original text.
    pub(crate) fn language_of(&self, entry: &Entry) -> String {
        let own = match entry.details() {
            Some(Details::Report(report)) => Some(report.language.to_string()),
            Some(Details::Recording(recording)) => recording.language.as_ref().map(ToString::to_string),
            Some(Details::Talk(talk)) => talk.language.as_ref().map(ToString::to_string),
            Some(Details::Document(document)) => document.language.as_ref().map(ToString::to_string),
            _ => None,
        };
        own.unwrap_or_else(|| self.languages[entry.original].to_string())
    }

    /// The profession of a statement (its own, else its speaker's) or a person.
    pub(crate) fn profession_of(&self, entry: &Entry) -> Option<String> {
        match entry.details()? {
            Details::Statement(statement) => match &statement.profession {
                Some(profession) => Some(profession.value.clone()),
                None => self.entry(statement.person.id()).filter(|person| person.kind == Kind::Person).and_then(|person| self.profession_of(person)),
            },
            Details::Person(person) => person.profession.as_ref().map(|profession| profession.value.clone()),
            _ => None,
        }
    }

    /// The persons whom an entry names.
    fn persons_of(&self, entry: &Entry) -> Vec<String> {
        let ids = |persons: &[crate::value::PersonRef]| persons.iter().map(|person| person.id().to_owned()).collect();
        match entry.details() {
            Some(Details::Statement(statement)) => vec![statement.person.id().to_owned()],
            Some(Details::Report(report)) => ids(&report.persons),
            Some(Details::Recording(recording)) => ids(&recording.persons),
            Some(Details::Event(event)) => ids(&event.persons),
            _ => Vec::new(),
        }
    }
}

/// The medium of a report or recording.
pub(crate) fn medium_of(entry: &Entry) -> Option<&'static str> {
    match entry.details()? {
        Details::Report(report) => Some(report.medium.unwrap_or(crate::entry::ReportMedium::Article).word()),
        Details::Recording(recording) => Some(recording.medium.word()),
        _ => None,
    }
}

/// "Jane Mary Doe" as "Doe Jane Mary".
fn last_name_first(name: &str) -> String {
    name.rsplit_once(' ').map_or_else(|| name.to_owned(), |(rest, last)| format!("{last} {rest}"))
}
