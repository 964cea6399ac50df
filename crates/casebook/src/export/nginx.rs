//! What nginx must be told of a built site, as a file that a `server` block includes: `_nginx.conf`.
//!
//! It says per address what `casebook serve --public` says there: headers, media types, redirects, what
//! is gone, and the pages in place of what is missing. Where to listen, under which name, with which
//! certificate and from which folder is the operator's. Nothing here needs a `map`, so that it stands
//! in one place and two sites can't get into each other's way.

use super::layout::{Layout, Planned};
use casebook_server::{Policy, location};
use casebook_site::address::{FILES, UrlPath, is_lasting};
use casebook_site::check::{Fate, Site};
use casebook_site::render::{Lasting, Standing, standing};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// One year without another word over plain HTTP, on a site whose address says https.
const HSTS: (&str, &str) = ("strict-transport-security", "max-age=31536000");

const HEAD: &str = "\
# What nginx must know of this site. `casebook build` writes it anew each time: change nothing here.
# Include it in the server block that names the folder:
#
#     server {
#         listen 443 ssl;
#         server_name example.org;
#         ssl_certificate     /etc/ssl/example.org/fullchain.pem;
#         ssl_certificate_key /etc/ssl/example.org/key.pem;
#         root /srv/public;
#         include /srv/public/_nginx.conf;
#     }
#
# After a build that changed it: nginx -t && nginx -s reload

absolute_redirect off;
merge_slashes off;
default_type application/octet-stream;

# What a build keeps for itself, and what is for other hosts.
location ^~ /.casebook- { return 404; }
location = /_headers { return 404; }
location = /_redirects { return 404; }
location = /_nginx.conf { return 404; }
";

/// The name of a file that a page has on the disk leads to the page. Not where nginx went to that file by itself.
const TO_PAGE: &str = "    if ($request_uri ~ \"^(/(?:[^/?\\x5c][^?]*/)?)index\\.html(\\?.*)?$\") { return 301 $1$2; }\n";

/// The same where there may be no such file: what is set is the page. The page for what is missing is found
/// under its own name, though something else was asked for.
const TO_PAGE_IF_ANY: &str = "    set $page \"\";\n    \
     if ($request_uri ~ \"^(/(?:[^/?\\x5c][^?]*/)?)index\\.html(\\?.*)?$\") { set $page $1$2; }\n    \
     if (!-f $request_filename) { set $page \"\"; }\n    \
     if ($uri !~ \"/index\\.html$\") { set $page \"\"; }\n    \
     if ($page) { return 301 $page; }\n";

/// A disk would find something behind two slashes as behind one; the site has nothing there.
const NO_TWO_SLASHES: &str = "    if ($uri ~ \"//\") { return 404; }\n";

/// The name that the file of a page has on the disk.
const INDEX: &str = "index.html";

/// What stands at an address, as far as its headers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Served {
    policy: Policy,
    media_type: &'static str,
    lasting: Lasting,
}

impl Served {
    fn at(site: &Site, url: &UrlPath) -> Option<Self> {
        let immutable = |media_type| Self { policy: Policy::of_file(media_type), media_type, lasting: Lasting::Immutable };
        match standing(site, url)? {
            Standing::Text { media_type, lasting } => Some(Self { policy: Policy::of_text(media_type), media_type, lasting }),
            Standing::File { media_type, .. } | Standing::Rewritten { media_type } => Some(immutable(media_type)),
            Standing::Derived(recipe) => Some(Self { policy: Policy::File, ..immutable(recipe.derivative.encoding.media_type()) }),
            Standing::Redirect(_) | Standing::Gone => None,
        }
    }
}

/// The folders in which nearly everything is served in one way.
const ASSETS: &str = "/assets/";

/// The file for nginx.
pub(super) fn snippet(site: &Site, layout: &Layout<'_>) -> String {
    let mut told = Told { site, types: types(site), exact: BTreeMap::new() };
    told.add_old_queries();
    for planned in &layout.files {
        told.add(planned);
    }
    told.end_old_queries();
    HEAD.to_owned() + &told.types_text() + &told.folders() + &told.exact_text()
}

/// The media type of each ending in lower case, without its charset.
type Types = BTreeMap<String, &'static str>;

