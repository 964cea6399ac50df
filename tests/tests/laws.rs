//! What holds for every site and every sequence of edits.
//!
//! Sites are made of a pool of files that are interesting together: sections, translations, slugs,
//! drafts, broken front matter, links, lists, tags, old addresses, overrides of the theme.

use casebook_site::address::UrlPath;
use casebook_site::check::{Cache, Stage};
use casebook_site::diagnostic::Diagnostic;
use casebook_site::edition::{Desk, Edition};
use casebook_site::entry::Kind;
use casebook_site::markdown::Directive;
use casebook_site::render::Asset;
use casebook_site::source::{Edit, File, Hash, Source};
use casebook_tests::{NOW, TestPictures, drafted, markup, pages, path_of, source, text};
use jiff::ToSpan;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files that can be put, several for one path.
const POOL: [(&str, &str); 40] = [
    ("content/case/_index.md", "+++\ntitle = \"The case\"\n+++\nIntroduction.\n"),
    (
        "content/case/_index.md",
        "+++\ntitle = \"The case\"\nslug = \"story\"\nchildren = \"event\"\n[list]\norder = \"oldest\"\ngroup = \"decade\"\n+++\n",
    ),
    ("content/case/_index.de.md", "+++\ntitle = \"Der Fall\"\nslug = \"fall\"\n+++\n"),
    (
        "content/case/trial.md",
        "+++\ntitle = \"Trial\"\ndate = 1994-03-02\ntags = [\"court\"]\n+++\n## First day\n\nSee [home](../_index.md) and [there](../about.md#who).\n",
    ),
    (
        "content/case/trial.md",
        "+++\ntitle = \"Trial\"\nslug = \"process\"\naliases = [\"/case/trial/\"]\ndraft = true\n+++\nText[^1].\n\n[^1]: A note.\n",
    ),
    ("content/case/trial.de.md", "+++\ntitle = \"Prozess\"\nslug = \"prozess\"\n+++\n## Erster Tag\n\n[Start](../_index.md)\n"),
    ("content/case/trial.de.md", "+++\ntitle = \"Prozess\"\ndate = 1994-03-02\n+++\n"),
    ("content/case/verdict.md", "+++\ntitle = \"Verdict\"\ndate = \"1995\"\npublish_at = 2026-06-01T13:00:00Z\n+++\n[Trial](trial.md#first-day)\n"),
    (
        "content/about.md",
        "+++\ntitle = \"About\"\ntags = [\"court\", \"life\"]\n+++\n## Who\n\n## Menu\n\n## Subjects\n\n## Fn 1\n\nText[^1].\n\n[^1]: Note.\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n:::list{tag=\"court\"}\n:::\n",
    ),
    ("content/about.md", "+++\ntitle = \"About\"\n[broken\n+++\nText.\n"),
    ("content/about.md", "no front matter, [a link](case/trial.md)\n"),
    ("content/about.md", "+++\ntitle = \"About\"\nslug = \"case\"\n+++\n:::teaser{entry=\"case/trial\"}\n:::\n"),
    ("content/about.de.md", "+++\ntitle = \"Über mich\"\noriginal = \"de\"\n+++\nText.\n"),
    ("content/people/_index.md", "+++\ntitle = \"People\"\nchildren = \"person\"\n+++\n"),
    ("content/people/anna-berg.md", "+++\ntitle = \"Anna Berg\"\nprofession = \"lawyer\"\n+++\n"),
    ("content/people/anna-berg.md", "+++\ntitle = \"Anna Berg\"\nkind = \"page\"\n+++\n"),
    (
        "content/voices/_index.md",
        "+++\ntitle = \"Voices\"\nchildren = \"statement\"\n[list]\ngroup = \"profession\"\nfilters = [\"person\", \"profession\", \"tag\"]\nper_page = 1\n+++\n",
    ),
    (
        "content/voices/dark.md",
        "+++\ntitle = \"It was dark\"\nperson = \"people/anna-berg\"\nprofession = \"lawyer\"\ntags = [\"night\"]\n+++\nIt was dark.\n",
    ),
    (
        "content/voices/loud.md",
        "+++\ntitle = \"It was loud\"\nperson = \"people/bert-cole\"\ntags = [\"court\"]\nexpire_at = 2026-06-02\n+++\nIt was loud.\n",
    ),
    ("content/people/bert-cole.md", "+++\ntitle = \"Bert Cole\"\nimage = \"bert.svg\"\nimage_alt = \"A man\"\n+++\n"),
    ("content/people/bert.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    (
        "content/talk.md",
        "+++\ntitle = \"A talk\"\nkind = \"talk\"\nstart = 2026-06-01T20:00:00\nplace = \"Town hall\"\n[[corrections]]\ndate = 2026-05-01\ntext = \"The hour was wrong.\"\n+++\n",
    ),
    ("content/path.md", "+++\ntitle = \"The path\"\nkind = \"programme\"\nsteps = [\"about\", \"talk\"]\n+++\n:::note\nAn aside.\n:::\n"),
    (
        "site.toml",
        "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\", \"de\"]\nbase = \"https://example.org\"\nmenu = [\"case\", \"voices\"]\n[[professions]]\nname = \"lawyer\"\ntitle = { en = \"Lawyers\", de = \"Juristen\" }\n",
    ),
    ("site.toml", "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\n[redirects]\n\"/old/\" = \"/about/\"\n"),
    ("site.toml", "title = \"T\"\nowner = \"O\"\nlanguages = [\"de\", \"en\"]\ntime_zone = \"Europe/Berlin\"\n"),
    ("theme/tokens.css", ":root { --ink: #111; }\n"),
    ("theme/tokens.css", "body { color: red }\n"),
    ("theme/strings/de.ftl", "skip = Weiter\naddress-tags = themen\n"),
    ("theme/templates/page.html", "{% extends \"default/page.html\" %}\n{% block title %}Mine: {{ page.document_title }}{% endblock %}\n"),
    ("theme/templates/page.html", "{% extends \"default/page.html\" %}\n{% block title %}{{ page.nothing }}{% endblock %}\n"),
    ("content/_index.md", "+++\ntitle = \"Home\"\n+++\n:::list{kind=\"statement\" limit=2}\n:::\n"),
    ("content/_index.md", "+++\ntitle = \"Home\"\n[list]\nkind = \"page\"\norder = \"title\"\n+++\n"),
    ("content/_index.de.md", "+++\ntitle = \"Start\"\n+++\n[Fall](case/_index.md)\n"),
    ("content/about.md", "+++\ntitle = \"About\"\nimage = \"house.jpg\"\nimage_alt = \"A house\"\n+++\n![A house](house.jpg) [it](house.jpg)\n"),
    ("content/house.jpg", "(a picture)\n"),
    ("content/house.jpg", "(a small drawing)\n"),
    ("content/house.jpg", "(a picture that ends early)\n"),
    ("content/house.jpg", "(a picture that nobody can read)\n"),
    ("content/people/bert.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x\"/>"),
];

