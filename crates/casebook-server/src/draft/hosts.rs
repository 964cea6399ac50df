//! Under which names the server answers.
//!
//! A page elsewhere can make its own host name point to this machine ("DNS rebinding") and would
//! then read drafts as if they were its own. Its requests still carry its name, so any other
//! name than ours is refused, and so is a request that says that another site makes it.

use hyper::header::{self, HeaderValue};
use hyper::{HeaderMap, Uri};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The names by which a server may be addressed.
#[derive(Clone, Debug)]
pub struct Hosts {
    names: Vec<String>,
    /// It listens on every address, so any address (not name) may be the one that was meant.
    any_address: bool,
}

impl Hosts {
    /// This machine's own names and the address listened on, with the name it was given by.
    pub fn new(listen: SocketAddr, given_as: Option<&str>) -> Self {
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
        names.push(listen.ip().to_string());
        names.extend(given_as.map(|name| plain(name).to_lowercase()));
        Self { names, any_address: listen.ip().is_unspecified() }
    }

    /// Whether a request was meant for this server. Every name that it carries must be ours.
    pub(super) fn accept(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut named = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else { return false };
        let is_host_ours = host.to_str().is_ok_and(|host| self.has(without_port(host)));
        let are_origins_ours = headers.get_all(header::ORIGIN).iter().all(|origin| is_of(origin, host));
        is_host_ours && are_origins_ours && uri.host().is_none_or(|host| self.has(host))
    }

    /// Whether a browser says that another site makes the request, or another server of this machine.
    pub(super) fn is_foreign(headers: &HeaderMap) -> bool {
        let mut said = headers.get_all("sec-fetch-site").iter();
        said.any(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"))
    }

    fn has(&self, host: &str) -> bool {
        let host = plain(host);
        let is_address = host.parse::<IpAddr>().is_ok();
        self.names.iter().any(|name| name.eq_ignore_ascii_case(host)) || (self.any_address && is_address)
    }
}

/// An IPv6 address stands in brackets in addresses.
fn plain(host: &str) -> &str {
    host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).filter(|inner| inner.parse::<Ipv6Addr>().is_ok()).unwrap_or(host)
}

/// Whether an origin is this very host: another port is another server, and `null` is nobody.
fn is_of(origin: &HeaderValue, host: &HeaderValue) -> bool {
    let name = |value: &HeaderValue| value.to_str().ok().map(str::to_ascii_lowercase);
    let (Some(origin), Some(host)) = (name(origin), name(host)) else { return false };
    ["http://", "https://"].iter().any(|scheme| origin.strip_prefix(scheme) == Some(&host))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(hosts: &Hosts, uri: &str, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).expect("a header"));
        hosts.accept(&uri.parse().expect("an address"), &headers)
    }

    #[test]
    fn only_our_own_names_are_answered() {
        let hosts = Hosts::new("127.0.0.1:4000".parse().expect("an address"), Some("Draft.Example"));
        for host in ["localhost", "LOCALHOST:4000", "127.0.0.1:1", "[::1]:4000", "[::1]", "draft.example:4000"] {
            assert!(accepts(&hosts, "/", host), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example:4000", "192.0.2.1", "evil.example:127.0.0.1", "[::2]"] {
            assert!(!accepts(&hosts, "/", host), "{host}");
        }
        assert!(!accepts(&hosts, "http://evil.example/", "localhost"), "an absolute address counts as well");
        assert!(!hosts.accept(&Uri::from_static("/"), &HeaderMap::new()), "no name at all");
    }

    #[test]
    fn a_request_of_another_site_is_refused() {
        let hosts = Hosts::new("127.0.0.1:4000".parse().expect("an address"), None);
        for (origin, is_ours) in [
            ("http://localhost:4000", true),
            ("https://LOCALHOST:4000", true),
            ("http://localhost:4001", false),
            ("http://localhost", false),
            ("http://127.0.0.1:4000", false),
            ("https://evil.example", false),
            ("http://localhost:4000.evil.example", false),
            ("null", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("localhost:4000"));
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            assert_eq!(hosts.accept(&Uri::from_static("/"), &headers), is_ours, "{origin}");
        }
    }

    #[test]
    fn a_server_on_every_address_answers_to_each_of_them() {
        let hosts = Hosts::new("0.0.0.0:80".parse().expect("an address"), None);
        assert!(accepts(&hosts, "/", "192.0.2.1:80") && accepts(&hosts, "/", "[2001:db8::1]"));
        assert!(!accepts(&hosts, "/", "evil.example"));
    }
}
