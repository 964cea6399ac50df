//! The cues of a transcript as passages of a page, each with an address of its own.
//!
//! Reading is the business of `casebook-evidence`; here times become ids and words for clocks.

use super::context::CueContext;
use casebook_evidence::transcript::{Cue, Form, Speakers, read};
use std::collections::HashMap;

/// The cues of a transcript in order. What isn't a cue is passed over.
pub(super) fn cues(text: &str) -> Vec<CueContext> {
    let mut seen = HashMap::new();
    read(text, Form::Vtt, Speakers::Tagged).cues.into_iter().map(|cue| context(cue, &mut seen)).collect()
}

/// `seen` counts the cues that begin in the same second.
fn context(cue: Cue, seen: &mut HashMap<u64, usize>) -> CueContext {
    let seconds = cue.start / 1000;
    let nth = seen.entry(seconds).and_modify(|count| *count += 1).or_insert(1);
    let id = if *nth == 1 { format!("t{seconds}") } else { format!("t{seconds}-{nth}") };
    CueContext { id, time: clock(seconds), speaker: cue.speaker, text: cue.text }
}

/// A time as clocks show it.
pub(super) fn clock(seconds: u64) -> String {
    match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::cues;

    #[test]
    fn cues_have_times_speakers_and_text() {
        let text = "WEBVTT\n\nNOTE not shown\n\n1\n00:01.500 --> 00:04.000 align:start\n<v Anna Berg>I said <i>no</i> &amp; left.\n\n01:00:05.000 --> 01:00:07.000\nTwo\nlines\n\n01:00:05.900 --> 01:00:08.000\nAgain\n\nbroken\n\n00:99:xx --> 1\nno\n";
        let found: Vec<_> = cues(text).into_iter().map(|cue| (cue.id, cue.time, cue.speaker, cue.text)).collect();
        let expected =
            [("t1", "0:01", Some("Anna Berg"), "I said no & left."), ("t3605", "1:00:05", None, "Two lines"), ("t3605-2", "1:00:05", None, "Again")];
        let expected: Vec<_> =
            expected.map(|(id, time, speaker, text)| (id.to_owned(), time.to_owned(), speaker.map(str::to_owned), text.to_owned())).into();
        assert_eq!(found, expected);
    }

    #[test]
    fn many_cues_of_one_second_are_told_apart_at_once() {
        let text = format!("WEBVTT\n\n{}", "00:00.000 --> 00:01.000\nx\n\n".repeat(100_000));
        let found = cues(&text);
        assert_eq!((found.len(), found[99_999].id.as_str()), (100_000, "t0-100000"));
    }

    #[test]
    fn foreign_text_is_no_cue() {
        for text in ["", "WEBVTT", "\u{feff}WEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\n", "<v", "-->"] {
            assert!(cues(text).is_empty(), "{text:?}");
        }
    }
}
