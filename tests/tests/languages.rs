//! A site in two languages: which text a reader sees, what is said of it, where its links lead.

use casebook_site::check::refresh;
use casebook_site::check::{Cache, Stage};
use casebook_site::edition::Edition;
use casebook_site::source::{Edit, File};
use casebook_tests::markup::{Tag, links, tags};
use casebook_tests::{NOW, asset, draft, path_of, text};

fn site() -> Edition {
    draft(&[
        ("content/case/_index.md", "+++\ntitle = \"The case\"\n+++\n"),
        ("content/case/_index.de.md", "+++\ntitle = \"Der Fall\"\nslug = \"fall\"\n+++\n"),
        (
            "content/case/trial.md",
            "+++\ntitle = \"Trial\"\ndescription = \"The lead\"\ndate = 1994-03-02\n+++\n## First day\n\n[Home](../_index.md), [life](../life.md), [people](people.md)\n",
        ),
        (
            "content/case/trial.de.md",
            "+++\ntitle = \"Prozess\"\nslug = \"prozess\"\n+++\n## Erster Tag\n\n[Start](../_index.md), [Leben](../life.md)\n",
        ),
        ("content/case/people.md", "+++\ntitle = \"People\"\n+++\n[Trial](trial.md#first-day)\n"),
        ("content/life.md", "+++\ntitle = \"A life\"\noriginal = \"de\"\n+++\n[Trial](case/trial.md)\n"),
        ("content/life.de.md", "+++\ntitle = \"Ein Leben\"\nslug = \"leben\"\n+++\n[Prozess](case/trial.md)\n"),
        ("content/nur.de.md", "+++\ntitle = \"Nur deutsch\"\n+++\nText.\n"),
    ])
}

fn find<'a>(all: &'a [Tag], name: &str, attribute: &str, value: &str) -> Option<&'a Tag> {
    all.iter().find(|tag| tag.name == name && tag.get(attribute) == Some(value))
}

#[test]
fn addresses_are_made_of_slugs_in_each_language() {
    let edition = site();
    for (url, title) in [
        ("/case/trial/", "Trial"),
        ("/de/fall/prozess/", "Prozess"),
        ("/life/", "A life"),
        ("/de/leben/", "Ein Leben"),
        ("/case/people/", "People"),
        ("/de/fall/people/", "People"),
        ("/nur/", "Nur deutsch"),
        ("/de/nur/", "Nur deutsch"),
    ] {
        let html = text(&edition, url);
        assert_eq!(tags(&html).iter().find(|tag| tag.name == "h1").map(|tag| tag.text.as_str()), Some(title), "{url}");
    }
    assert!(asset(&edition, "/de/case/trial/").is_none());
}

#[test]
fn a_page_says_its_language_its_translations_and_where_it_is_kept() {
    let edition = site();
    for (url, page, heading, canonical, alternates) in [
        ("/case/trial/", "en", None, "/case/trial/", vec![("en", "/case/trial/"), ("de", "/de/fall/prozess/")]),
        ("/de/fall/prozess/", "de", None, "/de/fall/prozess/", vec![("en", "/case/trial/"), ("de", "/de/fall/prozess/")]),
        ("/de/fall/people/", "de", Some("en"), "/case/people/", vec![]),
        ("/nur/", "en", Some("de"), "/de/nur/", vec![]),
    ] {
        let all = tags(&text(&edition, url));
        assert_eq!(all.iter().find(|tag| tag.name == "html").and_then(|tag| tag.get("lang")), Some(page), "{url}");
        assert_eq!(all.iter().find(|tag| tag.name == "h1").and_then(|tag| tag.get("lang")), heading, "{url}: the text's own language");
        assert_eq!(
            find(&all, "link", "rel", "canonical").and_then(|tag| tag.get("href")),
            Some(format!("https://example.org{canonical}").as_str()),
            "{url}"
        );
        let shown: Vec<_> = all
            .iter()
            .filter(|tag| tag.name == "link")
            .filter_map(|tag| Some((tag.get("hreflang")?.to_owned(), tag.get("href")?.to_owned())))
            .filter(|(tag, _)| tag != "x-default")
            .collect();
        let expected: Vec<_> = alternates.iter().map(|(tag, path)| ((*tag).to_owned(), format!("https://example.org{path}"))).collect();
        assert_eq!(shown, expected, "{url}");
    }
}

#[test]
fn a_page_without_a_translation_is_shown_and_marked() {
    let edition = site();
    let notice = |url: &str| tags(&text(&edition, url)).iter().find(|tag| tag.get("class") == Some("notice")).map(|tag| tag.text.clone());
    assert_eq!(notice("/case/people/"), None);
    assert!(notice("/de/fall/people/").is_some_and(|notice| notice.contains("Englisch")));
    assert!(notice("/nur/").is_some_and(|notice| notice.contains("German")));
    assert!(links(&text(&edition, "/de/fall/")).contains(&"/de/fall/people/".to_owned()), "it is listed");
}

