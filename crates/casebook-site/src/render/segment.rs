//! A page or a message of a document: what it shows and says, with the passages that the site quotes.
//!
//! The words stand as the document has them, line by line, and once more over the picture of a page, so that they can
//! be selected where they are seen.

use super::context::{BoxContext, DateContext, LineContext, LinkContext, ParagraphContext, PassageContext, SegmentContext, SegmentMarkContext};
use super::reading::Reading;
use super::runs::{self, Marked};
use super::sheet::described;
use crate::check::{ClaimForm, EntryIndex, Quoted, Quoting};
use crate::entry::{Details, Document, DocumentFile};
use crate::language::Arg;
use casebook_evidence::evidence::{Area, Locator, Segment};
use std::ops::Range;

/// A share of a side in thousandths.
const THOUSAND: f32 = 1000.0;

/// How far a bar stands beside the words that it shows, and how wide it is.
const BAR: (u32, u32) = (16, 6);

impl Reading<'_> {
    /// What a page or message of a document shows.
    pub fn segment(&self, index: EntryIndex, part: usize, number: usize) -> Option<SegmentContext> {
        let known = self.site.known_text(index, part)?;
        let segment = known.document.segments.get(number)?;
        let entry = &self.site.entries[index];
        let Some(Details::Document(document)) = &self.version(entry).details else { return None };
        let passages = self.site.quotations.of_document(index);
        let marked = marked_in(passages, part, number);
        let message = known.document.correspondence.as_ref().and_then(|mail| mail.messages.get(number));
        let file = document.files.get(self.site.parts(index)[part].file);
        let title = self.segment_name(index, part, number)?;
        let language = document.language.as_ref().map(|tag| self.language(tag.as_str()));
        let is_rtl = language.as_ref().is_some_and(|language| language.direction == "rtl");
        let sheet = known.document.contents.as_ref().and_then(|contents| contents.pages.get(number));
        let aspect = sheet.map_or(1.0, |sheet| sheet.height / sheet.width);
        let picture = self.sheet_picture(index, document, (part, number));
        let quoted = marks(segment, &marked, if is_rtl { Side::Right } else { Side::Left });
        let mut paragraphs = if message.is_some() { Vec::new() } else { runs::page(segment, aspect, &marked) };
        if picture.is_some() {
            leave_names_to(&quoted, &mut paragraphs);
        }
        Some(SegmentContext {
            document: self.link(index),
            form: document.form.clone(),
            date: self.segment_date(index, part, number),
            cite: self.citation(index, document, &self.segment_title(index, part, number)?, (part, number)),
            title,
            part: self.part_title(index, part),
            number: number + 1,
            total: known.document.segments.len(),
            previous: number.checked_sub(1).and_then(|previous| self.turned_to(index, part, previous)),
            next: self.turned_to(index, part, number + 1),
            picture,
            largest: self.largest(index, document, (part, number)),
            transcribed: file.and_then(|file| self.transcribed(file)),
            lines: lines(segment),
            marks: self.all_marks(document, (part, number), quoted),
            paragraphs,
            message: message.map(|message| self.message(document, message, &marked)),
            thread: self.beside(index, document, (part, number)),
            language,
            redactions: self.redactions(document, (part, number)),
            passages: self.passages(index, passages, &marked, &known.document.segments),
            file: file.and_then(|file| self.download(file.file.path(), &self.file_title(index, file))),
        })
    }

    /// The way to a page or message.
    pub fn segment_link(&self, index: EntryIndex, part: usize, number: usize) -> Option<LinkContext> {
        let known = self.site.known_text(index, part)?;
        let url = self.site.segment_url(index, self.language, part, known.document.segments.get(number)?.locator)?;
        Some(LinkContext { title: self.segment_title(index, part, number)?, url: url.href(), language: None })
    }

    /// "Page 3", "Message 3", as the document calls it; where several files say something, behind the name of the file.
    fn segment_title(&self, index: EntryIndex, part: usize, number: usize) -> Option<String> {
        let name = self.segment_name(index, part, number)?;
        Some(self.part_title(index, part).map_or_else(|| name.clone(), |file| format!("{file}, {name}")))
    }

    /// The same for those who know which file it is.
    fn segment_name(&self, index: EntryIndex, part: usize, number: usize) -> Option<String> {
        let is_mail = self.site.known_text(index, part)?.document.correspondence.is_some();
        let label = match &self.version(&self.site.entries[index]).details {
            Some(Details::Document(document)) => self.printed(index, document, (part, number)),
            _ => (number + 1).to_string(),
        };
        let (id, name) = if is_mail { ("message-label", "message") } else { ("page-label", "page") };
        Some(self.strings.format(id, &[(name, Arg::Text(&label))]))
    }

    /// The way from a page or message of a file to another one.
    fn turned_to(&self, index: EntryIndex, part: usize, number: usize) -> Option<LinkContext> {
        Some(LinkContext { title: self.segment_name(index, part, number)?, ..self.segment_link(index, part, number)? })
    }

    /// What readers call a file of a document, where several of them say something.
    pub fn part_title(&self, index: EntryIndex, part: usize) -> Option<String> {
        let parts = self.site.parts(index);
        let Some(Details::Document(document)) = &self.version(&self.site.entries[index]).details else { return None };
        let file = document.files.get(parts.get(part)?.file).filter(|_| parts.len() > 1)?;
        Some(file.title.as_ref().map_or_else(|| file.file.path().name().to_owned(), |title| self.localised(title)))
    }

    /// What readers call a file that they load.
    pub fn file_title(&self, index: EntryIndex, file: &DocumentFile) -> String {
        file.title.as_ref().map_or_else(|| self.link(index).title, |title| self.localised(title))
    }

    /// Who quotes what stands here; each by its first words, where there are several.
    fn passages(&self, document: EntryIndex, passages: &[Quoted], marked: &[Marked], segments: &[Segment]) -> Vec<PassageContext> {
        let is_here = |number: usize| marked.iter().any(|mark| mark.passage == number);
        let here: Vec<&Quoted> = passages.iter().enumerate().filter(|(number, _)| is_here(*number)).map(|(_, passage)| passage).collect();
        let context = |passage: &&Quoted| {
            let by = self.told_by(passage).map(|quoting| self.quoting_link(document, passage, quoting));
            let words = first_words(passage, segments).filter(|_| here.len() > 1);
            PassageContext { name: passage.id.clone(), words, by: by.collect() }
        };
        here.iter().map(context).collect()
    }

    /// The quoted passages on the picture of a page, and what the entry itself marks there.
    fn all_marks(&self, document: &Document, page: (usize, usize), quoted: Vec<SegmentMarkContext>) -> Vec<SegmentMarkContext> {
        let boxed = |given: &crate::value::Boxed| BoxContext { x: given.x, y: given.y, width: given.width, height: given.height };
        let told = described(document, page).into_iter().flat_map(|page| &page.marks).map(|mark| SegmentMarkContext {
            name: mark.name.value.to_string(),
            boxes: mark.boxes.iter().map(boxed).collect(),
            bars: Vec::new(),
        });
        told.chain(quoted).collect()
    }

    /// What was made unreadable on a page, and why. The entry tells of the pages of its first file.
    fn redactions(&self, document: &Document, (part, number): (usize, usize)) -> Vec<String> {
        let is_here = |page: u32| part == 0 && usize::try_from(page).is_ok_and(|page| page == number + 1);
        let here = document.redactions.iter().filter(|redaction| redaction.page.is_some_and(is_here));
        here.map(|redaction| self.localised(&redaction.reason)).collect()
    }

    /// Who quotes a passage: each in the reader's language, or in the one that alone quotes it.
    pub fn told_by<'q>(&self, passage: &'q Quoted) -> impl Iterator<Item = &'q Quoting> {
        passage.by.iter().filter(|quoting| self.is_shown(quoting) || !self.has_shown(passage, quoting.entry))
    }

    /// Whether this reader is shown the text that quotes something. What stands in front matter is said of every text.
    fn is_shown(&self, quoting: &Quoting) -> bool {
        let entry = &self.site.entries[quoting.entry];
        let version = entry.versions[quoting.language].as_deref();
        quoting.form == ClaimForm::FrontMatter || version.is_some_and(|version| std::ptr::eq(version, self.version(entry)))
    }

    fn has_shown(&self, passage: &Quoted, entry: EntryIndex) -> bool {
        passage.by.iter().any(|quoting| quoting.entry == entry && self.is_shown(quoting))
    }

    /// The way to where something is quoted: in the language of this reader, else in the one that alone quotes it.
    pub fn quoting_link(&self, document: EntryIndex, passage: &Quoted, quoting: &Quoting) -> LinkContext {
        let entry = &self.site.entries[quoting.entry];
        let link = match entry.versions[quoting.language].as_deref().filter(|_| !self.is_shown(quoting)) {
            Some(version) => LinkContext {
                title: version.common.title.clone(),
                url: entry.urls[quoting.language].href(),
                language: self.foreign(&version.language),
            },
            None => self.link(quoting.entry),
        };
        match quoting.form {
            ClaimForm::Directive => LinkContext { url: format!("{}#{}", link.url, self.site.said_id(document, passage)), ..link },
            ClaimForm::FrontMatter => link,
        }
    }

    /// Of a transcription: that it is one, and whose.
    fn transcribed(&self, file: &DocumentFile) -> Option<String> {
        file.transcription.as_ref()?;
        Some(match &file.transcribed_by {
            Some(name) => self.strings.format("transcribed-by", &[("name", Arg::Text(&self.localised(name)))]),
            None => self.strings.text("transcribed"),
        })
    }

    /// The day of a message; of a page, that of its document.
    pub fn segment_date(&self, index: EntryIndex, part: usize, number: usize) -> Option<DateContext> {
        self.day_of_message(index, part, number).or(self.site.entries[index].first().common.date).map(|date| self.date(date))
    }

    /// The address of a place in a document, and of the first passage there that the site quotes.
    pub fn placed_url(&self, index: EntryIndex, part: usize, locator: Locator) -> Option<String> {
        let url = self.site.segment_url(index, self.language, part, locator)?.href();
        let is_there = |passage: &Quoted| passage.part == part && passage.places.first().is_some_and(|place| place.locator == locator);
        let first = self.site.quotations.of_document(index).iter().find(|passage| is_there(passage));
        Some(first.map_or_else(|| url.clone(), |passage| format!("{url}#{}", passage.id)))
    }
}

