//! Ids of headings and slugs of titles: text made fit for an address.
//!
//! Addresses are ASCII, so that they survive every mail program. What a script other than Latin
//! says can't be spelled here; the caller decides what stands in its place.

use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The text as lower-case ASCII letters and digits joined by single hyphens; `""` where nothing
/// can be spelled so. German writes ä as ae; other languages drop the marks.
pub fn slugify(text: &str, language: &str) -> String {
    let is_german = language.split('-').next() == Some("de");
    let mut slug = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|c| push(&mut slug, c));
        slug.truncate(slug.trim_end_matches('-').len());
        return slug;
    }
    for c in text.nfc() {
        if c.is_ascii() {
            push(&mut slug, c);
        } else if let Some(letters) = spelled(c, is_german) {
            letters.chars().for_each(|c| push(&mut slug, c));
        } else if !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{2019}') {
            spell_out(&mut slug, c);
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A letter through its compatibility decomposition: é is e, ﬁ is fi; anything else parts words.
fn spell_out(slug: &mut String, c: char) {
    for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
        push(slug, part);
    }
}

fn push(slug: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        slug.push(c.to_ascii_lowercase());
    } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// Letters that have no decomposition, and those that German spells with two.
const fn spelled(c: char, is_german: bool) -> Option<&'static str> {
    Some(match c {
        'ä' | 'Ä' if is_german => "ae",
        'ö' | 'Ö' if is_german => "oe",
        'ü' | 'Ü' if is_german => "ue",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ı' => "i",
        _ => return None,
    })
}

/// The ids that the theme's templates give to the parts of a page.
const PAGE_IDS: [&str; 19] = [
    "cite",
    "corrected",
    "custody",
    "editions",
    "entries",
    "main",
    "menu",
    "messages",
    "named",
    "pages",
    "parts",
    "quoted-by",
    "redactions",
    "said",
    "segment",
    "steps",
    "subjects",
    "transcript",
    "words",
];

/// Whether an id belongs to the page around the text: a part of it, a footnote, a page of a document, a quotation,
/// a passage of a transcript, a mark of what the site quotes.
pub(crate) fn is_of_page(id: &str) -> bool {
    let is_numbered = |prefix: &str| id.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_mark = id.strip_prefix('q').is_some_and(|rest| rest.len() >= 6 && rest.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'));
    is_mark || PAGE_IDS.contains(&id) || ["fn-", "fnref-", "p", "t"].into_iter().any(is_numbered) || id.starts_with("said-")
}

/// The ids that are taken on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
    /// The last number that was given to a base, so that a thousand equal headings cost a thousand steps.
    last: BTreeMap<String, u32>,
}

impl Ids {
    /// An id that nothing else on the page has: `base`, `base-2`, `base-3`, …
    pub(super) fn unique(&mut self, base: &str) -> String {
        let base = if base.is_empty() { "section" } else { base };
        if !is_of_page(base) && self.taken.insert(base.to_owned()) {
            return base.to_owned();
        }
        let number = self.last.entry(base.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let id = format!("{base}-{number}");
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }

    /// Whether an id is taken.
    pub(super) fn has(&self, id: &str) -> bool {
        is_of_page(id) || self.taken.contains(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_addresses() {
        for (text, language, slug) in [
            ("Hello, World!", "en", "hello-world"),
            ("  -- a -- ", "en", "a"),
            ("Über große Öfen", "de", "ueber-grosse-oefen"),
            ("U\u{308}ber", "de-at", "ueber"),
            ("Über Öfen", "sv", "uber-ofen"),
            ("Crème brûlée", "fr", "creme-brulee"),
            ("Łódź, Þór, Ægir, cœur, Đuro, Møn", "en", "lodz-thor-aegir-coeur-duro-mon"),
            ("ﬁnal ² Ⅷ", "en", "final-2-viii"),
            ("Don't, don\u{2019}t", "en", "dont-dont"),
            ("“Quoted” – text…", "en", "quoted-text"),
            ("правда", "ru", ""),
            ("правда 2024", "ru", "2024"),
            ("", "en", ""),
        ] {
            assert_eq!(slugify(text, language), slug, "{text}");
        }
    }

    #[test]
    fn the_parts_of_the_page_keep_their_ids() {
        let templates = crate::theme::DEFAULT_FILES.iter().filter(|file| file.path.ends_with(".html"));
        let texts = templates.map(|file| std::str::from_utf8(file.bytes).expect("text"));
        let ids = texts.flat_map(|text| text.split(" id=\"").skip(1)).filter_map(|rest| rest.split('"').next()).filter(|id| !id.contains('{'));
        assert_eq!(ids.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>(), PAGE_IDS);
        let mut ids = Ids::default();
        let given: Vec<String> = ["menu", "fn-1", "fnref-1", "t12", "p3", "time", "menu"].iter().map(|base| ids.unique(base)).collect();
        assert_eq!(given, ["menu-2", "fn-1-2", "fnref-1-2", "t12-2", "p3-2", "time", "menu-3"]);
        assert!(ids.has("main"));
    }

    #[test]
    fn ids_are_unique() {
        let mut ids = Ids::default();
        let given: Vec<String> = ["a", "a", "a-2", "a", "", ""].iter().map(|base| ids.unique(base)).collect();
        assert_eq!(given, ["a", "a-2", "a-2-2", "a-3", "section", "section-2"]);
        assert!(ids.has("a-3") && !ids.has("a-4"));
    }
}
