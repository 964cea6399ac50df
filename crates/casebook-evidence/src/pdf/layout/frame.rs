//! Glyphs of one direction, turned upright, so that everything behind this knows only lines from left to right.
//!
//! What lies outside of the page is left out, and what was painted twice at one place stands once.

use super::letters::combining;
use super::{Letters, Mark, PageSize};

/// A glyph as it stands in its own direction: `x` along the line, `y` downwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub mark: u32,
    pub left: f32,
    pub right: f32,
    /// Where its base line is.
    pub base: f32,
    /// How high its type is.
    pub size: f32,
    pub before: Gap,
    /// Whether it sits on the letter before it.
    pub sits: Sits,
}

/// What the file says stands before a glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    None,
    Space,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sits {
    Alone,
    OnLetter,
}

/// Directions that differ by less are one: scans are never quite straight.
const ALIKE: f32 = 10.0;

/// So many glyphs before one are looked at for whether it was painted before. Who paints more of one letter at one
/// place than this hides nothing by it.
const LOOK_BACK: usize = 64;

/// The glyphs of each direction, upright text first.
pub(super) fn frames(marks: &[Mark], page: PageSize) -> Vec<Vec<Glyph>> {
    let mut groups: Vec<(i32, Vec<(u32, Gap)>)> = Vec::new();
    let mut before = Gap::None;
    for (at, mark) in (0_u32..).zip(marks) {
        if mark.letters == Letters::Space {
            before = Gap::Space;
        } else if mark.is_on(page) {
            let key = key(mark);
            let group = match groups.iter().position(|(of, _)| *of == key) {
                Some(group) => group,
                None => {
                    groups.push((key, Vec::new()));
                    groups.len() - 1
                }
            };
            groups[group].1.push((at, before));
            before = Gap::None;
        }
    }
    groups.sort_by_key(|(key, _)| *key);
    groups.into_iter().map(|(key, group)| without_doubles(marks, attach(marks, turn(marks, key, &group)))).collect()
}

/// Degrees, clockwise, in steps: the four directions of a page, and everything between them one by one.
#[allow(clippy::cast_possible_truncation, reason = "rounded, and between 0 and 360")]
fn key(mark: &Mark) -> i32 {
    let degrees = angle(mark).to_degrees().rem_euclid(360.0);
    let quarter = (degrees / 90.0).round() * 90.0;
    if (degrees - quarter).abs() < ALIKE { (quarter as i32) % 360 } else { degrees.round() as i32 }
}

/// Where it points to. Up is asked, too, because the advance of a glyph may be nothing.
fn angle(mark: &Mark) -> f32 {
    let [x, y] = mark.advance;
    if x.abs() + y.abs() > 1e-3 { y.atan2(x) } else { mark.up[0].atan2(-mark.up[1]) }
}

fn turn(marks: &[Mark], key: i32, group: &[(u32, Gap)]) -> Vec<Glyph> {
    // All of a group are turned by what most of it is turned by, or lines of a crooked scan would run into each other.
    #[allow(clippy::cast_precision_loss, reason = "less than 360")]
    let about = (key as f32).to_radians();
    let away = |mark: &Mark| {
        let away = angle(mark) - about;
        away.sin().atan2(away.cos())
    };
    let mut all: Vec<f32> = group.iter().map(|(at, _)| away(&marks[*at as usize])).collect();
    let middle = all.len() / 2;
    let middle = *all.select_nth_unstable_by(middle, f32::total_cmp).1;
    let (sin, cos) = (about + middle).sin_cos();
    let along = |[x, y]: [f32; 2]| x * cos + y * sin;
    let down = |[x, y]: [f32; 2]| y * cos - x * sin;
    let glyphs = group.iter().map(|&(at, before)| {
        let mark = &marks[at as usize];
        let (start, length) = (along(mark.origin), along(mark.advance));
        let (left, right) = (start.min(start + length), start.max(start + length));
        let size = mark.up[0].hypot(mark.up[1]);
        Glyph { mark: at, left, right, base: down(mark.origin), size, before, sits: Sits::Alone }
    });
    glyphs.collect()
}

/// Accents that are set as glyphs of their own stand behind the letter on which they sit.
fn attach(marks: &[Mark], mut glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let is_accent = |glyph: &Glyph| combining(marks[glyph.mark as usize].letters.first()).is_some();
    let is_letter = |glyph: &Glyph| glyph.sits == Sits::Alone && marks[glyph.mark as usize].letters.first().is_alphabetic();
    let sits_on = |accent: &Glyph, letter: &Glyph| {
        let middle = f32::midpoint(accent.left, accent.right);
        let reach = 0.05 * letter.size;
        let is_over = middle > letter.left - reach && middle < letter.right + reach;
        is_letter(letter) && is_over && (accent.base - letter.base).abs() < 0.6 * letter.size && accent.size < letter.size * 1.5
    };
    for at in 0..glyphs.len() {
        if !is_accent(&glyphs[at]) || glyphs[at].sits == Sits::OnLetter {
            continue;
        }
        // Several accents may sit on one letter.
        let before = glyphs[..at].iter().rposition(|glyph| glyph.sits == Sits::Alone).filter(|before| at - before <= 4);
        if let Some(before) = before.filter(|before| sits_on(&glyphs[at], &glyphs[*before])) {
            let letter = glyphs[before];
            sit(&mut glyphs[at], &letter);
        } else if at + 1 < glyphs.len() && sits_on(&glyphs[at], &glyphs[at + 1]) {
            glyphs.swap(at, at + 1);
            if glyphs[at + 1].before == Gap::Space {
                glyphs[at].before = Gap::Space;
            }
            let letter = glyphs[at];
            sit(&mut glyphs[at + 1], &letter);
        }
    }
    glyphs
}

fn sit(accent: &mut Glyph, letter: &Glyph) {
    *accent =
        Glyph { left: letter.right, right: letter.right, base: letter.base, size: letter.size, before: Gap::None, sits: Sits::OnLetter, ..*accent };
}

/// Bold type is sometimes made by painting twice, and shadows are.
fn without_doubles(marks: &[Mark], glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let letters = |at: usize| &marks[glyphs[at].mark as usize].letters;
    let mut order: Vec<(char, f32, usize)> = glyphs.iter().enumerate().map(|(at, glyph)| (letters(at).first(), glyph.left, at)).collect();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut is_double = vec![false; glyphs.len()];
    for (place, (first, _, at)) in order.iter().enumerate() {
        for (other_first, _, earlier) in order[..place].iter().rev().take(LOOK_BACK) {
            let (one, other) = (&glyphs[*at], &glyphs[*earlier]);
            if first != other_first || one.left - other.left > 0.1 * one.size {
                break;
            }
            let is_same =
                letters(*at) == letters(*earlier) && (one.base - other.base).abs() < 0.1 * one.size && (one.size - other.size).abs() < 0.1 * one.size;
            if is_same && !is_double[*earlier] {
                // The one that was painted first keeps its place in the order of words.
                is_double[(*at).max(*earlier)] = true;
                break;
            }
        }
    }
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut before = Gap::None;
    for (glyph, is_double) in glyphs.into_iter().zip(is_double) {
        if is_double {
            if glyph.before == Gap::Space {
                before = Gap::Space;
            }
            continue;
        }
        let gap = if before == Gap::Space { Gap::Space } else { glyph.before };
        kept.push(Glyph { before: gap, ..glyph });
        before = Gap::None;
    }
    kept
}
