//! What arrives is what was sent, and nothing else is believed.

use super::picture::{ALPHAS, FOREIGN, LOOKS, MOTIONS};
use super::*;
use crate::evidence::{Area, Glyph, Locator};
use crate::pdf::{Fact, Heading, Sheet};
use crate::picture::{Encoding, Format, Look, Size};
use proptest::prelude::*;

fn derivatives() -> impl Strategy<Value = Vec<Derivative>> {
    let one = (any::<u32>(), prop::sample::select(&Encoding::ALL[..])).prop_map(|(width, encoding)| Derivative { width, encoding });
    prop::collection::vec(one, 0..MOST_WANTED as usize)
}

fn failures() -> impl Strategy<Value = Failure> {
    prop_oneof![
        prop::sample::select(&FOREIGN[..]).prop_map(Failure::Foreign),
        any::<(u64, u64)>().prop_map(|(len, most)| Failure::TooLong { len, most }),
        any::<(u32, u32, u64)>().prop_map(|(width, height, most)| Failure::TooManyPixels { width, height, most }),
        prop::sample::select(vec![
            Failure::Empty,
            Failure::Truncated,
            Failure::Damaged,
            Failure::Unsupported,
            Failure::OutOfMemory,
            Failure::OutOfTime,
            Failure::Crashed
        ]),
    ]
}

fn facts() -> impl Strategy<Value = Facts> {
    let pick = |count: usize| 0..count;
    (1..u32::MAX, 1..u32::MAX, pick(5), pick(2), pick(2), pick(2)).prop_map(|(width, height, format, motion, look, alpha)| Facts {
        size: Size { width, height },
        format: Format::ALL[format],
        motion: MOTIONS[motion],
        look: LOOKS[look],
        alpha: ALPHAS[alpha],
    })
}

proptest! {
    #[test]
    fn what_is_asked_arrives(picture in prop::collection::vec(any::<u8>(), 0..300), wanted in derivatives(), first in any::<NonZeroU32>(), count in any::<u32>()) {
        let picture = Bytes::from(picture);
        let requests = [
                Request::Inspect(picture.clone()),
                Request::Derive(picture.clone(), wanted),
                Request::Contents(picture.clone()),
                Request::Text(picture.clone(), Pages { first, count }),
                Request::PagePictures(picture, vec![PageDerivative { page: first, derivative: Derivative { width: count, encoding: Encoding::Webp } }; 3]),
            ];
            for request in requests {
            let mut sent = Vec::new();
            request.write(&mut sent).unwrap();
            let limits = Limits::default();
            let mut from = sent.as_slice();
            prop_assert_eq!(Request::read(&mut from, &limits).unwrap(), Some(request));
            prop_assert!(Request::read(&mut from, &limits).unwrap().is_none());
            for cut in 1..sent.len() {
                prop_assert!(Request::read(&mut &sent[..cut], &limits).is_err());
            }
        }
    }

    #[test]
    fn what_is_answered_arrives(facts in facts(), failure in failures(), made in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..90), 0..9)) {
        let made: Vec<Bytes> = made.into_iter().map(Bytes::from).collect();
            let answers = [
                Answer::Facts(facts),
                Answer::Failed(failure),
                Answer::Derived(made.clone()),
                Answer::PagePictures(made),
                Answer::Contents(contents()),
                Answer::Text(vec![segment()]),
                Answer::Refused(pdf::Failure::TooManyPages { pages: 5, most: 4 }),
            ];
            for answer in answers {
            let mut sent = Vec::new();
            answer.write(&mut sent).unwrap();
            prop_assert_eq!(&Answer::read(&mut sent.as_slice()).unwrap(), &answer);
            for cut in 0..sent.len() {
                prop_assert!(Answer::read(&mut &sent[..cut]).is_err());
            }
        }
    }

    #[test]
    fn anything_else_is_refused_and_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Answer::read(&mut bytes.as_slice());
        let _ = Request::read(&mut bytes.as_slice(), &Limits::default());
    }
}

#[test]
fn an_answer_must_be_what_was_asked_for() {
    let wanted = Derivative { width: 400, encoding: Encoding::Jpeg };
    let request = Request::Derive(Bytes::new(), vec![wanted]);
    let made = |bytes: &'static [u8]| Answer::Derived(vec![Bytes::from_static(bytes)]);
    assert!(made(b"\xff\xd8\xff\xe0").answers(&request));
    assert!(!made(b"<script>").answers(&request), "a page instead of a picture");
    assert!(!Answer::Derived(Vec::new()).answers(&request));
    assert!(!made(b"\xff\xd8\xff\xe0").answers(&Request::Inspect(Bytes::new())));
}

fn contents() -> Contents {
    Contents {
        pages: vec![Sheet { width: 595.0, height: 842.0, label: Some("iv".to_owned()), look: Look::Photo }],
        outline: vec![Heading { title: "One".to_owned(), level: 1, page: NonZeroU32::new(1) }],
        facts: vec![(Fact::Title, "Report".to_owned()), (Fact::Created, "2024".to_owned())],
    }
}

fn segment() -> Segment {
    let area = Area { left: 0.1, top: 0.2, width: 0.01, height: 0.02 };
    let glyphs = [0, 2, 3].map(|start| Glyph { start, area }).to_vec();
    Segment { locator: Locator::Page(NonZeroU32::MIN), text: "\u{fc}ab".to_owned(), glyphs }
}

