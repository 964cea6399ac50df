//! Texts in paragraphs: plain text, Markdown, HTML and the text of Word.
//!
//! Only words come out. How they look, what they link to and what a page would load stays behind, and
//! so does what a reader of the original doesn't see: comments, deletions, hidden passages.

pub(crate) mod character;
mod charset;
mod docx;
pub(crate) mod html;
mod markdown;
mod package;
mod word_xml;

use crate::document::{Failure, MOST_SEGMENTS, Parts, Wanted, admit, number, segment};
use crate::evidence::{Locator, Segment};
use crate::reader::Limits;
use serde::{Deserialize, Serialize};

pub(crate) use charset::{decode_lossy, is_unreadable, label_decoder};

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// Nothing but words; an empty line ends a paragraph.
    Plain,
    /// CommonMark with tables and footnotes.
    Markdown,
    /// A page.
    Html,
    /// Word, since 2007.
    Docx,
}

/// The paragraphs of a text. A heading, an item of a list and a cell of a table are paragraphs too.
pub fn read(bytes: &[u8], form: Form, limits: &Limits) -> Result<Vec<Segment>, Failure> {
    admit(bytes, limits)?;
    let paragraphs = match form {
        Form::Plain => plain(&decode(bytes)?),
        Form::Markdown => markdown::paragraphs(&decode(bytes)?),
        Form::Html => html::paragraphs(&charset::decode_html(bytes)?),
        Form::Docx => docx::paragraphs(bytes, limits)?,
    };
    if paragraphs.len() > MOST_SEGMENTS {
        return Err(Failure::TooMany { parts: Parts::Segments, most: MOST_SEGMENTS as u64 });
    }
    Ok(paragraphs.into_iter().enumerate().map(|(at, text)| segment(Locator::Paragraph(number(at)), text)).collect())
}

/// What stands on the pages of a scan: a form feed ends a page. A page without words is a page, too.
pub fn transcription(bytes: &[u8]) -> Vec<Segment> {
    let text = with_line_feeds(decode_lossy(bytes));
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\u{c}').unwrap_or(text);
    let pages = text.split('\u{c}').take(MOST_SEGMENTS).enumerate();
    pages.map(|(at, page)| segment(Locator::Page(number(at)), clean(page).trim_matches('\n').to_owned())).collect()
}

/// Text of bytes; none if they are of something else.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Failure> {
    Some(decode_lossy(bytes)).filter(|text| !is_unreadable(text)).ok_or(Failure::Foreign(Wanted::Text))
}

/// Paragraphs between empty lines; a form feed ends one, too.
fn plain(text: &str) -> Vec<String> {
    let text = with_line_feeds(text.replace('\u{c}', "\n\n"));
    let mut paragraphs = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.split('\n') {
        if line.trim().is_empty() {
            close(&mut lines, &mut paragraphs);
        } else {
            lines.push(line.trim_end());
        }
    }
    close(&mut lines, &mut paragraphs);
    paragraphs
}

fn close(lines: &mut Vec<&str>, paragraphs: &mut Vec<String>) {
    if !lines.is_empty() {
        paragraphs.push(clean(&lines.join("\n")));
        lines.clear();
    }
}

/// Every line ends with a line feed, whatever ended it.
pub(crate) fn with_line_feeds(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Without characters that nobody sees and nobody typed: controls other than tabs and line feeds.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::{plain, transcription};
    use crate::evidence::Locator;

    #[test]
    fn empty_lines_end_paragraphs() {
        assert_eq!(plain("One\r\ntwo \r\n\r\n \r\nthree\rfour\u{c}five\u{0}\n"), ["One\ntwo", "three\nfour", "five"]);
        assert!(plain(" \n\n").is_empty());
    }

    #[test]
    fn form_feeds_end_pages() {
        let pages: Vec<(Locator, String)> =
            transcription(b"One\n\x0c\x0cthree\r\n\x0c\n").into_iter().map(|page| (page.locator, page.text)).collect();
        let expected = [(1, "One"), (2, ""), (3, "three")].map(|(at, text)| (Locator::Page(at.try_into().expect("a page")), text.to_owned()));
        assert_eq!(pages, expected);
    }
}
