//! What the clock may do by itself: show and hide, and never break what readers get.

use casebook_site::check::{Cache, Stage, withheld};
use casebook_site::edition::Edition;
use casebook_site::render::Asset;
use casebook_site::source::Source;
use casebook_tests::{NOW, TestPictures, asset, demo, edition, path_of, source, text};
use jiff::ToSpan as _;

const REDIRECTS: &str = "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\n[redirects]\n\"/o1/\" = \"/talk/\"\n\"/o2/\" = \"/talk/calendar.ics\"\n\"/o3/\" = \"/was/\"\n\"/o4/\" = \"/tags/night/\"\n\"/o5/\" = \"/coming/\"\n\"/o6/?p=1\" = \"/talk/#place\"\n";

/// A talk that is over tomorrow, and a page that comes in two hours.
const SITE: [(&str, &str); 3] = [
    ("site.toml", REDIRECTS),
    (
        "content/talk.md",
        "+++\ntitle = \"Talk\"\nkind = \"talk\"\nstart = 2026-06-01T20:00:00\nplace = \"Hall\"\naliases = [\"/was/\"]\ntags = [\"night\"]\nexpire_at = 2026-06-02T12:00:00Z\n+++\n",
    ),
    ("content/coming.md", "+++\ntitle = \"Coming\"\npublish_at = 2026-06-01T14:00:00Z\n+++\n"),
];

fn errors(edition: &Edition) -> Vec<&str> {
    let errors = edition.diagnostics.iter().filter(|told| told.severity == casebook_site::diagnostic::Severity::Error);
    errors.map(|told| told.code).collect()
}

fn warnings(edition: &Edition, code: &str) -> usize {
    edition.diagnostics.iter().filter(|told| told.code == code).count()
}

#[test]
fn what_has_no_errors_has_none_later() {
    for hours in [0, 1, 2, 3, 23, 24, 25, 1_000] {
        let edition = edition(&SITE, Stage::Live, NOW + hours.hours());
        assert!(errors(&edition).is_empty(), "after {hours} hours: {:?}", edition.diagnostics);
    }
}

#[test]
fn a_draft_says_when_a_page_appears_and_that_it_has_expired() {
    let shown = |url: &str, hours: i64| {
        let page = text(&edition(&SITE, Stage::Draft, NOW + hours.hours()), url);
        ["is public from", "is no longer public"].map(|words| page.contains(words))
    };
    assert_eq!([0, 1, 2].map(|hours| shown("/coming/", hours)), [[true, false], [true, false], [false, false]]);
    assert_eq!([23, 24].map(|hours| shown("/talk/", hours)), [[false, false], [false, true]]);
}

#[test]
fn an_old_address_leads_nowhere_while_its_page_is_not_there() {
    let at = |hours: i64| edition(&SITE, Stage::Live, NOW + hours.hours());
    let leads = |edition: &Edition, url: &str| matches!(asset(edition, url), Some(Asset::Redirect(_)));
    let (now, later, over) = (at(0), at(3), at(25));
    assert!(["/o1/", "/o2/", "/o3/", "/o4/"].iter().all(|url| leads(&now, url)) && !leads(&now, "/o5/"));
    assert!(["/o1/", "/o2/", "/o3/", "/o4/", "/o5/"].iter().all(|url| leads(&later, url)));
    assert!(["/o1/", "/o2/", "/o3/", "/o4/"].iter().all(|url| asset(&over, url).is_none()) && leads(&over, "/o5/"));
    assert_eq!([&now, &later, &over].map(|edition| warnings(edition, "redirect-hidden")), [1, 0, 5]);
    assert_eq!((now.site.count_old_queries(), over.site.count_old_queries()), (1, 0));
}

#[test]
fn what_the_clock_would_break_is_an_error_beforehand() {
    for (path, coming, code) in [
        ("content/coming.md", "title = \"C\"\npublish_at = 2026-06-01T14:00:00Z\n+++\n[a](nowhere.md)\n", "link-missing"),
        ("content/coming.md", "title = \"C\"\nslug = \"talk\"\npublish_at = 2026-06-01T14:00:00Z\n+++\n", "address-taken"),
        ("content/coming.md", "title = \"C\"\nslug = \"was\"\npublish_at = 2026-06-01T14:00:00Z\n+++\n", "address-taken"),
        ("content/_index.md", "title = \"Home\"\nexpire_at = 2026-06-01T14:00:00Z\n+++\n", "home-missing"),
    ] {
        let text = format!("+++\n{coming}");
        let files: Vec<_> = SITE.iter().filter(|(known, _)| *known != path).copied().chain([(path, text.as_str())]).collect();
        for hours in [0, 3] {
            assert!(errors(&edition(&files, Stage::Live, NOW + hours.hours())).contains(&code), "{code} after {hours} hours");
        }
    }
    let draft = "+++\ntitle = \"C\"\ndraft = true\npublish_at = 2026-06-01T14:00:00Z\n+++\n[a](nowhere.md)\n";
    let files: Vec<_> = SITE.iter().filter(|(path, _)| *path != "content/coming.md").copied().chain([("content/other.md", draft)]).collect();
    assert_eq!(errors(&edition(&files, Stage::Live, NOW)), ["redirect-nowhere"], "a draft doesn't come by the clock");
}

