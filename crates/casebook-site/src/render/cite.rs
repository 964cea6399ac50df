//! A page or message as others cite it: in words, for LaTeX (BibTeX) and for other programs (CSL-JSON 1.0).
//!
//! It says what is known and makes up nothing. No date of a visit is among it: the reader knows that day.

use super::context::CitationContext;
use super::reading::Reading;
use crate::check::EntryIndex;
use crate::entry::Document;
use crate::value::PartialDate;
use casebook_evidence::evidence::Locator;
use serde::Serialize;

/// What a citation is made of.
struct Cited {
    key: String,
    authors: Vec<String>,
    title: String,
    date: Option<PartialDate>,
    /// "Page 3", in the reader's language.
    place: String,
    /// What is printed on the page or its number, and the number of a message.
    number: String,
    is_message: bool,
    site: String,
    publisher: String,
    source: Option<String>,
    language: Option<String>,
    url: Option<String>,
}

/// An item of CSL-JSON: <https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html>
#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(rename = "container-title")]
    container_title: &'a str,
    publisher: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// A name as it is given: which part of it is the family's can't be told from outside.
#[derive(Serialize)]
struct Name<'a> {
    literal: &'a str,
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    date_parts: [Vec<i16>; 1],
}

impl Reading<'_> {
    /// A page or message as others cite it. `place` is how it is named here.
    pub fn citation(&self, index: EntryIndex, document: &Document, place: &str, (part, number): (usize, usize)) -> CitationContext {
        let senders = self.senders(index, part, number);
        let date = self.day_of_message(index, part, number).or(self.site.entries[index].first().common.date);
        let known = self.site.known_text(index, part);
        let locator = known.and_then(|known| Some(known.document.segments.get(number)?.locator));
        let url = locator.and_then(|locator| self.site.segment_url(index, self.language, part, locator));
        let is_message = matches!(locator, Some(Locator::Message(_)));
        let segment = number;
        let number = self.printed(index, document, (part, number));
        let cited = Cited {
            key: key(&self.site.entries[index].id, self.site.parts(index).get(part).filter(|_| part > 0).map(|part| part.name.as_str()), segment + 1),
            authors: if senders.is_empty() { document.author.iter().cloned().collect() } else { senders },
            title: self.link(index).title,
            date,
            place: place.to_owned(),
            number,
            is_message,
            site: self.localised(&self.site.settings.title),
            publisher: self.site.settings.owner.clone(),
            source: document.received.as_ref().map(|received| self.localised(&received.from)),
            language: document.language.as_ref().map(ToString::to_string),
            url: url.map(|url| self.absolute(&url)),
        };
        CitationContext { text: self.in_words(&cited), bibtex: bibtex(&cited), csl: csl(&cited) }
    }

    fn in_words(&self, cited: &Cited) -> String {
        let parts = [
            self.joined(&cited.authors),
            Some(cited.title.clone()),
            cited.date.map(|date| self.date(date).text),
            Some(cited.place.clone()),
            Some(cited.site.clone()),
            cited.url.clone(),
        ];
        parts.into_iter().flatten().map(|part| part.trim_end_matches('.').to_owned()).collect::<Vec<_>>().join(". ")
    }
}

/// A name that every program takes, and that no other page of the site has: `documents-clock-reading-2`.
fn key(id: &str, file: Option<&str>, number: usize) -> String {
    let whole = [Some(id), file, Some(number.to_string().as_str())].into_iter().flatten().collect::<Vec<_>>().join("-").replace('/', "-");
    let plain: String = whole.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { format!("document-{plain}") }
}

