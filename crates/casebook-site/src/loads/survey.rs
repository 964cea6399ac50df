//! What a whole site loads, one address after another, and what of it no rule allows.

use super::{Found, Kind, Load, Origin, Rule, of_css, of_html, of_svg};
use crate::address::UrlPath;
use crate::check::Site;
use crate::diagnostic::{Diagnostic, Span};
use crate::render::Asset;
use std::collections::BTreeMap;

/// What was found so far.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// How often something is loaded, by what it is and the rule that allows it.
    pub allowed: BTreeMap<(Kind, Rule), usize>,
    /// How many links lead to other sites.
    pub links: usize,
    /// What no rule allows.
    pub refused: Vec<Diagnostic>,
}

impl Survey {
    /// What stands at an address and what it loads.
    pub fn of(site: &Site, url: &UrlPath, asset: &Asset) -> Self {
        let mut survey = Self::default();
        let origin = Origin::new(site.settings().origin());
        match asset {
            Asset::Bytes { media_type, body } | Asset::Rewritten { media_type, body } => {
                let text = String::from_utf8_lossy(body);
                let essence = media_type.split(';').next().unwrap_or_default();
                let found = match essence {
                    "text/html" => of_html(&text),
                    "text/css" => of_css(&text),
                    "image/svg+xml" => of_svg(&text),
                    _ => return survey,
                };
                let place = |load: &Load| site.theme().owned_place(&load.address);
                survey.add(&found, &origin, |load| match place(load) {
                    Some(span) => refusal(load).at(span),
                    None => refusal(load).hint(format!("it stands on the page {url}")),
                });
            }
            Asset::File { path, media_type } if *media_type == "image/svg+xml" => {
                let Some(text) = site.source.text(path) else { return survey };
                survey.add(&of_svg(text), &origin, |load| {
                    let place = text.find(&load.address).map_or_else(|| Span::start_of(path), |at| Span::new(path, at..at + load.address.len()));
                    refusal(load).at(place)
                });
            }
            Asset::File { .. } | Asset::Derived(_) | Asset::Redirect(_) | Asset::Gone => {}
        }
        survey
    }

    /// Whether the owner could have changed what this asset loads. All else is Casebook's own, and its
    /// tests look at it.
    pub fn is_due(site: &Site, asset: &Asset) -> bool {
        match asset {
            Asset::Bytes { media_type, .. } => media_type.starts_with("text/html") && site.theme().has_overrides(),
            Asset::File { media_type, .. } => *media_type == "image/svg+xml",
            // A drawing was written anew by a list of what may stand in it, and a picture loads nothing.
            Asset::Rewritten { .. } | Asset::Derived(_) | Asset::Redirect(_) | Asset::Gone => false,
        }
    }

    /// Both together.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        for (what, count) in other.allowed {
            *self.allowed.entry(what).or_default() += count;
        }
        self.links += other.links;
        self.refused.extend(other.refused);
        self
    }

    /// How often anything is loaded.
    pub fn count(&self) -> usize {
        self.allowed.values().sum()
    }

    fn add(&mut self, found: &Found, origin: &Origin, refuse: impl Fn(&Load) -> Diagnostic) {
        for load in &found.loads {
            match origin.rule(load) {
                Some(rule) => *self.allowed.entry((load.kind, rule)).or_default() += 1,
                None => self.refused.push(refuse(load)),
            }
        }
        self.links += found.links.iter().filter(|link| origin.is_outside(link)).count();
    }
}

fn refusal(load: &Load) -> Diagnostic {
    let message = format!("{} would be loaded from another site: {}", load.kind.words(), load.address);
    Diagnostic::error("load-outside", message).hint("put the file into the site, or make it a link that readers follow on purpose")
}
