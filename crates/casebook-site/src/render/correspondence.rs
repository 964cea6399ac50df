//! Mails: each as a message, all of them by threads, and the ways to those that one page can't hold.
//!
//! A page shows whole threads while it stays small. Of the others it names the messages, else the threads, else the
//! months: a list that nobody can read through is none.

use super::context::{
    AttachmentContext, BlockContext, CorrespondenceContext, DateContext, LinkContext, MessageContext, RowContext, RowsContext, ThreadContext,
};
use super::reading::Reading;
use super::runs::{Marked, paragraphs};
use super::segment::marked_in;
use crate::check::EntryIndex;
use crate::entry::Document;
use crate::language::Arg;
use crate::source::SitePath;
use crate::value::PartialDate;
use casebook_evidence::document::Document as Text;
use casebook_evidence::mail::{BlockKind, Correspondence, Date, Message, Person, Thread};
use jiff::civil;
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// How much text of messages a page shows, in bytes: about an hour of reading.
const MOST_SHOWN: usize = 150_000;
/// How much of it stands in the middle of another text.
const MOST_PLACED: usize = 40_000;
/// What a message, or a part of one, counts for even if it says nothing: its head takes room as well.
const LEAST: usize = 400;
/// How many rows a page has.
const MOST_ROWS: usize = 300;
/// How many messages of its thread are named beside a message.
const MOST_BESIDE: usize = 40;
/// How many people are named among the facts.
const MOST_PEOPLE: usize = 6;

/// A document whose text is a correspondence.
#[derive(Clone, Copy)]
struct Mails<'a> {
    index: EntryIndex,
    /// Which of the document's files.
    part: usize,
    document: &'a Document,
    text: &'a Text,
    mail: &'a Correspondence,
}

/// What a row stands for.
struct Row<'a> {
    first: &'a Message,
    /// Without one, who wrote the message.
    title: Option<String>,
    count: usize,
    /// Whether the day of the first is told: a month is no day.
    is_dated: bool,
}

/// How much of what was asked for is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// All of it.
    Whole,
    /// As much as there is room for.
    Cut,
}

/// What of a correspondence is asked for in the middle of a text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Placed {
    /// The message of this number.
    Message(u32),
    /// That and all that answer each other with it.
    ThreadOf(u32),
    /// All messages.
    Whole,
}

impl<'a> Row<'a> {
    const fn of(message: &'a Message) -> Self {
        Self { first: message, title: None, count: 1, is_dated: true }
    }
}

impl<'a> Mails<'a> {
    fn message(&self, number: u32) -> Option<&'a Message> {
        self.mail.messages.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    fn messages_of(&self, thread: &'a Thread) -> impl Iterator<Item = &'a Message> + use<'a> {
        let mails = *self;
        thread.places.iter().filter_map(move |place| mails.message(place.message.get()))
    }

    /// How long the text of a thread is, in bytes.
    fn length_of(&self, thread: &'a Thread) -> usize {
        self.messages_of(thread).map(length).sum()
    }

    fn thread_of(&self, number: u32) -> Option<&'a Thread> {
        self.mail.threads.iter().find(|thread| thread.places.iter().any(|place| place.message.get() == number))
    }
}

