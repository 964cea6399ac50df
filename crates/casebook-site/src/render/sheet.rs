//! The pages of documents as pictures: each page has one, wherever it is shown.
//!
//! Where the document's file has pages, they are drawn from it, so a reader sees the same page in a text, in a list and
//! at its own address. A picture that lies beside the entry is shown where there is nothing to draw.

use super::context::{BoxContext, MarkContext, PagePictureContext, PictureContext};
use super::preview::is_raster;
use super::reading::Reading;
use super::segment::{mark_id, marked_in, marks};
use crate::check::EntryIndex;
use crate::entry::{Document, Kind, PagePicture, Passage};
use crate::language::Arg;
use crate::picture::{SheetOf, Shown};
use std::num::NonZeroU32;

impl<'a> Reading<'a> {
    /// A page as texts show it, with what the entry marks and what the site quotes; `None` where there is no picture of
    /// it (reported).
    pub fn page_picture(&self, index: EntryIndex, document: &Document, page: u32) -> Option<PagePictureContext> {
        let place = place_of(page)?;
        let label = self.strings.format("page-label", &[("page", Arg::Text(&self.printed(index, document, page)))]);
        let mut picture = self.sheet_picture(index, document, place)?;
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
            page,
            label,
            // A page's picture leads to the page's own address, where it has one.
            url: self.segment_link(index, place).map_or_else(|| picture.url.clone(), |page| page.url),
            marks: told.chain(self.proved_marks(index, place)).collect(),
            picture,
        })
    }

    /// The picture of a page, by its place from 0; without words where the entry says nothing of it.
    pub fn sheet_picture(&self, index: EntryIndex, document: &Document, place: usize) -> Option<PictureContext> {
        let described = u32::try_from(place + 1).ok().and_then(|page| described(document, page));
        let alt = described.map(|page| self.localised(&page.alt)).unwrap_or_default();
        let Some(sheet) = self.drawn(index, place) else {
            return self.picture(described?.file.as_ref()?.path(), Shown::Sheet, alt);
        };
        let (width, height) = sheet.size();
        let srcset = sheet.set();
        Some(PictureContext { url: sheet.href()?, alt, credit: None, width: Some(width), height: Some(height), webp: None, srcset: Some(srcset) })
    }

    /// The picture of the page that stands for a document, for lists.
    pub fn first_sheet(&self, index: EntryIndex, document: &Document) -> Option<PictureContext> {
        shown_first(document).find_map(|page| self.sheet_picture(index, document, place_of(page)?))
    }

    /// The same for previews elsewhere: its address, and what it shows.
    pub fn first_sheet_as_preview(&self, index: EntryIndex, document: &Document) -> Option<(String, String)> {
        shown_first(document).find_map(|page| self.sheet_as_preview(index, document, page))
    }

    /// A page for a preview elsewhere; only what every preview can show.
    pub fn sheet_as_preview(&self, index: EntryIndex, document: &Document, page: u32) -> Option<(String, String)> {
        let described = described(document, page);
        let href = match self.drawn(index, place_of(page)?) {
            Some(sheet) => sheet.href()?,
            None => self.preview_href(described?.file.as_ref().map(crate::value::SheetRef::path).filter(|path| is_raster(path))?, Kind::Document)?,
        };
        let label = || self.strings.format("page-label", &[("page", Arg::Text(&self.printed(index, document, page)))]);
        Some((href, described.map_or_else(label, |page| self.localised(&page.alt))))
    }

    /// What is printed on a page as its number: as the entry says, else the file, else the number itself.
    pub fn printed(&self, index: EntryIndex, document: &Document, page: u32) -> String {
        let said = || described(document, page)?.label.as_ref().map(|label| label.value.clone());
        let of_file = || self.site.known_text(index)?.document.contents.as_ref()?.pages.get(place_of(page)?)?.label.clone();
        said().or_else(of_file).unwrap_or_else(|| page.to_string())
    }

    /// The page that a place names, by its number or by what is printed on it.
    pub fn page_named(&self, index: EntryIndex, document: &Document, place: &Passage) -> Option<u32> {
        let labelled = |label: &String| {
            let of_file = || self.site.known_text(index)?.document.page_labelled(label).map(NonZeroU32::get);
            document.pages.iter().find(|page| page.printed() == *label).map(|page| page.page.value).or_else(of_file)
        };
        place.page.or_else(|| place.label.as_ref().and_then(labelled))
    }

    /// What the site quotes of a page, where its picture can show it.
    fn proved_marks(&self, index: EntryIndex, place: usize) -> Vec<MarkContext> {
        let segment = self.site.known_text(index).and_then(|known| known.document.segments.get(place));
        let passages = self.site.quotations.passages.get(&index).map(Vec::as_slice).unwrap_or_default();
        let marked = marked_in(passages, place);
        let Some(segment) = segment else { return Vec::new() };
        let words = |name: &str| {
            let parts = marked.iter().filter(|mark| mark_id(mark.passage) == name).filter_map(|mark| segment.text.get(mark.range.clone()));
            let words: Vec<String> = parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            words.join(" […] ")
        };
        marks(segment, &marked).into_iter().map(|mark| MarkContext { name: None, text: Some(words(&mark.name)), boxes: mark.boxes }).collect()
    }

    /// A page of the document's file, if it is made of pages that can be drawn.
    fn drawn(&self, index: EntryIndex, place: usize) -> Option<SheetOf<'a>> {
        SheetOf::new(self.site.known_text(index)?, place)
    }
}

/// What the entry says of a page.
fn described(document: &Document, page: u32) -> Option<&PagePicture> {
    document.pages.iter().find(|described| described.page.value == page)
}

/// The pages that may stand for a document: those that it shows large, else its first.
fn shown_first(document: &Document) -> impl Iterator<Item = u32> {
    document.pages.iter().map(|page| page.page.value).chain([1])
}

fn place_of(page: u32) -> Option<usize> {
    usize::try_from(page).ok()?.checked_sub(1)
}
