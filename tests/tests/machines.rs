//! What machines read of a site: structured data, previews, calendars, `security.txt`; and the policy
//! with which every page begins.

use casebook_site::check::{Cache, Stage};
use casebook_site::edition::Edition;
use casebook_site::loads::Survey;
use casebook_site::policy::PAGE;
use casebook_tests::{AnyPictures, Case, NOW, asset, demo, draft, markup, pages, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a type of schema.org must have on a page, and what it should have where the entry says it.
struct Rule {
    kind: &'static str,
    required: &'static [&'static str],
    recommended: &'static [&'static str],
}

/// Required and recommended by Google Search Central ("Structured data markup that Google Search
/// supports", the page of each type) where it knows the type; else what schema.org defines and
/// without which the node would say nothing.
const RULES: [Rule; 22] = [
    // schema.org/WebPage; Google has no rules for it.
    Rule { kind: "WebPage", required: &["@id", "url", "name", "inLanguage", "isPartOf"], recommended: &["description"] },
    Rule { kind: "CollectionPage", required: &["@id", "url", "name", "inLanguage", "isPartOf"], recommended: &["description"] },
    // Google, "Site names": name and url, on the home page.
    Rule { kind: "WebSite", required: &["@id", "name", "url"], recommended: &["description", "publisher"] },
    // Google, "Breadcrumb": itemListElement; each with position, name, and item except the last.
    Rule { kind: "BreadcrumbList", required: &["itemListElement"], recommended: &[] },
    Rule { kind: "ListItem", required: &["position", "name"], recommended: &[] },
    // schema.org/ItemList.
    Rule { kind: "ItemList", required: &["name", "itemListElement", "numberOfItems", "itemListOrder"], recommended: &["description"] },
    // schema.org/Quotation.
    Rule { kind: "Quotation", required: &["text"], recommended: &["creator", "isBasedOn", "inLanguage"] },
    // Google, "Article": nothing is required.
    Rule { kind: "Article", required: &["headline", "author", "about"], recommended: &["datePublished"] },
    // schema.org/CorrectionComment.
    Rule { kind: "CorrectionComment", required: &["text", "dateCreated"], recommended: &[] },
    // schema.org/Claim.
    Rule { kind: "Claim", required: &["author"], recommended: &["text", "datePublished", "appearance"] },
    Rule { kind: "CreativeWork", required: &[], recommended: &["name"] },
    // Google, "Article": nothing is required; author, datePublished, headline, image are recommended.
    Rule { kind: "NewsArticle", required: &["headline", "publisher", "inLanguage"], recommended: &["author", "datePublished", "url"] },
    // schema.org/PodcastEpisode, schema.org/Episode.
    Rule { kind: "PodcastEpisode", required: &["name", "publisher"], recommended: &["datePublished", "duration", "url"] },
    Rule { kind: "Episode", required: &["name", "publisher"], recommended: &["datePublished"] },
    // schema.org/DigitalDocument.
    Rule { kind: "DigitalDocument", required: &["name"], recommended: &["encoding", "dcterms:provenance", "dateCreated", "genre"] },
    // Google, "Video": name, thumbnailUrl, uploadDate.
    Rule { kind: "VideoObject", required: &["name", "thumbnailUrl", "uploadDate"], recommended: &["description", "duration"] },
    // schema.org/AudioObject.
    Rule { kind: "AudioObject", required: &["name"], recommended: &["contentUrl", "encodingFormat", "duration", "transcript", "uploadDate"] },
    Rule { kind: "MediaObject", required: &["name", "encodingFormat"], recommended: &["contentUrl", "contentSize"] },
    // schema.org/Person; Google's "Profile page" wants a name.
    Rule { kind: "Person", required: &["name"], recommended: &["description", "disambiguatingDescription", "image", "url"] },
    // Google, "Book": author and name of a work, inLanguage and isbn of its editions. Its book actions
    // also ask for a place to borrow or buy, which is no matter of a page.
    Rule {
        kind: "Book",
        required: &["name", "author", "inLanguage"],
        recommended: &["isbn", "bookFormat", "publisher", "datePublished", "workExample"],
    },
    // Google, "Event": name, startDate, location with address.
    Rule { kind: "Event", required: &["name", "startDate", "location"], recommended: &["endDate", "eventStatus", "performer", "description"] },
    Rule { kind: "Place", required: &["name", "address"], recommended: &[] },
];

