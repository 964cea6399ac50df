//! What the mails of a document show that somebody may not have meant to show.
//!
//! These are warnings and no gate: whoever sees them says in the file's own lines that it is meant, or shows less.

use super::files::Files;
use super::site::Entry;
use super::texts::TextPart;
use crate::diagnostic::Diagnostic;
use crate::entry::{Details, DocumentFile, Exposure};
use casebook_evidence::mail::{Correspondence, Hides};

/// What a document's mails show.
pub(super) fn check(entry: &Entry, parts: &[TextPart], files: &Files) -> Vec<Diagnostic> {
    let Some(Details::Document(document)) = entry.details() else { return Vec::new() };
    let mut found = Vec::new();
    for part in parts {
        let Some((file, known)) = document.files.get(part.file).zip(part.known()) else { continue };
        let Some(mail) = &known.document.correspondence else { continue };
        let texts: Vec<&str> = known.document.segments.iter().map(|segment| segment.text.as_str()).collect();
        let is_offered = files.offered.contains_key(file.file.path());
        let all = [addresses(file, mail, &texts), is_offered.then(|| heads(file, mail.hides)).flatten()];
        let named = entry.first().findings.files.iter().find(|used| used.file == part.path);
        found.extend(all.into_iter().flatten().map(|diagnostic| match named {
            Some(used) => diagnostic.at(used.span.clone()),
            None => diagnostic,
        }));
    }
    found
}

/// Pages show people by name; what stands in the words of mails stays there.
fn addresses(file: &DocumentFile, mail: &Correspondence, texts: &[&str]) -> Option<Diagnostic> {
    let shows = |number: usize| {
        let subject = mail.messages.get(number).and_then(|message| message.subject.as_deref()).unwrap_or_default();
        has_address(subject) || texts.get(number).is_some_and(|text| has_address(text))
    };
    let showing: Vec<usize> = (0..texts.len()).filter(|number| shows(*number)).collect();
    let first = showing.first().filter(|_| !file.accepts.contains(&Exposure::Addresses))? + 1;
    let which = match showing.len() {
        1 => format!("message {first} shows"),
        count => format!("{count} messages, the first of them message {first}, show"),
    };
    let shown = Diagnostic::warning("mail-addresses", format!("{which} an e-mail address in the words"));
    Some(shown.hint("machines collect what stands on pages; if it shall be seen all the same, write `accepts = [\"addresses\"]` for this file"))
}

/// What a copy of the file says and no page does.
fn heads(file: &DocumentFile, hides: Hides) -> Option<Diagnostic> {
    let what = match hides {
        Hides { recipients: true, way: true } => "to whom messages were sent unseen, and by which machines they came",
        Hides { recipients: true, way: false } => "to whom messages were sent unseen",
        Hides { recipients: false, way: true } => "by which machines messages came, and when",
        Hides { recipients: false, way: false } => return None,
    };
    if file.accepts.contains(&Exposure::Heads) {
        return None;
    }
    let told = Diagnostic::warning("mail-heads", format!("whoever loads this file sees {what}"));
    let told = told.hint("write `download = false` for this file: its messages are shown, and nobody loads it");
    Some(told.hint("if it shall be seen, write `accepts = [\"heads\"]`"))
}

/// Whether something in a text looks like an address for mail.
fn has_address(text: &str) -> bool {
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let is_domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    text.match_indices('@').any(|(at, _)| {
        let behind = &text[at + 1..];
        let domain = &behind[..behind.find(|c| !is_domain(c)).unwrap_or(behind.len())];
        let has_dot = domain.trim_end_matches(['.', '-']).split_once('.').is_some_and(|(host, rest)| !host.is_empty() && !rest.is_empty());
        text[..at].ends_with(is_local) && has_dot
    })
}

#[cfg(test)]
mod tests {
    use super::has_address;

    #[test]
    fn addresses_are_known_by_their_form() {
        for text in ["a@example.org", "(ada.b+c@mail.example.org)", "write to zo\u{e9}@example.org.", "<x@a-b.de>"] {
            assert!(has_address(text), "{text}");
        }
        for text in ["", "@", "a@b", "@example.org", "3 @ 4.50", "a@.", "a@b.", "a @example.org", "@@@@"] {
            assert!(!has_address(text), "{text}");
        }
    }
}
