//! Turns the parser's events into pieces.
//!
//! One stack of frames, no recursion: however deep a text nests, the writer doesn't. Whatever the
//! events say, every element that is begun is ended in the same body.

mod blocks;
mod directives;
mod footnotes;
mod inline;
mod shortcodes;
mod slips;
mod unclosed;

use super::draft::{Draft, Fitness, Holder};
use super::fences::Fence;
use super::headings::Ids;
use super::html::{Cleaner, Located};
use super::quotes::Quotes;
use super::spaces::Spaces;
use super::{Body, Heading, Input, rules};
use crate::diagnostic::{ByteRange, Diagnostic, Span};
use crate::entry::Kind;
use crate::value::Findings;
use directives::OpenDirective;
use footnotes::Footnotes;
use inline::Picture;
use pulldown_cmark::{Alignment, Event, Tag};
use std::cell::OnceCell;
use std::ops::Range;

/// How much plain text is remembered of a paragraph or heading, in bytes.
const MAX_HEARD: usize = 2_000;

/// Something that was begun and must be ended.
enum Frame {
    /// An element with its end tag.
    Element(&'static str),
    /// What writes nothing, such as emphasis inside the description of a picture.
    Silent,
    /// A paragraph.
    Paragraph,
    /// A paragraph that the parser left out, because it stands in a list without blank lines.
    ImpliedParagraph,
    /// A heading; its content is a draft of its own.
    Heading { level: u8, id: Option<String>, range: Range<usize> },
    /// A block of code.
    Code,
    /// A block of raw HTML.
    Html,
    /// A link.
    Link,
    /// A picture; what stands in it is its description.
    Picture,
    /// The text of a footnote; a draft of its own.
    Footnote { label: String, range: Range<usize> },
    /// A directive; a draft of its own.
    Directive(Box<OpenDirective>),
    /// A raw tag in running text.
    RawTag { name: &'static str, piece: usize, range: Range<usize> },
}

/// The table that is being written.
#[derive(Default)]
struct TableState {
    alignments: Vec<Alignment>,
    column: usize,
    is_head: bool,
}

/// Writes the pieces of one text.
pub(super) struct Writer<'a, 'f> {
    input: Input<'a>,
    findings: &'f mut Findings,
    fences: Vec<Fence>,
    /// The first fence that no event has reached.
    next_fence: usize,
    /// Up to where a masked fence has been written as it was typed.
    unmasked: usize,
    /// The text, and inside it what is open: directives, a footnote, a heading.
    drafts: Vec<Draft>,
    frames: Vec<Frame>,
    /// Which frames are directives.
    open: Vec<usize>,
    /// Directives that were not closed in their list item or block quote outside of any other directive.
    orphans: usize,
    /// The plain text of the paragraph or heading, where somebody wants it.
    heard: Option<String>,
    picture: Option<Box<Picture>>,
    /// Whether a link is open: there is none inside another.
    in_link: bool,
    raw: Option<Located>,
    table: TableState,
    /// Where lines end, found when somebody asks for the number of one.
    newlines: OnceCell<Vec<usize>>,
    ids: Ids,
    headings: Vec<Heading>,
    footnotes: Footnotes,
    quotes: Quotes,
    spaces: Spaces,
    cleaner: Cleaner<'a>,
}

impl<'a, 'f> Writer<'a, 'f> {
    /// A writer for a text whose fences were masked.
    pub(super) fn new(input: Input<'a>, fences: Vec<Fence>, findings: &'f mut Findings) -> Self {
        Self {
            input,
            findings,
            fences,
            next_fence: 0,
            unmasked: 0,
            drafts: vec![Draft::new(Holder::Text, 0)],
            frames: Vec::new(),
            open: Vec::new(),
            orphans: 0,
            heard: None,
            picture: None,
            in_link: false,
            raw: None,
            table: TableState::default(),
            newlines: OnceCell::new(),
            ids: Ids::default(),
            headings: Vec::new(),
            footnotes: Footnotes::default(),
            quotes: Quotes::new(input.language.as_str()),
            spaces: Spaces::new(input.language.as_str()),
            cleaner: Cleaner::new(input.path),
        }
    }

    /// Writes one event, which stands at `range` in the text.
    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if is_inline(&event) && matches!(self.frames.last(), Some(Frame::Directive(_))) {
            self.begin_paragraph(Frame::ImpliedParagraph);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => self.code(&code, range),
            Event::Html(html) => self.html_line(&html, range),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(label) => self.mention(&label),
            // The spaces that mask a fence would make a hard break at the end of its line.
            Event::HardBreak if range.start < self.unmasked => self.line_break("\n"),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.rule(&range),
            // Extensions that are not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.say(&text),
            Event::TaskListMarker(_) => {}
        }
    }

    /// Ends whatever is still open and returns the body.
    pub(super) fn finish(mut self) -> Body {
        self.end_line();
        while let Some(frame) = self.frames.last() {
            match frame {
                Frame::Directive(_) => self.end_unclosed(None),
                _ => self.end(),
            }
        }
        let draft = self.drafts.remove(0);
        if self.input.kind == Kind::Answer {
            let start = self.span(0..0);
            rules::check_answer(&draft.shape, &start, &mut self.findings.diagnostics);
        }
        let mut body = draft.finish();
        body.headings = std::mem::take(&mut self.headings);
        body.footnotes = self.finish_footnotes();
        body
    }

    /// The body that is being written to.
    fn draft(&mut self) -> &mut Draft {
        // There is always the text itself; an empty list of drafts can't be reached.
        let last = self.drafts.len() - 1;
        &mut self.drafts[last]
    }

    fn html(&mut self) -> &mut String {
        self.draft().html()
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.input.path, ByteRange::from(range).shifted(self.input.offset))
    }

