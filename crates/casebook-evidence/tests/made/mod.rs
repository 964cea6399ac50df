//! Documents made for tests: mails in many charsets, texts of Word, archives that lie.
#![allow(dead_code, reason = "each test is a program of its own and needs a part of this")]

use encoding_rs::Encoding;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// How the body of a mail travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Travel {
    /// As it is.
    Plain,
    /// As letters of base64.
    Base64,
    /// With `=E4` for what isn't ASCII.
    Quoted,
}

/// A mail that is to be made.
#[derive(Clone, Debug)]
pub struct Mail {
    pub charset: &'static str,
    pub travel: Travel,
    pub subject: String,
    /// Names and addresses.
    pub from: (String, String),
    pub to: Vec<(String, String)>,
    pub body: String,
    /// Names, media types and bytes.
    pub attached: Vec<(String, String, Vec<u8>)>,
}

impl Mail {
    /// The mail as a program would send it.
    pub fn bytes(&self) -> Vec<u8> {
        let word = |text: &str| encoded_word(self.charset, text);
        let person = |(name, address): &(String, String)| format!("{} <{address}>", word(name));
        let to = self.to.iter().map(person).collect::<Vec<_>>().join(",\r\n ");
        let mut head = format!("From: {}\r\nTo: {to}\r\nSubject: {}\r\n", person(&self.from), word(&self.subject));
        head += "Date: Mon, 3 Jan 2022 10:00:00 +0100\r\nMIME-Version: 1.0\r\n";
        let mut bytes = head.into_bytes();
        let (travel, body) = sent(self.travel, &encoded(self.charset, &self.body.replace('\n', "\r\n")));
        let text = format!("Content-Type: text/plain; charset={}\r\nContent-Transfer-Encoding: {travel}\r\n\r\n", self.charset);
        if self.attached.is_empty() {
            bytes.extend([text.as_bytes(), &body].concat());
            return bytes;
        }
        bytes.extend(b"Content-Type: multipart/mixed; boundary=\"=_part\"\r\n\r\n--=_part\r\n");
        bytes.extend([text.as_bytes(), &body].concat());
        for (name, media, content) in &self.attached {
            let head = format!("Content-Type: {media}\r\nContent-Disposition: attachment;\r\n filename*=utf-8''{}\r\n", percent(name));
            bytes.extend(format!("\r\n--=_part\r\n{head}Content-Transfer-Encoding: base64\r\n\r\n{}", base64(content)).into_bytes());
        }
        bytes.extend(b"\r\n--=_part--\r\n");
        bytes
    }
}

fn encoded(charset: &str, text: &str) -> Vec<u8> {
    Encoding::for_label(charset.as_bytes()).expect("a charset").encode(text).0.into_owned()
}

/// Words of a head (RFC 2047), in pieces that a line can hold.
fn encoded_word(charset: &str, text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let pieces = letters.chunks(8).map(|piece| base64(&encoded(charset, &piece.iter().collect::<String>())));
    pieces.map(|piece| format!("=?{charset}?B?{piece}?=")).collect::<Vec<_>>().join("\r\n ")
}

fn sent(travel: Travel, body: &[u8]) -> (&'static str, Vec<u8>) {
    match travel {
        Travel::Plain => ("8bit", body.to_vec()),
        Travel::Base64 => {
            let letters = base64(body).into_bytes();
            ("base64", letters.chunks(76).collect::<Vec<_>>().join(&b"\r\n"[..]))
        }
        Travel::Quoted => ("quoted-printable", quoted_printable(body)),
    }
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut text = String::new();
    let mut column = 0;
    for byte in bytes {
        if column > 70 {
            text.push_str("=\r\n");
            column = 0;
        }
        match byte {
            b'\n' => {
                text.push('\n');
                column = 0;
            }
            b'\r' => text.push('\r'),
            b'!'..=b'<' | b'>'..=b'~' => {
                text.push(char::from(*byte));
                column += 1;
            }
            _ => {
                write!(text, "={byte:02X}").expect("memory");
                column += 3;
            }
        }
    }
    text.into_bytes()
}

pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            text.push(if at <= chunk.len() { char::from(LETTERS[(number >> (18 - 6 * at) & 63) as usize]) } else { '=' });
        }
    }
    text
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() || byte == b'.' { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// An archive with these files.
pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).expect("an archive");
        writer.write_all(content).expect("an archive");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A text of Word with this body and these footnotes.
pub fn docx(body: &str, notes: &str) -> Vec<u8> {
    const RELATIONS: &str = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let document = format!("{head}<w:document {space}><w:body>{body}<w:sectPr/></w:body></w:document>");
    let footnotes = format!("{head}<w:footnotes {space}>{notes}</w:footnotes>");
    let files =
        [("[Content_Types].xml", "<Types/>"), ("_rels/.rels", RELATIONS), ("word/document.xml", &document), ("word/footnotes.xml", &footnotes)];
    archive(&files.map(|(name, content)| (name, content.as_bytes())))
}

/// A paragraph of Word with these words.
pub fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", words.replace('&', "&amp;").replace('<', "&lt;"))
}

/// A message of a mailbox.
pub fn mailbox_entry(id: &str, references: &str, body: &str) -> String {
    let head = "From x@example.org Mon Jan  3 10:00:00 2022\nFrom: Anna <anna@example.org>\nDate: Mon, 3 Jan 2022 10:00:00 +0100\n";
    format!("{head}Message-ID: <{id}>\nReferences: {references}\nSubject: S\n\n{body}\n\n")
}
