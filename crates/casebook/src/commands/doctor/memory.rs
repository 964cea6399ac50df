//! How much memory there is, beside what the processes that read pictures may take of it.

use super::finding::{Check, Finding};
use crate::terminal::size;
use casebook_evidence::reader::Limits;
use std::fs;
use std::path::Path;

/// What the program needs besides pictures, for a site of a thousand pages.
const OWN_MEMORY: u64 = 256 << 20;

/// How much memory there is for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Memory {
    /// What the machine has.
    pub(super) machine: u64,
    /// What the group of processes that we are in may use (a service, a container).
    pub(super) group: Option<u64>,
}

impl Memory {
    /// From what Linux tells below `proc` and `sys`; `None` if it doesn't.
    pub(super) fn read(proc: &Path, sys: &Path) -> Option<Self> {
        let all = fs::read_to_string(proc.join("meminfo")).ok()?;
        let total = all.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
        let kib: u64 = total.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(Self { machine: kib << 10, group: group_limit(proc, sys) })
    }

    fn usable(self) -> u64 {
        self.group.map_or(self.machine, |group| group.min(self.machine))
    }
}

/// The smallest limit of our control group and those around it, of either version of them.
fn group_limit(proc: &Path, sys: &Path) -> Option<u64> {
    let groups = fs::read_to_string(proc.join("self/cgroup")).ok()?;
    let limits = groups.lines().flat_map(|line| {
        let mut parts = line.splitn(3, ':').skip(1);
        let (controllers, group) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let (root, file) = match controllers {
            "" => (sys.join("fs/cgroup"), "memory.max"),
            list if list.split(',').any(|one| one == "memory") => (sys.join("fs/cgroup/memory"), "memory.limit_in_bytes"),
            _ => return Vec::new(),
        };
        // In a container the name may be the one outside; what is above the root is not ours to see.
        let own = root.join(group.trim_start_matches('/'));
        own.ancestors().take_while(|folder| folder.starts_with(&root)).map(|folder| folder.join(file)).collect()
    });
    // "max", or a number near the largest there is, means none.
    let numbers = limits.filter_map(|file| fs::read_to_string(file).ok()?.trim().parse::<u64>().ok());
    numbers.filter(|limit| *limit < 1 << 60).min()
}

/// Whether the processes that read pictures, one a core, fit into memory.
pub(super) fn memory(memory: Memory, workers: usize, limits: &Limits) -> Finding {
    let usable = memory.usable();
    let whose = if memory.group.is_some_and(|group| group < memory.machine) { "this service or container may use" } else { "this machine has" };
    let one = limits.memory;
    let all = one.saturating_mul(workers as u64) + OWN_MEMORY;
    let has = format!("{whose} {} of memory and {workers} {}", size(usable), if workers == 1 { "core" } else { "cores" });
    if usable < OWN_MEMORY {
        return Finding::warning(Check::Memory, format!("{has}, which is little for any site"), format!("give it {} and more", size(2 * OWN_MEMORY)));
    }
    if usable < one + OWN_MEMORY {
        let message = format!("{has}; reading the very largest picture can take {}", size(one));
        return Finding::note(Check::Memory, message)
            .advise("save photos with 4000 pixels at most, or make the pictures by a build on another machine");
    }
    if usable < all {
        let message = format!("{has}; {workers} of the very largest pictures, read at the same time, can take {}", size(all));
        return Finding::note(Check::Memory, message).advise("photos with 4000 pixels at most take a tenth of it");
    }
    Finding::good(Check::Memory, format!("{has}: enough for {workers} pictures of any size at a time"))
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;

    fn gib(count: f64) -> u64 {
        (count * f64::from(1 << 30)) as u64
    }

    #[test]
    fn memory_is_compared_with_what_workers_may_take() {
        for (machine, group, level) in [
            (gib(8.0), None, Level::Good),
            (gib(4.0), None, Level::Note),
            (gib(8.0), Some(gib(1.0)), Level::Note),
            (gib(8.0), Some(gib(0.2)), Level::Warning),
            (gib(0.2), Some(gib(64.0)), Level::Warning),
        ] {
            let found = memory(Memory { machine, group }, 4, &Limits::default());
            assert_eq!(found.level, level, "{found:?}");
        }
        let found = memory(Memory { machine: gib(8.0), group: Some(gib(1.0)) }, 4, &Limits::default());
        assert!(found.message.starts_with("this service or container may use 1.1 GB of memory and 4 cores"), "{found:?}");
    }

    /// What Linux would tell, in a folder.
    fn told(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let full = folder.path().join(path);
            fs::create_dir_all(full.parent().expect("a folder")).expect("a folder");
            fs::write(full, text).expect("a file");
        }
        folder
    }

    fn read(files: &[(&str, &str)]) -> Option<Memory> {
        let folder = told(files);
        Memory::read(&folder.path().join("proc"), &folder.path().join("sys"))
    }

    #[test]
    fn the_limits_of_groups_are_found_in_both_versions() {
        const MEMORY: (&str, &str) = ("proc/meminfo", "MemTotal:        4096 kB\nMemFree: 1 kB\n");
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[MEMORY]), Some(Memory { machine: 4 << 20, group: None }));
        let second = [
            MEMORY,
            ("proc/self/cgroup", "0::/a.slice/b.service\n"),
            ("sys/fs/cgroup/a.slice/b.service/memory.max", "max\n"),
            ("sys/fs/cgroup/a.slice/memory.max", "1048576\n"),
        ];
        assert_eq!(read(&second).and_then(|memory| memory.group), Some(1 << 20), "the group around it counts");
        let first = [
            MEMORY,
            ("proc/self/cgroup", "5:cpu:/x\n4:memory:/x\n"),
            ("sys/fs/cgroup/memory/x/memory.limit_in_bytes", "2097152\n"),
            ("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"),
        ];
        assert_eq!(read(&first).and_then(|memory| memory.group), Some(2 << 20));
        // In a container: our group's name is unknown inside, its limit stands at the root.
        let inside = [MEMORY, ("proc/self/cgroup", "0::/docker/0123\n"), ("sys/fs/cgroup/memory.max", "3145728\n")];
        assert_eq!(read(&inside).and_then(|memory| memory.group), Some(3 << 20));
    }
}
