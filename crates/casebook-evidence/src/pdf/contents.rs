//! What a PDF holds, without reading a page.
//!
//! What a file says of itself is said by whoever made it, and nobody has looked whether it is true.

use super::labels::labels;
use super::outline::outline;
use super::{Failure, words};
use crate::picture::Look;
use hayro_syntax::Pdf;
use hayro_syntax::object::dict::keys::{HEIGHT, SUBTYPE, WIDTH};
use hayro_syntax::object::{DateTime, Dict, Name, Stream};
use hayro_syntax::page::Page;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// What a document holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// Its pages, one after the other.
    pub pages: Vec<Sheet>,
    /// Its outline, from the beginning to the end.
    pub outline: Vec<Heading>,
    /// What it says of itself.
    pub facts: Vec<(Fact, String)>,
}

/// A page, as it is shown: turned, and cut to what is meant to be seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// In points, 72 to an inch.
    pub width: f32,
    /// In points.
    pub height: f32,
    /// What it is called ("iv"), where the file says it.
    pub label: Option<String>,
    /// Whether it is a scan, or letters and lines.
    pub look: Look,
}

/// A line of the outline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// What it says.
    pub title: String,
    /// How deep it stands; 1 is the highest.
    pub level: u8,
    /// Where it leads, counted from 1; none where it leads to no page of this file.
    pub page: Option<NonZeroU32>,
}

/// What a document can say of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fact {
    /// Its title.
    Title,
    /// Who wrote it.
    Author,
    /// What it is about.
    Subject,
    /// Words to find it by.
    Keywords,
    /// The program in which it was written.
    Creator,
    /// The program that made it a PDF.
    Producer,
    /// When it was made, by the clock of the machine: `2024-03-01 12:30:00 +01:00`.
    Created,
    /// When it was last changed.
    Modified,
}

impl Fact {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Title, Self::Author, Self::Subject, Self::Keywords, Self::Creator, Self::Producer, Self::Created, Self::Modified];
}

impl Contents {
    /// What it says of one thing.
    pub fn fact(&self, fact: Fact) -> Option<&str> {
        self.facts.iter().find(|(of, _)| *of == fact).map(|(_, text)| text.as_str())
    }
}

pub(super) fn contents(pdf: &Pdf) -> Result<Contents, Failure> {
    let catalogue: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    let count = pdf.pages().len();
    let mut labels = catalogue.as_ref().map(|catalogue| labels(catalogue, count)).unwrap_or_default().into_iter();
    let pages = pdf.pages().iter().map(|page| {
        let (width, height) = page.render_dimensions();
        let label = labels.next().filter(|label| !label.is_empty());
        if width.is_finite() && height.is_finite() { Ok(Sheet { width, height, label, look: look(page) }) } else { Err(Failure::Damaged) }
    });
    let pages = pages.collect::<Result<Vec<_>, _>>()?;
    let outline = catalogue.as_ref().map(|catalogue| outline(catalogue, pdf)).unwrap_or_default();
    Ok(Contents { pages, outline, facts: facts(pdf) })
}

/// So many pixels has a picture that makes a page a scan or a photograph; logos and stamps have fewer.
const SCANNED: u64 = 300_000;

/// How many pictures of a page are looked at.
const MOST_PICTURES: usize = 100;

/// What the page shows, as far as its own resources say it.
fn look(page: &Page<'_>) -> Look {
    let pictures = &page.resources().x_objects;
    let is_large = |name: Name<'_>| {
        let Some(stream) = pictures.get::<Stream<'_>>(&*name) else { return false };
        let side = |key: &[u8]| stream.dict().get::<u32>(key).map_or(0, u64::from);
        stream.dict().get::<Name<'_>>(SUBTYPE).is_some_and(|subtype| &*subtype == b"Image") && side(WIDTH) * side(HEIGHT) >= SCANNED
    };
    if pictures.keys().take(MOST_PICTURES).any(is_large) { Look::Photo } else { Look::Drawing }
}

fn facts(pdf: &Pdf) -> Vec<(Fact, String)> {
    let said = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(words::decode).unwrap_or_default();
    let time = |time: Option<DateTime>| time.map(spoken).unwrap_or_default();
    let all = Fact::ALL.map(|fact| {
        let text = match fact {
            Fact::Title => text(&said.title),
            Fact::Author => text(&said.author),
            Fact::Subject => text(&said.subject),
            Fact::Keywords => text(&said.keywords),
            Fact::Creator => text(&said.creator),
            Fact::Producer => text(&said.producer),
            Fact::Created => time(said.creation_date),
            Fact::Modified => time(said.modification_date),
        };
        (fact, text)
    });
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

fn spoken(time: DateTime) -> String {
    let DateTime { year, month, day, hour, minute, second, utc_offset_hour, utc_offset_minute } = time;
    let sign = if utc_offset_hour < 0 { '-' } else { '+' };
    let offset = utc_offset_hour.unsigned_abs();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} {sign}{offset:02}:{utc_offset_minute:02}")
}
