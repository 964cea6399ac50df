//! E-mail: one message (`.eml`) or many (`.mbox`), with their threads and what each message repeats of others.
//!
//! What comes out is text and a few fields that are named here, never HTML and never a field that isn't
//! on the list (`head`): hidden recipients, the way of a message and the marks of programs stay where
//! they are. Attachments come out as bytes and only when they are asked for, one by one.

mod attachments;
mod attribution;
mod date;
mod head;
mod lines;
mod mailbox;
mod message;
mod name;
mod quoted;
mod sealed;
mod threads;

pub use threads::{Answers, Place, Thread};

use crate::document::{Failure, Wanted, admit, number};
use crate::reader::Limits;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// How messages are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// One message (RFC 5322).
    Eml,
    /// Any number of messages, each below a line that begins with `From ` (RFC 4155 and its cousins).
    Mbox,
}

/// Messages and how they answer each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correspondence {
    /// By date; those without one are last. Where two have the same, they stand as in the file.
    pub messages: Vec<Message>,
    /// By their first message.
    pub threads: Vec<Thread>,
    /// What the file says beside all that.
    pub hides: Hides,
}

/// What stands in a file of messages and nobody sees who is shown them. Of its content nothing is known, only that it is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hides {
    /// Recipients whom the others didn't see.
    pub recipients: bool,
    /// Which machines a message went through, and when.
    pub way: bool,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its place by date, from 1.
    pub number: NonZeroU32,
    /// Who wrote it.
    pub from: Vec<Person>,
    /// To whom.
    pub to: Vec<Person>,
    /// To whom a copy was sent that all could see.
    pub cc: Vec<Person>,
    /// To whom an answer is asked for.
    pub reply_to: Vec<Person>,
    /// When it was written.
    pub date: Option<Date>,
    /// What it is about.
    pub subject: Option<String>,
    /// Its own name among all messages, without `<` and `>`.
    pub id: Option<String>,
    /// Which message it answers.
    pub answers: Answers,
    /// What it says, in order.
    pub body: Vec<Block>,
    /// What is attached to it.
    pub attachments: Vec<Attachment>,
}

/// Somebody who writes or receives. Name and address are apart, so that a page can show the name alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name, if there is one that isn't the address again.
    pub name: Option<String>,
    /// The address.
    pub address: Option<String>,
}

/// When a message was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// As it stands in the message.
    pub written: String,
    /// In the form of RFC 3339, with the zone of whoever wrote; none if it can't be understood.
    pub moment: Option<String>,
}

/// A piece of what a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Whose words these are.
    pub kind: BlockKind,
    /// Paragraphs, with an empty line between two.
    pub text: String,
}

/// Whose words a block has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// Those of whoever wrote the message.
    Own,
    /// Repeated from another message; from 1, deeper for what that message repeats.
    Quoted(u32),
    /// The line or the fields that say from which message the next block is.
    Attribution,
    /// What a program puts below every message.
    Signature,
}

/// Something that is attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// A name for a file, without folders and without characters that a disk or a reader could mistake.
    pub name: String,
    /// The media type that the message names: small letters, no parameters.
    pub media: String,
    /// How many bytes it has.
    pub length: u64,
    /// What is special about it.
    pub kind: AttachmentKind,
}

/// What is special about an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttachmentKind {
    /// A file.
    File,
    /// A message; its bytes can be read as one. They hold all its fields.
    Message,
    /// A wrapper that Outlook makes (`winmail.dat`). What lies in it isn't read.
    Winmail,
}

/// Reads all messages.
pub fn read(bytes: &[u8], form: Form, limits: &Limits) -> Result<Correspondence, Failure> {
    admit(bytes, limits)?;
    let mut parsed = Vec::new();
    let mut hides = Hides::default();
    for raw in raw_messages(bytes, form)? {
        head::look(&raw, &mut hides);
        parsed.push(message::parse(&raw, form)?);
    }
    parsed.sort_by_key(|message| message.when);
    let (answers, threads) = threads::threads(&parsed);
    let numbered = parsed.into_iter().zip(answers).enumerate();
    let messages = numbered.map(|(at, (parsed, answers))| Message { number: number(at), answers, ..parsed.message }).collect();
    Ok(Correspondence { messages, threads, hides })
}

/// The bytes of an attachment: that of this place, from 0, in the list of the message with this number.
pub fn attachment(bytes: &[u8], form: Form, message: NonZeroU32, index: usize, limits: &Limits) -> Result<Vec<u8>, Failure> {
    admit(bytes, limits)?;
    let raw = raw_messages(bytes, form)?;
    let mut order: Vec<(date::When, usize)> = raw.iter().enumerate().map(|(at, raw)| (message::when(raw), at)).collect();
    order.sort_by_key(|(when, _)| *when);
    let place = usize::try_from(message.get() - 1).ok().and_then(|at| order.get(at)).ok_or(Failure::NoSuchPart)?.1;
    message::attachment(&raw[place], form, index)
}

/// The messages of a file, each as if it stood alone.
fn raw_messages(bytes: &[u8], form: Form) -> Result<Vec<std::borrow::Cow<'_, [u8]>>, Failure> {
    match form {
        Form::Eml => Ok(vec![bytes.into()]),
        Form::Mbox => {
            mailbox::messages(bytes).and_then(|messages| if messages.is_empty() { Err(Failure::Foreign(Wanted::Mailbox)) } else { Ok(messages) })
        }
    }
}
