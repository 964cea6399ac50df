//! Documents read by workers, as in service: this program is its own worker.
//!
//! Files that break a worker cost their own request and no other. Real files, odd, old and damaged, are read within
//! limits, and their words and looks compared with those that other programs find (`CASEBOOK_CORPORA`).

#[path = "workers/corpus.rs"]
mod corpus;
#[path = "workers/look.rs"]
mod look;
#[path = "support/pdf.rs"]
mod made;

use bytes::Bytes;
use casebook_evidence::pdf::{Failure, PageDerivative, Pages};
use casebook_evidence::picture::{Derivative, Encoding};
use casebook_evidence::reader::{Command, Limits, Pool, ReadError, Reader as _, confine, serve};
use made::Pdf;
use std::io;
use std::num::{NonZeroU32, NonZeroUsize};
use std::process::ExitCode;

/// What makes this program a worker.
const READ: &str = "read";

const TESTS: [(&str, fn()); 8] = [
    ("one_worker_reads_many_documents", one_worker_reads_many_documents),
    ("a_form_that_holds_itself_ends", a_form_that_holds_itself_ends),
    ("a_bomb_costs_its_own_request", a_bomb_costs_its_own_request),
    ("a_page_that_can_not_be_drawn_is_read", a_page_that_can_not_be_drawn_is_read),
    ("real_files_are_read_within_limits", corpus::real_files_are_read_within_limits),
    ("words_are_those_that_another_program_finds", corpus::words_are_those_that_another_program_finds),
    ("made_pages_look_as_another_program_draws_them", look::made_pages_look_as_another_program_draws_them),
    ("real_pages_look_as_another_program_draws_them", look::real_pages_look_as_another_program_draws_them),
];

#[expect(clippy::disallowed_methods, reason = "a program of its own reads its arguments")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == READ) {
        let limits = limits();
        let served = confine(&limits).and_then(|()| serve(io::stdin().lock(), io::stdout().lock(), &limits));
        return if served.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let chosen = TESTS.iter().filter(|(name, _)| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str())));
    let (mut passed, mut failed) = (0, 0);
    for (name, test) in chosen {
        let is_ok = std::panic::catch_unwind(test).is_ok();
        println!("test {name} ... {}", if is_ok { "ok" } else { "FAILED" });
        if is_ok { passed += 1 } else { failed += 1 }
    }
    let result = if failed == 0 { "ok" } else { "FAILED" };
    let left_out = TESTS.len() - passed - failed;
    println!("\ntest result: {result}. {passed} passed; {failed} failed; 0 ignored; 0 measured; {left_out} filtered out");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Those of service, with less time, so that a bomb doesn't hold up the tests.
fn limits() -> Limits {
    Limits { document_computing: 5, ..Limits::default() }
}

fn pool() -> Pool {
    let program = std::env::current_exe().expect("the path of this program");
    Pool::new(Command { program, arguments: vec![READ.into()], environment: Vec::new() }, NonZeroUsize::MIN, limits())
}

fn first(count: u32) -> Pages {
    Pages { first: NonZeroU32::MIN, count }
}

fn failure<T>(answer: Result<T, ReadError<Failure>>) -> Option<Failure> {
    match answer {
        Ok(_) => None,
        Err(ReadError::File(failure)) => Some(failure),
        Err(ReadError::Unavailable(error)) => panic!("this program can't be started: {error}"),
    }
}

fn letter() -> Bytes {
    let mut pdf = Pdf::new();
    pdf.page(&made::text(72, 700, 12, "A letter of one line"));
    pdf.finish().into()
}

fn wide(page: u32, width: u32) -> PageDerivative {
    PageDerivative { page: NonZeroU32::new(page).expect("a number"), derivative: Derivative { width, encoding: Encoding::Png } }
}

