//! Texts, dates, lists and plurals, and what is said of the files that a site adds.

use super::*;
use crate::source::{File, SitePath};

const ENGLISH: &str = "\
hello = Hello
read-more = Read more
quoted = { $count ->
    [one] Quoted once by { $who }
   *[other] Quoted { $count } times by { $who }
}
month-5 = May
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-year = { $year }
date-time = { $date }, { $time }
list-two = { $first } and { $rest }
list-middle = { $first }, { $rest }
list-last = { $first } and { $rest }
";

const GERMAN: &str = "\
hello = Hallo
quoted = { $count ->
    [one] Einmal zitiert von { $who }
   *[other] { $count }-mal zitiert von { $who }
}
month-5 = Mai
date-day = { $day }. { $month } { $year }
date-month = { $month } { $year }
date-year = { $year }
date-time = { $date }, { $time } Uhr
list-two = { $first } und { $rest }
list-middle = { $first }, { $rest }
list-last = { $first } und { $rest }
";

const DEFAULTS: &[LanguageFile<'_>] = &[("en", ENGLISH), ("de", GERMAN)];

fn source(files: &[(&str, &str)]) -> Source {
    files.iter().map(|(path, text)| (SitePath::new(path).expect("a path"), File::text((*text).to_owned()))).collect()
}

fn languages() -> Languages {
    let (languages, diagnostics) = Languages::load(DEFAULTS, &Source::default());
    assert_eq!(diagnostics, []);
    languages
}

#[test]
fn texts_fall_back_to_english_and_then_to_their_id() {
    let languages = languages();
    for (tag, id, expected) in [
        ("en", "hello", "Hello"),
        ("de", "hello", "Hallo"),
        ("de-AT", "hello", "Hallo"),
        ("fr", "hello", "Hello"),
        ("de", "read-more", "Read more"),
        ("de", "nothing", "nothing"),
    ] {
        assert_eq!(languages.get(tag).text(id), expected, "{tag} {id}");
    }
    assert_eq!(languages.get("de").find("hello").as_deref(), Some("Hallo"));
    assert_eq!(languages.get("de").find("nothing"), None);
    assert_eq!(languages.get("de").try_format("nothing", &[]), Err(TextError::Unknown("nothing".to_owned())));
}

#[test]
fn plural_forms_follow_the_language() {
    let languages = languages();
    for (tag, count, expected) in [
        ("en", 1, "Quoted once by Ada"),
        ("en", 0, "Quoted 0 times by Ada"),
        ("en", 1200, "Quoted 1200 times by Ada"),
        ("de", 1, "Einmal zitiert von Ada"),
        ("de", 2, "2-mal zitiert von Ada"),
    ] {
        let text = languages.get(tag).format("quoted", &[("count", Arg::Number(count)), ("who", Arg::Text("Ada"))]);
        assert_eq!(text, expected);
    }
}

#[test]
fn a_text_without_its_value_is_an_error() {
    let error = languages().get("en").try_format("quoted", &[("count", Arg::Number(2))]).expect_err("`who` is missing");
    assert!(error.to_string().contains("$who"), "{error}");
}

#[test]
fn dates_are_as_exact_as_they_are_known() {
    let languages = languages();
    for (tag, date, expected) in [
        ("en", "1991-05-04", "4 May 1991"),
        ("en", "1991-05", "May 1991"),
        ("en", "1991", "1991"),
        ("de", "1991-05-04", "4. Mai 1991"),
        ("de", "1991-05", "Mai 1991"),
        ("de", "1991", "1991"),
    ] {
        assert_eq!(languages.get(tag).date(date.parse().expect("a date")), expected);
    }
    let moment: ZonedDateTime = "2026-05-04T09:05:00+02:00[Europe/Berlin]".parse().expect("a moment");
    assert_eq!(languages.get("en").date_time(&moment), "4 May 2026, 09:05");
    assert_eq!(languages.get("de").date_time(&moment), "4. Mai 2026, 09:05 Uhr");
}

#[test]
fn lists_are_joined_as_people_say_them() {
    let languages = languages();
    let items: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
    let joined = |tag: &str, len: usize| languages.get(tag).list(&items[..len]);
    assert_eq!((0..=4).map(|len| joined("en", len)).collect::<Vec<_>>(), ["", "a", "a and b", "a, b and c", "a, b, c and d"]);
    assert_eq!(joined("de", 3), "a, b und c");
}

#[test]
fn directions_come_from_the_language() {
    let files = source(&[("theme/strings/ar.ftl", "hello = \u{645}\n"), ("theme/strings/ku.ftl", "direction = rtl\n")]);
    let (languages, _) = Languages::load(DEFAULTS, &files);
    assert_eq!(["en", "de", "ar", "ku"].map(|tag| languages.get(tag).direction()), ["ltr", "ltr", "rtl", "rtl"]);
    assert_eq!(languages.get("ar").tag(), "ar");
}

#[test]
fn a_site_changes_words_and_adds_languages() {
    let files = source(&[("theme/strings/de.ftl", "hello = Servus\n"), ("theme/strings/fr.ftl", "hello = Bonjour\n")]);
    let (languages, diagnostics) = Languages::load(DEFAULTS, &files);
    assert_eq!(languages.get("de").text("hello"), "Servus");
    assert_eq!(languages.get("de").text("month-5"), "Mai");
    assert_eq!(languages.get("fr").text("hello"), "Bonjour");
    assert_eq!(languages.get("fr").text("read-more"), "Read more");
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.span.as_ref().map(|span| span.path.as_str()))).collect();
    assert_eq!(codes, [("strings-missing", Some("theme/strings/fr.ftl"))], "only a new language must be complete");
    assert!(diagnostics[0].hints[0].contains("`read-more`") && !diagnostics[0].hints[0].contains("`hello`"), "{:?}", diagnostics[0]);
}

