//! What a site does, shown on small ones: lists, old addresses, time, feeds, sitemap, programmes.

use casebook_site::address::UrlPath;
use casebook_site::check::{Cache, Fate, Stage};
use casebook_site::edition::Edition;
use casebook_site::render::Asset;
use casebook_site::source::{Edit, File};
use casebook_tests::markup::{links, tags, xml};
use casebook_tests::{NOW, asset, draft, edition, pages, path_of, source, text};
use jiff::{Timestamp, ToSpan};

const SITE: &str = "title = \"Case\"\nowner = \"Somebody\"\nlanguages = [\"en\", \"de\"]\nbase = \"https://example.org\"\n[[professions]]\nname = \"lawyer\"\ntitle = { en = \"Lawyers\", de = \"Juristen\" }\n[[professions]]\nname = \"chemist\"\ntitle = \"Chemists\"\n[[periods]]\nname = \"prison\"\ntitle = \"In prison\"\nsince = \"1990\"\nuntil = \"1999\"\n[[periods]]\nname = \"free\"\ntitle = \"Free\"\nsince = \"2000\"\n";

/// Press reports, statements and people to make lists of.
fn press(list: &str) -> Vec<(String, String)> {
    let report =
        |name: &str, front: &str| (format!("content/press/{name}.md"), format!("+++\ntitle = \"{name}\"\noutlet = \"Paper\"\n{front}\n+++\n"));
    let section = format!("+++\ntitle = \"Press\"\nchildren = \"report\"\n[list]\n{list}\n+++\n");
    vec![
        ("site.toml".to_owned(), SITE.to_owned()),
        ("content/press/_index.md".to_owned(), section),
        report("a-1995", "language = \"en\"\ndate = 1995-02-01\ntags = [\"court\"]\nweight = 2"),
        report("b-2001", "language = \"de\"\ndate = \"2001\"\nmedium = \"film\"\nweight = 3"),
        report("c-2010", "language = \"en\"\ndate = \"2010-05\"\ntags = [\"court\", \"book\"]\nmedium = \"podcast\"\nweight = 1"),
        report("d-undated", "language = \"fr\"\npersons = [\"people/anna-berg\"]"),
        ("content/people/_index.md".to_owned(), "+++\ntitle = \"People\"\nchildren = \"person\"\n+++\n".to_owned()),
        ("content/people/anna-berg.md".to_owned(), "+++\ntitle = \"Anna Berg\"\nprofession = \"lawyer\"\n+++\n".to_owned()),
        ("content/people/zoe-abel.md".to_owned(), "+++\ntitle = \"Zoe Abel\"\nprofession = \"chemist\"\n+++\n".to_owned()),
    ]
}

fn of_press(list: &str) -> Edition {
    let edition = Edition::new(source(press(list)), Stage::Draft, NOW, &Cache::default());
    assert_eq!(edition.diagnostics.iter().collect::<Vec<_>>(), Vec::<&_>::new(), "{list}");
    edition
}

/// The entries of the press list on a page, by the first letters of their addresses.
fn listed(edition: &Edition, url: &str) -> String {
    let found = links(&text(edition, url));
    found
        .iter()
        .filter_map(|link| link.strip_prefix("/press/")?.strip_suffix('/'))
        .filter(|rest| !rest.contains('/'))
        .map(|name| &name[..1])
        .collect()
}

/// Where the link of this relation leads.
fn rel(edition: &Edition, url: &str, rel: &str) -> Option<String> {
    let all = tags(&text(edition, url));
    all.iter().find(|tag| tag.get("rel") == Some(rel)).and_then(|tag| tag.get("href").map(str::to_owned))
}

#[test]
fn lists_show_what_they_are_asked_for_in_order() {
    for (list, expected) in [
        // Some have a weight, so that is their order.
        ("", "cabd"),
        ("order = \"newest\"", "cbad"),
        ("order = \"oldest\"", "abcd"),
        ("order = \"title\"", "abcd"),
        ("order = \"weight\"", "cabd"),
        ("order = \"oldest\"\nlimit = 2", "ab"),
        ("language = \"en\"\norder = \"oldest\"", "ac"),
        ("language = \"fr\"", "d"),
        ("since = \"2001\"\norder = \"oldest\"", "bc"),
        ("until = \"2001\"\norder = \"oldest\"", "ab"),
        ("since = 2010-05-31", "c"),
        ("since = 2010-06-01", ""),
        ("period = \"prison\"", "a"),
        ("period = \"free\"", "cb"),
        ("tag = \"court\"", "ca"),
        ("person = \"people/anna-berg\"", "d"),
        ("kind = \"report\"\norder = \"oldest\"", "abcd"),
        ("kind = \"page\"", ""),
        ("group = \"year\"\norder = \"oldest\"", "abcd"),
    ] {
        assert_eq!(listed(&of_press(list), "/press/"), expected, "{list}");
    }
}

