// The contrast of the theme's colours, as the browser computes them from the style sheet that is served:
// each pair of a text and its ground that the theme uses, and each edge of a control, by day and by night.

import { bringColours } from "./colours.mjs";

const TEXT = 7; // WCAG 2.2 AAA, 1.4.6
const EDGE = 3; // WCAG 2.2 AA, 1.4.11

const PAGE = ["--paper", "--band", "--sheet"];

// Which colour stands on which ground, and what contrast it needs there.
const PAIRS = [
  { colour: "--ink", grounds: [...PAGE, "--mark"], least: TEXT },
  { colour: "--ink-2", grounds: PAGE, least: TEXT },
  { colour: "--ink-3", grounds: PAGE, least: TEXT },
  { colour: "--accent", grounds: PAGE, least: TEXT },
  { colour: "--on-accent", grounds: ["--accent"], least: TEXT },
  // The link to the text, and the choice of a list that is taken.
  { colour: "--paper", grounds: ["--ink"], least: TEXT },
  { colour: "--edge", grounds: PAGE, least: EDGE },
];

// Colours that no text and no edge of a control has, each with its reason.
const UNMEASURED = [
  { colour: "--rule", reason: "hairlines that only adorn: nothing is lost where they aren't seen" },
  { colour: "--shade", reason: "shadows" },
  { colour: "--foot", reason: "a ground; what stands on it is measured on the page by axe" },
];

// Returns sentences. A colour that stands in neither table is one, too, so that none is forgotten.
export async function tokenFaults(page) {
  await bringColours(page);
  const faults = [];
  for (const colorScheme of ["light", "dark"]) {
    const usual = await measured(page, { colorScheme, contrast: "no-preference" });
    const more = await measured(page, { colorScheme, contrast: "more" });
    const low = (figures, wish) => figures.filter(({ figure, least }) => figure < least).map(({ name, figure, least }) => `${name}, ${colorScheme}${wish}: ${figure.toFixed(2)}, less than ${least}`);
    faults.push(...low(usual, ""), ...low(more, ", more contrast"));
    const weaker = more.filter(({ figure }, at) => figure < usual[at].figure - 0.01);
    faults.push(...weaker.map(({ name, figure }) => `${name}, ${colorScheme}: ${figure.toFixed(2)} for who wants more contrast, less than for others`));
  }
  const known = [...PAIRS.flatMap(({ colour, grounds }) => [colour, ...grounds]), ...UNMEASURED.map(({ colour }) => colour)];
  const all = await page.evaluate(colourTokens);
  faults.push(...all.filter((token) => !known.includes(token)).map((token) => `the colour ${token} stands in neither table of tokens.mjs`));
  faults.push(...[...new Set(known)].filter((token) => !all.includes(token)).map((token) => `the style sheet has no colour ${token}, which a table of tokens.mjs names`));
  return faults;
}

async function measured(page, media) {
  await page.emulateMedia(media);
  const pairs = PAIRS.flatMap(({ colour, grounds, least }) => grounds.map((ground) => ({ colour, ground, least })));
  const figures = await page.evaluate((pairs) => {
    const probe = document.body.appendChild(document.createElement("i"));
    const figures = pairs.map(({ colour, ground }) => {
      probe.style.color = `var(${colour})`;
      probe.style.backgroundColor = `var(${ground})`;
      const { color, backgroundColor } = getComputedStyle(probe);
      return window.colours.contrast(color, backgroundColor);
    });
    probe.remove();
    return figures;
  }, pairs);
  return pairs.map(({ colour, ground, least }, at) => ({ name: `${colour} on ${ground}`, figure: figures[at], least }));
}

// In the page: the names of all custom properties of the root that are colours.
function colourTokens() {
  const rules = (list) => [...list].flatMap((rule) => [rule, ...rules(rule.cssRules ?? [])]);
  const roots = [...document.styleSheets].flatMap((sheet) => rules(sheet.cssRules)).filter((rule) => rule.selectorText === ":root");
  const names = new Set(roots.flatMap(({ style }) => [...style].filter((name) => name.startsWith("--"))));
  const values = getComputedStyle(document.documentElement);
  return [...names].filter((name) => CSS.supports("color", values.getPropertyValue(name).trim()));
}