/// One thing that somebody does.
#[derive(Clone, Debug)]
enum Deed {
    Put(Index),
    Remove(Index),
    Move(Index, Index),
}

fn deed() -> impl Strategy<Value = Deed> {
    let index = any::<Index>;
    prop_oneof![
        6 => index().prop_map(Deed::Put),
        1 => index().prop_map(Deed::Remove),
        1 => (index(), index()).prop_map(|(from, to)| Deed::Move(from, to)),
    ]
}

/// The edit that a deed means for a snapshot; `None` where it means nothing.
fn edit(deed: &Deed, source: &Source) -> Option<Edit> {
    let files: Vec<_> = source.iter().collect();
    match deed {
        Deed::Put(index) => {
            let (path, text) = POOL[index.index(POOL.len())];
            let path = path_of(path);
            Some(Edit::Put { file: File::text(text), base: source.get(&path).map(|file| file.hash), path })
        }
        Deed::Remove(index) => {
            let (path, file) = files.get(index.index(files.len().max(1)))?;
            Some(Edit::Remove { path: (*path).clone(), base: file.hash })
        }
        Deed::Move(from, to) => {
            let (path, file) = files.get(from.index(files.len().max(1)))?;
            let to = path_of(POOL[to.index(POOL.len())].0);
            source.get(&to).is_none().then(|| Edit::Move { from: (*path).clone(), to, base: file.hash })
        }
    }
}

type Rendered = BTreeMap<UrlPath, Result<Asset, Diagnostic>>;

fn rendered(edition: &Edition) -> Rendered {
    edition.site.urls().map(|url| (url.clone(), edition.get(url).expect("it is one of its addresses"))).collect()
}

/// Asks two threads for all addresses, each in another order.
fn rendered_by_two(edition: &Edition, seed: usize) -> Rendered {
    let urls: Vec<&UrlPath> = edition.site.urls().collect();
    let ask = |shift: usize, stride: usize| {
        let mut order: Vec<&UrlPath> = urls.clone();
        order.sort_by_key(|url| Hash::of(format!("{}{shift}{stride}", url.as_str()).as_bytes()));
        order.into_iter().map(|url| (url.clone(), edition.get(url).expect("it is one of its addresses"))).collect::<Rendered>()
    };
    let (one, two) = std::thread::scope(|scope| {
        let other = scope.spawn(|| ask(seed, 1));
        (ask(seed, 2), other.join().expect("the other thread"))
    });
    assert_eq!(one, two);
    one
}