#[test]
fn one_address_may_belong_to_one_entry_after_another() {
    let page = |slug: &str, rest: &str| format!("+++\ntitle = \"P\"\nslug = \"{slug}\"\n{rest}\n+++\n");
    let (until, from) = ("expire_at = 2026-06-02T12:00:00Z", "publish_at = 2026-06-02T12:00:00Z");
    let errors_of = |a: &str, b: &str, c: &str| {
        let files = [("content/a.md", a), ("content/b.md", b), ("content/c.md", c)];
        [0, 23, 24, 25]
            .map(|hours| errors(&edition(&files, Stage::Live, NOW + hours.hours())).iter().map(|&code| code.to_owned()).collect::<Vec<_>>())
    };
    let other = page("other", "");
    let in_turn = errors_of(&page("x", until), &page("x", from), &other);
    assert!(in_turn.iter().all(Vec::is_empty), "{in_turn:?}");
    let by_alias = errors_of(&page("x", until), &page("y", &format!("{from}\naliases = [\"/x/\"]")), &other);
    assert!(by_alias.iter().all(Vec::is_empty), "{by_alias:?}");
    let met = errors_of(&page("x", until), &page("x", "publish_at = 2026-06-02T11:59:00Z"), &other);
    assert_eq!(met, [vec!["address-taken"], vec!["address-taken"], vec![], vec![]], "for a minute both would be there");
    let both_later = errors_of(&page("x", until), &page("x", from), &page("x", from));
    assert!(both_later.iter().all(|codes| codes.contains(&"address-taken".to_owned())), "{both_later:?}");
}

fn live(source: &Source) -> Edition {
    Edition::informed(source.clone(), (Stage::Live, NOW), &Cache::default(), &TestPictures)
}

fn assert_same_for_readers(whole: &Edition, rest: &Edition) {
    assert!(whole.site.urls().eq(rest.site.urls()));
    for url in whole.site.urls() {
        assert_eq!(whole.get(url), rest.get(url), "{url}");
    }
}

#[test]
fn readers_get_the_same_of_a_site_without_its_drafts() {
    let files = [
        ("site.toml", "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\", \"de\"]\n"),
        ("content/_index.de.md", "+++\ntitle = \"Start\"\n+++\n"),
        (
            "content/about.md",
            "+++\ntitle = \"About\"\n+++\nSee [it](secret/index.md) and [notes](secret/public.txt).\n\n:::teaser{entry=\"secret\"}\n:::\n",
        ),
        (
            "content/secret/index.md",
            "+++\ntitle = \"WITHHELD\"\nkind = \"report\"\noutlet = \"WITHHELD\"\ndate = 2026-01-01\nlanguage = \"en\"\ndraft = true\n+++\n[a](private.txt)\n",
        ),
        ("content/secret/index.de.md", "+++\ntitle = \"WITHHELD\"\n+++\n"),
        ("content/secret/private.txt", "WITHHELD"),
        ("content/secret/public.txt", "Notes."),
        ("content/people/_index.md", "+++\ntitle = \"WITHHELD\"\nchildren = \"person\"\ndraft = true\n+++\n"),
        ("content/people/anna.md", "+++\ntitle = \"Anna\"\nrole = \"Lawyer\"\n+++\n"),
        ("content/later.md", "+++\ntitle = \"Later\"\npublish_at = 2026-06-01T14:00:00Z\n+++\n"),
    ];
    let whole = source(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect());
    let rest = withheld(&whole, &Cache::default()).out_of(&whole);
    assert!(errors(&live(&whole)).is_empty(), "{:?}", live(&whole).diagnostics);
    assert_same_for_readers(&live(&whole), &live(&rest));
    assert!(text(&live(&rest), "/people/anna/").contains("Lawyer"), "a section that is a draft says still what its entries are");
    assert!(rest.iter().all(|(_, file)| !file.as_text().is_some_and(|text| text.contains("WITHHELD"))));
    let stays = |path: &str| rest.get(&path_of(path)).is_some();
    assert!(stays("content/secret/public.txt") && stays("content/later.md") && !stays("content/secret/private.txt"));
    let demo = demo();
    assert_same_for_readers(&live(&demo), &live(&withheld(&demo, &Cache::default()).out_of(&demo)));
}
