//! An event: a dated fact of the chronology.

use crate::value::{DocumentRef, PersonRef, record};

record! {
    /// A dated fact of the chronology. `date` is required and may be a month or a year.
    pub struct Event {
        /// The documents that it rests on.
        shared sources: Vec<EventSource>,
        /// The turning point, which the chronology sets apart.
        shared turning_point: bool,
        /// Who took part, among the persons of this site.
        shared persons: Vec<PersonRef>,
    }
}

record! {
    /// Where a fact stands in a document.
    pub struct EventSource {
        /// The document.
        shared document: DocumentRef,
        /// The page, counted from 1.
        shared page: Option<u32>,
    }
}
