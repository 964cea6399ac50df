//! The rules of the house as tests: layers, licences, sizes, heads, words.
//!
//! Each rule reads what git tracks (or would track), so build output and installed packages are
//! out of it. Exceptions stand beside their rule, each with its reason, and go when they are no
//! longer needed: an exception that nothing uses fails the test too.

mod heads;
mod layers;
mod licences;
mod sizes;
mod tracked;
mod words;
