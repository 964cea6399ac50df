//! What a document says whose parts have no pages of their own: paragraphs of a text, what was said at a time. It stands
//! on the document's page, with what the site quotes of it.

use super::context::{SaidContext, WordsContext};
use super::reading::Reading;
use super::runs::{Marked, paragraphs};
use super::segment::marked_in;
use super::transcript::clock;
use crate::check::{EntryIndex, KnownText};
use casebook_evidence::evidence::{Locator, Segment};
use casebook_evidence::transcript::{Form, Speakers, read};

/// How many bytes of text a page has room for: a book of two hundred pages.
const MOST_BYTES: usize = 400_000;

/// What a part counts for however short it is: its tags take room as well.
const LEAST: usize = 200;

impl Reading<'_> {
    /// The words of those of a document's files that have neither pages nor messages; of one that is too long only what is
    /// quoted.
    pub fn words_of(&self, index: EntryIndex) -> Vec<WordsContext> {
        let is_wordy = |known: &KnownText| {
            let first = known.document.segments.first();
            first.is_some_and(|first| matches!(first.locator, Locator::Paragraph(_) | Locator::Time(_)))
        };
        let wordy = self.site.known_texts(index).filter(|(_, known)| is_wordy(known));
        wordy.map(|(part, known)| self.words_of_part(index, part, known)).collect()
    }

    fn words_of_part(&self, index: EntryIndex, part: usize, known: &KnownText) -> WordsContext {
        let segments = &known.document.segments;
        let passages = self.site.quotations.of_document(index);
        let cut = segments.iter().map(|segment| segment.text.len() + LEAST).sum::<usize>() > MOST_BYTES;
        let speakers = self.speakers(known);
        let all = segments.iter().enumerate().map(|(number, segment)| (number, segment, marked_in(passages, part, number)));
        let shown = all.filter(|(_, _, marked)| !cut || !marked.is_empty());
        let said = shown.map(|(number, segment, marked)| of_segment(segment, &marked, speakers.get(number).cloned().flatten()));
        WordsContext { title: self.part_title(index, part), said: said.collect(), cut }
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
