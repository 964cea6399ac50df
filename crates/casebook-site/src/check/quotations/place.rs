//! The place that a quotation names, looked up in what its document says.
//!
//! A place that isn't there is an error with a hint how the document counts; nothing is guessed from what is near.

use crate::check::site::{EntryIndex, Site};
use crate::check::texts::TextPart;
use crate::diagnostic::Diagnostic;
use crate::entry::{Document as DocumentEntry, PagePicture, Passage};
use casebook_evidence::document::Document;
use casebook_evidence::evidence::Locator;
use std::num::NonZeroU32;

/// The place that is named, in the first of a document's files that has it; an error where none of those that may be meant
/// has it.
pub(crate) fn placed(site: &Site, document: EntryIndex, entry: &DocumentEntry, place: &Passage) -> Result<Option<(usize, Locator)>, Box<Diagnostic>> {
    let mut missing = None;
    let is_meant = |(_, part): &(usize, &TextPart)| place.file.as_ref().is_none_or(|name| part.name == *name);
    for (number, part) in site.parts(document).iter().enumerate().filter(is_meant) {
        let Some(known) = part.known() else { continue };
        match locator(place, Some(entry).filter(|_| number == 0), &known.document) {
            Ok(Some(found)) => return Ok(Some((number, found))),
            Ok(None) => {}
            Err(diagnostic) => missing = missing.or(Some(diagnostic)),
        }
    }
    missing.map_or(Ok(None), Err)
}

/// The place that is named, as the text counts; an error where it has no such place. `entry` says what is printed on the
/// pages, where it says it of this text.
pub(super) fn locator(place: &Passage, entry: Option<&DocumentEntry>, text: &Document) -> Result<Option<Locator>, Box<Diagnostic>> {
    let unknown = |what: String, hint: String| Err(Box::new(Diagnostic::error("place-missing", what).hint(hint)));
    if let Some(page) = place.page {
        return match NonZeroU32::new(page).filter(|page| text.page(*page).is_some()) {
            Some(page) => Ok(Some(Locator::Page(page))),
            None => unknown(format!("this document has no page {page}"), pages_hint(page, entry, text)),
        };
    }
    if let Some(label) = &place.label {
        let shown = shown_pages(entry).iter().find(|page| page.printed() == *label).and_then(|page| NonZeroU32::new(page.page.value));
        return match shown.or_else(|| text.page_labelled(label)).filter(|page| text.page(*page).is_some()) {
            Some(page) => Ok(Some(Locator::Page(page))),
            None => unknown(format!("no page of this document is labelled `{label}`"), "write its `page`, counted from 1".to_owned()),
        };
    }
    let has = |locator: Locator| text.segments.iter().any(|segment| segment.locator == locator);
    if let Some(message) = place.message {
        let count = text.correspondence.as_ref().map_or(0, |mail| mail.messages.len());
        return match NonZeroU32::new(message).map(Locator::Message).filter(|message| has(*message)) {
            Some(message) => Ok(Some(message)),
            None => unknown(
                format!("this document has no message {message}"),
                match count {
                    0 => "it is no correspondence".to_owned(),
                    1 => "it has one message".to_owned(),
                    count => format!("it has {count} messages, counted from 1 by date"),
                },
            ),
        };
    }
    if let Some(paragraph) = place.paragraph {
        return match NonZeroU32::new(paragraph).map(Locator::Paragraph).filter(|paragraph| has(*paragraph)) {
            Some(paragraph) => Ok(Some(paragraph)),
            None => unknown(
                format!("this document has no paragraph {paragraph}"),
                match text.segments.first().map(|segment| segment.locator) {
                    Some(Locator::Paragraph(_)) => format!("it has {} paragraphs", text.segments.len()),
                    Some(Locator::Page(_)) => "it is made of pages: name the `page`".to_owned(),
                    Some(Locator::Message(_)) => "it is a correspondence: name the `message`".to_owned(),
                    Some(Locator::Time(_)) => "it is a recording: name the time by `at`".to_owned(),
                    None => "it has no text".to_owned(),
                },
            ),
        };
    }
    let Some(at) = &place.at else { return Ok(None) };
    match milliseconds(at) {
        Some(time) => Ok(Some(Locator::Time(time))),
        None => {
            unknown(format!("`{at}` is no time"), "write minutes and seconds, `at=\"12:05\"`, with hours before them where there are any".to_owned())
        }
    }
}

fn shown_pages(entry: Option<&DocumentEntry>) -> &[PagePicture] {
    entry.map(|entry| entry.pages.as_slice()).unwrap_or_default()
}

/// Who writes `page="411"` means what is printed there.
fn pages_hint(page: u32, entry: Option<&DocumentEntry>, text: &Document) -> String {
    let label = page.to_string();
    let is_label = shown_pages(entry).iter().any(|shown| shown.printed() == label) || text.page_labelled(&label).is_some();
    if is_label {
        return format!("pages are counted from 1; the one on which {page} is printed is `label=\"{page}\"`");
    }
    match text.count_pages() {
        0 => "it isn't made of pages".to_owned(),
        1 => "it has one page".to_owned(),
        count => format!("it has {count} pages, counted from 1"),
    }
}

/// `12:05`, `1:12:05.5`.
fn milliseconds(text: &str) -> Option<u64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let parts: Vec<u64> = whole.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let seconds = match *parts.as_slice() {
        [seconds] => seconds,
        [minutes, seconds] if seconds < 60 => minutes.checked_mul(60)?.checked_add(seconds)?,
        [hours, minutes, seconds] if minutes < 60 && seconds < 60 => hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds)?,
        _ => return None,
    };
    let is_fraction = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let fraction: u64 = is_fraction.then(|| format!("{fraction:0<3}").parse().ok())??;
    seconds.checked_mul(1000)?.checked_add(fraction)
}
