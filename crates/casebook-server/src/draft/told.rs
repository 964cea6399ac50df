//! What is wrong with the draft, as the script in its pages hears it: what concerns the page first.
//!
//! It goes to the script as JSON and to nobody else. Nothing of it is HTML.

use super::look::{Found, Look};
use super::words::{Counts, Words};
use casebook_site::address::UrlPath;
use casebook_site::diagnostic::{Diagnostic, SiteFolder, to_values};
use casebook_site::source::SitePath;
use serde::Serialize;
use serde_json::Value;

/// How many are listed. Whoever has more mends these first.
const MAX_LISTED: usize = 200;

/// Characters told on either side of what is underlined.
const AROUND: usize = 80;

/// Characters told of it.
const MARKED: usize = 400;

#[derive(Debug, Serialize)]
struct Told {
    edition: i64,
    /// What tells the page from any other state of it; none where there is no page.
    page: Option<String>,
    language: String,
    direction: &'static str,
    words: Words,
    #[serde(flatten)]
    counts: Counts,
    /// Of the page, errors first.
    here: Vec<Value>,
    /// Of the rest of the site, errors first.
    elsewhere: Vec<Value>,
}

/// What is wrong with the site, for whoever looks at this address.
pub(super) fn told(look: &Look, path: &str, query: Option<&str>) -> Result<String, serde_json::Error> {
    let page = match look.find(path, query) {
        Found::Page(page) => Some(page),
        Found::Asset(..) | Found::Redirect(_) | Found::Nowhere(_) => None,
    };
    let mut all = look.edition.diagnostics.clone();
    all.extend(look.app.problems());
    let failures = page.as_ref().map(|page| page.failures.clone()).unwrap_or_default();
    all.extend(failures.iter().cloned());
    let mut counts = Counts::default();
    all.iter().for_each(|one| counts.add(one.severity));
    counts.left_out = all.len().saturating_sub(MAX_LISTED);
    let files = files(look, path);
    let is_here =
        |one: &&Diagnostic| failures.iter().any(|failure| failure == *one) || one.span.as_ref().is_some_and(|span| files.contains(&&span.path));
    let (mut here, mut elsewhere): (Vec<&Diagnostic>, Vec<&Diagnostic>) = all.iter().partition(is_here);
    for list in [&mut here, &mut elsewhere] {
        list.sort_by_key(|one| one.severity);
    }
    here.truncate(MAX_LISTED);
    elsewhere.truncate(MAX_LISTED - here.len());
    // One after the other: a line may be as long as its file.
    let values = |list: Vec<&Diagnostic>| -> Vec<Value> { to_values(list, &look.edition.source, SiteFolder::HERE).map(shortened).collect() };
    let strings = look.strings(path);
    serde_json::to_string(&Told {
        edition: look.number,
        page: page.map(|page| page.tag()),
        language: strings.tag().to_owned(),
        direction: strings.direction(),
        words: Words::of(strings, counts),
        counts,
        here: values(here),
        elsewhere: values(elsewhere),
    })
}

/// A diagnostic with no more of its line than is shown.
fn shortened(mut diagnostic: Value) -> Value {
    for (field, most, side) in [("before", AROUND, Side::End), ("text", MARKED, Side::Start), ("after", AROUND, Side::Start)] {
        if let Some(Value::String(text)) = diagnostic.get_mut(field) {
            *text = cut(text, most, side);
        }
    }
    diagnostic
}

/// Which side of a text stays.
#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

fn cut(text: &str, most: usize, side: Side) -> String {
    match side {
        Side::Start => text.char_indices().nth(most).map_or_else(|| text.to_owned(), |(end, _)| format!("{}…", &text[..end])),
        // The first character that doesn't stay is followed by those that do.
        Side::End => {
            text.char_indices().rev().nth(most).map_or_else(|| text.to_owned(), |(last_out, out)| format!("…{}", &text[last_out + out.len_utf8()..]))
        }
    }
}

/// The files that make the page at a path.
fn files<'a>(look: &'a Look, path: &str) -> Vec<&'a SitePath> {
    UrlPath::from_request(path).map(|url| look.edition.site.files_of(&url)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Side, cut};

    #[test]
    fn a_text_is_cut_between_characters() {
        for (text, most, start, end) in [("", 2, "", ""), ("äöü", 3, "äöü", "äöü"), ("äöü", 2, "äö…", "…öü"), ("äöü", 0, "…", "…")]
        {
            assert_eq!((cut(text, most, Side::Start).as_str(), cut(text, most, Side::End).as_str()), (start, end), "{text} {most}");
        }
    }
}
