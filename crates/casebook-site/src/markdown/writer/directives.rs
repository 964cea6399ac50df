//! Directives: which fence closes which, and what becomes of those that don't match.
//!
//! A fence with a name opens. A bare fence closes the innermost open directive whose own fence has
//! no more colons; what was opened inside it and not closed is reported. A directive must be closed
//! in the list item, block quote or footnote in which it was opened.

use super::unclosed::Closed;
use super::{Frame, Writer};
use crate::diagnostic::Diagnostic;
use crate::markdown::directive::{Directive, as_value};
use crate::markdown::draft::{Draft, Holder};
use crate::markdown::fences::{Fence, FenceLine};
use crate::markdown::rules::{self, Placed};
use crate::markdown::{DirectiveNode, Piece};
use crate::value::{Field, Reader, RecordInfo};
use std::ops::Range;

/// How deep directives may stand inside each other.
pub(in crate::markdown) const MAX_DEPTH: usize = 16;

/// A directive whose end has not come yet.
pub(super) struct OpenDirective {
    /// Its name; `""` if no directive has it.
    pub(super) name: &'static str,
    directive: Option<Directive>,
    /// The line that opens it.
    pub(super) range: Range<usize>,
    pub(super) colons: usize,
    /// What was opened directly in it and closed by a fence.
    pub(super) closed: Vec<Closed>,
    /// How many directives inside it were too deep and are waiting for their ends.
    too_deep: usize,
    /// How many directives in a list item or block quote inside it were not closed there; the fences
    /// that were meant for them come later and are not reported again.
    orphans: usize,
}

/// Whether an attribute of this name is said by its name alone.
fn is_flag(info: &RecordInfo, name: &str) -> bool {
    info.fields().any(|field| field.name == name && (field.type_name)() == <bool as Field>::type_name())
}

impl Writer<'_, '_> {
    /// A fence that CommonMark left standing.
    pub(super) fn fence(&mut self, number: usize) {
        self.next_fence = number + 1;
        let Some(fence) = self.fences.get(number).cloned() else { return };
        match fence.read(self.input.text) {
            FenceLine::Close => self.close(&fence),
            FenceLine::Open { name, attributes, rest } => {
                if !rest.is_empty() {
                    let diagnostic = Diagnostic::error("directive-text", "this text stands on the line of the directive");
                    self.report(rest, diagnostic.hint("put text on the next line; attributes are written `:::name{key=\"value\"}`"));
                }
                let (mut attributes, brace) = attributes;
                let known = Directive::ALL.iter().find(|(known, _)| *known == name.0);
                attributes.miss_quotes(&self.input.text[brace..fence.range.end], |word| known.is_some_and(|(_, info)| is_flag(info, word)));
                let span = self.span(fence.range.clone());
                for problem in &attributes.problems {
                    let range = brace + problem.range.start..brace + problem.range.end;
                    self.report(range, Diagnostic::error("attribute-syntax", problem.message.clone()).hint(problem.hint.clone()));
                }
                let is_sound = attributes.problems.is_empty();
                let offset = self.span(brace..brace).range.start;
                let table = as_value(attributes.into_table(offset, span.range));
                let (written, place) = name;
                let known = known.map(|(name, _)| *name);
                if known.is_none() {
                    self.report_unknown(written, place, &fence);
                }
                let line = &self.input.text[fence.range.clone()];
                let directive = known
                    .filter(|_| is_sound)
                    .and_then(|name| Directive::read(name, &table, &mut Reader::of_directive(self.input.path, line, self.findings)));
                self.open(OpenDirective {
                    name: known.unwrap_or_default(),
                    directive,
                    range: fence.range,
                    colons: fence.colons,
                    closed: Vec::new(),
                    too_deep: 0,
                    orphans: 0,
                });
            }
        }
    }

    fn report_unknown(&mut self, written: &str, place: Range<usize>, fence: &Fence) {
        let names = || Directive::ALL.iter().map(|(name, _)| *name);
        let list = format!("known directives: {}", names().collect::<Vec<_>>().join(", "));
        if written.is_empty() {
            let diagnostic = Diagnostic::error("directive-unknown", "this directive has no name");
            self.report(fence.range.clone(), diagnostic.hint("write the name right after the colons: `:::note`").hint(list));
        } else {
            let diagnostic = Diagnostic::error("directive-unknown", format!("there is no directive `{written}`"));
            self.report(place, diagnostic.did_you_mean(written, names()).hint(list));
        }
    }

    fn innermost(&mut self) -> Option<&mut OpenDirective> {
        match self.frames.get_mut(*self.open.last()?) {
            Some(Frame::Directive(open)) => Some(open),
            _ => None,
        }
    }

