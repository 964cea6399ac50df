// How readers look at a page: on a desk, on a tablet, on a phone, on a small one, without JavaScript,
// in the colours of their system, with the keyboard alone, on paper.
// `schemes` are looked at in one visit: the page is the same, only its colours change. On the phone
// only the home page is looked at by night, too, with its menu: the others have the colours of the desk.

import { evidenceFaults } from "./evidence.mjs";
import { menuFaults, walkWith } from "./keyboard.mjs";
import { printFaults } from "./print.mjs";
import { forcedColourFaults, moreContrastFaults, motionFaults } from "./sight.mjs";
import { tokenFaults } from "./tokens.mjs";

const DESK = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const SMALL_PHONE = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };

// Together they have every mark, control and ground that the style sheet colours.
const COLOURFUL = ["home", "page", "statement", "document", "recording", "list of report"];

// A page and a message of a document.
const EVIDENCE = ["segment", "message"];

// `looks` are further checks of a view. `kinds` and `languages` say which pages are enough for it: what
// they look for comes from the style sheet, which is the same in each language.
export const VIEWS = [
  { name: "1280", options: DESK, schemes: ["light", "dark"], weighs: true, looks: [motionFaults] },
  { name: "390", options: PHONE, schemes: ["light"], homeSchemes: ["light", "dark"] },
  { name: "320", options: SMALL_PHONE, schemes: ["light"] },
  { name: "no JavaScript", options: { ...DESK, javaScriptEnabled: false }, schemes: [], widths: [390, 320] },
  { name: "768", options: { viewport: { width: 768, height: 1024 } }, schemes: [], homeSchemes: ["light"] },
  { name: "forced colours", options: { ...DESK, forcedColors: "active" }, schemes: [], languages: 1, kinds: COLOURFUL, looks: [forcedColourFaults] },
  { name: "more contrast", options: { ...DESK, contrast: "more" }, schemes: [], languages: 1, kinds: COLOURFUL, looks: [moreContrastFaults] },
  { name: "keyboard", options: DESK, schemes: [], languages: 1, looks: [walkWith()] },
  { name: "keyboard in forced colours", options: { ...DESK, forcedColors: "active" }, schemes: [], languages: 1, kinds: ["home"], looks: [walkWith()] },
  { name: "keyboard at 390", options: PHONE, schemes: [], languages: 1, kinds: ["home", "statement"], looks: [menuFaults] },
  { name: "paper", options: DESK, schemes: [], languages: 1, kinds: ["home", "statement", "answer", "document", "segment", "thread", "list of report"], looks: [printFaults] },
  // Evidence is read on screens of every kind: what it weighs there, and whether its marks are found without a script.
  { name: "two pixels", options: { ...DESK, deviceScaleFactor: 2 }, schemes: [], languages: 1, weighs: true, kinds: EVIDENCE },
  { name: "two pixels at 390", options: { ...PHONE, deviceScaleFactor: 2 }, schemes: [], languages: 1, weighs: true, kinds: EVIDENCE },
  { name: "marks", options: { ...DESK, javaScriptEnabled: false }, schemes: [], kinds: EVIDENCE, looks: [evidenceFaults] },
  { name: "marks at 390", options: { ...PHONE, javaScriptEnabled: false }, schemes: [], languages: 1, kinds: EVIDENCE, looks: [evidenceFaults] },
  { name: "tokens", options: DESK, schemes: [], languages: 1, kinds: ["home"], looks: [tokenFaults] },
];

// A reader who comes for the first time: nothing is stored yet, nothing is known.
export function newContext(browser, view) {
  // Nothing moves while colours are measured.
  return browser.newContext({ reducedMotion: "reduce", colorScheme: view.schemes[0] ?? "light", ...view.options });
}

// The pages that are looked at in a view.
export function chosenFor(view, { pages, lists }) {
  const languages = [...new Set(pages.map(({ language }) => language))].slice(0, view.languages);
  const wanted = view.kinds ? [...pages, ...lists].filter(({ kind }) => view.kinds.includes(kind)) : pages;
  return wanted.filter(({ language }) => languages.includes(language));
}