fn types(site: &Site) -> Types {
    let ending = |url: &UrlPath| Some(url.as_str().rsplit('/').next()?.rsplit_once('.')?.1.to_ascii_lowercase());
    let in_folders = site.urls().filter(|url| url.as_str().starts_with(ASSETS) || url.as_str().starts_with(FILES));
    let known = in_folders.filter_map(|url| Some((ending(url)?, Served::at(site, url)?.media_type)));
    known.map(|(ending, media_type)| (ending, essence(media_type))).chain([("html".to_owned(), "text/html")]).collect()
}

fn essence(media_type: &'static str) -> &'static str {
    media_type.split(';').next().unwrap_or_default()
}

struct Told<'a> {
    site: &'a Site,
    types: Types,
    /// What is said of one address alone: its lines, in their order.
    exact: BTreeMap<String, String>,
}

impl Told<'_> {
    fn add_old_queries(&mut self) {
        for (path, pairs, fate) in self.site.old_queries() {
            let condition: String = pairs.map(|(name, value)| format!("(?=(?:.*&)?{}(?:&|$))", pair_pattern(name, value))).collect();
            let answer = match fate {
                Fate::LeadsTo(to) => returned(to),
                Fate::Gone => "return 410;".to_owned(),
            };
            let lines = self.exact.entry(path.as_str().to_owned()).or_default();
            let _ = match page_of(path) {
                // nginx goes by itself to the file of a page, with the page's query.
                Some(_) => writeln!(lines, "    if ($request_uri ~ \"^[^?]*/index\\.html\\?{condition}\") {{ {answer} }}"),
                None => writeln!(lines, "    if ($args ~ \"^{condition}\") {{ {answer} }}"),
            };
        }
    }

    /// What holds for every other query at paths where nothing stands.
    fn end_old_queries(&mut self) {
        for (path, _, _) in self.site.old_queries().filter(|(path, _, _)| !self.site.has(path)) {
            let lines = self.exact.entry(path.as_str().to_owned()).or_default();
            let page = page_of(path).filter(|page| self.site.has(page));
            if page.as_ref().is_some_and(|page| Served::at(self.site, page).is_some()) {
                // It is the file of a page, which was told of with the page.
                continue;
            }
            if page.is_some() {
                lines.push_str(TO_PAGE);
            }
            let pages = own_error_pages(self.site, path.as_str());
            if !lines.ends_with(&pages) {
                lines.push_str(&pages);
            }
        }
    }

    fn add(&mut self, planned: &Planned<'_>) {
        let (url, path) = (planned.url, planned.url.as_str().to_owned());
        if let Some(page) = page_of(url) {
            return self.add_name_of_page(url, &page);
        }
        let has_queries = self.exact.contains_key(&path);
        let lines = match standing(self.site, url) {
            Some(Standing::Redirect(to)) => {
                let stub =
                    planned.file.as_ref().filter(|file| file.as_str().ends_with("/index.html")).and_then(|_| UrlPath::new(&format!("{path}/")));
                if let Some(stub) = stub.filter(|stub| !url.is_page() && !self.site.has(stub)) {
                    // The page that leads on, for other hosts, has an address that isn't the site's.
                    let lines = format!("{}    return 404;\n", own_error_pages(self.site, &path));
                    for path in [stub.as_str().to_owned(), format!("{stub}{INDEX}")] {
                        self.exact.entry(path).or_default().push_str(&lines);
                    }
                }
                let pages = if has_queries { own_error_pages(self.site, &path) } else { String::new() };
                format!("{pages}    {}\n", returned(to))
            }
            Some(Standing::Gone) => {
                self.lead_to_page(url);
                format!("{}    return 410;\n", own_error_pages(self.site, &path))
            }
            _ => return self.add_served(url, &path),
        };
        self.exact.entry(path).or_default().push_str(&lines);
    }

    /// What is answered to whoever asks for the file of a page by its name; the page itself is not meant.
    fn add_name_of_page(&mut self, url: &UrlPath, page: &UrlPath) {
        let answer = match standing(self.site, url) {
            Some(Standing::Redirect(to)) => returned(to),
            Some(Standing::Gone) => "return 410;".to_owned(),
            _ => return self.add_served(url, url.as_str()),
        };
        let is_page = self.site.has(page);
        let pages = own_error_pages(self.site, url.as_str());
        let lines = self.exact.entry(url.as_str().to_owned()).or_default();
        let _ = writeln!(lines, "    if ($request_uri ~ \"^[^?]*/index\\.html(?:\\?|$)\") {{ {answer} }}");
        if !is_page {
            let _ = writeln!(lines, "{pages}    return 404;");
        }
    }

    fn add_served(&mut self, url: &UrlPath, path: &str) {
        let Some(served) = Served::at(self.site, url) else { return };
        let is_told = self.is_told(url, served);
        let alone = |path: &str| served_alone(self.site, path, served);
        match self.exact.get_mut(path) {
            // nginx goes on to the file of a page, which has a location of its own.
            Some(queries) if url.is_page() => queries.push_str(&own_error_pages(self.site, path)),
            Some(queries) => queries.push_str(&alone(path)),
            None if is_told || url.is_page() => {}
            None => drop(self.exact.insert(path.to_owned(), alone(path))),
        }
        if url.is_page() && !is_told {
            self.exact.entry(format!("{path}{INDEX}")).or_default().push_str(&(TO_PAGE.to_owned() + &alone(path)));
        } else if url.is_page()
            && let Some(lines) = self.exact.get_mut(&format!("{path}{INDEX}"))
        {
            lines.push_str(&(TO_PAGE.to_owned() + &alone(path)));
        }
    }

    /// The name of the file that a page would have, where the site has nothing of that name and no file of it.
    fn lead_to_page(&mut self, page: &UrlPath) {
        let file = format!("{page}{INDEX}");
        if page.is_page() && !UrlPath::new(&file).is_some_and(|file| self.site.has(&file)) {
            self.exact.entry(file).or_default().push_str(TO_PAGE);
        }
    }

    /// Whether the folders say of an address what is so.
    fn is_told(&self, url: &UrlPath, served: Served) -> bool {
        let path = url.as_str();
        let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
        let by_ending = match ending {
            _ if url.is_page() => "text/html",
            Some(ending) => self.types.get(&ending).copied().unwrap_or("application/octet-stream"),
            None => "application/octet-stream",
        };
        let (policy, lasting) = match path {
            path if path.starts_with(ASSETS) => (Policy::Part, Lasting::Immutable),
            path if path.starts_with(FILES) => (Policy::of_file(by_ending), Lasting::Immutable),
            _ => (Policy::Page, Lasting::Changing),
        };
        by_ending == essence(served.media_type) && (policy, lasting) == (served.policy, served.lasting)
    }

    fn types_text(&self) -> String {
        let mut text = "\ntypes {\n".to_owned();
        for (ending, media_type) in &self.types {
            let _ = writeln!(text, "    {media_type} {};", quoted(ending));
        }
        // nginx adds the charset by itself to `text/html`.
        let all = self.site.urls().filter_map(|url| Served::at(self.site, url)).filter(|served| served.media_type.ends_with("; charset=utf-8"));
        let with_charset: BTreeSet<&str> = all.map(|served| essence(served.media_type)).filter(|essence| *essence != "text/html").collect();
        let _ = writeln!(text, "}}\ncharset utf-8;");
        if !with_charset.is_empty() {
            let _ = writeln!(text, "charset_types {};", with_charset.into_iter().collect::<Vec<_>>().join(" "));
        }
        text
    }

    /// What holds in whole folders. A header in a location replaces all of those around it, so each says its own.
    fn folders(&self) -> String {
        let mut text = format!("\n{}\n", error_pages(self.site, "/").replace("    ", ""));
        let mut add = |pattern: &str, lines: &str| {
            let _ = writeln!(text, "location {pattern} {{\n{NO_TWO_SLASHES}{lines}}}");
        };
        let page = TO_PAGE_IF_ANY.to_owned() + &headers(self.site, Policy::Page, Lasting::Changing);
        add("/", &page);
        for language in self.site.settings().language_tags().skip(1) {
            let folder = format!("/{language}/");
            add(&quoted(&folder), &(error_pages(self.site, &folder) + &page));
        }
        add(ASSETS, &headers(self.site, Policy::Part, Lasting::Immutable));
        add(FILES, &headers(self.site, Policy::File, Lasting::Immutable));
        for policy in [Policy::Pdf, Policy::Kept] {
            let endings = self.types.iter().filter(|(_, media_type)| Policy::of_file(media_type) == policy);
            let endings: Vec<String> = endings.map(|(ending, _)| literal_pattern(ending)).collect();
            if !endings.is_empty() {
                add(&format!("~* \"^{FILES}.*\\.(?:{})$\"", endings.join("|")), &headers(self.site, policy, Lasting::Immutable));
            }
        }
        text
    }

    fn exact_text(&self) -> String {
        let mut text = String::new();
        for (path, lines) in &self.exact {
            let _ = writeln!(text, "location = {} {{\n{lines}}}", quoted(path));
        }
        text
    }
}

