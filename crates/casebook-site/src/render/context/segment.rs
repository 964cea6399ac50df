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
    /// What readers call its file, where several of the document's files say something.
    pub part: Option<String>,
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
    /// The address of its largest picture, to be enlarged.
    pub largest: Option<String>,
    /// Of a scan: that its words are a transcription, and by whom.
    pub transcribed: Option<String>,
    /// Its lines with their places, to be selected over the picture.
    pub lines: Vec<LineContext>,
    /// The quoted passages on the picture.
    pub marks: Vec<SegmentMarkContext>,
    /// What it says, in paragraphs; of a message, its blocks say it.
    pub paragraphs: Vec<ParagraphContext>,
    /// Of mail: the message.
    pub message: Option<MessageContext>,
    /// The messages that answer each other with it, itself among them; none where it stands alone.
    pub thread: Vec<RowContext>,
    /// What was made unreadable here, and why.
    pub redactions: Vec<String>,
    /// The passages that begin or stand here, and who quotes them.
    pub passages: Vec<PassageContext>,
    /// How others cite it.
    pub cite: CitationContext,
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
    /// The bars beside it, which show it to those who follow a link.
    pub bars: Vec<BoxContext>,
}

/// A page as others cite it.
#[derive(Clone, Debug, Serialize)]
pub struct CitationContext {
    /// In words.
    pub text: String,
    /// For LaTeX.
    pub bibtex: String,
    /// For other programs (CSL-JSON).
    pub csl: String,
}

/// A paragraph or a table.
#[derive(Clone, Debug, Serialize)]
pub struct ParagraphContext {
    /// `flow` where lines end for want of room, `lines` where each is meant to end, `table`.
    pub kind: &'static str,
    /// Its words; none of a table.
    pub runs: Vec<RunContext>,
    /// Of a table: the words of its cells.
    pub rows: Vec<Vec<Vec<RunContext>>>,
    /// Of a table: whether its first row says what stands in the others.
    pub has_head: bool,
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
    /// The names of others that begin at the same word.
    pub more: Vec<String>,
    /// Whether this is an end of a line behind a hyphen, which isn't shown where lines are broken anew.
    pub cut: bool,
}

/// What a document says that has neither pages nor messages.
#[derive(Clone, Debug, Serialize)]
pub struct WordsContext {
    /// What readers call its file, where several of the document's files say something.
    pub title: Option<String>,
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
    pub paragraphs: Vec<ParagraphContext>,
}

/// A quoted passage, and who quotes it.
#[derive(Clone, Debug, Serialize)]
pub struct PassageContext {
    /// The name of its mark.
    pub name: String,
    /// How it begins, where several stand here.
    pub words: Option<String>,
    /// The places that quote it.
    pub by: Vec<LinkContext>,
}

/// A message of a correspondence.
#[derive(Clone, Debug, Serialize)]
pub struct MessageContext {
    /// Its place by date, from 1.
    pub number: u32,
    /// Its id, where it stands among others.
    pub id: String,
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
    /// What is attached.
    pub attachments: Vec<AttachmentContext>,
    /// Whether the site quotes it.
    pub marked: bool,
}

/// A piece of what a message says.
#[derive(Clone, Debug, Serialize)]
pub struct BlockContext {
    /// `own`, `quoted`, `attribution` or `signature`.
    pub kind: &'static str,
    /// Its paragraphs.
    pub paragraphs: Vec<ParagraphContext>,
}

/// Something that is attached to a message.
#[derive(Clone, Debug, Serialize)]
pub struct AttachmentContext {
    /// The name of its file.
    pub name: String,
    /// Its size in words.
    pub size: String,
    /// The file, where the document lists one of that name and length; else it isn't published.
    pub file: Option<FileContext>,
}

/// A correspondence: whole threads, as many as a page can hold, and the ways to the others.
#[derive(Clone, Debug, Serialize)]
pub struct CorrespondenceContext {
    /// What readers call its file, where several of the document's files say something.
    pub title: Option<String>,
    /// How many messages there are.
    pub count: usize,
    /// Who wrote and received them, in words.
    pub people: Option<String>,
    /// The day of the first.
    pub since: Option<DateContext>,
    /// The day of the last, where it is another.
    pub until: Option<DateContext>,
    /// What is shown whole.
    pub threads: Vec<ThreadContext>,
    /// The others.
    pub others: Vec<RowsContext>,
}

/// Messages that answer each other.
#[derive(Clone, Debug, Serialize)]
pub struct ThreadContext {
    /// What the first is about.
    pub subject: Option<String>,
    /// Its messages, each followed by its answers.
    pub messages: Vec<MessageContext>,
}

/// Ways to messages, under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct RowsContext {
    /// A subject or a year.
    pub title: String,
    /// The ways.
    pub rows: Vec<RowContext>,
}

/// The way to a message, or to the first of several.
#[derive(Clone, Debug, Serialize)]
pub struct RowContext {
    /// Who wrote it, what it is about, or a month.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its date; none of a month.
    pub date: Option<DateContext>,
    /// How many messages it stands for.
    pub count: usize,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// The pages of a document, each at its own address.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsContext {
    /// What readers call its file, where several of the document's files say something.
    pub title: Option<String>,
    /// `sheets` with pictures, `numbers`, `chapters` of an outline, or `ranges`.
    pub kind: &'static str,
    /// The pages, chapters or ranges.
    pub leaves: Vec<LeafContext>,
    /// Of chapters and ranges: the pages that the site quotes.
    pub quoted: Vec<LeafContext>,
}

/// A page, or the first of several.
#[derive(Clone, Debug, Serialize)]
pub struct LeafContext {
    /// "Page 3", what is printed on it, or the title of a chapter.
    pub title: String,
    /// Its address.
    pub url: String,
    /// How many places quote it.
    pub quoted: usize,
    /// A small picture of it.
    pub picture: Option<PictureContext>,
    /// How deep a chapter stands, from 1.
    pub level: u8,
    /// Of a page: the name that links point to, where no larger picture of it has it.
    pub anchor: Option<String>,
}
