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

    /// The month in which a day lies.
    pub fn month(date: civil::Date) -> Self {
        Self { first_day: date.first_of_month(), precision: Precision::Month }
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
            let general = "write the day as 1991-05-04, the month as \"1991-05\" or the year as \"1991\"";
            report(value, no_date(&written), reader, ("this is not a date that the calendar has", general));
        }
        date
    }
}

/// Reports what is no date, with what is known of it, else generally.
fn report(value: &Value, known: Option<(String, String)>, reader: &mut Reader<'_>, (message, hint): (&str, &str)) {
    if value.data == Data::Unread {
        return;
    }
    let (message, hint) = known.unwrap_or_else(|| (message.to_owned(), hint.to_owned()));
    reader.report("field-date", value.span, message, hint);
}

/// Why this is no date, and what to do, where that is plain.
pub(super) fn no_date(written: &str) -> Option<(String, String)> {
    let meant = in_order(written);
    if let Some(why) = lacking(meant.as_deref().unwrap_or(written)) {
        let hint = "write the day that is meant, or as much as is sure: a month as \"1991-05\", a year as \"1991\", in quotes";
        return Some((why, hint.to_owned()));
    }
    let date: PartialDate = meant?.parse().ok()?;
    let shown = if date.precision == Precision::Day { date.to_string() } else { format!("\"{date}\"") };
    Some(("this is not how a date is written".to_owned(), format!("write it as {shown}")))
}

