//! Where a quotation may begin and end: never within a word or a number.
//!
//! `art` is not in `heart`, `guilty` not in `un-guilty`, `can` not in `can't`, `500,000` not in `1,500,000` and `5` not
//! in `<5`. Where it is in doubt the answer is no: a refused quotation is made longer by a word, a wrong one misleads.

use super::fold::{Folded, Seam};
use super::letters::{QUOTE, is_mark, is_sign, is_unspaced, is_within_number, is_wordy};

/// Whether words may begin before a byte of the skeleton.
pub(super) fn begins_at(text: &Folded, at: usize) -> bool {
    let (Some(before), Some(next)) = (text.before(at), text.after(at).next()) else { return true };
    match text.seam(at) {
        Seam::NONE if is_mark(next) => false,
        Seam::NONE if is_unspaced(before) || is_unspaced(next) => true,
        // `(un)guilty` is a word, too.
        Seam::NONE if matches!(before, ')' | ']') && next.is_alphabetic() => false,
        Seam::NONE if next.is_numeric() && is_sign(before) => false,
        Seam::SPACE => !is_grouped(text, at),
        seam => !(is_wordy(before) && is_wordy(next)) || !(seam == Seam::NONE || seam.is_inward()),
    }
}

/// Whether words may end before a byte of the skeleton.
pub(super) fn ends_at(text: &Folded, at: usize) -> bool {
    let mut rest = text.after(at);
    let (Some(last), Some(next)) = (text.before(at), rest.next()) else { return true };
    match text.seam(at) {
        Seam::NONE if is_mark(next) => false,
        Seam::NONE if is_unspaced(last) || is_unspaced(next) => true,
        Seam::NONE if is_wordy(last) && !is_wordy(next) => {
            let goes_on = rest.next().filter(|_| text.seam(at + next.len_utf8()) == Seam::NONE);
            let is_number = last.is_numeric() && (matches!(next, '%' | '‰' | '°') || is_within_number(next) && goes_on.is_some_and(char::is_numeric));
            // What follows an apostrophe may be a whole word (`l'homme`), what comes before one may lack its `not`.
            let is_elision = last.is_alphabetic() && next == QUOTE && goes_on.is_some_and(char::is_alphabetic);
            !is_number && !is_elision
        }
        Seam::SPACE => !is_grouped(text, at),
        seam => !(is_wordy(last) && is_wordy(next)) || !(seam == Seam::NONE || seam.is_inward()),
    }
}

/// Whether a space may stand between the thousands of a number: one to three digits before it, three behind.
fn is_grouped(text: &Folded, at: usize) -> bool {
    let is_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if !is_number(text.before(at)) || !is_number(text.after(at).next()) {
        return false;
    }
    let digits = |from: usize, step: fn(usize) -> Option<usize>| {
        let mut count = 0;
        let mut place = Some(from);
        while let Some(here) = place.filter(|_| count < 4) {
            let is_digit = text.skeleton().as_bytes().get(here).is_some_and(u8::is_ascii_digit);
            if !is_digit {
                break;
            }
            count += 1;
            // The seam before the left one of two digits' places parts them.
            place = step(here).filter(|next| text.seam(here.max(*next)) == Seam::NONE);
        }
        count
    };
    digits(at, |here| here.checked_add(1)) == 3 && digits(at - 1, |here| here.checked_sub(1)) <= 3
}
