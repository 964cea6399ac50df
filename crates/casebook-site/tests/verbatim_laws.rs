//! Laws of the matcher, over made-up sources: what stands there verifies however it is set, what was changed never does,
//! and what the program advises is right.

use casebook_evidence::evidence::{Locator, Segment};
use casebook_site::verbatim::{Folded, Hint, Place, Quotation, Source, Verdict, find, verify};
use proptest::prelude::*;
use std::num::NonZeroU32;

/// Words that real texts have trouble with, and some that repeat.
const WORDS: [&str; 34] = [
    "the",
    "the",
    "a",
    "gauge",
    "was",
    "read",
    "not",
    "never",
    "officer",
    "first",
    "flawed",
    "Straße",
    "Tür",
    "größer",
    "don't",
    "l’homme",
    "well-known",
    "Vor-",
    "1,500,000",
    "3.5",
    "<5",
    "20%",
    "„nie“",
    "(un)known",
    "–",
    "end.",
    "why?",
    "office",
    "Äsche",
    "efficient",
    "δοκιμή",
    "дело",
    "שלום",
    "x",
];

/// Words with spaces between and pages of some of them.
fn pages() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    let word = prop_oneof![3 => prop::sample::select(&WORDS[..]), 1 => prop::sample::select(&WORDS[..6])];
    prop::collection::vec(prop::collection::vec(word, 0..30).prop_map(ended), 1..5)
}

/// A hyphen at the end of a page may divide a word, of which the next page then has no beginning; here none does.
fn ended(mut words: Vec<&'static str>) -> Vec<&'static str> {
    words.extend((words.last() == Some(&"Vor-")).then_some("end."));
    words
}

fn segments<S: AsRef<str>>(pages: &[Vec<S>]) -> Vec<Segment> {
    let page = |(number, words): (u32, &Vec<S>)| Segment {
        locator: Locator::Page(NonZeroU32::new(number).expect("counted from 1")),
        text: words.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" "),
        glyphs: Vec::new(),
    };
    (1..).zip(pages).map(page).collect()
}

