//! Everything that readers can ask of one edition, by address, ready to be sent.
//!
//! A request is one look-up here. Bodies are made once: whole when somebody first asks or before
//! the edition goes live, compressed in the background. Headers are decided when the table is made.

use super::compress::{Compressed, Compressions, Effort};
use super::former::Public;
use super::representation::Representation;
use crate::http::{Accepted, Encoding, Policy, etag, location, names};
use bytes::Bytes;
use casebook_site::address::UrlPath;
use casebook_site::diagnostic::Diagnostic;
use casebook_site::edition::Edition;
use casebook_site::picture::Recipe;
use casebook_site::render::{Asset, Lasting, Standing, standing};
use casebook_site::source::{Hash, SitePath};
use hyper::header::{HeaderName, HeaderValue};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// How many bytes of pictures an edition keeps at hand; the rest is read again each time.
const MAX_HELD_PICTURES: usize = 64 * 1024 * 1024;

/// One year without another word over plain HTTP, on a site whose address says https.
const HSTS: (&str, &str) = ("strict-transport-security", "max-age=31536000");

/// The answers of one edition.
#[derive(Debug)]
pub(crate) struct Answers {
    edition: Arc<Edition>,
    /// By path as it stands in a request, percent-encoded.
    pub(super) table: FxHashMap<Box<str>, Answer>,
    /// What editions before this one had at addresses with a hash: pages that readers hold still ask for it.
    pub(super) former: FxHashMap<Box<str>, Answer>,
    /// Bytes of the pictures that are at hand.
    held_pictures: AtomicUsize,
}

/// What is answered at an address.
#[derive(Debug)]
pub(crate) enum Answer {
    Text(Text),
    /// One of thousands of pages of a document: made for each who asks, and not held.
    Passing(Passing),
    File(FileAnswer),
    /// Where it leads, as it stands in a header.
    Redirect(Box<str>),
    Picture(Picture),
    /// It was taken down on purpose.
    Gone,
}

/// The part of a head that many answers share.
#[derive(Debug)]
pub(crate) struct Head {
    /// As lines, each with its line end.
    pub(crate) lines: Box<str>,
    /// The lines of an answer that says that nothing changed: what a cache must know again.
    pub(crate) lines_unchanged: Box<str>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// How many of the headers, from the first, stand in `lines_unchanged`.
    unchanged: usize,
    can_shrink: bool,
}

/// A text, made when it is first needed.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) head: Arc<Head>,
    origin: Origin,
    effort: Effort,
    whole: OnceLock<Representation>,
    compressed: OnceLock<Arc<Compressed>>,
    unmade: OnceLock<Unmade>,
}

/// A text that is made for each who asks.
#[derive(Debug)]
pub(crate) struct Passing {
    pub(crate) head: Arc<Head>,
    url: UrlPath,
    unmade: OnceLock<Unmade>,
}

/// Why a text can't be made. Rendering is pure: it can't be made in this edition at all.
#[derive(Debug)]
pub(crate) struct Unmade {
    pub(crate) why: Diagnostic,
    /// What leads to the line of the log that tells of it, once somebody asked.
    pub(crate) reference: OnceLock<String>,
}

#[derive(Clone, Debug)]
enum Origin {
    Rendered(UrlPath),
    Held(SitePath),
}

/// A picture that is made of another one, when it is first needed.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) head: Arc<Head>,
    pub(crate) recipe: Recipe,
    made: OnceLock<Representation>,
}

/// A file that is sent from the disk.
#[derive(Debug)]
pub(crate) struct FileAnswer {
    pub(crate) head: Arc<Head>,
    pub(crate) path: SitePath,
    pub(crate) hash: Hash,
    pub(crate) len: u64,
    pub(crate) etag: Box<str>,
}

