//! Directives in the reader's language: each becomes the context of its template.

use super::body::OpenLinks;
use super::context::{
    AllContext, AphorismContext, DocumentViewContext, FigureContext, FormContext, Html, LinkContext, ListOfContext, OriginalContext, PartContext,
    PictureContext, QuoteContext, ReplyContext, SourceContext, TeaserOfContext, html,
};
use super::correspondence::{Fit, Placed};
use super::reading::Reading;
use crate::check::{EntryIndex, Said};
use crate::diagnostic::Diagnostic;
use crate::entry::Details;
use crate::markdown::{
    Accusation, Aphorism, Body, Directive, DirectiveNode, DocumentView, Figure, Form, ListOf, Original, Piece, Quote, RecordingView, Reply,
};
use crate::picture::Shown;

type Rendered = Result<String, Diagnostic>;

fn nested_original(piece: &Piece) -> Option<(&Original, &Body)> {
    match piece {
        Piece::Directive(node) => match &node.directive {
            Some(Directive::Original(original)) => Some((original, &node.body)),
            _ => None,
        },
        _ => None,
    }
}

/// A text whose paragraphs are marked. No text can look like a tag: `<` is escaped in all of them.
fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, from)) = rest.split_once("<p>") {
        let Some((paragraph, after)) = from.split_once("</p>") else { break };
        for part in [before, "<p><mark>", paragraph, "</mark></p>"] {
            out.push_str(part);
        }
        rest = after;
    }
    out + rest
}

