//! Made-up words and sentences, the same on every machine: a small generator of numbers of our own
//! and a vocabulary made of syllables. No outside text, no outside randomness.

/// Numbers that look random and depend on the seed alone (splitmix64).
#[derive(Clone, Debug)]
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }
}

/// How many different words a language has.
const WORDS: usize = 4000;

/// The words of a language that nobody speaks.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    words: Vec<String>,
}

impl Vocabulary {
    /// The words that follow from this seed.
    pub(crate) fn new(seed: u64) -> Self {
        const HEADS: [&str; 16] = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "br"];
        const CORES: [&str; 8] = ["a", "e", "i", "o", "u", "ei", "au", "ie"];
        const TAILS: [&str; 8] = ["", "", "", "n", "r", "s", "l", "nd"];
        let mut numbers = Numbers::new(seed);
        let word = |at: usize| {
            // Frequent words are short, as in real languages.
            let syllables = 1 + usize::from(at > 60) + usize::from(at > 600) + numbers.below(2);
            let pick = |numbers: &mut Numbers, from: &[&'static str]| from[numbers.below(from.len())];
            (0..syllables).flat_map(|_| [pick(&mut numbers, &HEADS), pick(&mut numbers, &CORES), pick(&mut numbers, &TAILS)]).collect()
        };
        Self { words: (0..WORDS).map(word).collect() }
    }

    /// One word; the first ones of the vocabulary come most often.
    pub(super) fn word(&self, numbers: &mut Numbers) -> &str {
        let reach = numbers.between(1, WORDS);
        let at = numbers.below(reach).min(numbers.below(reach));
        &self.words[at]
    }

    /// Some words with blanks between them, the first with a capital.
    pub(super) fn phrase(&self, numbers: &mut Numbers, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.word(numbers)).collect();
        capitalised(&words.join(" "))
    }

    /// A sentence of that many words, with a comma in the longer ones.
    pub(super) fn sentence(&self, numbers: &mut Numbers, count: usize) -> String {
        let mut sentence = self.phrase(numbers, count.min(7));
        if count > 7 {
            sentence.push_str(", ");
            sentence.push_str(&self.phrase(numbers, count - 7).to_lowercase());
        }
        sentence.push('.');
        sentence
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_words() {
        let text = |seed| Vocabulary::new(seed).sentence(&mut Numbers::new(seed), 12);
        assert_eq!(text(7), text(7));
        assert_ne!(text(7), text(8));
        assert_eq!(text(7).split(' ').count(), 12);
    }
}
