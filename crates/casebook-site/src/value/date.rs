//! Dates as people know them: to the day, to the month, or only the year.

use super::{Data, Field, Reader, Value};
use jiff::{Timestamp, ZonedDateTime, civil, tz::TimeZone};
use serde::{Serialize, Serializer};
use std::{fmt, str::FromStr};

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
}

/// A date in the Gregorian calendar with day, month or year precision (ISO 8601-1, 5.2.2:
/// `1991-05-04`, `1991-05`, `1991`). Ordered by its first day; of equal ones the vaguer is first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    first_day: civil::Date,
    precision: Precision,
}

impl PartialDate {
    /// A date that is known to the day.
    pub const fn day(date: civil::Date) -> Self {
        Self { first_day: date, precision: Precision::Day }
    }

    /// How much of it is known.
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// The first day that it can be.
    pub const fn first_day(self) -> civil::Date {
        self.first_day
    }

    /// The last day that it can be.
    pub fn last_day(self) -> civil::Date {
        match self.precision {
            Precision::Day => self.first_day,
            Precision::Month => self.first_day.last_of_month(),
            Precision::Year => self.first_day.last_of_year(),
        }
    }
}

impl FromStr for PartialDate {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = |part: &str, len: usize| (part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(()).ok_or(());
        let mut parts = text.split('-');
        let year = parts.next().ok_or(())?;
        digits(year, 4)?;
        let rest: Vec<&str> = parts.collect();
        rest.iter().try_for_each(|part| digits(part, 2))?;
        let number = |part: &str| part.parse::<i8>().map_err(drop);
        let (month, day, precision) = match rest.as_slice() {
            [] => (1, 1, Precision::Year),
            [month] => (number(month)?, 1, Precision::Month),
            [month, day] => (number(month)?, number(day)?, Precision::Day),
            _ => return Err(()),
        };
        let first_day = civil::Date::new(year.parse().map_err(drop)?, month, day).map_err(drop)?;
        Ok(Self { first_day, precision })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.first_day.year(), self.first_day.month(), self.first_day.day());
        match self.precision {
            Precision::Year => write!(f, "{year:04}"),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Day => write!(f, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Field for PartialDate {
    fn type_name() -> String {
        "a date: `1991-05-04`, `\"1991-05\"` or `\"1991\"`".to_owned()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let written = match &value.data {
            Data::Text(text) | Data::Date(text) => text.trim().to_owned(),
            Data::Integer(year) => year.to_string(),
            _ => String::new(),
        };
        let date = written.parse().ok();
        if date.is_none() {
            report(
                value,
                &written,
                reader,
                "this is not a date that the calendar has",
                "write the day as 1991-05-04, the month as \"1991-05\" or the year as \"1991\"",
            );
        }
        date
    }
}

/// Reports what is no date, and why where that is plain.
fn report(value: &Value, written: &str, reader: &mut Reader<'_>, message: &str, hint: &str) {
    let (message, hint) = no_date(written).unwrap_or_else(|| (message.to_owned(), hint.to_owned()));
    reader.report("field-date", value.span, message, hint);
}

/// Why this is no date, and what to do, where that is plain.
pub(super) fn no_date(written: &str) -> Option<(String, String)> {
    let reordered = reordered(written);
    if let Some(why) = lacking(reordered.as_deref().unwrap_or(written)) {
        let hint = "write the day that is meant, or as much as is sure: a month as \"1991-05\", a year as \"1991\", in quotes";
        return Some((why, hint.to_owned()));
    }
    let day: PartialDate = reordered?.parse().ok()?;
    Some(("this is not how a date is written".to_owned(), format!("write it as {day}")))
}

/// Why there is no such day, as of `2024-02-30`, where a day is written as it should be.
fn lacking(written: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let day = written.split(['T', 't', ' ']).next()?;
    let parts: Vec<i16> = day.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [year, month, day] = *parts.as_slice() else { return None };
    let month = i8::try_from(month).ok()?;
    if !(1..=12).contains(&month) {
        return Some(format!("a year has no month {month}"));
    }
    let days = civil::Date::new(year, month, 1).ok()?.days_in_month();
    let name = MONTHS[usize::try_from(month - 1).ok()?];
    (day < 1 || day > i16::from(days)).then(|| format!("{name} {year} has {days} days"))
}

/// A day that stands there as `3.12.2019`, in the order of ISO 8601.
fn reordered(written: &str) -> Option<String> {
    let parts: Vec<&str> = written.split('.').map(str::trim).collect();
    let [day, month, year] = *parts.as_slice() else { return None };
    Some(format!("{year}-{month:0>2}-{day:0>2}"))
}

/// A moment: exact where it names its offset, else in the time zone of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// With an offset from UTC.
    Exact(Timestamp),
    /// By the clock on the wall.
    Local(civil::DateTime),
}

impl Moment {
    /// The instant, given the zone in which a wall clock is read. A time that the clock skips or
    /// shows twice is taken as RFC 5545 takes it.
    pub fn instant(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Exact(instant) => instant,
            Self::Local(local) => zone.to_ambiguous_timestamp(local).compatible().unwrap_or(Timestamp::MAX),
        }
    }

    /// The wall clock in a zone.
    pub fn in_zone(self, zone: &TimeZone) -> ZonedDateTime {
        self.instant(zone).to_zoned_datetime(zone.clone())
    }
}

impl Field for Moment {
    fn type_name() -> String {
        "a moment: `2026-05-04T19:30:00`, `2026-05-04T19:30:00+02:00` or `2026-05-04`".to_owned()
    }

