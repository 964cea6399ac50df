//! stub
use crate::address::UrlPath;
use crate::diagnostic::Diagnostics;
use crate::source::Source;
use jiff::Timestamp;
/// For whom an edition is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage { /// a
Draft, /// b
Live }
/// memo
#[derive(Debug, Default)]
pub struct Cache {}
/// site
#[derive(Debug, Default)]
pub struct Site {}
impl Site {
    /// a
    pub fn has(&self, _url: &UrlPath) -> bool { false }
    /// a
    pub fn urls(&self) -> impl Iterator<Item = &UrlPath> { std::iter::empty() }
    /// a
    pub fn next_change(&self) -> Option<Timestamp> { None }
    /// The address of the 404 page in the language of an address.
    pub fn not_found(&self, url: &str) -> UrlPath { let _ = url; UrlPath::new("/404.html").expect("a") }
}
/// check
pub fn check(_source: &Source, _stage: Stage, _now: Timestamp, _cache: &Cache) -> (Site, Diagnostics) { Default::default() }
