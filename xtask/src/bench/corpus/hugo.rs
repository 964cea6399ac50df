//! The corpus as a Hugo site, with the smallest theme that writes what Casebook writes.

use super::article::Article;
use super::{PER_PAGE, PICTURE, put, quoted};
use crate::failure::Failure;
use std::path::Path;

const BASE: &str = r#"<!doctype html>
<html lang="{{ site.Language.Lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }} – {{ site.Title }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
<link rel="canonical" href="{{ .Permalink }}">
{{ range .AllTranslations }}<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">
{{ end }}{{ with .OutputFormats.Get "rss" }}<link rel="alternate" type="application/rss+xml" href="{{ .Permalink }}">{{ end }}
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a href="{{ "/" | relLangURL }}">{{ site.Title }}</a>
<nav><ul>{{ range site.Menus.main }}<li><a href="{{ .URL }}">{{ .Name }}</a></li>{{ end }}</ul></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer><p>{{ site.Title }}</p></footer>
</body>
</html>
"#;

const SINGLE: &str = r#"{{ define "main" }}<article>
<h1>{{ .Title }}</h1>
<p>{{ .Description }}</p>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></p>
{{ .Content }}
<ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>
</article>{{ end }}
"#;

const LIST: &str = r#"{{ define "main" }}<h1>{{ .Title }}</h1>
{{ .Content }}
{{ $pages := .Paginate .RegularPages }}<ul>
{{ range $pages.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
<time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time>
<p>{{ .Description }}</p></li>
{{ end }}</ul>
{{ if gt $pages.TotalPages 1 }}<nav>
{{ with $pages.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}
<span>{{ $pages.PageNumber }} / {{ $pages.TotalPages }}</span>
{{ with $pages.Next }}<a href="{{ .URL }}">Older</a>{{ end }}
</nav>{{ end }}{{ end }}
"#;

const TERMS: &str = r#"{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ len .Pages }}</li>{{ end }}</ul>{{ end }}
"#;

const HOME: &str = r#"{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}
"#;

/// Everything but the articles.
pub(super) fn write_frame(folder: &Path, languages: &[&str]) -> Result<(), Failure> {
    put(folder, "hugo.toml", settings(languages))?;
    put(folder, "static/pictures/shared.png", PICTURE)?;
    put(folder, "static/style.css", "body { max-width: 40rem }\n")?;
    for (name, template) in [("baseof", BASE), ("single", SINGLE), ("list", LIST), ("terms", TERMS)] {
        put(folder, &format!("layouts/_default/{name}.html"), template)?;
    }
    put(folder, "layouts/index.html", HOME)?;
    put(folder, "content/_index.md", "+++\ntitle = \"Measured\"\n+++\n\nThe home page.\n")?;
    put(folder, "content/articles/_index.md", "+++\ntitle = \"Articles\"\n+++\n\nAll articles.\n")?;
    for language in &languages[1..] {
        put(folder, &format!("content/_index.{language}.md"), "+++\ntitle = \"Gemessen\"\n+++\n\nDie Startseite.\n")?;
        put(folder, &format!("content/articles/_index.{language}.md"), "+++\ntitle = \"Texte\"\n+++\n\nAlle Texte.\n")?;
    }
    Ok(())
}

fn settings(languages: &[&str]) -> String {
    let mut text = format!(
        "baseURL = \"https://example.org/\"\ntitle = \"Measured\"\ndefaultContentLanguage = \"en\"\nenableRobotsTXT = true\n\
         [pagination]\npagerSize = {PER_PAGE}\n\
         [services.rss]\nlimit = {PER_PAGE}\n\
         [taxonomies]\ntag = \"tags\"\n\
         [outputs]\nhome = [\"html\", \"rss\"]\nsection = [\"html\", \"rss\"]\ntaxonomy = [\"html\"]\nterm = [\"html\"]\n"
    );
    for (at, language) in languages.iter().enumerate() {
        let prefix = if at == 0 { String::new() } else { format!("/{language}") };
        text.push_str(&format!(
            "[languages.{language}]\nweight = {}\n[[languages.{language}.menus.main]]\nname = \"Articles\"\nurl = \"{prefix}/articles/\"\n",
            at + 1
        ));
    }
    text
}

/// Hugo shares nothing between languages.
pub(super) fn front_matter(article: &Article) -> String {
    format!("title = \"{}\"\ndescription = \"{}\"\ndate = {}\ntags = {}\n", article.title, article.description, article.date, quoted(&article.tags))
}