/// A run of words of one page that has a letter or digit, and the page's number.
fn run(pages: &[Vec<&'static str>], at: (prop::sample::Index, prop::sample::Index, prop::sample::Index)) -> Option<(usize, Vec<&'static str>)> {
    let page = at.0.index(pages.len());
    let words = &pages[page];
    let start = at.1.index(words.len().max(1));
    let len = 1 + at.2.index(words.len().max(1));
    let run = words.get(start..(start + len).min(words.len()))?.to_vec();
    run.iter().any(|word| word.chars().any(char::is_alphanumeric)).then_some((page, run))
}

fn page(number: usize) -> Locator {
    Locator::Page(NonZeroU32::new(u32::try_from(number).expect("few pages") + 1).expect("counted from 1"))
}

/// Whether the quotation stands there, maybe several times.
fn stands(segments: &[Segment], text: &str, locator: Locator) -> bool {
    let source = Source::new(segments);
    let quotation = Quotation::parse(text).at(locator);
    match verify(&source, &quotation) {
        Verdict::Verified { places, .. } => places.first().is_some_and(|place| place.locator == locator),
        Verdict::Repeated { count, .. } => {
            let nth = NonZeroU32::new(u32::try_from(count).expect("few places")).expect("several");
            matches!(verify(&source, &quotation.nth(nth)), Verdict::Verified { .. })
        }
        _ => false,
    }
}

/// Whether the quotation stands anywhere, as the index has it.
fn stands_somewhere(segments: &[Segment], text: &str) -> bool {
    let verdict = verify(&Source::new(segments), &Quotation::parse(text));
    matches!(verdict, Verdict::Verified { .. } | Verdict::Repeated { .. })
}

fn assert_sound(segments: &[Segment], places: &[Place]) -> Result<(), TestCaseError> {
    for place in places {
        let words = segments[place.segment].text.get(place.range.clone());
        prop_assert!(words.is_some_and(|words| !words.is_empty() && words.trim() == words), "{place:?}");
        prop_assert_eq!(place.locator, segments[place.segment].locator);
    }
    Ok(())
}

fn assert_right(source: &Source<'_>, text: &str, hints: &[Hint]) -> Result<(), TestCaseError> {
    for hint in hints {
        let mut quotation = Quotation::parse(text).at(hint.locator);
        quotation.nth = hint.nth;
        let verdict = verify(source, &quotation);
        prop_assert!(matches!(verdict, Verdict::Verified { .. }), "{hint:?} of {text:?}: {verdict:?}");
    }
    Ok(())
}

/// Sets a word in another way that means the same.
fn set_otherwise(word: &str, way: u8) -> String {
    match way % 8 {
        0 => word.replace("fi", "\u{fb01}").replace("fl", "\u{fb02}"),
        1 => word.replace(['„', '“', '’', '\''], "\"").replace('–', "—"),
        2 => word.replace('ü', "u\u{308}").replace('ö', "o\u{308}").replace('Ä', "A\u{308}"),
        // Not behind the last letter, where it would divide the word from the next line's.
        3 => word.chars().flat_map(|c| ['\u{ad}', c]).skip(1).collect(),
        4 => word.chars().flat_map(|c| ['\u{200b}', c]).collect(),
        // A word divided at the end of a line.
        5 if word.chars().all(char::is_alphabetic) && word.chars().count() > 3 => {
            let middle = word.char_indices().nth(2).map_or(0, |(at, _)| at);
            format!("{}-\n{}", &word[..middle], &word[middle..])
        }
        6 => word.replace("well-known", "well-\nknown").replace('-', "\u{2010}"),
        _ => word.to_owned(),
    }
}

proptest! {
    #[test]
    fn what_stands_there_verifies(pages in pages(), at: (prop::sample::Index, prop::sample::Index, prop::sample::Index)) {
        let Some((number, run)) = run(&pages, at) else { return Ok(()) };
        let segments = segments(&pages);
        prop_assert!(stands(&segments, &run.join(" "), page(number)), "{run:?} on {}", segments[number].text);
    }

    #[test]
    fn however_it_is_set(
        pages in pages(),
        at: (prop::sample::Index, prop::sample::Index, prop::sample::Index),
        ways in prop::collection::vec(any::<u8>(), 150),
        spaces in prop::collection::vec(prop::sample::select(vec![" ", "\n", "  ", "\u{a0}", "\r\n", "\u{2009}", "\t"]), 31),
    ) {
        let Some((number, run)) = run(&pages, at) else { return Ok(()) };
        let mut ways = ways.into_iter();
        let set: Vec<Vec<String>> = pages.iter().map(|words| {
            let words = words.iter().zip(&spaces);
            vec![words.map(|(word, space)| set_otherwise(word, ways.next().unwrap_or(7)) + if *word == "Vor-" { " " } else { space }).collect()]
        }).collect();
        let set = segments(&set);
        prop_assert!(stands(&set, &run.join(" "), page(number)), "{run:?} in {:?}", set[number].text);
        prop_assert!(stands_somewhere(&set, &run.join(" ")), "{run:?} in {set:?}");
        // The other way round: the quotation was copied from somewhere else.
        let copied: Vec<String> = run.iter().zip(0_u8..).map(|(word, way)| set_otherwise(word, way % 5)).collect();
        prop_assert!(stands(&segments(&pages), &copied.join(" "), page(number)), "{copied:?}");
    }

    #[test]
    fn it_runs_over_page_breaks(pages in pages(), cut: prop::sample::Index, len in 2..20_usize) {
        let words: Vec<&str> = pages.concat();
        if words.len() < 3 { return Ok(()) }
        let cut = 1 + cut.index(words.len() - 1);
        let (start, end) = (cut.saturating_sub(len), (cut + len).min(words.len()));
        let run = &words[start..end];
        // A place begins with its first word, so a dash before it may stand on the page before.
        if run[0] == "–" { return Ok(()) }
        if !run.iter().any(|word| word.chars().any(char::is_alphanumeric)) { return Ok(()) }
        let parted = segments(&[words[..cut].to_vec(), words[cut..].to_vec()]);
        prop_assert!(stands_somewhere(&parted, &run.join(" ")), "{run:?}");
        prop_assert!(stands(&parted, &run.join(" "), page(0)), "{run:?}");
    }

    #[test]
    fn a_changed_word_never_verifies(
        pages in pages(),
        at: (prop::sample::Index, prop::sample::Index, prop::sample::Index),
        which: prop::sample::Index,
        other in prop::sample::select(vec!["gauges", "Gauge", "unread", "strasse", "zebra", "no", "4.5", "wel", "known", "ﬁ"]),
    ) {
        let Some((number, mut run)) = run(&pages, at) else { return Ok(()) };
        let which = which.index(run.len());
        run[which] = other;
        let segments = segments(&pages);
        let quotation = Quotation::parse(&run.join(" ")).at(page(number));
        let verdict = verify(&Source::new(&segments), &quotation);
        prop_assert!(!matches!(verdict, Verdict::Verified { .. } | Verdict::Repeated { .. } | Verdict::Elsewhere { .. }), "{run:?}: {verdict:?}");
        if let Verdict::Differs { nearest, difference, .. } = &verdict {
            assert_sound(&segments, &nearest.places)?;
            prop_assert!(!difference.is_empty());
        }
    }

    #[test]
    fn omitted_words_verify(pages in pages(), at: (prop::sample::Index, prop::sample::Index, prop::sample::Index), cut: (prop::sample::Index, prop::sample::Index)) {
        let Some((number, run)) = run(&pages, at) else { return Ok(()) };
        let (a, b) = (cut.0.index(run.len()), cut.1.index(run.len()));
        let (before, behind) = (&run[..a.min(b)], &run[a.max(b)..]);
        let is_worded = |words: &[&str]| words.iter().any(|word| word.chars().any(char::is_alphanumeric));
        if !is_worded(before) || !is_worded(behind) { return Ok(()) }
        let text = format!("{} […] {}", before.join(" "), behind.join(" "));
        prop_assert!(stands(&segments(&pages), &text, page(number)), "{text}");
    }

    #[test]
    fn what_is_advised_is_right(pages in pages(), at: (prop::sample::Index, prop::sample::Index, prop::sample::Index), claimed in 0..6_usize, nth in 0..4_u32) {
        let Some((_, run)) = run(&pages, at) else { return Ok(()) };
        let segments = segments(&pages);
        let source = Source::new(&segments);
        let text = run.join(" ");
        let mut quotation = Quotation::parse(&text);
        quotation.locator = (claimed < 5).then(|| page(claimed));
        quotation.nth = NonZeroU32::new(nth);
        match verify(&source, &quotation) {
            Verdict::Verified { places, .. } => assert_sound(&segments, &places)?,
            Verdict::Elsewhere { hints } | Verdict::Repeated { hints, .. } => {
                prop_assert!(!hints.is_empty());
                assert_right(&source, &text, &hints)?;
            }
            verdict => prop_assert!(false, "{text}: {verdict:?}"),
        }
        for found in find(&source, &text) {
            assert_right(&source, &found.text, &[Hint { locator: found.locator, nth: found.nth }])?;
        }
    }

    #[test]
    fn its_places_cover_its_words(pages in pages(), at: (prop::sample::Index, prop::sample::Index, prop::sample::Index)) {
        let Some((number, run)) = run(&pages, at) else { return Ok(()) };
        let segments = segments(&pages);
        let text = run.join(" ");
        let mut quotation = Quotation::parse(&text).at(page(number));
        if matches!(verify(&Source::new(&segments), &quotation), Verdict::Repeated { .. }) {
            quotation.nth = NonZeroU32::new(1);
        }
        let Verdict::Verified { places, .. } = verify(&Source::new(&segments), &quotation) else { return Err(TestCaseError::fail(text)) };
        let covered: Vec<&str> = places.iter().map(|place| &segments[place.segment].text[place.range.clone()]).collect();
        // A dash at an end may be left out of a quotation, and so of its place.
        let bare = |text: &str| Folded::new(text).skeleton().trim_matches(['-', '–']).to_owned();
        prop_assert_eq!(bare(&covered.join(" ")), bare(&text));
    }

    #[test]
    fn what_is_advised_of_times_is_right(
        cues in prop::collection::vec((prop::collection::vec(prop::sample::select(&WORDS[..6]), 1..4), prop::sample::select(vec![0_u64, 1, 999, 1000, 1500, 1999, 60_000])), 1..6),
        which: prop::sample::Index,
        claimed in prop::option::of(prop::sample::select(vec![0_u64, 500, 1000, 1500, 1900, 70_000])),
        nth in 0..3_u32,
    ) {
        let mut cues = cues;
        cues.sort_by_key(|(_, start)| *start);
        let segments: Vec<Segment> = cues.iter().map(|(words, start)| Segment { locator: Locator::Time(*start), text: words.join(" "), glyphs: Vec::new() }).collect();
        let source = Source::new(&segments);
        let text = cues[which.index(cues.len())].0.join(" ");
        let mut quotation = Quotation::parse(&text);
        (quotation.locator, quotation.nth) = (claimed.map(Locator::Time), NonZeroU32::new(nth));
        match verify(&source, &quotation) {
            Verdict::Verified { places, .. } => assert_sound(&segments, &places)?,
            Verdict::Elsewhere { hints } | Verdict::Repeated { hints, .. } => assert_right(&source, &text, &hints)?,
            verdict => prop_assert!(false, "{text}: {verdict:?}"),
        }
        for found in find(&source, &text) {
            assert_right(&source, &found.text, &[Hint { locator: found.locator, nth: found.nth }])?;
        }
    }

    #[test]
    fn what_is_near_is_given_as_it_can_be_quoted(pages in pages(), at: (prop::sample::Index, prop::sample::Index, prop::sample::Index), which: prop::sample::Index) {
        let Some((_, mut run)) = run(&pages, at) else { return Ok(()) };
        let which = which.index(run.len());
        run[which] = "zebra";
        let segments = segments(&pages);
        let source = Source::new(&segments);
        for found in find(&source, &run.join(" ")) {
            assert_right(&source, &found.text, &[Hint { locator: found.locator, nth: found.nth }])?;
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in text()) {
        let folded = Folded::new(&text);
        let again = Folded::new(&folded.text());
        prop_assert_eq!(folded.text(), again.text());
        prop_assert_eq!(folded.skeleton(), again.skeleton());
    }

    #[test]
    fn the_way_back_leads_to_characters_in_order(text in text()) {
        let folded = Folded::new(&text);
        let (mut before, len) = (0..0, folded.skeleton().len());
        for (at, c) in folded.skeleton().char_indices() {
            let range = folded.original(&(at..at + c.len_utf8()));
            prop_assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()), "{range:?} in {text:?}");
            prop_assert!(range.start >= before.start && range.end >= before.end, "{before:?} {range:?}");
            before = range;
        }
        prop_assert!(text.get(folded.original(&(0..len))).is_some());
    }
}

/// Text of all that is treated in a special way, and anything else.
fn text() -> impl Strategy<Value = String> {
    let special = prop::sample::select(
        "ab1 \n\r\t-–—‐\u{ad}\u{200b}\u{200d}'\"„»´″…ﬁ²½ü\u{308}\u{301}\u{327}Å\u{212b}\u{344}\u{ff9e}カ각\u{11a8}\u{1100}中。\u{a0}¨\u{fb4a}\u{5bc}\u{fe0f}👍\u{1f3ff}\u{fdfa}𝒜\u{1d15e}"
            .chars()
            .collect::<Vec<char>>(),
    );
    let c = prop_oneof![4 => special, 1 => any::<char>()];
    prop::collection::vec(c, 0..40).prop_map(|chars| chars.into_iter().collect())
}
