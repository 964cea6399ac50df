//! A page or a message of a document: what it shows and says, with the passages that the site quotes.
//!
//! The words stand as the document has them, line by line, and once more over the picture of a page, so that they can
//! be selected where they are seen.

use super::context::{
    BlockContext, BoxContext, DateContext, LineContext, LinkContext, MessageContext, PassageContext, RunContext, SegmentContext, SegmentMarkContext,
};
use super::reading::Reading;
use crate::check::{ClaimForm, EntryIndex, KnownText, Quoted, Quoting};
use crate::entry::{Details, Document};
use crate::language::Arg;
use crate::value::PartialDate;
use casebook_evidence::evidence::{Area, Segment};
use casebook_evidence::mail::{BlockKind, Date, Message, Person};
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use std::ops::Range;

/// A share of a side in thousandths.
const THOUSAND: f32 = 1000.0;

/// A part of a passage in one segment.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    /// The passage, from 0.
    pub passage: usize,
    pub range: Range<usize>,
    /// Whether the passage begins here.
    is_first: bool,
}

impl Reading<'_> {
    /// What a page or message of a document shows.
    pub fn segment(&self, index: EntryIndex, number: usize) -> Option<SegmentContext> {
        let known = self.site.known_text(index)?;
        let segment = known.document.segments.get(number)?;
        let entry = &self.site.entries[index];
        let Some(Details::Document(document)) = &self.version(entry).details else { return None };
        let passages = self.site.quotations.passages.get(&index).map(Vec::as_slice).unwrap_or_default();
        let marked = marked_in(passages, number);
        let message = known.document.correspondence.as_ref().and_then(|mail| mail.messages.get(number));
        let title = self.segment_title(known, number);
        Some(SegmentContext {
            document: self.link(index),
            form: document.form.clone(),
            date: self.segment_date(index, number),
            cite: self.citation(index, document, &title, number),
            title,
            number: number + 1,
            total: known.document.segments.len(),
            previous: number.checked_sub(1).and_then(|previous| self.segment_link(index, previous)),
            next: self.segment_link(index, number + 1),
            language: document.language.as_ref().map(|tag| self.language(tag.as_str())),
            picture: self.sheet_picture(index, document, number),
            transcribed: self.transcribed(document),
            lines: lines(segment),
            marks: marks(segment, &marked),
            paragraphs: if message.is_some() { Vec::new() } else { paragraphs(&segment.text, 0..segment.text.len(), &marked) },
            message: message.map(|message| self.message(message, &marked)),
            passages: self.passages(index, passages, &marked),
            file: document.files.first().and_then(|file| self.download(file.file.path(), &self.link(index).title)),
        })
    }

    /// All messages of a correspondence, for its own page.
    pub fn messages(&self, index: EntryIndex) -> Vec<MessageContext> {
        let Some(known) = self.site.known_text(index) else { return Vec::new() };
        let passages = self.site.quotations.passages.get(&index).map(Vec::as_slice).unwrap_or_default();
        let messages = known.document.correspondence.iter().flat_map(|mail| &mail.messages).enumerate();
        messages
            .map(|(number, message)| {
                let marked: Vec<Marked> = marked_in(passages, number);
                let url = self.segment_link(index, number).map(|link| link.url);
                MessageContext { url, ..self.message(message, &marked) }
            })
            .collect()
    }

    /// The way to every page of a document.
    pub fn segment_links(&self, index: EntryIndex) -> Vec<LinkContext> {
        let count = self.site.known_text(index).map_or(0, |known| known.document.segments.len());
        (0..count).filter_map(|number| self.segment_link(index, number)).collect()
    }

    /// The way to a page or message.
    pub fn segment_link(&self, index: EntryIndex, number: usize) -> Option<LinkContext> {
        let known = self.site.known_text(index)?;
        let url = self.site.segment_url(index, self.language, known.document.segments.get(number)?.locator)?;
        Some(LinkContext { title: self.segment_title(known, number), url: url.href(), language: None })
    }

    /// "Page 3", "Message 3", as the document calls it.
    fn segment_title(&self, known: &KnownText, number: usize) -> String {
        let label = known.document.contents.as_ref().and_then(|contents| contents.pages.get(number)?.label.clone());
        let label = label.unwrap_or_else(|| (number + 1).to_string());
        let id = if known.document.correspondence.is_some() { "message-label" } else { "page-label" };
        let name = if known.document.correspondence.is_some() { "message" } else { "page" };
        self.strings.format(id, &[(name, Arg::Text(&label))])
    }

    fn message(&self, message: &Message, marked: &[Marked]) -> MessageContext {
        let mut start = 0;
        let blocks = message.body.iter().map(|block| {
            let range = start..start + block.text.len();
            // Blocks are joined by an empty line in the text of the segment.
            start = range.end + 2;
            let (kind, depth) = match block.kind {
                BlockKind::Own => ("own", 0),
                BlockKind::Quoted(depth) => ("quoted", depth),
                BlockKind::Attribution => ("attribution", 0),
                BlockKind::Signature => ("signature", 0),
            };
            let own: Vec<Marked> = marked.iter().filter_map(|mark| mark.within(&range)).collect();
            BlockContext { kind, depth, paragraphs: paragraphs(&block.text, 0..block.text.len(), &own) }
        });
        MessageContext {
            number: message.number.get(),
            url: None,
            from: people(&message.from),
            to: people(&message.to),
            cc: people(&message.cc),
            date: message.date.as_ref().map(|date| self.written(date)),
            subject: message.subject.clone(),
            blocks: blocks.collect(),
            attachments: message.attachments.iter().map(|attachment| attachment.name.clone()).collect(),
            marked: !marked.is_empty(),
        }
    }

    /// A date as a message gives it, in the words of the reader's language and the zone of whoever wrote.
    fn written(&self, date: &Date) -> DateContext {
        let zoned = date.moment.as_deref().and_then(|text| {
            let pieces = Pieces::parse(text).ok()?;
            TimeZone::fixed(pieces.to_numeric_offset()?).to_zoned_datetime(pieces.date().to_datetime(pieces.time()?)).ok()
        });
        zoned.map_or_else(|| DateContext { iso: String::new(), text: date.written.clone() }, |moment| self.moment(&moment))
    }

    /// Who quotes what stands here.
    fn passages(&self, document: EntryIndex, passages: &[Quoted], marked: &[Marked]) -> Vec<PassageContext> {
        let here = |number: usize| marked.iter().any(|mark| mark.passage == number);
        let quoted = passages.iter().enumerate().filter(|(number, _)| here(*number));
        quoted
            .map(|(number, passage)| {
                let by = passage.by.iter().filter(|quoting| quoting.language == self.language || self.is_only_there(passage, quoting.language));
                let link = |quoting: &Quoting| {
                    let link = self.link(quoting.entry);
                    match quoting.form {
                        ClaimForm::Directive => LinkContext { url: format!("{}#{}", link.url, self.site.said_id(document, number)), ..link },
                        ClaimForm::FrontMatter => link,
                    }
                };
                PassageContext { name: mark_id(number), by: by.map(link).collect() }
            })
            .collect()
    }

    /// Whether a passage is quoted in another language alone.
    fn is_only_there(&self, passage: &Quoted, language: usize) -> bool {
        let is_here = passage.by.iter().any(|quoting| quoting.language == self.language);
        !is_here && passage.by.first().is_some_and(|first| first.language == language)
    }

    /// Of a transcription: that it is one, and whose.
    fn transcribed(&self, document: &Document) -> Option<String> {
        let file = document.files.iter().find(|file| file.transcription.is_some())?;
        Some(match &file.transcribed_by {
            Some(name) => self.strings.format("transcribed-by", &[("name", Arg::Text(&self.localised(name)))]),
            None => self.strings.text("transcribed"),
        })
    }

    /// The day of a message; of a page, that of its document.
    pub fn segment_date(&self, index: EntryIndex, number: usize) -> Option<DateContext> {
        let message = self.site.known_text(index).and_then(|known| known.document.correspondence.as_ref()?.messages.get(number));
        let of_message = message.and_then(|message| {
            let pieces = Pieces::parse(message.date.as_ref()?.moment.as_deref()?).ok()?;
            Some(self.date(PartialDate::day(pieces.date())))
        });
        of_message.or_else(|| self.site.entries[index].first().common.date.map(|date| self.date(date)))
    }

    /// Who wrote a message.
    fn sender(&self, index: EntryIndex, number: usize) -> Option<String> {
        let mail = self.site.known_text(index)?.document.correspondence.as_ref()?;
        self.joined(&people(&mail.messages.get(number)?.from))
    }

    /// A page as others cite it: author, title, date, page, site, address.
    fn citation(&self, index: EntryIndex, document: &Document, page: &str, number: usize) -> String {
        let date = self.segment_date(index, number).map(|date| date.text);
        let url = self.site.known_text(index).and_then(|known| {
            let locator = known.document.segments.get(number)?.locator;
            self.site.segment_url(index, self.language, locator)
        });
        let parts = [
            self.sender(index, number).or_else(|| document.author.clone()),
            Some(self.link(index).title),
            date,
            Some(page.to_owned()),
            Some(self.localised(&self.site.settings.title)),
            url.map(|url| self.absolute(&url)),
        ];
        parts.into_iter().flatten().map(|part| part.trim_end_matches('.').to_owned()).collect::<Vec<_>>().join(". ")
    }
}