#[test]
fn groups_have_headings_in_the_order_of_the_list() {
    let headings = |list: &str, url: &str| -> Vec<String> {
        let html = text(&of_press(list), url);
        tags(&html).iter().filter(|tag| tag.get("class") == Some("group")).map(|tag| tag.text.clone()).collect()
    };
    assert_eq!(headings("group = \"year\"\nsince = \"1900\"\norder = \"newest\"", "/press/"), ["2010", "2001", "1995"]);
    assert_eq!(headings("group = \"decade\"\nsince = \"1900\"\norder = \"oldest\"", "/press/").len(), 3);
    assert_eq!(headings("section = \"people\"\ngroup = \"profession\"", "/press/"), ["Lawyers", "Chemists"]);
    assert_eq!(headings("section = \"people\"\ngroup = \"profession\"", "/de/press/"), ["Juristen", "Chemists"]);
    assert_eq!(headings("group = \"language\"\nlanguage = \"fr\"", "/press/"), ["French"]);
}

#[test]
fn talks_to_come_stand_before_those_that_are_over() {
    let talk =
        |name: &str, start: &str| (format!("content/talks/{name}.md"), format!("+++\ntitle = \"{name}\"\nstart = {start}\nplace = \"Hall\"\n+++\n"));
    let at = |list: &str, hours: i64| {
        let section = ("content/talks/_index.md".to_owned(), format!("+++\ntitle = \"Talks\"\nchildren = \"talk\"\n[list]\n{list}\n+++\n"));
        let talks = [
            talk("a", "2020-01-01T19:00:00"),
            talk("b", "2026-06-01T19:00:00"),
            talk("c", "2026-06-01T21:00:00"),
            talk("d", "2027-03-01T19:00:00"),
            talk("e", "2026-05-31T19:00:00"),
        ];
        let files = talks.into_iter().chain([section, ("site.toml".to_owned(), SITE.to_owned())]);
        Edition::new(source(files.collect()), Stage::Draft, NOW + hours.hours(), &Cache::default())
    };
    let shown = |list: &str, hours: i64| -> (Vec<String>, String) {
        let html = text(&at(list, hours), "/talks/");
        let headings = tags(&html).iter().filter(|tag| tag.get("class") == Some("group")).map(|tag| tag.text.clone()).collect();
        let found = links(&html);
        (headings, found.iter().filter_map(|link| link.strip_prefix("/talks/")?.strip_suffix('/')).collect())
    };
    let both = vec!["Coming up".to_owned(), "Past".to_owned()];
    assert_eq!(shown("", 0), (both.clone(), "bcdea".to_owned()));
    assert_eq!(shown("", 24), (both.clone(), "dcbea".to_owned()));
    assert_eq!(shown("", 10_000), (vec!["Past".to_owned()], "dcbea".to_owned()));
    assert_eq!(shown("group = \"upcoming\"", 0), (both, "bcdea".to_owned()));
    assert_eq!(shown("order = \"newest\"", 0), (vec![], "dbcea".to_owned()));
    assert_eq!(shown("group = \"upcoming\"\norder = \"title\"", 0).0, ["Coming up", "Past"]);
    let marked = |list: &str| text(&at(list, 0), "/talks/").matches("<li>Past</li>").count();
    assert_eq!((marked(""), marked("group = \"year\"\norder = \"newest\"")), (0, 2));
}

#[test]
fn people_are_sorted_by_their_last_name() {
    let edition = of_press("");
    let found = links(&text(&edition, "/people/"));
    let people: Vec<&String> = found.iter().filter(|link| link.starts_with("/people/")).collect();
    assert_eq!(people, ["/people/zoe-abel/", "/people/anna-berg/"]);
}

#[test]
fn filters_narrow_a_list_and_count() {
    let edition = of_press("filters = [\"language\", \"period\", \"medium\", \"tag\", \"person\"]");
    let html = text(&edition, "/press/");
    let all = tags(&html);
    let count_after = |url: &str| {
        let at = all.iter().position(|tag| tag.get("href") == Some(url)).unwrap_or_else(|| panic!("no link to {url} in {html}"));
        all[at + 1].text.clone()
    };
    for (url, count, members) in [
        ("/press/language/en/", "(2)", "ca"),
        ("/press/language/de/", "(1)", "b"),
        ("/press/period/prison/", "(1)", "a"),
        ("/press/period/free/", "(2)", "cb"),
        ("/press/medium/podcast/", "(1)", "c"),
        ("/press/tag/court/", "(2)", "ca"),
        ("/press/tag/book/", "(1)", "c"),
    ] {
        assert_eq!((count_after(url).as_str(), listed(&edition, url).as_str()), (count, members), "{url}");
    }
    // One choice is no choice.
    assert!(!edition.site.has(&UrlPath::new("/press/person/people-anna-berg/").expect("an address")));
    assert!(edition.site.has(&UrlPath::new("/de/press/sprache/en/").expect("an address")), "German addresses have German words");
}

