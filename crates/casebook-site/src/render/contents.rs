//! The pages of a document on its overview: as small pictures, as numbers, as chapters or as ranges, so that the list
//! stays one that readers can look through, whatever the document is.

use super::context::{ContentsContext, LeafContext, PagePictureContext, PictureContext};
use super::reading::Reading;
use crate::check::{EntryIndex, KnownText};
use crate::entry::Document;
use crate::language::Arg;
use crate::picture::SheetOf;
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

/// A file of a document that is made of pages.
#[derive(Clone, Copy)]
struct Paged<'a> {
    index: EntryIndex,
    part: usize,
    known: &'a KnownText,
    document: &'a Document,
}

impl Reading<'_> {
    /// The pages of a document, of each of its files that has some.
    pub fn contents(&self, index: EntryIndex, document: &Document) -> Vec<ContentsContext> {
        let paged = self.site.known_texts(index).filter(|(_, known)| known.document.count_pages() > 0);
        paged.map(|(part, known)| self.contents_of(Paged { index, part, known, document })).collect()
    }

    fn contents_of(&self, paged: Paged<'_>) -> ContentsContext {
        let count = paged.known.document.count_pages();
        let title = self.part_title(paged.index, paged.part);
        let quoted = self.quoted(paged, count);
        if count <= SheetOf::MOST_SMALL {
            let leaf = |number: usize| Some(LeafContext { quoted: quoted[number], ..self.sheet(paged, number)? });
            let leaves = (0..count).filter_map(leaf);
            return ContentsContext { title, kind: "sheets", leaves: leaves.collect(), quoted: Vec::new() };
        }
        let leaf = |number: usize| {
            let leaf = self.leaf(paged, number, self.printed_at(paged, number), quoted[number])?;
            Some(LeafContext { anchor: self.anchor(paged, number), ..leaf })
        };
        let chapters = self.chapters(paged, &quoted);
        if chapters.is_empty() && count <= MOST_NUMBERS {
            return ContentsContext { title, kind: "numbers", leaves: (0..count).filter_map(leaf).collect(), quoted: Vec::new() };
        }
        let (kind, leaves) = if chapters.is_empty() { ("ranges", self.ranges(paged, &quoted)) } else { ("chapters", chapters) };
        let pages = (0..count).filter(|number| quoted[*number] > 0).take(MOST_QUOTED).filter_map(leaf);
        ContentsContext { title, kind, leaves, quoted: pages.map(|leaf| LeafContext { anchor: None, ..leaf }).collect() }
    }

    /// The pictures that the entry gives, of which the contents show nothing: those with marks of their own, and those
    /// of pages that are too many to be named.
    pub fn given_pictures(&self, index: EntryIndex, document: &Document, contents: &[ContentsContext]) -> Vec<PagePictureContext> {
        let are_named = contents.first().is_some_and(|contents| ["sheets", "numbers"].contains(&contents.kind));
        let given = document.pages.iter().filter_map(|page| Some((0, usize::try_from(page.page.value).ok()?.checked_sub(1)?)));
        given.filter(|page| !are_named || self.is_large(index, document, *page)).filter_map(|page| self.page_picture(index, document, page)).collect()
    }

    /// How many places quote each page.
    fn quoted(&self, paged: Paged<'_>, count: usize) -> Vec<usize> {
        let mut quoted = vec![0; count];
        for passage in self.site.quotations.of_document(paged.index).iter().filter(|passage| passage.part == paged.part) {
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

    fn sheet(&self, paged: Paged<'_>, number: usize) -> Option<LeafContext> {
        let title = self.strings.format("page-label", &[("page", Arg::Text(&self.printed_at(paged, number)))]);
        let drawn = SheetOf::new(paged.known, number).and_then(|sheet| {
            let (width, height) = sheet.size();
            let url = sheet.small()?;
            Some(PictureContext { url, alt: String::new(), credit: None, width: Some(width), height: Some(height), webp: None, srcset: None })
        });
        let given = || self.sheet_picture(paged.index, paged.document, (paged.part, number));
        let picture = drawn.or_else(given).map(|picture| PictureContext { alt: String::new(), ..picture });
        Some(LeafContext { picture, anchor: self.anchor(paged, number), ..self.leaf(paged, number, title, 0)? })
    }

    fn leaf(&self, paged: Paged<'_>, number: usize, title: String, quoted: usize) -> Option<LeafContext> {
        let url = self.segment_link(paged.index, paged.part, number)?.url;
        Some(LeafContext { title, url, quoted, picture: None, level: 1, anchor: None })
    }

    /// The name of a page among the contents; none where the page stands large above. Pages of further files have none.
    fn anchor(&self, paged: Paged<'_>, number: usize) -> Option<String> {
        let is_large = self.is_large(paged.index, paged.document, (paged.part, number));
        (paged.part == 0 && !is_large).then(|| format!("p{}", number + 1))
    }

    fn printed_at(&self, paged: Paged<'_>, number: usize) -> String {
        self.printed(paged.index, paged.document, (paged.part, number))
    }

    /// The outline of the file, each chapter up to the next.
    fn chapters(&self, paged: Paged<'_>, quoted: &[usize]) -> Vec<LeafContext> {
        let outline = paged.known.document.contents.as_ref().map(|contents| contents.outline.as_slice()).unwrap_or_default();
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
            let leaf = self.leaf(paged, *start, heading.title.clone(), quoted[*start..end].iter().sum())?;
            Some(LeafContext { level: heading.level, ..leaf })
        };
        chapters.iter().enumerate().filter_map(chapter).collect()
    }

    /// Tens, fifties or more of pages.
    fn ranges(&self, paged: Paged<'_>, quoted: &[usize]) -> Vec<LeafContext> {
        let steps = [10, 20, 50, 100, 200, 500, 1000];
        let step = steps.into_iter().find(|step| quoted.len().div_ceil(*step) <= MOST_RANGES).unwrap_or(quoted.len().div_ceil(MOST_RANGES));
        let range = |start: usize| {
            let end = (start + step).min(quoted.len());
            let title = format!("{}–{}", self.printed_at(paged, start), self.printed_at(paged, end - 1));
            self.leaf(paged, start, title, quoted[start..end].iter().sum())
        };
        (0..quoted.len()).step_by(step).filter_map(range).collect()
    }
}
