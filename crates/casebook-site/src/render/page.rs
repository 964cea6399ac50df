//! Whole pages: the frame that all share, the head, the entry.

use super::context::{
    AlternateContext, CorrectedContext, CorrectionContext, EntryContext, FeedContext, FeedsContext, FooterContext, HeadingContext, Html, LinkContext,
    ListContext, PageContext, SiteContext, StepOfContext, SwitchContext, TagContext, html,
};
use super::linked_data::Part;
use super::reading::Reading;
use crate::address::UrlPath;
use crate::check::{Entry, EntryIndex, ListPlan, Narrowed};
use crate::diagnostic::Diagnostic;
use crate::entry::{Details, Kind};
use crate::escape;
use crate::language::Arg;
use crate::policy;
use crate::value::Moment;
use memchr::memmem;
use minijinja::Value;
use minijinja::value::Serde;
use std::collections::BTreeMap;

type Rendered = Result<String, Diagnostic>;
/// What a template sees, by name.
type Values = BTreeMap<&'static str, Value>;

impl Reading<'_> {
    /// The page of an entry, or of its list.
    pub fn entry_page(&self, url: &UrlPath, index: EntryIndex, narrowed: Option<Narrowed>, number: usize) -> Rendered {
        let entry = &self.site.entries[index];
        let list = self.list_of_page(index, narrowed, number);
        let is_first = narrowed.is_none() && number == 1;
        let mut page = self.entry_head(url, index, is_first);
        if let Some(title) = narrowed.and_then(|narrowed| self.narrowed_title(index, narrowed)) {
            page.document_title = format!("{title} · {}", page.document_title);
        }
        if number > 1 {
            let label = self.strings.format("page-label", &[("page", Arg::Text(&number.to_string()))]);
            page.document_title = format!("{} · {label}", page.document_title);
        }
        page.linked_data = self.entry_data(index, &page, if is_first { Part::First } else { Part::Further });
        let kind = page.kind;
        let entry_context = self.entry(index, list, is_first)?;
        let mut values = Values::from([("page", Value::from(Serde(page))), ("entry", Value::from(Serde(entry_context)))]);
        // Front matter that is incomplete (reported) still shows its title and text.
        let template = match self.details(index) {
            Some(details) => {
                values.insert(entry.kind.word(), details);
                kind
            }
            None if entry.is_home() => "home",
            None => "page",
        };
        self.whole(template, values)
    }

    fn whole(&self, template: &str, mut values: Values) -> Rendered {
        values.insert("site", self.frame());
        let page = self.site.theme.render(&format!("{template}.html"), self.tag(), Value::from(values)).map(first_picture_first)?;
        // Joined in one piece of the right size: pages are kept, and what they don't fill would be kept with them.
        Ok([policy::opening(self.tag(), self.strings.direction()), page].concat())
    }

    /// What all pages of a language share, converted once.
    fn frame(&self) -> Value {
        self.site.frames[self.language].get_or_init(|| Value::from(Serde(self.site_context()))).clone()
    }

    fn site_context(&self) -> SiteContext {
        let settings = &self.site.settings;
        let link = |id: &str| self.site.find(id).map(|index| self.menu_link(index));
        let footer = settings.footer.iter().map(|column| FooterContext {
            title: self.localised(&column.title),
            links: column.entries.iter().filter_map(|entry| link(entry.id())).collect(),
        });
        SiteContext {
            title: self.localised(&settings.title),
            description: settings.description.as_ref().map(|text| self.localised(text)),
            owner: settings.owner.clone(),
            language: super::context::LanguageContext { direction: self.strings.direction(), ..self.language(self.tag()) },
            home: self.site.prefixed(self.language, "").href(),
            menu: settings.menu.iter().filter_map(|entry| link(entry.id())).collect(),
            footer: footer.collect(),
            footer_note: settings.footer_note.as_ref().map(|text| self.localised(text)),
            feed: self.site.prefixed(self.language, "feed.xml").href(),
            feeds: self.site.feeds_url(self.language).href(),
            calendar: self.site.has_talks().then(|| self.site.calendar_url(self.language).href()),
            corrections: self.site.has_corrections().then(|| self.site.corrections_url(self.language).href()),
            stylesheet: self.site.theme.asset_url("site.css").to_owned(),
            fonts: ["fonts/news-display.woff2", "fonts/news-text.woff2"].map(|font| self.site.theme.asset_url(font).to_owned()).into(),
            icon: self.icon(),
        }
    }

    fn entry_head(&self, url: &UrlPath, index: EntryIndex, is_first: bool) -> PageContext {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let common = &version.common;
        let site_title = self.localised(&self.site.settings.title);
        let document_title = if entry.is_home() { format!("{site_title} · {}", common.title) } else { format!("{} · {site_title}", common.title) };
        let translated: Vec<usize> = (0..self.site.languages.len()).filter(|&language| entry.has(language)).collect();
        // An untranslated page says the same as the original, so the original is the one to keep.
        let canonical = self.absolute(if entry.has(self.language) { url } else { self.kept_url(entry) });
        let switch = |language: usize| SwitchContext {
            language: self.language(self.site.languages[language].as_str()),
            url: entry.urls[language].href(),
            current: language == self.language,
            translated: entry.has(language),
        };
        PageContext {
            kind: if entry.is_home() { "home" } else { entry.kind.word() },
            document_title,
            description: common.description.clone().or_else(|| Some(version.body.summary.clone()).filter(|summary| !summary.is_empty())),
            alternates: if is_first { self.alternates(entry, &translated) } else { Vec::new() },
            languages: (0..self.site.languages.len()).map(switch).collect(),
            noindex: entry.first().common.noindex || entry.first().common.draft,
            crumbs: self.crumbs(index),
            trail: std::iter::once(index)
                .chain(self.site.ancestors(index))
                .filter(|&at| !self.site.entries[at].is_home())
                .map(|at| self.link(at).url)
                .collect(),
            feed: self.site.feed_url(index, self.language).map(|url| {
                let title = self.strings.format("feed-of", &[("title", Arg::Text(&common.title))]);
                LinkContext { title, url: url.href(), language: None }
            }),
            preview: self.entry_preview(index, if entry.is_home() { site_title } else { common.title.clone() }, &canonical),
            linked_data: None,
            canonical,
        }
    }

    /// The languages in which a page really exists; nothing where there is only one.
    fn alternates(&self, entry: &Entry, translated: &[usize]) -> Vec<AlternateContext> {
        if translated.len() < 2 {
            return Vec::new();
        }
        let one = |&language: &usize| AlternateContext { tag: self.site.languages[language].to_string(), url: self.absolute(&entry.urls[language]) };
        let default = if translated.contains(&0) { 0 } else { entry.original };
        let any = AlternateContext { tag: "x-default".to_owned(), url: self.absolute(&entry.urls[default]) };
        translated.iter().map(one).chain([any]).collect()
    }

    fn crumbs(&self, index: EntryIndex) -> Vec<LinkContext> {
        let mut crumbs: Vec<LinkContext> =
            self.site.ancestors(index).filter(|&at| !self.site.entries[at].is_home()).map(|at| self.menu_link(at)).collect();
        crumbs.reverse();
        crumbs
    }

    fn entry(&self, index: EntryIndex, list: Option<ListContext>, is_first: bool) -> Result<EntryContext, Diagnostic> {
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let common = &version.common;
        // The text stands on the first page of a list alone.
        let told_in = self.inside(&version.language);
        let image = self.image(entry);
        // The place beside the headline is the main picture's, where there is one.
        let opening = match version.body.opening().filter(|_| entry.is_home() && is_first && image.is_none()) {
            Some((view, words)) => told_in.document_shown(view, words)?.filter(|shown| shown.page.is_some()),
            None => None,
        };
        let body = if is_first { told_in.body(&version.body, usize::from(opening.is_some()))? } else { String::new() };
        let headings = version.body.headings.iter().filter(|heading| heading.level == 2 && is_first);
        let (previous, next) = self.neighbours(index);
        let shared = &entry.first().common;
        let told = |moment: Option<Moment>| moment.filter(|_| !shared.draft).map(|moment| moment.in_zone(&self.site.zone));
        Ok(EntryContext {
            title: common.title.clone(),
            heading: heading(&common.title, common.marked.as_ref().map(|marked| marked.value.as_str())),
            lead: common.description.clone(),
            language: self.language(version.language.as_str()),
            untranslated: !entry.has(self.language),
            outdated: entry.is_outdated(self.language),
            draft: shared.draft,
            coming: told(shared.publish_at).filter(|from| from.timestamp() > self.site.now).map(|from| self.moment(&from)),
            expired: told(shared.expire_at).filter(|until| until.timestamp() <= self.site.now).map(|until| self.moment(&until)),
            date: shared.date.map(|date| self.date(date)),
            image,
            opening,
            body: html(body),
            headings: headings.map(|heading| HeadingContext { id: heading.id.clone(), text: heading.text.clone() }).collect(),
            tags: common.tags.iter().filter_map(|name| self.tag_link(name)).collect(),
            corrections: common
                .corrections
                .iter()
                .map(|correction| CorrectionContext { date: self.date(correction.date), text: correction.text.clone() })
                .collect(),
            list,
            step: self.step(index),
            previous,
            next,
        })
    }

    fn tag_link(&self, name: &str) -> Option<LinkContext> {
        let key = crate::language::sort_key(name);
        let tag = self.site.tags.binary_search_by(|tag| tag.key.cmp(&key)).ok().map(|index| &self.site.tags[index])?;
        let title = self.named(&self.site.settings.tags, &tag.name);
        Some(LinkContext { title, url: self.site.tag_url(tag, self.language).href(), language: None })
    }

    /// The entries before and after this one in the list of its section.
    fn neighbours(&self, index: EntryIndex) -> (Option<LinkContext>, Option<LinkContext>) {
        let entry = &self.site.entries[index];
        let is_read_in_order = matches!(entry.kind, Kind::Statement | Kind::Document | Kind::Answer);
        let plan = entry.parent.filter(|_| is_read_in_order).and_then(|parent| self.site.plan(parent, self.language));
        let Some(plan) = plan else { return (None, None) };
        let Some(place) = plan.members.iter().position(|&member| member == index) else { return (None, None) };
        let link = |place: Option<usize>| place.and_then(|place| plan.members.get(place)).map(|&member| self.link(member));
        (link(place.checked_sub(1)), link(Some(place + 1)))
    }

    fn step(&self, index: EntryIndex) -> Option<StepOfContext> {
        let &(programme, place) = self.site.steps.get(&index)?;
        let Some(Details::Programme(details)) = self.site.entries[programme].details() else { return None };
        let steps: Vec<EntryIndex> = details.steps.iter().filter_map(|step| self.site.find(step.id())).collect();
        let link = |place: Option<usize>| place.and_then(|place| steps.get(place)).map(|&step| self.link(step));
        Some(StepOfContext {
            programme: self.link(programme),
            number: place + 1,
            total: steps.len(),
            previous: link(place.checked_sub(1)),
            next: link(Some(place + 1)),
        })
    }

    /// The page of a tag.
    pub fn tag_page(&self, url: &UrlPath, tag: usize, number: usize) -> Rendered {
        let tag = &self.site.tags[tag];
        let plan = ListPlan { members: tag.members.clone(), per_page: ListPlan::PER_PAGE, ..ListPlan::default() };
        let mut list = self.list(&tag.members, &plan, number);
        list.pager = self.pager(&self.site.tag_url(tag, self.language), number, plan.pages(tag.members.len()));
        let name = self.named(&self.site.settings.tags, &tag.name);
        let title = self.strings.format("tag-title", &[("tag", Arg::Text(&name))]);
        let in_language = |language: usize| self.site.tag_url(tag, language);
        let mut page = self.made_head("tag", &title, url, &in_language);
        page.linked_data = self.made_data("CollectionPage", &title, &page);
        self.whole("tag", Values::from([("page", Value::from(Serde(page))), ("tag", Value::from(Serde(TagContext { name, list })))]))
    }

    /// A page or message of a document.
    pub fn segment_page(&self, url: &UrlPath, index: EntryIndex, (part, number): (usize, usize)) -> Rendered {
        let missing = || Diagnostic::error("address-unknown", format!("nothing stands at {url}"));
        let segment = self.segment(index, part, number).ok_or_else(missing)?;
        let locator = self.site.known_text(index, part).and_then(|known| Some(known.document.segments.get(number)?.locator)).ok_or_else(missing)?;
        let in_language = |language: usize| self.site.segment_url(index, language, part, locator).unwrap_or_else(|| url.clone());
        let title = format!("{}, {}", segment.document.title, segment.title);
        let mut page = self.made_head("segment", &title, url, &in_language);
        let entry = &self.site.entries[index];
        page.noindex = entry.first().common.noindex || entry.first().common.draft;
        page.crumbs = self.crumbs(index);
        page.crumbs.push(self.menu_link(index));
        page.trail.extend(
            std::iter::once(index).chain(self.site.ancestors(index)).filter(|&at| !self.site.entries[at].is_home()).map(|at| self.link(at).url),
        );
        page.linked_data = self.made_data("WebPage", &title, &page);
        self.whole("segment", Values::from([("page", Value::from(Serde(page))), ("segment", Value::from(Serde(segment)))]))
    }

    /// The page of all corrections.
    pub fn corrections_page(&self, url: &UrlPath) -> Rendered {
        let mut corrections: Vec<(crate::value::PartialDate, CorrectedContext)> = Vec::new();
        for (index, entry) in self.site.entries.iter().enumerate() {
            for correction in &self.version(entry).common.corrections {
                let page = self.link(index);
                corrections.push((correction.date, CorrectedContext { date: self.date(correction.date), text: correction.text.clone(), page }));
            }
        }
        corrections.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
        let corrections = corrections.into_iter().map(|(_, correction)| correction).collect();
        let in_language = |language: usize| self.site.corrections_url(language);
        let title = self.strings.text("corrections-title");
        let mut page = self.made_head("corrections", &title, url, &in_language);
        page.linked_data = self.made_data("WebPage", &title, &page);
        let context = super::context::CorrectionsContext { corrections };
        self.whole("corrections", Values::from([("page", Value::from(Serde(page))), ("corrections", Value::from(Serde(context)))]))
    }

    /// The page of all feeds: what there is to follow, and how.
    pub fn feeds_page(&self, url: &UrlPath) -> Rendered {
        let feed = |title: String, language, url: &UrlPath| FeedContext { title, language, url: url.href(), address: self.absolute(url) };
        let of_site = feed(self.strings.text("feeds-all"), None, &self.site.prefixed(self.language, "feed.xml"));
        let of_sections = (0..self.site.entries.len()).filter_map(|section| {
            let url = self.site.feed_url(section, self.language).filter(|_| self.has_news(section))?;
            let LinkContext { title, language, .. } = self.link(section);
            Some(feed(title, language, &url))
        });
        let feeds = std::iter::once(of_site).chain(of_sections).collect();
        let calendar = self.site.has_talks().then(|| feed(self.strings.text("feeds-calendar"), None, &self.site.calendar_url(self.language)));
        let in_language = |language: usize| self.site.feeds_url(language);
        let title = self.strings.text("feeds-title");
        let mut page = self.made_head("feeds", &title, url, &in_language);
        page.linked_data = self.made_data("WebPage", &title, &page);
        self.whole("feeds", Values::from([("page", Value::from(Serde(page))), ("feeds", Value::from(Serde(FeedsContext { feeds, calendar })))]))
    }

    /// The page in place of another: nothing stands at the address (`"not-found"`), it was taken down
    /// (`"gone"`), or it can't be shown (`"error"`).
    pub fn missing_page(&self, kind: &'static str, url: &UrlPath) -> Rendered {
        let in_language = |language: usize| self.site.prefixed(language, "");
        let mut page = self.made_head(kind, &self.strings.text(&format!("{kind}-title")), url, &in_language);
        page.noindex = true;
        page.alternates.clear();
        self.whole(kind, Values::from([("page", Value::from(Serde(page)))]))
    }

    /// The head of a page that no entry stands behind; it exists in every language.
    fn made_head(&self, kind: &'static str, title: &str, url: &UrlPath, in_language: &dyn Fn(usize) -> UrlPath) -> PageContext {
        let site_title = self.localised(&self.site.settings.title);
        let all = 0..self.site.languages.len();
        let alternate =
            |language: usize| AlternateContext { tag: self.site.languages[language].to_string(), url: self.absolute(&in_language(language)) };
        let is_own = *url == in_language(self.language);
        PageContext {
            kind,
            document_title: format!("{title} · {site_title}"),
            description: None,
            canonical: self.absolute(url),
            alternates: if is_own && all.len() > 1 { all.clone().map(alternate).collect() } else { Vec::new() },
            languages: all
                .map(|language| SwitchContext {
                    language: self.language(self.site.languages[language].as_str()),
                    url: in_language(language).href(),
                    current: language == self.language,
                    translated: true,
                })
                .collect(),
            noindex: false,
            crumbs: Vec::new(),
            trail: vec![url.href()],
            feed: None,
            preview: self.made_preview("website", title.to_owned(), &self.absolute(url)),
            linked_data: None,
        }
    }
}

