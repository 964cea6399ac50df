//! Quotations on sites: where they lead and what leads to them, in every language and for every file of a document;
//! and laws: what is advised is right, and what is marked is what was quoted.

use casebook_site::check::Stage;
use casebook_site::edition::Edition;
use casebook_tests::markup::{decode, tags};
use casebook_tests::{Case, NOW, asset, draft, edition, pages, text};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;

const LETTERS: &str = "+++\ntitle = \"Letters\"\nkind = \"document\"\nform = \"Letters\"\nfiles = [{ file = \"first.pdf\" }, { file = \"second.pdf\", title = \"The second\" }, { file = \"mails.mbox\" }]\n+++\n";
const MAILS: &str = "From a@example.org Mon Nov 12 18:22:00 2018\nFrom: Anna Berg <a@example.org>\nSubject: The gauge\nDate: Mon, 12 Nov 2018 18:22:00 +0000\n\nThe gauge was read on two mornings.\n";

/// The words in `<mark>` on a page.
fn marked(page: &str) -> String {
    let marks = tags(page).into_iter().filter(|tag| tag.name == "mark");
    marks.map(|tag| tag.text).collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_file_of_a_document_has_pages_with_marks() {
    let about = "+++\ntitle = \"About\"\n+++\n:::quote{source=\"letters\" file=\"second\" page=\"2\"}\nIt stood at five feet.\n:::\n\n:::quote{source=\"letters\" file=\"mails\" message=\"1\"}\nThe gauge was read on two mornings.\n:::\n\n:::quote{source=\"letters\" page=\"1\"}\nThe first page.\n:::\n";
    let edition = draft(&[
        ("content/letters.md", LETTERS),
        ("content/first.pdf", "The first page.\n---\nIts second.\n"),
        ("content/second.pdf", "Another page.\n---\nIt stood at five feet.\n"),
        ("content/mails.mbox", MAILS),
        ("content/about.md", about),
    ]);
    assert!(!edition.diagnostics.has_errors(), "{:?}", edition.diagnostics);
    let about = text(&edition, "/about/");
    for (url, words) in [
        ("/letters/p/1/", "The first page."),
        ("/letters/second/p/2/", "It stood at five feet."),
        ("/letters/mails/m/1/", "The gauge was read on two mornings."),
    ] {
        let page = text(&edition, url);
        assert_eq!(marked(&page), words, "{url}");
        assert!(about.contains(&format!("href=\"{url}#q")), "the quotation leads to {url}: {about}");
        assert!(page.contains("href=\"/about/#said-letters-"), "{url} leads back: {page}");
    }
    for (url, stands) in [("/letters/p/2/", true), ("/letters/second/p/1/", true), ("/letters/first/p/1/", false), ("/letters/p/3/", false)] {
        assert_eq!(asset(&edition, url).is_some(), stands, "{url}");
    }
    let overview = text(&edition, "/letters/");
    for part in ["The second</h3>", "href=\"/letters/second/p/2/\"", "id=\"mails-m1\""] {
        assert!(overview.contains(part), "{part}: {overview}");
    }
}

#[test]
fn a_document_that_is_not_public_yet_is_compared_and_not_linked() {
    let letter = |front: &str| {
        format!("+++\ntitle = \"Letter\"\nkind = \"document\"\nform = \"A letter\"\nfiles = [{{ file = \"letter.pdf\" }}]\n{front}\n+++\n")
    };
    let about = |words: &str| format!("+++\ntitle = \"About\"\n+++\n:::quote{{source=\"letter\" page=\"1\"}}\n{words}\n:::\n");
    let live = |front: &str, words: &str, pdf: &str| {
        edition(&[("content/letter.md", &letter(front)), ("content/letter.pdf", pdf), ("content/about.md", &about(words))], Stage::Live, NOW)
    };
    let codes = |edition: &Edition| {
        edition.diagnostics.iter().filter(|found| found.code.starts_with("quotation")).map(|found| found.code).collect::<Vec<_>>()
    };
    const PDF: &str = "It stood at four feet.\n";
    for front in ["draft = true", "publish_at = 2026-06-02", "expire_at = 2026-05-01"] {
        assert_eq!(codes(&live(front, "It stood at five feet.", PDF)), ["quotation-differs"], "{front}");
        let right = live(front, "It stood at four feet.", PDF);
        assert_eq!(codes(&right), Vec::<&str>::new(), "{front}");
        let page = text(&right, "/about/");
        assert!(page.contains("It stood at four feet.") && !page.contains("href=\"/letter/"), "{front}: {page}");
        assert_eq!(asset(&right, "/letter/p/1/"), None, "{front}");
        assert_eq!(codes(&live(front, "It stood at four feet.", "(a damaged document)\n")), ["quotation-unproved"], "{front}");
    }
}

#[test]
fn a_file_may_be_shown_and_not_loaded() {
    let mail = "Received: from here\nFrom: Anna Berg <a@example.org>\nDate: Mon, 12 Nov 2018 18:22:00 +0000\n\nIt was read.\n";
    let letter =
        |more: &str| format!("+++\ntitle = \"Letter\"\nkind = \"document\"\nform = \"A mail\"\nfiles = [{{ file = \"letter.eml\"{more} }}]\n+++\n");
    for (more, loads) in [("", true), (", download = true", true), (", download = false", false)] {
        let edition = draft(&[("content/letter.md", &letter(more)), ("content/letter.eml", mail)]);
        assert!(!edition.diagnostics.has_errors(), "{:?}", edition.diagnostics);
        let has_file = edition.site.urls().any(|url| url.as_str().ends_with(".eml"));
        assert_eq!((has_file, text(&edition, "/letter/").contains(".eml")), (loads, loads), "{more}");
        assert!(text(&edition, "/letter/m/1/").contains("It was read."), "{more}");
    }
}

/// A site in two languages with mails, a scan, a PDF, a recording and a report, all of which are quoted.
const SITE: &str = include_str!("quotations/languages.txt");

/// How often each id stands on a page.
fn ids(page: &str) -> BTreeMap<String, usize> {
    let mut ids = BTreeMap::new();
    for tag in tags(page) {
        if let Some(id) = tag.get("id") {
            *ids.entry(id.to_owned()).or_default() += 1;
        }
    }
    ids
}

#[test]
fn every_fragment_leads_to_one_place() {
    let edition = Case::parse(SITE).draft();
    assert!(!edition.diagnostics.has_errors(), "{:?}", edition.diagnostics);
    let all: BTreeMap<String, String> = pages(&edition).into_iter().map(|url| (url.clone(), text(&edition, &url))).collect();
    let ids: BTreeMap<&str, BTreeMap<String, usize>> = all.iter().map(|(url, page)| (url.as_str(), ids(page))).collect();
    let (mut wrong, mut followed) = (String::new(), 0);
    for (url, page) in &all {
        for (id, count) in ids[url.as_str()].iter().filter(|(_, count)| **count > 1) {
            let _ = writeln!(wrong, "{url} has {count} times the id {id}");
        }
        for href in tags(page).iter().filter_map(|tag| tag.get("href")) {
            let Some((to, fragment)) = href.split_once('#').filter(|(to, _)| !to.contains(':')) else { continue };
            let to = if to.is_empty() { url } else { to };
            followed += 1;
            if ids.get(to).and_then(|ids| ids.get(&decode(fragment))).is_none() {
                let _ = writeln!(wrong, "{url} leads to {href}");
            }
        }
    }
    assert!(followed > 80, "{followed} links were followed");
    assert_eq!(wrong, "");
}

#[test]
fn who_quotes_a_passage_is_linked_in_the_language_that_quotes_it() {
    let edition = Case::parse(SITE).draft();
    let by = |url: &str| {
        let page = text(&edition, url);
        let list = page.split_once("id=\"quoted-by\"").map_or("", |(_, rest)| rest.split_once("</section>").map_or("", |(list, _)| list));
        let links = tags(list).into_iter().filter(|tag| tag.name == "a");
        // The name of the passage is made of its words.
        let href = |href: &str| href.rsplit_once("-q").map_or(href, |(quotation, _)| quotation).to_owned();
        links.map(|tag| (href(tag.get("href").unwrap_or_default()), tag.get("hreflang").map(str::to_owned))).collect::<Vec<_>>()
    };
    let link = |url: &str, language: Option<&str>| (url.to_owned(), language.map(str::to_owned));
    // Both languages of a text quote it.
    assert_eq!(by("/documents/log/p/1/"), [link("/both/#said-documents--log", None), link("/press/two-sheets/", None)]);
    assert_eq!(by("/de/documents/log/p/1/"), [link("/de/both/#said-documents--log", None), link("/de/press/two-sheets/", Some("en"))]);
    // The German text alone quotes it, and so does an entry that has no English text: this one is shown in English, too.
    assert_eq!(by("/documents/log/p/2/"), [link("/de/both/#said-documents--log", Some("de")), link("/nur/#said-documents--log", Some("de"))]);
    assert_eq!(by("/de/documents/log/p/2/"), [link("/de/both/#said-documents--log", None), link("/de/nur/#said-documents--log", None)]);
}

#[test]
fn a_quotation_of_a_recording_leads_to_its_time() {
    let edition = Case::parse(SITE).draft();
    assert!(text(&edition, "/both/").contains("href=\"/recordings/call/#t12-2\""), "the second cue of its second");
    assert!(text(&edition, "/press/").contains("The Paper"));
    let report = text(&edition, "/press/two-sheets/");
    assert!(report.contains("href=\"/documents/log/p/1/#q"), "an excerpt leads to its mark: {report}");
}

/// Words of which some stand in several places.
const WORDS: [&str; 12] = ["the", "gauge", "was", "read", "twice", "at", "noon", "and", "nobody", "wrote", "it", "down."];

fn words() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..8)
}

