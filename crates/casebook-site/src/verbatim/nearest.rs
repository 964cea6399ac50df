//! The passage of a source that is most like words that stand nowhere in it.
//!
//! Segments are ranked by the rare words that they share with the quotation, then the best of them are looked through
//! word by word. All of it is linear: only some words are looked up, and only a few segments are folded.

use super::difference::{Step, changes, steps};
use super::index::hash_of;
use super::quotation::{Fragment, Gap, word};
use super::source::{Source, Window};
use super::verdict::{Change, Passage};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How many entries of the index are looked at for one quotation.
const MAX_POSTINGS: usize = 200_000;
/// How many segments are looked through.
const CANDIDATES: usize = 3;
/// Of how many words of a segment.
const MAX_WORDS: usize = 200_000;
/// How many of ten words must be shared.
const NEAR: usize = 4;

/// A passage that is like a fragment.
#[derive(Clone, Debug)]
pub(super) struct Near {
    pub(super) passage: Passage,
    pub(super) difference: Vec<Change>,
    score: usize,
}

/// A word of the quotation as it is shown and compared.
#[derive(Debug)]
struct Word {
    shown: String,
    /// The part of it that is of the source, normalised.
    own: String,
    /// The same without marks at its ends, in small letters.
    key: String,
    /// Letters before it are the editor's, or behind it.
    is_glued_before: bool,
    is_glued_behind: bool,
}

impl Word {
    fn is(&self, other: &str) -> bool {
        match (self.is_glued_before, self.is_glued_behind) {
            (false, false) => is_same(&self.own, other),
            (true, false) => other.ends_with(&self.own),
            (false, true) => other.starts_with(&self.own),
            (true, true) => other.contains(&self.own),
        }
    }
}

/// Whether two words are the same; one of them may be divided at the end of a line.
fn is_same(one: &str, other: &str) -> bool {
    let undivided = |text: &str| text.replace(['-', '–', '\n'], "");
    one == other || ((one.contains('\n') || other.contains('\n')) && undivided(one) == undivided(other))
}

/// The passages most like a fragment, the best one first; `located` are the segments where it should stand.
pub(super) fn nearest(source: &Source<'_>, fragment: &Fragment, located: &[usize]) -> Vec<Near> {
    let words = words(fragment);
    let reach = fragment.reach();
    let mut found: Vec<Near> = Vec::new();
    for segment in candidates(source, &words, reach, located) {
        let window = source.window(segment..segment + 1, 0, 2 * reach + 256);
        found.extend(look(source, &window, &words).filter(|near| found.iter().all(|other| other.passage != near.passage)));
    }
    found.sort_by_key(|near| std::cmp::Reverse(near.score));
    found
}

/// The words of a fragment, joined with the editor's letters where these are a part of them.
fn words(fragment: &Fragment) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (number, piece) in fragment.pieces.iter().enumerate() {
        let before = if number == 0 { fragment.lead.as_ref() } else { piece.gap.as_ref() }.filter(|gap| gap.is_glued_behind);
        let behind = fragment.pieces.get(number + 1).map_or(fragment.trail.as_ref(), |next| next.gap.as_ref()).filter(|gap| gap.is_glued_before);
        let tokens = piece.folded.tokens();
        for (at, token) in tokens.iter().enumerate() {
            let own = piece.folded.part(token);
            let skeleton = &piece.folded.skeleton()[token.clone()];
            let shown = piece.text.get(original(piece.lead.is_some(), &piece.text, piece.folded.original(token))).unwrap_or(&own).to_owned();
            let lead = before.filter(|_| at == 0);
            let trail = behind.filter(|_| at + 1 == tokens.len());
            let bracket = |gap: Option<&Gap>| gap.map(|gap| format!("[{}]", gap.text)).unwrap_or_default();
            words.push(Word {
                key: word(skeleton),
                shown: format!("{}{shown}{}", bracket(lead), bracket(trail)),
                own,
                is_glued_before: lead.is_some(),
                is_glued_behind: trail.is_some(),
            });
        }
    }
    words
}

/// A dash at the beginning of a piece was cut off before it was folded.
fn original(is_led: bool, text: &str, range: Range<usize>) -> Range<usize> {
    let cut = if is_led { text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || super::letters::is_dash(c)).len() } else { 0 };
    range.start + cut..range.end + cut
}