fn one_worker_reads_many_documents() {
    let pool = pool();
    let document = letter();
    assert_eq!(pool.contents(document.clone()).expect("a document").pages.len(), 1);
    let worker = pool.idle();
    for _ in 0..3 {
        let segments = pool.text(document.clone(), first(1)).expect("its text");
        assert_eq!(segments[0].text, "A letter of one line");
        let pictures = pool.page_pictures(document.clone(), &[wide(1, 400), wide(1, 800)]).expect("two pictures");
        assert!(pictures.len() == 2 && pictures.iter().all(|picture| picture.starts_with(b"\x89PNG")));
        assert_eq!(failure(pool.text(document.clone(), first(2))), Some(Failure::NoSuchPage { page: 2, pages: 1 }));
        assert_eq!(failure(pool.contents(Bytes::from_static(b"%PDF-1.7 and then nothing"))), Some(Failure::Damaged));
    }
    assert_eq!(pool.idle(), worker, "the same process");
}

fn a_form_that_holds_itself_ends() {
    let pool = pool();
    let mut pdf = Pdf::new();
    let form = pdf.next();
    pdf.stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X {form} 0 R >> >>"), b"/X Do");
    pdf.page_with(
        &format!("/Resources << /XObject << /X {form} 0 R >> /Font << /F1 3 0 R >> >>"),
        &format!("/X Do {}", made::text(72, 700, 12, "after")),
    );
    let segments = pool.text(pdf.finish().into(), first(1)).expect("its text");
    assert_eq!(segments[0].text, "after");
}

/// Forms that hold the next one ten times: 10 to the power of 30 in all.
fn bomb() -> Bytes {
    let mut pdf = Pdf::new();
    let start = pdf.next();
    for at in 0..30 {
        let next = start + at + 1;
        let head = format!("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X {next} 0 R >> >>");
        pdf.stream(&head, "/X Do ".repeat(10).as_bytes());
    }
    pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800]", b"0 0 1 1 re f");
    pdf.page_with(&format!("/Resources << /XObject << /X {start} 0 R >> >>"), "/X Do");
    pdf.finish().into()
}

/// A dictionary in a dictionary, many times.
fn deep() -> Bytes {
    let mut pdf = Pdf::new();
    pdf.page_with(&format!("/Deep {}{}", "<</A ".repeat(200_000), ">>".repeat(200_000)), &made::text(72, 700, 12, "x"));
    pdf.finish().into()
}

fn a_bomb_costs_its_own_request() {
    let pool = pool();
    let bomb = bomb();
    assert_eq!(failure(pool.text(bomb.clone(), first(1))), Some(Failure::OutOfTime));
    assert_eq!(failure(pool.page_pictures(bomb, &[wide(1, 100)])), Some(Failure::OutOfTime));
    // Whatever becomes of it, the next one is read.
    let _ = failure(pool.text(deep(), first(1)));
    assert_eq!(pool.text(letter(), first(1)).expect("its text")[0].text, "A letter of one line");
}

/// A page whose colours are computed for each of its pixels, again and again, and one with a line.
fn costly() -> Bytes {
    let mut pdf = Pdf::new();
    let program = format!("{{ 612 div exch 792 div exch dup {} }}", "dup mul sqrt ".repeat(100));
    let function = pdf.stream("/FunctionType 4 /Domain [0 612 0 792] /Range [0 1 0 1 0 1]", program.as_bytes());
    let shading = pdf.add(format!("<< /ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 612 0 792] /Function {function} 0 R >>"));
    let resources = format!("/Resources << /Shading << /S {shading} 0 R >> /Font << /F1 3 0 R >> >>");
    pdf.page_with(&resources, &["/S sh ".repeat(200), made::text(72, 700, 12, "Words on colours")].concat());
    pdf.page(&made::text(72, 700, 12, "The next page"));
    pdf.finish().into()
}

fn a_page_that_can_not_be_drawn_is_read() {
    let pool = pool();
    let document = costly();
    assert_eq!(failure(pool.page_pictures(document.clone(), &[wide(2, 1200), wide(1, 1200)])), Some(Failure::OutOfTime));
    assert_eq!(pool.text(document.clone(), first(2)).expect("its text")[0].text, "Words on colours");
    assert_eq!(pool.page_pictures(document, &[wide(2, 1200)]).expect("the other page").len(), 1);
}
