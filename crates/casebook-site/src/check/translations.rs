//! Translations: whether each still translates what its original says.

use super::Stage;
use super::cache::Cache;
use super::entries::{View, gather};
use super::parsed::{Parsed, place_in_front_matter};
use super::site::{Entry, Site};
use crate::diagnostic::{Command, Diagnostic, Span};
use crate::settings::Settings;
use crate::source::{SitePath, Source};
use crate::value::Findings;
use jiff::Timestamp;

/// Hexadecimal digits of the hash in `translates`: enough to notice any change.
const DIGITS: usize = 16;

/// Says which translations are older than their originals; of what can't be read there is nothing to say yet, and
/// while an original has mistakes, nobody knows what it will say.
pub(super) fn check_all(site: &Site) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for entry in site.entries.iter().filter(|entry| entry.version(entry.original).unread().is_none()) {
        let is_settled = !entry.version(entry.original).has_mistakes();
        for (language, version) in entry.versions.iter().enumerate() {
            let Some(version) = version.as_ref().filter(|version| language != entry.original && version.unread().is_none()) else { continue };
            let command = Command { when: "when the translation is right", name: "translated", file: version.path.clone() };
            match &version.common.translates {
                Some(translates) if is_settled && entry.is_outdated(language) => {
                    let outdated = Diagnostic::warning("translation-outdated", "the original has changed since this was translated");
                    found.push(outdated.at(translates.span.clone()).command(command));
                }
                Some(_) => {}
                None => {
                    let unknown = Diagnostic::warning("translation-unmarked", "nothing says which text this translates");
                    found.push(unknown.at(Span::new(&version.path, version.front_matter)).command(command));
                }
            }
        }
    }
    found
}

impl Entry {
    /// Whether the file in this language translates an earlier text than the original's present one.
    /// Nobody knows while the original can't be read.
    pub(crate) fn is_outdated(&self, language: usize) -> bool {
        let Some(version) = self.versions[language].as_ref().filter(|_| language != self.original) else { return false };
        let original = self.version(self.original);
        let Some(translates) = version.common.translates.as_ref().filter(|_| original.unread().is_none()) else { return false };
        present(original).is_some_and(|present| translates.value != present)
    }
}

/// What `translates` says in a translation of what this file says now.
fn present(original: &Parsed) -> Option<String> {
    Some(original.text_hash?.short(DIGITS))
}

/// The text of a translation with `translates` set to what its original says now.
///
/// The line is added or replaced; nothing else of the file changes. Fails for a file that is not a
/// translation of anything, and for one whose original can't be read.
pub fn refresh(source: &Source, path: &SitePath) -> Result<String, Diagnostic> {
    let refuse = |message: &str| Err(Diagnostic::error("translates-original", message).at(Span::start_of(path)));
    let Some(text) = source.text(path) else { return refuse("there is no such text in this site") };
    let settings = Settings::read(source, &mut Findings::default());
    let view = View { source, settings: &settings, stage: Stage::Draft, now: Timestamp::UNIX_EPOCH };
    let gathered = gather(view, &Cache::default());
    let find = |entry: &&Entry| entry.versions.iter().flatten().any(|version| version.path == *path);
    let Some(entry) = gathered.entries.iter().find(find) else { return refuse("this file is not the text of an entry") };
    let original = entry.version(entry.original);
    if original.path == *path {
        return refuse("this file is the original; it translates nothing");
    }
    if let Some(unread) = original.unread() {
        let why = "mend this first; what the original says can't be noted before it can be read";
        return Err(unread.clone().hint(why));
    }
    let Some(present) = present(original) else { return refuse("this file has no original") };
    let line = format!("translates = \"{present}\"");
    // Also what is no hash at all (reported) has to go: a name can't stand there twice.
    match place_in_front_matter(path, text, "translates") {
        Some(value) => {
            let value = value.indices();
            let start = text[..value.start].rfind('\n').map_or(0, |newline| newline + 1);
            Ok(format!("{}{line}{}", &text[..start], &text[value.end..]))
        }
        None => insert_line(text, &line).map_or_else(|| refuse("this file has no front matter between +++ lines"), Ok),
    }
}

/// Adds a line at the top of the front matter: before any table, where top-level names belong.
fn insert_line(text: &str, line: &str) -> Option<String> {
    let (fence, _) = text.split_once('\n').filter(|(fence, _)| fence.trim_start_matches('\u{feff}').trim_end() == "+++")?;
    let newline = if fence.ends_with('\r') { "\r\n" } else { "\n" };
    Some(format!("{fence}\n{line}{newline}{}", &text[fence.len() + 1..]))
}
