//! What was found, and how it is told: as lines for people, as JSON for programs.

use clap::builder::styling::{AnsiColor, Style};
use serde::Serialize;
use std::fmt::Write as _;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    /// As it should be.
    Good,
    /// Worth knowing; nothing need be done.
    Note,
    /// Something that will hurt one day, or hurts others.
    Warning,
    /// Something doesn't work.
    Error,
}

impl Level {
    const ALL: [Self; 4] = [Self::Good, Self::Note, Self::Warning, Self::Error];

    const fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    const fn colour(self) -> AnsiColor {
        match self {
            Self::Good => AnsiColor::Green,
            Self::Note => AnsiColor::Cyan,
            Self::Warning => AnsiColor::Yellow,
            Self::Error => AnsiColor::Red,
        }
    }
}

/// What was looked at. A name stays the same from version to version, for programs that ask for it.
macro_rules! checks {
    ($($check:ident $name:literal,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        pub(super) enum Check {
            $(#[serde(rename = $name)] $check,)*
        }

        impl Check {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$check,)*];

            pub(super) const fn name(self) -> &'static str {
                match self {
                    $(Self::$check => $name,)*
                }
            }
        }
    };
}

checks! {
    Version "version",
    System "system",
    Clock "clock",
    OpenFiles "open-files",
    Memory "memory",
    Pictures "pictures",
    Watching "watching",
    Port "port",
    TlsKey "tls-key",
    Files "files",
    Links "links",
    NamesAlike "names-alike",
    NamesElsewhere "names-elsewhere",
    Cache "cache",
    Disk "disk",
    CacheDisk "cache-disk",
    DiskKind "disk-kind",
    Watches "watches",
    Private "private",
    Git "git",
    GitPrivate "git-private",
    GitCache "git-cache",
    TimeZone "time-zone",
    LastGood "last-good",
    Content "content",
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    pub(super) check: Check,
    pub(super) level: Level,
    /// What is so, in plain words, without a full stop.
    pub(super) message: String,
    /// What to do; every warning and every error says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) advice: Option<String>,
}

impl Finding {
    pub(super) fn good(check: Check, message: impl Into<String>) -> Self {
        Self { check, level: Level::Good, message: message.into(), advice: None }
    }

    pub(super) fn note(check: Check, message: impl Into<String>) -> Self {
        Self { level: Level::Note, ..Self::good(check, message) }
    }

    pub(super) fn warning(check: Check, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::good(check, message) }.advise(advice)
    }

    pub(super) fn error(check: Check, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { level: Level::Error, ..Self::good(check, message) }.advise(advice)
    }

    pub(super) fn advise(self, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..self }
    }
}

/// Everything that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Report {
    pub(super) version: &'static str,
    pub(super) machine: Vec<Finding>,
    /// Only where a site was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) site: Option<Vec<Finding>>,
}

impl Report {
    fn all(&self) -> impl Iterator<Item = &Finding> {
        self.machine.iter().chain(self.site.iter().flatten())
    }

    pub(super) fn count(&self, level: Level) -> usize {
        self.all().filter(|finding| finding.level == level).count()
    }

    /// As lines for people, in colours that whoever prints may take out.
    pub(super) fn to_text(&self) -> String {
        let width = self.all().map(|finding| finding.check.name().len()).max().unwrap_or_default();
        let mut text = String::new();
        let groups = [("This machine", Some(&self.machine)), ("This site", self.site.as_ref())];
        for (name, findings) in groups.into_iter().filter_map(|(name, findings)| Some((name, findings?))) {
            let bold = Style::new().bold();
            let _ = writeln!(text, "{bold}{name}{bold:#}");
            findings.iter().for_each(|finding| add(&mut text, finding, width));
            text.push('\n');
        }
        text + &self.summary() + "\n"
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and lists can be written") + "\n"
    }

