//! What each kind of entry shows beyond what every entry has.

use super::context::{
    AnswerContext, BookContext, CaptionsContext, CustodyContext, DocumentContext, EditionContext, EventContext, LinkContext, MediaContext,
    PersonPageContext, PictureContext, PrizeContext, ProgrammeContext, RecordingContext, RedactionContext, ReportContext, SourceContext,
    StatementContext, StepContext, TalkContext,
};
use super::media::media_type;
use super::reading::Reading;
use super::transcript;
use crate::check::{Entry, EntryIndex};
use crate::entry::{
    Answer, Book, BookEdition, Details, Document, DocumentFile, Event, Kind, Passage, Person, Programme, Recording, Report, Statement, Talk,
    WordsSource,
};
use crate::language::Arg;
use crate::picture::Shown;
use crate::source::Hash;
use crate::value::LanguageTag;
use minijinja::Value;
use minijinja::value::Serde;

impl Reading<'_> {
    /// The kind's own context; `None` for a page, and where the front matter is incomplete (reported).
    pub fn details(&self, index: EntryIndex) -> Option<Value> {
        let version = self.version(&self.site.entries[index]);
        Some(match version.details.as_ref()? {
            Details::Page(_) => return None,
            Details::Statement(statement) => Value::from(Serde(self.statement(statement, &version.language))),
            Details::Answer(answer) => Value::from(Serde(self.answer(answer))),
            Details::Document(document) => Value::from(Serde(self.document_page(index, document))),
            Details::Person(person) => Value::from(Serde(self.person_page(index, person))),
            Details::Book(book) => Value::from(Serde(self.book(index, book))),
            Details::Report(report) => Value::from(Serde(self.report(report))),
            Details::Recording(recording) => Value::from(Serde(self.recording(index, recording))),
            Details::Event(event) => Value::from(Serde(self.event(event))),
            Details::Talk(talk) => Value::from(Serde(self.talk(index, talk))),
            Details::Programme(programme) => Value::from(Serde(self.programme(programme))),
        })
    }

    fn statement(&self, statement: &Statement, text_language: &LanguageTag) -> StatementContext {
        let source = statement.source.as_ref();
        StatementContext {
            person: self.person(&statement.person),
            role: statement.role.clone(),
            profession: statement.profession.as_ref().map(|name| self.named(&self.site.settings.professions, &name.value)),
            occasion: statement.occasion.clone(),
            editing: statement.editing.clone(),
            spoken: statement.language.as_ref().filter(|spoken| *spoken != text_language).map(|spoken| self.language(spoken.as_str())),
            source: source.and_then(|source| self.words_source(source)),
            permission: statement.permission.as_ref().map(|permission| self.localised(&permission.text)),
        }
    }

    fn answer(&self, answer: &Answer) -> AnswerContext {
        let url = answer.url.as_ref().map(ToString::to_string);
        AnswerContext { accuser: answer.accuser.clone(), accused: self.date(answer.accused), place: answer.place.clone(), url }
    }

    /// Where words stand: at their mark, where they were found.
    fn words_source(&self, source: &WordsSource) -> Option<SourceContext> {
        let context = self.source(source.document.value.id(), &source.place)?;
        let said = self.site.quotations.of(&source.document.span);
        Some(said.and_then(|said| self.led_to_mark(&context, said)).unwrap_or(context))
    }

    /// A document, for its own page.
    fn document_page(&self, index: EntryIndex, document: &Document) -> DocumentContext {
        let contents = self.contents(index, document);
        let pages = self.given_pictures(index, document, &contents);
        let are_sheets = contents.iter().all(|contents| contents.kind == "sheets");
        let are_all_large = are_sheets && contents.iter().map(|contents| contents.leaves.len()).sum::<usize>() == pages.len();
        DocumentContext {
            pages,
            contents: if are_all_large { Vec::new() } else { contents },
            correspondences: self.correspondences(index, document),
            words: self.words_of(index),
            quoted_by: self.mentioned_by(index),
            ..self.document(index, document)
        }
    }

    /// The same, where one of its files is shown: that one alone is offered.
    pub fn document_with(&self, index: EntryIndex, document: &Document, part: Option<usize>) -> DocumentContext {
        let file = part.and_then(|part| document.files.get(self.site.parts(index).get(part)?.file));
        let whole = self.document(index, document);
        let files = |file: &DocumentFile| self.download(file.file.path(), &self.file_title(index, file)).into_iter().collect();
        DocumentContext { files: file.map_or_else(|| whole.files.clone(), files), ..whole }
    }

    /// What is known of a document, for cards in other texts: nothing of what it says.
    pub fn document(&self, index: EntryIndex, document: &Document) -> DocumentContext {
        let received = document.received.as_ref();
        let files = document.files.iter().filter_map(|file| self.download(file.file.path(), &self.file_title(index, file)));
        let custody = document.custody.iter().map(|hand| CustodyContext {
            holder: self.localised(&hand.holder),
            date: hand.date.map(|date| self.date(date)),
            note: hand.note.as_ref().map(|note| self.localised(note)),
        });
        let redactions = document.redactions.iter().map(|redaction| {
            let place = self.place(index, document, &Passage::of_page(redaction.page));
            RedactionContext { place, reason: self.localised(&redaction.reason) }
        });
        DocumentContext {
            form: document.form.clone(),
            files: files.collect(),
            language: document.language.as_ref().map(|tag| self.language(tag.as_str())),
            author: document.author.clone(),
            received_from: received.map(|received| self.localised(&received.from)),
            received_how: received.and_then(|received| received.how.as_ref()).map(|how| self.localised(how)),
            received_date: received.and_then(|received| received.date).map(|date| self.date(date)),
            custody: custody.collect(),
            redactions: redactions.collect(),
            rights: document.rights.clone(),
            pages: Vec::new(),
            contents: Vec::new(),
            correspondences: Vec::new(),
            words: Vec::new(),
            quoted_by: Vec::new(),
        }
    }

    /// Links to the entries that name this one: to the place where they first quote it, where they do.
    fn mentioned_by(&self, index: EntryIndex) -> Vec<LinkContext> {
        let quoted = |mention: EntryIndex| {
            let passages = self.site.quotations.of_document(index).iter();
            let mut all = passages.flat_map(|passage| self.told_by(passage).map(move |quoting| (passage, quoting)));
            let (passage, quoting) = all.find(|(_, quoting)| quoting.entry == mention)?;
            Some(self.quoting_link(index, passage, quoting))
        };
        self.site.mentions[index].iter().map(|&mention| quoted(mention).unwrap_or_else(|| self.link(mention))).collect()
    }

    fn person_page(&self, index: EntryIndex, person: &Person) -> PersonPageContext {
        let (statements, others): (Vec<_>, Vec<_>) =
            self.site.mentions[index].iter().copied().partition(|&mention| self.site.entries[mention].kind == Kind::Statement);
        PersonPageContext {
            person: self.person_at(index),
            profession: person.profession.as_ref().map(|name| self.named(&self.site.settings.professions, &name.value)),
            links: person
                .links
                .iter()
                .map(|link| LinkContext { title: self.localised(&link.title), url: link.url.to_string(), language: None })
                .collect(),
            statements: statements.into_iter().map(|mention| self.teaser(mention)).collect(),
            mentions: self.latest_first(others).into_iter().map(|mention| self.teaser(mention)).collect(),
        }
    }

    /// What has no date stands at the end, by title.
    fn latest_first(&self, mut entries: Vec<EntryIndex>) -> Vec<EntryIndex> {
        entries.sort_by_key(|&index| std::cmp::Reverse(self.site.entries[index].date));
        entries
    }

    fn book(&self, index: EntryIndex, book: &Book) -> BookContext {
        let entry = &self.site.entries[index];
        let title = &self.version(entry).common.title;
        BookContext {
            cover: self.cover(entry, book),
            tone: self.tone(index),
            authors: self.joined(&book.authors),
            subtitle: book.subtitle.clone(),
            year: book.year,
            editions: book.editions.iter().map(|edition| self.edition(edition, title)).collect(),
            prizes: book.prizes.iter().map(|prize| PrizeContext { name: self.localised(&prize.name), year: prize.year }).collect(),
        }
    }

    fn edition(&self, edition: &BookEdition, work: &str) -> EditionContext {
        let country = |code: &crate::value::Country| {
            let id = format!("country-{}", code.as_str().to_lowercase());
            self.strings.find(&id).unwrap_or_else(|| code.to_string())
        };
        let available: Vec<String> = edition.available.iter().map(country).collect();
        EditionContext {
            language: self.language(edition.language.as_str()),
            title: edition.title.clone().unwrap_or_else(|| work.to_owned()),
            publisher: edition.publisher.clone(),
            year: edition.year,
            isbn: edition.isbn.as_ref().map(ToString::to_string),
            translator: edition.translator.clone(),
            form: edition.form.as_ref().map(|form| self.localised(form)),
            cover: self.edition_cover(edition, work),
            available: self.joined(&available),
            url: edition.url.as_ref().map(ToString::to_string),
        }
    }

    /// The cover of an edition.
    pub fn edition_cover(&self, edition: &BookEdition, work: &str) -> Option<PictureContext> {
        let title = edition.title.as_deref().unwrap_or(work);
        let alt = self.strings.format("cover-of", &[("title", Arg::Text(title))]);
        self.picture(edition.cover.as_ref()?.path(), Shown::Small, alt)
    }

    /// Which of the drawn covers a book has: one that its id chooses, so that it is the same everywhere and for ever.
    pub fn tone(&self, index: EntryIndex) -> u8 {
        Hash::of(self.site.entries[index].id.as_bytes()).as_bytes()[0] % 5 + 1
    }

    /// The cover of a work: that of the edition in the reader's language, else the main picture, else that of the
    /// first edition that has one.
    pub fn cover(&self, entry: &Entry, book: &Book) -> Option<PictureContext> {
        let title = &self.version(entry).common.title;
        let of_edition = |edition: &BookEdition| self.edition_cover(edition, title);
        let own = book.editions.iter().filter(|edition| edition.language.as_str() == self.tag()).find_map(of_edition);
        own.or_else(|| self.image(entry)).or_else(|| book.editions.iter().find_map(of_edition))
    }

    fn report(&self, report: &Report) -> ReportContext {
        let medium = report.medium.unwrap_or(crate::entry::ReportMedium::Article);
        ReportContext {
            outlet: report.outlet.clone(),
            authors: self.joined(&report.authors),
            language: self.language(report.language.as_str()),
            medium: self.strings.text(&format!("medium-{}", medium.word())),
            url: report.url.as_ref().map(ToString::to_string),
            archived: report.archived.as_ref().map(ToString::to_string),
            excerpt: report.excerpt.as_ref().map(|excerpt| excerpt.value.clone()),
            source: report.source.as_ref().and_then(|source| self.words_source(source)),
            length: report.length.map(|length| length.to_string()),
            persons: self.persons(&report.persons),
        }
    }

    /// A recording, for its own page and for cards in other texts.
    pub fn recording(&self, index: EntryIndex, recording: &Recording) -> RecordingContext {
        let link = self.link(index);
        let captions = recording.captions.iter().filter_map(|captions| {
            let url = self.file_href(captions.file.path())?;
            Some(CaptionsContext { language: self.language(captions.language.as_str()), url, default: captions.language.as_str() == self.tag() })
        });
        let file = recording
            .file
            .as_ref()
            .and_then(|file| Some(MediaContext { url: self.file_href(file.path())?, media_type: media_type(&file.path().extension()).to_owned() }));
        let transcript = recording.transcript.as_ref();
        RecordingContext {
            title: link.title,
            page: link.url,
            medium: recording.medium.word(),
            file,
            provider: recording.provider.clone(),
            url: recording.url.as_ref().map(ToString::to_string),
            poster: self.image(&self.site.entries[index]),
            length: recording.length.map(|length| length.to_string()),
            language: recording.language.as_ref().map(|tag| self.language(tag.as_str())),
            captions: captions.collect(),
            transcript: transcript.and_then(|file| self.site.source.text(file.path())).map(transcript::cues).unwrap_or_default(),
            transcript_file: transcript.and_then(|file| self.download(file.path(), &self.strings.text("transcript"))),
            persons: self.persons(&recording.persons),
            credit: recording.credit.clone(),
        }
    }

    /// Where a cue stands in the transcript on a recording's page.
    pub fn cue_id(&self, index: EntryIndex, cue: usize) -> Option<String> {
        let Some(Details::Recording(recording)) = self.site.entries[index].details() else { return None };
        let text = self.site.source.text(recording.transcript.as_ref()?.path())?;
        transcript::cues(text).into_iter().nth(cue).map(|cue| cue.id)
    }

    fn event(&self, event: &Event) -> EventContext {
        let source = |source: &crate::entry::EventSource| self.source(source.document.id(), &Passage::of_page(source.page));
        let sources = event.sources.iter().filter_map(source).collect();
        EventContext { sources, turning_point: event.turning_point, persons: self.persons(&event.persons) }
    }

    fn talk(&self, index: EntryIndex, talk: &Talk) -> TalkContext {
        let zone = talk.zone(&self.site.zone);
        let start = talk.starts(&self.site.zone);
        TalkContext {
            start: self.moment(&start),
            end: talk.ends().map(|end| self.end_of(&start, &end.in_zone(&zone))),
            place: talk.place.clone(),
            language: talk.language.as_ref().map(|tag| self.language(tag.as_str())),
            register: talk.register.as_ref().map(ToString::to_string),
            contact: talk.contact.clone(),
            persons: self.persons(&talk.persons),
            calendar: self.site.talk_url(index, self.language).map(|url| url.href()),
            past: self.site.is_over(index),
        }
    }

    fn programme(&self, programme: &Programme) -> ProgrammeContext {
        let steps = programme.steps.iter().filter_map(|step| self.site.find(step.id())).enumerate();
        let step = |(place, index): (usize, EntryIndex)| {
            let version = self.version(&self.site.entries[index]);
            StepContext { number: place + 1, link: self.link(index), lead: version.common.description.clone() }
        };
        ProgrammeContext { steps: steps.map(step).collect() }
    }
}
