//! WordprocessingML (ISO/IEC 29500) as paragraphs, read as a stream.
//!
//! What was deleted or moved away with tracked changes is no text, nor is what is formatted as hidden, nor the
//! second telling of a drawing for old programs. Insertions are text.

use crate::document::{Failure, MOST_SEGMENTS, Parts, Wanted};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Tables within tables within boxes stay below a tenth of it.
const DEEPEST: usize = 1000;

/// What an open element means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Paragraph,
    ParagraphProperties,
    Run,
    RunProperties,
    Words,
    /// Nothing in it counts.
    Unseen,
    Other,
}

/// The paragraphs of a part whose outermost element has this name.
pub(super) fn paragraphs(xml: &str, root: &str) -> Result<Vec<String>, Failure> {
    let mut reader = Reader::from_str(xml);
    let mut writer = Writer::default();
    let mut is_first = true;
    loop {
        let event = reader.read_event().map_err(|_| Failure::Damaged)?;
        if let Event::Start(element) | Event::Empty(element) = &event
            && std::mem::take(&mut is_first)
            && element.local_name().as_ref() != root
        {
            return Err(Failure::Foreign(Wanted::Docx));
        }
        match event {
            Event::Start(element) => writer.start(&element)?,
            Event::Empty(element) => {
                writer.start(&element)?;
                writer.end();
            }
            Event::End(_) => writer.end(),
            Event::Text(text) => writer.text(&text),
            Event::CData(text) => writer.text(&text),
            Event::GeneralRef(reference) => writer.text(character(&reference).encode_utf8(&mut [0; 4])),
            Event::Eof => break,
            _ => {}
        }
        if writer.paragraphs.len() > MOST_SEGMENTS {
            return Err(Failure::TooMany { parts: Parts::Segments, most: MOST_SEGMENTS as u64 });
        }
    }
    if is_first || !writer.open.is_empty() {
        return Err(Failure::Damaged);
    }
    writer.flush();
    Ok(writer.paragraphs)
}

/// Entities that a document declares itself are none that Word would know.
fn character(reference: &BytesRef<'_>) -> char {
    match &**reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => reference.resolve_char_ref().ok().flatten().unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// Where the body stands, as the list of relations says.
pub(super) fn main_part(relations: &str) -> Option<String> {
    let mut reader = Reader::from_str(relations);
    loop {
        let event = reader.read_event().ok()?;
        let (Event::Start(element) | Event::Empty(element)) = &event else {
            if matches!(event, Event::Eof) {
                return None;
            }
            continue;
        };
        if element.local_name().as_ref() == "Relationship" && attribute(element, "Type").is_some_and(|kind| kind.ends_with("/officeDocument")) {
            return attribute(element, "Target").map(|target| target.trim_start_matches('/').to_owned());
        }
    }
}

/// The value of the attribute with this local name, as it is written.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    // Without looking for doubles, which takes quadratic time.
    let mut attributes = element.attributes().with_checks(false).clone().filter_map(Result::ok);
    attributes.find(|attribute| attribute.key.local_name().as_ref() == name).map(|attribute| attribute.value.into_owned())
}

#[derive(Default)]
struct Writer {
    paragraphs: Vec<String>,
    open: Vec<Element>,
    /// How many open elements hide what is in them.
    unseen: u32,
    /// Paragraphs that are open, one in another where there are boxes.
    lines: Vec<Line>,
    /// Whether the open runs are hidden.
    runs: Vec<bool>,
    /// A paragraph whose end was deleted, and how many were open around it.
    carried: Option<(usize, String)>,
}

#[derive(Default)]
struct Line {
    text: String,
    is_end_deleted: bool,
}

