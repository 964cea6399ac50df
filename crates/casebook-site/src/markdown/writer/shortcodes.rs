//! Shortcodes of WordPress: who moves a site finds them in the exported texts, where they do nothing.
//!
//! Brackets are ordinary signs, and `[video]` may be a remark. Only a known name that has the shape of a
//! shortcode is told: with attributes, with its end, or alone on its line.

use super::Writer;
use crate::diagnostic::Diagnostic;

/// Names of shortcodes and what is written instead.
const SHORTCODES: [(&str, &str); 18] = [
    ("caption", FIGURE),
    ("wp_caption", FIGURE),
    ("gallery", GALLERY),
    ("embed", RECORDING),
    ("audio", RECORDING),
    ("video", RECORDING),
    ("wpvideo", RECORDING),
    ("playlist", RECORDING),
    ("youtube", RECORDING),
    ("vimeo", RECORDING),
    ("soundcloud", RECORDING),
    ("spotify", RECORDING),
    ("contact-form", FORM),
    ("contact-form-7", FORM),
    ("wpforms", FORM),
    ("gravityform", FORM),
    ("ninja_form", FORM),
    ("googlemaps", "write a link to the map: `[the place](https://…)`"),
];
const FIGURE: &str = "save the picture beside the text, and write `:::figure{src=\"…\" alt=\"…\"}`, the caption, and `:::`";
const GALLERY: &str =
    "save the pictures beside the text; write `:::gallery`, for each picture `:::figure{src=\"…\" alt=\"…\"}` and `:::`, and at the end `:::`";
const RECORDING: &str = "make an entry of the kind `recording` for each film or sound, and show it by `:::recording{entry=\"…\"}` and `:::`";
const FORM: &str = "write `:::form{topic=\"…\"}` and `:::`";

/// How far the end of a shortcode is looked for, in bytes, so that a hostile text costs no more.
const MAX_LOOK: usize = 2_000;

impl Writer<'_, '_> {
    /// Words that begin with a bracket at `at`: are they a shortcode?
    pub(super) fn report_shortcode(&mut self, at: usize) {
        let source = self.input.text;
        let before = &source[..at];
        if before.ends_with('\\') {
            return;
        }
        let rest = &source[at..source.floor_char_boundary((at + MAX_LOOK).min(source.len()))];
        let Some((name, instead, len)) = shortcode(rest, before.is_empty() || before.ends_with(['\n', '\r'])) else { return };
        let diagnostic = Diagnostic::warning("wordpress-shortcode", format!("`[{name}]` of WordPress does nothing here; it is shown as text"));
        self.report(at..at + len, diagnostic.hint(instead).hint("a backslash in front of the bracket says that it is meant as such"));
    }
}

/// The shortcode that a text begins with: its name, what is written instead, how long its first bracket is.
fn shortcode(text: &str, begins_line: bool) -> Option<(&'static str, &'static str, usize)> {
    let line = text.lines().next()?;
    let end = line.find(']')?;
    let inside = line[..end].strip_prefix('[')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let written = &inside[..inside.find(|c| !is_name(c)).unwrap_or(inside.len())];
    let (name, instead) = *SHORTCODES.iter().find(|(name, _)| *name == written)?;
    let attributes = inside[written.len()..].trim();
    let has_attributes = inside[written.len()..].starts_with(' ') && (is_attribute(attributes) || attributes.starts_with("http"));
    let is_ended = attributes.is_empty() && text[end..].contains(&format!("[/{name}]"));
    let is_alone = attributes.is_empty() && begins_line && line[end + 1..].trim().is_empty();
    (has_attributes || is_ended || is_alone).then_some((name, instead, end + 1))
}

/// Whether this begins like `name=value`.
fn is_attribute(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
}

#[cfg(test)]
mod tests {
    use super::shortcode;

    #[test]
    fn only_the_shape_of_a_shortcode_is_one() {
        for (text, begins_line, len) in [
            ("[caption id=\"a\" width=\"3\"]<img>[/caption] x", false, Some(26)),
            ("[gallery ids=\"1,2\"]", false, Some(19)),
            ("[gallery]\n", true, Some(9)),
            ("[embed]https://example.org/a[/embed]", false, Some(7)),
            ("[youtube https://example.org/a]", true, Some(31)),
            ("[contact-form-7 id=\"1\"]", true, Some(23)),
            ("[gallery] of the court", true, None),
            ("[video]", false, None),
            ("[audio unclear]", true, None),
            ("[caption missing, see p. 3]", true, None),
            ("[sic]", true, None),
            ("[videos ids=\"1\"]", true, None),
            ("[gallery", true, None),
        ] {
            assert_eq!(shortcode(text, begins_line).map(|(_, _, len)| len), len, "{text}");
        }
    }
}