impl Answers {
    pub(crate) fn of(edition: Arc<Edition>) -> Self {
        let mut heads = Heads::of(&edition);
        let site = &edition.site;
        let answer = |url: &UrlPath| -> Option<Answer> {
            Some(match standing(site, url)? {
                Standing::Text { media_type, lasting } => {
                    let head = heads.get(Policy::of_text(media_type), media_type, lasting);
                    if site.is_made_on_demand(url) {
                        return Some(Answer::Passing(Passing { head, url: url.clone(), unmade: OnceLock::new() }));
                    }
                    let effort = if lasting == Lasting::Immutable { Effort::Thorough } else { Effort::Quick };
                    Answer::Text(Text { effort, ..Text::new(head, Origin::Rendered(url.clone())) })
                }
                Standing::File { path, media_type } => {
                    let file = edition.source.get(path)?;
                    let head = heads.get(Policy::of_file(media_type), media_type, Lasting::Immutable);
                    match file.as_text() {
                        Some(_) => Answer::Text(Text::new(head, Origin::Held(path.clone()))),
                        None => {
                            let etag = etag(file.hash).into();
                            Answer::File(FileAnswer { head, path: path.clone(), hash: file.hash, len: file.len, etag })
                        }
                    }
                }
                Standing::Redirect(to) => Answer::Redirect(location(to).into()),
                Standing::Rewritten { media_type } => {
                    let head = heads.get(Policy::of_file(media_type), media_type, Lasting::Immutable);
                    Answer::Text(Text::new(head, Origin::Rendered(url.clone())))
                }
                Standing::Derived(recipe) => {
                    let media_type = recipe.derivative.encoding.media_type();
                    let head = heads.get(Policy::File, media_type, Lasting::Immutable);
                    Answer::Picture(Picture { head, recipe: recipe.clone(), made: OnceLock::new() })
                }
                Standing::Gone => Answer::Gone,
            })
        };
        let mut answer = answer;
        let table = site.urls().filter_map(|url| Some((url.href().into_boxed_str(), answer(url)?))).collect();
        let answers = Self { edition, table, former: FxHashMap::default(), held_pictures: AtomicUsize::new(0) };
        answers.make_error_pages();
        answers
    }

    /// What is shown when something fails must not fail itself, so it is made before anybody can ask.
    fn make_error_pages(&self) {
        for text in self.edition.site.errors().filter_map(|url| self.text(&url)) {
            if let Err(Unmade { why, .. }) = text.make(&self.edition) {
                tracing::error!(code = why.code, "the page for what can't be shown can't be rendered: {}", why.message);
            }
        }
    }

    /// Whether some old addresses differ by their queries alone.
    pub(crate) fn has_old_queries(&self) -> bool {
        self.edition.site.has_old_queries()
    }

    /// How many addresses there are.
    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    pub(crate) fn edition(&self) -> &Arc<Edition> {
        &self.edition
    }

    /// What is answered at a path as it stands in a request.
    pub(crate) fn get(&self, path: &str) -> Option<&Answer> {
        self.table.get(path).or_else(|| self.former.get(path))
    }

    /// The page that says that nothing stands at a path, in the language of the path.
    pub(crate) fn not_found(&self, path: &str) -> Option<&Text> {
        self.text(&self.edition.site.not_found(path))
    }

    /// The page that says that what stood at a path was taken down.
    pub(crate) fn gone(&self, path: &str) -> Option<&Text> {
        self.text(&self.edition.site.gone(path))
    }

    /// The page that says that what stands at a path can't be shown.
    pub(crate) fn error(&self, path: &str) -> Option<&Text> {
        self.text(&self.edition.site.error(path))
    }

