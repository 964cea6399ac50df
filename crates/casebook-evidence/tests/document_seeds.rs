//! Replays the seeds of the fuzz targets of documents: files that we made, and files that once broke a reader.
//! What must hold for them stands in `fuzz/src/documents.rs`.

#[path = "../../../fuzz/src/documents.rs"]
mod documents;
mod made;

use std::fs;
use std::path::{Path, PathBuf};

/// With this variable set, the seeds of Word are made anew.
const WRITE: &str = "CASEBOOK_WRITE_SEEDS";

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target)
}

/// Runs a target over its seeds and says which one it was when it breaks.
fn replay(target: &str, run: fn(&[u8])) {
    let folder = folder(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut count = 0;
    for file in files {
        let path = file.expect("a file of the folder").path();
        let input = fs::read(&path).expect("a seed");
        let result = std::panic::catch_unwind(|| run(&input));
        assert!(result.is_ok(), "{} breaks the target; the reason stands above", path.display());
        count += 1;
    }
    assert!(count >= 5, "only {count} seeds in {}", folder.display());
}

#[test]
fn mail_seeds_break_nothing() {
    replay("mail", documents::mail);
}

#[test]
fn transcript_seeds_break_nothing() {
    replay("transcript", documents::transcript);
}

#[test]
fn html_text_seeds_break_nothing() {
    replay("html_text", documents::html_text);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one way to tell a test to write")]
fn docx_seeds_break_nothing() {
    if std::env::var_os(WRITE).is_some() {
        fs::create_dir_all(folder("docx")).expect("a writable folder");
        for (name, bytes) in texts_of_word() {
            fs::write(folder("docx").join(name), bytes).expect("a writable folder");
        }
    }
    replay("docx", documents::docx);
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
