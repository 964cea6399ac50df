//! `site.toml`: what holds for the whole site.

use crate::diagnostic::{Diagnostic, Span};
use crate::source::{SitePath, Source};
use crate::value::{
    ABOVE_IN_SETTINGS, At, Data, Fields, Findings, LanguageTag, Layer, Localised, Moment, PartialDate, PictureRef, Reader, Record, SectionRef, Table,
    Url, parse_toml, record,
};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Where the settings stand.
pub const SETTINGS_PATH: &str = "site.toml";

record! {
    /// What holds for the whole site.
    pub struct Settings {
        /// The address at which the site is published, without a path: `"https://example.org"`.
        shared base: Option<At<Url>>,
        /// The languages of the site; the first is the default and has no prefix in its addresses.
        shared languages: Vec<At<LanguageTag>>,
        /// The name of the site.
        shared title: Localised,
        /// One sentence on the site: above the headline of the home page, in the foot, in feeds and search engines.
        shared description: Option<Localised>,
        /// Who is responsible for the site.
        shared owner: String,
        /// The address for inquiries, which `form` shows.
        shared contact: Option<String>,
        /// The time zone in which dates and times are meant; without it, UTC.
        shared time_zone: Option<At<String>>,
        /// The main menu: sections and pages in their order.
        shared menu: Vec<SectionRef>,
        /// The columns of the footer.
        shared footer: Vec<FooterColumn>,
        /// A sentence that stands in every footer.
        shared footer_note: Option<Localised>,
        /// The little picture of the site in browser tabs (SVG or PNG).
        shared icon: Option<PictureRef>,
        /// Professions by which statements are grouped, in their order.
        shared professions: Vec<Named>,
        /// Named stretches of time for lists, in their order.
        shared periods: Vec<Period>,
        /// Titles of tags, where they differ by language.
        shared tags: Vec<Named>,
        /// Topics of the inquiry form.
        shared topics: Vec<Named>,
        /// Whom to tell of a weak spot of the site; makes `/.well-known/security.txt` (RFC 9116).
        shared security: Option<At<Security>>,
        /// Old addresses and where they lead: a path of this site, a file as it lies in the folder (`"content/documents/report/report.pdf"`) or an address elsewhere.
        shared redirects: BTreeMap<String, At<String>>,
        /// Addresses of what was taken down on purpose, with a query where they had one (`"/?p=13"`): readers and search engines are told that it is gone (410).
        shared gone: Vec<At<String>>,
    }
}

record! {
    /// Whom to tell of a weak spot of the site.
    pub struct Security {
        /// Where to write, the preferred way first: `mailto:`, `https:` or `tel:`.
        shared contact: Vec<At<Url>>,
        /// Until when all this holds, at most a year from now.
        shared expires: At<Moment>,
        /// Keys with which to encrypt what is written.
        shared encryption: Vec<At<Url>>,
        /// Pages that thank those who wrote.
        shared acknowledgments: Vec<At<Url>>,
        /// Pages that say how reports are dealt with.
        shared policy: Vec<At<Url>>,
        /// The languages in which one may write.
        shared preferred_languages: Vec<LanguageTag>,
    }
}

record! {
    /// A column of the footer.
    pub struct FooterColumn {
        /// Its heading.
        shared title: Localised,
        /// The entries that it links to.
        shared entries: Vec<SectionRef>,
    }
}

record! {
    /// A name that entries use, with its title in each language.
    pub struct Named {
        /// The name that entries use.
        shared name: String,
        /// The title that readers see.
        shared title: Localised,
    }
}

record! {
    /// A named stretch of time.
    pub struct Period {
        /// The name that lists use.
        shared name: String,
        /// The title that readers see.
        shared title: Localised,
        /// Its first day, month or year.
        shared since: Option<PartialDate>,
        /// Its last day, month or year.
        shared until: Option<PartialDate>,
    }
}

impl Settings {
    /// Reads `site.toml`. With mistakes in it, what could be understood is used so that the site
    /// still opens in draft.
    pub fn read(source: &Source, findings: &mut Findings) -> Self {
        let path = SitePath::new(SETTINGS_PATH).expect("a constant path");
        let Some(text) = source.text(&path) else {
            let missing = Diagnostic::error("site-missing", "there is no `site.toml` in this folder, or it is not UTF-8 text");
            findings.diagnostics.push(missing.at(Span::start_of(&path)).hint("`casebook new FOLDER` makes a site"));
            return Self::placeholder();
        };
        let (mut table, errors) = parse_toml(&path, text, 0);
        findings.diagnostics.extend(errors);
        findings.diagnostics.extend(crate::check::find_placeholders(&path, text, 0));
        take_out_misplaced(&mut table, &path, &mut findings.diagnostics);
        let layer = Layer { path: &path, table: &table };
        let mut fields = Fields::layered(layer, None, findings);
        let read = Self::read_fields(&mut fields);
        fields.report_unknown(&[Self::INFO]);
        let mut settings = read.unwrap_or_else(|| Self::read_incomplete(layer));
        // What was written and can't be read has been reported.
        if settings.languages.is_empty() && table.get("languages").is_none_or(|written| matches!(&written.data, Data::List(list) if list.is_empty()))
        {
            let missing = Diagnostic::error("field-missing", "`languages` is missing").at(Span::start_of(&path));
            findings.diagnostics.push(missing.hint("add a line such as `languages = [\"en\"]`"));
        }
        settings.check(&path, findings);
        crate::check::forget_consequences(&mut findings.diagnostics, &[]);
        settings
    }