fn bibtex(cited: &Cited) -> String {
    // Braces keep a name in one piece, whatever words it has; between two names BibTeX wants an "and".
    let authors: Vec<String> = cited.authors.iter().map(|name| format!("{{{}}}", latex(name))).collect();
    let parts = cited.date.map(parts_of).unwrap_or_default();
    let month = parts.get(1).and_then(|month| MONTHS.get(usize::try_from(*month).ok()?.checked_sub(1)?));
    let braced = |text: &str| format!("{{{}}}", latex(text));
    let fields = [
        ("author", Some(authors.join(" and ")).filter(|authors| !authors.is_empty()).map(|authors| format!("{{{authors}}}"))),
        // The second pair keeps capitals.
        ("title", Some(format!("{{{}}}", braced(&cited.title)))),
        ("year", parts.first().map(|year| format!("{{{year}}}"))),
        ("month", month.map(|month| (*month).to_owned())),
        ("day", parts.get(2).map(|day| format!("{{{day}}}"))),
        ("howpublished", Some(braced(&cited.site))),
        ("publisher", Some(braced(&cited.publisher))),
        ("pages", Some(braced(&cited.number)).filter(|_| !cited.is_message)),
        ("number", Some(braced(&cited.number)).filter(|_| cited.is_message)),
        (
            "note",
            Some(match &cited.source {
                Some(source) => braced(&format!("{}. {source}", cited.place)),
                None => braced(&cited.place),
            }),
        ),
        ("language", cited.language.as_deref().map(braced)),
        // An address stands as it is: its braces and backslashes are encoded already.
        ("url", cited.url.as_ref().map(|url| format!("{{{url}}}"))),
    ];
    let lines = fields.into_iter().filter_map(|(name, value)| Some(format!("  {name} = {}", value?)));
    format!("@misc{{{},\n{}\n}}", cited.key, lines.collect::<Vec<_>>().join(",\n"))
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Text in which nothing means anything to LaTeX.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            // As a command, so that braces stay in pairs for who only counts them.
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '#' | '$' | '%' | '&' | '_' => out.extend(['\\', c]),
            _ if c.is_control() => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

fn csl(cited: &Cited) -> String {
    let item = Item {
        id: &cited.key,
        kind: if cited.is_message { "personal_communication" } else { "document" },
        title: &cited.title,
        author: cited.authors.iter().map(|literal| Name { literal }).collect(),
        issued: cited.date.map(|date| Issued { date_parts: [parts_of(date)] }),
        page: Some(cited.number.as_str()).filter(|_| !cited.is_message),
        number: Some(cited.number.as_str()).filter(|_| cited.is_message),
        container_title: &cited.site,
        publisher: &cited.publisher,
        source: cited.source.as_deref(),
        language: cited.language.as_deref(),
        url: cited.url.as_deref(),
    };
    serde_json::to_string_pretty(&[item]).unwrap_or_default()
}

/// Year, month and day, as far as they are known.
fn parts_of(date: PartialDate) -> Vec<i16> {
    date.to_string().split('-').filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited() -> Cited {
        Cited {
            key: key("documents/clock-reading", None, 2),
            authors: vec!["Owen & Sons".to_owned(), "C. Strake".to_owned()],
            title: "50 % of {what} we \\know_".to_owned(),
            date: "1992-02".parse().ok(),
            place: "Page 2".to_owned(),
            number: "2".to_owned(),
            is_message: false,
            site: "The \"case\"".to_owned(),
            publisher: "Somebody".to_owned(),
            source: Some("An archive".to_owned()),
            language: Some("en".to_owned()),
            url: Some("https://example.org/documents/clock-reading/p/2/".to_owned()),
        }
    }

    #[test]
    fn latex_reads_no_commands_in_a_citation() {
        let expected = "@misc{documents-clock-reading-2,\n  author = {{Owen \\& Sons} and {C. Strake}},\n  title = {{50 \\% of \\textbraceleft{}what\\textbraceright{} we \\textbackslash{}know\\_}},\n  year = {1992},\n  month = feb,\n  howpublished = {The \"case\"},\n  publisher = {Somebody},\n  pages = {2},\n  note = {Page 2. An archive},\n  language = {en},\n  url = {https://example.org/documents/clock-reading/p/2/}\n}";
        assert_eq!(bibtex(&cited()), expected);
        assert_eq!(latex("a\nb~^#$"), "a b\\textasciitilde{}\\textasciicircum{}\\#\\$");
    }

    /// The names that the schema of CSL-JSON knows, of those that we write; it forbids all others.
    const KNOWN: [&str; 12] =
        ["id", "type", "title", "author", "issued", "page", "number", "container-title", "publisher", "source", "language", "URL"];

    #[test]
    fn csl_is_json_with_what_its_schema_requires() {
        let without = Cited { authors: Vec::new(), date: None, source: None, language: None, url: None, is_message: true, ..cited() };
        for cited in [cited(), without] {
            let items: serde_json::Value = serde_json::from_str(&csl(&cited)).expect("JSON");
            let item = items.as_array().and_then(|items| items.first()).and_then(|item| item.as_object()).expect("an item");
            assert!(item["id"].is_string() && item["title"].is_string(), "{item:?}");
            assert!(["document", "personal_communication"].contains(&item["type"].as_str().unwrap_or_default()), "{item:?}");
            assert!(item.keys().all(|name| KNOWN.contains(&name.as_str())), "{item:?}");
        }
        let items: serde_json::Value = serde_json::from_str(&csl(&cited())).expect("JSON");
        assert_eq!(items[0]["issued"]["date-parts"], serde_json::json!([[1992, 2]]));
        assert_eq!(items[0]["author"][1]["literal"], "C. Strake");
        assert_eq!(items[0]["title"], "50 % of {what} we \\know_");
    }

    #[test]
    fn a_key_is_plain() {
        assert_eq!(key("1992 Größe", None, 4), "document-1992Gre-4");
        assert_eq!(key("papers/letters", Some("second"), 3), "papers-letters-second-3");
    }
}