/// A title; what is marked is marked where it stands first, and looks like a marked passage of a document.
fn heading(title: &str, marked: Option<&str>) -> Html {
    // Words that the title doesn't have are reported.
    let found = marked.filter(|marked| !marked.is_empty()).and_then(|marked| Some((title.split_once(marked)?, marked)));
    let Some(((before, after), marked)) = found else { return title.into() };
    let mut heading = String::with_capacity(title.len() + 16);
    escape::HTML.push(&mut heading, before);
    heading.push_str("<mark>");
    escape::HTML.push(&mut heading, marked);
    heading.push_str("</mark>");
    escape::HTML.push(&mut heading, after);
    html(heading)
}

/// Templates let every picture wait until the reader comes near it. The first of a page is most often
/// seen at once, so it is loaded at once, before anything else, unless its template says that it can wait.
fn first_picture_first(mut page: String) -> String {
    const WAITS: &str = " loading=\"lazy\"";
    // No text can look like a tag: `<` is escaped in all of them.
    let tag = memmem::find(page.as_bytes(), b"<img ").and_then(|start| Some(start..start + page[start..].find('>')?));
    if let Some(tag) = tag.filter(|tag| !page[tag.clone()].contains(" fetchpriority="))
        && let Some(at) = page[tag.clone()].find(WAITS)
    {
        let start = tag.start + at;
        page.replace_range(start..start + WAITS.len(), " fetchpriority=\"high\"");
    }
    page
}
