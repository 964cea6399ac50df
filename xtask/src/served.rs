//! `casebook serve` as a child: started on a free port, waited for, ended with its owner.

use crate::failure::{Context as _, Failure};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead as _, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How long the server may take to print its address; three gigabytes are hashed in this time.
const PATIENCE: Duration = Duration::from_secs(120);

/// How much of what the server says is shown when it does not start.
const LAST_WORDS: usize = 4000;

/// A running server. Dropping it ends the process.
#[derive(Debug)]
pub(crate) struct Served {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Served {
    /// Starts the server of the draft and waits for the line with its address.
    pub(crate) fn start(casebook: &Path, site: &Path) -> Result<Self, Failure> {
        Self::start_with(casebook, site, &[])
    }

    /// The same with further arguments.
    pub(crate) fn start_with(casebook: &Path, site: &Path, arguments: &[String]) -> Result<Self, Failure> {
        let mut command = Command::new(casebook);
        command.arg("serve").arg(site).args(["--listen", "127.0.0.1:0"]).args(arguments);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context(casebook.display())?;
        let lines = lines_of(child.stdout.take());
        let complaints = lines_of(child.stderr.take());
        match wait_for_address(&lines) {
            Ok(address) => Ok(Self { child, address }),
            Err(reason) => {
                // It may be running still; that it has ended by itself is no second failure.
                child.kill().ok();
                child.wait()?;
                let words: Vec<String> = complaints.iter().collect();
                let words = words.join("\n");
                let tail = words.char_indices().rev().nth(LAST_WORDS).map_or(0, |(at, _)| at);
                Err(Failure(format!("`casebook serve {}` {reason}\n{}", site.display(), &words[tail..])))
            }
        }
    }

    /// The process, for whoever measures it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Tells the server to end and waits until it has done what it was at.
    pub(crate) fn end(mut self) -> Result<(), Failure> {
        end(&mut self.child)
    }
}

/// Tells a child to end, as an operator would, and waits for it.
pub(crate) fn end(child: &mut Child) -> Result<(), Failure> {
    if let (None, Some(id)) = (child.try_wait()?, i32::try_from(child.id()).ok().and_then(Pid::from_raw)) {
        kill_process(id, Signal::TERM).context("a server can't be told to end")?;
    }
    child.wait()?;
    Ok(())
}

impl Drop for Served {
    fn drop(&mut self) {
        // Nothing is left to do where the process has ended by itself.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn wait_for_address(lines: &Receiver<String>) -> Result<SocketAddr, &'static str> {
    loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => {
                if let Some(address) = address_in(&line) {
                    return Ok(address);
                }
            }
            Err(RecvTimeoutError::Timeout) => return Err("printed no address in time"),
            Err(RecvTimeoutError::Disconnected) => return Err("ended before it printed its address"),
        }
    }
}

/// The address in a line such as `http://127.0.0.1:4000/`.
fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("http://")?;
    let host = rest.split(|c: char| c == '/' || c.is_whitespace()).next()?;
    host.parse().ok()
}

/// The lines of a pipe. A thread reads it to its end, so that the child never waits for us.
fn lines_of(pipe: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in pipe.into_iter().flat_map(|pipe| BufReader::new(pipe).lines().map_while(Result::ok)) {
            // Whoever listened may have stopped; the pipe is emptied all the same.
            sender.send(line).ok();
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::address_in;

    #[test]
    fn the_address_is_found_in_its_line() {
        let expected = Some("127.0.0.1:4711".parse().expect("an address"));
        assert_eq!(address_in("http://127.0.0.1:4711/"), expected);
        assert_eq!(address_in("Serving examples/demo at http://127.0.0.1:4711/ (draft)"), expected);
        assert_eq!(address_in("Reading examples/demo"), None);
    }
}
