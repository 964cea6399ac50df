//! Colours of tokens: what CSS takes for one, and an accent that can be read on light and dark pages.
//!
//! Contrast is that of WCAG 2.2; lightness that of OKLCH (CSS Color 4, after Björn Ottosson), in which a colour
//! keeps its hue while it gets lighter or darker.

use std::fmt;

/// The contrast of text for every reader (WCAG 2.2, 1.4.6).
const READABLE: f64 = 7.0;

/// In how small steps a lightness is looked for; it goes from 0 to 1.
const STEP: f64 = 0.004;

/// Functions that make a colour of numbers, of other colours or of a token.
pub(super) const FUNCTIONS: [&str; 12] = ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "var"];

/// The function that gives one value for light screens and one for dark ones.
pub(super) const LIGHT_DARK: &str = "light-dark";

/// The names of colours (CSS Color 4, sections 6.1 and 6.2: those of the reader's system), and the two words that stand for one.
const NAMES: &str = " aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue \
    chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki \
    darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise \
    darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod \
    gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue \
    lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray \
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple \
    mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite \
    navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink \
    plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue \
    slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow \
    yellowgreen accentcolor accentcolortext activetext buttonborder buttonface buttontext canvas canvastext field fieldtext graytext \
    highlight highlighttext linktext mark marktext selecteditem selecteditemtext visitedtext transparent currentcolor ";

/// Whether a value has the form of a colour, or of two for light and for dark screens.
pub(super) fn is_colour(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    if let Some(inside) = call(&value, LIGHT_DARK) {
        return two(inside).is_some_and(|(light, dark)| is_colour(light) && is_colour(dark));
    }
    let is_hex = value.strip_prefix('#').is_some_and(|digits| matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit()));
    let is_name = value.bytes().all(|byte| byte.is_ascii_lowercase()) && NAMES.contains(&format!(" {value} "));
    is_hex || is_name || FUNCTIONS.iter().any(|function| call(&value, function).is_some_and(|inside| !inside.trim().is_empty()))
}

/// What stands between the brackets of a call of this function, if the value is one and nothing more.
fn call<'v>(value: &'v str, function: &str) -> Option<&'v str> {
    let inside = value.strip_prefix(function)?.strip_prefix('(')?.strip_suffix(')')?;
    let depths = inside.bytes().scan(0_i32, |depth, byte| {
        *depth += i32::from(byte == b'(') - i32::from(byte == b')');
        Some(*depth)
    });
    depths.chain([0]).all(|depth| depth >= 0).then_some(inside)
}

/// The two values that the outermost comma parts.
fn two(inside: &str) -> Option<(&str, &str)> {
    let is_outside = |at: &usize| inside[..*at].matches('(').count() == inside[..*at].matches(')').count();
    let at = inside.match_indices(',').map(|(at, _)| at).find(is_outside)?;
    Some((&inside[..at], &inside[at + 1..]))
}

/// A colour of sRGB, each part from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour([f64; 3]);

impl Colour {
    /// Reads `#7c1d17` or `#abc`; nothing for any other way to write a colour.
    pub(super) fn from_hex(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#').filter(|digits| digits.is_ascii())?;
        let part = |at: usize| match digits.len() {
            3 => u8::from_str_radix(&digits[at..=at].repeat(2), 16).ok(),
            6 => u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok(),
            _ => None,
        };
        Some(Self([part(0)?, part(1)?, part(2)?].map(|part| f64::from(part) / 255.0)))
    }

    /// The two colours of `light-dark(#fbf8f2, #15120f)`.
    pub(super) fn pair(value: &str) -> Option<(Self, Self)> {
        let (light, dark) = two(call(value.trim(), LIGHT_DARK)?)?;
        Some((Self::from_hex(light)?, Self::from_hex(dark)?))
    }

    /// The relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(to_linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast with another colour, from 1 to 21 (WCAG 2.2).
    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(two) / one.min(two)
    }

    /// The nearest colour of the same hue that can be read on all these grounds, darker or lighter as they need it.
    pub(super) fn readable_on(self, grounds: &[Self]) -> Self {
        let is_readable = |colour: Self| grounds.iter().all(|ground| colour.rounded().contrast(*ground) >= READABLE);
        let [lightness, chroma, hue] = to_oklch(self);
        let is_light = grounds.iter().map(|ground| ground.luminance()).sum::<f64>() > 0.18 * grounds.len() as f64;
        let step = if is_light { -STEP } else { STEP };
        let lightnesses =
            std::iter::successors(Some(lightness), |lightness| Some(lightness + step)).take_while(|lightness| (0.0..=1.0).contains(lightness));
        let found = lightnesses.map(|lightness| from_oklch(lightness, chroma, hue)).find(|&colour| is_readable(colour));
        found.unwrap_or(if is_light { Self([0.0; 3]) } else { Self([1.0; 3]) }).rounded()
    }

    /// As it can be written in six digits.
    fn rounded(self) -> Self {
        Self(self.0.map(|part| (part * 255.0).round() / 255.0))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

fn to_linear(part: f64) -> f64 {
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn from_linear(part: f64) -> f64 {
    if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 }
}

/// Each row of a matrix times a column.
fn times(matrix: [[f64; 3]; 3], column: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * column[0] + row[1] * column[1] + row[2] * column[2])
}