    fn summary(&self) -> String {
        let counted = |level: Level| match (level, self.count(level)) {
            (_, 0) => None,
            (Level::Good, count) => Some(format!("{count} good")),
            (level, count) => Some(format!("{count} {}{}", level.word(), if count == 1 { "" } else { "s" })),
        };
        let counts: Vec<String> = Level::ALL.into_iter().rev().filter_map(counted).collect();
        let verdict = match self.all().map(|finding| finding.level).max() {
            Some(Level::Error) => "Something doesn't work",
            Some(Level::Warning) => "It works, and something should be done",
            _ => "All is well",
        };
        format!("{verdict}: {}.", counts.join(", "))
    }
}

fn add(text: &mut String, finding: &Finding, width: usize) {
    const LEVEL_WIDTH: usize = 7;
    let style = Style::new().bold().fg_color(Some(finding.level.colour().into()));
    let (word, padding) = (finding.level.word(), LEVEL_WIDTH - finding.level.word().len());
    let _ = writeln!(text, "  {style}{word}{style:#}{:padding$}  {:width$}  {}", "", finding.check.name(), finding.message);
    if let Some(advice) = &finding.advice {
        let indent = LEVEL_WIDTH + width + 6;
        let _ = writeln!(text, "{:indent$}→ {advice}", "");
    }
}

/// The first of some names, and how many more there are.
pub(super) fn named(names: &[String]) -> String {
    const MOST: usize = 3;
    let first: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(MOST) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let machine = vec![
            Finding::good(Check::Version, "Casebook 0.1.0"),
            Finding::note(Check::Memory, "2.0 GB for 4 cores").advise("leave it"),
            Finding::error(Check::Pictures, "no picture can be read", "let processes be started"),
        ];
        Report { version: "0.1.0", machine, site: Some(vec![Finding::warning(Check::Private, "others can read it", "chmod 700 private")]) }
    }

    /// The text without its colours.
    fn plain(report: &Report) -> String {
        anstream::adapter::strip_str(&report.to_text()).to_string()
    }

    #[test]
    fn people_get_aligned_lines_and_one_sentence() {
        assert_eq!(
            plain(&report()),
            "\
This machine
  good     version   Casebook 0.1.0
  note     memory    2.0 GB for 4 cores
                     → leave it
  error    pictures  no picture can be read
                     → let processes be started

This site
  warning  private   others can read it
                     → chmod 700 private

Something doesn't work: 1 error, 1 warning, 1 note, 1 good.
"
        );
    }

    #[test]
    fn the_sentence_says_the_worst() {
        let mut report = Report { site: None, ..report() };
        report.machine.pop();
        assert!(plain(&report).ends_with("\nAll is well: 1 note, 1 good.\n") && !plain(&report).contains("This site"));
        report.machine.push(Finding::warning(Check::Version, "b", "c"));
        report.machine.push(Finding::warning(Check::Version, "b", "c"));
        assert!(plain(&report).ends_with("\nIt works, and something should be done: 2 warnings, 1 note, 1 good.\n"));
    }

    #[test]
    fn programs_get_every_finding() {
        let report = Report { machine: report().machine.split_off(1), ..report() };
        let expected = r#"{
  "version": "0.1.0",
  "machine": [
    {
      "check": "memory",
      "level": "note",
      "message": "2.0 GB for 4 cores",
      "advice": "leave it"
    },
    {
      "check": "pictures",
      "level": "error",
      "message": "no picture can be read",
      "advice": "let processes be started"
    }
  ],
  "site": [
    {
      "check": "private",
      "level": "warning",
      "message": "others can read it",
      "advice": "chmod 700 private"
    }
  ]
}
"#;
        assert_eq!(report.to_json(), expected);
    }

    #[test]
    fn the_handbook_tells_of_every_check() {
        let handbook = include_str!("../../../../../docs/operator.md");
        for check in Check::ALL {
            assert!(handbook.contains(&format!("`{}`", check.name())), "{check:?}");
        }
    }

    #[test]
    fn many_names_are_cut_short() {
        let names = |count: usize| (0..count).map(|at| at.to_string()).collect::<Vec<_>>();
        assert_eq!(named(&names(3)), "`0`, `1`, `2`");
        assert_eq!(named(&names(5)), "`0`, `1`, `2` and 2 more");
    }
}
