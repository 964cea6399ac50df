//! A page: text and directives.

use crate::value::record;

record! {
    /// A page of text and directives. It has no fields of its own.
    pub struct Page {}
}
