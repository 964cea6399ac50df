//! Casebook's pure core: a folder of Markdown becomes a checked site, one URL at a time.
//!
//! `Source -> check -> Site -> render -> Asset`. Everything here is a function of its arguments:
//! no file, no network, no clock, no randomness, no async. Whoever needs those passes values in.

pub mod address;
pub mod check;
pub mod diagnostic;
pub mod edition;
pub mod entry;
mod escape;
pub mod evidence;
pub mod language;
pub mod loads;
pub mod markdown;
pub mod picture;
pub mod policy;
pub mod reference;
pub mod render;
pub mod settings;
pub mod source;
pub mod theme;
pub mod value;
pub mod verbatim;
