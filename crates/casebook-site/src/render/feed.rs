//! Atom feeds (RFC 4287): of the whole site and of each section, in each language.

use super::reading::Reading;
use crate::address::UrlPath;
use crate::check::{Entry, EntryIndex};
use crate::entry::Kind;
use crate::escape::push_xml;
use crate::language::Arg;
use crate::value::PartialDate;
use std::fmt::Write;

/// How many entries a feed has.
const LEN: usize = 20;

impl Reading<'_> {
    /// The latest dated entries of the site, or of a section.
    pub fn feed(&self, url: &UrlPath, section: Option<EntryIndex>) -> String {
        let entries = self.feed_entries(section);
        let site_title = self.localised(&self.site.settings.title);
        let title = match section {
            Some(section) => format!("{site_title}: {}", self.link(section).title),
            None => self.strings.format("feed-of", &[("title", Arg::Text(&site_title))]),
        };
        let page = section.map_or_else(|| self.site.prefixed(self.language, ""), |section| self.site.entries[section].urls[self.language].clone());
        let updated = entries.first().map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |(date, _)| self.instant(*date));
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        let _ = writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">", self.tag());
        element(&mut out, "title", &title);
        element(&mut out, "id", &self.absolute(url));
        element(&mut out, "updated", &updated);
        link(&mut out, "self", &self.absolute(url));
        link(&mut out, "alternate", &self.absolute(&page));
        out.push_str("<author>");
        element(&mut out, "name", &self.site.settings.owner);
        out.push_str("</author>\n");
        for (date, index) in entries {
            self.feed_entry(&mut out, date, index);
        }
        out.push_str("</feed>\n");
        out
    }

    /// Whether the feed of a section has anything to tell.
    pub fn has_news(&self, section: EntryIndex) -> bool {
        !self.feed_entries(Some(section)).is_empty()
    }

    fn feed_entries(&self, section: Option<EntryIndex>) -> Vec<(PartialDate, EntryIndex)> {
        let is_in = |index: EntryIndex| section.is_none_or(|section| self.site.ancestors(index).any(|ancestor| ancestor == section));
        // An event's date says when it happened, not when it was written, so it is no news.
        let is_news = |entry: &Entry| !matches!(entry.kind, Kind::Event | Kind::Person | Kind::Talk) && !entry.first().common.noindex;
        let all = self.site.entries.iter().enumerate();
        let dated = all.filter(|(index, entry)| is_news(entry) && is_in(*index)).filter_map(|(index, entry)| Some((entry.date?, index)));
        let mut entries: Vec<_> = dated.collect();
        entries.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
        entries.truncate(LEN);
        entries
    }

    fn feed_entry(&self, out: &mut String, date: PartialDate, index: EntryIndex) {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let address = self.absolute(&entry.urls[self.language]);
        let _ = writeln!(out, "<entry xml:lang=\"{}\">", version.language);
        element(out, "title", &version.common.title);
        element(out, "id", &address);
        element(out, "updated", &self.instant(date));
        link(out, "alternate", &address);
        let summary = version.common.description.as_ref().unwrap_or(&version.body.summary);
        if !summary.is_empty() {
            element(out, "summary", summary);
        }
        out.push_str("</entry>\n");
    }

    /// The first moment of a date, where the site is at home.
    fn instant(&self, date: PartialDate) -> String {
        let day = date.first_day().to_zoned_datetime(self.site.zone.clone());
        day.map_or_else(|_| format!("{}T00:00:00Z", date.first_day()), |day| day.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }
}

fn element(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, "<{name}>");
    push_xml(out, text);
    let _ = writeln!(out, "</{name}>");
}

fn link(out: &mut String, rel: &str, href: &str) {
    let _ = write!(out, "<link rel=\"{rel}\" href=\"");
    push_xml(out, href);
    out.push_str("\"/>\n");
}
