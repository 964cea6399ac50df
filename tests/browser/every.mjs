// Runs axe on every page of a site: `node every.mjs http://127.0.0.1:4000/ FOLDER`, where the same site
// is built in FOLDER. The tests look at one page of each kind; `cargo xtask bench pages` at all of them.

import { launch } from "./chromium.mjs";
import { inspect } from "./inspect.mjs";
import { readPages } from "./pages.mjs";
import { VIEWS } from "./views.mjs";

const LANES = 2;
const [origin, folder] = process.argv.slice(2);
const { options } = VIEWS[0];
const view = { name: "every page", options, schemes: ["light"] };
const pages = (await readPages(folder)).filter(({ kind }) => kind);
const browser = await launch();
let faults = 0;
try {
  await Promise.all([...Array(LANES).keys()].map(lane));
} finally {
  await browser.close();
}
console.log(`  axe on ${pages.length} pages: ${faults} faults`);
if (faults > 0) process.exitCode = 1;

async function lane(first) {
  for (let at = first; at < pages.length; at += LANES) {
    const { path, kind } = pages[at];
    const visit = await inspect(browser, view, { address: new URL(path, origin).href, kind });
    faults += visit.faults.length;
    for (const fault of visit.faults) console.log(`  ${path} [${kind}] ${fault}`);
  }
}
