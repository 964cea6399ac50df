//! A body while it is being written: HTML at the end, pieces cut from it as others come between.

use super::rules::Shape;
use super::spaces::parts_words;
use super::{Body, Piece};
use crate::diagnostic::ByteRange;
use crate::escape;

/// How long a summary is at most, in characters.
const SUMMARY_LEN: usize = 300;

/// What a draft becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// The text itself.
    Text,
    /// What a directive holds.
    Directive,
    /// What a footnote says.
    Footnote,
    /// A heading, which goes into the draft around it.
    Heading,
}

/// How well a paragraph serves as a summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fitness {
    /// There is none yet.
    #[default]
    None,
    /// It stands in a list, a block quote or a directive.
    Inner,
    /// It stands in the text itself.
    Running,
}

/// A body that is being written.
#[derive(Debug)]
pub(super) struct Draft {
    body: Body,
    /// Where the piece begins that has not been cut yet.
    cut: usize,
    summary: Fitness,
    /// What it becomes.
    pub(super) holder: Holder,
    /// How many frames are open when nothing is open in this draft.
    pub(super) base: usize,
    /// What stands in it so far.
    pub(super) shape: Shape,
}

impl Draft {
    /// An empty body.
    pub(super) fn new(holder: Holder, base: usize) -> Self {
        Self { body: Body::default(), cut: 0, summary: Fitness::None, holder, base, shape: Shape::default() }
    }

    /// Where HTML is written to.
    pub(super) const fn html(&mut self) -> &mut String {
        &mut self.body.html
    }

    /// Writes text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        escape::HTML.push(&mut self.body.html, text);
    }

    /// Puts a piece behind what was written.
    pub(super) fn piece(&mut self, piece: Piece) {
        self.flush();
        self.body.pieces.push(piece);
    }

    /// Writes HTML as a piece of its own that may be taken back; returns its number.
    pub(super) fn retractable(&mut self, html: &str) -> usize {
        self.flush();
        self.body.html.push_str(html);
        self.flush();
        self.body.pieces.len() - 1
    }

    /// Takes such a piece back.
    pub(super) fn retract(&mut self, number: usize) {
        if let Some(Piece::Html(range)) = self.body.pieces.get_mut(number) {
            range.end = range.start;
        }
    }

    fn flush(&mut self) {
        let end = self.body.html.len();
        if end > self.cut {
            self.body.pieces.push(Piece::Html(ByteRange::from(self.cut..end)));
            self.cut = end;
        }
    }

    /// Appends another draft.
    pub(super) fn absorb(&mut self, mut other: Self) {
        other.flush();
        self.shape.has_words |= other.shape.has_words;
        self.shape.has_other |= other.shape.has_other;
        if let [Piece::Html(all)] = other.body.pieces.as_slice()
            && all.indices() == (0..other.body.html.len())
        {
            self.body.html.push_str(&other.body.html);
            return;
        }
        self.flush();
        let offset = ByteRange::from(self.cut..self.cut).start;
        self.body.html.push_str(&other.body.html);
        self.cut = self.body.html.len();
        self.body.pieces.extend(other.body.pieces.into_iter().map(|piece| match piece {
            Piece::Html(range) => Piece::Html(range.shifted(offset)),
            piece => piece,
        }));
    }

    /// Whether a paragraph of this fitness would be a better summary than what there is.
    pub(super) fn wants_summary(&self, fitness: Fitness) -> bool {
        fitness > self.summary
    }

    /// Offers plain text as the summary.
    pub(super) fn offer_summary(&mut self, text: &str, fitness: Fitness) {
        if self.wants_summary(fitness) {
            let folded = folded(text, SUMMARY_LEN);
            if !folded.is_empty() {
                self.body.summary = folded;
                self.summary = fitness;
            }
        }
    }

    /// The finished body: no empty piece, and no two pieces where one would do.
    pub(super) fn finish(mut self) -> Body {
        self.flush();
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.body.pieces.len());
        for piece in std::mem::take(&mut self.body.pieces) {
            match (&piece, pieces.last_mut()) {
                (Piece::Html(next), _) if next.start == next.end => {}
                (Piece::Html(next), Some(Piece::Html(last))) if last.end == next.start => last.end = next.end,
                _ => pieces.push(piece),
            }
        }
        // Bodies are kept as long as their files: what they grew by without filling it is given back.
        pieces.shrink_to_fit();
        self.body.html.shrink_to_fit();
        Body { pieces, ..self.body }
    }
}

/// The text with its white space folded, cut at a word if it is longer than `max` characters. What holds
/// words together ("Prof. Hart") stays.
pub(super) fn folded(text: &str, max: usize) -> String {
    let mut line = String::new();
    let mut left = max;
    for word in text.split(parts_words).filter(|word| !word.is_empty()) {
        let len = word.chars().count() + usize::from(!line.is_empty());
        if len > left {
            if line.is_empty() {
                line.extend(word.chars().take(max));
            }
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        left -= len;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_at_a_word() {
        for (text, max, expected) in
            [(" a\n b ", 10, "a b"), ("one two three", 8, "one two…"), ("one two", 7, "one two"), ("ünglaublich", 3, "üng…"), ("", 5, "")]
        {
            assert_eq!(folded(text, max), expected);
        }
    }

    #[test]
    fn what_is_taken_back_leaves_no_trace() {
        let mut draft = Draft::new(Holder::Text, 0);
        draft.html().push('a');
        let kept = draft.retractable("<b>");
        draft.text("<");
        let gone = draft.retractable("<i>");
        draft.html().push_str("c</b>");
        draft.retract(gone);
        assert_ne!(kept, gone);
        let body = draft.finish();
        let shown: Vec<&str> =
            body.pieces.iter().map(|piece| if let Piece::Html(range) = piece { &body.html[range.indices()] } else { "?" }).collect();
        assert_eq!(shown, ["a<b>&lt;", "c</b>"]);
    }
}
