//! What each kind of entry shows beyond what every entry has.

use super::{
    ContentsContext, CorrespondenceContext, DateContext, FileContext, LanguageContext, LinkContext, ListContext, PersonContext, PictureContext,
    SourceContext, TeaserContext,
};
use serde::Serialize;

/// A statement.
#[derive(Clone, Debug, Serialize)]
pub struct StatementContext {
    /// Who speaks.
    pub person: Option<PersonContext>,
    /// What the person was when they said it.
    pub role: Option<String>,
    /// The profession in words.
    pub profession: Option<String>,
    /// On what occasion it was said.
    pub occasion: Option<String>,
    /// What the editor changed.
    pub editing: Option<String>,
    /// The language in which it was said, where it is not the language of the text.
    pub spoken: Option<LanguageContext>,
    /// The document that holds the words.
    pub source: Option<SourceContext>,
    /// By what right it is published.
    pub permission: Option<String>,
}

/// An answer to an accusation; its parts are in the text.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerContext {
    /// Who accused.
    pub accuser: String,
    /// When.
    pub accused: DateContext,
    /// Where.
    pub place: Option<String>,
    /// The accusation's own address.
    pub url: Option<String>,
}

/// A document.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentContext {
    /// What it is.
    pub form: String,
    /// Its files.
    pub files: Vec<FileContext>,
    /// Its language.
    pub language: Option<LanguageContext>,
    /// Who made it.
    pub author: Option<String>,
    /// From whom it was received.
    pub received_from: Option<String>,
    /// How it was received.
    pub received_how: Option<String>,
    /// When it was received.
    pub received_date: Option<DateContext>,
    /// Through whose hands it went.
    pub custody: Vec<CustodyContext>,
    /// What was made unreadable.
    pub redactions: Vec<RedactionContext>,
    /// Who holds the rights.
    pub rights: Option<String>,
    /// The pictures of its pages that show what no other does.
    pub pages: Vec<PagePictureContext>,
    /// Its pages, each at its own address: of each of its files that has pages and has been read.
    pub contents: Vec<ContentsContext>,
    /// Of mail: its messages, of each of its files.
    pub correspondences: Vec<CorrespondenceContext>,
    /// What its files say that have neither pages nor messages.
    pub words: Vec<super::WordsContext>,
    /// Who quotes it.
    pub quoted_by: Vec<LinkContext>,
}

/// One hand that a document went through.
#[derive(Clone, Debug, Serialize)]
pub struct CustodyContext {
    /// Who held it.
    pub holder: String,
    /// From when on.
    pub date: Option<DateContext>,
    /// What happened there.
    pub note: Option<String>,
}

/// Something made unreadable.
#[derive(Clone, Debug, Serialize)]
pub struct RedactionContext {
    /// The place in words.
    pub place: Option<String>,
    /// Why.
    pub reason: String,
}

/// The picture of a page with its marks.
#[derive(Clone, Debug, Serialize)]
pub struct PagePictureContext {
    /// The page, from 1.
    pub page: u32,
    /// "Page 3".
    pub label: String,
    /// Where the picture leads: to the page's own address where it has one, else to its largest picture.
    pub url: String,
    /// The picture.
    pub picture: PictureContext,
    /// The marks.
    pub marks: Vec<MarkContext>,
}

/// A marked passage.
#[derive(Clone, Debug, Serialize)]
pub struct MarkContext {
    /// The name that links to the document's own page point to; none of what the site quotes, whose marks have names on the page's own.
    pub name: Option<String>,
    /// The rectangles that cover it.
    pub boxes: Vec<BoxContext>,
    /// The words that stand there.
    pub text: Option<String>,
}

/// A rectangle in thousandths of the picture's sides: it holds for a picture of any size.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BoxContext {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// To the right.
    pub width: u32,
    /// Downwards.
    pub height: u32,
}

/// A person's own page.
#[derive(Clone, Debug, Serialize)]
pub struct PersonPageContext {
    /// The person.
    pub person: PersonContext,
    /// The profession in words.
    pub profession: Option<String>,
    /// The person's addresses.
    pub links: Vec<LinkContext>,
    /// What the person said.
    pub statements: Vec<TeaserContext>,
    /// Where else the person is named.
    pub mentions: Vec<TeaserContext>,
}

/// A book.
#[derive(Clone, Debug, Serialize)]
pub struct BookContext {
    /// Its cover: the main picture, or that of an edition.
    pub cover: Option<PictureContext>,
    /// Which of the five drawn covers it has where it has no other, from 1.
    pub tone: u8,
    /// Who wrote it, in words.
    pub authors: Option<String>,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The year of the work.
    pub year: Option<u32>,
    /// Its editions.
    pub editions: Vec<EditionContext>,
    /// Its prizes.
    pub prizes: Vec<PrizeContext>,
}

/// One edition.
#[derive(Clone, Debug, Serialize)]
pub struct EditionContext {
    /// Its language.
    pub language: LanguageContext,
    /// Its title.
    pub title: String,
    /// The publisher.
    pub publisher: Option<String>,
    /// The year.
    pub year: Option<u32>,
    /// Its number.
    pub isbn: Option<String>,
    /// Who translated it.
    pub translator: Option<String>,
    /// Hardcover, paperback …
    pub form: Option<String>,
    /// The cover.
    pub cover: Option<PictureContext>,
    /// Where it can be had, in words.
    pub available: Option<String>,
    /// Where it is sold.
    pub url: Option<String>,
}

