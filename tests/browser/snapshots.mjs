// Pictures of the views that matter most, compared with those that somebody has looked at (`snapshots/`).
// Browsers draw letters a little differently from version to version, so both are compared from afar:
// what moves, goes away or changes its colour is seen, and another edge of a letter isn't.
//
// `CASEBOOK_SNAPSHOTS=update` writes what differs. What was seen instead of a picture stands in `seen`.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { difference, webp } from "./pixels.mjs";
import { newContext } from "./views.mjs";

const STORED = fileURLToPath(new URL("snapshots", import.meta.url));

const DESK = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

// `at` names what is brought to the top of the window first: the beginnings of pages look alike.
const PICTURES = [
  { name: "home", kind: "home", options: DESK, scheme: "light" },
  { name: "home-dark", kind: "home", options: DESK, scheme: "dark" },
  { name: "home-390", kind: "home", options: PHONE, scheme: "light" },
  { name: "menu-390-dark", kind: "home", options: PHONE, scheme: "dark", menu: true },
  { name: "foot", kind: "home", options: DESK, scheme: "light", at: "body > * > footer" },
  { name: "statement", kind: "statement", options: DESK, scheme: "light" },
  { name: "statement-390", kind: "statement", options: PHONE, scheme: "light" },
  { name: "document", kind: "document", options: DESK, scheme: "light", at: ".viewer" },
  { name: "answer-dark", kind: "answer", options: DESK, scheme: "dark" },
  { name: "events", kind: "list of event", options: DESK, scheme: "light" },
  { name: "reports", kind: "list of report", options: DESK, scheme: "light" },
  { name: "books-390", kind: "list of book", options: PHONE, scheme: "light" },
];

// What may differ: a mean colour of a block of four by four pixels, and the share of such blocks.
const COLOUR = 24;
const SHARE = 0.01;
const QUALITY = 0.6;

// Takes each picture of the chosen pages and compares. Returns sentences.
export async function snapshotFaults(browser, origin, { pages, lists }, { seen, update, stored = STORED, pictures = PICTURES }) {
  const faults = [];
  const blank = await browser.newPage();
  await rm(seen, { recursive: true, force: true });
  try {
    for (const picture of pictures) {
      const page = [...pages, ...lists].find(({ kind }) => kind === picture.kind);
      if (!page) faults.push(`there is no page for the picture ${picture.name}`);
      else faults.push(...(await compare(blank, picture, await taken(browser, new URL(page.path, origin).href, picture), { seen, update, stored })));
    }
    const known = pictures.map(({ name }) => `${name}.webp`);
    const forgotten = (await readdir(stored).catch(() => [])).filter((file) => !known.includes(file));
    faults.push(...forgotten.map((file) => `nothing makes the picture snapshots/${file} any more`));
  } finally {
    await blank.close();
  }
  return faults;
}

// One picture as PNG.
export async function taken(browser, address, { options, scheme, at, menu }) {
  const context = await newContext(browser, { options, schemes: [scheme] });
  try {
    const page = await context.newPage();
    await page.goto(address, { waitUntil: "load" });
    if (menu) await page.locator("button[popovertarget=menu]").first().click();
    if (at) await page.locator(at).first().evaluate((element) => element.scrollIntoView({ block: "start", behavior: "instant" }));
    await page.evaluate(async () => {
      await document.fonts.ready;
      // Those elsewhere may wait until somebody scrolls there.
      const shown = [...document.images].filter((image) => {
        const { top, bottom } = image.getBoundingClientRect();
        return bottom > 0 && top < window.innerHeight;
      });
      await Promise.all(shown.map((image) => image.decode().catch(() => {})));
    });
    return await page.screenshot({ animations: "disabled" });
  } finally {
    await context.close();
  }
}

async function compare(blank, { name }, png, { seen, update, stored }) {
  const file = join(stored, `${name}.webp`);
  const before = await readFile(file).catch(() => undefined);
  const share = before ? await difference(blank, { ending: "webp", bytes: before }, { ending: "png", bytes: png }, COLOUR) : 1;
  if (share <= SHARE) return [];
  if (update) {
    await mkdir(stored, { recursive: true });
    await writeFile(file, await webp(blank, png, QUALITY));
    return [];
  }
  await mkdir(seen, { recursive: true });
  await writeFile(join(seen, `${name}.png`), png);
  const what = before ? `differs from snapshots/${name}.webp in ${(share * 100).toFixed(1)} % of it` : `has no picture snapshots/${name}.webp to compare with`;
  return [`the view ${name} ${what}; look at ${join(seen, `${name}.png`)}, and if it is right, run again with CASEBOOK_SNAPSHOTS=update`];
}