#[test]
fn long_lists_have_pages() {
    let edition = of_press("order = \"oldest\"\nper_page = 3");
    assert_eq!((listed(&edition, "/press/"), listed(&edition, "/press/page/2/")), ("abc".to_owned(), "d".to_owned()));
    for (url, previous, next) in [("/press/", None, Some("/press/page/2/")), ("/press/page/2/", Some("/press/"), None)] {
        assert_eq!((rel(&edition, url, "prev").as_deref(), rel(&edition, url, "next").as_deref()), (previous, next), "{url}");
    }
    assert!(asset(&edition, "/press/page/3/").is_none());
    assert!(asset(&edition, "/de/press/seite/2/").is_some());
}

#[test]
fn tags_have_pages() {
    let edition = of_press("");
    assert_eq!((listed(&edition, "/tags/court/"), listed(&edition, "/tags/book/")), ("ca".to_owned(), "c".to_owned()));
    assert!(asset(&edition, "/de/schlagworte/court/").is_some());
}

#[test]
fn old_addresses_lead_on() {
    let site = format!("{SITE}[redirects]\n\"/very/old/\" = \"/about/\"\n\"/elsewhere.html\" = \"https://example.net/\"\n");
    let edition = draft(&[
        ("site.toml", &site),
        ("content/about.md", "+++\ntitle = \"About\"\naliases = [\"/über/\", \"/2012/05/about.html\"]\n+++\n"),
        ("content/about.de.md", "+++\ntitle = \"Über\"\nslug = \"ueber\"\naliases = [\"/de/about-old/\"]\n+++\n"),
    ]);
    for (from, to) in [
        ("/über/", "/about/"),
        ("/2012/05/about.html", "/about/"),
        ("/de/about-old/", "/de/ueber/"),
        ("/very/old/", "/about/"),
        ("/elsewhere.html", "https://example.net/"),
    ] {
        assert_eq!(asset(&edition, from), Some(Asset::Redirect(to.to_owned())), "{from}");
    }
}

#[test]
fn old_addresses_lead_on_at_once_whatever_they_are_called() {
    let redirects = "[redirects]\n\"/c/\" = \"/b/\"\n\"/b/\" = \"/a/\"\n\"/a/\" = \"/alias/\"\n\"/part/\" = \"/about/?x=1#end\"\n";
    let edition =
        draft(&[("site.toml", &format!("{SITE}{redirects}")), ("content/about.md", "+++\ntitle = \"About\"\naliases = [\"/alias/\"]\n+++\n")]);
    assert_eq!(edition.diagnostics.len(), 0);
    for (from, to) in [("/a/", "/about/"), ("/b/", "/about/"), ("/c/", "/about/"), ("/part/", "/about/?x=1#end")] {
        assert_eq!(asset(&edition, from), Some(Asset::Redirect(to.to_owned())), "{from}");
    }
}

#[test]
fn what_can_be_followed_is_told_on_a_page_that_owners_may_write_themselves() {
    let article = |date: &str| format!("+++\ntitle = \"Article\"\ndate = {date}\n+++\n");
    let files = [
        ("content/news/_index.md", "+++\ntitle = \"News\"\n+++\n".to_owned()),
        ("content/news/one.md", article("2026-01-02")),
        ("content/people/_index.md", "+++\ntitle = \"People\"\nchildren = \"person\"\n+++\n".to_owned()),
        ("content/people/ada.md", "+++\ntitle = \"Ada\"\n+++\n".to_owned()),
        ("content/talk.md", "+++\ntitle = \"Talk\"\nkind = \"talk\"\nstart = 2026-09-01T19:00:00\nplace = \"Here\"\n+++\n".to_owned()),
    ];
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let edition = draft(&files);
    let page = text(&edition, "/feeds/");
    let led_to: Vec<String> = links(&page).into_iter().filter(|to| to.ends_with(".xml") || to.ends_with(".ics")).collect();
    assert_eq!(led_to, ["/feed.xml", "/news/feed.xml", "/calendar.ics"], "a section of people has no news");
    assert!(page.contains("https://example.org/news/feed.xml"), "the whole address can be copied");
    assert!(text(&edition, "/de/").contains("href=\"/de/feeds/\""), "the footer leads there");
    files.push(("content/feeds.md", "+++\ntitle = \"Our own words\"\n+++\n"));
    let own = draft(&files);
    assert_eq!(own.diagnostics.iter().filter(|found| found.code == "address-taken").count(), 0);
    assert!(text(&own, "/feeds/").contains("Our own words"));
}