    fn text(&self, url: &UrlPath) -> Option<&Text> {
        match self.get(&url.href()) {
            Some(Answer::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Keeps a picture at hand that was made or read, as long as there is room for it.
    pub(crate) fn hold(&self, picture: &Picture, made: &Representation) {
        let len = made.body.len();
        if self.held_pictures.fetch_add(len, Ordering::Relaxed) + len <= MAX_HELD_PICTURES {
            let _ = picture.made.set(made.clone());
        } else {
            self.held_pictures.fetch_sub(len, Ordering::Relaxed);
        }
    }

    /// Makes every text and compresses it, on all cores. What fails is told; the rest is made.
    pub(crate) fn make_all(&self, compressions: &Compressions) -> Vec<Diagnostic> {
        let texts: Vec<&Text> = self.texts().collect();
        texts.par_iter().filter_map(|text| text.compress(&self.edition, compressions).err()).collect()
    }

    /// How many bytes of bodies are held: whole ones and compressed ones.
    pub(crate) fn held(&self) -> usize {
        self.texts().map(|text| text.whole.get().map_or(0, |whole| whole.body.len()) + text.compressed.get().map_or(0, |small| small.len())).sum()
    }

    fn texts(&self) -> impl Iterator<Item = &Text> {
        self.table.values().filter_map(|answer| match answer {
            Answer::Text(text) => Some(text),
            Answer::Passing(_) | Answer::File(_) | Answer::Picture(_) | Answer::Redirect(_) | Answer::Gone => None,
        })
    }
}

impl Answer {
    /// The same for a later edition, if its content is still `public`.
    pub(super) fn kept(&self, public: &Public) -> Option<Self> {
        match self {
            Self::Text(text) => text.kept(public).map(Self::Text),
            Self::File(file) => {
                let (head, path) = (Arc::clone(&file.head), public.offered.get(&file.hash)?.clone());
                Some(Self::File(FileAnswer { head, path, hash: file.hash, len: file.len, etag: file.etag.clone() }))
            }
            Self::Picture(picture) => {
                let path = public.shown.get(&picture.recipe.hash).or_else(|| public.offered.get(&picture.recipe.hash))?.clone();
                let recipe = Recipe { path, ..picture.recipe.clone() };
                Some(Self::Picture(Picture { head: Arc::clone(&picture.head), recipe, made: OnceLock::new() }))
            }
            Self::Passing(_) | Self::Redirect(_) | Self::Gone => None,
        }
    }
}

impl Passing {
    /// The text in the smallest encoding that is accepted. What can't be made is tried once.
    pub(crate) fn make(&self, edition: &Edition, accepted: Accepted) -> Result<Representation, &Unmade> {
        if let Some(unmade) = self.unmade.get() {
            return Err(unmade);
        }
        match rendered(edition, &self.url) {
            Ok(body) => Ok(Compressed::of_one(&body, accepted).unwrap_or_else(|| Representation::new(Encoding::Identity, body))),
            Err(why) => Err(self.unmade.get_or_init(|| Unmade { why, reference: OnceLock::new() })),
        }
    }
}

impl Picture {
    /// Its bytes, if they are at hand.
    pub(crate) fn made(&self) -> Option<&Representation> {
        self.made.get()
    }
}

impl Text {
    fn new(head: Arc<Head>, origin: Origin) -> Self {
        Self { head, origin, effort: Effort::Quick, whole: OnceLock::new(), compressed: OnceLock::new(), unmade: OnceLock::new() }
    }

    /// The file of the source that it is, if it is one.
    pub(super) const fn held(&self) -> Option<&SitePath> {
        match &self.origin {
            Origin::Held(path) => Some(path),
            Origin::Rendered(_) => None,
        }
    }

    pub(super) const fn is_rendered(&self) -> bool {
        matches!(self.origin, Origin::Rendered(_))
    }

    /// The same for a later edition: it must be made, because that edition can't make it.
    fn kept(&self, public: &Public) -> Option<Self> {
        let whole = self.whole.get()?;
        if !self.is_rendered() && !public.offered.contains_key(&Hash::of(&whole.body)) {
            return None;
        }
        let compressed = self.compressed.get().map_or_else(OnceLock::new, |small| Arc::clone(small).into());
        Some(Self {
            head: Arc::clone(&self.head),
            origin: self.origin.clone(),
            effort: self.effort,
            whole: whole.clone().into(),
            compressed,
            unmade: OnceLock::new(),
        })
    }

    /// The text as it is. Whoever may not wait asks `best` first.
    pub(crate) fn make(&self, edition: &Edition) -> Result<&Representation, &Unmade> {
        if let Some(whole) = self.whole.get() {
            return Ok(whole);
        }
        if let Some(unmade) = self.unmade.get() {
            return Err(unmade);
        }
        match self.body(edition) {
            Ok(body) => Ok(self.whole.get_or_init(|| Representation::new(Encoding::Identity, body))),
            Err(why) => Err(self.unmade.get_or_init(|| Unmade { why, reference: OnceLock::new() })),
        }
    }

    fn body(&self, edition: &Edition) -> Result<Bytes, Diagnostic> {
        match &self.origin {
            Origin::Held(path) => {
                let text = edition.source.text(path).ok_or_else(|| missing(path.as_str()))?;
                Ok(Bytes::copy_from_slice(text.as_bytes()))
            }
            Origin::Rendered(url) => rendered(edition, url),
        }
    }

    fn compress(&self, edition: &Edition, compressions: &Compressions) -> Result<(), Diagnostic> {
        let whole = self.make(edition).map_err(|unmade| unmade.why.clone())?;
        if self.head.can_shrink && self.compressed.get().is_none() {
            let _ = self.compressed.set(compressions.get(&whole.body, self.effort));
        }
        Ok(())
    }

    /// The smallest body that is made and accepted; `None` if none is made yet.
    pub(crate) fn best(&self, accepted: Accepted) -> Option<&Representation> {
        let compressed = self.compressed.get();
        let brotli = || compressed.filter(|_| accepted.brotli)?.brotli.as_ref();
        let gzip = || compressed.filter(|_| accepted.gzip)?.gzip.as_ref();
        brotli().or_else(gzip).or_else(|| self.whole.get())
    }

    /// The tag that a value of `If-None-Match` names, of whatever encoding: all of them are fresh.
    pub(crate) fn known<'a>(&'a self, if_none_match: &[u8], best: &'a Representation) -> Option<&'a str> {
        let compressed = self.compressed.get().map(|small| small.brotli.iter().chain(&small.gzip)).into_iter().flatten();
        let all = std::iter::once(best).chain(compressed).chain(self.whole.get());
        all.map(|representation| &*representation.etag).find(|tag| names(if_none_match, tag.as_bytes()))
    }
}

/// What an edition has at an address, as it is written there.
fn rendered(edition: &Edition, url: &UrlPath) -> Result<Bytes, Diagnostic> {
    match edition.get(url).ok_or_else(|| missing(url.as_str()))?? {
        Asset::Bytes { body, .. } | Asset::Rewritten { body, .. } => Ok(body),
        _ => Err(missing(url.as_str())),
    }
}

fn missing(what: &str) -> Diagnostic {
    Diagnostic::error("address-unknown", format!("nothing stands at {what}"))
}

/// The heads of an edition, each made once.
struct Heads {
    is_secure: bool,
    made: FxHashMap<(&'static str, Lasting, Policy), Arc<Head>>,
}

impl Heads {
    fn of(edition: &Edition) -> Self {
        Self { is_secure: edition.site.settings().origin().starts_with("https://"), made: FxHashMap::default() }
    }

    fn get(&mut self, policy: Policy, media_type: &'static str, lasting: Lasting) -> Arc<Head> {
        let is_secure = self.is_secure;
        let head = self.made.entry((media_type, lasting, policy)).or_insert_with(|| Arc::new(Head::new(policy, media_type, lasting, is_secure)));
        Arc::clone(head)
    }
}

impl Head {
    fn new(policy: Policy, media_type: &'static str, lasting: Lasting, is_secure: bool) -> Self {
        let can_shrink = is_compressible(media_type);
        let cache_control = match lasting {
            Lasting::Immutable => "public, max-age=31536000, immutable",
            Lasting::Changing => "no-cache",
        };
        let mut unchanged = vec![("cache-control", cache_control)];
        if can_shrink {
            unchanged.push(("vary", "accept-encoding"));
        }
        let mut all = unchanged.clone();
        all.push(("content-type", media_type));
        all.extend_from_slice(policy.headers());
        all.extend(is_secure.then_some(HSTS));
        let lines = |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<String>().into_boxed_str();
        let headers = all.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect();
        Self { lines: lines(&all), lines_unchanged: lines(&unchanged), headers, unchanged: unchanged.len(), can_shrink }
    }

    /// The headers of an answer that says that nothing changed.
    pub(crate) fn unchanged(&self) -> impl Iterator<Item = &(HeaderName, HeaderValue)> {
        self.headers.iter().take(self.unchanged)
    }
}

/// Whether compressing a body of this media type makes it smaller.
fn is_compressible(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.starts_with("text/") || essence.ends_with("+xml") || matches!(essence, "application/xml" | "application/json" | "application/x-subrip")
}
