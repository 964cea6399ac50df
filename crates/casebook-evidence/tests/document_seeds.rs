//! Replays the seeds of the fuzz targets of documents: files that we made, and files that once broke a reader.
//! What must hold for them stands in `fuzz/src/documents.rs`.

#[path = "../../../fuzz/src/documents.rs"]
mod documents;
mod made;
#[path = "../../../fuzz/src/replay.rs"]
mod replay;

use replay::replay_changed;

#[test]
fn mail_seeds_break_nothing() {
    replay_changed("mail", documents::mail);
}

#[test]
fn transcript_seeds_break_nothing() {
    replay_changed("transcript", documents::transcript);
}

#[test]
fn html_text_seeds_break_nothing() {
    replay_changed("html_text", documents::html_text);
}

#[test]
fn docx_seeds_break_nothing() {
    replay::write("docx", texts_of_word);
    replay_changed("docx", documents::docx);
}

/// One small text of Word for each trouble.
fn texts_of_word() -> Vec<(&'static str, Vec<u8>)> {
    let changed = "<w:p><w:ins><w:r><w:t>in</w:t></w:r></w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>";
    let cell = format!("<w:tc>{}</w:tc>", made::paragraph("cell"));
    let whole = made::docx(&made::paragraph("words"), "");
    vec![
        ("plain.docx", made::docx(&made::paragraph("One & two"), "")),
        ("changed.docx", made::docx(&format!("{changed}{}", made::paragraph("next")), "")),
        ("table.docx", made::docx(&format!("<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>"), "")),
        ("notes.docx", made::docx(&made::paragraph("text"), &format!("<w:footnote>{}</w:footnote>", made::paragraph("note")))),
        ("hidden.docx", made::docx("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r></w:p>", "")),
        ("cut.docx", whole[..whole.len() / 2].to_vec()),
        ("unclosed.docx", made::docx("<w:p><w:r>", "")),
        ("bomb.docx", made::docx(&made::paragraph(&"0".repeat(300_000)), "")),
    ]
}
