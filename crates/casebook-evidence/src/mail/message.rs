//! One message: its fields, what it says, and what is attached.

use super::attachments::{attachment as attached, content, decoded, digested, places};
use super::date::{NEVER, When, moment};
use super::head::admitted;
use super::lines::{Flow, Line, of_html, of_text};
use super::name::in_one_line;
use super::quoted::blocks;
use super::sealed::Sealed;
use super::threads::Answers;
use super::{Date, Form, Message, Person};
use crate::document::{Failure, Wanted};
use crate::text::{decode_lossy, is_unreadable, label_decoder};
use mail_parser::{Addr, Address, HeaderName, HeaderValue, MessageParser, MessagePart, MimeHeaders as _, PartType};
use std::num::NonZeroU32;

/// People that one field names.
const MOST_PEOPLE: usize = 5_000;

/// References that are followed. The newest are last.
const MOST_REFERENCES: usize = 1_000;

/// The longest id that anything refers to; RFC 5322 allows 998.
const LONGEST_ID: usize = 1_000;

/// A message, and what it says of others.
pub(super) struct Parsed {
    /// Without number and place in a thread.
    pub message: Message,
    /// Where it stands in the order.
    pub when: When,
    /// Ids of the messages before it; that which it answers is last.
    pub references: Vec<String>,
}

/// What is read of a head, and how.
fn parser() -> MessageParser {
    let addresses = [HeaderName::From, HeaderName::To, HeaderName::Cc, HeaderName::ReplyTo];
    let ids = [HeaderName::MessageId, HeaderName::InReplyTo, HeaderName::References];
    let parser = MessageParser::new().with_mime_headers().header_text(HeaderName::Subject);
    let parser = addresses.into_iter().fold(parser, MessageParser::header_address);
    ids.into_iter().fold(parser, MessageParser::header_id).default_header_ignore()
}

/// When a message was written; its body isn't looked at.
pub(super) fn when(raw: &[u8]) -> When {
    admitted(raw).date.as_deref().and_then(moment).map_or(NEVER, |(_, when)| when)
}

/// Reads a message. One in a mailbox has no name that could be wrong, so there a text without a head is one, too.
pub(super) fn parse(raw: &[u8], form: Form) -> Result<Parsed, Failure> {
    let head = admitted(raw);
    if !head.is_mail {
        return if form == Form::Mbox { Ok(without_head(raw)) } else { Err(Failure::Foreign(Wanted::Mail)) };
    }
    let sealed = Sealed::new(head.message)?;
    let parsed = parser().parse(&sealed.bytes);
    let Some(message) = parsed.as_ref().filter(|message| !message.parts.is_empty()) else { return Ok(without_head(raw)) };
    let moment = head.date.as_deref().and_then(moment);
    let when = moment.as_ref().map_or(NEVER, |(_, when)| *when);
    let people = |address: Option<&Address<'_>>| address.map(|address| people(&sealed, address)).unwrap_or_default();
    let ids = |value: &HeaderValue<'_>| ids(&sealed, value);
    let written = head.date.map(|written| sealed.restored(&written).into_owned());
    let mut references = ids(message.references());
    if references.is_empty() {
        references.extend(ids(message.in_reply_to()).into_iter().take(1));
    }
    let id = message.header(HeaderName::MessageId).map(ids).unwrap_or_default().into_iter().next();
    // A message that refers to itself says nothing.
    references.retain(|reference| id.as_ref() != Some(reference));
    references.drain(..references.len().saturating_sub(MOST_REFERENCES));
    let parts = places(&sealed, message).into_iter().enumerate();
    let message = Message {
        number: NonZeroU32::MIN,
        from: people(message.from()),
        to: people(message.to()),
        cc: people(message.cc()),
        reply_to: people(message.reply_to()),
        date: written.map(|written| Date { written, moment: moment.map(|(moment, _)| moment) }),
        subject: message.subject().map(|subject| in_one_line(&sealed.restored(subject))).filter(|subject| !subject.is_empty()),
        id,
        answers: Answers::Nothing,
        body: blocks(&body(&sealed, message)),
        attachments: parts.map(|(at, (part, known))| attached(&sealed, &message.parts[part], known, at)).collect(),
    };
    Ok(Parsed { message, when, references })
}

/// The bytes of an attachment.
pub(super) fn attachment(raw: &[u8], form: Form, index: usize) -> Result<Vec<u8>, Failure> {
    let head = admitted(raw);
    if !head.is_mail {
        return Err(if form == Form::Mbox { Failure::NoSuchPart } else { Failure::Foreign(Wanted::Mail) });
    }
    let sealed = Sealed::new(head.message)?;
    let parsed = parser().parse(&sealed.bytes);
    let message = parsed.as_ref().ok_or(Failure::NoSuchPart)?;
    let (part, _) = *places(&sealed, message).get(index).ok_or(Failure::NoSuchPart)?;
    Ok(content(&sealed, &message.parts[part]).into_owned())
}