/// Files with text of every kind, as a case writes them.
fn files() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let pdf =
        prop::collection::vec(words(), 1..4).prop_map(|pages| ("pdf", pages.iter().map(|page| page.join(" ")).collect::<Vec<_>>().join("\n---\n")));
    let txt = prop::collection::vec(words(), 1..4).prop_map(|all| ("txt", all.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("\n\n")));
    // Cues that begin in the same second, or at once.
    let vtt = prop::collection::vec((words(), prop::sample::select(vec![1000, 1200, 1700, 2000, 65_000_u32])), 1..5).prop_map(|mut cues| {
        cues.sort_by_key(|(_, start)| *start);
        let cue = |(words, start): &(Vec<&str>, u32)| {
            format!("00:{:02}:{:02}.{:03} --> 00:59:00.000\n{}\n", start / 60_000, start / 1000 % 60, start % 1000, words.join(" "))
        };
        ("vtt", format!("WEBVTT\n\n{}", cues.iter().map(cue).collect::<Vec<_>>().join("\n")))
    });
    let mbox = prop::collection::vec(words(), 1..4).prop_map(|all| {
        let mail = |(number, words): (usize, &Vec<&str>)| {
            format!(
                "From a@example.org Mon Nov 12 18:22:00 2018\nFrom: Anna <a@example.org>\nDate: Mon, {} Nov 2018 18:22:00 +0000\n\n{}\n",
                10 + number,
                words.join(" ")
            )
        };
        ("mbox", all.iter().enumerate().map(mail).collect::<Vec<_>>().join("\n"))
    });
    prop::collection::vec(prop_oneof![pdf, txt, vtt, mbox], 1..4)
}

