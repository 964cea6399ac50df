//! The examples of the handbook are sites: what a reader copies from it has no mistake. Links between the documents hold.
//!
//! A page's examples make one site. A fence after a line that is only a path (`` `site.toml`: ``) is
//! that file; any other fence of Markdown is the text of a page of its own.

use casebook_site::source::{Edit, File};
use casebook_tests::{drafted, path_of, source};
use std::path::{Path, PathBuf};

/// The pages of the handbook whose examples are checked, each with the least number of them.
const PAGES: [(&str, usize); 3] = [("owner.md", 5), ("editor.md", 28), ("theme.md", 4)];

/// Files that the examples speak of and that are no text.
const FILES: [&str; 9] = [
    "content/about/portrait.jpg",
    "content/about/house.jpg",
    "content/about/garden.jpg",
    "content/documents/lab-report/report.pdf",
    "content/documents/letters/letters.mbox",
    "content/books/the-second-reading/cover.jpg",
    "content/recordings/interview/interview.mp4",
    "content/recordings/interview/interview.de.vtt",
    "private/permission.pdf",
];

/// What is said of files that an example doesn't use, and of translations that nobody has marked yet.
const EXPECTED: [&str; 3] = ["file-unused", "translation-unmarked", "section-missing"];

#[test]
fn every_example_is_valid() {
    for (name, least) in PAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
        let page = std::fs::read_to_string(&path).expect("a page of the handbook");
        let examples = examples(&page);
        assert!(examples.len() >= least, "docs/{name} has {} examples", examples.len());
        let binary: Vec<Edit> = FILES.iter().map(|path| Edit::Put { path: path_of(path), file: File::text(content_of(path)), base: None }).collect();
        let source = source(examples).edit(&binary).expect("new files");
        let edition = drafted(source);
        let mistakes: Vec<_> = edition.diagnostics.iter().filter(|found| !EXPECTED.contains(&found.code)).collect();
        assert!(mistakes.is_empty(), "docs/{name}: {mistakes:#?}");
        assert_eq!(edition.fill(), [], "docs/{name}");
    }
}

/// What stands in a file that the handbook names and doesn't show.
fn content_of(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("vtt") => "WEBVTT\n\n00:00.000 --> 00:04.500\nIch war da.\n",
        Some("mbox") => {
            "From a@example.org Mon Nov 12 18:22:00 2018\nFrom: Ada Stone <a@example.org>\nDate: Mon, 12 Nov 2018 18:22:00 +0000\nMessage-ID: <1@example.org>\n\nWas it right?\n\nFrom b@example.org Tue Nov 13 09:05:00 2018\nFrom: Jo Writer <b@example.org>\nDate: Tue, 13 Nov 2018 09:05:00 +0000\nMessage-ID: <2@example.org>\nIn-Reply-To: <1@example.org>\n\nTo the minute.\n"
        }
        Some("pdf") => {
            "The report begins.\n---\nThe clock was found correct to the minute.\n---\nDie Asche ist die eines Seils.\n---\nPage four.\n---\nThe clock was forty minutes fast.\n"
        }
        _ => "(a picture)\n",
    }
}

/// The examples of a page: path and text.
fn examples(page: &str) -> Vec<(String, String)> {
    let mut examples = Vec::new();
    let mut before = "";
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```").filter(|language| !language.is_empty()) else {
            before = if line.is_empty() { before } else { line };
            continue;
        };
        let text: String = lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
        let path = before.strip_prefix('`').and_then(|rest| rest.strip_suffix("`:"));
        match path {
            Some(path) => examples.push((path.to_owned(), text)),
            None if language == "markdown" => {
                let path = format!("content/about/example-{}.md", examples.len());
                examples.push((path, format!("+++\ntitle = \"Example\"\n+++\n{text}")));
            }
            None => {}
        }
        before = "";
    }
    examples
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut count = 0;
    for folder in [root.clone(), root.join("docs"), root.join("docs/reference")] {
        for page in pages_in(&folder) {
            let text = without_fences(&std::fs::read_to_string(&page).expect("a page"));
            for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|link| !link.starts_with("https://")) {
                let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
                let target = if file.is_empty() { page.clone() } else { folder.join(file) };
                assert!(target.exists(), "{}: there is no {link}", page.display());
                let has_place = || headings(&std::fs::read_to_string(&target).expect("a page")).iter().any(|id| id == fragment);
                assert!(fragment.is_empty() || has_place(), "{}: there is no place {link}", page.display());
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count} links");
}

fn pages_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// The text without its examples, whose links belong to other folders.
fn without_fences(page: &str) -> String {
    page.split("\n```").step_by(2).collect()
}

/// The ids of a page's headings as hosting sites make them.
fn headings(page: &str) -> Vec<String> {
    let id = |heading: &str| heading.trim().to_lowercase().replace(' ', "-").replace(|c: char| !c.is_alphanumeric() && !"-_".contains(c), "");
    page.lines().filter(|line| line.starts_with('#')).map(|line| id(line.trim_start_matches('#'))).collect()
}

#[test]
fn an_example_is_found_with_its_path() {
    let page = "Words.\n\n`site.toml`:\n\n```toml\na = 1\n```\n\nMore.\n\n```markdown\nText.\n```\n\n```console\nls\n```\n";
    let found = examples(page);
    let expected = [("site.toml", "a = 1\n"), ("content/about/example-1.md", "+++\ntitle = \"Example\"\n+++\nText.\n")];
    assert_eq!(found.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>(), expected);
}
