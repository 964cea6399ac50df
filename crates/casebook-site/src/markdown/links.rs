//! Where a link or picture leads, judged by what was written alone.
//!
//! Nothing is looked up here: whether the file exists, and at which address an entry stands, is
//! known only when all files are.

use super::LinkTarget;
use crate::diagnostic::Diagnostic;
use crate::source::SitePath;
use crate::value::Url;
use std::borrow::Cow;

/// What a destination says.
pub(super) enum Destination {
    /// Another site, by a scheme that may be linked to.
    Outside(String),
    /// A file beside the text.
    File { path: SitePath, fragment: Option<String> },
    /// A place on the same page.
    Fragment(String),
    /// An address of the finished site.
    Address(String),
    /// None of these: what is wrong with it, still without its place.
    Wrong(Diagnostic),
}

impl Destination {
    /// Reads what was written as the destination of a link in the file at `path`.
    pub(super) fn read(written: &str, path: &SitePath) -> Self {
        // Browsers skip white space and control characters in front of and inside a scheme.
        let is_skipped = |c: char| c.is_whitespace() || c.is_control();
        let squeezed: Cow<'_, str> =
            if written.contains(is_skipped) { written.chars().filter(|c| !is_skipped(*c)).take(64).collect() } else { written.into() };
        if let Some(scheme) = scheme_of(&squeezed) {
            return outside(written, &scheme);
        }
        if squeezed.starts_with("//") || squeezed.starts_with("\\") || squeezed.starts_with("/\\") {
            return wrong(
                "link-scheme",
                format!("`{}` doesn't say how to reach the other site", short(written)),
                "write `https://` in front of the name of the site",
            );
        }
        if squeezed.starts_with('/') {
            return Self::Address(written.to_owned());
        }
        local(written, path)
    }

    /// As the target of a link; what is wrong with it comes second.
    pub(super) fn into_target(self) -> (LinkTarget, Option<Diagnostic>) {
        match self {
            Self::Outside(address) => (LinkTarget::Outside(address), None),
            Self::File { path, fragment } => (LinkTarget::File { path, fragment }, None),
            Self::Fragment(fragment) => (LinkTarget::Fragment(fragment), None),
            Self::Address(address) => (LinkTarget::Address(address), None),
            Self::Wrong(diagnostic) => (LinkTarget::Broken, Some(diagnostic)),
        }
    }
}

fn wrong(code: &'static str, message: String, hint: &str) -> Destination {
    Destination::Wrong(Diagnostic::error(code, message).hint(hint))
}

/// Enough of what was written to recognise it.
pub(crate) fn short(written: &str) -> String {
    match written.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &written[..end]),
        None => written.to_owned(),
    }
}

/// The scheme in lower case, if the text begins with one (RFC 3986, section 3.1).
fn scheme_of(text: &str) -> Option<String> {
    let scheme = &text[..text.find(':')?];
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

fn outside(written: &str, scheme: &str) -> Destination {
    if !matches!(scheme, "https" | "http" | "mailto" | "tel") {
        let message = format!("a link can't lead to `{scheme}:`");
        return wrong("link-scheme", message, "links lead to https:, http:, mailto: or tel:, or to a file of this site by its relative path");
    }
    match Url::parse(written) {
        Some(url) => Destination::Outside(url.as_str().to_owned()),
        None => {
            wrong("link-form", format!("`{}` is not a whole address", short(written)), "copy it from the browser's address bar; write a space as %20")
        }
    }
}

fn local(written: &str, path: &SitePath) -> Destination {
    let (file, fragment) = match written.split_once('#') {
        Some((file, fragment)) => (file, Some(fragment)),
        None => (written, None),
    };
    if file.contains('?') {
        let message = format!("`{}` has a question mark", short(written));
        return wrong("link-query", message, "a link to a file of this site is its path alone; write %3F for a question mark in a file's name");
    }
    let (Some(file), Some(fragment)) = (decoded(file), decoded(fragment.unwrap_or_default()).map(|text| fragment.map(|_| text))) else {
        return wrong("link-form", format!("`{}` is not a whole address", short(written)), "write %25 for a percent sign");
    };
    if file.is_empty() {
        return match fragment {
            Some(fragment) if !fragment.is_empty() => Destination::Fragment(fragment),
            _ => wrong("link-form", "this link leads nowhere".to_owned(), "write an address or a file between the brackets"),
        };
    }
    match path.relative(&file) {
        Ok(path) => Destination::File { path, fragment: fragment.filter(|fragment| !fragment.is_empty()) },
        Err(error) => wrong("file-path", format!("this is not a file of this site: {error}"), "name a file by its path relative to this one"),
    }
}

/// Percent-decoded; `None` if that is not possible or not UTF-8.
pub(super) fn decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> String {
        let path = SitePath::new("content/case/x.md").expect("a path");
        match Destination::read(written, &path) {
            Destination::Outside(address) => format!("outside {address}"),
            Destination::File { path, fragment } => format!("file {path} {}", fragment.unwrap_or_default()).trim_end().to_owned(),
            Destination::Fragment(fragment) => format!("fragment {fragment}"),
            Destination::Address(address) => format!("address {address}"),
            Destination::Wrong(diagnostic) => diagnostic.code.to_owned(),
        }
    }

    #[test]
    fn destinations_are_classified() {
        for (written, expected) in [
            ("https://example.org/a?b#c", "outside https://example.org/a?b#c"),
            ("HTTP://example.org", "outside HTTP://example.org"),
            ("mailto:a@example.org", "outside mailto:a@example.org"),
            ("tel:+49301234", "outside tel:+49301234"),
            ("https://a b", "link-form"),
            ("y.md", "file content/case/y.md"),
            ("./y%20z.md#part%20one", "file content/case/y z.md part one"),
            ("../report.pdf", "file content/report.pdf"),
            ("../../../x", "file-path"),
            ("a\\b", "file-path"),
            ("#top", "fragment top"),
            ("#", "link-form"),
            ("", "link-form"),
            ("%zz.md", "link-form"),
            ("%ff.md", "link-form"),
            ("x.md?a=b", "link-query"),
            ("x.md#a?b", "file content/case/x.md a?b"),
            ("/case/x/", "address /case/x/"),
            ("//example.org/x", "link-scheme"),
            ("/\\example.org", "link-scheme"),
            ("\\\\example.org", "link-scheme"),
            ("javascript:alert(1)", "link-scheme"),
            ("JaVaScRiPt:alert(1)", "link-scheme"),
            ("java\tscript:alert(1)", "link-scheme"),
            (" \u{1}javascript:alert(1)", "link-scheme"),
            ("data:text/html,x", "link-scheme"),
            ("vbscript:x", "link-scheme"),
            ("file:///etc/passwd", "link-scheme"),
            ("java%0ascript:alert(1)", "file-path"),
        ] {
            assert_eq!(read(written), expected, "{written:?}");
        }
    }
}