/// Types that are only named: the thing itself is described on its own page, or is none of ours.
const NAMED: [&str; 3] = ["Organization", "WebSite", "DigitalDocument"];

/// The data of a page, read as a browser reads a script element: up to the first `</script`.
fn data(html: &str) -> Option<Value> {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">")?;
    let (script, after) = rest.split_once("</script").expect("the script ends");
    assert!(!after.contains("<script type=\"application/ld+json\">"), "one script a page");
    assert!(!script.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{script}");
    Some(serde_json::from_str(script).unwrap_or_else(|error| panic!("{error}: {script}")))
}

/// All nodes, also those inside others.
fn nodes<'a>(value: &'a Value, found: &mut Vec<&'a serde_json::Map<String, Value>>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("@type") {
                found.push(fields);
            }
            fields.values().for_each(|value| nodes(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| nodes(value, found)),
        _ => {}
    }
}

fn demo_edition() -> Edition {
    let edition = Edition::informed(demo(), (Stage::Live, NOW), &Cache::default(), &AnyPictures);
    assert!(!edition.diagnostics.has_errors(), "{:?}", edition.diagnostics);
    edition
}

/// Healthy sites with every kind and directive.
fn healthy() -> Vec<Edition> {
    let cases =
        [include_str!("../cases/healthy-kinds.txt"), include_str!("../cases/healthy-directives.txt"), include_str!("../cases/answer-healthy.txt")];
    cases.into_iter().map(|case| Case::parse(case).draft()).chain([demo_edition()]).collect()
}

#[test]
fn every_page_of_the_demo_says_what_its_type_requires() {
    let edition = demo_edition();
    let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for url in pages(&edition) {
        let html = text(&edition, &url);
        let Some(data) = data(&html) else {
            assert!(["/404.html", "/410.html", "/500.html"].iter().any(|kind| url.ends_with(kind)), "{url} says nothing");
            continue;
        };
        assert_eq!((&data["@context"][0], &data["@context"][1]["dcterms"]), (&"https://schema.org".into(), &"http://purl.org/dc/terms/".into()));
        let page = &data["@graph"][0];
        assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{}\">", page["url"].as_str().expect("an address"))), "{url}: {page}");
        let mut all = Vec::new();
        nodes(&data, &mut all);
        for node in all {
            let kind = node["@type"].as_str().expect("one type");
            if NAMED.contains(&kind) && node.keys().all(|key| matches!(key.as_str(), "@type" | "@id" | "name" | "url")) {
                continue;
            }
            let rule = RULES.iter().find(|rule| rule.kind == kind).unwrap_or_else(|| panic!("{url}: no rule for {kind}"));
            for required in rule.required {
                assert!(node.get(*required).is_some_and(|value| !value.is_null() && *value != ""), "{url}: {kind} has no {required}: {node:?}");
            }
            told.entry(rule.kind).or_default().extend(rule.recommended.iter().filter(|name| node.contains_key(**name)));
            for (name, value) in node {
                if matches!(name.as_str(), "@id" | "url" | "item" | "contentUrl" | "thumbnailUrl" | "image") {
                    let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
                    assert!(values.iter().all(|value| value.as_str().is_some_and(|url| url.starts_with("https://"))), "{url}: {name} = {value}");
                }
            }
        }
    }
    let missing: Vec<String> = RULES
        .iter()
        .flat_map(|rule| {
            rule.recommended
                .iter()
                .filter(|name| !told.get(rule.kind).is_some_and(|told| told.contains(*name)))
                .map(|name| format!("{}.{name}", rule.kind))
        })
        .collect();
    // The demo says none of these anywhere; whoever adds them takes the line out.
    assert_eq!(missing, DEMO_LACKS);
}

const DEMO_LACKS: [&str; 0] = [];

