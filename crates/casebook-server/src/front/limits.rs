//! What one client, one network and all together may take of the server.

use crate::http::{FileShare, Pace};
use std::time::Duration;
use tokio::time::Instant;

/// The limits of the public server.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of the head of a request: its line and its headers.
    pub head_len: usize,
    /// How long the head of a request may take, from its first byte; and how long a new connection
    /// may wait with that byte.
    pub head_time: Duration,
    /// How long a connection may wait for its next request.
    pub idle_time: Duration,
    /// Over how long it is counted how much a client takes of what is due to it.
    pub send_grace: Duration,
    /// Bytes a second that a client must take over that time, or all that is due.
    pub send_rate: u32,
    /// Connections at a time.
    pub connections: usize,
    /// Connections at a time from one network: /24 of IPv4, /48 of IPv6.
    pub connections_per_network: usize,
    /// Files on their way at a time.
    pub files: usize,
    /// Files on their way at a time to one network.
    pub files_per_network: usize,
    /// How many different ones these may be.
    pub different_files_per_network: usize,
    /// How long answers that are under way may take once the server is told to end.
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_len: 16 * 1024,
            head_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(60),
            send_grace: Duration::from_secs(20),
            send_rate: 2 * 1024,
            connections: 20_000,
            connections_per_network: 1_000,
            files: 4096,
            files_per_network: 256,
            different_files_per_network: 32,
            drain_time: Duration::from_secs(30),
        }
    }
}

impl Limits {
    /// What a network may take of the files that are on their way.
    pub(crate) fn file_share(&self) -> FileShare {
        FileShare::new(self.files_per_network, self.different_files_per_network)
    }

    /// How fast a client must be, from now on.
    pub(crate) fn pace(&self, now: Instant) -> Pace {
        Pace::new(self.send_grace, self.send_rate, now)
    }
}
