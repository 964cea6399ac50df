//! What the edition before had at addresses with a hash, for readers who hold one of its pages.
//!
//! The parts of the theme stay for a while. A file stays as long as its content is public under some
//! name: one that was replaced or taken down is gone at once, because it may be gone for a reason.

use super::answers::{Answer, Answers};
use casebook_site::render::{Lasting, Standing, standing};
use casebook_site::source::{Hash, SitePath};
use rustc_hash::FxHashMap;

/// How many addresses of earlier editions are answered.
const MOST: usize = 256;

impl Answers {
    /// These answers, and what of those before is still to be answered.
    pub(super) fn following(mut self, before: &Self) -> Self {
        let public = self.public_files();
        let of_theme = |answer: &Answer| matches!(answer, Answer::Text(text) if text.is_rendered());
        let former = before.former.iter().filter(|(_, answer)| of_theme(answer));
        let site = &before.edition().site;
        let lasting = site.urls().filter(|url| {
            let standing = standing(site, url);
            matches!(standing, Some(Standing::Text { lasting: Lasting::Immutable, .. } | Standing::File { .. } | Standing::Derived(_)))
        });
        let latest = lasting.filter_map(|url| before.table.get_key_value(url.href().as_str()));
        let kept = latest.chain(former).filter(|(address, _)| !self.table.contains_key(*address));
        self.former = kept.filter_map(|(address, answer)| Some((address.clone(), answer.kept(&public)?))).take(MOST).collect();
        self
    }

    /// What is public by its content, and where it lies.
    fn public_files(&self) -> Public {
        let source = &self.edition().source;
        let mut public = Public::default();
        for answer in self.table.values() {
            match answer {
                Answer::File(file) => drop(public.offered.insert(file.hash, file.path.clone())),
                Answer::Picture(picture) => drop(public.shown.insert(picture.recipe.hash, picture.recipe.path.clone())),
                Answer::Text(text) => {
                    let held = text.held().and_then(|path| Some((source.get(path)?.hash, path.clone())));
                    public.offered.extend(held);
                }
                Answer::Passing(_) | Answer::Redirect(_) | Answer::Gone => {}
            }
        }
        public
    }
}

/// The originals that are public, by content.
#[derive(Debug, Default)]
pub(super) struct Public {
    /// Byte for byte.
    pub(super) offered: FxHashMap<Hash, SitePath>,
    /// In pictures that are made of them. That says nothing of the originals, which hold more than is seen.
    pub(super) shown: FxHashMap<Hash, SitePath>,
}