#[test]
fn mistakes_are_named_at_their_place() {
    for (path, text, code, underlined, hint) in [
        ("theme/strings/de.ftl", "hello = Hallo\nquoted = { $count\n", "strings-syntax", "quoted = { $count", "id = The words"),
        ("theme/strings/de.ftl", "# A note\nhelo = Hallo\n", "strings-unknown", "helo", "did you mean `hello`?"),
        ("theme/strings/de.ftl", "hello = A\nhello = B\n", "strings-twice", "hello", "remove one"),
        ("theme/strings/de.ftl", "quoted = { $who } { $cuont }\n", "strings-variable", "$cuont", "it may use `$count`, `$who`"),
        ("theme/strings/de.ftl", "hello =\n    Hallo { $name }\n", "strings-variable", "$name", "it takes no values"),
        ("theme/strings/deutsch german.ftl", "hello = Hallo\n", "strings-language", "", "as in `fr.ftl`"),
        ("theme/strings/DE.ftl", "hello = Hallo\n", "strings-language", "", "`de.ftl`"),
    ] {
        let (_, diagnostics) = Languages::load(DEFAULTS, &source(&[(path, text)]));
        let [diagnostic] = diagnostics.as_slice() else { panic!("{text}: one mistake, not {diagnostics:?}") };
        let span = diagnostic.span.as_ref().expect("a place");
        assert_eq!((diagnostic.code, &text[span.range.indices()]), (code, underlined), "{diagnostic:?}");
        assert!(diagnostic.hints.iter().any(|said| said.contains(hint)), "{diagnostic:?}");
    }
}

#[test]
fn money_in_a_text_is_no_variable() {
    let (languages, diagnostics) = Languages::load(DEFAULTS, &source(&[("theme/strings/en.ftl", "hello = It costs $count, { \"$x\" }\n")]));
    assert_eq!(diagnostics, []);
    assert_eq!(languages.get("en").text("hello"), "It costs $count, $x");
}

#[test]
fn order_is_alphabetical_for_people() {
    let mut titles = ["Zebra", "Östen", "ostern", "\u{201e}Aal\u{201c}", "Straße 10", "Strasse 9", "Ärger", "Arg", "Łódź", "Lob"].to_vec();
    titles.sort_by_key(|title| sort_key(title));
    assert_eq!(titles, ["\u{201e}Aal\u{201c}", "Arg", "Ärger", "Lob", "Łódź", "Östen", "ostern", "Strasse 9", "Straße 10", "Zebra"]);
}
