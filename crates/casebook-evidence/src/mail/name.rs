//! Names and other words of one line, made harmless: for a line of a page, and for a file on a disk.

/// The longest line that is kept of a name or a subject.
const LONGEST_LINE: usize = 1000;

/// The longest name of a file, in bytes; disks take 255, and something may be put before it.
const LONGEST_NAME: usize = 120;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// One line without what nobody sees: controls, and marks that turn the direction of what follows.
pub(super) fn in_one_line(text: &str) -> String {
    let seen = text.chars().filter(|c| c.is_whitespace() || !is_unseen(*c));
    let line: String = seen.take(LONGEST_LINE * 4).collect();
    let line: String = line.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST_LINE).collect()
}

fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// A name for a file; none if nothing is left of it.
pub(super) fn of_file(text: &str) -> Option<String> {
    let line = in_one_line(text);
    let last = line.rsplit(['/', '\\']).next().unwrap_or_default();
    let safe: String = last.chars().map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c }).collect();
    let name = safe.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let (stem, ending) = name.rsplit_once('.').filter(|(_, ending)| ending.len() <= 16).map_or((name, ""), |(stem, ending)| (stem, ending));
    let stem = cut(stem.trim_end(), LONGEST_NAME - 17);
    let is_device = DEVICES.iter().any(|device| {
        let start = stem.split('.').next().unwrap_or_default().trim().to_ascii_lowercase();
        start.strip_prefix(device).is_some_and(|rest| rest.is_empty() || (rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit()))
    });
    let mark = if is_device { "_" } else { "" };
    match (stem, ending) {
        ("", "") => None,
        (stem, "") => Some(format!("{mark}{stem}")),
        (stem, ending) => Some(format!("{mark}{stem}.{ending}")),
    }
}

/// The beginning of a text, so many bytes at most.
fn cut(text: &str, most: usize) -> &str {
    let end = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= most).last().unwrap_or_default();
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::{in_one_line, of_file};
    use proptest::prelude::*;

    #[test]
    fn names_lead_nowhere() {
        for (text, expected) in [
            ("report.pdf", Some("report.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\temp\\a:b?.txt", Some("a_b_.txt")),
            (".htaccess", Some("htaccess")),
            ("CON.txt", Some("_CON.txt")),
            ("lpt1", Some("_lpt1")),
            ("evil\u{202e}fdp.exe", Some("evilfdp.exe")),
            ("a\r\nb.txt", Some("a b.txt")),
            ("..", None),
            ("", None),
        ] {
            assert_eq!(of_file(text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_a_name(text in "\\PC{0,300}|[./\\\\ a]{0,300}") {
            prop_assert!(in_one_line(&text).chars().count() <= 1000);
            if let Some(name) = of_file(&text) {
                prop_assert!(!name.is_empty() && name.len() <= 255 && !name.contains(['/', '\\', '\n', '\0']) && !name.starts_with('.'), "{name}");
            }
        }
    }
}
