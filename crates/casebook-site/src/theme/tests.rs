//! The engine over a tiny theme: what templates see, what owners may change, and what is said of
//! their mistakes.

use super::*;
use crate::source::File;
use minijinja::context;

macro_rules! file {
    ($path:literal, $text:literal) => {
        DefaultFile { path: $path, bytes: $text.as_bytes() }
    };
}

const FILES: &[DefaultFile] = &[
    file!("site.css", ":root { --ink: #111; --paper: #fff; }\nbody { color: var(--ink) }\n"),
    file!("strings/de.ftl", "hello = Hallo\nquoted = { $count ->\n    [one] einmal\n   *[other] { $count }-mal\n}\n"),
    file!("strings/en.ftl", "hello = Hello\nquoted = { $count ->\n    [one] once\n   *[other] { $count } times\n}\n"),
    file!(
        "templates/base.html",
        "<title>{% block title %}{{ title }}{% endblock %}</title>\n{% block main %}{% endblock %}\n<link href=\"{{ asset('site.css') }}\">\n"
    ),
    file!("templates/card.html", "<b>{{ title }}</b>"),
    file!("templates/macros.html", "{% macro link(page) %}<a href=\"{{ page.url }}\">{{ page.title }}</a>{% endmacro %}\n"),
    file!(
        "templates/statement.html",
        "{% extends \"base.html\" %}\n{% from \"macros.html\" import link %}\n{% block main %}\n{% block words %}<q>{{ body }}</q>{% endblock %}\n{% block links %}{{ link(page) }}{% endblock %}\n{% endblock %}\n"
    ),
];

fn sample() -> Value {
    context! {
        title => "Tea & \"cake\"",
        body => Value::from_safe_string("<p>Words</p>".to_owned()),
        page => context! { url => "/a/b/", title => "B" },
        count => 2,
        items => vec!["a", "b"],
        nothing => (),
        yes => true,
    }
}

fn samples() -> Vec<(&'static str, Value)> {
    vec![("statement.html", sample())]
}

fn source(files: &[(&str, &str)]) -> Source {
    files.iter().map(|(path, text)| (SitePath::new(path).expect("a path"), File::text((*text).to_owned()))).collect()
}

fn load(files: &[(&str, &str)]) -> (Theme, Vec<Diagnostic>) {
    Theme::from_files(FILES, samples, &source(files))
}

/// The statement page with these words in its block `words`.
fn with_words(words: &str) -> (Theme, Vec<Diagnostic>) {
    let text = format!("{{% extends \"default/statement.html\" %}}{{% block words %}}{words}{{% endblock %}}");
    load(&[("theme/templates/statement.html", &text)])
}

/// What these words become on an English page.
fn words(words: &str) -> String {
    let (theme, diagnostics) = with_words(words);
    assert_eq!(diagnostics, [], "{words}");
    let page = theme.render("statement.html", "en", sample()).expect("it renders");
    let (start, end) = (page.find("</title>\n").expect("a title") + 9, page.find("<a href").expect("the links"));
    page[start..end].trim_end_matches('\n').to_owned()
}

#[test]
fn a_page_is_rendered() {
    let (theme, diagnostics) = load(&[]);
    assert_eq!(diagnostics, []);
    let expected = format!(
        "<title>Tea &amp; &quot;cake&quot;</title>\n<q><p>Words</p></q><a href=\"/a/b/\">B</a><link href=\"{}\">",
        theme.asset_url("site.css")
    );
    assert_eq!(theme.render("statement.html", "en", sample()), Ok(expected));
    assert_eq!(theme.check(), []);
}

#[test]
fn an_owner_overrides_one_block() {
    let (theme, diagnostics) = load(&[
        (
            "theme/templates/statement.html",
            "{# ours #}{% extends \"default/statement.html\" %}\n{% block words %}<i>{{ super() }}</i>{% include 'card.html' %}{% endblock %}\n",
        ),
        ("theme/templates/base.html", "{% extends 'default/base.html' %}{% block title %}{{ super() }} | us{% endblock %}"),
        ("theme/templates/card.html", "{% extends 'default/card.html' %}"),
    ]);
    assert_eq!(diagnostics, []);
    let page = theme.render("statement.html", "en", sample()).expect("it renders");
    assert!(page.contains("<i><q><p>Words</p></q></i><b>Tea &amp; &quot;cake&quot;</b>"), "{page}");
    assert!(page.contains("&quot;cake&quot; | us</title>"), "the parent's override counts for its children: {page}");
}

