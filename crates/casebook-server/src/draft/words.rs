//! What the draft server says in its own name, in the language of a page.
//!
//! Diagnostics are English in every language; what stands around them isn't.

use casebook_site::diagnostic::Severity;
use casebook_site::language::{Arg, Strings};
use serde::Serialize;

/// The words around a list of diagnostics, and of each.
#[derive(Debug, Serialize)]
pub(super) struct Words {
    title: String,
    count: String,
    mended: String,
    open: String,
    close: String,
    here: String,
    elsewhere: String,
    error: String,
    warning: String,
    hint: String,
    left_out: String,
}

/// How many diagnostics there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// How many are not listed.
    pub(super) left_out: usize,
}

impl Counts {
    pub(super) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
    }
}

impl Words {
    pub(super) fn of(strings: &Strings, counts: Counts) -> Self {
        let text = |id: &str| strings.text(id);
        let number = |id: &str, count: usize| strings.format(id, &[("count", Arg::Number(count))]);
        let (errors, warnings) = (number("draft-errors", counts.errors), number("draft-warnings", counts.warnings));
        let count = match (counts.errors, counts.warnings) {
            (_, 0) => errors,
            (0, _) => warnings,
            _ => strings.format("draft-errors-and-warnings", &[("errors", Arg::Text(&errors)), ("warnings", Arg::Text(&warnings))]),
        };
        Self {
            title: text("draft-title"),
            count,
            mended: text("draft-mended"),
            open: text("draft-open"),
            close: text("draft-close"),
            here: text("draft-here"),
            elsewhere: text("draft-elsewhere"),
            error: text("draft-error"),
            warning: text("draft-warning"),
            hint: text("draft-hint"),
            left_out: number("draft-left-out", counts.left_out),
        }
    }
}
