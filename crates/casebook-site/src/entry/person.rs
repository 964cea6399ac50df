//! A person: somebody who speaks or is spoken of.

use crate::value::{At, Localised, Url, record};

record! {
    /// A person. The title is the name; the picture is the portrait.
    pub struct Person {
        /// What the person is or was.
        text role: Option<String>,
        /// The profession; one of `site.toml`.
        shared profession: Option<At<String>>,
        /// The name to sort by, where it is not the last word of the name.
        shared sort_name: Option<String>,
        /// The person's own addresses.
        shared links: Vec<PersonLink>,
    }
}

record! {
    /// An address of a person.
    pub struct PersonLink {
        /// What it is.
        shared title: Localised,
        /// Where it leads.
        shared url: Url,
    }
}
