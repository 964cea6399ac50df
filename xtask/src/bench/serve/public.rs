//! `casebook serve --public` as it is measured: with an address for what it counts.

use super::free_address;
use crate::failure::Failure;
use crate::http::Connection;
use crate::served::Served;
use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// Bodies are all made when their bytes stay the same for so long.
const STEADY: Duration = Duration::from_millis(500);
const LOOK: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(120);

/// A running public server. Dropping it ends the process.
pub(in crate::bench) struct Public {
    served: Served,
    monitor: SocketAddr,
}

impl Public {
    /// Starts it and waits until everything is compressed.
    pub(in crate::bench) fn start(casebook: &Path, site: &Path, limits: &[&str]) -> Result<Self, Failure> {
        let monitor = free_address()?;
        let mut arguments = vec!["--public".to_owned(), "--log-level".to_owned(), "error".to_owned(), "--metrics".to_owned(), monitor.to_string()];
        arguments.extend(limits.iter().map(|&limit| limit.to_owned()));
        let public = Self { served: Served::start_with(casebook, site, &arguments)?, monitor };
        public.wait_until_steady()?;
        Ok(public)
    }

    pub(in crate::bench) const fn address(&self) -> SocketAddr {
        self.served.address
    }

    pub(in crate::bench) fn id(&self) -> u32 {
        self.served.id()
    }

    /// Ends it as an operator would, after it has written its cache.
    pub(in crate::bench) fn end(self) -> Result<(), Failure> {
        self.served.end()
    }

    /// The bytes of bodies that it holds, whole and compressed.
    pub(in crate::bench) fn body_bytes(&self) -> Result<u64, Failure> {
        let answer = Connection::open(self.monitor)?.get("/metrics")?;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let value = text.lines().find_map(|line| line.strip_prefix("casebook_body_bytes ")?.parse().ok());
        value.ok_or_else(|| Failure::new("/metrics doesn't tell casebook_body_bytes"))
    }

    fn wait_until_steady(&self) -> Result<(), Failure> {
        let start = Instant::now();
        let (mut last, mut since) = (0, Instant::now());
        while start.elapsed() < PATIENCE {
            let bytes = self.body_bytes()?;
            if bytes != last {
                (last, since) = (bytes, Instant::now());
            } else if last > 0 && since.elapsed() >= STEADY {
                return Ok(());
            }
            thread::sleep(LOOK);
        }
        Err(Failure(format!("the public server still compresses after {} s", PATIENCE.as_secs())))
    }
}
