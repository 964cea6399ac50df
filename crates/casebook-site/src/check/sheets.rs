//! The pages that a document shows large: each has one picture, drawn from its file or lying beside the entry.

use super::site::Entry;
use super::texts::{Text, TextPart};
use crate::diagnostic::Diagnostic;
use crate::entry::{Details, PagePicture};

/// Reports pages of which there is no picture, and pictures that nobody gets to see.
pub(super) fn check(entry: &Entry, parts: &[TextPart]) -> Vec<Diagnostic> {
    let Some(Details::Document(document)) = entry.details() else { return Vec::new() };
    // The entry tells of the pages of its first file.
    let known = match parts.first().map(|part| &part.text) {
        Some(Text::Known(known)) => Some(known),
        // That it can't be read is told at its file.
        Some(Text::Failed(_) | Text::Unread(_) | Text::Awaited(..)) => return Vec::new(),
        None => None,
    };
    let drawn = known.and_then(|known| known.document.contents.as_ref()).map_or(0, |contents| contents.pages.len());
    let is_drawn = |page: &PagePicture| (1..=drawn).contains(&usize::try_from(page.page.value).unwrap_or(usize::MAX));
    let look = |page: &PagePicture| match &page.file {
        None if is_drawn(page) => None,
        None => {
            let missing = Diagnostic::error("page-unpictured", format!("there is no picture of page {}", page.page.value)).at(page.page.span.clone());
            Some(missing.hint(match drawn {
                0 => "name the picture of the page as its `file`: only the pages of a PDF are drawn from it".to_owned(),
                1 => "the document's file has one page".to_owned(),
                count => format!("the document's file has {count} pages, counted from 1"),
            }))
        }
        Some(file) if is_drawn(page) => {
            let used = entry.first().findings.files.iter().find(|used| used.file == *file.path())?;
            let twice = Diagnostic::warning("page-pictured-twice", "this picture is shown nowhere: the page is drawn from the document's file");
            Some(twice.at(used.span.clone()).hint("leave `file` out, so that readers see one and the same page everywhere"))
        }
        Some(_) => None,
    };
    document.pages.iter().filter_map(look).collect()
}
