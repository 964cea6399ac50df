//! Smaller bodies: Brotli and gzip, made once for each content and kept while anything has it.

use super::representation::Representation;
use crate::http::{Accepted, Encoding};
use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use casebook_site::source::Hash;
use libdeflater::{CompressionLvl, Compressor};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Bodies below this length don't become smaller by as much as the header that says so.
const SHORTEST: usize = 256;

/// How much computing a smaller body is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For what is made anew with every edit: 48 MB/s on one core. The next levels cost ten times as much
    /// for a twentieth less.
    Quick,
    /// For the few texts of a theme, which every first visit waits for and which change with the program:
    /// a tenth less, for a tenth of a second in the background.
    Thorough,
}

impl Effort {
    const fn brotli_quality(self) -> i32 {
        match self {
            Self::Quick => 5,
            Self::Thorough => 11,
        }
    }
}

/// The least and the largest window, as powers of two. The encoder clears twice its window for each body,
/// however short; below the least window it takes other ways, that find less.
const WINDOWS: (u32, u32) = (17, 22);

/// The level at which libdeflate gives most of what it can, at twice the speed of the next ones.
const GZIP_LEVEL: i32 = 6;

/// A body, smaller, in each encoding that makes it so.
#[derive(Debug, Default)]
pub(crate) struct Compressed {
    pub(crate) brotli: Option<Representation>,
    pub(crate) gzip: Option<Representation>,
}

impl Compressed {
    pub(crate) fn of(body: &[u8], effort: Effort) -> Self {
        if body.len() < SHORTEST {
            return Self::default();
        }
        Self { brotli: smaller(body, Encoding::Brotli, brotli(body, effort)), gzip: smaller(body, Encoding::Gzip, gzip(body)) }
    }

    /// The body in the one encoding that a client gets of those it accepts; none where it stays as it is.
    pub(crate) fn of_one(body: &[u8], accepted: Accepted) -> Option<Representation> {
        match accepted {
            _ if body.len() < SHORTEST => None,
            Accepted { brotli: true, .. } => smaller(body, Encoding::Brotli, brotli(body, Effort::Quick)),
            Accepted { gzip: true, .. } => smaller(body, Encoding::Gzip, gzip(body)),
            Accepted { .. } => None,
        }
    }

    /// How many bytes are held.
    pub(crate) fn len(&self) -> usize {
        self.brotli.iter().chain(&self.gzip).map(|representation| representation.body.len()).sum()
    }
}

fn smaller(body: &[u8], encoding: Encoding, bytes: Option<Vec<u8>>) -> Option<Representation> {
    let bytes = bytes.filter(|bytes| bytes.len() < body.len())?;
    Some(Representation::new(encoding, Bytes::from(bytes.into_boxed_slice())))
}

fn brotli(body: &[u8], effort: Effort) -> Option<Vec<u8>> {
    let lgwin = window(body.len());
    let parameters = BrotliEncoderParams { quality: effort.brotli_quality(), lgwin, size_hint: body.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::with_capacity(body.len() / 3);
    brotli::BrotliCompress(&mut &*body, &mut compressed, &parameters).ok()?;
    Some(compressed)
}

/// The window that reaches over a whole body (RFC 7932, section 9.1: 16 bytes less than its power of two).
fn window(len: usize) -> i32 {
    let (least, largest) = WINDOWS;
    (len + 16).next_power_of_two().ilog2().clamp(least, largest).cast_signed()
}

fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    let mut compressor = Compressor::new(CompressionLvl::new(GZIP_LEVEL).ok()?);
    let mut compressed = vec![0; compressor.gzip_compress_bound(body.len())];
    let len = compressor.gzip_compress(body, &mut compressed).ok()?;
    compressed.truncate(len);
    Some(compressed)
}

/// What was compressed, by content: a page that didn't change isn't compressed again.
#[derive(Debug, Default)]
pub(crate) struct Compressions {
    by_content: Mutex<HashMap<Hash, Arc<Compressed>>>,
}

