//! Files and folders whose names differ only in case: on macOS and Windows they are one.
//!
//! A site that holds both can't be copied there whole. (Names that differ only in how accents are
//! stored never get this far: a path has one normal form.)

use crate::diagnostic::{Diagnostic, Span};
use crate::source::{SitePath, Source};
use rustc_hash::{FxHashMap, FxHashSet};

/// Reports each name that differs from an earlier one in case alone: of a folder once, and then
/// nothing of what lies in it.
pub(super) fn check(source: &Source) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut spelled: FxHashMap<String, &str> = FxHashMap::default();
    let mut told: FxHashSet<&str> = FxHashSet::default();
    for (path, _) in source.iter() {
        let lower = path.as_str().to_lowercase();
        for (end, lower_end) in ends(path.as_str()).zip(ends(&lower)) {
            let (name, folded) = (&path.as_str()[..end], &lower[..lower_end]);
            match spelled.get(folded) {
                None => drop(spelled.insert(folded.to_owned(), name)),
                Some(other) if *other == name => {}
                Some(other) => {
                    if told.insert(name) {
                        found.push(differs(path, name, other));
                    }
                    break;
                }
            }
        }
    }
    found
}

/// Where the names of the folders of a path end, and its own.
fn ends(path: &str) -> impl Iterator<Item = usize> {
    path.match_indices('/').map(|(at, _)| at).chain([path.len()])
}

fn differs(path: &SitePath, name: &str, other: &str) -> Diagnostic {
    let message = format!("`{name}` and `{other}` differ only in capital letters, so on macOS and Windows they are one");
    Diagnostic::warning("name-case", message).at(Span::start_of(path)).hint("give one of them another name, or put both together")
}
