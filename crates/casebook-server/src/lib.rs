//! Casebook over HTTP: a folder on disk becomes a `Source`, its editions go out to browsers.
//!
//! This crate owns the disk, the sockets and the waiting; it decides nothing about content. It
//! never renders by itself and never writes into `content/`. The time comes from the caller.

mod app;
mod clock;
pub mod folder;
mod http;
pub mod pictures;

pub use app::App;
pub use clock::Clock;
pub use http::{Hosts, Policy, location, serve};
