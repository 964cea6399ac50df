//! Words that must not stand in the repository: unfinished work, and addresses that only one
//! machine knows.

use crate::tracked::{expect_none, rust_files, texts};

/// The words, put together here so that this file does not hold them itself.
fn unfinished() -> [String; 4] {
    [["TO", "DO"], ["FIX", "ME"], ["to", "do!("], ["unimple", "mented!("]].map(|parts| parts.concat())
}

#[test]
fn nothing_is_left_unfinished() {
    let words = unfinished();
    let found: Vec<String> = rust_files()
        .iter()
        .flat_map(|file| file.text.lines().enumerate().map(move |(at, line)| (file, at, line)))
        .filter(|(_, _, line)| words.iter().any(|word| holds_word(line, word)))
        .map(|(file, at, line)| format!("{}:{}: {}", file.path, at + 1, line.trim()))
        .collect();
    expect_none("these lines are unfinished", &found);
}

/// Whether the word stands there by itself, not inside a longer one.
fn holds_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let joins = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        !joins(before) && (word.ends_with('(') || !joins(after))
    })
}

#[test]
fn a_word_is_told_from_a_part_of_one() {
    let word = unfinished()[0].clone();
    assert!(holds_word(&format!("// {word}: later"), &word));
    assert!(!holds_word(&format!("ME{word}LOGY"), &word));
}

/// A lock file that names a host sends everybody to the host of whoever wrote it. The one that
/// cargo writes for its public registry is the same for all.
#[test]
fn no_file_names_a_registry_or_a_neighbour() {
    let hosts = [["\"resol", "ved\": \"http"], ["registry.", "npmjs.org"], ["../", "shared"], ["/work/", "shared"]].map(|parts| parts.concat());
    let cargo_registry = "registry+https://github.com/rust-lang/crates.io-index";
    let mut found = Vec::new();
    for file in texts().iter().filter(|file| !file.path.starts_with(".ci/")) {
        for (at, line) in file.text.lines().enumerate() {
            let is_foreign = line.contains("registry+") && !line.contains(cargo_registry) && file.path.ends_with(".lock");
            if is_foreign || hosts.iter().any(|host| line.contains(host.as_str())) {
                found.push(format!("{}:{}: {}", file.path, at + 1, line.trim()));
            }
        }
    }
    expect_none("these lines name a registry's host or a folder beside the repository", &found);
}
