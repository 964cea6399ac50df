//! What a pool and its workers say to each other: a version, what is meant, lengths before contents.
//!
//! The worker has decoded hostile bytes, so its answers are read as if it were hostile itself: every
//! length and every number is checked, and an answer must be what was asked for.

use super::limits::Limits;
use crate::picture::{Alpha, Derivative, Encoding, Facts, Failure, Foreign, Format, Look, Motion, Size};
use bytes::Bytes;
use std::io::{self, Read, Write};

/// Changes when anything below changes. A worker of another version belongs to another program.
const VERSION: u8 = 1;

/// How many derivatives may be wanted at once.
const MOST_WANTED: u32 = 64;

/// How long one derivative may be: the largest is a PNG of noise, 16,383 pixels wide and a tenth as high.
const LONGEST_DERIVATIVE: u64 = 256 << 20;

/// What a worker is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// What is known of this picture?
    Inspect(Bytes),
    /// Make these of this picture.
    Derive(Bytes, Vec<Derivative>),
}

/// What a worker answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Facts(Facts),
    Derived(Vec<Bytes>),
    Failed(Failure),
}

const INSPECT: u8 = 1;
const DERIVE: u8 = 2;

const FACTS: u8 = 1;
const DERIVED: u8 = 2;
const FAILED: u8 = 3;

const FOREIGN: [Foreign; 11] = [
    Foreign::Avif,
    Foreign::Heic,
    Foreign::JpegXl,
    Foreign::Jpeg2000,
    Foreign::Bmp,
    Foreign::Icon,
    Foreign::Psd,
    Foreign::Pdf,
    Foreign::Svg,
    Foreign::Text,
    Foreign::Unknown,
];

impl Request {
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let (kind, picture, wanted) = match self {
            Self::Inspect(picture) => (INSPECT, picture, [].as_slice()),
            Self::Derive(picture, wanted) => (DERIVE, picture, wanted.as_slice()),
        };
        let mut head = vec![VERSION, kind];
        head.extend(u32::try_from(wanted.len()).unwrap_or(u32::MAX).to_le_bytes());
        for derivative in wanted {
            head.extend(derivative.width.to_le_bytes());
            head.push(place_of(&Encoding::ALL, &derivative.encoding));
        }
        head.extend((picture.len() as u64).to_le_bytes());
        to.write_all(&head)?;
        to.write_all(picture)?;
        to.flush()
    }

    /// The next request; none when nobody asks any more.
    pub(super) fn read(from: &mut impl Read, limits: &Limits) -> io::Result<Option<Self>> {
        let mut version = [0];
        if from.read(&mut version)? == 0 {
            return Ok(None);
        }
        check(version[0] == VERSION)?;
        let kind = byte(from)?;
        let count = u32::from_le_bytes(array(from)?);
        check(count <= MOST_WANTED)?;
        let wanted = (0..count).map(|_| Ok(Derivative { width: u32::from_le_bytes(array(from)?), encoding: one_of(&Encoding::ALL, from)? }));
        let wanted = wanted.collect::<io::Result<Vec<_>>>()?;
        // One byte more than is read, so that a file that is too long is told and not garbage.
        let picture = bytes(from, limits.input + 1)?;
        match kind {
            INSPECT if wanted.is_empty() => Ok(Some(Self::Inspect(picture))),
            DERIVE => Ok(Some(Self::Derive(picture, wanted))),
            _ => Err(garbage()),
        }
    }
}

impl Answer {
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let mut head = vec![VERSION];
        match self {
            Self::Facts(facts) => {
                head.push(FACTS);
                head.extend(facts.size.width.to_le_bytes());
                head.extend(facts.size.height.to_le_bytes());
                head.extend(encode_facts(facts));
            }
            Self::Failed(failure) => {
                head.push(FAILED);
                head.extend(encode_failure(failure));
            }
            Self::Derived(made) => {
                head.push(DERIVED);
                head.extend(u32::try_from(made.len()).unwrap_or(u32::MAX).to_le_bytes());
                to.write_all(&head)?;
                for derivative in made {
                    to.write_all(&(derivative.len() as u64).to_le_bytes())?;
                    to.write_all(derivative)?;
                }
                return to.flush();
            }
        }
        to.write_all(&head)?;
        to.flush()
    }

    pub(super) fn read(from: &mut impl Read) -> io::Result<Self> {
        check(byte(from)? == VERSION)?;
        match byte(from)? {
            FACTS => decode_facts(from).map(Self::Facts),
            FAILED => decode_failure(from).map(Self::Failed),
            DERIVED => {
                let count = u32::from_le_bytes(array(from)?);
                check(count <= MOST_WANTED)?;
                (0..count).map(|_| bytes(from, LONGEST_DERIVATIVE)).collect::<io::Result<_>>().map(Self::Derived)
            }
            _ => Err(garbage()),
        }
    }

    /// Whether it answers this.
    pub(super) fn answers(&self, request: &Request) -> bool {
        match (self, request) {
            (Self::Facts(_), Request::Inspect(_)) | (Self::Failed(_), _) => true,
            (Self::Derived(made), Request::Derive(_, wanted)) => {
                made.len() == wanted.len() && made.iter().zip(wanted).all(|(made, wanted)| wanted.encoding.begins(made))
            }
            _ => false,
        }
    }
}

