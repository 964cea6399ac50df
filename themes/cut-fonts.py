"""Cuts the fonts of the default theme from the packages of Fontsource.

Needed only when the fonts or their glyphs change; the results are committed.

    npm install @fontsource-variable/newsreader@5 @fontsource-variable/public-sans@5
    pip install fonttools brotli
    python3 themes/cut-fonts.py node_modules themes/default/fonts

The packages come in one file for Latin and one for Latin Extended. Both are cut to the glyphs that
we need, fixed at one optical size, scaled to 1000 units, and joined; weights that stay variable are
rebuilt from their two ends. Kerning stays for Latin only: for the extended letters it would cost
more bytes than all their outlines. Public Sans has no arrows in these packages; two are drawn.
"""

import sys
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib import build, instancer

NEWSREADER = "@fontsource-variable/newsreader/files/newsreader-{part}-standard-{style}.woff2"
PUBLIC_SANS = "@fontsource-variable/public-sans/files/public-sans-{part}-wght-{style}.woff2"
GLYPHS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x2D8, 0x2DE), *range(0x2009, 0x2031),
    0x2BC, 0x2C6, 0x2C7, 0x1E9E, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122, 0x2212, 0x2260, 0x2264, 0x2265,
]  # fmt: skip
FEATURES = ["liga", "locl", "pnum", "tnum", "onum", "lnum"]
STEMS = {400: 76, 700: 132}


def static(source, location, target, kerned):
    """One part of a font at one place of its axes."""
    font = instancer.instantiateVariableFont(TTFont(source), location)
    options = subset.Options()
    options.layout_features = FEATURES + ["kern"] * kerned
    options.notdef_outline, options.hinting, options.glyph_names, options.name_IDs = True, False, True, ["*"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=GLYPHS)
    cutter.subset(font)
    for table in {"STAT", "avar", "MVAR", "HVAR"} & set(font.keys()):
        del font[table]
    scale_upem(font, 1000)
    font.flavor = None
    font.save(target)
    return str(target)


def joined(modules, pattern, style, location, folder):
    """Latin and Latin Extended as one font."""
    name = f"{style}-{'-'.join(str(value) for value in location.values())}"
    parts = []
    for part, kerned in (("latin", True), ("latin-ext", False)):
        source = modules / pattern.format(part=part, style=style)
        parts.append(static(source, location, folder / f"{name}-{part}.ttf", kerned))
    font = merge.Merger(merge.Options(drop_tables=["STAT", "gasp"])).merge(parts)
    target = folder / f"{name}.ttf"
    font.save(target)
    return target


def draw_arrows(path, stem):
    """Adds an arrow to the right and one to the left, with the stem of the weight."""
    font = TTFont(path)
    width, middle, half, head, side = 820, 340, stem // 2, 210, 70
    tip, back = width - side, width - side - int(stem * 1.414)
    outline = [
        (side, middle + half), (back, middle + half), (back - head + half, middle + head), (tip - head + half, middle + head), (tip, middle),
        (tip - head + half, middle - head), (back - head + half, middle - head), (back, middle - half), (side, middle - half),
    ]  # fmt: skip
    mirrored = [(width - x, y) for x, y in reversed(outline)]
    order = list(font.getGlyphOrder())
    for name, code, points in (("arrowright", 0x2192, outline), ("arrowleft", 0x2190, mirrored)):
        pen = TTGlyphPen(None)
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
        order.append(name)
        font.setGlyphOrder(order)
        font["glyf"][name] = pen.glyph()
        font["glyf"][name].recalcBounds(font["glyf"])
        font["hmtx"].metrics[name] = (width, font["glyf"][name].xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name
    font["maxp"].numGlyphs = len(order)
    font.save(path)


def variable(modules, pattern, fixed, folder, arrows):
    """A font whose weight stays variable between 400 and 700."""
    space, axis = DesignSpaceDocument(), AxisDescriptor()
    axis.name, axis.tag, axis.minimum, axis.default, axis.maximum = "Weight", "wght", 400, 400, 700
    space.addAxis(axis)
    for weight in (400, 700):
        source = SourceDescriptor()
        source.path = str(joined(modules, pattern, "normal", {**fixed, "wght": weight}, folder))
        source.location = {"Weight": weight}
        if arrows:
            draw_arrows(source.path, STEMS[weight])
        space.addSource(source)
    return build(space, optimize=True)[0]


def save(font, target):
    font["post"].formatType = 3.0
    font["name"].names = [name for name in font["name"].names if name.nameID in (0, 1, 2, 3, 4, 5, 6, 13, 14, 256)]
    font.flavor = "woff2"
    font.save(target)


def main(modules, target):
    def fixed(style, size, weight):
        with tempfile.TemporaryDirectory() as folder:
            return TTFont(joined(modules, NEWSREADER, style, {"opsz": size, "wght": weight}, Path(folder)), lazy=False)

    with tempfile.TemporaryDirectory() as folder:
        save(variable(modules, NEWSREADER, {"opsz": 16}, Path(folder), arrows=False), target / "news-text.woff2")
    save(fixed("italic", 16, 400), target / "news-text-i.woff2")
    save(fixed("normal", 72, 480), target / "news-display.woff2")
    save(fixed("italic", 72, 400), target / "news-display-i.woff2")
    with tempfile.TemporaryDirectory() as folder:
        save(variable(modules, PUBLIC_SANS, {}, Path(folder), arrows=True), target / "public.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