/// A name stands on a page once: what the picture shows has it there, and the words beside it haven't.
fn leave_names_to(marks: &[SegmentMarkContext], paragraphs: &mut [ParagraphContext]) {
    let runs = paragraphs.iter_mut().flat_map(|paragraph| paragraph.runs.iter_mut().chain(paragraph.rows.iter_mut().flatten().flatten()));
    for run in runs {
        let is_shown = |id: &String| marks.iter().any(|mark| mark.name == *id);
        run.id = run.id.take().filter(|id| !is_shown(id));
        run.more.retain(|id| !is_shown(id));
    }
}

/// How many words of a passage name it in a list.
const FIRST_WORDS: usize = 6;

/// How a passage begins.
fn first_words(passage: &Quoted, segments: &[Segment]) -> Option<String> {
    let place = passage.places.first()?;
    let mut words = segments.get(place.segment)?.text.get(place.range.clone())?.split_whitespace();
    let first = words.by_ref().take(FIRST_WORDS).collect::<Vec<_>>().join(" ");
    Some(if words.next().is_some() { first + " …" } else { first })
}

/// What of the passages stands in a segment of one of a document's files.
pub(super) fn marked_in(passages: &[Quoted], part: usize, segment: usize) -> Vec<Marked> {
    let all = passages.iter().enumerate().filter(|(_, quoted)| quoted.part == part).flat_map(|(passage, quoted)| {
        let places = quoted.places.iter().enumerate().filter(move |(_, place)| place.segment == segment);
        places.map(move |(place, found)| Marked { passage, id: quoted.id.clone(), range: found.range.clone(), is_first: place == 0 })
    });
    all.collect()
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

/// On which side of a page its lines begin.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Left,
    Right,
}

