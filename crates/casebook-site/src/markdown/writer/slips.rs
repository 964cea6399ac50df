//! What was meant as a directive or a link and reads as text, because of one sign.
//!
//! Nothing is wrong with such a text, so it is a warning; and only what can hardly be meant
//! otherwise is told: the name of a directive, an address, a shortcode of WordPress. Where the text is
//! somebody's own words, a directive that isn't one puts the editor's among them, and is an error.

use super::Writer;
use crate::diagnostic::{Diagnostic, nearest};
use crate::entry::Kind;
use crate::markdown::directive::Directive;
use std::ops::Range;

/// Endings of files that texts link to.
const ENDINGS: [&str; 26] = [
    "md", "html", "htm", "pdf", "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "mp3", "mp4", "m4a", "ogg", "wav", "webm", "vtt", "txt", "doc",
    "docx", "odt", "eml", "mbox", "zip", "epub",
];

/// How far a slip is looked for, in bytes: as far as people write a link, so that a hostile text costs no more.
const MAX_LOOK: usize = 300;

impl Writer<'_, '_> {
    /// Words of running text that begin at `at`: do they begin like a directive or link that is none?
    pub(super) fn report_slip(&mut self, text: &str, at: usize) {
        if text.starts_with(':') {
            self.report_few_colons(at);
        } else if let Some(mark) = ["[", "!["].iter().find(|mark| text.starts_with(**mark)) {
            self.report_broken_link(at + mark.len() - 1);
        }
    }

    /// `::note` and `:note{…}` at the beginning of a line, and `::` as the whole line.
    fn report_few_colons(&mut self, at: usize) {
        let before = self.input.text[..at].trim_end_matches([' ', '\t', '>']);
        if !before.is_empty() && !before.ends_with(['\n', '\r']) {
            return;
        }
        let words = Words::of(self.input.kind);
        let Some((len, meant)) = meant_directive(line_from(self.input.text, at), words) else { return };
        let diagnostic = match words {
            Words::OfTheSite => Diagnostic::warning("directive-colons", "this is shown as text: a directive has three colons"),
            Words::OfSomebody => Diagnostic::error("directive-colons", "this would be read as somebody's own words: a directive has three colons"),
        };
        let below = if meant == ":::" { "" } else { ", and `:::` on a line of its own after what belongs to it" };
        let hint = format!("write `{meant}`{below}; a backslash in front of colons says that they are meant as such");
        self.report(at..at + len, diagnostic.hint(hint));
    }

    /// `[text] (address)`, `[text](address with spaces)` and `(text)[address]`.
    fn report_broken_link(&mut self, at: usize) {
        let source = self.input.text;
        let Some((range, message, meant)) = broken_link(source, at) else { return };
        if !source[..at].ends_with('\\') {
            let diagnostic = Diagnostic::warning("link-syntax", message);
            self.report(range, diagnostic.hint(format!("write `{meant}`")));
        }
    }
}

/// Whose words a text is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// The editor speaks: what looks odd may be meant.
    OfTheSite,
    /// A statement or an answer: each word of it counts as a person's.
    OfSomebody,
}

impl Words {
    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Statement | Kind::Answer => Self::OfSomebody,
            _ => Self::OfTheSite,
        }
    }
}

/// How much of a line looks like the beginning of a directive with too few colons, and what was meant.
fn meant_directive(line: &str, words: Words) -> Option<(usize, String)> {
    let colons = line.bytes().take_while(|byte| *byte == b':').count();
    let after = line[colons..].trim_start();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let written = &after[..after.find(|c| !is_name(c)).unwrap_or(after.len())];
    let rest = after[written.len()..].trim();
    let len = line.len() - after.len() + written.len();
    if colons == 2 && after.trim().is_empty() {
        return Some((colons, ":::".to_owned()));
    }
    let name = nearest(written, Directive::ALL.iter().map(|(name, _)| *name))?;
    let is_exact = name.eq_ignore_ascii_case(written);
    let has_attributes = rest.starts_with('{') && rest.ends_with('}');
    let begins = line[colons..].starts_with(written);
    let is_meant = match colons {
        1 | 2 if words == Words::OfSomebody && is_exact && begins => colons == 2 || rest.is_empty() || has_attributes,
        1 => is_exact && has_attributes && begins,
        2 => has_attributes || (is_exact && rest.is_empty()),
        _ => false,
    };
    let attributes = if has_attributes { "{…}" } else { "" };
    is_meant.then(|| (len, format!(":::{name}{attributes}")))
}

/// What looks like a link from the `[` at `at` on: where, why it is none, and what was meant.
fn broken_link(source: &str, at: usize) -> Option<(Range<usize>, &'static str, String)> {
    let line = line_from(source, at);
    let text_end = closing(line, '[', ']')?;
    let text = &line[1..text_end];
    let after = &line[text_end + 1..];
    let spaces = after.len() - after.trim_start_matches(' ').len();
    if let Some(address) = after[spaces..].strip_prefix('(')
        && let Some(end) = closing(&after[spaces..], '(', ')')
    {
        let address = address[..end - 1].trim();
        let range = at..at + text_end + 1 + spaces + end + 1;
        // Numbers in brackets are notes, and an address may follow one of them in parentheses.
        let has_words = text.chars().any(char::is_alphabetic) && !text.starts_with('^');
        let has_space = address.contains(char::is_whitespace);
        return match (spaces > 0, has_space) {
            (true, false) if has_words && is_address(address) => {
                let message = "this is shown as text: no space stands between the text and the address of a link";
                Some((range, message, format!("[{text}]({address})")))
            }
            // Brackets at the end are a title; those before an ending count downloads: `picture (1).jpg`.
            (false, true) if has_words && is_address(address) && !address.contains(['"', '\'', '<']) && !address.ends_with(')') => {
                let message = "this is shown as text: the address of a link has no spaces";
                Some((range, message, format!("[{text}](<{address}>)")))
            }
            _ => None,
        };
    }
    // (text)[address]
    let before = &source[source.floor_char_boundary(at.saturating_sub(MAX_LOOK))..at];
    let inner = before.strip_suffix(')')?;
    let open = inner.rfind(['(', '\n'])?;
    let words = inner[open..].strip_prefix('(')?;
    let start = at - (before.len() - open);
    let is_swapped = is_address(text) && !text.contains(char::is_whitespace) && words.chars().any(char::is_alphabetic);
    is_swapped.then(|| (start..at + text_end + 1, "this is shown as text: the brackets of this link are swapped", format!("[{words}]({text})")))
}

/// The rest of a line, or as much of it as is looked at.
fn line_from(source: &str, at: usize) -> &str {
    let end = source.floor_char_boundary((at + MAX_LOOK).min(source.len()));
    source[at..end].lines().next().unwrap_or_default()
}

/// Where the bracket closes that `text` begins with.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// Whether this is an address and hardly anything else.
fn is_address(text: &str) -> bool {
    let path = text.split(['#', '?']).next().unwrap_or_default();
    let has_ending = path.rsplit_once('.').is_some_and(|(name, ending)| !name.is_empty() && ENDINGS.contains(&ending.to_ascii_lowercase().as_str()));
    let has_scheme = ["https://", "http://", "mailto:", "tel:", "www."].iter().any(|scheme| text.starts_with(scheme));
    let is_relative = ["./", "../"].iter().any(|start| text.starts_with(start)) || (text.len() > 2 && text.starts_with('/') && text.ends_with('/'));
    let is_place = text.strip_prefix('#').is_some_and(|place| place.starts_with(char::is_alphabetic));
    has_ending || has_scheme || is_relative || is_place
}