/// A message of a mailbox that is nothing but text.
fn without_head(raw: &[u8]) -> Parsed {
    let message = Message {
        number: NonZeroU32::MIN,
        from: Vec::new(),
        to: Vec::new(),
        cc: Vec::new(),
        reply_to: Vec::new(),
        date: None,
        subject: None,
        id: None,
        answers: Answers::Nothing,
        body: blocks(&of_text(&decode_lossy(raw), Flow::Fixed)),
        attachments: Vec::new(),
    };
    Parsed { message, when: NEVER, references: Vec::new() }
}

/// Those whom a field names. A group without members is named, because there is nobody else to show.
fn people(sealed: &Sealed, address: &Address<'_>) -> Vec<Person> {
    let person = |of: &Addr<'_>| {
        let line = |text: Option<&str>| text.map(|text| in_one_line(&sealed.restored(text))).filter(|text| !text.is_empty());
        let address = line(of.address());
        let name = line(of.name()).filter(|name| address.as_ref().is_none_or(|address| !name.eq_ignore_ascii_case(address)));
        Person { name, address }
    };
    let people: Vec<Person> = match address {
        Address::List(list) => list.iter().take(MOST_PEOPLE).map(person).collect(),
        Address::Group(groups) => {
            let members = groups.iter().flat_map(|group| {
                let alone = group.addresses.is_empty().then(|| person(&Addr { name: group.name.clone(), address: None }));
                group.addresses.iter().map(person).chain(alone)
            });
            members.take(MOST_PEOPLE).collect()
        }
    };
    people.into_iter().filter(|person| person.name.is_some() || person.address.is_some()).collect()
}

/// Ids without their brackets.
fn ids(sealed: &Sealed, value: &HeaderValue<'_>) -> Vec<String> {
    let id = |id: &str| Some(in_one_line(&sealed.restored(id))).filter(|id| !id.is_empty() && id.len() <= LONGEST_ID);
    match value {
        HeaderValue::Text(text) => id(text).into_iter().collect(),
        HeaderValue::TextList(list) => list.iter().filter_map(|text| id(text)).collect(),
        _ => Vec::new(),
    }
}

/// The lines that a reader sees: of the plain text, or of the page where there is no text or an empty one.
fn body(sealed: &Sealed, message: &mail_parser::Message<'_>) -> Vec<Line> {
    let digested = digested(sealed, message);
    let lines = |list: &[u32]| {
        let mut lines: Vec<Line> = Vec::new();
        for part in list.iter().filter(|part| digested.binary_search(&(**part as usize)).is_err()) {
            let Some(part) = message.parts.get(*part as usize) else { continue };
            let more = part_lines(sealed, part);
            if !lines.is_empty() && !more.is_empty() {
                lines.push(Line { depth: 0, text: String::new() });
            }
            lines.extend(more);
        }
        lines
    };
    let plain = lines(&message.text_body);
    if plain.iter().any(|line| !line.text.trim().is_empty()) { plain } else { lines(&message.html_body) }
}

fn part_lines(sealed: &Sealed, part: &MessagePart<'_>) -> Vec<Line> {
    match &part.body {
        PartType::Text(text) => of_text(&text_of(sealed, part, text), flow(part)),
        PartType::Html(page) => of_html(&text_of(sealed, part, page)),
        _ => Vec::new(),
    }
}

/// The text of a part. Where its charset isn't said or isn't known, UTF-8 or else windows-1252.
fn text_of(sealed: &Sealed, part: &MessagePart<'_>, text: &str) -> String {
    let restored = sealed.restored(text).into_owned();
    if !restored.contains('\u{fffd}') {
        return restored;
    }
    let label = part.content_type().and_then(|content_type| content_type.attribute("charset"));
    // What is said to be ASCII is told as windows-1252 by the standard, and holds whatever a program had.
    let is_known = label.is_some_and(|label| label_decoder(label).is_some_and(|encoding| encoding != encoding_rs::WINDOWS_1252));
    let again = decoded(sealed, part).filter(|_| !is_known).map(|bytes| decode_lossy(&bytes));
    again.filter(|again| !is_unreadable(again)).unwrap_or(restored)
}

fn flow(part: &MessagePart<'_>) -> Flow {
    let says = |name: &str, value: &str| {
        let attribute = part.content_type().and_then(|content_type| content_type.attribute(name));
        attribute.is_some_and(|attribute| attribute.eq_ignore_ascii_case(value))
    };
    match (says("format", "flowed"), says("delsp", "yes")) {
        (true, true) => Flow::FlowedWithoutSpace,
        (true, false) => Flow::Flowed,
        (false, _) => Flow::Fixed,
    }
}