    /// The settings without a title or owner, whose absence has been reported: everything else
    /// holds, so that a draft looks as it will.
    fn read_incomplete(own: Layer<'_>) -> Self {
        let path = SitePath::new(SETTINGS_PATH).expect("a constant path");
        let (required, _) = parse_toml(&path, "title = \"?\"\nowner = \"?\"", 0);
        let mut table = own.table.clone();
        table.entries.retain(|(key, _)| required.get(&key.name).is_none());
        table.entries.extend(required.entries.clone());
        let mut reported_before = Findings::default();
        let mut fields = Fields::layered(Layer { path: &path, table: &table }, None, &mut reported_before);
        Self::read_fields(&mut fields).expect("every required field is there")
    }

    fn placeholder() -> Self {
        let path = SitePath::new(SETTINGS_PATH).expect("a constant path");
        let table = Table::default();
        let mut settings = Self::read_incomplete(Layer { path: &path, table: &table });
        settings.check(&path, &mut Findings::default());
        settings
    }

    fn check(&mut self, path: &SitePath, findings: &mut Findings) {
        let mut reader = Reader::new(path, findings);
        if self.languages.is_empty() {
            let english = LanguageTag::parse("en").expect("a constant tag");
            self.languages = vec![At { value: english, span: Span::start_of(path) }];
        }
        if let Some(base) = &self.base
            && !is_origin(base.value.as_str())
        {
            reader.report("site-base", base.span.range, "`base` must be an origin: scheme and host, nothing more", "write it as https://example.org");
            self.base = None;
        }
        if let Some(zone) = &self.time_zone
            && TimeZone::get(&zone.value).is_err()
        {
            let message = format!("there is no time zone `{}`", zone.value);
            reader.report("site-time-zone", zone.span.range, message, "write a name of the IANA database such as \"Europe/Berlin\"");
            self.time_zone = None;
        }
        let mut seen = Vec::new();
        self.languages.retain(|language| {
            let is_new = !seen.contains(&language.value);
            if !is_new {
                reader.report("site-language", language.span.range, format!("`{}` is listed twice", language.value), "name each language once");
            }
            seen.push(language.value.clone());
            is_new
        });
        let written = std::mem::take(&mut reader.findings.languages);
        let unread = written.iter().filter_map(|(written, span)| Localised::check_language(written, span, &seen));
        reader.findings.diagnostics.extend(unread);
    }

    /// The default language.
    pub fn default_language(&self) -> &LanguageTag {
        &self.languages[0].value
    }

    /// The languages in their order.
    pub fn language_tags(&self) -> impl Iterator<Item = &LanguageTag> {
        self.languages.iter().map(|language| &language.value)
    }

    /// Whether the site has this language.
    pub fn has_language(&self, tag: &str) -> bool {
        self.language_tags().any(|language| language.as_str() == tag)
    }

    /// The time zone of the site.
    pub fn zone(&self) -> TimeZone {
        self.time_zone.as_ref().and_then(|zone| TimeZone::get(&zone.value).ok()).unwrap_or(TimeZone::UTC)
    }

    /// The origin at which the site is published, `""` where none is set (all addresses are then relative to the root).
    pub fn origin(&self) -> &str {
        self.base.as_ref().map_or("", |base| base.value.as_str().trim_end_matches('/'))
    }
}

/// Settings that were written below a `[table]` in which any name may stand: they would be read as old
/// addresses or as languages. No language has so long a tag.
fn take_out_misplaced(table: &mut Table, path: &SitePath, diagnostics: &mut Vec<Diagnostic>) {
    let setting = |name: &str| Settings::INFO.fields().find(|field| field.name == name);
    for (heading, value) in &mut table.entries {
        // A record says itself which names it knows.
        let Data::Table(inner) = &mut value.data else { continue };
        if setting(&heading.name).is_none_or(|field| (field.nested)().is_some()) {
            continue;
        }
        inner.entries.retain(|(key, _)| {
            let is_misplaced = setting(&key.name).is_some();
            if is_misplaced {
                let unknown = Diagnostic::error("field-unknown", format!("the setting `{}` stands in the table `{}`", key.name, heading.name));
                diagnostics.push(unknown.at(Span::new(path, key.span)).hint(ABOVE_IN_SETTINGS));
            }
            !is_misplaced
        });
    }
}

/// Whether this is the address of a whole site: scheme and host, nothing more.
pub fn is_origin(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|host| {
        let host = host.strip_suffix('/').unwrap_or(host);
        !host.is_empty() && !host.contains(['/', '?', '#', '@'])
    })
}
