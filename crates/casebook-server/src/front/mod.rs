//! The public server's connections: one thread a core, each with its own, from their first byte to
//! their last.
//!
//! What is answered is `public`'s. Here is decided who may ask, how much, how fast and how long.

mod admission;
mod alarm;
mod connection;
mod file;
mod handed_over;
mod limits;
mod linger;
mod monitor;
mod request;
mod stream;
mod tls;

pub use limits::Limits;
pub use tls::{Tls, TlsError};

use crate::http::{Date, FilePlaces};
use crate::metrics::{Metrics, Refusal};
use crate::public::{Publisher, Service, Way};
use admission::{Admission, Peer};
use ipnet::IpNet;
use std::io;
use std::net::{IpAddr, TcpListener as Listener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How long to wait when the system refuses a connection (mostly: too many open files).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How often a server that ends looks whether all answers are sent.
const DRAIN_LOOK: Duration = Duration::from_millis(20);

/// How many threads of each core may wait for the disk at a time.
const WAITING_THREADS: usize = 32;

/// Where the server listens, and for whom.
#[derive(Debug, Default)]
pub struct Doors {
    /// For plain HTTP.
    pub plain: Vec<Listener>,
    /// For HTTPS.
    pub secure: Vec<(Listener, Arc<Tls>)>,
    /// For plain HTTP that only leads to the site's https address.
    pub to_https: Vec<Listener>,
    /// For Prometheus, on an address that readers can't reach.
    pub monitor: Option<Listener>,
    /// Proxies whose `X-Forwarded-Proto` is believed. Their connections are no one network's.
    pub proxies: Vec<IpNet>,
}

/// What all connections share.
struct Shared {
    publisher: Arc<Publisher>,
    service: Service,
    date: Arc<Date>,
    limits: Limits,
    admission: Arc<Admission>,
    files: Arc<FilePlaces>,
    proxies: Vec<IpNet>,
}

impl Shared {
    fn metrics(&self) -> &Metrics {
        &self.publisher.metrics
    }

    fn peer(&self, address: IpAddr) -> Peer {
        let address = address.to_canonical();
        if self.proxies.iter().any(|net| net.contains(&address)) { Peer::Proxy } else { Peer::Client(address) }
    }
}

/// Serves readers until `shutdown` completes, then ends what is under way. `cores` threads answer.
pub async fn serve_public(
    doors: Doors,
    publisher: Arc<Publisher>,
    limits: Limits,
    cores: usize,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let date = Arc::new(Date::new(publisher.clock()));
    let files = Arc::new(FilePlaces::new(limits.files));
    let service = Service::new(Arc::clone(&publisher), Arc::clone(&date), Arc::clone(&files));
    let admission = Admission::new(&limits);
    let shared = Arc::new(Shared { publisher, service, date, limits, admission, files, proxies: doors.proxies.clone() });
    let (close, closing) = watch::channel(());
    let threads = start_cores(&doors, &shared, &closing, cores.max(1))?;
    let monitor = doors.monitor.map(|listener| tokio::spawn(monitor::serve(listener, Arc::clone(&shared))));
    drop((doors.plain, doors.secure, doors.to_https));
    tokio::select! {
        () = shutdown => {}
        () = shared.publisher.follow_clock() => {}
    }
    tracing::info!(connections = shared.admission.len(), "ending: answers that are under way are sent");
    drop(close);
    shared.admission.close();
    tokio::task::spawn_blocking(move || threads.into_iter().for_each(|thread| drop(thread.join()))).await?;
    if let Some(monitor) = monitor {
        monitor.abort();
    }
    Ok(())
}

fn start_cores(doors: &Doors, shared: &Arc<Shared>, closing: &watch::Receiver<()>, cores: usize) -> io::Result<Vec<thread::JoinHandle<()>>> {
    let mut threads = Vec::new();
    for core in 0..cores {
        let (shared, closing) = (Arc::clone(shared), closing.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(WAITING_THREADS).build()?;
        let listeners = doors.of_core()?;
        let work = move || {
            runtime.block_on(run(listeners, shared, closing));
            // Who is not done by now is cut off.
            runtime.shutdown_background();
        };
        threads.push(thread::Builder::new().name(format!("casebook-serve-{core}")).spawn(work)?);
    }
    Ok(threads)
}

impl Doors {
    /// The same doors, for one more thread.
    fn of_core(&self) -> io::Result<Vec<(Listener, Door)>> {
        let mut all = Vec::new();
        for listener in &self.plain {
            all.push((listener.try_clone()?, Door::Plain));
        }
        for listener in &self.to_https {
            all.push((listener.try_clone()?, Door::ToHttps));
        }
        for (listener, tls) in &self.secure {
            all.push((listener.try_clone()?, Door::Secure(Arc::clone(tls))));
        }
        Ok(all)
    }
}

/// What is spoken at a door.
#[derive(Clone)]
enum Door {
    Plain,
    ToHttps,
    Secure(Arc<Tls>),
}

/// All that one core does.
async fn run(listeners: Vec<(Listener, Door)>, shared: Arc<Shared>, closing: watch::Receiver<()>) {
    for (listener, door) in listeners {
        tokio::spawn(accept(listener, door, Arc::clone(&shared), closing.clone()));
    }
    let mut closing = closing;
    let _ = closing.changed().await;
    let drained = async {
        while shared.admission.len() > 0 {
            tokio::time::sleep(DRAIN_LOOK).await;
        }
    };
    let _ = tokio::time::timeout(shared.limits.drain_time, drained).await;
}

async fn accept(listener: Listener, door: Door, shared: Arc<Shared>, mut closing: watch::Receiver<()>) {
    let listener = match listener.set_nonblocking(true).and_then(|()| TcpListener::from_std(listener)) {
        Ok(listener) => listener,
        Err(error) => return tracing::error!("can't listen: {error}"),
    };
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = closing.changed() => return,
        };
        match accepted {
            Ok((stream, address)) => admit(stream, address.ip(), door.clone(), &shared),
            Err(error) => {
                tracing::warn!("the system refuses a connection: {error}");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn admit(stream: TcpStream, address: IpAddr, door: Door, shared: &Arc<Shared>) {
    let peer = shared.peer(address);
    let Some(ticket) = shared.admission.enter(peer) else {
        shared.metrics().count_refusal(Refusal::NoRoom);
        if !matches!(door, Door::Secure(_)) {
            let _ = stream.try_write(Refusal::NoRoom.words());
        }
        return;
    };
    let way = match (&door, peer) {
        (Door::ToHttps, _) => Way::Unsecured,
        (_, Peer::Proxy) => Way::Proxied,
        (_, Peer::Client(_)) => Way::Direct,
    };
    let shared = Arc::clone(shared);
    match door {
        Door::Secure(tls) => drop(tokio::spawn(tls::converse(stream, tls, shared, ticket, way))),
        Door::Plain | Door::ToHttps => drop(tokio::spawn(connection::converse(stream, shared, ticket, way))),
    }
}
