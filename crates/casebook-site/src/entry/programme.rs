//! A programme: an ordered set of steps, each an entry of its own.

use crate::value::{AnyRef, record};

record! {
    /// An ordered set of steps, each an entry of its own.
    pub struct Programme {
        /// The steps in their order.
        shared steps: Vec<AnyRef>,
    }
}
