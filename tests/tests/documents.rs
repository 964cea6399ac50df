//! What a reader sees of documents: pages and messages at their addresses, correspondences of any length, citations.

use casebook_site::edition::Edition;
use casebook_tests::markup::{links, tags};
use casebook_tests::{draft, text};
use std::fmt::Write as _;

/// A document of this file, and the files beside it.
fn entry(files: &str) -> String {
    format!("+++\ntitle = \"Letters\"\nkind = \"document\"\nform = \"E-mails\"\nlanguage = \"en\"\nfiles = [{files}]\n+++\n")
}

fn site(files: &[(&str, &str)]) -> Edition {
    let edition = draft(files);
    assert!(!edition.diagnostics.has_errors(), "{:?}", edition.diagnostics);
    edition
}

fn mail(number: usize, answers: Option<usize>, day: &str, subject: &str, body: &str) -> String {
    let reference = answers.map(|answers| format!("In-Reply-To: <{answers}@example.org>\nReferences: <{answers}@example.org>\n")).unwrap_or_default();
    format!(
        "From a@example.org Mon Nov 12 18:22:00 2018\nFrom: Anna Berg <a@example.org>\nTo: Ben Carr <b@example.org>\nSubject: {subject}\nDate: {day} 18:22:00 +0000\nMessage-ID: <{number}@example.org>\n{reference}\n{body}\n\n"
    )
}

/// This many messages over ten years, in threads of this length.
fn mailbox(count: usize, thread: usize) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut mailbox = String::new();
    for number in 0..count {
        let month = number * 120 / count;
        let day = format!("{} {} {}", number % 27 + 1, MONTHS[month % 12], 2008 + month / 12);
        let body = format!("This is what was written in message {number}.\n").repeat(90);
        let answers = (number % thread > 0).then(|| number - 1);
        mailbox += &mail(number, answers, &day, &format!("Subject {}", number / thread), &body);
    }
    mailbox
}

#[test]
fn a_short_correspondence_is_shown_whole_by_threads() {
    let mails = [
        mail(1, None, "Mon, 12 Nov 2018", "The gauge", "Was it read?"),
        mail(2, Some(1), "Tue, 13 Nov 2018", "Re: The gauge", "On two mornings."),
        mail(3, None, "Wed, 14 Nov 2018", "A box", "There is a box."),
    ];
    let edition = site(&[("content/letters.md", &entry("{ file = \"letters.mbox\" }")), ("content/letters.mbox", &mails.concat())]);
    let page = text(&edition, "/letters/");
    assert_eq!(page.matches("<div class=\"thread\">").count(), 2, "{page}");
    assert_eq!(page.matches("<details class=\"message\"").count(), 3);
    assert!(page.contains("<dd>3</dd>\n<dd><time datetime=\"2018-11-12\">") && page.contains("<time datetime=\"2018-11-14\">"), "{page}");
    assert!(page.contains("<dd>Anna Berg and Ben Carr</dd>"), "{page}");
    assert!(!page.contains("Re: The gauge"), "an answer needn't repeat what it is about");
    let message = text(&edition, "/letters/m/2/");
    assert!(message.contains("Re: The gauge") && message.contains("Message 2 of 3"), "{message}");
    assert!(message.contains("id=\"messages\"") && message.contains("<a href=\"/letters/m/2/\" aria-current=\"page\">"), "{message}");
    assert!(!text(&edition, "/letters/m/3/").contains("id=\"messages\""), "a message alone has nothing beside it");
}

#[test]
fn a_long_correspondence_stays_a_small_page_that_leads_everywhere() {
    for (count, thread, expected) in [(120, 4, "Subject 29"), (900, 6, "Subject 149"), (3000, 2, "December 2017")] {
        let edition = site(&[("content/letters.md", &entry("{ file = \"letters.mbox\" }")), ("content/letters.mbox", &mailbox(count, thread))]);
        let page = text(&edition, "/letters/");
        assert!(page.len() < 350_000, "{count} messages: {} bytes", page.len());
        assert!(page.contains(&format!("<dd>{count}</dd>")) && page.contains(expected), "{count}");
        assert!(page.contains("<details class=\"message\""), "what has room is shown");
        let rows = links(&page).into_iter().filter(|link| link.starts_with("/letters/m/"));
        let rows: Vec<String> = rows.collect();
        assert!(rows.len() > 20 && rows.len() < 400, "{count}: {} rows", rows.len());
        for row in rows {
            assert!(text(&edition, &row).contains("class=\"message\""), "{row}");
        }
    }
}

