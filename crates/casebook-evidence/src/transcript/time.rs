//! Lines of times: read as browsers read them, judged as the standard writes them, mended where it is plain what was meant.

use super::Form;

/// Arrows that people and programs write for `-->`.
const ARROWS: [&str; 7] = ["-->", "->", "–>", "—>", "→", "==>", "=>"];

/// Start and end in milliseconds, of whatever a player would take for a line of times.
pub(super) fn span(line: &str, form: Form) -> Option<(u64, u64)> {
    let (from, rest) = line.split_once("-->")?;
    let to = rest.split_whitespace().next()?;
    Some((millis(from.trim(), form)?, millis(to, form)?))
}

/// `01:02.500` or `1:01:02.500`; in SubRip with a comma, and some programs leave out the fraction.
fn millis(text: &str, form: Form) -> Option<u64> {
    let (whole, fraction) = match form {
        Form::Vtt => text.split_once('.')?,
        Form::Srt => text.split_once([',', '.']).unwrap_or((text, "0")),
    };
    let is_number = |text: &str| !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = whole.splitn(4, ':').collect();
    if !parts.iter().all(|part| is_number(part)) || !(2..=3).contains(&parts.len()) || !is_number(fraction) || fraction.len() > 3 {
        return None;
    }
    let parts: Vec<u64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    if parts[1..].iter().any(|part| *part > 59) || (parts.len() == 2 && parts[0] > 59) {
        return None;
    }
    let fraction: u64 = format!("{fraction:0<3}").parse().ok()?;
    Some(parts.iter().fold(0, |sum, part| sum * 60 + part) * 1000 + fraction)
}

/// Whether a line says from when till when its cue is shown, written as it must be.
pub(super) fn is_timing(line: &str, form: Form) -> bool {
    let Some((from, rest)) = line.split_once("-->") else { return false };
    let has_room = from.ends_with([' ', '\t']) && rest.starts_with([' ', '\t']);
    has_room && is_time(from.trim(), form) && rest.split_whitespace().next().is_some_and(|to| is_time(to, form))
}

/// Hours have two digits or more, minutes and seconds two, the rest three. SubRip needs the hours.
fn is_time(text: &str, form: Form) -> bool {
    let is_number = |text: &str, len: usize| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_below_60 = |text: &str| is_number(text, 2) && text.as_bytes()[0] < b'6';
    let Some((whole, fraction)) = text.split_once(point(form)) else { return false };
    let is_whole = match (whole.split(':').collect::<Vec<_>>().as_slice(), form) {
        ([minutes, seconds], Form::Vtt) => is_below_60(minutes) && is_below_60(seconds),
        ([hours, minutes, seconds], _) => {
            (2..=6).contains(&hours.len()) && is_number(hours, hours.len()) && is_below_60(minutes) && is_below_60(seconds)
        }
        _ => false,
    };
    is_whole && is_number(fraction, 3)
}

const fn point(form: Form) -> char {
    match form {
        Form::Vtt => '.',
        Form::Srt => ',',
    }
}

/// The line of times that was meant; `None` where that isn't plain.
pub(super) fn mended(line: &str, form: Form) -> Option<String> {
    // What is longer is no line of times, and need not be searched for seven arrows.
    let arrow = ARROWS.into_iter().find(|arrow| line.len() < 1000 && line.contains(arrow))?;
    let (from, rest) = line.split_once(arrow)?;
    let (to, settings) = rest.trim().split_once([' ', '\t']).unwrap_or((rest.trim(), ""));
    let mended = format!("{} --> {} {settings}", meant(from, form)?, meant(to, form)?);
    Some(mended.trim_end().to_owned())
}

/// A time as the form has it, of one such as `1:02`, `0:01:02,5`.
fn meant(text: &str, form: Form) -> Option<String> {
    let (whole, fraction) = text.trim().split_once([',', '.']).unwrap_or((text.trim(), ""));
    let parts: Vec<u32> = whole.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let is_fraction = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let whole = match (parts.as_slice(), form) {
        ([minutes, seconds], Form::Vtt) => format!("{minutes:02}:{seconds:02}"),
        ([minutes, seconds], Form::Srt) => format!("00:{minutes:02}:{seconds:02}"),
        ([hours, minutes, seconds], _) => format!("{hours:02}:{minutes:02}:{seconds:02}"),
        _ => return None,
    };
    let time = format!("{whole}{}{fraction:0<3}", point(form));
    (is_fraction && is_time(&time, form)).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::{is_timing, mended, span};
    use crate::transcript::Form;

    #[test]
    fn times_are_told_apart() {
        for (line, expected) in [
            ("00:01.500 --> 00:04.000", None),
            ("00:01.500 -> 00:04.000", Some("00:01.500 --> 00:04.000")),
            ("00:00:01,500 --> 00:00:04,000 align:start", Some("00:00:01.500 --> 00:00:04.000 align:start")),
            ("1:02-->1:04", Some("01:02.000 --> 01:04.000")),
            ("0:01 → 0:04.5", Some("00:01.000 --> 00:04.500")),
        ] {
            let is_right = is_timing(line, Form::Vtt);
            assert_eq!((is_right, mended(line, Form::Vtt).filter(|_| !is_right).as_deref()), (expected.is_none(), expected), "{line}");
        }
        for line in ["I went -> there", "00:99.000 --> 01:00.000", "-->", "00:01.500 --> later"] {
            assert!(!is_timing(line, Form::Vtt) && mended(line, Form::Vtt).is_none(), "{line}");
        }
    }

    #[test]
    fn the_form_decides_how_a_time_is_written() {
        let srt = "00:00:01,500 --> 00:00:04,000";
        assert!(is_timing(srt, Form::Srt) && !is_timing(srt, Form::Vtt));
        assert_eq!(span(srt, Form::Srt), Some((1500, 4000)));
        assert_eq!(span("1:00:00.007-->1:00:01.000", Form::Vtt), Some((3_600_007, 3_601_000)));
        assert_eq!(mended("00:01.500 --> 00:04.000", Form::Srt).as_deref(), Some("00:00:01,500 --> 00:00:04,000"));
    }
}
