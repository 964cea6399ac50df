//! How much one file may take.

use std::time::Duration;

/// How much one file may take. The default is for service; tests take less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub input: u64,
    /// Pixels of the picture. The largest cameras and telephones in common use take 108 million.
    pub pixels: u64,
    /// Bytes of memory of the child process, all together. A picture of the largest size takes three
    /// bytes for each pixel, and as much again while a progressive JPEG is put together.
    pub memory: u64,
    /// Seconds of computing time of the child process.
    pub computing: u64,
    /// Pages of a document.
    pub pages: u32,
    /// Bytes of memory of the child process while it reads a document.
    pub document_memory: u64,
    /// Seconds of computing time for one answer about a document: its contents, some pages of text, one picture.
    pub document_computing: u64,
    /// How long an answer may take, whatever the machine does meanwhile.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            input: 100_000_000,
            pixels: 110_000_000,
            memory: 1 << 30,
            computing: 30,
            pages: 20_000,
            document_memory: 512 << 20,
            document_computing: 10,
            patience: Duration::from_secs(120),
        }
    }
}

impl Limits {
    /// What a decoder is told. It is asked before memory is taken, so that its refusal has words; what
    /// it doesn't count hits the limit of the process.
    pub(crate) fn for_decoder(&self) -> image::Limits {
        let mut limits = image::Limits::no_limits();
        limits.max_alloc = Some(self.memory);
        limits
    }
}