/// A prize.
#[derive(Clone, Debug, Serialize)]
pub struct PrizeContext {
    /// Its name.
    pub name: String,
    /// The year.
    pub year: Option<u32>,
}

/// A press report.
#[derive(Clone, Debug, Serialize)]
pub struct ReportContext {
    /// Where it appeared.
    pub outlet: String,
    /// Who made it, in words.
    pub authors: Option<String>,
    /// In which language.
    pub language: LanguageContext,
    /// What it is, in words.
    pub medium: String,
    /// Its address.
    pub url: Option<String>,
    /// An archived copy.
    pub archived: Option<String>,
    /// A passage of it.
    pub excerpt: Option<String>,
    /// The document of this site in which it stands.
    pub source: Option<SourceContext>,
    /// How long it is.
    pub length: Option<String>,
    /// Whom it is about.
    pub persons: Vec<PersonContext>,
}

/// A recording.
#[derive(Clone, Debug, Serialize)]
pub struct RecordingContext {
    /// The title, for a card inside another page.
    pub title: String,
    /// Its own page.
    pub page: String,
    /// `film` or `sound`.
    pub medium: &'static str,
    /// The own file.
    pub file: Option<MediaContext>,
    /// The outside service, where another site holds it.
    pub provider: Option<String>,
    /// Its address there.
    pub url: Option<String>,
    /// The poster.
    pub poster: Option<PictureContext>,
    /// How long it is: "4:05".
    pub length: Option<String>,
    /// In which language.
    pub language: Option<LanguageContext>,
    /// Captions.
    pub captions: Vec<CaptionsContext>,
    /// The transcript.
    pub transcript: Vec<CueContext>,
    /// The transcript as a file.
    pub transcript_file: Option<FileContext>,
    /// Who is seen or heard.
    pub persons: Vec<PersonContext>,
    /// Who made it.
    pub credit: Option<String>,
}

/// An own sound or film file.
#[derive(Clone, Debug, Serialize)]
pub struct MediaContext {
    /// Its address.
    pub url: String,
    /// Its media type.
    pub media_type: String,
}

/// Captions in a language.
#[derive(Clone, Debug, Serialize)]
pub struct CaptionsContext {
    /// The language.
    pub language: LanguageContext,
    /// The WebVTT file.
    pub url: String,
    /// Whether they are in the page's language.
    pub default: bool,
}

/// One passage of a transcript.
#[derive(Clone, Debug, Serialize)]
pub struct CueContext {
    /// The id that links point to: `t65`.
    pub id: String,
    /// The time as clocks show it: "1:05".
    pub time: String,
    /// Who speaks, where the file says so.
    pub speaker: Option<String>,
    /// What is said.
    pub text: String,
}

/// An event.
#[derive(Clone, Debug, Serialize)]
pub struct EventContext {
    /// What it rests on.
    pub sources: Vec<SourceContext>,
    /// The turning point.
    pub turning_point: bool,
    /// Who took part.
    pub persons: Vec<PersonContext>,
}

/// A talk.
#[derive(Clone, Debug, Serialize)]
pub struct TalkContext {
    /// When it begins.
    pub start: DateContext,
    /// When it ends.
    pub end: Option<DateContext>,
    /// Where it is.
    pub place: String,
    /// In which language.
    pub language: Option<LanguageContext>,
    /// Who speaks.
    pub persons: Vec<PersonContext>,
    /// The talk as a calendar file.
    pub calendar: Option<String>,
    /// Where one registers.
    pub register: Option<String>,
    /// Whom one asks.
    pub contact: Option<String>,
    /// It is over.
    pub past: bool,
}

/// A programme.
#[derive(Clone, Debug, Serialize)]
pub struct ProgrammeContext {
    /// Its steps.
    pub steps: Vec<StepContext>,
}

/// A step of a programme.
#[derive(Clone, Debug, Serialize)]
pub struct StepContext {
    /// Its number, from 1.
    pub number: usize,
    /// Its page.
    pub link: LinkContext,
    /// Its lead.
    pub lead: Option<String>,
}

/// The page of a tag.
#[derive(Clone, Debug, Serialize)]
pub struct TagContext {
    /// The tag.
    pub name: String,
    /// Its entries.
    pub list: ListContext,
}

/// The page of corrections.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionsContext {
    /// All corrections, latest first.
    pub corrections: Vec<CorrectedContext>,
}

/// The page of all feeds.
#[derive(Clone, Debug, Serialize)]
pub struct FeedsContext {
    /// The feed of the whole site, then those of its sections.
    pub feeds: Vec<FeedContext>,
    /// The calendar of all talks, where there are any.
    pub calendar: Option<FeedContext>,
}

/// Something that a reader can follow.
#[derive(Clone, Debug, Serialize)]
pub struct FeedContext {
    /// What it tells of.
    pub title: String,
    /// The language of the title where it is not the language of the page.
    pub language: Option<LanguageContext>,
    /// Where it stands, for a link.
    pub url: String,
    /// The whole address, to be copied.
    pub address: String,
}

/// A correction and its page.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectedContext {
    /// When it was mended.
    pub date: DateContext,
    /// What was wrong and what it says now.
    pub text: String,
    /// The page.
    pub page: LinkContext,
}