/// Lightness, chroma, and hue in radians.
fn to_oklch(colour: Colour) -> [f64; 3] {
    const TO_LMS: [[f64; 3]; 3] = [
        [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
        [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
        [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
    ];
    const TO_LAB: [[f64; 3]; 3] = [
        [0.210_454_255_3, 0.793_617_785, -0.004_072_046_8],
        [1.977_998_495_1, -2.428_592_205, 0.450_593_709_9],
        [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766],
    ];
    let [lightness, a, b] = times(TO_LAB, times(TO_LMS, colour.0.map(to_linear)).map(f64::cbrt));
    [lightness, a.hypot(b), b.atan2(a)]
}

/// The colour of sRGB with this lightness and hue and as much of the chroma as it can have.
fn from_oklch(lightness: f64, chroma: f64, hue: f64) -> Colour {
    let (mut least, mut most) = (0.0, chroma);
    let whole = unbounded(lightness, chroma, hue);
    if is_of_srgb(whole) {
        return whole;
    }
    for _ in 0..20 {
        let middle = f64::midpoint(least, most);
        if is_of_srgb(unbounded(lightness, middle, hue)) { least = middle } else { most = middle }
    }
    Colour(unbounded(lightness, least, hue).0.map(|part| part.clamp(0.0, 1.0)))
}

fn is_of_srgb(colour: Colour) -> bool {
    colour.0.iter().all(|part| (-0.000_1..=1.000_1).contains(part))
}

fn unbounded(lightness: f64, chroma: f64, hue: f64) -> Colour {
    const FROM_LAB: [[f64; 3]; 3] =
        [[1.0, 0.396_337_777_4, 0.215_803_757_3], [1.0, -0.105_561_345_8, -0.063_854_172_8], [1.0, -0.089_484_177_5, -1.291_485_548]];
    const FROM_LMS: [[f64; 3]; 3] = [
        [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
        [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
        [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701],
    ];
    let lms = times(FROM_LAB, [lightness, chroma * hue.cos(), chroma * hue.sin()]).map(|part| part.powi(3));
    Colour(times(FROM_LMS, lms).map(from_linear))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hex(text: &str) -> Colour {
        Colour::from_hex(text).expect("a colour")
    }

    fn light() -> [Colour; 3] {
        ["#fbf8f2", "#f3ede1", "#fff"].map(hex)
    }

    fn dark() -> [Colour; 3] {
        ["#15120f", "#1d1915", "#241f1a"].map(hex)
    }

    #[test]
    fn what_css_takes_for_a_colour() {
        for value in [
            "#abc",
            "#7C1D17",
            "#7c1d17cc",
            "red",
            "RebeccaPurple",
            "currentColor",
            "oklch(50% .1 30)",
            "light-dark(#fff, #000)",
            "var(--ink)",
            "CanvasText",
            "light-dark(rgb(1, 2, 3), color-mix(in oklab, red, var(--ink)))",
        ] {
            assert!(is_colour(value), "{value}");
        }
        for value in [
            "reddish",
            "#12",
            "#ggg",
            "3 apples",
            "",
            "red blue",
            "1rem",
            "aqua aquamarine",
            "rgb(1 2 3) 3px",
            "light-dark(reddish, 3 apples)",
            "light-dark(red)",
            "rgb(1) (2)",
            "rgb()",
        ] {
            assert!(!is_colour(value), "{value}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((hex("#000").contrast(hex("#fff")) - 21.0).abs() < 0.001);
        assert!((hex("#777").contrast(hex("#fff")) - 4.478).abs() < 0.001);
        assert_eq!(hex("#7c1d17").contrast(hex("#7c1d17")), 1.0);
    }

    #[test]
    fn a_colour_that_can_be_read_stays_and_another_becomes_darker_or_lighter() {
        assert_eq!(hex("#7c1d17").readable_on(&light()).to_string(), "#7c1d17");
        assert_eq!(hex("#f4ae9b").readable_on(&dark()).to_string(), "#f4ae9b");
        let [night, day] = [hex("#7c1d17").readable_on(&dark()).to_string(), hex("#e8b400").readable_on(&light()).to_string()];
        assert_eq!((night.as_str(), day.as_str()), ("#f78d7f", "#634b00"));
    }

    proptest! {
        #[test]
        fn every_accent_can_be_read(red: u8, green: u8, blue: u8) {
            let accent = Colour([red, green, blue].map(|part| f64::from(part) / 255.0));
            for grounds in [light(), dark()] {
                let found = accent.readable_on(&grounds);
                prop_assert_eq!(hex(&found.to_string()), found);
                for ground in grounds {
                    prop_assert!(found.contrast(ground) >= READABLE, "{accent} became {found} on {ground}");
                }
            }
        }

        #[test]
        fn a_colour_goes_to_oklch_and_back(red: u8, green: u8, blue: u8) {
            let colour = Colour([red, green, blue].map(|part| f64::from(part) / 255.0));
            let [lightness, chroma, hue] = to_oklch(colour);
            prop_assert_eq!(from_oklch(lightness, chroma, hue).to_string(), colour.to_string());
        }

        #[test]
        fn no_text_breaks_the_reader(text: String) {
            let _ = (is_colour(&text), Colour::from_hex(&text), Colour::pair(&text));
        }
    }
}
