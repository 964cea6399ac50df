//! What people see: results on standard output, everything else on standard error.
//!
//! Colour, links and bars only where somebody looks (a terminal, and not `NO_COLOR`); a reader
//! who leaves (`| head`) ends the command quietly.

use crate::environment::Stopwatch;
use crate::error::{CommandError, Kind};
use casebook_site::diagnostic::{Colour, Diagnostics, Severity, SiteFolder, to_text};
use casebook_site::source::Source;
use clap::builder::styling::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Whether colours are wanted on standard error.
pub(crate) fn is_coloured() -> bool {
    anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}

/// Work that takes less than this shows no bar: it would only flicker.
const PATIENCE: Duration = Duration::from_millis(500);

/// A result, for people or for the next program.
pub(crate) fn print(text: &str) -> Result<(), CommandError> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| match error.kind() {
        std::io::ErrorKind::BrokenPipe => CommandError::reader_left(),
        _ => CommandError::environment(format!("can't write the result: {error}")),
    })
}

/// Something that people want to know. If nobody listens, that is fine.
pub(crate) fn say(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Says why a command failed.
pub(crate) fn report(error: &CommandError) {
    if error.kind == Kind::ReaderLeft {
        return;
    }
    let mut text = labelled(AnsiColor::Red, "error", &error.message);
    for hint in &error.hints {
        text.push_str(&labelled(AnsiColor::Cyan, "help", hint));
    }
    say(&text);
}

fn labelled(colour: AnsiColor, label: &str, text: &str) -> String {
    let style = Style::new().bold().fg_color(Some(colour.into()));
    format!("{style}{label}{style:#}: {text}\n")
}

/// Shows all diagnostics of the site in this folder with the lines they concern, and how many there are.
pub(crate) fn say_diagnostics(diagnostics: &Diagnostics, source: &Source, folder: &Path) {
    if !diagnostics.is_empty() {
        say(&format!("{}{}\n", to_text(diagnostics, source, SiteFolder(&folder.to_string_lossy()), Colour::Ansi), summary(diagnostics)));
    }
}

/// How many errors and warnings there are, as a sentence part.
pub(crate) fn summary(diagnostics: &Diagnostics) -> String {
    let errors = count(diagnostics.count(Severity::Error), "error", "errors");
    let warnings = count(diagnostics.count(Severity::Warning), "warning", "warnings");
    match (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning)) {
        (0, 0) => "no errors".to_owned(),
        (0, _) => format!("no errors, {warnings}"),
        (_, 0) => errors,
        _ => format!("{errors}, {warnings}"),
    }
}

/// A number with its noun.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    let mut digits = number.to_string();
    for at in (1..digits.len()).rev().filter(|at| (number.to_string().len() - at).is_multiple_of(3)) {
        digits.insert(at, ',');
    }
    format!("{digits} {}", if number == 1 { one } else { many })
}

/// How many bytes, in the unit that people would use.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) if bytes / unit < 10 => format!("{:.1} {name}", bytes as f64 / *unit as f64),
        Some((unit, name)) => format!("{} {name}", bytes / unit),
        None => format!("{bytes} bytes"),
    }
}

/// How long something took, in the unit that people would use.
pub(crate) fn duration(duration: Duration) -> String {
    if duration < Duration::from_secs(1) { format!("{} ms", duration.as_millis()) } else { format!("{:.1} s", duration.as_secs_f64()) }
}

/// A bar for long work, on a terminal and only once it has become long.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    begun: Stopwatch,
    done: AtomicU64,
    shown: std::sync::Once,
}

impl Progress {
    pub(crate) fn new(verb: &'static str, len: usize) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{prefix} {bar:40} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::with_draw_target(Some(len as u64), ProgressDrawTarget::hidden());
            bar.with_style(style).with_prefix(verb)
        });
        Self { bar, begun: Stopwatch::start(), done: AtomicU64::new(0), shown: std::sync::Once::new() }
    }

    /// Some more is done.
    pub(crate) fn add(&self, count: usize) {
        let done = self.done.fetch_add(count as u64, Ordering::Relaxed) + count as u64;
        let Some(bar) = &self.bar else { return };
        if self.begun.elapsed() > PATIENCE {
            self.shown.call_once(|| bar.set_draw_target(ProgressDrawTarget::stderr()));
            bar.set_position(done);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{count, duration, size, summary};
    use casebook_site::diagnostic::Diagnostic;
    use std::time::Duration;

    #[test]
    fn numbers_agree_with_their_nouns() {
        for (number, text) in
            [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (999, "999 pages"), (1000, "1,000 pages"), (1_234_567, "1,234,567 pages")]
        {
            assert_eq!(count(number, "page", "pages"), text);
        }
    }

    #[test]
    fn a_summary_says_what_there_is() {
        let (error, warning) = (Diagnostic::error("a", "a"), Diagnostic::warning("b", "b"));
        for (diagnostics, text) in [
            (vec![], "no errors"),
            (vec![warning.clone()], "no errors, 1 warning"),
            (vec![error.clone()], "1 error"),
            (vec![error.clone(), Diagnostic::error("c", "c"), warning], "2 errors, 1 warning"),
        ] {
            assert_eq!(summary(&diagnostics.into_iter().collect()), text);
        }
    }

    #[test]
    fn sizes_are_in_the_largest_unit_that_they_fill() {
        for (bytes, text) in [(0, "0 bytes"), (999, "999 bytes"), (1_500, "1.5 kB"), (12_345_678, "12 MB"), (3_000_000_000, "3.0 GB")] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn short_times_are_in_milliseconds() {
        assert_eq!(duration(Duration::from_millis(999)), "999 ms");
        assert_eq!(duration(Duration::from_millis(1250)), "1.2 s");
    }
}
