//! What a link to a page looks like where somebody shares it: Open Graph (ogp.me).
//!
//! Only what the page itself says. Without `base` there is no address and no picture, because a
//! preview is made by a machine that stands elsewhere.

use super::context::{PreviewContext, PreviewImageContext};
use super::reading::Reading;
use crate::check::{EntryIndex, Parsed};
use crate::entry::{BookEdition, Details, Kind, RecordingMedium};
use crate::source::SitePath;

/// Pictures that the makers of previews can show; none of them draws SVG.
const RASTER: [&str; 5] = ["gif", "jpeg", "jpg", "png", "webp"];

/// The region in which a language is mostly written (Unicode CLDR, likely subtags): Open Graph takes
/// no language without one.
const REGIONS: [(&str, &str); 32] = [
    ("ar", "EG"),
    ("bg", "BG"),
    ("cs", "CZ"),
    ("da", "DK"),
    ("de", "DE"),
    ("el", "GR"),
    ("en", "US"),
    ("es", "ES"),
    ("et", "EE"),
    ("fa", "IR"),
    ("fi", "FI"),
    ("fr", "FR"),
    ("he", "IL"),
    ("hr", "HR"),
    ("hu", "HU"),
    ("it", "IT"),
    ("ja", "JP"),
    ("ko", "KR"),
    ("lt", "LT"),
    ("lv", "LV"),
    ("nb", "NO"),
    ("nl", "NL"),
    ("pl", "PL"),
    ("pt", "BR"),
    ("ro", "RO"),
    ("ru", "RU"),
    ("sk", "SK"),
    ("sl", "SI"),
    ("sv", "SE"),
    ("tr", "TR"),
    ("uk", "UA"),
    ("zh", "CN"),
];

impl<'a> Reading<'a> {
    /// The preview of an entry's page at `url`.
    pub fn entry_preview(&self, index: EntryIndex, title: String, url: &str) -> PreviewContext {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let kind = match (entry.kind, &version.details) {
            _ if entry.is_home() || entry.is_section => "website",
            (Kind::Person, _) => "profile",
            (Kind::Book, _) => "book",
            (Kind::Recording, Some(Details::Recording(recording))) if recording.medium == RecordingMedium::Film => "video.other",
            _ => "article",
        };
        let others = (0..self.site.languages.len()).filter(|&language| entry.has(language)).map(|language| self.site.languages[language].as_str());
        let locales = others.filter(|tag| *tag != version.language.as_str()).filter_map(locale).collect();
        let image = self.preview_image(index);
        PreviewContext { locale: locale(version.language.as_str()), locales, image, ..self.made_preview(kind, title, url) }
    }

    /// The preview of a page that no entry stands behind.
    pub fn made_preview(&self, kind: &'static str, title: String, url: &str) -> PreviewContext {
        let url = self.site.settings.base.is_some().then(|| url.to_owned());
        PreviewContext { kind, title, url, locale: locale(self.tag()), locales: Vec::new(), image: None }
    }

    /// The picture of a preview: the entry's own, of a book its cover, of a document its first page; the
    /// one place where it is chosen.
    fn preview_image(&self, index: EntryIndex) -> Option<PreviewImageContext> {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let common = &version.common;
        let of_file = |path: &SitePath, alt: String| is_raster(path).then(|| Some((self.preview_href(path, entry.kind)?, alt)))?;
        let own = || of_file(common.image.as_ref()?.path(), common.image_alt.clone().unwrap_or_default());
        let of_kind = || match version.details.as_ref()? {
            Details::Book(book) => {
                let is_shown = |edition: &&BookEdition| edition.cover.as_ref().is_some_and(|cover| is_raster(cover.path()));
                let edition = book.editions.iter().find(is_shown)?;
                of_file(edition.cover.as_ref()?.path(), self.edition_cover(edition, &common.title)?.alt)
            }
            Details::Document(document) => self.first_sheet_as_preview(index, document),
            _ if entry.is_home() => self.opening_page(version),
            _ => None,
        };
        let (href, alt) = own().or_else(of_kind)?;
        Some(PreviewImageContext { url: self.with_origin(&href)?, alt })
    }

    /// The page of a document with which the home page opens.
    fn opening_page(&self, home: &Parsed) -> Option<(String, String)> {
        let (view, _) = home.body.opening()?;
        let index = self.site.find(view.entry.id())?;
        let Some(Details::Document(document)) = self.site.entries[index].details() else { return None };
        self.sheet_as_preview(index, document, self.page_named(index, document, &view.place)?)
    }
}

pub(super) fn is_raster(path: &SitePath) -> bool {
    RASTER.contains(&path.extension().as_str())
}

/// `de_DE` of `de`, `pt_PT` of `pt-pt`; `None` for a language whose region nobody named.
fn locale(tag: &str) -> Option<String> {
    let mut parts = tag.split('-');
    let language = parts.next()?;
    let written = parts.find(|part| part.len() == 2).map(str::to_uppercase);
    let likely = || REGIONS.iter().find(|(known, _)| *known == language).map(|(_, region)| (*region).to_owned());
    Some(format!("{language}_{}", written.or_else(likely)?))
}

#[cfg(test)]
mod tests {
    use super::locale;

    #[test]
    fn a_locale_names_a_language_and_a_region() {
        for (tag, expected) in [("de", Some("de_DE")), ("de-ch", Some("de_CH")), ("zh-hant-tw", Some("zh_TW")), ("pt", Some("pt_BR")), ("gsw", None)]
        {
            assert_eq!(locale(tag).as_deref(), expected, "{tag}");
        }
    }
}