#[test]
fn values_are_printed_as_html_needs_them() {
    for (template, expected) in [
        ("{{ \"<&>'\\\"/\" }}", "&lt;&amp;&gt;&#39;&quot;/"),
        ("{{ body }}", "<p>Words</p>"),
        ("{{ body ~ '<' }}", "<p>Words</p>&lt;"),
        ("{{ '<' | e }}{{ body | escape }}", "&lt;<p>Words</p>"),
        ("{% autoescape false %}{{ '<' }}{% endautoescape %}", "&lt;"),
        ("{{ nothing }}{{ yes }}{{ 1.5 }}{{ count }}", "true1.52"),
        ("{% set x %}<b>{{ '<' }}</b>{% endset %}{{ x }}", "<b>&lt;</b>"),
    ] {
        assert_eq!(words(template), expected, "{template}");
    }
}

#[test]
fn the_interface_speaks_the_readers_language() {
    let (theme, diagnostics) = with_words("{{ t('hello') }}, {{ t('quoted', count=count) }}, {{ t('quoted', count=1) }}.");
    assert_eq!(diagnostics, []);
    for (language, expected) in
        [("en", "Hello, 2 times, once."), ("de", "Hallo, 2-mal, einmal."), ("de-CH", "Hallo, 2-mal, einmal."), ("fr", "Hello, 2 times, once.")]
    {
        let page = theme.render("statement.html", language, sample()).expect("it renders");
        assert!(page.contains(expected), "{language}: {page}");
    }
    assert_eq!(theme.strings("de").text("hello"), "Hallo");
}

/// Overrides with one mistake: file, text, code, what is underlined, and a part of the hints or of
/// the message.
const MISTAKES: &[(&str, &str, &str, &str, &str)] = &[
    ("statement.html", "<html>All mine</html>", "theme-replaces", "<html>All mine</html>", "begin with `{% extends \"default/statement.html\" %}`"),
    ("statement.html", "", "theme-replaces", "", "begin with"),
    ("statement.html", "{% block words %}{% endblock %}", "theme-replaces", "words", "begin with"),
    ("statement.html", "{% extends 'default/statement.html' %}\n<p>x</p>\n", "theme-replaces", "<p>x</p>", "inside a block"),
    ("statement.html", "{% extends 'default/statement.html' %}{% set a = 1 %}", "theme-replaces", "{% set a = 1 %}", "inside a block"),
    ("statement.html", "{% extends 'default/base.html' %}", "theme-template", "default/base.html", "extend `default/statement.html`"),
    ("statement.html", "{% extends 'statement.html' %}", "theme-template", "statement.html", "extend `default/statement.html`"),
    ("statment.html", "{% extends 'default/statment.html' %}", "theme-template", "", "did you mean `statement.html`?"),
    ("statement.html", "{% extends 'default/statement.html' %}{% block wrods %}{% endblock %}", "theme-block", "wrods", "did you mean `words`?"),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block x %}{% endblock %}",
        "theme-block",
        "x",
        "its blocks are `links`, `main`, `title`, `words`",
    ),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}{% include 'crad.html' %}{% endblock %}",
        "theme-template",
        "crad.html",
        "did you mean `card.html`?",
    ),
    ("statement.html", "{% extends 'default/statement.html' %}\n{% block words %}{{ title ! }}{% endblock %}", "theme-syntax", "!", ""),
    ("statement.html", "{% extends 'default/statement.html' %}\n{% block words %}ü{% if %}{% endblock %}", "theme-syntax", "%}", ""),
    ("statement.html", "{% extends 'default/statement.html' %}{% block words %}", "theme-syntax", "%}", "end of input"),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}\n{% block words %}ü {{ titel }}{% endblock %}",
        "theme-render",
        "titel",
        "did you mean `title`?",
    ),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}{{ page.adress.x }}{% endblock %}",
        "theme-render",
        "page.adress.x",
        "",
    ),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}{{ page.titel }}{% endblock %}",
        "theme-render",
        "page.titel",
        "did you mean `title`?",
    ),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}{{ page }}{% endblock %}",
        "theme-render",
        "page",
        "name the one to print",
    ),
    ("statement.html", "{% extends 'default/statement.html' %}{% block words %}{{ items }}{% endblock %}", "theme-render", "items", "{% for %}"),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}{{ title | safe }}{% endblock %}",
        "theme-render",
        "safe",
        "filter safe is unknown",
    ),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}{{ t('helo') }}{% endblock %}",
        "theme-render",
        "t('helo')",
        "did you mean `hello`?",
    ),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}{{ t('quoted') }}{% endblock %}",
        "theme-render",
        "t('quoted')",
        "$count",
    ),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}{{ asset('x.css') }}{% endblock %}",
        "theme-render",
        "asset('x.css')",
        "it has `site.css`",
    ),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}<p{{ lang('de') }}>{% endblock %}",
        "theme-render",
        "lang('de')",
        "takes a language",
    ),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}<p{{ lang(titel) }}>{% endblock %}",
        "theme-render",
        "lang(titel)",
        "takes a language",
    ),
    ("statement.html", "{% extends 'default/statement.html' %}{% block words %}{{ now() }}{% endblock %}", "theme-render", "now()", "now"),
    (
        "statement.html",
        "{% extends 'default/statement.html' %}{% block words %}{% include title %}{% endblock %}",
        "theme-render",
        "include title",
        "Tea",
    ),
    ("statement.html", "{% extends 'default/statement.html' %}{% block links %}{{ link(nothing) }}{% endblock %}", "theme-render", "", "macros.html"),
];

