//! `bench pictures`: from a photo of twelve megapixels to pictures for a page, in one worker.
//!
//! This crate links none of the others, so it speaks to `casebook read-pictures` as a pool does. A
//! worker has one thread, so its time is that of one core.

use super::figures::{Target, median, range};
use crate::failure::{Context as _, Failure};
use crate::program::{Profile, build_casebook};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

const WIDTH: u32 = 4000;
const HEIGHT: u32 = 3000;
const WIDTHS: [u32; 4] = [400, 800, 1200, 1600];
const ROUNDS: usize = 9;
const TARGET: Target = Target::at_most(400.0, Some(250.0), "ms");

/// Encodings as the worker numbers them.
const WEBP: u8 = 0;
const JPEG: u8 = 2;

/// Makes four widths of a photo, as WebP and as WebP with JPEG beside it.
pub(crate) fn run() -> Result<(), Failure> {
    let casebook = build_casebook(Profile::Release)?;
    let mut worker = Worker::start(&casebook)?;
    // The photo itself is made by the worker, of pixels that need no encoder.
    let photo = worker.derive(&tiff(), &[(WIDTH, JPEG)])?.remove(0);
    println!("\n{WIDTH} x {HEIGHT} pixels of JPEG ({} KB), {ROUNDS} rounds, one worker", photo.len() / 1000);
    for (name, encodings) in [("four widths of WebP", [WEBP].as_slice()), ("the same and four of JPEG", &[WEBP, JPEG])] {
        let wanted: Vec<(u32, u8)> = encodings.iter().flat_map(|encoding| WIDTHS.map(|width| (width, *encoding))).collect();
        let mut times = Vec::new();
        let mut made = Vec::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            made = worker.derive(&photo, &wanted)?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        let (best, worst) = range(times.iter().copied());
        let kilobytes: Vec<String> = made.iter().map(|made| (made.len() / 1000).to_string()).collect();
        println!("{}", TARGET.line(&format!("{name}, median"), median(times)));
        println!("    best {best:.0} ms, worst {worst:.0} ms; {} KB", kilobytes.join(", "));
    }
    Ok(())
}

/// One child process and the talk with it.
struct Worker(Child);

impl Worker {
    fn start(casebook: &Path) -> Result<Self, Failure> {
        // What `casebook` gives its workers: their memory is counted, and its allocator would reserve all of it at once.
        let child =
            Command::new(casebook).arg("read-pictures").env("MIMALLOC_ARENA_RESERVE", "0").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        child.map(Self).context(casebook.display())
    }

    /// Asks for derivatives: a version, what is wanted, the length of the picture, the picture.
    fn derive(&mut self, picture: &[u8], wanted: &[(u32, u8)]) -> Result<Vec<Vec<u8>>, Failure> {
        let (Some(to), Some(from)) = (self.0.stdin.as_mut(), self.0.stdout.as_mut()) else {
            return Err(Failure::new("a worker without pipes"));
        };
        let mut head = vec![2, 2];
        head.extend(u32::try_from(wanted.len()).unwrap_or(0).to_le_bytes());
        for (width, encoding) in wanted {
            head.extend(width.to_le_bytes());
            head.push(*encoding);
        }
        head.extend((picture.len() as u64).to_le_bytes());
        to.write_all(&head)?;
        to.write_all(picture)?;
        to.flush()?;
        let mut start = [0; 6];
        from.read_exact(&mut start)?;
        if start[..2] != [2, 2] {
            return Err(Failure(format!("the worker answers {start:?}")));
        }
        let mut made = Vec::new();
        for _ in wanted {
            let mut len = [0; 8];
            from.read_exact(&mut len)?;
            let mut bytes = Vec::new();
            from.take(u64::from_le_bytes(len)).read_to_end(&mut bytes)?;
            made.push(bytes);
        }
        Ok(made)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The pixels as a TIFF that nobody compressed.
fn tiff() -> Vec<u8> {
    let tags: [(u16, u16, u32, u32); 9] = [
        (0x0100, 4, 1, WIDTH),
        (0x0101, 4, 1, HEIGHT),
        // Three numbers of 8 bits, which stand behind the tags.
        (0x0102, 3, 3, 8 + 2 + 12 * 9 + 4),
        (0x0103, 3, 1, 1),
        (0x0106, 3, 1, 2),
        (0x0111, 4, 1, 8 + 2 + 12 * 9 + 4 + 6),
        (0x0115, 3, 1, 3),
        (0x0116, 4, 1, HEIGHT),
        (0x0117, 4, 1, WIDTH * HEIGHT * 3),
    ];
    let mut file = b"II\x2a\0\x08\0\0\0\x09\0".to_vec();
    for (tag, kind, count, value) in tags {
        file.extend(tag.to_le_bytes());
        file.extend(kind.to_le_bytes());
        file.extend(count.to_le_bytes());
        file.extend(value.to_le_bytes());
    }
    file.extend([0, 0, 0, 0, 8, 0, 8, 0, 8, 0]);
    for y in 0..HEIGHT {
        (0..WIDTH).for_each(|x| file.extend(pixel(x, y)));
    }
    file
}

/// Slow and quick waves, edges and some noise: about as hard to encode as a photo of a street.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was just brought between 0 and 255")]
fn pixel(x: u32, y: u32) -> [u8; 3] {
    let (across, down) = (f64::from(x), f64::from(y));
    let slow = ((across / 610.0).sin() + (down / 430.0).cos()) * 45.0;
    let quick = ((across / 17.0).sin() * (down / 23.0).cos()) * 22.0;
    let edge = if (x / 190 + y / 260).is_multiple_of(3) { 30.0 } else { 0.0 };
    let noise = f64::from((x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77)).wrapping_mul(0xc2b2_ae3d) >> 28);
    [118.0, 104.0, 96.0].map(|base: f64| (base + slow + quick + edge + noise).clamp(0.0, 255.0) as u8)
}
