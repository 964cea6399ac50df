//! The draft that its makers see: a followed folder, and a server for this machine alone.
//!
//! What changes on disk or by the clock becomes a new edition; whoever waits is told its number.

mod hosts;
mod live;
mod look;
mod serve;
mod service;
mod told;
mod words;

pub use hosts::Hosts;
pub use serve::serve;

use crate::clock::Clock;
use crate::folder::{Folder, Watch, WatchError, Watching};
use crate::following::Following;
use crate::pictures::{DeriveError, News, Pictures};
use bytes::Bytes;
use casebook_site::diagnostic::Diagnostics;
use casebook_site::edition::Edition;
use casebook_site::picture::Recipe;
use jiff::Timestamp;
use std::io;
use std::sync::Arc;
use tokio::sync::watch;

/// A site in draft.
pub struct App {
    following: Following,
    /// Which edition the draft is. It begins with the time of the start, so that a browser that
    /// waited through a restart sees a number that it doesn't know.
    number: watch::Sender<i64>,
}

impl App {
    /// Reads the folder and makes the first edition.
    pub fn open(folder: Arc<Folder>, pictures: Arc<Pictures>, clock: impl Clock) -> io::Result<Arc<Self>> {
        let following = Following::open(folder, pictures, Arc::new(clock))?;
        let number = watch::Sender::new(following.now().as_millisecond());
        Ok(Arc::new(Self { following, number }))
    }

    /// The folder it is made from.
    pub fn folder(&self) -> &Arc<Folder> {
        self.following.folder()
    }

    /// Makes a picture. Whoever looks at a page that can't be drawn is shown it anew, without one.
    fn picture(&self, recipe: &Recipe) -> Result<Bytes, DeriveError> {
        let made = self.following.picture(recipe);
        if self.following.has_learnt() {
            self.recheck();
        }
        made
    }

    /// The latest edition, with all its mistakes.
    pub fn edition(&self) -> Arc<Edition> {
        self.following.desk().draft()
    }

    /// What is wrong with the content and with the folder.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut all = self.edition().diagnostics.clone();
        all.extend(self.problems());
        all
    }

    /// What is wrong with the folder.
    fn problems(&self) -> Diagnostics {
        self.following.problems()
    }

    /// Tells the number of the latest edition, and of each that follows.
    pub fn editions(&self) -> watch::Receiver<i64> {
        self.number.subscribe()
    }

    /// Follows what changes on disk until the returned value is dropped. Nothing is missed if the
    /// watching began before the app was opened.
    pub fn follow(self: &Arc<Self>, watching: Watching) -> Result<Watch, WatchError> {
        let app = Arc::clone(self);
        watching.follow(move |touched| {
            if app.following.take_in(touched) {
                app.announce();
            }
        })
    }

    /// The next moment at which the passing of time alone changes the site.
    fn next_change(&self) -> Option<Timestamp> {
        self.following.desk().next_change()
    }

    /// Tells when a document has been read further that the site doesn't wait for.
    fn news(&self) -> watch::Receiver<News> {
        self.following.news()
    }

    fn now(&self) -> Timestamp {
        self.following.now()
    }

    /// Makes a new edition of the same snapshot, as of now.
    fn recheck(&self) {
        self.following.recheck();
        self.announce();
    }

    fn announce(&self) {
        self.number.send_modify(|number| *number += 1);
    }
}
