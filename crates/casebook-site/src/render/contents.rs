//! The pages of a document on its overview: as small pictures, as numbers, as chapters or as ranges, so that the list
//! stays one that readers can look through, whatever the document is.

use super::context::{ContentsContext, LeafContext, PagePictureContext, PictureContext};
use super::reading::Reading;
use crate::check::{EntryIndex, KnownText};
use crate::entry::Document;
use crate::picture::{SheetOf, Shown};
use casebook_evidence::pdf::Heading;

/// How many pages are named each by its number.
const MOST_NUMBERS: usize = 200;
/// How many ranges stand for more.
const MOST_RANGES: usize = 100;
/// How many chapters are named.
const MOST_CHAPTERS: usize = 150;
/// How deep chapters are named.
const DEEPEST: u8 = 2;
/// How many quoted pages are named beside chapters and ranges.
const MOST_QUOTED: usize = 200;

impl Reading<'_> {
    /// The pages of a document; none of what has no pages or wasn't read.
    pub fn contents(&self, index: EntryIndex, document: &Document) -> Option<ContentsContext> {
        let known = self.site.known_text(index)?;
        let count = known.document.count_pages();
        if count == 0 {
            return None;
        }
        let quoted = self.quoted(index, count);
        if count <= SheetOf::MOST_SMALL {
            let leaf = |number: usize| Some(LeafContext { quoted: quoted[number], ..self.sheet(index, document, known, number)? });
            let leaves = (0..count).filter_map(leaf);
            return Some(ContentsContext { kind: "sheets", leaves: leaves.collect(), quoted: Vec::new() });
        }
        let leaf = |number: usize| {
            let leaf = self.leaf(index, number, self.printed(index, number), quoted[number])?;
            Some(LeafContext { anchor: anchor(document, number), ..leaf })
        };
        let chapters = self.chapters(index, known, &quoted);
        if chapters.is_empty() && count <= MOST_NUMBERS {
            return Some(ContentsContext { kind: "numbers", leaves: (0..count).filter_map(leaf).collect(), quoted: Vec::new() });
        }
        let (kind, leaves) = if chapters.is_empty() { ("ranges", self.ranges(index, &quoted)) } else { ("chapters", chapters) };
        let pages = (0..count).filter(|number| quoted[*number] > 0).take(MOST_QUOTED).filter_map(leaf);
        Some(ContentsContext { kind, leaves, quoted: pages.map(|leaf| LeafContext { anchor: None, ..leaf }).collect() })
    }

    /// The pictures that the entry gives, of which the contents show nothing: those with marks of their own, and those
    /// of pages that are too many to be named.
    pub fn given_pictures(&self, index: EntryIndex, document: &Document, contents: Option<&ContentsContext>) -> Vec<PagePictureContext> {
        let are_named = contents.is_some_and(|contents| ["sheets", "numbers"].contains(&contents.kind));
        let given = document.pages.iter().filter(|page| !are_named || !page.marks.is_empty());
        given.filter_map(|page| self.page_picture(page)).map(|picture| self.led_to_page(index, picture)).collect()
    }

    /// A page's picture leads to the page's own address, where it has one.
    fn led_to_page(&self, index: EntryIndex, picture: PagePictureContext) -> PagePictureContext {
        let page = self.segment_link(index, (picture.page as usize).saturating_sub(1));
        PagePictureContext { url: page.map_or(picture.url, |page| page.url), ..picture }
    }

    /// How many places quote each page.
    fn quoted(&self, index: EntryIndex, count: usize) -> Vec<usize> {
        let mut quoted = vec![0; count];
        for passage in self.site.quotations.passages.get(&index).into_iter().flatten() {
            let by = self.told_by(passage).count();
            let mut pages: Vec<usize> = passage.places.iter().map(|place| place.segment).collect();
            pages.dedup();
            for page in pages {
                if let Some(places) = quoted.get_mut(page) {
                    *places += by;
                }
            }
        }
        quoted
    }

    fn sheet(&self, index: EntryIndex, document: &Document, known: &KnownText, number: usize) -> Option<LeafContext> {
        let drawn = SheetOf::new(known, number).and_then(|sheet| {
            let (width, height) = sheet.size();
            let url = sheet.small()?;
            Some(PictureContext { url, alt: String::new(), credit: None, width: Some(width), height: Some(height), webp: None, srcset: None })
        });
        let given = || {
            let page = document.pages.iter().find(|page| page.page.value as usize == number + 1)?;
            self.picture(page.file.path(), Shown::Sheet, String::new())
        };
        let picture = drawn.or_else(given);
        let title = self.segment_link(index, number)?.title;
        Some(LeafContext { picture, anchor: anchor(document, number), ..self.leaf(index, number, title, 0)? })
    }

    fn leaf(&self, index: EntryIndex, number: usize, title: String, quoted: usize) -> Option<LeafContext> {
        let url = self.segment_link(index, number)?.url;
        Some(LeafContext { title, url, quoted, picture: None, level: 1, anchor: None })
    }

    /// The outline of the file, each chapter up to the next.
    fn chapters(&self, index: EntryIndex, known: &KnownText, quoted: &[usize]) -> Vec<LeafContext> {
        let outline = known.document.contents.as_ref().map(|contents| contents.outline.as_slice()).unwrap_or_default();
        let place = |heading: &Heading| usize::try_from(heading.page?.get()).ok()?.checked_sub(1).filter(|place| *place < quoted.len());
        let mut chapters: Vec<(&Heading, usize)> = outline.iter().filter_map(|heading| Some((heading, place(heading)?))).collect();
        // Of a long outline its first level is enough.
        let deepest = if chapters.iter().filter(|(heading, _)| heading.level <= DEEPEST).count() > MOST_CHAPTERS { 1 } else { DEEPEST };
        chapters.retain(|(heading, _)| heading.level <= deepest);
        if !(2..=MOST_CHAPTERS).contains(&chapters.len()) {
            return Vec::new();
        }
        let chapter = |(at, (heading, start)): (usize, &(&Heading, usize))| {
            let end = chapters[at + 1..].iter().map(|(_, next)| *next).find(|next| next > start).unwrap_or(quoted.len());
            let leaf = self.leaf(index, *start, heading.title.clone(), quoted[*start..end].iter().sum())?;
            Some(LeafContext { level: heading.level, ..leaf })
        };
        chapters.iter().enumerate().filter_map(chapter).collect()
    }

    /// Tens, fifties or more of pages.
    fn ranges(&self, index: EntryIndex, quoted: &[usize]) -> Vec<LeafContext> {
        let steps = [10, 20, 50, 100, 200, 500, 1000];
        let step = steps.into_iter().find(|step| quoted.len().div_ceil(*step) <= MOST_RANGES).unwrap_or(quoted.len().div_ceil(MOST_RANGES));
        let range = |start: usize| {
            let end = (start + step).min(quoted.len());
            let title = format!("{}–{}", self.printed(index, start), self.printed(index, end - 1));
            self.leaf(index, start, title, quoted[start..end].iter().sum())
        };
        (0..quoted.len()).step_by(step).filter_map(range).collect()
    }
}

/// The name of a page among the contents; none where a picture with marks has it.
fn anchor(document: &Document, number: usize) -> Option<String> {
    let is_shown = document.pages.iter().any(|page| page.page.value as usize == number + 1 && !page.marks.is_empty());
    (!is_shown).then(|| format!("p{}", number + 1))
}