fn cold(source: &Source, stage: Stage) -> Edition {
    Edition::informed(source.clone(), (stage, NOW), &Cache::default(), &TestPictures)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(16))]

    #[test]
    fn a_warm_edition_equals_a_cold_one(deeds in prop::collection::vec(deed(), 4..12), seed in any::<usize>()) {
        let desk = Desk::open_informed(source(Vec::new()), NOW, Cache::default(), Arc::new(TestPictures));
        let mut last_live: Option<Arc<Edition>> = None;
        for deed in &deeds {
            let Some(edit) = edit(deed, &desk.draft().source) else { continue };
            desk.edit(&[edit], NOW).expect("its base was just read");
            let warm = desk.draft();
            let fresh = cold(&warm.source, Stage::Draft);
            prop_assert_eq!(&warm.diagnostics, &fresh.diagnostics);
            prop_assert_eq!(warm.site.next_change(), fresh.site.next_change());
            let (warm, fresh) = (rendered_by_two(&warm, seed), rendered(&fresh));
            prop_assert_eq!(warm.keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>());
            prop_assert!(warm == fresh, "a page differs after {:?}", deed);

            match desk.publish(NOW) {
                Ok(live) => {
                    prop_assert!(!live.diagnostics.has_errors());
                    prop_assert!(rendered(&live) == rendered(&cold(&live.source, Stage::Live)));
                    last_live = Some(live);
                }
                Err(failed) => prop_assert!(failed.diagnostics.has_errors()),
            }
            let live = desk.live();
            prop_assert_eq!(live.as_ref().map(Arc::as_ptr), last_live.as_ref().map(Arc::as_ptr), "only a good edition goes live");
        }
    }

    #[test]
    fn an_edit_with_a_wrong_base_changes_nothing(deeds in prop::collection::vec(deed(), 0..4), index in any::<Index>()) {
        let mut source = source(Vec::new());
        for deed in &deeds {
            if let Some(edit) = edit(deed, &source) {
                source = source.edit(&[edit]).expect("its base was just read");
            }
        }
        let desk = Desk::open(source.clone(), NOW);
        let before = desk.draft();
        let wrong = Hash::of(b"something else");
        let (path, text) = POOL[index.index(POOL.len())];
        let path = path_of(path);
        let good = Edit::Put { path: path_of("content/new.md"), file: File::text("new"), base: None };
        for bad in [
            Edit::Put { path: path.clone(), file: File::text(text), base: Some(wrong) },
            Edit::Remove { path: path.clone(), base: wrong },
            Edit::Move { from: path.clone(), to: path_of("content/elsewhere.md"), base: wrong },
        ] {
            prop_assert!(desk.edit(&[good.clone(), bad], NOW).is_err());
            prop_assert!(Arc::ptr_eq(&before, &desk.draft()));
        }
    }

    #[test]
    fn every_page_keeps_the_promises(chosen in prop::sample::subsequence((0..POOL.len()).collect::<Vec<_>>(), 8..POOL.len())) {
        let files: BTreeMap<&str, &str> = chosen.iter().map(|&index| POOL[index]).collect();
        let edition = drafted(source(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()));
        for url in pages(&edition) {
            check_page(&edition, &url);
        }
    }
}

/// A page runs nothing, styles nothing inline, names nothing twice; with no error on the site, its links lead somewhere.
fn check_page(edition: &Edition, url: &str) {
    let html = text(edition, url);
    let tags = markup::tags(&html);
    let mut ids = BTreeSet::new();
    for tag in &tags {
        // Data that machines read; browsers run nothing of it.
        assert!(tag.name != "script" || tag.get("type") == Some("application/ld+json"), "{url}");
        for (name, value) in &tag.attributes {
            assert!(name != "style" && !name.starts_with("on"), "{url}: <{} {name}=\"{value}\">", tag.name);
            assert!(!value.to_lowercase().contains("javascript:"), "{url}: {value}");
        }
        assert!(tag.get("id").is_none_or(|id| ids.insert(id.to_owned())), "{url}: the id {:?} stands twice", tag.get("id"));
    }
    if edition.diagnostics.has_errors() {
        return;
    }
    let addresses = tags.iter().flat_map(|tag| ["href", "src", "poster", "action"].map(|name| tag.get(name))).flatten();
    let sets = tags.iter().filter_map(|tag| tag.get("srcset")).flat_map(|set| set.split(", ")).filter_map(|one| one.split(' ').next());
    for address in addresses.chain(sets) {
        assert_leads_somewhere(edition, url, address);
    }
}