#[test]
fn one_endless_thread_has_its_rows() {
    let edition = site(&[("content/letters.md", &entry("{ file = \"letters.mbox\" }")), ("content/letters.mbox", &mailbox(500, 500))]);
    let page = text(&edition, "/letters/");
    assert!(page.len() < 100_000 && page.contains("January 2008") && page.contains("December 2017"), "{}", page.len());
    let message = text(&edition, "/letters/m/250/");
    let beside = links(&message).into_iter().filter(|link| link.starts_with("/letters/m/")).count();
    assert!((38..50).contains(&beside), "those nearest to it: {beside}");
}

#[test]
fn an_attachment_is_a_link_only_where_its_file_is_published() {
    let mail = "From: Anna Berg <a@example.org>\nSubject: Two sheets\nDate: Mon, 12 Nov 2018 18:22:00 +0000\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the sheets.\n--b\nContent-Type: text/plain; name=\"Sheet-1.txt\"\nContent-Disposition: attachment; filename=\"Sheet-1.txt\"\n\nOne.\n--b\nContent-Type: text/plain; name=\"sheet-2.txt\"\nContent-Disposition: attachment; filename=\"sheet-2.txt\"\n\nTwo.\n--b--\n";
    let files = entry("{ file = \"letter.eml\" }, { file = \"sheet-1.txt\" }");
    let edition = site(&[("content/letters.md", &files), ("content/letter.eml", mail), ("content/sheet-1.txt", "One.")]);
    let page = text(&edition, "/letters/m/1/");
    let attached = page.split_once("chips small").expect("what is attached").1;
    let attached = attached.split_once("</ul>").expect("its end").0;
    assert!(attached.contains(">Attached: Sheet-1.txt (4 bytes)</a>"), "{attached}");
    assert_eq!(attached.matches("<a href=").count(), 1, "{attached}");
    assert!(attached.contains("sheet-2.txt") && attached.contains("not published here"), "{attached}");
}

#[test]
fn a_page_can_be_cited_in_three_forms() {
    let report = "+++\ntitle = \"Ash & <Embers>\"\nkind = \"document\"\nform = \"A report\"\nlanguage = \"en\"\nauthor = \"Owen Tarrask\"\ndate = 1992-04-06\nfiles = [{ file = \"report.pdf\" }]\n+++\n";
    let edition = site(&[("content/report.md", report), ("content/report.pdf", "One page.\n---\nTwo pages.\n")]);
    let page = text(&edition, "/report/p/2/");
    let forms: Vec<&str> = page.split("<pre>").skip(1).filter_map(|rest| rest.split_once("</pre>")).map(|(form, _)| form).collect();
    assert_eq!(forms.len(), 2, "{page}");
    assert!(forms[0].contains("@misc{report-2,") && forms[0].contains("title = {{Ash \\&amp; &lt;Embers&gt;}}"), "{}", forms[0]);
    assert!(forms[0].contains("year = {1992}") && forms[0].contains("month = apr") && forms[0].contains("day = {6}"), "{}", forms[0]);
    assert!(
        page.contains("Owen Tarrask. Ash &amp; &lt;Embers&gt;. ") && page.contains("1992. Page 2. Case. https://example.org/report/p/2/"),
        "{page}"
    );
}

