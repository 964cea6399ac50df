// Visits one page in one view and says what is wrong with it.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Returns a list of sentences; an empty one for a page without faults.
export async function inspect(context, view, address) {
  const faults = [];
  const page = await context.newPage();
  listen(page, new URL(address).origin, faults);
  try {
    const answer = await page.goto(address, { waitUntil: "load" });
    if (!answer.ok()) faults.push(`answers ${answer.status()}`);
    if (!(await page.locator("h1").first().isVisible())) faults.push("shows no h1");
    // Without JavaScript in the page axe can't run either; the HTML is the same.
    if (view.options.javaScriptEnabled !== false) faults.push(...(await accessibilityFaults(page)));
    for (const width of view.widths) {
      await page.setViewportSize({ width, height: 800 });
      faults.push(...(await overflowFaults(page, width)));
    }
  } finally {
    await page.close();
  }
  return faults;
}

function listen(page, origin, faults) {
  page.on("console", (message) => faults.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error in a script: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    // What stands in the page itself is fetched from nowhere.
    if (url.protocol !== "data:" && url.origin !== origin) faults.push(`request to another origin: ${url.href}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${new URL(response.url()).pathname} answers ${response.status()}`);
  });
}

// The browser's own channel carries axe into the page, so that the page's policy need not allow it.
async function accessibilityFaults(page) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (values) => {
    const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values } });
    return violations.map(({ id, help, nodes }) => ({ id, help, count: nodes.length, html: nodes[0].html, why: nodes[0].failureSummary }));
  }, RULES);
  return violations.map(({ id, help, count, html, why }) => {
    const first = html.length > 200 ? `${html.slice(0, 200)}…` : html;
    return `axe ${id} (${count}x): ${help}; first: ${first}; ${why.replaceAll(/\s+/g, " ")}`;
  });
}

async function overflowFaults(page, width) {
  const { excess, elements } = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const beyond = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
    const described = beyond.slice(0, 3).map((element) => `<${element.localName} class="${element.className}">`);
    return { excess: scrollWidth - clientWidth, elements: described };
  });
  return excess > 0 ? [`is ${excess} px wider than a window of ${width} px: ${elements.join(", ")}`] : [];
}
