//! Pictures as pages show them: in the widths that the layout needs, in two encodings.

use super::context::PictureContext;
use super::reading::Reading;
use crate::check::{Entry, shown_of};
use crate::entry::Kind;
use crate::picture::Shown;
use crate::source::SitePath;

/// How wide a picture is where there is only one address: in previews elsewhere, before a film begins.
const ALONE: u32 = 1200;

/// How wide an icon is.
const ICON: u32 = 160;

impl<'a> Reading<'a> {
    /// A picture with its description; `None` where it is missing or can't be shown (reported).
    pub fn picture(&self, path: &SitePath, shown: Shown, alt: String) -> Option<PictureContext> {
        let files = &self.site.files;
        if let Some((url, drawing)) = files.drawing(path) {
            let (width, height) = drawing.size.map(|size| (size.width, size.height)).unzip();
            return Some(PictureContext { url: url.href(), alt, credit: None, width, height, webp: None, srcset: None });
        }
        let picture = files.picture(path)?;
        let [webp, srcset] = picture.sets(shown);
        let size = picture.facts.size;
        Some(PictureContext {
            url: picture.href(shown, ALONE)?,
            alt,
            credit: None,
            width: Some(size.width),
            height: Some(size.height),
            webp: Some(webp),
            srcset: Some(srcset),
        })
    }

    /// The main picture of an entry.
    pub fn image(&self, entry: &'a Entry) -> Option<PictureContext> {
        let common = &self.version(entry).common;
        let alt = common.image_alt.clone().unwrap_or_default();
        let picture = self.picture(common.image.as_ref()?.path(), shown_of(entry.kind), alt)?;
        Some(PictureContext { credit: common.image_credit.clone(), ..picture })
    }

    /// The one address under which other sites show the main picture of an entry.
    pub fn preview_href(&self, path: &SitePath, kind: Kind) -> Option<String> {
        self.picture_href(path, shown_of(kind), ALONE)
    }

    /// The little picture in browser tabs.
    pub fn icon(&self) -> Option<String> {
        self.picture_href(self.site.settings.icon.as_ref()?.path(), Shown::Small, ICON)
    }

    fn picture_href(&self, path: &SitePath, shown: Shown, most: u32) -> Option<String> {
        let files = &self.site.files;
        files.drawing(path).map(|(url, _)| url.href()).or_else(|| files.picture(path)?.href(shown, most))
    }
}
