//! What HTTP asks of every server here: policies, ranges, encodings, validators, dates.
//!
//! Pure functions over headers, and one body type. Nothing here knows an edition or a socket.

mod body;
mod date;
mod encoding;
mod etag;
mod location;
mod pace;
mod places;
mod policy;
mod range;

pub(crate) use body::AnswerBody;
pub(crate) use date::Date;
pub(crate) use encoding::{Accepted, Encoding};
pub(crate) use etag::{etag, names, names_exactly};
pub use location::location;
pub(crate) use pace::{Moved, Pace};
pub(crate) use places::{FilePlace, FilePlaces, FileShare};
pub use policy::Policy;
pub(crate) use range::{Wanted, wanted};
