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
    fn public_files(&self) -> FxHashMap<Hash, SitePath> {
        let source = &self.edition().source;
        let public = |answer: &Answer| match answer {
            Answer::File(file) => Some((file.hash, file.path.clone())),
            Answer::Picture(picture) => Some((picture.recipe.hash, picture.recipe.path.clone())),
            Answer::Text(text) => text.held().and_then(|path| Some((source.get(path)?.hash, path.clone()))),
            Answer::Redirect(_) | Answer::Gone => None,
        };
        self.table.values().filter_map(public).collect()
    }
}
