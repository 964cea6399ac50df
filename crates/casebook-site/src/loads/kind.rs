//! As what something is loaded.

/// As what something is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `src` of a picture.
    Picture,
    /// `srcset` and `imagesrcset`.
    PictureSet,
    /// `src` of a film, a sound, captions.
    Media,
    /// `poster` of a film.
    Poster,
    /// `background`, which old pages have.
    Background,
    /// `href` in a drawing: `use`, `image`, `feImage` and their like.
    Drawing,
    /// `url()` and `image-set()` in a style.
    Style,
    /// `@import` in a style.
    Import,
    /// `<link rel=stylesheet>`.
    StyleSheet,
    /// `<link rel=icon>` and its like.
    Icon,
    /// `<link rel=preload>`, `preconnect`, `dns-prefetch` and whatever else a browser does beforehand.
    Hint,
    /// The manifest of an app.
    Manifest,
    /// `src` of a script.
    Script,
    /// A page inside the page.
    Frame,
    /// `object`, `embed`, `applet`.
    Object,
    /// Where a form is sent.
    Form,
    /// Where `<meta http-equiv=refresh>` leads by itself.
    Refresh,
    /// Whom a link tells that it was followed.
    Ping,
    /// `<base>`, which moves every other address.
    Base,
}

impl Kind {
    /// What it is, for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Picture | Self::PictureSet => "a picture",
            Self::Media => "a film or sound",
            Self::Poster => "the picture of a film",
            Self::Background => "a background",
            Self::Drawing => "a part of a drawing",
            Self::Style => "what a style names",
            Self::Import | Self::StyleSheet => "a style sheet",
            Self::Icon => "an icon",
            Self::Hint => "something that browsers fetch beforehand",
            Self::Manifest => "a manifest",
            Self::Script => "a script",
            Self::Frame => "a page inside the page",
            Self::Object => "an object",
            Self::Form => "the target of a form",
            Self::Refresh => "the page that this one leads to by itself",
            Self::Ping => "a report on readers",
            Self::Base => "the base of all addresses",
        }
    }
}
