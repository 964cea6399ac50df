//! Blocks: paragraphs, headings, lists, code, tables, raw HTML.

use super::{Frame, Writer};
use crate::diagnostic::Diagnostic;
use crate::escape;
use crate::markdown::Heading;
use crate::markdown::draft::{Draft, Fitness, Holder, folded};
use crate::markdown::headings::slugify;
use crate::markdown::html::Located;
use pulldown_cmark::{Alignment, CodeBlockKind, Tag};
use std::ops::Range;

/// The longest text of a heading, in characters.
const MAX_HEADING: usize = 300;

impl Writer<'_, '_> {
    /// Something begins. Each start pushes exactly one frame.
    pub(super) fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if self.picture.is_some() {
            self.frames.push(Frame::Silent);
            return;
        }
        match tag {
            Tag::Emphasis => self.element("<em>", "</em>"),
            Tag::Strong => self.element("<strong>", "</strong>"),
            Tag::Strikethrough => self.element("<del>", "</del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.begin_link(link_type, &dest_url, &title, range),
            Tag::Image { dest_url, title, .. } => self.begin_picture(&dest_url, &title, range),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => self.begin_table_part(&tag, &range),
            block => {
                self.begin_block(&block);
                self.block(block, range);
            }
        }
    }

    fn element(&mut self, start: &str, end: &'static str) {
        self.html().push_str(start);
        self.frames.push(Frame::Element(end));
    }

    /// A block begins: the line before it ends here, and the draft notes what it is.
    fn begin_block(&mut self, tag: &Tag<'_>) {
        self.end_line();
        self.quotes.begin_block();
        if self.is_direct() {
            let shape = &mut self.draft().shape;
            match tag {
                Tag::List(Some(_)) => shape.ordered_lists += 1,
                Tag::FootnoteDefinition(_) => {}
                _ => shape.other_blocks += 1,
            }
        }
    }

    fn block(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.begin_paragraph(Frame::Paragraph),
            Tag::Heading { level, id, classes, attrs } => {
                // The parser counts the end of the line in.
                let range = range.start..range.start + self.typed(range).trim_end().len();
                if !classes.is_empty() || !attrs.is_empty() {
                    let diagnostic = Diagnostic::error("heading-attributes", "a heading has no attributes but its id");
                    self.report(range.clone(), diagnostic.hint("write `{#id}` behind it, or nothing"));
                }
                self.begin_heading(level as u8, id.map(|id| id.to_string()), range);
            }
            Tag::BlockQuote(_) => self.element("<blockquote>\n", "</blockquote>\n"),
            Tag::CodeBlock(kind) => self.begin_code(&kind),
            Tag::HtmlBlock => {
                self.raw = Some(Located::new());
                self.frames.push(Frame::Html);
            }
            Tag::List(None) => self.element("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.element("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => {
                self.html().push_str(&format!("<ol start=\"{first}\">\n"));
                self.frames.push(Frame::Element("</ol>\n"));
            }
            Tag::Item => self.element("<li>", "</li>\n"),
            Tag::FootnoteDefinition(label) => self.begin_footnote(&label, range),
            Tag::Table(alignments) => {
                self.table.alignments = alignments;
                self.element("<div class=\"table-scroll\" tabindex=\"0\"><table>\n", "</tbody></table></div>\n");
            }
            // Inline elements are begun elsewhere, and extensions that are not switched on never come.
            _ => self.frames.push(Frame::Silent),
        }
    }

    /// The innermost thing that the parser began ends; what was left open inside it ends first.
    pub(super) fn end(&mut self) {
        self.end_leftovers();
        let Some(frame) = self.frames.pop() else { return };
        match frame {
            Frame::Element(end) => self.html().push_str(end),
            Frame::Paragraph | Frame::ImpliedParagraph => self.end_paragraph(),
            Frame::Heading { level, id, range } => self.end_heading(level, id, range),
            Frame::Code => self.html().push_str("</code></pre>\n"),
            Frame::Html => self.end_html(),
            Frame::Link => self.end_link(),
            Frame::Picture => self.end_picture(),
            Frame::Footnote { label, range } => self.end_footnote(label, range),
            // The last two were ended above.
            Frame::Silent | Frame::Directive(_) | Frame::RawTag { .. } => {}
        }
    }

    /// A paragraph begins, written or implied.
    pub(super) fn begin_paragraph(&mut self, frame: Frame) {
        if matches!(frame, Frame::ImpliedParagraph) {
            self.draft().shape.other_blocks += 1;
        }
        let fitness = self.fitness();
        self.heard = self.draft().wants_summary(fitness).then(String::new);
        self.html().push_str("<p>");
        self.frames.push(frame);
    }

    /// A line of text ends that no event ends: its raw tags, and the paragraph that was implied.
    pub(super) fn end_line(&mut self) {
        self.drop_raw_tags();
        if let Some(Frame::ImpliedParagraph) = self.frames.last() {
            self.frames.pop();
            self.end_paragraph();
        }
    }

    fn end_paragraph(&mut self) {
        self.html().push_str("</p>\n");
        if let Some(heard) = self.heard.take() {
            let fitness = self.fitness();
            self.draft().offer_summary(&heard, fitness);
        }
    }

