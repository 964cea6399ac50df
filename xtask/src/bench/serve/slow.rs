//! Ten thousand slow clients beside a good one: whether it notices, and what they cost in memory.

use super::Setting;
use super::crowd::{Crowd, possible};
use super::nginx::{Nginx, Setup};
use super::public::Public;
use crate::bench::figures::{Target, median, range};
use crate::bench::measure::megabytes;
use crate::bench::process;
use crate::failure::Failure;
use crate::http::Connection;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

const CLIENTS: usize = 10_000;
const SECONDS: usize = 20;
const MEMORY: Target = Target::at_most(90.0, Some(40.0), "MB");
const ERRORS: Target = Target::at_most(0.0, None, "");

/// The good client asks fifty times a second.
const BETWEEN: Duration = Duration::from_millis(20);

/// What the good client saw.
#[derive(Default)]
struct Seen {
    milliseconds: Vec<f64>,
    errors: Vec<String>,
}

pub(super) fn run(setting: &Setting) -> Result<(), Failure> {
    let clients = possible(CLIENTS);
    println!("\n{clients} slow clients, one byte of a head in 5 s, for {SECONDS} s; beside them one that asks for a page 50 times a second");
    if clients < CLIENTS {
        println!("  (this system allows no more open files; {CLIENTS} were wanted)");
    }
    let page = setting.site.page();
    let limits = ["--max-connections", "12000", "--max-connections-per-network", "12000"];
    let public = Public::start(&setting.casebook, &setting.site.folder, &limits)?;
    let more = measure("casebook", (public.address(), public.id()), page, clients)?;
    println!("{}", MEMORY.line("casebook, memory more at the peak", more));
    drop(public);
    let Some(program) = &setting.nginx else { return Ok(()) };
    let folder = setting.scratch.path("nginx-slow");
    Setup::put(&folder, "page.html", &[b'x'; 20_000], None)?;
    let nginx = Nginx::start(&Setup::write(program, &folder, "")?)?;
    let more = measure("nginx", (nginx.address, nginx.id()), "/page.html", clients)?;
    println!("  {:<44} {more:>9.1} MB", "nginx, memory more at the peak");
    Ok(())
}

/// Megabytes that the server held more with all slow clients than before the first of them.
fn measure(name: &str, (address, process): (SocketAddr, u32), page: &str, clients: usize) -> Result<f64, Failure> {
    let is_over = Arc::new(AtomicBool::new(false));
    let good = good_client(address, page.to_owned(), Arc::clone(&is_over));
    thread::sleep(Duration::from_secs(1));
    let before = process::resident_with_children(process)?;
    let mut peak = before;
    let reopened = dawdle(address, clients, || {
        peak = peak.max(process::resident_with_children(process)?);
        Ok(())
    });
    is_over.store(true, Ordering::Relaxed);
    let seen = good.join().map_err(|_| Failure::new("the good client panicked"))?;
    let reopened = reopened?;
    print_good(name, &seen);
    println!("  {:<44} {reopened:>9}", format!("{name}, slow connections that it closed"));
    println!("  {:<44} {:>9.1} MB, then {:.1}", format!("{name}, resident before"), megabytes(before), megabytes(peak));
    Ok(megabytes(peak) - megabytes(before))
}

fn dawdle(address: SocketAddr, clients: usize, look: impl FnMut() -> Result<(), Failure>) -> Result<usize, Failure> {
    let mut crowd = Crowd::open(address, clients)?;
    crowd.dawdle(SECONDS, look)?;
    Ok(crowd.reopened)
}

/// Asks for the page until it is over, each time at its moment.
fn good_client(address: SocketAddr, page: String, is_over: Arc<AtomicBool>) -> JoinHandle<Seen> {
    thread::spawn(move || {
        let mut seen = Seen::default();
        let mut connection = None;
        while !is_over.load(Ordering::Relaxed) {
            let start = Instant::now();
            match ask(&mut connection, address, &page) {
                Ok(()) => seen.milliseconds.push(start.elapsed().as_secs_f64() * 1000.0),
                Err(Failure(reason)) => {
                    seen.errors.push(reason);
                    connection = None;
                }
            }
            thread::sleep(BETWEEN.saturating_sub(start.elapsed()));
        }
        seen
    })
}

fn ask(connection: &mut Option<Connection>, address: SocketAddr, page: &str) -> Result<(), Failure> {
    let open = match connection {
        Some(open) => open,
        None => connection.insert(Connection::open(address)?),
    };
    match open.get(page)?.status {
        200 => Ok(()),
        status => Err(Failure(format!("{page} answers {status}"))),
    }
}

#[allow(clippy::cast_precision_loss, reason = "a small count")]
fn print_good(name: &str, seen: &Seen) {
    println!("{}", ERRORS.line(&format!("{name}, errors of the good one"), seen.errors.len() as f64));
    if let Some(first) = seen.errors.first() {
        println!("  the first of them: {first}");
    }
    let mut sorted = seen.milliseconds.clone();
    sorted.sort_by(f64::total_cmp);
    let p99 = sorted.get(sorted.len() * 99 / 100).copied().unwrap_or(0.0);
    let (middle, most) = (median(sorted.iter().copied()), range(sorted).1);
    println!(
        "  {:<44} {:>9}     median {middle:.2} ms, p99 {p99:.2} ms, worst {most:.2} ms",
        format!("{name}, requests of the good one"),
        seen.milliseconds.len()
    );
}
