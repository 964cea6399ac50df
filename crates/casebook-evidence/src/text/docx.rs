//! A text of Word: the paragraphs of its body, then those of its footnotes and endnotes.
//!
//! Comments, headers and footers aren't read: they are no part of what the text says in one place.

use super::package::Package;
use super::{charset, word_xml};
use crate::document::{Failure, Wanted};
use crate::reader::Limits;

/// Where nearly all programs put the body.
const USUAL: &str = "word/document.xml";

/// The paragraphs in order.
pub(super) fn paragraphs(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, Failure> {
    let mut package = Package::open(bytes, limits)?;
    let relations = package.file("_rels/.rels")?.map(|bytes| charset::decode_lossy(&bytes));
    let main = relations.and_then(|relations| word_xml::main_part(&relations)).unwrap_or_else(|| USUAL.to_owned());
    let body = package.file(&main)?.ok_or(Failure::Foreign(Wanted::Docx))?;
    let mut paragraphs = word_xml::paragraphs(&charset::decode_lossy(&body), "document")?;
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    for (name, root) in [("footnotes.xml", "footnotes"), ("endnotes.xml", "endnotes")] {
        if let Some(notes) = package.file(&format!("{folder}{name}"))? {
            paragraphs.extend(word_xml::paragraphs(&charset::decode_lossy(&notes), root)?);
        }
    }
    Ok(paragraphs)
}
