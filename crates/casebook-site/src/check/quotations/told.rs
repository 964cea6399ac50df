//! What is told of a quotation that doesn't stand where it says: the nearest passage, the difference, what to write.

use super::claim::{Claim, Form};
use super::judge::{Judged, Spot};
use crate::diagnostic::{Diagnostic, Span};
use crate::verbatim::{Caution, Change, Excess, Verdict};
use casebook_evidence::evidence::Locator;

/// How many of several places are named.
const MOST_PLACES: usize = 6;

/// How many words of a difference are shown around what differs.
const AROUND: usize = 6;

/// What must be said of a verdict; nothing of a quotation that stands where it says and can't mislead. `file` is the one
/// that the verdict is about, where the document has several.
pub(super) fn told(claim: &Claim<'_>, judged: &Judged, file: Option<&str>, text: &str) -> Vec<Diagnostic> {
    let id = claim.source.id();
    let at = |diagnostic: Diagnostic| diagnostic.at(claim.span.clone());
    let error = |code, message: String| at(Diagnostic::error(code, message));
    let one = |diagnostic| vec![diagnostic];
    match &*judged.verdict {
        Verdict::Verified { cautions, .. } => cautions.iter().map(|caution| at(cautioned(*caution))).collect(),
        Verdict::Elsewhere { .. } => {
            let elsewhere = error("quotation-elsewhere", format!("these words stand in `{id}`, but not where the quotation says"));
            let elsewhere = elsewhere.hint(places(claim.form, &judged.spots));
            let repeated = "there somebody only repeats them: they are the words of whoever wrote the other message";
            one(if judged.is_repeat { elsewhere.hint(repeated) } else { elsewhere })
        }
        Verdict::Repeated { count, .. } => {
            let repeated = error("quotation-repeated", format!("these words stand {count} times in `{id}`"));
            one(repeated.hint(places(claim.form, &judged.spots)).hint("or quote some more words around them, until they stand there once"))
        }
        Verdict::Disordered { fragment, .. } => {
            let order = error(
                "quotation-order",
                format!("part {} of this quotation stands in `{id}` only before the part that it follows here", fragment + 1),
            );
            let hint = "quote the parts in the order of the source, or make them two quotations";
            one(order.hint(hint).hint(format!("that part stands at {}", written_all(claim.form, &judged.spots))))
        }
        Verdict::Differs { nearest, difference, .. } => {
            let place = nearest.places.first().map(|place| words_for(place.locator));
            let differs = Diagnostic::error("quotation-differs", format!("`{id}` says this in other words"));
            let differs = differs.at(underlined(claim, difference, text).unwrap_or_else(|| claim.span.clone()));
            let place = [file.map(|file| format!("`{file}`")), place].into_iter().flatten().collect::<Vec<_>>().join(", ");
            let passage = if place.is_empty() { place } else { format!("{place}: ") };
            one(differs
                .hint(format!("the source: {passage}{}", shown(difference, Side::Source)))
                .hint(format!("the quotation: {}", shown(difference, Side::Quotation)))
                .hint("write the words as the source has them; `[…]` leaves some out, and words of your own stand in [brackets]"))
        }
        Verdict::Missing { fragment } => {
            let missing = error("quotation-missing", format!("nothing in `{id}` is like {}", part(*fragment)));
            one(missing.hint("see whether it is the right document; `casebook quote DOCUMENT \"words\"` finds a passage and prints its directive"))
        }
        Verdict::Empty => {
            let empty = error("quotation-empty", "this quotation, or a part of it, has no words of the source".to_owned());
            one(empty.hint("words in [brackets] are the editor's; between two `[…]` stands at least one word of the source"))
        }
        Verdict::Excessive(excess) => {
            let exceeds = error("quotation-long", exceeded(*excess).to_owned()).hint("quote less, and show the document itself");
            one(if file.is_some() { exceeds.hint("or name the `file` in which the words stand") } else { exceeds })
        }
    }
}

fn part(fragment: usize) -> String {
    if fragment == 0 { "these words".to_owned() } else { format!("part {} of this quotation", fragment + 1) }
}

const fn exceeded(excess: Excess) -> &'static str {
    match excess {
        Excess::Length => "this quotation is too long to be compared",
        Excess::Pieces => "this quotation has too many brackets to be compared",
        Excess::Source => "this document is too long to be compared with",
        Excess::Work => "the words of this quotation stand nearly everywhere in the document",
    }
}

fn cautioned(caution: Caution) -> Diagnostic {
    let warning = |what: String, hint: &'static str| Diagnostic::warning("quotation-caution", what).hint(hint);
    match caution {
        Caution::Thin(fragment) => warning(
            format!("part {} of this quotation is very short", fragment + 1),
            "words torn out like this can be made to say anything: quote more of the sentence",
        ),
        Caution::Patched => warning(
            "this quotation is patched together of many parts".to_owned(),
            "a reader hears a sentence that nobody said: quote fewer and longer parts",
        ),
        Caution::Far(fragment) => warning(
            format!("part {} of this quotation stands pages behind the part before it", fragment + 1),
            "make them two quotations, each with its place",
        ),
        Caution::Negation(fragment) => warning(
            format!("what is left out before part {} of this quotation holds a negation", fragment + 1),
            "see whether the sentence still says what it said, and quote the words",
        ),
    }
}

