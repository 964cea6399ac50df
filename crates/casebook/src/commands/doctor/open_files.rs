//! How many files a server may have open: each reader who is connected is one.

use super::finding::{Check, Finding};
use crate::terminal::count;

/// Less than any server needs: the system's own lower bound.
const FEW_FILES: usize = 1024;

/// How many files a process may have open: now, and after it asked for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OpenFiles {
    pub(super) soft: usize,
    pub(super) hard: usize,
}

#[cfg(unix)]
impl OpenFiles {
    pub(super) fn read() -> Self {
        let (soft, hard) = crate::environment::open_files();
        Self { soft, hard }
    }
}

/// `wanted` is what `serve --public` would use if it could.
pub(super) fn open_files(files: OpenFiles, wanted: usize) -> Finding {
    let OpenFiles { soft, hard } = files;
    let many = |files: usize| if files == usize::MAX { "any number of files".to_owned() } else { count(files, "file", "files") };
    let raised = if soft < hard { format!(" (now {}, which it raises by itself)", many(soft)) } else { String::new() };
    let message = format!("`serve --public` may open {}{raised} and can use {wanted}", many(hard));
    let advice = "one reader takes one file. For more, say `LimitNOFILE=32768` in the service of systemd, or `ulimit -n 32768` before the start";
    match hard {
        hard if hard >= wanted => Finding::good(Check::OpenFiles, message),
        hard if hard >= FEW_FILES => Finding::note(Check::OpenFiles, message).advise(advice),
        _ => Finding::warning(Check::OpenFiles, message, advice),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;

    #[test]
    fn open_files_are_compared_with_what_a_server_can_use() {
        for (hard, level) in [(usize::MAX, Level::Good), (20_256, Level::Good), (20_255, Level::Note), (1024, Level::Note), (1023, Level::Warning)] {
            let found = open_files(OpenFiles { soft: 256, hard }, 20_256);
            assert_eq!(found.level, level, "{found:?}");
        }
    }
}
