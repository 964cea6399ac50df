//! When a message was written: with the zone of whoever wrote it, and in an order.

use mail_parser::DateTime;

/// What messages are ordered by: seconds since 1970, and those without a date last.
pub(super) type When = (bool, i64);

/// A message that has no date.
pub(super) const NEVER: When = (true, 0);

/// The moment of a date as it is written, in the form of RFC 3339, and its place in the order.
pub(super) fn moment(written: &str) -> Option<(String, When)> {
    // What is longer is no date.
    let written = Some(written).filter(|written| written.len() <= 200)?;
    DateTime::parse_rfc822(written).as_ref().and_then(told).or_else(|| told(&DateTime::parse_rfc822(&with_seconds(written)?)?))
}

/// The date with `:00` behind its hour and minute; seconds may be left out, which the parser doesn't know.
fn with_seconds(written: &str) -> Option<String> {
    let hour =
        written.split_whitespace().find(|word| word.matches(':').count() == 1 && word.bytes().all(|byte| byte == b':' || byte.is_ascii_digit()))?;
    Some(written.replacen(hour, &format!("{hour}:00"), 1))
}

/// None if no calendar has the date.
fn told(date: &DateTime) -> Option<(String, When)> {
    let (year, month, day) = (i64::from(date.year), i64::from(date.month), i64::from(date.day));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    let is_time = date.hour < 24 && date.minute < 60 && date.second <= 60 && date.tz_hour < 24 && date.tz_minute < 60;
    if !is_time || !(1..=days).contains(&day) || !(1900..=9999).contains(&year) {
        return None;
    }
    let sign = if date.tz_before_gmt { '-' } else { '+' };
    let (hour, minute, second, zone_hour, zone_minute) = (date.hour, date.minute, date.second, date.tz_hour, date.tz_minute);
    let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{zone_hour:02}:{zone_minute:02}");
    let zone = (i64::from(zone_hour) * 60 + i64::from(zone_minute)) * if date.tz_before_gmt { -60 } else { 60 };
    let seconds = (days_since_1970(year, month, day) * 24 + i64::from(hour)) * 3600 + i64::from(minute) * 60 + i64::from(second) - zone;
    Some((text, (false, seconds)))
}

/// Days of the Gregorian calendar, counted in years that begin in March, so that a leap day is the last one.
const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let since_march = (month + 9) % 12;
    year * 365 + year / 4 - year / 100 + year / 400 + (since_march * 153 + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_keep_their_zone_and_order() {
        for (text, expected, seconds) in [
            ("Thu, 1 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00+00:00", 0),
            ("Tue, 29 Feb 2000 23:59:59 +0530", "2000-02-29T23:59:59+05:30", 951_848_999),
            ("1 Mar 2024 12:00:00 -0400", "2024-03-01T12:00:00-04:00", 1_709_308_800),
            ("1 Mar 2024 12:00:00 -0000", "2024-03-01T12:00:00-00:00", 1_709_294_400),
            ("Fri, 1 Mar 2024 12:00 +0100 (CET)", "2024-03-01T12:00:00+01:00", 1_709_290_800),
        ] {
            assert_eq!(moment(text), Some((expected.to_owned(), (false, seconds))), "{text}");
        }
        for text in ["30 Feb 2024 12:00:00 +0000", "1 Mar 2024 24:00:00 +0000", "1 Foo 2024", "", ":"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