fn served_alone(site: &Site, path: &str, served: Served) -> String {
    let mut lines = format!("    types {{}}\n    default_type {};\n", essence(served.media_type));
    lines.push_str(&own_error_pages(site, path));
    lines.push_str(&headers(site, served.policy, served.lasting));
    lines
}

/// The pages in place of what is missing, gone or can't be shown at and below an address, in its language.
fn error_pages(site: &Site, path: &str) -> String {
    let (missing, gone, failed) = (site.not_found(path), site.gone(path), site.error(path));
    let mut text = format!("    error_page 404 {};\n    error_page 403 =404 {};\n", missing.href(), missing.href());
    let _ = writeln!(text, "    error_page 500 502 503 504 {};", failed.href());
    if site.has(&gone) {
        let _ = writeln!(text, "    error_page 410 {};", gone.href());
    }
    text
}

/// The same for one address, where they aren't those of the whole site.
fn own_error_pages(site: &Site, path: &str) -> String {
    if site.not_found(path) == site.not_found("/") { String::new() } else { error_pages(site, path) }
}

fn headers(site: &Site, policy: Policy, lasting: Lasting) -> String {
    let cache = match lasting {
        Lasting::Immutable => "public, max-age=31536000, immutable",
        Lasting::Changing => "no-cache",
    };
    let hsts = site.settings().origin().starts_with("https://").then_some(HSTS);
    let all = [("cache-control", cache)].into_iter().chain(policy.headers().iter().copied()).chain(hsts);
    all.map(|(name, value)| format!("    add_header {name} {} always;\n", quoted(value))).collect()
}