#[test]
fn the_pages_of_a_document_stay_a_list_that_can_be_looked_through() {
    let report = "+++\ntitle = \"Report\"\nkind = \"document\"\nform = \"A report\"\nfiles = [{ file = \"report.pdf\" }]\n+++\n";
    let about = "+++\ntitle = \"About\"\n+++\n:::quote{source=\"report\" page=2}\nThis stands on page 2.\n:::\n";
    let pages = |count: usize, chapters: bool| {
        let mut pages = String::new();
        for page in 1..=count {
            let head = if chapters && page % 300 == 1 { format!("## Day {}\n", page / 300 + 1) } else { String::new() };
            let _ = write!(pages, "{head}This stands on page {page}.\n---\n");
        }
        pages.trim_end_matches("\n---\n").to_owned()
    };
    for (count, chapters, expected, most) in [
        (3, false, "<ol class=\"leaves\">", 3),
        (60, false, "<a href=\"/report/p/60/\">60</a>", 60),
        (2000, false, "<a href=\"/report/p/1981/\">1981–2000</a>", 101),
        (2000, true, "<a href=\"/report/p/1801/\">Day 7</a>", 8),
    ] {
        let edition = site(&[("content/report.md", report), ("content/report.pdf", &pages(count, chapters)), ("content/about.md", about)]);
        let page = text(&edition, "/report/");
        assert!(page.contains(expected), "{count}: {page}");
        let found = links(&page).into_iter().filter(|link| link.starts_with("/report/p/")).count();
        assert!(found <= most, "{count}: {found}");
        assert!(page.contains("1 quotation") && links(&page).contains(&"/report/p/2/".to_owned()), "{count}: {page}");
        assert!(page.len() < 40_000, "{count}: {}", page.len());
        let images = tags(&page).iter().filter(|tag| tag.get("fetchpriority") == Some("low")).count();
        assert_eq!(images, if count == 3 { 3 } else { 0 }, "small pictures only of a short document");
    }
}

#[test]
fn a_text_shows_one_message_or_a_thread() {
    let mails = [
        mail(1, None, "Mon, 12 Nov 2018", "The gauge", "Was it read?"),
        mail(2, Some(1), "Tue, 13 Nov 2018", "Re: The gauge", "On two mornings."),
        mail(3, None, "Wed, 14 Nov 2018", "A box", "There is a box."),
    ];
    for (attributes, shown) in [("", 0), (" message=2", 1), (" message=2 thread", 2), (" thread", 3)] {
        let about = format!("+++\ntitle = \"About\"\n+++\n:::document{{entry=\"letters\"{attributes}}}\n:::\n");
        let letters = entry("{ file = \"letters.mbox\" }");
        let edition = site(&[("content/letters.md", &letters), ("content/letters.mbox", &mails.concat()), ("content/about.md", &about)]);
        let page = text(&edition, "/about/");
        assert_eq!(page.matches("<details class=\"message\"").count(), shown, "{attributes}: {page}");
        assert!(!page.contains("id=\"m1\"") && !page.contains("id=\"m2\""), "names of places belong to the document's own page");
    }
    let long = mailbox(200, 200);
    let about = "+++\ntitle = \"About\"\n+++\n:::document{entry=\"letters\" thread}\n:::\n";
    let edition =
        site(&[("content/letters.md", &entry("{ file = \"letters.mbox\" }")), ("content/letters.mbox", &long), ("content/about.md", about)]);
    let page = text(&edition, "/about/");
    assert!(page.len() < 120_000 && page.contains("The other messages"), "{}", page.len());
}

#[test]
fn what_is_marked_is_what_is_proved() {
    let report = "+++\ntitle = \"Report\"\nkind = \"document\"\nform = \"A report\"\nfiles = [{ file = \"report.pdf\" }]\n+++\n";
    let about = "+++\ntitle = \"About\"\n+++\n:::quote{source=\"report\"}\nIt was dark.\n\nNobody came.\n:::\n\n:::quote{source=\"report\" translator=\"Jo\"}\nEs regnete.\n\n:::original{language=\"en\"}\nIt rained.\n:::\n:::\n\n:::document{entry=\"report\" page=1}\n:::\n";
    let edition =
        site(&[("content/report.md", report), ("content/report.pdf", "It was dark.\nNobody came. It rained.\n"), ("content/about.md", about)]);
    let page = text(&edition, "/about/");
    assert!(page.contains("<p><mark>It was dark.</mark></p>\n<p><mark>Nobody came.</mark></p>"), "{page}");
    assert!(page.contains("<p>Es regnete.</p>") && page.contains("<p><mark>It rained.</mark></p>"), "{page}");
    assert!(page.contains("<details class=\"original\" open>"), "{page}");
    assert!(page.contains("<p class=\"title\"><a href=\"/report/p/1/#q"), "a card leads to the passage: {page}");
}
