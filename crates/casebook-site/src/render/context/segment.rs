//! What the templates of a document's pages and messages see.

use super::{BoxContext, DateContext, FileContext, LanguageContext, LinkContext, PictureContext};
use serde::Serialize;

/// A page or a message of a document.
#[derive(Clone, Debug, Serialize)]
pub struct SegmentContext {
    /// The document's own page.
    pub document: LinkContext,
    /// What the document is.
    pub form: String,
    /// Its date.
    pub date: Option<DateContext>,
    /// "Page 3", "Message 3".
    pub title: String,
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub total: usize,
    /// The one before.
    pub previous: Option<LinkContext>,
    /// The one after.
    pub next: Option<LinkContext>,
    /// The language of the document.
    pub language: Option<LanguageContext>,
    /// Of a page: its picture.
    pub picture: Option<PictureContext>,
    /// Of a scan: that its words are a transcription, and by whom.
    pub transcribed: Option<String>,
    /// Its lines with their places, to be selected over the picture.
    pub lines: Vec<LineContext>,
    /// The quoted passages on the picture.
    pub marks: Vec<SegmentMarkContext>,
    /// What it says, in paragraphs; of a message, its blocks say it.
    pub paragraphs: Vec<Vec<RunContext>>,
    /// Of mail: the message.
    pub message: Option<MessageContext>,
    /// The passages that begin or stand here, and who quotes them.
    pub passages: Vec<PassageContext>,
    /// How others cite it.
    pub cite: String,
    /// The whole document, to download.
    pub file: Option<FileContext>,
}

/// A line of a page, in thousandths of its picture's sides.
#[derive(Clone, Debug, Serialize)]
pub struct LineContext {
    /// Where it begins.
    pub x: u32,
    /// On what height its letters stand.
    pub base: u32,
    /// How long it is.
    pub width: u32,
    /// How high its letters are.
    pub size: u32,
    /// Its words.
    pub text: String,
}

/// A passage on the picture of a page.
#[derive(Clone, Debug, Serialize)]
pub struct SegmentMarkContext {
    /// The name that links point to.
    pub name: String,
    /// The rectangles that cover it.
    pub boxes: Vec<BoxContext>,
}

/// Words that are marked, or aren't.
#[derive(Clone, Debug, Serialize)]
pub struct RunContext {
    /// The words, with line feeds where lines end.
    pub text: String,
    /// Whether the site quotes them.
    pub marked: bool,
    /// The name that links point to, where a passage begins and no picture shows it.
    pub id: Option<String>,
}

/// What a document says that has neither pages nor messages.
#[derive(Clone, Debug, Serialize)]
pub struct WordsContext {
    /// Its parts in order.
    pub said: Vec<SaidContext>,
    /// Whether it is too long for a page, so that only what the site quotes stands here.
    pub cut: bool,
}

/// A paragraph, or what was said at a time.
#[derive(Clone, Debug, Serialize)]
pub struct SaidContext {
    /// When, as clocks show it: "1:05".
    pub time: Option<String>,
    /// Who speaks, where the file says so.
    pub speaker: Option<String>,
    /// The words; of those that are quoted, with the names of their marks.
    pub paragraphs: Vec<Vec<RunContext>>,
}

/// A quoted passage, and who quotes it.
#[derive(Clone, Debug, Serialize)]
pub struct PassageContext {
    /// The name of its mark.
    pub name: String,
    /// The places that quote it.
    pub by: Vec<LinkContext>,
}

/// A message of a correspondence.
#[derive(Clone, Debug, Serialize)]
pub struct MessageContext {
    /// Its place by date, from 1.
    pub number: u32,
    /// Its own address, where it stands among others.
    pub url: Option<String>,
    /// Who wrote it.
    pub from: Vec<String>,
    /// To whom.
    pub to: Vec<String>,
    /// Who got a copy that all could see.
    pub cc: Vec<String>,
    /// When, by the clock of whoever wrote.
    pub date: Option<DateContext>,
    /// What it is about.
    pub subject: Option<String>,
    /// What it says.
    pub blocks: Vec<BlockContext>,
    /// The names of what is attached.
    pub attachments: Vec<String>,
    /// Whether the site quotes it.
    pub marked: bool,
}

/// A piece of what a message says.
#[derive(Clone, Debug, Serialize)]
pub struct BlockContext {
    /// `own`, `quoted`, `attribution` or `signature`.
    pub kind: &'static str,
    /// How deep it is quoted, from 1; 0 for what isn't.
    pub depth: u32,
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<RunContext>>,
}