/// The id of the mark of a passage, on the page where it begins.
pub(super) fn mark_id(passage: usize) -> String {
    format!("q{}", passage + 1)
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

pub(super) fn marked_in(passages: &[Quoted], segment: usize) -> Vec<Marked> {
    let all = passages.iter().enumerate().flat_map(|(passage, quoted)| {
        let places = quoted.places.iter().enumerate().filter(move |(_, place)| place.segment == segment);
        places.map(move |(place, found)| Marked { passage, range: found.range.clone(), is_first: place == 0 })
    });
    all.collect()
}

impl Marked {
    /// What of it lies in a part of the text, counted from the beginning of that part.
    fn within(&self, part: &Range<usize>) -> Option<Self> {
        let (start, end) = (self.range.start.max(part.start), self.range.end.min(part.end));
        let is_first = self.is_first && self.range.start >= part.start;
        (start < end).then(|| Self { range: start - part.start..end - part.start, is_first, ..self.clone() })
    }
}

/// The words of a part of a text in paragraphs, which empty lines part, each cut where passages begin and end.
pub(super) fn paragraphs(text: &str, part: Range<usize>, marked: &[Marked]) -> Vec<Vec<RunContext>> {
    let mut paragraphs = Vec::new();
    let mut start = part.start;
    for paragraph in text[part].split("\n\n") {
        let range = start..start + paragraph.len();
        start = range.end + 2;
        if !paragraph.trim().is_empty() {
            paragraphs.push(runs(text, range, marked));
        }
    }
    paragraphs
}

fn runs(text: &str, range: Range<usize>, marked: &[Marked]) -> Vec<RunContext> {
    let inside: Vec<&Marked> = marked.iter().filter(|mark| mark.range.start < range.end && mark.range.end > range.start).collect();
    let mut cuts: Vec<usize> = inside.iter().flat_map(|mark| [mark.range.start, mark.range.end]).filter(|at| range.contains(at)).collect();
    cuts.extend([range.start, range.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let run = |pair: &[usize]| {
        let [from, to] = *pair else { return None };
        let words = text.get(from..to).filter(|words| !words.is_empty())?;
        let is_marked = inside.iter().any(|mark| mark.range.start <= from && mark.range.end >= to);
        let begins = inside.iter().find(|mark| mark.is_first && mark.range.start == from);
        Some(RunContext { text: words.to_owned(), marked: is_marked, id: begins.map(|mark| mark_id(mark.passage)) })
    };
    cuts.windows(2).filter_map(run).collect()
}

/// The lines of a page with their places: words that stand beside each other, in the order of the text.
fn lines(segment: &Segment) -> Vec<LineContext> {
    let mut lines: Vec<(Area, Range<usize>)> = Vec::new();
    let ends = segment.glyphs.iter().skip(1).map(|word| word.start as usize).chain([segment.text.len()]);
    for (word, end) in segment.glyphs.iter().zip(ends) {
        let start = word.start as usize;
        let parts = |line: &(Area, Range<usize>)| segment.text.get(line.1.end..start).is_some_and(|between| between.contains('\n'));
        let end = start + segment.text[start..end].trim_end().len();
        match lines.last_mut().filter(|line| !parts(line) && line.0.is_in_line_with(word.area)) {
            Some(line) => *line = (line.0.around(word.area), line.1.start..end),
            None => lines.push((word.area, start..end)),
        }
    }
    let line = |(area, range): (Area, Range<usize>)| {
        let BoxContext { x, y, width, height } = boxed(area);
        LineContext { x, base: y + height * 4 / 5, width: width.max(1), size: height.max(1), text: segment.text[range].to_owned() }
    };
    lines.into_iter().map(line).collect()
}

/// Where passages stand on a page: a rectangle for each line of each.
pub(super) fn marks(segment: &Segment, marked: &[Marked]) -> Vec<SegmentMarkContext> {
    let mut marks: Vec<SegmentMarkContext> = Vec::new();
    for mark in marked {
        let ends = segment.glyphs.iter().skip(1).map(|word| word.start as usize).chain([segment.text.len()]);
        let words = segment.glyphs.iter().zip(ends).filter(|(word, end)| (word.start as usize) < mark.range.end && *end > mark.range.start);
        let mut areas: Vec<Area> = Vec::new();
        for (word, _) in words {
            match areas.last_mut().filter(|area| area.is_in_line_with(word.area)) {
                Some(area) => *area = area.around(word.area),
                None => areas.push(word.area),
            }
        }
        let boxes = areas.into_iter().map(boxed);
        match marks.iter_mut().find(|known| known.name == mark_id(mark.passage)) {
            Some(known) => known.boxes.extend(boxes),
            None => marks.push(SegmentMarkContext { name: mark_id(mark.passage), boxes: boxes.collect() }),
        }
    }
    // What has no place on a picture is marked in the words beside it.
    marks.retain(|mark| !mark.boxes.is_empty());
    marks
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares of a page are from 0 to 1")]
fn boxed(area: Area) -> BoxContext {
    let share = |share: f32| (share.clamp(0.0, 1.0) * THOUSAND).round() as u32;
    BoxContext { x: share(area.left), y: share(area.top), width: share(area.width), height: share(area.height) }
}
