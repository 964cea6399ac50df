//! One body in one encoding, with the lines of its head that are its own.

use crate::http::{Encoding, etag};
use bytes::Bytes;
use casebook_site::source::Hash;

/// A body as it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Representation {
    /// How it is written.
    pub(crate) encoding: Encoding,
    /// Its strong validator, in quotes. Of the bytes as they are sent: another version of a
    /// compressor makes other bytes.
    pub(crate) etag: Box<str>,
    /// The lines of a head that tell of it, each with its line end: length, tag, encoding.
    pub(crate) lines: Box<str>,
    /// The bytes.
    pub(crate) body: Bytes,
}

impl Representation {
    pub(crate) fn new(encoding: Encoding, body: Bytes) -> Self {
        let etag = etag(Hash::of(&body)).into_boxed_str();
        let encoded = encoding.name().map(|name| format!("content-encoding: {name}\r\n")).unwrap_or_default();
        let lines = format!("content-length: {}\r\netag: {etag}\r\n{encoded}", body.len()).into_boxed_str();
        Self { encoding, etag, lines, body }
    }
}
