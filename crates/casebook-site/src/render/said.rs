//! What a document says whose parts have no pages of their own: paragraphs of a text, what was said at a time. It stands
//! on the document's page, with what the site quotes of it.

use super::context::{SaidContext, WordsContext};
use super::reading::Reading;
use super::segment::{Marked, marked_in, paragraphs};
use super::transcript::clock;
use crate::check::{EntryIndex, KnownText};
use casebook_evidence::evidence::{Locator, Segment};
use casebook_evidence::transcript::{Form, Speakers, read};

/// How many bytes of text a page has room for: a book of two hundred pages.
const MOST_BYTES: usize = 400_000;

impl Reading<'_> {
    /// The words of a document, of one that is too long only what is quoted; none of what has pages or messages.
    pub fn words_of(&self, index: EntryIndex) -> Option<WordsContext> {
        let known = self.site.known_text(index)?;
        let segments = &known.document.segments;
        if !matches!(segments.first()?.locator, Locator::Paragraph(_) | Locator::Time(_)) {
            return None;
        }
        let passages = self.site.quotations.passages.get(&index).map(Vec::as_slice).unwrap_or_default();
        let cut = segments.iter().map(|segment| segment.text.len()).sum::<usize>() > MOST_BYTES;
        let speakers = self.speakers(known);
        let all = segments.iter().enumerate().map(|(number, segment)| (number, segment, marked_in(passages, number)));
        let shown = all.filter(|(_, _, marked)| !cut || !marked.is_empty());
        let mut said: Vec<SaidContext> = Vec::new();
        for (number, segment, marked) in shown {
            let speaker = speakers.get(number).cloned().flatten();
            said.push(of_segment(segment, &marked, speaker));
        }
        Some(WordsContext { said, cut })
    }

    /// Who speaks in each part of a transcript, as far as its file says so.
    fn speakers(&self, known: &KnownText) -> Vec<Option<String>> {
        let form = match known.path.extension().as_str() {
            "vtt" => Form::Vtt,
            "srt" => Form::Srt,
            _ => return Vec::new(),
        };
        let text = self.site.source.text(&known.path).unwrap_or_default();
        let cues = read(text, form, Speakers::Tagged).cues;
        // They are the same parts, unless the file is written in a way that only a reader of bytes understands.
        if cues.len() == known.document.segments.len() { cues.into_iter().map(|cue| cue.speaker).collect() } else { Vec::new() }
    }
}

fn of_segment(segment: &Segment, marked: &[Marked], speaker: Option<String>) -> SaidContext {
    let time = match segment.locator {
        Locator::Time(start) => Some(clock(start / 1000)),
        _ => None,
    };
    SaidContext { time, speaker, paragraphs: paragraphs(&segment.text, 0..segment.text.len(), marked) }
}