/// The site of a document with these files, and texts that quote it: in a directive with these attributes, and in front matter.
fn quoting(files: &[(&str, String)], place: &str, fields: &str, words: &str) -> Edition {
    let names: Vec<String> = files.iter().enumerate().map(|(at, (ending, _))| format!("f{at}.{ending}")).collect();
    let list = names.iter().map(|name| format!("{{ file = \"{name}\" }}")).collect::<Vec<_>>().join(", ");
    let mut all = vec![
        ("content/letters.md".to_owned(), format!("+++\ntitle = \"Letters\"\nkind = \"document\"\nform = \"Letters\"\nfiles = [{list}]\n+++\n")),
        ("content/anna.md".to_owned(), "+++\ntitle = \"Anna\"\nkind = \"person\"\n+++\n".to_owned()),
        ("content/about.md".to_owned(), format!("+++\ntitle = \"About\"\n+++\n:::quote{{source=\"letters\" {place}}}\n{words}\n:::\n")),
        (
            "content/said.md".to_owned(),
            format!("+++\ntitle = \"Said\"\nkind = \"statement\"\nperson = \"anna\"\n\n[source]\ndocument = \"letters\"\n{fields}\n+++\n{words}\n"),
        ),
    ];
    all.extend(names.iter().zip(files).map(|(name, (_, text))| (format!("content/{name}"), text.clone())));
    let all: Vec<(&str, &str)> = all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    draft(&all)
}

