//! `casebook new`: a small site that works, to be written over.
//!
//! It shows each thing once: a statement, the person who speaks, the document that proves it. It
//! is checked before anything is written, and it never goes into a folder that holds something.

mod texts;

use super::own_words::check_own;
use crate::environment;
use crate::error::{CommandError, Outcome};
use crate::terminal;
use casebook_site::check::{PLACEHOLDER, Stage, refresh};
use casebook_site::diagnostic::{Colour, Diagnostics, SiteFolder, as_shell_word, to_text};
use casebook_site::settings::is_origin;
use casebook_site::source::{Edit, File, SitePath, Source};
use casebook_site::value::LanguageTag;
use std::fs;
use std::path::{Path, PathBuf};
use texts::{ENGLISH, Texts, in_language};

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
    #[arg(long)]
    title: Option<String>,
    /// Who is responsible for it
    #[arg(long)]
    owner: Option<String>,
    /// Its languages, the first of them being the default, such as `en,de`
    #[arg(long, value_name = "TAG,TAG", value_delimiter = ',', default_value = "en")]
    languages: Vec<String>,
    /// The address at which it will be published, such as `https://example.org`
    #[arg(long, value_name = "ORIGIN")]
    base: Option<String>,
}

impl New {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        refuse_what_holds_something(&self.path)?;
        check_languages(&self.languages)?;
        self.base.as_deref().map_or(Ok(()), check_base)?;
        let source = self.source()?;
        let (_, diagnostics) = check_own(&source, Stage::Draft, environment::now());
        if diagnostics.has_errors() {
            terminal::say(&to_text(&diagnostics, &source, SiteFolder::HERE, Colour::Ansi));
            return Err(CommandError::usage("these settings make no valid site; nothing was written"));
        }
        for (path, file) in source.iter().filter_map(|(path, _)| Some((path.as_str(), source.text(path)?.as_bytes()))) {
            write(&self.path, path, file)?;
        }
        make_private(&self.path.join("private"))?;
        write(&self.path, "private/README.md", self.texts().private.as_bytes())?;
        write(&self.path, ".gitignore", self.texts().ignored.as_bytes())?;
        terminal::say(&self.closing(&diagnostics));
        Ok(Outcome::Done)
    }

    /// The texts of the default language; a site has to have some, so English stands in for what we don't speak.
    fn texts(&self) -> &'static Texts {
        self.languages.first().and_then(|language| in_language(language)).unwrap_or(&ENGLISH)
    }

    fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(self.texts().title)
    }

    fn owner(&self) -> &str {
        self.owner.as_deref().unwrap_or(self.texts().owner)
    }

    /// What was made, what it still lacks, and what to do next.
    fn closing(&self, diagnostics: &Diagnostics) -> String {
        let path = self.path.display();
        let word = as_shell_word(&self.path.to_string_lossy());
        let mut said = format!("The new site is in {path}.\n\ncasebook serve {word}\n\nshows it in the browser, and follows what you change.\n");
        let base = if self.base.is_none() { "`base`, the address at which it will be published, and " } else { "" };
        let settings = self.path.join("site.toml");
        said += &format!("\nBefore you publish it, set {base}`time_zone` in {}.\n", settings.display());
        let has_no_words = diagnostics.iter().any(|found| found.code == "language-words");
        for (at, tag) in self.languages.iter().enumerate().filter(|(_, tag)| in_language(tag).is_none()) {
            let examples = match at {
                0 => "The examples are in English.".to_owned(),
                _ => format!("No example was written in it: a text in it is a file with `.{tag}` in its name, such as content/about.{tag}.md."),
            };
            let words = format!("What the pages say by themselves is in English until theme/strings/{tag}.ftl says it in that language.");
            let words = if has_no_words { words } else { String::new() };
            said += &format!("\nCasebook doesn't speak `{tag}`. {examples} {words}\n");
        }
        said
    }

    /// The new site in memory, its translations noted as up to date.
    fn source(&self) -> Result<Source, CommandError> {
        let texts = self.texts();
        let (letter, words) = texts.letter;
        let mut files = vec![("site.toml".to_owned(), self.settings()), (format!("content/documents/first-letter/{letter}"), words.to_owned())];
        let mut translations = Vec::new();
        let further = || self.languages.iter().skip(1).filter_map(|language| Some((language.as_str(), in_language(language)?)));
        for (at, (name, text)) in texts.entries.into_iter().enumerate() {
            let first = further().fold(text.to_owned(), |text, (tag, other)| said_in_both(&text, (&self.languages[0], tag), other.entries[at].1));
            files.push((format!("{name}.md"), marked(name, texts.example, &first)));
        }
        for (language, other) in further() {
            for (name, text) in other.entries {
                translations.push(site_path(&format!("{name}.{language}.md"))?);
                files.push((format!("{name}.{language}.md"), marked(name, other.example, &own_fields(name, text))));
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
        let texts = self.texts();
        let languages: Vec<String> = self.languages.iter().map(|language| quoted(language)).collect();
        let base = self.base.as_ref().map_or(String::new(), |base| format!("base = {}\n", quoted(base)));
        let mark = |is_example: bool| if is_example { format!(" {PLACEHOLDER}: {}", texts.example_line) } else { String::new() };
        let set = format!(
            "{base}languages = [{}]\ntitle = {}{}\nowner = {}{}\nmenu = [\"statements\", \"documents\", \"people\", \"about\"]\n",
            languages.join(", "),
            quoted(self.title()),
            mark(self.title() == texts.title),
            quoted(self.owner()),
            mark(self.owner() == texts.owner)
        );
        let is_open = |(name, ..): &&(&str, &str, &str)| *name != "base" || self.base.is_none();
        let open: String = texts.later.iter().filter(is_open).map(|(_, why, lines)| format!("\n# {why}\n{}", commented(lines))).collect();
        format!("{set}\n{}{open}", texts.switched_off)
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
    let example = "write the short tags of the languages with commas and no spaces between them, the default first: `--languages en,de`";
    for (at, language) in languages.iter().enumerate() {
        if LanguageTag::parse(language).is_none() {
            let wrong = CommandError::usage(format!("`{language}` is not the tag of a language"));
            return Err(match LanguageTag::meant(language) {
                Some(tag) => wrong.hint(format!("did you mean `{tag}`?")).hint(example),
                None => wrong.hint(example),
            });
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

/// Front matter up to its first table, and the tables.
fn tables_apart(front: &str) -> (&str, &str) {
    front.split_at(front.find("\n[").map_or(front.len(), |at| at + 1))
}

/// A text of the default language, in whose tables each sentence is said in both languages. Tables stand
/// line by line alike in all of them; what is the same is said once, and a file is the default's.
fn said_in_both(text: &str, (own, further): (&str, &str), other: &str) -> String {
    let (Some((front, body)), Some((other, _))) = (parts(text), parts(other)) else { return text.to_owned() };
    let ((top, tables), (_, others)) = (tables_apart(front), tables_apart(other));
    let both = |(line, other): (&str, &str)| match (line.split_once(" = "), other.split_once(" = ")) {
        (Some((name, value)), Some((_, said))) if value != said && name != "file" => match value.strip_suffix(" }") {
            Some(table) => format!("{name} = {table}, {further} = {said} }}\n"),
            None => format!("{name} = {{ {own} = {value}, {further} = {said} }}\n"),
        },
        _ => format!("{line}\n"),
    };
    let tables: String = tables.lines().zip(others.lines()).map(both).collect();
    format!("+++\n{top}{tables}+++\n{body}")
}

/// A translation: without what is said once for all languages, and with an address of its own.
fn own_fields(name: &str, text: &str) -> String {
    let Some((front, body)) = parts(text) else { return text.to_owned() };
    let is_shared = |line: &&str| line.is_empty() || ["date =", "person =", "children ="].iter().any(|name| line.starts_with(name));
    let mut lines: String = tables_apart(front).0.lines().filter(|line| !is_shared(line)).map(|line| format!("{line}\n")).collect();
    let name = name.trim_end_matches("/index").trim_end_matches("/_index");
    if !lines.contains("\nslug =") && name != "content" {
        let slug = name.rsplit('/').next().unwrap_or(name);
        lines += &format!("slug = {}\n", quoted(slug));
    }
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

/// The folder of what nobody else may see: other users of this machine can't look into it.
fn make_private(folder: &Path) -> Result<(), CommandError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| CommandError::file("make the folder", folder, &error))
}

#[cfg(test)]
mod tests {
    use super::texts::GERMAN;
    use super::*;
    use jiff::Timestamp;

    fn new(languages: &[&str]) -> New {
        let languages = languages.iter().copied().map(str::to_owned).collect();
        New {
            path: "x".into(),
            title: Some("A \"title\" \\ \t".to_owned()),
            owner: Some("Ö".to_owned()),
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
        for (languages, examples) in [(&["en"][..], 5), (&["en", "de"], 10), (&["de"], 5), (&["fr"], 5)] {
            for (site, own) in [(new(languages), 0), (New { title: None, owner: None, ..new(languages) }, 2)] {
                let source = site.source().expect("a site");
                let (_, diagnostics) = check_own(&source, Stage::Live, Timestamp::UNIX_EPOCH);
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
        for languages in [&["en"][..], &["de"], &["en", "de"], &["de", "en"], &["de", "en", "fr"], &["de-at", "en"], &["fr"], &["fr", "de"]] {
            let source = new(languages).source().expect("a site");
            for stage in [Stage::Draft, Stage::Live] {
                let (_, diagnostics) = check_own(&source, stage, Timestamp::UNIX_EPOCH);
                // That the theme speaks no French is the one thing to be said of a French site.
                let codes = faults(&diagnostics);
                let expected: &[&str] = if languages.contains(&"fr") { &["language-words"] } else { &[] };
                assert_eq!(codes, expected, "{languages:?}\n{}", to_text(&diagnostics, &source, SiteFolder::HERE, Colour::Plain));
            }
        }
    }

    #[test]
    fn what_is_switched_off_is_valid_once_it_is_switched_on() {
        for (languages, texts) in [(&["en", "de"], ENGLISH), (&["de", "en"], GERMAN)] {
            each_is_valid_once_it_is_switched_on(&New { base: None, ..new(languages) }, &texts);
        }
        assert!(!new(&["en"]).settings().contains("# base"), "an address that is set is not offered again");
    }

    fn each_is_valid_once_it_is_switched_on(site: &New, texts: &Texts) {
        let source = site.source().expect("a site");
        let path = site_path("site.toml").expect("a path");
        let written = source.text(&path).expect("a text").to_owned();
        let check_with = |text: String| {
            let base = source.get(&path).map(|file| file.hash);
            let source = source.edit(&[Edit::Put { path: path.clone(), file: File::text(text.clone()), base }]).expect("an edit");
            let (site, diagnostics) = check_own(&source, Stage::Live, Timestamp::UNIX_EPOCH);
            assert!(faults(&diagnostics).is_empty(), "{text}\n{}", to_text(&diagnostics, &source, SiteFolder::HERE, Colour::Plain));
            format!("{:?}", site.settings())
        };
        let plain = check_with(written.clone());
        let mut all = written;
        for (name, _, lines) in texts.later {
            let on = all.replace(&commented(lines), &format!("{lines}\n"));
            assert_ne!(on, all, "{name} is not offered");
            assert_ne!(check_with(on.clone()), plain, "{name} says nothing");
            all = on;
        }
        // Each alone, too: what stands above it stays switched off.
        for (name, _, lines) in texts.later {
            let alone = source.text(&path).expect("a text").replace(&commented(lines), &format!("{lines}\n"));
            assert_ne!(check_with(alone), plain, "{name}");
        }
    }

    #[test]
    fn each_language_has_its_own_addresses_and_words() {
        let german_first = New { title: None, owner: None, ..new(&["de", "en"]) }.source().expect("a site");
        let (site, _) = check_own(&german_first, Stage::Live, Timestamp::UNIX_EPOCH);
        let addresses: Vec<&str> = site.urls().map(casebook_site::address::UrlPath::as_str).collect();
        for address in ["/ueber/", "/aussagen/erste-aussage/", "/en/about/", "/en/statements/first-statement/", "/en/documents/first-letter/"] {
            assert!(addresses.contains(&address), "{address} of {addresses:?}");
        }
        let text = |source: &Source, path: &str| source.text(&site_path(path).expect("a path")).expect("a text").to_owned();
        let english = new(&["en"]).source().expect("a site");
        let german = New { title: None, owner: None, ..new(&["de"]) }.source().expect("a site");
        for (path, word) in [
            ("content/statements/first-statement.md", "text = \"Der Verfasser"),
            ("content/documents/first-letter/index.md", "how = \"Mit der Post\""),
            ("content/documents/first-letter/brief.txt", "wegen der F\u{e4}hre"),
            ("site.toml", "title = \"Ein Titel f\u{fc}r diese Seite\""),
            ("site.toml", "\n# Ein Satz \u{fc}ber die Seite"),
        ] {
            assert!(text(&german, path).contains(word), "{path}: {}", text(&german, path));
        }
        for ((name, one), (_, other)) in ENGLISH.entries.iter().zip(GERMAN.entries) {
            let lines = |text| parts(text).map(|(front, _)| tables_apart(front).1.lines().count());
            assert_eq!(lines(one), lines(other), "{name}: tables stand line by line alike");
        }
        let both = text(&german_first, "content/documents/first-letter/index.md");
        assert!(both.contains("how = { de = \"Mit der Post\", en = \"By post\" }") && both.contains("file = \"brief.txt\"\n"), "{both}");
        assert!(text(&english, "content/documents/first-letter/index.md").contains("how = \"By post\"\n"));
    }

    #[test]
    fn what_comes_next_and_what_is_not_spoken_is_said() {
        let said = |site: &New| {
            let (_, diagnostics) = check_own(&site.source().expect("a site"), Stage::Draft, Timestamp::UNIX_EPOCH);
            site.closing(&diagnostics)
        };
        let plain = said(&New { base: None, ..new(&["en", "de"]) });
        assert!(plain.contains("set `base`, the address") && plain.contains("`time_zone` in x/site.toml") && !plain.contains("speak"), "{plain}");
        assert!(!said(&new(&["en"])).contains("`base`"));
        let french = said(&new(&["fr"]));
        assert!(french.contains("`fr`. The examples are in English.") && french.contains("theme/strings/fr.ftl"), "{french}");
        assert!(said(&new(&["en", "fr"])).contains("content/about.fr.md"));
    }
}
