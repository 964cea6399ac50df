//! The site as a reader of one language sees it: links, names, dates, pictures in that language.

use super::context::{DateContext, FileContext, LanguageContext, LinkContext, PersonContext, SourceContext};
use super::transcript::clock;
use crate::address::UrlPath;
use crate::check::{Entry, EntryIndex, LanguageIndex, Parsed, Site, placed};
use crate::entry::{Details, Document, Passage};
use crate::language::{Arg, Strings};
use crate::source::SitePath;
use crate::value::{LanguageTag, Localised, PartialDate, PersonRef};
use crate::verbatim::Place;
use casebook_evidence::evidence::Locator;
use jiff::ZonedDateTime;

/// The site in one language.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub site: &'a Site,
    /// Where links lead, and which texts are shown.
    pub language: LanguageIndex,
    /// In which language the program speaks: the reader's, but inside a text that isn't translated
    /// the text's, because that is what the text around says of itself.
    speaks: LanguageIndex,
    pub strings: &'a Strings,
}

impl<'a> Reading<'a> {
    pub fn new(site: &'a Site, language: LanguageIndex) -> Self {
        Self { site, language, speaks: language, strings: site.theme.strings(site.languages[language].as_str()) }
    }

    /// The same inside a text of another language.
    pub fn inside(self, text: &LanguageTag) -> Self {
        let speaks = self.site.languages.iter().position(|tag| tag == text).unwrap_or(self.language);
        Self { speaks, strings: self.site.theme.strings(self.site.languages[speaks].as_str()), ..self }
    }

