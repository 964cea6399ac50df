//! Footnotes: numbered by their first mention, whatever the order of their texts.

use super::{Frame, Writer};
use crate::diagnostic::Diagnostic;
use crate::markdown::draft::{Draft, Holder};
use crate::markdown::{Body, Footnote, Piece};
use std::collections::BTreeMap;
use std::ops::Range;

/// The footnotes found so far.
#[derive(Default)]
pub(super) struct Footnotes {
    /// By label, in lower case, as labels are compared.
    notes: BTreeMap<String, Note>,
    /// The labels in the order of their first mention.
    mentioned: Vec<String>,
}

#[derive(Default)]
struct Note {
    number: u32,
    mentions: u32,
    text: Option<(Body, Range<usize>)>,
}

impl Writer<'_, '_> {
    /// A footnote is mentioned.
    pub(super) fn mention(&mut self, label: &str) {
        if self.picture.is_some() {
            return;
        }
        let key = label.to_lowercase();
        let note = self.footnotes.notes.entry(key.clone()).or_default();
        if note.number == 0 {
            self.footnotes.mentioned.push(key);
            note.number = u32::try_from(self.footnotes.mentioned.len()).unwrap_or(u32::MAX);
        }
        note.mentions += 1;
        let piece = Piece::FootnoteMention { number: note.number, mention: note.mentions };
        self.draft().piece(piece);
    }

    pub(super) fn begin_footnote(&mut self, label: &str, range: Range<usize>) {
        self.frames.push(Frame::Footnote { label: label.to_lowercase(), range });
        self.drafts.push(Draft::new(Holder::Footnote, self.frames.len()));
    }

    pub(super) fn end_footnote(&mut self, label: String, range: Range<usize>) {
        let Some(draft) = self.drafts.pop() else { return };
        let mark = range.start..range.start + self.typed(range.clone()).find(':').map_or(0, |colon| colon + 1);
        let note = self.footnotes.notes.entry(label).or_default();
        if note.text.is_none() {
            note.text = Some((draft.finish(), mark));
            return;
        }
        let diagnostic = Diagnostic::warning("footnote-twice", "there is another footnote with this name; only the first is shown");
        self.report(mark, diagnostic.hint("give each footnote a name of its own"));
    }

    /// All footnotes in their order; those that nobody mentions are reported and come last.
    pub(super) fn finish_footnotes(&mut self) -> Vec<Footnote> {
        let Footnotes { mut notes, mentioned } = std::mem::take(&mut self.footnotes);
        let in_order = mentioned.iter().filter_map(|label| notes.remove(label));
        let mut footnotes: Vec<Footnote> =
            in_order.map(|note| Footnote { body: note.text.map(|(body, _)| body).unwrap_or_default(), mentions: note.mentions }).collect();
        let mut unused: Vec<(Body, Range<usize>)> = notes.into_values().filter_map(|note| note.text).collect();
        unused.sort_by_key(|(_, mark)| mark.start);
        for (body, mark) in unused {
            let diagnostic = Diagnostic::warning("footnote-unused", "nothing in the text mentions this footnote");
            self.report(
                mark.clone(),
                diagnostic.hint(format!("write `{}` where it belongs, or take it out", self.typed(mark).trim_end_matches(':'))),
            );
            footnotes.push(Footnote { body, mentions: 0 });
        }
        footnotes
    }
}
