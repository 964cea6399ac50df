//! The tags of a piece of raw HTML and their places, for diagnostics.
//!
//! This is not what keeps pages safe: whatever is found here, only what the allow-list lets
//! through goes out.

use std::ops::Range;

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Whether it begins or ends an element.
    pub(super) form: Form,
    /// The name as it was written.
    pub(super) name: &'a str,
    /// From `<` to `>`.
    pub(super) range: Range<usize>,
    /// Its attributes.
    pub(super) attributes: Vec<Attribute<'a>>,
}

/// Whether a tag begins or ends an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Start,
    End,
}

/// An attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    /// The name as it was written.
    pub(super) name: &'a str,
    /// What was written as its value, without quotes, not decoded.
    pub(super) value: &'a str,
    /// From the name to the end of the value.
    pub(super) range: Range<usize>,
}

/// What was found in a piece of HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scanned<'a> {
    /// The tags in order.
    pub(super) tags: Vec<Tag<'a>>,
    /// Whether there is anything but tags, comments and white space.
    pub(super) has_text: bool,
    /// Where a tag begins that never ends.
    pub(super) unfinished: Option<usize>,
}

/// Elements whose content is not HTML.
const RAW_TEXT: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];

/// Finds the tags of `html`.
pub(super) fn scan(html: &str) -> Scanned<'_> {
    let mut found = Scanned::default();
    let mut at = 0;
    while let Some(offset) = html[at..].find('<') {
        found.has_text |= !html[at..at + offset].trim().is_empty();
        at += offset;
        let rest = &html[at..];
        if let Some(len) = not_a_tag(rest) {
            at += len;
            continue;
        }
        if !starts_tag(rest) {
            found.has_text = true;
            at += 1;
            continue;
        }
        let Some(tag) = tag(html, at) else {
            found.unfinished = Some(at);
            return found;
        };
        at = tag.range.end;
        if tag.form == Form::Start && RAW_TEXT.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
            at += raw_text_len(&html[at..], tag.name);
        }
        found.tags.push(tag);
    }
    found.has_text |= !html[at..].trim().is_empty();
    found
}

/// The length of a comment, declaration or processing instruction that begins here.
fn not_a_tag(rest: &str) -> Option<usize> {
    let end_of = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    if rest.starts_with("<!--") {
        // `<!-->` and `<!--->` are whole comments.
        let body = &rest[2..];
        Some(body.find("-->").map_or(rest.len(), |at| at + 2 + 3))
    } else if rest.starts_with("<![CDATA[") {
        Some(end_of("]]>"))
    } else if rest.starts_with("<!") || rest.starts_with("<?") {
        Some(end_of(">"))
    } else {
        None
    }
}

fn starts_tag(rest: &str) -> bool {
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The length of what stands before the end tag of an element whose content is not HTML.
fn raw_text_len(rest: &str, name: &str) -> usize {
    let is_end = |at: usize| rest.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    rest.match_indices("</").map(|(at, _)| at).find(|at| is_end(*at)).unwrap_or(rest.len())
}

/// The tag that begins at `start`; `None` if it never ends.
fn tag(html: &str, start: usize) -> Option<Tag<'_>> {
    let form = if html[start + 1..].starts_with('/') { Form::End } else { Form::Start };
    let name_start = start + if form == Form::End { 2 } else { 1 };
    let name_end = until(html, name_start, |c| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
    let mut tag = Tag { form, name: &html[name_start..name_end], range: start..start, attributes: Vec::new() };
    let mut at = name_end;
    loop {
        at = until(html, at, |c| !c.is_ascii_whitespace() && c != '/');
        match html[at..].chars().next()? {
            '>' => {
                tag.range.end = at + 1;
                return Some(tag);
            }
            _ => {
                let attribute = attribute(html, at)?;
                at = attribute.range.end;
                tag.attributes.push(attribute);
            }
        }
    }
}

fn attribute(html: &str, start: usize) -> Option<Attribute<'_>> {
    // The first character belongs to the name whatever it is (HTML: "before attribute name state").
    let first = html[start..].chars().next()?;
    let name_end = until(html, start + first.len_utf8(), |c| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='));
    let name = &html[start..name_end];
    let after = until(html, name_end, |c| !c.is_ascii_whitespace());
    if !html[after..].starts_with('=') {
        return Some(Attribute { name, value: "", range: start..name_end });
    }
    let value_start = until(html, after + 1, |c| !c.is_ascii_whitespace());
    let quote = html[value_start..].chars().next()?;
    let (value, end) = if matches!(quote, '"' | '\'') {
        let len = html[value_start + 1..].find(quote)?;
        (&html[value_start + 1..value_start + 1 + len], value_start + len + 2)
    } else {
        let end = until(html, value_start, |c| c.is_ascii_whitespace() || c == '>');
        (&html[value_start..end], end)
    };
    Some(Attribute { name, value, range: start..end })
}

fn until(html: &str, from: usize, is_end: impl Fn(char) -> bool) -> usize {
    html[from..].find(is_end).map_or(html.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<String> {
        let one = |tag: &Tag<'_>| {
            let attributes: Vec<String> = tag.attributes.iter().map(|attribute| format!(" {}={}", attribute.name, attribute.value)).collect();
            let slash = if tag.form == Form::End { "/" } else { "" };
            format!("{slash}{}{}", tag.name, attributes.concat())
        };
        scan(html).tags.iter().map(one).collect()
    }

    #[test]
    fn tags_are_found() {
        for (html, expected) in [
            ("a <b>c</b>", vec!["b", "/b"]),
            ("<a href=\"x\" TITLE='y z' q=w r>", vec!["a href=x TITLE=y z q=w r="]),
            ("<br/><hr />", vec!["br", "hr"]),
            ("<!-- <b> --><i>", vec!["i"]),
            ("<!--><b><!-- -->", vec!["b"]),
            ("<![CDATA[<b>]]><?x <b?><!DOCTYPE x><i>", vec!["i"]),
            ("a < b > c <3", vec![]),
            ("<script>if (a<b) '<i>'</script><u>", vec!["script", "/script", "u"]),
            ("<a =x onclick = y>", vec!["a =x= onclick=y"]),
            ("<a/onclick=x>", vec!["a onclick=x"]),
            ("<a title=\">\">", vec!["a title=>"]),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
        assert_eq!(scan("x <a href=\"").unfinished, Some(2));
        assert!(!scan(" <!-- x --> ").has_text && scan("<b>x").has_text);
    }
}