    fn begin_heading(&mut self, level: u8, id: Option<String>, range: Range<usize>) {
        if level == 1 {
            let diagnostic = Diagnostic::error("heading-level", "this is a first-level heading, and the title is the page's only one");
            self.report(range.clone(), diagnostic.hint("write `##` for the headings in the text"));
        }
        self.heard = Some(String::new());
        self.frames.push(Frame::Heading { level, id, range });
        self.drafts.push(Draft::new(Holder::Heading, self.frames.len()));
    }

    fn end_heading(&mut self, level: u8, id: Option<String>, range: Range<usize>) {
        let text = folded(&self.heard.take().unwrap_or_default(), MAX_HEADING);
        let Some(content) = self.drafts.pop() else { return };
        let base = id.map_or_else(|| slugify(&text, self.input.language.as_str()), |id| self.written_id(id, &range));
        let id = self.ids.unique(&base);
        let html = self.html();
        html.push_str(&format!("<h{level} id=\""));
        escape::HTML.push(html, &id);
        html.push_str("\">");
        self.draft().absorb(content);
        self.html().push_str(&format!("</h{level}>\n"));
        self.headings.push(Heading { level, id, text });
    }

    /// The id that the author wrote, if it can be one.
    fn written_id(&mut self, id: String, range: &Range<usize>) -> String {
        let is_sound = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if !is_sound {
            let diagnostic = Diagnostic::error("heading-id", format!("`{id}` can't be the id of a heading"));
            self.report(range.clone(), diagnostic.hint("write letters, digits and hyphens: `{#first-trial}`"));
            return slugify(&id, self.input.language.as_str());
        }
        if self.ids.has(&id) {
            let diagnostic = Diagnostic::error("heading-id", format!("another place of this page has the id `{id}`"));
            self.report(range.clone(), diagnostic.hint("give each heading an id of its own"));
        }
        id
    }

    fn begin_code(&mut self, kind: &CodeBlockKind<'_>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let is_language = !info.is_empty() && info.chars().all(|c| c.is_ascii_alphanumeric() || "+#-_.".contains(c));
        let html = self.html();
        html.push_str("<pre tabindex=\"0\"><code");
        if is_language {
            html.push_str(&format!(" class=\"language-{info}\""));
        }
        html.push('>');
        self.frames.push(Frame::Code);
    }

    fn begin_table_part(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::TableHead => {
                self.table.column = 0;
                self.table.is_head = true;
                self.element("<thead><tr>", "</tr></thead>\n<tbody>\n");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.table.is_head = false;
                self.element("<tr>", "</tr>\n");
            }
            _ => self.begin_cell(range),
        }
    }

    fn begin_cell(&mut self, range: &Range<usize>) {
        self.quotes.begin_block();
        // A header cell without words would be announced as an empty header.
        let is_empty = self.typed(range.clone()).trim_matches(['|', ' ', '\t']).is_empty();
        let (start, end) = if self.table.is_head && !is_empty { ("<th scope=\"col\"", "</th>") } else { ("<td", "</td>") };
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"left\">",
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"right\">",
            Some(Alignment::None) | None => ">",
        };
        self.table.column += 1;
        self.html().push_str(start);
        self.element(class, end);
    }

    /// A line of a block of raw HTML.
    pub(super) fn html_line(&mut self, line: &str, range: Range<usize>) {
        let fence = self.masked_fence(&range);
        let line = if fence.is_some() && line.len() == range.len() { self.typed(range.clone()) } else { line };
        let Some(raw) = &mut self.raw else { return };
        raw.push(line, range.start + self.input.offset as usize);
        let is_comment = raw.html.trim_start().starts_with("<!");
        if let Some(fence) = fence.filter(|_| !is_comment) {
            let diagnostic = Diagnostic::error("directive-place", "a directive can't stand inside a block of HTML");
            self.report(fence, diagnostic.hint("put a blank line before it"));
        }
    }

    fn end_html(&mut self) {
        let Some(raw) = self.raw.take() else { return };
        let cleaned = self.cleaner.block(&raw, self.findings);
        if !cleaned.trim().is_empty() {
            let draft = self.draft();
            draft.shape.has_other = true;
            draft.shape.has_words = true;
            draft.html().push_str(&cleaned);
        }
    }

    /// A thematic break, or a fence that was masked as one.
    pub(super) fn rule(&mut self, range: &Range<usize>) {
        self.end_line();
        let fence = self.masked_fence(range).filter(|fence| fence.start == range.start);
        if fence.is_some() {
            self.fence(self.next_fence);
            return;
        }
        if self.is_direct() {
            self.draft().shape.other_blocks += 1;
        }
        self.html().push_str("<hr>\n");
    }

    /// Whether the innermost thing is a block of code.
    pub(super) fn is_code(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Code))
    }

    /// Keeps what a directive or footnote says as a summary for want of a better one.
    pub(super) fn offer_inner_summary(&mut self, summary: &str) {
        self.draft().offer_summary(summary, Fitness::Inner);
    }
}
