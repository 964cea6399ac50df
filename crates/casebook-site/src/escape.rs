//! Escaping: what means something in HTML, XML or a script is written so that it means itself.
//!
//! Most texts hold nothing to escape, so seeing that is what must be fast.

use std::fmt;

/// The characters of ASCII that can't stand for themselves in some place, and what is written instead.
pub(crate) struct Escapes {
    written: &'static [(u8, &'static str)],
    is_special: [bool; 256],
}

/// For HTML text, and for values of attributes in double quotes.
pub(crate) static HTML: Escapes = Escapes::new(&[(b'&', "&amp;"), (b'<', "&lt;"), (b'>', "&gt;"), (b'"', "&quot;")]);

/// The same, also for values in single quotes: templates may use either.
pub(crate) static TEMPLATE: Escapes = Escapes::new(&[(b'&', "&amp;"), (b'<', "&lt;"), (b'>', "&gt;"), (b'"', "&quot;"), (b'\'', "&#39;")]);

/// For JSON in a `<script>`: nothing in it can end the element, or begin a comment there.
pub(crate) static SCRIPT: Escapes = Escapes::new(&[(b'&', "\\u0026"), (b'<', "\\u003c"), (b'>', "\\u003e")]);

impl Escapes {
    const fn new(written: &'static [(u8, &'static str)]) -> Self {
        let mut is_special = [false; 256];
        let mut at = 0;
        while at < written.len() {
            is_special[written[at].0 as usize] = true;
            at += 1;
        }
        Self { written, is_special }
    }

    /// Writes a text, escaped.
    pub(crate) fn write(&self, out: &mut impl fmt::Write, text: &str) -> fmt::Result {
        if self.is_plain(text.as_bytes()) {
            return out.write_str(text);
        }
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| self.is_special[byte as usize]) {
            let special = rest.as_bytes()[at];
            out.write_str(&rest[..at])?;
            self.written.iter().filter(|(byte, _)| *byte == special).try_for_each(|(_, written)| out.write_str(written))?;
            rest = &rest[at + 1..];
        }
        out.write_str(rest)
    }

    /// Whether nothing in a text has to be escaped: two or three sweeps, many bytes at a time, cost less
    /// than a look at each byte.
    fn is_plain(&self, text: &[u8]) -> bool {
        self.written.chunks(3).all(|sweep| match *sweep {
            [(a, _), (b, _), (c, _)] => memchr::memchr3(a, b, c, text).is_none(),
            [(a, _), (b, _)] => memchr::memchr2(a, b, text).is_none(),
            _ => sweep.iter().all(|(a, _)| memchr::memchr(*a, text).is_none()),
        })
    }

    /// Appends a text, escaped.
    pub(crate) fn push(&self, out: &mut String, text: &str) {
        self.write(out, text).expect("a String takes all that is written to it");
    }
}

/// Appends a text to XML, as an element's or an attribute's. What XML can't hold in any form (XML
/// 1.0, 2.2) is left out: one such character would make a whole feed unreadable.
pub(crate) fn push_xml(out: &mut String, text: &str) {
    let is_impossible = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.split(is_impossible).for_each(|possible| HTML.push(out, possible));
}

#[cfg(test)]
mod tests {
    use super::{Escapes, HTML, SCRIPT, TEMPLATE, push_xml};
    use proptest::prelude::*;

    fn escaped(escapes: &Escapes, text: &str) -> String {
        let mut out = String::new();
        escapes.push(&mut out, text);
        out
    }

    #[test]
    fn each_place_has_its_characters() {
        let text = "<a href=\"'\">é & ü</a>";
        assert_eq!(escaped(&HTML, text), "&lt;a href=&quot;'&quot;&gt;é &amp; ü&lt;/a&gt;");
        assert_eq!(escaped(&TEMPLATE, text), "&lt;a href=&quot;&#39;&quot;&gt;é &amp; ü&lt;/a&gt;");
        assert_eq!(escaped(&SCRIPT, text), "\\u003ca href=\"'\"\\u003eé \\u0026 ü\\u003c/a\\u003e");
    }

    #[test]
    fn xml_leaves_out_what_it_cannot_hold() {
        let mut out = String::new();
        push_xml(&mut out, "a\u{0}b\u{ffff}<c>\n");
        assert_eq!(out, "ab&lt;c&gt;\n");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(text in "[&<>\"'a-cé ]{0,40}") {
            let read = escaped(&TEMPLATE, &text).replace("&#39;", "'").replace("&quot;", "\"").replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
            prop_assert_eq!(read, text);
        }
    }
}
