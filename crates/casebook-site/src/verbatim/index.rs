//! All of a source at once: its skeleton as one string, and in which segments each word stands.
//!
//! A word is known by 32 bits of a hash; two words that share them cost a useless look and nothing else. What may be
//! divided at the end of a line or page is kept in each reading, so that looking a word up misses none of its places.

use super::fold::{Folded, Seam};
use super::letters::{is_unspaced, is_wordy};
use super::quotation::Fragment;
use casebook_evidence::evidence::Segment;

/// In how many pieces a word may be divided; what has more is looked for everywhere.
const MAX_DIVISIONS: usize = 8;

/// Where everything stands in a source.
#[derive(Debug)]
pub(super) struct Index {
    /// The skeletons of all segments.
    pub(super) skeleton: String,
    /// Where each segment begins in it, and at last its length.
    pub(super) starts: Vec<usize>,
    /// Hashes of words in ascending order.
    words: Vec<u32>,
    /// Where the segments of each word begin among `segments`, and at last their number.
    offsets: Vec<u32>,
    segments: Vec<u32>,
    /// Segments with a word that is divided too often.
    pub(super) odd: Vec<u32>,
}

impl Index {
    pub(super) fn new(segments: &[Segment]) -> Self {
        let mut index = Self { skeleton: String::new(), starts: vec![0], words: vec![], offsets: vec![], segments: vec![], odd: vec![] };
        let mut postings: Vec<u64> = Vec::new();
        let mut words = Words::default();
        for (segment, number) in segments.iter().zip(0_u32..) {
            let folded = Folded::new(&segment.text);
            words.read(&folded);
            index.skeleton.push_str(folded.skeleton());
            index.starts.push(index.skeleton.len());
            if std::mem::take(&mut words.is_odd) {
                index.odd.push(number);
            }
            words.found.sort_unstable();
            words.found.dedup();
            postings.extend(words.found.drain(..).map(|word| u64::from(word) << 32 | u64::from(number)));
        }
        words.end();
        let last = (segments.len() as u64).saturating_sub(1) & u64::from(u32::MAX);
        postings.extend(words.found.drain(..).map(|word| u64::from(word) << 32 | last));
        postings.sort_unstable();
        postings.dedup();
        for posting in postings {
            let (word, number) = ((posting >> 32) as u32, (posting & u64::from(u32::MAX)) as u32);
            if index.words.last() != Some(&word) {
                index.words.push(word);
                index.offsets.push(u32::try_from(index.segments.len()).unwrap_or(u32::MAX));
            }
            index.segments.push(number);
        }
        index.offsets.push(u32::try_from(index.segments.len()).unwrap_or(u32::MAX));
        index.skeleton.shrink_to_fit();
        index
    }

    /// The segments in which a word ends, in ascending order.
    pub(super) fn segments_with(&self, word: u32) -> &[u32] {
        let Ok(at) = self.words.binary_search(&word) else { return &[] };
        let (from, to) = (self.offsets[at] as usize, self.offsets[at + 1] as usize);
        self.segments.get(from..to).unwrap_or_default()
    }

    /// The segment in which a byte of the skeleton stands.
    pub(super) fn segment_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1).min(self.starts.len().saturating_sub(2))
    }

    /// How many bytes it takes.
    pub(super) fn size(&self) -> usize {
        let numbers = self.words.capacity() + self.offsets.capacity() + self.segments.capacity() + self.odd.capacity();
        self.skeleton.capacity() + self.starts.capacity() * size_of::<usize>() + numbers * size_of::<u32>()
    }
}

