//! Links that name this site by its whole address, as people copy them from a browser.
//!
//! They are looked up like any other link of the site, once all addresses are known, and lead on
//! without the site's name, so that they work in the draft and on any host.

use super::addresses::Fate;
use super::site::{Site, Target};
use crate::address::UrlPath;
use crate::diagnostic::{Diagnostic, MAX_SUGGESTIONS, Severity, Span, nearest};
use crate::markdown::short;
use crate::source::SitePath;

/// What an address says behind the name of this site.
struct OwnAddress<'a> {
    /// The whole, as it was written.
    written: &'a str,
    /// The path, `/` at least.
    path: &'a str,
    /// The query without its question mark.
    query: Option<&'a str>,
    /// The place on the page, without `#`.
    fragment: Option<&'a str>,
}

impl<'a> OwnAddress<'a> {
    /// `None` for an address of another site. Whether it is http or https makes no other site of it.
    fn of(site: &Site, written: &'a str) -> Option<Self> {
        let own = without_scheme(site.settings.origin())?;
        let rest = without_scheme(written)?;
        let (host, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if !host.eq_ignore_ascii_case(own) {
            return None;
        }
        let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(rest, fragment)| (rest, Some(fragment)));
        let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        Some(Self { written, path: if path.is_empty() { "/" } else { path }, query, fragment })
    }

    /// The address at which something stands; the last slash may have been left out.
    fn url(&self, site: &Site) -> Option<UrlPath> {
        let url = UrlPath::from_request(self.path)?;
        let is_known = |url: &UrlPath| site.targets.contains_key(url);
        if is_known(&url) { Some(url) } else { UrlPath::new(&format!("{url}/")).filter(is_known) }
    }
}

fn without_scheme(url: &str) -> Option<&str> {
    let has = |scheme: &&str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    ["https://", "http://"].iter().find(|scheme| has(scheme)).map(|scheme| &url[scheme.len()..])
}

impl Site {
    /// A link that names this site by its whole address, as a link within it; `None` for any other.
    pub(crate) fn own_href(&self, written: &str) -> Option<String> {
        let own = OwnAddress::of(self, written)?;
        let path = own.url(self).map_or_else(|| own.path.to_owned(), |url| url.href());
        let query = own.query.map(|query| format!("?{query}")).unwrap_or_default();
        let fragment = own.fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        Some(format!("{path}{query}{fragment}"))
    }
}

/// Looks up every such link. `missing` is how bad it is that nothing stands there: where some entries
/// are hidden for now, one of them may be what is meant.
pub(super) fn check(site: &Site, missing: Severity) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut compared = 0;
    let versions = site.entries.iter().flat_map(|entry| entry.versions.iter().flatten());
    found.extend(
        versions.clone().flat_map(|version| &version.uses.addresses).enumerate().map(|(nth, (written, span))| address(site, nth, written, span)),
    );
    for (written, span) in versions.flat_map(|version| version.uses.outside.iter().chain(&version.findings.raw_links)) {
        let Some(own) = OwnAddress::of(site, written) else { continue };
        let Err(wrong) = look_up(site, &own, span) else { continue };
        found.push(wrong.unwrap_or_else(|| {
            compared += 1;
            let nowhere = Diagnostic { severity: missing, ..Diagnostic::error("link-missing", format!("nothing stands at {}", own.written)) };
            let nowhere = nowhere.at(span.clone());
            let nowhere = match file_meant(site, own.path).filter(|_| compared <= MAX_SUGGESTIONS) {
                Some(file) => nowhere.hint(format!("did you mean `{}`?", span.path.link_to(file))),
                None => nowhere,
            };
            nowhere.hint("link to the file of a text, relative to this one, such as `../case/trial.md`; the address follows by itself")
        }));
    }
    found
}

/// An address of the finished site where the name of a file has to stand.
fn address(site: &Site, nth: usize, written: &str, span: &Span) -> Diagnostic {
    let wrong = Diagnostic::error("link-absolute", format!("`{}` is an address of the finished site", short(written))).at(span.clone());
    let (path, fragment) = written.split_at(written.find(['#', '?']).unwrap_or(written.len()));
    let fragment = fragment.find('#').map_or("", |at| &fragment[at..]);
    let own = OwnAddress { written, path, query: None, fragment: None };
    let stands = own.url(site).and_then(|url| match site.targets.get(&url)? {
        Target::Entry { entry, narrowed: None, .. } => Some(site.entries[*entry].first().path.clone()),
        Target::File(path) | Target::Drawing(path) => Some(path.clone()),
        _ => None,
    });
    let wrong = match stands {
        Some(file) => return wrong.hint(format!("write `{}{fragment}`; the address follows by itself", span.path.link_to(&file))),
        None => match file_meant(site, path).filter(|_| nth < MAX_SUGGESTIONS) {
            Some(file) => wrong.hint(format!("did you mean `{}`?", span.path.link_to(file))),
            None => wrong,
        },
    };
    wrong.hint("link to the Markdown file instead, relative to this one, such as `../case/trial.md`; the address follows by itself")
}

/// Whether something stands there; `Err(None)` if nothing does.
fn look_up(site: &Site, own: &OwnAddress<'_>, span: &Span) -> Result<(), Option<Diagnostic>> {
    let is_gone = || {
        let gone = Diagnostic::error("link-missing", format!("what stood at {} was taken down: `gone` in site.toml says so", own.written));
        Err(Some(gone.at(span.clone()).hint("take the link out, or let it lead elsewhere")))
    };
    if let (Some(query), Some(url)) = (own.query, UrlPath::from_request(own.path)) {
        match site.fate_of_query(&url, query) {
            Some(Fate::LeadsTo(_)) => return Ok(()),
            Some(Fate::Gone) => return is_gone(),
            None => {}
        }
    }
    let Some(url) = own.url(site) else { return Err(None) };
    match (site.targets.get(&url), own.fragment) {
        (Some(Target::Gone), _) => is_gone(),
        (Some(Target::Entry { entry, language, .. }), Some(fragment)) if !fragment.is_empty() => {
            let page = site.entries[*entry].version(*language);
            let decoded = UrlPath::from_request(&format!("/{fragment}"));
            let place = decoded.as_ref().map_or(fragment, |decoded| &decoded.as_str()[1..]);
            if page.has_place(place) || page.details.is_none() {
                return Ok(());
            }
            let missing = Diagnostic::error("fragment-missing", format!("{} has no place `#{place}`", page.path)).at(span.clone());
            Err(Some(
                missing
                    .did_you_mean(place, page.places())
                    .hint("link to the file of the text, and to one of its headings: `../case/trial.md#verdict`"),
            ))
        }
        _ => Ok(()),
    }
}

/// The file of the text whose address is nearest to a path.
fn file_meant<'a>(site: &'a Site, path: &str) -> Option<&'a SitePath> {
    let pages = || site.targets.iter().filter(|(_, target)| matches!(target, Target::Entry { narrowed: None, page: 1, .. }));
    let meant = nearest(path, pages().map(|(url, _)| url.as_str()))?;
    match site.targets.get(&UrlPath::new(meant)?)? {
        Target::Entry { entry, language, .. } => Some(&site.entries[*entry].version(*language).path),
        _ => None,
    }
}
