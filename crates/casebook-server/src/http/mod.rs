//! What HTTP asks of every server here: policies, ranges, encodings, validators, dates.
//!
//! Pure functions over headers, and one body type. Nothing here knows an edition or a socket.

mod body;
mod location;
mod policy;
mod range;

pub(crate) use body::AnswerBody;
pub use location::location;
pub use policy::Policy;
pub(crate) use range::{Wanted, wanted};
