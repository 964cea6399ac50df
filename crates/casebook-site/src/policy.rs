//! What a page may load and do, said to the browser by the page itself.
//!
//! The policy is the first thing in the head of every page, so it holds wherever the page is served
//! or opened from a folder. The renderer writes it and everything before it; no template, and so no
//! override of one, has a place there.

/// The text of the policy. A page loads from its own site alone, and runs and styles nothing that
/// stands in the page.
macro_rules! page_policy {
    () => {
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; font-src 'self'; script-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'self'"
    };
}

/// The policy as it stands in a page.
pub const PAGE: &str = page_policy!();

/// The policy as a header: with the one directive that browsers ignore in a page, and complain of.
pub const PAGE_HEADER: &str = concat!(page_policy!(), "; frame-ancestors 'none'");

/// The beginning of every page, up to the policy. The template goes on inside the head.
pub(crate) fn opening(language: &str, direction: &str) -> String {
    // A language tag has neither quotes nor brackets: it was read as one.
    format!(
        "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>\n\
         <meta http-equiv=\"content-security-policy\" content=\"{PAGE}\">\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_loads_from_this_site_alone() {
        assert!(PAGE.starts_with("default-src 'none'; "), "{PAGE}");
        assert!(!PAGE.contains("unsafe") && !PAGE.contains('*') && !PAGE.contains("http"), "{PAGE}");
        assert!(!PAGE.contains(['"', '<', '&', '\n']), "it stands in an attribute and in a header: {PAGE}");
    }

    #[test]
    fn a_page_says_only_what_browsers_heed_there() {
        // HTML, "Content Security Policy state": these are ignored in a page.
        for ignored in ["frame-ancestors", "report-uri", "sandbox"] {
            assert!(!PAGE.contains(ignored), "{ignored}");
        }
        assert_eq!(PAGE_HEADER.strip_prefix(PAGE), Some("; frame-ancestors 'none'"));
    }

    #[test]
    fn the_policy_is_the_first_of_the_head() {
        assert!(
            opening("de", "ltr")
                .ends_with(&format!("<html lang=\"de\" dir=\"ltr\">\n<head>\n<meta http-equiv=\"content-security-policy\" content=\"{PAGE}\">\n"))
        );
    }
}