#[test]
fn each_kind_is_told_as_what_it_is() {
    let edition = demo_edition();
    let main = |url: &str| data(&text(&edition, url)).expect("data")["@graph"][0]["mainEntity"].clone();
    for (url, kind) in [
        ("/statements/walter-siskin/", "Quotation"),
        ("/answers/offered-and-returned/", "Article"),
        ("/documents/lab-report/", "DigitalDocument"),
        ("/people/thea-morwick/", "Person"),
        ("/books/watchmans-round/", "Book"),
        ("/recordings/forty-minutes/", "VideoObject"),
        ("/recordings/first-page/", "AudioObject"),
        ("/talks/aldmouth-2019/", "Event"),
    ] {
        assert_eq!(main(url)["@type"], kind, "{url}");
    }
    // An event of the chronology is nothing that one could attend.
    let fire = data(&text(&edition, "/chronology/fire/")).expect("data")["@graph"][0].clone();
    assert_eq!((&fire["mainEntity"], fire["temporalCoverage"].as_str().map(|date| &date[..4])), (&Value::Null, Some("1992")), "{fire}");
    let talk = main("/talks/aldmouth-2019/");
    assert_eq!((&talk["startDate"], &talk["endDate"]), (&"2019-04-27T17:00:00+01:00".into(), &"2019-04-27T18:30:00+01:00".into()));
    let film = main("/recordings/forty-minutes/");
    assert_eq!((&film["duration"], &film["contentUrl"]), (&"PT1H4M12S".into(), &Value::Null), "a film elsewhere has no file here");
    assert_eq!(film["sameAs"], "https://video.example.net/watch/aldmouth-2019-04-27");
}

#[test]
fn a_report_is_told_as_something_that_stands_elsewhere() {
    let edition = demo_edition();
    for url in pages(&edition).iter().filter(|url| url.starts_with("/press/") && url.matches('/').count() == 3) {
        let report = data(&text(&edition, url)).expect("data")["@graph"][0]["mainEntity"].clone();
        let Value::Object(fields) = &report else { continue };
        assert_eq!(report["publisher"]["@type"], "Organization", "{url}");
        for name in ["@id", "url", "author", "publisher"] {
            let said = fields.get(name).map(ToString::to_string).unwrap_or_default();
            assert!(!said.contains("demo.example.org") || name == "author", "{url}: {name} = {said}");
        }
    }
}

#[test]
fn a_book_has_editions_and_translations() {
    let edition = demo_edition();
    let book = data(&text(&edition, "/books/watchmans-round/")).expect("data")["@graph"][0]["mainEntity"].clone();
    let own = &book["inLanguage"];
    assert!(book["workExample"].as_array().is_some_and(|editions| editions.iter().all(|edition| edition["inLanguage"] == *own)), "{book}");
    let translations = book["workTranslation"].as_array().expect("translations");
    for translation in translations {
        assert_ne!(translation["inLanguage"], *own);
        assert_eq!(translation["translationOfWork"]["@id"], book["@id"]);
        assert!(translation["workExample"].as_array().is_some_and(|editions| !editions.is_empty()));
    }
    let isbn = book["workExample"].as_array().into_iter().flatten().find_map(|edition| edition["isbn"].as_str());
    assert!(isbn.is_some_and(|isbn| isbn.chars().all(|c| c.is_ascii_digit() || c == 'X')), "{book}");
}

#[test]
fn a_site_without_an_address_says_no_half_one() {
    let edition = draft(&[
        ("site.toml", "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\n"),
        ("content/_index.md", "+++\ntitle = \"Home\"\n+++\n"),
        ("content/talk.md", "+++\ntitle = \"Talk\"\nkind = \"talk\"\nstart = 2027-01-02T19:00:00\nplace = \"Hall\"\n+++\n"),
    ]);
    for url in ["/", "/talk/"] {
        let html = text(&edition, url);
        let data = data(&html).expect("data");
        let mut all = Vec::new();
        nodes(&data, &mut all);
        assert!(all.iter().all(|node| !node.contains_key("@id") && !node.contains_key("url") && node["@type"] != "BreadcrumbList"), "{data}");
        assert!(!html.contains("og:url") && !html.contains("og:image") && html.contains("og:title"), "{html}");
    }
    let calendar = text(&edition, "/talk/calendar.ics");
    assert!(calendar.contains("UID:talk@casebook.invalid\r\n") && !calendar.contains("URL:"), "{calendar}");
}

#[test]
fn a_title_can_not_end_the_data() {
    let hostile = "</script><script>alert(1)</script><!-- \\u2028 & ]]>";
    let edition = draft(&[("content/x.md", &format!("+++\ntitle = '{hostile}'\n+++\nText.\n"))]);
    let html = text(&edition, "/x/");
    assert_eq!(data(&html).expect("data")["@graph"][0]["name"], hostile);
    assert_eq!(html.matches("<script").count(), 1, "{html}");
}

