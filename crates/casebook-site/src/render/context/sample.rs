//! A sample of every context, so that a theme can be checked without a site.

use minijinja::Value;

/// Every template with a sample of its context.
pub fn samples() -> Vec<(&'static str, Value)> {
    Vec::new()
}
