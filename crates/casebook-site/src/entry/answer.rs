//! An answer to an accusation: what was said, what is true, what nobody disputes, what the other side says.

use crate::value::{PartialDate, Url, record};

record! {
    /// An answer to an accusation. Its body is built of the directives `accusation`, `answer`, `undisputed`, `reply` and `document`; a missing part is an error.
    pub struct Answer {
        /// Who accused.
        text accuser: String,
        /// When the accusation was made.
        shared accused: PartialDate,
        /// Where it was made: a newspaper, a broadcast, a court.
        text place: Option<String>,
        /// The accusation's own address.
        shared url: Option<Url>,
    }
}