impl Reading<'_> {
    /// The correspondences of a document, for its own page: of each of its files that holds one.
    pub fn correspondences(&self, index: EntryIndex, document: &Document) -> Vec<CorrespondenceContext> {
        self.all_mails(index, document).map(|mails| self.correspondence(mails)).collect()
    }

    fn correspondence(&self, mails: Mails<'_>) -> CorrespondenceContext {
        let mut room = MOST_SHOWN;
        // What doesn't fit closes the page for all that follow: readers expect them in order.
        let fit = mails.mail.threads.iter().take_while(|thread| {
            let rest = room.checked_sub(mails.length_of(thread));
            room = rest.unwrap_or_default();
            rest.is_some()
        });
        let (shown, others) = mails.mail.threads.split_at(fit.count());
        let days = || mails.mail.messages.iter().filter_map(|message| day(message.date.as_ref()?));
        let (since, until) = (days().min(), days().max());
        CorrespondenceContext {
            title: self.part_title(mails.index, mails.part),
            count: mails.mail.messages.len(),
            people: self.taking_part(mails.mail),
            since: since.map(|day| self.date(PartialDate::day(day))),
            until: until.filter(|day| since != Some(*day)).map(|day| self.date(PartialDate::day(day))),
            threads: shown.iter().map(|thread| self.thread(mails, mails.messages_of(thread).collect())).collect(),
            others: self.others(mails, others),
        }
    }

    /// Messages for the middle of a text, and whether there was room for all of them.
    pub fn placed_messages(&self, index: EntryIndex, document: &Document, (part, placed): (Option<usize>, Placed)) -> (Vec<MessageContext>, Fit) {
        let meant = self.all_mails(index, document).find(|mails| part.is_none_or(|part| mails.part == part));
        let Some(mails) = meant else { return (Vec::new(), Fit::Whole) };
        let wanted: Vec<&Message> = match placed {
            Placed::Message(number) => mails.message(number).into_iter().collect(),
            Placed::ThreadOf(number) => mails.thread_of(number).map(|thread| mails.messages_of(thread).collect()).unwrap_or_default(),
            Placed::Whole => mails.mail.threads.iter().flat_map(|thread| mails.messages_of(thread)).collect(),
        };
        let mut room = MOST_PLACED;
        let fit = wanted.iter().take_while(|message| {
            let rest = room.checked_sub(length(message));
            room = rest.unwrap_or_default();
            rest.is_some()
        });
        // The first is shown however long it is: it was asked for.
        let shown = fit.count().max(1).min(wanted.len());
        let fit = if shown < wanted.len() { Fit::Cut } else { Fit::Whole };
        let mut messages = self.thread(mails, wanted.into_iter().take(shown).collect()).messages;
        // What they repeat of others stands at their own addresses.
        messages.iter_mut().for_each(|message| message.blocks.retain(|block| !["quoted", "attribution"].contains(&block.kind)));
        (messages, fit)
    }

    /// One message, with the passages of it that are quoted.
    pub fn message(&self, document: &Document, message: &Message, marked: &[Marked]) -> MessageContext {
        let mut start = 0;
        let blocks = message.body.iter().map(|block| {
            let range = start..start + block.text.len();
            // Blocks are joined by an empty line in the text of the segment.
            start = range.end + 2;
            let kind = match block.kind {
                BlockKind::Own => "own",
                BlockKind::Quoted(_) => "quoted",
                BlockKind::Attribution => "attribution",
                BlockKind::Signature => "signature",
            };
            let own: Vec<Marked> = marked.iter().filter_map(|mark| mark.within(&range)).collect();
            BlockContext { kind, paragraphs: paragraphs(&block.text, 0..block.text.len(), &own) }
        });
        // What others repeated already is folded with what is repeated of them.
        let mut folded: Vec<BlockContext> = Vec::new();
        for block in blocks {
            match folded.last_mut().filter(|last| last.kind == "quoted" && block.kind == "quoted") {
                Some(last) => last.paragraphs.extend(block.paragraphs),
                None => folded.push(block),
            }
        }
        let attachments = message.attachments.iter().map(|attachment| {
            // Of the same name there may be another file, so its length must be the same, too.
            let is_it = |path: &SitePath| {
                let length = self.site.source.get(path).map(|file| file.len);
                path.name().eq_ignore_ascii_case(&attachment.name) && length == Some(attachment.length)
            };
            let file = document.files.iter().map(|file| file.file.path()).find(|path| is_it(path));
            let file = file.and_then(|path| self.download(path, &attachment.name));
            AttachmentContext { name: attachment.name.clone(), size: self.size(attachment.length), file }
        });
        MessageContext {
            number: message.number.get(),
            id: format!("m{}", message.number),
            url: None,
            from: people(&message.from),
            to: people(&message.to),
            cc: people(&message.cc),
            date: message.date.as_ref().map(|date| self.written(date)),
            subject: message.subject.clone(),
            blocks: folded,
            attachments: attachments.collect(),
            marked: !marked.is_empty(),
        }
    }

    /// The messages that answer each other with this one, those nearest to it; none where it stands alone.
    pub fn beside(&self, index: EntryIndex, document: &Document, (part, number): (usize, usize)) -> Vec<RowContext> {
        let Some(mails) = self.all_mails(index, document).find(|mails| mails.part == part) else { return Vec::new() };
        let Some(own) = mails.mail.messages.get(number) else { return Vec::new() };
        let all: Vec<&Message> = mails.thread_of(own.number.get()).map(|thread| mails.messages_of(thread).collect()).unwrap_or_default();
        if all.len() < 2 {
            return Vec::new();
        }
        let place = all.iter().position(|message| message.number == own.number).unwrap_or_default();
        let start = place.saturating_sub(MOST_BESIDE / 2).min(all.len().saturating_sub(MOST_BESIDE));
        let rows = all.into_iter().skip(start).take(MOST_BESIDE);
        rows.filter_map(|message| {
            let row = self.row(mails, &Row::of(message))?;
            Some(RowContext { current: message.number == own.number, ..row })
        })
        .collect()
    }

    /// Who wrote a message, one by one.
    pub fn senders(&self, index: EntryIndex, part: usize, number: usize) -> Vec<String> {
        let message = self.site.known_text(index, part).and_then(|known| known.document.correspondence.as_ref()?.messages.get(number));
        message.map(|message| people(&message.from)).unwrap_or_default()
    }

    /// The day on which a message was written.
    pub fn day_of_message(&self, index: EntryIndex, part: usize, number: usize) -> Option<PartialDate> {
        let mail = self.site.known_text(index, part)?.document.correspondence.as_ref()?;
        day(mail.messages.get(number)?.date.as_ref()?).map(PartialDate::day)
    }

    fn all_mails<'a>(&'a self, index: EntryIndex, document: &'a Document) -> impl Iterator<Item = Mails<'a>> {
        self.site.known_texts(index).filter_map(move |(part, known)| {
            let text = &*known.document;
            Some(Mails { index, part, document, text, mail: text.correspondence.as_ref()? })
        })
    }

    /// Messages under what the first of them is about, which the others needn't repeat.
    fn thread(&self, mails: Mails<'_>, messages: Vec<&Message>) -> ThreadContext {
        let subject = messages.first().and_then(|first| first.subject.clone());
        let passages = self.site.quotations.of_document(mails.index);
        let context = |(place, message): (usize, &Message)| {
            let number = usize::try_from(message.number.get()).unwrap_or_default().saturating_sub(1);
            let shown = self.message(mails.document, message, &marked_in(passages, mails.part, number));
            let is_same = place > 0 && message.subject.as_deref().map(plain) == subject.as_deref().map(plain);
            let url =
                mails.text.segments.get(number).and_then(|segment| self.site.segment_url(mails.index, self.language, mails.part, segment.locator));
            // Messages of every file are counted from 1, and an id stands on the page once.
            let id = match mails.part {
                0 => shown.id,
                part => format!("{}-{}", self.site.parts(mails.index)[part].name, shown.id),
            };
            MessageContext { url: url.map(|url| url.href()), id, subject: shown.subject.filter(|_| !is_same), ..shown }
        };
        let messages = messages.into_iter().enumerate().map(context).collect();
        ThreadContext { subject, messages }
    }

    /// The ways to what isn't shown: by messages, by threads or by months.
    fn others(&self, mails: Mails<'_>, threads: &[Thread]) -> Vec<RowsContext> {
        let count: usize = threads.iter().map(|thread| thread.places.len()).sum();
        if count <= MOST_ROWS {
            let of_thread = |thread: &Thread| {
                let messages = thread.places.iter().filter_map(|place| mails.message(place.message.get()));
                let rows = messages.filter_map(|message| self.row(mails, &Row::of(message))).collect();
                let first = mails.message(thread.places.first()?.message.get())?;
                Some(RowsContext { title: first.subject.clone().unwrap_or_else(|| self.named_message(first)), rows })
            };
            return threads.iter().filter_map(of_thread).collect();
        }
        let mut rows: Vec<Row<'_>> = Vec::new();
        if threads.len() <= MOST_ROWS && count < threads.len() * MOST_BESIDE {
            rows.extend(threads.iter().filter_map(|thread| {
                let first = mails.message(thread.places.first()?.message.get())?;
                Some(Row { title: first.subject.clone(), count: thread.places.len(), ..Row::of(first) })
            }));
        } else {
            rows.extend(self.months(mails, threads));
        }
        self.by_years(mails, &rows)
    }

    /// The first message of each month. Those without a day stand at the end.
    fn months<'a>(&self, mails: Mails<'a>, threads: &[Thread]) -> Vec<Row<'a>> {
        let mut months: BTreeMap<(bool, i16, i8), Row<'a>> = BTreeMap::new();
        for message in threads.iter().flat_map(|thread| &thread.places).filter_map(|place| mails.message(place.message.get())) {
            let day = message.date.as_ref().and_then(day);
            let key = day.map_or((true, 0, 0), |day| (false, day.year(), day.month()));
            let title = || day.map_or_else(|| self.strings.text("message-undated"), |day| self.strings.date(PartialDate::month(day)));
            let row = months.entry(key).or_insert_with(|| Row { title: Some(title()), count: 0, is_dated: false, ..Row::of(message) });
            row.count += 1;
            if message.number < row.first.number {
                row.first = message;
            }
        }
        months.into_values().collect()
    }

    fn by_years(&self, mails: Mails<'_>, rows: &[Row<'_>]) -> Vec<RowsContext> {
        let mut years: Vec<RowsContext> = Vec::new();
        for row in rows {
            let year = row.first.date.as_ref().and_then(day).map_or_else(|| self.strings.text("message-undated"), |day| day.year().to_string());
            let Some(shown) = self.row(mails, row) else { continue };
            match years.last_mut().filter(|last| last.title == year) {
                Some(last) => last.rows.push(shown),
                None => years.push(RowsContext { title: year, rows: vec![shown] }),
            }
        }
        years
    }

    fn row(&self, mails: Mails<'_>, row: &Row<'_>) -> Option<RowContext> {
        let LinkContext { url, .. } = self.segment_link(mails.index, mails.part, usize::try_from(row.first.number.get()).ok()?.checked_sub(1)?)?;
        let title = row.title.clone().or_else(|| self.joined(&people(&row.first.from)));
        let date = row.first.date.as_ref().and_then(day).filter(|_| row.is_dated);
        Some(RowContext {
            title: title.unwrap_or_else(|| self.named_message(row.first)),
            url,
            date: date.map(|day| self.date(PartialDate::day(day))),
            count: row.count,
            current: false,
        })
    }

    fn named_message(&self, message: &Message) -> String {
        self.strings.format("message-label", &[("message", Arg::Text(&message.number.to_string()))])
    }

    /// Whoever wrote or received something; of many the first, and how many others.
    fn taking_part(&self, mail: &Correspondence) -> Option<String> {
        let mut all: Vec<String> = Vec::new();
        let mut seen = rustc_hash::FxHashSet::default();
        for message in &mail.messages {
            for name in people(&message.from).into_iter().chain(people(&message.to)) {
                if seen.insert(name.to_lowercase()) {
                    all.push(name);
                }
            }
        }
        let others = all.len().saturating_sub(MOST_PEOPLE);
        // "And 1 other" is longer than most names.
        if others > 1 {
            all.truncate(MOST_PEOPLE);
            let names = all.join(", ");
            return Some(self.strings.format("people-and-others", &[("names", Arg::Text(&names)), ("count", Arg::Number(others))]));
        }
        self.joined(&all)
    }

    /// A date as a message gives it, in the words of the reader's language and the zone of whoever wrote.
    fn written(&self, date: &Date) -> DateContext {
        let zoned = date.moment.as_deref().and_then(|text| {
            let pieces = Pieces::parse(text).ok()?;
            TimeZone::fixed(pieces.to_numeric_offset()?).to_zoned_datetime(pieces.date().to_datetime(pieces.time()?)).ok()
        });
        zoned.map_or_else(|| DateContext { iso: String::new(), text: date.written.clone() }, |moment| self.moment(&moment))
    }
}

