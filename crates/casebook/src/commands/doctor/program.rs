//! Which program this is, on which system, and whether its clock can be believed.

use super::finding::{Check, Finding};
use crate::environment::Program;
use jiff::{SignedDuration, Timestamp};

/// How far two clocks may differ: what a network disk's clock is off by says nothing of ours.
const DRIFT: SignedDuration = SignedDuration::from_mins(10);

/// For whom the program was compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Build {
    Release,
    Development,
}

impl Build {
    pub(super) const THIS: Self = if cfg!(debug_assertions) { Self::Development } else { Self::Release };
}

pub(super) fn version(program: &Program, build: Build) -> Finding {
    let written = program.written.map(|at| format!(", written to this disk on {}", at.strftime("%Y-%m-%d"))).unwrap_or_default();
    let message = format!("Casebook {} for {} on {}{written}", program.version, program.system, program.processor);
    match build {
        Build::Release => Finding::good(Check::Version, message),
        Build::Development => Finding::note(Check::Version, message + "; compiled for development, which is many times slower")
            .advise("for service, compile it with `cargo build --release`"),
    }
}

pub(super) fn system(system: &str) -> Finding {
    match system {
        "linux" => Finding::good(Check::System, "Linux: everything works here"),
        "macos" => Finding::good(Check::System, "macOS: everything works here; the memory of the processes that read pictures isn't bounded"),
        "windows" => {
            Finding::note(Check::System, "Windows: the processes that read pictures are bounded in pixels and time, and otherwise not confined")
        }
        other => Finding::note(Check::System, format!("nobody tests Casebook on {other}")).advise("tell us what works and what doesn't"),
    }
}

/// `newest` is the file of the site that was written last.
pub(super) fn clock(now: Timestamp, written: Option<Timestamp>, newest: Option<&(Timestamp, String)>) -> Finding {
    const ADVICE: &str = "set the clock, best by the network (`timedatectl set-ntp true`): what has a date is published by it";
    let told = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M UTC").to_string();
    if let Some(written) = written.filter(|written| now < *written - DRIFT) {
        let message = format!("the clock says {}, but this program was written to the disk later, on {}", told(now), told(written));
        return Finding::error(Check::Clock, message, ADVICE);
    }
    match newest.filter(|(at, _)| now < *at - DRIFT) {
        Some((at, name)) => {
            Finding::warning(Check::Clock, format!("the clock says {}, but `{name}` was written later, on {}", told(now), told(*at)), ADVICE)
        }
        None => Finding::good(Check::Clock, format!("the clock says {}", told(now))),
    }
}

pub(super) fn time_zone(zone: Option<&str>) -> Finding {
    match zone {
        Some(zone) => Finding::good(Check::TimeZone, format!("dates and times of the site are meant in {zone}")),
        None => Finding::note(Check::TimeZone, "site.toml names no time zone, so dates and times are meant in UTC")
            .advise("write yours as `time_zone = \"Europe/Berlin\"`"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    #[test]
    fn the_version_says_which_build_it_is() {
        let program = Program { version: "1.2.3", system: "linux", processor: "x86_64", written: Some(at("2026-03-01T00:00:00Z")) };
        let release = version(&program, Build::Release);
        assert_eq!(
            (release.level, release.message.as_str()),
            (Level::Good, "Casebook 1.2.3 for linux on x86_64, written to this disk on 2026-03-01")
        );
        assert_eq!(version(&program, Build::Development).level, Level::Note);
    }

    #[test]
    fn systems_are_told_apart() {
        for (name, level) in [("linux", Level::Good), ("macos", Level::Good), ("windows", Level::Note), ("haiku", Level::Note)] {
            assert_eq!(system(name).level, level, "{name}");
        }
    }

    #[test]
    fn a_clock_that_is_behind_is_found() {
        let now = at("2026-03-01T12:00:00Z");
        let newest = |text: &str| (at(text), "content/a.md".to_owned());
        for (written, file, level) in [
            (None, None, Level::Good),
            (Some("2026-03-01T12:09:00Z"), Some("2026-03-01T12:09:00Z"), Level::Good),
            (Some("2026-03-01T12:11:00Z"), None, Level::Error),
            (Some("2020-01-01T00:00:00Z"), Some("2026-03-02T00:00:00Z"), Level::Warning),
        ] {
            let found = clock(now, written.map(at), file.map(newest).as_ref());
            assert_eq!(found.level, level, "{found:?}");
        }
        assert!(
            clock(now, None, Some(&newest("2027-01-01T00:00:00Z"))).message.contains("`content/a.md` was written later, on 2027-01-01 00:00 UTC")
        );
    }

    #[test]
    fn a_site_without_a_time_zone_is_told() {
        assert_eq!((time_zone(Some("Asia/Tokyo")).level, time_zone(None).level), (Level::Good, Level::Note));
    }
}
