//! What entries say of one another: every reference, link and file is looked up, each mistake said.

use super::names::CONTENT;
use super::parsed::{EntryLink, Parsed};
use super::site::{Entry, EntryIndex, Site};
use crate::diagnostic::{Diagnostic, MAX_SUGGESTIONS, Span, nearest};
use crate::entry::{Common, Details, Kind, Selection, Talk};
use crate::source::SitePath;
use crate::value::{FileRole, FileUse, Findings, Localised, PRIVATE, Reference};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::sync::Arc;

/// How many places of a page are named to somebody who named another.
const MAX_PLACES: usize = 20;

/// What looking up everything has found out.
#[derive(Debug, Default)]
pub(super) struct LookedUp {
    pub diagnostics: Vec<Diagnostic>,
    /// Which entries name an entry by a reference in front matter or a directive, in their order.
    pub mentions: Vec<Vec<EntryIndex>>,
}

/// Looks up everything that entries name.
pub(super) fn look_up(site: &Site, hidden: &FxHashSet<Arc<str>>) -> LookedUp {
    let look_up_one = |index: EntryIndex| {
        let entry = &site.entries[index];
        let mut check = Check::new(site, hidden);
        for version in entry.versions.iter().flatten() {
            check.version(entry, version);
        }
        ((check.found, check.unknown), named_by(site, index))
    };
    let each: Vec<_> = (0..site.entries.len()).into_par_iter().map(look_up_one).collect();
    let mut looked_up = LookedUp { diagnostics: Vec::new(), mentions: vec![Vec::new(); site.entries.len()] };
    let mut all = Check::new(site, hidden);
    for (index, ((found, unknown), targets)) in each.into_iter().enumerate() {
        looked_up.diagnostics.extend(found);
        all.unknown.extend(unknown);
        for target in targets {
            looked_up.mentions[target].push(index);
        }
    }
    all.unused_files();
    looked_up.diagnostics.extend(all.finish());
    looked_up
}

/// A name that means nothing, and among which names the one is that was meant.
struct Unknown<'a> {
    diagnostic: Diagnostic,
    written: String,
    among: Among<'a>,
}

