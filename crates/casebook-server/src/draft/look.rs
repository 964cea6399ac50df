//! What stands at an address of the draft: one look at one edition.
//!
//! It is found without a request, so that a page can be looked at again for whoever shows it. Only
//! the draft shows a diagnostic to whoever asks.

use super::App;
use super::live::STYLES_PATH;
use crate::http::location;
use bytes::Bytes;
use casebook_site::address::UrlPath;
use casebook_site::check::Fate;
use casebook_site::diagnostic::{Colour, Diagnostic, Diagnostics, SiteFolder, to_text};
use casebook_site::edition::Edition;
use casebook_site::language::Strings;
use casebook_site::render::Asset;
use casebook_site::settings::SETTINGS_PATH;
use casebook_site::source::Hash;
use hyper::StatusCode;
use std::sync::Arc;

/// How many digits tell one state of a page from another.
const TAG_LEN: usize = 20;

/// One look at one edition.
pub(super) struct Look {
    pub(super) edition: Arc<Edition>,
    pub(super) app: Arc<App>,
    pub(super) number: i64,
}

/// What was found at an address.
pub(super) enum Found {
    Page(Page),
    /// What isn't a page.
    Asset(UrlPath, Asset),
    /// It leads to another address, written as in a header.
    Redirect(String),
    /// Nothing, and no page that says so.
    Nowhere(StatusCode),
}

/// A page as it is sent, but for the script of the draft server.
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
    /// Why the page that belongs here can't be shown.
    pub(super) failures: Diagnostics,
}

/// Why a page can't be shown.
#[derive(Clone, Copy)]
enum Lack {
    /// Its template or its content fails.
    Unrendered,
    /// Nothing is known of the site without its settings.
    UnreadSettings,
}

impl Lack {
    /// Title and lead in the words of the interface.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Unrendered => ("draft-unrendered-title", "draft-unrendered-lead"),
            Self::UnreadSettings => ("draft-unread-title", "draft-unread-lead"),
        }
    }
}

impl Page {
    fn of(status: StatusCode, body: Bytes) -> Self {
        Self { status, body, failures: Diagnostics::default() }
    }

    /// What tells this state of the page from any other. All that it loads stands at addresses that
    /// hold a hash of their content, so they are told apart by this, too.
    pub(super) fn tag(&self) -> String {
        Hash::of(&self.body).to_string().chars().take(TAG_LEN).collect()
    }
}

impl Look {
    pub(super) fn of(app: &Arc<App>) -> Self {
        // The number is taken first: a page that is newer than its number is looked at once too often,
        // the other way round it would stay old.
        let number = *app.editions().borrow();
        Self { edition: app.edition(), app: Arc::clone(app), number }
    }

    pub(super) fn find(&self, path: &str, query: Option<&str>) -> Found {
        // Its languages, and with them its addresses, would be other ones than were meant.
        let unread = unread_settings(&self.edition.diagnostics);
        if !unread.is_empty() {
            return Found::Page(self.lacking(path, Lack::UnreadSettings, unread));
        }
        let Some(url) = UrlPath::from_request(path) else { return self.in_place_of(StatusCode::NOT_FOUND, "/") };
        match query.and_then(|query| self.edition.site.fate_of_query(&url, query)) {
            Some(Fate::LeadsTo(target)) => return Found::Redirect(location(target)),
            Some(Fate::Gone) => return self.in_place_of(StatusCode::GONE, url.as_str()),
            None => {}
        }
        match self.edition.get(&url) {
            Some(Ok(asset)) => self.found(url, asset),
            Some(Err(failure)) => Found::Page(self.unrendered(&url, failure)),
            None => match self.with_slash(&url) {
                Some(target) => Found::Redirect(with_query(target.href(), query)),
                None => self.in_place_of(StatusCode::NOT_FOUND, url.as_str()),
            },
        }
    }

    fn found(&self, url: UrlPath, asset: Asset) -> Found {
        match asset {
            Asset::Bytes { media_type, body } if media_type.starts_with("text/html") => Found::Page(Page::of(StatusCode::OK, body)),
            Asset::Gone => self.in_place_of(StatusCode::GONE, url.as_str()),
            Asset::Redirect(target) => Found::Redirect(location(&target)),
            asset => Found::Asset(url, asset),
        }
    }

    /// The page that was meant by an address without its last slash.
    fn with_slash(&self, url: &UrlPath) -> Option<UrlPath> {
        let page = UrlPath::new(&format!("{url}/"))?;
        self.edition.site.has(&page).then_some(page)
    }

    /// The page that says why nothing stands at a path.
    pub(super) fn in_place_of(&self, status: StatusCode, path: &str) -> Found {
        let site = &self.edition.site;
        let url = if status == StatusCode::GONE { site.gone(path) } else { site.not_found(path) };
        match self.edition.get(&url) {
            Some(Ok(Asset::Bytes { body, .. })) => Found::Page(Page::of(status, body)),
            Some(Err(failure)) => Found::Page(self.unrendered(&url, failure)),
            _ => Found::Nowhere(status),
        }
    }

    /// The words of the interface in the language of an address.
    pub(super) fn strings(&self, path: &str) -> &Strings {
        let site = &self.edition.site;
        site.theme().strings(site.language_of_address(path).as_str())
    }

    fn unrendered(&self, url: &UrlPath, failure: Diagnostic) -> Page {
        self.lacking(url.as_str(), Lack::Unrendered, [failure].into_iter().collect())
    }

    /// What an author sees in place of a page that can't be shown: it says why, without a script, too.
    fn lacking(&self, path: &str, lack: Lack, failures: Diagnostics) -> Page {
        let explained = escape(&to_text(&failures, &self.edition.source, SiteFolder::HERE, Colour::Plain));
        let strings = self.strings(path);
        let (language, direction) = (strings.tag(), strings.direction());
        let (title, lead) = lack.words();
        let (title, lead) = (escape(&strings.text(title)), escape(&strings.text(lead)));
        let body = format!(
            "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <link rel=\"stylesheet\" href=\"{STYLES_PATH}\">\n<body>\n<main>\n<h1>{title}</h1>\n<p>{lead}</p>\n\
             <div data-failure>\n<pre lang=\"en\">{explained}</pre>\n</div>\n</main>\n</body>\n</html>\n",
        );
        Page { status: StatusCode::INTERNAL_SERVER_ERROR, body: body.into(), failures }
    }
}

/// What keeps the settings from being read; nothing where they can be.
fn unread_settings(all: &Diagnostics) -> Diagnostics {
    let of_settings = || all.iter().filter(|one| one.span.as_ref().is_some_and(|span| span.path.as_str() == SETTINGS_PATH));
    let is_unread = of_settings().any(|one| matches!(one.code, "toml-syntax" | "site-missing"));
    of_settings().filter(|_| is_unread).cloned().collect()
}

fn with_query(mut href: String, query: Option<&str>) -> String {
    if let Some(query) = query {
        href.push('?');
        href.push_str(query);
    }
    href
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