fn returned(to: &str) -> String {
    // What stands after a dollar sign would be the value of a variable.
    let status = if is_lasting(to) { 301 } else { 302 };
    format!("return {status} {};", quoted(&location(to).replace('$', "%24")))
}

/// Text in quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Text as a pattern that matches it alone.
fn literal_pattern(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("\\x{byte:02x}") }).collect()
}

/// The page whose file on the disk has this address.
fn page_of(path: &UrlPath) -> Option<UrlPath> {
    path.as_str().strip_suffix(INDEX).filter(|folder| folder.ends_with('/')).and_then(UrlPath::new)
}

/// One pair of a query as clients may write it: each of its bytes as it is or encoded.
fn pair_pattern(name: &str, value: &str) -> String {
    let (name, value) = (query_pattern(name), query_pattern(value));
    if value.is_empty() { format!("{name}=?") } else { format!("{name}={value}") }
}

fn query_pattern(text: &str) -> String {
    let one = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') => format!("(?:{}|{})", char::from(byte), encoded_pattern(byte)),
        b' ' => "(?:\\+|%20)".to_owned(),
        // These would end the pair, or be read as something else.
        b'&' | b'=' | b'+' | b'%' | b'#' => encoded_pattern(byte),
        byte => format!("(?:\\x{byte:02x}|{})", encoded_pattern(byte)),
    };
    text.bytes().map(one).collect()
}

/// A byte in percent-encoding, whose digits may be written in capital letters or small ones.
fn encoded_pattern(byte: u8) -> String {
    let digit = |digit: char| if digit.is_ascii_digit() { digit.to_string() } else { format!("[{digit}{}]", digit.to_ascii_lowercase()) };
    format!("%{}", format!("{byte:02X}").chars().map(digit).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_matched_as_browsers_write_it() {
        assert_eq!(pair_pattern("p", "_"), "(?:p|%70)=(?:_|%5[Ff])");
        assert_eq!(pair_pattern("p", ""), "(?:p|%70)=?");
        assert_eq!(query_pattern("a b&\u{e9}."), "(?:a|%61)(?:\\+|%20)(?:b|%62)%26(?:\\xc3|%[Cc]3)(?:\\xa9|%[Aa]9)(?:\\x2e|%2[Ee])");
    }

    #[test]
    fn what_nginx_would_read_as_its_own_is_written_otherwise() {
        assert_eq!(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
        assert_eq!(returned("https://example.org/?a=$host"), "return 301 \"https://example.org/?a=%24host\";");
        assert_eq!(literal_pattern("c++"), "c\\x2b\\x2b");
    }
}
