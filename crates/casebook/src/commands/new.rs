//! `casebook new`: a small site that works, to be written over.
//!
//! It shows each thing once: a statement, the person who speaks, the document that proves it. It
//! is checked before anything is written, and it never goes into a folder that holds something.

use crate::environment;
use crate::error::{CommandError, Outcome};
use crate::terminal;
use casebook_site::check::{Cache, PLACEHOLDER, Stage, check, refresh};
use casebook_site::diagnostic::{Colour, SiteFolder, as_shell_word, to_text};
use casebook_site::settings::is_origin;
use casebook_site::source::{Edit, File, SitePath, Source};
use casebook_site::value::LanguageTag;
use std::fs;
use std::path::{Path, PathBuf};

/// What stands in `site.toml` where nothing was said.
const TITLE: &str = "A title for this site";
const OWNER: &str = "Your name";

/// Make a new site
///
/// Writes a small, valid site with a statement, the person who speaks and the document that
/// proves it, so that one sees how it is done. Never writes into a folder that holds something.
#[derive(clap::Args, Debug)]
pub(crate) struct New {
    /// The folder to make
    #[arg(value_name = "SITE")]
    path: PathBuf,
    /// The title of the site
    #[arg(long, default_value = TITLE)]
    title: String,
    /// Who is responsible for it
    #[arg(long, default_value = OWNER)]
    owner: String,
    /// Its languages, the first of them being the default, such as `en,de`
    #[arg(long, value_name = "TAG,TAG", value_delimiter = ',', default_value = "en")]
    languages: Vec<String>,
    /// The address at which it will be published, such as `https://example.org`
    #[arg(long, value_name = "ORIGIN")]
    base: Option<String>,
}

/// The texts of the starter in one language.
struct Texts {
    /// What is said of an example.
    example: &'static str,
    files: [(&'static str, &'static str); 8],
}

macro_rules! texts {
    ($language:literal, $example:literal) => {
        Texts {
            example: $example,
            files: [
                ("content/_index", include_str!(concat!("../../starter/", $language, "/home.md"))),
                ("content/about", include_str!(concat!("../../starter/", $language, "/about.md"))),
                ("content/statements/_index", include_str!(concat!("../../starter/", $language, "/statements/_index.md"))),
                ("content/statements/first-statement", include_str!(concat!("../../starter/", $language, "/statements/first-statement.md"))),
                ("content/people/_index", include_str!(concat!("../../starter/", $language, "/people/_index.md"))),
                ("content/people/first-witness", include_str!(concat!("../../starter/", $language, "/people/first-witness.md"))),
                ("content/documents/_index", include_str!(concat!("../../starter/", $language, "/documents/_index.md"))),
                ("content/documents/first-letter/index", include_str!(concat!("../../starter/", $language, "/documents/first-letter.md"))),
            ],
        }
    };
}

const ENGLISH: Texts = texts!("en", "an example. Write your own text, then delete this line.");
const GERMAN: Texts = texts!("de", "ein Beispiel. Schreiben Sie Ihren eigenen Text und löschen Sie dann diese Zeile.");
const LETTER: &str = include_str!("../../starter/letter.txt");
const PRIVATE: &str = include_str!("../../starter/private-readme.md");
const IGNORED: &str = "# What Casebook remembers and makes\n.casebook/\n/public/\n\n# Papers that nobody else may see\n/private/\n";

/// What an owner will soon need: a name, why, and the lines that say it. Tables come last, as TOML wants it.
const LATER: [(&str, &str, &str); 9] = [
    ("base", "The address at which the site will be published; feeds, the sitemap and search engines need it.", "base = \"https://example.org\""),
    ("description", "One sentence on the site, for feeds and search engines.", "description = \"What this site is about.\""),
    ("contact", "Where readers write to; the directive `form` shows it.", "contact = \"mail@example.org\""),
    ("time_zone", "Where the dates and times of this site are meant; without it, UTC.", "time_zone = \"Europe/Berlin\""),
    ("footer_note", "A sentence that stands at the foot of every page.", "footer_note = \"Texts may be quoted with their source.\""),
    ("gone", "Old addresses of what was taken down for good; readers and search engines are told so.", "gone = [\"/old-news/\", \"/?p=13\"]"),
    (
        "topics",
        "What readers may write about: `:::form{topic=\"press\"}` names one of these.",
        "[[topics]]\nname = \"press\"\ntitle = \"A question from the press\"",
    ),
    ("professions", "The professions by which statements are grouped, in their order.", "[[professions]]\nname = \"chemist\"\ntitle = \"Chemists\""),
    ("redirects", "Old addresses and where they lead, so that no link to an earlier site breaks.", "[redirects]\n\"/old/page/\" = \"/\""),
];

