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

/// How many inputs are made of each seed.
const CHANGES: usize = 40;

/// The seed with some of its bytes changed, left out, or repeated; `state` decides which.
fn changed(seed: &[u8], state: &mut u64) -> Vec<u8> {
    let mut below = |end: usize| {
        // Knuth's multiplier; the low bits of what it makes repeat soon.
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize % end.max(1)
    };
    let mut bytes = seed.to_vec();
    for _ in 0..=below(6) {
        let (from, len) = (below(bytes.len()), below(40));
        let to = bytes.len().min(from + len);
        match below(4) {
            0 if from < bytes.len() => bytes[from] = below(256) as u8,
            1 => drop(bytes.drain(from..to)),
            2 => {
                let piece = bytes[from..to].to_vec();
                let place = below(bytes.len());
                bytes.splice(place..place, piece);
            }
            _ => {
                let words: [&[u8]; 8] = [b"\n", b"\n\n", b"--", b"=?", b"<", b"&#", b"\xff", b"message/rfc822"];
                bytes.splice(from..from, words[below(8)].iter().copied());
            }
        }
    }
    bytes
}

/// Runs a target over its seeds and what is made of them, and says which one it was when it breaks.
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
        let mut state = count as u64;
        for _ in 0..CHANGES {
            let input = changed(&input, &mut state);
            let result = std::panic::catch_unwind(|| run(&input));
            assert!(result.is_ok(), "{} breaks the target when it is changed to {:?}", path.display(), String::from_utf8_lossy(&input));
        }
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
