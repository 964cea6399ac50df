//! The names of marks on a document's pages: each is an id of the page, so it stands there once.

use super::parsed::Parsed;
use crate::diagnostic::Diagnostic;
use crate::markdown::is_of_page;
use std::collections::BTreeSet;

/// Reports marks and pages of a document whose ids something else on its page has.
pub(super) fn check(parsed: &Parsed) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (mut names, mut numbers, mut labels) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for page in parsed.pages() {
        if !numbers.insert(page.page.value) {
            let twice = Diagnostic::error("page-twice", format!("page {} is shown twice", page.page.value)).at(page.page.span.clone());
            found.push(twice.hint("write the number of each page once, with all its marks"));
        }
        if let Some(label) = &page.label
            && !labels.insert(label.value.as_str())
        {
            let twice = Diagnostic::warning("page-twice", format!("two pages have the label `{}`", label.value)).at(label.span.clone());
            found.push(twice.hint("whoever quotes by the label means the first of them; name the page by its number there"));
        }
        for mark in &page.marks {
            let name = mark.name.value.as_str();
            let is_heading = parsed.body.headings.iter().any(|heading| heading.id == name);
            let taken_by = if !names.insert(name) {
                "another mark of this document has the name"
            } else if is_heading {
                "a heading of this document's text has the id"
            } else if is_of_page(name) {
                "a part of every document's page has the id"
            } else {
                continue;
            };
            let taken = Diagnostic::error("mark-taken", format!("{taken_by} `{name}` already")).at(mark.name.span.clone());
            found.push(taken.hint("give this mark another name: a link to it could not tell the two apart"));
        }
    }
    found
}