impl New {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        refuse_what_holds_something(&self.path)?;
        check_languages(&self.languages)?;
        self.base.as_deref().map_or(Ok(()), check_base)?;
        let source = self.source()?;
        let (_, diagnostics) = check(&source, Stage::Draft, environment::now(), &Cache::default());
        if diagnostics.has_errors() {
            terminal::say(&to_text(&diagnostics, &source, SiteFolder::HERE, Colour::Ansi));
            return Err(CommandError::usage("these settings make no valid site; nothing was written"));
        }
        for (path, file) in source.iter().filter_map(|(path, _)| Some((path.as_str(), source.text(path)?.as_bytes()))) {
            write(&self.path, path, file)?;
        }
        write(&self.path, "private/README.md", PRIVATE.as_bytes())?;
        write(&self.path, ".gitignore", IGNORED.as_bytes())?;
        let path = self.path.display();
        let word = as_shell_word(&self.path.to_string_lossy());
        terminal::say(&format!("The new site is in {path}.\n\ncasebook serve {word}\n\nshows it in the browser, and follows what you change.\n"));
        Ok(Outcome::Done)
    }

    /// The new site in memory, its translations noted as up to date.
    fn source(&self) -> Result<Source, CommandError> {
        let mut files = vec![("site.toml".to_owned(), self.settings()), ("content/documents/first-letter/letter.txt".to_owned(), LETTER.to_owned())];
        let mut translations = Vec::new();
        for (index, language) in self.languages.iter().enumerate() {
            // The default has to have texts; a further language that we don't speak begins empty.
            let texts = match (language.as_str(), index) {
                ("de", _) => GERMAN,
                ("en", _) | (_, 0) => ENGLISH,
                _ => continue,
            };
            for (at, (name, text)) in texts.files.into_iter().enumerate() {
                if index == 0 {
                    files.push((format!("{name}.md"), marked(name, texts.example, &with_shared_fields(text, ENGLISH.files[at].1))));
                } else {
                    translations.push(site_path(&format!("{name}.{language}.md"))?);
                    files.push((format!("{name}.{language}.md"), marked(name, texts.example, &own_fields(text))));
                }
            }
        }
        let files = files.into_iter().map(|(path, text)| Ok((site_path(&path)?, File::text(text))));
        let mut source: Source = files.collect::<Result<Vec<_>, CommandError>>()?.into_iter().collect();
        for path in translations {
            let Ok(text) = refresh(&source, &path) else { continue };
            let base = source.get(&path).map(|file| file.hash);
            let noted = source.edit(&[Edit::Put { path, file: File::text(text), base }]);
            source = noted.map_err(|error| CommandError::usage(error.to_string()))?;
        }
        Ok(source)
    }

    fn settings(&self) -> String {
        let languages: Vec<String> = self.languages.iter().map(|language| quoted(language)).collect();
        let base = self.base.as_ref().map_or(String::new(), |base| format!("base = {}\n", quoted(base)));
        let mark = |is_example: bool| if is_example { format!(" {PLACEHOLDER}: write your own, then delete this comment") } else { String::new() };
        let set = format!(
            "{base}languages = [{}]\ntitle = {}{}\nowner = {}{}\nmenu = [\"statements\", \"documents\", \"people\", \"about\"]\n",
            languages.join(", "),
            quoted(&self.title),
            mark(self.title == TITLE),
            quoted(&self.owner),
            mark(self.owner == OWNER)
        );
        let is_open = |(name, ..): &&(&str, &str, &str)| *name != "base" || self.base.is_none();
        let open: String = LATER.iter().filter(is_open).map(|(_, why, lines)| format!("\n# {why}\n{}", commented(lines))).collect();
        format!(
            "{set}\n# What follows is switched off. Take the # away from the lines below a sentence to switch them on.\n\
             # Lines without [brackets] have to stay above the first line in [brackets].\n{open}"
        )
    }
}

/// Says in an example that it is one, so that nobody publishes it by mistake. The pages of sections can stay as they are.
fn marked(name: &str, example: &str, text: &str) -> String {
    match text.strip_prefix("+++\n") {
        Some(rest) if !name.ends_with("/_index") || name == "content/_index" => {
            format!("+++\n{PLACEHOLDER}: {example}\n{rest}")
        }
        _ => text.to_owned(),
    }
}

