//! Pictures as a site sees them: what is known of one, and which smaller ones its pages need.
//!
//! Nothing is decoded here. What must be known of a picture (its size, whether it is whole) is found
//! out by an [`Informant`] and kept by content; the smaller ones are recipes, which are made when
//! somebody asks for them. The original is never published.

use crate::address::{FILES, UrlPath};
use crate::check::{Cache, KnownText};
use crate::evidence::UnreadText;
use crate::source::{Hash, SitePath, Source};
use casebook_evidence::pdf::{PICTURE_VERSION, Sheet};
use casebook_evidence::picture::{Alpha, DERIVE_VERSION, Derivative, Encoding, Facts, Failure, Look, Size};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::num::NonZeroU32;

/// What is known of a picture, or why it can't be used.
pub type Fact = Result<Facts, Failure>;

/// A picture of which nothing is known yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unread {
    /// Where it lies.
    pub path: SitePath,
    /// Its content.
    pub hash: Hash,
}

/// Finds out what check must know and can't read itself. Whoever checks a site passes one in.
pub trait Informant: Send + Sync {
    /// Reads these pictures and tells the cache what was found out.
    fn inform(&self, unread: &[Unread], cache: &Cache);

    /// Reads these documents of a snapshot and tells the cache what they say.
    fn read(&self, unread: &[UnreadText], source: &Source, cache: &Cache);
}

/// Knows nothing. A site with pictures or documents then says that they were not read.
impl Informant for () {
    fn inform(&self, _unread: &[Unread], _cache: &Cache) {}

    fn read(&self, _unread: &[UnreadText], _source: &Source, _cache: &Cache) {}
}

/// How a picture on a page is made: of which file, how wide, in which encoding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipe {
    /// The original.
    pub path: SitePath,
    /// The content of the original.
    pub hash: Hash,
    /// Which page of it, where it is a document.
    pub page: Option<NonZeroU32>,
    /// What is made of it.
    pub derivative: Derivative,
}

impl Recipe {
    /// What tells it from every other recipe: equal keys give equal bytes, on every machine.
    pub fn key(&self) -> Hash {
        let encoding = Encoding::ALL.iter().position(|encoding| *encoding == self.derivative.encoding).unwrap_or_default();
        let numbers = |version: u32| [u64::from(version), u64::from(self.derivative.width), encoding as u64].map(u64::to_le_bytes);
        match self.page {
            None => Hash::of_parts([self.hash.as_bytes().as_slice(), numbers(DERIVE_VERSION).as_flattened()]),
            Some(page) => Hash::of_parts([self.hash.as_bytes().as_slice(), numbers(PICTURE_VERSION).as_flattened(), &page.get().to_le_bytes()]),
        }
    }

    /// What stands for the page that it draws; none where it draws no page.
    pub fn page_key(&self) -> Option<Hash> {
        self.page.map(|page| page_key(self.hash, page))
    }
}

/// What stands for a page of a document with this content, in whatever size it is drawn.
pub fn page_key(content: Hash, page: NonZeroU32) -> Hash {
    Hash::of_parts([content.as_bytes().as_slice(), b"page", &PICTURE_VERSION.to_le_bytes(), &page.get().to_le_bytes()])
}

/// In which size a picture is shown, which decides how wide its derivatives are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A portrait, a cover, the icon: up to 20rem on a screen with two pixels for one.
    Small,
    /// In a text, a card, a hero: up to the width of a page's columns.
    Wide,
    /// A page of a document, small in a list, and legible when it is enlarged.
    Sheet,
}

impl Shown {
    const fn widths(self) -> &'static [u32] {
        match self {
            Self::Small => &[160, 320, 640],
            Self::Wide => &[400, 800, 1200, 1600],
            Self::Sheet => &[200, 600, 800, 1200, 1800, 2400],
        }
    }

    /// The widths for a picture of this size: those that it has, and its own where it lies between.
    pub(crate) fn widths_of(self, size: Size) -> impl Iterator<Item = u32> {
        let most = self.widths().last().copied().unwrap_or_default();
        let largest = size.scaled_to(most).width;
        let smaller = self.widths().iter().copied().filter(move |width| *width < largest);
        smaller.chain([largest])
    }
}

