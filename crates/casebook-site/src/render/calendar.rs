//! Calendars (RFC 5545): one of each talk and one of all of them, in each language.
//!
//! Written by hand: what a talk needs is a dozen lines of text, fewer than the calls of a library.
//! Times are written in UTC, which every calendar reads alike and no table of time zones can spoil.

use super::reading::Reading;
use crate::check::{Entry, EntryIndex};
use crate::entry::{Details, Talk};
use crate::value::{Moment, PartialDate};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// How long a line is at most, in bytes and without its end (RFC 5545, 3.1).
const LINE_LEN: usize = 75;

impl Reading<'_> {
    /// The calendar of one talk, or of all.
    pub fn calendar(&self, talk: Option<EntryIndex>) -> String {
        let site_title = self.localised(&self.site.settings.title);
        let mut calendar = Calendar::default();
        calendar.line("BEGIN", "VCALENDAR");
        calendar.line("VERSION", "2.0");
        calendar.line("PRODID", "-//Casebook//Casebook//EN");
        calendar.line("CALSCALE", "GREGORIAN");
        if talk.is_none() {
            // RFC 7986 has a word for the name; most programs still read the older one.
            calendar.text("NAME", &site_title);
            calendar.text("X-WR-CALNAME", &site_title);
        }
        match talk {
            Some(talk) => self.add_talk(&mut calendar, talk),
            None => (0..self.site.entries.len()).for_each(|index| self.add_talk(&mut calendar, index)),
        }
        calendar.line("END", "VCALENDAR");
        calendar.0
    }

    fn add_talk(&self, calendar: &mut Calendar, index: EntryIndex) {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let Some(Details::Talk(talk)) = &version.details else { return };
        let common = &version.common;
        let page = self.address(&entry.urls[self.language]);
        calendar.line("BEGIN", "VEVENT");
        calendar.line("UID", &self.uid(entry));
        calendar.line("DTSTAMP", &utc(self.said_at(entry)));
        self.times(calendar, talk);
        calendar.text("SUMMARY", &common.title);
        calendar.text("LOCATION", &talk.place);
        let register = talk.register.as_ref().map(ToString::to_string);
        let lines: Vec<&str> = [common.description.as_deref(), register.as_deref(), page.as_deref()].into_iter().flatten().collect();
        if !lines.is_empty() {
            calendar.text("DESCRIPTION", &lines.join("\n"));
        }
        if let Some(page) = &page {
            calendar.line("URL", page);
        }
        calendar.line("END", "VEVENT");
    }

    fn times(&self, calendar: &mut Calendar, talk: &Talk) {
        let zone = talk.zone(&self.site.zone);
        if talk.is_whole_day() {
            calendar.line("DTSTART;VALUE=DATE", &day(talk.start, &zone));
            if let Some(end) = talk.ends() {
                calendar.line("DTEND;VALUE=DATE", &day(end, &zone));
            }
        } else {
            calendar.line("DTSTART", &utc(talk.start.instant(&zone)));
            // It has to be later than the start (3.8.2.2).
            if let Some(end) = talk.ends().map(|end| end.instant(&zone)).filter(|end| *end > talk.start.instant(&zone)) {
                calendar.line("DTEND", &utc(end));
            }
        }
    }

    /// The name by which calendars know a talk again, whatever becomes of its title and address.
    fn uid(&self, entry: &Entry) -> String {
        let origin = self.site.settings.origin();
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        // RFC 2606 keeps `invalid` from ever being somebody's.
        let host = if host.is_empty() { "casebook.invalid" } else { host };
        format!("{}@{host}", crate::address::encode(&entry.id))
    }

    /// When the talk was last said otherwise, as far as its text tells: its latest correction, or when it
    /// was published. Not the moment of rendering, which would make every calendar new each day.
    fn said_at(&self, entry: &Entry) -> Timestamp {
        let midnight = |date: PartialDate| date.first_day().to_zoned_datetime(self.site.zone.clone()).ok().map(|day| day.timestamp());
        let corrections = entry.versions.iter().flatten().flat_map(|version| &version.common.corrections);
        let corrected = corrections.filter_map(|correction| midnight(correction.date)).max();
        let published = entry.first().common.publish_at.map(|moment| moment.instant(&self.site.zone));
        corrected.into_iter().chain(published).max().unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// A moment as `20270218T183000Z`.
fn utc(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A day as `20270218`.
fn day(moment: Moment, zone: &TimeZone) -> String {
    moment.in_zone(zone).strftime("%Y%m%d").to_string()
}

/// Lines of a calendar, folded and ended as calendars want them.
#[derive(Default)]
struct Calendar(String);

impl Calendar {
    /// A property whose value is no text: it has nothing to escape, and ends where a line would.
    fn line(&mut self, name: &str, value: &str) {
        let value: String = value.chars().filter(|c| !c.is_control()).collect();
        fold(&mut self.0, &format!("{name}:{value}"));
    }

    /// A property whose value is text (3.3.11).
    fn text(&mut self, name: &str, text: &str) {
        fold(&mut self.0, &format!("{name}:{}", escape(text)));
    }
}

/// Text as a value: what would end or part it is escaped, what no calendar can hold is left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a line in pieces of at most 75 bytes, none of them inside a character; each further piece
/// begins with a space.
fn fold(out: &mut String, line: &str) {
    let mut rest = line;
    let mut room = LINE_LEN;
    while rest.len() > room {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(room));
        out.push_str(piece);
        out.push_str("\r\n ");
        rest = after;
        room = LINE_LEN - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{Calendar, LINE_LEN, escape, fold};
    use proptest::prelude::*;

    /// As RFC 5545 says it in 3.1.
    fn unfold(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    fn unescape(text: &str) -> String {
        let mut plain = String::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            match (c, c == '\\') {
                (_, true) => match rest.next() {
                    Some('n') => plain.push('\n'),
                    Some(c) => plain.push(c),
                    None => panic!("nothing is escaped at the end of {text}"),
                },
                (c, false) => plain.push(c),
            }
        }
        plain
    }

    proptest! {
        #[test]
        fn what_is_folded_unfolds_to_itself(line in "[^\\p{Cc}]{0,400}") {
            let mut folded = String::new();
            fold(&mut folded, &line);
            prop_assert_eq!(unfold(&folded), format!("{line}\r\n"));
            prop_assert!(folded.split("\r\n").all(|piece| piece.len() <= LINE_LEN), "{folded:?}");
        }

        #[test]
        fn no_text_begins_a_property_of_its_own(text in any::<String>()) {
            let mut calendar = Calendar::default();
            calendar.text("SUMMARY", &text);
            calendar.line("URL", &text);
            let unfolded = unfold(&calendar.0);
            let lines: Vec<&str> = unfolded.strip_suffix("\r\n").expect("an end").split("\r\n").collect();
            prop_assert_eq!(lines.len(), 2, "{:?}", unfolded);
            prop_assert!(lines.iter().all(|line| !line.contains(['\r', '\n'])), "{:?}", unfolded);
            let value = lines[0].strip_prefix("SUMMARY:").expect("the property");
            let kept: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
            prop_assert_eq!(unescape(value), kept);
        }
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a,b;c\\d\r\ne:f\u{7}"), "a\\,b\\;c\\\\d\\ne:f");
    }
}
