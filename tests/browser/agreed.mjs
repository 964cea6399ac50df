// What axe can't decide and somebody has looked at, each with its reason. With `contrast`, the colours
// are measured all the same: text against the nearest plain ground around it, as AAA asks.
// An agreement that no page needs any more is a fault, so that this list only grows on purpose.

const CONTRAST = ["color-contrast", "color-contrast-enhanced"];

export const AGREED = [
  {
    rules: CONTRAST,
    selector: "#menu:popover-open *",
    contrast: 7,
    reason: "axe doesn't know that an open popover lies above the page; its ground is its own",
  },
  {
    rules: CONTRAST,
    selector: ".shelf .small, .shelf .small *, .table-scroll :is(td, th, td *)",
    contrast: 7,
    reason: "shelves and wide tables scroll sideways; what is cut off stands on the same ground",
  },
  {
    rules: CONTRAST,
    selector: "h1, h1 mark",
    contrast: 7,
    reason: "the marker covers a part of the line's height; its colour and the paper are both far from the ink, see the contrast of the tokens",
  },
  {
    rules: CONTRAST,
    selector: ".cover :is(strong, span)",
    contrast: 7,
    reason: "the words of a drawn cover stand on its colour, above its pattern; only a shade of the spine lies over both",
  },
  {
    rules: CONTRAST,
    selector: ".sheet text",
    reason: "the words over the picture of a page can't be seen, only selected: the picture shows them, and they stand beside it",
  },
  {
    rules: CONTRAST,
    selector: ".film p",
    reason: "the words lie on a shade of at least .74 over the picture: 7.4 to 1 even on white",
  },
];