    fn open(&mut self, directive: OpenDirective) {
        if self.open.len() == MAX_DEPTH {
            let is_first = self.innermost().is_some_and(|outer| {
                outer.too_deep += 1;
                outer.too_deep == 1
            });
            if is_first {
                let diagnostic = Diagnostic::error("directive-depth", format!("more than {MAX_DEPTH} directives stand inside each other here"));
                self.report(directive.range, diagnostic.hint("close some of them before this one with `:::`"));
            }
            return;
        }
        self.quotes.begin_block();
        self.open.push(self.frames.len());
        self.frames.push(Frame::Directive(Box::new(directive)));
        self.drafts.push(Draft::new(Holder::Directive, self.frames.len()));
    }

    /// A bare fence.
    fn close(&mut self, fence: &Fence) {
        if let Some(open) = self.innermost()
            && open.too_deep > 0
        {
            open.too_deep -= 1;
            return;
        }
        let fits = |frame: &Frame| matches!(frame, Frame::Directive(open) if open.colons <= fence.colons);
        let candidates = self.frames.iter().rev().take_while(|frame| matches!(frame, Frame::Directive(_)));
        let Some(inner) = candidates.into_iter().position(fits) else {
            self.report_stray(fence);
            return;
        };
        for _ in 0..inner {
            self.end_unclosed(Some(fence));
        }
        let closed = self.innermost().map(|open| Closed::by(fence, open));
        self.end_directive();
        if let Some(outer) = self.innermost() {
            outer.closed.extend(closed);
        }
    }

    fn report_stray(&mut self, fence: &Fence) {
        if let Some(open) = self.innermost()
            && open.orphans > 0
        {
            open.orphans -= 1;
            return;
        }
        if self.open.is_empty() && self.orphans > 0 {
            self.orphans -= 1;
            return;
        }
        let is_in_container = !self.open.is_empty();
        let diagnostic = Diagnostic::error("directive-stray", "this closes no directive");
        let hint = if is_in_container {
            "a directive is closed in the list item or block quote in which it was opened, by at least as many colons"
        } else {
            "take it out, or open a directive before it: `:::note`"
        };
        self.report(fence.range.clone(), diagnostic.hint(hint));
    }

    /// Ends what must not outlive the block that ends now: its last line, and directives that were
    /// opened in it and not closed.
    pub(super) fn end_leftovers(&mut self) {
        self.end_line();
        while let Some(Frame::Directive(_)) = self.frames.last() {
            self.end_orphan();
        }
    }

    /// The list item, block quote or footnote ends in which the innermost directive was opened.
    fn end_orphan(&mut self) {
        if let Some(open) = self.innermost() {
            let range = open.range.clone();
            let orphans = 1 + std::mem::take(&mut open.orphans) + std::mem::take(&mut open.too_deep);
            let diagnostic =
                Diagnostic::error("directive-open", "the list item, block quote or footnote in which this directive begins ends before it is closed");
            self.report(range, diagnostic.hint("write the closing `:::` like the opening line: with the same indentation or `>` before it"));
            self.end_directive();
            match self.innermost() {
                Some(outer) => outer.orphans += orphans,
                None => self.orphans += orphans,
            }
        }
    }

    /// The text, or an outer directive by its fence, ends before the innermost one.
    pub(super) fn end_unclosed(&mut self, ended_by: Option<&Fence>) {
        let Some(Frame::Directive(open)) = self.frames.pop() else { return };
        self.report_unclosed(&open, ended_by);
        self.frames.push(Frame::Directive(open));
        self.end_directive();
    }

    /// The innermost frame, which is a directive, becomes a piece of what is around it.
    fn end_directive(&mut self) {
        let Some(Frame::Directive(open)) = self.frames.pop() else { return };
        self.open.pop();
        let Some(draft) = self.drafts.pop() else { return };
        let span = self.span(open.range);
        let is_direct = self.is_direct() && self.drafts.last().is_some_and(|draft| draft.holder != Holder::Footnote);
        if !open.name.is_empty() {
            let around = self.names_around();
            let shape = &draft.shape;
            Placed { name: open.name, directive: open.directive.as_ref(), shape, around: &around, is_direct, kind: self.input.kind, span: &span }
                .check(&mut self.findings.diagnostics);
        }
        let has_side = draft.shape.has_side || open.directive.as_ref().is_some_and(rules::takes_side);
        let body = draft.finish();
        self.offer_inner_summary(&body.summary);
        let outer = self.draft();
        outer.shape.has_side |= has_side;
        if is_direct {
            outer.shape.directives.push(open.name);
        } else {
            outer.shape.has_other = true;
        }
        outer.piece(Piece::Directive(Box::new(DirectiveNode { directive: open.directive, body, span })));
    }

    fn names_around(&self) -> Vec<&'static str> {
        let name = |number: &usize| match self.frames.get(*number) {
            Some(Frame::Directive(open)) => open.name,
            _ => "",
        };
        self.open.iter().map(name).collect()
    }
}
