//! Documents that a text shows: whether they have the place that it names.
//!
//! What a document that wasn't read has is unknown, and that is told at the document.

use super::locator;
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
    let text = &site.known_text(document)?.document;
    if view.thread && text.correspondence.is_none() {
        let none = Diagnostic::error("place-missing", format!("`{}` has no messages that could be shown", view.entry.id()));
        return Some(none.hint("`thread` is for documents made of mails (.eml, .mbox); take it out here"));
    }
    // A picture can show a page of which nobody has typed the words.
    let is_pictured = view.place.picture_in(entry).is_some();
    locator(&view.place, entry, text).err().filter(|_| !is_pictured).map(|diagnostic| *diagnostic)
}
