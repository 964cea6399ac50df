//! A WebVTT transcript as passages with their times.
//!
//! Reads what a transcript needs (W3C WebVTT, sections 4.1 and 6): cues, times, voice spans. Styles,
//! regions and positions are for players, and passed over.

use super::context::CueContext;
use std::collections::HashMap;

/// The cues of a transcript in order. What isn't a cue is passed over.
pub(super) fn cues(text: &str) -> Vec<CueContext> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut seen = HashMap::new();
    text.split("\n\n").filter_map(|block| cue(block, &mut seen)).collect()
}

/// The cue of a block; `seen` counts the cues that begin in the same second.
fn cue(block: &str, seen: &mut HashMap<u64, usize>) -> Option<CueContext> {
    let mut lines = block.lines();
    let timing = lines.find(|line| line.contains("-->"))?;
    let seconds = seconds(timing.split("-->").next()?.trim())?;
    let raw = lines.collect::<Vec<_>>().join(" ");
    let speaker = voice(&raw);
    let text = plain(&raw);
    if text.is_empty() {
        return None;
    }
    let nth = seen.entry(seconds).and_modify(|count| *count += 1).or_insert(1);
    let id = if *nth == 1 { format!("t{seconds}") } else { format!("t{seconds}-{nth}") };
    let time = match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    };
    Some(CueContext { id, time, speaker, text })
}

/// `01:02.500` or `1:01:02.500` in whole seconds.
fn seconds(time: &str) -> Option<u64> {
    let whole = time.split(['.', ',']).next()?;
    let parts: Vec<u64> = whole.split(':').map(|part| part.parse().ok().filter(|part| *part < 100_000)).collect::<Option<_>>()?;
    (2..=3).contains(&parts.len()).then(|| parts.iter().fold(0, |sum, part| sum * 60 + part))
}

/// The name in `<v Name>`.
fn voice(raw: &str) -> Option<String> {
    let start = raw.find("<v")?;
    let tag = raw[start..].split('>').next()?;
    let name = tag.split_once(char::is_whitespace)?.1.trim();
    (!name.is_empty()).then(|| decode(name))
}

/// The text without its tags.
fn plain(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = rest[start..].split_once('>').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    decode(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn decode(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{a0}"), ("&lrm;", "\u{200e}"), ("&rlm;", "\u{200f}"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c))
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
