//! Which headers an answer carries, by what kind of answer it is: one table for all of them.

use casebook_site::policy::PAGE_HEADER;
use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};

/// What kind of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// A page: loads from this site alone.
    Page,
    /// What a page loads: style sheets, fonts, scripts, feeds.
    Part,
    /// A file that readers see or keep.
    File,
    /// A file that a browser would show as a page of this site, with all its rights: it may be
    /// looked at (an SVG picture), but runs nothing.
    Sandboxed,
    /// A file that is a page or a script: kept, never opened here.
    Kept,
}

const NOTHING: &str = "default-src 'none'; sandbox";

impl Policy {
    /// How a file of this media type is to be served.
    pub fn of_file(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "image/svg+xml" => Self::Sandboxed,
            "text/html" | "text/xml" | "application/xml" | "text/css" | "text/xsl" => Self::Kept,
            other if other.ends_with("+xml") || other.contains("javascript") || other.contains("ecmascript") => Self::Kept,
            _ => Self::File,
        }
    }

    /// How a rendered text of this media type is to be served.
    pub fn of_text(media_type: &str) -> Self {
        if media_type.starts_with("text/html") { Self::Page } else { Self::Part }
    }

    /// The headers that hold wherever the site is served.
    pub const fn headers(self) -> &'static [(&'static str, &'static str)] {
        const NOSNIFF: (&str, &str) = ("x-content-type-options", "nosniff");
        match self {
            Self::Page => &[NOSNIFF, ("content-security-policy", PAGE_HEADER), ("referrer-policy", "same-origin")],
            Self::Part | Self::File => &[NOSNIFF],
            Self::Sandboxed => &[NOSNIFF, ("content-security-policy", NOTHING)],
            Self::Kept => &[NOSNIFF, ("content-security-policy", NOTHING), ("content-disposition", "attachment")],
        }
    }

    /// Sets them, and what holds for drafts: they change under the reader, so nothing is kept, and
    /// no page elsewhere may load any of it.
    pub(super) fn apply(self, headers: &mut HeaderMap) {
        let of_a_draft = [("cache-control", "no-store"), ("cross-origin-resource-policy", "same-origin")];
        for (name, value) in self.headers().iter().chain(&of_a_draft) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header;

    fn header(policy: Policy, name: HeaderName) -> Option<String> {
        let mut headers = HeaderMap::new();
        policy.apply(&mut headers);
        headers.get(name).map(|value| value.to_str().expect("text").to_owned())
    }

    #[test]
    fn a_file_that_a_browser_would_run_is_kept_in_a_sandbox() {
        for (media_type, policy) in [
            ("text/html; charset=utf-8", Policy::Kept),
            ("application/xhtml+xml", Policy::Kept),
            ("Text/JavaScript", Policy::Kept),
            ("image/svg+xml", Policy::Sandboxed),
            ("application/pdf", Policy::File),
            ("video/mp4", Policy::File),
            ("text/plain; charset=utf-8", Policy::File),
        ] {
            assert_eq!(Policy::of_file(media_type), policy, "{media_type}");
        }
        assert_eq!(header(Policy::Kept, header::CONTENT_DISPOSITION).as_deref(), Some("attachment"));
        assert_eq!(header(Policy::Sandboxed, header::CONTENT_SECURITY_POLICY).as_deref(), Some("default-src 'none'; sandbox"));
        assert_eq!(header(Policy::Sandboxed, header::CONTENT_DISPOSITION), None);
    }

    #[test]
    fn every_answer_forbids_guessing_its_type_and_keeping_it() {
        for policy in [Policy::Page, Policy::Part, Policy::File, Policy::Sandboxed, Policy::Kept] {
            assert_eq!(header(policy, header::X_CONTENT_TYPE_OPTIONS).as_deref(), Some("nosniff"), "{policy:?}");
            assert_eq!(header(policy, header::CACHE_CONTROL).as_deref(), Some("no-store"), "{policy:?}");
        }
    }

    #[test]
    fn a_page_loads_from_this_site_alone() {
        let policy = header(Policy::Page, header::CONTENT_SECURITY_POLICY).expect("a policy");
        assert!(policy.starts_with("default-src 'none'; ") && policy.ends_with("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), "{policy}");
    }
}