#[test]
fn a_redirect_leads_on_through_either_form_of_an_old_address() {
    let redirects = [
        ("/one", "/two"),
        ("/two", "/three"),
        ("/three/", "/four"),
        ("/part/", "/three#end"),
        ("/end/", "/three/#start"),
        ("/over/", "/about/#over"),
        ("/shop", "/?item=1"),
        ("/store", "/shop/?item=2"),
        ("/list", "/shop?item=3"),
        ("/a", "/z/#part"),
        ("/z", "/\u{fc}ber"),
        ("/paper", "content/letter/letter.pdf"),
        ("/second-sheet", "/paper#page=2"),
        ("/k", "/l?x=1"),
        ("/l", "/about/"),
        ("/press?item=1", "/press/?item=1"),
        ("/press?item=2", "/"),
        ("/m", "/press/?item=2&from=mail"),
    ];
    let written: String = redirects.iter().map(|(from, to)| format!("\"{from}\" = \"{to}\"\n")).collect();
    let aliases = "[\"/four/\", \"/?item=1\", \"/shop?item=2\", \"/shop/?item=3\", \"/\u{fc}ber/\"]";
    let about = format!("+++\ntitle = \"About\"\naliases = {aliases}\n+++\n");
    let edition = draft(&[
        ("site.toml", &format!("{SITE}[redirects]\n{written}")),
        ("content/about.md", &about),
        ("content/press.md", "+++\ntitle = \"Press\"\n+++\n"),
        ("content/letter/index.md", "+++\ntitle = \"Letter\"\nkind = \"document\"\nform = \"Letter\"\n[[files]]\nfile = \"letter.pdf\"\n+++\n"),
        ("content/letter/letter.pdf", "(a letter)"),
    ]);
    assert_eq!(edition.diagnostics.iter().collect::<Vec<_>>(), Vec::<&casebook_site::diagnostic::Diagnostic>::new());
    let paper = Asset::Redirect(format!(
        "{}#page=2",
        match asset(&edition, "/paper") {
            Some(Asset::Redirect(to)) => to,
            other => panic!("{other:?}"),
        }
    ));
    assert_eq!(asset(&edition, "/second-sheet"), Some(paper), "a part of a file");
    assert_eq!(asset(&edition, "/m"), Some(Asset::Redirect("/".to_owned())));
    let press = UrlPath::new("/press/").expect("an address");
    assert_eq!(edition.site.fate_of_query(&press, "item=1"), None, "it would lead to itself");
    for (from, _) in redirects.into_iter().take_while(|(from, _)| *from != "/paper") {
        let to = match from {
            "/part/" => "/about/#end",
            "/end/" => "/about/#start",
            "/over/" => "/about/#over",
            "/a" => "/about/#part",
            _ => "/about/",
        };
        assert_eq!(asset(&edition, from), Some(Asset::Redirect(to.to_owned())), "{from}");
    }
}

#[test]
fn old_addresses_with_a_query_lead_on_and_hide_nothing() {
    let redirects = "[redirects]\n\"/?p=12\" = \"/about/\"\n\"/?p=12&lang=de\" = \"/de/about/\"\n\"/shop/?item=a b\" = \"/?p=12\"\n";
    let edition = draft(&[
        ("site.toml", &format!("gone = [\"/?p=13\", \"/about/?page_id=7&lang=de\"]\n{SITE}{redirects}")),
        ("content/about.md", "+++\ntitle = \"About\"\naliases = [\"/about/?page_id=7\"]\n+++\n"),
    ]);
    assert_eq!(edition.diagnostics.len(), 0);
    let leads = |path: &str, query: &str| match edition.site.fate_of_query(&UrlPath::new(path).expect("an address"), query) {
        Some(Fate::LeadsTo(to)) => Some(to.as_str()),
        Some(Fate::Gone) => Some("gone"),
        None => None,
    };
    for (path, query, to) in [
        ("/", "p=12", Some("/about/")),
        ("/", "utm_source=x&p=12", Some("/about/")),
        ("/", "p=12&lang=de", Some("/de/about/")),
        ("/", "lang=de&p=12&x", Some("/de/about/")),
        ("/", "p=13", Some("gone")),
        ("/", "p=14", None),
        ("/", "p=1", None),
        ("/about/", "p=12", None),
        ("/about/", "page_id=7", Some("/about/")),
        ("/about/", "lang=de&page_id=7", Some("gone")),
        ("/shop/", "item=a+b", Some("/about/")),
        ("/shop/", "item=a%20b", Some("/about/")),
        ("/shop", "item=a+b", Some("/about/")),
        ("/about", "page_id=7", Some("/about/")),
    ] {
        assert_eq!(leads(path, query), to, "{path}?{query}");
    }
    assert!(matches!(asset(&edition, "/"), Some(Asset::Bytes { .. })), "the home page is still there");
    assert_eq!(edition.site.count_old_queries(), 6);
}

