//! The other side of `cargo xtask bench verbatim`: makes a source of 10,000 pages and 5,000 quotations of it, and
//! compares them when it is told to. It knows no clock: whoever tells it measures.
//!
//! Each line of the standard input is a command, each line of the output its answer.

use casebook_evidence::evidence::{Locator, Segment};
use casebook_site::verbatim::{Quotation, Source, Verdict, verify};
use std::io::{BufRead as _, Write as _};
use std::num::NonZeroU32;

const PAGES: u32 = 10_000;
const LINES: usize = 36;
const WORDS: usize = 11;
const QUOTATIONS: usize = 5_000;
/// Different words; the first ones are by far the most frequent, as in every language.
const VOCABULARY: usize = 60_000;

/// Numbers that look random and are the same each time (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }

    /// A word; the frequency of a word falls with its number.
    fn word(&mut self) -> String {
        let end = 1 + self.below(VOCABULARY);
        let end = 1 + self.below(end);
        spelled(self.below(end))
    }
}

/// A word of its own for each number.
fn spelled(number: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "an", "be", "ler", "ge", "ti", "on", "ver", "st", "ma", "ri", "kon", "ü", "de", "sal", "pro", "im", "ä", "ne", "tu", "fi", "or", "ka", "wes",
        "hin",
    ];
    let mut rest = number + 24;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 24]);
        rest /= 24;
    }
    word
}

/// Pages of lines, some of which end within a word.
fn pages() -> Vec<Segment> {
    let mut numbers = Numbers(7);
    let page = |number: u32| {
        let mut text = String::new();
        for line in 0..LINES {
            for word in 0..WORDS {
                let mut written = numbers.word();
                if word + 1 == WORDS && line % 6 == 0 && written.len() > 4 && written.is_ascii() {
                    written.insert_str(written.len() / 2, "-\n");
                }
                text.push_str(&written);
                text.push_str(if numbers.below(12) == 0 { ", " } else { " " });
            }
            text.push('\n');
        }
        Segment { locator: Locator::Page(NonZeroU32::MIN.saturating_add(number)), text, glyphs: Vec::new() }
    };
    (0..PAGES).map(page).collect()
}

/// Words of a page, every third time with an omission, every tenth time over the end of the page.
fn quotation(pages: &[Segment], number: usize, numbers: &mut Numbers) -> (String, Locator) {
    let at = numbers.below(pages.len() - 1);
    let read = |page: &Segment| page.text.replace("-\n", "").split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (mut words, mut start, len) = (read(&pages[at]), 0, 12 + numbers.below(30));
    if number.is_multiple_of(10) {
        start = words.len() - len / 2;
        words.extend(read(&pages[at + 1]));
    } else {
        start += numbers.below(words.len() - len);
    }
    let mut words = words[start..start + len].to_vec();
    if number.is_multiple_of(3) {
        words.splice(len / 2..len / 2 + 2, ["[…]".to_owned()]);
    }
    (words.join(" "), pages[at].locator)
}

fn main() -> std::io::Result<()> {
    let pages = pages();
    let mut numbers = Numbers(11);
    let quotations: Vec<(String, Locator)> = (0..QUOTATIONS).map(|number| quotation(&pages, number, &mut numbers)).collect();
    let wrong: Vec<String> = quotations.iter().map(|(text, _)| changed(text)).collect();
    let source = Source::new(&pages);
    let is_verified = |verdict: Verdict| matches!(verdict, Verdict::Verified { .. });
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut words = line.split(' ');
        let answer = match (words.next(), words.next().and_then(|number| number.parse::<usize>().ok())) {
            (Some("ready"), _) => pages.iter().map(|page| page.text.len()).sum(),
            (Some("located"), _) => {
                let source = Source::new(&pages);
                quotations.iter().filter(|(text, locator)| is_verified(verify(&source, &Quotation::parse(text).at(*locator)))).count()
            }
            (Some("index"), _) => Source::new(&pages).prepare(),
            (Some("prepare"), _) => source.prepare(),
            (Some("anywhere"), _) => quotations.iter().filter(|(text, _)| is_verified(verify(&source, &Quotation::parse(text)))).count(),
            (Some("wrong"), Some(number)) => {
                let quotation = Quotation::parse(&wrong[number % QUOTATIONS]).at(quotations[number % QUOTATIONS].1);
                usize::from(matches!(verify(&source, &quotation), Verdict::Differs { .. }))
            }
            (Some("hostile"), Some(number)) => hostile(number),
            (Some("count"), _) => quotations.len(),
            _ => break,
        };
        writeln!(std::io::stdout(), "{answer}")?;
    }
    Ok(())
}

/// Compares what was made to take long: a word that is everywhere, with what stands nowhere at the end.
fn hostile(number: usize) -> usize {
    let text = "a ".repeat(3_000_000);
    let page = Segment { locator: Locator::Page(NonZeroU32::MIN), text, glyphs: Vec::new() };
    let quotation = match number {
        0 => format!("{}b", "a ".repeat(30_000)),
        1 => format!("{}aa", "a ".repeat(30_000)),
        2 => "a [x] ".repeat(120),
        3 => format!("{}c", "a […] ".repeat(100)),
        _ => format!("{}aa", "a [x] ".repeat(100)),
    };
    usize::from(matches!(verify(&Source::new(&[page]), &Quotation::parse(&quotation)), Verdict::Verified { .. }))
}

/// The quotation with one word changed.
fn changed(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    let at = words.len() / 3;
    words[at] = "elephant";
    words.join(" ")
}
