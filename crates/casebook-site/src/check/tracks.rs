//! Captions and transcripts: what browsers pass over without a word, told to the author.
//!
//! What is wrong is found by `casebook-evidence`; here it gets its words and its hint.

use crate::diagnostic::{Diagnostic, Span};
use crate::source::SitePath;
use casebook_evidence::transcript::{Form, Mistake, Speakers, Wrong, read};

const EXAMPLE: &str = "00:01.500 --> 00:04.000";

/// What keeps a file from being read as WebVTT.
pub(super) fn check(path: &SitePath, text: &str) -> Vec<Diagnostic> {
    let mistakes = read(text, Form::Vtt, Speakers::Tagged).mistakes;
    let timings: Vec<&Mistake> = mistakes.iter().filter(|mistake| matches!(mistake.what, Wrong::Timing(_))).collect();
    let at = |mistake: &Mistake| Span::new(path, mistake.range.clone());
    let mut found = Vec::new();
    for mistake in &mistakes {
        match &mistake.what {
            Wrong::Head => {
                let error = Diagnostic::error("track-form", "this is not WebVTT: its first line is not `WEBVTT`").at(at(mistake));
                if timings.iter().any(|timing| text.get(timing.range.clone()).is_some_and(|line| line.contains(','))) {
                    // One hint says all of a file in SubRip's form.
                    let hint = "it looks like SubRip (SRT); save it as WebVTT, or write `WEBVTT` and an empty line at its top and points in place of the commas in its times";
                    return vec![error.hint(hint)];
                }
                found.push(error.hint("write `WEBVTT` on a line of its own at the top, and an empty line below it"));
            }
            Wrong::Silent => {
                let error = Diagnostic::error("track-form", "nothing is said at any time here").at(Span::start_of(path));
                found.push(error.hint(format!("a line of times stands above the words that are said then: {EXAMPLE}")));
            }
            Wrong::Timing(_) => {}
        }
    }
    if let Some(first) = timings.first() {
        let more = match timings.len() {
            1 => String::new(),
            count => format!(" ({count} lines are like this)"),
        };
        let meant = match &first.what {
            Wrong::Timing(Some(meant)) => meant,
            _ => EXAMPLE,
        };
        let error = Diagnostic::error("track-form", format!("this is not how times are written{more}")).at(at(first));
        found.push(error.hint(format!("write it as {meant}")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::source::SitePath;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_stands_there_is_looked_at(text in "(WEBVTT|\u{feff})?[0-9:,.\\->\r\n a\u{e4}→]{0,60}") {
            let path = SitePath::new("content/a.vtt").expect("a path");
            for found in check(&path, &text) {
                let range = found.span.expect("a place").range.indices();
                prop_assert!(text.get(range.clone()).is_some(), "{range:?} in {text:?}");
            }
        }
    }
}
