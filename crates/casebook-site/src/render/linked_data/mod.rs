//! What a page says of itself to machines: schema.org as JSON-LD, in the page's language.
//!
//! It repeats what the page shows and claims nothing more. What needs the site's own address is left
//! out where `base` isn't set: half an address would be a wrong one.

mod books;
mod kinds;
mod nodes;
mod words;

use super::context::{Html, PageContext, html};
use super::reading::Reading;
use crate::address::UrlPath;
use crate::check::{Entry, EntryIndex};
use crate::entry::Details;
use crate::escape;
use nodes::{Agent, BreadcrumbList, CorrectionComment, ListItem, Named, Node, Page, WebSite};
use serde::Serialize;

/// What stands in the script element.
#[derive(Serialize)]
struct Graph {
    #[serde(rename = "@context")]
    context: (&'static str, Terms),
    #[serde(rename = "@graph")]
    graph: Vec<Node>,
}

/// The one term that schema.org has no word for: where a document comes from.
#[derive(Serialize)]
struct Terms {
    dcterms: &'static str,
}

/// Which page of an entry's list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The entry's own, with its text.
    First,
    /// A later or a narrowed one.
    Further,
}

impl Reading<'_> {
    /// What the page of an entry says; of a further page of its list, only that it is one.
    pub fn entry_data(&self, index: EntryIndex, page: &PageContext, part: Part) -> Option<Html> {
        let is_first = part == Part::First;
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let common = &version.common;
        let url = self.known(&page.canonical);
        let is_list = entry.is_section || self.site.plan(index, self.language).is_some();
        let mut node = Page {
            kind: if is_list { "CollectionPage" } else { "WebPage" },
            id: url.clone(),
            url,
            name: common.title.clone(),
            in_language: version.language.to_string(),
            is_part_of: Some(self.own_site()),
            ..Page::default()
        };
        if is_first {
            node.description.clone_from(&page.description);
            node.date_published = entry.first().common.date.map(|date| date.to_string());
            node.keywords = common.tags.iter().map(|name| self.named(&self.site.settings.tags, name)).collect();
            node.primary_image_of_page = self.main_image(entry);
            node.correction = common
                .corrections
                .iter()
                .map(|correction| CorrectionComment { date_created: correction.date.to_string(), text: correction.text.clone() })
                .collect();
            self.tell(index, &mut node);
        }
        let mut graph = vec![Node::Page(node)];
        if entry.is_home() && is_first {
            graph.push(Node::WebSite(self.whole_site()));
        }
        graph.extend(self.way_to(entry.parent, &common.title, &page.canonical, is_first));
        script_text(graph)
    }

    /// What a page says that no entry stands behind.
    pub fn made_data(&self, kind: &'static str, title: &str, page: &PageContext) -> Option<Html> {
        let url = self.known(&page.canonical);
        let node = Page {
            kind,
            id: url.clone(),
            url,
            name: title.to_owned(),
            in_language: self.tag().to_owned(),
            is_part_of: Some(self.own_site()),
            ..Page::default()
        };
        let mut graph = vec![Node::Page(node)];
        graph.extend(self.way_to(self.site.find("_index"), title, &page.canonical, true));
        script_text(graph)
    }

    /// The way from the home page; `None` for the home page, and where no address is known, because
    /// each step needs one.
    fn way_to(&self, parent: Option<EntryIndex>, title: &str, canonical: &str, is_first: bool) -> Option<Node> {
        let parent = parent?;
        let mut steps: Vec<(String, String)> = std::iter::once(parent)
            .chain(self.site.ancestors(parent))
            .map(|at| {
                let entry = &self.site.entries[at];
                let name = if entry.is_home() { self.localised(&self.site.settings.title) } else { self.menu_link(at).title };
                Some((name, self.address(&entry.urls[self.language])?))
            })
            .collect::<Option<_>>()?;
        steps.reverse();
        let own = self.known(canonical).filter(|_| is_first);
        let last = (title.to_owned(), own);
        let items = steps.into_iter().map(|(name, url)| (name, Some(url))).chain([last]).enumerate();
        let element = |(place, (name, item)): (usize, (String, Option<String>))| ListItem { position: place + 1, name, item, url: None };
        Some(Node::BreadcrumbList(BreadcrumbList { item_list_element: items.map(element).collect() }))
    }

    fn whole_site(&self) -> WebSite {
        let settings = &self.site.settings;
        let own = self.own_site();
        WebSite {
            id: own.id,
            url: own.url,
            name: own.name,
            description: settings.description.as_ref().map(|text| self.localised(text)),
            in_language: self.tag().to_owned(),
            publisher: self.owner(),
        }
    }

    fn own_site(&self) -> Named {
        let home = self.address(&self.site.prefixed(self.language, ""));
        Named { kind: "WebSite", id: home.as_ref().map(|home| format!("{home}#website")), name: self.localised(&self.site.settings.title), url: home }
    }

    /// Who is responsible; a person where an entry says so.
    fn owner(&self) -> Agent {
        self.agent(&self.site.settings.owner)
    }

    /// Somebody by name: the person of this site who has it, else the name alone.
    fn agent(&self, name: &str) -> Agent {
        self.person_named(name).map_or_else(|| Agent::Text(name.to_owned()), Agent::Known)
    }

    fn person_named(&self, name: &str) -> Option<Named> {
        let index = *self.site.persons.get(name)?;
        Some(self.thing("Person", index))
    }

    /// An entry as the thing that it tells of.
    fn thing(&self, kind: &'static str, index: EntryIndex) -> Named {
        let entry = &self.site.entries[index];
        let url = self.address(self.kept_url(entry));
        Named { kind, id: self.thing_id(entry), name: self.version(entry).common.title.clone(), url }
    }

    /// The name by which machines know the thing that an entry tells of, which isn't its page.
    fn thing_id(&self, entry: &Entry) -> Option<String> {
        self.address(self.kept_url(entry)).map(|url| format!("{url}#{}", entry.kind.word()))
    }

    /// The address of an entry that search engines keep: where it isn't translated, the original's.
    pub fn kept_url<'a>(&self, entry: &'a Entry) -> &'a UrlPath {
        &entry.urls[if entry.has(self.language) { self.language } else { entry.original }]
    }

    /// An absolute address; `None` where nobody knows the site's own.
    pub fn address(&self, url: &UrlPath) -> Option<String> {
        self.with_origin(&url.href())
    }

    /// The absolute form of what stands in a link, where the site says where it is published.
    pub(super) fn with_origin(&self, href: &str) -> Option<String> {
        self.site.settings.base.is_some().then(|| format!("{}{href}", self.site.settings.origin()))
    }

    /// An address that [`Reading::absolute`] made, if it is one.
    fn known(&self, url: &str) -> Option<String> {
        self.site.settings.base.is_some().then(|| url.to_owned())
    }

    /// The absolute address of the picture that shows what an entry tells of.
    fn main_image(&self, entry: &Entry) -> Option<String> {
        let version = self.version(entry);
        let own = version.common.image.as_ref().map(crate::value::MainPictureRef::path);
        let of_kind = match &version.details {
            Some(Details::Book(book)) => self.cover_file(book),
            _ => None,
        };
        let href = match (own.or(of_kind), &version.details) {
            (Some(file), _) => self.preview_href(file, entry.kind)?,
            (None, Some(Details::Document(document))) => self.first_sheet_as_preview(self.site.find(&entry.id)?, document)?.0,
            (None, _) => return None,
        };
        self.with_origin(&href)
    }
}

/// The text of a script element. JSON needs none of these characters outside of its strings, and
/// inside them an escape says the same; so nothing in it can end the element or begin a comment
/// (HTML, "Restrictions for contents of script elements").
fn script_text(graph: Vec<Node>) -> Option<Html> {
    let terms = Terms { dcterms: "http://purl.org/dc/terms/" };
    let json = serde_json::to_string(&Graph { context: ("https://schema.org", terms), graph }).ok()?;
    let mut safe = String::with_capacity(json.len() + 64);
    escape::SCRIPT.push(&mut safe, &json);
    Some(html(safe))
}

#[cfg(test)]
mod tests {
    use super::nodes::{Node, Page};
    use super::script_text;

    #[test]
    fn nothing_in_it_ends_the_script() {
        let name = "</script><!--<script>&amp;\"\\\u{1}é";
        let text = script_text(vec![Node::Page(Page { kind: "WebPage", name: name.to_owned(), ..Page::default() })]).expect("JSON");
        let text = text.as_str().expect("text");
        assert!(!text.contains(['<', '>', '&']), "{text}");
        let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(value["@graph"][0]["name"], name);
    }
}