/// Whether a worker that says this is believed.
fn is_believed(answer: &Answer) -> bool {
    let mut sent = Vec::new();
    answer.write(&mut sent).unwrap();
    Answer::read(&mut sent.as_slice()).is_ok()
}

#[test]
fn a_segment_is_believed_only_if_it_makes_sense() {
    assert!(is_believed(&Answer::Text(vec![segment()])));
    let wrong: [fn(&mut Segment); 8] = [
        |segment| segment.glyphs[1].start = 1,
        |segment| segment.glyphs[2].start = 4,
        |segment| segment.glyphs[2].start = 2,
        |segment| segment.glyphs[0].area.left = f32::NAN,
        |segment| segment.glyphs[0].area.top = -0.1,
        |segment| segment.glyphs[0].area.width = 0.95,
        |segment| segment.glyphs[0].area.height = f32::INFINITY,
        |segment| segment.text.clear(),
    ];
    for (at, spoil) in wrong.into_iter().enumerate() {
        let mut segment = segment();
        spoil(&mut segment);
        assert!(!is_believed(&Answer::Text(vec![segment])), "{at}");
    }
    assert!(!is_believed(&Answer::Text(vec![segment(); 65])));
}

#[test]
fn contents_are_believed_only_if_they_make_sense() {
    assert!(is_believed(&Answer::Contents(contents())));
    let wrong: [fn(&mut Contents); 7] = [
        |contents| contents.pages[0].width = f32::NAN,
        |contents| contents.pages[0].height = 0.0,
        |contents| contents.pages.clear(),
        |contents| contents.outline[0].page = NonZeroU32::new(2),
        |contents| contents.outline[0].title = "\u{1b}[31m".to_owned(),
        |contents| contents.outline[0].level = 0,
        |contents| contents.facts.reverse(),
    ];
    for (at, spoil) in wrong.into_iter().enumerate() {
        let mut contents = contents();
        spoil(&mut contents);
        assert!(!is_believed(&Answer::Contents(contents)), "{at}");
    }
}

#[test]
fn pages_must_be_those_that_were_asked_for() {
    let pages = |first, count| Request::Text(Bytes::new(), Pages { first: NonZeroU32::new(first).unwrap(), count });
    let answer = Answer::Text(vec![segment()]);
    assert!(answer.answers(&pages(1, 1)));
    assert!(!answer.answers(&pages(1, 2)), "a page is left out");
    assert!(!answer.answers(&pages(2, 1)));
    assert!(!answer.answers(&pages(1, 0)));
    assert!(!Answer::Text(Vec::new()).answers(&pages(1, 1)));
    assert!(!answer.answers(&Request::Contents(Bytes::new())));
}

#[test]
fn pages_are_pictures_and_as_many_as_were_asked_for() {
    let wanted = PageDerivative { page: NonZeroU32::MIN, derivative: Derivative { width: 100, encoding: Encoding::Webp } };
    let pictures = |count| Request::PagePictures(Bytes::new(), vec![wanted; count]);
    let made = |bytes: &'static [u8], count| Answer::PagePictures(vec![Bytes::from_static(bytes); count]);
    let webp = b"RIFF\0\0\0\0WEBP";
    assert!(made(webp, 2).answers(&pictures(2)));
    assert!(!made(webp, 1).answers(&pictures(2)));
    assert!(!made(webp, 3).answers(&pictures(2)));
    assert!(!made(b"<script>", 1).answers(&pictures(1)));
    assert!(!Answer::Failed(Failure::Damaged).answers(&pictures(1)));
    assert!(Answer::Refused(pdf::Failure::Damaged).answers(&pictures(1)));
}

/// An answer that says: so many of these, which are as small as they can be.
fn of_small(kind: u8, before: &[u8], count: usize, element: &[u8], after: &[u8]) -> Vec<u8> {
    let count = postcard::to_allocvec(&count).unwrap();
    let body = [before, &count, &element.repeat(postcard::from_bytes(&count).unwrap()), after].concat();
    let mut sent = vec![VERSION, kind];
    write_bytes(&mut sent, &body).unwrap();
    sent
}

#[test]
fn many_small_things_take_no_more_memory_than_they_may() {
    let headings = |count| of_small(CONTENTS, &postcard::to_allocvec(&contents().pages).unwrap(), count, &[0, 1, 0], &[0]);
    assert!(matches!(Answer::read(&mut headings(1000).as_slice()), Ok(Answer::Contents(read)) if read.outline.len() == 1000));
    // A line of an outline is 3 bytes of the answer and 32 of memory: 36 MB would become 400 MB.
    assert!(Answer::read(&mut headings(12_000_000).as_slice()).is_err());
    let page = |count| of_small(TEXT, &[1, 0, 1, 0], count, &[0; 17], &[]);
    // Sixteen million letters with their places; too many for memory, whatever else they are.
    assert!(Answer::read(&mut page(15_000_000).as_slice()).is_err());
}

#[test]
fn pictures_are_no_longer_together_than_one_may_be() {
    let mut sent = vec![VERSION, DERIVED, 3, 0, 0, 0];
    write_bytes(&mut sent, b"short").unwrap();
    sent.extend((LONGEST_MADE - 4).to_le_bytes());
    // It fails at the promise, before anything of the picture is read.
    let error = Answer::read(&mut sent.chain(io::repeat(0))).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
}
