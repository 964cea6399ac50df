//! Passages of a document as directives that quote them, for whoever looks for words.

use super::claim::Form;
use super::judge::Spot;
use super::told::written;
use crate::check::site::Site;
use crate::check::texts::{KnownText, Text, TextPart};
use crate::entry::Details;
use crate::source::SitePath;
use crate::verbatim::{Hint, Likeness, Source, find};
use casebook_evidence::document::Failure;

/// A passage, ready to be put into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The directive with its words.
    pub directive: String,
    /// What it stands in: some words before it, its own, and some behind it.
    pub around: [String; 3],
    /// Whether these are the words that were looked for.
    pub likeness: Likeness,
}

/// How many passages are offered.
const MOST_OFFERS: usize = 5;

/// Why nothing can be quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unquotable {
    /// The file belongs to no document and no recording.
    NoDocument,
    /// The document has no text.
    Silent,
    /// It can't be read.
    Failed(Failure),
    /// Nobody has read it yet.
    Unread,
}

impl Site {
    /// Where words stand in the document to which a file belongs, else what is most like them; the best first.
    pub fn offers(&self, file: &SitePath, words: &str) -> Result<Vec<Offer>, Unquotable> {
        let is_its = |version: &crate::check::Parsed| version.path == *file || version.findings.files.iter().any(|used| used.file == *file);
        let is_it = |entry: &crate::check::Entry| {
            matches!(entry.details(), Some(Details::Document(_) | Details::Recording(_)))
                && entry.versions.iter().flatten().any(|version| is_its(version))
        };
        let index = self.entries.iter().position(is_it).ok_or(Unquotable::NoDocument)?;
        let parts = self.parts(index);
        let known: Vec<(&TextPart, &KnownText)> = parts.iter().filter_map(|part| Some((part, part.known()?))).collect();
        if known.is_empty() {
            let failed = parts.iter().find_map(|part| match &part.text {
                Text::Failed(failure) => Some(Unquotable::Failed(failure.clone())),
                Text::Known(_) | Text::Unread(_) | Text::Awaited(..) => None,
            });
            return Err(failed.unwrap_or(if parts.is_empty() { Unquotable::Silent } else { Unquotable::Unread }));
        }
        let id = &self.entries[index].id;
        let found = known
            .into_iter()
            .flat_map(|(part, known)| find(&Source::new(&known.document.segments), words).into_iter().map(move |found| (part, found)));
        let mut offers: Vec<Offer> = found
            .map(|(part, found)| {
                let file = Some(part.name.clone()).filter(|_| parts.len() > 1);
                let place = written(Form::Directive, &Spot { file, hint: Hint { locator: found.locator, nth: found.nth } });
                let directive = format!(":::quote{{source=\"{id}\" {}}}\n{}\n:::\n", place.trim_matches('`'), as_markdown(&found.text));
                Offer { directive, around: [found.before, found.text, found.behind], likeness: found.likeness }
            })
            .collect();
        if offers.iter().any(|offer| offer.likeness == Likeness::Exact) {
            offers.retain(|offer| offer.likeness == Likeness::Exact);
        }
        offers.sort_by_key(|offer| offer.likeness);
        offers.truncate(MOST_OFFERS);
        Ok(offers)
    }
}

/// Words as Markdown that says nothing but them.
fn as_markdown(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        let is_mark = matches!(c, '\\' | '`' | '*' | '_' | '<' | '~' | '|');
        // At the beginning of a line these make headings, lists, quotations and directives.
        let begins = at == 0 && matches!(c, '#' | '>' | '-' | '+' | '=' | ':');
        if is_mark || begins {
            text.push('\\');
        }
        text.push(c);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        text.insert(digits, '\\');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::as_markdown;

    #[test]
    fn words_stay_words() {
        for (words, expected) in [("a *b*", "a \\*b\\*"), ("4. Item 5", "4\\. Item 5"), ("# one", "\\# one"), ("a # b", "a # b"), ("[sic]", "[sic]")]
        {
            assert_eq!(as_markdown(words), expected);
        }
    }
}
