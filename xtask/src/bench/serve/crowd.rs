//! Clients that begin a request and never finish it, one byte in five seconds.

use crate::failure::{Context as _, Failure};
use rustix::net::{AddressFamily, SocketType, bind, connect, socket};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// A valid head; none of them comes to its end.
const HEAD: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: slow\r\nAccept: text/html\r\n\r\n";

/// Each client is looked at once a second: whether its connection is still open.
const ROUND: Duration = Duration::from_secs(1);
/// In pieces, so that they don't all come at the same moment.
const SLICES: u32 = 20;
/// Every fifth round it sends a byte.
const ROUNDS_PER_BYTE: usize = 5;

/// Each address of ours can have about 28,000 connections to one server at a time.
const SOURCES: usize = 8;

/// Files that this program needs besides the clients.
const OTHER_FILES: usize = 200;

/// The clients of one server.
pub(super) struct Crowd {
    server: SocketAddr,
    members: Vec<Member>,
    /// How many connections the server had closed and were opened again.
    pub(super) reopened: usize,
}

struct Member {
    number: usize,
    stream: Option<TcpStream>,
    sent: usize,
}

/// How many clients the system's limit of open files lets us have, of so many.
pub(super) fn possible(wanted: usize) -> usize {
    let limit = getrlimit(Resource::Nofile);
    // Where it may not be raised, what there is has to do.
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum }).ok();
    let files = getrlimit(Resource::Nofile).current.map_or(usize::MAX, |files| usize::try_from(files).unwrap_or(usize::MAX));
    wanted.min(files.saturating_sub(OTHER_FILES))
}

impl Crowd {
    /// Opens a connection for each.
    pub(super) fn open(server: SocketAddr, count: usize) -> Result<Self, Failure> {
        let members = (0..count).map(|number| Member::open(server, number)).collect::<Result<_, _>>()?;
        Ok(Self { server, members, reopened: 0 })
    }

    /// Is slow for so many seconds. `look` is called about ten times a second.
    pub(super) fn dawdle(&mut self, seconds: usize, mut look: impl FnMut() -> Result<(), Failure>) -> Result<(), Failure> {
        let start = Instant::now();
        let size = self.members.len().div_ceil(SLICES as usize).max(1);
        for (turn, slice) in (0..seconds).flat_map(|round| (0..SLICES as usize).map(move |slice| (round, slice))).enumerate() {
            let (round, slice) = slice;
            for member in self.members.iter_mut().skip(slice * size).take(size) {
                self.reopened += usize::from(member.reopen_if_closed(self.server)?);
                if (member.number + round) % ROUNDS_PER_BYTE == 0 {
                    member.send();
                }
            }
            if turn % 2 == 0 {
                look()?;
            }
            let next = (ROUND / SLICES) * u32::try_from(turn + 1).unwrap_or(u32::MAX);
            thread::sleep(next.saturating_sub(start.elapsed()));
        }
        Ok(())
    }
}

impl Member {
    fn open(server: SocketAddr, number: usize) -> Result<Self, Failure> {
        let stream = connect_from(number, server).context(format_args!("client {number} can't connect"))?;
        Ok(Self { number, stream: Some(stream), sent: 0 })
    }

    /// Opens the connection again if the server has closed it.
    fn reopen_if_closed(&mut self, server: SocketAddr) -> Result<bool, Failure> {
        let mut said = [0; 512];
        let is_open = match self.stream.as_mut().map(|stream| stream.read(&mut said)) {
            Some(Err(error)) => error.kind() == ErrorKind::WouldBlock,
            // Its end, or the server's last words.
            Some(Ok(_)) | None => false,
        };
        if !is_open {
            *self = Self::open(server, self.number)?;
        }
        Ok(!is_open)
    }

    fn send(&mut self) {
        let byte = HEAD.get(self.sent % (HEAD.len() - 4)..).and_then(<[u8]>::first);
        if let (Some(stream), Some(byte)) = (&mut self.stream, byte) {
            // The next look finds out that it is closed.
            if stream.write(std::slice::from_ref(byte)).is_err() {
                self.stream = None;
            }
            self.sent += 1;
        }
    }
}

fn connect_from(number: usize, server: SocketAddr) -> std::io::Result<TcpStream> {
    let last = u8::try_from(2 + number % SOURCES).unwrap_or(2);
    let socket = socket(AddressFamily::INET, SocketType::STREAM, None)?;
    bind(&socket, &SocketAddrV4::new(Ipv4Addr::new(127, 0, 0, last), 0))?;
    connect(&socket, &server)?;
    let stream = TcpStream::from(socket);
    stream.set_nonblocking(true)?;
    Ok(stream)
}
