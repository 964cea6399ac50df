// Looks at the site that is served at the address given: `node run.mjs http://127.0.0.1:4000/`.
// `cargo xtask test --only browser` builds and serves the demo and runs this.

import { launch } from "./chromium.mjs";
import { overlooked } from "./faults.mjs";
import { inspect } from "./inspect.mjs";
import { choosePages } from "./pages.mjs";
import { VIEWS, newContext } from "./views.mjs";

const [origin] = process.argv.slice(2);
if (!origin) {
  console.error("Say where the site is served: node run.mjs http://127.0.0.1:4000/");
  process.exit(2);
}

const browser = await launch();
try {
  const blind = await overlooked(browser);
  const { pages, missing } = await choosePages(origin);
  const results = (await Promise.all(VIEWS.map((view) => visitAll(view, pages)))).flat();
  report([...blind, ...missing], results);
} finally {
  await browser.close();
}

async function visitAll(view, pages) {
  const context = await newContext(browser, view);
  const results = [];
  for (const { path, name } of pages) {
    const faults = await inspect(context, view, new URL(path, origin).href);
    results.push({ where: `${path} [${name}, ${view.name}]`, faults });
  }
  await context.close();
  return results;
}

function report(general, results) {
  for (const fault of general) console.log(`FAILED ${fault}`);
  const bad = results.filter(({ faults }) => faults.length > 0);
  for (const { where, faults } of bad) {
    console.log(`FAILED ${where}`);
    for (const fault of faults) console.log(`       ${fault}`);
  }
  console.log(`${results.length - bad.length} visits passed, ${bad.length} failed; ${general.length} other faults`);
  if (general.length + bad.length > 0) process.exitCode = 1;
}
