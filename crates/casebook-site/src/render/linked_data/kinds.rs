//! What the page of each kind tells of.
//!
//! Choices that need a reason stand here: which type of schema.org is honest for a kind, and which
//! was left alone.

use super::nodes::{
    Article, Claim, DigitalDocument, Event, ItemList, ListItem, Media, MediaObject, Named, Node, Page, Person as PersonNode, Place as PlaceNode,
    Quotation, Work,
};
use super::words::{fitting, words};
use crate::check::EntryIndex;
use crate::entry::{Answer, Details, Document, Passage, Person, Programme, Recording, RecordingMedium, Report, ReportMedium, Statement, Talk};
use crate::markdown::{Body, Directive, DirectiveNode};
use crate::render::media_type;
use crate::render::reading::Reading;
use crate::render::transcript;
use crate::value::{Length, PersonRef, Precision};

impl Reading<'_> {
    /// Adds what an entry tells of to its page.
    pub(super) fn tell(&self, index: EntryIndex, page: &mut Page) {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let Some(details) = &version.details else { return };
        if !matches!(details, Details::Statement(_)) {
            page.has_part = self.quotations(&version.body);
        }
        let main = match details {
            Details::Page(_) => None,
            Details::Statement(statement) => Some(Node::Quotation(self.statement_node(index, statement))),
            Details::Answer(answer) => Some(Node::Article(self.answer_node(index, answer, page))),
            Details::Document(document) => Some(Node::DigitalDocument(self.document_node(index, document))),
            Details::Person(person) => Some(Node::Person(self.person_node(index, person))),
            Details::Book(book) => Some(Node::Book(self.book_node(index, book))),
            Details::Report(report) => Some(Node::Work(self.report_node(index, report))),
            Details::Recording(recording) => Some(Node::Media(self.recording_node(index, recording))),
            // schema.org's `Event` is something to be attended at a place; a dated fact of a
            // chronology is a page on that time and its sources.
            Details::Event(event) => {
                page.temporal_coverage = page.date_published.take();
                page.citation = event.sources.iter().filter_map(|source| self.source_at(source.document.id(), &Passage::of_page(None))).collect();
                page.mentions = self.persons_named(&event.persons);
                None
            }
            Details::Talk(talk) => Some(Node::Event(self.talk_node(index, talk))),
            Details::Programme(programme) => Some(Node::ItemList(self.programme_node(index, programme))),
        };
        if matches!(details, Details::Report(_) | Details::Talk(_) | Details::Document(_) | Details::Book(_)) {
            // The date is the thing's, not the page's.
            page.date_published = None;
        }
        page.main_entity = main.map(Box::new);
    }

    /// The person's words. `creator` and not `spokenByCharacter`, which is for figures of fiction.
    fn statement_node(&self, index: EntryIndex, statement: &Statement) -> Quotation {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let source = statement.source.as_ref();
        Quotation {
            id: self.thing_id(entry),
            url: self.address(self.kept_url(entry)),
            name: Some(version.common.title.clone()),
            text: words(&version.body),
            creator: self.person_of(&statement.person).map(super::nodes::Agent::Known),
            date_created: entry.first().common.date.map(|date| date.to_string()),
            in_language: Some(version.language.to_string()),
            is_based_on: source.and_then(|source| self.source_at(source.document.value.id(), &source.place)),
            ..Quotation::default()
        }
    }

    /// The quotations inside a text, each with the document that holds it.
    fn quotations(&self, body: &Body) -> Vec<Quotation> {
        let quotation = |node: &DirectiveNode| {
            let (source, place, translator) = match node.directive.as_ref()? {
                Directive::Quote(quote) => (&quote.source, &quote.place, &quote.translator),
                Directive::Accusation(accusation) => (&accusation.source, &accusation.place, &accusation.translator),
                _ => return None,
            };
            Some(Quotation {
                text: Some(words(&node.body)?),
                translator: translator.clone(),
                translation_of_work: original(&node.body).map(Box::new),
                is_based_on: Some(self.source_at(source.id(), place)?),
                ..Quotation::default()
            })
        };
        body.directives().into_iter().filter_map(quotation).collect()
    }

    /// An article on a claim. `ClaimReview` is for those who check the facts of others and rate them
    /// (Google requires a rating); whoever answers an accusation is a party.
    fn answer_node(&self, index: EntryIndex, answer: &Answer, page: &Page) -> Article {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let accusation = version.body.directives().into_iter().find(|node| matches!(node.directive, Some(Directive::Accusation(_))));
        let appearance =
            Work { kind: "CreativeWork", name: answer.place.clone(), url: answer.url.as_ref().map(ToString::to_string), ..Work::default() };
        let appearance = (appearance.name.is_some() || appearance.url.is_some()).then(|| Box::new(appearance));
        Article {
            id: self.thing_id(entry),
            url: self.address(self.kept_url(entry)),
            headline: version.common.title.clone(),
            description: version.common.description.clone(),
            image: self.main_image(entry).into_iter().collect(),
            author: self.owner(),
            date_published: page.date_published.clone(),
            in_language: Some(version.language.to_string()),
            about: Some(Claim {
                text: accusation.and_then(|node| words(&node.body)),
                author: self.agent(&answer.accuser),
                date_published: Some(answer.accused.to_string()),
                appearance,
            }),
        }
    }

    fn document_node(&self, index: EntryIndex, document: &Document) -> DigitalDocument {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let encoding = document.files.iter().filter_map(|file| {
            let path = file.file.path();
            let shown = self.download(path, &file.title.as_ref().map_or_else(|| version.common.title.clone(), |title| self.localised(title)))?;
            Some(MediaObject {
                name: shown.title,
                content_url: self.with_origin(&self.file_href(path)?),
                encoding_format: media_type(&path.extension()).to_owned(),
                content_size: Some(shown.size),
            })
        });
        DigitalDocument {
            id: self.thing_id(entry),
            url: self.address(self.kept_url(entry)),
            name: version.common.title.clone(),
            description: version.common.description.clone(),
            image: self.main_image(entry).into_iter().collect(),
            creator: document.author.as_ref().map(|author| self.agent(author)),
            date_created: entry.first().common.date.map(|date| date.to_string()),
            in_language: document.language.as_ref().map(ToString::to_string),
            genre: Some(document.form.clone()),
            copyright_notice: document.rights.clone(),
            provenance: self.provenance(document),
            encoding: encoding.collect(),
        }
    }

    /// Through whose hands a document came, one sentence a hand, as the page tells it.
    fn provenance(&self, document: &Document) -> Vec<String> {
        let joined = |parts: [Option<String>; 3]| parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let hands = document.custody.iter().map(|hand| {
            joined([
                Some(self.localised(&hand.holder)),
                hand.date.map(|date| self.date(date).text),
                hand.note.as_ref().map(|note| self.localised(note)),
            ])
        });
        let received = document.received.as_ref().map(|received| {
            let from = self.localised(&received.from);
            joined([Some(from), received.how.as_ref().map(|how| self.localised(how)), received.date.map(|date| self.date(date).text)])
        });
        hands.chain(received).collect()
    }

    fn person_node(&self, index: EntryIndex, person: &Person) -> PersonNode {
        let entry = &self.site.entries[index];
        let common = &self.version(entry).common;
        PersonNode {
            id: self.thing_id(entry),
            url: self.address(self.kept_url(entry)),
            name: common.title.clone(),
            description: common.description.clone(),
            disambiguating_description: person.role.clone(),
            image: self.main_image(entry),
            same_as: person.links.iter().map(|link| link.url.to_string()).filter(|url| url.starts_with("http")).collect(),
        }
    }

    /// A report as something that stands elsewhere: its name is its address there, its publisher the
    /// outlet. Without an address it is still not ours: nothing of it points to this page.
    fn report_node(&self, index: EntryIndex, report: &Report) -> Work {
        let entry = &self.site.entries[index];
        let title = &self.version(entry).common.title;
        let date = entry.first().common.date;
        let url = report.url.as_ref().map(ToString::to_string);
        let image = self.main_image(entry);
        let day = date.filter(|date| date.precision() == Precision::Day).map(|date| date.to_string());
        let is_video = image.is_some() && day.is_some();
        let kind = match report.medium.unwrap_or(ReportMedium::Article) {
            ReportMedium::Article => "NewsArticle",
            ReportMedium::Podcast => "PodcastEpisode",
            ReportMedium::Broadcast => "Episode",
            ReportMedium::Film if is_video => "VideoObject",
            ReportMedium::Film => "CreativeWork",
        };
        let is_video = kind == "VideoObject";
        Work {
            kind,
            id: url.clone(),
            url,
            name: (kind != "NewsArticle").then(|| title.clone()),
            headline: (kind == "NewsArticle").then(|| title.clone()),
            in_language: Some(report.language.to_string()),
            date_published: date.map(|date| date.to_string()),
            upload_date: day.filter(|_| is_video),
            duration: report.length.map(duration),
            author: report.authors.iter().map(|name| self.agent(name)).collect(),
            publisher: Some(Named { kind: "Organization", name: report.outlet.clone(), ..Named::default() }),
            thumbnail_url: image.clone().filter(|_| is_video),
            image: image.into_iter().collect(),
            archived_at: report.archived.as_ref().map(ToString::to_string),
            about: self.persons_named(&report.persons),
        }
    }

    fn recording_node(&self, index: EntryIndex, recording: &Recording) -> Media {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let common = &version.common;
        let day = entry.first().common.date.filter(|date| date.precision() == Precision::Day);
        let thumbnail = self.main_image(entry);
        let cues = recording.transcript.as_ref().and_then(|file| self.site.source.text(file.path())).map(transcript::cues).unwrap_or_default();
        let spoken = cues.into_iter().map(|cue| cue.text).collect::<Vec<_>>().join(" ");
        Media {
            kind: match recording.medium {
                RecordingMedium::Sound => "AudioObject",
                // Google reports a `VideoObject` without these two as a mistake of the site.
                RecordingMedium::Film if thumbnail.is_some() && day.is_some() => "VideoObject",
                RecordingMedium::Film => "MediaObject",
            },
            id: self.thing_id(entry),
            url: self.address(self.kept_url(entry)),
            name: common.title.clone(),
            description: common.description.clone(),
            upload_date: day.map(|date| date.to_string()),
            thumbnail_url: thumbnail,
            content_url: recording.file.as_ref().and_then(|file| self.file_href(file.path())).and_then(|href| self.with_origin(&href)),
            encoding_format: recording.file.as_ref().map(|file| media_type(&file.path().extension()).to_owned()),
            same_as: recording.url.as_ref().map(ToString::to_string),
            duration: recording.length.map(duration),
            in_language: recording.language.as_ref().map(ToString::to_string),
            transcript: fitting(&spoken),
            credit_text: recording.credit.clone(),
            mentions: self.persons_named(&recording.persons),
        }
    }

    fn talk_node(&self, index: EntryIndex, talk: &Talk) -> Event {
        let entry = &self.site.entries[index];
        let common = &self.version(entry).common;
        let zone = talk.zone(&self.site.zone);
        Event {
            id: self.thing_id(entry),
            url: self.address(self.kept_url(entry)),
            name: common.title.clone(),
            description: common.description.clone(),
            image: self.main_image(entry),
            start_date: if talk.is_whole_day() {
                talk.starts(&self.site.zone).date().to_string()
            } else {
                self.moment(&talk.starts(&self.site.zone)).iso
            },
            end_date: talk.ends().map(|end| self.moment(&end.in_zone(&zone)).iso),
            event_status: Some("https://schema.org/EventScheduled"),
            in_language: talk.language.as_ref().map(ToString::to_string),
            // One text holds house and town; schema.org takes an address as text.
            location: Some(PlaceNode { name: talk.place.clone(), address: talk.place.clone() }),
            performer: self.persons_named(&talk.persons),
        }
    }

    /// An ordered list. Not a `HowTo`, whose steps are instructions, nor a `Course`, which has a
    /// provider and ends with something learnt.
    fn programme_node(&self, index: EntryIndex, programme: &Programme) -> ItemList {
        let entry = &self.site.entries[index];
        let common = &self.version(entry).common;
        let steps: Vec<EntryIndex> = programme.steps.iter().filter_map(|step| self.site.find(step.id())).collect();
        let item = |(place, step): (usize, &EntryIndex)| {
            let entry = &self.site.entries[*step];
            ListItem { position: place + 1, name: self.link(*step).title, item: None, url: self.address(self.kept_url(entry)) }
        };
        ItemList {
            id: self.thing_id(entry),
            name: common.title.clone(),
            description: common.description.clone(),
            item_list_order: Some("https://schema.org/ItemListOrderAscending"),
            number_of_items: steps.len(),
            item_list_element: steps.iter().enumerate().map(item).collect(),
        }
    }

    fn person_of(&self, person: &PersonRef) -> Option<Named> {
        let index = self.site.find(person.id())?;
        matches!(self.site.entries[index].details(), Some(Details::Person(_))).then(|| self.thing("Person", index))
    }

    fn persons_named(&self, persons: &[PersonRef]) -> Vec<Named> {
        persons.iter().filter_map(|person| self.person_of(person)).collect()
    }

    /// A document or recording and, where it has one, the address of the place in it.
    fn source_at(&self, id: &str, place: &Passage) -> Option<Named> {
        let index = self.site.find(id)?;
        let kind = match self.site.entries[index].details()? {
            Details::Document(_) => "DigitalDocument",
            Details::Recording(_) => "MediaObject",
            _ => return None,
        };
        let fragment = self.source(id, place).and_then(|source| Some(format!("#{}", source.url.split_once('#')?.1))).unwrap_or_default();
        let thing = self.thing(kind, index);
        Some(Named { url: thing.url.map(|url| format!("{url}{fragment}")), ..thing })
    }
}

/// The words that a translated quotation translates.
fn original(body: &Body) -> Option<Quotation> {
    body.directives().into_iter().find_map(|node| match &node.directive {
        Some(Directive::Original(original)) => {
            Some(Quotation { text: words(&node.body), in_language: Some(original.language.to_string()), ..Quotation::default() })
        }
        _ => None,
    })
}

/// ISO 8601-1, 5.5.2: `PT1H4M12S`.
fn duration(length: Length) -> String {
    let (hours, minutes, seconds) = (length.seconds() / 3600, length.seconds() / 60 % 60, length.seconds() % 60);
    match hours {
        0 => format!("PT{minutes}M{seconds}S"),
        _ => format!("PT{hours}H{minutes}M{seconds}S"),
    }
}
