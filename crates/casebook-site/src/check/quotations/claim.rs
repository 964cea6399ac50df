//! What a text claims to be somebody's words, and where it says that they stand.

use crate::check::parsed::Parsed;
use crate::check::site::Entry;
use crate::diagnostic::Span;
use crate::entry::{Details, Passage};
use crate::markdown::{Body, Directive, DirectiveNode, Piece, Words};
use crate::value::SourceRef;

/// Words that are said to stand in a document.
#[derive(Clone, Debug)]
pub(crate) struct Claim<'a> {
    /// The words that are compared: of a translation the original.
    pub words: Words,
    /// The document or recording.
    pub source: &'a SourceRef,
    /// Where in it.
    pub place: &'a Passage,
    /// What opens the quotation in its file.
    pub span: &'a Span,
    /// Where its words stand, if not behind that.
    pub given: Option<&'a Span>,
    /// What the hints of a report say: how a place is written there.
    pub form: Form,
}

/// How a claim is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `page="3"`, in the line of a directive.
    Directive,
    /// `page = 3`, in front matter.
    FrontMatter,
}

/// The documents that an entry quotes, in any of its languages.
pub(crate) fn sources(entry: &Entry) -> impl Iterator<Item = &SourceRef> {
    entry.versions.iter().flatten().flat_map(|version| claims(entry, version)).map(|claim| claim.source)
}

/// Everything that one file claims.
pub(crate) fn claims<'a>(entry: &Entry, version: &'a Parsed) -> Vec<Claim<'a>> {
    let mut claims = Vec::new();
    claims.extend(of_statement(entry, version));
    claims.extend(of_report(entry, version));
    of_body(&version.body, &mut claims);
    for note in &version.body.footnotes {
        of_body(&note.body, &mut claims);
    }
    claims
}

/// Where a statement says that its words stand in a document, and gives them in another language than they were spoken
/// in: nobody can compare that.
pub(crate) fn untold(entry: &Entry) -> Option<&Span> {
    let version = entry.version(entry.original);
    let Some(Details::Statement(statement)) = &version.details else { return None };
    let is_translated = statement.language.as_ref().is_some_and(|spoken| *spoken != version.language);
    statement.source.as_ref().filter(|_| is_translated).map(|source| &source.document.span)
}

/// The whole text of a statement, in the file of the language in which it was spoken. Its translations are not compared.
fn of_statement<'a>(entry: &Entry, version: &'a Parsed) -> Option<Claim<'a>> {
    let Some(Details::Statement(statement)) = &version.details else { return None };
    let source = statement.source.as_ref()?;
    let is_original = std::ptr::eq(version, entry.version(entry.original));
    let is_as_spoken = untold(entry).is_none();
    let claim = || Claim {
        words: version.body.words(),
        source: &source.document.value,
        place: &source.place,
        span: &source.document.span,
        given: None,
        form: Form::FrontMatter,
    };
    (is_original && is_as_spoken).then(claim)
}

/// The excerpt of a report, which all languages share.
fn of_report<'a>(entry: &Entry, version: &'a Parsed) -> Option<Claim<'a>> {
    let Some(Details::Report(report)) = version.details.as_ref().filter(|_| std::ptr::eq(version, entry.first())) else { return None };
    let (source, excerpt) = (report.source.as_ref()?, report.excerpt.as_ref()?);
    Some(Claim {
        words: Words { text: excerpt.value.clone(), is_emphasised: false },
        source: &source.document.value,
        place: &source.place,
        span: &source.document.span,
        given: Some(&excerpt.span),
        form: Form::FrontMatter,
    })
}

fn of_body<'a>(body: &'a Body, claims: &mut Vec<Claim<'a>>) {
    for piece in &body.pieces {
        let Piece::Directive(node) = piece else { continue };
        claims.extend(of_directive(node));
        of_body(&node.body, claims);
    }
}

fn of_directive(node: &DirectiveNode) -> Option<Claim<'_>> {
    let (source, place) = match node.directive.as_ref()? {
        Directive::Quote(quote) => (Some(&quote.source), &quote.place),
        Directive::Accusation(accusation) => (Some(&accusation.source), &accusation.place),
        Directive::Reply(reply) => (reply.source.as_ref(), &reply.place),
        Directive::Aphorism(aphorism) => (aphorism.source.as_ref(), &aphorism.place),
        _ => return None,
    };
    let words = original_of(&node.body).unwrap_or(&node.body).words();
    Some(Claim { words, source: source?, place, span: &node.span, given: None, form: Form::Directive })
}

/// What a translation gives as the words in their own language.
fn original_of(body: &Body) -> Option<&Body> {
    body.pieces.iter().find_map(|piece| match piece {
        Piece::Directive(node) if matches!(node.directive, Some(Directive::Original(_))) => Some(&node.body),
        _ => None,
    })
}