/// A picture of the site that was read.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub path: SitePath,
    pub hash: Hash,
    pub facts: Facts,
    /// Its name in addresses.
    pub name: String,
    /// All widths that pages need of it.
    pub widths: BTreeSet<u32>,
}

/// Hexadecimal digits of a key in an address: 48 bits, against accidents and not against attackers.
const KEY_DIGITS: usize = 12;

impl Picture {
    /// What every browser of today takes.
    const fn webp(&self) -> Encoding {
        match self.facts.look {
            Look::Photo => Encoding::Webp,
            Look::Drawing => Encoding::WebpSharp,
        }
    }

    /// What every browser takes.
    const fn fallback(&self) -> Encoding {
        match (self.facts.look, self.facts.alpha) {
            (Look::Photo, Alpha::Opaque) => Encoding::Jpeg,
            _ => Encoding::Png,
        }
    }

    fn recipe(&self, width: u32, encoding: Encoding) -> Recipe {
        Recipe { path: self.path.clone(), hash: self.hash, page: None, derivative: Derivative { width, encoding } }
    }

    fn url(&self, width: u32, encoding: Encoding) -> Option<UrlPath> {
        let key = self.recipe(width, encoding).key().short(KEY_DIGITS);
        UrlPath::new(&format!("{FILES}{key}/{}-{width}.{}", self.name, encoding.extension()))
    }

    /// Everything that pages need of it, with its address.
    pub(crate) fn recipes(&self) -> impl Iterator<Item = (UrlPath, Recipe)> {
        let encodings = [self.webp(), self.fallback()];
        let all = self.widths.iter().flat_map(move |&width| encodings.map(|encoding| (width, encoding)));
        all.filter_map(|(width, encoding)| Some((self.url(width, encoding)?, self.recipe(width, encoding))))
    }

    /// The address of the widest that is not wider than this, as every browser and preview takes it.
    pub(crate) fn href(&self, shown: Shown, most: u32) -> Option<String> {
        let widths: Vec<u32> = shown.widths_of(self.facts.size).collect();
        let width = widths.iter().rev().find(|width| **width <= most).or_else(|| widths.first())?;
        self.url(*width, self.fallback()).map(|url| url.href())
    }

    /// The address of the widest there is.
    pub(crate) fn largest(&self) -> Option<String> {
        self.url(*self.widths.last()?, self.fallback()).map(|url| url.href())
    }

    /// The values of `srcset`: WebP, and what every browser takes.
    pub(crate) fn sets(&self, shown: Shown) -> [String; 2] {
        [self.webp(), self.fallback()].map(|encoding| {
            let mut set = String::new();
            for width in shown.widths_of(self.facts.size) {
                let Some(url) = self.url(width, encoding) else { continue };
                let comma = if set.is_empty() { "" } else { ", " };
                let _ = write!(set, "{comma}{} {width}w", url.href());
            }
            set
        })
    }
}

/// The picture of a page of a document, drawn from its file.
#[derive(Clone, Debug)]
pub(crate) struct SheetOf<'a> {
    known: &'a KnownText,
    sheet: &'a Sheet,
    page: NonZeroU32,
    name: String,
}

impl<'a> SheetOf<'a> {
    /// In which widths a page is drawn: as wide as it stands on a page, and twice that, to be read when it is enlarged.
    const WIDTHS: [u32; 2] = [600, 1200];
    /// How wide it is among the pages of a short document.
    const SMALL: u32 = 220;
    /// How many pages a document has at most of which each is shown small.
    pub(crate) const MOST_SMALL: usize = 24;

    /// The page at this place; none of what isn't made of pages that can be drawn, and none that somebody has failed to draw.
    pub(crate) fn new(known: &'a KnownText, number: usize) -> Option<Self> {
        let sheet = known.document.contents.as_ref()?.pages.get(number)?;
        let page = NonZeroU32::new(u32::try_from(number + 1).ok()?)?;
        if known.undrawn.contains_key(&page) {
            return None;
        }
        Some(Self { known, sheet, page, name: format!("{}-p{page}", crate::check::file_name(&known.path)) })
    }

