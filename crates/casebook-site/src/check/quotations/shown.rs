//! Documents that a text shows: whether they have the place that it names.
//!
//! What a document that wasn't read has is unknown, and that is told at the document.

use super::place::placed;
use crate::check::parsed::Parsed;
use crate::check::site::Site;
use crate::diagnostic::Diagnostic;
use crate::entry::Details;
use crate::markdown::{Body, Directive, DocumentView, Piece};

/// What one file shows that isn't there.
pub(super) fn astray(site: &Site, version: &Parsed) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    of_body(site, &version.body, &mut found);
    for note in &version.body.footnotes {
        of_body(site, &note.body, &mut found);
    }
    found
}

fn of_body(site: &Site, body: &Body, found: &mut Vec<Diagnostic>) {
    for piece in &body.pieces {
        let Piece::Directive(node) = piece else { continue };
        if let Some(Directive::DocumentView(view)) = &node.directive {
            found.extend(of_view(site, view).map(|diagnostic| diagnostic.at(node.span.clone())));
        }
        of_body(site, &node.body, found);
    }
}

fn of_view(site: &Site, view: &DocumentView) -> Option<Diagnostic> {
    let document = site.find(view.entry.id())?;
    let Some(Details::Document(entry)) = site.entries[document].details() else { return None };
    let parts = site.parts(document);
    if let Some(name) = view.place.file.as_ref().filter(|name| !parts.is_empty() && parts.iter().all(|part| part.name != **name)) {
        let names: Vec<String> = parts.iter().map(|part| format!("`{}`", part.name)).collect();
        let none = Diagnostic::error("place-missing", format!("this document has no file `{name}` that says something"));
        return Some(none.hint(format!("the names of its files: {}", names.join(", "))));
    }
    let is_read = parts.iter().all(|part| part.known().is_some()) && !parts.is_empty();
    let has_messages = site.known_texts(document).any(|(_, known)| known.document.correspondence.is_some());
    if view.thread && is_read && !has_messages {
        let none = Diagnostic::error("place-missing", format!("`{}` has no messages that could be shown", view.entry.id()));
        return Some(none.hint("`thread` is for documents made of mails (.eml, .mbox); take it out here"));
    }
    // A picture can show a page of which nobody has typed the words.
    let is_pictured = view.place.picture_in(entry).is_some();
    let names_place = view.place.page.is_some() || view.place.label.is_some() || view.place.message.is_some() || view.place.at.is_some();
    if parts.is_empty() && names_place && !is_pictured {
        let none = Diagnostic::error("place-missing", format!("nothing is known of what stands where in `{}`", view.entry.id()));
        return Some(none.hint("give the document a file with text or a `transcription`, or name a picture of the page under `[[pages]]`"));
    }
    placed(site, document, entry, &view.place).err().filter(|_| is_read && !is_pictured).map(|diagnostic| *diagnostic)
}
