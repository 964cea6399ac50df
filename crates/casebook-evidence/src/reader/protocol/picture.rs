//! The side of pictures: what is wanted of one, what is known of it, why it can't be used.
//!
//! Numbers of a fixed length, so that there is little to check.

use super::{MOST_WANTED, array, byte, check, garbage, number, one_of, place_of};
use crate::pdf::PageDerivative;
use crate::picture::{Alpha, Derivative, Encoding, Facts, Failure, Foreign, Format, Look, Motion, Size};
use std::io::{self, Read};
use std::num::NonZeroU32;

pub(super) const FOREIGN: [Foreign; 11] = [
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

pub(super) fn write_wanted(head: &mut Vec<u8>, kind: u8, wanted: &[Derivative]) {
    head.push(kind);
    head.extend(u32::try_from(wanted.len()).unwrap_or(u32::MAX).to_le_bytes());
    wanted.iter().for_each(|derivative| write_derivative(head, *derivative));
}

pub(super) fn write_wanted_pages(head: &mut Vec<u8>, kind: u8, wanted: &[PageDerivative]) {
    head.push(kind);
    head.extend(u32::try_from(wanted.len()).unwrap_or(u32::MAX).to_le_bytes());
    for wanted in wanted {
        head.extend(wanted.page.get().to_le_bytes());
        write_derivative(head, wanted.derivative);
    }
}

fn write_derivative(head: &mut Vec<u8>, derivative: Derivative) {
    head.extend(derivative.width.to_le_bytes());
    head.push(place_of(&Encoding::ALL, &derivative.encoding));
}

pub(super) fn read_wanted(from: &mut impl Read) -> io::Result<Vec<Derivative>> {
    let count = number(from)?;
    check(count <= MOST_WANTED)?;
    (0..count).map(|_| read_derivative(from)).collect()
}

pub(super) fn read_wanted_pages(from: &mut impl Read) -> io::Result<Vec<PageDerivative>> {
    let count = number(from)?;
    check(count <= MOST_WANTED)?;
    let page = |page: u32| NonZeroU32::new(page).ok_or_else(garbage);
    (0..count).map(|_| Ok(PageDerivative { page: page(number(from)?)?, derivative: read_derivative(from)? })).collect()
}

fn read_derivative(from: &mut impl Read) -> io::Result<Derivative> {
    Ok(Derivative { width: number(from)?, encoding: one_of(&Encoding::ALL, from)? })
}

pub(super) const MOTIONS: [Motion; 2] = [Motion::Still, Motion::Animated];
pub(super) const LOOKS: [Look; 2] = [Look::Photo, Look::Drawing];
pub(super) const ALPHAS: [Alpha; 2] = [Alpha::Opaque, Alpha::Transparent];

pub(super) fn encode_facts(head: &[u8], facts: &Facts) -> Vec<u8> {
    let sides = [facts.size.width.to_le_bytes(), facts.size.height.to_le_bytes()].concat();
    let kinds =
        [place_of(&Format::ALL, &facts.format), place_of(&MOTIONS, &facts.motion), place_of(&LOOKS, &facts.look), place_of(&ALPHAS, &facts.alpha)];
    [head, &sides, &kinds].concat()
}

pub(super) fn decode_facts(from: &mut impl Read) -> io::Result<Facts> {
    let size = Size { width: number(from)?, height: number(from)? };
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
pub(super) fn encode_failure(head: &[u8], failure: &Failure) -> Vec<u8> {
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
    let mut bytes = [head, &[case]].concat();
    numbers.into_iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes
}

pub(super) fn decode_failure(from: &mut impl Read) -> io::Result<Failure> {
    let case = byte(from)?;
    let mut next = || Ok::<_, io::Error>(u64::from_le_bytes(array(from)?));
    let [first, second, third] = [next()?, next()?, next()?];
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
