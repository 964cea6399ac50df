//! Lists and teasers in the reader's language.

use super::context::{ChoiceContext, FilterContext, GroupContext, ListContext, PagerContext, TeaserContext};
use super::excerpt::excerpt;
use super::reading::Reading;
use crate::address::UrlPath;
use crate::check::{EntryIndex, ListPlan, Narrowed, Parsed, medium_of};
use crate::entry::{Details, Facet, Grouping, Kind, Passage, RecordingMedium};
use crate::language::Arg;

/// How many characters of a statement a card shows.
const VOICE_LEN: usize = 220;

impl Reading<'_> {
    /// One page of the list of a page, narrowed or not.
    pub fn list_of_page(&self, entry: EntryIndex, narrowed: Option<Narrowed>, page: usize) -> Option<ListContext> {
        let plan = self.site.plan(entry, self.language)?;
        let choice = narrowed.and_then(|narrowed| plan.filters.get(narrowed.filter)?.choices.get(narrowed.choice));
        let members = choice.map_or(&plan.members, |choice| &choice.members);
        let base = match narrowed {
            Some(narrowed) => self.site.narrowed_url(entry, self.language, narrowed),
            None => self.site.entries[entry].urls[self.language].clone(),
        };
        let mut list = self.list(members, plan, page);
        list.pager = self.pager(&base, page, plan.pages(members.len()));
        list.filters = plan.filters.iter().enumerate().map(|(index, _)| self.filter(entry, plan, index, narrowed)).collect();
        Some(list)
    }

    /// The `page`th page of these entries, grouped as the plan says, without filters and pager.
    pub fn list(&self, members: &[EntryIndex], plan: &ListPlan, page: usize) -> ListContext {
        let shown = members.iter().skip((page - 1).saturating_mul(plan.per_page)).take(plan.per_page).copied();
        ListContext { kind: self.kind_of(members), total: members.len(), groups: self.groups(shown, plan.group), filters: Vec::new(), pager: None }
    }

    /// The pages of a list, where there is more than one.
    pub fn pager(&self, base: &UrlPath, current: usize, total: usize) -> Option<PagerContext> {
        let url = |page: usize| self.site.page_url(base, self.language, page).href();
        let previous = (current > 1).then(|| url(current - 1));
        let next = (current < total).then(|| url(current + 1));
        (total > 1).then_some(PagerContext { current, total, previous, next })
    }

    /// The kind of all of these entries; `mixed` where they differ.
    pub fn kind_of(&self, members: &[EntryIndex]) -> &'static str {
        let mut kinds = members.iter().map(|&member| self.site.entries[member].kind);
        let first = kinds.next();
        match first {
            Some(kind) if kinds.all(|other| other == kind) => kind.word(),
            _ => "mixed",
        }
    }

    fn groups(&self, members: impl Iterator<Item = EntryIndex>, by: Option<Grouping>) -> Vec<GroupContext> {
        let mut groups: Vec<GroupContext> = Vec::new();
        for member in members {
            let title = by.map(|by| self.group_title(member, by));
            let mut item = self.teaser(member);
            // The heading says it.
            item.past &= by != Some(Grouping::Upcoming);
            // Years and decades follow from the order; other headings collect what belongs to them.
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.items.push(item),
                None => groups.push(GroupContext { title, items: vec![item] }),
            }
        }
        if by == Some(Grouping::Upcoming) {
            let past = self.strings.text("group-past");
            groups.sort_by_key(|group| group.title.as_ref() == Some(&past));
        }
        if by == Some(Grouping::Profession) {
            let order: Vec<String> =
                self.site.settings.professions.iter().map(|named| self.named(&self.site.settings.professions, &named.name)).collect();
            groups.sort_by_key(|group| order.iter().position(|title| group.title.as_ref() == Some(title)).unwrap_or(usize::MAX));
        }
        groups
    }

    fn group_title(&self, member: EntryIndex, by: Grouping) -> String {
        let entry = &self.site.entries[member];
        let year = entry.date.map(|date| date.first_day().year());
        let undated = || self.strings.text("group-undated");
        match by {
            Grouping::Year => year.map_or_else(undated, |year| year.to_string()),
            Grouping::Decade => {
                let decade = year.map(|year| (year.div_euclid(10) * 10).to_string());
                decade.map_or_else(undated, |decade| self.strings.format("decade", &[("year", Arg::Text(&decade))]))
            }
            Grouping::Profession => {
                let profession = self.site.profession_of(entry);
                profession.map_or_else(|| self.strings.text("group-other"), |name| self.named(&self.site.settings.professions, &name))
            }
            Grouping::Language => self.language(&self.site.language_of(entry)).name,
            Grouping::Upcoming => self.strings.text(if self.site.is_over(member) { "group-past" } else { "group-upcoming" }),
            Grouping::Kind => self.strings.text(&format!("kinds-{}", entry.kind.word())),
        }
    }

    fn filter(&self, entry: EntryIndex, plan: &ListPlan, filter: usize, narrowed: Option<Narrowed>) -> FilterContext {
        let value = &plan.filters[filter];
        let current = narrowed.filter(|narrowed| narrowed.filter == filter);
        let all = ChoiceContext {
            title: self.strings.text("filter-all"),
            url: self.site.entries[entry].urls[self.language].href(),
            count: plan.members.len(),
            current: current.is_none(),
        };
        let choices = value.choices.iter().enumerate().map(|(choice, chosen)| {
            let here = Narrowed { filter, choice };
            ChoiceContext {
                title: self.facet_title(value.facet, &chosen.value),
                url: self.site.narrowed_url(entry, self.language, here).href(),
                count: chosen.members.len(),
                current: current == Some(here),
            }
        });
        let title = self.strings.text(&format!("facet-{}", value.facet.word()));
        FilterContext { facet: value.facet.word(), title, choices: std::iter::once(all).chain(choices).collect() }
    }

    /// The name of a choice in words.
    fn facet_title(&self, facet: Facet, value: &str) -> String {
        let settings = &self.site.settings;
        match facet {
            Facet::Language => self.language(value).name,
            Facet::Profession => self.named(&settings.professions, value),
            Facet::Tag => self.named(&settings.tags, value),
            Facet::Medium => self.strings.text(&format!("medium-{value}")),
            Facet::Person => self.site.find(value).map_or_else(|| value.to_owned(), |person| self.link(person).title),
            Facet::Period => {
                let period = settings.periods.iter().find(|period| period.name == value);
                period.map_or_else(|| value.to_owned(), |period| self.localised(&period.title))
            }
        }
    }

    /// The title of a narrowed list, for the page's head.
    pub fn narrowed_title(&self, entry: EntryIndex, narrowed: Narrowed) -> Option<String> {
        let filter = self.site.plan(entry, self.language)?.filters.get(narrowed.filter)?;
        Some(self.facet_title(filter.facet, &filter.choices.get(narrowed.choice)?.value))
    }

    /// An entry in a list.
    pub fn teaser(&self, index: EntryIndex) -> TeaserContext {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let link = self.link(index);
        let summary = || Some(version.body.summary.clone()).filter(|summary| !summary.is_empty() && entry.kind != Kind::Statement);
        let mut teaser = TeaserContext {
            kind: entry.kind.word(),
            url: link.url,
            title: link.title,
            language: link.language,
            lead: version.common.description.clone().or_else(summary),
            date: entry.first().common.date.map(|date| self.date(date)),
            image: self.image(entry),
            sheet: None,
            person: None,
            voice: None,
            voice_language: None,
            tone: None,
            sound: medium_of(entry) == Some(RecordingMedium::Sound.word()),
            detail: None,
            own_language: None,
            medium: medium_of(entry).map(|medium| self.strings.text(&format!("medium-{medium}"))),
            length: None,
            turning_point: false,
            sources: Vec::new(),
            past: false,
            languages: None,
            year: None,
            steps: Vec::new(),
            draft: entry.first().common.draft,
        };
        self.teaser_details(&mut teaser, index, version);
        teaser
    }

    fn teaser_details(&self, teaser: &mut TeaserContext, index: EntryIndex, version: &Parsed) {
        let own_language = |tag: &Option<crate::value::LanguageTag>| tag.as_ref().map(|tag| self.language(tag.as_str()));
        match &version.details {
            Some(Details::Statement(statement)) => {
                teaser.person = self
                    .person(&statement.person)
                    .map(|person| super::context::PersonContext { role: statement.role.clone().or(person.role), ..person });
                teaser.detail.clone_from(&statement.occasion);
                teaser.voice = Some(excerpt(&version.body.summary, VOICE_LEN)).filter(|voice| !voice.is_empty());
                teaser.voice_language = self.foreign(&version.language);
            }
            Some(Details::Document(document)) => {
                teaser.sheet = self.first_sheet(index, document);
                teaser.detail = Some(document.form.clone());
                teaser.own_language = own_language(&document.language);
            }
            Some(Details::Person(_)) => teaser.person = Some(self.person_at(index)),
            Some(Details::Book(book)) => {
                let mut names: Vec<String> = Vec::new();
                for edition in &book.editions {
                    let name = self.language(edition.language.as_str()).name;
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                teaser.tone = Some(self.tone(index));
                teaser.detail = self.joined(&book.authors);
                teaser.languages = self.joined(&names);
                teaser.year = book.year;
                teaser.image = self.cover(&self.site.entries[index], book);
            }
            Some(Details::Report(report)) => {
                teaser.detail = Some(report.outlet.clone());
                teaser.own_language = Some(self.language(report.language.as_str()));
                teaser.length = report.length.map(|length| length.to_string());
            }
            Some(Details::Recording(recording)) => {
                teaser.length = recording.length.map(|length| length.to_string());
                teaser.own_language = own_language(&recording.language);
            }
            Some(Details::Event(event)) => {
                teaser.turning_point = event.turning_point;
                let source = |source: &crate::entry::EventSource| self.source(source.document.id(), &Passage::of_page(source.page));
                teaser.sources = event.sources.iter().filter_map(source).collect();
            }
            Some(Details::Talk(talk)) => {
                teaser.date = Some(self.moment(&talk.starts(&self.site.zone)));
                teaser.detail = Some(talk.place.clone());
                teaser.own_language = own_language(&talk.language);
                teaser.past = self.site.is_over(index);
            }
            Some(Details::Programme(programme)) => {
                teaser.steps = programme.steps.iter().filter_map(|step| self.site.find(step.id())).map(|step| self.link(step)).collect();
            }
            Some(Details::Page(_) | Details::Answer(_)) | None => {}
        }
    }
}
