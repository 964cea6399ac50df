//! The files that the theme's pages load: the style sheet with the owner's tokens, the fonts.
//!
//! Each address holds a hash of the content, so that browsers may keep a file for ever. The style
//! sheet names its fonts by plain names; here they become hashed ones.

use super::DefaultFile;
use crate::address::UrlPath;
use crate::source::Hash;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::ops::Range;

/// The folder of all theme files in the site's addresses.
const FOLDER: &str = "/assets/";

/// How many hexadecimal digits of the hash stand in an address.
const HASH_DIGITS: usize = 12;

/// The name of the style sheet.
pub(super) const STYLE_SHEET: &str = "site.css";

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

/// The files with their plain names.
#[derive(Debug, Default)]
pub(super) struct Assets {
    list: Vec<ThemeAsset>,
    urls: BTreeMap<String, String>,
}

impl Assets {
    /// The files of the default theme; the style sheet with the owner's tokens at its end.
    pub(super) fn new(defaults: &[DefaultFile], tokens: &str) -> Self {
        let mut assets = Self::default();
        let (sheets, others): (Vec<&DefaultFile>, Vec<&DefaultFile>) = defaults.iter().partition(|file| file.path.ends_with(".css"));
        for file in others {
            assets.add(file.path, Bytes::from_static(file.bytes));
        }
        for sheet in sheets {
            let text = String::from_utf8_lossy(sheet.bytes);
            let mut css = assets.with_hashed_names(&squeezed(&text));
            if sheet.path == STYLE_SHEET {
                css.push_str(tokens);
            }
            assets.add(sheet.path, css.into());
        }
        assets
    }

    fn add(&mut self, name: &str, body: Bytes) {
        let Some(media_type) = media_type(name) else { return };
        let Some(url) = UrlPath::new(&format!("{FOLDER}{}", hashed(name, &body))) else { return };
        self.urls.insert(name.to_owned(), url.href());
        self.list.push(ThemeAsset { url, media_type, body });
    }

    /// The style sheet with the addresses of the files that it names.
    fn with_hashed_names(&self, css: &str) -> String {
        let mut text = String::with_capacity(css.len() + 256);
        let mut copied = 0;
        for range in url_ranges(css) {
            if let Some(url) = self.urls.get(&css[range.clone()]) {
                text.push_str(&css[copied..range.start]);
                text.push_str(url);
                copied = range.end;
            }
        }
        text.push_str(&css[copied..]);
        text
    }

    pub(super) fn list(&self) -> &[ThemeAsset] {
        &self.list
    }

    /// The address of a file by its plain name.
    pub(super) fn url(&self, name: &str) -> Option<&str> {
        self.urls.get(name).map(String::as_str)
    }

    /// All plain names with their addresses.
    pub(super) fn urls(&self) -> &BTreeMap<String, String> {
        &self.urls
    }
}

/// The style sheet without what browsers don't need: comments, and spaces that part nothing.
fn squeezed(css: &str) -> String {
    const PARTS: [char; 5] = ['{', '}', ';', ',', ':'];
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut is_parted = false;
    while let Some(next) = rest.chars().next() {
        let len = match next {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' => rest[1..].find(next).map_or(rest.len(), |end| end + 2),
            _ => next.len_utf8(),
        };
        let (token, after) = rest.split_at(len);
        rest = after;
        if next.is_whitespace() || token.starts_with("/*") {
            is_parted = true;
            continue;
        }
        // A selector such as `a :hover` needs its space before the colon.
        let is_needed = !out.is_empty() && !out.ends_with(PARTS) && (next == ':' || !PARTS.contains(&next));
        if is_parted && is_needed {
            out.push(' ');
        }
        is_parted = false;
        out.push_str(token);
    }
    out
}

/// What the `url()`s of a style sheet name, quotation marks left out; comments don't count.
pub(super) fn url_ranges(css: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(offset) = css[at..].find(['/', 'u']) {
        at += offset;
        let rest = &css[at..];
        if rest.starts_with("/*") {
            at = rest.find("*/").map_or(css.len(), |end| at + end + 2);
        } else if rest.starts_with("url(") {
            let end = rest.find(')').map_or(css.len(), |end| at + end);
            let inner = &css[at + 4..end];
            let name = inner.trim().trim_matches(['"', '\'']);
            let start = at + 4 + inner.find(name).unwrap_or(0);
            ranges.push(start..start + name.len());
            at = end;
        } else {
            at += 1;
        }
    }
    ranges
}

/// `fonts/text.woff2` with its hash: `fonts/text.0123456789ab.woff2`.
fn hashed(name: &str, body: &[u8]) -> String {
    let hash = Hash::of(body).short(HASH_DIGITS);
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{hash}.{ending}"),
        None => format!("{name}.{hash}"),
    }
}

/// The media type of what pages load; `None` for templates, words and notes.
fn media_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "woff2" => Some("font/woff2"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &[DefaultFile] = &[
        DefaultFile {
            path: "site.css",
            bytes: b"/* url(fonts/a.woff2) */\n  @font-face { src: url(\"fonts/a.woff2\") format(\"woff2\"), url(fonts/none.woff2) } u{}",
        },
        DefaultFile { path: "fonts/a.woff2", bytes: b"a font" },
        DefaultFile { path: "fonts/LICENCE.txt", bytes: b"free" },
    ];

    #[test]
    fn the_style_sheet_names_its_fonts_by_their_hash() {
        let assets = Assets::new(FILES, ":root { --ink: red; }\n");
        let font = assets.url("fonts/a.woff2").expect("a font");
        assert_eq!(font, format!("/assets/fonts/a.{}.woff2", Hash::of(b"a font").short(HASH_DIGITS)));
        let sheet = assets.list().iter().find(|asset| asset.media_type.starts_with("text/css")).expect("a style sheet");
        let css = std::str::from_utf8(&sheet.body).expect("text");
        assert_eq!(css, format!("@font-face{{src:url(\"{font}\") format(\"woff2\"),url(fonts/none.woff2)}}u{{}}:root {{ --ink: red; }}\n"));
        assert_eq!(assets.url("site.css"), Some(sheet.url.href().as_str()));
        assert_eq!((assets.list().len(), assets.url("fonts/LICENCE.txt")), (2, None));
    }

    #[test]
    fn spaces_that_mean_something_stay() {
        for (css, expected) in [
            ("a :hover , b > c { color : red; margin: 0 auto }", "a :hover,b > c{color :red;margin:0 auto}"),
            (
                "@media (min-width: 40rem) and (print) { p::after { content: \" ; /* x */ \" / \"\"; } }",
                "@media (min-width:40rem) and (print){p::after{content:\" ; /* x */ \" / \"\";}}",
            ),
            ("i { inset: calc(50% - 1px) } /* open", "i{inset:calc(50% - 1px)}"),
        ] {
            assert_eq!(squeezed(css), expected);
        }
    }

    #[test]
    fn other_bytes_have_another_address() {
        let urls = ["", ":root { --ink: red; }"].map(|tokens| Assets::new(FILES, tokens).url("site.css").map(str::to_owned));
        assert_ne!(urls[0], urls[1]);
    }
}
