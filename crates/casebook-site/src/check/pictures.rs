//! What is wrong with a picture, told where it is named.

use super::files::{Files, State};
use crate::diagnostic::Diagnostic;
use crate::value::{FileRole, FileUse};
use casebook_evidence::picture::{Failure, Motion};

/// What must be said of a picture at a place that names it.
pub(super) fn check(files: &Files, used: &FileUse) -> Option<Diagnostic> {
    if matches!(used.role, FileRole::Offered | FileRole::Played | FileRole::Track | FileRole::Transcription) {
        return None;
    }
    let diagnostic = match files.pictures.get(&used.file)? {
        State::Unread(_) => unread(),
        State::Failed(failure) => failed(failure),
        State::Read(picture) if picture.facts.motion == Motion::Animated => still(),
        State::Read(_) => return None,
    };
    Some(diagnostic.at(used.span.clone()))
}

fn unread() -> Diagnostic {
    let unread = Diagnostic::error("picture-unread", "this picture could not be read yet, and that is not its fault");
    unread.hint("the program that reads pictures can't be started; see whether the system allows Casebook to start processes")
}

fn failed(failure: &Failure) -> Diagnostic {
    let what = failure.to_string();
    let diagnostic = match failure {
        Failure::Foreign(_) => Diagnostic::error("picture-format", what),
        Failure::TooLong { .. } | Failure::TooManyPixels { .. } | Failure::OutOfMemory | Failure::OutOfTime => {
            Diagnostic::error("picture-too-large", what)
        }
        Failure::Empty | Failure::Truncated | Failure::Damaged | Failure::Unsupported | Failure::Crashed => {
            Diagnostic::error("picture-damaged", what)
        }
    };
    diagnostic.hint(failure.advice())
}

fn still() -> Diagnostic {
    let moving = Diagnostic::warning("picture-animated", "this picture moves; pages show its first frame");
    moving.hint("readers can't stop a moving picture: make it a recording, or save the frame that matters as a picture of its own")
}
