//! What a page, a style sheet or a drawing loads, and by which rule it may.
//!
//! The third promise, checked on the finished bytes: they are parsed as a browser parses them, every
//! address that a browser would ask for without being told to is found, and one that no rule allows
//! is an error. Links are counted apart: a reader follows those on purpose. Nothing here renders.

mod css;
mod html;
mod kind;
mod rule;
mod survey;
#[cfg(test)]
mod tests;

pub use css::of_css;
pub use html::{of_html, of_svg};
pub use kind::Kind;
pub use rule::{Origin, Rule};
pub use survey::Survey;

/// One thing that would be loaded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Load {
    /// What it is loaded as.
    pub kind: Kind,
    /// The address as it was written, entities and escapes resolved.
    pub address: String,
}

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Everything that it loads, in order.
    pub loads: Vec<Load>,
    /// The addresses of its links.
    pub links: Vec<String>,
}

impl Found {
    fn load(&mut self, kind: Kind, address: &str) {
        let address = address.trim();
        // An empty address is the page's own, or none at all.
        if !address.is_empty() {
            self.loads.push(Load { kind, address: address.to_owned() });
        }
    }
}
