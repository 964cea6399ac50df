//! wrk: many requests at a time over connections that stay open, and what it saw.

use crate::failure::{Context as _, Failure};
use crate::program::find;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Prints the figures in one line of our own, because those for people are rounded.
const SCRIPT: &str = r#"
done = function(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("figures %.0f %.0f %.0f %.0f %.0f\n",
    summary.requests, summary.bytes, summary.duration, failed, latency:percentile(99)))
end
"#;

const THREADS: &str = "-t2";

/// The program with its script.
pub(super) struct Wrk {
    program: PathBuf,
    script: PathBuf,
}

/// What came of a round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    pub(super) requests: f64,
    pub(super) bytes: f64,
    pub(super) seconds: f64,
    /// Milliseconds that the slowest hundredth of the requests waits at least. wrk corrects it: it
    /// adds the requests that it would have sent while it waited for a slow answer.
    pub(super) p99: f64,
}

impl Wrk {
    /// The program, where it is installed.
    pub(super) fn find(script: &Path) -> Result<Option<Self>, Failure> {
        let Some(program) = find("wrk") else { return Ok(None) };
        fs::write(script, SCRIPT).context(script.display())?;
        Ok(Some(Self { program, script: script.to_owned() }))
    }

    /// Asks for one path over so many connections for so many seconds. One failed request fails it.
    pub(super) fn run(&self, target: &Target<'_>, connections: usize, seconds: u32) -> Result<Round, Failure> {
        let mut command = Command::new(&self.program);
        command.arg(THREADS).arg(format!("-c{connections}")).arg(format!("-d{seconds}s")).arg("-s").arg(&self.script);
        for (name, value) in target.headers {
            command.arg("-H").arg(format!("{name}: {value}"));
        }
        command.arg(format!("http://{}{}", target.address, target.path));
        let output = command.stdin(Stdio::null()).output().context("wrk")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let figures: Option<Vec<f64>> =
            said.lines().find_map(|line| line.strip_prefix("figures ")?.split(' ').map(|figure| figure.parse().ok()).collect());
        match figures.as_deref() {
            Some(&[requests, bytes, microseconds, 0.0, p99]) if requests > 0.0 => {
                Ok(Round { requests, bytes, seconds: microseconds / 1e6, p99: p99 / 1e3 })
            }
            _ => Err(Failure(format!("wrk had requests without a good answer at {}{}\n{}", target.address, target.path, said.trim()))),
        }
    }
}

/// Whom wrk asks, and for what.
pub(super) struct Target<'a> {
    pub(super) address: SocketAddr,
    pub(super) path: &'a str,
    pub(super) headers: &'a [(String, String)],
}
