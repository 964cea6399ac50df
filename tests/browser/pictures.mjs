// Takes the pictures of the README and the handbook from a site that is served:
// `node pictures.mjs http://127.0.0.1:4000/ FOLDER OUT`, where the same site is built in FOLDER.
// A picture that looks like the one that is there stays as it is, to the byte. `cargo xtask pictures` runs this.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./chromium.mjs";
import { choosePages, readPages } from "./pages.mjs";
import { difference, webp } from "./pixels.mjs";
import { taken } from "./snapshots.mjs";

const DESK = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

const PICTURES = [
  { name: "home", kind: "home", options: DESK, scheme: "light" },
  { name: "home-dark", kind: "home", options: DESK, scheme: "dark" },
  { name: "home-390", kind: "home", options: PHONE, scheme: "light" },
  { name: "statement", kind: "statement", options: DESK, scheme: "light" },
  { name: "document", kind: "document", options: DESK, scheme: "light", at: ".viewer" },
  { name: "answer", kind: "answer", options: DESK, scheme: "light" },
];

const MOST_BYTES = 150_000;
const QUALITY = 0.85;
// Nearer than the snapshots of the tests: a reader sees the picture itself.
const COLOUR = 12;
const SHARE = 0.002;

const [origin, folder, out] = process.argv.slice(2);
const { pages } = choosePages(await readPages(folder));
const browser = await launch();
try {
  await mkdir(out, { recursive: true });
  const blank = await browser.newPage();
  for (const picture of PICTURES) console.log(`${picture.name}.webp: ${await make(blank, picture)}`);
} finally {
  await browser.close();
}

async function make(blank, picture) {
  const page = pages.find(({ kind }) => kind === picture.kind);
  if (!page) throw new Error(`the site has no page of the kind ${picture.kind}`);
  const file = join(out, `${picture.name}.webp`);
  const png = await taken(browser, new URL(page.path, origin).href, picture);
  const before = await readFile(file).catch(() => undefined);
  if (before && (await difference(blank, { ending: "webp", bytes: before }, { ending: "png", bytes: png }, COLOUR)) <= SHARE) return "unchanged";
  const bytes = await webp(blank, png, QUALITY);
  if (bytes.length > MOST_BYTES) throw new Error(`${picture.name}.webp has ${bytes.length} bytes, more than ${MOST_BYTES}`);
  await writeFile(file, bytes);
  return `${Math.round(bytes.length / 1000)} KB`;
}
