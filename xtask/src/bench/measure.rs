//! What one run of a program costs: wall time, CPU time, peak memory; and what it has written.

use crate::failure::{Context as _, Failure};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;
use wait4::Wait4 as _;

/// The cost of one run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// Seconds from its start to its end.
    pub(crate) wall: f64,
    /// Seconds of all processors together, user and system.
    pub(crate) cpu: f64,
    /// Megabytes that it held at its peak.
    pub(crate) memory: f64,
}

/// Runs a program to its end. It fails if the program does, with what the program said.
///
/// Linux counts a child's peak from what this program held when it started the child, a few
/// megabytes: that is in everybody's figure.
pub(crate) fn measure(command: &mut Command) -> Result<Cost, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().context(&name)?;
    let complaints = child.stderr.take().map(|pipe| thread::spawn(|| std::io::read_to_string(pipe)));
    let usage = child.wait4().context(&name)?;
    let wall = start.elapsed().as_secs_f64();
    if !usage.status.success() {
        let said = complaints.and_then(|thread| thread.join().ok()).and_then(Result::ok).unwrap_or_default();
        return Err(Failure(format!("`{name}` ended with {}\n{}", usage.status, said.trim())));
    }
    let cpu = (usage.rusage.utime + usage.rusage.stime).as_secs_f64();
    Ok(Cost { wall, cpu, memory: megabytes(usage.rusage.maxrss) })
}

#[allow(clippy::cast_precision_loss, reason = "a figure to be printed with one decimal")]
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// What stands in a folder, by the ending of its files.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    pub(crate) endings: BTreeMap<String, u64>,
}

impl Written {
    pub(crate) fn count(folder: &Path) -> Result<Self, Failure> {
        let mut written = Self::default();
        written.add(folder).context(folder.display())?;
        Ok(written)
    }

    fn add(&mut self, folder: &Path) -> std::io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                self.add(&entry.path())?;
                continue;
            }
            self.files += 1;
            self.bytes += entry.metadata()?.len();
            let path = entry.path();
            let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            *self.endings.entry(ending).or_default() += 1;
        }
        Ok(())
    }

    /// "1,051 html, 53 xml, 1 css", the most frequent first.
    pub(crate) fn described(&self) -> String {
        let mut endings: Vec<_> = self.endings.iter().collect();
        endings.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let words: Vec<String> =
            endings.into_iter().map(|(ending, count)| format!("{count} {}", if ending.is_empty() { "other" } else { ending })).collect();
        words.join(", ")
    }
}
