//! Which connections are let in, and which must go to make room.
//!
//! A network that has its share gives up its own oldest waiting connection for a new one, and when
//! all places are taken the network with the most gives way. So whoever opens thousands of slow
//! connections pushes out nobody but itself. Addresses are never kept beyond their connections.

use super::limits::Limits;
use crate::http::FileShare;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The clients that are counted as one: /24 of IPv4, /48 of IPv6, which is what one customer gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Network {
    V4([u8; 3]),
    V6([u8; 6]),
    /// The proxies in front of us: all readers come from there.
    Proxy,
}

impl Network {
    fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                Self::V4([a, b, c])
            }
            IpAddr::V6(address) => {
                let [a, b, c, d, e, f, ..] = address.octets();
                Self::V6([a, b, c, d, e, f])
            }
        }
    }
}

/// From where a connection comes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Peer {
    /// A client.
    Client(IpAddr),
    /// A proxy that the operator named.
    Proxy,
}

/// Counts the connections.
#[derive(Debug)]
pub(crate) struct Admission {
    limits: Limits,
    next: AtomicU64,
    admitted: Mutex<Admitted>,
}

#[derive(Debug, Default)]
struct Admitted {
    total: usize,
    /// By network, the oldest first.
    networks: HashMap<Network, OfNetwork>,
    is_closing: bool,
}

/// What one network has.
#[derive(Debug)]
struct OfNetwork {
    places: BTreeMap<u64, Arc<Place>>,
    files: Arc<FileShare>,
}

/// What a connection is told from outside.
#[derive(Debug)]
struct Place {
    /// Nothing of a request is under way.
    is_waiting: AtomicBool,
    must_go: AtomicBool,
    told: Notify,
}

/// A connection that was let in; dropping it gives its place back.
#[derive(Debug)]
pub(crate) struct Ticket {
    admission: Arc<Admission>,
    network: Network,
    number: u64,
    place: Arc<Place>,
    files: Arc<FileShare>,
}