/// Refuses what is no list of languages, before anything else is said.
fn check_languages(languages: &[String]) -> Result<(), CommandError> {
    const KNOWN: [(&str, &str); 10] = [
        ("english", "en"),
        ("german", "de"),
        ("deutsch", "de"),
        ("french", "fr"),
        ("spanish", "es"),
        ("italian", "it"),
        ("polish", "pl"),
        ("dutch", "nl"),
        ("portuguese", "pt"),
        ("russian", "ru"),
    ];
    let example = "write the short tags of the languages with commas and no spaces between them, the default first: `--languages en,de`";
    for (at, language) in languages.iter().enumerate() {
        if LanguageTag::parse(language).is_none() {
            let meant = KNOWN.iter().find(|(name, _)| language.eq_ignore_ascii_case(name));
            let wrong = CommandError::usage(format!("`{language}` is not the tag of a language"));
            let wrong = meant.iter().fold(wrong, |wrong, (_, tag)| wrong.hint(format!("did you mean `{tag}`?")));
            return Err(wrong.hint(example));
        }
        if languages[..at].iter().any(|other| other.eq_ignore_ascii_case(language)) {
            return Err(CommandError::usage(format!("the language `{language}` is named twice")).hint(example));
        }
    }
    Ok(())
}

/// Refuses what is no address of a whole site.
fn check_base(base: &str) -> Result<(), CommandError> {
    let is_clean = !base.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"`\\".contains(c));
    if is_clean && is_origin(base) {
        return Ok(());
    }
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().trim();
    let is_host = host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || ".-:".contains(c));
    let meant = if is_host { format!("https://{host}") } else { "https://example.org".to_owned() };
    let wrong = CommandError::usage(format!("`{base}` is not the address of a site"));
    Err(wrong.hint(format!("write https:// and the site's name, and nothing behind it: `--base {meant}`; or leave `--base` out for now")))
}

/// Lines that say nothing yet.
fn commented(lines: &str) -> String {
    lines.lines().map(|line| format!("# {line}\n")).collect()
}

fn site_path(path: &str) -> Result<SitePath, CommandError> {
    SitePath::new(path).map_err(|error| CommandError::usage(error.to_string()))
}

/// The front matter and the body of a text.
fn parts(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("+++\n")?.split_once("+++\n")
}

/// A name that only the text of the default language says: dates, persons, files.
fn is_shared(line: &str) -> bool {
    ["date =", "person =", "children ="].iter().any(|name| line.starts_with(name))
}

/// A default text: what its English twin says for all languages is said here.
fn with_shared_fields(text: &str, english: &str) -> String {
    let (Some((front, body)), Some((shared, _))) = (parts(text), parts(english)) else { return text.to_owned() };
    if front == shared {
        return text.to_owned();
    }
    let (top, tables) = shared.split_at(shared.find("\n[").map_or(shared.len(), |at| at + 1));
    let lines: String = top.lines().filter(|line| is_shared(line)).map(|line| format!("{line}\n")).collect();
    let separator = if tables.is_empty() { "" } else { "\n" };
    format!("+++\n{front}{lines}{separator}{tables}+++\n{body}")
}

