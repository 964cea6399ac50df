//! What went wrong, said to the person at the command line, and the exit codes.
//!
//! Mistakes in content are diagnostics and not told here; a command that found some ends with
//! `Outcome::HasErrors`.

use std::fmt;
use std::process::ExitCode;

/// How a command ended that did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Done,
    /// The content has errors, or the doctor found one, and they were told.
    HasErrors,
}

impl Outcome {
    pub(crate) fn exit_code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::HasErrors => ExitCode::from(1),
        }
    }
}

/// Whose fault it is, and so the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The command can't mean this.
    Usage,
    /// The disk, a permission, a port.
    Environment,
    /// Whoever read our output has seen enough.
    ReaderLeft,
}

impl Kind {
    pub(crate) fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::ReaderLeft => 0,
            Self::Usage => 2,
            Self::Environment => 3,
        })
    }
}

/// Why a command could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommandError {
    pub(crate) kind: Kind,
    /// What went wrong, in plain words, without a full stop.
    pub(crate) message: String,
    /// What to do, one sentence each.
    pub(crate) hints: Vec<String>,
}

impl CommandError {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, message: message.into(), hints: Vec::new() }
    }

    pub(crate) fn environment(message: impl Into<String>) -> Self {
        Self { kind: Kind::Environment, ..Self::usage(message) }
    }

    pub(crate) fn reader_left() -> Self {
        Self { kind: Kind::ReaderLeft, ..Self::usage("") }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// For an operation on a file: says which one.
    pub(crate) fn file(what: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let told = Self::environment(format!("can't {what} {}: {error}", path.display()));
        match error.kind() {
            std::io::ErrorKind::StorageFull => told.hint("make room on the disk and try again"),
            std::io::ErrorKind::PermissionDenied => told.hint("see who owns it and who may write there"),
            _ => told,
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CommandError {}
