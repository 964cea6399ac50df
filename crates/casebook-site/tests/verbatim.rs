//! Every case in `verbatim/` holds: what of a quotation is verified, and what is said of one that isn't. Adding a case
//! is adding a file: what it shows, the segments of a source, a quotation, the verdict as the rule gives it.

use casebook_evidence::evidence::{Locator, Segment};
use casebook_site::verbatim::{Caution, Change, Excess, Hint, Likeness, Place, Quotation, Source, Verdict, find, verify};
use std::fs;
use std::num::NonZeroU32;
use std::path::Path;

/// A case as its file gives it.
struct Case {
    segments: Vec<Segment>,
    quotation: Quotation,
    expected: Vec<String>,
}

impl Case {
    fn parse(text: &str) -> Self {
        let mut case = Self { segments: Vec::new(), quotation: Quotation::parse(""), expected: Vec::new() };
        let parts: Vec<&str> = text.split("=== ").collect();
        assert!(parts.len() >= 4 && !parts[0].trim().is_empty(), "a case says what it shows, has a source, a quotation and a verdict");
        for part in &parts[1..] {
            let (head, body) = part.split_once('\n').unwrap_or((part, ""));
            let body = unescaped(body.trim_end_matches('\n'));
            let words: Vec<&str> = head.split_whitespace().collect();
            match words.as_slice() {
                ["quotation", rest @ ..] => case.quotation = named(Quotation::parse(&body), rest),
                [kind @ ("page" | "message" | "paragraph" | "time"), number] => {
                    case.segments.push(Segment { locator: locator(kind, number), text: body, glyphs: Vec::new() });
                }
                _ => {
                    case.expected.push(head.trim().to_owned());
                    case.expected.extend(body.lines().map(str::to_owned));
                }
            }
        }
        case
    }
}

/// The quotation with its locator and number.
fn named(mut quotation: Quotation, mut words: &[&str]) -> Quotation {
    while let [name, value, rest @ ..] = words {
        quotation = match *name {
            "nth" => quotation.nth(value.parse().expect("a number from 1")),
            kind => quotation.at(locator(kind, value)),
        };
        words = rest;
    }
    quotation
}

fn locator(kind: &str, number: &str) -> Locator {
    let from_one = || number.parse::<NonZeroU32>().expect("a number from 1");
    match kind {
        "page" => Locator::Page(from_one()),
        "message" => Locator::Message(from_one()),
        "paragraph" => Locator::Paragraph(from_one()),
        "time" => Locator::Time(number.parse().expect("milliseconds")),
        _ => panic!("{kind} is no locator"),
    }
}

/// `\u{ad}` and `\t` as the characters that they mean.
fn unescaped(text: &str) -> String {
    let text = text.replace("\\t", "\t");
    let mut parts = text.split("\\u{");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("an escape is closed");
        whole.push(char::from_u32(u32::from_str_radix(code, 16).expect("a number")).expect("a character"));
        whole.push_str(rest);
    }
    whole
}

fn name(locator: Locator) -> String {
    match locator {
        Locator::Page(number) => format!("page {number}"),
        Locator::Message(number) => format!("message {number}"),
        Locator::Paragraph(number) => format!("paragraph {number}"),
        Locator::Time(time) => format!("time {time}"),
    }
}

fn hint(hint: &Hint) -> String {
    name(hint.locator) + &hint.nth.map_or(String::new(), |nth| format!(" nth {nth}"))
}

fn place(segments: &[Segment], place: &Place) -> String {
    format!("{}: {}", name(place.locator), segments[place.segment].text[place.range.clone()].replace('\n', "⏎"))
}

fn caution(caution: &Caution) -> String {
    match caution {
        Caution::Thin(number) => format!("caution: thin {number}"),
        Caution::Patched => "caution: patched".to_owned(),
        Caution::Far(number) => format!("caution: far {number}"),
        Caution::Negation(number) => format!("caution: negation {number}"),
    }
}

fn change(change: &Change) -> String {
    match change {
        Change::Same(words) => words.clone(),
        Change::Source(words) => format!("[-{words}-]"),
        Change::Quotation(words) => format!("{{+{words}+}}"),
    }
}

fn told(segments: &[Segment], verdict: &Verdict) -> Vec<String> {
    let with = |head: String, rest: Vec<String>| std::iter::once(head).chain(rest).collect();
    match verdict {
        Verdict::Verified { places, cautions } => {
            let places = places.iter().map(|found| place(segments, found));
            with("verified".to_owned(), places.chain(cautions.iter().map(caution)).collect())
        }
        Verdict::Elsewhere { hints } => with("elsewhere".to_owned(), hints.iter().map(hint).collect()),
        Verdict::Repeated { hints, count } => with(format!("repeated {count}"), hints.iter().map(hint).collect()),
        Verdict::Disordered { fragment, hints } => with(format!("disordered {fragment}"), hints.iter().map(hint).collect()),
        Verdict::Differs { fragment, nearest, difference } => {
            let passage = format!("{}: {}", name(nearest.places[0].locator), nearest.text);
            let difference = difference.iter().map(change).collect::<Vec<_>>().join(" ");
            with(format!("differs {fragment}"), vec![passage, format!("difference: {difference}")])
        }
        Verdict::Missing { fragment } => vec![format!("missing {fragment}")],
        Verdict::Empty => vec!["empty".to_owned()],
        Verdict::Excessive(excess) => vec![format!("excessive {excess:?}").to_lowercase()],
    }
}

