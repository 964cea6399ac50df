// How readers look at a page: on a desk, on a phone at night, without JavaScript.

export const VIEWS = [
  { name: "1280 light", options: { viewport: { width: 1280, height: 800 }, colorScheme: "light" }, widths: [] },
  { name: "390 dark", options: { viewport: { width: 390, height: 844 }, colorScheme: "dark", isMobile: true }, widths: [390, 320] },
  {
    name: "no JavaScript",
    options: { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false },
    widths: [390, 320],
  },
];

export function newContext(browser, view) {
  // Nothing moves while colours are measured.
  return browser.newContext({ reducedMotion: "reduce", ...view.options });
}