/// Why this is no moment, and what to do, where a day and a time of day are plain: `20.03.2027 19:30`, `24. Dezember 2026, 8 Uhr`.
pub(super) fn no_moment(written: &str) -> Option<(String, String)> {
    let (text, is_hour) =
        ["Uhr", "uhr", "h"].iter().find_map(|word| written.strip_suffix(word)).map_or((written, false), |text| (text.trim_end(), true));
    let (day, clock) = text.rsplit_once([' ', 'T'])?;
    let day = day.trim_end_matches([',', ' ']);
    let day = ["um", "at"].iter().find_map(|word| day.strip_suffix(word)).map_or(day, |day| day.trim_end_matches([',', ' ']));
    let date: PartialDate = day.parse().ok().or_else(|| in_order(day)?.parse().ok())?;
    let clock: Vec<u8> = clock.split([':', '.']).map(|part| part.parse().ok().filter(|_| part.len() <= 2)).collect::<Option<_>>()?;
    let (hour, minute, second) = match *clock.as_slice() {
        [hour] if is_hour => (hour, 0, 0),
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let is_plain = date.precision() == Precision::Day && hour < 24 && minute < 60 && second < 60;
    let moment = format!("{date}T{hour:02}:{minute:02}:{second:02}");
    (is_plain && moment != written).then(|| ("this is not how a moment is written".to_owned(), format!("write it as {moment}")))
}

const MONTHS: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const GERMAN_MONTHS: [&str; 12] =
    ["Januar", "Februar", "M\u{e4}rz", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];

/// Why there is no such day, as of `2024-02-30`, where a day is written as it should be.
fn lacking(written: &str) -> Option<String> {
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

/// A day or month that is written in another way (`3.12.2019`, `9. März 2024`, `May 1991`, `1992-2`), in the
/// order of ISO 8601. `None` where it can be read in two ways, as `3/4/2019` can.
fn in_order(written: &str) -> Option<String> {
    let parts: Vec<&str> = written.split(|c: char| c.is_whitespace() || ".,/-".contains(c)).filter(|part| !part.is_empty()).collect();
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = |part: &str| part.parse::<u8>().ok().filter(|_| part.len() <= 2);
    let iso = |year: &str, month: u8, day: Option<u8>| format!("{year}-{month:02}{}", day.map(|day| format!("-{day:02}")).unwrap_or_default());
    if let Some((at, month)) = parts.iter().enumerate().find_map(|(at, part)| Some((at, month_of(part)?))) {
        let rest: Vec<&str> = parts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, part)| *part).collect();
        let day = |part: &str| number(part.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
        return match *rest.as_slice() {
            [year] if is_year(year) => Some(iso(year, month, None)),
            [one, year] | [year, one] if is_year(year) => Some(iso(year, month, Some(day(one)?))),
            _ => None,
        };
    }
    match *parts.as_slice() {
        [year, month] | [month, year] if is_year(year) => Some(iso(year, number(month)?, None)),
        [year, month, day] if is_year(year) => Some(iso(year, number(month)?, Some(number(day)?))),
        [one, other, year] if is_year(year) => match (number(one)?, number(other)?) {
            (day, month) if written.contains('.') || day > 12 || day == month => Some(iso(year, month, Some(day))),
            (month, day) if day > 12 => Some(iso(year, month, Some(day))),
            _ => None,
        },
        _ => None,
    }
}

/// The month that a word names, in English or German; three letters are enough.
fn month_of(word: &str) -> Option<u8> {
    let word = word.to_lowercase().replace("ae", "\u{e4}");
    let is_meant = |name: &&str| word.chars().count() >= 3 && name.to_lowercase().starts_with(&word);
    let at = [MONTHS, GERMAN_MONTHS].iter().find_map(|names| names.iter().position(is_meant))?;
    u8::try_from(at + 1).ok()
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
            // A month or a year is no moment, however it is written.
            let known = no_moment(written);
            let known = known.or_else(|| no_date(written).filter(|_| in_order(written).is_none_or(|date| date.len() > "1991-05".len())));
            report(value, known, reader, ("this is not a moment", "write it as 2026-05-04T19:30:00"));
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
            ("01.02.2024", Some("write it as 2024-02-01")),
            ("9. M\u{e4}rz 2024", Some("write it as 2024-03-09")),
            ("9 Maerz 2024", Some("write it as 2024-03-09")),
            ("March 9th, 2024", Some("write it as 2024-03-09")),
            ("Dez. 1992", Some("write it as \"1992-12\"")),
            ("1992-2", Some("write it as \"1992-02\"")),
            ("1992-02", Some("write it as \"1992-02\"")),
            ("02/1992", Some("write it as \"1992-02\"")),
            ("2024/3/9", Some("write it as 2024-03-09")),
            ("25/3/2019", Some("write it as 2019-03-25")),
            ("3/25/2019", Some("write it as 2019-03-25")),
            ("30. Februar 2024", Some("February 2024 has 29 days")),
            ("12/3/2019", None),
            ("Ma 2019", None),
            ("978-3-16-148410-0", None),
            ("4:05", None),
            ("1.2", None),
            ("a.b.c", None),
        ] {
            let told = no_date(text).map(|(why, hint)| format!("{why}: {hint}"));
            assert!(told.as_deref().zip(said).map_or(told.is_none() && said.is_none(), |(told, said)| told.contains(said)), "{text}: {told:?}");
        }
    }

    #[test]
    fn a_moment_that_is_written_otherwise_is_understood() {
        for (text, moment) in [
            ("20.03.2027 19:30", Some("2027-03-20T19:30:00")),
            ("24.12.2026 8 Uhr", Some("2026-12-24T08:00:00")),
            ("24. Dezember 2026, um 8.15 Uhr", Some("2026-12-24T08:15:00")),
            ("4 May 2026 at 19:30", Some("2026-05-04T19:30:00")),
            ("2026-05-04 7:30", Some("2026-05-04T07:30:00")),
            ("2026-05-04T19:30:00", None),
            ("20.03.2027", None),
            ("May 2026 19:30", None),
            ("20.03.2027 25:30", None),
            ("30.02.2027 19:30", None),
            ("20.03.2027 19", None),
            ("tomorrow 19:30", None),
        ] {
            let told = no_moment(text).map(|(_, hint)| hint);
            assert_eq!(told, moment.map(|moment| format!("write it as {moment}")), "{text}");
        }
    }

    #[test]
    fn vague_dates_come_before_exact_ones() {
        let mut dates: Vec<PartialDate> = ["1991-01-02", "1991-01-01", "1991", "1991-01"].iter().map(|text| text.parse().expect("a date")).collect();
        dates.sort();
        assert_eq!(format!("{dates:?}"), "[1991, 1991-01, 1991-01-01, 1991-01-02]");
    }
}
