//! What only a web server can say (redirects, headers), in the form that static hosts read.
//!
//! `_redirects` and `_headers` are understood by Netlify, Cloudflare Pages and others; for all
//! the rest each old address that can be a file is a page that leads on.

use casebook_server::{Policy, location};
use casebook_site::address::{UrlPath, is_lasting};
use casebook_site::source::SitePath;
use std::fmt::Write as _;
use std::sync::LazyLock;

static HEADERS: LazyLock<SitePath> = LazyLock::new(|| SitePath::new("_headers").expect("a constant path"));
static REDIRECTS: LazyLock<SitePath> = LazyLock::new(|| SitePath::new("_redirects").expect("a constant path"));
static NGINX: LazyLock<SitePath> = LazyLock::new(|| SitePath::new("_nginx.conf").expect("a constant path"));

/// The files that are for web servers alone.
pub(super) fn paths() -> impl Iterator<Item = &'static SitePath> {
    [&*HEADERS, &*REDIRECTS, &*NGINX].into_iter()
}

/// The file for nginx.
pub(super) fn nginx_path() -> &'static SitePath {
    &NGINX
}

/// One line for the web server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    /// A line of `_redirects`.
    Redirect(String),
    /// An address with headers of its own.
    Headers(String, &'static [(&'static str, &'static str)]),
}

impl Rule {
    pub(super) fn redirect(from: &UrlPath, to: &str) -> Self {
        let status = if is_lasting(to) { 301 } else { 302 };
        Self::Redirect(format!("{} {} {status}", literal(from), location(to)))
    }

    pub(super) fn gone(url: &UrlPath, page: &UrlPath) -> Self {
        Self::Redirect(format!("{} {} 410", literal(url), page.href()))
    }

    /// A file that a browser would run gets headers that forbid it.
    pub(super) fn for_file(url: &UrlPath, media_type: &str) -> Option<Self> {
        let policy = Policy::of_file(media_type);
        let could_run = policy == Policy::Kept || media_type == "image/svg+xml";
        could_run.then(|| Self::Headers(literal(url), policy.headers()))
    }
}

/// An address as a pattern that matches it alone: static hosts read `*` and `:name` as "anything",
/// and an old address `/*` would lead the whole site away.
fn literal(url: &UrlPath) -> String {
    url.href().replace('*', "%2A").replace(':', "%3A")
}

/// The files with all rules, in a stable order.
pub(super) fn files(mut rules: Vec<Rule>) -> [(&'static SitePath, String); 2] {
    rules.sort();
    let mut redirects = String::new();
    let mut headers = String::from("/*\n");
    let add = |lines: &[(&str, &str)], headers: &mut String| {
        for (name, value) in lines {
            let _ = writeln!(headers, "  {name}: {value}");
        }
    };
    add(Policy::Page.headers(), &mut headers);
    for folder in ["/assets/*", "/files/*"] {
        // Their addresses hold a hash of their content, so they never change.
        let _ = writeln!(headers, "{folder}");
        add(&[("cache-control", "public, max-age=31536000, immutable")], &mut headers);
    }
    for rule in rules {
        match rule {
            Rule::Redirect(line) => {
                let _ = writeln!(redirects, "{line}");
            }
            Rule::Headers(address, lines) => {
                let _ = writeln!(headers, "{address}");
                add(lines, &mut headers);
            }
        }
    }
    [(&HEADERS, headers), (&REDIRECTS, redirects)]
}

/// The page at an old address: it leads on at once, and says so to whoever it doesn't lead.
/// `language` is that of the page that it leads to.
pub(super) fn stub(leads_to: &str, origin: &str, language: &str) -> String {
    let target = location(leads_to).replace('&', "&amp;").replace('\'', "&#39;");
    let whole = if target.starts_with('/') { format!("{origin}{target}") } else { target.clone() };
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'\">\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={target}\">\n<title>{target}</title>\n<link rel=\"canonical\" href=\"{whole}\">\n\
         <meta name=\"robots\" content=\"noindex\">\n</head>\n<body>\n<p><a href=\"{target}\">{target}</a></p>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stub_leads_on_and_can_not_be_broken_out_of() {
        let page = stub("/de/über/", "https://example.org", "de");
        assert!(
            page.contains("<html lang=\"de\">")
                && page.contains("content=\"0; url=/de/%C3%BCber/\"")
                && page.contains("href=\"https://example.org/de/%C3%BCber/\""),
            "{page}"
        );
        let page = stub("https://a.example/?a=1&b=\"><script>", "https://example.org", "en");
        assert!(page.contains("?a=1&amp;b=%22%3E%3Cscript%3E\"") && !page.contains("<script"), "{page}");
    }

    #[test]
    fn rules_come_in_a_stable_order_and_encoded() {
        let url = |text| UrlPath::new(text).expect("an address");
        let rules = vec![
            Rule::redirect(&url("/z alt/"), "/neu/"),
            Rule::redirect(&url("/z/*"), "https://example.org/"),
            Rule::redirect(&url("/z/:a"), "/neu/"),
            Rule::gone(&url("/a/"), &url("/404.html")),
            Rule::for_file(&url("/files/x.svg"), "image/svg+xml").expect("a picture that could run"),
        ];
        let [(_, headers), (_, redirects)] = files(rules);
        assert_eq!(redirects, "/a/ /404.html 410\n/z%20alt/ /neu/ 301\n/z/%2A https://example.org/ 301\n/z/%3Aa /neu/ 301\n");
        assert!(
            headers.ends_with(
                "/files/x.svg\n  x-content-type-options: nosniff\n  cross-origin-resource-policy: same-origin\n  \
                 content-security-policy: default-src 'none'; sandbox\n"
            ),
            "{headers}"
        );
        assert_eq!(Rule::for_file(&url("/files/x.pdf"), "application/pdf"), None);
    }
}
