//! A work, its translations and their editions.
//!
//! The language of the first edition is the work's own (`editions`: "the first one first"), so what
//! is in another language is a translation of it.

use super::nodes::{Book, Named, Reference};
use crate::check::EntryIndex;
use crate::entry::{Book as Work, BookEdition, Kind};
use crate::render::reading::Reading;
use crate::source::SitePath;
use crate::value::{CoverRef, LanguageTag};

impl Reading<'_> {
    pub(super) fn book_node(&self, index: EntryIndex, work: &Work) -> Book {
        let entry = &self.site.entries[index];
        let common = &self.version(entry).common;
        let title = &common.title;
        let (id, url) = (self.thing_id(entry), self.address(self.kept_url(entry)));
        let own = work.editions.first().map(|edition| &edition.language);
        let (of_work, translated): (Vec<&BookEdition>, Vec<&BookEdition>) = work.editions.iter().partition(|edition| Some(&edition.language) == own);
        let prize = |prize: &crate::entry::Prize| {
            let name = self.localised(&prize.name);
            prize.year.map_or(name.clone(), |year| format!("{name}, {year}"))
        };
        Book {
            // The work has the title of its first edition; the page's may be a translated one.
            name: of_work.first().and_then(|edition| edition.title.clone()).unwrap_or_else(|| title.clone()),
            alternative_headline: work.subtitle.clone(),
            description: common.description.clone(),
            author: self.authors(work),
            in_language: own.map(ToString::to_string),
            date_published: work.year.map(|year| format!("{year:04}")),
            image: self.main_image(entry),
            award: work.prizes.iter().map(prize).collect(),
            work_example: of_work.iter().map(|edition| self.edition_node(edition, title, work)).collect(),
            work_translation: self.translations(&translated, id.as_ref(), title, work),
            id,
            url,
            ..Book::default()
        }
    }

    /// One translation for each language, in the order of the editions.
    fn translations(&self, editions: &[&BookEdition], of: Option<&String>, title: &str, work: &Work) -> Vec<Book> {
        let mut languages: Vec<&LanguageTag> = Vec::new();
        for edition in editions {
            if !languages.contains(&&edition.language) {
                languages.push(&edition.language);
            }
        }
        let translation = |language: &LanguageTag| {
            let own: Vec<&BookEdition> = editions.iter().copied().filter(|edition| edition.language == *language).collect();
            let mut translator: Vec<String> = own.iter().filter_map(|edition| edition.translator.clone()).collect();
            translator.dedup();
            Book {
                name: own.iter().find_map(|edition| edition.title.clone()).unwrap_or_else(|| title.to_owned()),
                author: self.authors(work),
                translator,
                in_language: Some(language.to_string()),
                translation_of_work: of.map(|id| Reference { id: id.clone() }),
                work_example: own.into_iter().map(|edition| self.edition_node(edition, title, work)).collect(),
                ..Book::default()
            }
        };
        languages.into_iter().map(translation).collect()
    }

    fn edition_node(&self, edition: &BookEdition, title: &str, work: &Work) -> Book {
        let publisher = |name: &String| Named { kind: "Organization", name: name.clone(), ..Named::default() };
        let image = edition.cover.as_ref().and_then(|cover| self.preview_href(cover.path(), Kind::Book)).and_then(|href| self.with_origin(&href));
        Book {
            name: edition.title.clone().unwrap_or_else(|| title.to_owned()),
            author: self.authors(work),
            translator: edition.translator.iter().cloned().collect(),
            in_language: Some(edition.language.to_string()),
            date_published: edition.year.map(|year| format!("{year:04}")),
            publisher: edition.publisher.as_ref().map(publisher),
            // schema.org and Google take it without hyphens.
            isbn: edition.isbn.as_ref().map(|isbn| isbn.as_str().chars().filter(char::is_ascii_alphanumeric).collect()),
            book_format: edition.form.as_ref().and_then(|form| book_format(form.in_language("en", "en"))),
            image,
            same_as: edition.url.as_ref().map(ToString::to_string).filter(|url| url.starts_with("http")),
            ..Book::default()
        }
    }

    fn authors(&self, work: &Work) -> Vec<Named> {
        let person = |name: &String| self.person_named(name).unwrap_or_else(|| Named { kind: "Person", name: name.clone(), ..Named::default() });
        work.authors.iter().map(person).collect()
    }

    /// The cover of a work, as its page shows it.
    pub(super) fn cover_file<'a>(&self, work: &'a Work) -> Option<&'a SitePath> {
        let own = work.editions.iter().filter(|edition| edition.language.as_str() == self.tag());
        own.chain(&work.editions).find_map(|edition| edition.cover.as_ref()).map(CoverRef::path)
    }
}

/// The four formats that schema.org knows, by the words that people write for them.
fn book_format(form: &str) -> Option<&'static str> {
    let form = form.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| form.contains(word));
    if is(&["audio", "hörbuch"]) {
        Some("https://schema.org/AudiobookFormat")
    } else if is(&["e-book", "ebook", "epub"]) {
        Some("https://schema.org/EBook")
    } else if is(&["hardcover", "hardback", "cloth", "gebunden"]) {
        Some("https://schema.org/Hardcover")
    } else if is(&["paperback", "softcover", "taschenbuch", "broschur", "broschiert"]) {
        Some("https://schema.org/Paperback")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::book_format;

    #[test]
    fn forms_are_known_by_their_usual_words() {
        for (form, known) in [
            ("Hardcover", Some("Hardcover")),
            ("gebunden mit Schutzumschlag", Some("Hardcover")),
            ("Paperback", Some("Paperback")),
            ("Taschenbuch", Some("Paperback")),
            ("E-Book", Some("EBook")),
            ("Hörbuch, gelesen von der Autorin", Some("AudiobookFormat")),
            ("Samizdat", None),
        ] {
            assert_eq!(book_format(form).and_then(|url| url.strip_prefix("https://schema.org/")), known, "{form}");
        }
    }
}