#[test]
fn mistakes_in_overrides_are_named_at_their_place() {
    for (name, text, code, underlined, said) in MISTAKES {
        let (theme, diagnostics) = load(&[(&format!("theme/templates/{name}"), text)]);
        let [diagnostic] = diagnostics.as_slice() else { panic!("{text}: one mistake, not {diagnostics:#?}") };
        let span = diagnostic.span.as_ref().unwrap_or_else(|| panic!("{text}: no place in {diagnostic:?}"));
        assert_eq!((diagnostic.code, &text[span.range.indices()]), (*code, *underlined), "{text}: {diagnostic:#?}");
        assert!(diagnostic.message.contains(said) || diagnostic.hints.iter().any(|hint| hint.contains(said)), "{text}: {diagnostic:#?}");
        let page = theme.render("statement.html", "en", sample()).expect("the site still opens");
        assert!(page.contains("<q><p>Words</p></q>"), "{text}: the mistaken override is set aside");
    }
}

#[test]
fn what_fails_in_many_templates_is_told_once() {
    let text = "{% extends 'default/base.html' %}{% block footer %}{{ nothing.there }}{% endblock %}";
    let (_, diagnostics) = Theme::load(&source(&[("theme/templates/base.html", text)]));
    let [diagnostic] = diagnostics.as_slice() else { panic!("one mistake, not {diagnostics:#?}") };
    assert!(diagnostic.hints.iter().any(|hint| hint.ends_with("other templates fail here, too")), "{diagnostic:#?}");
}

#[test]
fn a_loop_without_end_is_stopped() {
    for endless in [
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{% include 'statement.html' %}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    ] {
        let (_, diagnostics) = with_words(endless);
        let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, ["theme-render"], "{endless}: {diagnostics:?}");
        assert!(diagnostics[0].span.is_some(), "{endless}: {diagnostics:?}");
    }
}

