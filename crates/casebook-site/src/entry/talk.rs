//! A talk, reading or appearance, past or to come.

use crate::value::{At, LanguageTag, Moment, PersonRef, Url, record};
use jiff::{Timestamp, ToSpan, ZonedDateTime, civil, tz::TimeZone};

record! {
    /// A talk, reading or appearance.
    pub struct Talk {
        /// When it begins, by the clock at the place.
        shared start: Moment,
        /// When it ends.
        shared end: Option<At<Moment>>,
        /// The time zone of the place, where it is not the site's: `"Europe/Zurich"`.
        shared time_zone: Option<At<String>>,
        /// Where it is: house and town.
        text place: String,
        /// In which language it is held.
        shared language: Option<LanguageTag>,
        /// Who speaks, among the persons of this site.
        shared persons: Vec<PersonRef>,
        /// Where one registers.
        shared register: Option<Url>,
        /// Whom one asks.
        text contact: Option<String>,
    }
}

impl Talk {
    /// The time zone of the place; the site's, where none is named or the name is wrong (reported).
    pub fn zone(&self, site: &TimeZone) -> TimeZone {
        let own = self.time_zone.as_ref().and_then(|zone| TimeZone::get(&zone.value).ok());
        own.unwrap_or_else(|| site.clone())
    }

    /// When it begins, by the clock at the place.
    pub fn starts(&self, site: &TimeZone) -> ZonedDateTime {
        self.start.in_zone(&self.zone(site))
    }

    /// When it ends, if that was said.
    pub fn ends(&self) -> Option<Moment> {
        self.end.as_ref().map(|end| end.value)
    }

    /// Whether only days were written: a talk that begins at midnight by the clock on the wall, and
    /// ends at none or at another midnight.
    pub fn is_whole_day(&self) -> bool {
        let is_day = |moment: Moment| matches!(moment, Moment::Local(local) if local.time() == civil::Time::midnight());
        is_day(self.start) && self.ends().is_none_or(is_day)
    }

    /// The moment from which on it is over: its end, or the end of the day on which it begins.
    pub fn over(&self, site: &TimeZone) -> Timestamp {
        match self.ends() {
            Some(end) => end.instant(&self.zone(site)),
            None => self.starts(site).start_of_day().and_then(|day| day.checked_add(1.day())).map_or(Timestamp::MAX, |day| day.timestamp()),
        }
    }
}
