//! What is asked for: a kind of request with the answer of our server, which nginx then gives, too.

use super::nginx::Setup;
use super::public::Public;
use super::site::MeasuredSite;
use crate::failure::Failure;
use crate::http::{Answer, Connection};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What nginx says of a file by itself.
const NGINX_SAYS: [&str; 8] = ["date", "content-length", "content-type", "content-encoding", "etag", "accept-ranges", "last-modified", "connection"];

/// How a body is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Whole,
    Gzip,
    /// Only if it isn't what the client has already.
    IfChanged,
}

/// A request that is measured.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    asked: Asked,
    /// Its address on our server.
    pub(super) path: String,
    /// Its address on nginx.
    pub(super) file: &'static str,
    /// What our server says when it answers with the body.
    full: Answer,
    /// What it says to the request that is measured.
    answer: Answer,
    /// The body without an encoding.
    whole: Vec<u8>,
    /// The file of the site that is served as it is.
    original: Option<PathBuf>,
}

impl Case {
    /// All of them: 1 KB, a page as gzip, the same unchanged, a picture.
    pub(super) fn all(public: &Public, site: &MeasuredSite) -> Result<Vec<Self>, Failure> {
        let mut connection = Connection::open(public.address())?;
        let document = connection.get(site.document())?;
        let document = String::from_utf8_lossy(&document.body).into_owned();
        let linked = |ending: &str| {
            let mut addresses = document.split('"').filter(|text| text.starts_with('/') && text.ends_with(ending));
            addresses.next().map(str::to_owned).ok_or_else(|| Failure(format!("{} links to no {ending}", site.document())))
        };
        let mut case = |name: &str, asked, path: String, file| Self::ask(&mut connection, name, asked, (path, file));
        let as_it_is = |case: Self, name: &str| Self { original: Some(site.file(name)), ..case };
        Ok(vec![
            as_it_is(case("a text", Asked::Whole, linked(".txt")?, "/small.txt")?, "small.txt"),
            case("a page", Asked::Gzip, site.page().to_owned(), "/page.html")?,
            case("a page, 304", Asked::IfChanged, site.page().to_owned(), "/unchanged.html")?,
            as_it_is(case("a picture", Asked::Whole, linked(".jpg")?, "/picture.jpg")?, "picture.jpg"),
        ])
    }

    fn ask(connection: &mut Connection, name: &str, asked: Asked, (path, file): (String, &'static str)) -> Result<Self, Failure> {
        let whole = connection.get(&path)?.body;
        let full = connection.get_with(&path, &accept(asked))?;
        let answer = connection.get_with(&path, &headers(tag(&full), asked))?;
        let name = match asked {
            Asked::Whole => format!("{name} of {}", kilobytes(whole.len())),
            Asked::Gzip => format!("{name} of {} as {} gzip", kilobytes(whole.len()), kilobytes(full.body.len())),
            Asked::IfChanged => name.to_owned(),
        };
        let case = Self { name, asked, path, file, full, answer, whole, original: None };
        case.expect(&case.answer, "casebook")?;
        Ok(case)
    }

    /// The headers to ask a server with, after it has shown that it answers as it should.
    pub(super) fn headers_for(&self, address: SocketAddr, path: &str) -> Result<Vec<(String, String)>, Failure> {
        let mut connection = Connection::open(address)?;
        let full = connection.get_with(path, &accept(self.asked))?;
        let headers = headers(tag(&full), self.asked);
        let answer = connection.get_with(path, &headers)?;
        self.expect(&answer, &address.to_string())?;
        Ok(headers)
    }

    /// Lets nginx serve the same bytes with the same headers.
    pub(super) fn hand_over(&self, folder: &Path) -> Result<String, Failure> {
        let gzip = (self.full.header("content-encoding") == Some("gzip")).then_some(self.full.body.as_slice());
        // Both send the same file: the system may hold two of one content in pages of different sizes,
        // and send one of them faster.
        let original = self.original.as_ref().map(|original| format!("alias {};\n", quoted(&original.display().to_string())));
        if original.is_none() {
            Setup::put(folder, self.file.trim_start_matches('/'), &self.whole, gzip)?;
        }
        let said = self.answer.headers.iter().filter(|(name, _)| !NGINX_SAYS.contains(&name.as_str()));
        let headers: String = said.map(|(name, value)| format!("add_header {name} {};\n", quoted(value))).collect();
        let media_type = self.full.header("content-type").unwrap_or_default();
        Ok(format!("location = {} {{\ndefault_type {};\n{headers}{}}}\n", self.file, quoted(media_type), original.unwrap_or_default()))
    }

    fn expect(&self, answer: &Answer, who: &str) -> Result<(), Failure> {
        let (status, body): (u16, &[u8]) = match self.asked {
            Asked::Whole | Asked::Gzip => (200, &self.full.body),
            Asked::IfChanged => (304, b""),
        };
        let encoding = answer.header("content-encoding");
        let is_encoded = self.asked != Asked::Gzip || encoding == Some("gzip");
        if answer.status == status && answer.body == body && is_encoded {
            return Ok(());
        }
        let (len, encoding) = (answer.body.len(), encoding.unwrap_or("no encoding"));
        Err(Failure(format!("{who} answers {} with {} bytes and {encoding} to: {}", answer.status, len, self.name)))
    }
}

fn accept(asked: Asked) -> Vec<(String, String)> {
    match asked {
        Asked::Whole => Vec::new(),
        Asked::Gzip | Asked::IfChanged => vec![("Accept-Encoding".to_owned(), "gzip".to_owned())],
    }
}

/// The tag of an answer.
fn tag(full: &Answer) -> &str {
    full.header("etag").unwrap_or_default()
}

fn headers(tag: &str, asked: Asked) -> Vec<(String, String)> {
    let mut headers = accept(asked);
    if asked == Asked::IfChanged {
        headers.push(("If-None-Match".to_owned(), tag.to_owned()));
    }
    headers
}

/// A value as nginx's configuration writes it.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[allow(clippy::cast_precision_loss, reason = "a length to be printed with one decimal")]
fn kilobytes(len: usize) -> String {
    format!("{:.1} KB", len as f64 / 1024.0)
}
