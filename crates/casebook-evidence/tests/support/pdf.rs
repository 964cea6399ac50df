//! Small PDFs made for tests: text at places, in the fonts that every reader has.
#![allow(dead_code, reason = "each test is a program of its own and needs a part of this")]

use std::fmt::Write as _;

/// A file that grows: 1 is the catalogue, 2 the pages, 3 to 6 are fonts.
pub struct Pdf {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    /// More entries of the catalogue and of the trailer.
    pub catalogue: String,
    pub trailer: String,
    fonts: String,
}

/// A line of Helvetica.
pub fn text(x: i32, y: i32, size: i32, words: &str) -> String {
    shown("F1", &format!("1 0 0 1 {x} {y}"), size, words)
}

/// Words in a font, at the place of a matrix.
pub fn shown(font: &str, matrix: &str, size: i32, words: &str) -> String {
    let words = words.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    format!("BT /{font} {size} Tf {matrix} Tm ({words}) Tj ET\n")
}

/// Lines below each other.
pub fn lines(x: i32, y: i32, size: i32, lines: &[&str]) -> String {
    (0..).zip(lines).map(|(at, line)| text(x, y - at * size * 6 / 5, size, line)).collect()
}

impl Pdf {
    pub fn new() -> Self {
        let mut pdf =
            Self { objects: vec![Vec::new(), Vec::new()], pages: Vec::new(), catalogue: String::new(), trailer: String::new(), fonts: String::new() };
        for (name, base) in [("F1", "Helvetica"), ("F2", "Times-Roman"), ("F3", "Courier"), ("F4", "Helvetica-Bold")] {
            pdf.font(name, &format!("<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>"));
        }
        pdf
    }

    /// The number that the next object gets.
    pub fn next(&self) -> usize {
        self.objects.len() + 1
    }

    pub fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    pub fn stream(&mut self, entries: &str, content: &[u8]) -> usize {
        let head = format!("<< {entries} /Length {} >>\nstream\n", content.len());
        self.add([head.as_bytes(), content, b"\nendstream"].concat())
    }

    pub fn font(&mut self, name: &str, dictionary: &str) {
        let number = self.add(dictionary);
        let _ = write!(self.fonts, "/{name} {number} 0 R ");
    }

    /// Helvetica, of which some codes stand for something else.
    pub fn font_of(&mut self, name: &str, letters: &[(u8, &str)]) {
        let map: String = letters.iter().fold(String::new(), |mut map, (code, text)| {
            let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            let _ = writeln!(map, "<{code:02X}> <{units}>");
            map
        });
        let head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <00> <FF> endcodespacerange\n";
        let count = letters.len();
        let number = self.stream("", format!("{head}{count} beginbfchar\n{map}endbfchar\nendcmap end end").as_bytes());
        self.font(name, &format!("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode {number} 0 R >>"));
    }

    /// A font of letters as wide as high, of two bytes each that are the letters' own numbers.
    pub fn wide_font(&mut self, name: &str, writing: &str) {
        let head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
        let map = self.stream("", format!("{head}1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\nendcmap end end").as_bytes());
        let system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>";
        let descriptor = self.add("<< /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>");
        let inner = self.add(format!("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made {system} /DW 1000 /FontDescriptor {descriptor} 0 R >>"));
        self.font(
            name,
            &format!(
                "<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-{writing} /DescendantFonts [{inner} 0 R] /ToUnicode {map} 0 R >>"
            ),
        );
    }

    pub fn page(&mut self, content: &str) {
        self.page_with("", content);
    }

    /// A page of letter size, with more entries, which count before the usual ones.
    pub fn page_with(&mut self, entries: &str, content: &str) {
        let content = self.stream("", content.as_bytes());
        let resources = if entries.contains("/Resources") { String::new() } else { format!("/Resources << /Font << {} >> >>", self.fonts) };
        let area = if entries.contains("/MediaBox") { "" } else { "/MediaBox [0 0 612 792]" };
        let page = self.add(format!("<< /Type /Page /Parent 2 0 R {area} {resources} /Contents {content} 0 R {entries} >>"));
        self.pages.push(page);
    }

    /// The number of a page's object, from 0.
    pub fn page_object(&self, at: usize) -> usize {
        self.pages[at]
    }

    pub fn finish(mut self) -> Vec<u8> {
        self.objects[0] = format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalogue).into_bytes();
        let kids: String = self.pages.iter().fold(String::new(), |mut kids, page| {
            let _ = write!(kids, "{page} 0 R ");
            kids
        });
        self.objects[1] = format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", self.pages.len()).into_bytes();
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (number, object) in (1..).zip(&self.objects) {
            places.push(file.len());
            file.extend(format!("{number} 0 obj\n").bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let table = file.len();
        file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
        places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").bytes()));
        let size = places.len() + 1;
        file.extend(format!("trailer\n<< /Size {size} /Root 1 0 R {} >>\nstartxref\n{table}\n%%EOF\n", self.trailer).bytes());
        file
    }
}
