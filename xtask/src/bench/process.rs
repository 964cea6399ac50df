//! What a running process has used and holds, as Linux tells it in `/proc`.

use crate::failure::{Context as _, Failure};
use std::fs;

/// The unit of times in `/proc`: a hundredth of a second, on every Linux.
const TICK: f64 = 0.01;

/// Seconds of processor time, user and system, of a process and its children that still run.
pub(super) fn cpu(id: u32) -> Result<f64, Failure> {
    let ticks: Option<u64> = family(id)?.iter().map(|stat| Some(stat.number(11)? + stat.number(12)?)).sum();
    #[allow(clippy::cast_precision_loss, reason = "a figure to be printed with two digits")]
    let seconds = ticks.map(|ticks| ticks as f64 * TICK);
    seconds.ok_or_else(|| Failure(format!("/proc/{id}/stat has no times")))
}

/// Bytes that a process and its children hold in memory.
pub(super) fn resident_with_children(id: u32) -> Result<u64, Failure> {
    family(id)?.iter().map(|stat| resident(stat.id)).sum()
}

/// Bytes that a process holds in memory.
pub(super) fn resident(id: u32) -> Result<u64, Failure> {
    status(id, "VmRSS:")
}

/// Bytes that a process held in memory at its peak.
pub(super) fn most_resident(id: u32) -> Result<u64, Failure> {
    status(id, "VmHWM:")
}

fn status(id: u32, key: &str) -> Result<u64, Failure> {
    let path = format!("/proc/{id}/status");
    let status = fs::read_to_string(&path).context(&path)?;
    let kibibytes = status.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    kibibytes.map(|kibibytes| kibibytes * 1024).ok_or_else(|| Failure(format!("{path} has no {key}")))
}

/// A line of `/proc/ID/stat` behind the name, which may hold anything.
struct Stat {
    id: u32,
    fields: String,
}

impl Stat {
    fn read(id: u32) -> Option<Self> {
        let line = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        Some(Self { id, fields: line.rsplit_once(") ")?.1.to_owned() })
    }

    /// The field at this place behind the name.
    fn number(&self, at: usize) -> Option<u64> {
        self.fields.split(' ').nth(at)?.parse().ok()
    }
}

/// A process and its children.
fn family(id: u32) -> Result<Vec<Stat>, Failure> {
    let own = Stat::read(id).ok_or_else(|| Failure(format!("process {id} has ended, or this system has no /proc")))?;
    let all = fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let children = all.filter_map(Stat::read).filter(|stat| stat.number(1) == Some(id.into()));
    Ok(std::iter::once(own).chain(children).collect())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    #[test]
    fn a_process_is_measured_with_its_children() {
        let own = std::process::id();
        let mut child = Command::new("sleep").arg("10").stdin(Stdio::null()).spawn().expect("a child");
        let (alone, together) = (resident(own), resident_with_children(own));
        let family: Vec<u32> = family(own).expect("a family").iter().map(|stat| stat.id).collect();
        child.kill().expect("a running child");
        child.wait().expect("an end");
        assert!(family.contains(&own) && family.contains(&child.id()));
        assert!(together.expect("a size") > alone.expect("a size"));
        assert!(cpu(child.id()).is_err(), "it has ended");
        assert!(cpu(own).expect("a time") >= 0.0);
    }
}
