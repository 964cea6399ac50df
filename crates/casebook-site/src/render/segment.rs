//! A page or a message of a document: what it shows and says, with the passages that the site quotes.
//!
//! The words stand as the document has them, line by line, and once more over the picture of a page, so that they can
//! be selected where they are seen.

use super::context::{
    BoxContext, DateContext, LineContext, LinkContext, MarkContext, PagePictureContext, PassageContext, PictureContext, SegmentContext,
    SegmentMarkContext,
};
use super::reading::Reading;
use super::runs::{self, Marked, mark_id};
use crate::check::{ClaimForm, EntryIndex, KnownText, Quoted, Quoting};
use crate::entry::{Details, Document, Passage};
use crate::language::Arg;
use crate::picture::SheetOf;
use casebook_evidence::evidence::{Area, Locator, Segment};
use std::ops::Range;

/// A share of a side in thousandths.
const THOUSAND: f32 = 1000.0;

/// How far a bar stands beside the words that it shows, and how wide it is.
const BAR: (u32, u32) = (16, 6);

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
        let title = self.segment_title(index, number);
        let language = document.language.as_ref().map(|tag| self.language(tag.as_str()));
        let is_rtl = language.as_ref().is_some_and(|language| language.direction == "rtl");
        let sheet = known.document.contents.as_ref().and_then(|contents| contents.pages.get(number));
        let aspect = sheet.map_or(1.0, |sheet| sheet.height / sheet.width);
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
            picture: self.sheet_picture(document, known, number),
            largest: self.largest(document, known, number),
            transcribed: self.transcribed(document),
            lines: lines(segment),
            marks: marks(segment, &marked, if is_rtl { Side::Right } else { Side::Left }),
            paragraphs: if message.is_some() { Vec::new() } else { runs::page(segment, aspect, &marked) },
            message: message.map(|message| self.message(document, message, &marked)),
            thread: self.beside(index, document, number),
            language,
            passages: self.passages(index, passages, &marked),
            file: document.files.first().and_then(|file| self.download(file.file.path(), &self.link(index).title)),
        })
    }

    /// The way to a page or message.
    pub fn segment_link(&self, index: EntryIndex, number: usize) -> Option<LinkContext> {
        let known = self.site.known_text(index)?;
        let url = self.site.segment_url(index, self.language, known.document.segments.get(number)?.locator)?;
        Some(LinkContext { title: self.segment_title(index, number), url: url.href(), language: None })
    }

    /// "Page 3", "Message 3", as the document calls it.
    fn segment_title(&self, index: EntryIndex, number: usize) -> String {
        let is_mail = self.site.known_text(index).is_some_and(|known| known.document.correspondence.is_some());
        let (id, name) = if is_mail { ("message-label", "message") } else { ("page-label", "page") };
        self.strings.format(id, &[(name, Arg::Text(&self.printed(index, number)))])
    }

    /// What is printed on a page as its number: as the entry says, else as its file says, else its number.
    pub fn printed(&self, index: EntryIndex, number: usize) -> String {
        let given = match self.site.entries[index].details() {
            Some(Details::Document(document)) => document.pages.iter().find(|page| page.page.value as usize == number + 1),
            _ => None,
        };
        let said = || self.site.known_text(index).and_then(|known| known.document.contents.as_ref()?.pages.get(number)?.label.clone());
        given.and_then(|page| Some(page.label.as_ref()?.value.clone())).or_else(said).unwrap_or_else(|| (number + 1).to_string())
    }

    /// The picture of a page: drawn from the file, else the one that the entry names.
    fn sheet_picture(&self, document: &Document, known: &KnownText, number: usize) -> Option<PictureContext> {
        let shown = document.pages.iter().find(|page| page.page.value as usize == number + 1);
        let alt = shown.map(|page| self.localised(&page.alt)).unwrap_or_default();
        let Some(sheet) = SheetOf::new(known, number) else {
            return Some(PictureContext { alt, ..self.page_picture(shown?)?.picture });
        };
        let (width, height) = sheet.size();
        let srcset = sheet.set();
        Some(PictureContext { url: sheet.href()?, alt, credit: None, width: Some(width), height: Some(height), webp: None, srcset: Some(srcset) })
    }

    /// The address of the largest picture of a page.
    fn largest(&self, document: &Document, known: &KnownText, number: usize) -> Option<String> {
        let given = || document.pages.iter().find(|page| page.page.value as usize == number + 1).and_then(|page| self.file_href(page.file.path()));
        SheetOf::new(known, number).map_or_else(given, |sheet| sheet.href())
    }

    /// The page that another text shows: the picture that the entry gives, else the one that is drawn of the file, with
    /// the passages that the site quotes.
    pub fn shown_page(&self, index: EntryIndex, document: &Document, place: &Passage) -> Option<PagePictureContext> {
        if let Some(given) = place.picture_in(document) {
            return self.page_picture(given);
        }
        let known = self.site.known_text(index)?;
        let Locator::Page(page) = self.locator(index, document, place)? else { return None };
        let number = usize::try_from(page.get()).ok()?.checked_sub(1)?;
        SheetOf::new(known, number)?;
        let segment = known.document.segments.get(number)?;
        let marked = marked_in(self.site.quotations.passages.get(&index).map(Vec::as_slice).unwrap_or_default(), number);
        let words = |name: &str| {
            let said = marked.iter().filter(|mark| mark_id(mark.passage) == name).map(|mark| &segment.text[mark.range.clone()]);
            said.collect::<Vec<_>>().join(" […] ")
        };
        let mark = |mark: SegmentMarkContext| MarkContext { text: Some(words(&mark.name)), name: mark.name, boxes: mark.boxes };
        let marks = marks(segment, &marked, Side::Left).into_iter().map(mark).collect();
        let link = self.segment_link(index, number)?;
        let picture = self.sheet_picture(document, known, number)?;
        // Words that nobody sees say what it is, where nobody has described it.
        let alt = if picture.alt.is_empty() { link.title.clone() } else { picture.alt };
        Some(PagePictureContext { page: page.get(), label: link.title, url: link.url, picture: PictureContext { alt, ..picture }, marks })
    }

    /// Who quotes what stands here.
    fn passages(&self, document: EntryIndex, passages: &[Quoted], marked: &[Marked]) -> Vec<PassageContext> {
        let here = |number: usize| marked.iter().any(|mark| mark.passage == number);
        let quoted = passages.iter().enumerate().filter(|(number, _)| here(*number));
        quoted
            .map(|(number, passage)| {
                let link = |quoting: &Quoting| {
                    let link = self.link(quoting.entry);
                    match quoting.form {
                        ClaimForm::Directive => LinkContext { url: format!("{}#{}", link.url, self.site.said_id(document, number)), ..link },
                        ClaimForm::FrontMatter => link,
                    }
                };
                PassageContext { name: mark_id(number), by: self.told_by(passage).map(link).collect() }
            })
            .collect()
    }

    /// Who quotes a passage in the reader's language, or in another alone.
    pub fn told_by<'q>(&self, passage: &'q Quoted) -> impl Iterator<Item = &'q Quoting> {
        passage.by.iter().filter(|quoting| quoting.language == self.language || self.is_only_there(passage, quoting.language))
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
        self.day_of_message(index, number).or(self.site.entries[index].first().common.date).map(|date| self.date(date))
    }

    /// The address of a place in a document, and of the first passage there that the site quotes.
    pub fn placed_url(&self, index: EntryIndex, locator: Locator) -> Option<String> {
        let url = self.site.segment_url(index, self.language, locator)?.href();
        let passages = self.site.quotations.passages.get(&index).map(Vec::as_slice).unwrap_or_default();
        let first = passages.iter().position(|passage| passage.places.first().is_some_and(|place| place.locator == locator));
        Some(first.map_or_else(|| url.clone(), |passage| format!("{url}#{}", mark_id(passage))))
    }
}

/// What of the passages stands in a segment.
pub(super) fn marked_in(passages: &[Quoted], segment: usize) -> Vec<Marked> {
    let all = passages.iter().enumerate().flat_map(|(passage, quoted)| {
        let places = quoted.places.iter().enumerate().filter(move |(_, place)| place.segment == segment);
        places.map(move |(place, found)| Marked { passage, range: found.range.clone(), is_first: place == 0 })
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
enum Side {
    Left,
    Right,
}

/// Where passages stand on a page: a rectangle for each line of each, and bars where those lines begin.
fn marks(segment: &Segment, marked: &[Marked], begin: Side) -> Vec<SegmentMarkContext> {
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
        match marks.iter_mut().find(|known| known.name == mark_id(mark.passage)) {
            Some(known) => {
                known.boxes.extend(boxes);
                known.bars.extend(bars);
            }
            None => marks.push(SegmentMarkContext { name: mark_id(mark.passage), boxes: boxes.collect(), bars }),
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
