//! stub
pub mod context;
use crate::{address::UrlPath, check::Site, diagnostic::Diagnostic, source::SitePath};
use bytes::Bytes;
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
    /// An old address: an address of this site (`/x/`) or elsewhere (`https://…`).
    Redirect(String),
    /// Something that was withdrawn.
    Gone,
}
/// Renders.
pub fn render(_site: &Site, _url: &UrlPath) -> Result<Asset, Diagnostic> { Ok(Asset::Gone) }