impl Compressions {
    /// The body, compressed; now, if it never was.
    pub(crate) fn get(&self, body: &[u8], effort: Effort) -> Arc<Compressed> {
        let key = Hash::of(body);
        if let Some(known) = self.lock().get(&key) {
            return Arc::clone(known);
        }
        let compressed = Arc::new(Compressed::of(body, effort));
        Arc::clone(self.lock().entry(key).or_insert(compressed))
    }

    /// Forgets what no edition holds any more.
    pub(crate) fn forget_unused(&self) {
        self.lock().retain(|_, compressed| Arc::strong_count(compressed) > 1);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Hash, Arc<Compressed>>> {
        // Only whole values are put in, so a panic elsewhere can't have torn the map.
        self.by_content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unzipped(bytes: &[u8], len: usize) -> Vec<u8> {
        let mut body = vec![0; len];
        let read = libdeflater::Decompressor::new().gzip_decompress(bytes, &mut body).expect("gzip");
        body.truncate(read);
        body
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let body: Vec<u8> = "Words, and words again. ".repeat(200).into_bytes();
        let compressed = Compressed::of(&body, Effort::Quick);
        let (brotli, gzip) = (compressed.brotli.expect("smaller"), compressed.gzip.expect("smaller"));
        let mut restored = Vec::new();
        brotli::BrotliDecompress(&mut &brotli.body[..], &mut restored).expect("Brotli");
        assert_eq!(restored, body);
        assert_eq!(unzipped(&gzip.body, body.len()), body);
        assert!(brotli.lines.ends_with("content-encoding: br\r\n") && gzip.lines.ends_with("content-encoding: gzip\r\n"));
        assert_ne!(brotli.etag, gzip.etag, "each encoding has its own strong tag");
    }

    #[test]
    fn more_effort_makes_less_of_the_same() {
        let body: Vec<u8> =
            (0..2000_u32).flat_map(|number| format!(".c{} {{ margin: {}rem }}\n", number * 7 % 311, number % 13).into_bytes()).collect();
        let [quick, thorough] = [Effort::Quick, Effort::Thorough].map(|effort| Compressed::of(&body, effort).brotli.expect("smaller").body);
        assert!(thorough.len() < quick.len(), "{} and {}", thorough.len(), quick.len());
        let mut restored = Vec::new();
        brotli::BrotliDecompress(&mut &thorough[..], &mut restored).expect("Brotli");
        assert_eq!(restored, body);
    }

    #[test]
    fn the_window_reaches_over_the_body() {
        for (len, expected) in [(0, 17), ((1 << 17) - 16, 17), ((1 << 17) - 15, 18), (1 << 20, 21), (usize::MAX / 4, 22)] {
            assert_eq!(window(len), expected, "{len}");
        }
    }

    #[test]
    fn what_does_not_get_smaller_stays() {
        let noise: Vec<u8> = (0..4096_u32).flat_map(|number| *Hash::of(&number.to_le_bytes()).as_bytes()).collect();
        let compressed = Compressed::of(&noise, Effort::Quick);
        assert!(compressed.brotli.is_none() && compressed.gzip.is_none());
        assert_eq!(Compressed::of(b"short", Effort::Quick).len(), 0);
    }

    #[test]
    fn a_content_is_compressed_once_and_forgotten_with_its_last_use() {
        let compressions = Compressions::default();
        let body = "text ".repeat(100);
        let first = compressions.get(body.as_bytes(), Effort::Quick);
        assert!(Arc::ptr_eq(&first, &compressions.get(body.as_bytes(), Effort::Quick)));
        compressions.forget_unused();
        assert_eq!(compressions.lock().len(), 1);
        drop(first);
        compressions.forget_unused();
        assert_eq!(compressions.lock().len(), 0);
    }
}