impl Admission {
    pub(crate) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self { limits: limits.clone(), next: AtomicU64::new(0), admitted: Mutex::default() })
    }

    /// A place for a connection; `None` where every place is in use by somebody who is being served.
    pub(crate) fn enter(self: &Arc<Self>, peer: Peer) -> Option<Ticket> {
        let network = match peer {
            Peer::Client(address) => Network::of(address),
            Peer::Proxy => Network::Proxy,
        };
        let mut admitted = self.lock();
        if admitted.is_closing {
            return None;
        }
        let of_network = admitted.networks.get(&network).map_or(0, |network| network.places.len());
        let is_network_full = network != Network::Proxy && of_network >= self.limits.connections_per_network.max(1);
        if is_network_full {
            admitted.push_out(network)?;
        } else if admitted.total >= self.limits.connections.max(1) {
            let largest = admitted.networks.iter().max_by_key(|(_, network)| network.places.len()).map(|(network, _)| *network)?;
            admitted.push_out(largest)?;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let place = Arc::new(Place::new());
        let of_network = admitted.networks.entry(network).or_insert_with(|| OfNetwork {
            places: BTreeMap::new(),
            files: Arc::new(if network == Network::Proxy { FileShare::without_end() } else { self.limits.file_share() }),
        });
        of_network.places.insert(number, Arc::clone(&place));
        let files = Arc::clone(&of_network.files);
        admitted.total += 1;
        Some(Ticket { admission: Arc::clone(self), network, number, place, files })
    }

    /// Tells every connection to end when its answer is sent, and lets in no more.
    pub(crate) fn close(&self) {
        let mut admitted = self.lock();
        admitted.is_closing = true;
        for place in admitted.networks.values().flat_map(|network| network.places.values()) {
            place.send_away();
        }
    }

    /// How many connections there are.
    pub(crate) fn len(&self) -> usize {
        self.lock().total
    }

    fn lock(&self) -> MutexGuard<'_, Admitted> {
        // Each change leaves the counts whole, so a panic elsewhere can't have torn them.
        self.admitted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Admitted {
    /// Sends away the oldest waiting connection of a network.
    fn push_out(&mut self, network: Network) -> Option<()> {
        let places = &mut self.networks.get_mut(&network)?.places;
        let number = places.iter().find(|(_, place)| place.is_waiting.load(Ordering::Acquire)).map(|(number, _)| *number)?;
        places.remove(&number)?.send_away();
        self.total -= 1;
        Some(())
    }
}

impl Place {
    /// Of a connection that has asked for nothing yet.
    fn new() -> Self {
        Self { is_waiting: AtomicBool::new(true), must_go: AtomicBool::new(false), told: Notify::new() }
    }

    fn send_away(&self) {
        self.must_go.store(true, Ordering::Release);
        self.told.notify_one();
    }
}

impl Ticket {
    /// What its network may take of the files that are on their way.
    pub(crate) const fn files(&self) -> &Arc<FileShare> {
        &self.files
    }

    /// Says that nothing is under way: from now on the connection may be sent away for a new one.
    pub(crate) fn wait(&self) {
        self.place.is_waiting.store(true, Ordering::Release);
    }

    /// Says that a request is under way.
    pub(crate) fn work(&self) {
        self.place.is_waiting.store(false, Ordering::Release);
    }

    /// Whether the connection must end as soon as nothing is under way.
    pub(crate) fn must_go(&self) -> bool {
        self.place.must_go.load(Ordering::Acquire)
    }

    /// Completes when the connection must go.
    pub(crate) async fn sent_away(&self) {
        while !self.must_go() {
            self.place.told.notified().await;
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut admitted = self.admission.lock();
        let Some(OfNetwork { places, .. }) = admitted.networks.get_mut(&self.network) else { return };
        let was_there = places.remove(&self.number).is_some();
        if places.is_empty() {
            admitted.networks.remove(&self.network);
        }
        // Whoever was pushed out was taken off the count at once.
        admitted.total -= usize::from(was_there);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admission(connections: usize, connections_per_network: usize) -> Arc<Admission> {
        Admission::new(&Limits { connections, connections_per_network, ..Limits::default() })
    }

    fn client(text: &str) -> Peer {
        Peer::Client(text.parse().expect("an address"))
    }

    #[test]
    fn a_network_gives_up_its_oldest_waiting_connection() {
        let admission = admission(10, 2);
        let (first, second) = (admission.enter(client("192.0.2.1")).expect("room"), admission.enter(client("192.0.2.200")).expect("room"));
        first.work();
        let third = admission.enter(client("192.0.2.3")).expect("a place that was waiting");
        assert!(!first.must_go() && second.must_go() && !third.must_go());
        third.work();
        assert!(admission.enter(client("192.0.2.4")).is_none(), "the others are being served");
        assert!(admission.enter(client("192.0.3.4")).is_some(), "other networks have their own share");
        assert!(admission.enter(client("::ffff:192.0.2.9")).is_none(), "an address in disguise is the same network");
        drop(first);
        assert!(admission.enter(client("192.0.2.4")).is_some());
        assert_eq!(admission.len(), 1, "only the third is still held");
    }

    #[test]
    fn when_all_is_full_the_largest_network_gives_way() {
        let admission = admission(4, 4);
        let many: Vec<Ticket> = (0..3).map(|_| admission.enter(client("2001:db8:1:a::1")).expect("room")).collect();
        let lone = admission.enter(client("192.0.2.1")).expect("room");
        let newcomer = admission.enter(client("198.51.100.1"));
        assert!(newcomer.is_some() && many[0].must_go() && !lone.must_go());
        drop(many);
        assert_eq!(admission.len(), 2);
    }

    #[test]
    fn a_proxy_is_no_network() {
        let admission = admission(100, 1);
        let tickets: Vec<_> = (0..50).map(|_| admission.enter(Peer::Proxy)).collect();
        assert!(tickets.iter().all(Option::is_some));
        admission.close();
        assert!(admission.enter(Peer::Proxy).is_none() && tickets.iter().flatten().all(Ticket::must_go));
    }
}