    /// All pages of a document.
    pub(crate) fn all(known: &'a KnownText) -> impl Iterator<Item = Self> {
        (0..known.document.segments.len()).filter_map(|number| Self::new(known, number))
    }

    /// Its sides in pixels, as it stands on a page.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page is no larger than a picture")]
    pub(crate) fn size(&self) -> (u32, u32) {
        let width = Self::WIDTHS[0];
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let height = width as f32 * self.sheet.height / self.sheet.width;
        (width, height.round().clamp(1.0, 16_383.0) as u32)
    }

    fn recipe(&self, width: u32) -> Recipe {
        let encoding = match self.sheet.look {
            Look::Photo => Encoding::Webp,
            Look::Drawing => Encoding::Png,
        };
        Recipe { path: self.known.path.clone(), hash: self.known.hash, page: Some(self.page), derivative: Derivative { width, encoding } }
    }

    fn url(&self, recipe: &Recipe) -> Option<UrlPath> {
        let Derivative { width, encoding } = recipe.derivative;
        UrlPath::new(&format!("{FILES}{}/{}-{width}.{}", recipe.key().short(KEY_DIGITS), self.name, encoding.extension()))
    }

    /// Whether it is shown among the others of its document.
    fn is_small(&self) -> bool {
        self.known.document.segments.len() <= Self::MOST_SMALL
    }

    /// Everything that pages need of it, with its address.
    pub(crate) fn recipes(&self) -> impl Iterator<Item = (UrlPath, Recipe)> + use<> {
        let widths = self.is_small().then_some(Self::SMALL).into_iter().chain(Self::WIDTHS);
        let all: Vec<_> = widths.map(|width| self.recipe(width)).filter_map(|recipe| Some((self.url(&recipe)?, recipe))).collect();
        all.into_iter()
    }

    /// The address of the small one; none where the document is too long for them.
    pub(crate) fn small(&self) -> Option<String> {
        self.is_small().then(|| self.url(&self.recipe(Self::SMALL))).flatten().map(|url| url.href())
    }

    /// The address of the largest.
    pub(crate) fn href(&self) -> Option<String> {
        self.url(&self.recipe(Self::WIDTHS[1])).map(|url| url.href())
    }

    /// The value of `srcset`.
    pub(crate) fn set(&self) -> String {
        let each = Self::WIDTHS.iter().filter_map(|width| Some(format!("{} {width}w", self.url(&self.recipe(*width))?.href())));
        each.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_that_the_picture_has() {
        let widths = |shown: Shown, width, height| shown.widths_of(Size { width, height }).collect::<Vec<_>>();
        assert_eq!(widths(Shown::Wide, 4000, 3000), [400, 800, 1200, 1600]);
        assert_eq!(widths(Shown::Wide, 1000, 800), [400, 800, 1000]);
        assert_eq!(widths(Shown::Wide, 800, 800), [400, 800]);
        assert_eq!(widths(Shown::Small, 20, 20), [20]);
        assert_eq!(widths(Shown::Sheet, 1200, 60_000), [200, 327], "a scroll: no side may be longer than WebP allows");
    }

    #[test]
    fn a_key_stands_for_all_of_its_recipe() {
        let recipe = |text: &[u8], width, encoding| Recipe {
            path: SitePath::new("content/a.jpg").expect("a path"),
            hash: Hash::of(text),
            page: None,
            derivative: Derivative { width, encoding },
        };
        let one = recipe(b"a", 400, Encoding::Webp);
        for other in [recipe(b"b", 400, Encoding::Webp), recipe(b"a", 401, Encoding::Webp), recipe(b"a", 400, Encoding::Jpeg)] {
            assert_ne!(one.key(), other.key());
        }
        let of_page = Recipe { page: Some(NonZeroU32::MIN), ..one.clone() };
        assert_ne!(one.key(), of_page.key());
        assert_ne!(of_page.key(), Recipe { page: NonZeroU32::new(2), ..one.clone() }.key());
        let elsewhere = Recipe { path: SitePath::new("content/b.jpg").expect("a path"), ..one.clone() };
        assert_eq!(one.key(), elsewhere.key(), "the content counts, not its name");
    }
}
