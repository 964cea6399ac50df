//! The passage of a source that is most like words that stand nowhere in it.
//!
//! Segments are ranked by the rare words that they share with the quotation, then the best of them are looked through
//! word by word. All of it is linear: only some words are looked up, and only a few segments are folded.

use super::boundary::{begins_at, ends_at};
use super::difference::{Step, changes, steps};
use super::fold::Folded;
use super::gap::MAX_ENDING;
use super::index::hash_of;
use super::letters::{is_dash, is_wordy};
use super::quotation::{Fragment, Gap, word};
use super::source::{Source, Window};
use super::verdict::{Change, Passage};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How many entries of the index are looked at for one quotation.
const MAX_POSTINGS: usize = 50_000;
/// How many segments are looked through.
const CANDIDATES: usize = 3;
/// How much is folded before a segment: a passage may begin within a word there.
const BEFORE: usize = 256;
/// Of how many words of a segment.
const MAX_WORDS: usize = 200_000;
/// How many of ten words must be shared.
const NEAR: usize = 4;

/// A passage that is like a fragment.
#[derive(Clone, Debug)]
pub(super) struct Near {
    pub(super) passage: Passage,
    pub(super) difference: Vec<Change>,
    /// How much both share.
    pub(super) score: usize,
}

/// A word of the quotation as it is shown and compared.
#[derive(Debug)]
struct Word {
    shown: String,
    /// The part of it that is of the source, normalised; nothing where all of it is the editor's.
    own: String,
    /// The same without marks at its ends, in small letters.
    key: String,
    /// The editor's letters before it, in small letters.
    lead: Option<String>,
    /// The editor's letters stand for its ending.
    is_ending_open: bool,
}

impl Word {
    /// What is the editor's.
    fn of_editor(shown: String) -> Self {
        Self { shown, own: String::new(), key: String::new(), lead: None, is_ending_open: false }
    }

    fn is(&self, other: &str) -> bool {
        if self.own.is_empty() {
            return false;
        }
        if self.lead.is_none() && !self.is_ending_open {
            return is_same(&self.own, other);
        }
        let Some(at) = other.find(&self.own) else { return false };
        let (before, behind) = (&other[..at], &other[at + self.own.len()..]);
        let ending = if self.is_ending_open { MAX_ENDING } else { 0 };
        before.to_lowercase() == self.lead.as_deref().unwrap_or_default() && behind.chars().count() <= ending
    }
}

/// Whether two words are the same; either may be divided at the end of a line.
fn is_same(one: &str, other: &str) -> bool {
    let kept = |text: &str| text.replace('\n', "").replace('–', "-");
    one == other || kept(one) == kept(other) || kept(&one.replace("-\n", "")) == kept(&other.replace("-\n", ""))
}

/// The passages most like a fragment, the best one first; `located` are the segments where it should stand.
pub(super) fn nearest(source: &Source<'_>, fragment: &Fragment, located: &[usize]) -> Vec<Near> {
    let words = words(fragment);
    let reach = fragment.reach();
    let mut found: Vec<Near> = Vec::new();
    for segment in candidates(source, &words, reach, located) {
        let window = source.window(segment..segment + 1, BEFORE, 2 * reach + 256);
        found.extend(look(source, &window, &words).filter(|near| found.iter().all(|other| other.passage != near.passage)));
    }
    found.sort_by_key(|near| std::cmp::Reverse(near.score));
    found
}

/// The words of a fragment, joined with the editor's letters where these are a part of them, and the editor's words
/// between them.
fn words(fragment: &Fragment) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (number, piece) in fragment.pieces.iter().enumerate() {
        let gap = if number == 0 { fragment.lead.as_ref() } else { piece.gap.as_ref() };
        let behind = fragment.pieces.get(number + 1).map_or(fragment.trail.as_ref(), |next| next.gap.as_ref());
        if let Some(gap) = gap.filter(|gap| !gap.is_glued_before && !gap.is_glued_behind) {
            words.push(Word::of_editor(format!("[{}]", gap.text)));
        }
        let text = if piece.lead.is_some() { piece.text.trim_start_matches(is_blank_or_dash) } else { &piece.text };
        if piece.lead.is_some() {
            words.push(Word::of_editor("–".to_owned()));
        }
        let tokens = piece.folded.tokens();
        for (at, token) in tokens.iter().enumerate() {
            let own = piece.folded.part(token);
            let before = gap.filter(|gap| at == 0 && gap.is_glued_behind);
            let behind = behind.filter(|gap| at + 1 == tokens.len() && gap.is_glued_before);
            let bracket = |gap: Option<&Gap>| gap.map(|gap| format!("[{}]", gap.text)).unwrap_or_default();
            let written = text.get(piece.folded.original(token)).unwrap_or(&own);
            words.push(Word {
                key: word(&piece.folded.skeleton()[token.clone()]),
                shown: format!("{}{written}{}", bracket(before), bracket(behind)),
                own,
                lead: before.map(|gap| gap.words.last().cloned().unwrap_or_default()),
                is_ending_open: behind.is_some(),
            });
        }
    }
    if let Some(gap) = fragment.trail.as_ref().filter(|gap| !gap.is_glued_before) {
        words.push(Word::of_editor(format!("[{}]", gap.text)));
    }
    words
}