#[test]
fn a_preview_says_what_the_page_is() {
    let edition = demo_edition();
    let of = |url: &str| -> BTreeMap<String, String> {
        let tags = markup::tags(&text(&edition, url));
        let named = |tag: &markup::Tag| Some((tag.get("property").or(tag.get("name"))?.to_owned(), tag.get("content")?.to_owned()));
        tags.iter().filter(|tag| tag.name == "meta").filter_map(named).collect()
    };
    let clock = of("/documents/clock-reading/");
    assert_eq!(clock["og:type"], "article");
    assert_eq!((clock["og:locale"].as_str(), clock["og:locale:alternate"].as_str()), ("en_US", "de_DE"));
    assert!(clock["og:image"].starts_with("https://demo.example.org/files/") && clock["og:image"].ends_with(".webp"), "{clock:?}");
    assert!(!clock["og:image:alt"].is_empty() && clock["twitter:card"] == "summary_large_image");
    assert!(!clock["og:title"].contains(&clock["og:site_name"]), "the name of the site stands apart");
    for (url, kind) in [("/", "website"), ("/press/", "website"), ("/people/thea-morwick/", "profile"), ("/books/first-night/", "book")] {
        assert_eq!(of(url)["og:type"], kind, "{url}");
    }
    // Its picture is a drawing in SVG, which no preview can show.
    assert!(!of("/people/thea-morwick/").contains_key("og:image"));
    // The German page of a German talk, and its English page, which shows the same text.
    assert_eq!(of("/talks/holmersiel-2027/")["og:locale"], "de_DE");
}

#[test]
fn every_page_begins_with_its_policy() {
    let beginning = format!("<head>\n<meta http-equiv=\"content-security-policy\" content=\"{PAGE}\">\n<meta charset=\"utf-8\">");
    for edition in healthy() {
        for url in pages(&edition) {
            let html = text(&edition, &url);
            let (before, rest) = html.split_at(html.find("<head>").expect("a head"));
            assert!(before.starts_with("<!doctype html>\n<html lang=\"") && before.matches('<').count() == 2, "{url}: {before}");
            assert!(rest.starts_with(&beginning), "{url}: {}", &rest[..200]);
            assert!(rest.find("<meta charset").is_some_and(|at| at < 1024), "{url}: the charset stands within the first 1,024 bytes (HTML, 4.2.5.4)");
        }
    }
}

#[test]
fn no_override_comes_before_the_policy_or_takes_it_away() {
    // Every page is made of these.
    let plain = draft(&[]);
    for name in ["base.html", "home.html", "not-found.html"] {
        for block in plain.site.theme().blocks(name) {
            let path = format!("theme/templates/{name}");
            let words = "</head><head><meta name=\"first\">";
            let template = format!("{{% extends \"default/{name}\" %}}{{% block {block} %}}{words}{{% endblock %}}");
            let edition = draft(&[(&path, &template)]);
            for url in ["/", "/404.html"] {
                let html = text(&edition, url);
                let at = html.find("<head>\n<meta http-equiv=\"content-security-policy\" content=\"").expect("the policy");
                assert_eq!((html.find("<head>"), html.find("<meta")), (Some(at), Some(at + 7)), "{path} {block}");
            }
        }
    }
}

#[test]
fn what_casebook_makes_loads_nothing_from_elsewhere() {
    for edition in healthy() {
        let mut survey = Survey::default();
        for url in edition.site.urls() {
            let asset = edition.get(url).expect("it is one of its addresses").expect("it renders");
            survey = survey.join(Survey::of(&edition.site, url, &asset));
        }
        assert_eq!(survey.refused, []);
        // The style sheet, the fonts and the icon of each page, and whatever is in it.
        assert!(survey.count() > pages(&edition).len(), "the loads were found: {:?}", survey.allowed);
    }
}

