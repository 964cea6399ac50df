//! Transcripts and captions: cues with their times, and what is wrong with the file (WebVTT, SubRip).
//!
//! Reads what a text needs of W3C WebVTT, sections 4 and 6: times, voices, words. Styles, regions and
//! positions are for players and passed over. A mistake is a value with its place; what can be read
//! beside it is read all the same.

mod lines;
mod time;
mod words;

use lines::{Line, lines};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use std::ops::Range;

/// How a transcript is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// W3C WebVTT.
    Vtt,
    /// SubRip (SRT), which no standard describes.
    Srt,
}

/// Where the names of those who speak are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speakers {
    /// In voice spans alone: `<v Anna Berg>`.
    Tagged,
    /// Also before a colon at the beginning of a cue: `ANNA BERG: I was there.`
    Named,
}

/// What a transcript holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// The cues in the order of the file. One in which several people speak is one for each of them.
    pub cues: Vec<Cue>,
    /// What keeps parts of it from being read, in the order of the file.
    pub mistakes: Vec<Mistake>,
}

/// What is said at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// When it begins, in milliseconds.
    pub start: u64,
    /// When it ends, in milliseconds.
    pub end: u64,
    /// Who speaks, where the file says so.
    pub speaker: Option<String>,
    /// What is said, in one line.
    pub text: String,
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    /// What it is.
    pub what: Wrong,
    /// The line, from 1.
    pub line: NonZeroU32,
    /// The place in the text, in bytes.
    pub range: Range<usize>,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wrong {
    /// A WebVTT file doesn't begin with `WEBVTT`.
    Head,
    /// A line of times isn't written as it must be; as it was meant, where that is plain.
    Timing(Option<String>),
    /// There is no line of times at all.
    Silent,
}

/// Reads a transcript.
pub fn read(text: &str, form: Form, speakers: Speakers) -> Transcript {
    let lines = lines(text);
    Transcript { cues: cues(&lines, form, speakers), mistakes: mistakes(text, &lines, form) }
}

/// The cues; what isn't one is passed over.
fn cues(lines: &[Line<'_>], form: Form, speakers: Speakers) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some((start, end)) = timing(lines, at, form) else {
            at += 1;
            continue;
        };
        at += 1;
        let last = cue_end(lines, at, form);
        let raw: Vec<&str> = lines[at..last].iter().map(|line| line.text).collect();
        cues.extend(words::passages(&raw.join(" "), speakers).into_iter().map(|(speaker, text)| Cue { start, end, speaker, text }));
        at = last;
    }
    cues
}

/// From when till when the cue is shown that the line at this place begins.
fn timing(lines: &[Line<'_>], at: usize, form: Form) -> Option<(u64, u64)> {
    let line = lines[at].text;
    // In a comment and in a style sheet, an arrow begins nothing.
    time::span(line, form).filter(|_| !(form == Form::Vtt && line.starts_with("NOTE")))
}

/// Where the words of a cue end that begin at this place.
fn cue_end(lines: &[Line<'_>], at: usize, form: Form) -> usize {
    let rest = &lines[at..];
    let is_empty = |line: &Line<'_>| line.text.trim().is_empty();
    if form == Form::Vtt {
        return at + rest.iter().position(|line| line.text.is_empty() || line.text.contains("-->")).unwrap_or(rest.len());
    }
    // In SubRip, an empty line may stand within a cue; the number of the next one may not.
    let Some(next) = rest.iter().position(|line| time::span(line.text, form).is_some()) else { return lines.len() };
    let is_number = |line: &Line<'_>| !is_empty(line) && line.text.trim().bytes().all(|byte| byte.is_ascii_digit());
    let has_number = next > 0 && is_number(&rest[next - 1]) && (next == 1 || is_empty(&rest[next - 2]));
    at + if has_number { next - 1 } else { next }
}

fn mistakes(text: &str, lines: &[Line<'_>], form: Form) -> Vec<Mistake> {
    let place = |at: usize, what: Wrong| {
        let line = lines.get(at);
        Mistake { what, line: crate::document::number(at), range: line.map_or(0..0, |line| line.range.clone()) }
    };
    let mut found = Vec::new();
    if form == Form::Vtt && !has_head(text) {
        found.push(place(0, Wrong::Head));
    }
    let mut has_times = false;
    for (at, line) in lines.iter().enumerate() {
        if time::is_timing(line.text, form) {
            has_times = true;
        } else if !(form == Form::Vtt && line.text.starts_with("NOTE")) {
            let mended = time::mended(line.text, form);
            if mended.is_some() || line.text.contains("-->") {
                has_times = true;
                found.push(place(at, Wrong::Timing(mended)));
            }
        }
    }
    if !has_times {
        found.push(Mistake { what: Wrong::Silent, line: NonZeroU32::MIN, range: 0..0 });
    }
    found
}

/// Whether the first line is that of WebVTT.
fn has_head(text: &str) -> bool {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    body.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}
