//! Which raw HTML may stand in a text, and what to write instead of the rest.

/// An element that may stand in a text.
#[derive(Clone, Copy)]
pub(super) struct Element {
    /// Its name.
    pub(super) name: &'static str,
    /// Where it may stand.
    pub(super) place: Place,
    /// The attributes it may have beside [`ATTRIBUTES`].
    pub(super) attributes: &'static [&'static str],
}

/// Where an element may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In running text and in blocks.
    Anywhere,
    /// Only in a block of HTML of its own.
    Block,
}

/// The attributes that every element may have.
pub(super) const ATTRIBUTES: [&str; 3] = ["lang", "dir", "title"];

/// The elements that have no end tag.
pub(super) const VOID: [&str; 4] = ["br", "col", "hr", "wbr"];

const fn inline(name: &'static str) -> Element {
    Element { name, place: Place::Anywhere, attributes: &[] }
}

const fn block(name: &'static str) -> Element {
    Element { name, place: Place::Block, attributes: &[] }
}

const fn with(element: Element, attributes: &'static [&'static str]) -> Element {
    Element { attributes, ..element }
}

/// All elements that may stand in a text.
pub(super) const ELEMENTS: &[Element] = &[
    with(inline("a"), &["href"]),
    inline("abbr"),
    inline("b"),
    inline("bdi"),
    inline("bdo"),
    inline("br"),
    inline("cite"),
    inline("code"),
    with(inline("del"), &["cite", "datetime"]),
    inline("dfn"),
    inline("em"),
    inline("i"),
    with(inline("ins"), &["cite", "datetime"]),
    inline("kbd"),
    with(inline("q"), &["cite"]),
    inline("rp"),
    inline("rt"),
    inline("ruby"),
    inline("s"),
    inline("samp"),
    inline("small"),
    inline("span"),
    inline("strong"),
    inline("sub"),
    inline("sup"),
    with(inline("time"), &["datetime"]),
    inline("u"),
    inline("var"),
    inline("wbr"),
    with(block("blockquote"), &["cite"]),
    block("caption"),
    with(block("col"), &["span"]),
    with(block("colgroup"), &["span"]),
    block("dd"),
    block("div"),
    block("dl"),
    block("dt"),
    block("hr"),
    block("li"),
    with(block("ol"), &["start", "reversed"]),
    block("p"),
    block("table"),
    block("tbody"),
    with(block("td"), &["colspan", "rowspan"]),
    block("tfoot"),
    with(block("th"), &["colspan", "rowspan", "scope"]),
    block("thead"),
    block("tr"),
    block("ul"),
];

/// The allowed element of this name, in any case.
pub(super) fn element(name: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|element| element.name.eq_ignore_ascii_case(name))
}

/// What to write instead of an element that would load, run or ask something; `None` if it isn't one.
pub(super) fn instead_of_forbidden(name: &str) -> Option<&'static str> {
    Some(match name {
        "video" | "audio" | "source" | "track" => {
            "make an entry of the kind `recording` that names the `file`, and show it by `:::recording{entry=\"…\"}` and `:::`"
        }
        "iframe" | "embed" | "object" | "param" | "frame" | "frameset" | "noframes" | "applet" => {
            "for a film or sound make an entry of the kind `recording` with its `url`, and show it by `:::recording{entry=\"…\"}` and `:::`, as a card that links to it; to a map or anything else write a link"
        }
        "img" | "image" | "picture" | "svg" | "canvas" | "map" | "area" => {
            "save the picture beside the text and write `:::figure{src=\"…\" alt=\"…\"}` and `:::`"
        }
        "form" | "input" | "button" | "select" | "option" | "optgroup" | "textarea" | "label" | "fieldset" | "datalist" | "output" | "dialog" => {
            "write `:::form{topic=\"…\"}` and `:::` for the inquiry form"
        }
        "style" | "link" => "what pages look like is said in the folder `theme/`",
        "script" | "noscript" | "template" | "slot" => "no page of this site runs a script; take it out",
        "meta" | "base" | "title" | "head" | "html" | "body" => "take it out; the theme writes the head of every page",
        "math" | "annotation-xml" | "plaintext" | "xmp" | "noembed" => "take it out, and write the text without it",
        _ => return None,
    })
}

/// What to write instead of an element that is merely not needed, where it is known.
pub(super) fn instead_of_unknown(name: &str) -> Option<&'static str> {
    Some(match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write headings as `## Heading`",
        "details" | "summary" => "write `:::details{summary=\"…\"}` and `:::`",
        "figure" | "figcaption" => "write `:::figure{src=\"…\" alt=\"…\"}`, the caption, and `:::`",
        "aside" | "section" | "article" => "write `:::note` and `:::` for an aside, or a heading",
        "mark" => "a mark means evidence here; write `**strong**` or `*emphasis*`",
        "pre" => "put the text between two lines of three backticks",
        "center" | "font" | "big" | "tt" => "what pages look like is said in the folder `theme/`",
        "strike" => "write `~~struck~~`",
        _ => return None,
    })
}