    fn report(&mut self, range: Range<usize>, diagnostic: Diagnostic) {
        let span = self.span(range);
        self.findings.diagnostics.push(diagnostic.at(span));
    }

    /// Whether nothing is open in the current draft but the draft itself.
    fn is_direct(&self) -> bool {
        self.drafts.last().is_some_and(|draft| draft.base == self.frames.len())
    }

    /// Writes words: into the description of a picture, or into the text.
    fn say(&mut self, words: &str) {
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(words);
            return;
        }
        self.hear(words);
        let draft = self.draft();
        draft.shape.has_words = draft.shape.has_words || !words.trim().is_empty();
        draft.text(words);
    }

    fn hear(&mut self, words: &str) {
        if let Some(heard) = &mut self.heard
            && heard.len() < MAX_HEARD
        {
            heard.push_str(words);
        }
    }

    fn line_break(&mut self, html: &str) {
        if let Some(picture) = &mut self.picture {
            picture.alt.push(' ');
            return;
        }
        self.hear(" ");
        self.html().push_str(html);
    }

    /// The fence inside `range` that was masked, if it turned out not to be one.
    fn masked_fence(&mut self, range: &Range<usize>) -> Option<Range<usize>> {
        while self.fences.get(self.next_fence).is_some_and(|fence| fence.range.start < range.start) {
            self.next_fence += 1;
        }
        let fence = self.fences.get(self.next_fence)?;
        (fence.range.start < range.end).then(|| fence.range.clone())
    }

    /// A part of the text as it was typed.
    fn typed(&self, range: Range<usize>) -> &'a str {
        self.input.text.get(range).unwrap_or_default()
    }

    /// Whether a paragraph that begins here is wanted as a summary.
    fn fitness(&self) -> Fitness {
        if self.is_direct() { Fitness::Running } else { Fitness::Inner }
    }
}

/// Whether an event belongs into a line of text.
const fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }),
        Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => true,
        _ => false,
    }
}