/// The hashes of the words of a fragment, but for those that may be parts of words: beside the editor's letters, or
/// divided at the end of a line.
pub(super) fn hashes(fragment: &Fragment) -> Vec<u32> {
    let mut hashes = Vec::new();
    for (number, piece) in fragment.pieces.iter().enumerate() {
        let before = if number == 0 { fragment.lead.as_ref() } else { piece.gap.as_ref() };
        let behind = fragment.pieces.get(number + 1).map_or(fragment.trail.as_ref(), |next| next.gap.as_ref());
        let mut words = Vec::new();
        let mut seams = piece.folded.seams().peekable();
        let mut is_open = false;
        for (at, c) in piece.folded.skeleton().char_indices() {
            let seam = seams.next_if(|(place, _)| *place == at).map_or(Seam::NONE, |(_, seam)| seam);
            let is_divided = seam == Seam::BREAK_HYPHEN;
            if is_divided {
                words.pop();
            }
            match words.last_mut() {
                Some((hash, _)) if is_open && seam == Seam::NONE && is_wordy(c) && !is_unspaced(c) => *hash = with(*hash, c),
                _ if is_wordy(c) => words.push((with(EMPTY, c), is_divided)),
                _ => {}
            }
            is_open = is_wordy(c) && !is_unspaced(c);
        }
        let is_cut = |gap: Option<&super::quotation::Gap>, is_glued: fn(&super::quotation::Gap) -> bool| gap.is_some_and(is_glued);
        let from = usize::from(is_cut(before, |gap| gap.is_glued_behind));
        let to = words.len().saturating_sub(usize::from(is_cut(behind, |gap| gap.is_glued_before)));
        hashes.extend(words.get(from..to).unwrap_or_default().iter().filter(|(_, is_divided)| !is_divided).map(|(hash, _)| *hash));
    }
    hashes
}

/// The hash of a word in small letters.
pub(super) fn hash_of(word: &str) -> u32 {
    word.chars().fold(EMPTY, with)
}

/// FNV-1a: it goes on where it ended, so a word and its divided halves are hashed in one go.
const EMPTY: u32 = 0x811c_9dc5;

fn with(hash: u32, c: char) -> u32 {
    let add = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    if c.is_ascii() {
        return add(hash, c.to_ascii_lowercase() as u8);
    }
    let mut buffer = [0; 4];
    c.to_lowercase().fold(hash, |hash, c| c.encode_utf8(&mut buffer).bytes().fold(hash, add))
}

/// The words of one segment after the other.
#[derive(Debug, Default)]
struct Words {
    found: Vec<u32>,
    /// The word that is open: alone, and with each of the parts before it.
    open: Vec<u32>,
    /// Whether a word of the segment before may go on in this one.
    is_carried: bool,
    is_odd: bool,
}

impl Words {
    /// Reads a segment.
    fn read(&mut self, folded: &Folded) {
        if folded.skeleton().is_empty() {
            return;
        }
        let mut seams = folded.seams().peekable();
        let first = if self.is_carried { Seam::BREAK_HYPHEN } else { Seam::SPACE };
        for (at, c) in folded.skeleton().char_indices() {
            let seam = seams.next_if(|(place, _)| *place == at).map_or(Seam::NONE, |(_, seam)| seam);
            self.put(if at == 0 { first } else { seam }, c);
        }
        self.is_carried = folded.is_open();
        if !self.is_carried {
            self.end();
        }
    }

    fn put(&mut self, seam: Seam, c: char) {
        if is_unspaced(c) {
            self.end();
            if is_wordy(c) {
                self.found.push(with(EMPTY, c));
            }
        } else if !is_wordy(c) {
            self.end();
        } else if seam == Seam::NONE && !self.open.is_empty() {
            self.open.iter_mut().for_each(|hash| *hash = with(*hash, c));
        } else if seam == Seam::BREAK_HYPHEN && !self.open.is_empty() {
            self.found.extend(&self.open);
            if self.open.len() == MAX_DIVISIONS {
                self.open.remove(0);
                self.is_odd = true;
            }
            self.open.push(EMPTY);
            self.open.iter_mut().for_each(|hash| *hash = with(*hash, c));
        } else {
            self.end();
            self.open.push(with(EMPTY, c));
        }
    }

    fn end(&mut self) {
        self.found.append(&mut self.open);
    }
}