#[test]
fn links_with_the_sites_own_address_stay_in_the_site() {
    let files = [
        ("site.toml", SITE),
        (
            "content/about.md",
            "+++\ntitle = \"About\"\npublish_at = 2026-06-02T00:00:00\n+++\n## A part\n\n[Home](https://example.org) [page](http://Example.org/page#b)\n",
        ),
        (
            "content/page.md",
            "+++\ntitle = \"Page\"\n+++\n[About](https://example.org/about?x=1#a-part) [other](https://example.org.example.net/)\n\n## B {#b}\n",
        ),
    ];
    let edition = draft(&files);
    assert_eq!(edition.diagnostics.len(), 0);
    let hrefs = |url: &str| -> Vec<String> {
        let text = text(&edition, url);
        let links = tags(&text).into_iter().filter(|tag| tag.name == "a" && ["Home", "page", "About", "other"].contains(&tag.text.as_str()));
        links.map(|tag| format!("{} {}", tag.get("href").unwrap_or_default(), tag.get("rel").unwrap_or_default()).trim().to_owned()).collect()
    };
    let about = hrefs("/about/");
    assert!(about.contains(&"/".to_owned()) && about.contains(&"/page/#b".to_owned()), "{about:?}");
    let page = hrefs("/page/");
    assert!(page.contains(&"/about/?x=1#a-part".to_owned()) && page.contains(&"https://example.org.example.net/ noreferrer".to_owned()), "{page:?}");
    // For readers, who can't see the entry yet, the site goes live all the same.
    let live = self::edition(&files, Stage::Live, NOW);
    assert_eq!((live.diagnostics.len(), live.diagnostics.has_errors()), (1, false), "{:?}", live.diagnostics);
}

#[test]
fn entries_appear_and_expire_by_the_clock() {
    let files = [
        ("content/draft.md", "+++\ntitle = \"Draft\"\ndraft = true\n+++\n"),
        ("content/coming.md", "+++\ntitle = \"Coming\"\npublish_at = 2026-06-01T14:00:00+02:00\n+++\n"),
        ("content/going.md", "+++\ntitle = \"Going\"\nexpire_at = 2026-06-01T12:30:00Z\n+++\n"),
        ("content/_index.md", "+++\ntitle = \"Home\"\n[list]\norder = \"title\"\n+++\n"),
    ];
    let seen = |stage: Stage, now: Timestamp| -> Vec<String> {
        let edition = edition(&files, stage, now);
        let linked = links(&text(&edition, "/"));
        let has_page = |url: &str| asset(&edition, url).is_some();
        let all: Vec<String> = ["/coming/", "/draft/", "/going/"].into_iter().filter(|url| has_page(url)).map(str::to_owned).collect();
        assert_eq!(linked, all, "what is listed is what exists");
        all
    };
    // 12:00, 11:59 and 12:30 in UTC.
    let (just_before, later) = (NOW.checked_sub(1.second()).expect("a time"), NOW.checked_add(30.minutes()).expect("a time"));
    assert_eq!(seen(Stage::Live, just_before), ["/going/"]);
    assert_eq!(seen(Stage::Live, NOW), ["/coming/", "/going/"]);
    assert_eq!(seen(Stage::Live, later), ["/coming/"]);
    for now in [just_before, NOW, later] {
        assert_eq!(seen(Stage::Draft, now), ["/coming/", "/draft/", "/going/"]);
    }
    assert_eq!(edition(&files, Stage::Live, just_before).site.next_change(), Some(NOW));
    assert_eq!(edition(&files, Stage::Live, later).site.next_change(), None);
}

#[test]
fn hidden_entries_leave_words_and_no_links() {
    let files = [
        ("content/about.md", "+++\ntitle = \"About\"\n+++\nSee [the draft](draft.md).\n\n:::teaser{entry=\"draft\"}\n:::\n"),
        ("content/draft.md", "+++\ntitle = \"Secret\"\ndraft = true\nimage = \"secret.jpg\"\nimage_decorative = true\n+++\n"),
        ("content/secret.jpg", "a picture"),
    ];
    let live = edition(&files, Stage::Live, NOW);
    let html = text(&live, "/about/");
    assert!(html.contains("See the draft."), "{html}");
    assert!(live.site.urls().all(|url| !url.as_str().starts_with("/files/")), "files of hidden entries are hidden");
    assert!(!live.diagnostics.has_errors());
}

