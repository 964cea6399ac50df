//! Casebook over HTTP: a folder on disk becomes a `Source`, its editions go out to browsers.
//!
//! This crate owns the disk, the sockets and the waiting; it decides nothing about content. It
//! never renders by itself and never writes into `content/`. The time comes from the caller.

mod clock;
mod draft;
pub mod folder;
mod following;
mod http;

pub use clock::Clock;
pub use draft::{App, Hosts, serve};
pub use http::{Policy, location};
