//! The small values that many samples hold: languages, links, dates, pictures, persons, sources.

use crate::render::context::{DateContext, FileContext, LanguageContext, LinkContext, PersonContext, PictureContext, SourceContext};

pub(super) fn english() -> LanguageContext {
    LanguageContext { tag: "en".to_owned(), name: "English".to_owned(), own_name: "English".to_owned(), direction: "ltr" }
}

pub(super) fn german() -> LanguageContext {
    LanguageContext { tag: "de".to_owned(), name: "German".to_owned(), own_name: "Deutsch".to_owned(), direction: "ltr" }
}

pub(super) fn link(title: &str, url: &str) -> LinkContext {
    LinkContext { title: title.to_owned(), url: url.to_owned(), language: None }
}

pub(super) fn link_in(language: LanguageContext, title: &str, url: &str) -> LinkContext {
    LinkContext { language: Some(language), ..link(title, url) }
}

pub(super) fn date(iso: &str, text: &str) -> DateContext {
    DateContext { iso: iso.to_owned(), text: text.to_owned() }
}

pub(super) fn picture(url: &str, alt: &str) -> PictureContext {
    PictureContext {
        alt: alt.to_owned(),
        credit: Some("Tom Aske".to_owned()),
        width: Some(1600),
        height: Some(1200),
        webp: Some("/small.webp 400w, /large.webp 1600w".to_owned()),
        srcset: Some("/small.jpg 400w, /large.jpg 1600w".to_owned()),
        ..bare_picture(url)
    }
}

pub(super) fn bare_picture(url: &str) -> PictureContext {
    PictureContext { url: url.to_owned(), alt: String::new(), credit: None, width: None, height: None, webp: None, srcset: None }
}

pub(super) fn file(title: &str, url: &str) -> FileContext {
    FileContext { title: title.to_owned(), url: url.to_owned(), format: "PDF".to_owned(), size: "1.2 MB".to_owned() }
}

pub(super) fn person() -> PersonContext {
    PersonContext {
        name: "Bram Odell".to_owned(),
        url: "/people/odell/".to_owned(),
        role: Some("Keeper of the gauge, 1984 to 1996".to_owned()),
        initials: "BO".to_owned(),
        portrait: Some(picture("/odell.jpg", "A man in a coat beside a river")),
    }
}

pub(super) fn bare_person() -> PersonContext {
    PersonContext { role: None, portrait: None, ..person() }
}

pub(super) fn source() -> SourceContext {
    SourceContext {
        title: "Protokoll der Wehrkommission".to_owned(),
        url: "/documents/minutes/#m1".to_owned(),
        language: Some(german()),
        place: Some("page 2".to_owned()),
        date: Some(date("1991-05-04", "4 May 1991")),
    }
}

pub(super) fn bare_source() -> SourceContext {
    SourceContext { title: "Log of the weir".to_owned(), url: "/documents/log/".to_owned(), language: None, place: None, date: None }
}
