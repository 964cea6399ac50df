//! Casebook over HTTP: a folder on disk becomes a `Source`, its editions go out to browsers.
//!
//! This crate owns the disk, the sockets and the waiting; it decides nothing about content. It
//! never renders by itself and never writes into `content/`. The time comes from the caller.

mod clock;
mod draft;
pub mod folder;
mod following;
mod front;
mod http;
mod metrics;
pub mod pictures;
mod public;

pub use clock::Clock;
pub use draft::{App, Hosts, serve};
pub use front::{Doors, Limits, Tls, TlsError, serve_public};
pub use http::{Policy, location};
pub use public::{Kept, OpenError, Publisher};
