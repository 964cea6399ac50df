// A small site of what no author means to write and every theme has to bear (`extremes/`): words that
// can't be broken, lists without entries, nothing where pictures could be, wide tables, deep lists, many
// notes; and the same from right to left. It is built and served like the demo, and visited page by page.

import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inspect } from "./inspect.mjs";
import { choosePages, readPages } from "./pages.mjs";
import { serve } from "./serve.mjs";

const SITE = fileURLToPath(new URL("extremes", import.meta.url));

// Axe looks once, where a window shows most; the page must fit into each.
export const VIEW = { name: "extremes", options: { viewport: { width: 1280, height: 800 } }, schemes: ["light"], widths: [320, 390, 768], looks: [mirrorFaults] };

// What of the Arabic pages is Arabic: the others show their English originals.
const MIRRORED = ["home", "page", "statement", "document", "event", "answer", "list of event", "list of book"];

// Builds and serves the site for as long as `use` takes.
export async function withExtremes(casebook, use) {
  const folder = await mkdtemp(join(tmpdir(), "casebook-extremes-"));
  const [site, built] = [join(folder, "site"), join(folder, "built")];
  let server;
  try {
    await cp(SITE, site, { recursive: true });
    await promisify(execFile)(casebook, ["build", site, "--out", built]);
    // What readers get: the draft's bar would tell of the words that nobody has translated.
    server = await serve(casebook, site, "--public");
    const all = await readPages(built);
    const { pages, lists } = choosePages(all);
    const wanted = [...pages, ...lists, ...emptiest(all)].filter(({ language, kind }) => language === "en" || MIRRORED.includes(kind));
    return await use({ origin: server.origin, pages: wanted });
  } finally {
    server?.end();
    await rm(folder, { recursive: true, force: true });
  }
}

// In each language the two pages whose lists hold least: nothing, and one entry.
function emptiest(all) {
  const lists = all.filter(({ kind, html }) => kind === "page" && html.includes('<section class="list"'));
  const languages = [...new Set(lists.map(({ language }) => language))];
  return languages.flatMap((own) => lists.filter(({ language }) => language === own).toSorted((a, b) => a.html.length - b.html.length).slice(0, 2));
}

// Visits the fullest page of each kind, each list and the emptiest ones, in both directions. Returns sentences and the agreements that were needed.
export async function extremeFaults(browser, { origin, pages }) {
  const [faults, used] = [[], []];
  for (const { path, kind } of pages) {
    const visit = await inspect(browser, VIEW, { address: new URL(path, origin).href, kind });
    faults.push(...visit.faults.map((fault) => `extremes ${path} [${kind}] ${fault}`));
    used.push(...visit.used);
  }
  return { faults, used };
}

// On a page that runs from right to left everything begins at the right. Returns sentences; none for other pages.
export async function mirrorFaults(page) {
  return page.evaluate(() => {
    if (getComputedStyle(document.documentElement).direction !== "rtl") return [];
    const faults = [];
    const boxOf = (node, end) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      if (end !== undefined) range.setEnd(node, end);
      return range.getBoundingClientRect();
    };
    const h1 = document.querySelector("h1");
    const isOwn = (element) => element && getComputedStyle(element).direction === "rtl";
    if (isOwn(h1) && boxOf(h1).right < h1.getBoundingClientRect().right - 4) faults.push("the title doesn't begin at the right");
    // What isn't translated keeps the direction of its original.
    for (const bar of [...document.querySelectorAll(".quote, .timeline, .notice")].filter(isOwn)) {
      const { borderLeftWidth, borderRightWidth } = getComputedStyle(bar);
      if (parseFloat(borderLeftWidth) > 0 || parseFloat(borderRightWidth) === 0) faults.push(`the bar of <${bar.localName} class="${bar.className}"> stands at the left`);
    }
    const crumbs = [...document.querySelectorAll(".crumbs li")].map((crumb) => crumb.getBoundingClientRect());
    if (crumbs.some(({ left, top }, at) => at > 0 && top < crumbs[at - 1].bottom - 4 && left > crumbs[at - 1].left)) faults.push("the way to this page runs from left to right");
    // The first of the words that somebody spoke, which may be written large.
    const spoken = document.querySelector(".spoken > p");
    const letter = spoken && boxOf(spoken.firstChild, 1);
    if (isOwn(spoken) && letter.right < spoken.getBoundingClientRect().right - 24) faults.push("the first letter doesn't stand at the right");
    for (const element of document.querySelectorAll("main *, footer *")) {
      const [, right, , left = right] = getComputedStyle(element).borderImageOutset.split(" ").map(parseFloat);
      if (right > left) faults.push(`the line of <${element.localName} class="${element.className}"> runs on to the right`);
      for (const pseudo of ["::before", "::after"]) {
        const { content, scale, transform } = getComputedStyle(element, pseudo);
        const isMirrored = scale.startsWith("-1") || transform.startsWith("matrix(-1");
        if (/[→➜▶›»]/.test(content) && !isMirrored) faults.push(`an arrow of <${element.localName} class="${element.className}"> points back`);
        if (/[←◀‹]/.test(content) && isMirrored) faults.push(`an arrow of <${element.localName} class="${element.className}"> points back`);
      }
    }
    return [...new Set(faults)];
  });
}