#[test]
fn corrections_are_shown_on_their_page_and_together() {
    let corrected = |date: &str, words: &str| format!("[[corrections]]\ndate = {date}\ntext = \"{words}\"\n");
    let one = format!("+++\ntitle = \"One\"\n{}+++\n", corrected("2024-01-02", "A name was wrong."));
    let two = format!("+++\ntitle = \"Two\"\n{}{}+++\n", corrected("2025-03-04", "A year was wrong."), corrected("2023-01-01", "A place was wrong."));
    let edition = draft(&[("content/one.md", &one), ("content/two.md", &two)]);
    assert!(text(&edition, "/one/").contains("A name was wrong."));
    let all = text(&edition, "/corrections/");
    let places = ["A year was wrong.", "A name was wrong.", "A place was wrong."].map(|words| all.find(words).expect("it is there"));
    assert!(places.is_sorted(), "the latest comes first");
    assert!(asset(&edition, "/de/korrekturen/").is_some());
    assert!(asset(&draft(&[]), "/corrections/").is_none(), "there is no page where nothing was corrected");
}

#[test]
fn a_programme_leads_through_its_steps() {
    let edition = draft(&[
        ("content/path.md", "+++\ntitle = \"Path\"\nkind = \"programme\"\nsteps = [\"steps/b\", \"steps/a\", \"steps/c\"]\n+++\n"),
        ("content/steps/_index.md", "+++\ntitle = \"Steps\"\n+++\n"),
        ("content/steps/a.md", "+++\ntitle = \"A\"\n+++\n"),
        ("content/steps/b.md", "+++\ntitle = \"B\"\n+++\n"),
        ("content/steps/c.md", "+++\ntitle = \"C\"\n+++\n"),
    ]);
    assert_eq!(links(&text(&edition, "/path/"))[..3], ["/steps/b/", "/steps/a/", "/steps/c/"]);
    for (step, previous, next) in [("b", None, Some("a")), ("a", Some("b"), Some("c")), ("c", Some("a"), None)] {
        let url = format!("/steps/{step}/");
        let address = |name: Option<&str>| name.map(|name| format!("/steps/{name}/"));
        assert_eq!((rel(&edition, &url, "prev"), rel(&edition, &url, "next")), (address(previous), address(next)), "{step}");
        assert!(links(&text(&edition, &url)).contains(&"/path/".to_owned()));
    }
}

#[test]
fn entries_of_a_section_have_neighbours() {
    let document = |title: &str, date: u32| format!("+++\ntitle = \"{title}\"\nform = \"A letter\"\ndate = \"{date}\"\n+++\n");
    let (first, second) = (document("First", 1999), document("Second", 2001));
    let edition = draft(&[
        ("content/papers/_index.md", "+++\ntitle = \"Papers\"\nchildren = \"document\"\n[list]\norder = \"oldest\"\n+++\n"),
        ("content/papers/a.md", &second),
        ("content/papers/b.md", &first),
    ]);
    for (url, previous, next) in [("/papers/b/", None, Some("/papers/a/")), ("/papers/a/", Some("/papers/b/"), None)] {
        assert_eq!((rel(&edition, url, "prev").as_deref(), rel(&edition, url, "next").as_deref()), (previous, next), "{url}");
    }
}

#[test]
fn feeds_are_atom() {
    let edition = draft(&[
        ("content/case/_index.md", "+++\ntitle = \"The <case> & more\"\n+++\n"),
        ("content/case/old.md", "+++\ntitle = \"Old\"\ndate = \"1999\"\n+++\nWords.\n"),
        ("content/case/new.md", "+++\ntitle = \"New & <b>\"\ndate = 2020-02-03\ndescription = \"A lead\"\n+++\n"),
        ("content/case/event.md", "+++\ntitle = \"Event\"\nkind = \"event\"\ndate = 2021-01-01\n+++\n"),
        ("content/case/undated.md", "+++\ntitle = \"Undated\"\n+++\n"),
        ("content/other.md", "+++\ntitle = \"Ot\\u0001her\"\ndate = 2010-01-01\n+++\n"),
    ]);
    for (url, titles) in [
        ("/feed.xml", vec!["New & <b>", "Other", "Old"]),
        ("/case/feed.xml", vec!["New & <b>", "Old"]),
        ("/de/case/feed.xml", vec!["New & <b>", "Old"]),
    ] {
        let found = xml(&text(&edition, url));
        assert_eq!(found[0].get("xmlns"), Some("http://www.w3.org/2005/Atom"));
        let start = found.iter().position(|tag| tag.name == "entry").expect("an entry");
        for required in ["title", "id", "updated", "author", "name"] {
            assert!(found[..start].iter().any(|tag| tag.name == required), "{url}: the feed has no {required}");
        }
        let of_entries: Vec<&_> = found[start..].iter().collect();
        for required in ["title", "id", "updated"] {
            assert_eq!(of_entries.iter().filter(|tag| tag.name == required).count(), titles.len(), "{url}: {required} of each entry");
        }
        let shown: Vec<&str> = of_entries.iter().filter(|tag| tag.name == "title").map(|tag| tag.text.as_str()).collect();
        assert_eq!(shown, titles, "{url}");
        let moments = found.iter().filter(|tag| tag.name == "updated");
        assert!(moments.into_iter().all(|tag| tag.text.parse::<Timestamp>().is_ok()), "{url}: RFC 3339");
        let own = found.iter().find(|tag| tag.get("rel") == Some("self")).and_then(|tag| tag.get("href"));
        assert_eq!(own, Some(format!("https://example.org{url}").as_str()));
    }
}

