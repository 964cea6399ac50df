//! The corpus as a Zola site, with the smallest templates that write what Casebook writes.

use super::article::Article;
use super::{PER_PAGE, PICTURE, put, quoted};
use crate::failure::Failure;
use std::path::Path;

const BASE: &str = r#"<!doctype html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{% block title %}{{ config.title }}{% endblock %}</title>
{% block head %}{% endblock %}
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a href="{{ get_url(path="/", lang=lang) }}">{{ config.title }}</a>
<nav><ul><li><a href="{{ get_url(path="/articles/", lang=lang) }}">Articles</a></li></ul></nav></header>
<main>{% block main %}{% endblock %}</main>
<footer><p>{{ config.title }}</p></footer>
</body>
</html>
"#;

const PAGE: &str = r#"{% extends "base.html" %}
{% block title %}{{ page.title }} – {{ config.title }}{% endblock %}
{% block head %}<meta name="description" content="{{ page.description }}">
<link rel="canonical" href="{{ page.permalink | safe }}">
{% for other in page.translations %}<link rel="alternate" hreflang="{{ other.lang }}" href="{{ other.permalink | safe }}">
{% endfor %}{% endblock %}
{% block main %}<article>
<h1>{{ page.title }}</h1>
<p>{{ page.description }}</p>
<p><time datetime="{{ page.date }}">{{ page.date | date(format="%d %B %Y") }}</time></p>
{{ page.content | safe }}
<ul>{% for tag in page.taxonomies.tags %}<li><a href="{{ get_taxonomy_url(kind="tags", name=tag, lang=lang) }}">{{ tag }}</a></li>{% endfor %}</ul>
</article>{% endblock %}
"#;

const ENTRIES: &str = r#"<ul>
{% for page in paginator.pages %}<li><a href="{{ page.permalink | safe }}">{{ page.title }}</a>
<time datetime="{{ page.date }}">{{ page.date | date(format="%d %B %Y") }}</time>
<p>{{ page.description }}</p></li>
{% endfor %}</ul>
{% if paginator.number_pagers > 1 %}<nav>
{% if paginator.previous %}<a href="{{ paginator.previous | safe }}">Newer</a>{% endif %}
<span>{{ paginator.current_index }} / {{ paginator.number_pagers }}</span>
{% if paginator.next %}<a href="{{ paginator.next | safe }}">Older</a>{% endif %}
</nav>{% endif %}"#;

const HOME: &str = r#"{% extends "base.html" %}
{% block main %}<h1>{{ section.title }}</h1>{{ section.content | safe }}{% endblock %}
"#;

const TERMS: &str = r#"{% extends "base.html" %}
{% block main %}<h1>Tags</h1>
<ul>{% for term in terms %}<li><a href="{{ term.permalink | safe }}">{{ term.name }}</a> {{ term.page_count }}</li>{% endfor %}</ul>{% endblock %}
"#;

/// Everything but the articles.
pub(super) fn write_frame(folder: &Path, languages: &[&str]) -> Result<(), Failure> {
    put(folder, "config.toml", settings(languages))?;
    put(folder, "static/pictures/shared.png", PICTURE)?;
    put(folder, "static/style.css", "body { max-width: 40rem }\n")?;
    let list = |heading: &str| format!("{{% extends \"base.html\" %}}\n{{% block main %}}<h1>{{{{ {heading} }}}}</h1>\n{ENTRIES}{{% endblock %}}\n");
    let templates = [
        ("base.html", BASE.to_owned()),
        ("page.html", PAGE.to_owned()),
        ("index.html", HOME.to_owned()),
        ("section.html", list("section.title")),
        ("tags/list.html", TERMS.to_owned()),
        ("tags/single.html", list("term.name")),
    ];
    for (name, template) in templates {
        put(folder, &format!("templates/{name}"), template)?;
    }
    for (at, language) in languages.iter().enumerate() {
        let ending = if at == 0 { String::new() } else { format!(".{language}") };
        put(folder, &format!("content/_index{ending}.md"), "+++\ntitle = \"Measured\"\n+++\n\nThe home page.\n")?;
        let section =
            format!("+++\ntitle = \"Articles\"\nsort_by = \"date\"\npaginate_by = {PER_PAGE}\ngenerate_feeds = true\n+++\n\nAll articles.\n");
        put(folder, &format!("content/articles/_index{ending}.md"), section)?;
    }
    Ok(())
}

fn settings(languages: &[&str]) -> String {
    let taxonomies = format!("taxonomies = [{{ name = \"tags\", paginate_by = {PER_PAGE}, feed = false }}]\n");
    let mut text = format!(
        "base_url = \"https://example.org\"\ntitle = \"Measured\"\ndefault_language = \"en\"\ncompile_sass = false\n\
         build_search_index = false\ngenerate_feeds = true\nfeed_limit = {PER_PAGE}\n{taxonomies}"
    );
    for language in &languages[1..] {
        text.push_str(&format!("[languages.{language}]\ntitle = \"Gemessen\"\ngenerate_feeds = true\n{taxonomies}"));
    }
    text
}

/// Zola shares nothing between languages.
pub(super) fn front_matter(article: &Article) -> String {
    format!(
        "title = \"{}\"\ndescription = \"{}\"\ndate = {}\n[taxonomies]\ntags = {}\n",
        article.title,
        article.description,
        article.date,
        quoted(&article.tags)
    )
}
