// Runs Lighthouse on pages of a site that is served: `node run.mjs http://127.0.0.1:4000/ FOLDER ROUNDS`,
// where the same site is built in FOLDER. Prints one JSON object a line for each page and preset, with
// the median of each figure. `cargo xtask bench pages` runs this and holds the figures against targets.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import desktop from "lighthouse/core/config/desktop-config.js";
import { choosePages, readPages } from "../browser/pages.mjs";

const KINDS = ["home", "page", "statement", "answer", "document", "person", "book", "list of report"];
const PRESETS = { mobile: undefined, desktop };
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
// Nothing but this machine answers, as in the browser tests.
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];

const [origin, folder, rounds] = process.argv.slice(2);
const { pages, lists } = choosePages(await readPages(folder));
const [{ language }] = pages;
const chosen = KINDS.map((kind) => [...pages, ...lists].find((page) => page.kind === kind && page.language === language)).filter(Boolean);
for (const { path, kind } of chosen) {
  for (const preset of Object.keys(PRESETS)) {
    const runs = [];
    for (let round = 0; round < Number(rounds); round++) runs.push(await measure(new URL(path, origin).href, PRESETS[preset]));
    const figures = Object.fromEntries(Object.keys(runs[0].figures).map((name) => [name, median(runs.map((run) => run.figures[name]))]));
    console.log(JSON.stringify({ kind, path, preset, ...figures, lost: [...new Set(runs.flatMap(({ lost }) => lost))] }));
  }
}

// A busy machine sometimes loses the beginning of a recording; such a run says nothing and is made again.
async function measure(address, config, attempts = 3) {
  const { lhr, error } = await observe(address, config);
  if (!error) return figuresOf(lhr);
  if (attempts > 1) return measure(address, config, attempts - 1);
  throw new Error(`${address}: ${error.message}`);
}

// A browser of its own for each run: nothing is in its cache and nothing is left of the run before.
async function observe(address, config) {
  const chrome = await launch({ chromePath: process.env.CASEBOOK_CHROMIUM, chromeFlags: FLAGS, logLevel: "silent" });
  try {
    const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "silent", output: "json" }, config);
    return { lhr, error: lhr.runtimeError };
  } finally {
    chrome.kill();
  }
}

function figuresOf(lhr) {
  const scores = CATEGORIES.map((category) => [category, Math.round(lhr.categories[category].score * 100)]);
  const figure = (audit) => lhr.audits[audit].numericValue;
  const isLost = ({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1;
  // What costs points, for whoever wants to mend it.
  const lost = CATEGORIES.slice(1).flatMap((category) => lhr.categories[category].auditRefs.filter(isLost).map(({ id }) => id));
  const figures = { ...Object.fromEntries(scores), lcp: figure("largest-contentful-paint"), cls: figure("cumulative-layout-shift"), tbt: figure("total-blocking-time") };
  return { figures, lost };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
