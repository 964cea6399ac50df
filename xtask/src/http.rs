//! The smallest HTTP/1.1 client that measures a server: GET over one connection that stays open.
//!
//! It speaks to servers that were started on this machine: no TLS, no redirects, no names.

use crate::failure::{Context as _, Failure};
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long an answer may take before the server counts as dead.
const PATIENCE: Duration = Duration::from_secs(60);

/// One open connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
}

/// An answer with its whole body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in small letters.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The first header of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The head of an answer.
struct Head {
    status: u16,
    headers: Vec<(String, String)>,
    framing: Framing,
}

/// How the end of a body is found.
enum Framing {
    Length(u64),
    Chunked,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect_timeout(&address, PATIENCE).context(format_args!("can't connect to {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream: BufReader::with_capacity(64 * 1024, stream), address })
    }

    /// Asks for a path and reads the answer.
    pub(crate) fn get(&mut self, path: &str) -> Result<Answer, Failure> {
        self.get_with(path, &[])
    }

    /// Asks for a path with further headers and reads the answer.
    pub(crate) fn get_with(&mut self, path: &str, headers: &[(String, String)]) -> Result<Answer, Failure> {
        let mut body = Vec::new();
        let head = self.ask(path, headers, &mut body)?;
        Ok(Answer { status: head.status, headers: head.headers, body })
    }

    /// Asks for a path and hands the body over as it comes.
    pub(crate) fn get_into(&mut self, path: &str, sink: &mut dyn io::Write) -> Result<u16, Failure> {
        Ok(self.ask(path, &[], sink)?.status)
    }

    fn ask(&mut self, path: &str, headers: &[(String, String)], sink: &mut dyn io::Write) -> Result<Head, Failure> {
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: */*\r\n{lines}\r\n", self.address);
        self.stream.get_mut().write_all(request.as_bytes()).context(path)?;
        let head = self.head().context(path)?;
        match head.framing {
            Framing::Length(length) => self.copy(length, sink).context(path)?,
            Framing::Chunked => self.copy_chunks(sink).context(path)?,
        }
        Ok(head)
    }

    fn head(&mut self) -> io::Result<Head> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(|| invalid("no status line"))?;
        let mut head = Head { status, headers: Vec::new(), framing: Framing::Length(0) };
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { return Ok(head) };
            let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
            match name.as_str() {
                "content-length" => head.framing = Framing::Length(value.parse().map_err(|_| invalid("content-length is no number"))?),
                "transfer-encoding" => head.framing = Framing::Chunked,
                _ => {}
            }
            head.headers.push((name, value));
        }
    }

    fn copy_chunks(&mut self, sink: &mut dyn io::Write) -> io::Result<()> {
        loop {
            let line = self.line()?;
            let digits = line.split(';').next().unwrap_or_default().trim();
            let length = u64::from_str_radix(digits, 16).map_err(|_| invalid("a chunk's length is no number"))?;
            self.copy(length, sink)?;
            self.line()?;
            if length == 0 {
                return Ok(());
            }
        }
    }

    fn copy(&mut self, length: u64, sink: &mut dyn io::Write) -> io::Result<()> {
        let copied = io::copy(&mut (&mut self.stream).take(length), sink)?;
        if copied == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