/// The lines of a calendar, unfolded.
fn lines(calendar: &str) -> Vec<String> {
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{calendar}");
    calendar.replace("\r\n ", "").strip_suffix("\r\n").expect("an end").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_talk_has_a_calendar_and_all_have_one() {
    let edition = demo_edition();
    for url in ["/talks/holmersiel-2027/calendar.ics", "/de/vortraege/holmersiel-2027/calendar.ics"] {
        let found = lines(&text(&edition, url));
        for line in [
            "DTSTART:20270218T183000Z",
            "DTEND:20270218T203000Z",
            "UID:talks%2Fholmersiel-2027@demo.example.org",
            "SUMMARY:Wer hat auf die Uhr gesehen?",
            "LOCATION:Stadtbücherei Holmersiel\\, Lesesaal",
            "DTSTAMP:19700101T000000Z",
        ] {
            assert!(found.iter().any(|known| known == line), "{url} has no {line}: {found:#?}");
        }
    }
    let all = lines(&text(&edition, "/calendar.ics"));
    assert_eq!((all[0].as_str(), all.last().map(String::as_str)), ("BEGIN:VCALENDAR", Some("END:VCALENDAR")));
    for (name, count) in [("BEGIN:VEVENT", 4), ("END:VEVENT", 4), ("UID:", 4), ("DTSTAMP:", 4), ("VERSION:2.0", 1), ("PRODID:", 1), ("NAME:", 1)] {
        assert_eq!(all.iter().filter(|line| line.starts_with(name)).count(), count, "{name}: {all:#?}");
    }
    assert!(text(&edition, "/talks/holmersiel-2027/").contains("href=\"/talks/holmersiel-2027/calendar.ics\""));
    assert!(!text(&edition, "/talks/aldmouth-2019/").contains("calendar.ics\""), "a past talk needs no date in a calendar");
    assert!(text(&edition, "/de/vortraege/").contains("href=\"/de/calendar.ics\""));
    assert!(!text(&edition, "/sitemap.xml").contains(".ics"));
    assert!(asset(&draft(&[]), "/calendar.ics").is_none(), "a site without talks has no calendar");
}

#[test]
fn what_a_talk_doesn_t_say_is_not_made_up() {
    let talk = |fields: &str| {
        let file = format!("+++\ntitle = \"A\\nB;c\"\nkind = \"talk\"\nplace = \"Hall\"\n{fields}\n+++\n");
        lines(&text(&draft(&[("content/talk.md", &file)]), "/talk/calendar.ics"))
    };
    let has = |found: &[String], line: &str| found.iter().any(|known| known == line);
    let day = talk("start = 2027-01-02");
    assert!(has(&day, "DTSTART;VALUE=DATE:20270102") && !day.iter().any(|line| line.starts_with("DTEND")), "{day:#?}");
    assert!(has(&day, "SUMMARY:A\\nB\\;c"), "{day:#?}");
    let backwards = talk("start = 2027-01-02T19:00:00Z\nend = 2027-01-02T18:00:00Z");
    assert!(has(&backwards, "DTSTART:20270102T190000Z") && !backwards.iter().any(|line| line.starts_with("DTEND")), "{backwards:#?}");
    let mended = talk("start = 2027-01-02T19:00:00Z\n[[corrections]]\ndate = 2026-12-24\ntext = \"The hour was wrong.\"");
    assert!(has(&mended, "DTSTAMP:20261224T000000Z"), "{mended:#?}");
}

#[test]
fn security_txt_says_what_the_settings_say() {
    let site = "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\nbase = \"https://example.org\"\ntime_zone = \"Europe/Berlin\"\n[security]\ncontact = [\"mailto:safe@example.org\", \"https://example.org/report\"]\nexpires = 2027-01-01\npolicy = [\"https://example.org/policy\"]\npreferred_languages = [\"en\", \"de\"]\n";
    let edition = draft(&[("site.toml", site), ("content/_index.md", "+++\ntitle = \"Home\"\n+++\n")]);
    assert_eq!(edition.diagnostics.iter().collect::<Vec<_>>(), Vec::<&_>::new());
    let expected = "Contact: mailto:safe@example.org\nContact: https://example.org/report\nExpires: 2026-12-31T23:00:00Z\nPreferred-Languages: en, de\nCanonical: https://example.org/.well-known/security.txt\nPolicy: https://example.org/policy\n";
    assert_eq!(text(&edition, "/.well-known/security.txt"), expected);
    assert!(asset(&draft(&[]), "/.well-known/security.txt").is_none());
}
