//! By which rule something may be loaded.

use super::Load;
use url::Url;

/// Why something may be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// It is from the site itself.
    Own,
    /// It stands in the address (`data:`), so that nobody is asked.
    Contained,
}

/// The site whose pages are looked at.
#[derive(Clone, Debug)]
pub struct Origin(Url);

impl Origin {
    /// A site by its origin (`https://example.org`); `""` where nobody knows it, and then no address that
    /// names a host is its own.
    pub fn new(origin: &str) -> Self {
        // RFC 2606 keeps `invalid` from ever being a host.
        let known = Url::parse(origin).ok().filter(Url::has_host);
        Self(known.unwrap_or_else(|| Url::parse("https://casebook.invalid").expect("a constant address")))
    }

    /// The rule that allows a load; `None` where none does. Addresses are read as browsers read them
    /// (WHATWG URL), so `/\host`, `HTTPS:host` and an address with a line break inside are what they are there.
    pub fn rule(&self, load: &Load) -> Option<Rule> {
        let resolved = self.0.join(&load.address).ok()?;
        match resolved.scheme() {
            "data" | "about" => Some(Rule::Contained),
            // The origin alone would let `blob:https://…` pass.
            scheme if scheme == self.0.scheme() && resolved.origin() == self.0.origin() => Some(Rule::Own),
            _ => None,
        }
    }

    /// Whether a link leads away from the site.
    pub fn is_outside(&self, link: &str) -> bool {
        self.0.join(link).is_ok_and(|resolved| resolved.origin() != self.0.origin())
    }
}
