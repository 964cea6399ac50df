//! What the site's content is like, in one line each: the rest is `casebook check`'s to tell.

use super::finding::{Check, Finding};
use crate::terminal::summary;
use casebook_site::diagnostic::{Diagnostics, Severity, as_shell_word};
use std::path::Path;

/// `shown` is the folder as the operator wrote it.
pub(super) fn content(diagnostics: &Diagnostics, shown: &Path) -> Finding {
    let told = summary(diagnostics);
    let advice = format!("casebook check {}", as_shell_word(&shown.to_string_lossy()));
    match (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning)) {
        (0, 0) => Finding::good(Check::Content, format!("the content has {told}")),
        (0, _) => Finding::warning(Check::Content, format!("the content has {told}"), advice),
        _ => Finding::error(Check::Content, format!("the content has {told}"), advice),
    }
}

/// Whether a restart with errors would have something to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LastGood {
    Whole,
    Damaged,
    Missing,
}

pub(super) fn last_good(kept: LastGood) -> Finding {
    match kept {
        LastGood::Whole => Finding::good(Check::LastGood, "a last good edition is kept for a restart with errors"),
        LastGood::Damaged => Finding::warning(
            Check::LastGood,
            "the last good edition that is kept is damaged or can't be read here, so a restart with errors would show nothing",
            "start `casebook serve --public` once without errors: it keeps a new one",
        ),
        LastGood::Missing => Finding::note(Check::LastGood, "no last good edition is kept yet; `casebook serve --public` keeps one"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;
    use casebook_site::diagnostic::Diagnostic;

    #[test]
    fn errors_and_warnings_are_counted() {
        let (error, warning) = (Diagnostic::error("a", "a"), Diagnostic::warning("b", "b"));
        for (all, level, words) in [
            (vec![], Level::Good, "no errors"),
            (vec![warning.clone()], Level::Warning, "no errors, 1 warning"),
            (vec![error, warning], Level::Error, "1 error, 1 warning"),
        ] {
            let found = content(&all.into_iter().collect(), Path::new("my-site"));
            assert_eq!((found.level, found.message), (level, format!("the content has {words}")));
            assert_eq!(found.advice.is_some_and(|advice| advice == "casebook check my-site"), level != Level::Good);
        }
    }

    #[test]
    fn each_state_of_the_last_good_edition_is_told() {
        for (kept, level) in [(LastGood::Whole, Level::Good), (LastGood::Damaged, Level::Warning), (LastGood::Missing, Level::Note)] {
            assert_eq!(last_good(kept).level, level);
        }
    }
}
