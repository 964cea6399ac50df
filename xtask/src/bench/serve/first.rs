//! From the start of the process to its first answer, when everything was served before.

use super::nginx::Setup;
use super::public::Public;
use super::{Setting, free_address};
use crate::bench::figures::{Target, median, range};
use crate::failure::{Context as _, Failure};
use crate::http::Connection;
use crate::served::end;
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const ROUNDS: usize = 10;
const TARGET: Target = Target::at_most(100.0, Some(20.0), "ms");

/// Between two tries to connect. Without a pause we would take the processor from the server.
const PAUSE: Duration = Duration::from_micros(200);
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) fn run(setting: &Setting) -> Result<(), Failure> {
    // Fills the cache: what is published is kept when all of it is made.
    Public::start(&setting.casebook, &setting.site.folder, &[])?.end()?;
    let page = setting.site.page();
    let mut own = Vec::new();
    for _ in 0..ROUNDS {
        let address = free_address()?;
        let mut command = Command::new(&setting.casebook);
        command.arg("serve").arg(&setting.site.folder).args(["--public", "--log-level", "error", "--listen", &address.to_string()]);
        own.push(first_answer(command.stdin(Stdio::null()).stdout(Stdio::null()), address, page)?);
    }
    println!("\nFrom exec to the first 200, {} articles, warm cache, {ROUNDS} starts", setting.site.articles());
    println!("{}", TARGET.line("casebook, median", median(own.iter().copied())));
    println!("{}", TARGET.line("casebook, worst", range(own).1));
    let Some(program) = &setting.nginx else { return Ok(()) };
    let folder = setting.scratch.path("nginx-first");
    Setup::put(&folder, "page.html", b"<!doctype html><title>A page</title>", None)?;
    let mut peer = Vec::new();
    for _ in 0..ROUNDS {
        let setup = Setup::write(program, &folder, "")?;
        peer.push(first_answer(&mut setup.command(), setup.address, "/page.html")?);
    }
    let (least, most) = range(peer.iter().copied());
    println!("  {:<44} {:>9.1} ms  ({least:.1}–{most:.1})", "nginx, which reads no site, median", median(peer));
    Ok(())
}

/// Milliseconds from the start of a server to the last byte of a page.
fn first_answer(command: &mut Command, address: SocketAddr, path: &str) -> Result<f64, Failure> {
    let start = Instant::now();
    let mut child = command.spawn().context(command.get_program().display())?;
    let answered = wait_for_answer(&mut child, address, path);
    let time = start.elapsed().as_secs_f64() * 1000.0;
    end(&mut child)?;
    match answered? {
        200 => Ok(time),
        status => Err(Failure(format!("{path} answers {status}"))),
    }
}

fn wait_for_answer(child: &mut Child, address: SocketAddr, path: &str) -> Result<u16, Failure> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if TcpStream::connect(address).is_ok() {
            return Ok(Connection::open(address)?.get(path)?.status);
        }
        if let Some(status) = child.try_wait()? {
            return Err(Failure(format!("the server ended with {status} before it listened")));
        }
        thread::sleep(PAUSE);
    }
    Err(Failure(format!("nobody listens at {address} after {} s", PATIENCE.as_secs())))
}
