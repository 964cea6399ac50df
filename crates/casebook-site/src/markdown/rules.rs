//! Which directives may stand where, and what they must hold.
//!
//! Each rule looks at one directive, what stands directly in it and what it stands in. What
//! depends on other entries is checked elsewhere.

use super::{Directive, DocumentView, Figure, Quote, Reply};
use crate::diagnostic::{Diagnostic, Span};
use crate::entry::Kind;

/// What stands directly in a text or directive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Numbered lists.
    pub(super) ordered_lists: u32,
    /// Other blocks that are not directives.
    pub(super) other_blocks: u32,
    /// The names of the directives, in order; `""` for one that isn't known.
    pub(super) directives: Vec<&'static str>,
    /// Whether there are words outside of directives, at any depth.
    pub(super) has_words: bool,
    /// Whether there is a picture or raw HTML.
    pub(super) has_other: bool,
    /// Whether a `document` in it, at any depth, takes a side.
    pub(super) has_side: bool,
}

/// A directive in its place.
pub(super) struct Placed<'a> {
    /// Its name.
    pub(super) name: &'static str,
    /// What it says; `None` if its attributes were wrong.
    pub(super) directive: Option<&'a Directive>,
    /// What stands in it.
    pub(super) shape: &'a Shape,
    /// The names of the directives around it, outermost first.
    pub(super) around: &'a [&'static str],
    /// Whether it stands directly in the innermost of them, or in the text, not in a list or block quote.
    pub(super) is_direct: bool,
    /// The kind of the entry.
    pub(super) kind: Kind,
    /// The line that opens it.
    pub(super) span: &'a Span,
}

/// The parts of an answer.
const ANSWER_PARTS: [(&str, &str); 4] = [
    ("accusation", "write what was said, verbatim, between `:::accusation{source=\"…\"}` and `:::`"),
    ("answer", "write what the accused says to it between `:::answer` and `:::`"),
    ("undisputed", "write what nobody disputes between `:::undisputed` and `:::`"),
    (
        "reply",
        "write what the other side says between `:::reply{by=\"…\"}` and `:::`, or that it was asked: `:::reply{by=\"…\" asked=\"2024-05-01\"}`",
    ),
];

/// The directives that hold somebody's words, which may be translated.
const QUOTING: [&str; 4] = ["quote", "accusation", "reply", "aphorism"];

/// What the editor may put between the words of a statement.
const IN_STATEMENT: [&str; 3] = ["note", "document", "figure"];

/// A hint may propose a directive that has no place of its own in an entry of this kind: then it says where it has one.
pub(super) fn fit_hints(kind: Kind, diagnostics: &mut [Diagnostic]) {
    if kind != Kind::Statement {
        return;
    }
    let proposed = |hint: &str| -> Vec<String> {
        let names = hint.split("`:::").skip(1);
        names.map(|rest| rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())].to_owned()).collect()
    };
    for hint in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.hints) {
        if proposed(hint).iter().any(|name| !name.is_empty() && !IN_STATEMENT.contains(&name.as_str())) {
            hint.push_str("; in a statement all this stands inside a `:::note`, where the editor speaks");
        }
    }
}

