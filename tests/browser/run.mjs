// Looks at a site that is served and built: `node run.mjs http://127.0.0.1:4000/ FOLDER SITE`.
// `cargo xtask test --only browser` builds and serves the demo and runs this.
// What is seen in place of a stored picture is put beside FOLDER.

import { AGREED } from "./agreed.mjs";
import { budgetFaults, nearest } from "./budgets.mjs";
import { launch } from "./chromium.mjs";
import { draftFaults } from "./draft.mjs";
import { extremeFaults, withExtremes } from "./extremes.mjs";
import { blindSnapshots, blindTexts, blindVisits } from "./faults.mjs";
import { inspect } from "./inspect.mjs";
import { unknownFaults } from "./known.mjs";
import { choosePages, readPages } from "./pages.mjs";
import { snapshotFaults } from "./snapshots.mjs";
import { htmlValidateFaults, nuFaults, weighTexts } from "./texts.mjs";
import { VIEWS, chosenFor } from "./views.mjs";

const [origin, folder, demo] = process.argv.slice(2);
const java = process.env.CASEBOOK_JAVA ?? "java";
const casebook = process.env.CASEBOOK;
if (!origin || !folder || !demo || !casebook) {
  console.error("Say where the site is served, where it is built and where it stands: CASEBOOK=PROGRAM node run.mjs http://127.0.0.1:4000/ FOLDER SITE");
  process.exit(2);
}

const faults = [];
const pages = await readPages(folder);
const chosen = choosePages(pages);
faults.push(...chosen.missing);
const figures = [];
// The validators need no browser; they share the cores with it.
await Promise.all([timed("texts", () => lookAtTexts()), timed("visits", () => lookAtPages())]);
faults.push(...budgetFaults(figures));
for (const line of nearest(figures)) console.log(`budget ${line}`);
const told = unknownFaults(faults);
for (const fault of told) console.log(`FAILED ${fault}`);
console.log(`${pages.length} pages validated, ${chosen.pages.length} visited in ${VIEWS.length} views: ${told.length} faults, ${faults.length - told.length} known`);
if (told.length > 0) process.exitCode = 1;

async function lookAtTexts() {
  faults.push(...(await blindTexts(java)));
  faults.push(...(await nuFaults(java, [folder])));
  faults.push(...(await htmlValidateFaults(pages)));
  figures.push(...(await weighTexts(folder, pages)));
}

async function lookAtPages() {
  const browser = await launch();
  try {
    faults.push(...(await timed("pages that are wrong on purpose", () => blindVisits(browser))));
    faults.push(...(await timed("a draft that is broken and mended", () => draftFaults(browser, casebook, demo))));
    faults.push(...(await timed("pictures that changed on purpose", () => blindSnapshots(browser))));
    const visits = VIEWS.map((view) => timed(`view ${view.name}`, () => visitAll(browser, view)));
    const used = (await Promise.all([...visits, timed("extremes", () => visitExtremes(browser)), timed("pictures", () => lookAtPictures(browser))])).flat();
    faults.push(...AGREED.filter((_, at) => !used.includes(at)).map(({ selector }) => `nothing needs the agreement on ${selector} any more`));
  } finally {
    await browser.close();
  }
}

async function visitAll(browser, view) {
  const used = [];
  for (const { path, kind } of chosenFor(view, chosen)) {
    const visit = await inspect(browser, view, { address: new URL(path, origin).href, kind });
    faults.push(...visit.faults.map((fault) => `${path} [${kind}, ${view.name}] ${fault}`));
    figures.push(...visit.figures);
    used.push(...visit.used);
  }
  return used;
}

async function visitExtremes(browser) {
  const found = await withExtremes(casebook, (site) => extremeFaults(browser, site));
  faults.push(...found.faults);
  return found.used;
}

async function lookAtPictures(browser) {
  const update = process.env.CASEBOOK_SNAPSHOTS === "update";
  faults.push(...(await snapshotFaults(browser, origin, chosen, { seen: `${folder}-seen`, update })));
  return [];
}

async function timed(name, part) {
  const start = performance.now();
  const result = await part();
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
