//! Whether an address can be listened on: it is tried.

use super::finding::{Check, Finding};
use std::io;
use std::net::TcpListener;

/// The first port that everybody may take.
const FIRST_FREE_PORT: u16 = 1024;

/// Listens for a moment.
pub(super) fn try_listening(address: &str) -> io::Result<()> {
    TcpListener::bind(address).map(drop)
}

pub(super) fn port(address: &str, tried: &io::Result<()>) -> Finding {
    let Err(error) = tried else { return Finding::good(Check::Port, format!("{address} is free to listen on")) };
    let message = format!("nobody can listen on {address}: {error}");
    let is_systems = address.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok()).is_some_and(|port| port < FIRST_FREE_PORT);
    let advice = match error.kind() {
        io::ErrorKind::AddrInUse => "another program listens there: see which one with `ss -ltnp`; if it is your own `casebook serve`, all is well",
        io::ErrorKind::PermissionDenied if is_systems => {
            "ports below 1024 are the system's: let systemd open it (casebook.socket), or give the service `AmbientCapabilities=CAP_NET_BIND_SERVICE`"
        }
        io::ErrorKind::AddrNotAvailable => "this machine has no such address: `ip address` lists those that it has, and 0.0.0.0 or [::] means all",
        io::ErrorKind::InvalidInput => "write an address with a port, such as 0.0.0.0:443 or [::]:443",
        _ => "see whether the name is right, and what a firewall or a container allows",
    };
    Finding::error(Check::Port, message, advice)
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;

    #[test]
    fn an_address_is_tried_and_free_again() {
        let held = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = held.local_addr().expect("an address").to_string();
        let taken = port(&address, &try_listening(&address));
        assert!(taken.level == Level::Error && taken.advice.expect("advice").contains("another program"));
        // Another test may take a port that was just let go, so a free one is asked of the system.
        assert_eq!(port("127.0.0.1:0", &try_listening("127.0.0.1:0")).level, Level::Good);
        assert!(port("nonsense", &try_listening("nonsense")).advice.expect("advice").contains("with a port"));
    }

    #[test]
    fn a_port_of_the_system_has_its_own_advice() {
        let advice = |address| port(address, &Err(io::ErrorKind::PermissionDenied.into())).advice.expect("advice");
        assert!(advice("[::]:443").contains("AmbientCapabilities") && !advice("[::]:8443").contains("AmbientCapabilities"));
    }
}
