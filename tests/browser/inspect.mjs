// Visits one page in one view, as a reader who comes for the first time, and says what is wrong with it.

import { COLOURS, EVERYTHING, accessibilityFaults } from "./axe.mjs";
import { figuresOf } from "./budgets.mjs";
import { newContext } from "./views.mjs";
import { pictures, watchWeight } from "./weight.mjs";

// How much later than the page its letters come, in milliseconds.
const FONT_DELAY = 300;

// Returns sentences (none for a page without faults), the agreements that were needed, and the figures of the visit.
export async function inspect(browser, view, { address, kind }) {
  const context = await newContext(browser, view);
  const page = await context.newPage();
  const visit = { faults: [], used: [], figures: [] };
  listen(page, new URL(address).origin, visit.faults);
  const weight = watchWeight(page);
  // Letters come last on a slow line, when the page is already read; what moves then is seen.
  if (view.weighs) await page.route("**/*.woff2", (route) => setTimeout(() => route.continue(), FONT_DELAY));
  try {
    await look(page, view, address, visit);
    if (view.weighs) {
      const { figures, faults } = figuresOf(kind, { loaded: await weight(), pictures: await pictures(page), shift: await shift(page) });
      visit.figures.push(...figures);
      visit.faults.push(...faults);
    }
    for (const width of [...(view.widths ?? []), view.options.viewport.width]) {
      await page.setViewportSize({ ...view.options.viewport, width });
      visit.faults.push(...(await overflowFaults(page, width)), ...(await brokenWords(page, width)));
    }
    await consider(page, view, kind, visit);
    for (const look of view.looks ?? []) visit.faults.push(...(await look(page)));
    visit.faults.push(...(await traces(context, page)));
  } finally {
    await context.close();
  }
  return visit;
}

async function look(page, view, address, visit) {
  const answer = await page.goto(address, { waitUntil: "load" });
  // The page for what is missing says so by its status.
  const expected = new URL(address).pathname.endsWith("/404.html") ? [200, 404] : [200];
  if (!expected.includes(answer.status())) visit.faults.push(`answers ${answer.status()}`);
  if (!(await page.locator("h1").first().isVisible())) visit.faults.push("shows no h1");
}

// Without JavaScript in the page axe can't run either; the HTML is the same.
async function consider(page, view, kind, visit) {
  const schemes = (kind === "home" && view.homeSchemes) || view.schemes;
  for (const [at, colorScheme] of schemes.entries()) {
    await page.emulateMedia({ colorScheme });
    await note(page, at === 0 ? EVERYTHING : COLOURS, colorScheme, visit);
  }
  const menu = page.locator("button[popovertarget=menu]").first();
  if (kind === "home" && view.schemes.length > 0 && (await menu.isVisible())) {
    await menu.click();
    await note(page, EVERYTHING, "menu open", visit);
  }
}

async function note(page, rules, state, visit) {
  const { faults, used } = await accessibilityFaults(page, rules);
  visit.faults.push(...faults.map((fault) => `${state}: ${fault}`));
  visit.used.push(...used);
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
    const path = new URL(response.url()).pathname;
    if (response.status() >= 400 && response.request().resourceType() !== "document") faults.push(`${path} answers ${response.status()}`);
  });
}

// What the page has left with a reader who has clicked nothing.
async function traces(context, page) {
  const cookies = (await context.cookies()).map(({ name }) => `the cookie ${name}`);
  const stored = await page.evaluate(async () => {
    const databases = (await window.indexedDB?.databases?.()) ?? [];
    const caches = window.caches ? await window.caches.keys() : [];
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    const named = (kind, names) => names.map((name) => `${kind} ${name}`);
    return [
      ...named("localStorage", Object.keys(localStorage)),
      ...named("sessionStorage", Object.keys(sessionStorage)),
      ...named("indexedDB", databases.map(({ name }) => name)),
      ...named("cache", caches),
      ...named("service worker", workers.map(({ scope }) => scope)),
    ];
  });
  return [...cookies, ...stored].map((trace) => `leaves a trace before a click: ${trace}`);
}

// How much moved while the page was loading (the sum of all layout shifts).
function shift(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)));
        observer.observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => setTimeout(() => resolve(sum), 50));
      }),
  );
}

async function overflowFaults(page, width) {
  const { excess, elements } = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const beyond = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > clientWidth + 1 || left < -1;
    });
    const described = beyond.slice(0, 3).map((element) => `<${element.localName} class="${element.className}">`);
    return { excess: scrollWidth - clientWidth, elements: described };
  });
  return excess > 0 ? [`is ${excess} px wider than a window of ${width} px: ${elements.join(", ")}`] : [];
}

// Words so short that no language hyphenates them are broken only where a column is far too narrow.
async function brokenWords(page, width) {
  const broken = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (const { 0: word, index } of node.data.matchAll(/(?<![\p{L}\p{N}\p{Pd}/.@_])\p{L}{2,4}(?![\p{L}\p{N}\p{Pd}/.@_])/gu)) {
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
        // A first letter that is written large has a box of its own.
        const isBroken = lines.some(({ top, height }, at) => at > 0 && top >= lines[at - 1].bottom - 2 && height < 1.3 * lines[at - 1].height && lines[at - 1].height < 1.3 * height);
        if (isBroken) found.push(word);
      }
    }
    return found;
  });
  return broken.length > 0 ? [`breaks ${broken.length} short words in a window of ${width} px, such as "${broken[0]}"`] : [];
}
