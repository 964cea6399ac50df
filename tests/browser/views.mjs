// How readers look at a page: on a desk, on a phone, on a small one, without JavaScript.
// `schemes` are looked at in one visit: the page is the same, only its colours change. On the phone
// only the home page is looked at by night, too, with its menu: the others have the colours of the desk.

export const VIEWS = [
  { name: "1280", options: { viewport: { width: 1280, height: 800 } }, schemes: ["light", "dark"], weighs: true },
  { name: "390", options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }, schemes: ["light"], homeSchemes: ["light", "dark"] },
  { name: "320", options: { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }, schemes: ["light"] },
  { name: "no JavaScript", options: { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false }, schemes: [], widths: [390, 320] },
];

// A reader who comes for the first time: nothing is stored yet, nothing is known.
export function newContext(browser, view) {
  // Nothing moves while colours are measured.
  return browser.newContext({ reducedMotion: "reduce", colorScheme: view.schemes[0] ?? "light", ...view.options });
}