/// The places that a diagnostic about a file advises, each as it is printed.
fn advised(edition: &Edition, file: &str) -> Vec<String> {
    let of_file = edition.diagnostics.iter().filter(|found| found.span.as_ref().is_some_and(|span| span.path.as_str() == file));
    let hints = of_file.filter(|found| matches!(found.code, "quotation-repeated" | "quotation-elsewhere")).flat_map(|found| &found.hints);
    let written = hints.filter_map(|hint| hint.strip_prefix("write one of these: ").or_else(|| hint.strip_prefix("write ")));
    written.flat_map(|places| places.trim_end_matches(", …").split(", ")).map(str::to_owned).collect()
}

fn is_misquoted(edition: &Edition, file: &str) -> bool {
    edition.diagnostics.iter().any(|found| found.span.as_ref().is_some_and(|span| span.path.as_str() == file) && found.code.starts_with("quotation"))
}

/// Of the document's pages and messages, where it has such, one shows the words as marked, or two between which they are
/// broken, and none shows others.
fn assert_marked(edition: &Edition, words: &str) -> Result<(), TestCaseError> {
    let is_part = |url: &&String| url.starts_with("/letters/") && (url.contains("/p/") || url.contains("/m/"));
    let all = pages(edition);
    let shown: Vec<String> = all.iter().filter(is_part).map(|url| marked(&text(edition, url))).filter(|words| !words.is_empty()).collect();
    prop_assert!(shown.is_empty() || shown.join(" ") == words, "{shown:?} for {words}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_printed_can_be_written(files in files(), which: prop::sample::Index, from: prop::sample::Index, len in 1..5_usize) {
        // What stands there as words, without the lines between them.
        let (_, text) = &files[which.index(files.len())];
        let spoken: Vec<Vec<&str>> = text.lines().map(|line| line.split(' ').collect()).filter(|line: &Vec<&str>| line.iter().all(|word| WORDS.contains(word))).collect();
        let line = &spoken[from.index(spoken.len())];
        let start = from.index(line.len());
        let words = line[start..(start + len).min(line.len())].join(" ");
        let edition = quoting(&files, "", "", &words);
        let (places, fields) = (advised(&edition, "content/about.md"), advised(&edition, "content/said.md"));
        prop_assert_eq!(places.len(), fields.len());
        prop_assert_eq!(places.is_empty(), !is_misquoted(&edition, "content/about.md"), "{:?}", edition.diagnostics);
        if places.is_empty() {
            assert_marked(&edition, &words)?;
        }
        for (place, fields) in places.iter().zip(&fields) {
            let lines = fields.replace("` and `", "\n");
            let edition = quoting(&files, place.trim_matches('`'), lines.trim_matches('`'), &words);
            for file in ["content/about.md", "content/said.md"] {
                prop_assert!(!is_misquoted(&edition, file), "{place} {fields}: {:?}", edition.diagnostics);
            }
            assert_marked(&edition, &words)?;
        }
    }
}