/// A translation: without what is said once for all languages.
fn own_fields(text: &str) -> String {
    let Some((front, body)) = parts(text) else { return text.to_owned() };
    let top = &front[..front.find("\n[").map_or(front.len(), |at| at + 1)];
    let lines: String = top.lines().filter(|line| !is_shared(line) && !line.is_empty()).map(|line| format!("{line}\n")).collect();
    format!("+++\n{lines}+++\n{body}")
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let escape = |c: char| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

fn refuse_what_holds_something(path: &Path) -> Result<(), CommandError> {
    match fs::read_dir(path).map(|mut entries| entries.next().is_some()) {
        Ok(false) => Ok(()),
        Ok(true) => Err(CommandError::usage(format!("{} holds something already", path.display())).hint("name a folder that does not exist yet")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(CommandError::file("open", path, &error)),
    }
}

fn write(root: &Path, path: &str, bytes: &[u8]) -> Result<(), CommandError> {
    let full = root.join(path);
    let folder = full.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(|error| CommandError::file("make the folder", folder, &error))?;
    fs::write(&full, bytes).map_err(|error| CommandError::file("write", &full, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_site::diagnostic::Diagnostics;
    use jiff::Timestamp;

    fn new(languages: &[&str]) -> New {
        let languages = languages.iter().copied().map(str::to_owned).collect();
        New {
            path: "x".into(),
            title: "A \"title\" \\ \t".to_owned(),
            owner: "Ö".to_owned(),
            languages,
            base: Some("https://example.org".to_owned()),
        }
    }

    /// Everything that is said of a site but that it is still an example.
    fn faults(diagnostics: &Diagnostics) -> Vec<&'static str> {
        diagnostics.iter().map(|diagnostic| diagnostic.code).filter(|code| *code != "placeholder-left").collect()
    }

    #[test]
    fn each_example_says_that_it_is_one() {
        for (languages, examples) in [(&["en"][..], 5), (&["en", "de"], 10), (&["fr"], 5)] {
            for (site, own) in [(new(languages), 0), (New { title: TITLE.to_owned(), owner: OWNER.to_owned(), ..new(languages) }, 2)] {
                let source = site.source().expect("a site");
                let (_, diagnostics) = check(&source, Stage::Live, Timestamp::UNIX_EPOCH, &Cache::default());
                let found = diagnostics.iter().filter(|diagnostic| diagnostic.code == "placeholder-left").count();
                assert_eq!(found, examples + own, "{languages:?}\n{}", to_text(&diagnostics, &source, SiteFolder::HERE, Colour::Plain));
            }
        }
    }

    #[test]
    fn what_is_no_language_or_address_is_told_with_what_was_meant() {
        for (languages, said) in [
            (&["german"][..], "did you mean `de`?"),
            (&["en", " de"], "--languages en,de"),
            (&[""], "--languages en,de"),
            (&["de_DE"], "--languages en,de"),
            (&["en", "EN"], "--languages en,de"),
        ] {
            let languages: Vec<String> = languages.iter().copied().map(str::to_owned).collect();
            let refused = check_languages(&languages).expect_err("no languages");
            assert!(refused.hints.iter().any(|hint| hint.contains(said)), "{languages:?}: {refused:?}");
        }
        for (base, meant) in [
            ("example.com", "--base https://example.com`"),
            ("https://example.com/blog/", "--base https://example.com`"),
            ("ftp://example.com", "--base https://example.com`"),
            ("https://", "--base https://example.org`"),
            ("my site", "--base https://example.org`"),
            ("https://a b", "--base https://example.org`"),
        ] {
            let refused = check_base(base).expect_err("no address");
            assert!(refused.hints[0].contains(meant), "{base}: {refused:?}");
        }
        assert!(check_languages(&["en".to_owned(), "pt-BR".to_owned()]).is_ok() && check_base("http://localhost:8000").is_ok());
    }

    #[test]
    fn every_new_site_is_without_fault() {
        for languages in [&["en"][..], &["de"], &["en", "de"], &["de", "en"], &["fr"], &["fr", "de"]] {
            let source = new(languages).source().expect("a site");
            for stage in [Stage::Draft, Stage::Live] {
                let (_, diagnostics) = check(&source, stage, Timestamp::UNIX_EPOCH, &Cache::default());
                // That the theme speaks no French is the one thing to be said of a French site.
                let codes = faults(&diagnostics);
                let expected: &[&str] = if languages.contains(&"fr") { &["language-words"] } else { &[] };
                assert_eq!(codes, expected, "{languages:?}\n{}", to_text(&diagnostics, &source, SiteFolder::HERE, Colour::Plain));
            }
        }
    }

    #[test]
    fn what_is_switched_off_is_valid_once_it_is_switched_on() {
        let site = New { base: None, ..new(&["en", "de"]) };
        let source = site.source().expect("a site");
        let path = site_path("site.toml").expect("a path");
        let written = source.text(&path).expect("a text").to_owned();
        let check_with = |text: String| {
            let base = source.get(&path).map(|file| file.hash);
            let source = source.edit(&[Edit::Put { path: path.clone(), file: File::text(text.clone()), base }]).expect("an edit");
            let (site, diagnostics) = check(&source, Stage::Live, Timestamp::UNIX_EPOCH, &Cache::default());
            assert!(faults(&diagnostics).is_empty(), "{text}\n{}", to_text(&diagnostics, &source, SiteFolder::HERE, Colour::Plain));
            format!("{:?}", site.settings())
        };
        let plain = check_with(written.clone());
        let mut all = written;
        for (name, _, lines) in LATER {
            let on = all.replace(&commented(lines), &format!("{lines}\n"));
            assert_ne!(on, all, "{name} is not offered");
            assert_ne!(check_with(on.clone()), plain, "{name} says nothing");
            all = on;
        }
        // Each alone, too: what stands above it stays switched off.
        for (name, _, lines) in LATER {
            let alone = source.text(&path).expect("a text").replace(&commented(lines), &format!("{lines}\n"));
            assert_ne!(check_with(alone), plain, "{name}");
        }
        assert!(!new(&["en"]).settings().contains("# base"), "an address that is set is not offered again");
    }
}