/// What to write, so that the quotation is found.
fn places(form: Form, spots: &[Spot]) -> String {
    let written = written_all(form, spots);
    if spots.len() == 1 { format!("write {written}") } else { format!("write one of these: {written}") }
}

fn written_all(form: Form, spots: &[Spot]) -> String {
    let written: Vec<String> = spots.iter().take(MOST_PLACES).map(|spot| written(form, spot)).collect();
    let more = if spots.len() > MOST_PLACES { ", …" } else { "" };
    written.join(", ") + more
}

/// A place as it is written: in a directive as attributes, in front matter as fields, each on a line of its own.
pub(super) fn written(form: Form, Spot { file, hint }: &Spot) -> String {
    let (name, value) = match hint.locator {
        Locator::Page(page) => ("page", page.to_string()),
        Locator::Message(message) => ("message", message.to_string()),
        Locator::Paragraph(paragraph) => ("paragraph", paragraph.to_string()),
        Locator::Time(milliseconds) => ("at", clock(milliseconds)),
    };
    let fields = [("file", file.clone()), (name, Some(value)), ("nth", hint.nth.map(|nth| nth.to_string()))];
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    match form {
        Form::Directive => format!("`{}`", fields.map(|(name, value)| format!("{name}=\"{value}\"")).collect::<Vec<_>>().join(" ")),
        Form::FrontMatter => {
            let quote = |name: &str| if matches!(name, "file" | "at") { "\"" } else { "" };
            fields.map(|(name, value)| format!("`{name} = {0}{value}{0}`", quote(name))).collect::<Vec<_>>().join(" and ")
        }
    }
}

fn words_for(locator: Locator) -> String {
    match locator {
        Locator::Page(page) => format!("page {page}"),
        Locator::Message(message) => format!("message {message}"),
        Locator::Paragraph(paragraph) => format!("paragraph {paragraph}"),
        Locator::Time(milliseconds) => format!("at {}", clock(milliseconds)),
    }
}

/// A time as it is written: `12:05`, `1:12:05`, `12:05.5`; no more of it than there is.
pub(super) fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    let fraction = match milliseconds % 1000 {
        0 => String::new(),
        fraction => format!(".{fraction:03}"),
    };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}{fraction}") } else { format!("{minutes}:{seconds:02}{fraction}") }
}

/// What stands where a side has no words.
const GAP: &str = "› ‹";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Source,
    Quotation,
}

/// One side of a difference, its own words between ›‹; of a long run that both have only the ends.
fn shown(difference: &[Change], side: Side) -> String {
    let last = difference.len().saturating_sub(1);
    let parts = difference.iter().enumerate().filter_map(|(number, change)| match (change, side) {
        (Change::Same(words), _) => Some(ends(words, number > 0, number < last)),
        (Change::Source(words), Side::Source) | (Change::Quotation(words), Side::Quotation) => Some(format!("›{words}‹")),
        // Where words stand for others each side shows its own; where they are only there, a gap.
        (Change::Source(_), Side::Quotation) => (!matches!(difference.get(number + 1), Some(Change::Quotation(_)))).then(|| GAP.to_owned()),
        (Change::Quotation(_), Side::Source) => {
            let before = number.checked_sub(1).and_then(|before| difference.get(before));
            (!matches!(before, Some(Change::Source(_)))).then(|| GAP.to_owned())
        }
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// The words of a run that stand beside what differs.
fn ends(words: &str, keeps_start: bool, keeps_end: bool) -> String {
    let all: Vec<&str> = words.split(' ').collect();
    let (start, end) = (if keeps_start { AROUND } else { 0 }, if keeps_end { AROUND } else { 0 });
    if all.len() <= start + end {
        return words.to_owned();
    }
    let (first, last) = (all[..start].join(" "), all[all.len() - end..].join(" "));
    match (first.is_empty(), last.is_empty()) {
        (true, _) => format!("… {last}"),
        (_, true) => format!("{first} …"),
        _ => format!("{first} … {last}"),
    }
}

/// Where the first words stand in the file that the source hasn't got.
fn underlined(claim: &Claim<'_>, difference: &[Change], text: &str) -> Option<Span> {
    let own = difference.iter().find_map(|change| match change {
        Change::Quotation(words) => Some(words.as_str()),
        Change::Same(_) | Change::Source(_) => None,
    })?;
    let given = claim.given.map_or(claim.span.range.indices().end..text.len(), |given| given.range.indices());
    let opened = given.start;
    let body = text.get(given)?;
    let body = if claim.form == Form::Directive { body.split("\n:::").next()? } else { body };
    let is_word = |at: usize| {
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !joins(body[..at].chars().next_back()) && !joins(body[at + own.len()..].chars().next())
    };
    let at = opened + body.match_indices(own).map(|(at, _)| at).find(|at| is_word(*at))?;
    Some(Span { range: (at..at + own.len()).into(), ..claim.span.clone() })
}