const MOTIONS: [Motion; 2] = [Motion::Still, Motion::Animated];
const LOOKS: [Look; 2] = [Look::Photo, Look::Drawing];
const ALPHAS: [Alpha; 2] = [Alpha::Opaque, Alpha::Transparent];

fn encode_facts(facts: &Facts) -> [u8; 4] {
    [place_of(&Format::ALL, &facts.format), place_of(&MOTIONS, &facts.motion), place_of(&LOOKS, &facts.look), place_of(&ALPHAS, &facts.alpha)]
}

fn decode_facts(from: &mut impl Read) -> io::Result<Facts> {
    let size = Size { width: u32::from_le_bytes(array(from)?), height: u32::from_le_bytes(array(from)?) };
    check(size.width > 0 && size.height > 0)?;
    Ok(Facts {
        size,
        format: one_of(&Format::ALL, from)?,
        motion: one_of(&MOTIONS, from)?,
        look: one_of(&LOOKS, from)?,
        alpha: one_of(&ALPHAS, from)?,
    })
}

/// A number for the case, and three numbers that only some cases need.
fn encode_failure(failure: &Failure) -> Vec<u8> {
    let (case, numbers) = match *failure {
        Failure::Empty => (0, [0; 3]),
        Failure::TooLong { len, most } => (1, [len, most, 0]),
        Failure::TooManyPixels { width, height, most } => (2, [u64::from(width), u64::from(height), most]),
        Failure::Truncated => (3, [0; 3]),
        Failure::Damaged => (4, [0; 3]),
        Failure::Foreign(foreign) => (5, [u64::from(place_of(&FOREIGN, &foreign)), 0, 0]),
        Failure::Unsupported => (6, [0; 3]),
        Failure::OutOfMemory => (7, [0; 3]),
        Failure::OutOfTime => (8, [0; 3]),
        Failure::Crashed => (9, [0; 3]),
    };
    let mut bytes = vec![case];
    numbers.into_iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes
}

fn decode_failure(from: &mut impl Read) -> io::Result<Failure> {
    let case = byte(from)?;
    let mut number = || Ok::<_, io::Error>(u64::from_le_bytes(array(from)?));
    let [first, second, third] = [number()?, number()?, number()?];
    let small = |number: u64| u32::try_from(number).map_err(|_| garbage());
    Ok(match case {
        0 => Failure::Empty,
        1 => Failure::TooLong { len: first, most: second },
        2 => Failure::TooManyPixels { width: small(first)?, height: small(second)?, most: third },
        3 => Failure::Truncated,
        4 => Failure::Damaged,
        5 => Failure::Foreign(*usize::try_from(first).ok().and_then(|place| FOREIGN.get(place)).ok_or_else(garbage)?),
        6 => Failure::Unsupported,
        7 => Failure::OutOfMemory,
        8 => Failure::OutOfTime,
        9 => Failure::Crashed,
        _ => return Err(garbage()),
    })
}

fn place_of<T: PartialEq>(all: &[T], one: &T) -> u8 {
    let place = all.iter().position(|other| other == one).expect("the table holds every case");
    u8::try_from(place).expect("a table of few cases")
}

fn one_of<T: Copy>(all: &[T], from: &mut impl Read) -> io::Result<T> {
    all.get(usize::from(byte(from)?)).copied().ok_or_else(garbage)
}

fn byte(from: &mut impl Read) -> io::Result<u8> {
    array::<1>(from).map(|[byte]| byte)
}

fn array<const LEN: usize>(from: &mut impl Read) -> io::Result<[u8; LEN]> {
    let mut bytes = [0; LEN];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Memory is taken as bytes arrive, not as they are promised.
fn bytes(from: &mut impl Read, most: u64) -> io::Result<Bytes> {
    let len = u64::from_le_bytes(array(from)?);
    check(len <= most)?;
    let mut bytes = Vec::new();
    from.take(len).read_to_end(&mut bytes)?;
    check(bytes.len() as u64 == len)?;
    Ok(bytes.into())
}

fn check(holds: bool) -> io::Result<()> {
    if holds { Ok(()) } else { Err(garbage()) }
}

fn garbage() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "this is not the language of pools and workers")
}

#[cfg(test)]
mod tests {
    use super::*;
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
        fn what_is_asked_arrives(picture in prop::collection::vec(any::<u8>(), 0..300), wanted in derivatives()) {
            let picture = Bytes::from(picture);
            for request in [Request::Inspect(picture.clone()), Request::Derive(picture, wanted)] {
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
            for answer in [Answer::Facts(facts), Answer::Failed(failure), Answer::Derived(made.into_iter().map(Bytes::from).collect())] {
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
}
