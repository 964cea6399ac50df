//! Just enough reading of HTML and XML to test pages: tags with their attributes, decoded.
//!
//! It reads what Casebook writes, and panics at anything that Casebook should never write (a tag
//! that doesn't end, an attribute without quotes around its value).

/// A tag that begins or ends an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The name; `/name` for an end tag.
    pub name: String,
    /// Names and decoded values.
    pub attributes: Vec<(String, String)>,
    /// Whether it ends itself: `<x/>`.
    pub is_empty: bool,
    /// The decoded text between this tag and the next.
    pub text: String,
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// All tags of a text in order.
pub fn tags(text: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if rest.starts_with(['!', '?']) {
            continue;
        }
        let end = tag_len(rest);
        let (inside, after) = (&rest[..end], &rest[end + 1..]);
        let inner = inside.strip_suffix('/').unwrap_or(inside);
        let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let next = after.find('<').unwrap_or(after.len());
        found.push(Tag {
            name: name.to_owned(),
            attributes: read_attributes(attributes),
            is_empty: inside.ends_with('/'),
            text: decode(after[..next].trim()),
        });
        rest = after;
    }
    found
}

/// Where the `>` stands that no quoted value holds.
fn tag_len(rest: &str) -> usize {
    let mut is_quoted = false;
    for (at, character) in rest.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => return at,
            _ => {}
        }
    }
    panic!("a tag is never ended: {rest}");
}

fn read_attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..name_end].to_owned();
        rest = &rest[name_end..];
        let value = match rest.strip_prefix('=') {
            Some(after) => {
                let after = after.strip_prefix('"').unwrap_or_else(|| panic!("`{name}` has no quotes in {text}"));
                let (value, after) = after.split_once('"').expect("a closing quote");
                rest = after;
                decode(value)
            }
            None => String::new(),
        };
        found.push((name, value));
        rest = rest.trim_start();
    }
    found
}

/// Text with its entities decoded.
pub fn decode(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

/// The tags inside the first element of this name, itself included.
pub fn element(html: &str, name: &str) -> Vec<Tag> {
    let all = tags(html);
    let Some(start) = all.iter().position(|tag| tag.name == name) else { return Vec::new() };
    let mut depth = 0;
    let mut found = Vec::new();
    for tag in &all[start..] {
        found.push(tag.clone());
        if tag.name == name {
            depth += 1;
        } else if tag.name == format!("/{name}") {
            depth -= 1;
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// Where the links of the main part of a page lead, in order; the way back up left out.
pub fn links(html: &str) -> Vec<String> {
    let mut main = element(html, "main");
    if let Some(crumbs) = main.iter().position(|tag| tag.get("class").is_some_and(|class| class.starts_with("crumbs"))) {
        let end = main[crumbs..].iter().position(|tag| tag.name == "/nav").expect("the crumbs end");
        main.drain(crumbs..=crumbs + end);
    }
    main.iter().filter(|tag| tag.name == "a").filter_map(|tag| tag.get("href")).map(str::to_owned).collect()
}

/// Checks that a text is well-formed XML with one root, and returns its tags.
pub fn xml(text: &str) -> Vec<Tag> {
    assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"), "it says what it is: {text}");
    let found = tags(text);
    let mut open: Vec<&str> = Vec::new();
    for (index, tag) in found.iter().enumerate() {
        assert!(index == 0 || !open.is_empty(), "one root: {}", tag.name);
        match tag.name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "elements end in order"),
            None if tag.is_empty => {}
            None => open.push(&tag.name),
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "every element is ended");
    found
}