#[test]
fn the_sitemap_names_every_translation() {
    let edition = draft(&[
        ("content/about.md", "+++\ntitle = \"About\"\n+++\n"),
        ("content/about.de.md", "+++\ntitle = \"Über\"\nslug = \"ueber\"\n+++\n"),
        ("content/english.md", "+++\ntitle = \"English\"\n+++\n"),
        ("content/quiet.md", "+++\ntitle = \"Quiet\"\nnoindex = true\n+++\n"),
        ("content/draft.md", "+++\ntitle = \"Draft\"\ndraft = true\n+++\n"),
    ]);
    let found = xml(&text(&edition, "/sitemap.xml"));
    let locations: Vec<&str> = found.iter().filter(|tag| tag.name == "loc").map(|tag| tag.text.as_str()).collect();
    let expected = ["/", "/about/", "/de/", "/de/ueber/", "/english/"].map(|path| format!("https://example.org{path}"));
    assert_eq!(locations, expected);
    let about = found.iter().position(|tag| tag.text == "https://example.org/about/").expect("it is there");
    let alternates: Vec<_> = found[about..]
        .iter()
        .take_while(|tag| tag.name != "/url")
        .filter(|tag| tag.name == "xhtml:link")
        .map(|tag| (tag.get("hreflang"), tag.get("href")))
        .collect();
    assert_eq!(alternates, [(Some("en"), Some("https://example.org/about/")), (Some("de"), Some("https://example.org/de/ueber/"))]);
    assert_eq!(text(&edition, "/robots.txt"), "User-agent: *\nAllow: /\nSitemap: https://example.org/sitemap.xml\n");
    assert!(text(&edition, "/quiet/").contains("content=\"noindex\""));
}

#[test]
fn each_language_has_its_own_page_for_what_is_missing() {
    let edition = draft(&[]);
    for (path, url, language) in [("/nothing/", "/404.html", "en"), ("/de/nichts/", "/de/404.html", "de"), ("/deutsch/", "/404.html", "en")] {
        assert_eq!(edition.site.not_found(path).as_str(), url);
        assert_eq!(tags(&text(&edition, url)).iter().find(|tag| tag.name == "html").and_then(|tag| tag.get("lang")), Some(language));
    }
}

#[test]
fn what_was_taken_down_is_gone_and_says_so_in_each_language() {
    let settings = "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\", \"de\"]\ngone = [\"/news/\", \"/de/neues/\"]\n";
    let edition = draft(&[("site.toml", settings)]);
    for (path, url, language, words) in [("/news/", "/410.html", "en", "taken down"), ("/de/neues/", "/de/410.html", "de", "entfernt")] {
        let gone = edition.get(&UrlPath::new(path).expect("an address"));
        assert_eq!(gone, Some(Ok(Asset::Gone)), "{path}");
        assert_eq!(edition.site.gone(path).as_str(), url);
        let page = text(&edition, url);
        assert_eq!(tags(&page).iter().find(|tag| tag.name == "html").and_then(|tag| tag.get("lang")), Some(language));
        assert!(page.contains(words) && page.contains("content=\"noindex\""), "{page}");
        assert!(!text(&edition, "/sitemap.xml").contains(path));
    }
    assert_eq!(draft(&[]).get(&UrlPath::new("/410.html").expect("an address")), None);
}

