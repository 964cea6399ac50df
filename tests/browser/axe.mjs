// What axe says of a page: WCAG 2.2 AA, best practices, and contrast as AAA asks for it.
// What axe can't decide alone is a fault, too, unless somebody looked and agreed (`agreed.mjs`).

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { AGREED } from "./agreed.mjs";
import { bringColours } from "./colours.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const CONTRAST = ["color-contrast", "color-contrast-enhanced"];

export const EVERYTHING = { runOnly: { type: "tag", values: TAGS }, rules: { "color-contrast-enhanced": { enabled: true } } };
export const COLOURS = { runOnly: { type: "rule", values: CONTRAST } };

// Returns sentences, and the numbers of the agreements that were needed.
export async function accessibilityFaults(page, options) {
  // The browser's own channel carries axe into the page, so that the page's policy need not allow it.
  await bringColours(page);
  await page.evaluate(`window.axe || (() => { ${AXE} })()`);
  const found = await page.evaluate(run, { options: { ...options, resultTypes: ["violations", "incomplete"] }, agreed: AGREED });
  const used = found.flatMap(({ agreement }) => (agreement < 0 ? [] : [agreement]));
  return { faults: found.filter(({ agreement }) => agreement < 0).map(({ sentence }) => sentence), used };
}

// In the page: each violation once, and each undecided element with the agreement that covers it.
// Where axe could not see the ground of a text, we look for it where the style sheet says that it is.
async function run({ options, agreed }) {
  const { violations, incomplete } = await window.axe.run(document, options);
  const brief = ({ html }) => (html.length > 200 ? `${html.slice(0, 200)}…` : html);
  const why = (node) => [...node.any, ...node.all, ...node.none].map(({ message }) => message).join("; ");
  const wrong = violations.map(({ id, help, nodes }) => {
    return { agreement: -1, sentence: `axe ${id} (${nodes.length}x): ${help}; first: ${brief(nodes[0])}; ${why(nodes[0])}` };
  });
  const undecided = incomplete.flatMap(({ id, nodes }) =>
    nodes.map((node) => {
      const element = document.querySelector(node.target.at(-1));
      const contrast = () => window.colours.contrastOf(element);
      const covers = ({ rules, selector, contrast: least }) => rules.includes(id) && element?.matches(selector) && (!least || contrast() >= least);
      const agreement = agreed.findIndex(covers);
      return { agreement, sentence: `axe can't decide ${id}: ${brief(node)}; ${why(node)}; look at it, and either mend it or agree to it in agreed.mjs` };
    }),
  );
  return [...wrong, ...undecided];
}