#[test]
fn a_failure_in_service_is_a_diagnostic() {
    let (theme, diagnostics) = with_words("{% if count > 2 %}{{ missing }}{% endif %}");
    assert_eq!(diagnostics, []);
    let failing = context! { count => 3, ..sample() };
    let diagnostic = theme.render("statement.html", "de", failing).expect_err("`missing` is missing");
    assert_eq!(
        (diagnostic.code, diagnostic.span.map(|span| span.path.to_string())),
        ("theme-render", Some("theme/templates/statement.html".to_owned()))
    );
    let diagnostic = theme.render("card.html", "en", context! {}).expect_err("`title` is missing");
    assert_eq!((diagnostic.span, diagnostic.hints), (None, vec!["it arose in the default template `card.html`, line 1".to_owned()]));
    let diagnostic = theme.render("nothing.html", "en", context! {}).expect_err("there is no such template");
    assert!(diagnostic.message.contains("nothing.html"), "{diagnostic:?}");
}

#[test]
fn files_that_nothing_reads_are_named() {
    for (path, said) in [
        ("theme/site.css", "theme/tokens.css"),
        ("theme/foo.txt", "theme/templates/"),
        ("theme/statement.html", "theme/templates/"),
        ("theme/de.ftl", "theme/strings/"),
        ("theme/fonts/own.woff2", "fonts can't be added"),
        ("theme/templates/notes.md", "theme/templates/"),
    ] {
        let (_, diagnostics) = load(&[(path, "")]);
        let [diagnostic] = diagnostics.as_slice() else { panic!("{path}: {diagnostics:?}") };
        assert_eq!((diagnostic.code, diagnostic.severity), ("theme-unused", crate::diagnostic::Severity::Warning));
        assert!(diagnostic.hints[0].contains(said), "{diagnostic:?}");
    }
}

#[test]
fn tokens_reach_the_style_sheet() {
    let (theme, diagnostics) = load(&[("theme/tokens.css", ":root { --ink: navy; --inc: red }")]);
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["tokens-unknown"]);
    let [sheet] = theme.assets() else { panic!("one file: {:?}", theme.assets()) };
    assert!(sheet.body.ends_with(b"body{color:var(--ink)}:root { --ink: navy; }\n"), "{:?}", sheet.body);
    assert_eq!(sheet.url.href(), theme.asset_url("site.css"));
    assert_eq!(theme.tokens(), ["--ink", "--paper"]);
}

#[test]
fn whatever_changes_pages_changes_the_hash() {
    let plain = load(&[]).0.hash();
    assert_eq!(plain, load(&[("content/_index.md", "+++\n+++\n")]).0.hash());
    for file in
        [("theme/tokens.css", ""), ("theme/strings/de.ftl", "hello = Servus\n"), ("theme/templates/card.html", "{% extends 'default/card.html' %}")]
    {
        assert_ne!(plain, load(&[file]).0.hash(), "{file:?}");
    }
    assert_ne!(plain, Theme::from_files(&FILES[1..], samples, &source(&[])).0.hash());
}

#[test]
fn the_handbook_can_list_templates_and_blocks() {
    let (theme, _) = load(&[]);
    assert_eq!(theme.template_names().collect::<Vec<_>>(), ["base.html", "card.html", "macros.html", "statement.html"]);
    assert_eq!(theme.blocks("statement.html"), ["links", "main", "title", "words"]);
    assert_eq!(theme.blocks("nothing.html"), Vec::<&str>::new());
}

#[test]
fn the_default_theme_has_no_mistake() {
    let (theme, diagnostics) = Theme::load(&Source::default());
    assert_eq!(diagnostics, []);
    assert_eq!(theme.check(), []);
    let sheet = DEFAULT_FILES.iter().find(|file| file.path == assets::STYLE_SHEET).map_or("", |file| std::str::from_utf8(file.bytes).expect("text"));
    for range in assets::url_ranges(sheet) {
        let name = &sheet[range];
        assert!(name.starts_with("data:") || !theme.asset_url(name).is_empty(), "the style sheet loads `{name}`");
    }
}

#[test]
fn every_language_of_the_default_theme_has_every_text() {
    let texts: Vec<(&str, &str)> =
        DEFAULT_FILES.iter().filter_map(|file| Some((strings_tag(file.path)?, std::str::from_utf8(file.bytes).expect("text")))).collect();
    let ids = |text: &str| crate::language::message_ids(text).collect::<BTreeSet<_>>();
    for pair in texts.windows(2) {
        assert_eq!(ids(pair[0].1), ids(pair[1].1), "{} and {}", pair[0].0, pair[1].0);
    }
}