#[test]
fn a_text_that_is_no_text_is_reported() {
    let source = source(Vec::new());
    let edit = Edit::Put { path: path_of("content/broken.md"), file: File::text(&b"+++\ntitle = \"\xff\"\n+++\n"[..]), base: None };
    let edition = Edition::new(source.edit(&[edit]).expect("a new file"), Stage::Draft, NOW, &Cache::default());
    let codes: Vec<&str> = edition.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["file-text"]);
    assert!(pages(&edition).contains(&"/".to_owned()));
}

#[test]
fn only_the_first_of_many_broken_references_are_compared_with_all_names() {
    let broken: String = (0..60).map(|nth| format!("[x](aboot.md \"{nth}\") [y](#plaec)\n\n")).collect();
    let text = format!("+++\ntitle = \"Broken\"\n+++\n## Place\n\n{broken}");
    let edition = draft(&[("content/about.md", "+++\ntitle = \"About\"\n+++\n"), ("content/broken.md", &text)]);
    let found: Vec<_> = edition.diagnostics.iter().filter(|found| found.code != "translation-unmarked").collect();
    let suggested = found.iter().filter(|found| found.hints[0].starts_with("did you mean")).count();
    assert_eq!((found.len(), suggested), (120, 50));
    assert!(found[0].hints[0].contains("`about.md`") || found[0].hints[0].contains("`place`"), "{:?}", found[0]);
}

#[test]
fn an_old_address_is_answered_with_its_last_slash_and_without() {
    let settings = format!("gone = [\"/news\"]\n{SITE}[redirects]\n\"/x\" = \"/\"\n\"/y/\" = \"/\"\n\"/z\" = \"/\"\n\"/z/\" = \"/about/\"\n");
    let about = "+++\ntitle = \"About\"\naliases = [\"/2016/05/article/\", \"/report.pdf\"]\n+++\n";
    let edition = draft(&[("site.toml", &settings), ("content/about.md", about)]);
    assert_eq!(edition.diagnostics.iter().collect::<Vec<_>>(), Vec::<&casebook_site::diagnostic::Diagnostic>::new());
    for (from, to) in [
        ("/2016/05/article/", "/about/"),
        ("/2016/05/article", "/about/"),
        ("/x", "/"),
        ("/x/", "/"),
        ("/y", "/"),
        ("/z", "/"),
        ("/z/", "/about/"),
        ("/report.pdf", "/about/"),
    ] {
        assert_eq!(asset(&edition, from), Some(Asset::Redirect(to.to_owned())), "{from}");
    }
    assert_eq!((asset(&edition, "/news"), asset(&edition, "/news/")), (Some(Asset::Gone), Some(Asset::Gone)));
    assert!(text(&edition, "/about/").contains("<h1") && asset(&edition, "/report.pdf/").is_none(), "what stands by itself stays");
}

#[test]
fn a_scan_is_quoted_by_its_transcription() {
    let scan = "+++\ntitle = \"A scan\"\nkind = \"document\"\nform = \"A letter\"\nfiles = [{ file = \"scan.jpg\", transcription = \"scan.txt\", transcribed_by = \"Jo Writer\" }]\n+++\n";
    let text_of_scan = "The first page.\n\u{c}It was read on two mornings.\n";
    let about = "+++\ntitle = \"About\"\n+++\n:::quote{source=\"scan\" page=2}\nIt was read on two mornings.\n:::\n";
    let files = [("content/scan.md", scan), ("content/scan.jpg", "(a picture)\n"), ("content/scan.txt", text_of_scan), ("content/about.md", about)];
    let edition = draft(&files);
    assert!(!edition.diagnostics.has_errors(), "{:?}", edition.diagnostics);
    assert!(text(&edition, "/about/").contains("href=\"/scan/p/2/#q"));
    let page = text(&edition, "/scan/p/2/");
    assert!(page.contains("Transcribed by Jo Writer") && page.contains("It was read on two mornings.</mark>"), "{page}");
}

#[test]
fn a_mail_shows_names_and_no_addresses_of_people() {
    let letters = "+++\ntitle = \"Letters\"\nkind = \"document\"\nform = \"An e-mail\"\nfiles = [{ file = \"letters.eml\" }]\n+++\n";
    let mail = "From: \"'anna@example.org'\" <anna@example.org>\nTo: Ben Carr <ben@example.org>, cora@example.org\nBcc: hidden@example.org\nSubject: The gauge\nDate: Mon, 12 Nov 2018 18:22:00 +0000\n\nThe gauge was read.\n";
    let edition = draft(&[("content/letters.md", letters), ("content/letters.eml", mail)]);
    let page = text(&edition, "/letters/m/1/");
    assert!(["anna", "Ben Carr", "cora"].iter().all(|name| page.contains(name)), "{page}");
    assert!(!["anna@", "ben@", "cora@", "hidden"].iter().any(|hidden| page.contains(hidden)), "{page}");
}
