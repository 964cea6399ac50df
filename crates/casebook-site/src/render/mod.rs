//! Render: what stands at an address, made from the checked site and nothing else.
//!
//! Pure: the same site and address give the same bytes, in whatever order and on whatever thread.

mod body;
mod calendar;
mod cite;
mod contents;
pub mod context;
mod correspondence;
mod details;
mod directive;
mod excerpt;
mod feed;
mod linked_data;
mod list;
mod media;
mod page;
mod picture;
mod preview;
mod reading;
mod runs;
mod said;
mod security;
mod segment;
mod sheet;
mod sitemap;
mod transcript;

use crate::address::UrlPath;
use crate::check::{Site, Target};
use crate::diagnostic::Diagnostic;
use crate::picture::Recipe;
use crate::source::SitePath;
use bytes::Bytes;
use reading::Reading;

pub use media::media_type;

const HTML: &str = "text/html; charset=utf-8";
const FEED: &str = "application/atom+xml; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";
const CALENDAR: &str = "text/calendar; charset=utf-8";
const SVG: &str = "image/svg+xml";
const PLAIN: &str = "text/plain; charset=utf-8";

/// What stands at an address.
#[derive(Clone, Debug, PartialEq)]
pub enum Asset {
    /// A rendered text.
    Bytes {
        /// Its media type, with charset.
        media_type: &'static str,
        /// Its bytes.
        body: Bytes,
    },
    /// A file of the source, byte for byte.
    File {
        /// The file.
        path: SitePath,
        /// Its media type.
        media_type: &'static str,
    },
    /// A file of the source that was written anew, so that nothing is in it but what is seen.
    Rewritten {
        /// Its media type.
        media_type: &'static str,
        /// Its bytes.
        body: Bytes,
    },
    /// A picture that is made of one of the source when somebody first asks for it.
    Derived(Recipe),
    /// An old address: an address of this site (`/x/`) or elsewhere (`https://…`).
    Redirect(String),
    /// Something that was taken down on purpose (`gone` in the settings).
    Gone,
}

/// What stands at an address, told without rendering it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// A text that is rendered.
    Text {
        /// Its media type, with charset.
        media_type: &'static str,
        /// Whether its address changes with it.
        lasting: Lasting,
    },
    /// A file of the source; its address holds a hash of its content.
    File {
        /// The file.
        path: &'a SitePath,
        /// Its media type.
        media_type: &'static str,
    },
    /// An old address, and where it leads.
    Redirect(&'a str),
    /// A file of the source that is written anew; its address holds a hash of its content.
    Rewritten {
        /// Its media type.
        media_type: &'static str,
    },
    /// A picture that is made of one of the source; its address holds a hash of both.
    Derived(&'a Recipe),
    /// Something that was withdrawn.
    Gone,
}

/// For how long what stands at an address stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lasting {
    /// For ever: the address holds a hash of the content.
    Immutable,
    /// Until the next edition.
    Changing,
}

/// What stands at an address; `None` where nothing does.
pub fn standing<'a>(site: &'a Site, url: &UrlPath) -> Option<Standing<'a>> {
    let text = |media_type| Standing::Text { media_type, lasting: Lasting::Changing };
    Some(match site.targets.get(url)? {
        Target::Entry { .. } | Target::Segment { .. } | Target::Tag { .. } | Target::Corrections { .. } | Target::Feeds { .. } => text(HTML),
        Target::NotFound { .. } | Target::GonePage { .. } | Target::ErrorPage { .. } => text(HTML),
        Target::Feed { .. } => text(FEED),
        Target::Sitemap { .. } => text(XML),
        Target::Robots | Target::Security => text(PLAIN),
        Target::Calendar { .. } => text(CALENDAR),
        Target::ThemeAsset(index) => Standing::Text { media_type: site.theme.assets()[*index].media_type, lasting: Lasting::Immutable },
        Target::File(path) => Standing::File { path, media_type: media_type(&path.extension()) },
        Target::Redirect(to) => Standing::Redirect(to),
        Target::Drawing(_) => Standing::Rewritten { media_type: SVG },
        Target::Derived(recipe) => Standing::Derived(recipe),
        Target::Gone => Standing::Gone,
    })
}

/// Renders what stands at an address. Fails where a template of the owner's theme fails, or where
/// nothing stands at the address.
pub fn render(site: &Site, url: &UrlPath) -> Result<Asset, Diagnostic> {
    let Some(target) = site.targets.get(url) else {
        return Err(Diagnostic::error("address-unknown", format!("nothing stands at {url}")));
    };
    let page = |text: String| Asset::Bytes { media_type: HTML, body: text.into() };
    match target {
        Target::Entry { entry, language, narrowed, page: number } => {
            Reading::new(site, *language).entry_page(url, *entry, *narrowed, *number).map(page)
        }
        Target::Segment { entry, language, part, number } => Reading::new(site, *language).segment_page(url, *entry, (*part, *number)).map(page),
        Target::Tag { tag, language, page: number } => Reading::new(site, *language).tag_page(url, *tag, *number).map(page),
        Target::Corrections { language } => Reading::new(site, *language).corrections_page(url).map(page),
        Target::Feeds { language } => Reading::new(site, *language).feeds_page(url).map(page),
        Target::NotFound { language } => Reading::new(site, *language).missing_page("not-found", url).map(page),
        Target::GonePage { language } => Reading::new(site, *language).missing_page("gone", url).map(page),
        Target::ErrorPage { language } => Reading::new(site, *language).missing_page("error", url).map(page),
        Target::Feed { language, section } => {
            let feed = Reading::new(site, *language).feed(url, *section);
            Ok(Asset::Bytes { media_type: FEED, body: feed.into() })
        }
        Target::Calendar { language, talk } => {
            let calendar = Reading::new(site, *language).calendar(*talk);
            Ok(Asset::Bytes { media_type: CALENDAR, body: calendar.into() })
        }
        Target::Sitemap { part } => Ok(Asset::Bytes { media_type: XML, body: sitemap::sitemap(site, *part).into() }),
        Target::Robots => Ok(Asset::Bytes { media_type: PLAIN, body: sitemap::robots(site).into() }),
        Target::Security => Ok(Asset::Bytes { media_type: PLAIN, body: security::security_txt(site).into() }),
        Target::ThemeAsset(index) => {
            let asset = &site.theme.assets()[*index];
            Ok(Asset::Bytes { media_type: asset.media_type, body: asset.body.clone() })
        }
        Target::File(path) => Ok(Asset::File { path: path.clone(), media_type: media_type(&path.extension()) }),
        Target::Drawing(path) => {
            let text = site.files.drawing(path).map(|(_, drawing)| drawing.text.clone()).unwrap_or_default();
            Ok(Asset::Rewritten { media_type: SVG, body: text.into() })
        }
        Target::Derived(recipe) => Ok(Asset::Derived(recipe.clone())),
        Target::Redirect(to) => Ok(Asset::Redirect(to.clone())),
        Target::Gone => Ok(Asset::Gone),
    }
}
