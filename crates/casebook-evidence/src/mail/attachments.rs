//! What is attached to a message: named, measured, and handed out as it was sent.

use super::sealed::Sealed;
use super::{Attachment, AttachmentKind, name};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders as _, PartType};
use std::borrow::Cow;

/// Media types of what Outlook wraps attachments in.
const WINMAIL: [&str; 2] = ["application/ms-tnef", "application/vnd.ms-tnef"];

/// What a part is told as; `known` is a message where its place says so and its type doesn't.
pub(super) fn attachment(sealed: &Sealed, part: &MessagePart<'_>, known: AttachmentKind, place: usize) -> Attachment {
    let named = part.attachment_name().and_then(|name| name::of_file(&sealed.restored(name)));
    let media = if known == AttachmentKind::Message { "message/rfc822".to_owned() } else { media(sealed, part) };
    let is_winmail = WINMAIL.contains(&media.as_str()) || named.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("winmail.dat"));
    let kind = match media.as_str() {
        "message/rfc822" | "message/global" => AttachmentKind::Message,
        _ if is_winmail => AttachmentKind::Winmail,
        _ => AttachmentKind::File,
    };
    let ending = match kind {
        AttachmentKind::Message => ".eml",
        AttachmentKind::Winmail => ".dat",
        AttachmentKind::File => "",
    };
    let name = named.unwrap_or_else(|| format!("attachment-{}{ending}", place + 1));
    Attachment { name, media, length: content(sealed, part).len() as u64, kind }
}

/// The media type in small letters; of what says none or nonsense, the most general.
fn media(sealed: &Sealed, part: &MessagePart<'_>) -> String {
    let general = || if matches!(part.body, PartType::Text(_)) { "text/plain" } else { "application/octet-stream" }.to_owned();
    let Some(content_type) = part.content_type() else { return general() };
    let Some(subtype) = content_type.subtype() else { return general() };
    let media = sealed.restored(&format!("{}/{subtype}", content_type.ctype())).to_ascii_lowercase();
    let is_token =
        |text: &str| !text.is_empty() && text.len() <= 100 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte));
    if media.split('/').all(is_token) && media.matches('/').count() == 1 { media } else { general() }
}

/// Its bytes as they were sent: without what the way of mail needs, in the charset that they have.
pub(super) fn content<'a>(sealed: &Sealed, part: &'a MessagePart<'_>) -> Cow<'a, [u8]> {
    match (&part.body, part.encoding) {
        (PartType::Binary(bytes) | PartType::InlineBinary(bytes), Encoding::Base64 | Encoding::QuotedPrintable) => Cow::Borrowed(bytes),
        _ => Cow::Owned(decoded(sealed, part).unwrap_or_else(|| part.contents().to_vec())),
    }
}

/// The bytes of a part without its encoding; none if it can't be decoded.
pub(super) fn decoded(sealed: &Sealed, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    let raw = sealed.original(part.offset_body as usize, part.offset_end as usize);
    match part.encoding {
        Encoding::None => Some(raw),
        Encoding::Base64 => base64_decode(&raw),
        Encoding::QuotedPrintable => quoted_printable_decode(&raw),
    }
}

/// The places of parts that are attached: as the parser has them, and the messages of a digest.
pub(super) fn places(sealed: &Sealed, message: &Message<'_>) -> Vec<(usize, AttachmentKind)> {
    let digested = digested(sealed, message);
    let attached = message.attachments.iter().map(|part| *part as usize);
    let mut places: Vec<usize> = attached.chain(digested.iter().copied()).filter(|part| *part < message.parts.len()).collect();
    places.sort_unstable();
    places.dedup();
    let kind = |part: &usize| if digested.binary_search(part).is_ok() { AttachmentKind::Message } else { AttachmentKind::File };
    places.into_iter().map(|part| (part, kind(&part))).collect()
}

/// Parts of digests that say no type: those are messages (RFC 2046, 5.1.5). In order.
pub(super) fn digested(sealed: &Sealed, message: &Message<'_>) -> Vec<usize> {
    let is_digest = |part: &MessagePart<'_>| {
        let content_type = part.content_type();
        content_type.and_then(|of| of.subtype()).is_some_and(|subtype| sealed.restored(subtype).eq_ignore_ascii_case("digest"))
    };
    let digests = message.parts.iter().filter(|part| is_digest(part));
    let parts = digests.filter_map(|part| part.sub_parts()).flatten().map(|part| *part as usize);
    let mut digested: Vec<usize> = parts.filter(|part| message.parts.get(*part).is_some_and(|part| part.content_type().is_none())).collect();
    digested.sort_unstable();
    digested
}
