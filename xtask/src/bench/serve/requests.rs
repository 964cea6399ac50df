//! What a request costs: processor time, requests per second, how long the slowest wait.

use super::Setting;
use super::case::Case;
use super::load::{self, Round, Wrk};
use super::nginx::{Nginx, Setup};
use super::public::Public;
use crate::bench::figures::{Target, median, range};
use crate::bench::process;
use crate::failure::Failure;
use std::net::SocketAddr;

const ROUNDS: usize = 9;
const SECONDS: u32 = 2;
const CONNECTIONS: usize = 64;
const MANY_CONNECTIONS: usize = 256;

/// Processor time against nginx, in the order of the cases.
const CPU: [Target; 4] = [
    Target::at_most(0.8, Some(0.6), "x"),
    Target::at_most(0.9, Some(0.75), "x"),
    Target::at_most(1.0, Some(0.7), "x"),
    Target::at_most(1.2, Some(1.0), "x"),
];
const REQUESTS: Target = Target::at_least(1.0, Some(1.3), "x");
const P99: Target = Target::at_most(1.0, Some(0.6), "x");

/// Of which case the slowest requests are looked at: the page as gzip.
const SLOWEST_OF: usize = 1;

/// One server's address of a case, and its rounds.
struct Lane {
    name: &'static str,
    process: u32,
    address: SocketAddr,
    path: String,
    headers: Vec<(String, String)>,
    rounds: Vec<(Round, f64)>,
}

/// One of the figures of a round with its seconds of processor time.
type Figure = fn(&(Round, f64)) -> f64;

const CPU_MICROSECONDS: Figure = |(round, cpu)| cpu * 1e6 / round.requests;
const PER_SECOND: Figure = |(round, _)| round.requests / round.seconds;
const SLOWEST: Figure = |(round, _)| round.p99;
const BYTES: Figure = |(round, _)| round.bytes / round.requests;

pub(super) fn run(setting: &Setting) -> Result<(), Failure> {
    let Some(wrk) = &setting.wrk else { return Ok(()) };
    let public = Public::start(&setting.casebook, &setting.site.folder, &[])?;
    let cases = Case::all(&public, &setting.site)?;
    let nginx = setting.nginx.as_ref().map(|program| {
        let folder = setting.scratch.path("nginx-requests");
        let locations = cases.iter().map(|case| case.hand_over(&folder)).collect::<Result<String, _>>()?;
        Nginx::start(&Setup::write(program, &folder, &locations)?)
    });
    let nginx = nginx.transpose()?;
    println!("\nRequests: wrk {CONNECTIONS} connections, 2 threads, {ROUNDS} rounds of {SECONDS} s; medians");
    for (case, target) in cases.iter().zip(CPU) {
        let lanes = measure(wrk, lanes(case, &public, nginx.as_ref())?, CONNECTIONS)?;
        print_costs(case, &lanes);
        print_ratio(&lanes, &target, "processor time a request", CPU_MICROSECONDS);
        print_ratio(&lanes, &REQUESTS, "requests per second", PER_SECOND);
    }
    let case = &cases[SLOWEST_OF];
    let lanes = measure(wrk, lanes(case, &public, nginx.as_ref())?, MANY_CONNECTIONS)?;
    println!("\n{MANY_CONNECTIONS} connections; p99 as wrk corrects it for requests that it didn't send while it waited");
    print_costs(case, &lanes);
    print_ratio(&lanes, &P99, "p99", SLOWEST);
    Ok(())
}

fn lanes(case: &Case, public: &Public, nginx: Option<&Nginx>) -> Result<Vec<Lane>, Failure> {
    let lane = |name, process, address, path: &str| -> Result<Lane, Failure> {
        Ok(Lane { name, process, address, path: path.to_owned(), headers: case.headers_for(address, path)?, rounds: Vec::new() })
    };
    let own = lane("casebook", public.id(), public.address(), &case.path)?;
    let peer = nginx.map(|nginx| lane("nginx", nginx.id(), nginx.address, case.file)).transpose()?;
    Ok(std::iter::once(own).chain(peer).collect())
}

/// Runs the rounds, the servers by turns, so that what else the machine does meets both.
fn measure(wrk: &Wrk, mut lanes: Vec<Lane>, connections: usize) -> Result<Vec<Lane>, Failure> {
    for _ in 0..ROUNDS {
        for lane in &mut lanes {
            let before = process::cpu(lane.process)?;
            let target = load::Target { address: lane.address, path: &lane.path, headers: &lane.headers };
            let round = wrk.run(&target, connections, SECONDS)?;
            lane.rounds.push((round, process::cpu(lane.process)? - before));
        }
    }
    Ok(lanes)
}

impl Lane {
    fn median(&self, of: Figure) -> f64 {
        median(self.rounds.iter().map(of))
    }
}

fn print_costs(case: &Case, lanes: &[Lane]) {
    println!("\n  {:<32} {:>8} {:>15} {:>10} {:>9} {:>9}", case.name, "CPU µs", "(least–most)", "req/s", "p99 ms", "bytes");
    for lane in lanes {
        let (least, most) = range(lane.rounds.iter().map(CPU_MICROSECONDS));
        println!(
            "  {:<32} {:>8.2} {:>15} {:>10.0} {:>9.2} {:>9.0}",
            lane.name,
            lane.median(CPU_MICROSECONDS),
            format!("({least:.2}–{most:.2})"),
            lane.median(PER_SECOND),
            lane.median(SLOWEST),
            lane.median(BYTES)
        );
    }
}

fn print_ratio(lanes: &[Lane], target: &Target, name: &str, of: Figure) {
    let name = format!("{name}, against nginx");
    match lanes {
        [own, peer] => println!("{}", target.line(&name, own.median(of) / peer.median(of))),
        _ => println!("  {name:<44} nginx isn't installed"),
    }
}
