//! A long document of made-up prose, as a transcript would be: one font, forty lines a page, and as many bytes of a
//! picture that no page shows as make it as long as such a file is.

use std::fmt::Write as _;

const WORDS: [&str; 24] = [
    "ferry", "ledger", "harbour", "witness", "lamp", "before", "nobody", "office", "written", "hour", "another", "hand", "question", "answer", "the",
    "and", "of", "in", "that", "was", "chest", "landing", "evening", "letter",
];

const LINES: u32 = 40;
const WORDS_IN_LINE: u32 = 11;

/// So many pages of it, and so many bytes more. Each number gives another document.
pub(in crate::bench) fn made(pages: u32, number: u32, more: usize) -> Vec<u8> {
    let kids: String = (0..pages).fold(String::new(), |mut kids, page| {
        let _ = write!(kids, "{} 0 R ", 4 + 2 * page);
        kids
    });
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {pages} /Kids [{kids}] >>"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for page in 0..pages {
        let content = content(page, number);
        let rest = format!("/Resources << /Font << /F 3 0 R >> >> /Contents {} 0 R", 5 + 2 * page);
        objects.push(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {rest} >>"));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    objects.push(format!("<< /Type /XObject /Length {more} >>\nstream\n{}\nendstream", "picture ".repeat(more / 8 + 1).split_at(more).0));
    file(&objects)
}

/// The words of the first lines of a page, counted from 1: no other page has them.
pub(in crate::bench) fn first_lines(page: u32, number: u32) -> String {
    lines(page - 1, number).take(3).collect::<Vec<_>>().join(" ")
}

/// A head with the number of the page, counted from 0 here, and lines of words that only look meant.
fn lines(page: u32, number: u32) -> impl Iterator<Item = String> {
    let mut state = number.wrapping_mul(7919).wrapping_add(page).wrapping_mul(2_654_435_761);
    let mut line = move || {
        let words = (0..WORDS_IN_LINE).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            WORDS[(state >> 16) as usize % WORDS.len()]
        });
        words.collect::<Vec<_>>().join(" ")
    };
    std::iter::once(format!("Page {}", page + 1)).chain((0..LINES).map(move |_| line()))
}

fn content(page: u32, number: u32) -> String {
    let shown = lines(page, number).fold(String::new(), |mut shown, line| {
        let _ = write!(shown, " ({line}) Tj T*");
        shown
    });
    format!("BT /F 11 Tf 14 TL 72 780 Td{shown} ET")
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let place = file.len();
    file.extend(table.bytes());
    file.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{place}\n%%EOF\n", objects.len() + 1).bytes());
    file
}
