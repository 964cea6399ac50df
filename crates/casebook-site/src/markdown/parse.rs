//! One text, parsed once.

use super::writer::Writer;
use super::{Body, Input, fences, rules};
use crate::value::Findings;
use pulldown_cmark::{Options, Parser};

/// Parses a text. Everything that is wrong with it is reported; whatever could be understood is
/// returned, always as sound HTML.
pub fn parse(input: Input<'_>, findings: &mut Findings) -> Body {
    let (masked, fences) = fences::mask(input.text);
    let before = findings.diagnostics.len();
    let mut writer = Writer::new(input, fences, findings);
    for (event, range) in Parser::new_ext(&masked, options()).into_offset_iter() {
        writer.event(event, range);
    }
    let body = writer.finish();
    rules::fit_hints(input.kind, &mut findings.diagnostics[before..]);
    body
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
}
