//! What `casebook new` wrote as an example, and nobody has written over yet.
//!
//! Such a text is valid, so that a new site can be looked at. A comment says what it is, and as long as
//! that comment stands, somebody is reminded. What is written around it is not judged.

use crate::diagnostic::{Diagnostic, Span};
use crate::source::SitePath;

/// The beginning of the comment (TOML, in front matter or in `site.toml`).
pub const PLACEHOLDER: &str = "# casebook:placeholder";

/// Reports each such comment in TOML that stands at `offset` in its file.
pub(crate) fn find<'a>(path: &'a SitePath, toml: &'a str, offset: u32) -> impl Iterator<Item = Diagnostic> + 'a {
    toml.match_indices(PLACEHOLDER).map(move |(start, comment)| {
        let start = start + offset as usize;
        let example = Diagnostic::warning("placeholder-left", "this is still the example that `casebook new` wrote, and readers would see it");
        example.at(Span::new(path, start..start + comment.len())).hint("write your own in its place, then delete this comment")
    })
}
