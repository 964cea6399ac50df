// What is wrong today and known, each with what has to be done. Such a fault is told no more; once
// nothing shows it, its entry is a fault, so that it can't come back unseen.

export const KNOWN_FAULTS = [
  {
    words: /keyboard.* Tab goes back against the way of reading, from <a [^>]*hreflang=/,
    reason: "on a wide window the languages stand right of the menu and come before it: site.css, `.langs { order: 2 }`",
  },
  {
    words: /forced colours\] the turning point looks like any other/,
    reason: "its dot is filled, and forced colours empty it: site.css, `.timeline .key::before` needs a thicker border there",
  },
  {
    words: /more contrast\] the edge of a control has a contrast of 3/,
    reason: "site.css says nothing of `prefers-contrast: more`: `--edge` may become `var(--ink-3)` there",
  },
  {
    words: /keyboard\] its focus is hardly seen .*rel="external noreferrer"/,
    reason: "site.css, `.film :focus-visible` stands in the layer of components, where that of states outdoes it",
  },
  {
    words: /^extremes .* px wider than a window/,
    reason: "site.css, `body { overflow-wrap: break-word }` leaves a column as wide as its longest word; `anywhere` mends it, with `break-word` again for tables, the menu's button and the languages",
  },
  {
    words: /^extremes .*axe can't decide color-contrast.*(overlap|obscured)/,
    reason: "the same: columns that are too wide lie on each other",
  },
  {
    words: /^extremes \/ar\/.* runs on to the right/,
    reason: "site.css draws the line above a section with a `border-image` whose outset is physical: it has to be mirrored for `[dir=rtl]`",
  },
];

// The faults that nobody knew, and the entries that nothing needs any more.
export function unknownFaults(faults, known = KNOWN_FAULTS) {
  const stale = known.filter(({ words }) => !faults.some((fault) => words.test(fault)));
  return [...faults.filter((fault) => !known.some(({ words }) => words.test(fault))), ...stale.map(({ words }) => `known.mjs knows a fault that is mended: ${words}`)];
}
