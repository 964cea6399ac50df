//! The plain words of a text, for machines that don't read HTML: all of them, or none.

use crate::markdown::Body;

/// So many characters of a text are repeated at most; a longer one stands on the page alone,
/// because half of a quotation would be no quotation.
const MAX_CHARS: usize = 2_000;

/// The words of a text, `None` where there are none or too many.
pub(super) fn words(body: &Body) -> Option<String> {
    fitting(&body.words().text)
}

/// Text with single spaces, `None` where it is empty or too long.
pub(super) fn fitting(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text.chars().count() <= MAX_CHARS).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::fitting;

    #[test]
    fn a_long_text_is_not_cut() {
        assert_eq!(fitting(&"word ".repeat(1_000)), None);
    }
}
