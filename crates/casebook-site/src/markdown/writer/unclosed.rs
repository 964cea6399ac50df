//! Directives that nothing closes: which one is to blame, and what to say about it.
//!
//! When one closing line is missing, the fences alone can't say whose it is: the parser gives each
//! to the innermost directive, so that the outer one is left over, while its author mostly forgot
//! that of the inner one. The number of colons and the indentation tell them apart; without
//! either both are named.

use super::Writer;
use super::directives::OpenDirective;
use crate::diagnostic::Diagnostic;
use crate::markdown::fences::Fence;
use std::ops::Range;

/// A directive and the fence that closed it.
pub(super) struct Closed {
    name: &'static str,
    /// The line that opens it.
    range: Range<usize>,
    colons: usize,
    fence: Fence,
}

impl Closed {
    /// What is remembered of a directive that `fence` closes.
    pub(super) fn by(fence: &Fence, open: &OpenDirective) -> Self {
        Self { name: open.name, range: open.range.clone(), colons: open.colons, fence: fence.clone() }
    }
}

/// Whose closing line is missing, as the looks of the one that is there say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    Inner,
    Outer,
    Either,
}

impl Writer<'_, '_> {
    /// Says that `open` is never closed. `ended_by` is the fence of a directive around it, where one ends it.
    pub(super) fn report_unclosed(&mut self, open: &OpenDirective, ended_by: Option<&Fence>) {
        let name = called(open.name);
        // A fence with fewer colons could not have been meant for it.
        let last = open.closed.last().filter(|inner| inner.fence.colons >= open.colons);
        let missing = last.map(|inner| self.missing(open, inner));
        let (range, diagnostic) = match (last, missing) {
            (Some(inner), Some(Missing::Inner | Missing::Either)) => {
                let (inner_name, line, closing) = (called(inner.name), self.line(open.range.start), self.line(inner.fence.range.start));
                let message = if missing == Some(Missing::Inner) {
                    format!("this {inner_name} is never closed: line {closing} looks like the end of the {name} of line {line}")
                } else {
                    format!(
                        "one `:::` is missing: this {inner_name} stands in the {name} of line {line}, and line {closing} closes only one of the two"
                    )
                };
                let hint = format!("write `:::` after what belongs to the {inner_name}, and another after what belongs to the {name}");
                (inner.range.clone(), Diagnostic::error("directive-open", message).hint(hint))
            }
            (Some(inner), _) => {
                let (inner_name, closing) = (called(inner.name), self.line(inner.fence.range.start));
                let message = format!("this {name} is never closed: the last `:::` in it, in line {closing}, closes the {inner_name}");
                (open.range.clone(), Diagnostic::error("directive-open", message).hint("write `:::` on a line of its own after what belongs to it"))
            }
            (None, _) => (open.range.clone(), self.never_closed(open, ended_by)),
        };
        self.report(range, diagnostic);
    }

    fn never_closed(&self, open: &OpenDirective, ended_by: Option<&Fence>) -> Diagnostic {
        let name = called(open.name);
        match ended_by.filter(|fence| fence.colons < open.colons) {
            Some(fence) => {
                let message =
                    format!("this {name} is never closed: line {} has fewer colons and closes what is around it", self.line(fence.range.start));
                let hint = format!("write `{}` after what belongs to it: as many colons as in the line that opens it", ":".repeat(open.colons));
                Diagnostic::error("directive-open", message).hint(hint)
            }
            None => Diagnostic::error("directive-open", format!("this {name} is never closed"))
                .hint("write `:::` on a line of its own after what belongs to it"),
        }
    }

    /// Whether the fence that closed `inner` looks as if it had been meant for `outer`.
    fn missing(&self, outer: &OpenDirective, inner: &Closed) -> Missing {
        let looks = |range: &Range<usize>, colons: usize| (colons, self.indent(range.start));
        let fence = looks(&inner.fence.range, inner.fence.colons);
        match (fence == looks(&outer.range, outer.colons), fence == looks(&inner.range, inner.colons)) {
            (true, false) => Missing::Inner,
            (false, true) => Missing::Outer,
            (false, false) => Missing::Either,
            // Who closed all others inside it has rather forgotten this one.
            (true, true) if outer.closed.len() > 1 => Missing::Outer,
            (true, true) => Missing::Either,
        }
    }

    /// How far in a line begins.
    fn indent(&self, at: usize) -> usize {
        let line_start = self.input.text[..at].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
        at - line_start
    }

    /// The number of a line in its file.
    fn line(&self, at: usize) -> usize {
        let newlines = || self.input.text.match_indices('\n').map(|(at, _)| at).collect();
        self.input.first_line + self.newlines.get_or_init(newlines).partition_point(|newline| *newline < at)
    }
}

/// A directive in a message.
fn called(name: &str) -> String {
    if name.is_empty() { "directive".to_owned() } else { format!("`{name}`") }
}
