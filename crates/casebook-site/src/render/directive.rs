//! Directives in the reader's language: each becomes the context of its template.

use super::context::{
    AphorismContext, DocumentViewContext, FigureContext, FormContext, Html, ListOfContext, OriginalContext, PartContext, PictureContext, QuoteContext,
    ReplyContext, TeaserOfContext, html,
};
use super::reading::{Place, Reading};
use crate::diagnostic::Diagnostic;
use crate::entry::Details;
use crate::markdown::{
    Accusation, Aphorism, Body, Directive, DirectiveNode, DocumentView, Figure, Form, ListOf, Piece, Quote, RecordingView, Reply,
};

type Rendered = Result<String, Diagnostic>;

impl Reading<'_> {
    /// A directive with what it holds. One that was reported shows its body alone.
    pub fn directive(&self, node: &DirectiveNode) -> Rendered {
        let body = &node.body;
        match &node.directive {
            None | Some(Directive::Original(_)) => self.pieces(body),
            Some(Directive::Quote(quote)) => self.quote(quote, body),
            Some(Directive::Accusation(accusation)) => self.accusation(accusation, body),
            Some(Directive::Aphorism(aphorism)) => self.aphorism(aphorism, body),
            Some(Directive::Reply(reply)) => self.reply(reply, body),
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

    fn quote(&self, quote: &Quote, body: &Body) -> Rendered {
        let place = Place { page: quote.page, label: quote.label.as_deref(), message: quote.message, time: quote.at.as_deref() };
        let (words, original) = self.split_original(body)?;
        let source = self.source(&quote.source, place);
        self.template("quote", &QuoteContext { body: html(words), language: None, source, translator: quote.translator.clone(), original })
    }

    fn accusation(&self, accusation: &Accusation, body: &Body) -> Rendered {
        let place = Place { page: accusation.page, label: accusation.label.as_deref(), message: accusation.message, time: None };
        let (words, original) = self.split_original(body)?;
        let source = self.source(&accusation.source, place);
        self.template("accusation", &QuoteContext { body: html(words), language: None, source, translator: None, original })
    }

    /// The translation and the original that is nested in it.
    fn split_original(&self, body: &Body) -> Result<(String, Option<OriginalContext>), Diagnostic> {
        let mut original = None;
        for piece in &body.pieces {
            if let Piece::Directive(node) = piece
                && let Some(Directive::Original(given)) = &node.directive
            {
                original = Some(OriginalContext { language: self.language(given.language.as_str()), body: html(self.pieces(&node.body)?) });
            }
        }
        if original.is_none() {
            return Ok((self.pieces(body)?, None));
        }
        let is_original = |piece: &Piece| matches!(piece, Piece::Directive(node) if matches!(node.directive, Some(Directive::Original(_))));
        let pieces = body.pieces.iter().filter(|piece| !is_original(piece)).cloned().collect();
        let words = Body { html: body.html.clone(), pieces, ..Body::default() };
        Ok((self.pieces(&words)?, original))
    }

    fn aphorism(&self, aphorism: &Aphorism, body: &Body) -> Rendered {
        let place = Place { page: aphorism.page, ..Place::default() };
        let source = aphorism.source.as_ref().and_then(|source| self.source(source, place));
        let body = html(self.pieces(body)?);
        self.template("aphorism", &AphorismContext { body, by: aphorism.by.clone(), work: aphorism.work.clone(), source })
    }

    fn reply(&self, reply: &Reply, body: &Body) -> Rendered {
        let place = Place { page: reply.page, ..Place::default() };
        let context = ReplyContext {
            by: reply.by.clone(),
            asked: reply.asked.map(|date| self.date(date)),
            date: reply.date.map(|date| self.date(date)),
            body: self.some_body(body)?,
            source: reply.source.as_ref().and_then(|source| self.source(source, place)),
        };
        self.template("reply", &context)
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
        let all = list.section.as_ref().and_then(|section| self.site.find(section.id())).map(|section| self.menu_link(section));
        self.template("list", &ListOfContext { body: self.some_body(body)?, list: self.list(&plan.members, &plan, 1), all })
    }

    fn document_view(&self, view: &DocumentView, body: &Body) -> Rendered {
        let Some(index) = self.site.find(view.entry.id()) else { return Ok(String::new()) };
        let entry = &self.site.entries[index];
        let version = self.version(entry);
        let Some(Details::Document(document)) = &version.details else { return Ok(String::new()) };
        let place = Place { page: view.page, label: view.label.as_deref(), message: view.message, time: None };
        let shown = document.pages.iter().find(|page| Some(page.page) == view.page);
        let context = DocumentViewContext {
            link: self.link(index),
            date: entry.first().common.date.map(|date| self.date(date)),
            lead: version.common.description.clone(),
            document: self.document(index, document),
            page: shown.and_then(|page| self.page_picture(page)),
            place: self.place(place),
            side: view.side.map(crate::markdown::Side::word),
            body: self.some_body(body)?,
        };
        self.template("document", &context)
    }

    fn figure(&self, figure: &Figure, body: &Body) -> Rendered {
        let Some(url) = self.file_href(figure.src.path()) else { return Ok(String::new()) };
        let picture = PictureContext { url, alt: figure.alt.clone().unwrap_or_default(), credit: figure.credit.clone() };
        self.template("figure", &FigureContext { picture, body: self.some_body(body)? })
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
