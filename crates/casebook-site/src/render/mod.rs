//! Render: what stands at an address, made from the checked site and nothing else.
//!
//! Pure: the same site and address give the same bytes, in whatever order and on whatever thread.

mod body;
pub mod context;
mod details;
mod directive;
mod feed;
mod list;
mod media;
mod page;
mod picture;
mod reading;
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
    /// Something that was withdrawn.
    Gone,
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
        Target::Tag { tag, language, page: number } => Reading::new(site, *language).tag_page(url, *tag, *number).map(page),
        Target::Corrections { language } => Reading::new(site, *language).corrections_page(url).map(page),
        Target::NotFound { language } => Reading::new(site, *language).not_found_page(url).map(page),
        Target::Feed { language, section } => {
            let feed = Reading::new(site, *language).feed(url, *section);
            Ok(Asset::Bytes { media_type: "application/atom+xml; charset=utf-8", body: feed.into() })
        }
        Target::Sitemap { part } => Ok(Asset::Bytes { media_type: "application/xml; charset=utf-8", body: sitemap::sitemap(site, *part).into() }),
        Target::Robots => Ok(Asset::Bytes { media_type: "text/plain; charset=utf-8", body: sitemap::robots(site).into() }),
        Target::ThemeAsset(index) => {
            let asset = &site.theme.assets()[*index];
            Ok(Asset::Bytes { media_type: asset.media_type, body: asset.body.clone() })
        }
        Target::File(path) => Ok(Asset::File { path: path.clone(), media_type: media_type(&path.extension()) }),
        Target::Drawing(path) => {
            let text = site.files.drawing(path).map(|(_, drawing)| drawing.text.clone()).unwrap_or_default();
            Ok(Asset::Rewritten { media_type: "image/svg+xml", body: text.into() })
        }
        Target::Derived(recipe) => Ok(Asset::Derived(recipe.clone())),
        Target::Redirect(to) => Ok(Asset::Redirect(to.clone())),
    }
}
