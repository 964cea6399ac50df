//! stub
/// stub
pub fn slugify(_text: &str, _language: &str) -> String { String::new() }
