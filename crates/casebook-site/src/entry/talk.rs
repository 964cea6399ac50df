//! A talk, reading or appearance, past or to come.

use crate::value::{LanguageTag, Moment, Url, record};

record! {
    /// A talk, reading or appearance.
    pub struct Talk {
        /// When it begins, by the clock at the place.
        shared start: Moment,
        /// When it ends.
        shared end: Option<Moment>,
        /// The time zone of the place, where it is not the site's: `"Europe/Zurich"`.
        shared time_zone: Option<String>,
        /// Where it is: house and town.
        text place: String,
        /// In which language it is held.
        shared language: Option<LanguageTag>,
        /// Where one registers.
        shared register: Option<Url>,
        /// Whom one asks.
        text contact: Option<String>,
    }
}