#[test]
fn every_case_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verbatim");
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let (mut wrong, mut count) = (Vec::new(), 0);
    for file in files {
        let path = file.expect("a file of the folder").path();
        let case = Case::parse(&fs::read_to_string(&path).expect("a case"));
        let verdict = told(&case.segments, &verify(&Source::new(&case.segments), &case.quotation));
        if verdict != case.expected {
            wrong.push(format!("{}\n  expected {:#?}\n  got {verdict:#?}", path.display(), case.expected));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} cases don't hold:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 60, "only {count} cases in {}", folder.display());
}

/// One segment with this text.
fn page(text: &str) -> Vec<Segment> {
    vec![Segment { locator: Locator::Page(NonZeroU32::MIN), text: text.to_owned(), glyphs: Vec::new() }]
}

#[test]
fn a_long_quotation_is_compared_and_an_endless_one_is_not() {
    let text: String = (0..9_000).map(|number| format!("word{number} ")).collect();
    let segments = page(&text);
    let source = Source::new(&segments);
    let verdict = |text: &str| verify(&source, &Quotation::parse(text));
    assert!(text.len() > 1 << 16);
    assert!(matches!(verdict(&text[..59_998]), Verdict::Differs { .. }), "it ends within a word");
    assert!(matches!(verdict(text[..60_000].rsplit_once(' ').expect("a space").0), Verdict::Verified { .. }));
    assert_eq!(verdict(&text), Verdict::Excessive(Excess::Length));
    assert_eq!(verdict(&"word1 [x] ".repeat(300)), Verdict::Excessive(Excess::Pieces));
}

#[test]
fn what_would_take_too_long_is_not_verified() {
    let segments = page(&"a ".repeat(4_000));
    let source = Source::new(&segments);
    let quotation = Quotation::parse(&format!("{}b", "a ".repeat(2_000)));
    assert!(!matches!(verify(&source, &quotation), Verdict::Verified { .. }));
    let gaps = Quotation::parse(&"a [x] ".repeat(120));
    assert!(!matches!(verify(&source, &gaps), Verdict::Verified { .. }));
    let fragments = Quotation::parse(&format!("{}c", "a […] ".repeat(100)));
    assert!(!matches!(verify(&source, &fragments), Verdict::Verified { .. }));
}

#[test]
fn words_are_found_as_they_can_be_quoted() {
    let segments: Vec<Segment> = (1..)
        .zip([
            "Nothing of interest.",
            "The reser-\nvoir was full. The reservoir was full! All Vor-\nund Nachteile.",
            "It was full of well-\nknown fish.",
        ])
        .filter_map(|(number, text)| Some(Segment { locator: Locator::Page(NonZeroU32::new(number)?), text: text.to_owned(), glyphs: Vec::new() }))
        .collect();
    let source = Source::new(&segments);
    let found = |words: &str| -> Vec<(String, Likeness)> {
        let found = find(&source, words).into_iter();
        found.map(|found| (format!("{}: {}", hint(&Hint { locator: found.locator, nth: found.nth }), found.text), found.likeness)).collect()
    };
    let exact = |text: &str| (text.to_owned(), Likeness::Exact);
    assert_eq!(found("The reservoir was full"), [exact("page 2 nth 1: The reservoir was full"), exact("page 2 nth 2: The reservoir was full")]);
    assert_eq!(found("All Vor- und"), [exact("page 2: All Vor- und")]);
    assert_eq!(found("All Vor- […] Nachteile."), [exact("page 2: All Vor- […] Nachteile.")]);
    let near = found("it was full of well-known fish");
    assert_eq!((near[0].0.as_str(), near[0].1 > Likeness::Exact), ("page 3: It was full of wellknown fish.", true));
    assert!(near.is_sorted_by_key(|(_, likeness)| *likeness), "the best is first: {near:?}");
    let around = find(&source, "was full! All").into_iter().map(|found| [found.before, found.text, found.behind]).collect::<Vec<_>>();
    assert_eq!(around, [["reser- voir was full. The reservoir", "was full! All", "Vor- und Nachteile."].map(str::to_owned)]);
    assert_eq!((found("elephants"), found("[…]"), found("")), (vec![], vec![], vec![]));
}

#[test]
fn a_word_in_many_lines_is_found_without_a_locator() {
    let letters: Vec<String> = ('a'..='t').map(|letter| letter.to_string().repeat(2)).collect();
    let segments = page(&format!("There stood {} alone.", letters.join("-\n")));
    let source = Source::new(&segments);
    for (from, to) in [(0, 20), (0, 3), (5, 20)] {
        let verdict = verify(&source, &Quotation::parse(&letters[from..to].concat()));
        assert_eq!(matches!(verdict, Verdict::Verified { .. }), to - from == 20, "a part of a divided word is no word: {verdict:?}");
    }
    assert!(matches!(verify(&source, &Quotation::parse(&letters.join("-"))), Verdict::Verified { .. }));
}