fn is_blank_or_dash(c: char) -> bool {
    c.is_whitespace() || is_dash(c)
}

/// The segments that share most of the rare words, and the first one that was named.
fn candidates(source: &Source<'_>, words: &[Word], reach: usize, located: &[usize]) -> Vec<usize> {
    let index = source.index();
    let mut hashes: Vec<u32> = words.iter().flat_map(|word| word.key.split(|c| !is_wordy(c))).filter(|part| !part.is_empty()).map(hash_of).collect();
    hashes.sort_unstable();
    hashes.dedup();
    let mut lists: Vec<&[u32]> = hashes.iter().map(|hash| index.segments_with(*hash)).filter(|list| !list.is_empty()).collect();
    lists.sort_by_key(|list| list.len());
    let (mut scores, mut looked) = (vec![0_u32; source.segments.len()], 0);
    for (number, list) in lists.into_iter().enumerate() {
        looked += list.len();
        if looked > MAX_POSTINGS && number > 0 {
            break;
        }
        let weight = 1 + (source.segments.len() / list.len()).checked_ilog2().unwrap_or(0);
        list.iter().take(MAX_POSTINGS).for_each(|segment| scores[*segment as usize] += weight);
    }
    // A quotation may cover several short segments, so each is ranked with those that it reaches.
    let ranked: Vec<(u32, u32)> = (0..).zip(scores).filter(|(_, score)| *score > 0).collect();
    let mut best: Vec<(u32, usize)> = Vec::new();
    let (mut sum, mut to) = (0_u32, 0);
    for (segment, score) in &ranked {
        let reached = index.starts[*segment as usize] + reach;
        while let Some((_, more)) = ranked.get(to).filter(|(next, _)| next <= segment || index.starts[*next as usize] < reached) {
            sum += more;
            to += 1;
        }
        best.push((sum, *segment as usize));
        sum -= score;
    }
    let rank = |(score, segment): &(u32, usize)| (std::cmp::Reverse(*score), *segment);
    if best.len() > CANDIDATES {
        best.select_nth_unstable_by_key(CANDIDATES, rank);
        best.truncate(CANDIDATES);
    }
    best.sort_unstable_by_key(rank);
    let mut chosen: Vec<usize> = located.iter().take(1).copied().collect();
    chosen.extend(best.into_iter().map(|(_, segment)| segment).filter(|segment| !located.starts_with(&[*segment])));
    chosen
}

/// The part of a window that is most like the words.
fn look(source: &Source<'_>, window: &Window, words: &[Word]) -> Option<Near> {
    let folded = &window.folded;
    let mut tokens = folded.tokens();
    tokens.truncate(MAX_WORDS);
    let keys: Vec<String> = tokens.iter().map(|token| word(&folded.skeleton()[token.clone()])).collect();
    let part = densest(&keys, words)?;
    let texts: Vec<String> = tokens[part.clone()].iter().map(|token| folded.part(token)).collect();
    let mut way = trimmed(steps(texts.len(), words.len(), &|a, b| words[b].is(&texts[a])), &texts, words);
    let used: Vec<usize> =
        way.iter().filter_map(|step| if let Step::Same(at, _) | Step::Source(at) = step { Some(part.start + at) } else { None }).collect();
    let (first, last) = whole_words(folded, &tokens, (*used.first()?, *used.last()?));
    way.splice(0..0, (first..*used.first()?).map(|at| Step::Source(at.wrapping_sub(part.start))));
    way.extend((*used.last()? + 1..=last).map(|at| Step::Source(at.wrapping_sub(part.start))));
    let mut known: Vec<&str> = keys[first..=last].iter().map(String::as_str).collect();
    known.sort_unstable();
    let shared = words.iter().filter(|word| !word.key.is_empty() && known.binary_search(&word.key.as_str()).is_ok()).count();
    let all = words.iter().filter(|word| !word.key.is_empty()).count();
    if shared * 10 < all * NEAR || shared == 0 {
        return None;
    }
    let same = way.iter().filter(|step| matches!(step, Step::Same(..))).count();
    let range = tokens[first].start..tokens[last].end;
    let mut places = Vec::new();
    window.places(source, &range, &mut places);
    let text = places.iter().filter_map(|place| source.segments[place.segment].text.get(place.range.clone()));
    let text = text.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    let written = |at: usize| window.text(source, &tokens[at.wrapping_add(part.start)]);
    let shown: Vec<&str> = words.iter().map(|word| word.shown.as_str()).collect();
    let difference = changes(&way, &written, &shown);
    Some(Near { passage: Passage { places, text }, difference, score: 2 * same + shared })
}