/// Where passages stand on a page: a rectangle for each line of each, and bars where those lines begin.
pub(super) fn marks(segment: &Segment, marked: &[Marked], begin: Side) -> Vec<SegmentMarkContext> {
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
        let bars = bars(&areas, begin);
        let boxes = areas.into_iter().map(boxed);
        match marks.iter_mut().find(|known| known.name == mark.id) {
            Some(known) => {
                known.boxes.extend(boxes);
                known.bars.extend(bars);
            }
            None => marks.push(SegmentMarkContext { name: mark.id.clone(), boxes: boxes.collect(), bars }),
        }
    }
    // What has no place on a picture is marked in the words beside it.
    marks.retain(|mark| !mark.boxes.is_empty());
    marks
}

/// A bar beside the lines of each column: letters stay free of it.
fn bars(areas: &[Area], begin: Side) -> Vec<BoxContext> {
    let mut columns: Vec<Area> = Vec::new();
    for area in areas {
        match columns.last_mut().filter(|column| area.top > column.top && area.left < column.left + column.width) {
            Some(column) => *column = column.around(*area),
            None => columns.push(*area),
        }
    }
    let bar = |column: Area| {
        let whole = boxed(column);
        let x = match begin {
            Side::Left => whole.x.saturating_sub(BAR.0),
            Side::Right => whole.x + whole.width + BAR.0 - BAR.1,
        };
        BoxContext { x, width: BAR.1, ..whole }
    };
    columns.into_iter().map(bar).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares of a page are from 0 to 1")]
fn boxed(area: Area) -> BoxContext {
    let share = |share: f32| (share.clamp(0.0, 1.0) * THOUSAND).round() as u32;
    BoxContext { x: share(area.left), y: share(area.top), width: share(area.width), height: share(area.height) }
}
