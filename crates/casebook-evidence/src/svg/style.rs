//! CSS within a drawing: it may colour and place, and must not load.
//!
//! It isn't parsed. It is looked through for whatever could name another place, in a form that can't
//! be read in two ways: escapes are refused, comments are left out first.

use super::Refused;

/// Rules beginning with `@` that only choose among others.
const AT_RULES: [&str; 3] = ["@media", "@supports", "@font-face"];

/// Functions that take the address of something without `url`.
const LOADING: [&str; 4] = ["image(", "image-set(", "src(", "cross-fade("];

/// What must not stand in this CSS, if anything.
pub(super) fn check(css: &str) -> Option<Refused> {
    let refuse = |what: &str| Some(Refused::Style(what.chars().take(60).collect()));
    if css.contains('\\') {
        // `u\72l(` means `url(`.
        return refuse("\\");
    }
    let Some(css) = without_comments(css) else { return refuse("/*") };
    if css.contains('<') {
        return refuse("<");
    }
    let css = css.to_ascii_lowercase();
    for (at, _) in css.match_indices('@') {
        let rule = &css[at..];
        let name = rule[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-').map_or(rule, |end| &rule[..=end]);
        if !AT_RULES.contains(&name) {
            return refuse(name);
        }
    }
    if let Some(function) = LOADING.iter().find(|function| calls(&css, function)) {
        return refuse(function);
    }
    css.match_indices("url(").find_map(|(at, _)| {
        let target = css[at + 4..].trim_start().trim_start_matches(['"', '\'']);
        let end = target.find([')', '"', '\'']).unwrap_or(target.len());
        (!may_load(&target[..end])).then(|| Refused::Outside(target[..end].chars().take(60).collect()))
    })
}

/// Whether an address in `url()` leads nowhere else: to a part of the drawing, or to a font within it.
fn may_load(target: &str) -> bool {
    const FONTS: [&str; 4] = ["data:font/", "data:application/font-", "data:application/x-font-", "data:application/vnd.ms-fontobject"];
    target.starts_with('#') || FONTS.iter().any(|font| target.starts_with(font))
}

/// Whether the function is called, and not one whose name ends so.
fn calls(css: &str, function: &str) -> bool {
    css.match_indices(function).any(|(at, _)| !css[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_'))
}

/// The text without comments; none if one never ends. A comment stands for a space.
fn without_comments(css: &str) -> Option<String> {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        kept.push(' ');
        (_, rest) = after.split_once("*/")?;
    }
    kept.push_str(rest);
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn css_may_colour_and_must_not_load() {
        for css in [
            ".a{fill:#f00;stroke:url(#grey)}",
            "/* url(http://a.example) */ .a{fill:url( \"#b\" )}",
            "@media print{.a{display:none}} @font-face{font-family:x;src:url(data:font/woff2;base64,AAAA)}",
            ".my-image{fill:red} .a{mask:url('#m')}",
        ] {
            assert_eq!(check(css), None, "{css}");
        }
        for css in [
            "@import 'a.css'",
            "@IMPORT url(#a)",
            "@charset \"utf-7\"",
            ".a{fill:url(http://a.example/x.svg#y)}",
            ".a{fill:URL( 'a.svg' )}",
            ".a{background:u\\72l(a.png)}",
            ".a{background:url/**/(a.png) url(//a.example)}",
            ".a{background:image-set('a.png' 1x)}",
            ".a{background:image('a.png')}",
            ".a{fill:url(data:image/svg+xml,x)}",
            ".a{fill:red} /* never ends",
            ".a{fill:red}</style><script>",
        ] {
            assert!(check(css).is_some(), "{css}");
        }
    }
}