impl Reading<'_> {
    /// A directive with what it holds. One that was reported shows its body alone.
    pub fn directive(&self, node: &DirectiveNode) -> Rendered {
        let body = &node.body;
        match &node.directive {
            None | Some(Directive::Original(_)) => self.pieces(body),
            Some(Directive::Quote(quote)) => self.quote(quote, node),
            Some(Directive::Accusation(accusation)) => self.accusation(accusation, node),
            Some(Directive::Aphorism(aphorism)) => self.aphorism(aphorism, node),
            Some(Directive::Reply(reply)) => self.reply(reply, node),
            Some(Directive::StatementCard(card)) => self.teaser_of("statement", card.entry.id(), body),
            Some(Directive::Teaser(teaser)) => self.teaser_of("teaser", teaser.entry.id(), body),
            Some(Directive::ListOf(list)) => self.list_of(list, body),
            Some(Directive::DocumentView(view)) => self.document_view(view, body),
            Some(Directive::Figure(figure)) => self.figure(figure, body),
            Some(Directive::RecordingView(view)) => self.recording_view(view),
            Some(Directive::Form(form)) => self.form(form, body),
            Some(Directive::Gallery(gallery)) => self.part("gallery", gallery.title.as_deref(), body),
            Some(Directive::Note(note)) => self.part("note", note.title.as_deref(), body),
            Some(Directive::Foldable(foldable)) => self.part("details", Some(&foldable.summary), body),
            Some(directive @ (Directive::AnswerPart(_) | Directive::Undisputed(_) | Directive::Steps(_))) => self.part(directive.name(), None, body),
        }
    }

    fn part(&self, name: &str, title: Option<&str>, body: &Body) -> Rendered {
        self.template(name, &PartContext { title: title.map(str::to_owned), body: html(self.pieces(body)?) })
    }

    fn some_body(&self, body: &Body) -> Result<Option<Html>, Diagnostic> {
        Ok(if body.is_empty() { None } else { Some(html(self.pieces(body)?)) })
    }

    fn quote(&self, quote: &Quote, node: &DirectiveNode) -> Rendered {
        self.template("quote", &self.words(node, self.source(quote.source.id(), &quote.place), quote.translator.clone())?)
    }

    fn accusation(&self, accusation: &Accusation, node: &DirectiveNode) -> Rendered {
        self.template("accusation", &self.words(node, self.source(accusation.source.id(), &accusation.place), accusation.translator.clone())?)
    }

    fn aphorism(&self, aphorism: &Aphorism, node: &DirectiveNode) -> Rendered {
        let source = aphorism.source.as_ref().and_then(|source| self.source(source.id(), &aphorism.place));
        let words = self.words(node, source, aphorism.translator.clone())?;
        self.template("aphorism", &AphorismContext { words, by: aphorism.by.clone(), work: aphorism.work.clone() })
    }

    fn reply(&self, reply: &Reply, node: &DirectiveNode) -> Rendered {
        let source = reply.source.as_ref().and_then(|source| self.source(source.id(), &reply.place));
        let context = ReplyContext {
            by: reply.by.clone(),
            asked: reply.asked.map(|date| self.date(date)),
            date: reply.date.map(|date| self.date(date)),
            words: if node.body.is_empty() { None } else { Some(self.words(node, source, reply.translator.clone())?) },
        };
        self.template("reply", &context)
    }

    /// Somebody's words, and where they are translated, the original that is nested in them.
    fn words(&self, node: &DirectiveNode, source: Option<SourceContext>, translator: Option<String>) -> Result<QuoteContext, Diagnostic> {
        let body = &node.body;
        let mut out = String::new();
        let mut original = None;
        let mut links = OpenLinks::default();
        let said = self.site.quotations.of(&node.span);
        // What is proved is marked as it is in the document: of a translation, the words that were translated.
        let proved = |text: String| html(if said.is_some() { marked(&text) } else { text });
        for piece in &body.pieces {
            match nested_original(piece) {
                Some((given, words)) => {
                    let language = self.language(given.language.as_str());
                    original = Some(OriginalContext { language, body: proved(self.pieces(words)?), proved: said.is_some() });
                }
                None => self.piece(&mut out, body, piece, &mut links)?,
            }
        }
        let source = source.map(|source| said.and_then(|said| self.led_to_mark(&source, said)).unwrap_or(source));
        let id = said.filter(|said| said.is_first).and_then(|said| {
            let passage = self.site.quotations.of_document(said.document).get(said.passage)?;
            Some(self.site.said_id(said.document, passage))
        });
        let emphasised = source.is_some() && body.words().is_emphasised;
        let body = if original.is_some() { html(out) } else { proved(out) };
        Ok(QuoteContext { id, body, emphasised, source, translator, original })
    }

    /// The same source, with a link to the mark of the passage.
    pub fn led_to_mark(&self, source: &SourceContext, said: Said) -> Option<SourceContext> {
        let passage = self.site.quotations.of_document(said.document).get(said.passage)?;
        let place = passage.places.first()?;
        if let Some(cue) = self.cue_id(said.document, place.segment) {
            return Some(SourceContext { url: format!("{}#{cue}", self.link(said.document).url), ..source.clone() });
        }
        let own = self.site.segment_url(said.document, self.language, passage.part, place.locator).map(|url| url.href());
        // What has no page of its own stands on that of the document.
        let url = own.unwrap_or_else(|| self.link(said.document).url);
        let date = self.segment_date(said.document, passage.part, place.segment);
        let place = self.found_place(said.document, passage.part, place).or_else(|| source.place.clone());
        Some(SourceContext { url: format!("{url}#{}", passage.id), date, place, ..source.clone() })
    }

    /// A teaser of an entry; nothing where the entry is missing (reported) or hidden.
    fn teaser_of(&self, template: &str, id: &str, body: &Body) -> Rendered {
        match self.site.find(id) {
            Some(index) => self.template(template, &TeaserOfContext { item: self.teaser(index), body: self.some_body(body)? }),
            None => Ok(String::new()),
        }
    }

    fn list_of(&self, list: &ListOf, body: &Body) -> Rendered {
        let plan = self.site.plan_list(&list.as_list(), None, self.language);
        let all = list.selection.section.as_ref().and_then(|section| self.site.find(section.id())).map(|section| self.all_of(section));
        self.template("list", &ListOfContext { body: self.some_body(body)?, list: self.list(&plan.members, &plan, 1), all })
    }

    fn all_of(&self, section: EntryIndex) -> AllContext {
        let members = self.site.plan(section, self.language).map(|plan| plan.members.as_slice());
        AllContext { link: self.menu_link(section), kind: members.map(|members| self.kind_of(members)), total: members.map_or(0, <[_]>::len) }
    }

    fn document_view(&self, view: &DocumentView, body: &Body) -> Rendered {
        self.document_shown(view, body)?.map_or_else(|| Ok(String::new()), |shown| self.template("document", &shown))
    }

    /// A document that a text shows; `None` where it is missing (reported) or hidden.
    pub fn document_shown(&self, view: &DocumentView, body: &Body) -> Result<Option<DocumentViewContext>, Diagnostic> {
        let Some(index) = self.site.find(view.entry.id()) else { return Ok(None) };
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let Some(Details::Document(document)) = &version.details else { return Ok(None) };
        let locator = self.locator(index, document, &view.place);
        let url = locator.and_then(|(part, locator)| self.placed_url(index, part, locator));
        let link = self.link(index);
        let placed = match (view.place.message, view.thread) {
            (Some(message), false) => Some(Placed::Message(message)),
            (Some(message), true) => Some(Placed::ThreadOf(message)),
            (None, true) => Some(Placed::Whole),
            (None, false) => None,
        };
        let (messages, fit) =
            placed.map_or((Vec::new(), Fit::Whole), |placed| self.placed_messages(index, document, (locator.map(|(part, _)| part), placed)));
        Ok(Some(DocumentViewContext {
            link: LinkContext { url: url.unwrap_or_else(|| self.pictured(index, document, &view.place)), ..link },
            date: entry.first().common.date.map(|date| self.date(date)),
            lead: version.common.description.clone(),
            document: self.document_with(index, document, locator.map(|(part, _)| part)),
            page: self.page_named(index, document, &view.place).and_then(|page| self.page_picture(index, document, page)),
            messages,
            more: fit == Fit::Cut,
            place: self.place_in_file(index, document, &view.place),
            side: view.side.map(crate::markdown::Side::word),
            body: self.some_body(body)?,
        }))
    }

    fn figure(&self, figure: &Figure, body: &Body) -> Rendered {
        let picture = self.picture(figure.src.path(), Shown::Wide, figure.alt.clone().unwrap_or_default());
        let Some(picture) = picture else { return Ok(String::new()) };
        // A drawing is as large as the page shows it.
        let largest = picture.webp.as_ref().and_then(|_| self.file_href(figure.src.path()));
        let picture = PictureContext { credit: figure.credit.clone(), ..picture };
        self.template("figure", &FigureContext { picture, largest, body: self.some_body(body)? })
    }

    fn recording_view(&self, view: &RecordingView) -> Rendered {
        let Some(index) = self.site.find(view.entry.id()) else { return Ok(String::new()) };
        match &self.version(&self.site.entries[index]).details {
            Some(Details::Recording(recording)) => self.template("recording", &self.recording(index, recording)),
            _ => Ok(String::new()),
        }
    }

    fn form(&self, form: &Form, body: &Body) -> Rendered {
        let topic = self.named(&self.site.settings.topics, &form.topic.value);
        let contact = self.site.settings.contact.clone().unwrap_or_default();
        let subject = crate::address::encode(&topic);
        let mailto = format!("mailto:{contact}?subject={subject}");
        self.template("form", &FormContext { topic, body: self.some_body(body)?, contact, mailto })
    }
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn each_paragraph_is_marked_and_nothing_between() {
        assert_eq!(marked("<p>a <em>b</em></p>\n<p>c</p>\n"), "<p><mark>a <em>b</em></mark></p>\n<p><mark>c</mark></p>\n");
        for same in ["", "text", "<p>open", "<ul>\n<li>a</li>\n</ul>"] {
            assert_eq!(marked(same), same);
        }
    }
}
