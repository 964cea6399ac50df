//! The pages of documents as pictures: each page has one, wherever it is shown.
//!
//! Where the document's file has pages, they are drawn from it, so a reader sees the same page in a text, in a list and
//! at its own address. A picture that lies beside the entry is shown where there is nothing to draw.

use super::context::{BoxContext, MarkContext, PagePictureContext, PictureContext};
use super::preview::is_raster;
use super::reading::Reading;
use super::segment::{Side, marked_in, marks};
use crate::check::EntryIndex;
use crate::entry::{Document, Kind, PagePicture, Passage};
use crate::language::Arg;
use crate::picture::{SheetOf, Shown};
use crate::value::SheetRef;
use casebook_evidence::evidence::Locator;

impl<'a> Reading<'a> {
    /// A page as texts show it, with what the entry marks and what the site quotes; `None` where there is no picture of
    /// it (reported). A page is named by its file and its place there, from 0.
    pub fn page_picture(&self, index: EntryIndex, document: &Document, page: (usize, usize)) -> Option<PagePictureContext> {
        let (part, number) = page;
        let label = self.strings.format("page-label", &[("page", Arg::Text(&self.printed(index, document, page)))]);
        let mut picture = self.sheet_picture(index, document, page)?;
        if picture.alt.is_empty() {
            // It stands in a link, which needs a name.
            picture.alt.clone_from(&label);
        }
        let told = described(document, page).into_iter().flat_map(|page| &page.marks).map(|mark| MarkContext {
            name: Some(mark.name.value.to_string()),
            boxes: mark.boxes.iter().map(|given| BoxContext { x: given.x, y: given.y, width: given.width, height: given.height }).collect(),
            text: mark.text.clone(),
        });
        Some(PagePictureContext {
            page: u32::try_from(number + 1).unwrap_or(u32::MAX),
            label,
            // A page's picture leads to the page's own address, where it has one.
            url: self.segment_link(index, part, number).map_or_else(|| picture.url.clone(), |page| page.url),
            marks: told.chain(self.proved_marks(index, page)).collect(),
            picture,
        })
    }

    /// The picture of a page; without words where the entry says nothing of it.
    pub fn sheet_picture(&self, index: EntryIndex, document: &Document, page: (usize, usize)) -> Option<PictureContext> {
        let described = described(document, page);
        let alt = described.map(|page| self.localised(&page.alt)).unwrap_or_default();
        let Some(sheet) = self.drawn(index, page) else {
            return self.picture(described?.file.as_ref()?.path(), Shown::Sheet, alt);
        };
        let (width, height) = sheet.size();
        let srcset = sheet.set();
        Some(PictureContext { url: sheet.href()?, alt, credit: None, width: Some(width), height: Some(height), webp: None, srcset: Some(srcset) })
    }

    /// The address of the largest picture of a page.
    pub fn largest(&self, index: EntryIndex, document: &Document, page: (usize, usize)) -> Option<String> {
        let given = || self.file_href(described(document, page)?.file.as_ref()?.path());
        self.drawn(index, page).map_or_else(given, |sheet| sheet.href())
    }

    /// Whether the document's own page shows a page large: the entry names it, and something is marked on it.
    pub fn is_large(&self, index: EntryIndex, document: &Document, page: (usize, usize)) -> bool {
        let (part, number) = page;
        described(document, page).is_some_and(|page| !page.marks.is_empty() || self.site.quotations.is_quoted(index, part, number))
    }

    /// The picture of the page that stands for a document, for lists.
    pub fn first_sheet(&self, index: EntryIndex, document: &Document) -> Option<PictureContext> {
        shown_first(document).find_map(|page| self.sheet_picture(index, document, page))
    }

    /// The same for previews elsewhere: its address, and what it shows.
    pub fn first_sheet_as_preview(&self, index: EntryIndex, document: &Document) -> Option<(String, String)> {
        shown_first(document).find_map(|page| self.sheet_as_preview(index, document, page))
    }

    /// A page for a preview elsewhere; only what every preview can show.
    pub fn sheet_as_preview(&self, index: EntryIndex, document: &Document, page: (usize, usize)) -> Option<(String, String)> {
        let described = described(document, page);
        let href = match self.drawn(index, page) {
            Some(sheet) => sheet.href()?,
            None => self.preview_href(described?.file.as_ref().map(SheetRef::path).filter(|path| is_raster(path))?, Kind::Document)?,
        };
        let label = || self.strings.format("page-label", &[("page", Arg::Text(&self.printed(index, document, page)))]);
        Some((href, described.map_or_else(label, |page| self.localised(&page.alt))))
    }

    /// What is printed on a page as its number: as the entry says, else the file, else the number itself.
    pub fn printed(&self, index: EntryIndex, document: &Document, page: (usize, usize)) -> String {
        let (part, number) = page;
        let said = || described(document, page)?.label.as_ref().map(|label| label.value.clone());
        let of_file = || self.site.known_text(index, part)?.document.contents.as_ref()?.pages.get(number)?.label.clone();
        said().or_else(of_file).unwrap_or_else(|| (number + 1).to_string())
    }

    /// The page that a place names, by its number or by what is printed on it.
    pub fn page_named(&self, index: EntryIndex, document: &Document, place: &Passage) -> Option<(usize, usize)> {
        let pictured = || Some((0, place_of(place.picture_in(document)?.page.value)?));
        match self.locator(index, document, place) {
            Some((part, Locator::Page(page))) => Some((part, place_of(page.get())?)),
            _ => pictured(),
        }
    }

    /// What the site quotes of a page, where its picture can show it.
    fn proved_marks(&self, index: EntryIndex, (part, number): (usize, usize)) -> Vec<MarkContext> {
        let segment = self.site.known_text(index, part).and_then(|known| known.document.segments.get(number));
        let marked = marked_in(self.site.quotations.of_document(index), part, number);
        let Some(segment) = segment else { return Vec::new() };
        let words = |name: &str| {
            let parts = marked.iter().filter(|mark| mark.id == name).filter_map(|mark| segment.text.get(mark.range.clone()));
            let words: Vec<String> = parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            words.join(" […] ")
        };
        let marks = marks(segment, &marked, Side::Left).into_iter();
        marks.map(|mark| MarkContext { name: None, text: Some(words(&mark.name)), boxes: mark.boxes }).collect()
    }

    /// A page of one of the document's files, if that is made of pages that can be drawn.
    fn drawn(&self, index: EntryIndex, (part, number): (usize, usize)) -> Option<SheetOf<'a>> {
        SheetOf::new(self.site.known_text(index, part)?, number)
    }
}

/// What the entry says of a page: it tells of those of the first file.
pub(super) fn described(document: &Document, (part, number): (usize, usize)) -> Option<&PagePicture> {
    document.pages.iter().find(|described| part == 0 && place_of(described.page.value) == Some(number))
}

/// The pages that may stand for a document: those that the entry names, else its first.
fn shown_first(document: &Document) -> impl Iterator<Item = (usize, usize)> {
    document.pages.iter().filter_map(|page| place_of(page.page.value)).chain([0]).map(|number| (0, number))
}

fn place_of(page: u32) -> Option<usize> {
    usize::try_from(page).ok()?.checked_sub(1)
}