/// The segments that share most of the rare words, and the first one that was named.
fn candidates(source: &Source<'_>, words: &[Word], reach: usize, located: &[usize]) -> Vec<usize> {
    let index = source.index();
    let mut hashes: Vec<u32> =
        words.iter().flat_map(|word| word.key.split(|c| !super::letters::is_wordy(c))).filter(|part| !part.is_empty()).map(hash_of).collect();
    hashes.sort_unstable();
    hashes.dedup();
    let mut lists: Vec<&[u32]> = hashes.iter().map(|hash| index.segments_with(*hash)).filter(|list| !list.is_empty()).collect();
    lists.sort_by_key(|list| list.len());
    let (mut scores, mut looked) = (FxHashMap::<u32, u32>::default(), 0);
    for list in lists {
        looked += list.len();
        if looked > MAX_POSTINGS && !scores.is_empty() {
            break;
        }
        let weight = 1 + (source.segments.len() / list.len()).checked_ilog2().unwrap_or(0);
        list.iter().take(MAX_POSTINGS).for_each(|segment| *scores.entry(*segment).or_default() += weight);
    }
    // A quotation may cover several short segments, so each is ranked with those that it reaches.
    let mut ranked: Vec<(u32, u32)> = scores.into_iter().collect();
    ranked.sort_unstable();
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
    best.sort_by_key(|(score, segment)| (std::cmp::Reverse(*score), *segment));
    let mut chosen: Vec<usize> = located.iter().take(1).copied().collect();
    chosen.extend(best.into_iter().take(CANDIDATES).map(|(_, segment)| segment).filter(|segment| !located.starts_with(&[*segment])));
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
    let way = trimmed(steps(texts.len(), words.len(), &|a, b| words[b].is(&texts[a])));
    let used: Vec<usize> =
        way.iter().filter_map(|step| if let Step::Same(at, _) | Step::Source(at) = step { Some(part.start + at) } else { None }).collect();
    let (first, last) = (*used.first()?, *used.last()?);
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
    let written: Vec<String> = tokens[part].iter().map(|token| window.text(source, token)).collect();
    let written: Vec<&str> = written.iter().map(String::as_str).collect();
    let shown: Vec<&str> = words.iter().map(|word| word.shown.as_str()).collect();
    let difference = changes(&way, &written, &shown);
    Some(Near { passage: Passage { places, text }, difference, score: 2 * same + shared })
}

/// The run of words of the source with the most words of the quotation.
fn densest(keys: &[String], words: &[Word]) -> Option<Range<usize>> {
    let mut wanted: FxHashMap<&str, i64> = FxHashMap::default();
    words.iter().filter(|word| !word.key.is_empty()).for_each(|word| *wanted.entry(&word.key).or_default() += 1);
    let width = (words.len() + words.len() / 4 + 4).min(keys.len());
    let (mut shared, mut best) = (0_i64, (0_i64, 0));
    for (at, key) in keys.iter().enumerate() {
        if let Some(left) = wanted.get_mut(key.as_str()) {
            *left -= 1;
            shared += i64::from(*left >= 0);
        }
        if let Some(left) = at.checked_sub(width).and_then(|gone| wanted.get_mut(keys[gone].as_str())) {
            *left += 1;
            shared -= i64::from(*left > 0);
        }
        if shared > best.0 {
            best = (shared, at);
        }
    }
    let (shared, last) = best;
    // The run ends with the last word that it gained; what is left of its width is for words that were changed.
    (shared > 0).then(|| (last + 1).saturating_sub(width)..(last + 1 + words.len() / 4 + 2).min(keys.len()))
}

/// Leaves out words of the source before the first shared one and behind the last, but for as many as were changed there.
fn trimmed(steps: Vec<Step>) -> Vec<Step> {
    let edge = |steps: &mut dyn Iterator<Item = &Step>| {
        let (mut source, mut quotation) = (0, 0);
        for step in steps.take_while(|step| !matches!(step, Step::Same(..))) {
            if matches!(step, Step::Source(_)) { source += 1 } else { quotation += 1 }
        }
        (source, source - quotation.min(source))
    };
    if !steps.iter().any(|step| matches!(step, Step::Same(..))) {
        return steps;
    }
    let (_, start) = edge(&mut steps.iter());
    let (_, end) = edge(&mut steps.iter().rev());
    let all = steps.iter().filter(|step| matches!(step, Step::Same(..) | Step::Source(_))).count();
    let mut number = 0;
    let kept = steps.into_iter().filter(|step| {
        let is_source = !matches!(step, Step::Quotation(_));
        number += usize::from(is_source);
        !is_source || (number > start && number <= all - end)
    });
    kept.collect()
}
