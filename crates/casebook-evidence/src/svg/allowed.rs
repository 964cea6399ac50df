//! What may stand in a drawing: elements and attributes by name, and where references may lead.

use super::{Refused, SVG, XLINK, XML, style};
use roxmltree::Node;

/// What becomes of an element.
pub(super) enum Element {
    /// It stays.
    Draws,
    /// It leads somewhere, which a picture on a page can't; what it holds stays.
    Link,
    /// It says something to a program or person, and draws nothing.
    Dropped,
    Refused(Refused),
}

/// What becomes of an attribute.
pub(super) enum Attribute {
    /// It stays under this name.
    Stays(&'static str),
    Dropped,
    Refused(Refused),
}

/// What draws, or says how to draw.
#[rustfmt::skip]
const DRAWING: &[&str] = &[
    "circle", "clipPath", "defs", "ellipse", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix",
    "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR",
    "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile",
    "feTurbulence", "filter", "g", "line", "linearGradient", "marker", "mask", "path", "pattern", "polygon", "polyline", "radialGradient",
    "rect", "stop", "style", "svg", "switch", "symbol", "text", "textPath", "tspan", "use",
];

/// What describes the file or the drawing. The alternative text stands on the page.
const DROPPED: &[&str] = &["desc", "metadata", "title", "view"];

const SCRIPTS: &[&str] = &["handler", "listener", "script"];
const ANIMATIONS: &[&str] = &["animate", "animateColor", "animateMotion", "animateTransform", "discard", "mpath", "set"];
const RASTERS: &[&str] = &["feImage", "image"];
const FOREIGN: &[&str] = &["audio", "canvas", "embed", "foreignObject", "iframe", "link", "object", "video"];

/// Namespaces of content that browsers would show or run.
const FOREIGN_NAMESPACES: [&str; 2] = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"];

/// Attributes without a namespace.
#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "alignment-baseline", "amplitude", "azimuth", "baseFrequency", "baseline-shift", "bias", "class", "clip", "clip-path", "clip-rule",
    "clipPathUnits", "color", "color-interpolation", "color-interpolation-filters", "color-rendering", "cx", "cy", "d", "diffuseConstant",
    "direction", "display", "divisor", "dominant-baseline", "dx", "dy", "edgeMode", "elevation", "enable-background", "exponent", "fill",
    "fill-opacity", "fill-rule", "filter", "filterRes", "filterUnits", "flood-color", "flood-opacity", "font", "font-family",
    "font-feature-settings", "font-kerning", "font-size", "font-size-adjust", "font-stretch", "font-style", "font-variant",
    "font-variant-caps", "font-variant-ligatures", "font-variant-numeric", "font-variation-settings", "font-weight", "fr", "fx", "fy",
    "glyph-orientation-horizontal", "glyph-orientation-vertical", "gradientTransform", "gradientUnits", "height", "href", "id",
    "image-rendering", "in", "in2", "inline-size", "intercept", "isolation", "k1", "k2", "k3", "k4", "kernelMatrix", "kernelUnitLength",
    "kerning", "lang", "lengthAdjust", "letter-spacing", "lighting-color", "limitingConeAngle", "line-height", "marker", "marker-end",
    "marker-mid", "marker-start", "markerHeight", "markerUnits", "markerWidth", "mask", "mask-type", "maskContentUnits", "maskUnits",
    "media", "mix-blend-mode", "mode", "numOctaves", "offset", "opacity", "operator", "order", "orient", "overflow", "paint-order", "path",
    "pathLength", "patternContentUnits", "patternTransform", "patternUnits", "points", "pointsAtX", "pointsAtY", "pointsAtZ",
    "preserveAlpha", "preserveAspectRatio", "primitiveUnits", "r", "radius", "refX", "refY", "requiredExtensions", "requiredFeatures",
    "result", "rotate", "rx", "ry", "scale", "seed", "shape-inside", "shape-padding", "shape-rendering", "shape-subtract", "side", "slope",
    "spacing", "specularConstant", "specularExponent", "spreadMethod", "startOffset", "stdDeviation", "stitchTiles", "stop-color",
    "stop-opacity", "stroke", "stroke-alignment", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "style", "surfaceScale", "systemLanguage", "tableValues", "targetX", "targetY",
    "text-align", "text-anchor", "text-decoration", "text-decoration-color", "text-decoration-line", "text-decoration-style",
    "text-indent", "text-orientation", "text-overflow", "text-rendering", "text-transform", "textLength", "transform", "transform-box",
    "transform-origin", "type", "unicode-bidi", "values", "vector-effect", "viewBox", "visibility", "white-space", "width", "word-spacing",
    "writing-mode", "x", "x1", "x2", "xChannelSelector", "y", "y1", "y2", "yChannelSelector", "z",
];

pub(super) fn element(node: Node<'_, '_>) -> Element {
    let name = node.tag_name();
    if name.namespace() != Some(SVG) {
        let is_content = name.namespace().is_none_or(|namespace| namespace.is_empty() || FOREIGN_NAMESPACES.contains(&namespace));
        return if is_content { Element::Refused(Refused::ForeignContent(short(name.name()))) } else { Element::Dropped };
    }
    let name = name.name();
    let is_among = |list: &[&str]| list.contains(&name);
    match name {
        "a" => Element::Link,
        _ if is_among(DRAWING) => Element::Draws,
        _ if is_among(DROPPED) => Element::Dropped,
        _ if is_among(SCRIPTS) => Element::Refused(Refused::Script(short(name))),
        _ if is_among(ANIMATIONS) => Element::Refused(Refused::Animation(short(name))),
        _ if is_among(RASTERS) => Element::Refused(Refused::Raster),
        _ if is_among(FOREIGN) => Element::Refused(Refused::ForeignContent(short(name))),
        _ => Element::Refused(Refused::Element(short(name))),
    }
}

pub(super) fn attribute(node: Node<'_, '_>, attribute: &roxmltree::Attribute<'_, '_>) -> Attribute {
    let (name, value) = (attribute.name(), attribute.value());
    match attribute.namespace() {
        Some(XML) if name == "space" => return Attribute::Stays("xml:space"),
        Some(XLINK) if name == "href" => {
            return if plain(node, "href").is_some() { Attribute::Dropped } else { reference(node, value) };
        }
        Some(_) => return Attribute::Dropped,
        None => {}
    }
    if name == "href" {
        return reference(node, value);
    }
    if name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
        return Attribute::Refused(Refused::Script(short(name)));
    }
    let Some(known) = ATTRIBUTES.iter().find(|known| **known == name) else { return Attribute::Dropped };
    // Many attributes are CSS by another name.
    let is_css = name == "style" || value.contains(['(', '\\']);
    match is_css.then(|| style::check(value)).flatten() {
        Some(what) => Attribute::Refused(what),
        None => Attribute::Stays(known),
    }
}

/// The value of an attribute without a namespace; the parser's own look-up would find `x:id` for `id`.
pub(super) fn plain<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.namespace().is_none() && attribute.name() == name).map(|attribute| attribute.value())
}

/// A reference may lead to a part of the drawing.
fn reference(node: Node<'_, '_>, value: &str) -> Attribute {
    match element(node) {
        Element::Link => Attribute::Dropped,
        _ if value.trim_start().starts_with('#') => Attribute::Stays("href"),
        _ => Attribute::Refused(Refused::Outside(short(value))),
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