#[test]
fn links_stay_in_the_readers_language() {
    let edition = site();
    for (url, expected) in [
        ("/case/trial/", ["/", "/life/", "/case/people/"].as_slice()),
        ("/de/fall/prozess/", &["/de/", "/de/leben/"]),
        ("/case/people/", &["/case/trial/#first-day"]),
        // The German text has another heading there, so the link leads to its page.
        ("/de/fall/people/", &["/de/fall/prozess/"]),
        ("/life/", &["/case/trial/"]),
        ("/de/leben/", &["/de/fall/prozess/"]),
    ] {
        assert_eq!(links(&text(&edition, url))[..expected.len()], *expected, "{url}");
    }
}

#[test]
fn a_translation_knows_when_its_original_changes() {
    let codes = |edition: &Edition| -> Vec<&'static str> { edition.diagnostics.iter().map(|found| found.code).collect() };
    let notices = |edition: &Edition, url: &str| text(edition, url).matches("class=\"notice\"").count();
    let mut edition = draft(&[
        ("content/about.md", "+++\ntitle = \"About\"\n+++\nText.\n"),
        ("content/about.de.md", "+++\ntitle = \"Über\"\ntags = []\n+++\nText.\n"),
    ]);
    let change = |edition: &Edition, path: &str, text: String| {
        let path = path_of(path);
        let edit = Edit::Put { file: File::text(text), base: edition.source.get(&path).map(|file| file.hash), path };
        Edition::new(edition.source.edit(&[edit]).expect("its base was just read"), Stage::Draft, NOW, &Cache::default())
    };
    assert_eq!(codes(&edition), ["field-shared", "translation-unmarked"]);
    edition = change(&edition, "content/about.de.md", "+++\ntitle = \"Über\"\n+++\nText.\n".to_owned());
    assert_eq!(codes(&edition), ["translation-unmarked"]);

    let fresh = refresh(&edition.source, &path_of("content/about.de.md")).expect("a translation");
    edition = change(&edition, "content/about.de.md", fresh.clone());
    assert_eq!((codes(&edition), notices(&edition, "/de/about/")), (vec![], 0));
    assert_eq!(refresh(&edition.source, &path_of("content/about.de.md")), Ok(fresh), "refreshing twice changes nothing");

    // What is not translated may change.
    edition = change(&edition, "content/about.md", "+++\ntitle = \"About\"\ndate = 2020-01-01\naliases = [\"/old/\"]\n+++\nText.\n".to_owned());
    assert_eq!(codes(&edition), Vec::<&str>::new());
    edition = change(&edition, "content/about.md", "+++\ntitle = \"About\"\n+++\nOther text.\n".to_owned());
    assert_eq!((codes(&edition), notices(&edition, "/de/about/")), (vec!["translation-outdated"], 1));
    assert_eq!(notices(&edition, "/about/"), 0);

    let fresh = refresh(&edition.source, &path_of("content/about.de.md")).expect("a translation");
    assert_eq!(fresh.matches("translates").count(), 1, "the line is replaced");
    edition = change(&edition, "content/about.de.md", fresh);
    assert_eq!(codes(&edition), Vec::<&str>::new());

    for wrong in ["5", "\"\"", "[\"x\"]"] {
        let text = format!("+++\ntitle = \"Über\"\ntranslates = {wrong}\n+++\nText.\n");
        edition = change(&edition, "content/about.de.md", text);
        let fresh = refresh(&edition.source, &path_of("content/about.de.md")).expect("a translation");
        edition = change(&edition, "content/about.de.md", fresh);
        assert_eq!(codes(&edition), Vec::<&str>::new(), "`translates = {wrong}` is replaced");
    }

    for path in ["content/about.md", "content/none.de.md", "site.toml"] {
        assert!(refresh(&edition.source, &path_of(path)).is_err(), "{path} translates nothing");
    }

    edition = change(&edition, "content/about.md", "+++\ntitle = About\n+++\nText.\n".to_owned());
    assert_eq!((codes(&edition), notices(&edition, "/de/about/")), (vec!["toml-syntax"], 0), "nobody knows what the original says");
    let why = refresh(&edition.source, &path_of("content/about.de.md")).expect_err("it would note what nobody wrote");
    assert_eq!((why.code, why.span.map(|span| span.path)), ("toml-syntax", Some(path_of("content/about.md"))));
    assert!(why.hints.iter().any(|hint| hint.starts_with("mend this first")), "{:?}", why.hints);
}