impl Placed<'_> {
    /// Reports everything that is wrong with this directive.
    pub(super) fn check(&self, findings: &mut Vec<Diagnostic>) {
        let wrong = [self.wrong_kind(), self.wrong_parent(), self.wrong_translation(), self.wrong_content()];
        findings.extend(wrong.into_iter().flatten().map(|diagnostic| diagnostic.at(self.span.clone())));
    }

    fn parent(&self) -> Option<&'static str> {
        self.around.last().copied()
    }

    fn wrong_kind(&self) -> Option<Diagnostic> {
        let is_part = ANSWER_PARTS.iter().any(|(part, _)| *part == self.name);
        let name = self.name;
        if is_part && self.kind != Kind::Answer {
            let message = format!("`{name}` is a part of an answer, and this entry is a {}", self.kind.word());
            return Some(place(message, "write `kind = \"answer\"` in the front matter, or use `quote` or `note` here"));
        }
        if is_part && !(self.around.is_empty() && self.is_direct) {
            let message = format!("`{name}` stands inside something else");
            return Some(place(message, "put it into the text itself, not into a list, a block quote or another directive"));
        }
        let is_editors = self.around.contains(&"note") || IN_STATEMENT.contains(&name);
        if self.kind == Kind::Statement && !is_editors {
            let message = format!("`{name}` can't stand in a statement, which is wholly the person's words");
            return Some(place(message, "only `note`, `document` and `figure` may stand between them; what the editor says belongs into a `note`"));
        }
        None
    }

    fn wrong_parent(&self) -> Option<Diagnostic> {
        let is_in = |parents: &[&str]| self.is_direct && self.parent().is_some_and(|parent| parents.contains(&parent));
        if self.name == "original" && !is_in(&QUOTING) {
            return Some(place(
                "`original` stands outside of a quotation".to_owned(),
                "put it into the `quote`, `accusation`, `reply` or `aphorism` that holds the translation, after its last line",
            ));
        }
        if self.parent() == Some("gallery") && self.is_direct && self.name != "figure" {
            return Some(place(format!("`{}` can't stand in a gallery", self.name), "a gallery holds only `figure`s"));
        }
        None
    }

    fn wrong_translation(&self) -> Option<Diagnostic> {
        let translator = match self.directive? {
            Directive::Quote(Quote { translator, .. }) => translator,
            Directive::Accusation(accusation) => &accusation.translator,
            Directive::Reply(reply) => &reply.translator,
            Directive::Aphorism(aphorism) => &aphorism.translator,
            _ => return None,
        };
        let originals = self.shape.directives.iter().filter(|name| **name == "original").count();
        let message = match (translator, originals) {
            (None, 0) | (Some(_), 1) => return None,
            (Some(_), 0) => "a translated quotation needs the words of the source",
            (None, _) => "a quotation with an `original` needs its translator",
            (Some(_), _) => "a quotation has one `original`",
        };
        let hint = "write `translator=\"…\"` on the quotation and, inside it, `:::original{language=\"…\"}`, the words of the source, and `:::`";
        Some(Diagnostic::error("quote-translation", message).hint(hint))
    }

    fn wrong_content(&self) -> Option<Diagnostic> {
        let shape = self.shape;
        let is_empty = match self.name {
            "quote" | "original" | "aphorism" | "accusation" | "answer" | "undisputed" => !shape.has_words,
            "note" | "details" => !shape.has_words && !shape.has_other && shape.directives.is_empty(),
            "reply" => !shape.has_words && matches!(self.directive, Some(Directive::Reply(Reply { asked: None, .. }))),
            "gallery" => shape.directives.is_empty(),
            _ => false,
        };
        match (self.name, self.directive) {
            _ if is_empty => Some(empty(self.name)),
            ("steps", _) if shape.ordered_lists != 1 || shape.other_blocks > 0 || !shape.directives.is_empty() => Some(
                Diagnostic::error("directive-content", "`steps` holds one numbered list and nothing else")
                    .hint("write the steps as `1. …`, `2. …`, with nothing before or after them"),
            ),
            ("gallery", _) if shape.ordered_lists + shape.other_blocks > 0 => Some(
                Diagnostic::error("directive-content", "a gallery holds only `figure`s")
                    .hint("put the text before or after the gallery, or into the captions"),
            ),
            (_, Some(Directive::Figure(Figure { alt: None, decorative: false, .. }))) => Some(
                Diagnostic::error("image-alt", "this picture has no description")
                    .hint("say what it shows: `alt=\"…\"`; or write `decorative` if it adds nothing to the text"),
            ),
            _ => None,
        }
    }
}

/// Whether this is a `document` that stands for or against an accusation.
pub(super) const fn takes_side(directive: &Directive) -> bool {
    matches!(directive, Directive::DocumentView(DocumentView { side: Some(_), .. }))
}

fn place(message: String, hint: &str) -> Diagnostic {
    Diagnostic::error("directive-place", message).hint(hint)
}

fn empty(name: &str) -> Diagnostic {
    let hint = match name {
        "reply" => "write the reply between its lines, or `asked=\"2024-05-01\"` if there was none".to_owned(),
        "gallery" => "put `figure`s between its lines, or take it out".to_owned(),
        _ => format!("write the text between `:::{name}` and `:::`, or take both out"),
    };
    Diagnostic::error("directive-empty", format!("there is nothing in this `{name}`")).hint(hint)
}

/// Reports the parts that an answer lacks, all at the start of its text.
pub(super) fn check_answer(shape: &Shape, start: &Span, findings: &mut Vec<Diagnostic>) {
    let missing = |message: String, hint: &str| Diagnostic::error("answer-part", message).hint(hint).at(start.clone());
    for (part, hint) in ANSWER_PARTS {
        if !shape.directives.contains(&part) {
            findings.push(missing(format!("this answer has no `{part}`"), hint));
        }
    }
    if !shape.has_side {
        let hint = "write `:::document{entry=\"…\" side=\"against\"}` and `:::` for each document that supports or disproves the accusation";
        findings.push(missing("this answer has no `document` with a `side`".to_owned(), hint));
    }
}
