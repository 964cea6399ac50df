//! A recording: a film or sound, of this site or on another one.

use crate::value::{LanguageTag, Length, MediaRef, PersonRef, TrackRef, Url, choice, record};

record! {
    /// A film or sound: an own file, or one that another site holds. The picture is the poster.
    pub struct Recording {
        /// Film or sound.
        shared medium: Medium,
        /// The own file (MP4, WebM, MP3, Ogg).
        shared file: Option<MediaRef>,
        /// The outside service that holds it.
        shared provider: Option<String>,
        /// Its number there.
        shared id: Option<String>,
        /// Its address there, which the card links to.
        shared url: Option<Url>,
        /// How long it is.
        shared length: Option<Length>,
        /// In which language it is.
        shared language: Option<LanguageTag>,
        /// The transcript, a WebVTT file beside the entry.
        shared transcript: Option<TrackRef>,
        /// Captions to show with the film, WebVTT files beside the entry.
        shared captions: Vec<Captions>,
        /// Who is seen or heard, among the persons of this site.
        shared persons: Vec<PersonRef>,
        /// Who made it.
        text credit: Option<String>,
    }
}

record! {
    /// Captions in one language.
    pub struct Captions {
        /// The language.
        shared language: LanguageTag,
        /// The WebVTT file.
        shared file: TrackRef,
    }
}

choice! {
    /// Film or sound.
    pub enum Medium {
        /// To be seen and heard.
        Film = "film",
        /// To be heard.
        Sound = "sound",
    }
}