fn assert_leads_somewhere(edition: &Edition, url: &str, address: &str) {
    let origin = edition.site.settings().origin();
    let inside = Some(address).filter(|_| !origin.is_empty()).and_then(|address| address.strip_prefix(origin)).unwrap_or(address);
    if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| inside.starts_with(scheme)) {
        return;
    }
    let (path, fragment) = inside.split_once('#').map_or((inside, None), |(path, fragment)| (path, Some(fragment)));
    let target = if path.is_empty() { UrlPath::new(url) } else { UrlPath::from_request(path) };
    let target = target.filter(|target| edition.site.has(target)).unwrap_or_else(|| panic!("{url} links to {address}, where nothing stands"));
    let Some(fragment) = fragment else { return };
    let ids = markup::tags(&text(edition, target.as_str()));
    assert!(ids.iter().any(|tag| tag.get("id") == Some(fragment)), "{url} links to {address}, which has no such place");
}

#[test]
fn the_whole_of_a_sound_site_keeps_the_promises() {
    // Every kind and directive, without an error: nothing is excused.
    let cases =
        [include_str!("../cases/healthy-kinds.txt"), include_str!("../cases/healthy-directives.txt"), include_str!("../cases/answer-healthy.txt")];
    for case in cases {
        let edition = casebook_tests::Case::parse(case).draft();
        assert_eq!(edition.diagnostics.iter().collect::<Vec<_>>(), Vec::<&Diagnostic>::new());
        for url in pages(&edition) {
            check_page(&edition, &url);
        }
    }
    for (name, _) in Directive::ALL {
        let opening = format!(":::{name}");
        assert!(cases.iter().any(|case| case.contains(&opening)), "no case has {opening}");
    }
    for kind in Kind::ALL {
        let words = [format!("kind = \"{}\"", kind.word()), format!("children = \"{}\"", kind.word())];
        assert!(*kind == Kind::Page || cases.iter().any(|case| words.iter().any(|word| case.contains(word))), "no case has {kind:?}");
    }
}

/// An entry's times in hours from [`NOW`].
#[derive(Clone, Debug)]
struct Times {
    from: Option<i64>,
    until: Option<i64>,
    talk: Option<i64>,
    is_draft: bool,
}

fn times() -> impl Strategy<Value = Times> {
    let hours = || prop::option::of(-4_i64..5);
    (hours(), hours(), hours(), prop::bool::weighted(0.2)).prop_map(|(from, until, talk, is_draft)| Times { from, until, talk, is_draft })
}

fn timed_entry(times: &Times) -> String {
    let moment = |hours: i64| NOW.checked_add(hours.hours()).expect("a time").to_string();
    let line = |name: &str, hours: Option<i64>| hours.map_or(String::new(), |hours| format!("{name} = {}\n", moment(hours)));
    let talk =
        times.talk.map_or(String::new(), |end| format!("kind = \"talk\"\nplace = \"Here\"\nstart = {}\nend = {}\n", moment(end - 1), moment(end)));
    let draft = if times.is_draft { "draft = true\n" } else { "" };
    format!("+++\ntitle = \"An entry\"\n{}{}{talk}{draft}+++\n", line("publish_at", times.from), line("expire_at", times.until))
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn a_site_changes_when_it_says_so(entries in prop::collection::vec(times(), 1..4)) {
        let files = entries.iter().enumerate().map(|(index, times)| (format!("content/entry-{index}.md"), timed_entry(times)));
        let list = ("content/_index.md".to_owned(), "+++\ntitle = \"Home\"\n[list]\norder = \"title\"\n+++\n".to_owned());
        let source = source(files.chain([list]).collect());
        for stage in [Stage::Live, Stage::Draft] {
            let at = |moment| Edition::new(source.clone(), stage, moment, &Cache::default());
            let mut now = NOW;
            let mut before = rendered(&at(now));
            while let Some(next) = at(now).site.next_change() {
                prop_assert!(next > now);
                let just_before = next.checked_sub(1.nanosecond()).expect("a time");
                prop_assert!(rendered(&at(just_before)) == before, "something changed before {next}");
                let after = rendered(&at(next));
                prop_assert!(after != before, "nothing changed at {next}");
                (now, before) = (next, after);
            }
            let much_later = now.checked_add(10_000.hours()).expect("a time");
            prop_assert!(rendered(&at(much_later)) == before, "something changed after all changes");
        }
    }
}
