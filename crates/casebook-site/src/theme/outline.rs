//! The outline of a template: what it extends, its blocks, and what stands outside of them.
//!
//! It reads templates that already compiled, so it needs to know tags, comments and strings, not
//! the language between them. It judges nothing; the rules for overrides are elsewhere.

use std::ops::Range;

/// A name in a template and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) range: Range<usize>,
}

/// What a template is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    /// The template that it extends, where that is a plain string at the very beginning.
    pub(super) extends: Option<Named>,
    /// Its blocks, also those inside others.
    pub(super) blocks: Vec<Named>,
    /// The first thing outside of blocks that is neither white space nor a comment nor `extends`.
    pub(super) loose: Option<Range<usize>>,
    /// The templates that it includes or imports by a plain string.
    pub(super) references: Vec<Named>,
}

impl Outline {
    /// Reads a template.
    pub(super) fn of(source: &str) -> Self {
        let mut reading = Reading { source, outline: Self::default(), depth: 0, raw: false };
        let mut at = 0;
        while at < source.len() {
            at = reading.piece(at);
        }
        reading.outline
    }
}

struct Reading<'a> {
    source: &'a str,
    outline: Outline,
    /// How many blocks are open.
    depth: usize,
    /// Whether we are between `{% raw %}` and `{% endraw %}`.
    raw: bool,
}

impl Reading<'_> {
    /// Reads what begins here and returns where it ends.
    fn piece(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        match rest.as_bytes() {
            [b'{', b'#', ..] if !self.raw => rest.find("#}").map_or(self.source.len(), |end| at + end + 2),
            [b'{', b'{', ..] if !self.raw => {
                let end = self.end_of(at + 2, "}}");
                self.loose(at..end);
                end
            }
            [b'{', b'%', ..] => {
                let end = self.end_of(at + 2, "%}");
                self.tag(at..end);
                end
            }
            _ => {
                let end = rest.char_indices().skip(1).find(|(_, c)| *c == '{').map_or(self.source.len(), |(end, _)| at + end);
                let text = self.source[at..end].trim();
                if !text.is_empty() {
                    let start = at + self.source[at..end].find(text).unwrap_or(0);
                    self.loose(start..start + text.len());
                }
                end
            }
        }
    }

    /// The end of a tag, strings passed over.
    fn end_of(&self, from: usize, closing: &str) -> usize {
        let mut quote = None;
        let mut escaped = false;
        for (offset, character) in self.source[from..].char_indices() {
            match quote {
                Some(_) if escaped => escaped = false,
                Some(_) if character == '\\' => escaped = true,
                Some(open) if character == open => quote = None,
                Some(_) => {}
                None if self.source[from + offset..].starts_with(closing) => return from + offset + closing.len(),
                None if matches!(character, '"' | '\'') => quote = Some(character),
                None => {}
            }
        }
        self.source.len()
    }

    fn tag(&mut self, range: Range<usize>) {
        let inner = range.start + 2..range.end.saturating_sub(2).max(range.start + 2);
        let (word, after) = self.word(inner.start, inner.end);
        if self.raw {
            self.raw = word != "endraw";
            return;
        }
        match word {
            "block" => {
                let (name, end) = self.word(after, inner.end);
                self.outline.blocks.push(Named { name: name.to_owned(), range: end - name.len()..end });
                self.depth += 1;
            }
            "endblock" => self.depth = self.depth.saturating_sub(1),
            "extends" => match self.literal(after, inner.end) {
                Some(named) if self.is_first() => self.outline.extends = Some(named),
                _ => self.loose(range),
            },
            "include" | "import" | "from" => {
                self.outline.references.extend(self.literal(after, inner.end));
                self.loose(range);
            }
            "raw" => {
                self.raw = true;
                self.loose(range);
            }
            _ => self.loose(range),
        }
    }

    fn is_first(&self) -> bool {
        self.depth == 0 && self.outline.extends.is_none() && self.outline.blocks.is_empty() && self.outline.loose.is_none()
    }

    fn loose(&mut self, range: Range<usize>) {
        if self.depth == 0 && self.outline.loose.is_none() {
            self.outline.loose = Some(range);
        }
    }

    /// The next word of a tag and where it ends; `""` if something else comes first.
    fn word(&self, from: usize, to: usize) -> (&str, usize) {
        let inner = &self.source[from..to];
        let start = inner.len() - inner.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '+')).len();
        let len = inner[start..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(inner.len() - start);
        (&inner[start..start + len], from + start + len)
    }

    /// The string that comes next, without its quotation marks.
    fn literal(&self, from: usize, to: usize) -> Option<Named> {
        let inner = &self.source[from..to];
        let start = inner.len() - inner.trim_start().len();
        let quote = inner[start..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let name = inner[start + 1..].split(quote).next()?;
        let range = from + start + 1..from + start + 1 + name.len();
        Some(Named { name: name.to_owned(), range })
    }
}

#[cfg(test)]
mod tests {
    use super::Outline;

    fn names(source: &str) -> (Option<String>, Vec<String>, Option<&str>, Vec<String>) {
        let outline = Outline::of(source);
        for named in outline.extends.iter().chain(&outline.blocks).chain(&outline.references) {
            assert_eq!(source[named.range.clone()], named.name);
        }
        let plain = |list: Vec<super::Named>| list.into_iter().map(|named| named.name).collect();
        (outline.extends.map(|named| named.name), plain(outline.blocks), outline.loose.map(|range| &source[range]), plain(outline.references))
    }

    #[test]
    fn outlines() {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        for (source, extends, blocks, loose, references) in [
            ("{% extends \"default/a.html\" %}\n{%- block x -%}b{% endblock x %}\n", Some("default/a.html"), list(&["x"]), None, list(&[])),
            ("{# {% block no %} #}{% extends 'a' %}", Some("a"), list(&[]), None, list(&[])),
            (
                "{% extends 'a' %}{% block x %}{% if a %}{% block y %}{% endblock %}{% endif %}{% endblock %} tail ",
                Some("a"),
                list(&["x", "y"]),
                Some("tail"),
                list(&[]),
            ),
            (
                "{% extends 'a' %}{% block x %}{{ \"{% block no %}\" }}{% include \"b.html\" %}{% endblock %}",
                Some("a"),
                list(&["x"]),
                None,
                list(&["b.html"]),
            ),
            ("{% extends 'a' %}{% block x %}{% raw %}{% block no %}{{{% endraw %}{% endblock %}", Some("a"), list(&["x"]), None, list(&[])),
            ("{% extends 'a' %}{% set a = 1 %}", Some("a"), list(&[]), Some("{% set a = 1 %}"), list(&[])),
            ("{% extends 'a' %}{{ '}}' }}", Some("a"), list(&[]), Some("{{ '}}' }}"), list(&[])),
            ("<p>{% extends 'a' %}", None, list(&[]), Some("<p>"), list(&[])),
            ("{% extends name %}", None, list(&[]), Some("{% extends name %}"), list(&[])),
            ("{% from 'm.html' import a %}", None, list(&[]), Some("{% from 'm.html' import a %}"), list(&["m.html"])),
            ("{", None, list(&[]), Some("{"), list(&[])),
            ("{%", None, list(&[]), Some("{%"), list(&[])),
            ("ü{{", None, list(&[]), Some("ü"), list(&[])),
        ] {
            assert_eq!(names(source), (extends.map(str::to_owned), blocks, loose, references), "{source}");
        }
    }
}