/// A passage begins and ends where words do, so that it can be quoted as it is.
fn whole_words(folded: &Folded, tokens: &[Range<usize>], (mut first, mut last): (usize, usize)) -> (usize, usize) {
    while first > 0 && !begins_at(folded, tokens[first].start) {
        first -= 1;
    }
    while last + 1 < tokens.len() && !ends_at(folded, tokens[last].end) {
        last += 1;
    }
    (first, last)
}

/// The shortest run of words of the source with the most words of the quotation, and as many around it as are missing.
fn densest(keys: &[String], words: &[Word]) -> Option<Range<usize>> {
    let mut wanted: FxHashMap<&str, i64> = FxHashMap::default();
    words.iter().filter(|word| !word.key.is_empty()).for_each(|word| *wanted.entry(&word.key).or_default() += 1);
    let mut left = wanted.clone();
    let width = words.len() + words.len() / 4 + 4;
    let (mut shared, mut best) = (0_usize, (0_usize, 0));
    for (at, key) in keys.iter().enumerate() {
        if let Some(left) = left.get_mut(key.as_str()) {
            *left -= 1;
            shared += usize::from(*left >= 0);
        }
        if let Some(left) = at.checked_sub(width).and_then(|gone| left.get_mut(keys[gone].as_str())) {
            *left += 1;
            shared -= usize::from(*left > 0);
        }
        if shared > best.0 {
            best = (shared, at);
        }
    }
    // The run ends with the last word that it gained, and begins where going on would lose one.
    let (shared, last) = best;
    let mut start = (last + 1).saturating_sub(width);
    for key in &keys[start..=last] {
        if let Some(left) = wanted.get_mut(key.as_str()) {
            *left -= 1;
        }
    }
    while start < last && wanted.get(keys[start].as_str()).is_none_or(|left| *left < 0) {
        if let Some(left) = wanted.get_mut(keys[start].as_str()) {
            *left += 1;
        }
        start += 1;
    }
    // More than are missing, because the words may stand there in another order or be two where the quotation has one.
    let around = (2 * (words.len() - shared)).max(2);
    (shared > 0).then(|| start.saturating_sub(around)..(last + 1 + around).min(keys.len()))
}

/// Leaves out words of the source before the first shared one and behind the last, but for as many, or as long ones, as
/// the quotation has there instead.
fn trimmed(steps: Vec<Step>, texts: &[String], words: &[Word]) -> Vec<Step> {
    if !steps.iter().any(|step| matches!(step, Step::Same(..))) {
        return steps;
    }
    let start = edge(steps.iter(), texts, words);
    let end = edge(steps.iter().rev(), texts, words);
    let is_source = |step: &Step| matches!(step, Step::Source(_) | Step::Same(..));
    let from = steps.iter().filter(|step| is_source(step)).count();
    let mut number = 0;
    let kept = steps.into_iter().filter(|step| {
        number += usize::from(is_source(step));
        !is_source(step) || (number > start && number <= from - end)
    });
    kept.collect()
}

/// How many words of the source are to be left out at an edge.
fn edge<'a>(steps: impl Iterator<Item = &'a Step>, texts: &[String], words: &[Word]) -> usize {
    let (mut sources, mut count, mut letters) = (Vec::new(), 0, 0);
    for step in steps {
        match step {
            Step::Same(..) => break,
            Step::Source(at) => sources.push(texts[*at].chars().count()),
            Step::Quotation(at) => {
                count += usize::from(!words[*at].own.is_empty());
                letters += words[*at].own.chars().count();
            }
        }
    }
    // The words next to the shared one are the last of these.
    let mut left = letters;
    let fitting = sources.iter().rev().take_while(|len| left.checked_sub(**len).map(|rest| left = rest).is_some()).count();
    sources.len() - fitting.max(count).min(sources.len())
}
