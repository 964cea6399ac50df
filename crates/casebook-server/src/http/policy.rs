//! Which headers an answer carries, by what kind of answer it is: one table for all of them.

use casebook_site::policy::PAGE_HEADER;
use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};

/// What kind of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Policy {
    /// A page: loads from this site alone.
    Page,
    /// What a page loads: style sheets, fonts, scripts.
    Part,
    /// What machines read, on whatever site they run: feeds, the sitemap, calendars.
    Data,
    /// A file that readers see or keep. It runs nothing, also where a browser would (an SVG picture).
    File,
    /// A document that browsers show by a program of their own.
    Pdf,
    /// A file that is a page or a script: kept, never opened here.
    Kept,
}

const NOTHING: &str = "default-src 'none'; sandbox";
/// Chromium shows a PDF in a page of its own making, which this policy falls on: it loads the file
/// as an object, has a style of its own, and is refused in a sandbox.
const PDF: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// What no page here ever asks for, so that nothing can be made to ask.
const PERMISSIONS: &str =
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

impl Policy {
    /// How a file of this media type is to be served.
    pub fn of_file(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/pdf" => Self::Pdf,
            "image/svg+xml" => Self::File,
            "text/html" | "text/xml" | "application/xml" | "text/css" | "text/xsl" => Self::Kept,
            other if other.ends_with("+xml") || other.contains("javascript") || other.contains("ecmascript") => Self::Kept,
            _ => Self::File,
        }
    }

    /// How a rendered text of this media type is to be served.
    pub fn of_text(media_type: &str) -> Self {
        match media_type.split(';').next().unwrap_or_default() {
            "text/html" => Self::Page,
            "text/css" | "text/javascript" => Self::Part,
            font if font.starts_with("font/") => Self::Part,
            _ => Self::Data,
        }
    }

    /// The headers that hold wherever the site is served.
    pub const fn headers(self) -> &'static [(&'static str, &'static str)] {
        const NOSNIFF: (&str, &str) = ("x-content-type-options", "nosniff");
        const OURS: (&str, &str) = ("cross-origin-resource-policy", "same-origin");
        const ANYBODYS: (&str, &str) = ("cross-origin-resource-policy", "cross-origin");
        match self {
            Self::Page => &[
                NOSNIFF,
                OURS,
                ("content-security-policy", PAGE_HEADER),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("permissions-policy", PERMISSIONS),
            ],
            Self::Part => &[NOSNIFF, OURS],
            Self::Data => &[NOSNIFF, ANYBODYS, ("access-control-allow-origin", "*")],
            Self::Pdf => &[NOSNIFF, OURS, ("content-security-policy", PDF)],
            Self::File => &[NOSNIFF, OURS, ("content-security-policy", NOTHING)],
            Self::Kept => &[NOSNIFF, OURS, ("content-security-policy", NOTHING), ("content-disposition", "attachment")],
        }
    }

    /// Sets them, and what holds for drafts: they change under the reader, so nothing is kept, and
    /// no page elsewhere may load any of it.
    pub(crate) fn apply(self, headers: &mut HeaderMap) {
        let of_a_draft = [("cache-control", "no-store"), ("cross-origin-resource-policy", "same-origin")];
        for (name, value) in self.headers().iter().chain(&of_a_draft) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        headers.remove("access-control-allow-origin");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Policy; 6] = [Policy::Page, Policy::Part, Policy::Data, Policy::File, Policy::Pdf, Policy::Kept];

    fn header(policy: Policy, name: &str) -> Option<&'static str> {
        policy.headers().iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    #[test]
    fn files_and_texts_are_classed_by_their_media_types() {
        for (media_type, policy) in [
            ("text/html; charset=utf-8", Policy::Kept),
            ("application/xhtml+xml", Policy::Kept),
            ("Text/JavaScript", Policy::Kept),
            ("image/svg+xml", Policy::File),
            ("application/pdf", Policy::Pdf),
            ("video/mp4", Policy::File),
            ("text/plain; charset=utf-8", Policy::File),
            ("application/octet-stream", Policy::File),
        ] {
            assert_eq!(Policy::of_file(media_type), policy, "{media_type}");
        }
        for (media_type, policy) in [
            ("text/html; charset=utf-8", Policy::Page),
            ("text/css; charset=utf-8", Policy::Part),
            ("font/woff2", Policy::Part),
            ("application/atom+xml; charset=utf-8", Policy::Data),
            ("application/xml; charset=utf-8", Policy::Data),
            ("text/plain; charset=utf-8", Policy::Data),
            ("text/calendar; charset=utf-8", Policy::Data),
        ] {
            assert_eq!(Policy::of_text(media_type), policy, "{media_type}");
        }
    }

    #[test]
    fn no_class_lets_a_browser_guess_a_type() {
        for policy in ALL {
            assert_eq!(header(policy, "x-content-type-options"), Some("nosniff"), "{policy:?}");
        }
    }

    #[test]
    fn a_page_loads_from_this_site_alone_and_stands_in_no_frame() {
        let policy = header(Policy::Page, "content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'; ") && policy.ends_with("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), "{policy}");
        assert_eq!(header(Policy::Page, "referrer-policy"), Some("same-origin"));
        assert_eq!(header(Policy::Page, "cross-origin-opener-policy"), Some("same-origin"));
        assert!(header(Policy::Page, "permissions-policy").is_some_and(|policy| policy.contains("camera=()")));
    }

    #[test]
    fn only_data_is_for_other_sites() {
        for policy in ALL {
            let (resource, origin) = match policy {
                Policy::Data => ("cross-origin", Some("*")),
                _ => ("same-origin", None),
            };
            assert_eq!(header(policy, "cross-origin-resource-policy"), Some(resource), "{policy:?}");
            assert_eq!(header(policy, "access-control-allow-origin"), origin, "{policy:?}");
        }
    }

    #[test]
    fn files_run_nothing() {
        for policy in [Policy::File, Policy::Kept] {
            assert_eq!(header(policy, "content-security-policy"), Some("default-src 'none'; sandbox"), "{policy:?}");
        }
        assert_eq!(header(Policy::Kept, "content-disposition"), Some("attachment"));
        assert!(header(Policy::Pdf, "content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'; object-src 'self'")));
        assert_eq!(header(Policy::Pdf, "content-disposition"), None);
    }

    #[test]
    fn a_draft_is_kept_nowhere_and_read_by_no_other_site() {
        for policy in ALL {
            let mut headers = HeaderMap::new();
            policy.apply(&mut headers);
            let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
            assert_eq!(value("cache-control"), Some("no-store"), "{policy:?}");
            assert_eq!(value("cross-origin-resource-policy"), Some("same-origin"), "{policy:?}");
            assert_eq!(value("access-control-allow-origin"), None, "{policy:?}");
        }
    }
}