/// The day by the clock of whoever wrote.
fn day(date: &Date) -> Option<civil::Date> {
    Some(Pieces::parse(date.moment.as_deref()?).ok()?.date())
}

fn length(message: &Message) -> usize {
    message.body.iter().map(|block| block.text.len() + LEAST).sum::<usize>() + LEAST
}

/// A subject without what programs put before it when somebody answers.
fn plain(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((before, after)) = rest.split_once(':') {
        let is_answer = ["re", "aw", "fw", "fwd", "wg", "antw", "sv", "vs", "ref", "rv", "tr"].iter().any(|word| before.eq_ignore_ascii_case(word));
        if !is_answer {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// Names; where somebody has none, what stands before the `@`: whole addresses are collected by machines.
fn people(people: &[Person]) -> Vec<String> {
    let name = |person: &Person| {
        // Some programs write the address in the place of the name as well.
        let said = person.name.as_deref().or(person.address.as_deref())?;
        Some(said.split('@').next().unwrap_or_default().trim_matches(['\'', '"', '<', ' ']).to_owned())
    };
    people.iter().filter_map(name).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn an_answer_is_about_the_same() {
        for subject in ["The gauge", "Re: The gauge", "AW: Re: The gauge", " fwd:The gauge"] {
            assert_eq!(plain(subject), "The gauge", "{subject}");
        }
        assert_eq!(plain("Gauge: two readings"), "Gauge: two readings");
    }
}
