//! Hostile bytes in, plain values or safe bytes out.
//!
//! The only crate that links decoders of foreign formats. Whoever needs one decoded asks a
//! [`Reader`]: in service that is a [`Pool`] of child processes with limits of memory and time, so
//! that a file which breaks a decoder breaks nothing else. This crate knows nothing of sites; it
//! opens no file and keeps nothing.

pub mod document;
pub mod evidence;
pub mod mail;
pub mod pdf;
pub mod picture;
pub mod reader;
pub mod svg;
pub mod text;
pub mod transcript;
