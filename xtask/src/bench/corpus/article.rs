//! One made-up article as a value, before any of the three systems writes it its own way.

use super::words::{Numbers, Vocabulary};

/// How many tags the corpus has.
const TAGS: usize = 50;
const PARAGRAPHS: usize = 10;
const WORDS_PER_PARAGRAPH: usize = 78;

/// A piece of running text.
#[derive(Debug)]
pub(super) enum Piece {
    Text(String),
    /// A link to another article.
    Link {
        number: usize,
        text: String,
    },
    /// A call of the footnote with this number.
    Note(usize),
}

#[derive(Debug)]
pub(super) enum Block {
    Heading(String),
    Paragraph(Vec<Piece>),
    List(Vec<String>),
    /// Rows of cells; the first row is the head.
    Table(Vec<Vec<String>>),
    /// The picture that all articles share, with its description.
    Picture(String),
    /// The text of the footnote with this number.
    NoteText(usize, String),
}

/// An article of about 900 words.
#[derive(Debug)]
pub(super) struct Article {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) date: String,
    pub(super) tags: Vec<String>,
    pub(super) blocks: Vec<Block>,
}

/// The name of an article in file names and addresses.
pub(crate) fn slug(number: usize) -> String {
    format!("article-{number:05}")
}

impl Article {
    /// The article with this number among `count`. Date, tags and links are the same in each
    /// language; the words are the vocabulary's.
    pub(super) fn new(number: usize, count: usize, vocabulary: &Vocabulary) -> Self {
        let mut numbers = Numbers::new(0xca5e_b00c ^ (number as u64) << 20);
        let first_tag = numbers.below(TAGS);
        let tags = (0..numbers.between(1, 3)).map(|step| format!("tag-{:02}", (first_tag + step * 17) % TAGS)).collect();
        let targets = (0..numbers.between(3, 5)).map(|_| numbers.below(count)).collect();
        Self {
            title: format!("{} {number}", vocabulary.phrase(&mut numbers, 4)),
            description: vocabulary.sentence(&mut numbers, 14),
            date: format!("{}-{:02}-{:02}", 2006 + number % 20, 1 + number / 20 % 12, 1 + number / 240 % 28),
            tags,
            blocks: Body { vocabulary, numbers, targets }.blocks(),
        }
    }
}

struct Body<'a> {
    vocabulary: &'a Vocabulary,
    numbers: Numbers,
    targets: Vec<usize>,
}

impl Body<'_> {
    fn blocks(mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for at in 0..PARAGRAPHS {
            if at % 2 == 0 {
                blocks.push(Block::Heading(self.phrase(5)));
            }
            let note = if at == 1 || at == 6 { Some(at / 6 + 1) } else { None };
            let target = if at % 2 == 1 { self.targets.pop() } else { None };
            let paragraph = self.paragraph(target, note);
            blocks.push(Block::Paragraph(paragraph));
            match at {
                2 => blocks.push(Block::Picture(self.phrase(6))),
                4 => blocks.push(Block::List((0..5).map(|_| self.phrase(7)).collect())),
                7 => blocks.push(Block::Table((0..5).map(|_| (0..3).map(|_| self.phrase(2)).collect()).collect())),
                _ => {}
            }
        }
        blocks.extend((1..=2).map(|note| Block::NoteText(note, self.vocabulary.sentence(&mut self.numbers, 12))));
        blocks
    }

    fn paragraph(&mut self, target: Option<usize>, note: Option<usize>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut words = 0;
        while words < WORDS_PER_PARAGRAPH {
            let count = self.numbers.between(6, 16);
            let sentence = self.vocabulary.sentence(&mut self.numbers, count);
            text.push_str(&sentence);
            text.push(' ');
            words += count;
        }
        text.push_str(&format!("*{}* ", self.phrase(2)));
        pieces.push(Piece::Text(text));
        pieces.extend(target.map(|number| Piece::Link { number, text: self.phrase(3) }));
        pieces.extend(note.map(Piece::Note));
        pieces.push(Piece::Text(".".to_owned()));
        pieces
    }

    fn phrase(&mut self, count: usize) -> String {
        self.vocabulary.phrase(&mut self.numbers, count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_has_what_the_bench_says() {
        let article = Article::new(3, 100, &Vocabulary::new(1));
        let pieces = || article.blocks.iter().filter_map(|block| if let Block::Paragraph(pieces) = block { Some(pieces) } else { None }).flatten();
        let words: usize = pieces().map(|piece| if let Piece::Text(text) = piece { text.split_whitespace().count() } else { 0 }).sum();
        let links = pieces().filter(|piece| matches!(piece, Piece::Link { .. })).count();
        let notes = pieces().filter(|piece| matches!(piece, Piece::Note(_))).count();
        assert!((800..=1000).contains(&words), "{words} words");
        assert!((3..=5).contains(&links) && notes == 2, "{links} links, {notes} notes");
        assert!((1..=3).contains(&article.tags.len()));
    }
}