    fn read(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let moment = match &value.data {
            Data::Text(text) | Data::Date(text) => {
                let text = text.trim();
                let exact = text.parse().map(Self::Exact);
                exact
                    .or_else(|_| text.parse().map(Self::Local))
                    .or_else(|_| text.parse().map(|day: civil::Date| Self::Local(day.at(0, 0, 0, 0))))
                    .ok()
            }
            _ => None,
        };
        if moment.is_none() {
            let written = match &value.data {
                Data::Text(text) => text.trim(),
                _ => "",
            };
            report(value, written, reader, "this is not a moment", "write it as 2026-05-04T19:30:00");
        }
        moment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_kept() {
        for (text, precision, last) in
            [("1991", Precision::Year, "1991-12-31"), ("1992-02", Precision::Month, "1992-02-29"), ("1991-05-04", Precision::Day, "1991-05-04")]
        {
            let date: PartialDate = text.parse().expect("a date");
            assert_eq!((date.precision(), date.last_day().to_string().as_str(), date.to_string().as_str()), (precision, last, text));
        }
    }

    #[test]
    fn what_the_calendar_lacks_is_refused() {
        for text in ["", "91", "1991-5", "1991-13", "1991-02-30", "1991-05-04-01", "May 1991", "+991", "1991-05-04T10:00"] {
            assert_eq!(text.parse::<PartialDate>(), Err(()), "{text}");
        }
    }

    #[test]
    fn why_there_is_no_such_day_is_said() {
        for (text, why) in [
            ("2024-02-30", Some("February 2024 has 29 days")),
            ("2023-02-29T10:00:00", Some("February 2023 has 28 days")),
            ("2023-04-31", Some("April 2023 has 30 days")),
            ("2023-01-00", Some("January 2023 has 31 days")),
            ("2023-13-01", Some("a year has no month 13")),
            ("2023-02-28", None),
            ("2023-02", None),
            ("tomorrow", None),
            ("-", None),
            ("99999-1-1", None),
        ] {
            assert_eq!(lacking(text).as_deref(), why, "{text}");
        }
        for (text, said) in [
            ("3.12.2019", Some("write it as 2019-12-03")),
            ("31.2.1994", Some("February 1994 has 28 days")),
            ("12/3/2019", None),
            ("1.2", None),
            ("a.b.c", None),
        ] {
            let told = no_date(text).map(|(why, hint)| format!("{why}: {hint}"));
            assert!(told.as_deref().zip(said).map_or(told.is_none() && said.is_none(), |(told, said)| told.contains(said)), "{text}: {told:?}");
        }
    }

    #[test]
    fn vague_dates_come_before_exact_ones() {
        let mut dates: Vec<PartialDate> = ["1991-01-02", "1991-01-01", "1991", "1991-01"].iter().map(|text| text.parse().expect("a date")).collect();
        dates.sort();
        assert_eq!(format!("{dates:?}"), "[1991, 1991-01, 1991-01-01, 1991-01-02]");
    }
}
