//! What the editor's words in brackets may stand for.
//!
//! A gap covers up to [`MAX_WORDS`] words of the source: `[the witness]` for `she`, `[was seen]` for `has been seen`.
//! Whoever leaves out more says so with `[…]`. Brackets neither take a negation away nor put one in, because that is how
//! a short gap turns a sentence round. Within a word, brackets in front change only its case (`[t]he`), and brackets
//! behind stand for an ending (`walk[ed]`) of up to [`MAX_ENDING`] letters: `harm[ful]` is not `harmless`.

use super::boundary::{begins_at, ends_at};
use super::fold::{Folded, Seam};
use super::piece::fits;
use super::quotation::{Gap, word};
use std::ops::Range;

/// Pronouns, names with a title, verbs with their auxiliaries.
pub(super) const MAX_WORDS: usize = 3;
/// `-ing`, `-est`, `-ung`; `-less` and `-frei` have four.
pub(super) const MAX_ENDING: usize = 3;
/// The same in bytes of the skeleton: three long words.
pub(super) const MAX_GAP: usize = 128;

/// Words that turn a sentence round, in small letters, by language. Those that are common words of another language are
/// left out where they would refuse harmless brackets (`mai`, `on`).
const NEGATIONS: [&[&str]; 5] = [
    &["not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "nowhere", "without", "cannot", "hardly", "unless", "except"],
    &["nicht", "kein", "keine", "keinen", "keinem", "keiner", "keines", "keins", "nie", "niemals", "niemand", "niemanden", "niemandem"],
    &["nichts", "ohne", "weder", "kaum", "nirgends", "keinesfalls", "keineswegs", "nein"],
    &[
        "ne", "pas", "jamais", "rien", "aucun", "aucune", "sans", "non", "ni", "nunca", "jamás", "nada", "nadie", "ningún", "ninguna", "ninguno",
        "sin",
    ],
    &["niente", "nulla", "nessuno", "nessuna", "senza", "né", "não", "nem", "sem", "niet", "geen", "nooit", "bez"],
];

/// Whether one of these words is a negation.
pub(super) fn has_negation<'a>(words: impl IntoIterator<Item = &'a str>) -> bool {
    words.into_iter().any(|word| NEGATIONS.iter().any(|words| words.contains(&word)) || word.contains("n\"t") || word.starts_with("n\""))
}

/// The words of a part of a text, in small letters.
pub(super) fn words_within(text: &Folded, range: &Range<usize>) -> Vec<String> {
    let tokens = text.tokens_within(range).into_iter();
    tokens.map(|token| word(&text.skeleton()[token])).filter(|word| !word.is_empty()).collect()
}

/// Whether the editor's words may stand for what is between two pieces.
pub(super) fn covers(text: &Folded, gap: &Gap, between: &Range<usize>) -> bool {
    is_literal(text, gap, between) || stands_for(text, gap, between).is_some()
}

/// Whether they may stand before the first piece of a fragment.
pub(super) fn leads(text: &Folded, gap: &Gap, at: usize) -> bool {
    let Some(from) = start_of_word(text, gap, at) else { return false };
    let is_negated = has_negation(gap.words.iter().map(String::as_str));
    !is_negated || has_negation(last_words(&words_within(text, &(floor(text, from.saturating_sub(MAX_GAP))..from))))
}

/// Whether they may stand behind the last piece of a fragment.
pub(super) fn trails(text: &Folded, gap: &Gap, at: usize) -> bool {
    let Some(from) = end_of_word(text, gap, at) else { return false };
    let is_negated = has_negation(gap.words.iter().map(String::as_str));
    let to = floor(text, (from + MAX_GAP).min(text.skeleton().len()));
    !is_negated || has_negation(words_within(text, &(from..to)).iter().take(MAX_WORDS).map(String::as_str))
}

fn last_words(words: &[String]) -> impl Iterator<Item = &str> {
    words.iter().rev().take(MAX_WORDS).map(String::as_str)
}

/// The next character boundary before a byte of the skeleton.
pub(super) fn floor(text: &Folded, at: usize) -> usize {
    text.skeleton().floor_char_boundary(at)
}

/// A source may hold the same brackets itself: `[unreadable]`, `[1]`.
fn is_literal(text: &Folded, gap: &Gap, between: &Range<usize>) -> bool {
    text.skeleton().get(between.clone()) == Some(gap.literal.skeleton()) && fits(text, &gap.literal, between.start)
}

fn stands_for(text: &Folded, gap: &Gap, between: &Range<usize>) -> Option<()> {
    if gap.is_sic {
        return (between.is_empty() && ends_at(text, between.start) && begins_at(text, between.end)).then_some(());
    }
    let glued = usize::from(gap.is_glued_before) + usize::from(gap.is_glued_behind);
    if glued == 2 && gap.words.len() <= 1 {
        return is_ending(text, between).then_some(());
    }
    let from = end_of_word(text, gap, between.start)?;
    let to = start_of_word(text, gap, between.end)?;
    if from > to {
        return None;
    }
    let words = words_within(text, &(from..to));
    let is_short = match gap.words.len().saturating_sub(glued) {
        0 if gap.words.is_empty() => words.is_empty() && to - from <= MAX_ENDING && !gap.literal.skeleton().eq("[]"),
        0 => from == to,
        _ => words.len() <= MAX_WORDS,
    };
    let is_negated = has_negation(gap.words.iter().map(String::as_str));
    (is_short && is_negated == has_negation(words.iter().map(String::as_str))).then_some(())
}

/// Where the word ends that the brackets continue.
fn end_of_word(text: &Folded, gap: &Gap, at: usize) -> Option<usize> {
    if !gap.is_glued_before || gap.words.is_empty() {
        return ends_at(text, at).then_some(at);
    }
    let mut end = at;
    for c in text.after(at).take(MAX_ENDING) {
        if ends_at(text, end) {
            break;
        }
        if !c.is_alphabetic() || !text.seam(end).agrees(Seam::NONE) {
            return None;
        }
        end += c.len_utf8();
    }
    ends_at(text, end).then_some(end)
}

/// Where the word begins of which the brackets hold the first letters, in another case.
fn start_of_word(text: &Folded, gap: &Gap, at: usize) -> Option<usize> {
    let Some(first) = gap.words.last().filter(|_| gap.is_glued_behind) else { return begins_at(text, at).then_some(at) };
    let mut start = at;
    for _ in first.chars() {
        if !text.seam(start).agrees(Seam::NONE) {
            return None;
        }
        start -= text.before(start)?.len_utf8();
    }
    let is_same = text.skeleton()[start..at].to_lowercase() == *first;
    (is_same && begins_at(text, start)).then_some(start)
}

/// Whether these are a few letters within one word.
fn is_ending(text: &Folded, between: &Range<usize>) -> bool {
    let letters = &text.skeleton()[between.clone()];
    let is_whole = text.seam(between.end).agrees(Seam::NONE) && text.seams_within(between).iter().all(|(_, seam, _)| seam.agrees(Seam::NONE));
    is_whole && text.seam(between.start).agrees(Seam::NONE) && letters.chars().count() <= MAX_ENDING && letters.chars().all(char::is_alphabetic)
}
