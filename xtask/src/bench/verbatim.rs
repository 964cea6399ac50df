//! `bench verbatim`: 5,000 quotations over 10,000 pages, and what a wrong one costs.
//!
//! This crate links none of the others, so an example of `casebook-site` does the work when it is told to, and the
//! time from the command to the answer is measured. All is done by one thread.

use super::figures::{Target, median, range};
use crate::failure::{Context as _, Failure};
use crate::program::{cargo, root, run as run_program};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 5;
/// Of how many wrong quotations each is measured.
const WRONG: usize = 1000;
/// How many quotations there are that were made to take long.
const HOSTILE: usize = 5;
const LOCATED: Target = Target::at_most(1000.0, Some(200.0), "ms");
const MISQUOTED: Target = Target::at_most(5.0, None, "ms");

/// Compares them.
pub(crate) fn run() -> Result<(), Failure> {
    run_program(cargo().args(["build", "--release", "--package", "casebook-site", "--example", "quotations"]))?;
    let mut other = Other::start()?;
    let (bytes, _) = other.tell("ready")?;
    let (count, _) = other.tell("count")?;
    println!("\n{count} quotations over 10,000 pages ({} MB), {ROUNDS} rounds, one thread", bytes / 1_000_000);
    let mut measure = |command: &str, expected: Option<usize>| -> Result<(usize, Vec<f64>), Failure> {
        let mut times = Vec::new();
        let mut answer = 0;
        for _ in 0..ROUNDS {
            let time;
            (answer, time) = other.tell(command)?;
            times.push(time);
            if expected.is_some_and(|expected| expected != answer) {
                return Err(Failure(format!("`{command}` answers {answer}, not {expected:?}")));
            }
        }
        Ok((answer, times))
    };
    let (_, times) = measure("located", Some(count))?;
    println!("{}", LOCATED.line("each with its page, median", median(times.iter().copied())));
    let (best, worst) = range(times);
    println!("    best {best:.0} ms, worst {worst:.0} ms");
    let (size, times) = measure("index", None)?;
    println!("    index over all pages: {:.0} ms, {} MB", median(times), size / 1_000_000);
    measure("prepare", None)?;
    let (_, times) = measure("anywhere", Some(count))?;
    println!("    without pages, index made before: {:.0} ms", median(times));
    let mut times = Vec::new();
    for number in 0..WRONG {
        let (answer, time) = other.tell(&format!("wrong {number}"))?;
        if answer != 1 {
            return Err(Failure(format!("nothing near to wrong quotation {number} was found")));
        }
        times.push(time);
    }
    let (best, worst) = range(times.iter().copied());
    // The promise is for each of them, so the worst one is judged.
    println!("{}", MISQUOTED.line("the worst wrong one, with its nearest passage", worst));
    println!("    best {best:.2} ms, median {:.2} ms", median(times));
    for number in 0..HOSTILE {
        let (answer, time) = other.tell(&format!("hostile {number}"))?;
        println!("    made to take long, {number}: {time:.0} ms with its index, {}", if answer == 1 { "verified" } else { "not verified" });
    }
    Ok(())
}

/// The child that compares.
struct Other {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Other {
    fn start() -> Result<Self, Failure> {
        let program = root().join("target/release/examples/quotations");
        let mut child = Command::new(&program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context(program.display())?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else { return Err(Failure::new("a child without pipes")) };
        Ok(Self { child, to, from: BufReader::new(from) })
    }

    /// The answer, and after how many milliseconds it came.
    fn tell(&mut self, command: &str) -> Result<(usize, f64), Failure> {
        let start = Instant::now();
        writeln!(self.to, "{command}")?;
        self.to.flush()?;
        let mut answer = String::new();
        self.from.read_line(&mut answer)?;
        let time = start.elapsed().as_secs_f64() * 1000.0;
        let answer = answer.trim().parse().map_err(|_| Failure(format!("`{command}` was answered with {answer:?}")))?;
        Ok((answer, time))
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
