//! `bench serve`: the public server beside nginx, on the same bytes and under the same load.
//!
//! Load comes from wrk, processor time from `/proc`. All of it runs on this machine, over the
//! loopback, so the client takes processors from both servers alike: ratios say more than times.

mod case;
mod crowd;
mod first;
mod load;
mod memory;
mod nginx;
pub(super) mod public;
mod requests;
mod site;
mod slow;

use super::scratch::Scratch;
use crate::failure::Failure;
use crate::program::{Profile, build_casebook};
use clap::{Args, ValueEnum};
use load::Wrk;
use nginx::Nginx;
use site::MeasuredSite;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

/// What to measure of it.
#[derive(Args, Debug, Default)]
pub(crate) struct ServeArguments {
    /// One part; without it all of them
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Processor time, requests per second, how long the slowest wait
    Requests,
    /// From the start of the process to its first answer
    Start,
    /// What is held after every page was served
    Memory,
    /// Ten thousand slow clients beside a good one
    Slow,
}

/// What every part needs.
struct Setting {
    casebook: PathBuf,
    nginx: Option<PathBuf>,
    wrk: Option<Wrk>,
    scratch: Scratch,
    site: MeasuredSite,
}

/// Measures the parts that were asked for.
pub(crate) fn run(arguments: &ServeArguments) -> Result<(), Failure> {
    let casebook = build_casebook(Profile::Release)?;
    let scratch = Scratch::in_memory()?;
    let site = MeasuredSite::write(&scratch.path("site"))?;
    let wrk = Wrk::find(&scratch.path("figures.lua"))?;
    let setting = Setting { casebook, nginx: Nginx::find(), wrk, scratch, site };
    setting.say_what_is_missing();
    let parts = [
        (Part::Requests, requests::run as fn(&Setting) -> Result<(), Failure>),
        (Part::Start, first::run),
        (Part::Memory, memory::run),
        (Part::Slow, slow::run),
    ];
    let wanted = parts.into_iter().filter(|(part, _)| arguments.only.is_none_or(|only| only == *part));
    wanted.into_iter().try_for_each(|(_, measure)| measure(&setting))
}

impl Setting {
    fn say_what_is_missing(&self) {
        if self.nginx.is_none() {
            println!("nginx isn't installed: nothing to compare with. On Debian: apt install nginx-light");
        }
        if self.wrk.is_none() {
            println!("wrk isn't installed: requests aren't measured. On Debian: apt install wrk");
        }
    }
}

/// An address of this machine where nobody listens.
fn free_address() -> Result<SocketAddr, Failure> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
