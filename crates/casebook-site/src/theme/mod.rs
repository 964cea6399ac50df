//! The look of a site: templates, style sheet, fonts and words of the interface.
//!
//! The default theme is part of the binary. A site may override blocks of its templates, its
//! tokens and its words; every mistake in an override is a diagnostic at its line.

use crate::address::UrlPath;
use crate::diagnostic::Diagnostic;
use crate::language::Strings;
use crate::source::{Hash, Source};
use bytes::Bytes;
use minijinja::Value;

/// A loaded theme.
#[derive(Debug)]
pub struct Theme {
    strings: Strings,
}

/// A file that the theme's pages load.
#[derive(Clone, Debug)]
pub struct ThemeAsset {
    /// Its address, which holds a hash of its content.
    pub url: UrlPath,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub body: Bytes,
}

impl Theme {
    /// The default theme with the overrides in the site's `theme/` folder.
    pub fn load(_source: &Source) -> (Self, Vec<Diagnostic>) {
        (Self { strings: Strings }, Vec::new())
    }
    /// The hash of everything in it.
    pub fn hash(&self) -> Hash {
        Hash::of(b"")
    }
    /// Renders a template (`"statement.html"`) with its context; `language` is the language of the
    /// interface.
    pub fn render(&self, _template: &str, _language: &str, _context: Value) -> Result<String, Diagnostic> {
        Ok(String::new())
    }
    /// The files that its pages load.
    pub fn assets(&self) -> &[ThemeAsset] {
        &[]
    }
    /// The address of one of its files by its plain name (`"site.css"`).
    pub fn asset_url(&self, _name: &str) -> &str {
        ""
    }
    /// The words of the interface in a language; English where there are none.
    pub fn strings(&self, _language: &str) -> &Strings {
        &self.strings
    }
}
