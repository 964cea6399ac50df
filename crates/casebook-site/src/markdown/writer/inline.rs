//! What stands in a line: words, links, pictures, raw tags.

use super::{Frame, Writer};
use crate::diagnostic::Diagnostic;
use crate::markdown::html::InlineTag;
use crate::markdown::links::{Destination, short};
use crate::markdown::{Image, Link, LinkTarget, Piece};
use crate::source::SitePath;
use crate::value::{FileRole, FileUse};
use pulldown_cmark::LinkType;
use std::borrow::Cow;
use std::ops::Range;

/// How far before the end of a link its destination is looked for, beyond its own length.
const DESTINATION_SLACK: usize = 32;

/// A picture whose description is being read.
pub(super) struct Picture {
    /// The description so far.
    pub(super) alt: String,
    file: Option<SitePath>,
    title: Option<String>,
    range: Range<usize>,
}

impl Writer<'_, '_> {
    /// Words, quotation marks, and lines of code.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if range.start < self.unmasked {
            return;
        }
        if let Some(fence) = self.masked_fence(&range) {
            self.unmask(text, range, fence);
            return;
        }
        if self.is_code() {
            self.say(text);
            return;
        }
        if text.starts_with(":::") {
            self.report_fence_in_text(&range);
        } else if text.starts_with('[') {
            self.report_missing_footnote(range.start);
            self.report_shortcode(range.start);
        }
        self.report_slip(text, range.start);
        let source = self.input.text;
        if range.len() == 1 {
            let printed = self.quotes.printed(text, source, range.start);
            self.say(printed);
        } else {
            self.say(&self.spaces.bound(text));
        }
    }

    /// Writes a masked fence as it was typed: it stands in code, or where no directive can be.
    fn unmask(&mut self, text: &str, range: Range<usize>, fence: Range<usize>) {
        if self.is_code() {
            let typed = if text.len() == range.len() { self.typed(range) } else { text };
            self.say(typed);
            return;
        }
        let diagnostic = Diagnostic::error("directive-place", "a directive can't stand inside a paragraph");
        self.report(
            fence.clone(),
            diagnostic.hint("write it at the start of its line, or in front of it only as many spaces as the lines around it have"),
        );
        self.unmasked = fence.end;
        self.say(self.typed(range.start..fence.end));
    }

    fn report_fence_in_text(&mut self, range: &Range<usize>) {
        if self.input.text[..range.start].ends_with('\\') {
            return;
        }
        let diagnostic = Diagnostic::error("directive-place", "this looks like a directive, but doesn't stand on a line of its own");
        self.report(range.start..range.start + 3, diagnostic.hint("put it on a line of its own; in a list, below the first line of the item and indented like its text; write `\\:::` for colons that are meant as such"));
    }

    /// A `[^label]` that the parser left as text has no definition.
    fn report_missing_footnote(&mut self, at: usize) {
        let before = &self.input.text[..at];
        let Some(rest) = self.input.text[at..].strip_prefix("[^").filter(|_| !before.ends_with('\\')) else { return };
        let label_len = rest.find(|c: char| c == ']' || c == '[' || c.is_whitespace()).filter(|len| *len > 0 && rest[*len..].starts_with(']'));
        if let Some(len) = label_len {
            let diagnostic = Diagnostic::warning("footnote-missing", format!("there is no footnote `{}`", &rest[..len]));
            let hint = format!("write its text on a line of its own: `[^{}]: …`", &rest[..len]);
            self.report(at..at + len + 3, diagnostic.hint(hint));
        }
    }

    /// Code in a line.
    pub(super) fn code(&mut self, code: &str, range: Range<usize>) {
        let typed = self.masked_fence(&range).map(|_| self.typed(range).trim_matches('`').replace('\n', " "));
        let code = typed.as_deref().unwrap_or(code);
        if self.picture.is_some() {
            self.say(code);
            return;
        }
        self.html().push_str("<code>");
        self.say(code);
        self.html().push_str("</code>");
    }

    pub(super) fn begin_link(&mut self, link_type: LinkType, written: &str, title: &str, range: Range<usize>) {
        if self.in_link {
            self.report_nested_link(range);
            self.frames.push(Frame::Silent);
            return;
        }
        let place = self.destination_range(written, &range);
        let address = if link_type == LinkType::Email { Cow::Owned(format!("mailto:{written}")) } else { Cow::Borrowed(written) };
        let (target, wrong) = Destination::read(&address, self.input.path).into_target();
        if let Some(diagnostic) = wrong {
            self.report(place.clone(), diagnostic);
        }
        if let LinkTarget::File { path, .. } = &target {
            self.use_file(path, place.clone(), FileRole::Linked);
        }
        let span = self.span(place);
        self.draft().piece(Piece::LinkStart(Box::new(Link { target, title: titled(title), span })));
        self.frames.push(Frame::Link);
        self.in_link = true;
    }

    pub(super) fn end_link(&mut self) {
        self.in_link = false;
        self.draft().piece(Piece::LinkEnd);
    }

    /// Markdown files are entries, whose links are checked when all entries are known.
    fn use_file(&mut self, path: &SitePath, place: Range<usize>, role: FileRole) {
        if path.extension() != "md" {
            let span = self.span(place);
            self.findings.files.push(FileUse { file: path.clone(), span, role });
        }
    }

    /// Where the destination of a link stands, if it stands there as it was understood.
    fn destination_range(&self, written: &str, range: &Range<usize>) -> Range<usize> {
        // Nearly always it is the last thing before the closing parenthesis.
        let last = range.end.saturating_sub(1);
        if !written.is_empty() && self.typed(range.start..last).ends_with(written) {
            return last - written.len()..last;
        }
        let reach = written.len() + DESTINATION_SLACK;
        let start = self.input.text.floor_char_boundary(range.end.saturating_sub(reach).max(range.start));
        let found = self.input.text.get(start..range.end).filter(|_| !written.is_empty()).and_then(|part| part.rfind(written));
        found.map_or_else(|| range.clone(), |at| start + at..start + at + written.len())
    }

    pub(super) fn begin_picture(&mut self, written: &str, title: &str, range: Range<usize>) {
        let place = self.destination_range(written, &range);
        let file = match Destination::read(written, self.input.path) {
            Destination::File { path, .. } => {
                self.use_file(&path, place, FileRole::Shown);
                Some(path)
            }
            Destination::Wrong(diagnostic) if diagnostic.code != "link-scheme" => {
                self.report(place, diagnostic);
                None
            }
            Destination::Address(address) => {
                let absolute = Diagnostic::error("link-absolute", format!("`{}` is an address of the finished site", short(&address)));
                self.report(place, absolute.hint("save the picture beside the text and name the file: `![what it shows](picture.jpg)`"));
                None
            }
            Destination::Outside(_) | Destination::Fragment(_) | Destination::Wrong(_) => {
                let diagnostic = Diagnostic::error("image-outside", "this picture doesn't belong to the site");
                self.report(place, diagnostic.hint("save the picture beside the text and name the file: `![what it shows](picture.jpg)`; a page of this site loads nothing from elsewhere"));
                None
            }
        };
        self.picture = Some(Box::new(Picture { alt: String::new(), file, title: titled(title), range }));
        self.frames.push(Frame::Picture);
    }

    pub(super) fn end_picture(&mut self) {
        let Some(picture) = self.picture.take() else { return };
        let alt = picture.alt.split_whitespace().collect::<Vec<_>>().join(" ");
        if alt.is_empty() {
            let diagnostic = Diagnostic::error("image-alt", "this picture has no description");
            self.report(picture.range.clone(), diagnostic.hint("say what it shows: `![what it shows](picture.jpg)`; if it adds nothing to the text, write `:::figure{src=\"…\" decorative}` and `:::`"));
        }
        let span = self.span(picture.range);
        let draft = self.draft();
        draft.shape.has_other = true;
        draft.piece(Piece::Image(Box::new(Image { file: picture.file, alt, title: picture.title, span })));
    }

    /// A raw tag in a line: it goes out only if it begins and ends inside the same element.
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if self.picture.is_some() {
            return;
        }
        let html = if self.masked_fence(&range).is_some() { self.typed(range.clone()) } else { html };
        match self.cleaner.inline(html, range.start + self.input.offset as usize, self.findings) {
            InlineTag::Nothing => {}
            InlineTag::Void(tag) => {
                self.hear(" ");
                self.html().push_str(&tag);
            }
            InlineTag::Start("a", _) if self.in_link => self.report_nested_link(range),
            InlineTag::Start(name, tag) => {
                self.in_link |= name == "a";
                let piece = self.draft().retractable(&tag);
                self.frames.push(Frame::RawTag { name, piece, range });
            }
            InlineTag::End(name) => match self.frames.last() {
                Some(Frame::RawTag { name: open, .. }) if *open == name => {
                    self.frames.pop();
                    self.in_link &= name != "a";
                    self.html().push_str(&format!("</{name}>"));
                }
                _ => self.report_unbalanced(range, format!("`</{name}>` doesn't end what was begun last")),
            },
        }
    }

    /// Takes back the raw tags that were not ended in their line.
    pub(super) fn drop_raw_tags(&mut self) {
        while let Some(Frame::RawTag { .. }) = self.frames.last() {
            if let Some(Frame::RawTag { name, piece, range }) = self.frames.pop() {
                self.draft().retract(piece);
                self.in_link &= name != "a";
                self.report_unbalanced(range, format!("`<{name}>` is not ended inside the same paragraph or emphasis"));
            }
        }
    }

    fn report_nested_link(&mut self, range: Range<usize>) {
        let diagnostic = Diagnostic::error("link-nested", "a link can't stand inside another");
        self.report(range, diagnostic.hint("end the first link before the second begins"));
    }

    fn report_unbalanced(&mut self, range: Range<usize>, message: String) {
        let diagnostic = Diagnostic::error("html-unbalanced", message);
        self.report(range, diagnostic.hint("begin and end an element in the same paragraph, the inner one first: `<sup>2</sup>`"));
    }
}

fn titled(title: &str) -> Option<String> {
    (!title.trim().is_empty()).then(|| title.to_owned())
}
