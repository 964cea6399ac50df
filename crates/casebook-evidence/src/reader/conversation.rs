//! One worker and the talk with it: one request, one answer, with an end to patience.
//!
//! A thread writes and reads, so that whoever asks can wait with a limit. When a worker is given
//! up, it is killed; its pipes then end, and so does the thread.

use super::pool::Command;
use super::protocol::{Answer, Request};
use std::io;
use std::process::{Child, ChildStdin, ChildStdout, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// A worker that runs.
#[derive(Debug)]
pub(super) struct Conversation {
    child: Child,
    requests: Sender<Request>,
    answers: Receiver<io::Result<Answer>>,
}

/// Why a worker gave no answer. It can't be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// It ended, or said what makes no sense.
    Broken,
    /// It took too long.
    Late,
}

impl Conversation {
    pub(super) fn start(command: &Command) -> io::Result<Self> {
        let mut process = std::process::Command::new(&command.program);
        process.args(&command.arguments).env_clear().envs(command.environment.iter().map(|(name, value)| (name, value)));
        // What a decoder prints when it breaks helps nobody who runs a site.
        process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = process.spawn()?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("a child without pipes"));
        };
        let (requests, asked) = channel();
        let (answered, answers) = channel();
        let conversation = Self { child, requests, answers };
        let talk = move || talk(to, from, &asked, &answered);
        std::thread::Builder::new().name("casebook-worker".to_owned()).spawn(talk)?;
        Ok(conversation)
    }

    /// Asks and waits.
    pub(super) fn ask(&mut self, request: &Request, patience: Duration) -> Result<Answer, Lost> {
        self.requests.send(request.clone()).map_err(|_| Lost::Broken)?;
        match self.answers.recv_timeout(patience) {
            Ok(Ok(answer)) if answer.answers(request) => Ok(answer),
            Ok(_) | Err(RecvTimeoutError::Disconnected) => Err(Lost::Broken),
            Err(RecvTimeoutError::Timeout) => Err(Lost::Late),
        }
    }

    /// Ends a worker that gave no answer. The system ends one that took more than its share of computing, and says so.
    pub(super) fn end(mut self) -> Lost {
        let _ = self.child.kill();
        match self.child.wait() {
            Ok(status) if is_over_time(status) => Lost::Late,
            _ => Lost::Broken,
        }
    }

    /// The system's number of the process.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        // It owns nothing that it would have to put in order, and it may hang.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn is_over_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
const fn is_over_time(_status: ExitStatus) -> bool {
    false
}

fn talk(mut to: ChildStdin, mut from: ChildStdout, asked: &Receiver<Request>, answered: &Sender<io::Result<Answer>>) {
    for request in asked {
        let answer = request.write(&mut to).and_then(|()| Answer::read(&mut from));
        let is_over = answer.is_err();
        if answered.send(answer).is_err() || is_over {
            return;
        }
    }
}
