//! A statement: wholly the words of one person; the editor speaks only in `note`.

use super::WordsSource;
use crate::value::{At, LanguageTag, Localised, PersonRef, PrivateFile, record};

record! {
    /// One person's own words. The body is wholly theirs; the editor speaks only in `note` directives.
    pub struct Statement {
        /// Who speaks.
        shared person: PersonRef,
        /// What the person was when they said it.
        text role: Option<String>,
        /// The profession that the case page groups by; one of `site.toml`.
        shared profession: Option<At<String>>,
        /// On what occasion it was said, and how we have it: a letter, an interview, a hearing.
        text occasion: Option<String>,
        /// What the editor changed; without it, nothing was.
        text editing: Option<String>,
        /// In which language it was said, where it is not the language of the original.
        shared language: Option<LanguageTag>,
        /// The document or recording that holds these words.
        shared source: Option<WordsSource>,
        /// By what right the words are published; without it, the page says nothing of that.
        shared permission: Option<Permission>,
    }
}

record! {
    /// By what right somebody's words are published.
    pub struct Permission {
        /// What readers are told.
        shared text: Localised,
        /// The paper itself; it lies in `private/`, which is never published nor read, so nobody but you can see whether it is there. May be left out.
        shared paper: Option<PrivateFile>,
    }
}