/// Where to look for what was meant.
enum Among<'a> {
    /// The ids of entries, of some kinds or of any.
    Entries(&'static [Kind]),
    /// The files of entries, as a link in this file names them.
    Texts(&'a SitePath),
    /// The files in a folder.
    Files(String),
    /// The places of a page.
    Places(&'a Parsed),
}

/// The entries that an entry names. The home page names what it shows, and says nothing by that.
fn named_by(site: &Site, index: EntryIndex) -> Vec<EntryIndex> {
    let entry = &site.entries[index];
    let references = entry.versions.iter().flatten().flat_map(|version| &version.findings.references).filter(|_| !entry.is_home());
    let mut targets: Vec<EntryIndex> = references.filter_map(|reference| site.find(&reference.id)).filter(|&target| target != index).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// Looks up what `site.toml` names: menu, footer, icon.
pub(super) fn check_settings(site: &Site, named: &Findings, hidden: &FxHashSet<Arc<str>>) -> Vec<Diagnostic> {
    let mut check = Check::new(site, hidden);
    for reference in &named.references {
        check.reference(reference);
    }
    for used in &named.files {
        check.file(used);
    }
    check.finish()
}

/// What lies in `private/` isn't even read, so whether it exists is not known here.
fn never_published(file: &SitePath, span: &Span) -> Diagnostic {
    let private = Diagnostic::error("file-path", format!("{file} lies in {PRIVATE}/, and nothing in there is ever published")).at(span.clone());
    let private =
        private.hint("to show it, put a copy that readers may see, with nothing in it that must stay hidden, into content/ beside this text");
    private.hint("if it shall stay hidden, take the link out; a statement names the paper that permits it by `paper` in its `permission`")
}

/// Whether an entry has one of these kinds; of none, any will do.
fn is_of(entry: &Entry, kinds: &[Kind]) -> bool {
    kinds.is_empty() || kinds.contains(&entry.kind)
}

struct Check<'a> {
    site: &'a Site,
    hidden: &'a FxHashSet<Arc<str>>,
    found: Vec<Diagnostic>,
    unknown: Vec<Unknown<'a>>,
    /// The captions and transcripts that were looked at: one file may be both.
    tracks: FxHashSet<SitePath>,
}

impl<'a> Check<'a> {
    fn new(site: &'a Site, hidden: &'a FxHashSet<Arc<str>>) -> Self {
        Self { site, hidden, found: Vec::new(), unknown: Vec::new(), tracks: FxHashSet::default() }
    }

    /// Everything that was found. Only the first unknown names are compared with the known ones:
    /// where there are thousands, a folder was moved and not a letter mistyped.
    fn finish(mut self) -> Vec<Diagnostic> {
        for (nth, mut unknown) in std::mem::take(&mut self.unknown).into_iter().enumerate() {
            if nth < MAX_SUGGESTIONS
                && let Some(meant) = self.nearest_to(&unknown).map(Cow::into_owned)
            {
                unknown.diagnostic.hints.insert(0, format!("did you mean `{meant}`?"));
            }
            self.found.push(unknown.diagnostic);
        }
        self.found
    }

    /// The known name that is nearest to what was written.
    fn nearest_to<'b>(&'b self, unknown: &'b Unknown<'a>) -> Option<Cow<'b, str>> {
        let written = unknown.written.as_str();
        match &unknown.among {
            &Among::Entries(kinds) => self.nearest_entry(written, kinds).map(Cow::from),
            Among::Texts(from) => self.nearest_text(written, from).map(|path| from.link_to(path).into()),
            Among::Files(folder) => {
                let beside = self.site.source.below(folder).map(|(path, _)| path.name());
                nearest(written, beside).map(Cow::from)
            }
            Among::Places(page) => nearest(written, page.places()).map(Cow::from),
        }
    }

    /// The text that was meant by a path: one of that name in another folder, or one whose path is near. All
    /// paths begin and end alike, so it is the ids that are compared. Nobody means the file in which they write.
    fn nearest_text(&self, written: &str, from: &SitePath) -> Option<&SitePath> {
        let own = super::names::entry_id(from);
        let name = |id: &str| id.rsplit('/').next().map(str::to_lowercase);
        let others = || self.ids(&[]).filter(|id| *id != own);
        let elsewhere: Vec<&str> = others().filter(|id| name(id) == name(written)).take(2).collect();
        // Which of several is meant, only their paths can say.
        let meant = if let [only] = *elsewhere.as_slice() { Some(only) } else { nearest(written, others()) };
        meant.and_then(|id| self.site.entry(id)).map(|entry| &entry.first().path)
    }

    /// The entry that was meant by its title, by the last part of its path, or by what resembles one of its names.
    fn nearest_entry(&self, written: &str, kinds: &'static [Kind]) -> Option<&str> {
        let entries = || self.site.entries.iter().filter(move |entry| is_of(entry, kinds));
        let last = |entry: &'_ Entry| entry.id.rfind('/').map_or(0, |slash| slash + 1);
        let titles = |entry: &'_ Entry| entry.versions.iter().flatten().map(|version| version.common.title.to_lowercase()).collect::<Vec<_>>();
        let lower = written.to_lowercase();
        let is_named = |entry: &&Entry| titles(entry).contains(&lower) || entry.id[last(entry)..].to_lowercase() == lower;
        let resembling = || {
            let id = |entry: &'_ Entry| entry.id.clone();
            let names =
                entries().flat_map(|entry| titles(entry).into_iter().chain([entry.id[last(entry)..].to_owned()]).map(move |name| (name, id(entry))));
            let names: Vec<(String, Arc<str>)> = names.collect();
            let name = nearest(written, names.iter().map(|(name, _)| name.as_str()))?;
            names.iter().find(|(known, _)| known == name).and_then(|(_, id)| self.site.entry(id)).map(|entry| &*entry.id)
        };
        // Its file was named in its place: `content/people/ada.de.md` for `people/ada`.
        let file = format!("{CONTENT}/{}", written.strip_prefix(&format!("{CONTENT}/")).unwrap_or(written));
        let of_file = SitePath::new(&file).ok().map(|path| super::names::entry_id(&path));
        let is_named = |entry: &&Entry| is_named(entry) || of_file.as_deref() == Some(&*entry.id);
        let named = entries().find(is_named).map(|entry| &*entry.id);
        named.or_else(|| nearest(written, self.ids(kinds))).or_else(resembling)
    }

    fn report_unknown(&mut self, diagnostic: Diagnostic, written: &str, among: Among<'a>) {
        self.unknown.push(Unknown { diagnostic, written: written.to_owned(), among });
    }

    fn version(&mut self, entry: &Entry, version: &'a Parsed) {
        for reference in &version.findings.references {
            self.reference(reference);
        }
        for used in &version.findings.files {
            self.file(used);
        }
        let unread = version.findings.languages.iter().filter_map(|(written, span)| Localised::check_language(written, span, &self.site.languages));
        self.found.extend(unread);
        self.names(entry, version);
        self.uses(version);
    }

    fn reference(&mut self, reference: &Reference) {
        let found = self.site.entry(&reference.id);
        if self.hidden.contains(reference.id.as_str()) {
            self.hidden_target(&reference.id, &reference.span);
        }
        match (found, reference.expects) {
            // Of an entry whose own fields can't be read the kind is unknown, and that was said there.
            (Some(entry), kinds) if !is_of(entry, kinds) && entry.details().is_some() => {
                let named =
                    |before: &str, between: &str| kinds.iter().map(|kind| format!("{before}{}", kind.word())).collect::<Vec<_>>().join(between);
                let other = format!("`{}` is a {}, and {} is needed here", reference.id, entry.kind.word(), named("a ", " or "));
                let other = Diagnostic::error("reference-kind", other).at(reference.span.clone());
                let other = other.hint(format!("name an entry of the kind `{}`", named("", "` or `")));
                self.report_unknown(other, &reference.id, Among::Entries(kinds));
            }
            (None, expects) if !self.hidden.contains(reference.id.as_str()) => {
                let missing = Diagnostic::error("reference-missing", format!("there is no entry `{}`", reference.id)).at(reference.span.clone());
                let missing = missing.hint("write the path of its file below content/, without the ending");
                self.report_unknown(missing, &reference.id, Among::Entries(expects));
            }
            _ => {}
        }
    }

    fn ids(&self, kinds: &'static [Kind]) -> impl Iterator<Item = &str> {
        self.site.entries.iter().filter(move |entry| is_of(entry, kinds)).map(|entry| &*entry.id)
    }

    fn hidden_target(&mut self, id: &str, span: &Span) {
        let hidden = Diagnostic::warning("reference-hidden", format!("`{id}` is not live: a draft, not yet published, or expired")).at(span.clone());
        self.found.push(hidden.hint("readers see the text without the link until it is live"));
    }

    fn file(&mut self, used: &FileUse) {
        let FileUse { file, span, .. } = used;
        if self.site.files.knows(file) {
            if used.role == FileRole::Track && file.extension() == "vtt" && self.tracks.insert(file.clone()) {
                let text = self.site.source.text(file);
                self.found.extend(text.map(|text| super::tracks::check(file, text)).unwrap_or_default());
            }
            return self.found.extend(super::pictures::check(&self.site.files, used));
        }
        if file.is_below(PRIVATE) {
            return self.found.push(never_published(file, span));
        }
        if !file.is_below(CONTENT) {
            let outside = Diagnostic::error("file-path", format!("{file} is not in content/")).at(span.clone());
            self.found.push(outside.hint("what readers can load lies in content/, beside the text that uses it"));
            return;
        }
        if file.extension() == "md" {
            let text = Diagnostic::error("file-path", format!("{file} is a text, not a file that readers load")).at(span.clone());
            self.found.push(text.hint("link to a text from another one: `[words](other.md)`"));
            return;
        }
        let folder = file.folder();
        let missing = Diagnostic::error("file-missing", format!("there is no file {file}")).at(span.clone());
        match self.meant(file) {
            Some(hint) => self.found.push(missing.hint(hint)),
            None => self.report_unknown(missing.hint(format!("put it into {folder}/")), file.name(), Among::Files(folder.to_owned())),
        }
    }

    /// What was probably meant by the name of a file that isn't there.
    fn meant(&self, file: &SitePath) -> Option<String> {
        let text = |path: String| SitePath::new(&path).ok().filter(|path| self.site.source.get(path).is_some());
        if let Some(text) = text(format!("{file}.md")).or_else(|| text(format!("{file}/_index.md"))).or_else(|| text(format!("{file}/index.md"))) {
            return Some(format!("to link to that text, name its file: {text}"));
        }
        match file.name() {
            name if name.starts_with("www.") => Some(format!("an address elsewhere begins with https:// — write https://{name}")),
            name if name.contains('@') => Some(format!("to link to an address for mail, write mailto:{name}")),
            _ => None,
        }
    }

    /// Names that `site.toml` defines: professions, periods, topics, tags' lists.
    fn names(&mut self, entry: &Entry, version: &Parsed) {
        let profession = match &version.details {
            Some(Details::Statement(statement)) => statement.profession.as_ref(),
            Some(Details::Person(person)) => person.profession.as_ref(),
            _ => None,
        };
        let professions: Vec<&str> = self.site.settings.professions.iter().map(|named| named.name.as_str()).collect();
        if let Some(profession) = profession {
            self.name("profession", &profession.value, &professions, &profession.span);
        }
        if let Some(list) = &version.common.list {
            self.list(&list.selection);
        }
        if let Some(Details::Talk(talk)) = &version.details
            && let Some(zone) = &talk.time_zone
            && jiff::tz::TimeZone::get(&zone.value).is_err()
        {
            let unknown = Diagnostic::error("site-time-zone", format!("there is no time zone `{}`", zone.value)).at(zone.span.clone());
            self.found.push(unknown.hint("write a name of the IANA database such as \"Europe/Berlin\""));
        }
        if let Some(Details::Talk(talk)) = &version.details {
            self.end_of_talk(talk);
        }
        self.marked_words(&version.common);
        if let Some(translates) = &version.common.translates
            && std::ptr::eq(version, entry.version(entry.original))
        {
            let own = Diagnostic::warning("translates-original", "this file is the original; it translates nothing").at(translates.span.clone());
            let hint = "if its original is missing, put that back: readers see this text in its place; else take the line `translates` out";
            self.found.push(own.hint(hint));
        }
    }

    fn marked_words(&mut self, common: &Common) {
        if let Some(marked) = common.marked.as_ref().filter(|marked| !common.title.contains(&marked.value)) {
            let elsewhere = Diagnostic::error("marked-missing", "the title has no such words").at(marked.span.clone());
            self.found.push(elsewhere.hint(format!("write words as they stand in the title “{}”", common.title)));
        }
    }

    fn end_of_talk(&mut self, talk: &Talk) {
        let zone = talk.zone(&self.site.zone);
        if let Some(end) = talk.end.as_ref().filter(|end| end.value.instant(&zone) < talk.start.instant(&zone)) {
            let early = Diagnostic::error("end-before-start", "this talk ends before it begins").at(end.span.clone());
            self.found.push(early.hint("write an `end` that is later than `start`; without `end`, the talk is over when its day is"));
        }
    }

    fn list(&mut self, list: &Selection) {
        let professions: Vec<&str> = self.site.settings.professions.iter().map(|named| named.name.as_str()).collect();
        let periods: Vec<&str> = self.site.settings.periods.iter().map(|period| period.name.as_str()).collect();
        if let Some(profession) = &list.profession {
            self.name("profession", &profession.value, &professions, &profession.span);
        }
        if let Some(period) = &list.period {
            self.name("period", &period.value, &periods, &period.span);
        }
        if let Some(tag) = &list.tag {
            self.tag(&tag.value, &tag.span);
        }
    }

    /// A list of a tag that nothing has is empty, and readers would wonder why.
    fn tag(&mut self, written: &str, span: &Span) {
        let used = || self.site.entries.iter().flat_map(|entry| &entry.first().common.tags).map(String::as_str);
        if used().any(|tag| tag == written) {
            return;
        }
        let unknown = Diagnostic::warning("tag-unused", format!("no entry has the tag `{written}`")).at(span.clone());
        let unknown = unknown.did_you_mean(written, used()).hint("write it into `tags` of the entries that this list should show");
        self.found.push(unknown);
    }

    /// A name that `site.toml` must define.
    fn name(&mut self, what: &str, written: &str, known: &[&str], span: &Span) {
        if known.contains(&written) {
            return;
        }
        let unknown = Diagnostic::error("name-unknown", format!("site.toml has no {what} `{written}`")).at(span.clone());
        let unknown = unknown.did_you_mean(written, known.iter().copied());
        self.found.push(unknown.hint(format!("add it to `[[{what}s]]` in site.toml")));
    }

    fn uses(&mut self, version: &'a Parsed) {
        for link in &version.uses.entries {
            self.link(link, version);
        }
        for (fragment, span) in &version.uses.places {
            self.fragment(fragment, version, span);
        }
        for list in &version.uses.lists {
            self.list(list);
        }
        for (topic, span) in &version.uses.topics {
            let topics: Vec<&str> = self.site.settings.topics.iter().map(|named| named.name.as_str()).collect();
            self.name("topic", &topic.value, &topics, &topic.span);
            if self.site.settings.contact.is_none() {
                let missing = Diagnostic::error("contact-missing", "a form needs an address to write to").at(span.clone());
                self.found.push(missing.hint("add `contact = \"you@example.org\"` to site.toml"));
            }
        }
    }

    fn link(&mut self, link: &EntryLink, version: &'a Parsed) {
        if self.hidden.contains(link.id.as_str()) {
            return self.hidden_target(&link.id, &link.span);
        }
        if link.path.is_below(PRIVATE) {
            return self.found.push(never_published(&link.path, &link.span));
        }
        let Some(target) = self.site.find(&link.id).filter(|_| link.path.is_below(CONTENT)) else {
            let missing = Diagnostic::error("link-missing", format!("there is no text at {}", link.path)).at(link.span.clone());
            return self.report_unknown(missing.hint("write the path from this file to the other one"), &link.id, Among::Texts(&version.path));
        };
        if let Some(fragment) = &link.fragment {
            let language = self.site.languages.iter().position(|tag| *tag == version.language).unwrap_or(0);
            let target = self.site.entries[target].version(language);
            self.fragment(fragment, target, &link.span);
        }
    }

    /// A place on a page must be a heading, a footnote or a mark there.
    fn fragment(&mut self, fragment: &str, target: &'a Parsed, span: &Span) {
        // The places of a text whose front matter can't be read are unknown, and that was said there.
        if target.has_place(fragment) || target.details.is_none() {
            return;
        }
        let mut known = target.places();
        let missing = Diagnostic::error("fragment-missing", format!("{} has no place `#{fragment}`", target.path)).at(span.clone());
        let first = known.by_ref().take(MAX_PLACES).map(|id| format!("#{id}")).collect::<Vec<_>>().join(", ");
        let hint = match (first.as_str(), known.next()) {
            ("", _) => "that page has no headings".to_owned(),
            (_, None) => format!("it has {first}"),
            (_, Some(_)) => format!("it has {first} and others"),
        };
        self.report_unknown(missing.hint(hint), fragment, Among::Places(target));
    }

    /// A file that nobody names is not published; more often than not its name was mistyped somewhere.
    fn unused_files(&mut self) {
        let site = self.site;
        // What readers don't see names files, too: that is told where all of it is looked at.
        if self.hidden.iter().any(|id| site.find(id).is_none()) {
            return;
        }
        let used = super::files::named(&site.entries, &site.settings);
        for (path, _) in site.source.below(CONTENT) {
            let is_text = path.name().ends_with(".md");
            if !is_text && !used.contains(path) {
                let unused = Diagnostic::warning("file-unused", "no text uses this file, so it is not published").at(Span::start_of(path));
                self.found.push(match path.extension().as_str() {
                    "md" | "markdown" => unused.hint("a text's name ends with `.md`, in small letters"),
                    _ => unused.hint("name it in a text or in front matter, or take it out of content/"),
                });
            }
        }
    }
}