    /// The tag of the language in which the program speaks.
    pub fn tag(&self) -> &'a str {
        self.site.languages[self.speaks].as_str()
    }

    /// The text in the language in which the program speaks.
    pub fn localised(&self, text: &Localised) -> String {
        text.in_language(self.tag(), self.site.languages[0].as_str()).to_owned()
    }

    /// The text of an entry that this reader sees.
    pub fn version(&self, entry: &'a Entry) -> &'a Parsed {
        entry.version(self.language)
    }

    /// The language that a tag names, in words.
    pub fn language(&self, tag: &str) -> LanguageContext {
        let base = tag.split('-').next().unwrap_or(tag);
        let find = |id: &str| self.strings.find(&format!("{id}-{tag}")).or_else(|| self.strings.find(&format!("{id}-{base}")));
        let name = find("language-name").unwrap_or_else(|| tag.to_owned());
        let own_name = find("language-own-name").unwrap_or_else(|| name.clone());
        let is_rtl = matches!(base, "ar" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi");
        LanguageContext { tag: tag.to_owned(), name, own_name, direction: if is_rtl { "rtl" } else { "ltr" } }
    }

    /// A language, where it is not the reader's.
    pub fn foreign(&self, tag: &LanguageTag) -> Option<LanguageContext> {
        (tag.as_str() != self.tag()).then(|| self.language(tag.as_str()))
    }

    pub fn date(&self, date: PartialDate) -> DateContext {
        DateContext { iso: date.to_string(), text: self.strings.date(date) }
    }

    pub fn moment(&self, moment: &ZonedDateTime) -> DateContext {
        let iso = format!("{}{}", moment.strftime("%Y-%m-%dT%H:%M:%S"), moment.strftime("%:z"));
        DateContext { iso, text: self.strings.date_time(moment) }
    }

    /// The end of what begins at `start`: on the same day its time alone.
    pub fn end_of(&self, start: &ZonedDateTime, end: &ZonedDateTime) -> DateContext {
        let whole = self.moment(end);
        let text = if start.date() == end.date() { self.strings.time_of_day(end) } else { whole.text };
        DateContext { text, iso: whole.iso }
    }

    /// A link to an entry, under its title.
    pub fn link(&self, entry: EntryIndex) -> LinkContext {
        let value = &self.site.entries[entry];
        let version = self.version(value);
        LinkContext { title: version.common.title.clone(), url: value.urls[self.language].href(), language: self.foreign(&version.language) }
    }

    /// A link to an entry, under its menu title.
    pub fn menu_link(&self, entry: EntryIndex) -> LinkContext {
        let title = self.version(&self.site.entries[entry]).common.menu_title.clone();
        let link = self.link(entry);
        LinkContext { title: title.unwrap_or(link.title), ..link }
    }

    /// The address of a file, for a link.
    pub fn file_href(&self, path: &SitePath) -> Option<String> {
        self.site.file_href(path)
    }

    /// An address with the origin in front, for those who read it elsewhere.
    pub fn absolute(&self, url: &UrlPath) -> String {
        format!("{}{}", self.site.settings.origin(), url.href())
    }

    /// A file to download; `None` where it is missing (reported).
    pub fn download(&self, path: &SitePath, title: &str) -> Option<FileContext> {
        let file = self.site.source.get(path)?;
        let format = path.extension().to_uppercase();
        Some(FileContext { title: title.to_owned(), url: self.file_href(path)?, format, size: self.size(file.len) })
    }

    /// A size in words, in decimal units as shops and systems count them.
    pub fn size(&self, len: u64) -> String {
        let (id, number) = match len {
            0..1_000 => ("size-b", len.to_string()),
            1_000..1_000_000 => ("size-kb", (len / 1_000).to_string()),
            _ => ("size-mb", format!("{}.{}", len / 1_000_000, len / 100_000 % 10)),
        };
        let number = number.replace('.', &self.strings.text("decimal-separator"));
        self.strings.format(id, &[("n", Arg::Text(&number))])
    }

    /// A person as others mention them; `None` where the entry is missing (reported) or hidden.
    pub fn person(&self, person: &PersonRef) -> Option<PersonContext> {
        let index = self.site.find(person.id())?;
        matches!(self.site.entries[index].details(), Some(Details::Person(_))).then(|| self.person_at(index))
    }

    pub fn persons(&self, persons: &[PersonRef]) -> Vec<PersonContext> {
        persons.iter().filter_map(|person| self.person(person)).collect()
    }

    pub fn person_at(&self, index: EntryIndex) -> PersonContext {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let role = match &version.details {
            Some(Details::Person(person)) => person.role.clone(),
            _ => None,
        };
        let name = version.common.title.clone();
        PersonContext { initials: initials(&name), name, url: entry.urls[self.language].href(), role, portrait: self.image(entry) }
    }

    /// The title of a profession, period, topic or tag of `site.toml`.
    pub fn named(&self, list: &[crate::settings::Named], name: &str) -> String {
        let found = list.iter().find(|named| named.name == name);
        found.map_or_else(|| name.to_owned(), |named| self.localised(&named.title))
    }

    /// A place of a document in words: "page 3", or what is printed on that page.
    pub fn place(&self, index: EntryIndex, document: &Document, passage: &Passage) -> Option<String> {
        let in_words = |id: &str, name: &str, value: &str| self.strings.format(id, &[(name, Arg::Text(value))]);
        let printed = |page: u32| self.page_named(index, document, passage).map_or_else(|| page.to_string(), |at| self.printed(index, document, at));
        match passage {
            Passage { page: Some(page), .. } => Some(in_words("place-page", "page", &printed(*page))),
            Passage { label: Some(label), .. } => Some(in_words("place-label", "label", label)),
            Passage { message: Some(message), .. } => Some(in_words("place-message", "message", &message.to_string())),
            Passage { paragraph: Some(paragraph), .. } => Some(in_words("place-paragraph", "paragraph", &paragraph.to_string())),
            Passage { at: Some(time), .. } => Some(self.place_at(time)),
            _ => None,
        }
    }

    fn place_at(&self, time: &str) -> String {
        self.strings.format("place-time", &[("time", Arg::Text(time))])
    }

    /// The place where words were found, behind the title of their file where several of the document's files say something.
    pub fn found_place(&self, index: EntryIndex, part: usize, place: &Place) -> Option<String> {
        let in_words = |id: &str, name: &str, value: &str| self.strings.format(id, &[(name, Arg::Text(value))]);
        let Details::Document(document) = self.site.entries[index].details()? else { return None };
        let named = match place.locator {
            Locator::Page(_) => Some(in_words("place-page", "page", &self.printed(index, document, (part, place.segment)))),
            Locator::Message(message) => Some(in_words("place-message", "message", &message.to_string())),
            Locator::Time(start) => Some(self.place_at(&clock(start / 1000))),
            Locator::Paragraph(_) => None,
        };
        let parts: Vec<String> = [self.part_title(index, part), named].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// The same, behind the title of the file that is named.
    pub fn place_in_file(&self, index: EntryIndex, document: &Document, passage: &Passage) -> Option<String> {
        let place = self.place(index, document, passage);
        let part = passage.file.as_ref().and_then(|name| self.site.parts(index).iter().position(|part| part.name == *name));
        let parts = [part.and_then(|part| self.part_title(index, part)), place];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// A passage of a document or recording; `None` where that is missing (reported) or hidden.
    pub fn source(&self, id: &str, passage: &Passage) -> Option<SourceContext> {
        let index = self.site.find(id)?;
        let entry = &self.site.entries[index];
        let link = self.link(index);
        let date = entry.first().common.date.map(|date| self.date(date));
        let (url, place) = match entry.details()? {
            Details::Document(document) => {
                let own = self.locator(index, document, passage);
                let own = own.and_then(|(part, locator)| self.site.segment_url(index, self.language, part, locator));
                let url = own.map_or_else(|| self.pictured(index, document, passage), |url| url.href());
                (url, self.place_in_file(index, document, passage))
            }
            Details::Recording(_) => (link.url, passage.at.as_ref().map(|time| self.place_at(time))),
            _ => return None,
        };
        Some(SourceContext { title: link.title, url, language: link.language, place, date })
    }

    /// The place that is named, in the first file that has it, as that counts; none of what has no such place (reported) or
    /// wasn't read.
    pub fn locator(&self, index: EntryIndex, document: &Document, place: &Passage) -> Option<(usize, Locator)> {
        placed(self.site, index, document, place).ok().flatten()
    }

    /// A document's own page, and the picture of a page on it.
    pub fn pictured(&self, index: EntryIndex, document: &Document, place: &Passage) -> String {
        let fragment = place.picture_in(document).map(|picture| format!("#p{}", picture.page.value)).unwrap_or_default();
        self.link(index).url + &fragment
    }

    /// Names joined as the language joins them: "a, b and c".
    pub fn joined(&self, names: &[String]) -> Option<String> {
        (!names.is_empty()).then(|| self.strings.list(names))
    }
}

/// The first letters of the first and the last name.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let ends = [words.first(), words.last().filter(|_| words.len() > 1)];
    ends.into_iter().flatten().filter_map(|word| word.chars().find(|c| c.is_alphabetic())).flat_map(char::to_uppercase).collect()
}
