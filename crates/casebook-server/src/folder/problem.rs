//! What a disk can hold that a site can't: each said to the owner with what to do about it.

use casebook_site::diagnostic::{Diagnostic, Span};
use casebook_site::source::{PathError, SitePath};
use std::io;
use std::path::Path;

fn at(diagnostic: Diagnostic, relative: &Path) -> Diagnostic {
    match relative.to_str().and_then(|text| SitePath::new(text).ok()) {
        Some(path) => diagnostic.at(Span::start_of(&path)),
        None => diagnostic,
    }
}

fn shown(relative: &Path) -> String {
    // A name may hold anything, even what would move the cursor of a terminal.
    relative.to_string_lossy().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

pub(super) fn name_not_text(relative: &Path) -> Diagnostic {
    Diagnostic::error("name-not-text", format!("the name of `{}` is not UTF-8 text", shown(relative))).hint("rename it")
}

pub(super) fn name_impossible(relative: &Path, error: PathError) -> Diagnostic {
    Diagnostic::error("name-impossible", format!("`{}` can't be part of a site: {error}", shown(relative))).hint("rename it")
}

pub(super) fn name_twice(path: &SitePath) -> Diagnostic {
    Diagnostic::error("name-twice", format!("two files are called `{path}`; their names differ only in how the accents are stored"))
        .at(Span::start_of(path))
        .hint("remove one of them")
}

pub(super) fn link_outside(relative: &Path) -> Diagnostic {
    let message = format!("`{}` is a link that leads out of the folders that are published", shown(relative));
    at(Diagnostic::error("link-outside", message), relative).hint("put a copy of the file in its place")
}

pub(super) fn link_to_folder(relative: &Path) -> Diagnostic {
    let message = format!("`{}` is a link to a folder, and such links are not followed", shown(relative));
    at(Diagnostic::error("link-folder", message), relative).hint("put the folder itself in its place")
}

pub(super) fn link_broken(relative: &Path) -> Diagnostic {
    at(Diagnostic::error("link-broken", format!("`{}` is a link that leads nowhere", shown(relative))), relative).hint("mend the link or remove it")
}

pub(super) fn not_a_file(relative: &Path) -> Diagnostic {
    let message = format!("`{}` is neither a file nor a folder", shown(relative));
    at(Diagnostic::error("file-special", message), relative).hint("remove it from the site's folder")
}

pub(super) fn unreadable(relative: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("`{}` can't be read: {error}", shown(relative));
    at(Diagnostic::error("file-unreadable", message), relative).hint("see who owns it and who may read it")
}

/// Whether something stands on the disk and can't be read.
pub(super) fn is_unreadable(problem: &Diagnostic) -> bool {
    problem.code == "file-unreadable"
}

/// Whether the name of something is what is wrong with it.
pub(super) fn is_of_name(problem: &Diagnostic) -> bool {
    matches!(problem.code, "name-not-text" | "name-impossible")
}

pub(super) fn unwatched(error: &notify::Error) -> Diagnostic {
    let diagnostic = Diagnostic::warning("folder-unwatched", format!("not every folder can be watched for changes: {error}"));
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => diagnostic.hint("raise the system's limit, `fs.inotify.max_user_watches`"),
        _ => diagnostic.hint("start `casebook serve` again after changes that the browser doesn't show"),
    }
}