impl Writer {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Failure> {
        if self.open.len() >= DEEPEST {
            return Err(Failure::TooDeep);
        }
        let name = element.local_name();
        let parent = self.open.last().copied().unwrap_or(Element::Other);
        let meaning = match (name.as_ref(), parent) {
            ("p", _) => Element::Paragraph,
            ("pPr", _) => Element::ParagraphProperties,
            ("r", _) => Element::Run,
            ("rPr", Element::Run | Element::ParagraphProperties) => Element::RunProperties,
            ("t", _) => Element::Words,
            ("del" | "moveFrom", Element::RunProperties) => {
                self.delete_end();
                Element::Other
            }
            ("del" | "moveFrom" | "Fallback" | "rt", _) => Element::Unseen,
            _ => Element::Other,
        };
        match meaning {
            Element::Paragraph => self.begin(),
            Element::Run => self.runs.push(false),
            Element::Unseen => self.unseen += 1,
            _ => {}
        }
        match (name.as_ref(), parent) {
            ("tab" | "ptab", Element::Run) => self.add("\t"),
            ("br" | "cr", Element::Run) => self.add("\n"),
            ("noBreakHyphen", Element::Run) => self.add("\u{2011}"),
            ("softHyphen", Element::Run) => self.add("\u{ad}"),
            ("vanish" | "webHidden", Element::RunProperties) => self.hide(element),
            _ => {}
        }
        self.open.push(meaning);
        Ok(())
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Element::Paragraph) => self.finish(),
            Some(Element::Run) => drop(self.runs.pop()),
            Some(Element::Unseen) => self.unseen -= 1,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.last() == Some(&Element::Words) {
            self.add(text);
        }
    }

    fn add(&mut self, text: &str) {
        let is_hidden = self.unseen > 0 || self.runs.last().copied().unwrap_or_default();
        if let Some(line) = self.lines.last_mut().filter(|_| !is_hidden) {
            line.text.push_str(text);
        }
    }

    /// Hides the run in whose properties this stands, unless it says that it doesn't.
    fn hide(&mut self, element: &BytesStart<'_>) {
        let is_of_run = self.open.len() > 1 && self.open[self.open.len() - 2] == Element::Run;
        let is_off = attribute(element, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"));
        if let Some(run) = self.runs.last_mut().filter(|_| is_of_run && !is_off) {
            *run = true;
        }
    }

    /// The end of the paragraph was deleted, so it goes on in the next one.
    fn delete_end(&mut self) {
        let is_of_paragraph = self.open.len() > 1 && self.open[self.open.len() - 2] == Element::ParagraphProperties;
        if let Some(line) = self.lines.last_mut().filter(|_| is_of_paragraph) {
            line.is_end_deleted = true;
        }
    }

    fn begin(&mut self) {
        let mut line = Line::default();
        if self.carried.as_ref().is_some_and(|(depth, _)| *depth == self.lines.len()) {
            line.text = self.carried.take().map(|(_, text)| text).unwrap_or_default();
        } else {
            self.flush();
        }
        self.lines.push(line);
    }

    fn finish(&mut self) {
        let Some(line) = self.lines.pop() else { return };
        self.flush();
        self.carried = Some((self.lines.len(), line.text));
        if !line.is_end_deleted {
            self.flush();
        }
    }

    /// Ends what waited for a continuation.
    fn flush(&mut self) {
        let Some((_, text)) = self.carried.take() else { return };
        let text = super::clean(text.trim());
        if !text.is_empty() {
            self.paragraphs.push(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{main_part, paragraphs};
    use crate::document::Failure;

    fn of(body: &str) -> Vec<String> {
        paragraphs(&format!("<?xml version='1.0'?><w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"), "document").expect("a text")
    }

    #[test]
    fn words_stand_in_paragraphs() {
        let run = |words: &str| format!("<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>");
        for (body, expected) in [
            (format!("<w:p>{}{}</w:p><w:p/><w:p>{}</w:p>", run("A &amp; "), run("&#98;"), run("c")), &["A & b", "c"][..]),
            (format!("<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>", run("a"), run("b")), &["a", "b"]),
            (
                "<w:p><w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:br/><w:noBreakHyphen/><w:t>b</w:t></w:r></w:p>"
                    .into(),
                &["a\t\n\u{2011}b"],
            ),
            (format!("<w:p><w:ins>{}</w:ins><w:del><w:r><w:delText>no</w:delText></w:r>{}</w:del></w:p>", run("yes"), run("no")), &["yes"]),
            (format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>", run("one "), run("two")), &["one two"]),
            (
                format!(
                    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>a</w:t></w:r>{}</w:p>",
                    run("b")
                ),
                &["ab"],
            ),
            (
                format!(
                    "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>{}</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p>{}</w:p></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
                    run("a"),
                    run("box"),
                    run("box"),
                    run("b")
                ),
                &["box", "ab"],
            ),
            ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>".into(), &[]),
        ] {
            assert_eq!(of(&body), expected, "{body}");
        }
    }

    #[test]
    fn broken_parts_are_refused() {
        assert_eq!(paragraphs("<w:document><w:p>", "document"), Err(Failure::Damaged));
        assert_eq!(paragraphs("", "document"), Err(Failure::Damaged));
        assert!(paragraphs("<workbook/>", "document").is_err());
        let deep = format!("<w:document>{}{}</w:document>", "<a>".repeat(5000), "</a>".repeat(5000));
        assert_eq!(paragraphs(&deep, "document"), Err(Failure::TooDeep));
    }

    #[test]
    fn relations_lead_to_the_body() {
        let relations = "<Relationships><Relationship Type='http://x/styles' Target='a'/><Relationship Type='http://x/officeDocument' Target='/word/document2.xml'/></Relationships>";
        assert_eq!(main_part(relations).as_deref(), Some("word/document2.xml"));
        assert_eq!(main_part("<Relationships"), None);
    }
}
